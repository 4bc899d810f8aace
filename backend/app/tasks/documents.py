"""Rebuilding what is stored about tasks after a field was added or a rule of texts has changed, while the service runs.

`document` stores each task as the JSON of responses. A new column has its default in all tasks at once, but the stored
documents lack it. `KEYS` are computed from texts. Both are rebuilt in small portions, which skip locked rows, so that
nobody waits for long.
"""

from collections.abc import Callable
from typing import Any

import psycopg

from app.tasks.fields import TASKS

PORTION = 200


def _values(row: str) -> dict[str, str]:
    """The task's columns; a task from before there were positions gets one by its age."""
    # An import may have set a time in the future.
    by_age = f"todo.position_at(least({row}.created_at, now()))"
    return TASKS.columns_of(row) | {"position": f"CASE WHEN {row}.position <> '' THEN {row}.position ELSE {by_age} END"}


VALUES = _values("item")
# The document of a `task` with all fields, for those who read the fields in it. What an earlier version has written
# lacks the newest one until it is rebuilt; in a text a quote would have a backslash before it.
WHOLE = f"""
    CASE WHEN strpos(task.document::text, ',"{TASKS.shown[-1]}":') > 0 THEN task.document
        ELSE {TASKS.document(_values("task"))} END
"""
# Texts with these are folded otherwise since revision 0018: U+02BB and others, and what is composed of them.
FOLDED_ANEW = "[\\u02b9\\u02bb\\u02bd-\\u02bf\\u0374\\u1e9a\\u2032-\\u2034\\u2057]"
KEYS = {name: TASKS.derived(TASKS.columns_of("item"))[name] for name in ("search", "title_key", "tag_keys")}
HAS_OLD_KEYS = f"""
    concat_ws(' ', item.title, item.description, item.tags::text) COLLATE "C" ~ '{FOLDED_ANEW}'
    AND ({", ".join(f"item.{name}" for name in KEYS)}) IS DISTINCT FROM ({", ".join(KEYS.values())})
"""
REBUILD = f"""
    WITH stale AS (
        SELECT item.user_id, item.id FROM todo.task item
        WHERE (item.user_id, item.id) > (%(owner)s, %(id)s::uuid)
            AND ((item.document::jsonb ?& %(fields)s) IS NOT TRUE OR item.position = '' OR {HAS_OLD_KEYS})
        ORDER BY item.user_id, item.id LIMIT {PORTION} FOR NO KEY UPDATE SKIP LOCKED
    ), rebuilt AS (
        UPDATE todo.task item SET position = {VALUES["position"]}, document = {TASKS.document(VALUES)},
            {", ".join(f"{name} = {key}" for name, key in KEYS.items())}
        FROM stale WHERE item.user_id = stale.user_id AND item.id = stale.id
    )
    SELECT stale.user_id, stale.id FROM stale ORDER BY stale.user_id DESC, stale.id DESC LIMIT 1
"""
FIRST = ("", "00000000-0000-0000-0000-000000000000")


def rebuild_documents(connect: Callable[[], psycopg.Connection[Any]]) -> None:
    """Rebuild documents that lack a field, and keys of an earlier rule.

    Run it again when the last process of earlier code has exited.
    """
    with connect() as connection:
        connection.autocommit = True
        place: tuple[Any, ...] | None = FIRST
        while place is not None:
            values = {"owner": place[0], "id": place[1], "fields": list(TASKS.shown)}
            place = connection.execute(REBUILD, values).fetchone()
