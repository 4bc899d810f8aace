"""What a request with an `Idempotency-Key` was answered: kept for a day, and answered again."""

from enum import Enum

from app.journal.owner import OwnedStatement

# A refusal stands for the whole request, an answer for the operation at its position.
EARLIER = """
    earlier AS (
        SELECT answer.fingerprint, answer.document, answer.tag, answer.command, answer.refusal
        FROM todo.answer
        WHERE answer.user_id = :owner AND answer.key = :key AND answer.at > now() - interval '24 hours'
            AND (answer.position = :position OR answer.refusal IS NOT NULL)
        LIMIT 1
    )
"""

REMEMBER = """
    INSERT INTO todo.answer (user_id, key, position, fingerprint, item_id, document, tag, command, refusal, at)
    {what}
    ON CONFLICT (user_id, key, position) DO UPDATE
    SET fingerprint = excluded.fingerprint, item_id = excluded.item_id, document = excluded.document,
        tag = excluded.tag, command = excluded.command, refusal = excluded.refusal, at = excluded.at
"""


class Memory(Enum):
    """What a statement does about the key of its request."""

    NONE = 0  # it has none
    LOOKS = 1  # it does nothing if the key has been answered: a second try has overtaken it
    KEEPS = 2  # it answers what was answered, or keeps its own answer


# A first try that has been overtaken finds the mark of the second one. Nobody waits for its answer any more.
UNLESS_ANSWERED = {
    Memory.NONE: "",
    Memory.LOOKS: "AND NOT EXISTS (SELECT FROM todo.answer WHERE answer.user_id = :owner AND answer.key = :key)",
    Memory.KEEPS: "AND NOT EXISTS (SELECT FROM earlier)",
}

# What has been answered meanwhile stays. Answers how many that were.
KEEP_REFUSAL = OwnedStatement(
    f"WITH {EARLIER}, kept AS ("
    + REMEMBER.format(
        what="""
            SELECT :owner, :key, 0, :fingerprint, NULL::uuid, NULL::json, NULL::varchar, NULL::bigint, :refusal, now()
            WHERE NOT EXISTS (SELECT FROM earlier)
        """
    )
    + ") SELECT count(*) FROM earlier"
)
