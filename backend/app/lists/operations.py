"""The operations on lists. Deleting a list, and restoring it, are one command with its tasks."""

from collections.abc import Collection, Sequence
from functools import cache

from app.journal.erasing import Erasing
from app.journal.items import LIVE, TRASHED, creating
from app.journal.writer import Expected, IdempotencyKey, Operation, OperationKind, Outcome, Writer
from app.lists.fields import LISTS
from app.lists.room import HAS_ROOM, TRASH_HAS_ROOM
from app.lists.schemas import ListCreate, ListPatch
from app.tasks.of_list import DELETE_TASKS, PLACE_RESTORED, RESTORE_TASKS

CREATE = LISTS.create({"lists-full": HAS_ROOM})
DELETE = LISTS.operation(
    "delete",
    lambda key_use, begins: [
        LISTS.found(key_use, begins, LIVE),
        LISTS.updated({"deleted_at": "old.at"}, TRASH_HAS_ROOM),
    ],
    reasons=f"{LISTS.absent} {LISTS.stale} ELSE 'lists-trash-full'",
)
RESTORE = LISTS.operation(
    "restore",
    lambda key_use, begins: [
        LISTS.found(key_use, begins, TRASHED),
        LISTS.updated({"deleted_at": "NULL::timestamptz"}, HAS_ROOM),
    ],
    reasons=f"{LISTS.absent} {LISTS.stale} ELSE 'lists-full'",
)
ERASING = Erasing(LISTS)


@cache
def update_kind(names: frozenset[str]) -> OperationKind:
    """The operation that sets these fields."""
    return LISTS.update(LISTS.given(sorted(names)), {})


def create(given: ListCreate, chosen_id: str | None = None) -> Operation:
    """Create a list; with an id chosen by a client only if the id is not taken."""
    return creating(CREATE, given.content(), chosen_id)


def replace(list_id: str, given: ListCreate, expected: Expected) -> Operation:
    """Replace the name, and the other fields that are given."""
    return _update(list_id, given.model_fields_set, given, expected)


def patch(list_id: str, given: ListPatch, expected: Expected) -> Operation:
    """Change the given fields."""
    return _update(list_id, given.model_fields_set, given, expected)


def _update(list_id: str, names: Collection[str], given: ListCreate | ListPatch, expected: Expected) -> Operation:
    return Operation(update_kind(frozenset(names)), {"id": list_id, **given.content(), **expected})


async def delete(writer: Writer, list_id: str, expected: Expected, key: IdempotencyKey | None) -> Outcome:
    """Move a list with its tasks to the trash."""
    # The list first: its tasks get the same time of deletion, by which a restore knows them.
    return await _with_tasks(
        writer, [Operation(DELETE, {"id": list_id, **expected}), Operation(DELETE_TASKS, {"id": list_id})], key
    )


async def erase_trashed(writer: Writer, list_id: str, expected: Expected, key: IdempotencyKey | None) -> Outcome:
    """Delete a list in the trash for good. The tasks that were deleted with it stay in the trash."""
    (outcome,) = await ERASING.write(writer, [ERASING.of_trash(list_id, expected)], [list_id], key=key)
    return outcome


async def restore(writer: Writer, list_id: str, expected: Expected, key: IdempotencyKey | None) -> Outcome:
    """Restore a list, and the tasks that were deleted with it."""
    operations = [
        Operation(RESTORE_TASKS, {"id": list_id}),
        Operation(RESTORE, {"id": list_id, **expected}),
        Operation(PLACE_RESTORED, {"seq": None}),
    ]
    outcome = await _with_tasks(writer, operations, key)
    if outcome.command is None or outcome.tag is None:
        return outcome
    # Its tasks come first in the log. Each number of a command undoes all of it, and this one goes with the list's tag.
    return Outcome(outcome.document, outcome.tag, int(outcome.tag.rpartition("-")[2]), outcome.is_replayed)


async def _with_tasks(writer: Writer, operations: Sequence[Operation], key: IdempotencyKey | None) -> Outcome:
    """Carry out the operations as one command; the outcome is that of the list. Raises `NotFound`, `Conflict`."""
    outcomes = await writer.write(*operations, key=key)
    return next(outcome for outcome in outcomes if outcome.document is not None)
