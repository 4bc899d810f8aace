"""What the formats share: a task as a file has it, and how the rows of a file become tasks or sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from app.errors import InvalidInput
from app.tasks.schemas import Moment, TaskCreate, UuidText

CHUNK = 64 * 1024
FAULTS = 10  # that are named; whoever has more sees a pattern
MAX_ROWS = 100_000  # in a file: its bytes would allow for millions, each of which takes hundreds of bytes of memory
MAX_NAMES = 100  # of what was left out, and the length of each: an answer is no copy of the file

R = TypeVar("R")


class ImportedTask(TaskCreate):
    """A task as a file has it; what is another user's id becomes a new one."""

    id: UuidText | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    deleted_at: Moment | None = None

    def patch(self) -> str:
        """What the file says of it, as JSON: a merge patch, in which absent keeps and null clears.

        No task is without `created_at` and `updated_at`: a null there says nothing.
        """
        unsaid = {name for name in ("created_at", "updated_at") if getattr(self, name) is None}
        return self.model_dump_json(exclude=unsaid, exclude_unset=True)


@dataclass(frozen=True, slots=True)
class TaskFile:
    """What a file holds: its tasks, and the names of columns or members that were not taken."""

    tasks: list[ImportedTask]
    left_out: list[str]


def read_tasks(
    word: Literal["Task", "Line"], rows: Iterable[tuple[int, R]], fields_of: Callable[[R], Any]
) -> list[ImportedTask]:
    """The task in each numbered row, whose fields `fields_of` finds. A fault is named by the word and the number."""
    tasks: list[ImportedTask] = []
    faults: list[str] = []
    places: dict[str, int] = {}
    for count, (place, row) in enumerate(rows):
        if count == MAX_ROWS:
            raise InvalidInput(f"A file may have at most {MAX_ROWS} tasks; import it in parts")
        if len(faults) == FAULTS:
            continue
        try:
            task = _validated(fields_of(row))
        except InvalidInput as error:
            faults.append(f"{word} {place}: {error.detail}")
            continue
        tasks.append(task)
        if task.id and (earlier := places.setdefault(task.id.lower(), place)) != place:
            faults.append(f"{word} {place}: Id is the same as in {word.lower()} {earlier}")
    if faults:
        raise InvalidInput("; ".join(faults))
    return tasks


def _validated(fields: Any) -> ImportedTask:
    if not isinstance(fields, dict):
        raise InvalidInput("must be an object")
    try:
        return ImportedTask.model_validate(fields)
    except ValidationError as error:
        raise InvalidInput.from_validation(error) from None


def named(names: Iterable[str]) -> list[str]:
    """The names to be told to whoever sent the file, each once; of very many or very long ones the beginning."""
    return list(dict.fromkeys(name[:MAX_NAMES] for name in names))[:MAX_NAMES]
