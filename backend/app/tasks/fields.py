"""The fields of a task in SQL, read from the model and the schemas: a new field changes nothing in this module."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import DateTime, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.models import Task
from app.postgres.statement import POSTGRESQL
from app.tasks.schemas import TaskCreate, TaskResponse

COLUMNS = Task.__table__.c  # type: ignore[attr-defined]

CONTENT = tuple(TaskCreate.model_fields)  # what a client can set
SHOWN = tuple(TaskResponse.model_fields)  # what `document` shows
IN_FILES = ("id", *CONTENT, "created_at", "updated_at", "deleted_at")  # the columns of an exported file


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """The type without domain and length, which the table checks: a cast would truncate longer texts."""
    if isinstance(kind, TypeDecorator):  # SQLModel's own text
        kind = kind.impl_instance
    plain = getattr(kind.dialect_impl(POSTGRESQL), "data_type", kind)
    if isinstance(plain, ARRAY):
        return ARRAY(_plain(plain.item_type))
    return String() if isinstance(plain, String) else plain


TYPES = {name: _plain(COLUMNS[name].type) for name in SHOWN}


def default(name: str) -> str:
    """SQL: the column's default for a new task."""
    return "NULL" if (said := COLUMNS[name].server_default) is None else str(said.arg)


Values = Mapping[str, str]  # column → SQL expression


def columns_of(row: str) -> dict[str, str]:
    """The values of that row."""
    return {name: f"{row}.{name}" for name in SHOWN}


def document(values: Values) -> str:
    """SQL: these values as the JSON of `TaskResponse`. Every statement that changes a task writes this."""
    shown = ", ".join(
        f"todo.rfc3339({values[name]}) AS {name}"
        if isinstance(COLUMNS[name].type, DateTime)
        else f"{values[name]} AS {name}"
        for name in SHOWN
    )
    return f"(SELECT row_to_json(shown) FROM (SELECT {shown}) shown)"


# Columns computed from others: their sources, and the SQL. Tasks are found, sorted and filtered by them.
DERIVED = {
    "search": (("title", "description"), "todo.words_of({title}, {description})"),
    "title_key": (("title",), "todo.title_key({title})"),
    "tag_keys": (("tags",), "todo.tag_keys({tags})"),
}


def derived(values: Values) -> dict[str, str]:
    """SQL of the computed columns for these values."""
    return {column: sql.format(**values) for column, (_, sql) in DERIVED.items()}


def updated_derived(values: Values, set_columns: Collection[str]) -> dict[str, str]:
    """The same for an update of `task` that sets these columns; if the sources stay equal, nothing is computed."""
    updates = {}
    for column, (sources, sql) in DERIVED.items():
        if set(sources) & set(set_columns):
            before, after = (", ".join(each[name] for name in sources) for each in (columns_of("task"), values))
            is_same = f"({before}) IS NOT DISTINCT FROM ({after})"
            updates[column] = f"CASE WHEN {is_same} THEN task.{column} ELSE {sql.format(**values)} END"
    return updates
