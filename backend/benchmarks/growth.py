"""What a request costs as the table grows, and what a user with very many tasks does to everybody else."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import httpx2

from benchmarks.comparison import Contender, compare
from benchmarks.load import Cost, Spell, measure, send
from benchmarks.postgres import Postgres
from benchmarks.servers import Name, Server, serving
from benchmarks.tasks import Operation, Request, Tasks

SIZES = (10_000, 100_000, 1_000_000)
GROWING: tuple[Operation, ...] = ("get", "list", "create", "toggle")
LONG_LIST = 10_000
INTERVAL = 0.01  # seconds between gets, for five seconds

Growth = dict[Operation, dict[int, Cost]]


def measure_growth(postgres: Postgres, template: str) -> Growth:
    """The product on a database of each size at the same time, each measured in turn."""
    with ExitStack() as stack:
        contenders = {}
        for size in SIZES:
            database = f"tasks_{size}"
            postgres.create(database, template)
            connection = stack.enter_context(postgres.connect(database, "todo"))
            tasks = Tasks(connection, size)
            contenders[size] = Contender(stack.enter_context(serving("product", postgres.url(database))), tasks)
        return {operation: compare(contenders, operation, postgres) for operation in GROWING}


@dataclass(frozen=True)
class LongLists:
    costs: dict[Name, Cost]
    get_p99: dict[Name, float]  # milliseconds, while such lists are being fetched


def measure_long_lists(postgres: Postgres, database: str, tasks: Tasks) -> LongLists:
    token, _ = tasks.user_with(LONG_LIST)
    long_list = [Request("GET", "/api/tasks", token)]
    costs: dict[Name, list[Cost]] = {"floor": [], "product": []}
    get_p99: dict[Name, float] = {}
    with ExitStack() as stack:
        servers = {name: stack.enter_context(serving(name, postgres.url(database))) for name in costs}
        for _ in range(2):
            for name, server in servers.items():
                # One at a time: a list cut off by the end of the spell would cost without being counted.
                costs[name].append(measure(server, postgres, long_list, Spell(seconds=3, connections=1)))
        for name, server in servers.items():
            get_p99[name] = _get_p99_beside(server, long_list, tasks.requests("get", 500))
    tasks.tidy()
    return LongLists({name: Cost.median(spells) for name, spells in costs.items()}, get_p99)


def _get_p99_beside(server: Server, long_list: list[Request], gets: list[Request]) -> float:
    """Gets at a steady pace; one that had to wait its turn is late by that too, as for somebody at a screen."""
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
