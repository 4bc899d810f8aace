"""`python -m benchmarks.against COMMIT`, from `backend/`: each request's cost as a multiple of an earlier commit's.

Each of the two commits has its own PostgreSQL and its own server, filled by its own requests. This benchmark sends both
the same requests, in turns, so that a machine that slows down slows both. It prints the median of the rounds' ratios
and their range, for the CPU of app and PostgreSQL together, and exits with 1 if an operation exceeds the limit.
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
    """One of the two commits, running and filled."""

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
    """The service of that checkout, on a database that its own migrations made."""
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
