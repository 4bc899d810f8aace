"""What can be done to one task, each as one statement. `journal/log.py` says how they are made."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Boolean, DateTime
from sqlalchemy.types import TypeEngine

from app.journal.log import change
from app.journal.owner import OwnedStatement
from app.journal.writer import Expected, Operation, OperationKind
from app.tasks.fields import CONTENT, SHOWN, TYPES, derived, derived_anew, document
from app.tasks.schemas import TaskCreate, TaskPatch

KIND = "task"

LIVE = "task.deleted_at IS NULL"
TRASHED = "task.deleted_at IS NOT NULL"

# What `If-Match` and `If-None-Match` are compared with: any version, this version, this very state.
TAGS = "ARRAY['*', old.version::text, concat(old.version, '-', old.seq)]::varchar[]"
IS_AS_EXPECTED = f"((:if_match && {TAGS}) IS NOT FALSE AND (:if_none_match && {TAGS}) IS NOT TRUE)"

ROOM_FOR_TASKS = "account.live_tasks < :task_limit"
ROOM_IN_TRASH = "account.trashed_tasks < :task_limit"

ABSENT = "WHEN old.id IS NULL THEN 'absent'"
STALE = f"WHEN NOT {IS_AS_EXPECTED} THEN 'stale'"


def found(condition: str) -> str:
    """The CTE `old`: the owner's task of that id, if the condition holds."""
    shown = ", ".join(f"task.{name}" for name in SHOWN)
    # By its key alone, and only then whether it is meant: a planner without figures may take another index for better.
    return f"""
        SELECT task.* FROM account, LATERAL (
            SELECT {shown}, task.seq, task.document FROM todo.task
            WHERE task.user_id = :owner AND task.id = :id OFFSET 0
        ) task WHERE {condition}
    """


def updated(sets: Mapping[str, str], condition: str = "true") -> str:
    """The CTE `changed`: the task in `old` with these columns set, unless all of them are as they were."""
    always = {
        # Also where the task's clock is ahead, because a file has said so.
        "updated_at": "greatest(account.at, old.updated_at + interval '1 microsecond')",
        "version": "old.version + 1",
    }
    values = dict(sets) | always
    new = ", ".join(f"{values.get(name, f'old.{name}')} AS {name}" for name in SHOWN)
    assignments = {name: f"new.{name}" for name in values} | derived_anew("new", sets)
    assignments |= {"seq": "new.seq", "document": document("new")}
    return f"""
        UPDATE todo.task task SET {", ".join(f"{name} = {value}" for name, value in assignments.items())}
        FROM (SELECT {new}, account.seq FROM old, account WHERE {IS_AS_EXPECTED} AND {condition} OFFSET 0) new
        WHERE task.user_id = :owner AND task.id = new.id
            AND ({", ".join(f"task.{name}" for name in sets)}) IS DISTINCT FROM
                ({", ".join(f"new.{name}" for name in sets)})
        RETURNING task.id AS item_id, task.version, task.seq, task.document
    """


def _created() -> str:
    values = {name: f":{name}" for name in CONTENT} | {
        "id": ":id",
        "user_id": ":owner",
        "created_at": "account.at",
        "updated_at": "account.at",
        # An id that a client has chosen may have been there before: none of its versions comes back.
        "version": "CASE WHEN :if_none_match IS NULL THEN 1 ELSE account.erased_version + 1 END",
        "deleted_at": "NULL::timestamptz",
    }
    new = ", ".join(f"{values[name]} AS {name}" for name in SHOWN)
    columns = {name: f"new.{name}" for name in SHOWN} | derived("new") | {"seq": "new.seq", "document": document("new")}
    columns["user_id"] = ":owner"
    return f"""
        INSERT INTO todo.task AS task ({", ".join(columns)})
        SELECT {", ".join(columns.values())}
        FROM (SELECT {new}, account.seq FROM account WHERE {ROOM_FOR_TASKS} OFFSET 0) new
        WHERE NOT EXISTS (SELECT FROM old)
        RETURNING task.id AS item_id, task.version, task.seq, task.document
    """


def _kind(
    name: str, *, types: Mapping[str, TypeEngine[Any]] | None = None, may_begin: bool = False, **parts: Any
) -> OperationKind:
    return OperationKind(lambda memory: change(KIND, name, memory, **parts), types=types, may_begin=may_begin)


CREATE = _kind(
    "create",
    may_begin=True,
    types=TYPES,
    old=found("true"),
    changed=_created(),
    live="1",
    is_fine="old.id IS NOT NULL AND :if_none_match IS NULL",  # a second try finds what the first has made
    reasons="WHEN old.id IS NOT NULL THEN 'exists' ELSE 'full'",
)
UPDATE = _kind(
    "update",
    types=TYPES | {f"sets_{name}": Boolean() for name in CONTENT},
    old=found(LIVE),
    changed=updated({name: f"CASE WHEN :sets_{name} THEN :{name} ELSE old.{name} END" for name in CONTENT}),
    is_fine=f"old.id IS NOT NULL AND {IS_AS_EXPECTED}",
    reasons=f"{ABSENT} ELSE 'stale'",
)
TOGGLE = _kind(
    "complete",
    old=found(LIVE),
    changed=updated({"completed": "NOT old.completed"}),
    reasons=f"{ABSENT} ELSE 'stale'",
)
DELETE = _kind(
    "delete",
    old=found(LIVE),
    changed=updated({"deleted_at": "account.at"}, ROOM_IN_TRASH),
    live="-1",
    trashed="1",
    reasons=f"{ABSENT} {STALE} ELSE 'trash-full'",
)
RESTORE = _kind(
    "restore",
    old=found(TRASHED),
    changed=updated({"deleted_at": "NULL::timestamptz"}, ROOM_FOR_TASKS),
    live="1",
    trashed="-1",
    reasons=f"{ABSENT} {STALE} ELSE 'full'",
)

# How many lines of the log one statement takes away with a task. More are for `SHORTEN`, before the task goes.
MANY_LINES = 1000

# From the task's last change back, line by line. OFFSET 0: each is looked for by its key.
CHAIN = f"""
    chain (seq, previous, depth) AS (
        SELECT line.seq, line.previous, 1 FROM old, todo.change line
        WHERE line.user_id = :owner AND line.seq = old.seq
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
# A line that is emptied keeps its number: the token of a device may end on it.
ERASE = _kind(
    "erase",
    types={"deleted_before": DateTime(timezone=True)},
    old=found(
        "(task.deleted_at < :deleted_before) IS NOT FALSE AND (:deleted_before IS NULL OR task.deleted_at IS NOT NULL)"
    ),
    more=[
        CHAIN,
        """emptied AS (
            UPDATE todo.change line SET item_id = NULL, before = NULL, request_id = NULL
            FROM chain WHERE line.user_id = :owner AND line.seq = chain.seq
        )""",
        # What was answered about the task goes too. That there was an answer stays: nothing is done twice.
        """forgotten AS (
            UPDATE todo.answer SET document = NULL, tag = NULL, refusal = 'gone'
            FROM old WHERE answer.user_id = :owner AND answer.item_id = old.id
        )""",
    ],
    changed=f"""
        DELETE FROM todo.task USING old
        WHERE task.user_id = :owner AND task.id = old.id AND {IS_AS_EXPECTED} AND NOT EXISTS (SELECT FROM rest)
        RETURNING task.id AS item_id, task.version, task.seq, NULL::json AS document
    """,
    before="NULL::json",
    is_shown=False,
    live="(SELECT -(old.deleted_at IS NULL)::integer FROM old)",
    trashed="(SELECT -(old.deleted_at IS NOT NULL)::integer FROM old)",
    erased_version="greatest(account.erased_version, (SELECT changed.version FROM changed))",
    reasons=f"{ABSENT} {STALE} ELSE 'long'",
)
# Takes away the lines that follow on a task's last one in the log, as many as are not too many at once.
SHORTEN = OwnedStatement(f"""
    WITH RECURSIVE account AS (SELECT), old AS ({found("true")}), {CHAIN}, cut AS (
        UPDATE todo.change line SET before = NULL, previous = rest.previous
        FROM old, rest WHERE line.user_id = :owner AND line.seq = old.seq
    ), emptied AS (
        UPDATE todo.change line SET item_id = NULL, before = NULL, request_id = NULL
        FROM chain, rest WHERE line.user_id = :owner AND line.seq = chain.seq AND chain.depth > 1
    )
    SELECT count(*) FROM rest
""")


def create(task: TaskCreate, chosen_id: str | None = None) -> Operation:
    """Make a task; at an id that a client has chosen only if there is none.

    Any other id is chosen before the first try, so that a second one finds what the first has made.
    """
    if chosen_id is not None:
        return Operation(CREATE, {"id": chosen_id, **task.content(), "if_none_match": ["*"]})
    new_id = str(uuid4())
    return Operation(CREATE, {"id": new_id, **task.content()}, own_key=f" {new_id}")  # no client sends such a key


def replace(task_id: str, task: TaskCreate, expected: Expected) -> Operation:
    """Put the given content in place of the old."""
    return _update(task_id, task.replaced_fields(), task, expected)


def patch(task_id: str, task: TaskPatch, expected: Expected) -> Operation:
    """Change what is given."""
    return _update(task_id, task.model_fields_set, task, expected)


def _update(task_id: str, names: Collection[str], task: TaskCreate | TaskPatch, expected: Expected) -> Operation:
    sets = {f"sets_{name}": name in names for name in CONTENT}
    return Operation(UPDATE, {"id": task_id, **task.content(), **sets, **expected})


def toggle(task_id: str, expected: Expected) -> Operation:
    """Open what is completed and complete what is open."""
    return Operation(TOGGLE, {"id": task_id, **expected})


def delete(task_id: str, expected: Expected) -> Operation:
    """Put a task into the trash."""
    return Operation(DELETE, {"id": task_id, **expected})


def restore(task_id: str, expected: Expected) -> Operation:
    """Take a task out of the trash."""
    return Operation(RESTORE, {"id": task_id, **expected})


def erase(task_id: str, expected: Expected, deleted_before: datetime | None = None) -> Operation:
    """Remove a task for good, from wherever it is; with `deleted_before`, only if it has been in the trash since."""
    return Operation(ERASE, {"id": task_id, "deleted_before": deleted_before, **expected})
