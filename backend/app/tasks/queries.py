"""Reading tasks: one by its id, and lists of them.

Lists are filtered, sorted and paged: `listing` has their statements, `cursors` says where a page begins.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg

from app.database import Database
from app.errors import ForeignCursor, TaskNotFound
from app.identity.user import CurrentUser
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement, fetch_owned
from app.journal.state import ANY
from app.tasks.cursors import cursor_after, fingerprint_of, position_of
from app.tasks.listing import ListOptions, statement_of
from app.tasks.schemas.listing import TaskQuery

# OFFSET 0 makes PostgreSQL find the task by its key first: without statistics it may choose a worse index.
GET = OwnedStatement(
    f"""
    SELECT CASE WHEN {IS_ERASED} THEN {ERASED} ELSE task.document END, concat(task.version, '-', task.seq)
    FROM (SELECT) one LEFT JOIN LATERAL (
        SELECT task.document, task.version, task.seq, task.deleted_at FROM todo.task
        WHERE task.user_id = :owner AND task.id = :id OFFSET 0
    ) task ON task.deleted_at IS NULL
    """,
    only_reads=True,
)

NONE = "none"  # in a query: no list, which is the Inbox, or no parent


class Listed(NamedTuple):
    """A list as JSON, or None if the caller has it already; its state; the cursor of the next page."""

    document: bytes | None
    state: str
    cursor: str | None


@dataclass(slots=True)
class UserTasks:
    """The tasks of one user. Methods return JSON that PostgreSQL has made in the form of `TaskResponse`."""

    database: Database
    owner: CurrentUser

    async def get(self, task_id: str) -> tuple[bytes, str]:
        """One task, and its tag: its version and the number of its last change. Raises `TaskNotFound`."""
        document, tag = await self._fetch(GET, id=TaskNotFound.unless_id(task_id))
        if document is None:
            raise TaskNotFound
        return document, tag.decode()

    async def list(self, query: TaskQuery, known: str = "") -> Listed:
        """A JSON array of the tasks that match; `known` are the states that the caller has, separated by commas.

        Raises `ForeignCursor` for a cursor of another list.
        """
        options, fingerprint = ListOptions.of(query), fingerprint_of(query)
        after_key, after_id = position_of(query.cursor, fingerprint) if query.cursor else (None, None)
        try:
            document, now, *last = await self._fetch(
                statement_of(options),
                known=known.split(","),
                completed=query.completed,
                words=query.q,
                tags=query.tag,
                priority=query.priority,
                in_any_list=query.list_id is None,
                below_any=query.parent_id is None,
                list_id=None if query.list_id == NONE else query.list_id,
                parent_id=None if query.parent_id == NONE else query.parent_id,
                due_before=query.due_before,
                due_after=query.due_after,
                limit=query.limit,
                after_key=after_key,
                after_id=after_id,
            )
        except psycopg.DataError:  # the cursor's key may not be a value of its type
            raise ForeignCursor from None
        cursor = cursor_after(fingerprint, last[0], last[1]) if last and last[0] is not None else None
        shown = (now or b"").decode()
        # No document: either the caller has this state, or no task matches.
        is_known = known == ANY or shown in known.split(",")
        return Listed(document or (None if is_known else b"[]"), shown, cursor)

    async def _fetch(self, statement: OwnedStatement, **values: Any) -> Any:
        return await fetch_owned(self.database, self.owner, statement, **values)
