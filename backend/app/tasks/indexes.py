"""Building an index while the service runs, which a migration, a single transaction, cannot do."""

from collections.abc import Callable
from typing import Any

import psycopg

NAME = "idx_task_parent_id"
IS_BROKEN = "SELECT NOT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"


def build_indexes(connect: Callable[[], psycopg.Connection[Any]]) -> None:
    """Build the index of parents if it is missing, or if an earlier attempt was interrupted.

    Nobody waits for it, but it waits for the transactions that are open. Without it everything works, more slowly.
    """
    with connect() as connection:
        connection.autocommit = True
        if connection.execute(IS_BROKEN, [f"todo.{NAME}"]).fetchone() == (True,):
            connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS todo.{NAME}")
        connection.execute(
            f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {NAME} ON todo.task (user_id, parent_id)"
            " WHERE parent_id IS NOT NULL"
        )
