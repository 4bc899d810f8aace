"""Comparing contenders: in turns and in short spells, so that a machine that slows down slows all of them."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TypeVar

from benchmarks.extent import Extent
from benchmarks.load import Cost, Spell, measure, send
from benchmarks.postgres import Postgres
from benchmarks.servers import Server, serving
from benchmarks.tasks import Operation, Work

SHARED_OUT: tuple[Operation, ...] = ("get", "create")

MANY = 1000

Key = TypeVar("Key")


@dataclass(frozen=True)
class Contender:
    server: Server
    work: Work
    rounds: int = MANY  # at most
    operation: Operation | None = None  # instead of the one that is compared


def compare(
    contenders: Mapping[Key, Contender], operation: Operation, postgres: Postgres, extent: Extent
) -> dict[Key, Cost]:
    """The cost of one operation for each contender: the median of several spells, after one that is not counted."""
    costs: dict[Key, list[Cost]] = {key: [] for key in contenders}
    once = operation == "delete"
    for turn in range(extent.rounds + 1):
        for key, contender in contenders.items():
            if turn > contender.rounds:
                continue
            requests = contender.work.requests(contender.operation or operation, extent.deletions if once else None)
            if turn == 0:
                send(contender.server, requests, Spell(seconds=1, once=once))
            else:
                costs[key].append(measure(contender.server, postgres, requests, Spell(extent.seconds, once)))
            contender.work.tidy()
    return {key: Cost.median(spells) for key, spells in costs.items()}


@dataclass(frozen=True)
class Workers:
    """One uvicorn worker against two, and the share of the work that the less busy of the two did."""

    costs: dict[Operation, dict[int, Cost]]
    lesser_share: float


def compare_workers(postgres: Postgres, database: str, work: Work, extent: Extent) -> Workers:
    with ExitStack() as stack:
        url = postgres.url(database)
        servers = {count: stack.enter_context(serving("product", url, workers=count)) for count in (1, 2)}
        contenders = {count: Contender(server, work) for count, server in servers.items()}
        once = replace(extent, rounds=1)
        costs = {operation: compare(contenders, operation, postgres, once) for operation in SHARED_OUT}
        spent = servers[2].worker_cpu_seconds()
    return Workers(costs, min(spent) / sum(spent))
