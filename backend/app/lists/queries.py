"""Reading lists: one by its id, and all of them."""

from dataclasses import dataclass

from sqlalchemy import Boolean, String
from sqlalchemy.dialects.postgresql import ARRAY

from app.database import Database
from app.errors import ListNotFound
from app.identity.user import CurrentUser
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement, fetch_owned
from app.journal.state import ANY, EMPTY, STATE_OF_ACCOUNT

GET = OwnedStatement(
    f"""
    SELECT CASE WHEN {IS_ERASED} THEN {ERASED} ELSE list.document END, concat(list.version, '-', list.seq)
    FROM (SELECT) one LEFT JOIN todo.list ON list.user_id = :owner AND list.id = :id AND list.deleted_at IS NULL
    """,
    only_reads=True,
)
ALL = OwnedStatement(
    f"""
    WITH {STATE_OF_ACCOUNT}
    SELECT
        CASE
            WHEN account.state IS NULL AND {IS_ERASED} THEN {ERASED}
            WHEN '{ANY}' <> ALL (:known) AND coalesce(account.state, '{EMPTY}') <> ALL (:known) THEN coalesce((
                SELECT json_agg(list.document ORDER BY list.position, list.id) FROM todo.list
                WHERE list.user_id = :owner AND (list.deleted_at IS NOT NULL) = :deleted
            ), '[]')
        END,
        coalesce(account.state, '{EMPTY}')
    FROM account
    """,
    only_reads=True,
    types={"known": ARRAY(String()), "deleted": Boolean()},
)


@dataclass(frozen=True, slots=True)
class UserLists:
    """The lists of one user. Methods return JSON that PostgreSQL has made in the form of `ListResponse`."""

    database: Database
    owner: CurrentUser

    async def get(self, list_id: str) -> tuple[bytes, str]:
        """One list, and its tag: its version and the number of its last change. Raises `ListNotFound`."""
        document, tag = await fetch_owned(self.database, self.owner, GET, id=ListNotFound.unless_id(list_id))
        if document is None:
            raise ListNotFound
        return document, (tag or b"").decode()

    async def all(self, *, deleted: bool, known: list[str]) -> tuple[bytes | None, str]:
        """A JSON array in the order of positions, or None if the caller has it already; and the account's state."""
        document, state = await fetch_owned(self.database, self.owner, ALL, deleted=deleted, known=known)
        return document, (state or b"").decode()
