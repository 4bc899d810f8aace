"""A calendar file (RFC 5545) as its tasks, each with its lines and their numbers. It forgives what programs get wrong.

Written by hand: the library needs 1.6 ms for a task, and does not tell the numbers of lines (decision 60).
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.account.files.calendar_lines import ONLY_OWN_RULE, OWN_RULE
from app.account.files.contents import MAX_NAMES, MAX_ROWS, TOO_MANY
from app.errors import InvalidInput

BEGINNING = re.compile(rb"\s*begin:vcalendar\s*(?:\r|\n|\Z)", re.IGNORECASE)
MAX_LINES = 1_048_576  # as in a table; 100,000 tasks in 16 MiB have fewer
MAX_PROPERTIES, MAX_PARAMETERS = 1000, 50  # of a task, of a line; more is an attack
LINE = re.compile(rb"\n(?![ \t])")  # a line that begins with a space or a tab belongs to the one before
NAME = re.compile(rb"([A-Za-z0-9-]+)([;:])")
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)')
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

OF_CALENDARS = {"X-WR-CALNAME", "NAME", "X-WR-TIMEZONE", "PRODID"}
OF_ALARMS = {"TRIGGER", "ACTION", "X-APPLE-PROXIMITY"}
OF_TASKS = {
    "UID", "RECURRENCE-ID", "RELATED-TO", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "GEO", "STATUS", "COMPLETED",
    "PERCENT-COMPLETE", "PRIORITY", "CATEGORIES", "DUE", "DTSTART", "DURATION", "RRULE", "EXDATE", "RDATE", "EXRULE",
    "CREATED", "LAST-MODIFIED", "LAST-MOD", "X-APPLE-SORT-ORDER", OWN_RULE, ONLY_OWN_RULE,
}  # fmt: skip
# What only programs need; so is each other name that begins with X.
WITHOUT_MEANING = {"DTSTAMP", "SEQUENCE", "TRANSP", "PERCENT_COMPLETE"}


class Property(NamedTuple):
    """A line of the file, unfolded."""

    line: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Todo:
    """A task as the file has it."""

    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    count: int = 0
    alarms: list[list[Property]] = field(default_factory=list)

    def first(self, *names: str) -> Property | None:
        """The first property with one of these names that says something."""
        return next((each for name in names for each in self.properties.get(name, ()) if each.value.strip()), None)

    def all(self, name: str) -> Sequence[Property]:
        """All properties of that name."""
        return self.properties.get(name, ())

    def add(self, said: Property) -> None:
        """One more property. Raises `InvalidInput`."""
        self.count += 1
        if self.count > MAX_PROPERTIES:
            raise InvalidInput(f"The task of line {self.line} has more than {MAX_PROPERTIES} lines")
        self.properties.setdefault(said.name, []).append(said)


@dataclass(slots=True)
class Calendar:
    """A calendar of the file: what it says of itself, and its tasks."""

    said: dict[str, str] = field(default_factory=dict)
    todos: list[Todo] = field(default_factory=list)


def is_calendar(body: bytes) -> bool:
    """Whether the file begins as a calendar does."""
    return BEGINNING.match(_in_utf8(body[:1000])) is not None


def _in_utf8(body: bytes) -> bytes:
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        body = body[: len(body) & ~1].decode("utf-16", "replace").encode()
    return body.removeprefix(codecs.BOM_UTF8)


class Source:
    """The calendars of a file, and what is in it that no task has."""

    def __init__(self, body: bytes) -> None:
        """Read the file. Raises `InvalidInput`."""
        self.calendars: list[Calendar] = []
        self.entries = 0  # events, journal entries
        self.is_guessed = False  # the encoding
        self.left_out: dict[str, None] = {}
        self._todo: Todo | None = None
        self._alarm: list[Property] | None = None
        self._skipped: list[str] = []
        self._tasks = 0
        for number, line in _lines(body):
            if name := NAME.match(line):
                self._take(number, name[1].upper().decode(), line, name.end(1))
        if self._todo:
            raise InvalidInput(f"The calendar ends inside the task of line {self._todo.line}; its rest is missing")

    def _take(self, number: int, name: str, line: bytes, end: int) -> None:
        if name == "BEGIN":
            self._begin(number, _word(line))
        elif name == "END":
            self._end(_word(line))
        elif self._skipped:
            return
        elif self._alarm is not None:
            if name in OF_ALARMS:
                self._alarm.append(self._property(number, name, line, end))
        elif self._todo is None:
            if name in OF_CALENDARS and self.calendars:
                said = self._property(number, name, line, end)
                self.calendars[-1].said.setdefault(name, said.value)
        elif name in OF_TASKS:
            self._todo.add(self._property(number, name, line, end))
        elif len(self.left_out) < MAX_NAMES and name not in WITHOUT_MEANING and not name.startswith("X-"):
            self.left_out[name] = None

    def _begin(self, number: int, kind: str) -> None:
        if kind == "VCALENDAR":
            self._skipped.clear()
            self.calendars.append(Calendar())
        elif kind == "VTODO":
            self._skipped.clear()
            self._tasks += 1
            if self._tasks > MAX_ROWS:
                raise InvalidInput(TOO_MANY)
            self._todo, self._alarm = Todo(number), None
            self.calendars[-1].todos.append(self._todo)
        elif kind == "VALARM" and self._todo and not self._skipped:
            if len(self._todo.alarms) == MAX_PROPERTIES:
                raise InvalidInput(f"The task of line {self._todo.line} has more than {MAX_PROPERTIES} reminders")
            self._alarm = []
            self._todo.alarms.append(self._alarm)
        else:
            self.entries += kind in {"VEVENT", "VJOURNAL"} and not self._skipped
            self._skipped.append(kind)

    def _end(self, kind: str) -> None:
        if kind in {"VTODO", "VCALENDAR"}:
            self._todo = self._alarm = None
            self._skipped.clear()
        elif self._skipped:
            if self._skipped[-1] == kind:
                self._skipped.pop()
        elif kind == "VALARM":
            self._alarm = None

    def _property(self, number: int, name: str, line: bytes, end: int) -> Property:
        try:
            text = line[end:].decode()
        except UnicodeDecodeError:
            self.is_guessed = True
            text = line[end:].decode("cp1252", "replace")
        text = CONTROL.sub("", text)
        parameters: dict[str, str] = {}
        place = 0
        while len(parameters) < MAX_PARAMETERS and (found := PARAMETER.match(text, place)):
            parameters[found[1].upper()] = found[2].strip('"')
            place = found.end()
        if text[place : place + 1] != ":":  # what stands there is no parameter
            place = max(text.find(":", place), place)
        return Property(number, name, parameters, text[place + 1 :])


def _word(line: bytes) -> str:
    return line.partition(b":")[2].strip().upper()[:MAX_NAMES].decode("ascii", "replace")


def _lines(body: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that say something, unfolded, each with the number of its first."""
    body = _in_utf8(body).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if body.count(b"\n") > MAX_LINES:
        raise InvalidInput(f"A calendar may have at most {MAX_LINES} lines")
    number = 1
    for line in LINE.split(body):
        folds = line.count(b"\n")
        # Unfolded as bytes: programs fold inside a character.
        yield number, line.replace(b"\n ", b"").replace(b"\n\t", b"") if folds else line
        number += 1 + folds
