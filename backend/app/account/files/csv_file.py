"""Tasks as CSV: the format of exports, and the variants that spreadsheets save (decision 19)."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile
from typing import Any

from app.account.files.contents import CHUNK, NamingTask, TaskFile, in_utf8, named, read_items
from app.account.files.csv_cells import LIST, READERS, written
from app.account.files.list_names import lists_named
from app.account.files.notes import Notes
from app.errors import InvalidInput

SEPARATORS = ",;\t"
# Excel's extension: a first line that names the separator.
SEPARATOR_LINE = re.compile(r'"?sep=([^\s\w"]|\t)"?[\r\n]*', re.IGNORECASE)
END_OF_FILE = "\x1a"  # as programs of DOS write it
FIRST_ROWS = 100  # the names of the columns must be in one of these
MAX_COLUMNS, MAX_SHEET_ROWS = 16_384, 1_048_576  # Excel's limits; a larger file is an attack
NOT_CSV = "Request body is not valid CSV"
NOT_UTF8 = "Request body is not in UTF-8; save the file as CSV in UTF-8"

# A cell may be as long as the body: if it is too long for its field, the error names its line.
csv.field_size_limit(2**31 - 1)


def write(tasks: Iterable[dict[str, Any]], lists: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """The file in chunks."""
    names = {each["id"]: each["name"] for each in lists}
    lines = io.StringIO(newline="")
    lines.write("\ufeff")  # without it Excel assumes another encoding
    writer = csv.writer(lines)
    writer.writerow(READERS)
    for task in tasks:
        said = {**task, LIST: names.get(task["list_id"])}
        writer.writerow([written(said[column]) for column in READERS])
        if lines.tell() > CHUNK:
            yield lines.getvalue().encode()
            lines.seek(0)
            lines.truncate()
    yield lines.getvalue().encode()


def read(body: bytes) -> TaskFile:
    """The tasks; an empty cell is null. Raises `InvalidInput`, which names the first line of a row with an error."""
    text = _decoded(body)
    try:
        table, notes = _Table(text), Notes()
        tasks, places = read_items(NamingTask, "Line", table.rows(), table.fields, notes)
    except csv.Error:
        raise InvalidInput(NOT_CSV) from None
    named = lists_named(tasks)
    return TaskFile(tasks, places, table.left_out(), named=named, notes=notes.sentences())


def _decoded(body: bytes) -> str:
    try:
        return in_utf8(body).decode().lstrip("\ufeff").rstrip(END_OF_FILE)
    except ValueError:
        raise InvalidInput(NOT_UTF8) from None


class _Table:
    """The rows of a CSV file, and its known columns."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        first_line = self._lines.readline()
        if "\0" in first_line:  # UTF-16 without a byte order mark, or UTF-32
            raise InvalidInput(NOT_UTF8)
        said = SEPARATOR_LINE.fullmatch(first_line)
        self._lines_before = 1 if said else 0
        self._start = self._lines.tell() if said else 0
        styles = [(separator, skips) for separator in (said[1] if said else SEPARATORS) for skips in (False, True)]
        self._reader = self._read_as(max(styles, key=self._fit))  # the first of equally good ones
        self._names = [name.strip() for name in _first_row(self._reader)]
        columns = enumerate(map(_plain, self._names))
        self._columns = [(place, name, READERS[name]) for place, name in columns if name in READERS]
        taken = [name for _, name, _ in self._columns]
        if "title" not in taken:
            raise InvalidInput("Request body must begin with a line of column names, including title")
        if twice := next((name for name in taken if taken.count(name) > 1), None):
            raise InvalidInput(f"The column {twice} appears twice")
        self._nameless = {place: f"column {place + 1}" for place, name in enumerate(self._names) if not name}
        self._left_out = [name for name in self._names if name and _plain(name) not in READERS]

    def _read_as(self, style: tuple[str, bool]) -> Any:
        separator, skips_space = style
        self._lines.seek(self._start)
        return csv.reader(self._lines, delimiter=separator, skipinitialspace=skips_space, strict=True)

    def _fit(self, style: tuple[str, bool]) -> tuple[int, int]:
        """How many known columns it finds; then, how few begin with a space, as they do in `title, "due_date"`."""
        try:
            names = _first_row(self._read_as(style))
        except csv.Error:
            return -1, 0
        if len(names) > MAX_COLUMNS:
            raise InvalidInput(f"A file may have at most {MAX_COLUMNS} columns")
        return sum(_plain(name) in READERS for name in names), -sum(name.startswith(" ") for name in names)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not empty, each with the number of its first line."""
        for _ in range(MAX_SHEET_ROWS):
            line = self._lines_before + self._reader.line_num + 1
            row = next(self._reader, None)
            if row is None:
                return
            if _says_something(row):
                yield line, row
        raise InvalidInput(f"A file may have at most {MAX_SHEET_ROWS} rows, including empty ones")

    def fields(self, row: list[str]) -> dict[str, Any]:
        """The fields of a row; a missing cell counts as empty. Raises `InvalidInput`."""
        width = len(row)
        if width > len(self._names) and any(map(str.strip, row[len(self._names) :])):
            raise InvalidInput("has more cells than there are columns")
        if self._nameless:
            self._note_nameless(row)
        return {name: read(row[place] if place < width else "") for place, name, read in self._columns}

    def _note_nameless(self, row: list[str]) -> None:
        for place in [place for place in takewhile(len(row).__gt__, self._nameless) if row[place].strip()]:
            self._left_out.append(self._nameless.pop(place))

    def left_out(self) -> list[str]:
        """The ignored columns; one without a name only if a row has something in it."""
        return named(self._left_out)


def _plain(name: str) -> str:
    """The name of a column as the API spells it: `Due Date` is `due_date`."""
    return "_".join(name.casefold().split())


def _first_row(rows: Iterable[list[str]]) -> list[str]:
    return next(filter(_says_something, islice(rows, FIRST_ROWS)), [])


def _says_something(row: list[str]) -> bool:
    return bool("".join(row).strip())
