"""The schemas of requests and responses, with the limits of their fields."""

import re
from datetime import MAXYEAR, UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.models import (
    DESCRIPTION_LENGTH,
    MAX_PRIORITY,
    MAX_REMIND_BEFORE,
    MAX_TAGS,
    POSITION_LENGTH,
    REPEAT_LENGTH,
    TAG_LENGTH,
    TITLE_LENGTH,
)
from app.tasks.repeats import PART, NoRule, parse
from app.text import BLANK, UUID_TEXT, fold, is_blank, is_storable, known_id

MAX_CURSOR_LENGTH = 1000
CLOCK_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")


def storable(value: Any) -> Any:
    """A text that PostgreSQL can store, or any other value."""
    if isinstance(value, str) and not is_storable(value):
        raise PydanticCustomError("not_storable", "contains a character that cannot be stored")
    return value


def trimmed(value: Any) -> Any:
    """A text without white space around it; empty if nothing in it is visible."""
    if not isinstance(value, str):
        return value
    return "" if is_blank(value) else value.strip()


def _calendar_date(value: Any) -> Any:
    # A date-time is refused: its day depends on the zone. So are ISO 8601's other spellings (20261231).
    if value is None:
        return None
    try:
        if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("calendar_date", "must be a date like 2026-12-31")


def clock_time(value: Any) -> Any:
    """A time as a clock shows it."""
    if isinstance(value, str) and CLOCK_TIME.fullmatch(value):
        return value
    raise PydanticCustomError("clock_time", "must be a time like 09:00")


def _rule(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return str(parse(value))
    except NoRule as error:
        raise PydanticCustomError("repeat", "{why}", {"why": str(error)}) from None


def _true_or_false(value: Any) -> Any:
    # Query values are text; only JSON's two words count as booleans.
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def whole(value: Any) -> Any:
    """2.0 as 2: they are equal, in JSON and in JSON Schema."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


STORABLE_PATTERN = "^[^\\u0000]*$"
NOT_BLANK_PATTERN = f"^[^\\u0000]*[^\\u0000{BLANK}][^\\u0000]*$"

Title = Annotated[
    str,
    Field(
        min_length=1,
        max_length=TITLE_LENGTH,
        description="What to do. Stored without leading and trailing white space.",
        examples=["Buy milk"],
        json_schema_extra={"pattern": NOT_BLANK_PATTERN},
    ),
    BeforeValidator(trimmed),
    BeforeValidator(storable),
]
Description = Annotated[
    str,
    Field(
        max_length=DESCRIPTION_LENGTH,
        description="More about the task.",
        examples=["Two litres, the blue one"],
        json_schema_extra={"pattern": STORABLE_PATTERN},
    ),
    BeforeValidator(storable),
]
CalendarDate = Annotated[
    date,
    BeforeValidator(_calendar_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
    Field(description="A calendar day without a time or a zone.", examples=["2026-12-31"]),
]


def _distinct(tags: list[str]) -> list[str]:
    if len({fold(tag) for tag in tags}) < len(tags):
        raise PydanticCustomError("not_distinct", "must differ in more than case")
    return tags


def _in_base_62(value: Any) -> Any:
    if isinstance(value, str) and value and not (value.isascii() and value.isalnum()):
        raise PydanticCustomError("base_62", "must have only digits and the letters A to Z and a to z")
    return value


Tag = Annotated[
    str,
    Field(min_length=1, max_length=TAG_LENGTH, json_schema_extra={"pattern": NOT_BLANK_PATTERN}),
    BeforeValidator(trimmed),
    BeforeValidator(storable),
]
Tags = Annotated[
    list[Tag],
    Field(
        max_length=MAX_TAGS,
        description="Words to find the task by; they must differ in more than case.",
        examples=[["home"]],
        json_schema_extra={"uniqueItems": True},
    ),
    AfterValidator(_distinct),
]
Position = Annotated[
    str,
    Field(
        min_length=1,
        max_length=POSITION_LENGTH,
        description=(
            "The place among the others: a fraction in base 62, compared byte by byte. Between two positions there is"
            " always another one. Absent for a new one, or null: the end."
        ),
        examples=["m0006549e2e2a4c"],
        json_schema_extra={"pattern": "^[0-9A-Za-z]+$"},
    ),
    BeforeValidator(_in_base_62),
]
DueTime = Annotated[
    str,
    Field(
        description=(
            "When it is due on its day, as the clocks of the account's zone show it. Needs a `due_date`, and is kept"
            " and cleared with it."
        ),
        examples=["17:00"],
        json_schema_extra={"pattern": f"^{CLOCK_TIME.pattern}$"},
    ),
    BeforeValidator(clock_time),
]
Repeat = Annotated[
    str,
    Field(
        max_length=REPEAT_LENGTH,
        description=(
            "A rule of RFC 5545: FREQ (DAILY, WEEKLY, MONTHLY, YEARLY), INTERVAL, BYDAY (weekly: any days; monthly and"
            " yearly: one like 2TU or -1FR), BYMONTHDAY (1 to 31, or -1; in a shorter month the last day), BYMONTH"
            " (yearly), COUNT or UNTIL. A day that it does not name is that of the due date. Completing the task moves"
            " its `due_date` to the next day, after the last of which it stays completed. If absent in an update, it is"
            " kept."
        ),
        examples=["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"],
        json_schema_extra={"pattern": f"^{PART.pattern}(;{PART.pattern})*$"},
    ),
    BeforeValidator(_rule),
]
RepeatFrom = Annotated[
    Literal["due", "completion"],
    Field(
        description=(
            "`due`: it comes next in step with its due date, which it needs. `completion`: one interval after the day"
            " on which it is completed. If absent in an update, it is kept."
        )
    ),
]
RemindBefore = Annotated[
    Annotated[
        int,
        Field(
            ge=0,
            le=MAX_REMIND_BEFORE,
            description=(
                "How many minutes before it is due to remind of it; without a `due_time`, before the account's"
                " `day_start` on its day. Needs a `due_date`, and is kept and cleared with it."
            ),
            examples=[30],
        ),
    ],
    BeforeValidator(whole),
]
Flag = Annotated[bool, BeforeValidator(_true_or_false), WithJsonSchema({"type": "boolean"})]
# 2.0 equals 2, in JSON and in JSON Schema.
Priority = Annotated[
    Annotated[int, Field(ge=0, le=MAX_PRIORITY, description="0: none, 3: highest.")], BeforeValidator(whole)
]


def _moment(value: Any) -> Any:
    try:
        moment = datetime.fromisoformat(value)
        # In the last year a later `updated_at` might be out of range.
        if moment.tzinfo is not None and (moment := moment.astimezone(UTC)).year < MAXYEAR:
            return moment
    except (TypeError, ValueError, OverflowError):
        pass
    raise PydanticCustomError("moment", "must be a date and time with a zone, like 2026-12-31T23:59:59Z")


Moment = Annotated[datetime, BeforeValidator(_moment)]
UuidText = Annotated[str, Field(pattern=f"^{UUID_TEXT.pattern}$")]
ListId = Annotated[UuidText, Field(description="The list; null: the Inbox. If absent in an update, it is kept.")]

ParentId = Annotated[
    UuidText,
    Field(
        description=(
            "The task that this one is part of, up to 5 levels deep, whose list it is in; null: none. If absent in an"
            " update, it is kept, unless the task is moved to another list."
        )
    ),
]


class TaskCreate(BaseModel):
    """A task as a client sends it. Unknown fields are ignored, values of known fields are never converted."""

    model_config = ConfigDict(strict=True)

    title: Title
    description: Description | None = None
    completed: bool = Field(default=False, description="If absent in an update, it is kept.")
    due_date: CalendarDate | None = None
    priority: Priority = Field(default=0, description="0: none, 3: highest. If absent in an update, it is kept.")
    tags: Tags = Field(
        default_factory=list, description="If absent in an update, they are kept.", json_schema_extra={"default": []}
    )
    list_id: ListId | None = None
    position: Position | None = None
    parent_id: ParentId | None = None
    due_time: DueTime | None = None
    repeat_from: RepeatFrom = "due"
    repeat: Repeat | None = None
    remind_before: RemindBefore | None = None

    def content(self) -> dict[str, Any]:
        """All fields, with defaults for absent ones."""
        return self.__dict__

    def replaced_fields(self) -> set[str]:
        """The fields that a PUT sets: those of `CLEARED_BY_PUT`, and all others that it contains."""
        return CLEARED_BY_PUT | self.model_fields_set


# A PUT without one of these clears it. A PUT keeps every other field that it does not contain.
CLEARED_BY_PUT = {"title", "description", "due_date"}

# The defaults of a new task.
DEFAULTS: dict[str, Any] = {
    name: field.get_default(call_default_factory=True)
    for name, field in TaskCreate.model_fields.items()
    if not field.is_required()
}


class TaskPatch(BaseModel):
    """A merge patch (RFC 7396): absent fields are kept, and null clears a field. A title cannot be cleared."""

    model_config = ConfigDict(strict=True)

    title: Title = Field(default_factory=str)  # never used, because absent fields are ignored
    description: Description | None = None
    completed: bool | None = None
    due_date: CalendarDate | None = None
    priority: Priority | None = None
    tags: Tags | None = None
    list_id: ListId | None = None
    position: Position | None = None
    parent_id: ParentId | None = None
    due_time: DueTime | None = None
    repeat_from: RepeatFrom | None = None
    repeat: Repeat | None = None
    remind_before: RemindBefore | None = None

    def content(self) -> dict[str, Any]:
        """All fields that it contains; null becomes the default of a field that cannot be null."""
        return {name: DEFAULTS.get(name) if value is None else value for name, value in self.__dict__.items()}


class TaskResponse(BaseModel):
    """A task in the form of every response."""

    id: UUID
    user_id: str
    title: Title
    description: Description | None
    completed: bool
    due_date: CalendarDate | None
    created_at: datetime
    updated_at: datetime
    priority: Priority
    tags: Tags
    version: int = Field(description="Increases with every change. The first part of the task's `ETag`.")
    deleted_at: datetime | None = Field(description="When the task was moved to the trash.")
    list_id: UUID | None
    position: str
    completed_at: datetime | None = Field(description="When it was completed; null if that is not known.")
    parent_id: UUID | None
    due_time: DueTime | None
    repeat: Repeat | None
    repeat_from: RepeatFrom
    remind_before: RemindBefore | None


class TaskEnvelope(BaseModel):
    """One task under `data`."""

    data: TaskResponse


class TaskList(BaseModel):
    """Tasks under `data`, in the requested order."""

    data: list[TaskResponse]


class BatchResult(BaseModel):
    """The task after each operation under `data`; null where it was deleted for good."""

    data: list[TaskResponse | None]


class Change(BaseModel):
    """One change of one task."""

    seq: int = Field(description="The number of the change. A user's changes are numbered in the order of commits.")
    task_id: UUID
    operation: Literal["create", "import", "update", "complete", "delete", "restore", "undo", "erase"]
    before: TaskResponse | None
    after: TaskResponse | None
    actor: str = Field(description="The user, or `purge`.")
    request_id: str | None
    at: datetime


class History(BaseModel):
    """The changes of one task, newest first."""

    data: list[Change]


def _number(value: Any) -> Any:
    # Query values are text; a number has only digits.
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else value


Limit = Annotated[Annotated[int, Field(ge=1, le=1000)], BeforeValidator(_number)]


class QueryModel(BaseModel):
    """The query of a URL. Everything has a default; requests without a query share one object, never modified."""

    model_config = ConfigDict(strict=True, frozen=True)


class ChangesQuery(QueryModel):
    """Where the changes begin."""

    since: str | None = Field(
        default=None, max_length=100, description="`next` of the last call; without it, all tasks."
    )
    limit: Limit | None = Field(
        default=None, description="At most this many changes, or tasks of a first load; see `has_more`."
    )


class HistoryQuery(QueryModel):
    """Which page of the history."""

    limit: Limit = Field(default=100, description="At most this many.")
    cursor: str | None = Field(default=None, max_length=MAX_CURSOR_LENGTH, description="From the `Link` header.")


class DeleteQuery(QueryModel):
    """Options of a deletion."""

    permanent: Flag = Field(default=False, description="`true`: delete for good, also from the trash.")


def _id_or_nothing(text: str) -> str:
    return known_id(text) or ""


# An invalid id may be any text. No task has it, and the answer says no more than that.
OperationId = Annotated[str, AfterValidator(_id_or_nothing), Field(description="The task's id.")]


ExpectedVersion = Annotated[
    Annotated[int, BeforeValidator(whole)] | None,
    Field(description="Refuse the operation unless the task has this version."),
]


class CreateOperation(BaseModel):
    """A new task."""

    model_config = ConfigDict(strict=True)

    op: Literal["create"]
    id: UuidText | None = Field(default=None, description="An id of your choice; refused if it is taken.")
    task: TaskCreate


class UpdateOperation(BaseModel):
    """A merge patch for a task."""

    model_config = ConfigDict(strict=True)

    op: Literal["update"]
    id: OperationId
    task: TaskPatch
    version: ExpectedVersion = None


class PlainOperation(BaseModel):
    """Toggle a task's completion as `PATCH …/complete` does, delete or restore it."""

    model_config = ConfigDict(strict=True)

    op: Literal["complete", "delete", "restore"]
    id: OperationId
    version: ExpectedVersion = None


class EraseOperation(BaseModel):
    """Delete a task for good that is in the trash."""

    model_config = ConfigDict(strict=True)

    op: Literal["erase"]
    id: OperationId
    version: ExpectedVersion = None


BatchOperation = Annotated[
    CreateOperation | UpdateOperation | PlainOperation | EraseOperation, Field(discriminator="op")
]


class Batch(BaseModel):
    """Up to 100 operations, all or none."""

    model_config = ConfigDict(strict=True)

    operations: list[BatchOperation] = Field(min_length=1, max_length=100)


TaskSort = Literal[
    "created_at", "-created_at", "due_date", "-due_date", "title", "-title",
    "priority", "-priority", "updated_at", "-updated_at", "position", "-position",
]  # fmt: skip


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Words = Annotated[
    str, Field(max_length=200, json_schema_extra={"pattern": STORABLE_PATTERN}), BeforeValidator(storable)
]


class TaskQuery(QueryModel):
    """Which tasks to list, and in which order."""

    completed: Flag | None = Field(default=None, description="Only completed (`true`) or only open (`false`) tasks.")
    deleted: Flag = Field(default=False, description="`true`: only tasks in the trash.")
    q: Words | None = Field(
        default=None,
        description="Words in title or description, the last one may be incomplete; `-word`, `or` and quotes work.",
    )
    tag: Annotated[list[Tag], BeforeValidator(_several)] = Field(
        default_factory=list,
        max_length=MAX_TAGS,
        description="Only tasks with this tag, in any case; may be repeated.",
        json_schema_extra={"default": []},
    )
    priority: Annotated[Priority, BeforeValidator(_number)] | None = Field(
        default=None, description="Only this priority."
    )
    list_id: Annotated[str, Field(pattern=f"^(none|{UUID_TEXT.pattern})$")] | None = Field(
        default=None, description="Only tasks of this list; `none`: only those of the Inbox."
    )
    parent_id: Annotated[str, Field(pattern=f"^(none|{UUID_TEXT.pattern})$")] | None = Field(
        default=None, description="Only tasks directly below this one; `none`: only those on the top level."
    )
    due_before: CalendarDate | None = Field(default=None, description="Only tasks due before this day.")
    due_after: CalendarDate | None = Field(default=None, description="Only tasks due after this day.")
    sort: TaskSort = Field(
        default="created_at",
        description=(
            "`created_at`, `updated_at`: newest first. `due_date`: soonest first, then by `due_time`; none last. "
            "`title`: alphabetical, case and accents ignored, numbers by value. `priority`: highest first. `position`:"
            " as ordered by hand. A `-` in front reverses the order."
        ),
    )
    limit: Limit | None = Field(
        default=None, description="At most this many; if there are more, a `Link` header has the next page."
    )
    cursor: str | None = Field(
        default=None, max_length=MAX_CURSOR_LENGTH, description="From the `Link` header, for the same filters."
    )
