"""One connection to PostgreSQL, which uses libpq directly.

psycopg connects (TLS, SCRAM, channel binding, time-outs). After that the connection does one thing only: it runs a few
statements in one round trip, each of which returns at most one row. psycopg's `execute` and cursor would cost
several times as much as the round trip (docs/decisions/0006-libpq-itself.md).

    run ─▶ send each ─▶ exchange (channel.py) ─▶ the rows of the results ─▶ run returns

Several statements are sent together in libpq's pipeline mode. Up to its end they are one transaction: all are carried
out and committed, or none is. Each sees what was committed before it began, not before the first one began.
"""

from collections import OrderedDict
from collections.abc import Sequence
from enum import Enum
from itertools import islice
from typing import Any, Self

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import error_from_result
from psycopg.pq.abc import PGresult
from sqlalchemy import String, bindparam, column, func, literal_column, select, table

from app.postgres.channel import Channel
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


class Connection(Channel):
    """An autocommit connection that runs one pipeline of statements at a time."""

    _prepared_names: OrderedDict[bytes, None]  # the names of prepared statements, the one used last at the end
    _preparing: list[tuple[Step, bytes]]  # the step and statement of each expected result
    _prepares: bool = False  # whether a prepared statement will still exist for the next use

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect. Raises `psycopg.OperationalError` when that fails or takes too long."""
        given = conninfo_to_dict(url)
        options = {name: value for name, value in CONNECTION_OPTIONS.items() if name not in given}
        connection = await cls.connect(url, autocommit=True, client_encoding="UTF8", **options)
        connection.watch()
        connection._prepared_names, connection._preparing = OrderedDict(), []
        try:
            connection._prepares = await connection._keeps_statements()
        except BaseException:
            connection.discard()
            raise
        return connection

    async def run(self, pipeline: Sequence[Bound], timeout: float = TIMEOUT_SECONDS) -> list[Row | None]:  # noqa: ASYNC109
        """Run the statements and return the one row of each, as text; None for a statement without a row.

        A prepared statement is parsed and planned once for each connection; preparing costs no round trip of its own.
        Raises errors of PostgreSQL as `psycopg.Error`, `OutcomeUnknown` after a warning during a write,
        `psycopg.OperationalError` when the connection breaks, and `StatementTimeout` after that many seconds. After
        a time-out or a cancellation the connection is still busy.
        """
        self._preparing = []
        if len(pipeline) == 1 and (not self._prepares or pipeline[0][0].name in self._prepared_names):
            self._send(*pipeline[0])
        else:
            self.pgconn.enter_pipeline_mode()
            for statement, parameters in pipeline:
                self._send(statement, parameters)
            self._make_room()
            self.pgconn.pipeline_sync()
        rows = await self.exchange(timeout)
        if self.is_warned and not all(statement.only_reads for statement, _ in pipeline):
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
            (answer,) = await self.exchange(TIMEOUT_SECONDS)
        except psycopg.errors.DuplicatePreparedStatement:
            return False
        finally:
            self._prepared_names.clear()
        process, passed_through = ((answer and answer[0]) or b"0 0").split()
        return passed_through == b"0" or int(process) == pgconn.backend_pid

    def rows_of(self, results: Sequence[PGresult]) -> list[Row | None]:
        """The row of each statement that was run; keeps account of what is prepared now."""
        rows: list[Row | None] = []
        for result, (step, name) in zip(results, self._preparing, strict=False):
            if result.status in FAILED:
                raise error_from_result(result)
            if step is Step.PREPARE:
                self._prepared_names[name] = None
            elif step is Step.CLOSE:
                self._prepared_names.pop(name, None)
            elif result.ntuples:
                rows.append([result.get_value(0, column) for column in range(result.nfields)])
            else:
                rows.append(None)
        return rows
