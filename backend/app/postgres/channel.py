"""The way to PostgreSQL and back: what libpq has queued is sent, and its results are waited for.

    exchange ─▶ flush ─▶ … the event loop … ─▶ readable ─▶ consume ─▶ results ─▶ exchange returns

The socket is watched as long as the connection exists, also while it is idle: so a connection that the server has
closed is recognised before a request gets it.
"""

import asyncio
import contextlib
import math
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import AsyncConnection, pq
from psycopg.pq.abc import PGresult

from app.postgres.statement import Row


class StatementTimeout(psycopg.OperationalError):
    """PostgreSQL has not answered in time. The statement may still be running, or may have been carried out."""


class Channel(AsyncConnection[Any]):
    """A watched socket, with one exchange at a time."""

    opened_at: float
    is_warned: bool = False  # PostgreSQL has sent a warning in the last exchange
    _event_loop: asyncio.AbstractEventLoop
    _descriptor: int = -1  # of the socket, while it is watched
    _waiter: asyncio.Future[list[Row | None]] | None = None  # while statements are running
    _results: list[PGresult]
    _is_terminated: bool = False  # the server has announced that it closes the connection
    _deadline: float | None = None  # of the running statements
    _timer: asyncio.TimerHandle | None = None
    _timer_at: float = math.inf  # stored here, because uvloop's handle does not know it when the timer is due at once

    def watch(self) -> None:
        """From here on only this class uses the socket, not psycopg."""
        self._event_loop = asyncio.get_running_loop()
        self.opened_at = self._event_loop.time()
        self._results = []
        self.add_notice_handler(self._on_notice)
        self._descriptor = self.pgconn.socket
        self._event_loop.add_reader(self._descriptor, self._on_readable)

    def rows_of(self, results: Sequence[PGresult]) -> list[Row | None]:
        """What the results of an exchange are to `exchange`. Raises `psycopg.Error` for a failure."""
        raise NotImplementedError

    @property
    def is_busy(self) -> bool:
        """Whether a statement is running, even if the request that sent it was cancelled."""
        return self._waiter is not None

    @property
    def is_broken(self) -> bool:
        """Whether the server, the network or `discard` has closed it."""
        return self._descriptor == -1

    def probe(self) -> bool:
        """Whether it can be used, as far as can be known without asking the server."""
        if not self.is_broken:
            self._on_readable()  # a message that the server closes it may just have arrived
        return not self.is_broken

    def discard(self) -> None:
        """Close it at once."""
        self._break(psycopg.OperationalError("the connection was discarded"))

    async def exchange(self, seconds: float) -> list[Row | None]:
        """Send what libpq has queued, and return what `rows_of` makes of its results. Raises like `run`."""
        self.is_warned = False
        waiter: asyncio.Future[list[Row | None]] = self._event_loop.create_future()
        self._waiter = waiter
        if self.pgconn.flush():
            self._event_loop.add_writer(self._descriptor, self._on_writable)
        self._deadline = self._event_loop.time() + seconds
        if self._deadline < self._timer_at:
            self._set_timer(self._deadline)
        try:
            return await waiter
        finally:
            self._deadline = None

    def _set_timer(self, when: float | None) -> None:
        """One timer serves many statements: it is set again when it fires, not for each of them."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if when is None else self._event_loop.call_at(when, self._on_timer)
        self._timer_at = math.inf if when is None else when

    def _on_timer(self) -> None:
        is_over = self._deadline is not None and self._deadline <= self._event_loop.time()
        if is_over and self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(StatementTimeout("PostgreSQL has not answered in time"))
        self._set_timer(None if is_over else self._deadline)

    async def cancel_statement(self) -> None:
        """Cancel the running statements, and wait until they have ended. Raises `psycopg.Error` if that fails."""
        if self._waiter is not None:
            end = self._waiter = self._event_loop.create_future()
            while not end.done():  # a cancel request that arrives before its statement has no effect
                await self.cancel_safe()
                await asyncio.wait([end], timeout=0.1)
            with contextlib.suppress(psycopg.errors.QueryCanceled):
                await end

    def _on_writable(self) -> None:
        try:
            if not self.pgconn.flush():
                self._event_loop.remove_writer(self._descriptor)
        except psycopg.Error as error:
            self._break(error)

    def _on_readable(self) -> None:
        try:
            self._consume()
        except psycopg.Error as error:
            self._break(error)
        if self._is_terminated:
            self._break(psycopg.OperationalError("the server has ended the connection"))

    def _on_notice(self, notice: psycopg.errors.Diagnostic) -> None:
        # The end of the connection is read later. Closing it here is not possible: libpq is parsing its buffer.
        severity = notice.severity_nonlocalized
        self._is_terminated = self._is_terminated or severity in {"FATAL", "PANIC"}
        # For example "canceling wait for synchronous replication": the write is committed on this server only.
        self.is_warned = self.is_warned or severity == "WARNING"

    def _consume(self) -> None:
        pgconn = self.pgconn
        pgconn.consume_input()
        while not pgconn.is_busy():
            result = pgconn.get_result()
            if result is not None and result.status != pq.ExecStatus.PIPELINE_SYNC:
                self._results.append(result)
                continue
            if result is not None:
                pgconn.exit_pipeline_mode()
            elif pgconn.pipeline_status != pq.PipelineStatus.OFF:
                continue
            self._finish()
            return

    def _finish(self) -> None:
        results, self._results = self._results, []
        waiter, self._waiter = self._waiter, None
        try:
            rows = self.rows_of(results)
        except psycopg.Error as error:
            if waiter is not None and not waiter.done():
                waiter.set_exception(error)
            return
        if waiter is not None and not waiter.done():
            waiter.set_result(rows)

    def _break(self, error: psycopg.Error) -> None:
        if self._descriptor != -1:
            self._event_loop.remove_reader(self._descriptor)
            self._event_loop.remove_writer(self._descriptor)
            self._descriptor = -1
            self._set_timer(None)
        self.pgconn.finish()
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_exception(error)
