"""The cost of a user with very many tasks, and its effect on other users."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import httpx2

from benchmarks.extent import Extent
from benchmarks.load import Cost, Spell, measure, send
from benchmarks.postgres import Postgres
from benchmarks.servers import Name, Server, serving
from benchmarks.tasks import Request, Tasks

INTERVAL = 0.01  # seconds between gets, for five seconds
SPELLS = 2


@dataclass(frozen=True)
class LongLists:
    costs: dict[Name, Cost]
    get_p99: dict[Name, float]  # milliseconds, while such lists are being fetched


def measure_long_lists(
    postgres: Postgres, databases: dict[Name, str], work: dict[Name, Tasks], extent: Extent
) -> LongLists:
    """For the floor and the product."""
    costs: dict[Name, list[Cost]] = {"floor": [], "product": []}
    get_p99: dict[Name, float] = {}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(serving(name, postgres.url(databases[name]))) for name in costs}
        lists = {name: [Request("GET", "/api/tasks", work[name].user_with(extent.long_list)[0])] for name in costs}
        for _ in range(SPELLS):
            for name, server in servers.items():
                # One at a time: a list interrupted by the end of the spell would cost CPU without being counted.
                costs[name].append(measure(server, postgres, lists[name], Spell(seconds=2, connections=1)))
        for name, server in servers.items():
            get_p99[name] = _get_p99_beside(server, lists[name], work[name].requests("get", 500))
            work[name].tidy()
    return LongLists({name: Cost.median(spells) for name, spells in costs.items()}, get_p99)


def _get_p99_beside(server: Server, long_list: list[Request], gets: list[Request]) -> float:
    """Gets at a steady rate; the time that one had to wait for its turn counts too, as it does for a user."""
    latencies = []
    with ThreadPoolExecutor() as threads, httpx2.Client(base_url=server.url) as client:
        lists = threads.submit(send, server, long_list, Spell(seconds=6, connections=2))
        time.sleep(0.5)
        start = time.perf_counter()
        for number, get in enumerate(gets):
            due = start + number * INTERVAL
            time.sleep(max(0.0, due - time.perf_counter()))
            client.request(get.method, get.path, headers=get.headers).raise_for_status()
            latencies.append((time.perf_counter() - due) * 1e3)
        lists.result()
    return sorted(latencies)[len(latencies) * 99 // 100]
