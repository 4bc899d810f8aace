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
# A spreadsheet's day may come as its midnight.
MIDNIGHT = r"(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"
YEAR_FIRST = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})" + MIDNIGHT)
DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})" + MIDNIGHT)
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


# An empty cell is what a new task has. What does not fit stays as it is: then its field is named as faulty.


def _text(cell: str) -> str | None:
    if not cell.strip('"'):
        return cell[:-2] if cell else None
    return cell[1:] if cell[0] == "'" and FORMULA.match(cell) else cell


def _flag(cell: str) -> Any:
    cell = cell.strip()
    return FLAGS.get(cell.casefold(), cell) if cell else False


def _number(cell: str) -> Any:
    cell = cell.strip()
    if not cell:
        return 0
    number = WHOLE_NUMBER.fullmatch(cell)
    return int(number[1]) if number else cell


def _day(cell: str) -> str | None:
    cell = cell.strip()
    if found := YEAR_FIRST.fullmatch(cell):
        year, _, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(cell):
        day, month, year = found.groups()
    else:
        return cell or None
    return f"{year}-{month:0>2}-{day:0>2}"


def _tags(cell: str) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell.strip() or []


def _plain(cell: str) -> str | None:
    return cell.strip() or None


READERS: dict[str, Callable[[str], Any]] = {
    "id": _plain,
    "title": _text,
    "description": _text,
    "completed": _flag,
    "due_date": _day,
    "priority": _number,
    "tags": _tags,
    "created_at": _plain,
    "updated_at": _plain,
    "deleted_at": _plain,
}
COLUMNS = tuple(READERS)
