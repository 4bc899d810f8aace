"""The calendar feed's secret address, and what it shows. The address is not in the log: no undo brings it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import String
from sqlalchemy.dialects.postgresql import ARRAY

from app.account.files import feed_file
from app.database import Database
from app.errors import NotFound
from app.identity.secret import hash_of, new_secret
from app.identity.user import CurrentUser
from app.journal.owner import (
    ERASED,
    HOLDER,
    IS_ERASED,
    TAKE,
    TAKE_OR_BEGIN,
    OwnedStatement,
    SecretStatement,
    fetch_owned,
)
from app.journal.state import ANY, state
from app.journal.unlogged import write_unlogged

FOUND = OwnedStatement(
    f"""
    SELECT CASE WHEN {IS_ERASED} THEN {ERASED} ELSE (
        SELECT json_build_object('created_at', todo.rfc3339(feed.created_at)) FROM todo.feed WHERE feed.user_id = :owner
    ) END
    """,
    only_reads=True,
)
MAKE = OwnedStatement(f"""
    WITH made AS (
        INSERT INTO todo.feed AS earlier (user_id, secret_hash, created_at)
        SELECT :owner, decode(:secret_hash, 'hex'), clock_timestamp() WHERE NOT {IS_ERASED}
        ON CONFLICT (user_id) DO UPDATE SET secret_hash = excluded.secret_hash, created_at = excluded.created_at
        RETURNING earlier.created_at
    )
    SELECT coalesce((SELECT todo.rfc3339(made.created_at) FROM made), todo.refuse('erased')::text)
""")
END = OwnedStatement(f"""
    WITH ended AS (DELETE FROM todo.feed WHERE feed.user_id = :owner AND NOT {IS_ERASED})
    SELECT CASE WHEN {IS_ERASED} THEN todo.refuse('erased') END
""")

STATE = f"'{feed_file.FORM_HASH}-' || {state('account')}"
# What is in an archived list is in no view of the web app either (decision 52). The tasks are read only if the caller
# does not have this state.
SHOWN = SecretStatement(
    f"""
    , account AS (
        SELECT {STATE} AS state, ARRAY['{ANY}', {STATE}]::varchar[] && :known AS is_known
        FROM todo."user" account WHERE account.id = {HOLDER}
    )
    SELECT account.state, account.is_known, coalesce((
        SELECT settings.time_zone FROM todo.settings WHERE settings.user_id = {HOLDER}
    ), 'UTC'), CASE WHEN NOT account.is_known THEN (
        SELECT string_agg(task.document::text, chr(10) ORDER BY task.due_date, task.id) FROM todo.task
        WHERE task.user_id = {HOLDER} AND task.deleted_at IS NULL AND NOT task.completed
            AND task.due_date IS NOT NULL AND NOT EXISTS (
                SELECT FROM todo.list
                WHERE list.user_id = {HOLDER} AND list.id = task.list_id AND list.archived
            )
    ) END
    FROM account
    """,
    types={"known": ARRAY(String())},
)


class Shown(NamedTuple):
    """The feed's state, and the file in chunks, or None if the caller has that state."""

    state: str
    file: Iterator[bytes] | None


async def read_feed(database: Database, secret: str, known: list[str]) -> Shown:
    """The feed at that secret address. Raises `NotFound`."""
    secret_hash = hash_of(secret)
    row = secret_hash and await database.fetch(SHOWN, secret_hash=secret_hash, known=known)
    if not row:
        raise NotFound("Not found")
    now, is_known, zone, documents = (value or b"" for value in row)
    return Shown(now.decode(), None if is_known == b"t" else feed_file.write(documents, zone.decode()))


@dataclass(slots=True)
class OwnFeed:
    """The secret address of one user's feed."""

    database: Database
    owner: CurrentUser

    async def get(self) -> bytes | None:
        """When it was made, as JSON; None if there is none."""
        (document,) = await fetch_owned(self.database, self.owner, FOUND)
        return document

    async def make(self) -> tuple[str, str]:
        """A new secret, and when it was made. An earlier one ends with it."""
        secret = new_secret()
        row = await write_unlogged(self.database, self.owner, TAKE_OR_BEGIN, MAKE, secret_hash=hash_of(secret))
        return secret, ((row and row[0]) or b"").decode()

    async def end(self) -> None:
        """End the address, if there is one."""
        await write_unlogged(self.database, self.owner, TAKE, END)
