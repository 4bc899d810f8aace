"""The calendar feed's secret address, and what it shows. The address is not in the log: no undo brings it back."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import String
from sqlalchemy.dialects.postgresql import ARRAY

from app.account.files import feed_file
from app.database import Database
from app.errors import NotFound
from app.identity.secret import hash_of, new_secret
from app.identity.user import CurrentUser
from app.journal.answers import UNLESS_ANSWERED, KeyUse, own_key
from app.journal.log import account, answering, refusing, unlogged
from app.journal.owner import ERASED, HOLDER, IS_ERASED, OwnedStatement, SecretStatement, fetch_owned
from app.journal.state import ANY, state
from app.journal.writer import Operation, OperationKind
from app.tasks.repeating import FOR_CALENDARS

FOUND = OwnedStatement(
    f"""
    SELECT CASE WHEN {IS_ERASED} THEN {ERASED} ELSE (
        SELECT json_build_object('created_at', todo.rfc3339(feed.created_at)) FROM todo.feed WHERE feed.user_id = :owner
    ) END
    """,
    only_reads=True,
)


def _make(key_use: KeyUse, begins: bool) -> str:
    ctes = [
        f"account AS ({account(key_use, may_begin=begins)})",
        """made AS (
            INSERT INTO todo.feed AS known (user_id, secret_hash, created_at)
            SELECT :owner, decode(:secret_hash, 'hex'), clock_timestamp() FROM account
            ON CONFLICT (user_id) DO UPDATE SET secret_hash = excluded.secret_hash, created_at = excluded.created_at
            RETURNING known.created_at
        )""",
    ]
    document = f"""coalesce((SELECT to_json(todo.rfc3339(made.created_at)) FROM made), {refusing("ELSE 'new'")})"""
    return answering(key_use, ctes, unlogged(document), "NULL::uuid", "(SELECT) one")


def _end(key_use: KeyUse, _begins: bool) -> str:
    ended = f"""
        ended AS (DELETE FROM todo.feed WHERE feed.user_id = :owner AND NOT {IS_ERASED} {UNLESS_ANSWERED[key_use]})
    """
    document = f"CASE WHEN {IS_ERASED} THEN {refusing('')} END"
    return answering(key_use, [ended], unlogged(document), "NULL::uuid", "(SELECT) one")


MAKE, END = OperationKind(_make, may_begin=True), OperationKind(_end)

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
        SELECT string_agg({FOR_CALENDARS}, chr(10) ORDER BY task.due_date, task.id) FROM todo.task
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


async def made_at(database: Database, owner: CurrentUser) -> bytes | None:
    """When the address was made, as JSON; None if there is none."""
    (document,) = await fetch_owned(database, owner, FOUND)
    return document


def make() -> tuple[str, Operation]:
    """A new secret, and the operation that makes it the address. An earlier one ends with it."""
    secret = new_secret()
    return secret, Operation(MAKE, {"secret_hash": hash_of(secret)}, own_key=own_key())


def end() -> Operation:
    """End the address, if there is one."""
    return Operation(END, {}, own_key=own_key())
