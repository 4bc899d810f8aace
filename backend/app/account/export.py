"""Exporting all tasks of an account."""

from app.database import Database
from app.identity.user import CurrentUser
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement, fetch_owned

EXPORT = OwnedStatement(
    f"""
    SELECT CASE WHEN {IS_ERASED} THEN {ERASED} ELSE (
        SELECT json_agg(task.document ORDER BY task.created_at, task.id) FROM todo.task WHERE task.user_id = :owner
    ) END
    """,
    only_reads=True,
)


async def export_tasks(database: Database, owner: CurrentUser) -> bytes:
    """All tasks as a JSON array, including the trash, the oldest first."""
    (document,) = await fetch_owned(database, owner, EXPORT)
    return document or b"[]"
