"""What has been kept for long enough goes: the trash, the log of changes, remembered answers.

Always some of one owner at a time, each time in a transaction of its own, so that nobody's writes wait for long.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psycopg
from sqlalchemy import DateTime

from app.config import Settings
from app.database import Database
from app.errors import Busy, HistoryTooLong, InvalidToken, TaskNotFound
from app.identity.user import CurrentUser
from app.journal.owner import TAKE, OwnedStatement
from app.journal.writer import Writer
from app.postgres.statement import Statement
from app.tasks.erasing import shorten_history
from app.tasks.operations import erase

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 3600
PURGE_TIMEOUT_SECONDS = 60.0
ANSWER_HOURS = 24
TASKS_AT_ONCE = 20
LINES_AT_ONCE = 1000

BEFORE = {"before": DateTime(timezone=True)}


def _owners(table: str, moment: str) -> Statement:
    """Whose rows are older. Of all owners, and of their data it says nothing."""
    return Statement(
        f"SELECT coalesce(json_agg(DISTINCT {table}.user_id), '[]') FROM todo.{table} WHERE {table}.{moment} < :before",
        only_reads=True,
        types=BEFORE,
    )


TRASH_OWNERS = _owners("task", "deleted_at")
LOG_OWNERS = _owners("change", "at")
ANSWER_OWNERS = _owners("answer", "at")

OLD_TRASH = OwnedStatement(
    f"""
    SELECT coalesce(json_agg(old.id), '[]') FROM (
        SELECT task.id FROM todo.task WHERE task.user_id = :owner AND task.deleted_at < :before LIMIT {TASKS_AT_ONCE}
    ) old
    """,
    only_reads=True,
    types=BEFORE,
)
# The oldest lines come first. Looking past them for old ones would go through all of the log.
CUT_LOG = OwnedStatement(
    f"""
    WITH old AS (
        SELECT first.seq FROM (
            SELECT line.seq, line.at FROM todo.change line WHERE line.user_id = :owner
            ORDER BY line.seq LIMIT {LINES_AT_ONCE}
        ) first WHERE first.at < :before
    ), gone AS (
        DELETE FROM todo.change line USING old WHERE line.user_id = :owner AND line.seq = old.seq
    ), cut AS (
        UPDATE todo."user" account SET log_start = (SELECT max(old.seq) FROM old)
        WHERE account.id = :owner AND EXISTS (SELECT FROM old)
    )
    SELECT count(*) FROM old
    """,
    types=BEFORE,
)
FORGET_ANSWERS = OwnedStatement(
    """
    WITH old AS (DELETE FROM todo.answer WHERE answer.user_id = :owner AND answer.at < :before RETURNING 1)
    SELECT count(*) FROM old
    """,
    types=BEFORE,
)


async def purge(database: Database, settings: Settings) -> int:
    """Erase what is too old, and say how many tasks that were."""
    now = datetime.now(UTC)
    trash_ends, log_ends = (now - timedelta(days=days) for days in (settings.trash_days, settings.history_days))
    purged = 0
    async for owner in _owners_of(database, TRASH_OWNERS, trash_ends):
        with suppress(Busy, InvalidToken):  # what is still there comes with the next purge
            purged += await _empty_trash(_writer_for(database, owner), trash_ends)
    async for owner in _owners_of(database, LOG_OWNERS, log_ends):
        with suppress(Busy):
            await _until_nothing(_writer_for(database, owner), CUT_LOG, log_ends)
    answers_end = now - timedelta(hours=ANSWER_HOURS)
    async for owner in _owners_of(database, ANSWER_OWNERS, answers_end):
        with suppress(Busy):
            await _until_nothing(_writer_for(database, owner), FORGET_ANSWERS, answers_end)
    return purged


def _writer_for(database: Database, owner: str) -> Writer:
    # An account that is erased from now on is none of this writer's.
    whose = CurrentUser(owner, email=None, short_hash="", issued_at=datetime.now(UTC).timestamp(), expires_at=0)
    return Writer(database, whose, request_id=None, task_limit=0, actor="purge")


async def _owners_of(database: Database, statement: Statement, before: datetime) -> AsyncIterator[str]:
    (row,) = await database.run([statement.bind({"before": before})], timeout=PURGE_TIMEOUT_SECONDS)
    for owner in json.loads((row and row[0]) or b"[]"):
        yield owner


async def _empty_trash(writer: Writer, before: datetime) -> int:
    purged = 0
    while True:
        row = await writer.database.fetch(OLD_TRASH, owner=writer.owner.id, before=before)
        ids = json.loads((row and row[0]) or b"[]")
        if not ids:
            return purged
        try:
            await writer.write(*(erase(task_id, {}, deleted_before=before) for task_id in ids))
            purged += len(ids)
        except TaskNotFound:
            continue  # restored meanwhile, or erased: what is still there comes with the next look
        except HistoryTooLong:
            for task_id in ids:
                await shorten_history(writer, task_id)


async def _until_nothing(writer: Writer, statement: OwnedStatement, before: datetime) -> None:
    values = {"owner": writer.owner.id, "before": before}
    count = b""
    while count != b"0":
        *_, row = await writer.run([TAKE.bind(values), statement.bind(values)])
        count = (row and row[0]) or b"0"


async def purge_now_and_then(database: Database, settings: Settings) -> None:
    """Purge every hour in which somebody was here: a database that sleeps is not woken for it."""
    seen = database.requests
    while True:
        await asyncio.sleep(INTERVAL_SECONDS)
        if database.requests > seen:
            with suppress(psycopg.Error):
                logger.info("purged %d tasks", await purge(database, settings))
            seen = database.requests
