"""Exporting all tasks and lists of an account, and its settings."""

from app.database import Database
from app.identity.user import CurrentUser
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement, fetch_owned
from app.tasks.documents import WHOLE
from app.tasks.repeating import FOR_CALENDARS


def _export(task: str) -> OwnedStatement:
    return OwnedStatement(
        f"""
        SELECT CASE WHEN {IS_ERASED} THEN {ERASED} ELSE (
            SELECT json_agg({task} ORDER BY task.created_at, task.id) FROM todo.task WHERE task.user_id = :owner
        ) END, (
            SELECT json_agg(list.document ORDER BY list.position, list.id) FROM todo.list WHERE list.user_id = :owner
        ), (
            SELECT settings.document FROM todo.settings WHERE settings.user_id = :owner
        )
        """,
        only_reads=True,
    )


EXPORT, EXPORT_FOR_CALENDARS = _export(WHOLE), _export(f"({FOR_CALENDARS})::json")


async def export_tasks(
    database: Database, owner: CurrentUser, *, for_calendars: bool = False
) -> tuple[bytes, bytes | None, bytes | None]:
    """All tasks and all lists as JSON arrays, including the trash, the oldest task first; and the settings.

    None: no lists, or no settings that were ever changed. `for_calendars`: tasks also say whether a repeat is the last.
    """
    statement = EXPORT_FOR_CALENDARS if for_calendars else EXPORT
    tasks, lists, settings = await fetch_owned(database, owner, statement)
    return tasks or b"[]", lists, settings
