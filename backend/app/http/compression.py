"""Long answers are compressed for whoever takes them so."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.choices import takes_by_name

# A shorter answer fits into a packet or three, and compressing it takes longer than reading it from PostgreSQL.
MINIMUM_BYTES = 4096
LEVEL = 5  # 6 takes half as long again for 5 % less (decision 31)


class Compression(GZipMiddleware):
    """Starlette's, but `gzip;q=0` is a refusal, and who does not ask does not pay. Streams of events stay plain."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, minimum_size=MINIMUM_BYTES, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and compress what comes back."""
        is_wanted = scope["type"] == "http" and takes_by_name(scope, b"accept-encoding", "gzip")
        await (super().__call__ if is_wanted else self.app)(scope, receive, send)
