"""The fields of a task, as statements need them. A new field stands in the model and the schemas, and nowhere here."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import DateTime, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from app.models import Task
from app.postgres.statement import POSTGRESQL
from app.tasks.schemas import TaskCreate, TaskResponse

COLUMNS = Task.__table__.c  # type: ignore[attr-defined]

CONTENT = tuple(TaskCreate.model_fields)  # what a person says about a task
SHOWN = tuple(TaskResponse.model_fields)  # what `document` shows


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """Without domain and length, which the table checks: a cast would cut what is too long."""
    plain = getattr(kind.dialect_impl(POSTGRESQL), "data_type", kind)
    if isinstance(plain, ARRAY):
        return ARRAY(_plain(plain.item_type))
    return String() if isinstance(plain, String) else plain


TYPES = {name: _plain(COLUMNS[name].type) for name in SHOWN}


def document(row: str) -> str:
    """SQL: the task in `row` as `TaskResponse` has it, in JSON. Every statement that changes a task writes this."""
    shown = ", ".join(
        f"todo.rfc3339({row}.{name}) AS {name}" if isinstance(COLUMNS[name].type, DateTime) else f"{row}.{name}"
        for name in SHOWN
    )
    return f"(SELECT row_to_json(shown) FROM (SELECT {shown}) shown)"


# Columns that follow from others: which, and the SQL that makes them of `row`.
DERIVED = {
    "search": (("title", "description"), "todo.words_of({row}.title, {row}.description)"),
    "title_key": (("title",), "todo.fold({row}.title)"),
    "tag_keys": (("tags",), "ARRAY(SELECT todo.fold(tag) FROM unnest({row}.tags) tag)"),
}


def derived(row: str) -> dict[str, str]:
    """SQL of the columns that follow from what the task in `row` says: what it is found, sorted and filtered by."""
    return {column: sql.format(row=row) for column, (_, sql) in DERIVED.items()}


def derived_anew(row: str, set_columns: Collection[str]) -> dict[str, str]:
    """The same for an update of `task` to `row` that sets these columns; what has not changed is not made again."""
    anew = {}
    for column, (sources, sql) in DERIVED.items():
        if not set(sources) & set(set_columns):
            continue
        before, after = (", ".join(f"{each}.{name}" for name in sources) for each in ("task", row))
        is_same = f"({before}) IS NOT DISTINCT FROM ({after})"
        anew[column] = f"CASE WHEN {is_same} THEN task.{column} ELSE {sql.format(row=row)} END"
    return anew
