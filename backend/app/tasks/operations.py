"""The operations on one task, each as one statement. `journal/log.py` explains the parts they share."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import DateTime
from sqlalchemy.types import TypeEngine

from app.journal.answers import KeyUse
from app.journal.log import account, change
from app.journal.owner import OwnedStatement
from app.journal.writer import Expected, Operation, OperationKind
from app.tasks.fields import CONTENT, TYPES, Values, columns_of, derived, document, updated_derived
from app.tasks.schemas import TaskCreate, TaskPatch

KIND = "task"

LIVE = "task.deleted_at IS NULL"
TRASHED = "task.deleted_at IS NOT NULL"

# What `If-Match` and `If-None-Match` are compared with: any version, this version, this version and last change.
TAGS = "ARRAY['*', old.version::text, concat(old.version, '-', old.previous)]::varchar[]"
IS_AS_EXPECTED = f"((:if_match && {TAGS}) IS NOT FALSE AND (:if_none_match && {TAGS}) IS NOT TRUE)"

ROOM_FOR_TASKS = "old.live_tasks < :task_limit"
ROOM_IN_TRASH = "old.trashed_tasks < :task_limit"

ABSENT = "WHEN old.id IS NULL THEN 'absent'"
STALE = f"WHEN NOT {IS_AS_EXPECTED} THEN 'stale'"

LINE = "old.seq, old.command, old.at, old.previous, old.before"  # columns of `changed` for the line in the log


def found(key_use: KeyUse, begins: bool, condition: str) -> str:
    """The CTE `old`: the account, and the owner's task with that id if the condition holds."""
    # OFFSET 0 makes PostgreSQL find the task by its key first: without statistics it may choose a worse index.
    return f"""
        old AS (
            SELECT account.*, task.id, task.version, task.seq AS previous, task.document AS before
            FROM ({account(key_use, may_begin=begins)}) account LEFT JOIN LATERAL (
                SELECT task.id, task.version, task.seq, task.document, task.deleted_at FROM todo.task
                WHERE task.user_id = :owner AND task.id = :id OFFSET 0
            ) task ON {condition}
        )
    """


def updated(sets: Values, condition: str = "true") -> str:
    """The CTE `changed`: the task in `old` with these columns set, unless all of them have these values already."""
    values = {
        # Later than before, even if an import has set a time in the future.
        "updated_at": "greatest(old.at, task.updated_at + interval '1 microsecond')",
        "version": "task.version + 1",
        **sets,
    }
    after = columns_of("task") | values
    assignments = values | updated_derived(after, sets) | {"seq": "old.seq", "document": document(after)}
    return f"""
        changed AS (
            UPDATE todo.task task SET {", ".join(f"{name} = {value}" for name, value in assignments.items())}
            FROM old
            WHERE task.user_id = :owner AND task.id = :id AND old.id IS NOT NULL AND {IS_AS_EXPECTED} AND {condition}
                AND ({" OR ".join(f"task.{name} IS DISTINCT FROM {value}" for name, value in sets.items()) or "false"})
            RETURNING task.id AS item_id, task.version, task.document, {LINE}
        )
    """


def _made() -> str:
    """The CTEs `made` and `changed`: a new task, if its id is not taken and the limit is not reached."""
    values = {name: f":{name}" for name in CONTENT} | {
        "id": ":id",
        "user_id": ":owner",
        "created_at": "old.at",
        "updated_at": "old.at",
        # An id chosen by a client may be that of an erased task, whose versions must not be used again.
        "version": "CASE WHEN :if_none_match IS NULL THEN 1 ELSE old.erased_version + 1 END",
        "deleted_at": "NULL::timestamptz",
    }
    columns = values | derived(values) | {"seq": "old.seq", "document": document(values)}
    return f"""
        made AS (
            INSERT INTO todo.task AS task ({", ".join(columns)})
            SELECT {", ".join(columns.values())} FROM old WHERE old.id IS NULL AND {ROOM_FOR_TASKS}
            RETURNING task.id AS item_id, task.version, task.document
        ), changed AS (SELECT made.*, {LINE}, old.erased_at, old.erased_version FROM made, old)
    """


Ctes = Callable[[KeyUse, bool], Sequence[str]]


def _kind(
    name: str, ctes: Ctes, *, types: Mapping[str, TypeEngine[Any]] | None = None, may_begin: bool = False, **parts: str
) -> OperationKind:
    def sql(key_use: KeyUse, begins: bool) -> str:
        return change(KIND, name, key_use, ctes=ctes(key_use, begins), **parts)

    return OperationKind(sql, types=types, may_begin=may_begin)


CREATE = _kind(
    "create",
    lambda key_use, begins: [found(key_use, begins, "true"), _made()],
    may_begin=True,
    types=TYPES,
    unchanged="old.id IS NOT NULL AND :if_none_match IS NULL",  # a retry finds the task of the first attempt
    reasons="WHEN old.id IS NOT NULL THEN 'exists' WHEN old.seq IS NULL THEN 'new' ELSE 'full'",
    live_tasks="stored.live_tasks + 1",
    erased_at="last.erased_at",
    erased_version="last.erased_version",
)


@cache
def update_kind(names: frozenset[str]) -> OperationKind:
    """The operation that sets these fields; fields that are not set cost nothing."""
    return _kind(
        "update",
        lambda key_use, begins: [found(key_use, begins, LIVE), updated({name: f":{name}" for name in sorted(names)})],
        types=TYPES,
        unchanged=f"old.id IS NOT NULL AND {IS_AS_EXPECTED}",
        reasons=f"{ABSENT} ELSE 'stale'",
    )


TOGGLE = _kind(
    "complete",
    lambda key_use, begins: [found(key_use, begins, LIVE), updated({"completed": "NOT task.completed"})],
    reasons=f"{ABSENT} ELSE 'stale'",
)
DELETE = _kind(
    "delete",
    lambda key_use, begins: [found(key_use, begins, LIVE), updated({"deleted_at": "old.at"}, ROOM_IN_TRASH)],
    reasons=f"{ABSENT} {STALE} ELSE 'trash-full'",
    live_tasks="stored.live_tasks - 1",
    trashed_tasks="stored.trashed_tasks + 1",
)
RESTORE = _kind(
    "restore",
    lambda key_use, begins: [
        found(key_use, begins, TRASHED),
        updated({"deleted_at": "NULL::timestamptz"}, ROOM_FOR_TASKS),
    ],
    reasons=f"{ABSENT} {STALE} ELSE 'full'",
    live_tasks="stored.live_tasks + 1",
    trashed_tasks="stored.trashed_tasks - 1",
)

# How many lines of the log one statement empties with a task. If there are more, `SHORTEN` empties them first.
MANY_LINES = 1000

# From the task's last change backwards. OFFSET 0 and the subquery make PostgreSQL look up each line by its key.
CHAIN = f"""
    chain (seq, previous, depth) AS (
        SELECT line.seq, line.previous, 1 FROM todo.change line
        WHERE line.user_id = :owner AND line.seq = (SELECT old.previous FROM old)
        UNION ALL
        SELECT line.seq, line.previous, chain.depth + 1 FROM chain, LATERAL (
            SELECT older.seq, older.previous FROM todo.change older
            WHERE older.user_id = :owner AND older.seq = chain.previous OFFSET 0
        ) line
        WHERE chain.depth < {MANY_LINES}
    ), rest AS (
        SELECT chain.previous FROM chain WHERE chain.depth = {MANY_LINES} AND chain.previous IS NOT NULL
    )
"""
# An emptied line keeps its number, because a token may end on it. A stored answer about the task loses its content and
# stays, so that a retry does nothing. ARRAY: a join might read the owner's whole log.
GONE = f"""
    emptied AS (
        UPDATE todo.change line SET item_id = NULL, before = NULL, request_id = NULL
        WHERE line.user_id = :owner AND line.seq = ANY (ARRAY(SELECT chain.seq FROM chain))
    ), forgotten AS (
        UPDATE todo.answer SET document = NULL, tag = NULL, refusal = 'gone'
        FROM old WHERE answer.user_id = :owner AND answer.item_id = old.id
    ), changed AS (
        DELETE FROM todo.task USING old
        WHERE task.user_id = :owner AND task.id = :id AND old.id IS NOT NULL AND {IS_AS_EXPECTED}
            AND NOT EXISTS (SELECT FROM rest)
        RETURNING task.id AS item_id, task.version, task.deleted_at, NULL::json AS document,
            old.seq, old.command, old.at, old.previous, NULL::json AS before
    )
"""
IS_OLD_TRASH = "(:deleted_before IS NULL OR (task.deleted_at < :deleted_before) IS TRUE)"
ERASE = _kind(
    "erase",
    lambda key_use, begins: [found(key_use, begins, IS_OLD_TRASH), CHAIN, GONE],
    types={"deleted_before": DateTime(timezone=True)},
    reasons=f"{ABSENT} {STALE} ELSE 'long'",
    live_tasks="stored.live_tasks - (last.deleted_at IS NULL)::integer",
    trashed_tasks="stored.trashed_tasks - (last.deleted_at IS NOT NULL)::integer",
    erased_version="greatest(stored.erased_version, last.version)",
)
# Empties the lines before a task's last one in the log, up to the same limit.
SHORTEN = OwnedStatement(f"""
    WITH RECURSIVE old AS (
        SELECT task.seq AS previous FROM todo.task WHERE task.user_id = :owner AND task.id = :id
    ), {CHAIN}, cut AS (
        UPDATE todo.change line SET before = NULL, previous = rest.previous
        FROM rest WHERE line.user_id = :owner AND line.seq = (SELECT old.previous FROM old)
    ), emptied AS (
        UPDATE todo.change line SET item_id = NULL, before = NULL, request_id = NULL
        WHERE line.user_id = :owner
            AND line.seq = ANY (ARRAY(SELECT chain.seq FROM chain, rest WHERE chain.depth > 1))
    )
    SELECT count(*) FROM rest
""")


def create(task: TaskCreate, chosen_id: str | None = None) -> Operation:
    """Create a task; with an id chosen by a client only if the id is not taken.

    Any other id is chosen before the first attempt, so that a retry finds the task of that attempt.
    """
    if chosen_id is not None:
        return Operation(CREATE, {"id": chosen_id, **task.content(), "if_none_match": ["*"]})
    new_id = str(uuid4())
    return Operation(CREATE, {"id": new_id, **task.content()}, own_key=f" {new_id}")  # no client can send such a key


def replace(task_id: str, task: TaskCreate, expected: Expected) -> Operation:
    """Replace the task's fields."""
    return _update(task_id, task.replaced_fields(), task, expected)


def patch(task_id: str, task: TaskPatch, expected: Expected) -> Operation:
    """Change the given fields."""
    return _update(task_id, task.model_fields_set, task, expected)


def _update(task_id: str, names: Collection[str], task: TaskCreate | TaskPatch, expected: Expected) -> Operation:
    return Operation(update_kind(frozenset(names)), {"id": task_id, **task.content(), **expected})


def toggle(task_id: str, expected: Expected) -> Operation:
    """Complete an open task, or open a completed one."""
    return Operation(TOGGLE, {"id": task_id, **expected})


def delete(task_id: str, expected: Expected) -> Operation:
    """Move a task to the trash."""
    return Operation(DELETE, {"id": task_id, **expected})


def restore(task_id: str, expected: Expected) -> Operation:
    """Restore a task from the trash."""
    return Operation(RESTORE, {"id": task_id, **expected})


def erase(task_id: str, expected: Expected, deleted_before: datetime | None = None) -> Operation:
    """Delete a task for good; with `deleted_before` only if it was moved to the trash before that time."""
    return Operation(ERASE, {"id": task_id, "deleted_before": deleted_before, **expected})


def erase_trashed(task_id: str, expected: Expected) -> Operation:
    """Delete a task for good if it is in the trash."""
    return erase(task_id, expected, deleted_before=datetime.max.replace(tzinfo=UTC))
