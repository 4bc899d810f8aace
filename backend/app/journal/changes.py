"""What the log of changes tells: what has happened since, what became of one task, and taking a change back."""

import re
from typing import Any

from sqlalchemy import text

from app.errors import StateForgotten, TaskNotFound
from app.journal.owner import OwnedStatement, fetch_owned
from app.journal.writes import RetryKey, Step, Writer, Written
from app.text import known_id

PAGE = 1000
# The state of an account as `todo.state_of` gives it; 0 before its first write.
STATE = re.compile(r"0|([0-9a-f]{1,16})-([0-9]{1,18})")

EVERYTHING = OwnedStatement(
    text("""
    SELECT CASE WHEN todo.is_erased(CAST(:owner AS varchar), CAST(:token_issued_at AS double precision))
        THEN 'false'::json
        ELSE (
            SELECT coalesce(json_agg(listed.document), '[]') FROM (
                SELECT task.document FROM todo.task
                WHERE task.user_id = CAST(:owner AS varchar) AND task.deleted_at IS NULL
                ORDER BY task.seq
            ) listed
        ) END,
        NULL,
        coalesce(
            (SELECT todo.state_of(account) FROM todo."user" account WHERE account.id = CAST(:owner AS varchar)), '0'
        ),
        'false'
    """),
    repeatable=True,
)

WHERE_IT_STANDS = OwnedStatement(
    text("""
    SELECT CASE WHEN todo.is_erased(CAST(:owner AS varchar), CAST(:token_issued_at AS double precision))
        THEN 'false'::json END,
        coalesce(
            (SELECT todo.state_of(account) FROM todo."user" account WHERE account.id = CAST(:owner AS varchar)), '0'
        )
    """),
    repeatable=True,
)

# A page of the log. Whatever has changed again since comes with a later page; on the last one the client holds what is
# true at one moment.
SINCE = OwnedStatement(
    text("""
    WITH account AS (
        SELECT account.log_start, account.seq, todo.state_of(account) AS state FROM todo."user" account
        WHERE account.id = CAST(:owner AS varchar)
            AND NOT todo.is_erased(CAST(:owner AS varchar), CAST(:token_issued_at AS double precision))
            AND CAST(:since AS bigint) BETWEEN account.log_start AND account.seq
            AND split_part(todo.state_of(account), '-', 1)
                = coalesce(CAST(:account AS varchar), split_part(todo.state_of(account), '-', 1))
    ), page AS (
        SELECT line.seq, line.task_id, line.at FROM todo.change line, account
        WHERE line.user_id = CAST(:owner AS varchar) AND line.seq > CAST(:since AS bigint)
        ORDER BY line.seq LIMIT CAST(:page AS integer)
    ), latest AS (
        SELECT DISTINCT ON (page.task_id) page.seq, page.task_id, task.document,
            todo.rfc3339(CASE WHEN task.id IS NULL THEN page.at ELSE task.deleted_at END) AS deleted_at
        FROM page LEFT JOIN todo.task ON task.id = page.task_id AND (task.user_id = CAST(:owner AS varchar)) IS TRUE
        WHERE task.seq = page.seq OR task.id IS NULL
        ORDER BY page.task_id, page.seq DESC
    )
    SELECT
        coalesce(
            (SELECT json_agg(latest.document ORDER BY latest.seq) FROM latest WHERE latest.deleted_at IS NULL),
            '[]'
        ),
        coalesce(
            (SELECT json_agg(
                json_build_object('id', latest.task_id, 'deleted_at', latest.deleted_at) ORDER BY latest.seq
             ) FROM latest WHERE latest.deleted_at IS NOT NULL),
            '[]'
        ),
        CASE WHEN (SELECT count(*) FROM page) < CAST(:page AS integer) THEN account.state
            ELSE split_part(account.state, '-', 1) || '-' || (SELECT max(page.seq) FROM page) END,
        CAST((SELECT count(*) FROM page) = CAST(:page AS integer)
            AND (SELECT max(page.seq) FROM page) < account.seq AS text)
    FROM account
    UNION ALL  -- nothing was ever written
    SELECT '[]'::json, '[]'::json, '0', 'false'
    WHERE CAST(:account AS varchar) IS NULL
        AND NOT EXISTS (SELECT FROM todo."user" account WHERE account.id = CAST(:owner AS varchar))
        AND NOT todo.is_erased(CAST(:owner AS varchar), CAST(:token_issued_at AS double precision))
    UNION ALL
    SELECT 'false'::json, NULL, NULL, NULL
    WHERE todo.is_erased(CAST(:owner AS varchar), CAST(:token_issued_at AS double precision))
    """),
    repeatable=True,
)

# From the task's last change back, line by line, each of which has led to what the next one found. OFFSET 0: each is
# looked for by its key. So is the task: see app/task_repository.py.
HISTORY = OwnedStatement(
    text("""
    WITH RECURSIVE line AS (
        SELECT change.*, task.document AS after FROM todo.task task
        JOIN todo.change change ON change.user_id = task.user_id AND change.seq = task.seq
        WHERE task.id = CAST(:task_id AS uuid) AND (task.user_id = CAST(:owner AS varchar)) IS TRUE
            AND NOT todo.is_erased(CAST(:owner AS varchar), CAST(:token_issued_at AS double precision))
        UNION ALL
        SELECT change.*, line.before AS after FROM line, LATERAL (
            SELECT * FROM todo.change
            WHERE change.user_id = CAST(:owner AS varchar) AND change.seq = line.previous OFFSET 0
        ) change
    )
    SELECT CASE
        WHEN EXISTS (
            SELECT FROM todo.task task
            WHERE task.id = CAST(:task_id AS uuid) AND (task.user_id = CAST(:owner AS varchar)) IS TRUE
                AND NOT todo.is_erased(CAST(:owner AS varchar), CAST(:token_issued_at AS double precision))
        )
        THEN (
            SELECT coalesce(json_agg(json_build_object(
                'seq', line.seq, 'task_id', line.task_id, 'operation', line.operation, 'before', line.before,
                'after', line.after, 'actor', line.actor, 'request_id', line.request_id, 'at', todo.rfc3339(line.at)
            ) ORDER BY line.seq DESC), '[]') FROM line
        )
        WHEN todo.is_erased(CAST(:owner AS varchar), CAST(:token_issued_at AS double precision)) THEN 'false'::json
    END
    """),
    repeatable=True,
)


class ChangeRepository:
    """The log of one user."""

    def __init__(self, writer: Writer) -> None:
        self._write = writer.apply
        self._database = writer.database
        self._owner = writer.owner

    @property
    def owner_id(self) -> str:
        """Whose log it is."""
        return self._owner.id

    async def state(self) -> str:
        """Where the log stands."""
        _, state = await self._fetch(WHERE_IT_STANDS)
        return str(state, "ascii")

    async def since(self, state: str | None) -> tuple[bytes, str]:
        """What has changed since that state, as the JSON of `Changes`, and the state it leads to.

        Without one: everything there is. Raises `StateForgotten` for one that the log does not reach back to.
        """
        if state is None:
            return _changes(await self._fetch(EVERYTHING))
        match = STATE.fullmatch(state)
        if match is None:
            raise StateForgotten
        row = await self._fetch(SINCE, since=match[2] or 0, account=match[1], page=PAGE)
        if row[0] is not None:
            return _changes(row)
        raise StateForgotten

    async def history(self, task_id: str) -> bytes:
        """All that is known of a task's changes, newest first, as a JSON array. Raises `TaskNotFound`."""
        if known_id(task_id) is None:
            raise TaskNotFound
        document: bytes | None = (await self._fetch(HISTORY, task_id=task_id))[0]
        if document is None:
            raise TaskNotFound
        return document

    async def undo(self, seq: int, retry_key: RetryKey | None) -> Written:
        """Revert one change, if the task has not changed since. Raises `TaskNotFound`, `Conflict`."""
        return await self._write(Step.of("undo", seq=seq), retry_key=retry_key)

    async def _fetch(self, statement: OwnedStatement, **values: Any) -> Any:
        return await fetch_owned(self._database, self._owner, statement, **values)


def _changes(row: list[bytes | None]) -> tuple[bytes, str]:
    data, deleted, state, has_more = row
    token = (state or b"").decode()
    document = b'{"data":%b,"deleted":%b,"next":"%b","has_more":%b}'
    return document % (data, deleted or b"[]", token.encode(), has_more), token
