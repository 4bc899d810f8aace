"""`python -m benchmarks.instructions`, from `backend/`: how many instructions PostgreSQL executes for each request.

Callgrind counts those of the server's processes, without the kernel's. So what else the machine does changes nothing:
the preparation of a statement always costs the same, and the whole varies by 2 or 3 percent. It needs valgrind.
"""

import argparse
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import httpx2
import psycopg

from benchmarks import floor
from benchmarks import postgres as embedded
from benchmarks.creation import creations
from benchmarks.filling import fill, grow
from benchmarks.postgres import Connection, Postgres
from benchmarks.servers import ENVIRONMENT, Name, serving
from benchmarks.tasks import Operation, Request, Tasks

OPERATIONS: tuple[Operation, ...] = ("get", "list", "create", "put", "edit", "toggle", "delete")
CONTENDERS: dict[Name, str] = {"floor": "floor", "product": "todo"}  # the schema of each
TASKS = 2000
WARM_UP = 10  # PostgreSQL plans the first executions of a read anew
COUNTED = 40
START_SECONDS = 60
INSTALL = "valgrind is needed for this: apt-get install valgrind, or brew install valgrind"


def prepare(postgres: Postgres) -> None:
    """A database for each contender, with the same tasks; callgrind would take minutes for it."""
    for name, schema in CONTENDERS.items():
        postgres.create(name)
        if name == "product":
            embedded.migrate(postgres.url(name), ENVIRONMENT)
        with serving(name, postgres.url(name)) as server:
            fill(server)
        with postgres.connect(name, schema) as connection:
            grow(connection, TASKS)


# The processes that answer the contender's requests.
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class Counter:
    """A server under callgrind."""

    def __init__(self, postgres: Postgres, folder: Path, owner: int) -> None:
        self._postgres = postgres
        self._folder = folder
        self._owner = owner

    def of(self, name: Name, operations: Sequence[Operation]) -> list[float]:
        """The instructions for each of these operations of that contender."""
        with (
            self._postgres.connect(name, CONTENDERS[name]) as connection,
            serving(name, self._postgres.url(name)) as server,
            httpx2.Client(base_url=server.url, timeout=START_SECONDS) as client,
        ):
            tasks = Tasks(connection)

            def sending(operation: Operation) -> Callable[[int], None]:
                requests = iter(tasks.requests(operation, WARM_UP + COUNTED))
                return lambda times: send(client, islice(requests, times))

            return [self._count(connection, sending(operation)) for operation in operations]

    def of_creations(self) -> dict[str, float]:
        """The instructions for what stands between the floor's creation and the product's."""
        with self._postgres.connect("product", CONTENDERS["product"]) as connection:
            connection.execute(floor.TABLES.read_text())
            (owner,) = connection.execute("SELECT user_id FROM task LIMIT 1").fetchone() or ("",)
            with creations(self._postgres.url("product"), owner) as ways:
                return {name: self._count(connection, way) for name, way in ways.items()}

    def _count(self, connection: Connection, repeat: Callable[[int], None]) -> float:
        repeat(WARM_UP)
        backends = [str(pid) for (pid,) in connection.execute(BACKENDS).fetchall()]
        return counted(repeat, COUNTED, backends, self._folder, self._owner)


def counted(
    repeat: Callable[[int], None], times: int, processes: Sequence[str], folder: Path, owner: int | None = None
) -> float:
    """The instructions of these processes for one repetition. Callgrind writes its files into that folder."""

    def control(flag: str) -> None:
        subprocess.run(["callgrind_control", flag, *processes], user=owner, check=True, capture_output=True)

    control("--zero")
    control("--instr=on")
    repeat(times)
    control("--instr=off")
    before = {*folder.glob("callgrind.*")}
    control("--dump")
    dumps = [file.read_text() for file in {*folder.glob("callgrind.*")} - before]
    totals = [int(total) for dump in dumps for total in re.findall(r"^totals: (\d+)", dump, re.MULTILINE)]
    if not sum(totals):
        sys.exit("callgrind has counted nothing: the machine was too busy to switch it on in time")
    return sum(totals) / times


def send(client: httpx2.Client, requests: Iterable[Request]) -> None:
    """One after the other, so that the same connection to PostgreSQL carries all of them."""
    for each in requests:
        client.request(each.method, each.path, headers=each.headers, content=each.body).raise_for_status()


def under_callgrind(folder: Path) -> list[str]:
    """How to start a program whose instructions are counted."""
    file = f"--callgrind-out-file={folder}/callgrind.%p"
    return ["valgrind", "-q", "--tool=callgrind", "--instr-atstart=no", file]


@contextmanager
def counting(folder: Path) -> Iterator[Counter]:
    """The server in that folder, started again under callgrind."""
    with embedded.running_in(folder) as postgres:
        prepare(postgres)
        command, owner = postgres.postmaster.cmdline(), postgres.postmaster.uids().real
    child = subprocess.Popen(
        [*under_callgrind(folder), "--trace-children=yes", *command], user=owner, stderr=subprocess.DEVNULL
    )
    try:
        postgres = Postgres(child.pid, postgres.socket)
        _wait_until_ready(postgres)
        yield Counter(postgres, folder, owner)
    finally:
        child.send_signal(signal.SIGINT)
        child.wait(timeout=START_SECONDS)


def _wait_until_ready(postgres: Postgres) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            postgres.version()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.instructions", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=OPERATIONS, default=OPERATIONS)
    operations: tuple[Operation, ...] = parser.parse_args().only
    if shutil.which("valgrind") is None:
        sys.exit(INSTALL)
    with tempfile.TemporaryDirectory(prefix="todo-instructions-") as folder, counting(Path(folder)) as counter:
        counts: dict[Name, list[float]] = {name: counter.of(name, operations) for name in CONTENDERS}
        parts = counter.of_creations()
    print("| thousands | floor | product | product ÷ floor |\n|---|---|---|---|")
    for operation, least, product in zip(operations, counts["floor"], counts["product"], strict=True):
        print(f"| {operation} | {least / 1000:.0f} | {product / 1000:.0f} | {product / least:.2f} |")
    print("\n| a creation | thousands |\n|---|---|")
    for name, count in parts.items():
        print(f"| {name} | {count / 1000:.0f} |")


if __name__ == "__main__":
    main()
