"""The programs under test. Those in Python run in the same way: uvicorn, the same flags, usually one worker."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx2
import psutil

from benchmarks.postgres import BACKEND

Name = Literal["floor", "product", "plan", "unobserved", "pocketbase"]
APPS: dict[Name, str] = {
    "floor": "benchmarks.floor:app",
    "product": "app.main:app",
    "plan": "benchmarks.plan_samples.main:app",
    "unobserved": "benchmarks.unobserved:application",
}
# These use tokens of Better Auth and store their tasks in PostgreSQL.
ON_POSTGRES: tuple[Name, ...] = ("floor", "product", "plan")
ENVIRONMENT = {
    "BETTER_AUTH_SECRET": secrets.token_urlsafe(48),
    "BETTER_AUTH_URL": "http://localhost:3003",
    "RATE_LIMIT_PER_MINUTE": "0",  # the floor and the plan have no limit either
    "TASK_LIMIT": "1000000",  # the product's counters do not notice what the harness deletes
    "DATABASE_POOL_SIZE": "16",  # as many as the floor and the plan have
    # What `make run` has written to `.env` must not count: whatever reminds looks at the database after each write.
    "VAPID_PRIVATE_KEY": "",
    "SMTP_URL": "",
}
START_SECONDS = 120  # valgrind makes everything many times slower
SETTLE_SECONDS = 10
LOG_TAIL = 4000


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@dataclass(frozen=True)
class Server:
    """A running program; its figures include all of its workers."""

    url: str
    process: psutil.Process
    on_postgres: bool = True  # otherwise its process does all the work

    def workers(self) -> list[psutil.Process]:
        """The processes that answer requests: uvicorn's children if there are several workers, otherwise itself."""
        spawned = [child for child in self.process.children() if "spawn_main" in " ".join(child.cmdline())]
        return spawned or [self.process]

    def cpu_seconds(self) -> float:
        processes = [self.process, *self.process.children(recursive=True)]
        return sum(map(_cpu_seconds, processes))

    def worker_cpu_seconds(self) -> list[float]:
        return [_cpu_seconds(worker) for worker in self.workers()]

    def resident_megabytes(self) -> float:
        return float(max(worker.memory_info().rss for worker in self.workers()) / 2**20)

    def settle(self) -> None:
        """Wait until it is idle, so that no work is counted in the next measurement."""
        before = -1.0
        deadline = time.monotonic() + SETTLE_SECONDS
        while (now := self.cpu_seconds()) > before and time.monotonic() < deadline:
            before = now
            time.sleep(0.2)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(name: Name, database_url: str, workers: int = 1, backend: Path = BACKEND) -> Iterator[Server]:
    """The program on a free port, running and idle; of another checkout, if another backend folder is given."""
    flags = ["--workers", str(workers)] if workers > 1 else []
    with serving_app(APPS[name], database_url, flags=flags, backend=backend) as server:
        yield server


@contextmanager
def serving_app(
    app: str, database_url: str, *, flags: Sequence[str] = (), backend: Path = BACKEND, under: Sequence[str] = ()
) -> Iterator[Server]:
    """The application under uvicorn, which may itself run under another command."""
    port = free_port()
    command = [*under, sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning", *flags]
    environment = {**ENVIRONMENT, "DATABASE_URL": database_url}
    with running(command, f"http://127.0.0.1:{port}", "/health", backend, environment) as server:
        yield server


@contextmanager
def running(
    command: Sequence[str],
    url: str,
    health: str,
    folder: Path,
    environment: Mapping[str, str],
    *,
    on_postgres: bool = True,
) -> Iterator[Server]:
    """Run the command in that folder until the end of the block; its output is shown if something fails."""
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            server = Server(url, psutil.Process(child.pid), on_postgres)
            _wait_until_healthy(url + health, child)
            server.settle()
            yield server
        except BaseException:
            log.seek(max(0, log.tell() - LOG_TAIL))
            sys.stderr.buffer.write(b"The end of what the server said:\n" + log.read())
            raise
        finally:
            child.terminate()
            try:
                child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                child.kill()


def _wait_until_healthy(address: str, child: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        try:
            if httpx2.get(address).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.05)
    raise RuntimeError(f"{child.args!r} did not come up")
