"""The way to PostgreSQL: a pool of connections, and one call that runs one statement.

Each statement runs alone in autocommit: one round trip, atomic by itself, committed before the answer leaves, and at
home behind a pooler that keeps no session.
"""

import logging
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from alembic.script import ScriptDirectory
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import column, select, table

from app.connection import Connection, Statement
from app.models import SCHEMA

logger = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

CONNECT_TIMEOUT_SECONDS = 10  # a sleeping Neon compute takes up to ten seconds to wake
ACQUIRE_TIMEOUT_SECONDS = 5

CURRENT_REVISION = Statement(select(column("version_num")).select_from(table("alembic_version", schema=SCHEMA)))


class Database:
    """A pool of connections; an async context manager."""

    def __init__(self, url: str, pool_size: int) -> None:
        self._prepares = True
        self._pool = AsyncConnectionPool(
            url,
            connection_class=Connection,
            configure=Connection.watch,
            # None is kept for its own sake: a Neon compute that sleeps must not be woken to refill a pool.
            min_size=0,
            max_size=pool_size,
            timeout=ACQUIRE_TIMEOUT_SECONDS,
            open=False,
            kwargs={
                "autocommit": True,
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

    async def fetch(self, statement: Statement, **values: Any) -> bytes | None:
        """Run the statement and return the one value of its one row; None when there is no row.

        Raises `psycopg.OperationalError` when PostgreSQL cannot be reached or does not answer.
        """
        parameters = statement.bind(values)
        connection = await self._pool.getconn()
        try:
            return await connection.fetch(statement, parameters, prepare=self._prepares)
        except (psycopg.errors.InvalidSqlStatementName, psycopg.errors.DuplicatePreparedStatement):
            # An old transaction pooler: what was prepared is on another server connection. Nothing has run yet.
            self._prepares = False
            logger.warning("the pooler keeps no prepared statements; going on without them")
            return await connection.fetch(statement, parameters, prepare=False)
        finally:
            await self._pool.putconn(connection)

    async def is_migrated(self) -> bool:
        """Whether the schema is at the revision this code was written for.

        Raises `psycopg.OperationalError` when PostgreSQL cannot be reached or does not answer.
        """
        try:
            revision = await self.fetch(CURRENT_REVISION)
        except psycopg.errors.UndefinedTable:
            return False
        return revision is not None and revision.decode() == newest_revision()


@cache
def newest_revision() -> str | None:
    """The head of the migrations that lie beside this code."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
