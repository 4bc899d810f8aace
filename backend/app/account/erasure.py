"""Erasing an account: no personal data stays, and no token issued until now is accepted any more."""

import psycopg

from app.database import Database
from app.identity.user import CurrentUser
from app.journal.owner import IS_ERASED, TAKE_ALONE, OwnedStatement
from app.journal.refusals import error_for, refusal_of
from app.journal.writer import run_in_turn

# The tombstone stores the account's last number and version. The clock of the token's issuer may be ahead.
ERASE = OwnedStatement(f"""
    WITH account AS (
        SELECT stored.seq, greatest(stored.erased_version, (
            SELECT max(task.version) FROM todo.task WHERE task.user_id = :owner
        ), (
            SELECT max(list.version) FROM todo.list WHERE list.user_id = :owner
        ), (
            SELECT settings.version FROM todo.settings WHERE settings.user_id = :owner
        )) AS version
        FROM todo."user" stored WHERE stored.id = :owner AND NOT {IS_ERASED}
    ), tombstone AS (
        INSERT INTO todo.erased_account AS earlier (user_hash, erased_at, seq, version)
        SELECT sha256(convert_to(:owner, 'UTF8')), greatest(clock_timestamp(), to_timestamp(:token_issued_at)),
            account.seq, account.version
        FROM account
        ON CONFLICT (user_hash) DO UPDATE
        SET erased_at = excluded.erased_at, seq = greatest(earlier.seq, excluded.seq),
            version = greatest(earlier.version, excluded.version)
    ), log AS (
        DELETE FROM todo.change WHERE change.user_id = :owner AND EXISTS (SELECT FROM account)
    ), gone AS (
        DELETE FROM todo."user" stored WHERE stored.id = :owner AND EXISTS (SELECT FROM account)
    )
    SELECT CASE WHEN EXISTS (SELECT FROM account) THEN NULL ELSE todo.refuse('erased') END
""")


async def erase_account(database: Database, owner: CurrentUser) -> None:
    """Erase the account, or do nothing if the token is no longer accepted, as in a retry. Raises `Busy`."""
    values = {"owner": owner.id, "token_issued_at": owner.issued_at}
    pipeline = [TAKE_ALONE.bind(values), ERASE.bind(values)]
    try:
        await run_in_turn(database, pipeline, lambda: pipeline, is_long=True)
    except psycopg.DatabaseError as error:
        if (refusal := refusal_of(error)) is None:
            raise
        if refusal != "erased":
            raise error_for(refusal, 0, None) from None
