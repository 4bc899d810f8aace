"""The state of an account's log as one text: the time and the number of its last change.

Together they identify the line that a client has read up to. After a failover or a restored backup a number may be
assigned again, but not at the same time; a token with another line is refused.
"""

import re

from app.journal.answers import EARLIER, UNLESS_ANSWERED, KeyUse
from app.journal.owner import IS_ERASED, OwnedStatement

EMPTY = "0"  # before the first change
ANY = "*"  # matches every state
STATE = re.compile(r"0|([0-9a-f]{1,16})-([0-9]{1,18})")


def mark(moment: str) -> str:
    """SQL: a time as a state contains it."""
    return f"to_hex((extract(epoch FROM {moment}) * 1000000)::bigint)"


def state(account: str) -> str:
    """SQL: the state of the account in that row."""
    last = f"concat({mark(f'{account}.changed_at')}, '-', {account}.seq)"
    return f"CASE WHEN {account}.seq = 0 THEN '{EMPTY}' ELSE {last} END"


# The CTE `account`, which reads the state once. Before its first change, an account does not store yet when an earlier
# one was erased.
STATE_OF_ACCOUNT = f"""
    account AS (
        SELECT (
            SELECT {state("account")} FROM todo."user" account
            WHERE account.id = :owner AND account.seq > 0
                AND (account.erased_at < to_timestamp(:token_issued_at)) IS NOT FALSE
        ) AS state
    )
"""

_STATES = f"ARRAY['*', {state('account')}]::varchar[]"
# If the token is no longer accepted, the operation refuses it.
_EXPECT = f"""
    SELECT CASE
        WHEN (:if_match && {_STATES}) IS FALSE OR :if_none_match && {_STATES} THEN todo.refuse('unexpected')
    END
    FROM todo."user" account WHERE account.id = :owner AND NOT {IS_ERASED}
"""
# Refuses the pipeline unless the account has one of the states of `if_match`, and none of `if_none_match`. A write that
# only checks for an answer has no condition.
EXPECT = {
    KeyUse.NONE: OwnedStatement(_EXPECT),
    KeyUse.STORES: OwnedStatement(f"WITH {EARLIER} {_EXPECT} {UNLESS_ANSWERED[KeyUse.STORES]}"),
}
