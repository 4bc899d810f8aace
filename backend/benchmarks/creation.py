"""What a creation costs PostgreSQL: statements between the floor's and the product's, each with one promise more.

The floor's has none of these promises of the product: a first attempt that is slower than its retry does nothing, one
search finds all spellings and all parts of a word, and titles are in the order of the web app.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial

from app.database import Database
from app.identity.user import CurrentUser
from app.journal.answers import own_key
from app.journal.owner import TAKE
from app.journal.writer import Writer
from app.postgres.statement import Bound, Statement
from app.tasks import operations
from app.tasks.schemas.task import TaskCreate
from benchmarks import floor
from benchmarks.tasks import new_task

TASK_LIMIT = 1_000_000
SECONDS = 60.0  # valgrind makes everything many times slower

ROW = "seq FROM account OFFSET 0) new"
IS_FIRST = "NOT EXISTS (SELECT FROM todo.answer WHERE answer.user_id = $1 AND answer.key = $7::varchar)"
UNLESS_RETRIED = floor.CREATE.replace(ROW, f"seq FROM account WHERE {IS_FIRST} OFFSET 0) new")
FOUND = UNLESS_RETRIED.replace(floor.WORDS, "todo.words_of($3::varchar, $4::varchar)").replace(
    floor.TITLE_KEY, "todo.title_key($3::varchar)"
)

Step = Callable[[], Awaitable[object]]


class Numbered(Statement):
    """A statement of the floor, which numbers its parameters."""

    def __init__(self, sql: str) -> None:
        self.sql, self.parameters, self.only_reads = sql.encode(), (), False
        self.name = b"floor_" + hashlib.sha256(self.sql).hexdigest()[:16].encode()

    def creating(self, owner: CurrentUser) -> Bound:
        """The statement with the values of a new task."""
        task = new_task()
        values = [owner.id, f"{owner.id}@example.com", task["title"], task["description"], "f", None, own_key()]
        return self, [None if value is None else value.encode() for value in values[: 7 if b"$7" in self.sql else 6]]


@contextmanager
def creations(url: str, owner_id: str) -> Iterator[dict[str, Callable[[int], None]]]:
    """Each way to create that many tasks for the owner, by its name. The database has the floor's tables, too."""
    owner = CurrentUser(owner_id, f"{owner_id}@example.com", "", issued_at=0, expires_at=0)

    def steps(database: Database) -> dict[str, Step]:
        def one(sql: str, *before: Bound) -> Step:
            statement = Numbered(sql)
            return lambda: database.run([*before, statement.creating(owner)], timeout=SECONDS)

        async def product() -> object:
            writer = Writer(database, owner, None, TASK_LIMIT)
            return await writer.write(operations.create(TaskCreate.model_validate(new_task())))

        take = TAKE.bind({"owner": owner.id})
        return {
            "the floor's": one(floor.CREATE),
            "and the lock of the account": one(floor.CREATE, take),
            "and no answer of a retry": one(UNLESS_RETRIED, take),
            "and the product's words and order": one(FOUND, take),
            "the product's": product,
        }

    async def repeat(step: Step, times: int) -> None:
        for _ in range(times):
            await step()

    def many(step: Step, times: int) -> None:
        runner.run(repeat(step, times))

    with asyncio.Runner() as runner:
        database = Database(url, 1)
        database.accounts.add(owner.id)
        try:
            yield {name: partial(many, step) for name, step in steps(database).items()}
        finally:
            runner.run(database.pool.close())
