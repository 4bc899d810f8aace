"""The cells of a CSV file: as an export writes them, and as people and spreadsheets change them (decision 19).

An empty cell is null. A text of nothing but quotation marks gets two more, so that it is not taken for null or the
empty text. A text that begins like a formula gets an apostrophe, so that no spreadsheet evaluates it.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.tasks.fields import TASKS
from app.tasks.schemas.task import DEFAULTS

# The last four are full-width characters of Japanese keyboards; the apostrophes keep `'=1` and `=1` distinct.
FORMULA = re.compile(r"'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
WHOLE_NUMBER = re.compile(r"([+-]?[0-9]{1,9})(?:[.,]0+)?")
# The year first, or the day first with dots or dashes: 1/2/2026 means different days in different countries. A
# space may stand behind dots, and a dot behind the last number. Spreadsheets may add the time 0:00 to a day.
MIDNIGHT = r"(?:[ T]0?0[:.]00(?:[:.]00(?:\.0+)?)?)?"
YEAR_FIRST = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})" + MIDNIGHT)
YEAR_FIRST_DOTTED = re.compile(r"([0-9]{4})(\.\s?)([0-9]{1,2})\2([0-9]{1,2})\.?" + MIDNIGHT)
DAY_FIRST = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})\.?" + MIDNIGHT)
DAY_FIRST_DASHED = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})" + MIDNIGHT)
# Spreadsheets may leave out the first zero of a time, and add seconds. 0.25 may be a quarter of a day.
TIME = re.compile(r"(?!0\.)([0-9]{1,2})[:.]([0-9]{2})(?:[:.]00)?")
# As Excel and LibreOffice write booleans in languages with words of their own.
TRUE = "TRUE WAHR VRAI VERDADERO VERO VERDADEIRO WAAR SAND SANN SANT TOSI PRAWDA PRAVDA IGAZ DOĞRU ИСТИНА"
FALSE = "FALSE FALSCH FAUX FALSO ONWAAR FALSK USANN FALSKT EPÄTOSI FAŁSZ NEPRAVDA HAMIS YANLIŞ ЛОЖЬ"
FLAGS = dict.fromkeys(TRUE.casefold().split(), True) | dict.fromkeys(FALSE.casefold().split(), False)


def written(value: Any) -> str:
    """The cell for a field's value."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if not value.strip('"'):
        return f'{value}""'
    return f"'{value}" if FORMULA.match(value) else value


# A cell that cannot be read stays as it is: then validation names its field.


def _text(cell: str) -> str:
    if not cell.strip('"'):
        return cell[:-2]
    return cell[1:] if cell[0] == "'" and FORMULA.match(cell) else cell


def _flag(cell: str) -> Any:
    return FLAGS.get(cell.strip().casefold(), cell.strip())


def _number(cell: str) -> Any:
    number = WHOLE_NUMBER.fullmatch(cell.strip())
    return int(number[1]) if number else cell.strip()


def _day(cell: str) -> str:
    cell = cell.strip()
    if found := YEAR_FIRST.fullmatch(cell) or YEAR_FIRST_DOTTED.fullmatch(cell):
        year, _, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(cell) or DAY_FIRST_DASHED.fullmatch(cell):
        day, month, year = found.groups()
    else:
        return cell
    return f"{year}-{month:0>2}-{day:0>2}"


def _time(cell: str) -> str:
    time = TIME.fullmatch(cell.strip())
    return f"{time[1]:0>2}:{time[2]}" if time else cell.strip()


def _list(cell: str) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell.strip()


# How a cell is read, by the type of its column.
READERS_OF_TYPES: dict[type, Callable[[str], Any]] = {
    str: _text,
    bool: _flag,
    int: _number,
    date: _day,
    list: _list,
    datetime: str.strip,
    UUID: str.strip,
}
READERS_OF_NAMES: dict[str, Callable[[str], Any]] = {"due_time": _time}


def _reader(name: str) -> Callable[[str], Any]:
    kind = TASKS.types[name].python_type
    read, default = READERS_OF_NAMES.get(name, READERS_OF_TYPES[kind]), DEFAULTS.get(name)
    # A text may be white space; in other columns white space counts as empty. An empty cell has the default.
    return lambda cell: read(cell) if (cell if kind is str else cell.strip()) else default


def _list_name(cell: str) -> str | None:
    return _text(cell) if cell.strip() else None


LIST = "list"  # the name of a task's list, for people; `list_id` is in the column before
READERS: dict[str, Callable[[str], Any]] = {}
for _name in TASKS.in_files:
    READERS[_name] = _reader(_name)
    if _name == "list_id":
        READERS[LIST] = _list_name
