"""The owner, whom every statement about a user's data must name.

The owner comes from the token; where a secret address is the only proof, from the row that has the secret's hash, in
the same statement, which can only read (`SecretStatement`). A write begins by locking the owner's row, so that an owner
has one writer at a time and the order of the log is the order of commits.

An erased account leaves a tombstone: the hash of its id, and the time. A token that was issued before that time is
refused, and must not create the account again.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ClauseElement
from sqlalchemy.types import TypeEngine

from app.database import Database
from app.errors import InvalidToken
from app.identity.user import CurrentUser
from app.postgres.statement import TIMEOUT_SECONDS, Row, Statement

# Whether the account was erased when the token was issued, or later.
IS_ERASED = """
    EXISTS (
        SELECT FROM todo.erased_account tombstone
        WHERE tombstone.user_hash = sha256(convert_to(:owner, 'UTF8'))
            AND tombstone.erased_at >= to_timestamp(:token_issued_at)
    )
"""
ERASED = "'false'::json"  # in place of a document


class OwnedStatement(Statement):
    """A statement about one user's data."""

    def __init__(
        self, sql: ClauseElement | str, *, only_reads: bool = False, types: Mapping[str, TypeEngine[Any]] | None = None
    ) -> None:
        super().__init__(sql, only_reads=only_reads, types=types)
        if "owner" not in self.parameters:
            raise TypeError("a statement about what a user owns must name the owner")


# In a `SecretStatement`: the id of the owner. Null, which equals no id, if nobody has that secret.
HOLDER = "(SELECT holder.id FROM holder)"
_HOLDER = "holder AS (SELECT feed.user_id AS id FROM todo.feed WHERE feed.secret_hash = decode(:secret_hash, 'hex'))"


class SecretStatement(Statement):
    """A statement that reads data of the user who has made a secret address: the secret's hash says whose."""

    def __init__(self, sql: str, *, types: Mapping[str, TypeEngine[Any]] | None = None) -> None:
        super().__init__(f"WITH {_HOLDER} {sql}", only_reads=True, types=types)


# Locks the account's row. The lock is written to the WAL, so that every later commit waits for a synchronous standby.
# While a long write runs, such as an import, other writes are refused at once, and wait without a connection.
_LOCK = "hashtextextended(:owner, 0)"
# Only a warning shows that a synchronous standby may not have a write, and a database can be configured to send none.
_WARNS = "set_config('client_min_messages', 'warning', true) IS NOT NULL"
# Every statement finds its rows by keys, so one plan serves all values. PostgreSQL left to itself may prefer to plan a
# creation anew each time, which costs it twice as much as carrying it out.
_PLANS_ONCE = "set_config('plan_cache_mode', 'force_generic_plan', true) IS NOT NULL"
_IS_FREE = f"""
    {_WARNS} AND {_PLANS_ONCE}
    AND CASE WHEN pg_try_advisory_xact_lock_shared({_LOCK}) THEN true ELSE todo.refuse('busy') IS NULL END
"""
# A long write waits for the short ones that are running, but not for another long one: waiting, it would hold a
# connection for seconds, and several of them all connections.
_LOCK_OF_LONG = "hashtextextended(:owner, 1)"
_IS_ALONE = f"""
    {_WARNS} AND CASE WHEN pg_try_advisory_xact_lock({_LOCK_OF_LONG}) THEN pg_advisory_xact_lock({_LOCK}) IS NOT NULL
        ELSE todo.refuse('busy') IS NULL END
"""
TAKE = OwnedStatement(f"""
    SELECT 1 FROM todo."user" account WHERE account.id = :owner AND {_IS_FREE} FOR NO KEY UPDATE
""")

# The first write creates the account. If another first write is faster, this one waits for it, and locks its row. That
# row then looks as if this transaction had changed it (`xmin`), so a command of its own is begun here.
_TAKE_OR_BEGIN = """
    WITH free AS MATERIALIZED (SELECT {is_free} AS is_free), taken AS (
        SELECT account.id FROM free, todo."user" account WHERE account.id = :owner AND free.is_free
        FOR NO KEY UPDATE OF account
    )
    INSERT INTO todo."user" AS account (id) SELECT :owner FROM free WHERE is_free AND NOT EXISTS (SELECT FROM taken)
    ON CONFLICT (id) DO UPDATE SET command = account.seq + 1
"""
TAKE_OR_BEGIN = OwnedStatement(_TAKE_OR_BEGIN.format(is_free=_IS_FREE))
TAKE_ALONE = OwnedStatement(_TAKE_OR_BEGIN.format(is_free=_IS_ALONE))


async def fetch_owned(
    database: Database,
    owner: CurrentUser,
    statement: OwnedStatement,
    *,
    timeout: float = TIMEOUT_SECONDS,  # noqa: ASYNC109
    **values: Any,
) -> Row:
    """Read data of this owner; a result without a row becomes a row with one null.

    Raises `InvalidToken` if the account was erased after the token was issued.
    """
    row = await database.fetch(statement, timeout=timeout, owner=owner.id, token_issued_at=owner.issued_at, **values)
    if row and row[0] == b"false":
        raise InvalidToken
    return row or [None]
