"""The results as a report: whether each goal was met, then the figures."""

from collections.abc import Iterable, Sequence

from benchmarks.bulk import INTERVAL
from benchmarks.goals import PEER_AIM, PEER_GOAL, goals
from benchmarks.load import Cost
from benchmarks.machine import machine
from benchmarks.memory import SPELL
from benchmarks.pocketbase import VERSION
from benchmarks.results import Results, Trips
from benchmarks.tasks import BATCH, ENDPOINTS, PEER, TASKS_PER_USER

PEER_TEXT = f"""PocketBase {VERSION}, `examples/base` with automigrate off, gets the same requests in the same run. The
figures are the CPU in µs, per request, of everything that serves: the app and all of PostgreSQL, or PocketBase's one
process. The goal is {PEER_GOAL}, the aim {PEER_AIM}. PostgreSQL stores each commit on the disk before it answers;
PocketBase's SQLite does not wait for that."""
HEADER = ("app µs", "PostgreSQL µs", "requests/s", "p50 ms", "p99 ms")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns are aligned on a terminal too; all but the first contain figures."""
    lines = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    cells = [[line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def round_trips_table(trips: Trips) -> str:
    rows = (
        [operation, *(str(each[operation]) if operation in each else "-" for each in trips.values())]
        for operation in trips["product"]
    )
    return table(["", *trips], rows)


def _figures(cost: Cost) -> list[str]:
    return [f"{cost.app:.0f}", f"{cost.postgres:.0f}", f"{cost.per_second:.0f}", f"{cost.p50:.1f}", f"{cost.p99:.1f}"]


def goals_table(results: Results) -> str:
    return table(["goal", "limit", "measured", "verdict"], (goal.cells() for goal in goals(results)))


def _costs_table(results: Results) -> str:
    rows = []
    measured = {operation: results.costs[operation] for operation in ENDPOINTS}
    measured |= {operation: {"product": cost} for operation, cost in results.repeating.items()}
    for operation, costs in measured.items():
        for name, cost in costs.items():
            trips = results.trips.get(name, {}).get(operation, "-")
            rows.append([f"{operation}, {name}", *_figures(cost), str(trips)])
    return table(["", *HEADER, "round trips"], rows)


def _ratios_table(results: Results) -> str:
    columns = {
        "app ÷ floor": results.ratios("product", "floor", "app"),
        "PostgreSQL ÷ floor": results.ratios("product", "floor", "postgres"),
        "plan's app ÷ product's": results.ratios("plan", "product", "app"),
        "plan's app ÷ floor's": results.ratios("plan", "floor", "app"),
    }
    rows = (
        [operation, *(f"{ratios[operation]:.2f}" if operation in ratios else "-" for ratios in columns.values())]
        for operation in ENDPOINTS
    )
    return table(["", *columns], rows)


def _peer(results: Results) -> str:
    if results.no_peer:
        return results.no_peer
    by_floor, by_us = results.ratios("pocketbase", "floor"), results.ratios("pocketbase", "product")
    rows = []
    for operation in PEER:
        cost = results.costs[operation]
        micros = [f"{cost[name].total:.0f}" for name in ("floor", "product", "pocketbase")]
        verdict = "aim" if by_us[operation] >= PEER_AIM else "goal" if by_us[operation] >= PEER_GOAL else "MISSED"
        rows.append([operation, *micros, f"{by_floor[operation]:.2f}", f"{by_us[operation]:.2f}", verdict])
    header = ["", "floor", "product", "PocketBase", "PocketBase ÷ floor", "PocketBase ÷ product", "reached"]
    return f"{PEER_TEXT}\n\n{table(header, rows)}"


def _seeing(results: Results) -> str:
    costs = results.costs["get"]
    return table(["", *HEADER], ([name, *_figures(costs[name])] for name in ("floor", "product", "unobserved")))


def _batch(results: Results) -> str:
    batch, single = results.costs["batch"]["product"], results.costs["create"]["product"]
    each = batch.total / BATCH
    rows = [
        ["one create", *_figures(single), f"{single.total:.0f}", "1.00"],
        [f"batch of {BATCH}", *_figures(batch), f"{each:.0f}", f"{each / single.total:.2f}"],
    ]
    return table(["", *HEADER, "µs a task", "÷ create"], rows)


def _imports(results: Results) -> str:
    rows = [
        [
            f"{number}, answered {each.status}",
            f"{each.seconds:.2f}",
            f"{each.app:.2f}",
            f"{each.postgres:.2f}",
            f"{each.slowest:.0f}",
            ", ".join(f"{count} of {status}" for status, count in sorted(each.answers.items())),
        ]
        for number, each in enumerate(results.imports, 1)
    ]
    return table(["import", "seconds", "app CPU s", "PostgreSQL CPU s", "slowest write ms", "answers to writes"], rows)


def markdown(results: Results) -> str:
    extent = results.extent
    growth = [
        [f"{operation}, {size:,} tasks", *_figures(cost), f"{cost.total / sizes[extent.sizes[0]].total:.2f}"]
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
differ between machines; the ratios between the contenders are stable.

{machine(results.postgres_version)}

## Goals

{goals_table(results)}

## Round trips to PostgreSQL

As seen through a proxy that delays what the app sends. In brackets, if different: what the app sent in all.

{round_trips_table(results.trips)}

## Cost

{_costs_table(results)}

{_ratios_table(results)}

The floor has tables of its own, and stores each task's JSON with the task, as the product does: made once for each
write, it is the answer, the log's next "before" and the result of each read, so no other floor would do less.

## A peer

{_peer(results)}

## Observation

A get with the request's id, log line and metrics, and without them.

{_seeing(results)}

## A batch of {BATCH}

Creates, all or none, in one request; p50 and p99 are those of the whole request.

{_batch(results)}

## An import of {extent.imported:,}

Of JSON, into an account that creates a task every {INTERVAL * 1e3:.0f} ms meanwhile. The figures include the CPU of
these. A 201 is a created task, a 409 a refusal while the import runs, a 0 a broken connection.

{_imports(results)}

## Growth

Always {TASKS_PER_USER} tasks a user. The last column is the CPU of app and PostgreSQL together, compared with the
smallest table.

![CPU per request against the number of tasks](growth.svg)

{table(["", *HEADER, "÷ smallest"], growth)}

## A list of {extent.long_list:,} tasks

The last column is the p99 of gets sent to the same worker while two such lists at a time are fetched.

{table(["", *HEADER, "get p99 ms"], long_lists)}

## Memory

A worker's resident memory: {results.memory[0]:.1f} MiB after {SPELL:,} mixed requests,
{results.memory[1]:.1f} MiB after {SPELL * extent.spells:,}.

## Workers

`uvicorn --workers 2` against one; the less busy of the two did {results.workers.lesser_share:.0%} of the work.
PostgreSQL and the load generator share the same cores.

{table(["workers", *HEADER], workers)}
"""
