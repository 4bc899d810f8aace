"""Erasing tasks for good, with their content in the log."""

from collections.abc import Collection

from app.errors import HistoryTooLong
from app.journal.owner import TAKE
from app.journal.writer import Expected, IdempotencyKey, Operation, Outcome, Writer, run_in_turn
from app.tasks.operations import SHORTEN, erase


async def erase_task(writer: Writer, task_id: str, expected: Expected, key: IdempotencyKey | None) -> Outcome:
    """Erase the task. Raises `TaskNotFound`, `TaskHasChanged`."""
    (outcome,) = await write_erasing(writer, [erase(task_id, expected)], [task_id], key=key)
    return outcome


async def write_erasing(
    writer: Writer,
    operations: Collection[Operation],
    erased: Collection[str],
    *,
    key: IdempotencyKey | None = None,
    label: str | None = None,
    expected: Expected | None = None,
) -> list[Outcome]:
    """Carry out operations of which some erase these tasks. Raises what `Writer.write` raises.

    A history of thousands of changes is emptied first, in portions with round trips of their own, so that nobody waits.
    """
    while True:
        try:
            return await writer.write(*operations, key=key, label=label, expected=expected)
        except HistoryTooLong:
            for task_id in erased:
                await shorten_history(writer, task_id)


async def shorten_history(writer: Writer, task_id: str) -> None:
    """Empty those lines of a task's history that are too many for the statement that erases the task."""
    values = {"owner": writer.owner.id, "id": task_id}
    has_more = True
    while has_more:
        _, row = await run_in_turn(writer.database, [TAKE.bind(values), SHORTEN.bind(values)])
        has_more = row is not None and row[0] != b"0"
