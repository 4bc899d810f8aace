"""The operations on tasks, each as one statement. `journal/items.py` and `journal/log.py` explain their parts."""

from collections.abc import Collection
from datetime import UTC, datetime
from functools import cache
from typing import Any

from app.journal.erasing import IS_NOT_MUCH, Erasing
from app.journal.items import LIVE, TRASHED, creating, is_there
from app.journal.writer import Expected, Operation, OperationKind
from app.tasks.fields import TASKS
from app.tasks.repeating import COMES_AGAIN, CREATE_NEEDS, DUE, PLACED, TOGGLE_NEXT, TOGGLE_SETS, Repeating
from app.tasks.schemas import TaskCreate, TaskPatch
from app.tasks.subtasks import (
    FITS,
    FLIPS,
    HAS_PARENT,
    IS_NO_CIRCLE,
    LEVELS_ABOVE,
    LIST_OF_PARENT,
    LIVE_BELOW,
    MAX_LEVELS,
    SIZE,
    STATE,
    TRASHED_WITH_IT,
    WITH_FOLLOWERS,
    WITH_IT,
    above,
    following,
)

# Of the same request, so that a batch may name a task that has followed its parent already.
HAS_FOLLOWED = "item.parent_id IS NOT NULL AND item.seq >= account.command"
MUCH = f"WHEN NOT {IS_NOT_MUCH} THEN 'much'"

ROOM_FOR_ONE = {"full": "old.live_tasks < :task_limit"}


@cache
def create_kind(has_parent: bool, has_time: bool) -> OperationKind:
    """The operation that creates a task; without a parent, a time and a rule these cost nothing."""
    placed = PLACED if has_time else {}
    conditions = (CREATE_NEEDS if has_time else {}) | ROOM_FOR_ONE
    if not has_parent:
        return TASKS.create(TASKS.targets(["list_id"]) | conditions, placed=placed, live_tasks="stored.live_tasks + 1")
    return TASKS.create(
        {"no-parent": HAS_PARENT, "deep": f"({LEVELS_ABOVE} < {MAX_LEVELS})", **conditions},
        ctes=[above(":parent_id")],
        placed={"list_id": LIST_OF_PARENT, **placed},
        live_tasks="stored.live_tasks + 1",
    )


@cache
def update_kind(names: frozenset[str], has_parent: bool, clears_day: bool = False) -> OperationKind:
    """The operation that sets these fields; fields that are not set cost nothing."""
    repeating = Repeating(names, clears_day=clears_day)
    sets = TASKS.given(sorted(names)) | repeating.sets
    conditions = TASKS.targets(names)
    before: list[str] = []
    if has_parent:
        sets["list_id"] = LIST_OF_PARENT
        conditions = {"no-parent": HAS_PARENT, "circle": IS_NO_CIRCLE, "deep": FITS}
        before = [above(":parent_id")]
    elif "list_id" in names and "parent_id" not in names:
        sets["parent_id"] = "CASE WHEN item.list_id IS NOT DISTINCT FROM :list_id THEN item.parent_id END"
    moves, completes = "list_id" in sets, "completed" in names
    conditions |= repeating.conditions
    if not moves and not completes:
        return TASKS.update(
            sets, conditions, ctes=(before, ()), more=(repeating.columns, ()), computed=repeating.computed
        )
    flips = f"(:completed <> old.completed AND {FLIPS}) IS TRUE" if completes else "false"
    followers = following(
        ({"list_id": "old.list_id"} if moves else {})
        | ({"completed": "item.completed <> old.flips"} if completes else {}),
        f"({flips} OR below.list_id IS DISTINCT FROM changed.list_id)" if moves else flips,
        ["changed.list_id", f"{flips} AS flips"],
    )
    return TASKS.update(
        sets,
        {"much": IS_NOT_MUCH, **conditions},
        ctes=([*LIVE_BELOW, *before], followers),
        more=((*STATE, *repeating.columns), ["list_id"]),
        computed=repeating.computed,
        always=repeating.always,
        **WITH_FOLLOWERS,
    )


TOGGLE = TASKS.operation(
    "complete",
    lambda key_use, begins: [
        TASKS.found(key_use, begins, LIVE, (*STATE, *DUE), TOGGLE_NEXT),
        *LIVE_BELOW,
        TASKS.updated(TOGGLE_SETS, IS_NOT_MUCH, always=COMES_AGAIN),
        *following({"completed": "NOT item.completed"}, FLIPS),
    ],
    reasons=f"{TASKS.absent} {MUCH} ELSE 'stale'",
    **WITH_FOLLOWERS,
)
DELETE = TASKS.operation(
    "delete",
    lambda key_use, begins: [
        TASKS.found(key_use, begins, f"({LIVE} OR {HAS_FOLLOWED})", STATE),
        *LIVE_BELOW,
        TASKS.updated(
            {"deleted_at": "old.at"},
            f"old.deleted_at IS NULL AND {IS_NOT_MUCH} AND old.trashed_tasks + {SIZE} < :task_limit",
        ),
        *following({"deleted_at": "old.at"}),
    ],
    unchanged="old.deleted_at IS NOT NULL",
    reasons=f"{TASKS.absent} {TASKS.stale} {MUCH} ELSE 'trash-full'",
    live_tasks="stored.live_tasks - 1 - (SELECT count(*) FROM also)",
    trashed_tasks="stored.trashed_tasks + 1 + (SELECT count(*) FROM also)",
    **WITH_FOLLOWERS,
)
# Without its parent, or too deep below it, the task comes back on the top level; if its list is gone, to the Inbox.
RESTORED = {
    "deleted_at": "NULL::timestamptz",
    "parent_id": f"CASE WHEN {FITS} THEN item.parent_id END",
    "list_id": f"CASE WHEN {FITS} THEN {LIST_OF_PARENT} WHEN {is_there('list', 'item.list_id')} THEN item.list_id END",
}
RESTORE = TASKS.operation(
    "restore",
    lambda key_use, begins: [
        TASKS.found(key_use, begins, f"({TRASHED} OR {HAS_FOLLOWED})", STATE),
        *TRASHED_WITH_IT,
        above("old.parent_id", "old"),
        TASKS.updated(
            RESTORED,
            f"old.deleted_at IS NOT NULL AND {IS_NOT_MUCH} AND old.live_tasks + {SIZE} < :task_limit",
            ["list_id"],
        ),
        *following(
            {"deleted_at": "NULL::timestamptz", "list_id": "old.list_id"}, columns=["changed.list_id AS list_id"]
        ),
    ],
    unchanged="old.id IS NOT NULL AND old.deleted_at IS NULL",
    reasons=f"{TASKS.absent} {TASKS.stale} {MUCH} ELSE 'full'",
    live_tasks="stored.live_tasks + 1 + (SELECT count(*) FROM also)",
    trashed_tasks="stored.trashed_tasks - 1 - (SELECT count(*) FROM also)",
    **WITH_FOLLOWERS,
)
COUNTS: dict[str, Any] = {
    "live_tasks": "stored.live_tasks - (SELECT count(*) FROM gone WHERE gone.deleted_at IS NULL)",
    "trashed_tasks": "stored.trashed_tasks - (SELECT count(*) FROM gone WHERE gone.deleted_at IS NOT NULL)",
}
ERASING = Erasing(TASKS, WITH_IT, **COUNTS)
# The purge erases each task alone: what went into the trash with it is as old.
PURGING = Erasing(TASKS, **COUNTS)


def create(task: TaskCreate, chosen_id: str | None = None) -> Operation:
    """Create a task; with an id chosen by a client only if the id is not taken."""
    has_time = task.due_time is not None or task.repeat is not None
    return creating(create_kind(task.parent_id is not None, has_time), task.content(), chosen_id)


def replace(task_id: str, task: TaskCreate, expected: Expected) -> Operation:
    """Replace the task's fields."""
    return _update(task_id, task.replaced_fields(), task, expected)


def patch(task_id: str, task: TaskPatch, expected: Expected) -> Operation:
    """Change the given fields."""
    return _update(task_id, task.model_fields_set, task, expected)


def _update(task_id: str, names: Collection[str], task: TaskCreate | TaskPatch, expected: Expected) -> Operation:
    has_parent = "parent_id" in names and task.parent_id is not None
    clears_day = "due_date" in names and task.due_date is None
    return Operation(
        update_kind(frozenset(names), has_parent, clears_day), {"id": task_id, **task.content(), **expected}
    )


def toggle(task_id: str, expected: Expected) -> Operation:
    """Complete an open task with what is open below it, or open a completed one with what that has completed."""
    return Operation(TOGGLE, {"id": task_id, **expected})


def delete(task_id: str, expected: Expected) -> Operation:
    """Move a task to the trash, with what is below it."""
    return Operation(DELETE, {"id": task_id, **expected})


def restore(task_id: str, expected: Expected) -> Operation:
    """Restore a task from the trash, with what went there with it."""
    return Operation(RESTORE, {"id": task_id, **expected})


def erase(task_id: str, expected: Expected, deleted_before: datetime | None = None) -> Operation:
    """Delete a task for good, with what is below it, or what went into the trash with it.

    With `deleted_before` only if it was moved to the trash before that time.
    """
    return ERASING.operation(task_id, expected, deleted_before)


def erase_trashed(task_id: str, expected: Expected) -> Operation:
    """Delete a task for good if it is in the trash."""
    return erase(task_id, expected, deleted_before=datetime.max.replace(tzinfo=UTC))
