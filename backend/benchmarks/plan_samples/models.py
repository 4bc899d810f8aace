from sqlmodel import SQLModel, Field, Relationship
from datetime import datetime, timezone
from typing import Optional, List
import uuid

from sqlalchemy import Index


# Changed: the samples call `datetime.utcnow`; SQLModel now refuses to store a time without a zone.
def utcnow() -> datetime:
    return datetime.now(timezone.utc)


class User(SQLModel, table=True):
    id: str = Field(primary_key=True, max_length=255)
    email: Optional[str] = Field(default=None, max_length=255)
    created_at: datetime = Field(default_factory=utcnow)

    tasks: List["Task"] = Relationship(back_populates="user")


class Task(SQLModel, table=True):
    # Added: the plan names three indexes and shows none; without them every list reads the whole table.
    __table_args__ = (
        Index("idx_task_user_id", "user_id"),
        Index("idx_task_created_at", "created_at"),
        Index("idx_task_completed", "completed"),
    )

    id: str = Field(default_factory=lambda: str(uuid.uuid4()), primary_key=True, max_length=36)
    user_id: str = Field(foreign_key="user.id", max_length=255, ondelete="CASCADE")
    title: str = Field(min_length=1, max_length=100)
    description: Optional[str] = Field(default=None, max_length=1000)
    completed: bool = Field(default=False)
    created_at: datetime = Field(default_factory=utcnow)
    updated_at: datetime = Field(default_factory=utcnow)

    user: User = Relationship(back_populates="tasks")
