"""Every write: it locks the owner's row, then carries out each operation, in one round trip and one transaction.

    TAKE ─▶ operation ─▶ operation ─▶ … ─▶ commit      a refusal rolls back all of it, and uses no number

If the connection breaks, the write may have been carried out, or may be carried out later, when a frozen server
continues. If a retry is safe, it stores its answer under a key. The attempt that PostgreSQL carries out second finds
the answer and does nothing. The same holds for a client that repeats its `Idempotency-Key`. The second attempt commits
too: its lock of the owner's row is in the WAL, so that its answer waits until a synchronous standby has the first one.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import psycopg
from sqlalchemy.types import TypeEngine

from app.database import Database
from app.errors import Busy, DomainError
from app.identity.user import CurrentUser
from app.journal.answers import STORE_REFUSAL, KeyUse
from app.journal.owner import TAKE, TAKE_ALONE, TAKE_OR_BEGIN, OwnedStatement
from app.journal.refusals import error_for, is_final, refusal_of
from app.journal.state import EXPECT
from app.postgres.statement import TIMEOUT_SECONDS, Bound, Row

LONG_TIMEOUT_SECONDS = 20.0
MANY_ITEMS = 1000  # an operation that changes more is a long write, for which other writes of the account wait
BUSY_TIMEOUT_SECONDS = 10.0
BUSY_PAUSE_SECONDS = 0.05  # doubled each time: many may be waiting, and each attempt takes time from the long write
LONGEST_BUSY_PAUSE_SECONDS = 0.4


Expected = Mapping[str, Sequence[str]]  # `if_match`: one of these must be current; `if_none_match`: none may be


class OperationKind:
    """A kind of operation. `sql` makes its statements, one for each use of a key, also for a possible first write."""

    def __init__(
        self,
        sql: Callable[[KeyUse, bool], str],
        *,
        types: Mapping[str, TypeEngine[Any]] | None = None,
        may_begin: bool = False,
        relates: bool = False,
        key_uses: Collection[KeyUse] = tuple(KeyUse),
    ) -> None:
        self.may_begin = may_begin  # whether it creates the account if there is none
        self.relates = relates  # whether it puts an item below another one
        self.general: OperationKind = self  # the same for an account that has items below others
        self.statements = {
            (key_use, begins): OwnedStatement(sql(key_use, begins), types=types)
            for key_use in key_uses
            for begins in {False, may_begin}
        }

    def statement(self, key_use: KeyUse, *, may_begin: bool) -> OwnedStatement:
        """The statement for that use of the key; one that may create the account costs more."""
        return self.statements[key_use, may_begin and self.may_begin]


class Operation(NamedTuple):
    """An operation and its parameters. `own_key` makes a retry safe if the request has no key.

    `size` is the number of operations of the request that it carries out.
    """

    kind: OperationKind
    values: Mapping[str, Any]
    own_key: str | None = None
    size: int = 1


class IdempotencyKey(NamedTuple):
    """An `Idempotency-Key`, and what identifies its request: a fingerprint of that, and one of its conditions."""

    key: str
    fingerprint: str = ""
    conditions: str = ""


class Outcome(NamedTuple):
    """The result of one operation: JSON and its tag, and the number of the command if anything was changed."""

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
    """Run statements that begin with `TAKE`, as soon as no long write of the account is running.

    Raises `Busy` after a while.
    """
    timeout = LONG_TIMEOUT_SECONDS if is_long else TIMEOUT_SECONDS
    deadline = asyncio.get_running_loop().time() + BUSY_TIMEOUT_SECONDS
    current = pipeline
    pause = BUSY_PAUSE_SECONDS

    def once_more() -> Sequence[Bound]:
        nonlocal current  # every later attempt is a retry too
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
        await asyncio.sleep(pause)  # without a connection, which others may need
        pause = min(2 * pause, LONGEST_BUSY_PAUSE_SECONDS)


async def _as_it_is(error: DomainError) -> DomainError:
    return error


@dataclass(slots=True)
class Writer:
    """Writes for one user, on behalf of one request."""

    database: Database
    owner: CurrentUser
    request_id: str | None
    task_limit: int
    actor: str | None = None  # unless it is the owner

    async def write(
        self,
        *operations: Operation,
        key: IdempotencyKey | None = None,
        label: str | None = None,
        expected: Expected | None = None,
        is_long: bool = False,
        explained: Callable[[DomainError], Awaitable[DomainError]] = _as_it_is,
    ) -> list[Outcome]:
        """Carry out all of the operations, or none, and return the outcome of each.

        `expected` says which states the account must have, and which not. While a long write runs, other writes of the
        account wait; an operation that finds more than `MANY_ITEMS` becomes one, in one more round trip. Raises the
        errors of `refusals.error_for`, whose sentences begin with `label`, the caller's name for an operation, and its
        place. `explained` may say more of an error; a stored refusal has what it said then.
        """
        # With an expected state a retry is not safe: the first attempt may have changed the state itself.
        own_key = operations[0].own_key if len(operations) == 1 and not expected else None
        stored_under = key
        again = partial(self.write, *operations, label=label, expected=expected, explained=explained)

        def pipeline(key_use: KeyUse, key: IdempotencyKey | None) -> list[Bound]:
            return self._pipeline(operations, key_use, key, expected=expected, is_long=is_long)

        def once_more() -> list[Bound]:
            nonlocal stored_under
            stored_under = key or IdempotencyKey(own_key or "")
            return pipeline(KeyUse.STORES, stored_under)

        try:
            if key is not None:
                rows = await run_in_turn(self.database, pipeline(KeyUse.STORES, key), once_more, is_long=is_long)
            elif own_key is not None:
                rows = await run_in_turn(
                    self.database, pipeline(KeyUse.CHECKS, IdempotencyKey(own_key)), once_more, is_long=is_long
                )
            else:
                rows = await run_in_turn(self.database, pipeline(KeyUse.NONE, None), None, is_long=is_long)
        except psycopg.DatabaseError as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            if self._must_repeat(refusal):
                is_much = refusal.startswith("much")
                return await again(key=stored_under, is_long=is_long or is_much)
        else:
            outcomes = [self._outcome(row, label) for row in rows[-len(operations) :]]
            if any(outcome.command is not None for outcome in outcomes):
                self.database.accounts.add(self.owner.id)
            if any(operation.kind.relates for operation in operations):
                self.database.families.add(self.owner.id)
            return outcomes
        refused = await explained(error_for(refusal, self.task_limit, label))
        # A second round trip stores the refusal under its key, so that every retry gets the same answer.
        if stored_under is not None and is_final(refusal):
            if not await self._store(refusal, refused.detail, stored_under):
                return await again(key=stored_under, is_long=is_long)
            if key is None:  # a first attempt stores no answer: it can no longer be carried out, but may have been
                keyless = Operation(operations[0].kind, operations[0].values)
                return await self.write(keyless, label=label, is_long=is_long)
        raise refused

    def _must_repeat(self, refusal: str) -> bool:
        """Whether the write needs other statements: this process did not know how the account is, or how much there is.

        If the account has been erased since, a late first attempt must find the mark of this one.
        """
        reason = refusal.partition(" ")[0]
        if reason == "related":
            self.database.families.add(self.owner.id)
        elif reason == "new":
            self.database.accounts.discard(self.owner.id)
        return reason in {"related", "new", "much"}

    def _pipeline(
        self,
        operations: Sequence[Operation],
        key_use: KeyUse,
        key: IdempotencyKey | None,
        *,
        expected: Expected | None,
        is_long: bool,
    ) -> list[Bound]:
        shared = self._shared(key) | {"many": None if is_long else MANY_ITEMS}
        is_known = self.owner.id in self.database.accounts
        may_begin = key is not None or any(operation.kind.may_begin for operation in operations)
        take = TAKE_ALONE if is_long else TAKE_OR_BEGIN if may_begin and not is_known else TAKE
        is_general = is_long or self.owner.id in self.database.families
        pipeline = [take.bind(shared)]
        if expected:
            pipeline.append(EXPECT[key_use].bind({**shared, **expected}))
        place = 0
        for operation in operations:
            values = {**shared, "place": place, **operation.values}
            kind = operation.kind.general if is_general else operation.kind
            statement = kind.statement(key_use, may_begin=not is_known)
            pipeline.append((statement.planned_anew() if is_long else statement).bind(values))
            place += operation.size
        return pipeline

    def _shared(self, key: IdempotencyKey | None) -> dict[str, Any]:
        return {
            "owner": self.owner.id,
            "email": self.owner.email,
            "email_unverified": self.owner.email_unverified,
            "token_issued_at": self.owner.issued_at,
            "actor": self.actor or self.owner.id,
            "request_id": self.request_id,
            "task_limit": self.task_limit,
            "key": key and key.key,
            "fingerprint": key and key.fingerprint,
            "conditions": key and key.conditions,
            "place": 0,
            "if_match": None,
            "if_none_match": None,
        }

    async def _store(self, refusal: str, sentence: str, key: IdempotencyKey) -> bool:
        """Store the refusal as the answer under its key; False if there is an answer already."""
        values = {**self._shared(key), "refusal": refusal, "sentence": sentence}
        pipeline = [TAKE_OR_BEGIN.bind(values), STORE_REFUSAL.bind(values)]
        *_, row = await run_in_turn(self.database, pipeline, lambda: pipeline)
        return row is not None and row[0] == b"0"

    def _outcome(self, row: Row | None, label: str | None) -> Outcome:
        document, tag, command, refusal, is_replayed = row or [None] * 5
        if refusal is not None:
            error = error_for(refusal.decode(), self.task_limit, label)
            if document is not None:
                error.detail = json.loads(document)
            error.is_replayed = is_replayed == b"t"
            raise error
        return Outcome(document, tag.decode() if tag else None, int(command) if command else None, is_replayed == b"t")
