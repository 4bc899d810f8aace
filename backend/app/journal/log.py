"""What every write is made of: a statement that changes one thing of one owner, counts the change and logs it.

    account     the owner's row, which `TAKE` has locked, with the number that the change will have
    old         the thing as it is, if the operation is meant for one like it
    changed     the thing as it becomes; no row where the operation is refused, or changes nothing
    counted     the account's number, and how much it keeps
    logged      a line in the log, with the thing as it was before
    answered    what is to be answered again under the `Idempotency-Key`; `earlier` is what was

Each statement of a pipeline sees what the ones before it did. A refusal raises (`todo.refuse`), and takes all of them
back. `tasks/operations.py` makes the operations on tasks of this; those on another kind of thing will stand beside it.
"""

from collections.abc import Sequence

from app.journal.answers import EARLIER, REMEMBER, UNLESS_ANSWERED, Memory
from app.journal.owner import IS_ERASED

# - An account's first change looks for the trace of an earlier account of that id: the numbers go on where that one
#   ended, and a token from before it was erased does not count.
# - When PostgreSQL has been started since the last change, or another server has taken over, the numbers jump ahead to
#   the clock's microseconds: a number that a lost server has given out never means another change.
# - A change belongs to the command that this very transaction has begun, which `xmin` tells; otherwise it begins one.
ACCOUNT = """
    account AS (
        SELECT number.last + 1 AS seq,
            CASE
                WHEN stored.seq > 0 AND stored.xmin = pg_current_xact_id()::xid THEN stored.command
                ELSE number.last + 1
            END AS command,
            greatest(clock_timestamp(), stored.changed_at + interval '1 microsecond') AS at,
            coalesce(trace.erased_at, stored.erased_at) AS erased_at,
            greatest(stored.erased_version, trace.version) AS erased_version,
            stored.live_tasks, stored.trashed_tasks
        FROM todo."user" stored LEFT JOIN todo.erased_account trace
            ON stored.seq = 0 AND trace.user_hash = sha256(convert_to(:owner, 'UTF8')),
            LATERAL (
                SELECT CASE
                    WHEN stored.server_started_at <> pg_postmaster_start_time()
                    THEN greatest(stored.seq, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
                    ELSE stored.seq + coalesce(trace.seq, 0)
                END AS last
            ) number
        WHERE stored.id = :owner
            AND (coalesce(trace.erased_at, stored.erased_at) < to_timestamp(:token_issued_at)) IS NOT FALSE
            {unless_answered}
    )
"""


def account(memory: Memory = Memory.NONE) -> str:
    """The CTE `account`, with `earlier` before it where the key counts; no row if the token does not count any more."""
    if memory is Memory.NONE:
        return ACCOUNT.format(unless_answered="")
    return f"{EARLIER}, {ACCOUNT.format(unless_answered=UNLESS_ANSWERED)}"


def counted(
    live: str = "0", trashed: str = "0", *, changes: str = "1", erased_version: str = "stored.erased_version"
) -> str:
    """The CTE `counted`: the account after this many changes, and after so many tasks more or less."""
    return f"""
        counted AS (
            UPDATE todo."user" stored
            SET seq = account.seq + {changes} - 1, command = account.command, changed_at = account.at,
                server_started_at = pg_postmaster_start_time(), email = coalesce(:email, stored.email),
                live_tasks = stored.live_tasks + {live}, trashed_tasks = stored.trashed_tasks + {trashed},
                erased_at = account.erased_at, erased_version = {erased_version}
            FROM account WHERE stored.id = :owner AND EXISTS (SELECT FROM changed)
        )
    """


def logged(
    kind: str,
    operation: str,
    *,
    seq: str = "account.seq",
    item: str = "changed.item_id",
    previous: str = "nullif(old.seq, 0)",
    before: str = "old.document",
    source: str = "changed LEFT JOIN old ON true",
) -> str:
    """The CTE `logged`: a line for each row of `source`."""
    return f"""
        logged AS (
            INSERT INTO todo.change
                (user_id, seq, command, kind, item_id, operation, previous, before, actor, request_id, at)
            SELECT :owner, {seq}, account.command, '{kind}', {item}, '{operation}', {previous},
                {before}, :actor, :request_id, account.at
            FROM account, {source}
        )
    """


def refusing(reasons: str) -> str:
    """SQL that refuses the operation at its position for one of these reasons, the branches of a `CASE`."""
    no_account = f"CASE WHEN {IS_ERASED} THEN 'erased' ELSE 'absent' END"
    return f"todo.refuse(concat(CASE WHEN account.seq IS NULL THEN {no_account} {reasons} END, ' ', :position))"


def change(  # noqa: PLR0913 - the parts of a statement, by name
    kind: str,
    operation: str,
    memory: Memory,
    *,
    old: str,
    changed: str,
    reasons: str,
    is_fine: str = "false",
    is_shown: bool = True,
    before: str = "old.document",
    more: Sequence[str] = (),
    **amounts: str,
) -> str:
    """The statement that changes one thing.

    It answers with the thing as JSON, its tag, the number of the command, a refusal from before, and whether this is
    an earlier answer. The command is null if nothing was to be changed; `is_fine` says when that is no reason to refuse.
    `reasons` are the branches of a `CASE` that says why otherwise. `more` are CTEs before `changed`.
    """
    shown, kept = ("changed.document", "old.document") if is_shown else ("NULL", "NULL")
    parts = [
        account(memory),
        f"old AS ({old})",
        *more,
        f"changed AS ({changed})",
        counted(**amounts),
        logged(kind, operation, before=before),
    ]
    columns = f"""
        CASE
            WHEN changed.item_id IS NOT NULL THEN {shown}
            WHEN {is_fine} THEN {kept}
            ELSE {refusing(reasons)}
        END AS document,
        concat(coalesce(changed.version, old.version), '-', coalesce(changed.seq, old.seq)) AS tag,
        CASE WHEN changed.item_id IS NOT NULL THEN account.command END AS command
    """
    outcome = "(SELECT) one LEFT JOIN account ON true LEFT JOIN old ON true LEFT JOIN changed ON true"
    item = "coalesce(changed.item_id, old.id)"
    return answering(memory, parts, columns, outcome, item)


def answering(memory: Memory, parts: Sequence[str], columns: str, outcome: str, item: str) -> str:
    """The statement of these CTEs, which answers `columns` of `outcome`, or what it has answered before."""
    if memory is Memory.NONE:
        return (
            f"WITH RECURSIVE {', '.join(parts)} SELECT {columns}, NULL AS refusal, false AS is_replayed FROM {outcome}"
        )
    # OFFSET 0: nothing is refused before it is known whether there is an earlier answer.
    parts = [
        *parts,
        f"""outcome AS (
            SELECT {columns}, {item} AS item_id FROM {outcome} WHERE NOT EXISTS (SELECT FROM earlier) OFFSET 0
        )""",
    ]
    if memory is Memory.KEEPS:
        what = "SELECT :owner, :key, :position, :fingerprint, item_id, document, tag, command, NULL, now() FROM outcome"
        parts.append(f"answered AS ({REMEMBER.format(what=what)})")
    return f"""
        WITH RECURSIVE {", ".join(parts)}
        SELECT document, tag, command, NULL AS refusal, false AS is_replayed FROM outcome
        UNION ALL
        SELECT
            CASE
                WHEN {IS_ERASED} THEN todo.refuse('erased')
                WHEN fingerprint = :fingerprint THEN document
                ELSE todo.refuse('reused')
            END,
            tag, command, refusal, true
        FROM earlier
    """
