"""`python -m benchmarks.app_instructions`, from `backend/`: how many instructions the app executes for each request.

Of the floor, of the product, and of what stands between them (`layers.py`). Callgrind counts them as it does those of
PostgreSQL (`instructions.py`): without the kernel's, and whatever else the machine does. They vary by 1 or 2 percent.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import httpx2

from benchmarks import postgres as embedded
from benchmarks.instructions import CONTENDERS, INSTALL, counted, prepare, send, under_callgrind
from benchmarks.postgres import Postgres
from benchmarks.servers import APPS, START_SECONDS, Name, serving_app
from benchmarks.tasks import ENDPOINTS, Operation, Tasks

# Each with the database whose tables it uses.
PROGRAMS: dict[str, tuple[str, Name]] = {
    "floor": (APPS["floor"], "floor"),
    "with the product's driver": ("benchmarks.layers:on_driver", "floor"),
    "and FastAPI's routes": ("benchmarks.layers:on_fastapi", "floor"),
    "and instead ours (`DirectRoute`)": ("benchmarks.layers:on_direct_routes", "floor"),
    "and what is checked before the work": ("benchmarks.layers:with_checks", "floor"),
    "and the middleware": ("benchmarks.layers:with_middleware", "floor"),
    "product": (APPS["product"], "product"),
}
WARM_UP = 400  # until nearly all of the users' tokens are known
COUNTED = 150


def count(postgres: Postgres, program: str) -> dict[Operation, float]:
    """The instructions for each operation."""
    app, database = PROGRAMS[program]
    with (
        tempfile.TemporaryDirectory(prefix="todo-instructions-") as name,
        postgres.connect(database, CONTENDERS[database]) as connection,
        serving_app(app, postgres.url(database), under=under_callgrind(Path(name))) as server,
        httpx2.Client(base_url=server.url, timeout=START_SECONDS) as client,
    ):
        client.headers.clear()  # as wrk sends them: each header costs something
        tasks = Tasks(connection)

        def sending(operation: Operation) -> Callable[[int], None]:
            requests = iter(tasks.requests(operation, WARM_UP + COUNTED))
            return lambda times: send(client, islice(requests, times))

        counts: dict[Operation, float] = {}
        for operation in ENDPOINTS:
            repeat = sending(operation)
            repeat(WARM_UP)
            counts[operation] = counted(repeat, COUNTED, [str(server.process.pid)], Path(name))
        return counts


def main() -> None:
    if shutil.which("valgrind") is None:
        sys.exit(INSTALL)
    with tempfile.TemporaryDirectory(prefix="todo-instructions-") as name, embedded.running_in(Path(name)) as postgres:
        prepare(postgres)
        counts = {program: count(postgres, program) for program in PROGRAMS}
    floor = counts["floor"]
    print(f"| | {' | '.join(ENDPOINTS)} |\n|---|{'---|' * len(ENDPOINTS)}")
    for contender in CONTENDERS:
        thousands = (f"{counts[contender][operation] / 1000:.0f}" for operation in ENDPOINTS)
        print(f"| {contender}, thousands | {' | '.join(thousands)} |")
    for program, of_program in counts.items():
        ratios = (f"{of_program[operation] / floor[operation]:.2f}" for operation in ENDPOINTS)
        print(f"| {program}, ÷ floor's | {' | '.join(ratios)} |")


if __name__ == "__main__":
    main()
