"""Tasks that repeat, in SQL: what their fields need of each other, and what completing one does.

Completing a task that comes again moves its due date and leaves it open: `old` then has the column `next`, the next day
and what is left of the rule. PostgreSQL computes it (`todo.next_occurrence`, decision 50): only there the task and the
account's zone are known within the one round trip.
"""

from collections.abc import Callable, Collection

from app.journal.fields import Values
from app.tasks.documents import WHOLE
from app.tasks.fields import RULE, TASKS

# The columns that decide when a task comes again.
DUE = ("due_date", "repeat", "repeat_from")
COMPLETING = ("completed", *DUE)  # what `next` is computed from
COMES_AGAIN = "((old.next).day IS NOT NULL)"

TODAY = """
    todo.day_at(account.at, (SELECT settings.time_zone FROM todo.settings WHERE settings.user_id = :owner))
"""

# The document as calendars need it: `is_last` says that the rule has no later day, as where the last one was put off.
# They show nothing of a rule without a day.
FOR_CALENDARS = f"""
    left(({WHOLE})::text, -1) || CASE WHEN task.repeat ~ 'COUNT|UNTIL' AND task.repeat_from = 'due'
            AND todo.next_occurrence(task.repeat, task.repeat_from, task.due_date, task.due_date) IS NULL
        THEN ',"is_last": true}}' ELSE '}}'
    END
"""


def rule_of(values: Values) -> str:
    """The rule with its day, for these values of `DUE`."""
    return RULE.format(**values)


def next_of(values: Values, is_completing: str) -> str:
    """The column `next`: null unless the task is completed now and comes again."""
    repeat, repeat_from, due_date = values["repeat"], values["repeat_from"], values["due_date"]
    return f"""
        CASE WHEN {is_completing} AND {repeat} IS NOT NULL
            THEN todo.next_occurrence({repeat}, {repeat_from}, {due_date}, {TODAY}) END
    """


def completing(completed: str, values: Values) -> dict[str, str]:
    """What completing sets: a task that comes again stays open, on its next day."""
    return {
        "completed": f"({completed} AND (old.next).day IS NULL)",
        "due_date": f"coalesce((old.next).day, {values['due_date']})",
        "repeat": f"coalesce((old.next).repeat, {values['repeat']})",
    }


def needs(names: Collection[str], value: Callable[[str], str]) -> dict[str, str]:
    """What an operation that sets these fields needs: a condition for each reason for a refusal."""
    conditions = {}
    if "due_time" in names:
        conditions["no-time"] = f"(:due_time IS NULL OR {value('due_date')} IS NOT NULL)"
    if "remind_before" in names:
        conditions["no-reminder"] = f"(:remind_before IS NULL OR {value('due_date')} IS NOT NULL)"
    if {"repeat", "repeat_from"} & set(names):
        conditions["no-repeat"] = f"""
            ({value("repeat")} IS NULL OR {value("due_date")} IS NOT NULL OR {value("repeat_from")} = 'completion')
        """
    return conditions


class Repeating:
    """The parts of an update that sets these fields of a task; `clears_day`: the due date among them to null."""

    def __init__(self, names: Collection[str], *, clears_day: bool) -> None:
        values = {name: f":{name}" if name in names else f"item.{name}" for name in DUE}
        changes_rule = clears_day or bool({"repeat", "repeat_from"} & set(names))
        completes = "completed" in names
        self.conditions = needs(names, lambda name: f":{name}" if name in names else f"old.{name}")
        self.sets: dict[str, str] = {}
        self.computed: dict[str, str] = {}
        if clears_day:
            # Without its day a task has no time and no reminder, and does not come again in step with it.
            self.sets["due_time"] = ":due_time" if "due_time" in names else "NULL::varchar"
            self.sets["remind_before"] = ":remind_before" if "remind_before" in names else "NULL::integer"
            if "repeat" not in names:
                self.conditions.pop("no-repeat", None)
        if changes_rule:
            values["repeat"] = self.computed["rule"] = rule_of(values)
            self.sets["repeat"] = "old.rule"
        if completes:
            self.computed["next"] = next_of(values, ":completed AND NOT item.completed")
            after = values | {"repeat": self.sets.get("repeat", "item.repeat")}
            self.sets |= completing(":completed", after)
        self.columns = COMPLETING if completes else DUE if self.conditions or self.computed else ()
        self.always = COMES_AGAIN if completes else None


TOGGLED = {name: f"item.{name}" for name in DUE}
TOGGLE_SETS = completing("NOT item.completed", TOGGLED)
TOGGLE_NEXT = {"next": next_of(TOGGLED, "NOT item.completed")}
PLACED = {"repeat": rule_of({name: f":{name}" for name in DUE})}
CREATE_NEEDS = needs(TASKS.content, lambda name: f":{name}")
