"""Undoing a whole command: all changes of one request, if none of its tasks has changed since.

Each task gets the state before the command. A task that the command created is moved to the trash.
"""

from app.errors import TooMuchAtOnce
from app.journal.answers import KeyUse
from app.journal.log import LAST, account, answering, counted, logged, refusing
from app.journal.writer import Expected, IdempotencyKey, Operation, OperationKind, Outcome, Writer
from app.postgres.statement import sql_type
from app.tasks.fields import CONTENT, SHOWN, TYPES, columns_of, derived, document
from app.tasks.operations import IS_AS_EXPECTED, KIND

MANY_CHANGES = 1000  # a command with more is a long write, for which other writes of the account wait

REVERTED = (*CONTENT, "deleted_at")


def _reverted(name: str) -> str:
    if name == "deleted_at":
        # A created task is moved to the trash. A deletion that is done again counts its days from now.
        return """
            CASE
                WHEN change.before IS NOT NULL AND was.deleted_at IS NULL THEN NULL
                ELSE coalesce(old.deleted_at, account.at)
            END AS deleted_at
        """
    if name in CONTENT:  # a line that is older than the field does not contain it
        return f"CASE WHEN change.before::jsonb ? '{name}' THEN was.{name} ELSE old.{name} END AS {name}"
    values = {
        "updated_at": "greatest(account.at, old.updated_at + interval '1 microsecond')",
        "version": "old.version + 1",
    }
    return f"{values.get(name, f'old.{name}')} AS {name}"


def _undo(key_use: KeyUse, begins: bool) -> str:
    was = ", ".join(f"{name} {sql_type(TYPES[name])}" for name in REVERTED)
    shown = columns_of("new")
    kept = shown | derived(shown) | {"user_id": ":owner", "seq": "new.seq", "document": "new.document"}
    updated_columns = [name for name in kept if name not in {"id", "user_id", "created_at"}]
    ctes = [
        f"account AS ({account(key_use, may_begin=begins)})",
        """named AS (
            SELECT line.item_id, line.seq, coalesce(line.command, line.seq) AS command FROM account, todo.change line
            WHERE line.user_id = :owner AND line.seq = :seq
        )""",
        # The lines of a command are consecutive. MATERIALIZED makes PostgreSQL search for their end once.
        """command AS MATERIALIZED (
            SELECT named.command AS first, coalesce((
                SELECT next.seq - 1 FROM todo.change next
                WHERE next.user_id = :owner AND next.seq > named.command
                    AND next.command IS DISTINCT FROM named.command
                ORDER BY next.seq LIMIT 1
            ), (
                SELECT final.seq FROM todo.change final WHERE final.user_id = :owner ORDER BY final.seq DESC LIMIT 1
            )) AS last
            FROM named
        )""",
        f"""line AS (
            SELECT line.* FROM command, LATERAL (
                SELECT change.seq, change.item_id FROM todo.change
                WHERE change.user_id = :owner AND change.seq BETWEEN command.first AND command.last
                    AND change.kind = '{KIND}'
                LIMIT :many + 1
            ) line
        )""",
        "span AS (SELECT line.item_id, min(line.seq) AS first, max(line.seq) AS last FROM line GROUP BY line.item_id)",
        f"""old AS (
            SELECT span.first, span.last, task.* FROM span, LATERAL (
                SELECT {", ".join(f"task.{name}" for name in SHOWN)}, task.seq, task.seq AS previous, task.document
                FROM todo.task WHERE task.user_id = :owner AND task.id = span.item_id OFFSET 0
            ) task
        )""",
        # OFFSET 0 makes PostgreSQL look up each line by its key.
        f"""new AS (
            SELECT reverted.*, old.first, old.deleted_at IS NULL AS was_live, old.previous, old.document AS before,
                ({", ".join(f"old.{name}" for name in REVERTED)}) IS DISTINCT FROM
                    ({", ".join(f"reverted.{name}" for name in REVERTED)}) AS is_changed
            FROM account, old, LATERAL (
                SELECT change.before FROM todo.change
                WHERE change.user_id = :owner AND change.seq = old.first OFFSET 0
            ) change,
                LATERAL jsonb_to_record(coalesce(change.before, '{{}}')::jsonb) AS was ({was}),
                LATERAL (SELECT {", ".join(_reverted(name) for name in SHOWN)}) reverted
        )""",
        """delta AS (
            SELECT coalesce(sum((new.deleted_at IS NULL)::integer - new.was_live::integer), 0) AS live FROM new
        )""",
        f"""problem AS (
            SELECT CASE
                WHEN account.seq IS NULL OR NOT EXISTS (SELECT FROM named) THEN 'absent'
                WHEN (SELECT count(*) FROM line) > :many THEN 'much'
                WHEN (SELECT count(*) FROM span) <> (SELECT count(*) FROM old) THEN 'final'
                WHEN EXISTS (SELECT FROM old WHERE old.seq <> old.last) THEN 'changed'
                WHEN EXISTS (
                    SELECT FROM named JOIN old ON old.id = named.item_id WHERE NOT {IS_AS_EXPECTED}
                ) THEN 'stale'
                ELSE (
                    SELECT CASE
                        WHEN delta.live > 0 AND account.live_tasks + delta.live > :task_limit THEN 'full'
                        WHEN delta.live < 0 AND account.trashed_tasks - delta.live > :task_limit THEN 'trash-full'
                    END FROM delta
                )
            END AS reason
            FROM (SELECT) one LEFT JOIN account ON true
        )""",
        f"""changed AS (
            SELECT new.*, {document(shown)} AS document, new.id AS item_id,
                account.seq - 1 + row_number() OVER (ORDER BY new.first) AS seq, account.command, account.at
            FROM account, problem, new WHERE problem.reason IS NULL AND new.is_changed
        )""",
        # An upsert finds each task by its key; without statistics, the join of an UPDATE could compare all rows.
        f"""kept AS (
            INSERT INTO todo.task AS task ({", ".join(kept)}) SELECT {", ".join(kept.values())} FROM changed new
            ON CONFLICT (user_id, id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in updated_columns)}
        )""",
        counted(
            LAST,
            live_tasks="stored.live_tasks + (SELECT delta.live FROM delta)",
            trashed_tasks="stored.trashed_tasks - (SELECT delta.live FROM delta)",
        ),
        logged(KIND, "undo"),
    ]
    # The answer has the task of the change that was named.
    outcome = f"""
        CASE WHEN problem.reason IS NULL THEN coalesce(changed.document, old.document)
            ELSE {refusing("ELSE problem.reason")} END AS document,
        concat(coalesce(changed.version, old.version), '-', coalesce(changed.seq, old.seq)) AS tag,
        (SELECT changed.command FROM changed LIMIT 1) AS command
    """
    source = """
        (SELECT) one LEFT JOIN problem ON true LEFT JOIN named ON true
        LEFT JOIN old ON old.id = named.item_id LEFT JOIN changed ON changed.item_id = old.id
    """
    return answering(key_use, ctes, [(outcome, "named.item_id", source)])


UNDO = OperationKind(_undo)


async def undo(writer: Writer, seq: int, expected: Expected, key: IdempotencyKey | None) -> Outcome:
    """Revert the command that the change belongs to. Raises `TaskNotFound`, `TaskHasChanged`, `Conflict`."""
    values = {"seq": seq, **expected}
    try:
        (outcome,) = await writer.write(Operation(UNDO, {**values, "many": MANY_CHANGES}), key=key)
    except TooMuchAtOnce:  # one more round trip, for a command that takes seconds to undo
        (outcome,) = await writer.write(Operation(UNDO, {**values, "many": None}), key=key, is_long=True)
    return outcome
