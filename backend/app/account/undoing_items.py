"""Undoing what a command has done to items of one kind: each gets the state before it."""

from app.account.undone import COMMAND
from app.journal.answers import KeyUse
from app.journal.fields import is_there, touched
from app.journal.items import IS_AS_EXPECTED, Items
from app.journal.log import LAST, account, answering, counted, logged, refusing
from app.journal.writer import OperationKind
from app.lists import room as room_of_lists
from app.tasks import room as room_of_tasks
from app.tasks.fields import TASKS


def undo_items(items: Items) -> OperationKind:
    """Gives items of one kind the state before the command."""
    return OperationKind(lambda key_use, begins: _statement(items, key_use, begins))


# When a list went to the trash again by this undo, and since when it had been there before the command. Its tasks of
# then get the same time again, by which a restore of the list knows them (tasks/of_list.py).
GONE = """
    gone AS (
        SELECT list.id, list.deleted_at, (undone.before ->> 'deleted_at')::timestamptz AS was
        FROM account, LATERAL (
            SELECT list.id, list.deleted_at, list.seq FROM todo.list
            WHERE list.user_id = :owner AND list.seq >= account.command AND list.deleted_at IS NOT NULL OFFSET 0
        ) list, LATERAL (
            SELECT line.previous FROM todo.change line WHERE line.user_id = :owner AND line.seq = list.seq OFFSET 0
        ) line, LATERAL (
            SELECT undone.before FROM todo.change undone
            WHERE undone.user_id = :owner AND undone.seq = line.previous OFFSET 0
        ) undone
    )
"""


def _is_left(table: str, condition: str) -> str:
    # OFFSET 0: as in `is_there`, by its key.
    return f"""
        EXISTS (
            SELECT FROM (
                SELECT kept.deleted_at FROM todo.{table} kept WHERE kept.user_id = :owner AND {condition} OFFSET 0
            ) kept WHERE kept.deleted_at = past.deleted_at
        )
    """


# Whether something that went to the trash with the item is still there: a restore knows what belongs together by its
# time. Such an item gets that time again, which is not over.
IS_LEFT = {
    "list": _is_left("task", "kept.list_id = item.id"),
    "task": " OR ".join(
        (
            _is_left("list", "kept.id = past.list_id"),
            _is_left("task", "kept.id = past.parent_id"),
            _is_left("task", "kept.parent_id = item.id"),
        )
    ),
}
# Otherwise a deletion that is done again counts its days from now. What was deleted at different times is not of one
# deletion afterwards either. Of what was in the trash all the time the days go on.
DELETED_AGAIN = """
    CASE WHEN old.deleted_at IS NOT NULL OR old.is_left THEN was.deleted_at
        ELSE account.at + old.deletion * interval '1 microsecond' END
"""
GOES = "old.former IS NULL OR was.deleted_at IS NOT NULL"  # into the trash, or stays there


def _before(name: str) -> str:
    """SQL: the field before the command; what is older than the field has it as it is."""
    return f"CASE WHEN old.former ? '{name}' THEN was.{name} ELSE old.{name} END"


def _reverted(items: Items, name: str, deleted_at: str) -> str:
    was = _before(name)
    if name == "deleted_at":
        # A created item is moved to the trash.
        was = f"""
            CASE WHEN NOT ({GOES}) THEN NULL
                WHEN old.former IS NULL AND old.deleted_at IS NOT NULL THEN old.deleted_at ELSE {deleted_at} END
        """
    elif flag := items.times.get(name):
        was = f"CASE WHEN (old.former ->> '{flag}')::boolean IS NOT FALSE THEN {was} END"
    elif table := items.links.get(name):  # what was linked to may be gone, which does not matter in the trash
        was = f"CASE WHEN {GOES} OR {is_there(table, was)} THEN {was} END"
    elif name not in items.content:
        values = {"updated_at": touched("account.at", "old"), "version": "old.version + 1"}
        was = values.get(name, f"old.{name}")
    return f"{was} AS {name}"


# A list that was created by the command goes to the trash, but not with tasks that others have put into it since.
# OFFSET 0: tasks are read only where a list goes.
LEFT_BEHIND = """
    WHEN EXISTS (
        SELECT FROM gone, LATERAL (
            SELECT kept.id FROM todo.task kept
            WHERE kept.user_id = :owner AND kept.list_id = gone.id AND kept.deleted_at IS NULL OFFSET 0
        ) kept
        WHERE kept.id NOT IN (SELECT new.id FROM new)
    ) THEN 'in-use'
"""


def _statement(items: Items, key_use: KeyUse, begins: bool) -> str:
    was = items.typed(items.state)
    shown = items.columns_of("new")
    kept = shown | items.derived(shown) | {"user_id": ":owner", "seq": "new.seq", "document": "new.document"}
    room = room_of_tasks if items is TASKS else room_of_lists
    counts = {
        "live_tasks": "stored.live_tasks + (SELECT delta.live FROM delta)",
        "trashed_tasks": "stored.trashed_tasks - (SELECT delta.live FROM delta)",
    }
    # Later changes come after all of the times.
    times = {"changed_at": "last.at + (SELECT max(new.deletion) FROM changed new) * interval '1 microsecond'"}
    of_list = f"LEFT JOIN gone ON gone.id = {_before('list_id')} AND gone.was IS NOT DISTINCT FROM was.deleted_at"
    deleted_at = f"coalesce(gone.deleted_at, {DELETED_AGAIN})"
    if items is not TASKS:
        counts, of_list, deleted_at = {}, "", DELETED_AGAIN
    ctes = [
        f"account AS ({account(key_use, may_begin=begins)})",
        *COMMAND,
        f"""line AS (
            SELECT line.* FROM command, LATERAL (
                SELECT change.seq, change.item_id, change.operation FROM todo.change
                WHERE change.user_id = :owner AND change.seq BETWEEN command.first AND command.last
                    AND change.kind = '{items.kind}'
                LIMIT :many + 1
            ) line
        )""",
        "span AS (SELECT line.item_id, min(line.seq) AS first, max(line.seq) AS last FROM line GROUP BY line.item_id)",
        # OFFSET 0 makes PostgreSQL look up each item, and each line, by its key.
        f"""old AS (
            SELECT span.first, span.last, item.*, change.before::jsonb AS former,
                dense_rank() OVER (ORDER BY past.deleted_at) - 1 AS deletion,
                bool_or(past.deleted_at IS NOT NULL AND item.deleted_at IS NULL AND ({IS_LEFT[items.kind]}))
                    OVER (PARTITION BY past.deleted_at) AS is_left
            FROM span, LATERAL (
                SELECT {", ".join(items.columns_of("item").values())}, item.seq, item.seq AS previous, item.document
                FROM {items.table} item WHERE item.user_id = :owner AND item.id = span.item_id OFFSET 0
            ) item, LATERAL (
                SELECT change.before FROM todo.change
                WHERE change.user_id = :owner AND change.seq = span.first OFFSET 0
            ) change, LATERAL jsonb_to_record(coalesce(change.before, '{{}}')::jsonb)
                AS past (deleted_at timestamptz, list_id uuid, parent_id uuid)
        )""",
        *([GONE] if items is TASKS else []),
        f"""new AS (
            SELECT reverted.*, old.first, old.deletion, old.deleted_at IS NULL AS was_live, old.previous,
                old.document AS before,
                ({", ".join(f"old.{name}" for name in items.state)}) IS DISTINCT FROM
                    ({", ".join(f"reverted.{name}" for name in items.state)}) AS is_changed
            FROM account CROSS JOIN old
                CROSS JOIN LATERAL jsonb_to_record(coalesce(old.former, '{{}}')) AS was ({was}) {of_list}
                CROSS JOIN LATERAL (
                    SELECT {", ".join(_reverted(items, name, deleted_at) for name in items.shown)}
                ) reverted
        )""",
        """delta AS (
            SELECT coalesce(sum((new.deleted_at IS NULL)::integer - new.was_live::integer), 0) AS live FROM new
        )""",
        f"""problem AS (
            SELECT CASE
                WHEN account.seq IS NULL OR NOT EXISTS (SELECT FROM named) THEN 'absent'
                WHEN (SELECT count(*) FROM line) > :many THEN 'much'
                WHEN (SELECT count(*) FROM span) <> (SELECT count(*) FROM old)
                    OR EXISTS (SELECT FROM line WHERE line.operation = 'erase') THEN '{items.reason("final")}'
                WHEN EXISTS (SELECT FROM old WHERE old.seq <> old.last) THEN '{items.reason("changed")}'
                WHEN EXISTS (
                    SELECT FROM named JOIN old ON old.id = named.item_id
                    WHERE named.kind = '{items.kind}' AND NOT {IS_AS_EXPECTED}
                ) THEN '{items.reason("stale")}'
                {LEFT_BEHIND if items is TASKS else ""}
                ELSE (SELECT CASE {room.no_room("delta.live", "(-delta.live)")} END FROM delta)
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
        counted(LAST, **times, **counts),
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
