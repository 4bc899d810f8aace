"""Exporting all tasks and lists of an account, and its settings."""

from app.database import Database
from app.identity.user import CurrentUser
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement, fetch_owned

EXPORT = OwnedStatement(
    f"""
    SELECT CASE WHEN {IS_ERASED} THEN {ERASED} ELSE (
        SELECT json_agg(task.document ORDER BY task.created_at, task.id) FROM todo.task WHERE task.user_id = :owner
    ) END, (
        SELECT json_agg(list.document ORDER BY list.position, list.id) FROM todo.list WHERE list.user_id = :owner
    ), (
        SELECT settings.document FROM todo.settings WHERE settings.user_id = :owner
    )
    """,
    only_reads=True,
)


async def export_tasks(database: Database, owner: CurrentUser) -> tuple[bytes, bytes | None, bytes | None]:
    """All tasks and all lists as JSON arrays, including the trash, the oldest task first; and the settings.

    None: no lists, or no settings that were ever changed.
    """
    tasks, lists, settings = await fetch_owned(database, owner, EXPORT)
    return tasks or b"[]", lists, settings
