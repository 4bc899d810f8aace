"""HEAD: the answer of GET without its body (RFC 9110, 9.3.2)."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Head:
    """ASGI middleware: it answers a HEAD as a GET whose client disconnects after the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as a GET, and return its headers."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        has_answer = asyncio.Event()

        async def receive_until_answered() -> Message:
            if has_answer.is_set():
                return {"type": "http.disconnect"}
            return await receive()

        async def send_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                has_answer.set()
                scope["method"] = "HEAD"  # uvicorn reads it, and does not complain about the missing body
                await send(message)
                await send({"type": "http.response.body", "body": b""})

        scope["method"] = "GET"
        try:
            await self.app(scope, receive_until_answered, send_headers)
        finally:
            scope["method"] = "HEAD"
