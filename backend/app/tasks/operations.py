"""The operations on tasks, each as one statement. `journal/items.py` and `journal/log.py` explain their parts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from app.journal.erasing import Erasing
from app.journal.fields import Values, is_there
from app.journal.items import COMMAND_AT, LIVE, TRASHED, all_of, creating, unless
from app.journal.several import creating_several, given, together
from app.journal.writer import Expected, Operation, OperationKind
from app.tasks.fields import TASKS
from app.tasks.repeating import COMPLETING, CREATE_NEEDS, PLACED, TOGGLE_NEXT, TOGGLE_SETS, Repeating
from app.tasks.schemas.task import TaskCreate, TaskPatch
from app.tasks.subtasks import (
    ALONE,
    ERASED_WITH_IT,
    FITS,
    FLIPS,
    HAS_PARENT,
    IS_NO_CIRCLE,
    LEVELS_ABOVE,
    LIST_OF_PARENT,
    LIVE_BELOW,
    TRASHED_WITH_IT,
    Family,
    above,
    for_each_family,
)
from app.values.limits import MAX_LEVELS

ROOM_FOR_ONE = {"full": "old.live_tasks < :task_limit"}


@cache
def create_kind(has_list: bool, has_parent: bool, needs_day: bool, /) -> OperationKind:
    """The operation that creates a task; without a list, a parent, a time and a rule these cost nothing."""
    placed = PLACED if needs_day else {}
    conditions = (CREATE_NEEDS if needs_day else {}) | ROOM_FOR_ONE
    if not has_parent:
        targets = TASKS.targets(["list_id"] if has_list else [])
        return TASKS.create(targets | conditions, placed=placed, live_tasks="stored.live_tasks + 1")
    return TASKS.create(
        {"no-parent": HAS_PARENT, "deep": f"({LEVELS_ABOVE} < {MAX_LEVELS})", **conditions},
        ctes=[above(":parent_id")],
        placed={"list_id": LIST_OF_PARENT, **placed},
        live_tasks="stored.live_tasks + 1",
        relates=True,
    )


PLAIN_CREATIONS = {create_kind(False, False, False), create_kind(True, False, False)}  # `CREATE_SEVERAL` does the same
CREATE_SEVERAL = creating_several(
    TASKS,
    TASKS.targets(["list_id"], given) | ROOM_FOR_ONE,
    live_tasks="stored.live_tasks + (SELECT count(*) FROM changed)",
)


@cache
def update_kind(names: frozenset[str], has_parent: bool, clears_day: bool = False) -> OperationKind:
    """The operation that sets these fields; fields that are not set cost nothing."""
    repeating = Repeating(names, clears_day=clears_day)
    sets = TASKS.given(sorted(names)) | repeating.sets
    if has_parent:
        sets["list_id"] = LIST_OF_PARENT
        conditions = {"no-parent": HAS_PARENT, "circle": IS_NO_CIRCLE, "deep": FITS} | repeating.conditions
        return _moving(sets, conditions, LIVE_BELOW, repeating, before=[above(":parent_id")], relates=True)
    conditions = TASKS.targets(names) | repeating.conditions
    if "list_id" in names and "parent_id" not in names:
        sets["parent_id"] = "CASE WHEN item.list_id IS NOT DISTINCT FROM :list_id THEN item.parent_id END"
    if names.isdisjoint({"list_id", "completed"}):
        return TASKS.update(sets, conditions, more=(repeating.columns, ()), computed=repeating.computed)
    return for_each_family(lambda family: _moving(sets, conditions, family, repeating), LIVE_BELOW)


def _moving(
    sets: Values,
    conditions: Mapping[str, str],
    family: Family,
    repeating: Repeating,
    *,
    before: Sequence[str] = (),
    relates: bool = False,
) -> OperationKind:
    """The operation that sets these columns, and with `list_id` or `completed` also those of the tasks below."""
    flips = f"(:completed <> old.completed AND {FLIPS}) IS TRUE" if "completed" in sets else "false"
    moves = "list_id" in sets
    followers = family.following(
        ({"list_id": "old.list_id"} if moves else {})
        | ({"completed": "item.completed <> old.flips"} if "completed" in sets else {}),
        f"({flips} OR below.list_id IS DISTINCT FROM changed.list_id)" if moves else flips,
        ["changed.list_id", f"{flips} AS flips"],
    )
    return TASKS.update(
        sets,
        {**family.conditions, **conditions},
        ctes=([*family.below, *before], followers),
        more=((*family.state, *repeating.columns), ["list_id"]),
        computed={**family.computed, **repeating.computed},
        always=repeating.always,
        relates=relates,
        **family.parts,
    )


def _toggle(family: Family) -> OperationKind:
    return TASKS.operation(
        "complete",
        lambda key_use, begins: [
            TASKS.found(
                key_use,
                begins,
                LIVE,
                (*family.state, *COMPLETING),
                {**family.computed, **TOGGLE_NEXT},
                sets=TOGGLE_SETS,
            ),
            *family.below,
            TASKS.updated(TOGGLE_SETS, all_of(family.conditions), always="true"),
            *family.following({"completed": "NOT item.completed"}, FLIPS),
        ],
        reasons=f"{TASKS.absent} {TASKS.stale} {unless(family.conditions)}",
        **family.parts,
    )


def _delete(family: Family) -> OperationKind:
    # What one command deletes has its time, so that a parent brings it back; what is alone brings back nothing.
    deleted, computed = (
        ({"deleted_at": "old.at"}, {})
        if family is ALONE
        else ({"deleted_at": "old.command_at"}, {"command_at": COMMAND_AT})
    )
    has_room = f"old.trashed_tasks + {family.size} < :task_limit"
    return TASKS.operation(
        "delete",
        lambda key_use, begins: [
            TASKS.found(
                key_use,
                begins,
                f"({LIVE} OR {family.has_followed})",
                family.state,
                {**family.computed, **computed},
                of_account=["trashed_tasks"],
            ),
            *family.below,
            TASKS.updated(deleted, f"old.deleted_at IS NULL AND {all_of(family.conditions)} AND {has_room}"),
            *family.following(deleted, columns=[f"old.{name}" for name in computed]),
        ],
        unchanged=f"old.deleted_at IS NOT NULL AND {family.is_expected_follower}",
        reasons=f"{TASKS.absent} {TASKS.stale} {unless(family.conditions)} ELSE 'trash-full'",
        live_tasks=f"stored.live_tasks - 1 - {family.followers}",
        trashed_tasks=f"stored.trashed_tasks + 1 + {family.followers}",
        **family.parts,
    )


# If its list is gone, the task comes back to the Inbox; without its parent, or too deep below it, on the top level.
OLD_LIST = f"CASE WHEN {is_there('list', 'item.list_id')} THEN item.list_id END"
RESTORED = {"deleted_at": "NULL::timestamptz"}
RESTORED_ALONE = RESTORED | {"list_id": OLD_LIST}
RESTORED_BELOW = RESTORED | {
    "parent_id": f"CASE WHEN {FITS} THEN item.parent_id END",
    "list_id": f"CASE WHEN {FITS} THEN {LIST_OF_PARENT} ELSE {OLD_LIST} END",
}


def _restore(family: Family) -> OperationKind:
    is_alone = family is ALONE
    conditions = {
        **family.conditions,
        **({"related": "(old.parent_id IS NULL AND old.is_alone)"} if is_alone else {}),
    }
    has_room = f"old.live_tasks + {family.size} < :task_limit"
    return TASKS.operation(
        "restore",
        lambda key_use, begins: [
            TASKS.found(
                key_use,
                begins,
                f"({TRASHED} OR {family.has_followed})",
                family.state,
                family.computed,
                of_account=["live_tasks"],
            ),
            *family.below,
            *([] if is_alone else [above("old.parent_id", "old")]),
            TASKS.updated(
                RESTORED_ALONE if is_alone else RESTORED_BELOW,
                f"old.deleted_at IS NOT NULL AND {all_of(conditions)} AND {has_room}",
                ["list_id"],
            ),
            *family.following(RESTORED | {"list_id": "old.list_id"}, columns=["changed.list_id AS list_id"]),
        ],
        unchanged=f"old.id IS NOT NULL AND old.deleted_at IS NULL AND {family.is_expected_follower}",
        reasons=f"{TASKS.absent} {TASKS.stale} {unless(conditions)} ELSE 'full'",
        live_tasks=f"stored.live_tasks + 1 + {family.followers}",
        trashed_tasks=f"stored.trashed_tasks - 1 - {family.followers}",
        **family.parts,
    )


TOGGLE = for_each_family(_toggle, LIVE_BELOW)
DELETE = for_each_family(_delete, LIVE_BELOW)
RESTORE = for_each_family(_restore, TRASHED_WITH_IT)
COUNTS: dict[str, Any] = {
    "live_tasks": "stored.live_tasks - (SELECT count(*) FROM gone WHERE gone.deleted_at IS NULL)",
    "trashed_tasks": "stored.trashed_tasks - (SELECT count(*) FROM gone WHERE gone.deleted_at IS NOT NULL)",
}
ERASING = Erasing(TASKS, ERASED_WITH_IT, **COUNTS)
# The purge erases each task alone: what went into the trash with it is as old.
PURGING = Erasing(TASKS, **COUNTS)


def create(task: TaskCreate, chosen_id: str | None = None) -> Operation:
    """Create a task; with an id chosen by a client only if the id is not taken."""
    needs_day = any(value is not None for value in (task.due_time, task.repeat, task.remind_before))
    kind = create_kind(task.list_id is not None, task.parent_id is not None, needs_day)
    return creating(kind, task.content(), chosen_id)


def combined(operations: Iterable[Operation]) -> list[Operation]:
    """The same operations, where several tasks in succession are created in one statement."""
    result: list[Operation] = []
    for is_creation, run in groupby(operations, lambda operation: operation.kind in PLAIN_CREATIONS):
        group = list(run)
        # A second one with the same id is refused, because it finds the first.
        are_different = len({operation.values["id"].lower() for operation in group}) == len(group)
        result += [together(CREATE_SEVERAL, group)] if is_creation and len(group) > 1 and are_different else group
    return result


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


def erase(task_id: str, expected: Expected) -> Operation:
    """Delete a task for good, with what is below it, or what went into the trash with it."""
    return ERASING.operation(task_id, expected)


def erase_trashed(task_id: str, expected: Expected) -> Operation:
    """Delete a task for good if it is in the trash."""
    return ERASING.of_trash(task_id, expected)
