"""Tasks as VTODOs of an iCalendar file (RFC 5545), for other programs."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.account.files.calendar_lines import beginning, day, line, moment, recurrence

BEGINNING = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Todo//EN\r\n"
END = b"END:VCALENDAR\r\n"


def write(tasks: Iterable[dict[str, Any]], day_start: str) -> Iterator[bytes]:
    """The file, task by task, without the trash. The account's day begins at `day_start`."""
    yield BEGINNING
    for task in tasks:
        if task["deleted_at"] is None:
            yield b"".join(_todo(task, day_start))
    yield END


def _todo(task: dict[str, Any], day_start: str) -> Iterator[bytes]:
    yield b"BEGIN:VTODO\r\n"
    yield beginning(task)
    if task["completed"]:  # programs differ in which of these they read
        yield b"STATUS:COMPLETED\r\nPERCENT-COMPLETE:100\r\n"
        yield line(f"COMPLETED:{moment(task['completed_at'] or task['updated_at'])}")
    else:
        yield b"STATUS:NEEDS-ACTION\r\n"
    if task["due_date"]:
        due, at = day(task["due_date"]), task["due_time"]
        # Without a zone: everywhere what the clocks show, as RFC 5545 has it.
        yield line(f"DUE:{due}T{at.replace(':', '')}00" if at else f"DUE;VALUE=DATE:{due}")
        if task["repeat"]:
            yield recurrence(task["repeat"], has_time=bool(at))
        if task["remind_before"] is not None:
            # A day is due at its midnight; we count from the start of the day.
            begins = 0 if at else int(day_start[:2]) * 60 + int(day_start[3:])
            yield _alarm(begins - task["remind_before"])
    if task["parent_id"]:
        yield line(f"RELATED-TO:{task['parent_id']}")
    yield b"END:VTODO\r\n"


def _alarm(minutes: int) -> bytes:
    sign = "-" if minutes < 0 else ""
    return (
        b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\n"
        b"TRIGGER;RELATED=END:%bPT%dM\r\nEND:VALARM\r\n" % (sign.encode(), abs(minutes))
    )
