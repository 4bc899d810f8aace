"""How often a request waits for PostgreSQL, felt through a proxy that puts distance between the two."""

import time
from dataclasses import dataclass
from functools import partial

import httpx2

from benchmarks.delay_proxy import DelayProxy
from benchmarks.postgres import Postgres
from benchmarks.servers import Name, serving
from benchmarks.tasks import ALL, Operation, Request, Tasks, offers

DELAY = 0.05  # long enough for a rushed machine's hesitations not to count
# Often enough for every pooled connection to have prepared every statement, with drivers that do.
WARM_UP = 40
SAMPLES = 5
ATTEMPTS = 3  # nobody goes nine tenths of the way: what is almost one is one, disturbed, and measured again


@dataclass(frozen=True)
class RoundTrips:
    felt: float  # by the client, in its latency
    sent: float  # in all: also what the app sends after it has answered

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
        time.sleep(DELAY)  # a machine that has dozed off takes a moment to wake, and it dozes while it waits below
        near.append(_milliseconds(client, request))
    time.sleep(DELAY)  # what the app sends after its last answer belongs to the last request
    turns, proxy.delay = proxy.turns, DELAY
    far = [_milliseconds(client, request) for request in far_away]
    time.sleep(DELAY)
    # The quickest of each, since a busy machine only ever adds; what happens but sometimes shows in what was sent.
    felt = (min(far) - min(near)) / (DELAY * 1e3)
    return RoundTrips(round(felt, 1), round((proxy.turns - turns) / SAMPLES, 1))


def measure_round_trips(name: Name, postgres: Postgres, database: str, tasks: Tasks) -> dict[Operation, RoundTrips]:
    """The round trips of every operation, in a program started for the purpose."""
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
