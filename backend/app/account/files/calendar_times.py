"""When a task of a calendar is due, how it repeats, and when to remind of it."""

from datetime import time, timedelta
from typing import Any

from app.account.files.calendar_lines import ONLY_OWN_RULE, OWN_RULE, for_others
from app.account.files.calendar_source import Property, Todo
from app.account.files.calendar_values import Clock, When, duration, known_zone, plain, quoted, rule, when
from app.account.files.notes import Notes
from app.tasks.repeats import NoRule, parse
from app.values.limits import MAX_REMIND_BEFORE

MIDNIGHT = time()
NO_ACTION = "NONE"  # of an alarm; Apple writes so that there is none


class Times:
    """The fields of one task that are about time. `zone` is that of moments in UTC; `is_own`: we have written it."""

    def __init__(self, todo: Todo, clock: Clock, zone: str, notes: Notes, *, is_own: bool) -> None:
        """Read when the task is due."""
        self._todo, self._clock, self._zone, self._notes, self._is_own = todo, clock, zone, notes, is_own
        self.beside: list[str] = []  # what goes to the description
        self._start = self._when(started := todo.first("DTSTART"))
        self.due = self._when(ends := todo.first("DUE"))
        self._due_zone, self._has_time = zone, False  # also where the time is midnight
        if self.due is None and self._start and started:
            self.due, ends = self._end_of(self._start, started), started
        elif self.due and self._start and started and self._start.local() != self.due.local():
            self._keep_start(started)
        if self.due and ends:
            self._due_zone, self._has_time = self._zone_of(ends), self.due.at is not None
            if self.due.at and self._due_zone != clock.zone:
                notes.once(f"Times of {self._due_zone} stay as the clocks show them there")
            if self.due.at == MIDNIGHT and not is_own:
                self.due = When(self.due.day)
                notes.once("A time of 00:00 is taken as no time")

    def fields(self, *, completed: bool) -> dict[str, Any]:
        """The fields of the task."""
        if self.due is None:
            return {"due_date": None, **self._repeating(completed), "remind_before": self._reminder()}
        at = self.due.at and f"{self.due.at:%H:%M}"
        return {
            "due_date": self.due.day.isoformat(),
            "due_time": at,
            **self._repeating(completed),
            "remind_before": self._reminder(),
        }

    def moment(self, *names: str) -> str | None:
        """The moment that the first property of these names says."""
        said = self._todo.first(*names)
        found = said and when(said.value, is_own=self._is_own)
        return found.moment(self._zone_of(said)) if said and found else None

    def _zone_of(self, said: Property) -> str:
        return known_zone(said.parameters.get("TZID", "")) or self._zone

    def _when(self, said: Property | None) -> When | None:
        if said is None:
            return None
        found = when(said.value, is_own=self._is_own)
        seen = found and found.seen_in(self._zone)
        if seen is None:
            self._notes.at(said.line, f"{said.name} is left out, because {quoted(said.value)} is not a date")
        elif found and found.is_utc and self._zone != self._clock.zone:
            self._notes.once(f"Times of {self._zone} stay as the clocks show them there")
        return seen

    def _end_of(self, start: When, started: Property) -> When:
        said = self._todo.first("DURATION")
        length = said and duration(said.value)
        if length is None:
            if self._todo.first("RRULE") is None:  # with one it is the first of its days
                self._notes.at(started.line, "The start is taken as the due date")
            return start
        try:
            end = start.local() + length
        except OverflowError:
            return start
        return When(end.date(), None if start.at is None and end.time() == MIDNIGHT else end.time())

    def _keep_start(self, started: Property) -> None:
        if self._start:
            at = f" {self._start.at:%H:%M}" if self._start.at else ""
            self.beside.append(f"{self._start.day.isoformat()}{at}")
            self._notes.at(started.line, "The start is now in the description")

    def _repeating(self, completed: bool) -> dict[str, Any]:
        said = self._todo.first("RRULE")
        is_single = (completed and not self._is_own) or self._todo.first("RECURRENCE-ID")
        if said is None and not is_single and (own := self._own(ONLY_OWN_RULE)):
            return own
        if said is None or is_single:
            return {"repeat": None} if self.due else {}
        for name in ("EXDATE", "RDATE", "EXRULE"):
            if single := self._todo.first(name):
                self._notes.at(single.line, f"{name} is left out: a rule cannot leave out or add single days")
        try:
            first = self.due and self.due.day.weekday()
            repeat = rule(said.value, self._due_zone, first=first, has_time=self._has_time, is_own=self._is_own)
        except NoRule as error:
            self._notes.at(said.line, f"The task does not repeat, because its rule {error} ({quoted(said.value)})")
            return {"repeat": None}
        if (own := self._own(OWN_RULE)) and self._in_calendars(own["repeat"]) == repeat:
            return own
        if self.due:
            return {"repeat": repeat}
        self._notes.at(said.line, "The rule has no day to begin with, so it counts from completion")
        return {"repeat_from": "completion", "repeat": repeat}

    def _own(self, name: str) -> dict[str, str] | None:
        """The rule as we have spelled it, which other programs keep."""
        said = self._todo.first(name)
        if said is None:
            return None
        repeat_from = "completion" if said.parameters.get("FROM", "").upper() == "COMPLETION" else "due"
        if self.due is None and repeat_from == "due":
            return None
        try:
            return {"repeat_from": repeat_from, "repeat": str(parse(plain(said.value).strip()))}
        except NoRule:
            return None

    def _in_calendars(self, repeat: str) -> str | None:
        """What a rule of ours has become once another program has it."""
        said = for_others(repeat, has_time=self._has_time)
        try:
            return rule(said, self._due_zone, first=None, has_time=self._has_time, is_own=True)
        except NoRule:
            return None

    def _reminder(self) -> int | None:
        kept: int | None = None
        for alarm in self._todo.alarms:
            said = next((each for each in alarm if each.name == "TRIGGER"), None)
            if said is None or any(each.name == "ACTION" and each.value.strip().upper() == NO_ACTION for each in alarm):
                continue
            is_at_place = any(each.name == "X-APPLE-PROXIMITY" for each in alarm)
            found = "it is for a place" if is_at_place else self._minutes(said)
            if isinstance(found, int) and kept is None:
                kept = found
            elif found != kept:
                reason = "a task has one" if isinstance(found, int) else found
                self._notes.at(said.line, f"The reminder is left out, because {reason}")
        return kept

    def _minutes(self, said: Property) -> int | str:
        """How many minutes before it is due, or why there is no such reminder."""
        if self.due is None:
            return "the task has no due date"
        before = self._before(said, self.due)
        if before is None:
            return f"{quoted(said.value)} is not a time"
        minutes = before // timedelta(minutes=1)
        if minutes < 0:
            return "it is after the due time"
        return minutes if minutes <= MAX_REMIND_BEFORE else "it is more than four weeks before"

    def _before(self, said: Property, due: When) -> timedelta | None:
        """How long before it is due; a reminder may be before the first day that there is."""
        # Without a time of day, reminders are counted from the start of the day.
        counted = When(due.day, time.fromisoformat(self._clock.day_start) if due.at is None else due.at)
        if moment := when(said.value, is_own=self._is_own):
            return counted.since(moment.local(), self._due_zone) if moment.is_utc else counted.local() - moment.local()
        length = duration(said.value)
        if length is None:
            return None
        begins = due if said.parameters.get("RELATED", "").upper() == "END" else self._start or due
        return counted.local() - begins.local() - length
