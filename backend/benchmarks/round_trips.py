"""How often a request waits for PostgreSQL, measured through a proxy that adds a delay."""

import time
from dataclasses import dataclass
from functools import partial

import httpx2

from benchmarks.delay_proxy import DelayProxy
from benchmarks.postgres import Postgres
from benchmarks.servers import Name, serving
from benchmarks.tasks import ALL, Operation, Request, Tasks, offers

DELAY = 0.05  # long enough for the pauses of a busy machine not to count
# So many that every pooled connection has prepared every statement, if the driver prepares any.
WARM_UP = 40
SAMPLES = 5
ATTEMPTS = 3  # a value that is almost a whole number was disturbed, and is measured again


@dataclass(frozen=True)
class RoundTrips:
    felt: float  # those for which the client waits
    sent: float  # in all: also those after the answer

    def __str__(self) -> str:
        return f"{self.felt:.1f}" if self.felt == self.sent else f"{self.felt:.1f} ({self.sent:.1f})"


def _milliseconds(client: httpx2.Client, request: Request) -> float:
    start = time.perf_counter()
    response = client.request(request.method, request.path, headers=request.headers, content=request.body or None)
    elapsed = (time.perf_counter() - start) * 1e3
    if response.status_code != request.status:
        raise SystemExit(f"{request.method} {request.path}: {response.status_code} {response.text}")
    return elapsed


def _round_trips(client: httpx2.Client, proxy: DelayProxy, requests: list[Request]) -> RoundTrips:
    warm_up, close_by, far_away = requests[:WARM_UP], requests[WARM_UP:-SAMPLES], requests[-SAMPLES:]
    proxy.delay = 0.0
    for request in warm_up:
        _milliseconds(client, request)
    near = []
    for request in close_by:
        time.sleep(DELAY)  # a processor that has become idle takes a moment to wake up, as it does in the request below
        near.append(_milliseconds(client, request))
    time.sleep(DELAY)  # what the app sends after its last answer belongs to the last request
    turns, proxy.delay = proxy.turns, DELAY
    far = [_milliseconds(client, request) for request in far_away]
    time.sleep(DELAY)
    # The minimum of each, because a busy machine only adds time; `sent` shows what happens only sometimes.
    felt = (min(far) - min(near)) / (DELAY * 1e3)
    return RoundTrips(round(felt, 1), round((proxy.turns - turns) / SAMPLES, 1))


def measure_round_trips(name: Name, postgres: Postgres, database: str, tasks: Tasks) -> dict[Operation, RoundTrips]:
    """The round trips of every operation, in a program started for this measurement."""
    with (
        postgres.not_waiting_for_the_disk(),
        DelayProxy(postgres.socket) as proxy,
        serving(name, postgres.url(database, proxy.port)) as server,
        httpx2.Client(base_url=server.url) as client,
    ):
        trips = {}
        for operation in filter(partial(offers, name), ALL):
            for _ in range(ATTEMPTS):
                requests = tasks.requests(operation, WARM_UP + 2 * SAMPLES)
                trips[operation] = _round_trips(client, proxy, requests)
                if not 0 < abs(trips[operation].felt - 1) < 0.5:
                    break
    tasks.tidy()
    return trips
