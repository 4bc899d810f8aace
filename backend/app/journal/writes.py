"""Every write: steps in, one statement, and what they show.

`todo.apply` (migrations/sql) locks the user's row, does all steps or none, and logs each change in the same statement;
versions, undo, history, delta and live events read from that log, so that they can never disagree. A single step goes
by the fast path first, where there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import psycopg
from pydantic_core import to_json
from sqlalchemy import text

from app.database import Database
from app.errors import Conflict, DomainError, InvalidToken, KeyReused, TaskHasChanged, TaskNotFound
from app.identity.user import CurrentUser
from app.journal import fast_path
from app.journal.owner import OwnedStatement, fetch_owned

REFUSED = "TD001"  # SQLSTATEs of todo.apply, when what it has written must go again
DRY_RUN = "TD002"

APPLY = """
    SELECT todo.apply(
        CAST(:owner AS varchar), CAST(:email AS varchar), CAST(:token_issued_at AS double precision),
        CAST(:operations AS jsonb), CAST(:task_limit AS integer), CAST(:owner AS varchar), CAST(:request_id AS varchar),
        CAST(:retry_key AS varchar), CAST(:fingerprint AS varchar), CAST(:dry_run AS boolean)
    )
"""
WRITE = OwnedStatement(text(APPLY))
# An `Idempotency-Key` is remembered, and a task whose id is there already is shown.
WRITE_ONCE = OwnedStatement(text(APPLY), repeatable=True)
# Thousands of tasks at once, also on a small machine.
WRITE_MUCH = OwnedStatement(text(APPLY), timeout=20.0)
MUCH = 1000
FAST = {
    # Run again, it would find its own task in its way.
    "create": OwnedStatement(text(fast_path.CREATE), again=WRITE_ONCE),
    "update": OwnedStatement(text(fast_path.UPDATE)),
    "toggle": OwnedStatement(text(fast_path.TOGGLE)),
    "delete": OwnedStatement(text(fast_path.DELETE)),
}


class Step(NamedTuple):
    """One operation, and its document: a JSON object as `todo.apply` takes it."""

    kind: str
    document: str

    @classmethod
    def of(cls, kind: str, task_id: str | None = None, task: str = "{}", **conditions: Any) -> Self:
        """The operation of that kind on that task; `task` is JSON too."""
        rest = to_json({"op": kind, "id": task_id, **conditions}).decode()
        return cls(kind, f'{rest[:-1]},"task":{task}}}')


@dataclass(frozen=True, slots=True)
class RetryKey:
    """An `Idempotency-Key`, and what tells its request from others."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a write shows: a JSON array of results, the last task's version, and the number of the last change."""

    results: bytes
    version: int
    seq: int
    is_replayed: bool

    @property
    def result(self) -> bytes:
        """The one result of one operation."""
        return self.results[1:-1]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes for one user, in the name of one request."""

    database: Database
    owner: CurrentUser
    request_id: str
    task_limit: int

    async def apply(
        self,
        *steps: Step,
        retry_key: RetryKey | None = None,
        place_name: str | None = None,
        dry_run: bool = False,
    ) -> Written:
        """Do all of the steps, or none.

        Raises `TaskNotFound`, `TaskHasChanged`, `Conflict` or `KeyReused`; with `place_name`, what a step is to the
        caller, their sentences begin with the step and its number.
        """
        try:
            (answer,) = await fetch_owned(
                self.database,
                self.owner,
                _statement(steps, retry_key),
                email=self.owner.email,
                operations=f"[{','.join([step.document for step in steps])}]",
                task_limit=self.task_limit,
                request_id=self.request_id,
                retry_key=retry_key and retry_key.key,
                fingerprint=retry_key and retry_key.fingerprint,
                dry_run=dry_run,
            )
        except psycopg.DatabaseError as error:
            if error.sqlstate == DRY_RUN:
                return Written((error.diag.message_detail or "").encode(), 0, 0, is_replayed=False)
            if error.sqlstate != REFUSED:
                raise
            raise self._refusal(error.diag.message_primary or "", place_name=place_name) from None
        outcome, _, rest = (answer or b"").partition(b" ")
        if outcome not in {b"done", b"replayed"}:
            raise self._refusal((answer or b"").decode(), place_name=place_name)
        version, seq, results = rest.split(b" ", 2)
        return Written(results, int(version), int(seq), is_replayed=outcome == b"replayed")

    def _refusal(self, answer: str, *, place_name: str | None) -> DomainError:
        outcome, _, place = answer.partition(" ")
        error = _refusals(self.task_limit)[outcome]
        if place_name and place and not isinstance(error, InvalidToken):
            return type(error)(f"{place_name} {place}: {error.detail}")
        return error


def _statement(steps: Sequence[Step], retry_key: RetryKey | None) -> OwnedStatement:
    if len(steps) > MUCH:
        return WRITE_MUCH
    if retry_key is not None:
        return WRITE_ONCE
    return FAST.get(steps[0].kind, WRITE) if len(steps) == 1 else WRITE


def _refusals(task_limit: int) -> dict[str, DomainError]:
    return {
        "erased": InvalidToken(),
        "absent": TaskNotFound(),
        "stale": TaskHasChanged(),
        "full": Conflict(f"You have {task_limit:,} tasks, which is the limit; delete some before you add more"),
        "changed": Conflict("The task has changed since; only its last change can be undone"),
        "final": Conflict("This change cannot be undone: the task was deleted for good"),
        "running": Conflict("A request with this Idempotency-Key is still running"),
        "reused": KeyReused(),
    }
