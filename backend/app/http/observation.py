"""The observation of every request: its id, its log line, its metrics, and the headers of every answer."""

import re
from functools import cache
from random import Random
from time import perf_counter

from prometheus_client import Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.logs import RequestLog
from app.metrics import REQUEST_SECONDS

SANE_ID = re.compile(rb"[A-Za-z0-9._-]{1,128}")
COMMON_HEADERS = [(b"x-content-type-options", b"nosniff")]
API_HEADERS = [*COMMON_HEADERS, (b"cache-control", b"private, no-store")]

_ids = Random()  # noqa: S311 - an id tells requests apart; it guards nothing


@cache
def _histogram(method: str, route: str, status: int) -> Histogram:
    # Looking up labels takes longer than counting. The cache stays small: methods and routes are a fixed set here.
    return REQUEST_SECONDS.labels(method, route, status)


class Observation:
    """ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp, request_log: RequestLog) -> None:
        self.app = app
        self._log = request_log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and record its result."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = perf_counter()
        request_id = b""
        for name, value in scope["headers"]:
            if name == b"x-request-id":
                request_id = value
                break
        if not request_id or not SANE_ID.fullmatch(request_id):
            request_id = b"%016x" % _ids.getrandbits(64)
        scope["request_id"] = request_id.decode()
        headers = [
            *(API_HEADERS if scope["path"].startswith("/api") else COMMON_HEADERS),
            (b"x-request-id", request_id),
        ]
        status = 0  # unless an answer begins

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *headers]
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            seconds = perf_counter() - started
            route = getattr(scope.get("route"), "path_format", "-")
            user = scope.get("user")
            self._log.add(
                scope["method"], route, status, seconds, scope["request_id"], "" if user is None else user.short_hash
            )
            _histogram(scope["method"], route, status).observe(seconds)
