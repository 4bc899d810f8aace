"""`python -m benchmarks`, from `backend/`: measure everything, print it, and write RESULTS.md and growth.svg.

With `--short`, only what is counted is checked, on any machine: one round trip to PostgreSQL for every operation.
With `--trial`, everything is run as briefly as possible, to see that it works: the printed figures are no measurement.
"""

import argparse
import shutil
import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from benchmarks import postgres as embedded
from benchmarks.bulk import measure_imports
from benchmarks.comparison import MANY, Contender, compare, compare_workers
from benchmarks.extent import FULL, TRIAL, Extent
from benchmarks.filling import fill, grow
from benchmarks.growth import measure_growth
from benchmarks.load import INSTALL, Cost
from benchmarks.long_lists import measure_long_lists
from benchmarks.memory import measure_memory
from benchmarks.pocketbase import Peer, find_pocketbase, serving_pocketbase
from benchmarks.postgres import Postgres
from benchmarks.report import markdown, round_trips_table
from benchmarks.results import Costs, Results, Trips
from benchmarks.round_trips import measure_round_trips
from benchmarks.servers import ENVIRONMENT, ON_POSTGRES, Name, serving
from benchmarks.tasks import ENDPOINTS, REPEATING, Operation, Tasks, offers

HERE = Path(__file__).parent
FILLED = "filled"  # the product's database with the first tasks, which is then copied
DATABASES: dict[Name, str] = {"floor": "floor", "product": "product", "plan": "plan", "unobserved": "product"}
SCHEMAS: dict[Name, str] = {"floor": "floor", "product": "todo", "plan": "public"}


def prepare(postgres: Postgres, stack: ExitStack, extent: Extent) -> dict[Name, Tasks]:
    """A database for each contender, filled by the contender itself."""
    postgres.create(FILLED)
    embedded.migrate(postgres.url(FILLED), ENVIRONMENT)
    with serving("product", postgres.url(FILLED)) as server:
        fill(server)
    work = {}
    for name in ON_POSTGRES:
        postgres.create(DATABASES[name], FILLED if name == "product" else "template0")
        if name != "product":
            with serving(name, postgres.url(DATABASES[name])) as server:  # it creates its tables when it starts
                fill(server)
        connection = stack.enter_context(postgres.connect(DATABASES[name], SCHEMAS[name]))
        grow(connection, extent.tasks)
        work[name] = Tasks(connection)
    return work


def measure_trips(postgres: Postgres, work: dict[Name, Tasks]) -> Trips:
    return {name: measure_round_trips(name, postgres, DATABASES[name], work[name]) for name in ON_POSTGRES}


def measure_costs(
    postgres: Postgres, work: dict[Name, Tasks], peer: Peer, extent: Extent
) -> tuple[Costs, dict[Operation, Cost]]:
    """The cost of each operation for each contender that supports it; and of a toggle with and without a rule."""
    costs: Costs = {}
    with ExitStack() as stack:
        contenders: dict[Name, Contender] = {}
        for name, database in DATABASES.items():
            server = stack.enter_context(serving(name, postgres.url(database)))
            # The plan's cost is so different that one round is enough.
            rounds = 1 if name == "plan" else MANY
            contenders[name] = Contender(server, work["product" if name == "unobserved" else name], rounds)
        if peer.program:
            contenders["pocketbase"] = stack.enter_context(serving_pocketbase(peer.program, extent.tasks))
        for operation in (*ENDPOINTS, "batch"):
            _say(f"cost of {operation}")
            able = {name: contender for name, contender in contenders.items() if offers(name, operation)}
            costs[operation] = compare(able, operation, postgres, extent)
        _say("cost of repeating")
        both = {operation: replace(contenders["product"], operation=operation) for operation in REPEATING}
        return costs, compare(both, "toggle", postgres, extent)


def measure_all(postgres: Postgres, work: dict[Name, Tasks], peer: Peer, extent: Extent) -> Results:
    product = work["product"]
    _say("round trips")
    trips = measure_trips(postgres, work)
    costs, repeating = measure_costs(postgres, work, peer, extent)
    _say("imports")
    imports = measure_imports(postgres, FILLED, extent)
    _say("long lists")
    long_lists = measure_long_lists(postgres, DATABASES, work, extent)
    _say("workers")
    workers = compare_workers(postgres, DATABASES["product"], product, extent)
    _say("memory")
    memory = measure_memory(postgres, DATABASES["product"], product, extent)
    _say("growth")
    growth = measure_growth(postgres, FILLED, extent)
    version = postgres.version()
    return Results(extent, version, trips, costs, repeating, growth, long_lists, memory, workers, imports, peer.absence)


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what} ...", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--short", action="store_true", help="check the round trips only; needs no wrk")
    form.add_argument("--trial", action="store_true", help="run everything for a moment only; writes no file")
    arguments = parser.parse_args()
    extent = TRIAL if arguments.trial or arguments.short else FULL
    if not arguments.short:  # a missing tool should be noticed now, not after minutes
        from benchmarks import plot  # noqa: PLC0415 - only the full form needs matplotlib

        if shutil.which("wrk") is None:
            raise SystemExit(INSTALL)
        _say("looking for PocketBase")
        peer = find_pocketbase()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # otherwise PostgreSQL would keep running
    with embedded.running() as postgres, ExitStack() as stack:
        _say("filling")
        work = prepare(postgres, stack, extent)
        if arguments.short:
            trips = measure_trips(postgres, work)
            print(round_trips_table(trips))
        else:
            results = measure_all(postgres, work, peer, extent)
            trips = results.trips
            print(text := markdown(results))
            if not arguments.trial:
                (HERE / "RESULTS.md").write_text(text)
                plot.draw(results.growth, HERE / "growth.svg")
    # What was sent is counted, and so is the same on any machine; what the client felt is a time.
    wrong = [name for name, trip in trips["product"].items() if trip.sent != 1]
    if wrong:
        print(f"More than one round trip, or fewer: {', '.join(wrong)}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
