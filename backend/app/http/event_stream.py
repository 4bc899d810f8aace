"""The changes of one user as server-sent events."""

import asyncio
import time

import psycopg
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.errors import DomainError
from app.journal.changes import ChangeFeed
from app.journal.events import Event, EventHub, Listener

HEARTBEAT_SECONDS = 15.0


class EventStream(Response):
    """The changes of one user as server-sent events, until the token expires.

    `first` is the event after `since`. It is read before the stream begins, so that a refusal still has a status.
    """

    media_type = "text/event-stream"

    def __init__(self, hub: EventHub, changes: ChangeFeed, since: str | None, first: Event, expires_at: float) -> None:
        super().__init__(headers={"X-Accel-Buffering": "no"})  # a proxy must pass each event on at once
        del self.headers["content-length"]
        self._hub = hub
        self._changes = changes
        self._since = since
        self._first = first
        self._expires_at = expires_at

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send each event as it happens. Raises `TooManyStreams` before the stream begins."""
        with self._hub.listening(self._changes.owner.id) as listener:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            watcher = asyncio.create_task(self._watch(receive, listener))
            try:
                await self._send_events(listener, send)
            except (DomainError, psycopg.Error):
                pass  # the account is erased, or the database unavailable: the client reconnects and gets the error
            finally:
                watcher.cancel()
        await send({"type": "http.response.body", "body": b""})

    async def _watch(self, receive: Receive, listener: Listener) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._expires_at = 0
        listener.has_news.set()

    async def _send_events(self, listener: Listener, send: Send) -> None:
        listener.state = self._since or ""
        await self._send_event(self._first, listener, send)
        while not self._hub.is_closing and (left := self._expires_at - time.time()) > 0:
            try:
                async with asyncio.timeout(min(HEARTBEAT_SECONDS, left)):
                    await listener.has_news.wait()
            except TimeoutError:
                await send({"type": "http.response.body", "body": b": still here\n\n", "more_body": True})
                continue
            listener.has_news.clear()
            if not self._hub.is_closing and self._expires_at > time.time():
                await self._send_event(await Event.after(listener.state, self._changes), listener, send)

    async def _send_event(self, event: Event, listener: Listener, send: Send) -> None:
        if event.state != listener.state:
            listener.state = event.state
            await send({"type": "http.response.body", "body": bytes(event), "more_body": True})
        if event.has_more:
            listener.has_news.set()
