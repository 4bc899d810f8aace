"""The history of one item: its lines in the log, newest first, in pages."""

from dataclasses import dataclass

from app.database import Database
from app.errors import ForeignCursor, NotFound
from app.identity.user import CurrentUser
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement, fetch_owned

MAX_DIGITS = 18  # of a number; one with more may be too large for a bigint

# From the item's last change backwards, or from the line before `:seq`. A line has the state before its change; the
# state after it is in the next line, or in the item. OFFSET 0 makes PostgreSQL look up each line by its key.
_HISTORY = """
    WITH RECURSIVE item AS (
        SELECT item.id, item.seq, item.document FROM todo.{kind} item
        WHERE item.user_id = :owner AND item.id = :id AND NOT {is_erased}
    ), start AS (
        SELECT item.seq, item.document AS after FROM item WHERE :seq IS NULL
        UNION ALL
        SELECT newer.previous, newer.before FROM item, todo.change newer
        WHERE newer.user_id = :owner AND newer.seq = :seq AND newer.item_id = item.id AND newer.kind = '{kind}'
    ), line AS (
        SELECT change.*, start.after, 1 AS n FROM start, LATERAL (
            SELECT * FROM todo.change WHERE change.user_id = :owner AND change.seq = start.seq OFFSET 0
        ) change
        UNION ALL
        SELECT change.*, line.before, line.n + 1 FROM line, LATERAL (
            SELECT * FROM todo.change WHERE change.user_id = :owner AND change.seq = line.previous OFFSET 0
        ) change
        WHERE line.n <= :limit
    )
    SELECT CASE
        WHEN EXISTS (SELECT FROM item) THEN (
            SELECT coalesce(json_agg(json_build_object(
                'seq', line.seq, '{kind}_id', line.item_id, 'operation', line.operation, 'before', line.before,
                'after', line.after, 'actor', line.actor, 'request_id', line.request_id, 'at', todo.rfc3339(line.at)
            ) ORDER BY line.n), '[]') FROM line WHERE line.n <= :limit
        )
        WHEN {is_erased} THEN {erased}
    END,
    (SELECT line.seq FROM line WHERE line.n = :limit AND line.previous IS NOT NULL AND EXISTS (
        SELECT FROM line WHERE line.n > :limit
    )),
    EXISTS (SELECT FROM start)
"""
HISTORY = {
    kind: OwnedStatement(_HISTORY.format(kind=kind, is_erased=IS_ERASED, erased=ERASED), only_reads=True)
    for kind in ("task", "list")
}


@dataclass(frozen=True, slots=True)
class History:
    """The histories of one user's items."""

    database: Database
    owner: CurrentUser

    async def page(
        self, kind: str, item_id: str, limit: int, cursor: str | None, absent: type[NotFound]
    ) -> tuple[bytes, str | None]:
        """A JSON array of an item's changes, newest first, and the cursor of the next page.

        Raises `absent`, and `ForeignCursor` for a cursor of another item.
        """
        absent.unless_id(item_id)
        if cursor is not None and not (cursor.isascii() and cursor.isdigit() and len(cursor) <= MAX_DIGITS):
            raise ForeignCursor
        document, following, has_start = await fetch_owned(
            self.database, self.owner, HISTORY[kind], id=item_id, limit=limit, seq=cursor
        )
        if document is None:
            raise absent
        if has_start != b"t":
            raise ForeignCursor
        return document, following.decode() if following else None
