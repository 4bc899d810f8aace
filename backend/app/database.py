"""The way to PostgreSQL: a pool of connections, and statements compiled once.

A statement is written as an SQLAlchemy expression over the tables of `models`, compiled to text when its module
loads, and run by the driver. Each runs alone in autocommit: one round trip, atomic by itself, committed before the
answer leaves, and at home behind a pooler that keeps no session.
"""

from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from alembic.script import ScriptDirectory
from psycopg import AsyncConnection, AsyncRawCursor
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import ClauseElement, column, select, table
from sqlalchemy.dialects.postgresql import psycopg as dialect

from app.models import SCHEMA

# `$1` placeholders are PostgreSQL's own, so that the text goes to the server as it stands.
POSTGRESQL = dialect.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

CONNECT_TIMEOUT_SECONDS = 10  # a sleeping Neon compute takes up to ten seconds to wake
ACQUIRE_TIMEOUT_SECONDS = 5


class Statement:
    """One SQL statement that answers with at most one text value."""

    def __init__(self, expression: ClauseElement) -> None:
        compiled = expression.compile(dialect=POSTGRESQL)
        self.sql = str(compiled)
        self.parameters: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]


CURRENT_REVISION = Statement(select(column("version_num")).select_from(table("alembic_version", schema=SCHEMA)))


class Database:
    """A pool of autocommit connections; an async context manager."""

    def __init__(self, url: str, pool_size: int) -> None:
        self._pool: AsyncConnectionPool[AsyncConnection[tuple[Any, ...]]] = AsyncConnectionPool(
            url,
            min_size=0,
            max_size=pool_size,
            timeout=ACQUIRE_TIMEOUT_SECONDS,
            open=False,
            kwargs={
                "autocommit": True,
                "prepare_threshold": None,  # a transaction pooler may run the next statement on another server
                "cursor_factory": AsyncRawCursor,
                "connect_timeout": CONNECT_TIMEOUT_SECONDS,
                "application_name": "todo",
                "client_encoding": "UTF8",
            },
        )

    async def __aenter__(self) -> Self:
        await self._pool.open()
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self._pool.close()

    async def fetch(self, statement: Statement, **values: Any) -> str | None:
        """Run the statement and return the one value of its one row; None when there is no row.

        Raises `psycopg.OperationalError` when PostgreSQL cannot be reached or does not answer.
        """
        parameters = [values[name] for name in statement.parameters]
        async with self._pool.connection() as connection:
            cursor = await connection.execute(statement.sql, parameters)
            row = await cursor.fetchone()
        return None if row is None else row[0]

    async def is_migrated(self) -> bool:
        """Whether the schema is at the revision this code was written for.

        Raises `psycopg.OperationalError` when PostgreSQL cannot be reached or does not answer.
        """
        try:
            return await self.fetch(CURRENT_REVISION) == newest_revision()
        except psycopg.errors.UndefinedTable:
            return False


@cache
def newest_revision() -> str | None:
    """The head of the migrations that lie beside this code."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
