"""The schemas of what is about all items of an account: changes, files, undo."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.lists.schemas import ListResponse
from app.tasks.schemas import Flag, QueryModel, TaskResponse, whole


class DeletedItem(BaseModel):
    """A task or list that was erased or moved to the trash."""

    id: UUID
    deleted_at: datetime


class Changes(BaseModel):
    """The changes since a token."""

    data: list[TaskResponse]
    deleted: list[DeletedItem]
    next: str = Field(description="The token for the next call.")
    has_more: bool
    lists: list[ListResponse]
    deleted_lists: list[DeletedItem]


class ExportQuery(QueryModel):
    """The format of the file."""

    format: Literal["json", "csv", "ics"] = Field(default="json", description="JSON, CSV or iCalendar.")


class ImportQuery(QueryModel):
    """Options of an import."""

    dry_run: Flag = Field(default=False, description="`true`: return the counts and store nothing.")


class Counts(BaseModel):
    """How many items were new, changed, or unchanged."""

    created: int
    updated: int
    unchanged: int


class Imported(Counts):
    """How many tasks were new, changed, or unchanged, and how many lists."""

    lists: Counts | None = Field(default=None, description="Only if the file has lists.")
    left_out: list[str] = Field(
        description="Columns of a CSV, or members beside the tasks in JSON, that were ignored; at most 100 are named."
    )


class ImportedEnvelope(BaseModel):
    """The result of an import, under `data`."""

    data: Imported


class Undo(BaseModel):
    """The change to revert."""

    model_config = ConfigDict(strict=True)

    seq: Annotated[Annotated[int, Field(ge=1, lt=2**53)], BeforeValidator(whole)] = Field(
        description="The change's number, as in `X-Change-Seq`."
    )


class UndoneEnvelope(BaseModel):
    """The item of the change that was named, under `data`."""

    data: TaskResponse | ListResponse
