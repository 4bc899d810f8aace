"""Load on a server by `wrk`, and the cost of each request."""

import json
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Self

from benchmarks.postgres import Postgres
from benchmarks.servers import Server
from benchmarks.tasks import Request

SCRIPT = Path(__file__).with_name("load.lua")
CONNECTIONS = 16
INSTALL = "wrk is needed for this: apt-get install wrk, or brew install wrk"


@dataclass(frozen=True)
class Spell:
    """How to send requests: each once, or repeatedly until the time is over."""

    seconds: int
    once: bool = False
    connections: int = CONNECTIONS


@dataclass(frozen=True)
class Cost:
    """Per request: CPU of the app and of PostgreSQL in µs; latency in ms."""

    app: float
    postgres: float
    per_second: float
    p50: float
    p99: float

    @property
    def total(self) -> float:
        return self.app + self.postgres

    @classmethod
    def median(cls, costs: Sequence[Self]) -> Self:
        return cls(*map(statistics.median, zip(*map(astuple, costs), strict=True)))


def _raw(request: Request) -> str:
    headers = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    length = f"content-length: {len(request.body)}\r\n" if request.body else ""
    return f"{request.method} {request.path} HTTP/1.1\r\nhost: localhost\r\n{headers}{length}\r\n{request.body}"


def send(server: Server, requests: Sequence[Request], spell: Spell) -> dict[str, Any]:
    """Send the requests with wrk; any answer other than a success ends the whole run."""
    with tempfile.NamedTemporaryFile("w", suffix=".requests") as file:
        file.writelines(f"{_raw(request)}\0" for request in requests)
        file.flush()
        flags = ["--threads", "1", "--connections", str(spell.connections), "--duration", f"{spell.seconds}s"]
        script = ["--script", str(SCRIPT), server.url, "--", file.name, "once" if spell.once else "again"]
        output = subprocess.run(["wrk", *flags, *script], check=True, capture_output=True, text=True).stdout
    server.settle()  # wrk closes its connections in the middle of its last requests
    result: dict[str, Any] = json.loads(output.splitlines()[-1])
    if result["failed"] or not result["requests"]:
        raise SystemExit(f"{requests[0].method} {requests[0].path} at {server.url} failed:\n{output}")
    return result


def measure(server: Server, postgres: Postgres, requests: Sequence[Request], spell: Spell) -> Cost:
    """The cost of one of these requests."""
    app, database = server.cpu_seconds(), postgres.cpu_seconds()
    result = send(server, requests, spell)
    app, database = server.cpu_seconds() - app, postgres.cpu_seconds() - database
    count = result["requests"]
    return Cost(
        app=app / count * 1e6,
        postgres=database / count * 1e6 if server.on_postgres else 0.0,
        per_second=count / result["seconds"],
        p50=result["p50"],
        p99=result["p99"],
    )
