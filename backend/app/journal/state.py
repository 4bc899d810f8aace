"""Where an account's log stands, as one text: the moment and the number of the last change.

Both together name the line that a client has read up to. After a failover or a restored backup a number may be given
out anew, but not at the same moment; a token that names another line is refused.
"""

import re

from app.journal.answers import EARLIER, UNLESS_ANSWERED, Memory
from app.journal.owner import IS_ERASED, OwnedStatement

EMPTY = "0"  # before the first change
STATE = re.compile(r"0|([0-9a-f]{1,16})-([0-9]{1,18})")


def mark(moment: str) -> str:
    """SQL: a moment as it stands in a state."""
    return f"to_hex((extract(epoch FROM {moment}) * 1000000)::bigint)"


def state(account: str) -> str:
    """SQL: the state of the account in that row."""
    last = f"concat({mark(f'{account}.changed_at')}, '-', {account}.seq)"
    return f"CASE WHEN {account}.seq = 0 THEN '{EMPTY}' ELSE {last} END"


_STATES = f"ARRAY['*', {state('account')}]::varchar[]"
# A token that no longer counts is for the operation to refuse.
_EXPECT = f"""
    SELECT CASE
        WHEN (:if_match && {_STATES}) IS FALSE OR :if_none_match && {_STATES} THEN todo.refuse('stale')
    END
    FROM todo."user" account WHERE account.id = :owner AND NOT {IS_ERASED}
"""
# Refuses the pipeline unless the account is in one of the states of `if_match`, and in none of `if_none_match`. Whoever
# only looks for a mark is a write without a condition.
EXPECT = {
    Memory.NONE: OwnedStatement(_EXPECT),
    Memory.KEEPS: OwnedStatement(f"WITH {EARLIER} {_EXPECT} {UNLESS_ANSWERED[Memory.KEEPS]}"),
}
