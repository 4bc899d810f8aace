"""One connection to PostgreSQL, which uses libpq directly.

psycopg connects (TLS, SCRAM, channel binding, time-outs). After that the connection does one thing only: it runs a few
statements in one round trip, each of which returns at most one row. psycopg's `execute` and cursor would cost
several times as much as the round trip (docs/decisions/0006-libpq-itself.md).

    run ─▶ send each ─▶ flush ─▶ … the event loop … ─▶ readable ─▶ consume ─▶ results ─▶ run returns

Several statements are sent together in libpq's pipeline mode. Up to its end they are one transaction: all are carried
out and committed, or none is. Each sees what was committed before it began, not before the first one began.

The socket is watched as long as the connection exists, also while it is idle: so a connection that the server has
closed is recognised before a request gets it.
"""

import asyncio
import contextlib
import math
from collections import OrderedDict
from collections.abc import Sequence
from enum import Enum
from itertools import islice
from typing import Any, Self

import psycopg
from psycopg import AsyncConnection, pq
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import error_from_result
from psycopg.pq.abc import PGresult
from sqlalchemy import String, bindparam, column, func, literal_column, select, table

from app.postgres.statement import TIMEOUT_SECONDS, Bound, Parameters, Row, Statement

# Each takes the server tens of kilobytes per connection, and every combination of a list's options is one: thousands.
MAX_PREPARED = 200

FAILED = {pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.PIPELINE_ABORTED}

# Defaults for what the URL does not say. None may be a start-up option that poolers refuse.
CONNECTION_OPTIONS: dict[str, Any] = {
    "connect_timeout": 10,  # a sleeping Neon compute takes up to ten seconds to wake
    "application_name": "todo",
    # The operating system notices a server that has vanished without closing the connection.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


class StatementTimeout(psycopg.OperationalError):
    """PostgreSQL has not answered in time. The statement may still be running, or may have been carried out."""


class OutcomeUnknown(psycopg.OperationalError):
    """PostgreSQL has committed a write with a warning: a synchronous standby may not have it."""


PROBE = Statement(
    select(
        func.concat(
            func.pg_backend_pid(),
            literal_column("' '"),
            select(func.count()).select_from(table("pg_prepared_statements")).where(
                column("name") == bindparam("probe", type_=String)
            ).scalar_subquery(),
        )
    )
)  # fmt: skip


class Step(Enum):
    """What libpq does with a statement."""

    PREPARE = 0
    RUN = 1
    CLOSE = 2


class Connection(AsyncConnection[Any]):
    """An autocommit connection that runs one pipeline of statements at a time."""

    _event_loop: asyncio.AbstractEventLoop
    _descriptor: int = -1  # of the socket, while it is watched
    _waiter: asyncio.Future[list[Row | None]] | None = None  # while statements are running
    _results: list[PGresult]
    _prepared_names: OrderedDict[bytes, None]  # the names of prepared statements, the one used last at the end
    _preparing: list[tuple[Step, bytes]]  # the step and statement of each expected result
    _is_warned: bool = False
    _is_terminated: bool = False  # the server has announced that it closes the connection
    _deadline: float | None = None  # of the running statements
    _timer: asyncio.TimerHandle | None = None
    _timer_at: float = math.inf  # stored here, because uvloop's handle does not know it when the timer is due at once
    _prepares: bool = False  # whether a prepared statement will still exist for the next use
    opened_at: float

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect. Raises `psycopg.OperationalError` when that fails or takes too long."""
        given = conninfo_to_dict(url)
        options = {name: value for name, value in CONNECTION_OPTIONS.items() if name not in given}
        connection = await cls.connect(url, autocommit=True, client_encoding="UTF8", **options)
        connection._watch()
        try:
            connection._prepares = await connection._keeps_statements()
        except BaseException:
            connection.discard()
            raise
        return connection

    def _watch(self) -> None:
        # From here on only `run` uses this connection, not psycopg.
        self._event_loop = asyncio.get_running_loop()
        self.opened_at = self._event_loop.time()
        self._prepared_names, self._results, self._preparing = OrderedDict(), [], []
        self.add_notice_handler(self._on_notice)
        self._descriptor = self.pgconn.socket
        self._event_loop.add_reader(self._descriptor, self._on_readable)

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

    async def run(self, pipeline: Sequence[Bound], timeout: float = TIMEOUT_SECONDS) -> list[Row | None]:  # noqa: ASYNC109
        """Run the statements and return the one row of each, as text; None for a statement without a row.

        A prepared statement is parsed and planned once for each connection; preparing costs no round trip of its own.
        Raises errors of PostgreSQL as `psycopg.Error`, `OutcomeUnknown` after a warning during a write,
        `psycopg.OperationalError` when the connection breaks, and `StatementTimeout` after that many seconds. After
        a time-out or a cancellation the connection is still busy.
        """
        self._is_warned = False
        self._preparing = []
        if len(pipeline) == 1 and (not self._prepares or pipeline[0][0].name in self._prepared_names):
            self._send(*pipeline[0])
        else:
            self.pgconn.enter_pipeline_mode()
            for statement, parameters in pipeline:
                self._send(statement, parameters)
            self._make_room()
            self.pgconn.pipeline_sync()
        rows = await self._answer(timeout)
        if self._is_warned and not all(statement.only_reads for statement, _ in pipeline):
            raise OutcomeUnknown("PostgreSQL has warned during a write")
        return rows

    def _send(self, statement: Statement, parameters: Parameters) -> None:
        pgconn = self.pgconn
        if not self._prepares or not statement.name:
            pgconn.send_query_params(statement.sql, parameters)
        else:
            if statement.name in self._prepared_names:
                self._prepared_names.move_to_end(statement.name)
            elif (Step.PREPARE, statement.name) not in self._preparing:
                pgconn.send_prepare(statement.name, statement.sql)
                self._preparing.append((Step.PREPARE, statement.name))
            pgconn.send_query_prepared(statement.name, parameters)
        self._preparing.append((Step.RUN, statement.name))

    def _make_room(self) -> None:
        """Close the least recently used statements, in the pipeline that prepares a new one."""
        if len(self._prepared_names) + len(self._preparing) <= MAX_PREPARED:
            return
        too_many = len(self._prepared_names) + sum(step is Step.PREPARE for step, _ in self._preparing) - MAX_PREPARED
        running = {name for _, name in self._preparing}
        for name in islice(self._prepared_names, max(too_many, 0)):
            if name not in running:
                self.pgconn.send_close_prepared(name)
                self._preparing.append((Step.CLOSE, name))

    async def _keeps_statements(self) -> bool:
        """Whether this is PostgreSQL itself, or a pooler that keeps the prepared statements of its clients apart.

        A pooler in transaction mode sends each statement to any of its server connections. An old one passes
        `PREPARE` on unchanged: the next statement may go to a connection without it, and other clients may collide with
        its name. This test recognises such a pooler: the server knows the name exactly as sent, and its process number
        is not the one reported when connecting. New poolers (PgBouncer 1.21) prepare under names of their own.
        """
        pgconn = self.pgconn
        try:
            pgconn.enter_pipeline_mode()
            pgconn.send_prepare(PROBE.name, PROBE.sql)
            pgconn.send_query_prepared(PROBE.name, [PROBE.name])
            pgconn.send_close_prepared(PROBE.name)
            pgconn.pipeline_sync()
            self._preparing = [(step, PROBE.name) for step in Step]
            (answer,) = await self._answer(TIMEOUT_SECONDS)
        except psycopg.errors.DuplicatePreparedStatement:
            return False
        finally:
            self._prepared_names.clear()
        process, passed_through = ((answer and answer[0]) or b"0 0").split()
        return passed_through == b"0" or int(process) == pgconn.backend_pid

    async def _answer(self, seconds: float) -> list[Row | None]:
        """Send the queued statements and wait for their results."""
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
        self._is_warned = self._is_warned or severity == "WARNING"

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
        rows: list[Row | None] = []
        for result, (step, name) in zip(results, self._preparing, strict=False):
            if result.status in FAILED:
                if waiter is not None and not waiter.done():
                    waiter.set_exception(error_from_result(result))
                return
            if step is Step.PREPARE:
                self._prepared_names[name] = None
            elif step is Step.CLOSE:
                self._prepared_names.pop(name, None)
            elif result.ntuples:
                rows.append([result.get_value(0, column) for column in range(result.nfields)])
            else:
                rows.append(None)
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
