"""One connection to PostgreSQL, driven through libpq itself.

psycopg connects (TLS, SCRAM, channel binding, time-outs); what runs on the connection is one kind of thing only: a
statement with parameters that answers with at most one row. For that, `execute` and its cursor cost several times as
much as the round trip (docs/decisions/0006-libpq-itself.md).

    fetch ─▶ send ─▶ flush ─▶ … the event loop … ─▶ readable ─▶ consume ─▶ result ─▶ fetch returns

The socket is watched for as long as the connection lives, also while nobody waits: a connection that the server has cut
is known to be broken before anybody is given it.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import Sequence
from typing import Any, Self

import psycopg
from psycopg import AsyncConnection, pq
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import error_from_result
from psycopg.pq.abc import PGresult
from sqlalchemy import ClauseElement, String, bindparam, column, func, literal_column, select, table
from sqlalchemy.dialects.postgresql import psycopg as dialect

# `$1` placeholders are PostgreSQL's own, so that the text goes to the server as it stands.
POSTGRESQL = dialect.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]

STATEMENT_TIMEOUT_SECONDS = 3.0

# Unless the URL says otherwise. Nothing here may need a start-up option that a pooler refuses.
CONNECTION_OPTIONS: dict[str, Any] = {
    "connect_timeout": 10,  # a sleeping Neon compute takes up to ten seconds to wake
    "application_name": "todo",
    # A peer that has vanished without a word is noticed by the operating system.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}

Parameters = Sequence[bytes | None]
Row = list[bytes | None]


class StatementTimeout(psycopg.OperationalError):
    """PostgreSQL has not answered in time. The statement may still be running, or may have been carried out."""


class Statement:
    """One SQL statement that answers with at most one row, compiled when it is made.

    When its answer is lost, `again` is what can be run without doing anything twice, which a `repeatable` statement is
    itself. `timeout` is how many seconds it may take.
    """

    def __init__(
        self,
        expression: ClauseElement,
        *,
        repeatable: bool = False,
        again: "Statement | None" = None,
        timeout: float = STATEMENT_TIMEOUT_SECONDS,
    ) -> None:
        compiled = expression.compile(dialect=POSTGRESQL)
        self.again = self if repeatable else again
        self.timeout = timeout
        self.sql = str(compiled).encode()
        self.parameters: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        # Named after its text: under one name there is never another statement, whoever prepared it.
        self.name = b"todo_" + hashlib.sha256(self.sql).hexdigest()[:16].encode()

    def bind(self, values: dict[str, Any]) -> Parameters:
        """The values in the statement's order, as text."""
        return [_as_text(values[name]) for name in self.parameters]


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


def _as_text(value: Any) -> bytes | None:
    return None if value is None else str(value).encode()


class Connection(AsyncConnection[Any]):
    """An autocommit connection that runs one `Statement` at a time."""

    _event_loop: asyncio.AbstractEventLoop
    _descriptor: int = -1  # of the socket, while it is watched
    _waiter: asyncio.Future[Row | None] | None = None  # while a statement is under way
    _fetched: list[PGresult]
    _statements: set[bytes]  # the names of those prepared
    _preparing: bytes | None = None
    _is_dismissed: bool = False  # the server has said that it ends the connection
    _prepares: bool = False  # whether what is prepared will still be there for the next statement
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
        # psycopg has no more say in this connection: only `fetch` uses it from here on.
        self._event_loop = asyncio.get_running_loop()
        self.opened_at = self._event_loop.time()
        self._statements, self._fetched = set(), []
        self.add_notice_handler(self._on_notice)
        self._descriptor = self.pgconn.socket
        self._event_loop.add_reader(self._descriptor, self._on_readable)

    @property
    def is_busy(self) -> bool:
        """Whether a statement is under way, though whoever asked for it may have gone."""
        return self._waiter is not None

    @property
    def is_broken(self) -> bool:
        """Whether the server, the network or `discard` has ended it."""
        return self._descriptor == -1

    def probe(self) -> bool:
        """Whether it can still be used, as far as can be known without asking the server."""
        if not self.is_broken:
            self._on_readable()  # the server's farewell may have arrived in this very moment
        return not self.is_broken

    def discard(self) -> None:
        """End it at once."""
        self._break(psycopg.OperationalError("the connection was discarded"))

    async def fetch(self, statement: Statement, parameters: Parameters) -> Row | None:
        """Run the statement and return the values of its one row, as text; None when there is no row.

        Prepared, the server parses and plans it once for each connection; preparing costs no round trip of its own.
        Raises what PostgreSQL answers as `psycopg.Error`, `psycopg.OperationalError` when the connection breaks, and
        `StatementTimeout` when it takes too long; then, as after a cancellation, the connection is still busy.
        """
        pgconn = self.pgconn
        if not self._prepares:
            pgconn.send_query_params(statement.sql, parameters)
        elif statement.name in self._statements:
            pgconn.send_query_prepared(statement.name, parameters)
        else:
            self._preparing = statement.name
            pgconn.enter_pipeline_mode()
            pgconn.send_prepare(statement.name, statement.sql)
            pgconn.send_query_prepared(statement.name, parameters)
            pgconn.pipeline_sync()
        return await self._answer(statement.timeout)

    async def _keeps_statements(self) -> bool:
        """Whether this is PostgreSQL itself, or a pooler that keeps prepared statements apart.

        A pooler in transaction mode hands each statement to any of its server connections. The old kind passes
        `PREPARE` through to whichever it is: what was prepared is elsewhere next time, and in others' way. It shows in
        that the server has the name just as it was sent, while the process at the other end is not the one that
        answered the connection. New poolers prepare under names of their own (PgBouncer 1.21).
        """
        pgconn = self.pgconn
        try:
            pgconn.enter_pipeline_mode()
            pgconn.send_prepare(PROBE.name, PROBE.sql)
            pgconn.send_query_prepared(PROBE.name, [PROBE.name])
            pgconn.send_close_prepared(PROBE.name)
            pgconn.pipeline_sync()
            answer = await self._answer(PROBE.timeout)
        except psycopg.errors.DuplicatePreparedStatement:
            return False
        process, passed_through = ((answer and answer[0]) or b"0 0").split()
        return passed_through == b"0" or int(process) == pgconn.backend_pid

    async def _answer(self, patience: float) -> Row | None:
        """Send what has been queued and await its end."""
        waiter: asyncio.Future[Row | None] = self._event_loop.create_future()
        self._waiter = waiter
        if self.pgconn.flush():
            self._event_loop.add_writer(self._descriptor, self._on_writable)
        timer = self._event_loop.call_later(patience, _time_out, waiter)
        try:
            return await waiter
        finally:
            timer.cancel()

    async def stop_statement(self) -> None:
        """Have the server stop what is under way, and wait until it has. Raises `psycopg.Error` when it cannot."""
        if self._waiter is not None:
            end = self._waiter = self._event_loop.create_future()
            while not end.done():  # a request that overtakes its statement finds nothing to stop
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
        if self._is_dismissed:
            self._break(psycopg.OperationalError("the server has ended the connection"))

    def _on_notice(self, notice: psycopg.errors.Diagnostic) -> None:
        # The end of the connection itself comes with a later read. Nothing may be broken off in here: libpq is at work.
        self._is_dismissed = notice.severity_nonlocalized in {"FATAL", "PANIC"}

    def _consume(self) -> None:
        pgconn = self.pgconn
        pgconn.consume_input()
        while not pgconn.is_busy():
            result = pgconn.get_result()
            if result is not None and result.status != pq.ExecStatus.PIPELINE_SYNC:
                self._fetched.append(result)
                continue
            if result is not None:
                pgconn.exit_pipeline_mode()
            elif pgconn.pipeline_status != pq.PipelineStatus.OFF:
                continue
            self._finish()
            return

    def _finish(self) -> None:
        results, self._fetched = self._fetched, []
        waiter, self._waiter = self._waiter, None
        if waiter is None:
            return
        if self._preparing is not None:
            if results[0].status == pq.ExecStatus.COMMAND_OK:
                self._statements.add(self._preparing)
            self._preparing = None
        if waiter.done():
            return
        row = None
        for result in results:
            if result.status == pq.ExecStatus.FATAL_ERROR:
                waiter.set_exception(error_from_result(result))
                return
            if result.ntuples:
                row = [result.get_value(0, column) for column in range(result.nfields)]
        waiter.set_result(row)

    def _break(self, error: psycopg.Error) -> None:
        if self._descriptor != -1:
            self._event_loop.remove_reader(self._descriptor)
            self._event_loop.remove_writer(self._descriptor)
            self._descriptor = -1
        self.pgconn.finish()
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_exception(error)


def _time_out(waiter: asyncio.Future[Row | None]) -> None:
    if not waiter.done():
        waiter.set_exception(StatementTimeout("PostgreSQL has not answered in time"))
