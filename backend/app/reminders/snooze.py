"""Putting a reminder off.

This is about a notification that somebody has seen, and not about the task, which stays as it is: so it is no change,
has no version and no line in the log, and no device has to hear of it. A later change of when the task is due, or of
whether it is open, decides anew when to remind.
"""

from sqlalchemy import Integer

from app.database import Database
from app.errors import TaskNotFound
from app.identity.user import CurrentUser
from app.journal.items import IS_AS_EXPECTED, LIVE
from app.journal.owner import IS_ERASED, TAKE, OwnedStatement
from app.journal.unlogged import write_unlogged
from app.journal.writer import Expected
from app.text import known_id

# With what is on its way: it would come in spite of this.
SNOOZE = OwnedStatement(
    f"""
    WITH old AS (
        SELECT item.id, item.completed, item.remind_before, item.document, item.version, item.seq AS previous,
            clock_timestamp() + :minutes * interval '1 minute' AS moment
        FROM todo.task item WHERE item.user_id = :owner AND item.id = :id AND {LIVE} AND NOT {IS_ERASED}
    ), snoozed AS (
        UPDATE todo.task item SET remind_at = old.moment
        FROM old WHERE item.user_id = :owner AND item.id = :id
            AND NOT old.completed AND old.remind_before IS NOT NULL AND {IS_AS_EXPECTED}
        RETURNING old.id, old.document, concat(old.version, '-', old.previous) AS tag
    ), stopped AS (
        DELETE FROM todo.delivery
        WHERE delivery.user_id = :owner AND delivery.task_id = (SELECT snoozed.id FROM snoozed)
    )
    SELECT coalesce(snoozed.document, todo.refuse(CASE
        WHEN {IS_ERASED} THEN 'erased'
        WHEN old.id IS NULL THEN 'absent'
        WHEN old.completed THEN 'done'
        WHEN old.remind_before IS NULL THEN 'unreminded'
        ELSE 'stale'
    END)), snoozed.tag
    FROM (SELECT) one LEFT JOIN old ON true LEFT JOIN snoozed ON true
    """,
    types={"minutes": Integer()},
)


async def snooze(
    database: Database, owner: CurrentUser, task_id: str, minutes: int, expected: Expected
) -> tuple[bytes, str]:
    """Remind of an open task once more, that many minutes from now; returns it as JSON, and its tag.

    Raises `TaskNotFound`, `TaskHasChanged`, and `Conflict` if the task is completed or has no reminder.
    """
    if known_id(task_id) is None:
        raise TaskNotFound
    values = {"if_match": None, "if_none_match": None, **expected, "id": task_id, "minutes": minutes}
    document, tag = await write_unlogged(database, owner, TAKE, SNOOZE, **values) or [None, None]
    return document or b"", (tag or b"").decode()
