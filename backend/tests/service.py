"""The service under test on a port of its own, and its users."""

import asyncio
import contextlib
import json
import secrets
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import jwt
import uvicorn
from fastapi import FastAPI

from app.account.purge import purge
from app.config import Settings
from app.database import Database
from app.main import create_app

SECRET = "a-secret-that-only-this-test-run-knows-0123456789"
FRONTEND = "http://localhost:3003"
# A machine under load answers slowly.
PATIENCE = httpx2.Timeout(30)


def settings_for(database_url: str, **overrides: Any) -> Settings:
    """Settings that ignore this machine's environment and its `.env`."""
    values = {
        "better_auth_secret": SECRET,
        "better_auth_url": FRONTEND,
        "better_auth_jwks_url": None,
        "better_auth_issuers": (),
        "better_auth_audiences": (),
        "cors_origins": (),
        "rate_limit_per_minute": 0,
        "database_url": database_url,
    }
    return Settings(_env_file=None, **(values | overrides))


def free_port() -> int:
    """A port that outgoing connections are never given, so that it is still free after a restart."""
    while True:
        port = 20000 + secrets.randbelow(12000)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


@contextlib.contextmanager
def serve(app: FastAPI, **options: Any) -> Iterator[str]:
    """Run the application under uvicorn in a thread and yield its URL."""
    listener = socket.create_server(("127.0.0.1", 0))  # connections queue here until uvicorn takes over
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="on", **options))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextlib.contextmanager
def service(database_url: str, **overrides: Any) -> Iterator[str]:
    """The whole service with these settings; yields its URL."""
    with serve(create_app(settings_for(database_url, **overrides))) as url:
        yield url


def purged(database_url: str) -> int:
    """Purge as the service does every hour; the number of deleted tasks."""

    async def run(settings: Settings) -> int:
        async with Database(database_url, 1) as database:
            return await purge(database, settings)

    return asyncio.run(run(settings_for(database_url)))


def claims_of(user_id: str, **changes: Any) -> dict[str, Any]:
    """The claims of a valid token; a change to None removes a claim."""
    now = int(time.time())
    claims = {"sub": user_id, "email": f"{user_id[:40]}@example.com", "iat": now, "exp": now + 900} | changes
    return {name: value for name, value in claims.items() if value is not None}


def token_for(user_id: str, *, secret: str = SECRET, **changes: Any) -> str:
    return jwt.encode(claims_of(user_id, **changes), secret, algorithm="HS256")


@dataclass
class Person:
    """A user with a token and a client that sends it."""

    url: str
    id: str = field(default_factory=lambda: f"user-{uuid.uuid4()}")
    token: str = ""

    def __post_init__(self) -> None:
        self.token = self.token or token_for(self.id)
        self.client = httpx2.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {self.token}"}, timeout=PATIENCE, trust_env=False
        )

    def add(self, title: str = "Buy milk", **fields: Any) -> dict[str, Any]:
        answer = self.client.post("/api/tasks", json={"title": title, **fields})
        assert answer.status_code == 201, answer.text
        created: dict[str, Any] = answer.json()
        return created

    def tasks(self, **query: str) -> list[dict[str, Any]]:
        answer = self.client.get("/api/tasks", params=query)
        assert answer.status_code == 200, answer.text
        listed: list[dict[str, Any]] = answer.json()["data"]
        return listed

    def post_raw(self, body: bytes | str, content_type: str | None = "application/json") -> httpx2.Response:
        headers = {} if content_type is None else {"Content-Type": content_type}
        return self.client.post("/api/tasks", content=body, headers=headers)


def refused(answer: httpx2.Response, status: int, detail: str | None = None) -> str:
    """Assert that this is an error with the usual body, and return its sentence."""
    assert answer.status_code == status, (answer.status_code, answer.text)
    assert answer.headers["content-type"] == "application/json"
    body = json.loads(answer.content)
    assert list(body) == ["detail"], body
    sentence = body["detail"]
    assert isinstance(sentence, str)
    assert sentence
    assert detail is None or sentence == detail, sentence
    if status == 401:
        # RFC 6750, 3.1: without credentials the challenge has no error code.
        is_missing = sentence == "Missing authentication credentials"
        assert answer.headers["www-authenticate"] == ("Bearer" if is_missing else 'Bearer error="invalid_token"')
    return sentence
