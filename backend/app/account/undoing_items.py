"""Undoing what a command has done to items of one kind: each gets the state before it."""

from app.account.undone import COMMAND
from app.journal.answers import KeyUse
from app.journal.fields import is_there
from app.journal.items import IS_AS_EXPECTED, Items
from app.journal.log import LAST, account, answering, counted, logged, refusing
from app.journal.writer import OperationKind


def undo_items(items: Items, *, counts_tasks: bool) -> OperationKind:
    """Gives items of one kind the state before the command; `counts_tasks` for those that the account counts."""
    return OperationKind(lambda key_use, begins: _statement(items, key_use, begins, counts_tasks))


def _reverted(items: Items, name: str) -> str:
    was = f"CASE WHEN change.before::jsonb ? '{name}' THEN was.{name} ELSE old.{name} END"  # older than the field
    if name == "deleted_at":
        # A created item is moved to the trash. A deletion that is done again counts its days from now.
        was = """
            CASE
                WHEN change.before IS NOT NULL AND was.deleted_at IS NULL THEN NULL
                ELSE coalesce(old.deleted_at, account.at)
            END
        """
    elif flag := items.times.get(name):
        was = f"CASE WHEN (change.before ->> '{flag}')::boolean IS NOT FALSE THEN {was} END"
    elif table := items.links.get(name):  # what was linked to may be gone
        was = f"CASE WHEN {is_there(table, was)} THEN {was} END"
    elif name not in items.content:
        values = {
            "updated_at": "greatest(account.at, old.updated_at + interval '1 microsecond')",
            "version": "old.version + 1",
        }
        was = values.get(name, f"old.{name}")
    return f"{was} AS {name}"


# A list that was created by the command goes to the trash, but not with tasks that others have put into it since.
# OFFSET 0: tasks are read only where a list goes.
LEFT_BEHIND = """
    WHEN EXISTS (
        SELECT FROM account, LATERAL (
            SELECT list.id FROM todo.list
            WHERE list.user_id = :owner AND list.seq >= account.command AND list.deleted_at IS NOT NULL OFFSET 0
        ) gone, LATERAL (
            SELECT kept.id FROM todo.task kept
            WHERE kept.user_id = :owner AND kept.list_id = gone.id AND kept.deleted_at IS NULL OFFSET 0
        ) kept
        WHERE kept.id NOT IN (SELECT new.id FROM new)
    ) THEN 'in-use'
"""


def _statement(items: Items, key_use: KeyUse, begins: bool, counts_tasks: bool) -> str:
    was = items.typed(items.state)
    shown = items.columns_of("new")
    kept = shown | items.derived(shown) | {"user_id": ":owner", "seq": "new.seq", "document": "new.document"}
    room = """
                    SELECT CASE
                        WHEN delta.live > 0 AND account.live_tasks + delta.live > :task_limit THEN 'full'
                        WHEN delta.live < 0 AND account.trashed_tasks - delta.live > :task_limit THEN 'trash-full'
                    END FROM delta
    """
    counts = {
        "live_tasks": "stored.live_tasks + (SELECT delta.live FROM delta)",
        "trashed_tasks": "stored.trashed_tasks - (SELECT delta.live FROM delta)",
    }
    if not counts_tasks:
        room, counts = "NULL", {}
    ctes = [
        f"account AS ({account(key_use, may_begin=begins)})",
        *COMMAND,
        f"""line AS (
            SELECT line.* FROM command, LATERAL (
                SELECT change.seq, change.item_id FROM todo.change
                WHERE change.user_id = :owner AND change.seq BETWEEN command.first AND command.last
                    AND change.kind = '{items.kind}'
                LIMIT :many + 1
            ) line
        )""",
        "span AS (SELECT line.item_id, min(line.seq) AS first, max(line.seq) AS last FROM line GROUP BY line.item_id)",
        f"""old AS (
            SELECT span.first, span.last, item.* FROM span, LATERAL (
                SELECT {", ".join(items.columns_of("item").values())}, item.seq, item.seq AS previous, item.document
                FROM {items.table} item WHERE item.user_id = :owner AND item.id = span.item_id OFFSET 0
            ) item
        )""",
        # OFFSET 0 makes PostgreSQL look up each line by its key.
        f"""new AS (
            SELECT reverted.*, old.first, old.deleted_at IS NULL AS was_live, old.previous, old.document AS before,
                ({", ".join(f"old.{name}" for name in items.state)}) IS DISTINCT FROM
                    ({", ".join(f"reverted.{name}" for name in items.state)}) AS is_changed
            FROM account, old, LATERAL (
                SELECT change.before FROM todo.change
                WHERE change.user_id = :owner AND change.seq = old.first OFFSET 0
            ) change,
                LATERAL jsonb_to_record(coalesce(change.before, '{{}}')::jsonb) AS was ({was}),
                LATERAL (SELECT {", ".join(_reverted(items, name) for name in items.shown)}) reverted
        )""",
        """delta AS (
            SELECT coalesce(sum((new.deleted_at IS NULL)::integer - new.was_live::integer), 0) AS live FROM new
        )""",
        f"""problem AS (
            SELECT CASE
                WHEN account.seq IS NULL OR NOT EXISTS (SELECT FROM named) THEN 'absent'
                WHEN (SELECT count(*) FROM line) > :many THEN 'much'
                WHEN (SELECT count(*) FROM span) <> (SELECT count(*) FROM old) THEN '{items.reason("final")}'
                WHEN EXISTS (SELECT FROM old WHERE old.seq <> old.last) THEN '{items.reason("changed")}'
                WHEN EXISTS (
                    SELECT FROM named JOIN old ON old.id = named.item_id
                    WHERE named.kind = '{items.kind}' AND NOT {IS_AS_EXPECTED}
                ) THEN '{items.reason("stale")}'
                {LEFT_BEHIND if counts_tasks else ""}
                ELSE ({room})
            END AS reason
            FROM (SELECT) one LEFT JOIN account ON true
        )""",
        f"""changed AS (
            SELECT new.*, {items.document(shown)} AS document, new.id AS item_id,
                account.seq - 1 + row_number() OVER (ORDER BY new.first) AS seq, account.command, account.at
            FROM account, problem, new WHERE problem.reason IS NULL AND new.is_changed
        )""",
        # An upsert finds each task by its key; without statistics, the join of an UPDATE could compare all rows.
        f"""kept AS (
            INSERT INTO {items.table} AS item ({", ".join(kept)}) SELECT {", ".join(kept.values())} FROM changed new
            ON CONFLICT (user_id, id) DO UPDATE SET {items.upserted(kept)}
        )""",
        counted(LAST, **counts),
        logged(items.kind, "undo"),
    ]
    # The answer has the item of the change that was named.
    outcome = f"""
        CASE WHEN problem.reason IS NULL THEN coalesce(changed.document, old.document)
            ELSE {refusing("ELSE problem.reason")} END AS document,
        CASE
            WHEN old.id IS NOT NULL
            THEN concat(coalesce(changed.version, old.version), '-', coalesce(changed.seq, old.seq))
        END AS tag,
        (SELECT changed.command FROM changed LIMIT 1) AS command
    """
    source = f"""
        (SELECT) one LEFT JOIN problem ON true LEFT JOIN named ON true
        LEFT JOIN old ON old.id = named.item_id AND named.kind = '{items.kind}'
        LEFT JOIN changed ON changed.item_id = old.id
    """
    return answering(key_use, ctes, outcome, "named.item_id", source)
