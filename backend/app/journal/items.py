"""One kind of item that an account has, such as tasks: its fields in SQL, and the parts of every operation on one item.

The fields are read from the model and the schemas: a new field changes nothing in this module.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import uuid4

from pydantic import BaseModel
from sqlalchemy import DateTime, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.journal.answers import KeyUse
from app.journal.log import account, change
from app.journal.writer import Operation, OperationKind
from app.postgres.statement import POSTGRESQL, sql_type

Values = Mapping[str, str]  # column → SQL expression
Ctes = Callable[[KeyUse, bool], Sequence[str]]

ANY = "true"
LIVE = "item.deleted_at IS NULL"
TRASHED = "item.deleted_at IS NOT NULL"

# What `If-Match` and `If-None-Match` are compared with: any version, this version, this version and last change.
TAGS = "ARRAY['*', {version}::text, concat({version}, '-', {last})]::varchar[]"
EXPECTED = f"((:if_match && {TAGS}) IS NOT FALSE AND (:if_none_match && {TAGS}) IS NOT TRUE)"
IS_AS_EXPECTED = EXPECTED.format(version="old.version", last="old.previous")

LINE = "old.seq, old.command, old.at, old.previous, old.before"  # columns of `changed` for the line in the log
MADE: dict[str, Any] = {  # what a creation sets in the account
    "last_position": "greatest(stored.last_position, last.position)",
    "erased_at": "last.erased_at",
    "erased_version": "last.erased_version",
}
# Later than before, even if an import has set a time in the future.
UPDATED_AT = "greatest(old.at, item.updated_at + interval '1 microsecond')"
# The time of the command's first change: what one command does together has this in common.
COMMAND_AT = """
    CASE WHEN account.seq = account.command THEN account.at ELSE coalesce((
        SELECT line.at FROM todo.change line WHERE line.user_id = :owner AND line.seq = account.command
    ), account.at) END
"""


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


def creating(kind: OperationKind, content: Mapping[str, Any], chosen_id: str | None) -> Operation:
    """Create an item; with an id chosen by a client only if the id is not taken.

    Any other id is chosen before the first attempt, so that a retry finds the item of that attempt.
    """
    if chosen_id is not None:
        return Operation(kind, {"id": chosen_id, **content, "if_none_match": ["*"]})
    new_id = str(uuid4())
    return Operation(kind, {"id": new_id, **content}, own_key=f" {new_id}")  # no client can send such a key


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


def all_of(conditions: Mapping[str, str]) -> str:
    """SQL: whether all of the conditions hold."""
    return " AND ".join(conditions.values()) or "true"


def unless(conditions: Mapping[str, str]) -> str:
    """Branches of a `CASE`: the reason of the first condition that does not hold."""
    return " ".join(f"WHEN NOT {condition} THEN '{reason}'" for reason, condition in conditions.items())


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """The type without domain, length and order, which the table has: a cast would truncate longer texts."""
    if isinstance(kind, TypeDecorator):  # SQLModel's own text
        kind = kind.impl_instance
    plain = getattr(kind.dialect_impl(POSTGRESQL), "data_type", kind)
    if isinstance(plain, ARRAY):
        return ARRAY(_plain(plain.item_type))
    return String() if isinstance(plain, String) else plain


class Items:
    """A kind of items.

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

    def reason(self, name: str) -> str:
        """The reason for a refusal, as `journal/refusals.py` has it for this kind."""
        return name if self.kind == "task" else f"{self.kind}-{name}"

    @property
    def absent(self) -> str:
        """A branch of a `CASE`: there is no such item."""
        return f"WHEN old.id IS NULL THEN '{self.reason('absent')}'"

    @property
    def stale(self) -> str:
        """A branch of a `CASE`: the item is not as the request expects it."""
        return f"WHEN NOT old.is_expected THEN '{self.reason('stale')}'"

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

    def _computed(self, names: Collection[str]) -> dict[str, str]:
        """What an operation that sets these columns computes once, as columns of `old`."""
        computed = {}
        if "position" in names:
            computed["last_of_all"] = end("account", "account.at")
        if not set(self.times.values()).isdisjoint(names):
            computed["command_at"] = COMMAND_AT
        return computed

    def targets(self, names: Collection[str], given: Callable[[str], str] = parameter) -> dict[str, str]:
        """What these values link to must be there: a condition for each reason for a refusal."""
        return {
            f"no-{table}": f"({given(name)} IS NULL OR {is_there(table, given(name))})"
            for name, table in self.links.items()
            if name in names
        }

    def found(
        self,
        key_use: KeyUse,
        begins: bool,
        condition: str,
        more: Collection[str] = (),
        computed: Values | None = None,
        *,
        sets: Collection[str] = (),
        of_account: Collection[str] = (),
    ) -> str:
        """The CTE `old`: the account, and the owner's item with that id if the condition holds.

        With `more` columns of the item and those `of_account`, and with those `computed` from `account` and `item`;
        `sets` are the columns that the operation sets. PostgreSQL prepares each column in every part of the plan that
        it passes through, so only what is used is named, and what is used twice is computed here.
        """
        more = dict.fromkeys(more)
        read = dict.fromkeys(["id", "version", "seq", "document", "deleted_at", *more])
        columns = {name: f"account.{name}" for name in ("seq", "command", "at", *of_account)}
        columns |= {"id": "item.id", "version": "item.version", "previous": "item.seq", "before": "item.document"}
        columns |= {name: f"item.{name}" for name in more} | self._computed(sets) | dict(computed or {})
        if condition != ANY:
            columns["is_expected"] = EXPECTED.format(version="item.version", last="item.seq")
        # OFFSET 0 makes PostgreSQL find the item by its key first: without statistics it may choose a worse index.
        return f"""
            old AS (
                SELECT {", ".join(f"{value} AS {name}" for name, value in columns.items())}
                FROM ({account(key_use, may_begin=begins)}) account LEFT JOIN LATERAL (
                    SELECT {", ".join(f"item.{name}" for name in read)} FROM {self.table} item
                    WHERE item.user_id = :owner AND item.id = :id OFFSET 0
                ) item ON {condition}
            )
        """

    def assignments(self, sets: Values, seq: str = "old.seq") -> str:
        """SQL: what an UPDATE of `item` that sets these columns assigns to all columns."""
        values = {"updated_at": UPDATED_AT, "version": "item.version + 1", **sets}
        for column, flag in self.times.items():
            if flag in sets:
                since = f"CASE WHEN item.{flag} THEN item.{column} ELSE old.command_at END"
                values[column] = f"CASE WHEN {sets[flag]} THEN {since} END"
        after = self.columns_of("item") | values
        every = values | self.updated_derived(after, sets) | {"seq": seq, "document": self.document(after)}
        return ", ".join(f"{name} = {value}" for name, value in every.items())

    def updated(
        self, sets: Values, condition: str = "true", more: Collection[str] = (), *, always: str | None = None
    ) -> str:
        """The CTE `changed`: the item in `old` with these columns set, unless all of them have these values already.

        Where `always` holds, that too is a change.
        """
        is_other = " OR ".join(f"item.{name} IS DISTINCT FROM {value}" for name, value in sets.items()) or "false"
        if always:
            is_other = f"{always} OR {is_other}"
        return f"""
            changed AS (
                UPDATE {self.table} item SET {self.assignments(sets)}
                FROM old
                WHERE item.user_id = :owner AND item.id = :id AND old.id IS NOT NULL AND old.is_expected
                    AND {condition} AND ({is_other})
                RETURNING item.id AS item_id, item.version, item.document, item.position
                    {"".join(f", item.{name}" for name in more)}, {LINE}
            )
        """

    def made(
        self,
        condition: str,
        placed: Values,
        given: Callable[[str], str] = parameter,
        *,
        last: str = "old.last_of_all",
        its: str = "true",
    ) -> str:
        """The CTEs `made` and `changed`: a new item for each row of `old`, if its id is not taken.

        The condition must hold. `placed` are values that do not come from the request, `given` those
        that do, and `last` the last position; `its` joins `made` and `old`.
        """
        values = self.given(self.content, given, last) | dict(placed)
        values |= {
            column: f"CASE WHEN {given(flag)} THEN old.command_at END" for column, flag in self.times.items()
        } | {
            "id": given("id"),
            "user_id": ":owner",
            "created_at": "old.at",
            "updated_at": "old.at",
            # An id chosen by a client may be that of an erased item, whose versions must not be used again.
            "version": f"CASE WHEN {given('if_none_match')} IS NULL THEN 1 ELSE old.erased_version + 1 END",
            "deleted_at": "NULL::timestamptz",
        }
        columns = values | self.derived(values) | {"seq": "old.seq", "document": self.document(self.columns_of("new"))}
        columns |= {name: f"new.{name}" for name in self.shown} | {"user_id": ":owner"}
        new = ", ".join(f"{value} AS {name}" for name, value in values.items())
        return f"""
            made AS (
                INSERT INTO {self.table} AS item ({", ".join(columns)})
                SELECT {", ".join(columns.values())} FROM old, LATERAL (SELECT {new}) new
                WHERE old.id IS NULL AND {condition}
                RETURNING item.id AS item_id, item.version, item.document, item.position
            ), changed AS (SELECT made.*, {LINE}, old.erased_at, old.erased_version FROM made JOIN old ON {its})
        """

    def operation(
        self,
        name: str,
        ctes: Ctes,
        *,
        types: Mapping[str, TypeEngine[Any]] | None = None,
        may_begin: bool = False,
        relates: bool = False,
        **parts: Any,
    ) -> OperationKind:
        """An operation on one item of this kind; `parts` are those of `log.change`."""

        def sql(key_use: KeyUse, begins: bool) -> str:
            return change(self.kind, name, key_use, ctes=ctes(key_use, begins), **parts)

        return OperationKind(sql, types=self.types | dict(types or {}), may_begin=may_begin, relates=relates)

    def create(
        self,
        conditions: Mapping[str, str],
        *,
        ctes: Sequence[str] = (),
        placed: Values | None = None,
        **counts: Any,
    ) -> OperationKind:
        """The operation that creates an item if the conditions hold; each has the reason for a refusal."""
        return self.operation(
            "create",
            lambda key_use, begins: [
                self.found(
                    key_use,
                    begins,
                    ANY,
                    sets=self.content,
                    of_account=("live_tasks", "last_position", "erased_at", "erased_version"),
                ),
                *ctes,
                self.made(all_of(conditions), placed or {}),
            ],
            may_begin=True,
            unchanged="old.id IS NOT NULL AND :if_none_match IS NULL",  # a retry finds the item of the first attempt
            reasons=self.not_made(conditions),
            **MADE,
            **counts,
        )

    def not_made(self, conditions: Mapping[str, str]) -> str:
        """Branches of a `CASE`: why an item was not created."""
        exists = self.reason("exists")
        return f"WHEN old.id IS NOT NULL THEN '{exists}' WHEN old.seq IS NULL THEN 'new' {unless(conditions)}"

    def update(
        self,
        sets: Values,
        conditions: Mapping[str, str],
        *,
        ctes: tuple[Sequence[str], Sequence[str]] = ((), ()),
        more: tuple[Collection[str], Collection[str]] = ((), ()),
        computed: Values | None = None,
        always: str | None = None,
        **parts: Any,
    ) -> OperationKind:
        """The operation that sets these columns if the conditions hold; each has the reason for a refusal.

        `ctes` come before and after `changed`; `more` are columns of `old` and of `changed`,
        `computed` and `always` those of `found` and `updated`.
        """
        if "position" in sets:
            parts |= {"last_position": "greatest(stored.last_position, last.position)"}
        return self.operation(
            "update",
            lambda key_use, begins: [
                self.found(key_use, begins, LIVE, more[0], computed, sets=sets),
                *ctes[0],
                self.updated(sets, all_of(conditions), more[1], always=always),
                *ctes[1],
            ],
            unchanged=f"old.id IS NOT NULL AND old.is_expected AND {all_of(conditions)}",
            reasons=f"{self.absent} {self.stale} {unless(conditions)}",
            **parts,
        )
