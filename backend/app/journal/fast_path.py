"""The usual write, one change of one task, in plain SQL: less work for PostgreSQL than `todo.apply` (decision 14).

It is optimistic. It looks at the task without a lock, and then takes the user's row, which every write of that user
begins with. If the task is still what it was at first sight, which its `seq` tells, it is changed and the change
logged. Where anything stands in the way (no such task, another version, nothing to change, no room, an erased
account, another writer of the same task in between), the parts below find no row, and the same statement calls
`todo.apply`, which begins with the lock, knows all of the rules, and says what is wrong.

    account, with the task as it was ─▶ changed ─▶ logged
                                           └─▶ the answer, as `todo.apply` gives it; without one, `todo.apply`

What is changed and logged must be what `todo.apply` would change and log: tests/test_fast_path.py compares the two.
"""

from collections.abc import Sequence

THE_LONG_WAY = """
    todo.apply(
        CAST(:owner AS varchar), CAST(:email AS varchar), CAST(:token_issued_at AS double precision),
        CAST(:operations AS jsonb), CAST(:task_limit AS integer), CAST(:owner AS varchar), CAST(:request_id AS varchar),
        NULL, NULL, false, EXISTS (SELECT FROM account)
    )
"""
ID = "CAST(CAST(:operations AS jsonb) #>> '{0,id}' AS uuid)"
PATCH = "CAST(:operations AS jsonb) #> '{0,task}'"
VERSIONS = "CAST(:operations AS jsonb) #> '{0,versions}'"

# By its key alone, and only then whose it is: a planner that knows little would go through all of the owner's.
LIVE = f"task.id = {ID} AND (task.user_id = CAST(:owner AS varchar) AND task.deleted_at IS NULL) IS TRUE"
NOT_STALE = f"({VERSIONS} IS NULL OR {VERSIONS} @> to_jsonb(task.version))"

# What a request may set, out of the row `new`.
SENT = {name: f"(new).{name}" for name in ("title", "description", "completed", "due_date", "priority", "tags")}


def _account(live_tasks: str, condition: str, source: str = "", returning: Sequence[str] = ()) -> str:
    return f"""
        account AS (
            UPDATE todo."user" account
            SET seq = account.seq + 1, live_tasks = account.live_tasks + {live_tasks},
                email = coalesce(CAST(:email AS varchar), account.email)
            {source}
            WHERE account.id = CAST(:owner AS varchar)
                AND (account.erased_at < to_timestamp(CAST(:token_issued_at AS double precision))) IS NOT FALSE
                AND {condition}
            RETURNING {", ".join(["account.seq", "clock_timestamp() AS at", *returning])}
        )
    """


def _logged(operation: str, previous: str, before: str) -> str:
    return f"""
        logged AS (
            INSERT INTO todo.change (user_id, seq, task_id, operation, previous, before, actor, request_id, at)
            SELECT CAST(:owner AS varchar), seq, id, '{operation}', {previous}, {before},
                CAST(:owner AS varchar), CAST(:request_id AS varchar), at
            FROM changed
        )
    """


ANSWER = f"SELECT coalesce((SELECT concat('done ', version, ' ', seq, ' [', after, ']') FROM changed), {THE_LONG_WAY})"

MADE = SENT | {
    "id": ID,
    "user_id": "CAST(:owner AS varchar)",
    "created_at": "account.at",
    "updated_at": "account.at",
    "seq": "account.seq",
    "search": "todo.words_of((new).title, (new).description)",
}
# The counter may have moved on: a new task depends on nothing else. An id that is there already is an error.
# OFFSET 0 here and below: the planner would write out the row `new` wherever one of its fields is asked for.
CREATE = f"""
    WITH {_account("1", "account.live_tasks < CAST(:task_limit AS integer)")}, changed AS (
        INSERT INTO todo.task AS task ({", ".join(MADE)})
        SELECT {", ".join(MADE.values())}
        FROM account, (SELECT jsonb_populate_record(NULL::todo.task, {PATCH}) AS new OFFSET 0) sent
        RETURNING task.id, task.seq, task.version, task.document AS after, task.updated_at AS at
    ), {_logged("create", previous="NULL", before="NULL")}
    {ANSWER}
"""


def _change(
    operation: str,
    changes: dict[str, str],
    *,
    live_tasks: str = "0",
    also_seen: Sequence[str] = (),
    condition: str = "true",
    also_kept: Sequence[str] = (),
) -> str:
    values = changes | {
        "updated_at": "greatest(account.at, task.updated_at + interval '1 microsecond')",
        "version": "task.version + 1",
        "seq": "account.seq",
    }
    seen = ", ".join(["task.ctid AS place", "task.seq", "task.document", *also_seen])
    account = _account(
        live_tasks,
        condition,
        source=f"FROM (SELECT {seen} FROM todo.task WHERE {LIVE} AND {NOT_STALE} OFFSET 0) old",
        returning=["old.place", "old.seq AS previous", "old.document AS before", *also_kept],
    )
    # By its place in the table: if another writer has moved it from there, its `seq` is no longer the same either.
    return f"""
        WITH {account}, changed AS (
            UPDATE todo.task task
            SET {", ".join(f"{name} = {value}" for name, value in values.items())}
            FROM account WHERE task.ctid = account.place AND task.seq = account.previous
            RETURNING task.id, task.seq, task.version, account.at,
                account.previous, account.before, task.document AS after
        ), {_logged(operation, previous="nullif(previous, 0)", before="before")}
        {ANSWER}
    """


UPDATE = _change(
    "update",
    SENT
    | {
        "search": """
            CASE WHEN (task.title, task.description) IS DISTINCT FROM ((new).title, (new).description)
            THEN todo.words_of((new).title, (new).description) ELSE task.search END
        """
    },
    also_seen=[f"jsonb_populate_record(task, {PATCH}) AS new", *(f"task.{name}" for name in SENT)],
    condition=f"({', '.join(SENT.values())}) IS DISTINCT FROM ({', '.join(f'old.{name}' for name in SENT)})",
    also_kept=["new"],
)
TOGGLE = _change("complete", {"completed": "NOT task.completed"})
DELETE = _change("delete", {"deleted_at": "account.at"}, live_tasks="-1")
