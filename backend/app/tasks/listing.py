"""The statements of lists of tasks.

Each combination of sort and filters has its own statement, without values, so that PostgreSQL's planner uses the index
made for it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, SmallInteger, String, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from app.journal.owner import ERASED, IS_ERASED, OwnedStatement
from app.journal.state import ANY, EMPTY, STATE_OF_ACCOUNT
from app.postgres.statement import sql_type
from app.tasks.fields import TASKS
from app.tasks.schemas.listing import TaskQuery, TaskSort

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


@cache
def statement_of(options: ListOptions) -> OwnedStatement:
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
