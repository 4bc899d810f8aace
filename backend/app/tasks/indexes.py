"""Building indexes while the service runs, which a migration, a single transaction, cannot do."""

from collections.abc import Callable
from typing import Any

import psycopg

INDEXES = {
    "idx_task_parent_id": "todo.task (user_id, parent_id) WHERE parent_id IS NOT NULL",
    "idx_task_remind_at": "todo.task (remind_at) WHERE remind_at IS NOT NULL",
}
IS_BROKEN = "SELECT NOT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"


def build_indexes(connect: Callable[[], psycopg.Connection[Any]]) -> None:
    """Build each index that is missing, or whose building was interrupted.

    Nobody waits for it, but it waits for the transactions that are open. Without them everything works, more slowly.
    """
    with connect() as connection:
        connection.autocommit = True
        for name, rows in INDEXES.items():
            if connection.execute(IS_BROKEN, [f"todo.{name}"]).fetchone() == (True,):
                connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS todo.{name}")
            connection.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {rows}")
