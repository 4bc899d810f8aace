"""The operations on tasks, each as one statement. `journal/items.py` and `journal/log.py` explain their parts."""

from collections.abc import Collection
from datetime import UTC, datetime
from functools import cache

from app.journal.erasing import Erasing
from app.journal.items import LIVE, TRASHED, creating, is_there
from app.journal.writer import Expected, Operation, OperationKind
from app.tasks.fields import TASKS
from app.tasks.schemas import TaskCreate, TaskPatch

ROOM_FOR_TASKS = "old.live_tasks < :task_limit"
ROOM_IN_TRASH = "old.trashed_tasks < :task_limit"

CREATE = TASKS.create(ROOM_FOR_TASKS, "full", live_tasks="stored.live_tasks + 1")


@cache
def update_kind(names: frozenset[str]) -> OperationKind:
    """The operation that sets these fields; fields that are not set cost nothing."""
    return TASKS.update(names)


TOGGLE = TASKS.operation(
    "complete",
    lambda key_use, begins: [TASKS.found(key_use, begins, LIVE), TASKS.updated({"completed": "NOT item.completed"})],
    reasons=f"{TASKS.absent} ELSE 'stale'",
)
DELETE = TASKS.operation(
    "delete",
    lambda key_use, begins: [
        TASKS.found(key_use, begins, LIVE),
        TASKS.updated({"deleted_at": "old.at"}, ROOM_IN_TRASH),
    ],
    reasons=f"{TASKS.absent} {TASKS.stale} ELSE 'trash-full'",
    live_tasks="stored.live_tasks - 1",
    trashed_tasks="stored.trashed_tasks + 1",
)
# If its list is gone, the task comes back to the Inbox.
RESTORED = {
    "deleted_at": "NULL::timestamptz",
    "list_id": f"CASE WHEN {is_there('list', 'item.list_id')} THEN item.list_id END",
}
RESTORE = TASKS.operation(
    "restore",
    lambda key_use, begins: [TASKS.found(key_use, begins, TRASHED), TASKS.updated(RESTORED, ROOM_FOR_TASKS)],
    reasons=f"{TASKS.absent} {TASKS.stale} ELSE 'full'",
    live_tasks="stored.live_tasks + 1",
    trashed_tasks="stored.trashed_tasks - 1",
)
ERASING = Erasing(
    TASKS,
    live_tasks="stored.live_tasks - (last.deleted_at IS NULL)::integer",
    trashed_tasks="stored.trashed_tasks - (last.deleted_at IS NOT NULL)::integer",
)


def create(task: TaskCreate, chosen_id: str | None = None) -> Operation:
    """Create a task; with an id chosen by a client only if the id is not taken."""
    return creating(CREATE, task.content(), chosen_id)


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
    return ERASING.operation(task_id, expected, deleted_before)


def erase_trashed(task_id: str, expected: Expected) -> Operation:
    """Delete a task for good if it is in the trash."""
    return erase(task_id, expected, deleted_before=datetime.max.replace(tzinfo=UTC))
