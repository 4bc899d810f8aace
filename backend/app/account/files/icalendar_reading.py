"""Tasks from iCalendar files (RFC 5545), as other programs and our own export write them (decision 60)."""

from collections import Counter
from typing import Any
from uuid import UUID, uuid5

from app.account.files.calendar_parents import placed
from app.account.files.calendar_source import Calendar, Property, Source, Todo, is_calendar
from app.account.files.calendar_tasks import fields_of, is_done
from app.account.files.calendar_values import Clock, known_zone, plain, quoted
from app.account.files.contents import NamingTask, TaskFile, named, read_items
from app.account.files.icalendar_file import BEGINNING
from app.account.files.list_names import lists_named
from app.account.files.notes import Notes
from app.errors import InvalidInput
from app.values.limits import LIST_NAME_LENGTH
from app.values.text import is_blank, known_id

# A UID gets the same id in every file: a second import finds the task that the first one made.
UIDS = UUID("d0a3a0b6-7a1e-4c55-8c8e-0b5b0c9b1f6e")
NOT_A_CALENDAR = "Request body is not a calendar: it must begin with BEGIN:VCALENDAR"
OWN = BEGINNING.decode().partition("PRODID:")[2].strip()  # who has written our files
LAST = float("inf")


def read(body: bytes, clock: Clock) -> TaskFile:
    """The tasks; times are those of the account's clock. Raises `InvalidInput`."""
    if not is_calendar(body):
        raise InvalidInput(NOT_A_CALENDAR)
    source, notes = Source(body), Notes()
    if source.is_guessed:
        notes.once("The file is not in UTF-8; check letters with accents")
    if source.entries:
        are = "1 entry that is no task is" if source.entries == 1 else f"{source.entries} entries that are no tasks are"
        notes.once(f"{are} left out")
    todos = _Todos(source, notes)
    rows = [(todo.line, todos.fields(key, clock)) for key, (todo, _) in todos.kept.items()]
    tasks, places = read_items(NamingTask, "Line", rows, lambda fields: fields, notes)
    return TaskFile(tasks, places, named(source.left_out), named=lists_named(tasks), notes=notes.sentences())


class _Todos:
    """The tasks of all calendars by their ids, in their order."""

    def __init__(self, source: Source, notes: Notes) -> None:
        self._notes = notes
        found = [(todo, calendar) for calendar in source.calendars for todo in calendar.todos]
        self._series = {_value(todo, "UID") for todo, _ in found if not todo.first("RECURRENCE-ID")}
        self._unnamed: Counter[str] = Counter()
        self.kept: dict[str, tuple[Todo, Calendar]] = {}
        for todo, calendar in found:
            if key := self._key(todo):
                if earlier := self.kept.pop(key, None):
                    notes.at(earlier[0].line, "The task is left out, because another one has the same UID")
                self.kept[key] = todo, calendar
        self.kept = dict(sorted(self.kept.items(), key=lambda kept: _order(kept[1][0])))
        self._zones = {id(calendar): _zone(calendar) for calendar in source.calendars}
        self._names = {id(calendar): self._name(calendar) for calendar in source.calendars}
        self._parents = self._placed()

    def _key(self, todo: Todo) -> str | None:
        """The task's id. None: it is a day of a series that is not done."""
        uid = _value(todo, "UID")
        if not uid:
            text = "\n".join(f"{said.name}:{said.value}" for same in todo.properties.values() for said in same)
            self._unnamed[text] += 1
            return str(uuid5(UIDS, f"\n{self._unnamed[text]}\n{text}"))
        day = todo.first("RECURRENCE-ID")
        if day is None:
            return _id(uid)
        if is_done(todo):
            self._notes.at(todo.line, "This completed day of a series becomes a task of its own")
        elif uid in self._series:
            self._notes.at(todo.line, "This moved day of a series is left out")
            return None
        return str(uuid5(UIDS, f"{uid}\n{day.value}"))

    def _placed(self) -> dict[str, str | None]:
        """The parents; a task that is below one outside the file is not in it, and one on the top level has None."""
        parents: dict[str, str] = {}
        lost: dict[str, int] = {}
        for key, (todo, _) in self.kept.items():
            for said in todo.all("RELATED-TO"):
                kind, other = said.parameters.get("RELTYPE", "PARENT").upper(), _id(plain(said.value).strip())
                below, above = (other, key) if kind == "CHILD" else (key, other)
                if kind not in {"PARENT", "CHILD"}:
                    self._notes.at(said.line, f"The relation {quoted(kind)} is left out")
                elif below not in self.kept:
                    self._notes.at(said.line, "The task that is said to be below this one is not in the file")
                elif above in self.kept:
                    parents.setdefault(below, above)
                else:
                    lost[below] = said.line
        outside = lost.keys() - parents.keys()
        for key in sorted(outside, key=lost.__getitem__):
            self._notes.at(lost[key], "The task is on the top level, because its parent is not in the file")
        kept = placed(self.kept, parents, lambda key, sentence: self._notes.at(self.kept[key][0].line, sentence))
        return {key: kept.get(key) for key in self.kept if key not in outside}

    def _name(self, calendar: Calendar) -> str | None:
        name = plain(calendar.said.get("X-WR-CALNAME") or calendar.said.get("NAME", "")).strip()
        if len(name) > LIST_NAME_LENGTH:
            self._notes.once("The name of the calendar is cut off")
        name = name[:LIST_NAME_LENGTH].strip()
        return None if is_blank(name) else name

    def fields(self, key: str, clock: Clock) -> dict[str, Any]:
        """The fields of that task."""
        todo, calendar = self.kept[key]
        zone = self._zones[id(calendar)] or clock.zone
        is_own = calendar.said.get("PRODID") == OWN
        fields = {"id": key, **fields_of(todo, clock, zone, self._notes, is_own=is_own)}
        if key in self._parents:
            fields["parent_id"] = self._parents[key]
        if name := self._names[id(calendar)]:
            fields["list"] = name
        return fields


def _id(uid: str) -> str:
    # Our own files have the id as the UID, which other programs keep.
    return uid.lower() if known_id(uid) else str(uuid5(UIDS, uid))


def _value(todo: Todo, name: str) -> str:
    said = todo.first(name)
    return plain(said.value).strip() if said else ""


def _order(todo: Todo) -> float:
    said = _value(todo, "X-APPLE-SORT-ORDER")
    return int(said) if len(said) < 20 and said.removeprefix("-").isdecimal() else LAST


def _zone(calendar: Calendar) -> str | None:
    """The zone of moments: the one that the calendar names, or else that of most of its times."""
    if zone := known_zone(calendar.said.get("X-WR-TIMEZONE", "")):
        return zone
    said: list[Property | None] = [todo.first("DUE", "DTSTART") for todo in calendar.todos]
    ids = Counter(each.parameters["TZID"] for each in said if each and "TZID" in each.parameters)
    return next((zone for name, _ in ids.most_common(10) if (zone := known_zone(name))), None)
