"""The lines of iCalendar (RFC 5545): folded and escaped texts, days, moments, rules, and what every task has.

Written by hand: the library needs 550 µs for a task, and a calendar feed has 10,000 of them (decision 55).
"""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from app.tasks.repeats import Rule, parse

# Our own spelling of a rule, and from what it counts: beside an RRULE that means the same, or where there is none.
OWN_RULE, ONLY_OWN_RULE = "X-TODO-REPEAT", "X-TODO-ONLY-REPEAT"
# A parameter: `FALSE` where nobody knows the moment that the line has. Whoever writes the line anew leaves it out.
KNOWN = "X-TODO-KNOWN"
MAX_BYTES = 75  # of a line, without its end; a longer one goes on after a space
# In RFC 5545 1 is the highest priority, 9 the lowest, and 0 none.
PRIORITIES = {0: 0, 1: 9, 2: 5, 3: 1}
# RFC 5545 allows no control characters in a text except the tab; a line break is written as `\n`.
LINE_BREAK = re.compile(r"\r\n|[\n\x0b\x0c\r]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
SPECIAL = re.compile(r"[\\;,]")
UNSAFE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\\;,]")


def line(content: str) -> bytes:
    """The line, folded, but never inside a character."""
    data = content.encode()
    if len(data) <= MAX_BYTES:
        return data + b"\r\n"
    parts, start, most = [], 0, MAX_BYTES
    while len(data) - start > most:
        end = start + most
        while data[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        parts.append(data[start:end])
        start, most = end, MAX_BYTES - 1
    return b"\r\n ".join([*parts, data[start:]]) + b"\r\n"


def text(value: str) -> str:
    """The text, escaped."""
    if not UNSAFE.search(value):
        return value
    escaped = SPECIAL.sub(r"\\\g<0>", CONTROL.sub("", value))
    return LINE_BREAK.sub(r"\\n", escaped)


def day(value: str) -> str:
    """The day of that ISO date."""
    return value.replace("-", "")


def moment(value: str) -> str:
    """The moment of that RFC 3339 text, which is in UTC."""
    return f"{value[:4]}{value[5:7]}{value[8:13]}{value[14:16]}{value[17:19]}Z"


def beginning(task: dict[str, Any]) -> bytes:
    """What every task begins with."""
    updated_at = moment(task["updated_at"])
    lines = f"UID:{task['id']}\r\nDTSTAMP:{updated_at}\r\nCREATED:{moment(task['created_at'])}\r\n"
    lines += f"LAST-MODIFIED:{updated_at}\r\nPRIORITY:{PRIORITIES[task['priority']]}\r\n"
    said = lines.encode() + line(f"SUMMARY:{text(task['title'])}")
    if task["description"]:
        said += line(f"DESCRIPTION:{text(task['description'])}")
    if tags := [escaped for tag in task["tags"] if (escaped := text(tag))]:
        said += line(f"CATEGORIES:{','.join(tags)}")
    return said


def recurrence(repeat: str, *, has_time: bool, zone: str | None = None) -> bytes:
    """The line of that rule."""
    return line(f"RRULE:{for_others(repeat, has_time=has_time, zone=zone)}")


@lru_cache(maxsize=1024)
def for_others(repeat: str, *, has_time: bool, zone: str | None = None) -> str:
    """The rule as other programs mean it: for them a month without a 31st has no such day.

    Its last day is of the same type as the day that it is due: a day, a moment everywhere, or one in that zone.
    """
    rule = parse(repeat)
    parts: dict[str, Any] = {
        "FREQ": rule.frequency,
        "INTERVAL": rule.interval if rule.interval > 1 else None,
        "BYMONTH": rule.month,
        **_days(rule),
        "COUNT": rule.count,
        "UNTIL": rule.until and _until(rule.until, zone) if has_time else rule.until and day(rule.until.isoformat()),
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def _days(rule: Rule) -> dict[str, Any]:
    # Outlook knows one day of a month, and `-1` as its last (MS-OXCICAL 2.1.3.2.2), but no list of days.
    if rule.month_day == 31 or (rule.month_day == 29 and rule.month == 2):
        return {"BYMONTHDAY": -1}
    if rule.month_day in {29, 30}:
        return {"BYMONTHDAY": ",".join(map(str, range(28, rule.month_day + 1))), "BYSETPOS": -1}
    return {"BYMONTHDAY": rule.month_day, "BYDAY": ",".join(rule.days)}


def _until(last: date, zone: str | None) -> str:
    end = datetime.combine(last, time(23, 59, 59))
    if zone is None:
        return moment(end.isoformat())[:-1]
    with suppress(OverflowError):  # in the last hours that there are
        end = end.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return moment(end.isoformat())
