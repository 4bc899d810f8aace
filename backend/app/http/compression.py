"""Compression of long answers for clients that accept it."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.choices import takes_by_name

# A shorter answer fits into one to three packets, and compressing it would take longer than reading it from PostgreSQL.
MINIMUM_BYTES = 4096
LEVEL = 5  # level 6 takes half as long again and saves 5 % (decision 31)


class Compression(GZipMiddleware):
    """Starlette's middleware, which also respects `gzip;q=0` and is skipped without a request for gzip."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, minimum_size=MINIMUM_BYTES, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and compress the answer."""
        is_wanted = scope["type"] == "http" and takes_by_name(scope, b"accept-encoding", "gzip")
        await (super().__call__ if is_wanted else self.app)(scope, receive, send)
