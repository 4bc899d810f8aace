"""`python -m benchmarks`, from `backend/`: measure everything, print it, and write RESULTS.md and growth.svg.

With `--short`, only what must be exact is checked, on any machine: one round trip to PostgreSQL for every operation.
"""

import argparse
import shutil
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks import postgres as embedded
from benchmarks.comparison import Contender, compare, compare_seeing, compare_workers
from benchmarks.growth import measure_growth, measure_long_lists
from benchmarks.load import INSTALL
from benchmarks.memory import measure_memory
from benchmarks.postgres import Postgres
from benchmarks.report import Results, markdown, round_trips_table
from benchmarks.round_trips import RoundTrips, measure_round_trips
from benchmarks.servers import CONTENDERS, ENVIRONMENT, Name, serving
from benchmarks.tasks import ENDPOINTS, Operation, Tasks

HERE = Path(__file__).parent
DATABASES: dict[Name, str] = {"floor": "todo", "product": "todo", "plan": "plan"}
TASKS = 10_000

Trips = dict[Name, dict[Operation, RoundTrips]]


def prepare(postgres: Postgres, stack: ExitStack) -> dict[Name, Tasks]:
    """An empty migrated database to copy, one for floor and product, and one with the plan's own tables."""
    postgres.create("empty")
    embedded.migrate(postgres.url("empty"), ENVIRONMENT)
    postgres.create("todo", "empty")
    postgres.create("plan")
    with serving("plan", postgres.url("plan")):
        pass  # makes its tables when it starts
    shared = Tasks(stack.enter_context(postgres.connect("todo", "todo")), TASKS)
    plan = Tasks(stack.enter_context(postgres.connect("plan")), TASKS)
    return {"floor": shared, "product": shared, "plan": plan}


def measure_trips(postgres: Postgres, tasks: dict[Name, Tasks]) -> Trips:
    return {name: measure_round_trips(name, postgres, DATABASES[name], tasks[name]) for name in CONTENDERS}


def measure_all(postgres: Postgres, tasks: dict[Name, Tasks]) -> Results:
    _say("round trips")
    trips = measure_trips(postgres, tasks)
    with ExitStack() as stack:
        contenders: dict[Name, Contender] = {}
        for name in CONTENDERS:
            server = stack.enter_context(serving(name, postgres.url(DATABASES[name])))
            contenders[name] = Contender(server, tasks[name])
        costs = {}
        for operation in ENDPOINTS:
            _say(f"cost of {operation}")
            costs[operation] = compare(contenders, operation, postgres)
    _say("seeing")
    seeing = compare_seeing(postgres, "todo", tasks["product"])
    _say("long lists")
    long_lists = measure_long_lists(postgres, "todo", tasks["product"])
    _say("workers")
    workers = compare_workers(postgres, "todo", tasks["product"])
    _say("memory")
    memory = measure_memory(postgres, "todo", tasks["product"])
    _say("growth")
    growth = measure_growth(postgres, template="empty")
    return Results(postgres.version(), trips, costs, seeing, growth, long_lists, memory, workers)


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what} ...", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="check the round trips only; needs no wrk")
    short = parser.parse_args().short
    if not short:  # whose tools had better be missed now than after minutes
        from benchmarks import plot  # noqa: PLC0415 - only the full form needs matplotlib

        if shutil.which("wrk") is None:
            raise SystemExit(INSTALL)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # else PostgreSQL would be left behind
    with embedded.running() as postgres, ExitStack() as stack:
        tasks = prepare(postgres, stack)
        if short:
            trips = measure_trips(postgres, tasks)
            print(round_trips_table(trips))
        else:
            results = measure_all(postgres, tasks)
            trips = results.trips
            (HERE / "RESULTS.md").write_text(text := markdown(results))
            plot.draw(results.growth, HERE / "growth.svg")
            print(text)
    wrong = [name for name, trip in trips["product"].items() if trip != RoundTrips(felt=1.0, sent=1.0)]
    if wrong:
        print(f"More than one round trip, or fewer: {', '.join(wrong)}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
