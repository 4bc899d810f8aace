"""The stored answers of requests with an `Idempotency-Key`: kept for a day, and sent again for a retry."""

from enum import Enum
from uuid import uuid4

from app.journal.owner import OwnedStatement

# A refusal is the answer of the whole request, any other answer that of the operation at its position. Its document is
# the sentence that was said: what it names may have changed since. Answers of earlier versions have none.
EARLIER = """
    earlier AS (
        SELECT answer.fingerprint, answer.conditions, answer.document, answer.tag, answer.command, answer.refusal
        FROM todo.answer
        WHERE answer.user_id = :owner AND answer.key = :key AND answer.at > now() - interval '24 hours'
            AND (answer.position = :place OR answer.refusal IS NOT NULL)
        LIMIT 1
    )
"""

STORE = """
    INSERT INTO todo.answer
        (user_id, key, position, fingerprint, conditions, item_id, document, tag, command, refusal, at)
    {what}
    ON CONFLICT (user_id, key, position) DO UPDATE
    SET fingerprint = excluded.fingerprint, conditions = excluded.conditions, item_id = excluded.item_id,
        document = excluded.document, tag = excluded.tag, command = excluded.command, refusal = excluded.refusal,
        at = excluded.at
"""


class KeyUse(Enum):
    """What a statement does with the idempotency key of its request."""

    NONE = 0  # the request has none
    CHECKS = 1  # it does nothing if the key has an answer: then a retry was faster than this first attempt
    STORES = 2  # it returns the stored answer, or stores its own


def own_key(unique: str | None = None) -> str:
    """A key for a request that has none, which makes its retry safe. No client can send such a key."""
    return f" {unique or uuid4()}"


# A first attempt that is slower than its retry finds the retry's answer. Nobody waits for its own any more.
UNLESS_ANSWERED = {
    KeyUse.NONE: "",
    KeyUse.CHECKS: "AND NOT EXISTS (SELECT FROM todo.answer WHERE answer.user_id = :owner AND answer.key = :key)",
    KeyUse.STORES: "AND NOT EXISTS (SELECT FROM earlier)",
}

# An answer that was stored meanwhile stays. Returns the number of such answers.
STORE_REFUSAL = OwnedStatement(
    f"WITH {EARLIER}, stored AS ("
    + STORE.format(
        what="""
            SELECT :owner, :key, 0, :fingerprint, :conditions, NULL::uuid, to_json(:sentence), NULL::varchar,
                NULL::bigint, :refusal, now()
            WHERE NOT EXISTS (SELECT FROM earlier)
        """
    )
    + ") SELECT count(*) FROM earlier"
)
