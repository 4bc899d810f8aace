"""Tasks as VTODOs of an iCalendar file (RFC 5545), for other programs."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from icalendar import Calendar, Todo
from icalendar.prop import vInline

from app.tasks.repeats import parse

# In RFC 5545 1 is the highest priority, 9 the lowest, and 0 none.
PRIORITIES = {0: 0, 1: 9, 2: 5, 3: 1}
# RFC 5545 allows no control characters in a text except the tab; a line break is written as `\n`.
LINE_BREAK = re.compile(r"\r\n|[\n\x0b\x0c\r]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
SPECIAL = re.compile(r"[\\;,]")


def write(tasks: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The file, task by task, without the trash."""
    calendar = Calendar()
    calendar.add("prodid", "-//Todo//EN")
    calendar.add("version", "2.0")
    begin, _, end = calendar.to_ical().partition(b"END:VCALENDAR")
    yield begin
    for task in tasks:
        if task["deleted_at"] is None:
            yield _todo(task).to_ical()
    yield b"END:VCALENDAR" + end


def _todo(task: dict[str, Any]) -> Todo:
    updated_at = datetime.fromisoformat(task["updated_at"])
    todo = Todo()
    todo.add("uid", task["id"])
    todo.add("dtstamp", updated_at)
    todo.add("created", datetime.fromisoformat(task["created_at"]))
    todo.add("last-modified", updated_at)
    todo.add("summary", vInline(_text(task["title"])))
    todo.add("priority", PRIORITIES[task["priority"]])
    if task["completed"]:  # programs differ in which of these they read
        todo.add("status", "COMPLETED")
        todo.add("percent-complete", 100)
        completed_at = task["completed_at"]
        todo.add("completed", datetime.fromisoformat(completed_at) if completed_at else updated_at)
    else:
        todo.add("status", "NEEDS-ACTION")
    if task["description"]:
        todo.add("description", vInline(_text(task["description"])))
    if task["due_date"]:
        due = date.fromisoformat(task["due_date"])
        # Without a zone: everywhere what the clocks show, as RFC 5545 has it.
        at = task["due_time"] and time.fromisoformat(task["due_time"])
        todo.add("due", datetime.combine(due, at) if at else due)
        if task["repeat"]:
            todo.add("rrule", _recurrence(task["repeat"], has_time=bool(at)))
    if task["parent_id"]:
        todo.add("related-to", task["parent_id"])
    if tags := [text for tag in task["tags"] if (text := _text(tag))]:
        todo.add("categories", vInline(",".join(tags)))
    return todo


def _recurrence(repeat: str, *, has_time: bool) -> dict[str, Any]:
    """The rule as other programs mean it: for them a month without a 31st has no such day."""
    rule = parse(repeat)
    parts: dict[str, Any] = {"freq": rule.frequency, "interval": rule.interval, "bymonth": rule.month}
    parts |= {"bymonthday": rule.month_day, "byday": list(rule.days), "count": rule.count}
    if rule.month_day is not None and rule.month_day > 28:
        parts |= {"bymonthday": list(range(28, rule.month_day + 1)), "bysetpos": -1}
    if rule.until is not None:  # of the same type as the day that it is due
        parts["until"] = datetime.combine(rule.until, time.max) if has_time else rule.until
    return {name: value for name, value in parts.items() if value}


def _text(value: str) -> str:
    r"""The text escaped as in RFC 5545. The library would read the `\N` in `C:\New` as a line break."""
    escaped = SPECIAL.sub(r"\\\g<0>", CONTROL.sub("", value))
    return LINE_BREAK.sub(r"\\n", escaped)
