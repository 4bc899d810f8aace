"""The database tables."""

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
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlmodel import Field as Column
from sqlmodel import Relationship, SQLModel

from app.columns import PRIORITY, SCHEMA, TAGS, TITLE, count, counter, place, timestamp
from app.values.limits import (
    COLOR_LENGTH,
    DESCRIPTION_LENGTH,
    EMAIL_LENGTH,
    ENDPOINT_LENGTH,
    LIST_NAME_LENGTH,
    RECEIVER_LENGTH,
    REPEAT_FROM_LENGTH,
    REPEAT_LENGTH,
    TIME_LENGTH,
    TIME_ZONE_LENGTH,
    USER_ID_LENGTH,
)

# Predictable names, so that a migration can alter what an earlier one made.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """The base class of the tables: shared metadata with the schema and the names of constraints."""

    metadata = MetaData(schema=SCHEMA, naming_convention=NAMING_CONVENTION)


class User(Table, table=True):
    """A user who has written at least once; `id` is Better Auth's, the token's `sub`."""

    id: str = Column(primary_key=True, max_length=USER_ID_LENGTH)
    email: str | None = Column(default=None, max_length=EMAIL_LENGTH)
    created_at: datetime = timestamp()
    seq: int = counter()  # the number of the user's last change; the row's lock makes changes happen in order
    log_start: int = counter()  # the last change that was purged from the log
    live_tasks: int = count()
    # When an earlier account with the same id was erased: a copy from `ErasedAccount`, for frequent checks.
    erased_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))
    command: int = counter()  # the number of the first change of the last command
    changed_at: datetime = timestamp()  # of the last change: with `seq` it identifies a state
    server_started_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))  # at the last change
    trashed_tasks: int = count()
    erased_version: int = count()  # the highest version of all erased items, or higher
    log_start_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))  # of the change `log_start`
    # Whether the address may be anybody's: reminders would be advertisements in their mailbox.
    email_unverified: bool = Column(default=False, sa_column_kwargs={"server_default": text("false")})
    last_position: str = place()  # no item of the account has ever had one after this

    tasks: list["Task"] = Relationship(back_populates="user", passive_deletes="all")

    __table_args__ = (CheckConstraint("id <> ''", name="id_not_empty"),)


class Task(Table, table=True):
    """A task of one user."""

    user_id: str = Column(primary_key=True, foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    id: UUID = Column(primary_key=True)
    title: str = Column(sa_type=TITLE)
    description: str | None = Column(default=None, max_length=DESCRIPTION_LENGTH)
    completed: bool = Column(default=False, sa_column_kwargs={"server_default": text("false")})
    due_date: date | None = Column(default=None)
    created_at: datetime = timestamp()
    updated_at: datetime = timestamp()
    priority: int = Column(default=0, sa_type=PRIORITY, sa_column_kwargs={"server_default": text("0")})
    tags: list[str] = Column(default_factory=list, sa_type=TAGS, sa_column_kwargs={"server_default": text("'{}'")})
    version: int = Column(default=1, sa_column_kwargs={"server_default": text("1")})
    seq: int = counter()  # of its last change
    deleted_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))
    # Columns that every writing statement keeps up to date (tasks/fields.py): the task as responses show it, its words
    # for search, its sort key for titles, and the keys by which tags are compared.
    document: dict[str, Any] | None = Column(default=None, sa_type=JSON)
    search: str | None = Column(default=None, sa_type=TSVECTOR)
    title_key: str = Column(default="", sa_column_kwargs={"server_default": text("''")})
    tag_keys: list[str] = Column(
        default_factory=list, sa_type=ARRAY(String()), sa_column_kwargs={"server_default": text("'{}'")}, nullable=False
    )

    list_id: UUID | None = Column(default=None)  # null: the Inbox. Of a task in the trash the list may be gone.
    position: str = place()  # empty until the row is rebuilt (tasks/documents.py)
    completed_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))
    parent_id: UUID | None = Column(default=None)  # no foreign key, as for lists: the parent may be erased first
    due_time: str | None = Column(default=None, max_length=TIME_LENGTH)
    repeat: str | None = Column(default=None, max_length=REPEAT_LENGTH)  # as `tasks/repeats.py` spells it
    repeat_from: str = Column(
        default="due", max_length=REPEAT_FROM_LENGTH, sa_column_kwargs={"server_default": text("'due'")}
    )
    remind_before: int | None = Column(default=None)  # minutes
    # When the next reminder is due; null if there is none, or if it is on its way (`Delivery`). See tasks/fields.py.
    remind_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))

    user: User = Relationship(back_populates="tasks")

    __table_args__ = (
        # The trash, and its purge. If the index had all tasks, a planner with outdated statistics would use it instead
        # of the primary key, and scan all of a user's tasks for one.
        Index("idx_task_user_id", "user_id", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
        # The default list, newest first, and its reverse.
        Index(
            "idx_task_created_at",
            "user_id",
            desc("created_at"),
            desc("id"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        # The same list with only open or only completed tasks.
        Index(
            "idx_task_completed",
            "user_id",
            "completed",
            desc("created_at"),
            desc("id"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        # What is below a task. `tasks/indexes.py` builds it, without a lock that others would wait for.
        Index("idx_task_parent_id", "user_id", "parent_id", postgresql_where=text("parent_id IS NOT NULL")),
        # The reminders of all users by their time (app/reminders).
        Index("idx_task_remind_at", "remind_at", postgresql_where=text("remind_at IS NOT NULL")),
        # Free space for new row versions on the same page: such an update (HOT) does not touch every index.
        {"postgresql_with": {"fillfactor": 80}},
    )


class List(Table, table=True):
    """A list of one user's tasks. The columns that are not shown serve as those of a task do."""

    user_id: str = Column(primary_key=True, foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    id: UUID = Column(primary_key=True)
    name: str = Column(max_length=LIST_NAME_LENGTH)
    color: str | None = Column(default=None, max_length=COLOR_LENGTH)
    position: str = place()
    archived: bool = Column(default=False, sa_column_kwargs={"server_default": text("false")})
    version: int = Column(default=1, sa_column_kwargs={"server_default": text("1")})
    created_at: datetime = timestamp()
    updated_at: datetime = timestamp()
    seq: int = counter()
    deleted_at: datetime | None = Column(default=None, sa_type=DateTime(timezone=True))
    document: dict[str, Any] | None = Column(default=None, sa_type=JSON)


class AccountSettings(Table, table=True):
    """What a user has chosen; without a row, the defaults. The columns that are not shown serve as those of a task."""

    __tablename__ = "settings"

    user_id: str = Column(primary_key=True, foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    time_zone: str = Column(
        default="UTC", max_length=TIME_ZONE_LENGTH, sa_column_kwargs={"server_default": text("'UTC'")}
    )
    day_start: str = Column(
        default="09:00", max_length=TIME_LENGTH, sa_column_kwargs={"server_default": text("'09:00'")}
    )
    week_start: int = Column(default=0, sa_type=SmallInteger, sa_column_kwargs={"server_default": text("0")})
    email_reminders: bool = Column(default=False, sa_column_kwargs={"server_default": text("false")})
    version: int = Column(default=1, sa_column_kwargs={"server_default": text("1")})
    seq: int = counter()
    document: dict[str, Any] | None = Column(default=None, sa_type=JSON)


class Feed(Table, table=True):
    """The secret address of a user's calendar feed."""

    user_id: str = Column(primary_key=True, foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    secret_hash: bytes = Column(unique=True)  # SHA-256 of the secret
    created_at: datetime = timestamp()


class PushSubscription(Table, table=True):
    """A browser that shows a user's reminders (RFC 8030). It is not in the log: no undo brings it back."""

    __tablename__ = "push_subscription"

    user_id: str = Column(primary_key=True, foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    id: UUID = Column(primary_key=True)  # of the address: the same browser has the same id
    endpoint: str = Column(max_length=ENDPOINT_LENGTH)
    p256dh: bytes  # the browser's public key, 65 bytes
    auth: bytes  # its secret, 16 bytes
    created_at: datetime = timestamp()


class Delivery(Table, table=True):
    """A reminder on its way to one receiver. It is deleted when it has arrived, or can arrive no more."""

    user_id: str = Column(primary_key=True, foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    task_id: UUID = Column(primary_key=True)
    receiver: str = Column(primary_key=True, max_length=RECEIVER_LENGTH)  # `mail`, or a subscription's id
    # What was reminded of. If the task is no longer like that, nothing is sent.
    due_date: date
    due_time: str | None = Column(default=None, max_length=TIME_LENGTH)
    remind_before: int
    remind_at: datetime = Column(sa_type=DateTime(timezone=True))
    # Not before: a lease of whoever is sending it, or a pause.
    try_at: datetime = Column(sa_type=DateTime(timezone=True))

    __table_args__ = (Index("idx_delivery_try_at", "try_at"),)


class Change(Table, table=True):
    """A change of one item, a line in the user's log.

    Erasing the account deletes its log. A foreign key would look up the user's row for every line (decision 22).
    """

    user_id: str = Column(primary_key=True, max_length=USER_ID_LENGTH)
    seq: int = Column(primary_key=True, sa_type=BigInteger)
    item_id: UUID | None = Column(default=None)  # null for settings, and if the item was erased later
    operation: str
    previous: int | None = Column(default=None, sa_type=BigInteger)  # the previous change of the same item
    # The state after the change is the `before` of the item's next change, or the item itself.
    before: dict[str, Any] | None = Column(default=None, sa_type=JSON)
    actor: str = Column(max_length=USER_ID_LENGTH)
    request_id: str | None = Column(default=None, max_length=128)
    at: datetime = timestamp()
    command: int | None = Column(default=None, sa_type=BigInteger)  # the request's first change; null in old lines
    kind: str = Column(default="task", sa_column_kwargs={"server_default": text("'task'")})

    __table_args__ = (Index("idx_change_at", "at", postgresql_using="brin"),)


class Answer(Table, table=True):
    """The stored answer of one operation of a request with an `Idempotency-Key`."""

    user_id: str = Column(primary_key=True, foreign_key="user.id", max_length=USER_ID_LENGTH, ondelete="CASCADE")
    key: str = Column(primary_key=True, max_length=255)
    position: int = Column(default=0, primary_key=True, sa_column_kwargs={"server_default": text("0")})
    fingerprint: str = Column(max_length=64)
    document: Any = Column(default=None, sa_type=JSON, nullable=True)
    command: int | None = Column(default=None, sa_type=BigInteger)
    at: datetime = timestamp()
    item_id: UUID | None = Column(default=None)  # the document is deleted when this item is erased
    tag: str | None = Column(default=None)  # of the document
    refusal: str | None = Column(default=None)  # the message of todo.refuse, if the request was refused
    conditions: str | None = Column(default=None, max_length=64)  # null: an earlier version did not look at them

    __table_args__ = (Index("idx_answer_at", "at", postgresql_using="brin"),)


class ErasedAccount(Table, table=True):
    """The tombstone of an erased account: enough to refuse its old tokens, too little to identify anybody."""

    __tablename__ = "erased_account"

    user_hash: bytes = Column(primary_key=True)  # SHA-256 of the user's id
    erased_at: datetime = timestamp()
    seq: int = counter()  # the account's last number; a new account with the same id continues there
    version: int = count()  # the highest version of all its items, or higher
