"""The changes of a task, and of all that has changed."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from app.tasks.schemas.task import TaskResponse
from app.values.kinds import MAX_CURSOR_LENGTH, Limit, QueryModel


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


class ChangesQuery(QueryModel):
    """Where the changes begin."""

    since: str | None = Field(
        default=None, max_length=100, description="`next` of the last call; without it, everything."
    )
    limit: Limit | None = Field(
        default=None, description="At most this many changes, or tasks of a first load; see `has_more`."
    )


class HistoryQuery(QueryModel):
    """Which page of the history."""

    limit: Limit = Field(default=100, description="At most this many.")
    cursor: str | None = Field(default=None, max_length=MAX_CURSOR_LENGTH, description="From the `Link` header.")
