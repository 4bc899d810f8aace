"""Clients at the level of connections: kept connections, many at once, counting writers, and a proxy."""

import asyncio
import http.client
import itertools
import json
import select
import socket
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2

from tests.service import PATIENCE

Answer = tuple[int, http.client.HTTPMessage]


def eventually(condition: Callable[[], object], within: float, pause: float = 0.02) -> float:
    """Wait until the condition is true; returns the seconds that took. Fails after the deadline."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < within, f"not within {within} s"
        time.sleep(pause)
    return time.monotonic() - started


class Line:
    """One kept connection of a client, which sends and receives separately; a context manager."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.sent_at = 0.0

    def send(self, request: bytes) -> None:
        self.socket.sendall(request)
        self.sent_at = time.monotonic()

    def receive(self) -> Answer:
        """The answer to the request. Raises `OSError` or `HTTPException` if it does not arrive completely."""
        with http.client.HTTPResponse(self.socket) as response:
            response.begin()
            response.read()
            return response.status, response.headers

    def trickle(self, rest: bytearray) -> bytes | None:
        """Send one more byte; returns what the server sends when it closes the connection, which may be nothing."""
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
    """The bytes of a request."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {token}"]
    lines += [] if body is None else ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


def all_at_once(url: str, token: str, requests: Sequence[tuple[str, str, Any]]) -> list[tuple[httpx2.Response, float]]:
    """Send all requests (method, path, body) concurrently; returns the answers, each with its seconds."""

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
    """Clients that add tasks, each with its own titles, and send none twice; a context manager.

    Each request has a key, so that a proxy may repeat it.
    """

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
                answer = self._client.post("/api/tasks", json={"title": title}, headers={"Idempotency-Key": title})
            except httpx2.TransportError:
                self.unanswered.append(title)
            else:
                if answer.status_code == 201:
                    self.acknowledged.append(title)
                    continue
                self.refused[answer.status_code] += 1
            self._enough.wait(0.02)

    def add(self, number: int, within: float = 20) -> None:
        """Return when that many more writes were acknowledged."""
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

    If it cannot send a request to one instance, it uses the next one. It repeats a request without an answer only if
    that is safe: a GET, or a request with a key; otherwise it answers 502. It keeps its connections to the
    instances, or makes a new one for each request.
    """

    def __init__(self, *ports: int, keeps: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Forward)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.headers = {} if keeps else {"Connection": "close"}
        self._ports, self._turns = ports, itertools.count()
        self._thread = threading.Thread(target=self.serve_forever, args=[0.05])

    def candidates(self) -> Sequence[int]:
        """The instances to try, in order: all twice, whatever other requests do meanwhile."""
        turn = next(self._turns) % len(self._ports)
        return 2 * (*self._ports[turn:], *self._ports[:turn])

    def __enter__(self) -> "RoundRobin":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Forward(BaseHTTPRequestHandler):
    """One client's connection, and its connections to each instance."""

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
        is_safe = self.command == "GET" or "Idempotency-Key" in self.headers
        for port in self.server.candidates():
            upstream = self._kept.setdefault(port, http.client.HTTPConnection("127.0.0.1", port, timeout=30))
            if upstream.sock is not None and select.select([upstream.sock], [], [], 0)[0]:
                upstream.close()  # the other side has closed it
            try:
                upstream.request(self.command, self.path, body or None, dict(self.headers) | self.server.headers)
            except OSError:
                upstream.close()
                continue  # a request that did not arrive completely was not carried out
            try:
                answer = upstream.getresponse()
                return answer.status, answer.read()
            except (OSError, http.client.HTTPException):
                upstream.close()
                if not is_safe:
                    break
        return 502, b""

    def log_message(self, *_: object) -> None:
        pass
