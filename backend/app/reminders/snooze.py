"""Putting a reminder off.

This is about a notification that somebody has seen, and not about the task, which stays as it is: so it is no change,
has no version and no line in the log, and no device has to hear of it. A later change of when the task is due, or of
whether it is open, decides anew when to remind.
"""

from sqlalchemy import Integer

from app.journal.answers import UNLESS_ANSWERED, KeyUse, own_key
from app.journal.items import IS_AS_EXPECTED, LIVE
from app.journal.log import answering, refusing, unlogged
from app.journal.owner import IS_ERASED
from app.journal.writer import Expected, Operation, OperationKind

REASONS = """
    WHEN old.id IS NULL THEN 'absent'
    WHEN old.completed THEN 'done'
    WHEN old.remind_before IS NULL THEN 'unreminded'
    ELSE 'stale'
"""


def _snooze(key_use: KeyUse, _begins: bool) -> str:
    ctes = [
        f"""old AS (
            SELECT item.id, item.completed, item.remind_before, item.document, item.version, item.seq AS previous,
                clock_timestamp() + :minutes * interval '1 minute' AS moment
            FROM todo.task item WHERE item.user_id = :owner AND item.id = :id AND {LIVE} AND NOT {IS_ERASED}
                {UNLESS_ANSWERED[key_use]}
        )""",
        f"""snoozed AS (
            UPDATE todo.task item SET remind_at = old.moment
            FROM old WHERE item.user_id = :owner AND item.id = :id
                AND NOT old.completed AND old.remind_before IS NOT NULL AND {IS_AS_EXPECTED}
            RETURNING old.id, old.document, concat(old.version, '-', old.previous) AS tag
        )""",
        # What is on its way would come in spite of this.
        """stopped AS (
            DELETE FROM todo.delivery
            WHERE delivery.user_id = :owner AND delivery.task_id = (SELECT snoozed.id FROM snoozed)
        )""",
    ]
    outcome = unlogged(f"coalesce(snoozed.document, {refusing(REASONS)})", "snoozed.tag")
    return answering(key_use, ctes, outcome, "old.id", "(SELECT) one LEFT JOIN old ON true LEFT JOIN snoozed ON true")


SNOOZE = OperationKind(_snooze, types={"minutes": Integer()})


def snooze(task_id: str, minutes: int, expected: Expected) -> Operation:
    """Remind of an open task once more, that many minutes from now."""
    return Operation(SNOOZE, {"id": task_id, "minutes": minutes, **expected}, own_key=own_key())
