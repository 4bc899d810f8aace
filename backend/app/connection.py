"""One connection to PostgreSQL, driven through libpq itself.

psycopg connects (TLS, SCRAM, channel binding, time-outs) and its pool keeps connections; what runs on them is one kind
of thing only: a statement with parameters that answers with at most one value. For that, `execute` and its cursor cost
several times as much as the round trip (docs/decisions/0006-libpq-itself.md).

    fetch ─▶ send ─▶ flush ─▶ … the event loop … ─▶ readable ─▶ consume ─▶ result ─▶ fetch returns

The socket is watched for as long as the connection lives, also while nobody waits: a connection that the server has cut
is known to be broken before anybody is given it.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import AsyncConnection, pq
from psycopg.errors import error_from_result
from psycopg.pq.abc import PGresult
from sqlalchemy import ClauseElement
from sqlalchemy.dialects.postgresql import psycopg as dialect

# `$1` placeholders are PostgreSQL's own, so that the text goes to the server as it stands.
POSTGRESQL = dialect.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]

Parameters = Sequence[bytes | None]


class Statement:
    """One SQL statement that answers with at most one text value, compiled when it is made."""

    def __init__(self, expression: ClauseElement) -> None:
        compiled = expression.compile(dialect=POSTGRESQL)
        self.sql = str(compiled).encode()
        self.parameters: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        # Named after its text: under one name there is never another statement, whoever prepared it.
        self.name = b"todo_" + hashlib.sha256(self.sql).hexdigest()[:16].encode()

    def bind(self, values: dict[str, Any]) -> Parameters:
        """The values in the statement's order, as text."""
        return [_as_text(values[name]) for name in self.parameters]


def _as_text(value: Any) -> bytes | None:
    return None if value is None else str(value).encode()


class Connection(AsyncConnection[Any]):
    """An autocommit connection that runs one `Statement` at a time."""

    _event_loop: asyncio.AbstractEventLoop
    _descriptor: int = -1  # of the socket, while it is watched
    _statements: set[bytes]  # the names of those prepared
    _waiter: asyncio.Future[bytes | None] | None = None
    _fetched: list[PGresult]

    async def watch(self) -> None:
        """Take over from psycopg: from here on only `fetch` may use the connection."""
        self._event_loop = asyncio.get_running_loop()
        self._statements, self._fetched = set(), []
        self._descriptor = self.pgconn.socket
        self._event_loop.add_reader(self._descriptor, self._on_readable)

    async def fetch(self, statement: Statement, parameters: Parameters, *, prepare: bool) -> bytes | None:
        """Run the statement and return the one value of its one row; None when there is no row.

        Prepared, the server parses and plans it once for each connection; preparing costs no round trip of its own.
        Raises what PostgreSQL answers as `psycopg.Error`, and `psycopg.OperationalError` when it does not answer.
        """
        pgconn = self.pgconn
        waiter: asyncio.Future[bytes | None] = self._event_loop.create_future()
        self._waiter = waiter
        if not prepare:
            pgconn.send_query_params(statement.sql, parameters)
        elif statement.name in self._statements:
            pgconn.send_query_prepared(statement.name, parameters)
        else:
            pgconn.enter_pipeline_mode()
            pgconn.send_prepare(statement.name, statement.sql)
            pgconn.send_query_prepared(statement.name, parameters)
            pgconn.pipeline_sync()
        if pgconn.flush():
            self._event_loop.add_writer(self._descriptor, self._on_writable)
        value = await waiter
        if prepare:
            self._statements.add(statement.name)
        return value

    async def close(self) -> None:
        """Close the connection, and stop watching it."""
        self._unwatch()
        await super().close()

    def _on_writable(self) -> None:
        try:
            if not self.pgconn.flush():
                self._event_loop.remove_writer(self._descriptor)
        except psycopg.Error as error:
            self._break(error)

    def _on_readable(self) -> None:
        pgconn = self.pgconn
        try:
            pgconn.consume_input()
            while not pgconn.is_busy():
                result = pgconn.get_result()
                if result is not None and result.status != pq.ExecStatus.PIPELINE_SYNC:
                    self._fetched.append(result)
                elif result is not None:
                    pgconn.exit_pipeline_mode()
                    return self._finish()
                elif pgconn.pipeline_status == pq.PipelineStatus.OFF:
                    return self._finish()
        except psycopg.Error as error:
            self._break(error)

    def _finish(self) -> None:
        results, self._fetched = self._fetched, []
        waiter, self._waiter = self._waiter, None
        if waiter is None or waiter.done():
            return
        for result in results:
            if result.status == pq.ExecStatus.FATAL_ERROR:
                waiter.set_exception(error_from_result(result))
                return
        waiter.set_result(results[-1].get_value(0, 0) if results[-1].ntuples else None)

    def _break(self, error: psycopg.Error) -> None:
        self._unwatch()
        self.pgconn.finish()
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_exception(error)

    def _unwatch(self) -> None:
        if self._descriptor != -1:
            self._event_loop.remove_reader(self._descriptor)
            self._event_loop.remove_writer(self._descriptor)
            self._descriptor = -1
