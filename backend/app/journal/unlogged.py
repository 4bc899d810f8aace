"""Writes that are no change of an item, such as a secret address: they have no line in the log, and no undo."""

from typing import Any

import psycopg

from app.database import Database
from app.identity.user import CurrentUser
from app.journal.owner import OwnedStatement
from app.journal.refusals import error_for, refusal_of
from app.journal.writer import run_in_turn
from app.postgres.statement import Row


async def write_unlogged(
    database: Database, owner: CurrentUser, take: OwnedStatement, statement: OwnedStatement, **values: Any
) -> Row | None:
    """Lock the owner's row by `take`, and run the statement, which may be run again if the connection breaks.

    Raises the errors of `refusals.error_for`.
    """
    values |= {"owner": owner.id, "token_issued_at": owner.issued_at}
    pipeline = [take.bind(values), statement.bind(values)]
    try:
        *_, row = await run_in_turn(database, pipeline, lambda: pipeline)
    except psycopg.DatabaseError as error:
        if (refusal := refusal_of(error)) is None:
            raise
        raise error_for(refusal, 0, None) from None
    return row
