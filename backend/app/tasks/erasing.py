"""Erasing one task for good, with its content in the log."""

from app.errors import HistoryTooLong
from app.journal.owner import TAKE
from app.journal.writer import Expected, IdempotencyKey, Outcome, Writer, run_in_turn
from app.tasks.operations import SHORTEN, erase


async def erase_task(writer: Writer, task_id: str, expected: Expected, key: IdempotencyKey | None) -> Outcome:
    """Erase the task. Raises `TaskNotFound`, `TaskHasChanged`.

    A history of thousands of changes is emptied first, in portions with round trips of their own, so that nobody waits.
    """
    while True:
        try:
            (outcome,) = await writer.write(erase(task_id, expected), key=key)
        except HistoryTooLong:
            await shorten_history(writer, task_id)
        else:
            return outcome


async def shorten_history(writer: Writer, task_id: str) -> None:
    """Empty those lines of a task's history that are too many for the statement that erases the task."""
    values = {"owner": writer.owner.id, "id": task_id}
    has_more = True
    while has_more:
        _, row = await run_in_turn(writer.database, [TAKE.bind(values), SHORTEN.bind(values)])
        has_more = row is not None and row[0] != b"0"
