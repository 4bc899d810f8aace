"""Tasks as VTODOs of an iCalendar file (RFC 5545), for other programs."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.account.files.calendar_lines import beginning, day, line, moment, recurrence

BEGINNING = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Todo//EN\r\n"
END = b"END:VCALENDAR\r\n"


def write(tasks: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The file, task by task, without the trash."""
    yield BEGINNING
    for task in tasks:
        if task["deleted_at"] is None:
            yield b"".join(_todo(task))
    yield END


def _todo(task: dict[str, Any]) -> Iterator[bytes]:
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
    if task["parent_id"]:
        yield line(f"RELATED-TO:{task['parent_id']}")
    yield b"END:VTODO\r\n"
