"""The tables, and the shapes that go in and come out."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError
from sqlalchemy import CheckConstraint, DateTime, Index, MetaData, desc, func, text
from sqlmodel import Field as Column
from sqlmodel import Relationship, SQLModel

# Never `public`: Better Auth has a table "user" of its own there, and both must be able to share one database.
SCHEMA = "todo"

TITLE_LENGTH = 100
DESCRIPTION_LENGTH = 1000
USER_ID_LENGTH = EMAIL_LENGTH = 255

# Predictable names, so that a migration can alter what an earlier one made.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """What the tables share: their metadata, hence their schema and the names of their constraints."""

    metadata = MetaData(schema=SCHEMA, naming_convention=NAMING_CONVENTION)


def _timestamp() -> Any:
    return Column(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()}, nullable=False)


class User(Table, table=True):
    """Somebody who has written at least once; `id` is Better Auth's, the token's `sub`."""

    __table_args__ = (CheckConstraint("id <> ''", name="id_not_empty"),)

    id: str = Column(primary_key=True, max_length=USER_ID_LENGTH)
    email: str | None = Column(default=None, max_length=EMAIL_LENGTH)
    created_at: datetime = _timestamp()

    tasks: list["Task"] = Relationship(back_populates="user", passive_deletes="all")


class Task(Table, table=True):
    """One thing to do, owned by one user."""

    id: UUID = Column(primary_key=True)
    user_id: str = Column(foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    title: str = Column(max_length=TITLE_LENGTH)
    description: str | None = Column(default=None, max_length=DESCRIPTION_LENGTH)
    completed: bool = Column(default=False, sa_column_kwargs={"server_default": text("false")})
    due_date: date | None = Column(default=None)
    created_at: datetime = _timestamp()
    updated_at: datetime = _timestamp()

    user: User = Relationship(back_populates="tasks")

    __table_args__ = (
        CheckConstraint("btrim(title) <> ''", name="title_not_blank"),
        # All of a user's tasks, in an order that no index holds (by title, by due date), and the cascade.
        Index("idx_task_user_id", "user_id"),
        # The list as everybody sees it first, newest first, and its reverse.
        Index("idx_task_created_at", "user_id", desc("created_at"), desc("id")),
        # The same list of only what is open, or only what is done.
        Index("idx_task_completed", "user_id", "completed", desc("created_at"), desc("id")),
    )


class ErasedAccount(Table, table=True):
    """The trace of an account that is gone: enough to refuse its old tokens, too little to name anybody."""

    __tablename__ = "erased_account"

    user_hash: bytes = Column(primary_key=True)  # SHA-256 of the user's id
    erased_at: datetime = _timestamp()


def is_storable(value: str) -> bool:
    """Whether PostgreSQL's text can hold it: neither NUL nor half a surrogate pair."""
    try:
        return b"\x00" not in value.encode()
    except UnicodeEncodeError:
        return False


def _storable(value: Any) -> Any:
    if isinstance(value, str) and not is_storable(value):
        raise PydanticCustomError("not_storable", "contains a character that cannot be stored")
    return value


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _calendar_date(value: Any) -> Any:
    # A date-time is no date: its day depends on the zone. ISO 8601's other spellings (20261231) stay out too.
    if value is None:
        return None
    try:
        if len(value) == 10 and value[4] == value[7] == "-":
            return date.fromisoformat(value)
    except (TypeError, ValueError):
        pass
    raise PydanticCustomError("calendar_date", "must be a date like 2026-12-31")


def _true_or_false(value: Any) -> Any:
    # Query values are text; only the two words of JSON count as booleans.
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


STORABLE_PATTERN = "^[^\\u0000]*$"
NOT_BLANK_PATTERN = "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$"

Title = Annotated[
    str,
    Field(
        min_length=1,
        max_length=TITLE_LENGTH,
        description="What is to be done. Stored without leading and trailing white space.",
        examples=["Buy milk"],
        json_schema_extra={"pattern": NOT_BLANK_PATTERN},
    ),
    BeforeValidator(_trimmed),
    BeforeValidator(_storable),
]
Description = Annotated[
    str,
    Field(
        max_length=DESCRIPTION_LENGTH,
        description="Anything more there is to say.",
        examples=["Two litres, the blue one"],
        json_schema_extra={"pattern": STORABLE_PATTERN},
    ),
    BeforeValidator(_storable),
]
CalendarDate = Annotated[
    date,
    BeforeValidator(_calendar_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
    Field(description="A calendar day without a time or a zone.", examples=["2026-12-31"]),
]


class TaskCreate(BaseModel):
    """What a client may say about a task. Unknown fields are ignored, known ones are never coerced."""

    model_config = ConfigDict(strict=True)

    title: Title
    description: Description | None = None
    completed: bool = Field(default=False, description="On an update, an absent `completed` keeps its value.")
    due_date: CalendarDate | None = None


class TaskResponse(BaseModel):
    """A task as every endpoint shows it."""

    id: UUID
    user_id: str
    title: Title
    description: Description | None
    completed: bool
    due_date: CalendarDate | None
    created_at: datetime
    updated_at: datetime


class TaskEnvelope(BaseModel):
    """One task under `data`."""

    data: TaskResponse


class TaskList(BaseModel):
    """The tasks under `data`, in the order asked for."""

    data: list[TaskResponse]


TaskSort = Literal["created_at", "-created_at", "due_date", "-due_date", "title", "-title"]


class TaskQuery(BaseModel):
    """Which tasks to list, and in what order."""

    model_config = ConfigDict(strict=True)

    completed: Annotated[bool | None, BeforeValidator(_true_or_false), WithJsonSchema({"type": "boolean"})] = Field(
        default=None, description="Only completed (`true`) or only open (`false`) tasks."
    )
    sort: TaskSort = Field(
        default="created_at",
        description=(
            "`created_at`: newest first. `due_date`: soonest first, those without one last. "
            "`title`: alphabetical, case ignored. A `-` in front reverses the order."
        ),
    )
