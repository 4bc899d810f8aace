"""What concerns a whole account: all of its tasks, out and in, and its end."""

import json
from collections.abc import Sequence

from sqlalchemy import Text, cast, func, select, text

from app.journal.owner import ISSUED_AT, OWNER, OwnedStatement, fetch_owned
from app.journal.writes import RetryKey, Step, Writer, Written

EXPORT = OwnedStatement(
    text("""
    SELECT CASE WHEN todo.is_erased(CAST(:owner AS varchar), CAST(:token_issued_at AS double precision))
        THEN 'false'::json
        ELSE (
            SELECT json_agg(listed.document) FROM (
                SELECT task.document FROM todo.task WHERE task.user_id = CAST(:owner AS varchar)
                ORDER BY task.created_at, task.id
            ) listed
        ) END
    """),
    repeatable=True,
)

# Run again with a token that no longer counts, as after a lost answer, nothing happens: whoever has come back stays.
ERASE = OwnedStatement(select(cast(func.todo.erase(OWNER, ISSUED_AT), Text).label("erased")), repeatable=True)


class AccountRepository:
    """The account of one user."""

    def __init__(self, writer: Writer) -> None:
        self._write = writer.apply
        self._database = writer.database
        self._owner = writer.owner

    async def export(self) -> bytes:
        """All tasks as a JSON array, those in the trash too, the oldest first."""
        row = await fetch_owned(self._database, self._owner, EXPORT)
        return row[0] or b"[]"

    async def import_tasks(
        self, steps: Sequence[Step], retry_key: RetryKey | None, *, dry_run: bool
    ) -> tuple[Written, dict[str, int]]:
        """Bring tasks back, all or none, and count what became of them. Raises `Conflict`."""
        done = await self._write(*steps, retry_key=retry_key, dry_run=dry_run)
        outcomes = json.loads(done.results)
        return done, {what: outcomes.count(what) for what in ("created", "updated", "unchanged")}

    async def erase(self) -> None:
        """Remove the user and all tasks, and let no token that has been issued so far count any more."""
        await self._database.fetch(ERASE, owner=self._owner.id, token_issued_at=self._owner.issued_at)
