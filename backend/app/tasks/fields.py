"""The fields of a task, as statements need them. A new field stands in the model and the schemas, and nowhere here."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import DateTime, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.models import Task
from app.postgres.statement import POSTGRESQL
from app.tasks.schemas import TaskCreate, TaskResponse

COLUMNS = Task.__table__.c  # type: ignore[attr-defined]

CONTENT = tuple(TaskCreate.model_fields)  # what a person says about a task
SHOWN = tuple(TaskResponse.model_fields)  # what `document` shows
IN_FILES = ("id", *CONTENT, "created_at", "updated_at", "deleted_at")  # what an exported file says of it


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """Without domain and length, which the table checks: a cast would cut what is too long."""
    if isinstance(kind, TypeDecorator):  # SQLModel's own text
        kind = kind.impl_instance
    plain = getattr(kind.dialect_impl(POSTGRESQL), "data_type", kind)
    if isinstance(plain, ARRAY):
        return ARRAY(_plain(plain.item_type))
    return String() if isinstance(plain, String) else plain


TYPES = {name: _plain(COLUMNS[name].type) for name in SHOWN}


def default(name: str) -> str:
    """SQL: what that column of a new task holds where nothing is said."""
    return "NULL" if (said := COLUMNS[name].server_default) is None else str(said.arg)


Values = Mapping[str, str]  # the SQL of each column of a task


def columns_of(row: str) -> dict[str, str]:
    """The task in that row, as it stands."""
    return {name: f"{row}.{name}" for name in SHOWN}


def document(values: Values) -> str:
    """SQL: the task of these values in JSON, as `TaskResponse` has it. Whatever changes a task writes this."""
    shown = ", ".join(
        f"todo.rfc3339({values[name]}) AS {name}"
        if isinstance(COLUMNS[name].type, DateTime)
        else f"{values[name]} AS {name}"
        for name in SHOWN
    )
    return f"(SELECT row_to_json(shown) FROM (SELECT {shown}) shown)"


# Columns that follow from others: from which, and the SQL. They are what a task is found, sorted and filtered by.
DERIVED = {
    "search": (("title", "description"), "todo.words_of({title}, {description})"),
    "title_key": (("title",), "todo.title_key({title})"),
    "tag_keys": (("tags",), "todo.tag_keys({tags})"),
}


def derived(values: Values) -> dict[str, str]:
    """SQL of the columns that follow from these values."""
    return {column: sql.format(**values) for column, (_, sql) in DERIVED.items()}


def derived_anew(values: Values, set_columns: Collection[str]) -> dict[str, str]:
    """The same for an update of `task` that sets these columns; what has not changed is not made again."""
    anew = {}
    for column, (sources, sql) in DERIVED.items():
        if set(sources) & set(set_columns):
            before, after = (", ".join(each[name] for name in sources) for each in (columns_of("task"), values))
            is_same = f"({before}) IS NOT DISTINCT FROM ({after})"
            anew[column] = f"CASE WHEN {is_same} THEN task.{column} ELSE {sql.format(**values)} END"
    return anew
