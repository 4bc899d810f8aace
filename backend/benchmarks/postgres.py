"""One temporary PostgreSQL for a run, and its CPU: no other program uses this server."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import quote

import psutil
import psycopg

from devtools.postgres import embedded_postgres

BACKEND = Path(__file__).resolve().parent.parent

Connection = psycopg.Connection[Any]


class Postgres:
    """A running server that listens on a Unix socket only."""

    def __init__(self, pid: int, socket: Path) -> None:
        self.socket = socket
        self.postmaster = psutil.Process(pid)

    def url(self, database: str, port: int | None = None) -> str:
        """The address of the database: through the socket, or through a proxy on the given local port."""
        if port is not None:
            return f"postgresql://postgres@127.0.0.1:{port}/{database}?sslmode=disable"
        return f"postgresql://postgres:@/{database}?host={quote(str(self.socket.parent), safe='/')}"

    def connect(self, database: str = "postgres", schema: str = "public") -> Connection:
        return psycopg.connect(self.url(database), autocommit=True, options=f"-c search_path={schema}")

    def create(self, database: str, template: str = "template0") -> None:
        statement = psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        self.execute(statement.format(psycopg.sql.Identifier(database), psycopg.sql.Identifier(template)))

    def execute(self, *statements: LiteralString | psycopg.sql.Composed) -> None:
        with self.connect() as connection:
            for statement in statements:
                connection.execute(statement)

    @contextmanager
    def not_waiting_for_the_disk(self) -> Iterator[None]:
        """For measuring other waits: the time in which a disk stores a commit varies by milliseconds."""
        self.execute("ALTER SYSTEM SET synchronous_commit = off", "SELECT pg_reload_conf()")
        yield
        self.execute("ALTER SYSTEM RESET synchronous_commit", "SELECT pg_reload_conf()")

    def version(self) -> str:
        with self.connect() as connection:
            return str(connection.execute("SHOW server_version").fetchone()[0])  # type: ignore[index]

    def cpu_seconds(self) -> float:
        """The CPU that the server has used so far, including child processes that have exited."""
        spent = self.postmaster.cpu_times()
        total = spent.user + spent.system + spent.children_user + spent.children_system
        for child in self.postmaster.children():
            times = child.cpu_times()
            total += times.user + times.system
        return float(total)


@contextmanager
def running() -> Iterator[Postgres]:
    """A new server with PostgreSQL's defaults, but without autovacuum: see `Tasks.tidy`."""
    with tempfile.TemporaryDirectory(prefix="todo-benchmark-") as folder, running_in(Path(folder)) as postgres:
        postgres.execute("ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()")
        yield postgres


@contextmanager
def running_in(folder: Path) -> Iterator[Postgres]:
    """A server on the data in that folder, which is created if missing."""
    with embedded_postgres(folder) as url:
        with psycopg.connect(url) as connection:
            postmaster = psutil.Process(connection.info.backend_pid).ppid()
            socket = Path(connection.info.host) / f".s.PGSQL.{connection.info.port}"
        yield Postgres(postmaster, socket)


def migrate(url: str, environment: dict[str, str], backend: Path = BACKEND) -> None:
    """Make the product's tables as an operator does."""
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    subprocess.run(command, cwd=backend, env={**os.environ, **environment, "DATABASE_URL": url}, check=True)
