"""The values of iCalendar as files have them: texts, days, times, durations and rules of repeats."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.account.schemas import time_zones
from app.tasks.repeats import WEEKDAYS, NoRule, Rule, parse

MOMENT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})?(Z)?)?")
DURATION = re.compile(
    r"([+-]?)P(?=[0-9T])(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,8})S)?)?"
)
# What other programs write for "none": the first days of their clocks, and Apple's distant future.
NO_DAYS = {date(1, 1, 1), date(1970, 1, 1)}
NO_YEAR = 4001
MAX_RULE = 500
SHOWN = 40  # how much of a value is quoted
NTH = re.compile("-?[1-4]")


@dataclass(frozen=True, slots=True)
class Clock:
    """The settings of the account that times depend on."""

    zone: str = "UTC"
    day_start: str = "09:00"


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a time on it as clocks show it; `is_utc`: the clocks of UTC."""

    day: date
    at: time | None = None
    is_utc: bool = False

    def local(self) -> datetime:
        """The time without its zone; of a day its beginning."""
        return datetime.combine(self.day, self.at or time())

    def seen_in(self, zone: str) -> "When | None":
        """What clocks of that zone show then. None: a year that there is not."""
        if not self.is_utc:
            return self
        try:
            seen = self.local().replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
        except OverflowError:
            return None
        return When(seen.date(), seen.time())

    def since(self, moment: datetime, zone: str) -> timedelta:
        """How long after that moment of UTC clocks of that zone show it, as `todo.reminder_of` counts."""
        local = self.local()
        at = local.replace(tzinfo=ZoneInfo(zone))
        # What clocks skip is as much later; of what they show twice it is the second.
        offset = min(at.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
        return local - moment - offset  # no moment, which might be before the first year

    def moment(self, zone: str) -> str | None:
        """It as an RFC 3339 text, taken in that zone if it is not in UTC."""
        try:
            moment = self.local().replace(tzinfo=UTC if self.is_utc else ZoneInfo(zone)).astimezone(UTC)
        except OverflowError:
            return None
        return moment.isoformat() if moment.year < 9999 else None


def plain(value: str) -> str:
    """The text, unescaped. By replacing: a pattern would take seconds for megabytes of backslashes."""
    if "\\" not in value:
        return value
    value = value.replace("\\\\", "\0").replace("\\n", "\n").replace("\\N", "\n")
    return value.replace("\\,", ",").replace("\\;", ";").replace("\0", "\\")


def plain_parts(value: str) -> list[str]:
    """The texts between commas, unescaped; each only once, because megabytes may repeat it."""
    marked = value.replace("\\\\", "\0").replace("\\,", "\1")
    return [plain(part.replace("\0", "\\\\").replace("\1", ",")) for part in dict.fromkeys(marked.split(","))]


def quoted(value: str) -> str:
    """The value as a sentence names it."""
    return f"“{value[:SHOWN]}{'…' if len(value) > SHOWN else ''}”"


def when(value: str, *, is_own: bool) -> When | None:
    """The day or time. None: it is none, or stands for none, unless `is_own`: we have written it."""
    found = MOMENT.fullmatch(value.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, is_utc = found.groups()
    try:
        # A leap second is no second here.
        at = time(int(hour), int(minute), min(int(second or 0), 59)) if hour else None
        found_day = date(int(year), int(month), int(day))
    except ValueError:
        return None
    stands_for_none = not is_own and (found_day in NO_DAYS or found_day.year == NO_YEAR)
    return None if stands_for_none else When(found_day, at, is_utc is not None)


def duration(value: str) -> timedelta | None:
    """The duration, which may be negative."""
    found = DURATION.fullmatch(value.strip().upper())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def known_zone(name: str) -> str | None:
    """The time zone of that name, also behind a prefix such as `/mozilla.org/20050126_1/`."""
    parts = name.strip().strip("/").split("/")[-3:]
    return next((zone for start in range(len(parts)) if (zone := "/".join(parts[start:])) in time_zones()), None)


@lru_cache(maxsize=1024)
def rule(value: str, zone: str, *, first: int | None, has_time: bool, is_own: bool) -> str:
    """The rule in our subset. `first`: the weekday of its first day; `is_own`: we have written it. Raises `NoRule`."""
    if len(value) > MAX_RULE:
        raise NoRule("is too long")
    parts = dict(part.strip().partition("=")[::2] for part in value.upper().split(";") if part.strip())
    week_start = parts.pop("WKST", "")
    days = parts.get("BYDAY", "").replace("+", "")
    position = parts.get("BYSETPOS", "")
    if days:
        parts["BYDAY"] = days
    if days in WEEKDAYS and NTH.fullmatch(position):
        parts["BYDAY"] = position + days
        del parts["BYSETPOS"]
    elif position == "-1" and (last := _last_day(parts.get("BYMONTHDAY", ""))):
        parts["BYMONTHDAY"] = last
        del parts["BYSETPOS"]
    if parts.get("FREQ") == "DAILY" and days and parts.get("INTERVAL", "1") == "1":
        parts["FREQ"] = "WEEKLY"
    if until := when(parts.get("UNTIL", ""), is_own=is_own):
        last_day = (until.seen_in(zone) if has_time else until) or until
        parts["UNTIL"] = last_day.day.isoformat().replace("-", "")
    found = parse(";".join(f"{name}={said}" for name, said in parts.items()))
    if first is not None and _is_in_other_weeks(found, first, week_start):
        raise NoRule("has weeks that do not begin on Monday")
    return str(found)


def _is_in_other_weeks(rule: Rule, first: int, week_start: str) -> bool:
    """Whether days that are in one week of ours are in two of that rule, of which it leaves out some."""
    if rule.frequency != "WEEKLY" or rule.interval == 1 or week_start not in WEEKDAYS:
        return False
    start = WEEKDAYS.index(week_start)
    return len({day < start for day in (first, *map(WEEKDAYS.index, rule.days))}) > 1


def _last_day(days: str) -> str | None:
    """The 29th or 30th, or the last day of a shorter month, as our own files have it."""
    last = days.rpartition(",")[2]
    return last if last in {"29", "30"} and days == ",".join(map(str, range(28, int(last) + 1))) else None
