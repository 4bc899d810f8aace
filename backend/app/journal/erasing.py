"""Erasing one item for good, with its content in the log."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Boolean, DateTime

from app.errors import HistoryTooLong, Rehearsed
from app.journal.items import IS_AS_EXPECTED, Items
from app.journal.owner import TAKE, OwnedStatement
from app.journal.writer import Expected, IdempotencyKey, Operation, OperationKind, Outcome, Writer, run_in_turn

# How many lines of the log one statement empties with an item. If there are more, they are emptied first, in portions.
MANY_LINES = 1000

# Whether there are no more below the item than a short write may change.
IS_NOT_MUCH = "((SELECT family.size FROM family) <= :many IS NOT FALSE)"
IS_OLD_TRASH = "(:deleted_before IS NULL OR (item.deleted_at < :deleted_before) IS TRUE)"


def _doomed(below: Sequence[str]) -> list[str]:
    """The CTEs `doomed`, the items to erase with the numbers of their last lines, and `chain`, all of their lines.

    `rest` has the lines that are too many. OFFSET 0 and the subquery make PostgreSQL look up each line by its key.
    """
    also = "UNION ALL SELECT below.id, below.previous, row_number() OVER (ORDER BY below.previous) FROM below"
    return [
        *below,
        f"""doomed AS (
            SELECT old.id, old.previous, 0 AS place FROM old WHERE old.id IS NOT NULL {also if below else ""}
        )""",
        f"""chain (last, seq, previous, depth) AS (
            SELECT line.seq, line.seq, line.previous, 1 FROM todo.change line
            WHERE line.user_id = :owner AND line.seq = ANY (ARRAY(SELECT doomed.previous FROM doomed))
            UNION ALL
            SELECT chain.last, line.seq, line.previous, chain.depth + 1 FROM chain, LATERAL (
                SELECT older.seq, older.previous FROM todo.change older
                WHERE older.user_id = :owner AND older.seq = chain.previous OFFSET 0
            ) line
            WHERE chain.depth < {MANY_LINES}
        )""",
        f"""rest AS (
            SELECT chain.last, chain.previous FROM chain
            WHERE chain.depth = {MANY_LINES} AND chain.previous IS NOT NULL
        )""",
    ]


def _gone(table: str, is_not_much: str) -> str:
    # An emptied line keeps its number, because a token may end on it. A stored answer about the item loses its content
    # and stays, so that a retry does nothing. ARRAY: a join might read the owner's whole log, or all tasks.
    return f"""
        emptied AS (
            UPDATE todo.change line SET item_id = NULL, before = NULL, request_id = NULL
            WHERE line.user_id = :owner AND line.seq = ANY (ARRAY(SELECT chain.seq FROM chain))
        ), forgotten AS (
            UPDATE todo.answer SET document = NULL, tag = NULL, refusal = 'gone'
            FROM doomed WHERE answer.user_id = :owner AND answer.item_id = doomed.id
        ), gone AS (
            DELETE FROM {table} item USING old, doomed
            WHERE item.user_id = :owner AND item.id = ANY (ARRAY(SELECT doomed.id FROM doomed))
                AND item.id = doomed.id AND {IS_AS_EXPECTED} AND {is_not_much}
                AND (:is_rehearsal OR NOT EXISTS (SELECT FROM rest))
            RETURNING item.id AS item_id, item.version, item.deleted_at, NULL::json AS document,
                old.seq + doomed.place AS seq, old.command, old.at, doomed.previous, NULL::json AS before
        ), changed AS (SELECT gone.* FROM gone WHERE gone.item_id = :id)
    """


# The last operation of a rehearsal, which shows whether those before it would be refused.
_ROLL_BACK = Operation(
    OperationKind(
        lambda _key_use, _begins: "SELECT todo.refuse('rehearsed') FROM todo.\"user\" own WHERE own.id = :owner"
    ),
    {},
)


def _rehearsed(operation: Operation) -> Operation:
    kind, values, own_key, size = operation
    return Operation(kind, {**values, "is_rehearsal": True}, own_key, size)


class Erasing:
    """Erases items of one kind; `counts` are the account's counters after it.

    `below` are CTEs of a table `below` with the items that are erased with one, and of `family`, with their number.
    """

    def __init__(self, items: Items, below: Sequence[str] = (), **counts: Any) -> None:
        is_not_much = IS_NOT_MUCH if below else "true"
        # In a batch, an item may have been erased with an earlier one.
        went_along = f"""
            old.id IS NULL AND EXISTS (
                SELECT FROM todo.change line WHERE line.user_id = :owner AND line.seq >= old.command
                    AND line.item_id = :id AND line.kind = '{items.kind}' AND line.operation = 'erase'
            )
        """
        self.kind: OperationKind = items.operation(
            "erase",
            lambda key_use, begins: [
                items.found(key_use, begins, IS_OLD_TRASH, ["deleted_at"]),
                *_doomed(below),
                _gone(items.table, is_not_much),
            ],
            types={"deleted_before": DateTime(timezone=True), "is_rehearsal": Boolean()},
            unchanged=went_along if below else "NULL",
            reasons=f"{items.absent} {items.stale} WHEN NOT {is_not_much} THEN 'much' ELSE 'long'",
            lines="gone",
            seq="last.seq + (SELECT count(*) FROM gone) - 1",
            erased_version="greatest(stored.erased_version, (SELECT max(gone.version) FROM gone))",
            **counts,
        )
        # Empties the lines before each item's last one in the log, up to the same limit.
        self.shorten = OwnedStatement(f"""
            WITH RECURSIVE old AS (
                SELECT item.id, item.seq AS previous, item.deleted_at FROM {items.table} item
                WHERE item.user_id = :owner AND item.id = :id
            ), {", ".join(_doomed(below))}, cut AS (
                UPDATE todo.change line SET before = NULL, previous = rest.previous
                FROM rest
                WHERE line.user_id = :owner AND line.seq = ANY (ARRAY(SELECT rest.last FROM rest))
                    AND line.seq = rest.last
            ), emptied AS (
                UPDATE todo.change line SET item_id = NULL, before = NULL, request_id = NULL
                WHERE line.user_id = :owner AND line.seq = ANY (ARRAY(
                    SELECT chain.seq FROM chain, rest WHERE chain.last = rest.last AND chain.depth > 1
                ))
            )
            SELECT count(*) FROM rest
        """)

    def operation(self, item_id: str, expected: Expected, deleted_before: Any = None) -> Operation:
        """Erase the item and those below; with `deleted_before` only if it was moved to the trash before that time."""
        values = {"id": item_id, "deleted_before": deleted_before, "is_rehearsal": False, **expected}
        return Operation(self.kind, values)

    def of_trash(self, item_id: str, expected: Expected) -> Operation:
        """Erase the item and those below if it is in the trash."""
        return self.operation(item_id, expected, deleted_before=datetime.max.replace(tzinfo=UTC))

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
        waits; but not if another operation is refused.
        """
        write = partial(writer.write, key=key, label=label, expected=expected)
        while True:
            try:
                return await write(*operations)
            except HistoryTooLong:
                if len(operations) > 1:
                    with suppress(Rehearsed):
                        await write(*map(_rehearsed, operations), _ROLL_BACK)
                for item_id in erased:
                    await self.shorten_history(writer, item_id)

    async def shorten_history(self, writer: Writer, item_id: str) -> None:
        """Empty those lines of an item's history that are too many for the statement that erases it."""
        values = {"owner": writer.owner.id, "id": item_id}
        has_more = True
        while has_more:
            _, row = await run_in_turn(writer.database, [TAKE.bind(values), self.shorten.bind(values)])
            has_more = row is not None and row[0] != b"0"
