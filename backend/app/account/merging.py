"""A file's items and those of the account in SQL: what each will be, what is new, and why a file is refused."""

from typing import Any

from sqlalchemy import Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import TypeEngine

from app.journal.items import Items, end, is_there
from app.lists.fields import LISTS
from app.lists.schemas import MAX_LISTS

AT = "account.at + row.n * interval '1 microsecond'"
# Columns that the file does not set alone. An erased item may be imported again, but never with a version it had.
MERGED = {
    "id": "coalesce(said.id, gen_random_uuid())",
    "user_id": ":owner",
    "created_at": "coalesce(old.created_at, said.created_at, account.at)",
    "updated_at": """
        CASE WHEN old.id IS NULL THEN coalesce(said.updated_at, said.created_at, account.at)
            ELSE greatest(account.at, old.updated_at + interval '1 microsecond') END
    """,
    "version": """
        CASE WHEN old.id IS NOT NULL THEN old.version + 1
            WHEN said.id IS NULL THEN 1 ELSE account.erased_version + 1 END
    """,
    # The list may be found by its name.
    "list_id": """
        CASE WHEN row.value ? 'list_id' THEN coalesce(found.id, said.list_id)
            WHEN old.id IS NOT NULL THEN old.list_id END
    """,
    # New items come last, in the order of the file.
    "position": f"coalesce(said.position, nullif(old.position, ''), {end('account', AT)})",
}
# Why the items of this kind cannot be imported. `delta` has how many more there will be.
PROBLEMS = {
    "task": f"""
        WHEN delta.live > 0 AND account.live_tasks + delta.live > :task_limit THEN 'full'
        WHEN delta.trashed > 0 AND account.trashed_tasks + delta.trashed > :task_limit THEN 'trash-full'
        WHEN EXISTS (
            SELECT FROM new WHERE new.deleted_at IS NULL AND new.list_id IS NOT NULL
                AND NOT new.list_id = ANY (:new_lists) AND NOT {is_there("list", "new.list_id")}
        ) THEN 'no-list'
        WHEN EXISTS (
            SELECT FROM new WHERE new.deleted_at IS NULL AND new.parent_id IS NOT NULL
                AND new.parent_id NOT IN (SELECT live.id FROM new live WHERE live.deleted_at IS NULL)
                AND NOT {is_there("task", "new.parent_id")}
        ) THEN 'no-parent'
    """,
    "list": f"""
        WHEN delta.live > 0 AND {MAX_LISTS} < delta.live + (
            SELECT count(*) FROM todo.list other WHERE other.user_id = :owner AND other.deleted_at IS NULL
        ) THEN 'lists-full'
    """,
}
# The ids of the lists in the same file, and the lists of which it has only ids and names.
OF_LISTS: dict[str, TypeEngine[Any]] = {"new_lists": ARRAY(Uuid()), "named": JSONB()}
# Which of the account's lists a file means that has only ids and names: the one with that id, or else with that name.
FOUND = [
    """own AS (
        SELECT own.id, todo.fold(own.name) AS name, own.archived, own.position FROM todo.list own
        WHERE own.user_id = :owner AND own.deleted_at IS NULL AND :named <> '[]'
    )""",
    """found AS MATERIALIZED (
        SELECT DISTINCT ON (named.id) named.id AS said, own.id
        FROM jsonb_to_recordset(:named) AS named (id uuid, name text)
            JOIN own ON own.id = named.id OR own.name = todo.fold(named.name)
        ORDER BY named.id, own.id <> named.id, own.archived, own.position, own.id
    )""",
]


def _merged(items: Items, name: str) -> str:
    """SQL: the file's value; without one, that of the existing item; for a new item the default."""
    if name in MERGED:
        return MERGED[name]
    merged = f"""
        CASE WHEN row.value ? '{name}' THEN coalesce(said.{name}, {items.default(name)})
            WHEN old.id IS NULL THEN {items.default(name)} ELSE old.{name} END
    """
    if flag := items.times.get(name):
        # Of a task that comes as completed nobody knows since when.
        was = f"CASE WHEN old.{flag} THEN old.{name} WHEN old.id IS NOT NULL THEN account.at END"
        # Calendars have whole seconds: one of them is the moment in it that is known already.
        is_known = f"old.{flag} AND said.{name} = date_trunc('second', old.{name})"
        said = f"CASE WHEN {is_known} THEN old.{name} ELSE said.{name} END"
        return f"CASE WHEN {_merged(items, flag)} THEN coalesce({said}, {was}) END"
    return merged


def numbered(items: Items) -> list[str]:
    """The CTEs up to `numbered`, the items to insert or update, and `problem`, the reason for a refusal."""
    values = items.settled({name: _merged(items, name) for name in items.shown})
    merged = ", ".join(f"{value} AS {name}" for name, value in values.items())
    state = items.state
    is_list = items is LISTS
    return [
        *FOUND,
        f"""new AS (
            SELECT merged.*, row.n, old.id IS NOT NULL AS is_there,
                old.id IS NOT NULL AND old.deleted_at IS NULL AS was_live, old.seq AS previous, old.document AS before,
                old.id IS NULL OR ({", ".join(f"old.{name}" for name in state)}) IS DISTINCT FROM
                    ({", ".join(f"merged.{name}" for name in state)}) AS is_changed
            FROM account, jsonb_array_elements(:rows) WITH ORDINALITY row (value, n)
                CROSS JOIN LATERAL jsonb_to_record(row.value) AS said ({items.typed(items.in_files)})
                LEFT JOIN LATERAL (
                    SELECT {", ".join(f"item.{name}" for name in items.shown)}, item.seq, item.document
                    FROM {items.table} item WHERE item.user_id = :owner AND item.id = said.id OFFSET 0
                ) old ON true
                {"" if is_list else "LEFT JOIN found ON found.said = said.list_id"}
                CROSS JOIN LATERAL (SELECT {merged}) merged
            {"WHERE NOT EXISTS (SELECT FROM found WHERE found.said = said.id)" if is_list else ""}
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
        """numbered AS (
            SELECT new.*, account.seq - 1 + row_number() OVER (ORDER BY new.n) AS seq
            FROM account, problem, new WHERE problem.reason IS NULL AND new.is_changed
        )""",
    ]


COUNTS = """
    (SELECT json_build_object(
        'created', count(*) FILTER (WHERE NOT new.is_there),
        'updated', count(*) FILTER (WHERE new.is_there AND new.is_changed),
        'unchanged', count(*) FILTER (WHERE NOT new.is_changed)
    ) FROM new)
"""
