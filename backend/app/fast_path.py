"""The usual write, one change of one task, in plain SQL: less work for PostgreSQL than `todo.apply` (decision 14).

It is optimistic. It looks at the task without a lock, and then takes the user's row, which every write of that user
begins with. If the task is still what it was at first sight, which its `seq` tells, it is changed and the change
logged. Where anything stands in the way (no such task, another version, nothing to change, no room, an erased
account, another writer of the same task in between), the parts below find no row, and the same statement calls
`todo.apply`, which begins with the lock, knows all of the rules, and says what is wrong.

    old ─▶ account ─▶ changed ─▶ logged
                         └─▶ the answer, as `todo.apply` gives it; without one, `todo.apply`

What is changed and logged must be what `todo.apply` would change and log: tests/test_fast_path.py compares the two.
"""

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

# By its key alone, and then whose it is: a planner that knows little would go through all of the owner's.
LIVE = f"task.id = {ID} AND (task.user_id = CAST(:owner AS varchar)) IS TRUE AND task.deleted_at IS NULL"
NOT_STALE = f"({VERSIONS} IS NULL OR {VERSIONS} @> to_jsonb(task.version))"


def _account(live_tasks: str, condition: str) -> str:
    return f"""
        account AS (
            UPDATE todo."user" account
            SET seq = account.seq + 1, live_tasks = account.live_tasks + {live_tasks},
                email = coalesce(CAST(:email AS varchar), account.email)
            WHERE account.id = CAST(:owner AS varchar)
                AND (account.erased_at < to_timestamp(CAST(:token_issued_at AS double precision))) IS NOT FALSE
                AND {condition}
            RETURNING account.seq, clock_timestamp() AS at
        )
    """


def _logged(operation: str, previous: str, before: str) -> str:
    return f"""
        logged AS (
            INSERT INTO todo.change (user_id, seq, task_id, operation, previous, before, after, actor, request_id, at)
            SELECT CAST(:owner AS varchar), seq, id, '{operation}', {previous}, {before}, after,
                CAST(:owner AS varchar), CAST(:request_id AS varchar), clock_timestamp()
            FROM changed
        )
    """


ANSWER = f"SELECT coalesce((SELECT concat('done ', version, ' ', seq, ' [', after, ']') FROM changed), {THE_LONG_WAY})"

# The counter may have moved on: a new task depends on nothing else. An id that is there already is an error.
CREATE = f"""
    WITH {_account("1", "account.live_tasks < CAST(:task_limit AS integer)")}, changed AS (
        INSERT INTO todo.task AS task
            (id, user_id, title, description, completed, due_date, created_at, updated_at, priority, tags, seq, search)
        SELECT {ID}, CAST(:owner AS varchar), (new).title, (new).description, (new).completed, (new).due_date,
            account.at, account.at, (new).priority, (new).tags, account.seq,
            todo.words_of((new).title, (new).description)
        FROM account, (SELECT jsonb_populate_record(NULL::todo.task, {PATCH}) AS new OFFSET 0) sent
        RETURNING task.id, task.seq, task.version, task.document AS after
    ), {_logged("create", previous="NULL", before="NULL")}
    {ANSWER}
"""


def _change(operation: str, assignments: str, also_old: str = "", if_old: str = "true", live_tasks: str = "0") -> str:
    return f"""
        WITH old AS (
            SELECT task.id, task.seq, task.document {also_old}
            FROM todo.task
            WHERE {LIVE} AND {NOT_STALE}
        ), {_account(live_tasks, f"EXISTS (SELECT FROM old WHERE {if_old})")}, changed AS (
            UPDATE todo.task task
            SET {assignments}, updated_at = greatest(account.at, task.updated_at + interval '1 microsecond'),
                version = task.version + 1, seq = account.seq
            FROM account, old WHERE task.id = old.id AND task.seq = old.seq
            RETURNING task.id, task.seq, task.version,
                old.seq AS previous, old.document AS before, task.document AS after
        ), {_logged(operation, previous="nullif(previous, 0)", before="before")}
        {ANSWER}
    """


UPDATE = _change(
    "update",
    """
    title = (new).title, description = (new).description, completed = (new).completed, due_date = (new).due_date,
    priority = (new).priority, tags = (new).tags,
    search = CASE
        WHEN (task.title, task.description) IS DISTINCT FROM ((new).title, (new).description)
        THEN todo.words_of((new).title, (new).description) ELSE task.search
    END
    """,
    also_old=f"""
    , jsonb_populate_record(task, {PATCH}) AS new,
    task.title, task.description, task.completed, task.due_date, task.priority, task.tags
    """,
    if_old="""
    ((new).title, (new).description, (new).completed, (new).due_date, (new).priority, (new).tags)
        IS DISTINCT FROM (title, description, completed, due_date, priority, tags)
    """,
)
TOGGLE = _change("complete", "completed = NOT task.completed")
DELETE = _change("delete", "deleted_at = account.at", live_tasks="-1")
