"""The calendar feed: open tasks that have a day, as VEVENTs, because calendars do not show VTODOs (decision 55)."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.metadata import version
from typing import Any

from app.account.files.calendar_lines import beginning, day, line, moment, recurrence
from app.account.files.contents import CHUNK
from app.account.files.icalendar_file import BEGINNING, END
from app.account.files.zone_lines import time_zone

# What the same tasks look like depends on these: where one is changed, no calendar keeps what it has.
FORM = "2"
FORM_HASH = hashlib.sha256(f"{FORM} {version('tzdata')}".encode()).hexdigest()[:6]

# How often calendars may ask. Google and Outlook do as they like; Apple and Thunderbird read it.
EVERY = "PT1H"
HEADER = (
    b"CALSCALE:GREGORIAN\r\n"
    b"NAME:Tasks\r\nX-WR-CALNAME:Tasks\r\n"
    b"REFRESH-INTERVAL;VALUE=DURATION:%b\r\nX-PUBLISHED-TTL:%b\r\n" % (EVERY.encode(), EVERY.encode())
)
# A task has a moment and no end. An event without a length is a line that nobody can hit.
LENGTH = timedelta(minutes=30)
LAST_DAY = "9999-12-31"  # has no end that could be written; a day without one is itself


def write(documents: bytes, zone: str) -> Iterator[bytes]:
    """The feed in chunks, from the tasks as lines of JSON; times are those of that zone."""
    chunk = bytearray(BEGINNING + HEADER)
    # Searching is much faster than reading. A text that looks like it costs a zone that nothing refers to.
    if b'"due_time":"' in documents:
        chunk += line(f"X-WR-TIMEZONE:{zone}") + time_zone(zone)
    start = 0
    while start < len(documents):  # one after the other: 10,000 tasks as objects would take 50 MB
        end = documents.find(b"\n", start)
        end = len(documents) if end < 0 else end
        chunk += _event(json.loads(documents[start:end]), zone)
        start = end + 1
        if len(chunk) >= CHUNK:
            yield bytes(chunk)
            chunk.clear()
    yield bytes(chunk) + END


def _event(task: dict[str, Any], zone: str) -> bytes:
    at = task["due_time"]
    # Who has a task to do is not busy.
    event = b"BEGIN:VEVENT\r\n%bSEQUENCE:%d\r\nTRANSP:TRANSPARENT\r\n" % (beginning(task), task["version"])
    event += (_at(task["due_date"], at, zone) if at else _on(task["due_date"])).encode()
    # What is counted from completion has no next day before it is completed.
    if task["repeat"] and task["repeat_from"] == "due" and "is_last" not in task:
        event += recurrence(task["repeat"], has_time=bool(at), zone=zone)
    return event + b"END:VEVENT\r\n"


def _on(due: str) -> str:
    lines = f"DTSTART;VALUE=DATE:{day(due)}\r\n"
    if due < LAST_DAY:
        lines += f"DTEND;VALUE=DATE:{day((date.fromisoformat(due) + timedelta(days=1)).isoformat())}\r\n"
    return lines


def _at(due: str, at: str, zone: str) -> str:
    begins = datetime.fromisoformat(f"{due}T{at}:00")
    lines = f"DTSTART;TZID={zone}:{moment(begins.isoformat())[:-1]}\r\n"
    if due < LAST_DAY:
        lines += f"DTEND;TZID={zone}:{moment((begins + LENGTH).isoformat())[:-1]}\r\n"
    return lines
