"""Tasks as VTODOs of an iCalendar file (RFC 5545), for other programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.account.files.calendar_lines import KNOWN, ONLY_OWN_RULE, OWN_RULE, beginning, day, line, moment, recurrence

BEGINNING = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Todo//EN\r\n"
END = b"END:VCALENDAR\r\n"


def write(tasks: Sequence[dict[str, Any]], day_start: str) -> Iterator[bytes]:
    """The file, task by task, without the trash. The account's day begins at `day_start`.

    A task that `is_last` has a rule without a later day.
    """
    places = {place: number for number, place in enumerate(sorted({task["position"] for task in tasks}))}
    yield BEGINNING
    for task in tasks:
        if task["deleted_at"] is None:
            yield b"".join(_todo(task, places[task["position"]], day_start))
    yield END


def _todo(task: dict[str, Any], place: int, day_start: str) -> Iterator[bytes]:
    yield b"BEGIN:VTODO\r\n"
    yield beginning(task)
    yield b"X-APPLE-SORT-ORDER:%d\r\n" % place
    if task["completed"]:  # programs differ in which of these they read
        yield b"STATUS:COMPLETED\r\nPERCENT-COMPLETE:100\r\n"
        done = task["completed_at"]
        yield line(f"COMPLETED:{moment(done)}" if done else f"COMPLETED;{KNOWN}=FALSE:{moment(task['updated_at'])}")
    else:
        yield b"STATUS:NEEDS-ACTION\r\n"
    if task["due_date"]:
        due, at = day(task["due_date"]), task["due_time"]
        # Without a zone: everywhere what the clocks show, as RFC 5545 has it.
        yield line(f"DUE:{due}T{at.replace(':', '')}00" if at else f"DUE;VALUE=DATE:{due}")
        if task["remind_before"] is not None:
            # A day is due at its midnight; we count from the start of the day.
            begins = 0 if at else int(day_start[:2]) * 60 + int(day_start[3:])
            yield _alarm(begins - task["remind_before"])
    if task["repeat"]:
        yield _repeating(task)
    if task["parent_id"]:
        yield line(f"RELATED-TO:{task['parent_id']}")
    yield b"END:VTODO\r\n"


def _repeating(task: dict[str, Any]) -> bytes:
    is_shown = task["due_date"] and "is_last" not in task
    rule = recurrence(task["repeat"], has_time=bool(task["due_time"])) if is_shown else b""
    name = OWN_RULE if is_shown else ONLY_OWN_RULE
    return rule + line(f"{name};FROM={task['repeat_from'].upper()}:{task['repeat']}")


def _alarm(minutes: int) -> bytes:
    sign = "-" if minutes < 0 else ""
    return (
        b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Reminder\r\n"
        b"TRIGGER;RELATED=END:%bPT%dM\r\nEND:VALARM\r\n" % (sign.encode(), abs(minutes))
    )
