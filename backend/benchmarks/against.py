"""`python -m benchmarks.against COMMIT`, from `backend/`: what each request costs, as a multiple of an earlier commit.

Each of the two has a PostgreSQL and a server of its own and is filled by its own requests; this benchmark asks both for
the same, in turns, so that a machine that slows down slows both. What is printed is the median of the rounds' ratios,
and their range; CPU of app and PostgreSQL together. It ends with status 1 when an operation is dearer than the limit.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import postgres as embedded
from benchmarks.extent import FULL
from benchmarks.filling import fill, grow
from benchmarks.load import Cost, Spell, measure, send
from benchmarks.postgres import BACKEND, Postgres
from benchmarks.servers import ENVIRONMENT, Server, serving
from benchmarks.tasks import Operation, Request, Tasks

OPERATIONS: tuple[Operation, ...] = ("create", "put", "edit", "toggle", "delete", "get", "list", "batch")

LIMIT = 1.15


@dataclass(frozen=True)
class Checkout:
    """One of the two, up and filled."""

    server: Server
    postgres: Postgres
    tasks: Tasks

    def warm_up(self, operation: Operation) -> None:
        send(self.server, self._requests(operation), Spell(1, once=operation == "delete"))
        self.tasks.tidy()

    def measure(self, operation: Operation) -> Cost:
        spell = Spell(FULL.seconds, once=operation == "delete")
        cost = measure(self.server, self.postgres, self._requests(operation), spell)
        self.tasks.tidy()
        return cost

    def _requests(self, operation: Operation) -> list[Request]:
        return self.tasks.requests(operation, FULL.deletions if operation == "delete" else None)


@contextmanager
def at_work(backend: Path) -> Iterator[Checkout]:
    """That checkout's service, on a database that its own migrations have made."""
    with embedded.running() as postgres, ExitStack() as stack:
        postgres.create("todo")
        embedded.migrate(postgres.url("todo"), ENVIRONMENT, backend)
        server = stack.enter_context(serving("product", postgres.url("todo"), backend=backend))
        fill(server)
        connection = stack.enter_context(postgres.connect("todo", "todo"))
        grow(connection, FULL.tasks)
        yield Checkout(server, postgres, Tasks(connection))


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", folder, commit], cwd=BACKEND, check=True)
        try:
            yield Path(folder) / "backend"
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=BACKEND, check=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against", description=__doc__)
    parser.add_argument("commit")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--only", nargs="+", choices=OPERATIONS, default=OPERATIONS)
    arguments = parser.parse_args()
    print(f"÷ {arguments.commit}, {arguments.rounds} rounds\n")
    print("| | ratio | range | app µs | PostgreSQL µs |\n|---|---|---|---|---|")
    dearer = []
    with checked_out(arguments.commit) as folder, at_work(folder) as before, at_work(BACKEND) as now:
        for operation in arguments.only:
            before.warm_up(operation)
            now.warm_up(operation)
            rounds = [(before.measure(operation), now.measure(operation)) for _ in range(arguments.rounds)]
            print(_row(operation, rounds), flush=True)
            if _ratio(rounds) > LIMIT:
                dearer.append(operation)
    print(f"\nDearer than {LIMIT}: {', '.join(dearer) or 'none'}")
    return 1 if dearer else 0


def _ratios(rounds: list[tuple[Cost, Cost]]) -> list[float]:
    return [present.total / earlier.total for earlier, present in rounds]


def _ratio(rounds: list[tuple[Cost, Cost]]) -> float:
    return statistics.median(_ratios(rounds))


def _row(operation: Operation, rounds: list[tuple[Cost, Cost]]) -> str:
    ratios = _ratios(rounds)
    earlier, present = (Cost.median(costs) for costs in zip(*rounds, strict=True))
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    app = f"{earlier.app:.0f} → {present.app:.0f}"
    postgres = f"{earlier.postgres:.0f} → {present.postgres:.0f}"
    return f"| {operation} | {_ratio(rounds):.2f} | {spread} | {app} | {postgres} |"


if __name__ == "__main__":
    sys.exit(main())
