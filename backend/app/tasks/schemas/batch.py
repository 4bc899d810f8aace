"""A batch: several operations on tasks in one request."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from app.tasks.schemas.task import TaskCreate, TaskPatch, TaskResponse
from app.values.kinds import UuidText, whole
from app.values.text import known_id


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


class BatchResult(BaseModel):
    """The task after each operation under `data`; null where it was deleted for good."""

    data: list[TaskResponse | None]
