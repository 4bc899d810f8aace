"""The way to PostgreSQL: one call that runs one statement.

Each statement runs alone in autocommit: one round trip, atomic by itself, committed before the answer leaves, and at
home behind a pooler that keeps no session.
"""

import asyncio
import logging
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from alembic.script import ScriptDirectory
from sqlalchemy import Select, column, select, table

from app.models import SCHEMA
from app.postgres.connection import Parameters, Row, Statement, StatementTimeout
from app.postgres.pool import Pool

logger = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

# No request waits longer for PostgreSQL, also when its statement is run twice.
PATIENCE_SECONDS = 7.5

_REVISION: Select[Any] = select(column("version_num")).select_from(table("alembic_version", schema=SCHEMA))
OLDEST_SUPPORTED: Select[Any] = select(column("oldest_revision")).select_from(table("supports", schema=SCHEMA))
REVISION = Statement(_REVISION, repeatable=True)
REVISION_AND_OLDEST = Statement(_REVISION.add_columns(OLDEST_SUPPORTED.scalar_subquery()), repeatable=True)


class Database:
    """A pool of connections and what is known about the server; an async context manager."""

    def __init__(self, url: str, pool_size: int) -> None:
        self.pool = Pool(url, pool_size)
        self._is_away = False
        self.statements = 0  # asked for so far

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.pool.close()

    async def fetch(self, statement: Statement, **values: Any) -> Row | None:
        """Run the statement and return the values of its one row, as text; None when there is no row.

        Raises `psycopg.OperationalError` when PostgreSQL cannot be reached or does not answer. A statement whose
        connection broke under it may have been carried out: only what cannot do anything twice is run then (`again`).
        """
        self.statements += 1
        parameters = statement.bind(values)
        started = asyncio.get_running_loop().time()
        try:
            try:
                row = await self._run(statement, parameters)
            except ConnectionLost:
                if statement.again is None:
                    raise
                async with asyncio.timeout_at(started + PATIENCE_SECONDS):
                    row = await self._run(statement.again, statement.again.bind(values))
        except (psycopg.OperationalError, TimeoutError) as error:
            if not self._is_away:
                self._is_away = True
                logger.error("the database does not answer: %s", type(error).__name__)  # noqa: TRY400 - no message
            if isinstance(error, TimeoutError):
                raise StatementTimeout from None
            raise
        if self._is_away:
            self._is_away = False
            logger.warning("the database answers again")
        return row

    async def _run(self, statement: Statement, parameters: Parameters) -> Row | None:
        connection = await self.pool.acquire()
        try:
            return await connection.fetch(statement, parameters)
        except psycopg.errors.ReadOnlySqlTransaction:
            connection.discard()  # a server that has been demoted: the next connection finds its successor
            raise psycopg.OperationalError("the server has become read-only") from None
        except psycopg.OperationalError as error:
            if connection.is_broken:
                raise ConnectionLost from error
            raise
        finally:
            self.pool.release(connection)

    async def is_migrated(self) -> bool:
        """Whether this code can work on the schema as it is.

        Raises `psycopg.OperationalError` when PostgreSQL cannot be reached or does not answer.
        """
        try:
            row = await self.fetch(REVISION_AND_OLDEST)
        except psycopg.errors.UndefinedTable:  # earlier revisions do not say what they support
            try:
                row = await self.fetch(REVISION)
            except psycopg.errors.UndefinedTable:
                return False
        return can_work_on(*(value.decode() for value in row or () if value is not None))


class ConnectionLost(psycopg.OperationalError):
    """The connection broke while a statement was under way; nobody can say how far it got."""


def can_work_on(revision: str = "", oldest_supported: str = "") -> bool:
    """Whether this code can work on a schema at that revision, which supports code of the oldest one and newer.

    Migrations only add, unless they raise the oldest supported revision: until then a newer schema serves this code.
    """
    is_supported = oldest_supported.isdecimal() and int(oldest_supported) <= int(newest_revision())
    return revision == newest_revision() or (is_newer(revision) and is_supported)


def is_newer(revision: str) -> bool:
    """Whether that revision is newer than this code. Revisions are numbers."""
    return revision.isdecimal() and int(revision) > int(newest_revision())


@cache
def newest_revision() -> str:
    """The head of the migrations that lie beside this code."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""
