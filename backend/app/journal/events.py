"""Live changes: the listeners of this process, and one query for all of them that tells whether anything has changed.

    EventHub      every POLL_SECONDS, one statement for all listeners of this process: the state of each user's log
    Listener      is woken when its user's log has another state than it has read, and reads on from there
    EventStream   sends the changes as server-sent events, until the token expires (http/event_stream.py)

No listener holds a connection to PostgreSQL, nothing is buffered for a slow reader, and any number of processes can do
this: a listener that was disconnected resumes where it stopped, because the id of each event is the token of the feed.
"""

import asyncio
import contextlib
import json
import logging
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any, NamedTuple, Self

import psycopg
from sqlalchemy import String
from sqlalchemy.dialects.postgresql import ARRAY

from app.database import Database
from app.errors import StateForgotten, TooManyStreams
from app.journal.changes import ChangeFeed
from app.journal.state import EMPTY, state
from app.metrics import OPEN_STREAMS
from app.postgres.statement import Statement

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.4
MAX_STREAMS = 20  # of one user in this process: each visible page has one

# An account without a write has no row, so that only its tombstone tells that it was erased. The statement is about
# all listeners, not about one owner: it reads the state of each log, and nothing of its content.
STATES = Statement(
    f"""
    SELECT coalesce(json_object_agg(stands.owner, stands.state), '{{}}') FROM (
        SELECT account.id AS owner, {state("account")} AS state FROM todo."user" account
        WHERE account.id = ANY (:owners)
        UNION ALL
        SELECT owner, 'erased ' || erased.erased_at FROM unnest(:silent) owner
        JOIN todo.erased_account erased ON erased.user_hash = sha256(convert_to(owner, 'UTF8'))
        WHERE NOT EXISTS (SELECT FROM todo."user" account WHERE account.id = owner)
    ) stands
    """,
    only_reads=True,
    types={"owners": ARRAY(String()), "silent": ARRAY(String())},
)


class Listener:
    """One open stream: the state it has read up to, and whether there is more."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.state = EMPTY
        self.announced: str | None = None  # the state that it was last woken for, once
        self.has_news = asyncio.Event()


class EventHub:
    """All listeners of this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: dict[str, set[Listener]] = {}
        self.is_closing = False

    @contextlib.contextmanager
    def listening(self, owner: str) -> Iterator[Listener]:
        """A listener while the block runs. Raises `TooManyStreams` if the user has too many."""
        if len(self._listeners.get(owner, ())) >= MAX_STREAMS:
            raise TooManyStreams(f"You have {MAX_STREAMS} open event streams, which is the limit; close one first")
        listener = Listener(owner)
        self._listeners.setdefault(owner, set()).add(listener)
        OPEN_STREAMS.inc()
        try:
            yield listener
        finally:
            OPEN_STREAMS.dec()
            others = self._listeners[owner]
            others.discard(listener)
            if not others:
                del self._listeners[owner]

    async def run(self) -> None:
        """Poll until closed; while the database is unavailable nobody is woken."""
        while not self.is_closing:
            await asyncio.sleep(POLL_SECONDS)
            if self._listeners:
                with contextlib.suppress(psycopg.Error):
                    self._wake(await self._states())

    def close(self) -> None:
        """End all streams; their clients reconnect, to another process if this one is stopping."""
        self.is_closing = True
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.has_news.set()

    def close_on_exit(self) -> None:
        """Close on SIGTERM or SIGINT: the server waits for open answers before it stops the app."""
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()
        for ending in (signal.SIGTERM, signal.SIGINT):
            server_handler = signal.getsignal(ending)

            def handle(number: int, frame: FrameType | None, then: Any = server_handler) -> None:
                loop.call_soon_threadsafe(self.close)
                if callable(then):
                    then(number, frame)

            signal.signal(ending, handle)

    async def _states(self) -> dict[str, str]:
        silent = [owner for owner, all_of in self._listeners.items() if any(one.state == EMPTY for one in all_of)]
        row = await self._database.fetch(STATES, owners=list(self._listeners), silent=silent)
        states: dict[str, str] = json.loads((row and row[0]) or b"{}")
        return states

    def _wake(self, states: dict[str, str]) -> None:
        for owner, listeners in self._listeners.items():
            state = states.get(owner, EMPTY)
            for listener in listeners:
                if state not in (listener.state, listener.announced):
                    listener.announced = state
                    listener.has_news.set()


class Event(NamedTuple):
    """A server-sent event, and the state of the log after it; `data` is JSON."""

    kind: str
    state: str
    data: bytes = b"{}"

    @classmethod
    async def after(cls, state: str | None, changes: ChangeFeed) -> Self:
        """The event for a listener that has read up to that state. Raises `InvalidToken` for an erased account."""
        if state is None:
            return cls("ready", await changes.state())
        try:
            data, now = await changes.since(state)
        except StateForgotten:  # rare, so that another query is acceptable
            return cls("reset", await changes.state())
        return cls("change", now, data)

    @property
    def has_more(self) -> bool:
        """Whether there are changes after these."""
        return b'"has_more":true' in self.data  # cannot be inside a text, where quotation marks are escaped

    def __bytes__(self) -> bytes:
        # JSON needs no line breaks, and a line break would end the event's `data` line.
        data = self.data.replace(b"\n", b"")
        return b"id: %b\nevent: %b\ndata: %b\n\n" % (self.state.encode(), self.kind.encode(), data)
