"""Every write: the owner's row first, then each operation, in one round trip and one transaction.

    TAKE ─▶ operation ─▶ operation ─▶ … ─▶ commit      a refusal takes all of it back, and no number is used

A write whose connection breaks may have been carried out, or may be later, when a frozen server wakes up. Where a
second try is safe it leaves its answer under a key, and whichever try comes later finds it and does nothing. So too
when the client tries again under its `Idempotency-Key`. Such a later answer is committed as well: its lock on the
owner's row is WAL, so that it leaves only after a synchronous standby has all that came before.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg
from sqlalchemy.types import TypeEngine

from app.database import Database
from app.errors import Busy
from app.identity.user import CurrentUser
from app.journal.answers import KEEP_REFUSAL, Memory
from app.journal.owner import TAKE, TAKE_ALONE, TAKE_OR_BEGIN, OwnedStatement
from app.journal.refusals import error_for, is_final, refusal_of
from app.journal.state import EXPECT
from app.postgres.statement import TIMEOUT_SECONDS, Bound, Row, as_texts

LONG_TIMEOUT_SECONDS = 20.0
BUSY_PATIENCE_SECONDS = 10.0
BUSY_PAUSE_SECONDS = 0.1


Expected = Mapping[str, Sequence[str]]  # `if_match`, `if_none_match`: which states must be there, and which must not


class OperationKind:
    """One thing that can be done: its statements. `sql` is told how to remember it and if the account may begin."""

    def __init__(
        self,
        sql: Callable[[Memory, bool], str],
        *,
        types: Mapping[str, TypeEngine[Any]] | None = None,
        may_begin: bool = False,
    ) -> None:
        self.may_begin = may_begin  # whether an account may begin with it
        self.statements = {
            (memory, begins): OwnedStatement(sql(memory, begins), types=types)
            for memory in Memory
            for begins in {False, may_begin}
        }

    def statement(self, memory: Memory, *, may_begin: bool) -> OwnedStatement:
        """The statement that remembers like that; one for an account that may not have begun costs more."""
        return self.statements[memory, may_begin and self.may_begin]


class Operation(NamedTuple):
    """What is to be done, and with what. `own_key` makes a second try safe where the request has no key."""

    kind: OperationKind
    values: Mapping[str, Any]
    own_key: str | None = None


class RetryKey(NamedTuple):
    """An `Idempotency-Key`, and what tells its request from others."""

    key: str
    fingerprint: str


class Outcome(NamedTuple):
    """What one operation leaves behind: JSON and its tag, and the command's number if anything was changed."""

    document: bytes | None
    tag: str | None
    command: int | None
    is_replayed: bool


async def run_in_turn(
    database: Database,
    pipeline: Sequence[Bound],
    again: Callable[[], Sequence[Bound]] | None = None,
    *,
    is_long: bool = False,
) -> list[Row | None]:
    """Run statements that begin with `TAKE`, as soon as no long write of the account is under way.

    Raises `Busy` after a while.
    """
    timeout = LONG_TIMEOUT_SECONDS if is_long else TIMEOUT_SECONDS
    deadline = asyncio.get_running_loop().time() + BUSY_PATIENCE_SECONDS
    current = pipeline

    def once_more() -> Sequence[Bound]:
        nonlocal current  # every later try is a second one too
        current = again() if again is not None else pipeline
        return current

    while True:
        try:
            return await database.run(current, again=again and once_more, timeout=timeout)
        except psycopg.DatabaseError as error:
            if refusal_of(error) != "busy":
                raise
            if asyncio.get_running_loop().time() > deadline:
                raise Busy from None
        await asyncio.sleep(BUSY_PAUSE_SECONDS)  # without a connection, which others may need


@dataclass(slots=True)
class Writer:
    """Writes for one user, in the name of one request."""

    database: Database
    owner: CurrentUser
    request_id: str | None
    task_limit: int
    actor: str | None = None  # if not the owner

    async def write(
        self,
        *operations: Operation,
        key: RetryKey | None = None,
        place_name: str | None = None,
        expected: Expected | None = None,
        is_long: bool = False,
    ) -> list[Outcome]:
        """Do all of the operations, or none, and say what each leaves behind.

        `expected` says in which states the account must be, and in which not. A long write keeps others waiting for as
        long as it takes, and says so to them. Raises what `refusals.error_for` says; with `place_name`, what an
        operation is to the caller, a sentence begins with that and its place.
        """
        # A second try could not tell whether the account is as expected, or as the first try has left it.
        own_key = operations[0].own_key if len(operations) == 1 and not expected else None
        kept_under = key

        def pipeline(memory: Memory, key: RetryKey | None) -> list[Bound]:
            return self._pipeline(operations, memory, key, expected=expected, is_long=is_long)

        def once_more() -> list[Bound]:
            nonlocal kept_under
            kept_under = key or RetryKey(own_key or "", "")
            return pipeline(Memory.KEEPS, kept_under)

        try:
            if key is not None:
                rows = await run_in_turn(self.database, pipeline(Memory.KEEPS, key), once_more, is_long=is_long)
            elif own_key is not None:
                rows = await run_in_turn(
                    self.database, pipeline(Memory.LOOKS, RetryKey(own_key, "")), once_more, is_long=is_long
                )
            else:
                rows = await run_in_turn(self.database, pipeline(Memory.NONE, None), None, is_long=is_long)
        except psycopg.DatabaseError as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            # It was here, and has been erased since. A late first try must find a mark of this one.
            if refusal.startswith("new"):
                self.database.accounts.discard(self.owner.id)
                return await self.write(
                    *operations, key=kept_under, place_name=place_name, expected=expected, is_long=is_long
                )
        else:
            outcomes = [self._outcome(row, place_name) for row in rows[-len(operations) :]]
            if any(outcome.command is not None for outcome in outcomes):
                self.database.accounts.add(self.owner.id)
            return outcomes
        # Two round trips, where one has ended in nothing: what was refused under a key stays so, whoever comes later.
        if kept_under is not None and is_final(refusal):
            if not await self._keep(refusal, kept_under):
                return await self.write(
                    *operations, key=kept_under, place_name=place_name, expected=expected, is_long=is_long
                )
            if key is None:  # a first try keeps no answer: it cannot be carried out any more, but may have been
                ((kind, values, _),) = operations
                return await self.write(Operation(kind, values), place_name=place_name, is_long=is_long)
        raise error_for(refusal, self.task_limit, place_name)

    def _pipeline(
        self,
        operations: Sequence[Operation],
        memory: Memory,
        key: RetryKey | None,
        *,
        expected: Expected | None,
        is_long: bool,
    ) -> list[Bound]:
        shared = self._shared(key)
        is_known = self.owner.id in self.database.accounts
        may_begin = key is not None or any(operation.kind.may_begin for operation in operations)
        take = TAKE_ALONE if is_long else TAKE_OR_BEGIN if may_begin and not is_known else TAKE
        pipeline = [take.bind(shared)]
        if expected:
            pipeline.append(EXPECT[memory].bind({**shared, **expected}))
        for position, operation in enumerate(operations):
            values = {**shared, "position": position, **operation.values}
            statement = operation.kind.statement(memory, may_begin=not is_known)
            pipeline.append((statement.planned_anew() if is_long else statement).bind(values))
        return pipeline

    def _shared(self, key: RetryKey | None) -> dict[str, bytes | None]:
        values = {
            "owner": self.owner.id,
            "email": self.owner.email,
            "token_issued_at": self.owner.issued_at,
            "actor": self.actor or self.owner.id,
            "request_id": self.request_id,
            "task_limit": self.task_limit,
            "key": key and key.key,
            "fingerprint": key and key.fingerprint,
            "position": 0,
            "if_match": None,
            "if_none_match": None,
        }
        return as_texts(values)

    async def _keep(self, refusal: str, key: RetryKey) -> bool:
        """Keep the refusal as the answer under its key; False if there is an answer by now."""
        values = {**self._shared(key), "refusal": refusal}
        pipeline = [TAKE_OR_BEGIN.bind(values), KEEP_REFUSAL.bind(values)]
        *_, row = await run_in_turn(self.database, pipeline, lambda: pipeline)
        return row is not None and row[0] == b"0"

    def _outcome(self, row: Row | None, place_name: str | None) -> Outcome:
        document, tag, command, refusal, is_replayed = row or [None] * 5
        if refusal is not None:
            raise error_for(refusal.decode(), self.task_limit, place_name)
        return Outcome(document, tag.decode() if tag else None, int(command) if command else None, is_replayed == b"t")
