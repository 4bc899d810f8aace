"""The schemas of lists, with the limits of their fields."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.tasks.schemas.types import Position
from app.values.kinds import NOT_BLANK_PATTERN, Flag, QueryModel, storable, trimmed
from app.values.limits import LIST_NAME_LENGTH

Name = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LIST_NAME_LENGTH,
        description="Stored without leading and trailing white space.",
        examples=["Groceries"],
        json_schema_extra={"pattern": NOT_BLANK_PATTERN},
    ),
    BeforeValidator(trimmed),
    BeforeValidator(storable),
]
Color = Annotated[
    Literal[
        "red", "orange", "yellow", "lime", "green", "teal", "cyan", "blue", "indigo", "purple", "pink", "gray",
    ],
    Field(description="A name; the web app decides how it looks."),
]  # fmt: skip


class ListCreate(BaseModel):
    """A list as a client sends it. Unknown fields are ignored, values of known fields are never converted."""

    model_config = ConfigDict(strict=True)

    name: Name
    color: Color | None = None
    position: Position | None = None
    archived: bool = False

    def content(self) -> dict[str, Any]:
        """All fields, with defaults for absent ones."""
        return self.__dict__


class ListPatch(BaseModel):
    """A merge patch (RFC 7396): absent fields are kept, and null clears a field. A name cannot be cleared."""

    model_config = ConfigDict(strict=True)

    name: Name = Field(default_factory=str)  # never used, because absent fields are ignored
    color: Color | None = None
    position: Position | None = None
    archived: bool | None = None

    def content(self) -> dict[str, Any]:
        """All fields that it contains; null becomes the default of a field that cannot be null."""
        return self.__dict__ | {"archived": bool(self.archived)}


class ListResponse(BaseModel):
    """A list in the form of every response."""

    id: UUID
    user_id: str
    name: Name
    color: Color | None
    position: str
    archived: bool
    version: int = Field(description="Increases with every change. The first part of the list's `ETag`.")
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = Field(description="When the list was moved to the trash.")


class ListEnvelope(BaseModel):
    """One list under `data`."""

    data: ListResponse


class Lists(BaseModel):
    """Lists under `data`, in the order of their positions."""

    data: list[ListResponse]


class ListChange(BaseModel):
    """One change of one list."""

    seq: int = Field(description="The number of the change. A user's changes are numbered in the order of commits.")
    list_id: UUID
    operation: Literal["create", "import", "update", "delete", "restore", "undo"]
    before: ListResponse | None
    after: ListResponse | None
    actor: str = Field(description="The user, or `purge`.")
    request_id: str | None
    at: datetime


class ListHistory(BaseModel):
    """The changes of one list, newest first."""

    data: list[ListChange]


class ListDeleteQuery(QueryModel):
    """Options of a deletion."""

    permanent: Flag = Field(
        default=False,
        description="`true`: delete a list in the trash for good. The tasks that were deleted with it stay there.",
    )


class ListsQuery(QueryModel):
    """Which lists to show."""

    deleted: Flag = Field(default=False, description="`true`: only lists in the trash.")
