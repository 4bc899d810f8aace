"""What concerns a whole account: for now, its end."""

from sqlalchemy import Text, delete, func, literal_column, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import col

from app.auth import CurrentUser
from app.database import Database
from app.models import ErasedAccount, User
from app.owner import ISSUED_AT, OWNER, OWNER_HASH, OwnedStatement, fetch_owned

note = upsert(ErasedAccount).values(user_hash=OWNER_HASH)
# Again with a token that no longer counts, as after a lost answer, nothing happens: whoever has come back since stays.
noted = (
    note.on_conflict_do_update(
        index_elements=[col(ErasedAccount.user_hash)],
        set_={"erased_at": func.now()},
        where=col(ErasedAccount.erased_at) < func.to_timestamp(ISSUED_AT),
    )
    .returning(literal_column("1"))
    .cte("noted")
)
ERASE = OwnedStatement(
    select(
        func.count(
            delete(User)
            .where(col(User.id) == OWNER, select(literal_column("1")).select_from(noted).exists())
            .returning(col(User.id))
            .cte("gone")
            .c.id
        ).cast(Text)
    ),
    repeatable=True,
)


class AccountRepository:
    """The account of one user."""

    def __init__(self, database: Database, owner: CurrentUser) -> None:
        self._database = database
        self._owner = owner

    async def erase(self) -> None:
        """Remove the user and all tasks, and let no token that has been issued so far count any more."""
        await fetch_owned(self._database, self._owner, ERASE)
