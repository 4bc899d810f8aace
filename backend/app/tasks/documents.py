"""Rebuilding documents after a field was added, while the service runs.

`document` stores each task as the JSON of responses. A new column has its default in all tasks at once, but the stored
documents lack it. They are rebuilt in small portions, which skip locked rows, so that nobody waits for long.
"""

from collections.abc import Callable
from typing import Any

import psycopg

from app.tasks.fields import SHOWN, columns_of, document

PORTION = 200

REBUILD = f"""
    WITH stale AS (
        SELECT task.user_id, task.id FROM todo.task
        WHERE (task.user_id, task.id) > (%(owner)s, %(id)s::uuid)
            AND (task.document::jsonb ?& %(fields)s) IS NOT TRUE
        ORDER BY task.user_id, task.id LIMIT {PORTION} FOR NO KEY UPDATE SKIP LOCKED
    ), rebuilt AS (
        UPDATE todo.task SET document = {document(columns_of("task"))}
        FROM stale WHERE task.user_id = stale.user_id AND task.id = stale.id
    )
    SELECT stale.user_id, stale.id FROM stale ORDER BY stale.user_id DESC, stale.id DESC LIMIT 1
"""
FIRST = ("", "00000000-0000-0000-0000-000000000000")


def rebuild_documents(connect: Callable[[], psycopg.Connection[Any]]) -> None:
    """Rebuild every document that lacks a field. Run it again when the last process of earlier code has exited."""
    with connect() as connection:
        connection.autocommit = True
        place: tuple[Any, ...] | None = FIRST
        while place is not None:
            values = {"owner": place[0], "id": place[1], "fields": list(SHOWN)}
            place = connection.execute(REBUILD, values).fetchone()
