"""The tables."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
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
    # A table's checks are prepared anew by each statement that writes to it, a domain's once for each connection.
    return base.with_variant(DOMAIN(name, base, check=check, schema=SCHEMA), "postgresql")


TITLE = _domain("title", String(TITLE_LENGTH), "btrim(VALUE) <> ''")
PRIORITY = _domain("priority", SmallInteger(), f"VALUE BETWEEN 0 AND {MAX_PRIORITY}")
TAGS = _domain("tags", ARRAY(String(TAG_LENGTH)), f"cardinality(VALUE) <= {MAX_TAGS}")


class Table(SQLModel):
    """What the tables share: their metadata, hence their schema and the names of their constraints."""

    metadata = MetaData(schema=SCHEMA, naming_convention=NAMING_CONVENTION)


def _timestamp() -> Any:
    return Column(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()}, nullable=False)


def _counter() -> Any:
    return Column(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")}, nullable=False)


def _count() -> Any:
    return Column(default=0, sa_column_kwargs={"server_default": text("0")})


class User(Table, table=True):
    """Somebody who has written at least once; `id` is Better Auth's, the token's `sub`."""

    id: str = Column(primary_key=True, max_length=USER_ID_LENGTH)
    email: str | None = Column(default=None, max_length=EMAIL_LENGTH)
    created_at: datetime = _timestamp()
    seq: int = _counter()  # the number of the user's last change; its row lock puts the changes in order
    log_start: int = _counter()  # the last change that the log no longer holds
    live_tasks: int = _count()
    # When an earlier account of the same id was erased: what `ErasedAccount` says, at hand where it is needed most.
    erased_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))
    command: int = _counter()  # the first change of the last command
    changed_at: datetime = _timestamp()  # of the last change: with `seq` it tells one state from every other
    server_started_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))  # which wrote last
    trashed_tasks: int = _count()
    erased_version: int = _count()  # no task that was erased had a higher version
    log_start_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))  # of the change `log_start`

    tasks: list["Task"] = Relationship(back_populates="user", passive_deletes="all")

    __table_args__ = (CheckConstraint("id <> ''", name="id_not_empty"),)


class Task(Table, table=True):
    """One thing to do, owned by one user."""

    user_id: str = Column(primary_key=True, foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    id: UUID = Column(primary_key=True)
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
    # What the statements that write keep true (tasks/fields.py): the task as it is shown, what it is found by, and the
    # keys that its title is sorted and its tags are compared by.
    document: dict[str, Any] | None = Column(default=None, sa_type=JSON)
    search: str | None = Column(default=None, sa_type=TSVECTOR)
    title_key: str = Column(default="", sa_column_kwargs={"server_default": text("''")})
    tag_keys: list[str] = Column(
        default_factory=list, sa_type=ARRAY(String()), sa_column_kwargs={"server_default": text("'{}'")}, nullable=False
    )

    user: User = Relationship(back_populates="tasks")

    __table_args__ = (
        # The trash, and what has lain in it for long enough. If it held all tasks, a planner with old figures would use
        # it in place of the key, and look for one task among all.
        Index("idx_task_user_id", "user_id", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
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
    """One change of one thing, as the user's log keeps it.

    Erasing the account takes the log away: a foreign key would look for the user's row at every line (decision 22).
    """

    user_id: str = Column(primary_key=True, max_length=USER_ID_LENGTH)
    seq: int = Column(primary_key=True, sa_type=BigInteger)
    item_id: UUID | None = Column(default=None)  # none when the thing was erased later: the number stays
    operation: str
    previous: int | None = Column(default=None, sa_type=BigInteger)  # the change of the same thing before this one
    # What the thing became is what the next change has before it, or the thing as it is.
    before: dict[str, Any] | None = Column(default=None, sa_type=JSON)
    actor: str = Column(max_length=USER_ID_LENGTH)
    request_id: str | None = Column(default=None, max_length=128)
    at: datetime = _timestamp()
    command: int | None = Column(default=None, sa_type=BigInteger)  # the first change of the request; none in old lines
    kind: str = Column(default="task", sa_column_kwargs={"server_default": text("'task'")})

    __table_args__ = (Index("idx_change_at", "at", postgresql_using="brin"),)


class Answer(Table, table=True):
    """What one operation of a request with an `Idempotency-Key` was answered, to be answered again."""

    user_id: str = Column(primary_key=True, foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    key: str = Column(primary_key=True, max_length=255)
    position: int = Column(default=0, primary_key=True, sa_column_kwargs={"server_default": text("0")})
    fingerprint: str = Column(max_length=64)
    document: Any = Column(default=None, sa_type=JSON, nullable=True)
    command: int | None = Column(default=None, sa_type=BigInteger)
    at: datetime = _timestamp()
    item_id: UUID | None = Column(default=None)  # whose erasure takes the document away
    tag: str | None = Column(default=None)  # of the document
    refusal: str | None = Column(default=None)  # why nothing was done, in the words of todo.refuse

    __table_args__ = (Index("idx_answer_at", "at", postgresql_using="brin"),)


class ErasedAccount(Table, table=True):
    """The trace of an account that is gone: enough to refuse its old tokens, too little to name anybody."""

    __tablename__ = "erased_account"

    user_hash: bytes = Column(primary_key=True)  # SHA-256 of the user's id
    erased_at: datetime = _timestamp()
    seq: int = _counter()  # where the account's numbers ended; should it come back, they go on
    version: int = _count()  # no task of it had a higher version
