"""A pool of connections, with a queue for requests that come when all are in use.

psycopg's own pool retries in the background while requests wait. This pool reports a failed attempt to the request,
which can be answered at once, and the first request after PostgreSQL is back succeeds
(docs/decisions/0007-own-pool.md).

    acquire ─▶ an idle connection that works  ─▶ return it
            ─▶ none, but fewer than `size`    ─▶ start to connect, and join the queue
            ─▶ none                           ─▶ join the queue
    A connection that becomes free, or an attempt that fails, goes to the first request in the queue.
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
RESET_TIMEOUT_SECONDS = 3.0
# Connections are replaced after this, so that a change of the address or of the load balancing takes effect.
MAX_AGE_SECONDS = 3600.0


class PoolTimeout(psycopg.OperationalError):
    """All connections were in use for longer than a request may wait."""


class CannotConnect(psycopg.OperationalError):
    """An unforeseen exception while connecting, which is no error of PostgreSQL or the network."""


class Pool:
    """At most `size` connections. A connection belongs to one request from `acquire` to `release`."""

    def __init__(self, url: str, size: int) -> None:
        self._url = url
        self._size = size
        self._idle: list[Connection] = []  # the last one used is used next, so that the others may be closed
        # In order; a request in any position leaves in constant time.
        self._waiting: OrderedDict[asyncio.Future[Connection], None] = OrderedDict()
        self._slots = 0  # connections that exist, or are being opened or reset
        self._background: set[asyncio.Task[None]] = set()

    @property
    def in_use(self) -> int:
        """How many connections are not idle."""
        return self._slots - len(self._idle)

    @property
    def waiting(self) -> int:
        """How many requests wait for a connection."""
        return len(self._waiting)

    async def acquire(self) -> Connection:
        """A connection that works, as far as can be known.

        Raises `psycopg.OperationalError` if connecting fails, and `PoolTimeout` if none becomes free in time.
        """
        while self._idle:
            connection = self._idle.pop()
            self._slots -= 1  # counted again below if it works, so that no exception can lose a slot
            if connection.probe():
                self._slots += 1
                return connection
        if self._slots < self._size:
            self._begin_connection()
        return await self._wait()

    def release(self, connection: Connection) -> None:
        """Return the connection to the pool, in whatever state it is."""
        if connection.is_broken:
            self._free_slot()
        elif connection.is_busy:
            self._run(self._reset(connection))
        elif asyncio.get_running_loop().time() - connection.opened_at > MAX_AGE_SECONDS:
            connection.discard()
            self._free_slot()
        elif (waiter := self._next_waiter()) is not None:
            waiter.set_result(connection)
        else:
            self._idle.append(connection)

    async def close(self) -> None:
        """Close idle connections, and cancel the opening and resetting of others."""
        self._size = 0  # no new connection is opened
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        while self._idle:
            self._idle.pop().discard()

    def _begin_connection(self) -> None:
        # In the background: waking a compute may take longer than this request waits, but helps the next one.
        self._run(self._connect())
        self._slots += 1

    async def _connect(self) -> None:
        try:
            connection = await Connection.open(self._url)
        except BaseException as error:
            self._free_slot(error if isinstance(error, psycopg.OperationalError) else CannotConnect())
            raise
        self.release(connection)

    def _free_slot(self, error: psycopg.OperationalError | None = None) -> None:
        """Free the slot of a connection that has ended or could not be opened, and tell the first in the queue."""
        self._slots -= 1
        if error is not None and (waiter := self._next_waiter()) is not None:
            waiter.set_exception(error)
        if self._slots < self._size and any(not waiter.done() for waiter in self._waiting):
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
                self.release(waiter.result())  # the connection was assigned just when the request was cancelled
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

    async def _reset(self, connection: Connection) -> None:
        """Cancel the statement of a request that has gone, before another request gets the connection."""
        try:
            async with asyncio.timeout(RESET_TIMEOUT_SECONDS):
                await connection.cancel_statement()
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
        error = task.exception()  # read here, because asyncio would otherwise log it with its message
        if error is not None and not isinstance(error, TimeoutError | psycopg.Error):
            logger.error("unforeseen %s while opening or resetting a connection", type(error).__name__)
