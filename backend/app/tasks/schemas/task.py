"""A task: as it is created, changed and shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.tasks.schemas.types import (
    Description,
    DueTime,
    ListId,
    ParentId,
    Position,
    Priority,
    RemindBefore,
    Repeat,
    RepeatFrom,
    Tags,
    Title,
)
from app.values.kinds import CalendarDate, Flag, QueryModel


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
        given = {name: getattr(self, name) for name in self.model_fields_set}
        return {name: DEFAULTS.get(name) if value is None else value for name, value in given.items()}


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


class DeleteQuery(QueryModel):
    """Options of a deletion."""

    permanent: Flag = Field(default=False, description="`true`: delete for good, also from the trash.")
