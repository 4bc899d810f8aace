"""Rules of repeating tasks: the subset of RFC 5545 that people use, read strictly and spelled in one way.

The next day of a rule, and the day that a rule takes from the due date, are computed in PostgreSQL
(`migrations/sql/0012_repeats.sql`): only there the task and the account's zone are known.
"""

import re
from dataclasses import dataclass
from datetime import date

from app.values.limits import REPEAT_LENGTH

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PART = re.compile(r"([A-Z]+)=([A-Z0-9,-]+)")
NUMBER = re.compile("[1-9][0-9]{0,2}")
UNTIL = re.compile("([0-9]{4})([0-9]{2})([0-9]{2})")
# Every month has four of each weekday, and perhaps a fifth: so each period has exactly one such day.
NTH_WEEKDAY = re.compile(f"-?[1-4]({'|'.join(WEEKDAYS)})")
# What a rule may have, in the order of its canonical spelling; and what names a day, for each frequency.
NAMES = ("FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "COUNT", "UNTIL")
NAMES_OF_DAYS = {
    "DAILY": set[str](),
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYMONTHDAY", "BYDAY"},
    "YEARLY": {"BYMONTH", "BYMONTHDAY", "BYDAY"},
}


class NoRule(ValueError):
    """The text is not a rule of the subset. The message completes a sentence that begins with the field's name."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `days` are weekdays, or one nth weekday such as `-1FR`."""

    frequency: str
    interval: int = 1
    month: int | None = None
    month_day: int | None = None
    days: tuple[str, ...] = ()
    count: int | None = None
    until: date | None = None

    def __str__(self) -> str:
        """The canonical spelling."""
        parts = {
            "FREQ": self.frequency,
            "INTERVAL": self.interval if self.interval > 1 else None,
            "BYMONTH": self.month,
            "BYMONTHDAY": self.month_day,
            "BYDAY": ",".join(self.days) or None,
            "COUNT": self.count,
            "UNTIL": self.until and self.until.isoformat().replace("-", ""),
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value is not None)


def parse(text: str) -> Rule:
    """The rule of that text. Raises `NoRule`."""
    parts = _parts(text)
    _check(parts)
    return Rule(
        parts["FREQ"],
        interval=_number(parts.get("INTERVAL", "1"), "INTERVAL", 999),
        month=_number(parts["BYMONTH"], "BYMONTH", 12) if "BYMONTH" in parts else None,
        month_day=_month_day(parts["BYMONTHDAY"]) if "BYMONTHDAY" in parts else None,
        days=_days(parts["BYDAY"], is_weekly=parts["FREQ"] == "WEEKLY") if "BYDAY" in parts else (),
        count=_number(parts["COUNT"], "COUNT", 999) if "COUNT" in parts else None,
        until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
    )


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.split(";") if len(text) <= REPEAT_LENGTH else [""]:
        match = PART.fullmatch(part)
        if match is None or match[1] not in NAMES or match[1] in parts:
            raise NoRule("must be a rule like FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH")
        parts[match[1]] = match[2]
    return parts


def _check(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ")
    if frequency not in NAMES_OF_DAYS:
        raise NoRule("must have FREQ=DAILY, WEEKLY, MONTHLY or YEARLY")
    of_days = {"BYMONTH", "BYMONTHDAY", "BYDAY"} & parts.keys()
    if of_others := sorted(of_days - NAMES_OF_DAYS[frequency]):
        raise NoRule(f"must not have {of_others[0]} with FREQ={frequency}")
    for one, other in (("BYMONTHDAY", "BYDAY"), ("COUNT", "UNTIL")):
        if one in parts and other in parts:
            raise NoRule(f"must not have both {one} and {other}")
    # Without a month RFC 5545 means the nth day of the year, or of each month of it: nobody says that.
    if frequency == "YEARLY" and of_days and "BYMONTH" not in parts:
        raise NoRule("must have BYMONTH where a yearly rule names a day")


def _number(text: str, name: str, most: int) -> int:
    if NUMBER.fullmatch(text) and int(text) <= most:
        return int(text)
    raise NoRule(f"must have {name} from 1 to {most}")


def _month_day(text: str) -> int:
    if text == "-1" or (NUMBER.fullmatch(text) and int(text) <= 31):
        return int(text)
    raise NoRule("must have BYMONTHDAY from 1 to 31, or -1 for the last day")


def _days(text: str, *, is_weekly: bool) -> tuple[str, ...]:
    if not is_weekly:
        if NTH_WEEKDAY.fullmatch(text):
            return (text,)
        raise NoRule("must have one BYDAY like 2TU or -1FR, with 1 to 4 or -1 to -4")
    days = set(text.split(","))
    if days <= set(WEEKDAYS):
        return tuple(day for day in WEEKDAYS if day in days)
    raise NoRule("must have BYDAY with days like MO,TU,WE,TH,FR,SA,SU")


def _until(text: str) -> date:
    try:
        if match := UNTIL.fullmatch(text):
            return date(*map(int, match.groups()))
    except ValueError:
        pass
    raise NoRule("must have UNTIL with a day like 20261231")
