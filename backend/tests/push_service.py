"""A push service on loopback, and browsers that decrypt what it gets for them."""

import json
import ssl
import threading
import time
import uuid
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from secrets import token_bytes
from typing import Any

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from app.environment.vapid import public_bytes
from tests.conftest import Sql


@dataclass
class Arrival:
    """A message as the service got it."""

    at: float
    headers: dict[str, str]
    message: dict[str, Any]


@dataclass
class Browser:
    """A browser that has subscribed, and how the service answers for it."""

    endpoint: str
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)  # the last one again and again
    arrivals: list[Arrival] = field(default_factory=list)
    requests: int = 0
    may_answer: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.public, self.auth = public_bytes(self._key), token_bytes(16)
        self.id = str(uuid.UUID(bytes=sha256(self.endpoint.encode()).digest()[:16]))
        self.may_answer.set()

    def subscribe(self, sql: Sql, user_id: str) -> "Browser":
        sql.execute(
            "INSERT INTO todo.push_subscription (user_id, id, endpoint, p256dh, auth) VALUES (%s, %s, %s, %s, %s)",
            [user_id, self.id, self.endpoint, self.public, self.auth],
        )
        return self

    def take(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str]]:
        """Decrypt the message; returns the answer."""
        self.requests += 1
        status, extra = (
            (self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]) if self.answers else (201, {})
        )
        if status < 300:
            message = json.loads(http_ece.decrypt(body, private_key=self._key, auth_secret=self.auth))
            self.arrivals.append(Arrival(time.time(), headers, message))
        return status, extra

    @property
    def titles(self) -> list[str]:
        return [arrival.message["title"] for arrival in self.arrivals]


class PushService:
    """Answers 201, unless a browser's `answers` say otherwise; not before it `may_answer`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.browsers: dict[str, Browser] = {}

    def browser(self, *answers: int, **headers: str) -> Browser:
        path = f"/{uuid.uuid4()}"
        given = [(status, headers) for status in answers]
        self.browsers[path] = Browser(f"{self.url}{path}", given)
        return self.browsers[path]


@contextmanager
def push_service(certificate: tuple[Path, Path] | None = None) -> Iterator[PushService]:
    """Run a push service; with a certificate for localhost and its key, over TLS."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            browser = state.browsers[self.path]
            status, headers = browser.take({name.lower(): value for name, value in self.headers.items()}, body)
            browser.may_answer.wait(30)
            with suppress(OSError):  # the worker no longer waits
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 200

        def handle_error(self, *_: Any) -> None:
            """Nothing: a worker that was killed has hung up."""

    server = Server(("127.0.0.1", 0), Handler)
    state = PushService(f"http://127.0.0.1:{server.server_port}")
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        state.url = f"https://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        for browser in state.browsers.values():
            browser.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join()


def signed_claims(authorization: str, public: str) -> dict[str, Any]:
    """The claims of a VAPID header (RFC 8292), verified with that public key."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme, parts["k"]) == ("vapid", public)
    point = urlsafe_b64decode(public + "=" * (-len(public) % 4))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    claims: dict[str, Any] = jwt.decode(parts["t"], key, algorithms=["ES256"], options={"verify_aud": False})
    return claims
