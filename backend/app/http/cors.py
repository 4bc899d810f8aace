"""CORS: which origins may call this API, and which headers they may send and read."""

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from app.config import Settings
from app.http.errors import error_response

# In addition to the headers that CORS always allows.
REQUEST_HEADERS = (
    "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID", "X-Request-ID"
)  # fmt: skip
RESPONSE_HEADERS = (
    "Accept-Patch", "Content-Disposition", "ETag", "Idempotency-Replayed", "Link", "Location", "RateLimit",
    "RateLimit-Policy", "Retry-After", "X-Change-Seq", "X-Request-ID",
)  # fmt: skip
VARY = (b"vary", b"Origin")


def allow_frontend(app: FastAPI, settings: Settings) -> None:
    """Let the configured origins call the API."""
    app.add_middleware(
        FrontendCORS,
        allow_origins=(settings.origin, *settings.cors_origins),
        allow_methods=("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"),
        allow_headers=REQUEST_HEADERS,
        expose_headers=RESPONSE_HEADERS,
        # Cookies are never read here, but a frontend that sends them with every request must be allowed to.
        allow_credentials=True,
        max_age=7200,
    )


class FrontendCORS(CORSMiddleware):
    """CORS for the configured origins, with the usual error body for refused preflights."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight, or pass the request on and add the CORS headers to its answer."""
        if scope["type"] != "http" or any(name == b"origin" for name, _ in scope["headers"]):
            await super().__call__(scope, receive, send)
            return

        # Without `Origin` only `Vary` is needed: a cache must know that answers depend on the origin.
        async def send_with_vary(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], VARY]
            await send(message)

        await self.app(scope, receive, send_with_vary)

    def preflight_response(self, request_headers: Headers) -> Response:
        """The framework's answer; a refusal keeps its status and headers and gets the error body."""
        response = super().preflight_response(request_headers)
        if response.status_code < 400:
            return response
        kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
        return error_response(response.status_code, bytes(response.body).decode(), kept)
