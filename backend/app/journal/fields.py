"""The fields of one kind of item, such as tasks, in SQL: columns, documents, and the values that a request gives.

They are read from the model and the schemas: a new field changes nothing in this module.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from pydantic import BaseModel
from sqlalchemy import DateTime, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.postgres.statement import POSTGRESQL, sql_type

Values = Mapping[str, str]  # column → SQL expression


def parameter(name: str) -> str:
    """SQL: the request's value of that name."""
    return f":{name}"


def end(account: str, moment: str) -> str:
    """SQL: the position after every one that the account has had."""
    here = f"todo.position_at({moment})"
    return f"""
        CASE WHEN {here} > {account}.last_position THEN {here}
            ELSE todo.position_after({account}.last_position, {moment}) END
    """


def touched(moment: str, item: str) -> str:
    """SQL: the `updated_at` of a change at that moment: later than before, even if an import has set a future time."""
    return f"greatest({moment}, {item}.updated_at + interval '1 microsecond')"


def is_there(table: str, item_id: str) -> str:
    """SQL: whether the owner has that item, and not in the trash."""
    return f"""
        EXISTS (
            SELECT FROM (
                SELECT target.deleted_at FROM todo.{table} target
                WHERE target.user_id = :owner AND target.id = {item_id} OFFSET 0
            ) target WHERE target.deleted_at IS NULL
        )
    """


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """The type without domain, length and order, which the table has: a cast would truncate longer texts."""
    if isinstance(kind, TypeDecorator):  # SQLModel's own text
        kind = kind.impl_instance
    plain = getattr(kind.dialect_impl(POSTGRESQL), "data_type", kind)
    if isinstance(plain, ARRAY):
        return ARRAY(_plain(plain.item_type))
    return String() if isinstance(plain, String) else plain


class Fields:
    """The fields of a kind of items.

    `content` has the fields that a client can set, `shown` those of its document. `derived` are columns computed from
    others: their sources, and the SQL. `times` are columns with the time since when a flag is set. `links` are columns
    with the id of another item, and its table. `settled` are fields that a file may set only as far as others allow it,
    and the SQL of what then becomes of them.
    """

    def __init__(
        self,
        table: Any,
        content: type[BaseModel],
        shown: type[BaseModel],
        *,
        derived: Mapping[str, tuple[tuple[str, ...], str]] | None = None,
        times: Mapping[str, str] | None = None,
        links: Mapping[str, str] | None = None,
        settled: Values | None = None,
    ) -> None:
        self.kind: str = table.__tablename__
        self.table = f"todo.{self.kind}"
        self.columns = table.__table__.c
        self.content = tuple(content.model_fields)
        self.shown = tuple(shown.model_fields)
        self.times, self.links = times or {}, links or {}
        self.state = (*self.content, *self.times, "deleted_at")  # what an undo restores and a file contains
        self.in_files = ("id", *self.content, *self.times, "created_at", "updated_at", "deleted_at")
        self._derived, self._settled = derived or {}, settled or {}
        self.types = {name: _plain(self.columns[name].type) for name in self.shown}

    def default(self, name: str) -> str:
        """SQL: the column's default for a new item."""
        return "NULL" if (said := self.columns[name].server_default) is None else str(said.arg)

    def columns_of(self, row: str) -> dict[str, str]:
        """The values of that row."""
        return {name: f"{row}.{name}" for name in self.shown}

    def typed(self, names: Collection[str]) -> str:
        """SQL: these columns with their types, for a record that is read from JSON."""
        return ", ".join(f"{name} {sql_type(self.types[name])}" for name in names)

    def document(self, values: Values) -> str:
        """SQL: these values as the JSON of responses. Every statement that changes an item writes this."""
        shown = ", ".join(
            f"todo.rfc3339({values[name]}) AS {name}"
            if isinstance(self.columns[name].type, DateTime)
            else f"{values[name]} AS {name}"
            for name in self.shown
        )
        return f"(SELECT row_to_json(shown) FROM (SELECT {shown}) shown)"

    def derived(self, values: Values) -> dict[str, str]:
        """SQL of the computed columns for these values."""
        return {column: sql.format(**values) for column, (_, sql) in self._derived.items()}

    def updated_derived(self, values: Values, set_columns: Collection[str]) -> dict[str, str]:
        """The same for an update of `item` that sets these columns; if the sources stay equal, nothing is computed."""
        return {
            column: self._kept_or(
                column, values, sql.format(**values), [name for name in sources if name in set_columns]
            )
            for column, (sources, sql) in self._derived.items()
            if set(sources) & set(set_columns)
        }

    def upserted(self, columns: Collection[str]) -> str:
        """SQL: what an upsert of these columns assigns to those of an `item` that is there already."""
        excluded = self.columns_of("excluded")
        values = {name: f"excluded.{name}" for name in columns if name not in {"id", "user_id", "created_at"}}
        values |= {
            column: self._kept_or(column, excluded, values[column], sources)
            for column, (sources, _) in self._derived.items()
        }
        return ", ".join(f"{name} = {value}" for name, value in values.items())

    def _kept_or(self, column: str, values: Values, computed: str, sources: Collection[str]) -> str:
        """SQL: the item's computed column as it is if these values leave the sources equal, or else a new one."""
        both = self.columns_of("item"), values
        before, after = (", ".join(each[name] for name in sources) for each in both)
        return f"CASE WHEN ({before}) IS NOT DISTINCT FROM ({after}) THEN item.{column} ELSE {computed} END"

    def settled(self, values: Values) -> dict[str, str]:
        """These values, as far as others allow them."""
        return {**values, **{name: sql.format(**values) for name, sql in self._settled.items()}}

    def given(
        self, names: Collection[str], given: Callable[[str], str] = parameter, last: str = "old.last_of_all"
    ) -> dict[str, str]:
        """The values of the request; an item without a position gets the `last` one."""
        values = {name: given(name) for name in names}
        if "position" in values:
            values["position"] = f"coalesce({given('position')}, {last})"
        return values

    def targets(self, names: Collection[str], given: Callable[[str], str] = parameter) -> dict[str, str]:
        """What these values link to must be there: a condition for each reason for a refusal."""
        return {
            f"no-{table}": f"({given(name)} IS NULL OR {is_there(table, given(name))})"
            for name, table in self.links.items()
            if name in names
        }
