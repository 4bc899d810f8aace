"""Erasing one item for good, with its content in the log."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import DateTime

from app.errors import HistoryTooLong
from app.journal.items import IS_AS_EXPECTED, Items
from app.journal.owner import TAKE, OwnedStatement
from app.journal.writer import Expected, IdempotencyKey, Operation, OperationKind, Outcome, Writer, run_in_turn

# How many lines of the log one statement empties with an item. If there are more, they are emptied first, in portions.
MANY_LINES = 1000

# From the item's last change backwards. OFFSET 0 and the subquery make PostgreSQL look up each line by its key.
CHAIN = f"""
    chain (seq, previous, depth) AS (
        SELECT line.seq, line.previous, 1 FROM todo.change line
        WHERE line.user_id = :owner AND line.seq = (SELECT old.previous FROM old)
        UNION ALL
        SELECT line.seq, line.previous, chain.depth + 1 FROM chain, LATERAL (
            SELECT older.seq, older.previous FROM todo.change older
            WHERE older.user_id = :owner AND older.seq = chain.previous OFFSET 0
        ) line
        WHERE chain.depth < {MANY_LINES}
    ), rest AS (
        SELECT chain.previous FROM chain WHERE chain.depth = {MANY_LINES} AND chain.previous IS NOT NULL
    )
"""
IS_OLD_TRASH = "(:deleted_before IS NULL OR (item.deleted_at < :deleted_before) IS TRUE)"


def _gone(table: str) -> str:
    # An emptied line keeps its number, because a token may end on it. A stored answer about the item loses its content
    # and stays, so that a retry does nothing. ARRAY: a join might read the owner's whole log.
    return f"""
        emptied AS (
            UPDATE todo.change line SET item_id = NULL, before = NULL, request_id = NULL
            WHERE line.user_id = :owner AND line.seq = ANY (ARRAY(SELECT chain.seq FROM chain))
        ), forgotten AS (
            UPDATE todo.answer SET document = NULL, tag = NULL, refusal = 'gone'
            FROM old WHERE answer.user_id = :owner AND answer.item_id = old.id
        ), changed AS (
            DELETE FROM {table} item USING old
            WHERE item.user_id = :owner AND item.id = :id AND old.id IS NOT NULL AND {IS_AS_EXPECTED}
                AND NOT EXISTS (SELECT FROM rest)
            RETURNING item.id AS item_id, item.version, item.deleted_at, NULL::json AS document,
                old.seq, old.command, old.at, old.previous, NULL::json AS before
        )
    """


class Erasing:
    """Erases items of one kind; `counts` are the account's counters after it."""

    def __init__(self, items: Items, **counts: Any) -> None:
        self.kind: OperationKind = items.operation(
            "erase",
            lambda key_use, begins: [items.found(key_use, begins, IS_OLD_TRASH), CHAIN, _gone(items.table)],
            types={"deleted_before": DateTime(timezone=True)},
            reasons=f"{items.absent} {items.stale} ELSE 'long'",
            erased_version="greatest(stored.erased_version, last.version)",
            **counts,
        )
        # Empties the lines before an item's last one in the log, up to the same limit.
        self.shorten = OwnedStatement(f"""
            WITH RECURSIVE old AS (
                SELECT item.seq AS previous FROM {items.table} item WHERE item.user_id = :owner AND item.id = :id
            ), {CHAIN}, cut AS (
                UPDATE todo.change line SET before = NULL, previous = rest.previous
                FROM rest WHERE line.user_id = :owner AND line.seq = (SELECT old.previous FROM old)
            ), emptied AS (
                UPDATE todo.change line SET item_id = NULL, before = NULL, request_id = NULL
                WHERE line.user_id = :owner
                    AND line.seq = ANY (ARRAY(SELECT chain.seq FROM chain, rest WHERE chain.depth > 1))
            )
            SELECT count(*) FROM rest
        """)

    def operation(self, item_id: str, expected: Expected, deleted_before: Any = None) -> Operation:
        """Erase the item; with `deleted_before` only if it was moved to the trash before that time."""
        values: Mapping[str, Any] = {"id": item_id, "deleted_before": deleted_before, **expected}
        return Operation(self.kind, values)

    async def write(
        self,
        writer: Writer,
        operations: Collection[Operation],
        erased: Collection[str],
        *,
        key: IdempotencyKey | None = None,
        label: str | None = None,
        expected: Expected | None = None,
    ) -> list[Outcome]:
        """Carry out operations of which some erase these items. Raises what `Writer.write` raises.

        A history of thousands of changes is emptied first, in portions with round trips of their own, so that nobody
        waits.
        """
        while True:
            try:
                return await writer.write(*operations, key=key, label=label, expected=expected)
            except HistoryTooLong:
                for item_id in erased:
                    await self.shorten_history(writer, item_id)

    async def shorten_history(self, writer: Writer, item_id: str) -> None:
        """Empty those lines of an item's history that are too many for the statement that erases it."""
        values = {"owner": writer.owner.id, "id": item_id}
        has_more = True
        while has_more:
            _, row = await run_in_turn(writer.database, [TAKE.bind(values), self.shorten.bind(values)])
            has_more = row is not None and row[0] != b"0"
