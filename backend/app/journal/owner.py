"""Whose rows a statement is about. Every statement names its owner, and none counts for an account that was erased.

An erased account leaves one row behind: the hash of its id and the moment. A token that was issued before it no longer
counts (plan: stateless tokens cannot be taken back), and writes nothing that would bring the account back to life.
"""

from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Float, String, bindparam, exists, func, literal_column
from sqlmodel import col

from app.database import Database
from app.errors import InvalidToken
from app.identity.user import CurrentUser
from app.models import ErasedAccount
from app.postgres.connection import Row, Statement

OWNER = bindparam("owner", type_=String)
ISSUED_AT = bindparam("token_issued_at", type_=Float)

# What a token asks for is done only if its account was not erased since. As `todo.is_erased`, without a call.
COUNTS: ColumnElement[bool] = ~exists().where(
    col(ErasedAccount.user_hash) == func.sha256(func.convert_to(OWNER, literal_column("'UTF8'"))),
    col(ErasedAccount.erased_at) >= func.to_timestamp(ISSUED_AT),
)
# For where nothing has been found, and seldom: the call costs more than the query in it, but nothing until it is made.
IS_ERASED = func.todo.is_erased(OWNER, ISSUED_AT)

_ERASED = b"false"
ERASED: ColumnElement[Any] = literal_column(f"'{_ERASED.decode()}'::json")


class OwnedStatement(Statement):
    """A statement about what one user owns."""

    def __init__(self, expression: ClauseElement, **properties: Any) -> None:
        super().__init__(expression, **properties)
        if OWNER.key not in self.parameters:
            raise TypeError("a statement about what a user owns must name the owner")


async def fetch_owned(database: Database, owner: CurrentUser, statement: OwnedStatement, **values: Any) -> Row:
    """Run a statement for this owner; no row at all is one that holds nothing.

    Raises `InvalidToken` when the account was erased after the token was issued.
    """
    row = await database.fetch(statement, owner=owner.id, token_issued_at=owner.issued_at, **values)
    if row and row[0] == _ERASED:
        raise InvalidToken
    return row or [None]
