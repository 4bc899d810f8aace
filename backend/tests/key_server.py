"""A key set on a port of its own, which can rotate keys, fail, hang and count requests."""

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import get_default_algorithms

from tests.service import claims_of

CURVES = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}


class SigningKey:
    """A key pair as Better Auth makes one."""

    def __init__(self, algorithm: str = "EdDSA", *, bits: int = 2048) -> None:
        self.algorithm = algorithm
        self.kid = str(uuid.uuid4())
        self.private: Any
        if algorithm == "EdDSA":
            self.private = ed25519.Ed25519PrivateKey.generate()
        elif algorithm in CURVES:
            self.private = ec.generate_private_key(CURVES[algorithm])
        else:
            self.private = rsa.generate_private_key(65537, bits)

    @property
    def public(self) -> dict[str, Any]:
        """The JWK as Better Auth publishes it: with `alg` and `kid`, without `use`."""
        jwk: dict[str, Any] = get_default_algorithms()[self.algorithm].to_jwk(self.private.public_key(), as_dict=True)
        jwk.pop("key_ops", None)
        return {**jwk, "alg": self.algorithm, "kid": self.kid}

    def token(self, user_id: str, *, headers: dict[str, Any] | None = None, **changes: Any) -> str:
        """A token in Better Auth's form: `kid` and no `typ`; `iss` and `aud` are the origin unless changed."""
        origin = {"iss": "http://localhost:3003", "aud": "http://localhost:3003"}
        return jwt.encode(
            claims_of(user_id, **(origin | changes)),
            self.private,
            algorithm=self.algorithm,
            headers={"kid": self.kid, "typ": None} | (headers or {}),
        )


class KeyServer:
    """The answer of `/api/auth/jwks`, and how often it was requested."""

    def __init__(self) -> None:
        self.url = ""
        self.fetches = 0
        self.asked = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.status = 200
        self.headers: dict[str, str] = {}
        self.publish()

    def publish(self, *keys: SigningKey) -> None:
        """Publish exactly these keys."""
        self.body = json.dumps({"keys": [key.public for key in keys]}).encode()

    def add(self, jwk: dict[str, Any]) -> None:
        """Publish one more key, unchanged."""
        self.body = json.dumps({"keys": [*json.loads(self.body)["keys"], jwk]}).encode()


@contextmanager
def key_server() -> Iterator[KeyServer]:
    """Run a key server."""
    state = KeyServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.fetches += 1
            state.asked.set()
            state.may_answer.wait()
            self.send_response(state.status)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(state.body)))
            self.end_headers()
            self.wfile.write(state.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}/api/auth/jwks"
    try:
        yield state
    finally:
        state.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join()
