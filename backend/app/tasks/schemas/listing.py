"""Lists of tasks: which tasks, in which order, and what comes back."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from app.tasks.schemas.task import TaskResponse
from app.tasks.schemas.types import Priority, Tag
from app.values.kinds import (
    MAX_CURSOR_LENGTH,
    STORABLE_PATTERN,
    CalendarDate,
    Flag,
    Limit,
    QueryModel,
    number,
    storable,
)
from app.values.limits import MAX_TAGS
from app.values.text import UUID_TEXT

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
    priority: Annotated[Priority, BeforeValidator(number)] | None = Field(
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


class TaskList(BaseModel):
    """Tasks under `data`, in the requested order."""

    data: list[TaskResponse]
