"""Importing tasks into an account: a whole file in one statement, all or none, as one command."""

from collections.abc import Sequence

import psycopg

from app.journal.answers import KeyUse
from app.journal.log import LAST, account, answering, counted, logged, refusing
from app.journal.owner import ERASED, IS_ERASED, OwnedStatement, fetch_owned
from app.journal.refusals import error_for, refusal_of
from app.journal.writer import LONG_TIMEOUT_SECONDS, Expected, IdempotencyKey, Operation, OperationKind, Outcome, Writer
from app.postgres.statement import sql_type
from app.tasks.fields import CONTENT, IN_FILES, SHOWN, TYPES, columns_of, default, derived, document
from app.tasks.files import ImportedTask
from app.tasks.operations import KIND

MANY_TASKS = 1000  # a file with more is a long write, for which other writes of the account wait

CHANGED = (*CONTENT, "deleted_at")  # what an import may change in an existing task

# Columns that the file does not set alone. An erased task may be imported again, but never with a version it had.
MERGED = {
    "id": "coalesce(said.id, gen_random_uuid())",
    "user_id": ":owner",
    "created_at": "coalesce(old.created_at, said.created_at, account.at)",
    "updated_at": """
        CASE WHEN old.id IS NULL THEN coalesce(said.updated_at, said.created_at, account.at)
            ELSE greatest(account.at, old.updated_at + interval '1 microsecond') END
    """,
    "version": """
        CASE WHEN old.id IS NOT NULL THEN old.version + 1
            WHEN said.id IS NULL THEN 1 ELSE account.erased_version + 1 END
    """,
}


def _merged(name: str) -> str:
    """SQL: the file's value; without one, that of the existing task; for a new task the default."""
    return f"""
        CASE WHEN row.value ? '{name}' THEN coalesce(said.{name}, {default(name)})
            WHEN old.id IS NULL THEN {default(name)} ELSE old.{name} END
    """


def _numbered() -> list[str]:
    """The CTEs up to `numbered`, the tasks to insert or update, and `problem`, the reason for a refusal."""
    said = ", ".join(f"{name} {sql_type(TYPES[name])}" for name in IN_FILES)
    merged = ", ".join(f"{MERGED.get(name) or _merged(name)} AS {name}" for name in SHOWN)
    return [
        f"""new AS (
            SELECT merged.*, row.n, old.id IS NOT NULL AS is_there,
                old.id IS NOT NULL AND old.deleted_at IS NULL AS was_live, old.seq AS previous, old.document AS before,
                old.id IS NULL OR ({", ".join(f"old.{name}" for name in CHANGED)}) IS DISTINCT FROM
                    ({", ".join(f"merged.{name}" for name in CHANGED)}) AS is_changed
            FROM account, jsonb_array_elements(:rows) WITH ORDINALITY row (value, n)
                CROSS JOIN LATERAL jsonb_to_record(row.value) AS said ({said})
                LEFT JOIN LATERAL (
                    SELECT {", ".join(f"task.{name}" for name in SHOWN)}, task.seq, task.document FROM todo.task
                    WHERE task.user_id = :owner AND task.id = said.id OFFSET 0
                ) old ON true
                CROSS JOIN LATERAL (SELECT {merged}) merged
        )""",
        """delta AS (
            SELECT coalesce(sum((new.deleted_at IS NULL)::integer - new.was_live::integer), 0) AS live,
                coalesce(sum((new.deleted_at IS NOT NULL)::integer - (new.is_there AND NOT new.was_live)::integer), 0)
                    AS trashed
            FROM new
        )""",
        """problem AS (
            SELECT CASE
                WHEN delta.live > 0 AND account.live_tasks + delta.live > :task_limit THEN 'full'
                WHEN delta.trashed > 0 AND account.trashed_tasks + delta.trashed > :task_limit THEN 'trash-full'
                WHEN account.seq IS NULL THEN 'new'
            END AS reason
            FROM delta LEFT JOIN account ON true
        )""",
        """numbered AS (
            SELECT new.*, account.seq - 1 + row_number() OVER (ORDER BY new.n) AS seq
            FROM account, problem, new WHERE problem.reason IS NULL AND new.is_changed
        )""",
    ]


COUNTS = """
    (SELECT json_build_object(
        'created', count(*) FILTER (WHERE NOT new.is_there),
        'updated', count(*) FILTER (WHERE new.is_there AND new.is_changed),
        'unchanged', count(*) FILTER (WHERE NOT new.is_changed)
    ) FROM new)
"""


def _import(key_use: KeyUse, begins: bool) -> str:
    new = columns_of("new")
    made = new | derived(new) | {"seq": "new.seq", "document": document(new)}
    made["user_id"] = ":owner"
    updated_columns = [name for name in made if name not in {"id", "user_id", "created_at"}]
    parts = [
        f"account AS ({account(key_use, may_begin=begins)})",
        *_numbered(),
        # An upsert finds each task by its key, whatever number of rows the planner expects.
        f"""made AS (
            INSERT INTO todo.task AS task ({", ".join(made)}) SELECT {", ".join(made.values())} FROM numbered new
            ON CONFLICT (user_id, id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in updated_columns)}
        )""",
        "changed AS (SELECT numbered.*, numbered.id AS item_id, account.command, account.at FROM numbered, account)",
        counted(
            LAST,
            live_tasks="stored.live_tasks + (SELECT delta.live FROM delta)",
            trashed_tasks="stored.trashed_tasks + (SELECT delta.trashed FROM delta)",
            erased_at="(SELECT account.erased_at FROM account)",
            erased_version="(SELECT account.erased_version FROM account)",
        ),
        logged(KIND, "import"),
    ]
    outcome = f"""
        CASE WHEN problem.reason IS NULL THEN {COUNTS} ELSE {refusing("ELSE problem.reason")} END AS document,
        NULL::varchar AS tag,
        (SELECT changed.command FROM changed LIMIT 1) AS command
    """
    return answering(key_use, parts, [(outcome, "NULL::uuid", "problem")])


IMPORT = OperationKind(_import, may_begin=True)

# What an import would do. It writes nothing, not even a row for an account that does not exist yet.
PREVIEW = OwnedStatement(
    f"""
    WITH account AS (
        SELECT 1::bigint AS seq, now() AS at, coalesce(stored.erased_version, 0) AS erased_version,
            coalesce(stored.live_tasks, 0) AS live_tasks, coalesce(stored.trashed_tasks, 0) AS trashed_tasks
        FROM (SELECT) one LEFT JOIN todo."user" stored ON stored.id = :owner
    ), {", ".join(_numbered())}
    SELECT CASE WHEN {IS_ERASED} THEN {ERASED} WHEN problem.reason IS NULL THEN {COUNTS}
        ELSE todo.refuse(problem.reason) END
    FROM problem
    """,
    only_reads=True,
)


async def import_tasks(
    writer: Writer, tasks: Sequence[ImportedTask], *, key: IdempotencyKey | None, expected: Expected
) -> Outcome:
    """Import the tasks, all or none, and count the new, changed and unchanged ones. Raises `Conflict`."""
    is_long = len(tasks) > MANY_TASKS
    importing = Operation(IMPORT, {"rows": _rows(tasks)})
    (outcome,) = await writer.write(importing, key=key, expected=expected, is_long=is_long)
    return outcome


async def preview_import(writer: Writer, tasks: Sequence[ImportedTask]) -> bytes:
    """The counts that the import would return, as JSON. Raises `Conflict`."""
    try:
        (document,) = await fetch_owned(
            writer.database,
            writer.owner,
            PREVIEW,
            timeout=LONG_TIMEOUT_SECONDS,
            rows=_rows(tasks),
            task_limit=writer.task_limit,
        )
    except psycopg.DatabaseError as error:
        if (refusal := refusal_of(error)) is None:
            raise
        raise error_for(refusal, writer.task_limit, None) from None
    return document or b"{}"


def _rows(tasks: Sequence[ImportedTask]) -> str:
    return f"[{','.join(task.patch() for task in tasks)}]"
