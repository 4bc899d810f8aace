"""Reading tasks: one by its id, and lists of them.

Lists are filtered, sorted and paged. Each combination of sort and filters has its own statement, without values, so
that PostgreSQL's planner uses the index made for it.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Boolean, Date, DateTime, SmallInteger, String, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from app.database import Database
from app.errors import ForeignCursor, TaskNotFound
from app.identity.user import CurrentUser
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement, fetch_owned
from app.journal.state import ANY, EMPTY, STATE_OF_ACCOUNT
from app.postgres.statement import sql_type
from app.tasks.fields import TASKS
from app.tasks.schemas.listing import TaskQuery, TaskSort
from app.text import is_storable, known_id

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

# The sort keys of lists. Equal keys are ordered by id, so that every order is total.
KEYS: dict[str, tuple[str, TypeEngine[Any]]] = {
    "created_at": ("task.created_at", DateTime(timezone=True)),
    "updated_at": ("task.updated_at", DateTime(timezone=True)),
    # Within a day, what has a time comes first, as in the web app; what has no day comes last.
    "due_date": (
        "coalesce(task.due_date + coalesce(task.due_time, '23:59:59')::time, 'infinity'::timestamp)",
        DateTime(),
    ),
    "title": ('task.title_key COLLATE "C"', String()),
    "priority": ("task.priority", SmallInteger()),
    "position": ("task.position", String()),
}
# The order without a `-`: newest first, highest priority first, the soonest date first, titles from A.
DESCENDING = {"created_at", "updated_at", "priority"}

# The filters of lists, with the types of their values. A subquery is evaluated once, not for each task.
FILTERS: dict[str, tuple[str, TypeEngine[Any]]] = {
    "completed": ("task.completed = :completed", TASKS.types["completed"]),
    "words": ("task.search @@ (SELECT todo.search_query(:words))", String()),
    "tags": ("task.tag_keys @> (SELECT todo.tag_keys(:tags))", ARRAY(String())),
    "priority": ("task.priority = :priority", TASKS.types["priority"]),
    # Both in one, because each filter doubles the number of statements that a process may have to keep.
    "place": (
        """
        (:in_any_list OR task.list_id IS NOT DISTINCT FROM :list_id)
        AND (:below_any OR task.parent_id IS NOT DISTINCT FROM :parent_id)
        """,
        Uuid(),
    ),
    "due_before": ("task.due_date < :due_before", Date()),
    "due_after": ("task.due_date > :due_after", Date()),
}


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
        if known_id(task_id) is None:
            raise TaskNotFound
        document, tag = await self._fetch(GET, id=task_id)
        if document is None:
            raise TaskNotFound
        return document, tag.decode()

    async def list(self, query: TaskQuery, known: str = "") -> Listed:
        """A JSON array of the tasks that match; `known` are the states that the caller has, separated by commas.

        Raises `ForeignCursor` for a cursor of another list.
        """
        options, fingerprint = ListOptions.of(query), _fingerprint(query)
        after_key, after_id = _position(query.cursor, fingerprint) if query.cursor else (None, None)
        try:
            document, now, *last = await self._fetch(
                _list(options),
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
        cursor = _cursor(fingerprint, last[0], last[1]) if last and last[0] is not None else None
        shown = (now or b"").decode()
        # No document: either the caller has this state, or no task matches.
        is_known = known == ANY or shown in known.split(",")
        return Listed(document or (None if is_known else b"[]"), shown, cursor)

    async def _fetch(self, statement: OwnedStatement, **values: Any) -> Any:
        return await fetch_owned(self.database, self.owner, statement, **values)


@dataclass(frozen=True, slots=True)
class ListOptions:
    """The options that select a list's statement."""

    sort: TaskSort
    filters: frozenset[str]
    is_deleted: bool
    is_limited: bool
    is_continued: bool

    @classmethod
    def of(cls, query: TaskQuery) -> "ListOptions":
        """The options of a query."""
        given = {
            "completed": query.completed is not None,
            "words": bool(query.q and query.q.strip()),
            "tags": bool(query.tag),
            "priority": query.priority is not None,
            "place": query.list_id is not None or query.parent_id is not None,
            "due_before": query.due_before is not None,
            "due_after": query.due_after is not None,
        }
        filters = frozenset(name for name, is_given in given.items() if is_given)
        is_limited = query.limit is not None
        return cls(query.sort, filters, query.deleted, is_limited, is_continued=is_limited and bool(query.cursor))


def _fingerprint(query: TaskQuery) -> str:
    """A hash of filters, their values and the order: a cursor is valid for the list that it came from."""
    if query.limit is None:
        return ""
    return hashlib.sha256(query.model_dump_json(exclude={"limit", "cursor"}).encode()).hexdigest()[:12]


def _cursor(fingerprint: str, key: bytes, task_id: bytes) -> str:
    """The cursor for the page after that task."""
    # With escapes, the longest title would exceed the length of a cursor.
    place = json.dumps([fingerprint, key.decode(), task_id.decode()], ensure_ascii=False)
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _position(cursor: str, fingerprint: str) -> tuple[str, str]:
    """The key and the id after which the page begins. Raises `ForeignCursor`."""
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        given, key, task_id = place
        if given == fingerprint and known_id(task_id) and is_storable(key):
            return key, task_id
    except (ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise ForeignCursor


@cache
def _list(options: ListOptions) -> OwnedStatement:
    """The statement returns the tasks, the account's state, and the key and id of the last task if there are more."""
    name = options.sort.removeprefix("-")
    key, kind = KEYS[name]
    is_descending = (name in DESCENDING) != options.sort.startswith("-")
    direction = "DESC" if is_descending else "ASC"
    order = f"{key} {direction}, task.id {direction}"
    is_there = "task.deleted_at IS NOT NULL" if options.is_deleted else "task.deleted_at IS NULL"
    conditions = ["task.user_id = :owner", is_there, *(FILTERS[name][0] for name in sorted(options.filters))]
    if options.is_continued:
        comparison = "<" if is_descending else ">"
        after = "(SELECT todo.title_key(:after_key))" if name == "title" else f"CAST(:after_key AS {sql_type(kind)})"
        conditions.append(f"({key}, task.id) {comparison} ({after}, :after_id)")
    where = " AND ".join(conditions)
    if options.is_limited:
        # A title's key may be too long for a cursor, which has the title itself.
        is_moment = isinstance(kind, DateTime) and kind.timezone
        cursor_key = f"todo.rfc3339({key})" if is_moment else "task.title" if name == "title" else key
        page = f"""
            , page AS (
                SELECT task.document, CAST({cursor_key} AS text) AS key, task.id::text AS id,
                    row_number() OVER (ORDER BY {order}) AS n
                FROM todo.task WHERE {where} ORDER BY {order} LIMIT :limit + 1
            )
        """
        documents = "(SELECT json_agg(page.document ORDER BY page.n) FROM page WHERE page.n <= :limit)"
        has_more = "EXISTS (SELECT FROM page WHERE page.n > :limit)"
        last = "".join(
            f", (SELECT page.{column} FROM page WHERE page.n = :limit AND {has_more})" for column in ("key", "id")
        )
    else:
        listed = f"SELECT task.document FROM todo.task WHERE {where} ORDER BY {order}"
        documents = f"(SELECT json_agg(listed.document) FROM ({listed}) listed)"
        page = last = ""
    types = {name: kind for name, (_, kind) in FILTERS.items()}
    types |= {"in_any_list": Boolean(), "below_any": Boolean(), "list_id": Uuid(), "parent_id": Uuid()}
    types |= {"known": ARRAY(String()), "after_key": String(), "after_id": Uuid()}
    # The tasks are read only if the caller does not have the account's state.
    return OwnedStatement(
        f"""
        WITH {STATE_OF_ACCOUNT} {page}
        SELECT
            CASE
                WHEN account.state IS NULL AND {IS_ERASED} THEN {ERASED}
                WHEN '{ANY}' <> ALL (:known) AND coalesce(account.state, '{EMPTY}') <> ALL (:known) THEN {documents}
            END,
            coalesce(account.state, '{EMPTY}') {last}
        FROM account
        """,
        only_reads=True,
        types=types,
    )
