"""What has been kept for long enough goes: the trash, the log of changes, remembered answers."""

import asyncio
import contextlib
import logging

import psycopg
from sqlalchemy import text

from app.config import Settings
from app.database import Database
from app.postgres.connection import Statement

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 3600

PURGE = Statement(
    text("""
    SELECT CAST(todo.purge(
        make_interval(days => CAST(:trash_days AS integer)), make_interval(days => CAST(:history_days AS integer))
    ) AS text)
    """),
    timeout=60.0,
)


async def purge(database: Database, settings: Settings) -> int:
    """Erase what is too old, and say how many tasks that were. Of several processes one does it."""
    total = 0
    while True:  # some at a time
        row = await database.fetch(PURGE, trash_days=settings.trash_days, history_days=settings.history_days)
        purged = int((row and row[0]) or b"0")
        total += purged
        if not purged:
            return total


async def purge_now_and_then(database: Database, settings: Settings) -> None:
    """Purge every hour in which somebody was here: a database that sleeps is not woken for it."""
    seen = database.statements
    while True:
        await asyncio.sleep(INTERVAL_SECONDS)
        if database.statements > seen:
            with contextlib.suppress(psycopg.Error):
                logger.info("purged %d tasks", await purge(database, settings))
            seen = database.statements
