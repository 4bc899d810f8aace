"""A file's items and those of the account in SQL: what each will be, what is new, and why a file is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSON, JSONB
from sqlalchemy.types import TypeEngine

from app.journal.fields import end, is_there, touched
from app.journal.items import Items
from app.lists import room as room_of_lists
from app.lists.fields import LISTS
from app.postgres.statement import sql_type
from app.tasks import room as room_of_tasks


@dataclass(frozen=True, slots=True)
class Content:
    """What rows of a file say. A statement made for one file leaves out whatever none of its rows needs.

    `fields` are those that any row sets; `ids`: whether rows may have ids; `lists`: whether lists may be named.
    """

    fields: frozenset[str]
    ids: bool = True
    lists: bool = True


def _list_is_there(list_id: str) -> str:
    """SQL: whether the list is outside the trash once those of the file are imported; a preview does not do that."""
    return f"""
        CASE :lists ->> {list_id}::text WHEN 'there' THEN true WHEN 'gone' THEN false ELSE coalesce((
            SELECT target.deleted_at IS NULL FROM (
                SELECT target.deleted_at FROM todo.list target
                WHERE target.user_id = :owner AND target.id = {list_id} OFFSET 0
            ) target
        ), :lists ? {list_id}::text) END
    """


AT = "account.at + row.n * interval '1 microsecond'"
# Columns that the file does not set alone. An erased item may be imported again, but never with a version it had.
MERGED = {
    "id": "coalesce(said.id, gen_random_uuid())",
    "user_id": ":owner",
    "created_at": "coalesce(old.created_at, said.created_at, account.at)",
    "updated_at": f"""
        CASE WHEN old.id IS NULL THEN coalesce(said.updated_at, said.created_at, account.at)
            ELSE {touched("account.at", "old")} END
    """,
    "version": """
        CASE WHEN old.id IS NOT NULL THEN old.version + 1
            WHEN said.id IS NULL THEN 1 ELSE account.erased_version + 1 END
    """,
    # The list may be found by its name. What comes out of the trash without its list, of which the row says nothing, is
    # in the Inbox, as after a restore.
    "list_id": f"""
        CASE WHEN {{says}} THEN coalesce(found.id, said.list_id)
            WHEN old.id IS NOT NULL AND old.list_id IS NOT NULL
                AND ({{deleted_at}} IS NOT NULL OR {_list_is_there("old.list_id")}) THEN old.list_id END
    """,
    # New items come last, in the order of the file.
    "position": f"coalesce(said.position, nullif(old.position, ''), {end('account', AT)})",
}
# Why the items of this kind cannot be imported. `delta` has how many more there will be.
PROBLEMS = {
    "task": f"""
        {room_of_tasks.no_room("delta.live", "delta.trashed")}
        WHEN EXISTS (
            SELECT FROM new
            WHERE new.deleted_at IS NULL AND new.list_id IS NOT NULL AND NOT {_list_is_there("new.list_id")}
        ) THEN 'no-list'
        WHEN EXISTS (
            SELECT FROM new WHERE new.deleted_at IS NULL AND new.parent_id IS NOT NULL AND new.names_parent
                AND new.parent_id NOT IN (SELECT live.id FROM new live WHERE live.deleted_at IS NULL)
                AND NOT {is_there("task", "new.parent_id")}
        ) THEN 'no-parent'
    """,
    "list": room_of_lists.no_room("delta.live", "delta.trashed"),
}
# What becomes of the lists in the same file, those of which it has only ids and names, ids for rows without one, and
# what the answer tells.
TYPES: dict[str, TypeEngine[Any]] = {
    "lists": JSONB(), "named": JSONB(), "new_ids": ARRAY(Uuid()), "left_out": JSON(), "notes": JSON()
}  # fmt: skip
# Which of the account's lists a file means that has only ids and names: the one with that id, or else with that name.
# If the id is only made of the name, it is the other way round: the list may have another name by now, or be archived.
FOUND = [
    """own AS (
        SELECT own.id, todo.fold(own.name) AS name, own.archived, own.position FROM todo.list own
        WHERE own.user_id = :owner AND own.deleted_at IS NULL AND :named <> '[]'
    )""",
    """found AS MATERIALIZED (
        SELECT DISTINCT ON (named.id) named.id AS said, own.id
        FROM jsonb_to_recordset(:named) AS named (id uuid, name text, by_name boolean)
            JOIN own ON own.id = named.id OR own.name = todo.fold(named.name)
        ORDER BY named.id,
            CASE WHEN named.by_name THEN own.name <> todo.fold(named.name) ELSE own.id <> named.id END,
            own.archived, own.id <> named.id, own.position, own.id
    )""",
]


def _says(name: str, content: Content) -> str:
    """SQL: whether the row sets the field."""
    return "false" if name not in content.fields else f"row.value ? '{name}'" if content.ids else "true"


def _merged(items: Items, name: str, content: Content) -> str:
    """SQL: the file's value; without one, that of the existing item; for a new item the default."""
    says = _says(name, content)
    if name == "id" and not content.ids:
        return "row.new_id"
    if name == "list_id":
        return MERGED[name].format(says=says, deleted_at=_merged(items, "deleted_at", content))
    if name in MERGED:
        return MERGED[name]
    merged = f"""
        CASE WHEN {says} THEN coalesce(said.{name}, {items.default(name)})
            WHEN old.id IS NULL THEN {items.default(name)} ELSE old.{name} END
    """
    if flag := items.times.get(name):
        # Of a task that comes as completed nobody knows since when.
        was = f"CASE WHEN old.{flag} THEN old.{name} WHEN old.id IS NOT NULL THEN account.at END"
        # Calendars have whole seconds: one of them is the moment in it that is known already.
        is_known = f"old.{flag} AND said.{name} = date_trunc('second', old.{name})"
        said = f"CASE WHEN {is_known} THEN old.{name} ELSE said.{name} END"
        return f"CASE WHEN {_merged(items, flag, content)} THEN coalesce({said}, {was}) END"
    return merged


def _nulls(items: Items, names: Iterable[str]) -> list[str]:
    return [f"NULL::{sql_type(items.types[name])} AS {name}" for name in names]


def _rows(items: Items, content: Content) -> str:
    """SQL: the rows of the file as `said`, numbered in `row`, each with the item that has its id already in `old`.

    Where no row has an id, `old` and what no row says are constants, which PostgreSQL removes before it begins.
    """
    unsaid = [name for name in items.in_files if name not in content.fields]
    found = (
        "LEFT JOIN found ON found.said = said.list_id"
        if content.lists
        else "CROSS JOIN (SELECT NULL::uuid AS id) found"
    )
    if not content.ids:
        said = [name for name in items.in_files if name in content.fields]
        columns = [*(f"row.{name}" for name in said), *_nulls(items, unsaid)]
        return f"""
            ROWS FROM (jsonb_to_recordset(:rows) AS ({items.typed(said)}), unnest((SELECT :new_ids)))
                WITH ORDINALITY AS row ({", ".join(said)}, new_id, n)
                CROSS JOIN LATERAL (SELECT {", ".join(columns)}) said
                CROSS JOIN (
                    SELECT {", ".join(_nulls(items, items.shown))}, 0::bigint AS seq, NULL::json AS document
                ) old
                {found}
        """
    return f"""
        jsonb_array_elements(:rows) WITH ORDINALITY row (value, n)
            CROSS JOIN LATERAL jsonb_to_record(row.value) AS said ({items.typed(items.in_files)})
            LEFT JOIN LATERAL (
                SELECT {", ".join(f"item.{name}" for name in items.shown)}, item.seq, item.document
                FROM {items.table} item WHERE item.user_id = :owner AND item.id = said.id OFFSET 0
            ) old ON true
            {found}
    """


def everything(items: Items) -> Content:
    """What a file may say at most."""
    return Content(frozenset(items.in_files), lists=items is not LISTS)


def numbered(items: Items, content: Content) -> list[str]:
    """The CTEs up to `numbered`, the items to insert or update, and `problem`, the reason for a refusal."""
    values = items.settled({name: _merged(items, name, content) for name in items.shown})
    merged = ", ".join(f"{value} AS {name}" for name, value in values.items())
    state = items.state
    is_known = "WHERE NOT EXISTS (SELECT FROM found WHERE found.said = said.id)" if items is LISTS else ""
    # The numbers follow the order of the file. Where no row has an id, each is new and has its number already; to read
    # `new` again then costs less than to store all rows again.
    is_stored, place = ("", "row_number() OVER (ORDER BY new.n)") if content.ids else ("NOT MATERIALIZED", "new.n")
    return [
        *(FOUND if content.lists or items is LISTS else []),
        f"""new AS (
            SELECT merged.*, row.n, {_says("parent_id", content)} AS names_parent, old.id IS NOT NULL AS is_there,
                old.id IS NOT NULL AND old.deleted_at IS NULL AS was_live, old.seq AS previous, old.document AS before,
                old.id IS NULL OR ({", ".join(f"old.{name}" for name in state)}) IS DISTINCT FROM
                    ({", ".join(f"merged.{name}" for name in state)}) AS is_changed
            FROM account, {_rows(items, content)} CROSS JOIN LATERAL (SELECT {merged}) merged {is_known}
        )""",
        """delta AS (
            SELECT coalesce(sum((new.deleted_at IS NULL)::integer - new.was_live::integer), 0) AS live,
                coalesce(sum((new.deleted_at IS NOT NULL)::integer - (new.is_there AND NOT new.was_live)::integer), 0)
                    AS trashed
            FROM new
        )""",
        f"""problem AS (
            SELECT CASE {PROBLEMS[items.kind]} WHEN account.seq IS NULL THEN 'new' END AS reason
            FROM delta LEFT JOIN account ON true
        )""",
        f"""numbered AS {is_stored} (
            SELECT new.*, account.seq - 1 + {place} AS seq
            FROM account, problem, new WHERE problem.reason IS NULL AND new.is_changed
        )""",
    ]


COUNTS = """
    (SELECT json_build_object(
        'created', count(*) FILTER (WHERE NOT new.is_there),
        'updated', count(*) FILTER (WHERE new.is_there AND new.is_changed),
        'unchanged', count(*) FILTER (WHERE NOT new.is_changed){told}
    ) FROM new)
"""
# What the answer says beside the counts. It is stored with them: read anew, the file might tell something else.
TOLD = ", 'left_out', :left_out, 'notes', :notes"
