"""Subtasks in SQL: what is above and below a task, and what an operation on it does to those below, in one statement.

    above       the parent, its parent, and so on
    below       the tasks below the one in `old`, and `family`, their number and levels
    follower    those of `below` that change with the task
    also        these after the change, as `changed` is the task itself

Starting these parts costs PostgreSQL more than the change of one task. So each operation has two statements: one for a
task that is `ALONE`, and one with the `Family`, for accounts of which this process knows that they have subtasks. The
first one refuses (`related`) if it finds subtasks; `Writer` then uses the second one, for this account from then on.

The owner's row is locked before any of this is read. So no other write can change it meanwhile, and two writes cannot
make a circle together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.journal.erasing import IS_NOT_MUCH
from app.journal.fields import Values
from app.journal.items import EXPECTED, LINE, LIVE
from app.journal.writer import OperationKind
from app.tasks.fields import TASKS
from app.tasks.repeating import COMES_AGAIN
from app.values.limits import MAX_LEVELS

# The columns that decide what a change of a task does to those below.
STATE = ("completed", "completed_at", "deleted_at", "parent_id")

HAS_PARENT = "EXISTS (SELECT FROM above)"
IS_NO_CIRCLE = "NOT EXISTS (SELECT FROM above WHERE above.id = :id)"
LEVELS_ABOVE = "(SELECT max(above.level) FROM above)"
LIST_OF_PARENT = "(SELECT above.list_id FROM above WHERE above.level = 1)"
HAS_NONE_BELOW = "NOT EXISTS (SELECT FROM todo.task below WHERE below.user_id = :owner AND below.parent_id = :id)"
# With the task itself and those below. Null, which is not true, if there is no parent.
FITS = f"({LEVELS_ABOVE} + 1 + (SELECT family.levels FROM family) <= {MAX_LEVELS})"
# Of the same request, so that a batch may name a task that has followed its parent already. Who names it knows the
# version that it had before it followed, or the one since.
HAS_FOLLOWED = "item.parent_id IS NOT NULL AND item.seq >= account.command"
IS_EXPECTED_FOLLOWER = f"(old.is_expected OR {EXPECTED.format(version='(old.version - 1)', last='old.previous')})"

# For `log.change`: each changed task has a line.
WITH_FOLLOWERS: dict[str, Any] = {
    "lines": """(
        SELECT changed.item_id, changed.seq, changed.command, changed.at, changed.previous, changed.before FROM changed
        UNION ALL
        SELECT also.item_id, also.seq, also.command, also.at, also.previous, also.before FROM also
    )""",
    "seq": "last.seq + (SELECT count(*) FROM also)",
}


def found(condition: str, more: str = "") -> str:
    """The tasks for which a condition on their ids holds, as a source of rows called `item`."""
    # OFFSET 0 makes PostgreSQL use the index of ids or of parents: without statistics it may choose a worse one.
    return f"""
        LATERAL (
            SELECT item.id, item.parent_id, item.list_id, item.deleted_at {more} FROM todo.task item
            WHERE item.user_id = :owner AND {condition} OFFSET 0
        ) item
    """


def above(parent: str, source: str = "(SELECT)") -> str:
    """The CTE `above`; `parent` is the first one's id, which must not be in the trash."""
    return f"""
        above AS (
            SELECT item.*, 1 AS level FROM {source} old, {found(f"item.id = {parent}")} WHERE {LIVE}
            UNION ALL
            SELECT item.*, above.level + 1 FROM above, {found("item.id = above.parent_id")}
            WHERE above.level < {MAX_LEVELS}
        )
    """


def below(condition: Callable[[str], str]) -> list[str]:
    """The CTEs `below` and `family`; the condition on `item` gets the name of the row above it.

    In the trash, a file may have put a task below itself, or at more levels than there may be outside. Each task is
    here once, and none that would be too deep even with the first one at the top.
    """
    more = ", item.seq AS previous, item.document AS before, item.completed, item.completed_at"
    return [
        f"""below AS (
            SELECT item.*, 1 AS level FROM old, {found("item.parent_id = old.id", more)}
            WHERE {condition("old")} AND item.id <> :id
            UNION ALL
            SELECT item.*, below.level + 1 FROM below, {found("item.parent_id = below.id", more)}
            WHERE {condition("below")} AND item.id <> :id AND below.level < {MAX_LEVELS - 1}
        )""",
        "family AS (SELECT count(*) AS size, coalesce(max(below.level), 0) AS levels FROM below)",
    ]


def following(sets: Values, condition: str = "true", columns: Sequence[str] = ()) -> list[str]:
    """The CTEs `follower` and `also`: `sets` may use the columns of `old`, which is then the follower."""
    carried = [*columns, *(f"old.{name}" for name in TASKS.computed(sets))]
    return [
        f"""follower AS (
            SELECT below.id, below.previous, below.before, changed.command, changed.at,
                changed.seq + row_number() OVER (ORDER BY below.previous) AS seq
                {"".join(f", {column}" for column in carried)}
            FROM changed, old, below WHERE {condition}
        )""",
        # ARRAY: the join alone might read all of the owner's tasks.
        f"""also AS (
            UPDATE todo.task item SET {TASKS.assignments(sets)} FROM follower old
            WHERE item.user_id = :owner AND item.id = ANY (ARRAY(SELECT follower.id FROM follower))
                AND item.id = old.id
            RETURNING item.id AS item_id, {LINE}
        )""",
    ]


# Completing a task completes what is open below it. Reopening it opens what that has completed, and nothing else. If it
# comes again (tasks/repeating.py), everything below it is open again.
FLIPS = f"""
    CASE WHEN old.completed THEN below.completed_at = old.completed_at
        WHEN {COMES_AGAIN} THEN below.completed ELSE NOT below.completed END
"""


@dataclass(frozen=True)
class Family:
    """Which tasks below it change with a task, as parts of a statement."""

    below: Sequence[str] = ()  # CTEs before `changed`
    state: Sequence[str] = STATE  # columns of `old`
    size: str = "(SELECT family.size FROM family)"
    followers: str = "(SELECT count(*) FROM also)"
    has_followed: str = HAS_FOLLOWED
    is_expected_follower: str = IS_EXPECTED_FOLLOWER
    computed: Values = field(default_factory=dict)  # columns of `old`
    conditions: Mapping[str, str] = field(default_factory=lambda: {"much": IS_NOT_MUCH})
    parts: Mapping[str, Any] = field(default_factory=lambda: WITH_FOLLOWERS)  # for `log.change`

    def following(self, sets: Values, condition: str = "true", columns: Sequence[str] = ()) -> list[str]:
        """CTEs after `changed`."""
        return following(sets, condition, columns) if self.below else []


LIVE_BELOW = Family(below(lambda _: LIVE))
# What went into the trash by the same command has the same time.
TRASHED_WITH_IT = Family(below(lambda parent: f"item.deleted_at = {parent}.deleted_at"))
ERASED_WITH_IT = below(lambda parent: f"item.deleted_at IS NOT DISTINCT FROM {parent}.deleted_at")
ALONE = Family(
    state=("deleted_at", "parent_id"),
    size="0",
    followers="0",
    has_followed="false",
    is_expected_follower="false",
    computed={"is_alone": HAS_NONE_BELOW},
    conditions={"related": "old.is_alone"},
    parts={},
)


def for_each_family(make: Callable[[Family], OperationKind], family: Family) -> OperationKind:
    """The operation on a task that is alone, and the general one."""
    kind = make(ALONE)
    kind.general = make(family)
    return kind
