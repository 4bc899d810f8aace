"""`python -m benchmarks.against COMMIT`, from `backend/`: what each request costs, as a multiple of an earlier commit.

Each of the two has a PostgreSQL and a server of its own and is measured by its own benchmark; they take turns, so that
a machine that slows down slows both. What is printed is the median of the rounds' ratios, and their range; CPU of app
and PostgreSQL together.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

BACKEND = Path(__file__).resolve().parent.parent
OPERATIONS = ("create", "put", "toggle", "delete", "get", "list")
SECONDS = 2
WARM_UP = 0


class Checkout:
    """One of the two, at work in a process of its own, because both call their packages `app` and `benchmarks`."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._answer()  # it is ready

    def measure(self, operation: str, seconds: int) -> Any:
        """µs of app and PostgreSQL for each request; nothing for a warm-up."""
        print(operation, seconds, file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def at_work(backend: Path) -> Iterator[Checkout]:
    command = [sys.executable, __file__, "--work"]
    with subprocess.Popen(command, cwd=backend, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Checkout(process)
        assert process.stdin is not None
        process.stdin.close()


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", folder, commit], cwd=BACKEND, check=True)
        try:
            yield Path(folder) / "backend"
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=BACKEND, check=True)


def work() -> None:
    """Measure with the benchmark of the folder we are in, as standard input says."""
    sys.path[0] = str(Path.cwd())
    from benchmarks import postgres as embedded  # noqa: PLC0415 - that folder's
    from benchmarks.load import Spell, measure, send  # noqa: PLC0415
    from benchmarks.servers import ENVIRONMENT, serving  # noqa: PLC0415
    from benchmarks.tasks import Tasks  # noqa: PLC0415

    with embedded.running() as postgres, ExitStack() as stack:
        postgres.create("todo")
        embedded.migrate(postgres.url("todo"), ENVIRONMENT)
        tasks = Tasks(stack.enter_context(postgres.connect("todo", "todo")), 10_000)
        server = stack.enter_context(serving("product", postgres.url("todo")))
        print("{}", flush=True)
        for line in sys.stdin:
            operation, seconds = line.split()
            once = operation == "delete"  # each task can go only once
            requests = tasks.requests(operation, *([10_000] if once else []))  # type: ignore[arg-type]
            if int(seconds) == WARM_UP:
                send(server, requests, Spell(1, once))
                cost = {}
            else:
                measured = measure(server, postgres, requests, Spell(int(seconds), once))
                cost = {"app": measured.app, "postgres": measured.postgres}
            print(json.dumps(cost), flush=True)
            tasks.tidy()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against", description=__doc__)
    parser.add_argument("commit")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--only", nargs="+", choices=OPERATIONS, default=OPERATIONS)
    arguments = parser.parse_args()
    print(f"÷ {arguments.commit}, {arguments.rounds} rounds\n")
    print("| | ratio | range | app µs | PostgreSQL µs |\n|---|---|---|---|---|")
    with checked_out(arguments.commit) as folder, at_work(folder) as before, at_work(BACKEND) as now:
        for operation in arguments.only:
            for checkout in (before, now):
                checkout.measure(operation, WARM_UP)
            rounds = [[each.measure(operation, SECONDS) for each in (before, now)] for _ in range(arguments.rounds)]
            ratios = [sum(present.values()) / sum(earlier.values()) for earlier, present in rounds]
            app, postgres = (
                " → ".join(f"{statistics.median(both[at][part] for both in rounds):.0f}" for at in (0, 1))
                for part in ("app", "postgres")
            )
            spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
            print(f"| {operation} | {statistics.median(ratios):.2f} | {spread} | {app} | {postgres} |", flush=True)


if __name__ == "__main__":
    work() if sys.argv[1:] == ["--work"] else main()
