"""Every write: operations in, one statement, and what they show.

`todo.apply` (migrations/sql) locks the user's row, does all operations or none, and logs each change in the same
statement; versions, undo, history, delta and live events read from that log, so that they can never disagree.
"""

from dataclasses import dataclass
from typing import Any

import psycopg
from pydantic_core import to_json
from sqlalchemy import text

from app.auth import CurrentUser
from app.database import Database
from app.errors import ApiError, Conflict, InvalidToken, KeyReused, TaskHasChanged, TaskNotFound
from app.owner import OwnedStatement, fetch_owned

REFUSED = "TD001"  # SQLSTATEs of todo.apply, when what it has written must go again
DRY_RUN = "TD002"

APPLY = """
    SELECT outcome, place, results, version, seq FROM todo.apply(
        CAST(:owner AS varchar), CAST(:email AS varchar), CAST(:token_issued_at AS double precision),
        CAST(:operations AS jsonb), CAST(:task_limit AS integer), CAST(:owner AS varchar), CAST(:request_id AS varchar),
        CAST(:retry_key AS varchar), CAST(:fingerprint AS varchar), CAST(:dry_run AS boolean)
    )
"""
WRITE = OwnedStatement(text(APPLY))
# Run again after a lost answer: a task whose id is there already is shown, and an `Idempotency-Key` is remembered.
WRITE_AGAIN = OwnedStatement(text(APPLY), repeatable=True)
# Thousands of tasks at once, also on a small machine.
WRITE_MUCH = OwnedStatement(text(APPLY), timeout=20.0)
MUCH = 1000


@dataclass(frozen=True, slots=True)
class RetryKey:
    """An `Idempotency-Key`, and what tells its request from others."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a write shows: a JSON array of results, the last task's version, and the number of the last change."""

    results: bytes
    version: int | None
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
        *operations: str,
        retry_key: RetryKey | None = None,
        repeatable: bool = False,
        names_place: bool = False,
        dry_run: bool = False,
    ) -> Written:
        """Do all of the operations, each a JSON object as `todo.apply` takes it, or none.

        Raises `TaskNotFound`, `TaskHasChanged`, `Conflict` or `KeyReused`; their sentences may name the operation.
        """
        try:
            outcome, place, results, version, seq = await fetch_owned(
                self.database,
                self.owner,
                WRITE_MUCH if len(operations) > MUCH else WRITE_AGAIN if repeatable or retry_key else WRITE,
                email=self.owner.email,
                operations=f"[{','.join(operations)}]",
                task_limit=self.task_limit,
                request_id=self.request_id,
                retry_key=retry_key and retry_key.key,
                fingerprint=retry_key and retry_key.fingerprint,
                dry_run=dry_run,
            )
        except psycopg.DatabaseError as error:
            if error.sqlstate == DRY_RUN:
                return Written((error.diag.message_detail or "").encode(), None, 0, is_replayed=False)
            if error.sqlstate != REFUSED:
                raise
            outcome, place = (error.diag.message_primary or "").encode(), (error.diag.message_detail or "").encode()
            raise self._refusal(outcome, place, names_place=names_place) from None
        if outcome not in {b"done", b"replayed"}:
            raise self._refusal(outcome, place, names_place=names_place)
        return Written(
            results or b"[]", int(version) if version else None, int(seq or b"0"), is_replayed=outcome == b"replayed"
        )

    def _refusal(self, outcome: bytes | None, place: bytes | None, *, names_place: bool) -> ApiError:
        error = _refusals(self.task_limit)[(outcome or b"").decode()]
        if names_place and place and not isinstance(error, InvalidToken):
            return type(error)(f"Operation {int(place)}: {error.detail}")
        return error


def _refusals(task_limit: int) -> dict[str, ApiError]:
    return {
        "erased": InvalidToken(),
        "absent": TaskNotFound(),
        "stale": TaskHasChanged(),
        "full": Conflict(f"You have {task_limit} tasks, which is the limit; delete some before you add more"),
        "changed": Conflict("The task has changed since; only its last change can be undone"),
        "final": Conflict("This change cannot be undone: the task was deleted for good"),
        "running": Conflict("A request with this Idempotency-Key is still running", {"Retry-After": "1"}),
        "reused": KeyReused(),
    }


def operation(kind: str, task_id: str | None = None, task: str = "{}", **conditions: Any) -> str:
    """One operation as `todo.apply` takes it; `task` is JSON too."""
    rest = to_json({"op": kind, "id": task_id, **conditions}).decode()
    return f'{rest[:-1]},"task":{task}}}'
