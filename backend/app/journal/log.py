"""The common parts of every write: a statement that changes one item of one owner, counts the change and logs it.

    account     the owner's row, which `TAKE` has locked, with the number of the next change
    old         the account and the item as it is; the item is null if the operation does not apply to it
    changed     the item after the change, with the columns of its line in the log; no row if nothing is changed
    counted     updates the account's number and counters
    logged      inserts a line into the log for each row of `changed`, with the item as it was before
    answered    stores the answer under the `Idempotency-Key`; `earlier` is an answer that was stored before

Each statement of a pipeline sees the effects of the ones before it. A refusal raises (`todo.refuse`), and rolls back
all of them. `journal/items.py` makes operations on one item of these parts.
"""

from collections.abc import Sequence

from app.journal.answers import EARLIER, STORE, UNLESS_ANSWERED, KeyUse
from app.journal.owner import IS_ERASED

# - If PostgreSQL was started since the last change, or another server has taken over, the numbers jump to the
#   clock's microseconds: a number that a lost server has assigned never means another change.
# - A change belongs to the command that this transaction has begun, which `xmin` tells; otherwise it begins one.
# - Times always increase, so that no two changes of one account have the same. `clock_timestamp()` would be read anew
#   wherever `at` is used: PostgreSQL then needs a step of its own to compute it, and all columns pass through that.
ACCOUNT = """
        SELECT {last} + 1 AS seq,
            CASE
                WHEN stored.xmin = pg_current_xact_id()::xid AND stored.seq > 0 THEN stored.command
                ELSE {last} + 1
            END AS command,
            greatest(statement_timestamp(), stored.changed_at + interval '1 microsecond') AS at,
            stored.live_tasks, stored.trashed_tasks, stored.last_position, {erased}
        FROM todo."user" stored {tombstone}
        WHERE stored.id = :owner {begun} AND ({erased_at} < to_timestamp(:token_issued_at)) IS NOT FALSE
            {unless_answered}
        OFFSET 0
"""
_LAST_NUMBER = """
    CASE
        WHEN stored.server_started_at <> pg_postmaster_start_time()
        THEN greatest(stored.seq, (extract(epoch FROM statement_timestamp()) * 1000000)::bigint)
        ELSE {known}
    END
"""
KNOWN = {
    "begun": "AND stored.seq > 0",
    "erased": "stored.erased_at, stored.erased_version",
    "tombstone": "",
    "last": _LAST_NUMBER.format(known="stored.seq"),
    "erased_at": "stored.erased_at",
}
# With its first change an account reads the tombstone of an earlier account with that id, and the log of a user whose
# row was deleted by hand: the numbers continue there, and a token from before the erasure is refused. This is read
# here and not earlier, because `TAKE` may have waited for the erasure.
PERHAPS_NEW = {
    "begun": "",
    "erased": """
        coalesce(tombstone.erased_at, stored.erased_at) AS erased_at,
        greatest(stored.erased_version, tombstone.version) AS erased_version
    """,
    "tombstone": """
        LEFT JOIN LATERAL (
            SELECT tombstone.erased_at, tombstone.version, greatest(tombstone.seq, (
                SELECT max(line.seq) FROM todo.change line WHERE line.user_id = :owner
            )) AS seq
            FROM (SELECT) one LEFT JOIN todo.erased_account tombstone
                ON tombstone.user_hash = sha256(convert_to(:owner, 'UTF8'))
            WHERE stored.seq = 0 OFFSET 0
        ) tombstone ON true
    """,
    "last": _LAST_NUMBER.format(known="stored.seq + coalesce(tombstone.seq, 0)"),
    "erased_at": "coalesce(tombstone.erased_at, stored.erased_at)",
}


def account(key_use: KeyUse, *, may_begin: bool) -> str:
    """The account as a subquery.

    It has no row if the token is no longer accepted, if the key has an answer, or if the account does not exist and
    may not begin here.
    """
    return ACCOUNT.format(unless_answered=UNLESS_ANSWERED[key_use], **(PERHAPS_NEW if may_begin else KNOWN))


# The last of several changes, as a source for `counted`.
LAST = "(SELECT changed.seq, changed.command, changed.at FROM changed ORDER BY changed.seq DESC LIMIT 1)"


def counted(source: str = "changed", **more: str) -> str:
    """The CTE `counted`: it sets the account's last number, command and time from `source`, and the columns `more`."""
    values = {
        "seq": "last.seq",
        "command": "last.command",
        "changed_at": "last.at",
        "server_started_at": "pg_postmaster_start_time()",
        "email": "coalesce(:email, stored.email)",
        "email_unverified": "CASE WHEN :email IS NULL THEN stored.email_unverified ELSE :email_unverified END",
    } | more
    return f"""
        counted AS (
            UPDATE todo."user" stored SET {", ".join(f"{name} = {value}" for name, value in values.items())}
            FROM {source} last WHERE stored.id = :owner
        )
    """


def logged(kind: str, operation: str, lines: str = "changed") -> str:
    """The CTE `logged`: a line for each row of `lines`."""
    return f"""
        logged AS (
            INSERT INTO todo.change
                (user_id, kind, operation, actor, request_id, item_id, seq, command, at, previous, before)
            SELECT :owner, '{kind}', '{operation}', :actor, :request_id, changed.item_id, changed.seq, changed.command,
                changed.at, nullif(changed.previous, 0), changed.before
            FROM {lines} changed
        )
    """


def refusing(reasons: str, place: str = ":place") -> str:
    """SQL that refuses the operation, with its place; the reasons are branches of a `CASE`."""
    return f"todo.refuse(concat(CASE WHEN {IS_ERASED} THEN 'erased' {reasons} END, ' ', {place}))"


def unlogged(document: str, tag: str = "NULL::varchar") -> str:
    """The outcome of a write that is no change of an item, such as a secret address: it has no number and no undo."""
    return f"{document} AS document, {tag} AS tag, NULL::bigint AS command"


def change(
    kind: str,
    operation: str,
    key_use: KeyUse,
    *,
    ctes: Sequence[str],
    reasons: str,
    unchanged: str = "NULL",
    lines: str = "changed",
    **counts: str,
) -> str:
    """The statement that changes one item, and perhaps others with it: `lines` is the source of all lines of the log.

    It returns the item as JSON, its tag, the number of the command, a stored refusal, and whether this is a stored
    answer. `ctes` have `old` and `changed` among them. If nothing is changed, the command is null: `unchanged` is the
    condition under which that is a success; otherwise `reasons`, the branches of a `CASE`, say why it is refused.
    """
    outcome = f"""
        CASE WHEN changed.seq IS NOT NULL THEN changed.document WHEN {unchanged} THEN old.before
            ELSE {refusing(reasons)} END AS document,
        concat(coalesce(changed.version, old.version), '-', coalesce(changed.seq, old.previous)) AS tag, changed.command
    """
    source = "(SELECT) one LEFT JOIN changed ON true LEFT JOIN old ON changed.seq IS NULL"
    ctes = [*ctes, counted(**counts), logged(kind, operation, lines)]
    return answering(key_use, ctes, outcome, "coalesce(changed.item_id, old.id)", source)


def answering(key_use: KeyUse, ctes: Sequence[str], outcome: str, item: str, source: str) -> str:
    """The statement of these CTEs, which returns the outcome, or the stored answer, and stores the answer.

    The outcome has the columns `document`, `tag` and `command`; `item` is the id of its item, `source` the FROM clause.
    """
    if key_use is not KeyUse.STORES:
        return f"WITH RECURSIVE {', '.join(ctes)} SELECT {outcome}, NULL AS refusal, false FROM {source}"
    # OFFSET 0: nothing may be refused before the look-up of a stored answer.
    ctes = [
        EARLIER,
        *ctes,
        f"""outcome AS (
            SELECT * FROM (SELECT {outcome}, {item} AS item_id FROM {source}) outcome
            WHERE NOT EXISTS (SELECT FROM earlier) OFFSET 0
        )""",
    ]
    what = """
        SELECT :owner, :key, :place, :fingerprint, :conditions, item_id, document, tag, command, NULL, now()
        FROM outcome
    """
    ctes.append(f"answered AS ({STORE.format(what=what)})")
    return f"""
        WITH RECURSIVE {", ".join(ctes)}
        SELECT document, tag, command, NULL AS refusal, false AS is_replayed FROM outcome
        UNION ALL
        SELECT
            CASE
                WHEN {IS_ERASED} THEN todo.refuse('erased')
                WHEN fingerprint = :fingerprint AND (conditions = :conditions) IS NOT FALSE THEN document
                ELSE todo.refuse('reused')
            END,
            tag, command, refusal, true
        FROM earlier
    """
