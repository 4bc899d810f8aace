"""Undoing a whole command: all changes of one request, if none of its items has changed since.

Each item gets the state before the command. An item that the command created is moved to the trash.
"""

from app.account.undoing_items import undo_items
from app.account.undoing_settings import UNDO_SETTINGS
from app.journal.writer import Expected, IdempotencyKey, Operation, Outcome, Writer
from app.lists.fields import LISTS
from app.tasks.fields import TASKS
from app.tasks.placing import place_tasks

# Lists first: a task may only be in a list that is there. Then the tasks, and where they are below others.
UNDO = (
    undo_items(LISTS),
    undo_items(TASKS),
    place_tasks("undo", "'misplaced'"),
    UNDO_SETTINGS,
)


async def undo(writer: Writer, seq: int, expected: Expected, key: IdempotencyKey | None) -> Outcome:
    """Revert the command that the change belongs to. Raises `NotFound`, `HasChanged`, `Conflict`."""
    values = {"seq": seq, **expected}
    outcomes = await writer.write(*(Operation(kind, values) for kind in UNDO), key=key)
    named = next((outcome for outcome in reversed(outcomes) if outcome.document is not None), outcomes[0])
    command = next((outcome.command for outcome in outcomes if outcome.command is not None), None)
    return Outcome(named.document, named.tag, command, named.is_replayed)
