"""A time zone as a VTIMEZONE: the rules that hold from now on, as the zone's file has them in its last line.

Each TZID needs one (RFC 5545, 3.6.5). Most calendars know the zone by its name; Outlook reads these rules. They are two
yearly ones at most, which every calendar reads.
"""

import re
from calendar import monthrange
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from app.account.files.calendar_lines import line, moment

WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")  # numbered as in POSIX
# As POSIX has TZ: `CET-1CEST,M3.5.0,M10.5.0/3`. The package has no other kind of days than these.
NAME = r"(?:<[^>]+>|[A-Za-z]+)"
OFFSET = r"[+-]?[0-9:]+"
DAY = rf"M([0-9]+)\.([0-9])\.([0-9])(?:/({OFFSET}))?"
TZ = re.compile(rf"{NAME}({OFFSET})(?:{NAME}({OFFSET})?,{DAY},{DAY})?")
FIRST_YEAR = 1970
LAST_WEEK = 5
TWO_O_CLOCK = "2"


class Onset(NamedTuple):
    """When an offset begins each year: a weekday in some week of a month, and the seconds after its midnight."""

    month: int
    week: int
    weekday: int
    seconds: int

    @classmethod
    def of(cls, month: str, week: str, weekday: str, at: str | None) -> "Onset":
        """The onset, normalised: at a time of that day."""
        seconds = _seconds(at or TWO_O_CLOCK)
        if int(week) == LAST_WEEK and seconds == 24 * 3600:
            seconds -= 1  # the day after the last Thursday may be in the next month, for which there is no rule
        return cls(int(month), int(week), int(weekday), seconds)

    def lines(self) -> bytes:
        """DTSTART in the first year, and RRULE."""
        days, seconds = divmod(self.seconds, 24 * 3600)
        first = -7 if self.week == LAST_WEEK else 7 * self.week - 6  # of the seven days in which that week's is
        later = [first + place + days for place in range(7)]
        name = WEEKDAYS[(self.weekday + days) % 7]
        place = f"BYDAY={-1 if self.week == LAST_WEEK else self.week}{name}"
        if days:
            place = f"BYDAY={name};BYMONTHDAY={','.join(map(str, later))}"
        last = monthrange(FIRST_YEAR, self.month)[1]
        dates = [datetime(FIRST_YEAR, self.month, number if number > 0 else last + 1 + number) for number in later]  # noqa: DTZ001 - as the clocks show it
        start = next(date for date in dates if WEEKDAYS[date.isoweekday() % 7] == name) + timedelta(seconds=seconds)
        begins = moment(start.isoformat())[:-1]
        return line(f"DTSTART:{begins}") + line(f"RRULE:FREQ=YEARLY;BYMONTH={self.month};{place}")


@cache
def time_zone(name: str) -> bytes:
    """The component for that zone of the package `tzdata`."""
    content = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    found = TZ.fullmatch(content.rstrip(b"\n").rpartition(b"\n")[2].decode())
    if found is None:
        raise ValueError(f"the rules of {name} are of another kind")
    standard, daylight, *days = found.groups()
    offset = -_seconds(standard)
    if days[0] is None:
        parts = _observance("STANDARD", offset, offset, line(f"DTSTART:{FIRST_YEAR}0101T000000"))
    else:
        # Without an offset of its own, summer time is an hour ahead.
        summer = offset + 3600 if daylight is None else -_seconds(daylight)
        parts = _observance("DAYLIGHT", offset, summer, Onset.of(*days[:4]).lines())
        parts += _observance("STANDARD", summer, offset, Onset.of(*days[4:]).lines())
    return b"BEGIN:VTIMEZONE\r\n" + line(f"TZID:{name}") + parts + b"END:VTIMEZONE\r\n"


def _observance(kind: str, before: int, after: int, begins: bytes) -> bytes:
    offsets = line(f"TZOFFSETFROM:{_offset(before)}") + line(f"TZOFFSETTO:{_offset(after)}")
    return line(f"BEGIN:{kind}") + begins + offsets + line(f"END:{kind}")


def _seconds(said: str) -> int:
    """The seconds of `-3`, `5:30` or `50`."""
    hours, *smaller = (int(part) for part in said.lstrip("+-").split(":"))
    seconds = hours * 3600 + sum(part * unit for part, unit in zip(smaller, (60, 1), strict=False))
    return -seconds if said.startswith("-") else seconds


def _offset(seconds: int) -> str:
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}{minutes % 60:02}"
