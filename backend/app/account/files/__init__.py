"""A user's tasks as a file: export and import as JSON and CSV without a loss, and as iCalendar."""

import json
from collections.abc import Iterator
from typing import Literal

from app.account.files import csv_file, icalendar_file, icalendar_reading, json_file
from app.account.files.calendar_source import is_calendar
from app.account.files.calendar_values import Clock
from app.account.files.contents import ImportedItem, TaskFile

__all__ = ["MEDIA_TYPES", "Clock", "Format", "ImportedItem", "TaskFile", "exported", "is_calendar", "read_file"]

Format = Literal["json", "csv", "ics"]
MEDIA_TYPES: dict[Format, str] = {"json": "application/json", "csv": "text/csv; charset=utf-8", "ics": "text/calendar"}


def exported(form: Format, documents: tuple[bytes, bytes | None, bytes | None]) -> Iterator[bytes]:
    """The JSON of tasks, lists and settings in that format, in chunks; only JSON has the lists and settings."""
    if form == "json":
        return json_file.write(*documents)
    tasks = json.loads(documents[0])
    if form == "csv":
        return csv_file.write(tasks, json.loads(documents[1] or b"[]"))
    day_start = json.loads(documents[2])["day_start"] if documents[2] else Clock().day_start
    return icalendar_file.write(tasks, day_start)


def read_file(media_type: str, body: bytes, clock: Clock | None = None) -> TaskFile:
    """The tasks in a JSON, CSV or, with a clock, iCalendar file. Raises `InvalidInput` with the first errors.

    100,000 rows take about a second: call it in a thread.
    """
    if clock:
        return icalendar_reading.read(body, clock)
    return csv_file.read(body) if media_type == "text/csv" else json_file.read(body)
