"""Whose rows a statement is about. Every statement names its owner, and none counts for an account that was erased.

An erased account leaves one row behind: the hash of its id and the moment. A token that was issued before it no longer
counts (plan: stateless tokens cannot be taken back), and writes nothing that would bring the account back to life.
"""

from typing import Any

import psycopg
from sqlalchemy import ClauseElement, ColumnElement, Float, String, bindparam, case, func, literal_column, not_, select
from sqlmodel import col

from app.auth import CurrentUser
from app.connection import Statement
from app.database import Database
from app.errors import InvalidToken
from app.models import ErasedAccount

OWNER = bindparam("owner", type_=String)
EMAIL = bindparam("owner_email", type_=String)
ISSUED_AT = bindparam("token_issued_at", type_=Float)

OWNER_HASH = func.sha256(func.convert_to(OWNER, literal_column("'UTF8'")))
IS_ERASED = (
    select(ErasedAccount)
    .where(col(ErasedAccount.user_hash) == OWNER_HASH, col(ErasedAccount.erased_at) >= func.to_timestamp(ISSUED_AT))
    .exists()
)

COUNTS = not_(IS_ERASED)  # what a token asks for is done only if its account was not erased since

_ERASED = b"false"


def unless_erased(answer: ColumnElement[Any]) -> ColumnElement[Any]:
    """The answer; where there is none, PostgreSQL looks whether the account was erased, and says so."""
    return func.coalesce(answer, case((IS_ERASED, literal_column(f"'{_ERASED.decode()}'::json"))))


class OwnedStatement(Statement):
    """A statement about what one user owns."""

    def __init__(self, expression: ClauseElement, *, repeatable: bool = False) -> None:
        super().__init__(expression, repeatable=repeatable)
        if OWNER.key not in self.parameters:
            raise TypeError("a statement about what a user owns must name the owner")


async def fetch_owned(database: Database, owner: CurrentUser, statement: OwnedStatement, **values: Any) -> bytes | None:
    """Run a statement for this owner. Raises `InvalidToken` when the account was erased after the token was issued."""
    try:
        answer = await database.fetch(
            statement, owner=owner.id, owner_email=owner.email, token_issued_at=owner.issued_at, **values
        )
    except psycopg.errors.ForeignKeyViolation:  # erased in this very moment
        raise InvalidToken from None
    if answer == _ERASED:
        raise InvalidToken
    return answer
