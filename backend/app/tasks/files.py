"""All of a user's tasks as a file, and back: JSON, CSV, and iCalendar for other programs to read.

JSON and CSV lose nothing on the way there and back. In CSV an empty cell is null, and a text of nothing but quotation
marks gets two more, so that the empty text is a cell of two.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, Literal

from icalendar import Calendar, Todo
from pydantic import ValidationError

from app.errors import InvalidInput
from app.strict_json import strict_json
from app.tasks.schemas import Moment, TaskCreate, UuidText

Format = Literal["json", "csv", "ics"]
MEDIA_TYPES: dict[Format, str] = {"json": "application/json", "csv": "text/csv; charset=utf-8", "ics": "text/calendar"}
CHUNK = 64 * 1024
FAULTS = 10  # that are named; whoever has more sees a pattern
MAX_ROWS = 100_000  # in a file: its bytes would allow for millions, each of which takes hundreds of bytes of memory

COLUMNS = (
    "id", "title", "description", "completed", "due_date", "priority", "tags", "created_at", "updated_at", "deleted_at"
)  # fmt: skip
OVERFLOW = None  # the name of what has no column, in a row of a CSV
# RFC 5545 counts down from 9, and 0 is none.
ICAL_PRIORITIES = {0: 0, 1: 9, 2: 5, 3: 1}


class ImportedTask(TaskCreate):
    """A task as an export has it; what is another user's id becomes a new one."""

    id: UuidText | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    deleted_at: Moment | None = None

    def said(self) -> str:
        """What the file says of it, as JSON."""
        return self.model_dump_json(exclude_unset=True)


def exported(form: Format, document: bytes) -> Iterator[bytes]:
    """A JSON array of tasks in that format, piece by piece."""
    if form == "json":
        yield b'{"data":'
        yield from (document[start : start + CHUNK] for start in range(0, len(document), CHUNK))
        yield b"}"
        return
    tasks = json.loads(document)
    yield from _csv(tasks) if form == "csv" else _ics(tasks)


def _csv(tasks: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for task in tasks:
        writer.writerow([_cell(task[column]) for column in COLUMNS])
        if lines.tell() > CHUNK:
            yield lines.getvalue().encode()
            lines.seek(0)
            lines.truncate()
    yield lines.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f'{value}""' if not value.strip('"') else value
    return json.dumps(value, ensure_ascii=False)


def _ics(tasks: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    calendar = Calendar()
    calendar.add("prodid", "-//Todo//EN")
    calendar.add("version", "2.0")
    begin, _, end = calendar.to_ical().partition(b"END:VCALENDAR")
    yield begin
    for task in tasks:
        if task["deleted_at"] is None:
            yield _vtodo(task).to_ical()
    yield b"END:VCALENDAR" + end


def _vtodo(task: dict[str, Any]) -> Todo:
    todo = Todo()
    todo.add("uid", task["id"])
    todo.add("dtstamp", datetime.fromisoformat(task["updated_at"]))
    todo.add("created", datetime.fromisoformat(task["created_at"]))
    todo.add("last-modified", datetime.fromisoformat(task["updated_at"]))
    todo.add("summary", task["title"])
    todo.add("status", "COMPLETED" if task["completed"] else "NEEDS-ACTION")
    todo.add("priority", ICAL_PRIORITIES[task["priority"]])
    if task["description"]:
        todo.add("description", task["description"])
    if task["due_date"]:
        todo.add("due", date.fromisoformat(task["due_date"]))
    if task["tags"]:
        todo.add("categories", task["tags"])
    return todo


def imported(media_type: str, body: bytes) -> list[ImportedTask]:
    """The operations that bring the file back. Raises `InvalidInput` with the first faults and their places."""
    rows = _rows_of_csv(body) if media_type == "text/csv" else _rows_of_json(body)
    if len(rows) > MAX_ROWS:
        raise InvalidInput(f"A file may have at most {MAX_ROWS} tasks; import it in parts")
    steps, faults = [], []
    for place, row in enumerate(rows):
        try:
            steps.append(_validated(row))
        except InvalidInput as error:
            faults.append(f"Task {place}: {error.detail}")
            if len(faults) == FAULTS:
                break
    if faults:
        raise InvalidInput("; ".join(faults))
    return steps


def _validated(row: Any) -> ImportedTask:
    if not isinstance(row, dict):
        raise InvalidInput("must be an object")
    if OVERFLOW in row:
        raise InvalidInput("has more cells than there are columns")
    try:
        return ImportedTask.model_validate(row)
    except ValidationError as error:
        raise InvalidInput.from_validation(error) from None


def _rows_of_json(body: bytes) -> list[Any]:
    document = strict_json(body)
    rows = document.get("data") if isinstance(document, dict) else document
    if not isinstance(rows, list):
        raise InvalidInput("Request body must be a list of tasks, or hold one under data")
    return rows


def _rows_of_csv(body: bytes) -> list[Any]:
    try:
        reader = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), restkey=OVERFLOW, strict=True)
        rows = [_row(row) for row in islice(reader, MAX_ROWS + 1)]
    except (ValueError, csv.Error, RecursionError):
        raise InvalidInput("Request body is not valid CSV") from None
    if "title" not in (reader.fieldnames or ()):
        raise InvalidInput("Request body must begin with a line of column names, title among them")
    return rows


def _json_or_text(cell: str) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell  # which then does not fit, and is named


def _row(cells: dict[Any, Any]) -> dict[Any, Any]:
    row: dict[Any, Any] = {}
    if any(cells.pop(OVERFLOW, ())):
        row[OVERFLOW] = True
    for column, cell in cells.items():
        if column not in COLUMNS or (not cell and column not in {"title", "description", "due_date"}):
            continue
        if column in {"completed", "priority", "tags"}:
            row[column] = _json_or_text(cell)
        else:
            row[column] = None if not cell else (cell[:-2] if not cell.strip('"') else cell)
    return row
