"""The results as people read them: a verdict on each goal first, then the figures it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.comparison import Workers
from benchmarks.growth import LONG_LIST, SIZES, Growth, LongLists
from benchmarks.load import Cost
from benchmarks.machine import machine
from benchmarks.memory import SPELL, SPELLS
from benchmarks.round_trips import RoundTrips
from benchmarks.servers import Name
from benchmarks.tasks import ENDPOINTS, TASKS_PER_USER, Operation

HEADER = ("app µs", "PostgreSQL µs", "requests/s", "p50 ms", "p99 ms")


@dataclass(frozen=True)
class Results:
    postgres_version: str
    trips: dict[Name, dict[Operation, RoundTrips]]
    costs: dict[Operation, dict[Name, Cost]]
    seeing: dict[Name, Cost]
    growth: Growth
    long_lists: LongLists
    memory: tuple[float, float]
    workers: Workers


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns also line up on a terminal; all but the first are figures."""
    lines = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    cells = [[line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def round_trips_table(trips: dict[Name, dict[Operation, RoundTrips]]) -> str:
    operations = next(iter(trips.values()))
    return table(["", *trips], ([name, *(str(each[name]) for each in trips.values())] for name in operations))


def _figures(cost: Cost) -> list[str]:
    return [f"{cost.app:.0f}", f"{cost.postgres:.0f}", f"{cost.per_second:.0f}", f"{cost.p50:.1f}", f"{cost.p99:.1f}"]


def goals_table(results: Results) -> str:
    """Each goal at its worst: the endpoint that comes closest to missing it, or misses it by most."""
    costs = {operation: cost for operation, cost in results.costs.items() if operation != "delete"}
    trips = list(results.trips["product"].values())
    growth = {operation: sizes[SIZES[-1]].total / sizes[SIZES[0]].total for operation, sizes in results.growth.items()}
    long_lists = results.long_lists.costs
    measured: list[tuple[str, float, float]] = [
        ("round trips, everywhere", 1.0, max(max(trip.felt, trip.sent) for trip in trips)),
        ("app CPU ÷ floor's", 2.0, max(cost["product"].app / cost["floor"].app for cost in costs.values())),
        ("app CPU ÷ plan's", 1 / 6, max(cost["product"].app / cost["plan"].app for cost in costs.values())),
        (
            "PostgreSQL CPU ÷ floor's",
            1.4,
            max(cost["product"].postgres / cost["floor"].postgres for cost in costs.values()),
        ),
        ("app CPU of seeing ÷ floor's", 0.2, _cost_of_seeing(results)),
        (f"CPU at {SIZES[-1]:,} tasks ÷ at {SIZES[0]:,}", 1.2, max(growth.values())),
        (f"CPU of a list of {LONG_LIST:,} ÷ floor's", 3.0, long_lists["product"].total / long_lists["floor"].total),
        ("p99 of a get beside such lists, ms", 100.0, results.long_lists.get_p99["product"]),
        (f"memory after {SPELL * SPELLS:,} requests ÷ after {SPELL:,}", 1.1, results.memory[1] / results.memory[0]),
    ]
    return table(
        ["goal", "at most", "measured", "met"],
        (
            [goal, f"{limit:.2f}", f"{figure:.2f}", "yes" if figure <= limit else "NO"]
            for goal, limit, figure in measured
        ),
    )


def _cost_of_seeing(results: Results) -> float:
    cost = results.seeing
    return (cost["product"].app - cost["unobserved"].app) / cost["floor"].app


def _costs_table(results: Results) -> str:
    rows = [
        [f"{operation}, {name}", *_figures(cost), str(results.trips[name][operation])]
        for operation in ENDPOINTS
        for name, cost in results.costs[operation].items()
    ]
    return table(["", *HEADER, "round trips"], rows)


def _ratios_table(results: Results) -> str:
    def ratios(cost: dict[Name, Cost]) -> list[str]:
        product, floor, plan = cost["product"], cost["floor"], cost["plan"]
        pairs = (
            (product.app, floor.app),
            (product.postgres, floor.postgres),
            (plan.app, product.app),
            (plan.app, floor.app),
        )
        return [f"{one / other:.2f}" for one, other in pairs]

    header = ["", "app ÷ floor", "PostgreSQL ÷ floor", "plan's app ÷ product's", "plan's app ÷ floor's"]
    return table(header, ([operation, *ratios(cost)] for operation, cost in results.costs.items()))


def markdown(results: Results) -> str:
    growth = [
        [f"{operation}, {size:,} tasks", *_figures(cost), f"{cost.total / sizes[SIZES[0]].total:.2f}"]
        for operation, sizes in results.growth.items()
        for size, cost in sizes.items()
    ]
    long_lists = [
        [name, *_figures(cost), f"{results.long_lists.get_p99[name]:.1f}"]
        for name, cost in results.long_lists.costs.items()
    ]
    workers = [
        [f"{operation}, {count}", *_figures(cost)]
        for operation, counts in results.workers.costs.items()
        for count, cost in counts.items()
    ]
    return f"""# Benchmark results

Written by `python -m benchmarks`. CPU time is per request, with one worker and {TASKS_PER_USER} tasks a user. Figures
move from machine to machine; the ratios between the contenders hold.

{machine(results.postgres_version)}

## Goals

{goals_table(results)}

## Round trips to PostgreSQL

As felt through a proxy that delays what the app sends. In brackets, where it differs: what the app sent in all.

{round_trips_table(results.trips)}

## Cost

{_costs_table(results)}

{_ratios_table(results)}

## Seeing

A get with the request's id, log line and metrics, and without them.

{table(["", *HEADER], ([name, *_figures(cost)] for name, cost in results.seeing.items()))}

## Growth

{TASKS_PER_USER} tasks a user throughout. The last column is the CPU of app and PostgreSQL together, against the
smallest table.

![CPU per request against the number of tasks](growth.svg)

{table(["", *HEADER, "÷ smallest"], growth)}

## A list of {LONG_LIST:,} tasks

The last column is the p99 of gets sent to the same worker while two such lists at a time are being fetched.

{table(["", *HEADER, "get p99 ms"], long_lists)}

## Memory

A worker's resident memory: {results.memory[0]:.1f} MiB after {SPELL:,} mixed requests,
{results.memory[1]:.1f} MiB after {SPELL * SPELLS:,}.

## Workers

`uvicorn --workers 2` against one; the less busy of the two did {results.workers.lesser_share:.0%} of the work.
PostgreSQL and the load generator share the same cores.

{table(["workers", *HEADER], workers)}
"""
