"""What the formats share: the schema of an item in a file, and how rows become items or error sentences."""

import codecs
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field, TypeAdapter, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.account.files.earlier import mended
from app.account.files.notes import Notes
from app.account.schemas import SettingsPatch
from app.errors import InvalidInput
from app.lists.schemas import ListCreate, Name
from app.tasks.schemas.task import TaskCreate
from app.values.kinds import Moment, UuidText

CHUNK = 64 * 1024
FAULTS = 10  # the number of errors that are named; more would only repeat them
MAX_ROWS = 100_000  # in a file: 16 MiB could hold millions of rows, each of which takes hundreds of bytes of memory
TOO_MANY = f"A file may have at most {MAX_ROWS} tasks; import it in parts"
MAX_NAMES = 100  # how many ignored names the answer lists, and the length of each, so that it cannot copy the file

# Outside the trash, in the trash, or where it is: there if it is new.
Fate = Literal["there", "gone", "kept"]

R = TypeVar("R")
T = TypeVar("T", bound="ImportedItem")
M = TypeVar("M", bound=BaseModel)


def in_utf8(body: bytes) -> bytes:
    """The file in UTF-8 if its byte order mark says that it is in UTF-16, as Excel and PowerShell write it."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with suppress(ValueError):  # then it is in neither
            return body.decode("utf-16").encode()
    return body


class ImportedItem(BaseModel):
    """An item in a file; an id of another user becomes a new item of this user."""

    id: UuidText | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    deleted_at: Moment | None = None


class ImportedTask(ImportedItem, TaskCreate):
    """A task in a file."""

    completed_at: Moment | None = None

    @field_validator("due_time", "remind_before", "repeat")
    @classmethod
    def _has_its_day(cls, value: str | int | None, said: ValidationInfo) -> str | int | None:
        # Of the same line: the error can name it. What the task itself has is known only to the statement.
        needs_day = value is not None and said.data.get("due_date", "") is None
        if needs_day and said.field_name != "repeat":
            raise PydanticCustomError("no_day", "needs a due date")
        if needs_day and said.data.get("repeat_from") == "due":
            raise PydanticCustomError("no_day", "needs a due date, or repeat_from completion")
        return value


class ImportedList(ImportedItem, ListCreate):
    """A list in a file."""


class NamedList(ImportedList):
    """A list of which tasks say the name, and perhaps the id; `by_name`: the id is only made of the name."""

    by_name: bool


class NamingTask(ImportedTask):
    """A task in a file that has no lists of its own: it says the name of the task's list."""

    list: Name | None = Field(default=None, exclude=True)

    @field_validator("tags", mode="before")
    @classmethod
    def _is_a_list(cls, value: Any) -> Any:
        # A cell has them as JSON, of which people need an example.
        if isinstance(value, list):
            return value
        raise PydanticCustomError("no_list", 'must be a list like ["home", "work"]')


_TASKS, _LISTS = TypeAdapter(list[ImportedTask]), TypeAdapter(list[ImportedList])


def patches(items: Sequence[ImportedItem], kind: Literal["task", "list"]) -> bytes:
    """The fields that the file sets, as a JSON array of merge patches: absent fields are kept, and null clears one.

    `created_at` and `updated_at` cannot be null: there null counts as absent.
    """
    adapter: TypeAdapter[Any] = _TASKS if kind == "task" else _LISTS
    return adapter.dump_json([*items], exclude_unset=True)


@dataclass(frozen=True, slots=True)
class TaskFile:
    """The content of a file: its tasks, lists and settings, and the names of ignored columns or members.

    `places` say where each task is in the file, such as `Line 3`, for errors.
    `named` are lists of which tasks say only the name. They are made if the account has no such list. `notes` say what
    could not be kept as it was.
    """

    tasks: Sequence[ImportedTask]
    places: Sequence[str]
    left_out: list[str]
    lists: list[ImportedList] = field(default_factory=list)
    settings: SettingsPatch = field(default_factory=SettingsPatch)
    named: list[NamedList] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fates(self) -> dict[str, Fate]:
        """What the file makes of the lists in it, by their ids."""
        return {
            each.id.lower(): "kept"
            if "deleted_at" not in each.model_fields_set
            else "gone"
            if each.deleted_at
            else "there"
            for each in self.lists or self.named
            if each.id
        }


def read_items(
    kind: type[T],
    word: Literal["Task", "List", "Line"],
    rows: Iterable[tuple[int, R]],
    fields_of: Callable[[R], Any],
    notes: Notes,
) -> tuple[list[T], list[str]]:
    """The items of numbered rows, whose fields `fields_of` returns, and their places: the word and the number.

    Errors and notes name the row by its place.
    """
    items: list[T] = []
    names: list[str] = []
    faults: list[str] = []
    places: dict[str, int] = {}
    for count, (place, row) in enumerate(rows):
        if count == MAX_ROWS:
            raise InvalidInput(TOO_MANY)
        if len(faults) == FAULTS:
            continue
        try:
            item, changed = _read(kind, fields_of(row))
        except InvalidInput as error:
            faults.append(f"{word} {place}: {error.detail}")
            continue
        for sentence in changed:
            notes.at(place, sentence, word=word)
        items.append(item)
        names.append(f"{word} {place}")
        if item.id and (earlier := places.setdefault(item.id.lower(), place)) != place:
            faults.append(f"{word} {place}: Id is the same as in {word.lower()} {earlier}")
    if faults:
        raise InvalidInput("; ".join(faults))
    return items, names


def _read(kind: type[T], fields: Any) -> tuple[T, list[str]]:
    """The item, and what of it cannot be as an earlier version has stored it. Raises `InvalidInput`."""
    try:
        return validated(kind, fields), []
    except InvalidInput:
        if not isinstance(fields, dict):
            raise
    fields, changed = mended(fields)
    return validated(kind, fields), changed


def validated(kind: type[M], fields: Any) -> M:
    """The fields as that model. Raises `InvalidInput`."""
    if not isinstance(fields, dict):
        raise InvalidInput("must be an object")
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise InvalidInput.from_validation(error) from None


def named(names: Iterable[str]) -> list[str]:
    """The names as the answer lists them: each once, shortened if there are very many or very long ones."""
    return list(dict.fromkeys(name[:MAX_NAMES] for name in names))[:MAX_NAMES]
