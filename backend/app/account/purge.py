"""The purge: it deletes old tasks and lists in the trash, old lines of the log and old stored answers.

Each transaction deletes a limited number of rows of one owner, so that no write waits for long.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import psycopg
from sqlalchemy import DateTime

from app.config import Settings
from app.database import Database
from app.errors import DomainError, HistoryTooLong, NotFound
from app.identity.user import CurrentUser
from app.journal.erasing import Erasing
from app.journal.owner import TAKE, OwnedStatement
from app.journal.refusals import refusal_of
from app.journal.writer import Writer
from app.lists.operations import ERASING as ERASING_LISTS
from app.postgres.channel import StatementTimeout
from app.postgres.statement import Statement
from app.tasks.operations import PURGING as ERASING_TASKS

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 3600
PURGE_TIMEOUT_SECONDS = 60.0
ANSWER_HOURS = 24
ITEMS_AT_ONCE = 5  # each with up to a thousand lines of the log
ROWS_AT_ONCE = 1000

BEFORE = {"before": DateTime(timezone=True)}


def _owners(table: str, moment: str) -> Statement:
    """The owners of older rows. It reads rows of all owners, and returns nothing of their content."""
    return Statement(
        f"SELECT coalesce(json_agg(DISTINCT {table}.user_id), '[]') FROM todo.{table} WHERE {table}.{moment} < :before",
        only_reads=True,
        types=BEFORE,
    )


TRASH_OWNERS = _owners("task", "deleted_at")
LIST_OWNERS = _owners("list", "deleted_at")
LOG_OWNERS = _owners("change", "at")
ANSWER_OWNERS = _owners("answer", "at")

# An import may bring an item into the trash with the time at which it was deleted elsewhere. Its days count from the
# import, which could not be undone otherwise: `at` of its last line in the log.
OLD_TRASH = {
    kind: OwnedStatement(
        f"""
        SELECT coalesce(json_agg(old.id), '[]') FROM (
            SELECT item.id FROM todo.{kind} item
            WHERE item.user_id = :owner AND item.deleted_at < :before AND NOT EXISTS (
                SELECT FROM todo.change line
                WHERE line.user_id = :owner AND line.seq = item.seq AND line.at >= :before
            )
            LIMIT {ITEMS_AT_ONCE}
        ) old
        """,
        only_reads=True,
        types=BEFORE,
    )
    for kind in ("task", "list")
}
# The oldest lines have the lowest numbers, so the scan stops at the first line that is not old. A token that ends on
# the last deleted line stays valid: no line after it is missing.
CUT_LOG = OwnedStatement(
    f"""
    WITH old AS (
        SELECT first.seq, first.at FROM (
            SELECT line.seq, line.at FROM todo.change line WHERE line.user_id = :owner
            ORDER BY line.seq LIMIT {ROWS_AT_ONCE}
        ) first WHERE first.at < :before
    ), gone AS (
        DELETE FROM todo.change line USING old WHERE line.user_id = :owner AND line.seq = old.seq
    ), cut AS (
        UPDATE todo."user" account SET log_start = last.seq, log_start_at = last.at
        FROM (SELECT old.seq, old.at FROM old ORDER BY old.seq DESC LIMIT 1) last WHERE account.id = :owner
    )
    SELECT count(*) FROM old
    """,
    types=BEFORE,
)
FORGET_ANSWERS = OwnedStatement(
    f"""
    WITH gone AS (
        DELETE FROM todo.answer WHERE answer.user_id = :owner AND answer.at < :before AND answer.key = ANY (ARRAY(
            SELECT old.key FROM todo.answer old WHERE old.user_id = :owner AND old.at < :before LIMIT {ROWS_AT_ONCE}
        ))
        RETURNING 1
    )
    SELECT count(*) FROM gone
    """,
    types=BEFORE,
)


async def purge(database: Database, settings: Settings) -> int:
    """Delete what is too old, and return the number of deleted tasks."""
    now = datetime.now(UTC)
    trash_ends, log_ends = (now - timedelta(days=days) for days in (settings.trash_days, settings.history_days))
    answers_end = now - timedelta(hours=ANSWER_HOURS)
    purged = 0

    async def empty_trash(owner: str) -> None:
        nonlocal purged
        async for count in _emptied_trash(database, owner, trash_ends, "task", ERASING_TASKS):
            purged += count

    async def erase_lists(owner: str) -> None:
        async for _ in _emptied_trash(database, owner, trash_ends, "list", ERASING_LISTS):
            pass

    await _for_each(database, TRASH_OWNERS, trash_ends, empty_trash)
    await _for_each(database, LIST_OWNERS, trash_ends, erase_lists)
    await _for_each(database, LOG_OWNERS, log_ends, lambda owner: _until_nothing(database, CUT_LOG, owner, log_ends))
    await _for_each(
        database, ANSWER_OWNERS, answers_end, lambda owner: _until_nothing(database, FORGET_ANSWERS, owner, answers_end)
    )
    return purged


async def _for_each(
    database: Database, owners: Statement, before: datetime, purge_one: Callable[[str], Awaitable[None]]
) -> None:
    """Purge one owner after the other. A busy account is skipped until the next purge."""
    (row,) = await database.run([owners.bind({"before": before})], timeout=PURGE_TIMEOUT_SECONDS)
    for owner in json.loads((row and row[0]) or b"[]"):
        try:
            await purge_one(owner)
        except (DomainError, StatementTimeout):
            continue
        except psycopg.DatabaseError as error:
            if refusal_of(error) is None:
                raise


async def _emptied_trash(
    database: Database, owner: str, before: datetime, kind: str, erasing: Erasing
) -> AsyncIterator[int]:
    """Erase what is old in the owner's trash in portions; yields the number of items in each."""
    whose = CurrentUser(owner, email=None, short_hash="", issued_at=datetime.now(UTC).timestamp(), expires_at=0)
    writer = Writer(database, whose, request_id=None, task_limit=0, actor="purge")
    while True:
        row = await database.fetch(OLD_TRASH[kind], owner=owner, before=before)
        ids = json.loads((row and row[0]) or b"[]")
        if not ids:
            return
        try:
            await writer.write(*(erasing.operation(item_id, {}, deleted_before=before) for item_id in ids))
            yield len(ids)
        except NotFound:
            continue  # an item was restored or erased meanwhile: the next query finds the others
        except HistoryTooLong:
            for item_id in ids:
                await erasing.shorten_history(writer, item_id)


async def _until_nothing(database: Database, statement: OwnedStatement, owner: str, before: datetime) -> None:
    values = {"owner": owner, "before": before}
    count = b""
    while count != b"0":
        *_, row = await database.run([TAKE.bind(values), statement.bind(values)])
        count = (row and row[0]) or b"0"


async def purge_every_hour(database: Database, settings: Settings) -> None:
    """Purge after every hour with requests, so that a sleeping database is not woken for it."""
    seen = database.requests
    while True:
        await asyncio.sleep(INTERVAL_SECONDS)
        if database.requests > seen:
            with suppress(psycopg.Error):
                logger.info("purged %d tasks", await purge(database, settings))
            seen = database.requests
