"""Several new items in one statement: each becomes what a statement of its own would make of it, or is refused.

given       the items of the request, numbered
old         the account as each of them finds it, and the item that has its id already
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.journal.answers import KeyUse
from app.journal.fields import end
from app.journal.items import COMMAND_AT, MADE, Items, all_of
from app.journal.log import account, answering, counted, logged, refusing
from app.journal.writer import Operation, OperationKind

# What the last of them, and the highest position of all, say about the account.
LAST_MADE = """(
    SELECT max(changed.seq) AS seq, max(changed.command) AS command, max(changed.at) AS at,
        max(changed.position) AS position, max(changed.erased_at) AS erased_at,
        max(changed.erased_version) AS erased_version
    FROM changed HAVING count(*) > 0
)"""


def given(name: str) -> str:
    """SQL: the value of that name in a row of `old`."""
    return f"old.given_{name}"


def creating_several(items: Items, conditions: Mapping[str, str], **counts: str) -> OperationKind:
    """The operation that creates items if the conditions, which use `given`, hold for each of them.

    `counts` are as for one item. Its document has those of all items, separated by commas.
    """
    names = ("id", *items.content)
    values = ", ".join(f"given.{name} AS given_{name}" for name in (*names, "if_none_match"))

    def sql(key_use: KeyUse, begins: bool) -> str:
        ctes = [
            f"account AS ({account(key_use, may_begin=begins)})",
            f"""given AS (
                SELECT * FROM ROWS FROM (jsonb_to_recordset(:rows) AS ({items.typed(names)}, if_none_match VARCHAR))
                    WITH ORDINALITY AS given ({", ".join(names)}, if_none_match, n)
            )""",
            # An item without a position comes after those before it, which may have any.
            f"""old AS (
                SELECT given.n, account.seq + given.n - 1 AS seq, account.command,
                    account.at + (given.n - 1) * interval '1 microsecond' AS at,
                    account.live_tasks + given.n - 1 AS live_tasks, account.erased_at, account.erased_version,
                    greatest(account.last_position, max(given.position COLLATE "C") OVER (
                        ORDER BY given.n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                    )) AS last_position,
                    {COMMAND_AT} AS command_at,
                    item.id, NULL::bigint AS previous, NULL::json AS before, {values}
                FROM given LEFT JOIN account ON true LEFT JOIN LATERAL (
                    SELECT item.id FROM {items.table} item WHERE item.user_id = :owner AND item.id = given.id OFFSET 0
                ) item ON true
            )""",
            items.made(all_of(conditions), {}, given, last=end("old", "old.at"), its="old.given_id = made.item_id"),
            counted(LAST_MADE, **MADE, **counts),
            logged(items.kind, "create"),
        ]
        refused = f"""
            SELECT {refusing(items.not_made(conditions), ":place + old.n - 1")} FROM old
            WHERE NOT EXISTS (SELECT FROM changed WHERE changed.item_id = old.given_id) ORDER BY old.n LIMIT 1
        """
        outcome = f"""
            coalesce(({refused})::text, string_agg(changed.document::text, ',' ORDER BY changed.seq)) AS document,
            NULL::varchar AS tag, min(changed.command) AS command
        """
        return answering(key_use, ctes, outcome, "NULL::uuid", "changed")

    return OperationKind(sql, types=items.types, may_begin=True, key_uses=[KeyUse.NONE])


def together(kind: OperationKind, operations: Sequence[Operation]) -> Operation:
    """These creations as one operation of that kind."""
    rows = [
        {**operation.values, "if_none_match": "*" if "if_none_match" in operation.values else None}
        for operation in operations
    ]
    values: dict[str, Any] = {"rows": json.dumps(rows, default=str, ensure_ascii=False)}
    return Operation(kind, values, size=len(operations))
