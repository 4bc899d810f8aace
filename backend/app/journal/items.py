"""One kind of item that an account has, such as tasks: the parts of every operation on one item."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy.types import TypeEngine

from app.journal.answers import KeyUse, own_key
from app.journal.fields import Fields, Values, end, parameter, touched
from app.journal.log import account, change
from app.journal.writer import Operation, OperationKind

Ctes = Callable[[KeyUse, bool], Sequence[str]]

ALWAYS = "true"
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
# The time of the command's first change: what one command does together has this in common.
COMMAND_AT = """
    CASE WHEN account.seq = account.command THEN account.at ELSE coalesce((
        SELECT line.at FROM todo.change line WHERE line.user_id = :owner AND line.seq = account.command
    ), account.at) END
"""


def creating(kind: OperationKind, content: Mapping[str, Any], chosen_id: str | None) -> Operation:
    """Create an item; with an id chosen by a client only if the id is not taken.

    Any other id is chosen before the first attempt, so that a retry finds the item of that attempt.
    """
    if chosen_id is not None:
        return Operation(kind, {"id": chosen_id, **content, "if_none_match": ["*"]})
    new_id = str(uuid4())
    return Operation(kind, {"id": new_id, **content}, own_key=own_key(new_id))


def all_of(conditions: Mapping[str, str]) -> str:
    """SQL: whether all of the conditions hold."""
    return " AND ".join(conditions.values()) or "true"


def unless(conditions: Mapping[str, str]) -> str:
    """Branches of a `CASE`: the reason of the first condition that does not hold."""
    return " ".join(f"WHEN NOT {condition} THEN '{reason}'" for reason, condition in conditions.items())


class Items(Fields):
    """A kind of items: the parts of its operations (`found`, `updated`, `made`), and two whole ones."""

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

    def computed(self, names: Collection[str]) -> dict[str, str]:
        """What an operation that sets these columns computes once, as columns of `old`."""
        computed = {}
        if "position" in names:
            computed["last_of_all"] = end("account", "account.at")
        if not set(self.times.values()).isdisjoint(names):
            computed["command_at"] = COMMAND_AT
        return computed

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
        columns |= {name: f"item.{name}" for name in more} | self.computed(sets) | dict(computed or {})
        if condition != ALWAYS:
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
        values = {"updated_at": touched("old.at", "item"), "version": "item.version + 1", **sets}
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
                    ALWAYS,
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
