"""What a change of the settings does to the reminders of all open tasks: these are due at times of day in that zone.

It is no change of the tasks: they stay as they are, and have no lines in the log.
"""

OF_REMINDERS = ("time_zone", "day_start")  # the settings that decide when a reminder is due

_IS_REMINDING = """
    item.user_id = :owner AND item.remind_before IS NOT NULL AND NOT item.completed AND item.deleted_at IS NULL
"""
# As for any other operation, with more of them the write becomes a long one (`journal/writer.py`).
ARE_MANY = f"""
    ((SELECT count(*) FROM (SELECT FROM todo.task item WHERE {_IS_REMINDING} LIMIT :many + 1) item) > :many) IS TRUE
"""


def _moment(settings: str) -> str:
    its = ", ".join(f"{settings}.{name}" for name in OF_REMINDERS)
    return f"todo.reminder_of(item.due_date, item.due_time, item.remind_before, {its})"


# The CTE `reminded`, where `old` and `made` have the settings before and after. What was put off, or is due and not on
# its way yet, is not at the moment that the old settings say, and stays as it is.
REMINDED = f"""
    reminded AS (
        UPDATE todo.task item SET remind_at = {_moment("made")} FROM old, made
        WHERE {_IS_REMINDING} AND (old.time_zone, old.day_start) IS DISTINCT FROM (made.time_zone, made.day_start)
            AND (item.remind_at IS NULL OR item.remind_at = {_moment("old")})
            AND item.remind_at IS DISTINCT FROM {_moment("made")}
    )
"""
