"""Contenders side by side: in turns and in short spells, so that a machine that slows down slows all of them."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.load import Cost, Spell, measure, send
from benchmarks.postgres import Postgres
from benchmarks.servers import Name, Server, serving
from benchmarks.tasks import Operation, Tasks

SECONDS = 2
ROUNDS = 3
DELETIONS = 10_000  # each task can go only once; a spell ends early when all are gone
SEEN: tuple[Name, ...] = ("floor", "product", "unobserved")
SHARED_OUT: tuple[Operation, ...] = ("get", "list", "create", "toggle")

Key = TypeVar("Key")


@dataclass(frozen=True)
class Contender:
    server: Server
    tasks: Tasks


def compare(
    contenders: Mapping[Key, Contender], operation: Operation, postgres: Postgres, rounds: int = ROUNDS
) -> dict[Key, Cost]:
    """The cost of one operation for each contender: the median of a few spells, after one that does not count."""
    costs: dict[Key, list[Cost]] = {key: [] for key in contenders}
    once = operation == "delete"
    for turn in range(rounds + 1):
        for key, contender in contenders.items():
            requests = contender.tasks.requests(operation, *([DELETIONS] if once else []))
            if turn == 0:
                send(contender.server, requests, Spell(seconds=1, once=once))
            else:
                costs[key].append(measure(contender.server, postgres, requests, Spell(SECONDS, once)))
            contender.tasks.tidy()
    return {key: Cost.median(spells) for key, spells in costs.items()}


def compare_seeing(postgres: Postgres, database: str, tasks: Tasks) -> dict[Name, Cost]:
    """The cost of a get with the middleware that observes every request, without it, and of the floor."""
    with ExitStack() as stack:
        servers = {name: stack.enter_context(serving(name, postgres.url(database))) for name in SEEN}
        contenders = {name: Contender(server, tasks) for name, server in servers.items()}
        return compare(contenders, "get", postgres)


@dataclass(frozen=True)
class Workers:
    """One uvicorn worker against two, and how much of the work the less busy of the two did."""

    costs: dict[Operation, dict[int, Cost]]
    lesser_share: float


def compare_workers(postgres: Postgres, database: str, tasks: Tasks) -> Workers:
    with ExitStack() as stack:
        url = postgres.url(database)
        servers = {count: stack.enter_context(serving("product", url, workers=count)) for count in (1, 2)}
        contenders = {count: Contender(server, tasks) for count, server in servers.items()}
        costs = {operation: compare(contenders, operation, postgres, rounds=1) for operation in SHARED_OUT}
        spent = servers[2].worker_cpu_seconds()
    return Workers(costs, min(spent) / sum(spent))
