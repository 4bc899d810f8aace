"""The owner: the one door to the data.

Each statement about somebody's data names the owner, who comes from the token. A write begins by taking the owner's
row, so that an owner has one writer at a time and the order of the log is the order of commits.

An account that was erased leaves a trace: the hash of its id, and the moment. A token that was issued before that
moment no longer counts, and must not bring the account back to life.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ClauseElement
from sqlalchemy.types import TypeEngine

from app.database import Database
from app.errors import InvalidToken
from app.identity.user import CurrentUser
from app.postgres.statement import TIMEOUT_SECONDS, Row, Statement

# Whether the account was erased at or after the moment the token was issued.
IS_ERASED = """
    EXISTS (
        SELECT FROM todo.erased_account trace
        WHERE trace.user_hash = sha256(convert_to(:owner, 'UTF8')) AND trace.erased_at >= to_timestamp(:token_issued_at)
    )
"""
ERASED = "'false'::json"  # in place of a document


class OwnedStatement(Statement):
    """A statement about what one user owns."""

    def __init__(
        self, sql: ClauseElement | str, *, only_reads: bool = False, types: Mapping[str, TypeEngine[Any]] | None = None
    ) -> None:
        super().__init__(sql, only_reads=only_reads, types=types)
        if "owner" not in self.parameters:
            raise TypeError("a statement about what a user owns must name the owner")


# Locks the row of the account. The lock is WAL: whatever commits after it waits for a synchronous standby. Where a long
# write is under way, such as an import, others are told at once, and wait without a connection.
_LOCK = "hashtextextended(:owner, 0)"
# That a synchronous standby may not have a write is said by a warning alone, which a database can be told to keep back.
_WARNS = "set_config('client_min_messages', 'warning', true) IS NOT NULL"
_IS_FREE = f"""
    {_WARNS} AND CASE WHEN pg_try_advisory_xact_lock_shared({_LOCK}) THEN true ELSE todo.refuse('busy') IS NULL END
"""
# A long write waits for the short ones that are under way, but not for another long one: each of those would hold a
# connection for seconds, until nobody else had one.
_LOCK_OF_LONG = "hashtextextended(:owner, 1)"
_IS_ALONE = f"""
    {_WARNS} AND CASE WHEN pg_try_advisory_xact_lock({_LOCK_OF_LONG}) THEN pg_advisory_xact_lock({_LOCK}) IS NOT NULL
        ELSE todo.refuse('busy') IS NULL END
"""
TAKE = OwnedStatement(f"""
    SELECT 1 FROM todo."user" account WHERE account.id = :owner AND {_IS_FREE} FOR NO KEY UPDATE
""")

# An account begins with its first write. Another one may be faster: this one then waits for it, and locks its row.
_TAKE_OR_BEGIN = """
    WITH free AS MATERIALIZED (SELECT {is_free} AS is_free), taken AS (
        SELECT account.id FROM free, todo."user" account WHERE account.id = :owner AND free.is_free
        FOR NO KEY UPDATE OF account
    )
    INSERT INTO todo."user" AS account (id) SELECT :owner FROM free WHERE is_free AND NOT EXISTS (SELECT FROM taken)
    ON CONFLICT (id) DO UPDATE SET email = account.email
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
    """Read for this owner; no row at all is one that holds nothing.

    Raises `InvalidToken` when the account was erased after the token was issued.
    """
    row = await database.fetch(statement, timeout=timeout, owner=owner.id, token_issued_at=owner.issued_at, **values)
    if row and row[0] == b"false":
        raise InvalidToken
    return row or [None]
