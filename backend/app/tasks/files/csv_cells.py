"""What stands in a cell of a CSV: what an export writes there, and what people and their spreadsheets do (decision 19).

An empty cell is null. So that nothing is lost, a text of nothing but quotation marks gets two more; so that no
spreadsheet takes a text for a formula, one that begins like a formula gets an apostrophe.
"""

import json
import re
from collections.abc import Callable
from typing import Any

# The last four are the wide ones of Japanese keyboards; the apostrophes before them keep `'=1` and `=1` apart.
FORMULA = re.compile(r"'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
WHOLE_NUMBER = re.compile(r"([+-]?[0-9]{1,9})(?:[.,]0+)?")
# The year first, or the day first with dots: whatever else there is, such as 1/2/2026, is read differently elsewhere.
DAY = re.compile(
    r"(?:(?P<year>[0-9]{4})(?P<sign>[-/])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})"
    r"|(?P<day_>[0-9]{1,2})\.(?P<month_>[0-9]{1,2})\.(?P<year_>[0-9]{4}))"
    r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"  # a spreadsheet's day is its midnight
)
# As Excel and LibreOffice write them in the languages that have words of their own.
TRUE = "TRUE WAHR VRAI VERDADERO VERO VERDADEIRO WAAR SAND SANN SANT TOSI PRAWDA PRAVDA IGAZ DOĞRU ИСТИНА"
FALSE = "FALSE FALSCH FAUX FALSO ONWAAR FALSK USANN FALSKT EPÄTOSI FAŁSZ NEPRAVDA HAMIS YANLIŞ ЛОЖЬ"
FLAGS = dict.fromkeys(TRUE.casefold().split(), True) | dict.fromkeys(FALSE.casefold().split(), False)


def written(value: Any) -> str:
    """The cell of a task's field."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if not value.strip('"'):
        return f'{value}""'
    return f"'{value}" if FORMULA.match(value) else value


def _text(cell: str) -> str:
    if not cell.strip('"'):
        return cell[:-2]
    return cell[1:] if cell[0] == "'" and FORMULA.match(cell) else cell


# What does not fit stays as it is: then its field is named as faulty.


def _flag(cell: str) -> Any:
    return FLAGS.get(cell.casefold(), cell)


def _number(cell: str) -> Any:
    number = WHOLE_NUMBER.fullmatch(cell)
    return int(number[1]) if number else cell


def _day(cell: str) -> str:
    found = DAY.fullmatch(cell)
    if found is None:
        return cell
    year, month, day = (found[name] or found[f"{name}_"] for name in ("year", "month", "day"))
    return f"{year}-{month:0>2}-{day:0>2}"


def _json(cell: str) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell


def _same(cell: str) -> str:
    return cell


READERS: dict[str, Callable[[str], Any]] = {
    "id": _same,
    "title": _text,
    "description": _text,
    "completed": _flag,
    "due_date": _day,
    "priority": _number,
    "tags": _json,
    "created_at": _same,
    "updated_at": _same,
    "deleted_at": _same,
}
COLUMNS = tuple(READERS)
TEXTS = {"title", "description"}  # whose white space counts
# Every task has these: an empty cell stands for what a new task has.
DEFAULTS: dict[str, Any] = {"completed": False, "priority": 0, "tags": []}
# An empty cell says nothing: no task is without them, and no file can take them away.
GIVEN = {"id", "created_at", "updated_at"}


def put(fields: dict[str, Any], column: str, cell: str) -> None:
    """Set the field to what the cell says."""
    if column not in TEXTS:
        cell = cell.strip()
    if cell:
        fields[column] = READERS[column](cell)
    elif column not in GIVEN:
        fields[column] = DEFAULTS.get(column)
