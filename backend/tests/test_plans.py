"""A write finds its rows by keys, so that one plan serves all, and is not planned anew each time (decision 61)."""

import asyncio
import time
import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import String
from sqlalchemy.dialects.postgresql import ARRAY

from app.database import Database
from app.identity.user import CurrentUser
from app.journal.writer import Operation, Writer
from app.postgres.statement import Statement
from app.tasks import operations
from app.tasks.schemas.task import TaskCreate, TaskPatch

# Of the connection that asks: how often it has carried the statements out, and how often with a plan for these values.
PLANS = Statement(
    """
    SELECT coalesce(sum(plans.generic_plans), 0), coalesce(sum(plans.custom_plans), 0)
    FROM pg_prepared_statements plans WHERE plans.name = ANY (:names)
    """,
    only_reads=True,
    types={"names": ARRAY(String())},
)
WRITES: dict[str, Callable[[str], Operation]] = {
    "create": lambda task: operations.create(TaskCreate(title="x"), chosen_id=task),
    "patch": lambda task: operations.patch(task, TaskPatch(title="y"), {}),
    "toggle": lambda task: operations.toggle(task, {}),
    "delete": lambda task: operations.delete(task, {}),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_write_is_planned_once_for_all_values(name: str, database_url: str) -> None:
    """This test uses the writer itself: plans belong to a connection, and no request shows them."""
    tasks = [str(uuid.uuid4()) for _ in range(8)]

    async def plans() -> list[bytes | None] | None:
        person = CurrentUser(f"user-{uuid.uuid4()}", email=None, short_hash="", issued_at=time.time(), expires_at=0)
        async with Database(database_url, 1) as database:
            writer = Writer(database, person, request_id=None, task_limit=100)
            await writer.write(operations.create(TaskCreate(title="The account's first")))
            if name != "create":
                await writer.write(*(WRITES["create"](task) for task in tasks))
            written = [WRITES[name](task) for task in tasks]
            for operation in written:
                await writer.write(operation)
            names = [statement.name.decode() for statement in written[0].kind.statements.values()]
            return await database.fetch(PLANS, names=names)

    generic, custom = asyncio.run(plans()) or []
    assert (int(generic or 0) >= len(tasks), custom) == (True, b"0")
