"""Connections kept for the next request, and a queue for those who come when all are in use.

Unlike psycopg's own pool, which tries again in the background while requests wait, this one tells the request that a
connection cannot be made: it can be answered at once, and the first request after PostgreSQL's return succeeds
(docs/decisions/0007-own-pool.md).

    acquire ─▶ an idle connection that works ─▶ it
            ─▶ none, but a place             ─▶ a connection is begun, and the request joins the line
            ─▶ none                          ─▶ the request joins the line
    Whatever becomes free, or fails to be made, goes to the first in the line.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine

import psycopg

from app.postgres.connection import Connection

logger = logging.getLogger(__name__)

WAIT_TIMEOUT_SECONDS = 4.5
MAX_WAITING = 1000
MEND_TIMEOUT_SECONDS = 3.0
# A connection is replaced after this, so that a change of address or of balance reaches everybody.
MAX_AGE_SECONDS = 3600.0


class PoolTimeout(psycopg.OperationalError):
    """All connections were in use for longer than anybody should wait."""


class CannotConnect(psycopg.OperationalError):
    """Something went wrong in connecting that is no error of PostgreSQL or of the way to it."""


class Pool:
    """At most `size` connections. A connection belongs to whoever has acquired it until it is released."""

    def __init__(self, url: str, size: int) -> None:
        self._url = url
        self._size = size
        self._idle: list[Connection] = []  # the last one used is the next one used: the others may fall asleep
        # In order; each leaves in constant time, wherever it stands.
        self._waiting: OrderedDict[asyncio.Future[Connection], None] = OrderedDict()
        self._places = 0  # connections there are, or are being made or mended
        self._background: set[asyncio.Task[None]] = set()

    @property
    def in_use(self) -> int:
        """How many connections are not idle."""
        return self._places - len(self._idle)

    @property
    def waiting(self) -> int:
        """How many requests wait for a connection."""
        return len(self._waiting)

    async def acquire(self) -> Connection:
        """A connection that works, as far as can be known.

        Raises `psycopg.OperationalError` when none can be made, and `PoolTimeout` when none becomes free in time.
        """
        while self._idle:
            connection = self._idle.pop()
            self._places -= 1  # unless it works: whatever happens in trying it, no place is lost
            if connection.probe():
                self._places += 1
                return connection
        if self._places < self._size:
            self._begin_connection()
        return await self._wait()

    def release(self, connection: Connection) -> None:
        """Give the connection back, in whatever state it is."""
        if connection.is_broken:
            self._free_place()
        elif connection.is_busy:
            self._run(self._mend(connection))
        elif asyncio.get_running_loop().time() - connection.opened_at > MAX_AGE_SECONDS:
            connection.discard()
            self._free_place()
        elif (waiter := self._next_waiter()) is not None:
            waiter.set_result(connection)
        else:
            self._idle.append(connection)

    async def close(self) -> None:
        """Close what is idle, and give up what is being made or mended."""
        self._size = 0  # nothing more is begun
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        while self._idle:
            self._idle.pop().discard()

    def _begin_connection(self) -> None:
        # In the background: a compute may take longer to wake than the request waits, and the next one finds it there.
        self._run(self._connect())
        self._places += 1

    async def _connect(self) -> None:
        try:
            connection = await Connection.open(self._url)
        except BaseException as error:
            self._free_place(error if isinstance(error, psycopg.OperationalError) else CannotConnect())
            raise
        self.release(connection)

    def _free_place(self, error: psycopg.OperationalError | None = None) -> None:
        """A connection has ended, or could not be made, which the first in the line must know."""
        self._places -= 1
        if error is not None and (waiter := self._next_waiter()) is not None:
            waiter.set_exception(error)
        if self._places < self._size and any(not waiter.done() for waiter in self._waiting):
            self._begin_connection()

    async def _wait(self) -> Connection:
        if len(self._waiting) >= MAX_WAITING:
            raise PoolTimeout("too many requests are waiting for a connection")
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Connection] = loop.create_future()
        self._waiting[waiter] = None
        timer = loop.call_later(WAIT_TIMEOUT_SECONDS, self._give_up, waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self.release(waiter.result())  # it was handed over in the very moment its request ended
            raise
        finally:
            timer.cancel()
            self._waiting.pop(waiter, None)

    @staticmethod
    def _give_up(waiter: asyncio.Future[Connection]) -> None:
        if not waiter.done():
            waiter.set_exception(PoolTimeout("no connection became free in time"))

    def _next_waiter(self) -> asyncio.Future[Connection] | None:
        while self._waiting:
            waiter, _ = self._waiting.popitem(last=False)
            if not waiter.done():
                return waiter
        return None

    async def _mend(self, connection: Connection) -> None:
        """Stop what nobody waits for any more; only then is the connection anybody else's."""
        try:
            async with asyncio.timeout(MEND_TIMEOUT_SECONDS):
                await connection.stop_statement()
        except BaseException:
            connection.discard()
            raise
        finally:
            self.release(connection)

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._on_end)

    def _on_end(self, task: asyncio.Task[None]) -> None:
        self._background.discard(task)
        if task.cancelled():
            return
        error = task.exception()  # asked for, as asyncio would otherwise log it with its message
        if error is not None and not isinstance(error, TimeoutError | psycopg.Error):
            logger.error("unforeseen %s in making or mending a connection", type(error).__name__)
