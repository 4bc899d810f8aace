"""Rebuilding documents after a field was added, while the service runs.

`document` stores each task as the JSON of responses. A new column has its default in all tasks at once, but the stored
documents lack it. They are rebuilt in small portions, which skip locked rows, so that nobody waits for long.
"""

from collections.abc import Callable
from typing import Any

import psycopg

from app.tasks.fields import TASKS

PORTION = 200

# A task from before there were positions gets one by its age. An import may have set a time in the future.
POSITION = """
    CASE WHEN item.position <> '' THEN item.position ELSE todo.position_at(least(item.created_at, now())) END
"""
VALUES = TASKS.columns_of("item") | {"position": POSITION}
REBUILD = f"""
    WITH stale AS (
        SELECT task.user_id, task.id FROM todo.task
        WHERE (task.user_id, task.id) > (%(owner)s, %(id)s::uuid)
            AND ((task.document::jsonb ?& %(fields)s) IS NOT TRUE OR task.position = '')
        ORDER BY task.user_id, task.id LIMIT {PORTION} FOR NO KEY UPDATE SKIP LOCKED
    ), rebuilt AS (
        UPDATE todo.task item SET position = {POSITION}, document = {TASKS.document(VALUES)}
        FROM stale WHERE item.user_id = stale.user_id AND item.id = stale.id
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
            values = {"owner": place[0], "id": place[1], "fields": list(TASKS.shown)}
            place = connection.execute(REBUILD, values).fetchone()
