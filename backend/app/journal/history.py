"""The history of one task: its lines in the log, newest first, in pages."""

from dataclasses import dataclass

from app.database import Database
from app.errors import ForeignCursor, TaskNotFound
from app.identity.user import CurrentUser
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement, fetch_owned
from app.text import known_id

NUMBER = 18  # a number with more digits may be too large for a bigint

# From the task's last change backwards, or from the line before `:seq`. A line has the state before its change; the
# state after it is in the next line, or in the task. OFFSET 0 makes PostgreSQL look up each line by its key.
HISTORY = OwnedStatement(
    f"""
    WITH RECURSIVE task AS (
        SELECT task.id, task.seq, task.document FROM todo.task
        WHERE task.user_id = :owner AND task.id = :id AND NOT {IS_ERASED}
    ), start AS (
        SELECT task.seq, task.document AS after FROM task WHERE :seq IS NULL
        UNION ALL
        SELECT newer.previous, newer.before FROM task, todo.change newer
        WHERE newer.user_id = :owner AND newer.seq = :seq AND newer.item_id = task.id
    ), line AS (
        SELECT change.*, start.after, 1 AS n FROM start, LATERAL (
            SELECT * FROM todo.change WHERE change.user_id = :owner AND change.seq = start.seq OFFSET 0
        ) change
        UNION ALL
        SELECT change.*, line.before, line.n + 1 FROM line, LATERAL (
            SELECT * FROM todo.change WHERE change.user_id = :owner AND change.seq = line.previous OFFSET 0
        ) change
        WHERE line.n <= :limit
    )
    SELECT CASE
        WHEN EXISTS (SELECT FROM task) THEN (
            SELECT coalesce(json_agg(json_build_object(
                'seq', line.seq, 'task_id', line.item_id, 'operation', line.operation, 'before', line.before,
                'after', line.after, 'actor', line.actor, 'request_id', line.request_id, 'at', todo.rfc3339(line.at)
            ) ORDER BY line.n), '[]') FROM line WHERE line.n <= :limit
        )
        WHEN {IS_ERASED} THEN {ERASED}
    END,
    (SELECT line.seq FROM line WHERE line.n = :limit AND line.previous IS NOT NULL AND EXISTS (
        SELECT FROM line WHERE line.n > :limit
    )),
    EXISTS (SELECT FROM start)
    """,
    only_reads=True,
)


@dataclass(frozen=True, slots=True)
class History:
    """The histories of one user's tasks."""

    database: Database
    owner: CurrentUser

    async def page(self, task_id: str, limit: int, cursor: str | None) -> tuple[bytes, str | None]:
        """A JSON array of a task's changes, newest first, and the cursor of the next page.

        Raises `TaskNotFound`, and `ForeignCursor` for a cursor of another task.
        """
        if known_id(task_id) is None:
            raise TaskNotFound
        if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) <= NUMBER):
            raise ForeignCursor
        document, following, has_start = await fetch_owned(
            self.database, self.owner, HISTORY, id=task_id, limit=limit, seq=cursor
        )
        if document is None:
            raise TaskNotFound
        if has_start != b"t":
            raise ForeignCursor
        return document, following.decode() if following else None
