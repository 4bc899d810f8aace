"""The tables."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Computed,
    DateTime,
    Index,
    MetaData,
    SmallInteger,
    String,
    desc,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, DOMAIN, TSVECTOR
from sqlalchemy.types import TypeEngine
from sqlmodel import Field as Column
from sqlmodel import Relationship, SQLModel

# Never `public`: Better Auth has a table "user" of its own there, and both must be able to share one database.
SCHEMA = "todo"

TITLE_LENGTH = 100
DESCRIPTION_LENGTH = 1000
USER_ID_LENGTH = EMAIL_LENGTH = 255
TAG_LENGTH = 40
MAX_TAGS = 20
MAX_PRIORITY = 3

# Predictable names, so that a migration can alter what an earlier one made.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _domain(name: str, base: TypeEngine[Any], check: str) -> Any:
    # Cheaper than a check of the table: migration 0003 says why.
    return base.with_variant(DOMAIN(name, base, check=check, schema=SCHEMA), "postgresql")


USER_ID = _domain("user_id", String(USER_ID_LENGTH), "VALUE <> ''")
TITLE = _domain("title", String(TITLE_LENGTH), "btrim(VALUE) <> ''")
PRIORITY = _domain("priority", SmallInteger(), f"VALUE BETWEEN 0 AND {MAX_PRIORITY}")
TAGS = _domain("tags", ARRAY(String(TAG_LENGTH)), f"cardinality(VALUE) <= {MAX_TAGS}")


# The task as it is shown, which PostgreSQL keeps with it.
SHOWN = Computed(
    "todo.show(id, user_id, title, description, completed, due_date, created_at, updated_at, priority, tags, version,"
    " deleted_at)",
    persisted=True,
)


class Table(SQLModel):
    """What the tables share: their metadata, hence their schema and the names of their constraints."""

    metadata = MetaData(schema=SCHEMA, naming_convention=NAMING_CONVENTION)


def _timestamp() -> Any:
    return Column(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()}, nullable=False)


def _counter() -> Any:
    return Column(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")}, nullable=False)


class User(Table, table=True):
    """Somebody who has written at least once; `id` is Better Auth's, the token's `sub`."""

    id: str = Column(primary_key=True, sa_type=USER_ID)
    email: str | None = Column(default=None, max_length=EMAIL_LENGTH)
    created_at: datetime = _timestamp()
    seq: int = _counter()  # the number of the user's last change; its row lock puts the changes in order
    log_start: int = _counter()  # the last change that the log no longer holds
    live_tasks: int = Column(default=0, sa_column_kwargs={"server_default": text("0")})
    # When an earlier account of the same id was erased: what `ErasedAccount` says, at hand where it is needed most.
    erased_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))

    tasks: list["Task"] = Relationship(back_populates="user", passive_deletes="all")


class Task(Table, table=True):
    """One thing to do, owned by one user."""

    id: UUID = Column(primary_key=True)
    user_id: str = Column(foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    title: str = Column(sa_type=TITLE)
    description: str | None = Column(default=None, max_length=DESCRIPTION_LENGTH)
    completed: bool = Column(default=False, sa_column_kwargs={"server_default": text("false")})
    due_date: date | None = Column(default=None)
    created_at: datetime = _timestamp()
    updated_at: datetime = _timestamp()
    priority: int = Column(default=0, sa_type=PRIORITY, sa_column_kwargs={"server_default": text("0")})
    tags: list[str] = Column(default_factory=list, sa_type=TAGS, sa_column_kwargs={"server_default": text("'{}'")})
    version: int = Column(default=1, sa_column_kwargs={"server_default": text("1")})
    seq: int = _counter()  # of its last change
    deleted_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))
    search: str | None = Column(default=None, sa_type=TSVECTOR)  # todo.words_of, kept by todo.apply
    document: dict[str, Any] | None = Column(default=None, sa_type=JSON, sa_column_args=[SHOWN])

    user: User = Relationship(back_populates="tasks")

    __table_args__ = (
        # All of a user's tasks, in an order that no other index holds (by title, by due date); the trash, and what has
        # lain in it for long enough; the cascade.
        Index("idx_task_user_id", "user_id", "deleted_at"),
        # The list as everybody sees it first, newest first, and its reverse.
        Index(
            "idx_task_created_at",
            "user_id",
            desc("created_at"),
            desc("id"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        # The same list of only what is open, or only what is done.
        Index(
            "idx_task_completed",
            "user_id",
            "completed",
            desc("created_at"),
            desc("id"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        # Room on each page for new versions of what lies there: one that stays on its page is not told to every index.
        {"postgresql_with": {"fillfactor": 80}},
    )


class Change(Table, table=True):
    """One change of one task, as the user's log keeps it; a trigger erases it with the user."""

    user_id: str = Column(primary_key=True, max_length=USER_ID_LENGTH)
    seq: int = Column(primary_key=True, sa_type=BigInteger)
    task_id: UUID
    operation: str
    previous: int | None = Column(default=None, sa_type=BigInteger)  # the change of the same task before this one
    # What the task became is what the next change has before it, or the task as it is.
    before: dict[str, Any] | None = Column(default=None, sa_type=JSON)
    actor: str = Column(max_length=USER_ID_LENGTH)
    request_id: str | None = Column(default=None, max_length=128)
    at: datetime = _timestamp()

    __table_args__ = (Index("idx_change_at", "at", postgresql_using="brin"),)


class Answer(Table, table=True):
    """What a write with an `Idempotency-Key` was answered, to be answered again."""

    user_id: str = Column(primary_key=True, foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    key: str = Column(primary_key=True, max_length=255)
    fingerprint: str = Column(max_length=64)
    results: Any = Column(sa_type=JSON, nullable=False)
    version: int | None = Column(default=None)
    seq: int = Column(sa_type=BigInteger)
    at: datetime = _timestamp()

    __table_args__ = (Index("idx_answer_at", "at", postgresql_using="brin"),)


class ErasedAccount(Table, table=True):
    """The trace of an account that is gone: enough to refuse its old tokens, too little to name anybody."""

    __tablename__ = "erased_account"

    user_hash: bytes = Column(primary_key=True)  # SHA-256 of the user's id
    erased_at: datetime = _timestamp()
    seq: int = _counter()  # where the account's numbers ended; should it come back, they go on
