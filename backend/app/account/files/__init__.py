"""A user's tasks as a file: export and import as JSON and CSV without a loss, export as iCalendar."""

import json
from collections.abc import Iterator
from typing import Literal

from app.account.files import csv_file, icalendar_file, json_file
from app.account.files.contents import ImportedItem, TaskFile

__all__ = ["MEDIA_TYPES", "Format", "ImportedItem", "TaskFile", "exported", "read_file"]

Format = Literal["json", "csv", "ics"]
MEDIA_TYPES: dict[Format, str] = {"json": "application/json", "csv": "text/csv; charset=utf-8", "ics": "text/calendar"}


def exported(form: Format, documents: tuple[bytes, bytes | None, bytes | None]) -> Iterator[bytes]:
    """The JSON of tasks, lists and settings in that format, in chunks; only JSON has the lists and settings."""
    if form == "json":
        return json_file.write(*documents)
    tasks = json.loads(documents[0])
    return csv_file.write(tasks, json.loads(documents[1] or b"[]")) if form == "csv" else icalendar_file.write(tasks)


def read_file(media_type: str, body: bytes) -> TaskFile:
    """The tasks in a JSON or CSV file. Raises `InvalidInput` with the first errors and their line or task numbers.

    100,000 rows take about a second: call it in a thread.
    """
    return csv_file.read(body) if media_type == "text/csv" else json_file.read(body)
