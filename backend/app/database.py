"""Access to PostgreSQL: one call, one round trip.

A read is a single statement. A write is a pipeline of statements in one transaction, which is committed before the
response is sent. Nothing needs a session, so that both also work behind a pooler in transaction mode.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from alembic.script import ScriptDirectory
from sqlalchemy import Select, column, select, table

from app.columns import SCHEMA
from app.postgres.channel import StatementTimeout
from app.postgres.pool import Pool
from app.postgres.statement import TIMEOUT_SECONDS, Bound, Row, Statement

logger = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

# The longest time a request waits for PostgreSQL when its statement is run twice.
TOTAL_TIMEOUT_SECONDS = 7.5

_REVISION: Select[Any] = select(column("version_num")).select_from(table("alembic_version", schema=SCHEMA))
OLDEST_SUPPORTED: Select[Any] = select(column("oldest_revision")).select_from(table("supports", schema=SCHEMA))
REVISION = Statement(_REVISION, only_reads=True)
REVISION_AND_OLDEST = Statement(_REVISION.add_columns(OLDEST_SUPPORTED.scalar_subquery()), only_reads=True)


class BoundedSet(set[str]):
    """A set of recently seen ids with a bounded size."""

    MOST = 100_000

    def add(self, element: str) -> None:
        """Add the id; a full set is emptied first."""
        if len(self) >= self.MOST:
            self.clear()
        super().add(element)


class Database:
    """A pool of connections, and what this process knows about the server and its accounts; a context manager."""

    def __init__(self, url: str, pool_size: int) -> None:
        self.pool = Pool(url, pool_size)
        self._is_away = False
        self.requests = 0  # so far
        self.was_used = asyncio.Event()  # by a request, since somebody cleared it
        self.accounts = BoundedSet()  # known to have a row, so that a write need not check whether it is the first one
        self.families = BoundedSet()  # accounts known to have subtasks, whose writes must look for them

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.pool.close()

    async def fetch(self, statement: Statement, *, timeout: float = TIMEOUT_SECONDS, **values: Any) -> Row | None:  # noqa: ASYNC109
        """Run one statement that only reads, and return the values of its one row, as text; None when there is none.

        Raises `psycopg.OperationalError` when PostgreSQL cannot be reached or does not answer.
        """
        reading = [statement.bind(values)]
        (row,) = await self.run(reading, again=lambda: reading, timeout=timeout)
        return row

    async def run(
        self,
        pipeline: Sequence[Bound],
        *,
        again: Callable[[], Sequence[Bound]] | None = None,
        timeout: float = TIMEOUT_SECONDS,  # noqa: ASYNC109
        is_request: bool = True,
    ) -> list[Row | None]:
        """Run the statements in one round trip, all of them or none, and return the row of each.

        What is no request counts for nobody who waits for requests: it must not keep itself awake.
        Raises `psycopg.OperationalError` when PostgreSQL cannot be reached or does not answer. If the connection
        breaks, the statements may have been carried out, or may be carried out later; then `again` is run, whose
        result must be the same in each of these cases.
        """
        if is_request:
            self.requests += 1
            self.was_used.set()
        started = asyncio.get_running_loop().time()
        try:
            try:
                rows = await self._run(pipeline, timeout)
            except ConnectionLost:
                if again is None:
                    raise
                async with asyncio.timeout_at(started + TOTAL_TIMEOUT_SECONDS):
                    rows = await self._run(again(), timeout)
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
        return rows

    async def _run(self, pipeline: Sequence[Bound], timeout: float) -> list[Row | None]:  # noqa: ASYNC109
        connection = await self.pool.acquire()
        try:
            return await connection.run(pipeline, timeout)
        except psycopg.errors.ReadOnlySqlTransaction:
            connection.discard()  # the server was demoted: the next connection goes to the new primary
            raise psycopg.OperationalError("the server has become read-only") from None
        except psycopg.OperationalError as error:
            if connection.is_broken:
                raise ConnectionLost from error
            raise
        finally:
            self.pool.release(connection)

    async def is_migrated(self) -> bool:
        """Whether this code works with the current schema.

        Raises `psycopg.OperationalError` when PostgreSQL cannot be reached or does not answer.
        """
        try:
            row = await self.fetch(REVISION_AND_OLDEST)
        except psycopg.errors.UndefinedTable:  # revisions before 0007 have no table `supports`
            try:
                row = await self.fetch(REVISION)
            except psycopg.errors.UndefinedTable:
                return False
        return can_work_on(*(value.decode() for value in row or () if value is not None))


class ConnectionLost(psycopg.OperationalError):
    """The connection broke while a statement was running; nobody knows whether it was carried out."""


def can_work_on(revision: str = "", oldest_supported: str = "") -> bool:
    """Whether this code works with a schema at `revision`, which supports code of `oldest_supported` and newer.

    Migrations only add, unless they raise the oldest supported revision: until then a newer schema works too.
    """
    is_supported = oldest_supported.isdecimal() and int(oldest_supported) <= int(newest_revision())
    return revision == newest_revision() or (is_newer(revision) and is_supported)


def is_newer(revision: str) -> bool:
    """Whether that revision is newer than this code. Revisions are numbers."""
    return revision.isdecimal() and int(revision) > int(newest_revision())


@cache
def newest_revision() -> str:
    """The head of the migrations beside this code."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""
