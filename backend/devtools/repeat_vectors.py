"""`python -m devtools.repeat_vectors`: generate `tests/vectors/repeats.json` with python-dateutil, for both sides.

Each vector of `next` says what completing a task does: the day on which it comes next and what is left of its rule, or
null for both after the last occurrence. Each of `spelling` says how a rule is stored, or why it is refused.

dateutil computes every day. It differs from people only in what the 29th, 30th and 31st mean in shorter months: here
these are the last of the days up to then that the month has.
"""

import json
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from dateutil.rrule import rrule, weekday

from app.tasks.repeats import WEEKDAYS, NoRule, Rule, parse

TARGET = Path(__file__).resolve().parent.parent / "tests" / "vectors" / "repeats.json"
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")  # dateutil numbers them from 0
Vector = dict[str, Any]


def with_day(rule: Rule, day: date) -> Rule:
    """The rule, which takes from this day what it does not name."""
    values = {name: getattr(rule, name) for name in Rule.__slots__}
    if rule.frequency == "WEEKLY" and not rule.days:
        values["days"] = (WEEKDAYS[day.weekday()],)
    elif rule.frequency in {"MONTHLY", "YEARLY"} and not rule.days and rule.month_day is None:
        values["month_day"] = day.day
    if rule.frequency == "YEARLY" and rule.month is None:
        values["month"] = day.month
    return Rule(**values)


def occurrences(rule: Rule, start: date) -> Iterator[date]:
    """All occurrences after the first day, in step with it, until the last year, whatever COUNT and UNTIL say."""
    options: dict[str, Any] = {"interval": rule.interval, "dtstart": datetime.combine(start, datetime.min.time())}
    if rule.month is not None:
        options["bymonth"] = rule.month
    if rule.month_day is not None and rule.month_day > 28:
        options |= {"bymonthday": list(range(28, rule.month_day + 1)), "bysetpos": -1}
    elif rule.month_day is not None:
        options["bymonthday"] = rule.month_day
    if rule.days:
        options["byweekday"] = [weekday(WEEKDAYS.index(day[-2:]), int(day[:-2] or 0) or None) for day in rule.days]
    try:
        for each in rrule(FREQUENCIES.index(rule.frequency), **options):
            if each.date() > start:
                yield each.date()
    except ValueError:  # dateutil looks at the days of a week that ends in the year 10000
        return


def completed(rule: Rule, due: date | None, today: date, repeat_from: str) -> tuple[date, Rule] | None:
    """The next day and what is left of the rule; None after the last occurrence."""
    start = due if due and repeat_from == "due" else today
    after = max(start, today)
    for done, day in enumerate(occurrences(with_day(rule, start), start), start=1):
        if (rule.count and done >= rule.count) or (rule.until and day > rule.until):
            return None
        if day > after:
            values = {name: getattr(rule, name) for name in Rule.__slots__}
            return day, Rule(**values | {"count": rule.count and rule.count - done})
    return None


def vector(rule: Rule, due: date | None, today: date, repeat_from: str) -> Vector:
    """One vector. A rule from the due date is stored with its day."""
    if repeat_from == "due" and due:
        rule = with_day(rule, due)
    found = completed(rule, due, today, repeat_from)
    return {
        "repeat": str(rule),
        "repeat_from": repeat_from,
        "due_date": due and due.isoformat(),
        "today": today.isoformat(),
        "next": found and found[0].isoformat(),
        "left": found and str(found[1]),
    }


def _chosen() -> Iterator[Vector]:
    """Days that are known to be difficult, each completed early, on its day, and late."""
    texts = [
        "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;INTERVAL=999", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2",
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;BYDAY=SA,SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU", "FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=2", "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=30", "FREQ=MONTHLY;BYMONTHDAY=29", "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31", "FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=4", "FREQ=YEARLY;BYMONTH=2", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "FREQ=DAILY;COUNT=1",
        "FREQ=DAILY;COUNT=5", "FREQ=WEEKLY;COUNT=2;BYDAY=MO,FR", "FREQ=MONTHLY;COUNT=3", "FREQ=YEARLY;COUNT=2",
        "FREQ=WEEKLY;UNTIL=20270115", "FREQ=MONTHLY;UNTIL=20260228",
    ]  # fmt: skip
    days = [
        "2024-02-29", "2025-12-30", "2026-01-01", "2026-01-29", "2026-01-30", "2026-01-31", "2026-02-27",
        "2026-02-28", "2026-12-29", "2026-12-31", "2027-12-31", "2028-02-28", "2028-02-29", "2100-02-28",
    ]  # fmt: skip
    for text in texts:
        for due in map(date.fromisoformat, days):
            for late in (-40, 0, 1, 45):
                yield vector(parse(text), due, due + timedelta(days=late), "due")
            yield vector(parse(text), due, due + timedelta(days=3), "completion")
        yield vector(parse(text), None, date(2026, 1, 31), "completion")
        yield vector(parse(text), date(9999, 12, 30), date(2026, 1, 31), "due")
        yield vector(parse(text), date(9999, 12, 31), date(9999, 12, 31), "due")


def _chains() -> Iterator[Vector]:
    """A task that is completed on each of its days, one after the other."""
    for text, first, times in [
        ("FREQ=MONTHLY", "2026-01-31", 26),
        ("FREQ=YEARLY", "2024-02-29", 12),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-30", 14),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "2026-12-01", 12),
        ("FREQ=DAILY;COUNT=7", "2026-12-28", 9),
        ("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270113", "2026-12-28", 9),
    ]:
        rule, due = parse(text), date.fromisoformat(first)
        for _ in range(times):
            yield vector(rule, due, due, "due")
            if (found := completed(with_day(rule, due), due, due, "due")) is None:
                break
            due, rule = found


def _far() -> Iterator[Vector]:
    """Due dates that are thousands of years away."""
    for text in ["FREQ=DAILY;INTERVAL=997", "FREQ=WEEKLY;INTERVAL=5;BYDAY=MO,SU", "FREQ=MONTHLY;BYMONTHDAY=31",
                 "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;INTERVAL=7;BYDAY=-4WE;COUNT=999"]:  # fmt: skip
        for first in ("0001-01-01", "0001-12-31", "1582-10-10", "1900-02-28"):
            yield vector(parse(text), date.fromisoformat(first), date(2026, 11, 28), "due")


def _random(source: random.Random) -> Iterator[Vector]:
    while True:
        frequency = source.choice(FREQUENCIES)
        days: tuple[str, ...] = ()
        month = month_day = None
        if frequency == "WEEKLY":
            days = tuple(day for day in WEEKDAYS if source.random() < 0.3)
        elif frequency != "DAILY":
            kind = source.randrange(3)
            month = source.randint(1, 12) if frequency == "YEARLY" and (kind or source.random() < 0.3) else None
            month_day = source.choice([*range(1, 32), -1, 29, 30, 31]) if kind == 1 else None
            days = (f"{source.choice([1, 2, 3, 4, -1, -1, -2, -3, -4])}{source.choice(WEEKDAYS)}",) if kind == 2 else ()
        due = date(1990, 1, 1) + timedelta(days=source.randrange(30_000))
        late = source.choice([0, 0, 1, -1, source.randint(-30, 60), source.randint(-900, 1500)])
        limit = source.randrange(6)
        rule = Rule(
            frequency,
            source.choice([1, 1, 1, 2, 3, source.randint(4, 30)]),
            month,
            month_day,
            days,
            count=source.choice([1, 2, 3, source.randint(1, 999)]) if limit == 0 else None,
            until=due + timedelta(days=source.randint(-10, 800)) if limit == 1 else None,
        )
        repeat_from = source.choice(["due", "due", "due", "completion"])
        yield vector(rule, due, due + timedelta(days=late), repeat_from)


REFUSED = [
    "", " ", "FREQ", "FREQ=", "FREQ=DAILY;", ";FREQ=DAILY", "FREQ=DAILY;;COUNT=2", "freq=daily", "FREQ=daily",
    "Freq=DAILY", " FREQ=DAILY", "FREQ=DAILY ", "FREQ = DAILY", "FREQ=DAILY; COUNT=2", "FREQ=DAILY\n",
    "RRULE:FREQ=DAILY", "INTERVAL=2", "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9",
    "FREQ=DAILY;FREQ=WEEKLY", "FREQ=DAILY;WKST=SU", "FREQ=WEEKLY;BYSETPOS=1", "FREQ=YEARLY;BYYEARDAY=100",
    "FREQ=YEARLY;BYWEEKNO=20", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=1000",
    "FREQ=DAILY;INTERVAL=01", "FREQ=DAILY;INTERVAL=1.5", "FREQ=DAILY;INTERVAL=99999999999999999999",
    "FREQ=DAILY;INTERVAL=\u0663", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=1000", "FREQ=DAILY;COUNT=2;UNTIL=20261231",
    "FREQ=DAILY;COUNT=2;COUNT=3", "FREQ=DAILY;UNTIL=20260229", "FREQ=DAILY;UNTIL=2026", "FREQ=DAILY;UNTIL=00000101",
    "FREQ=DAILY;UNTIL=20261231T000000Z", "FREQ=DAILY;UNTIL=2026-12-31", "FREQ=DAILY;BYDAY=MO", "FREQ=DAILY;BYMONTH=2",
    "FREQ=DAILY;BYMONTHDAY=2", "FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=MO,",
    "FREQ=WEEKLY;BYDAY=1MO", "FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=WEEKLY;BYMONTH=1", "FREQ=MONTHLY;BYDAY=MO",
    "FREQ=MONTHLY;BYDAY=5MO", "FREQ=MONTHLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=-5MO", "FREQ=MONTHLY;BYDAY=1MO,2MO",
    "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=-2",
    "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=1MO", "FREQ=MONTHLY;BYMONTH=1",
    "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=0", "FREQ=YEARLY;BYMONTH=1,7", "FREQ=YEARLY;BYDAY=2TU",
    "FREQ=YEARLY;BYMONTHDAY=2", "FREQ=\uff24\uff21\uff29\uff2c\uff39", "FREQ=DAILY\x00",
    "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 30),
]  # fmt: skip
STORED = [
    "FREQ=DAILY", "INTERVAL=1;FREQ=DAILY", "COUNT=3;FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=WEEKLY;BYDAY=TH,TU", "FREQ=WEEKLY;BYDAY=SU,MO,SU", "FREQ=WEEKLY;COUNT=9", "FREQ=WEEKLY;UNTIL=20270101",
    "FREQ=MONTHLY", "FREQ=MONTHLY;COUNT=12", "UNTIL=20301231;FREQ=MONTHLY", "BYDAY=-1FR;FREQ=MONTHLY",
    "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=-1;INTERVAL=3", "FREQ=YEARLY",
    "FREQ=YEARLY;INTERVAL=2;COUNT=2", "FREQ=YEARLY;BYMONTH=2", "FREQ=YEARLY;BYMONTHDAY=29;BYMONTH=2",
    "FREQ=YEARLY;BYDAY=4TH;BYMONTH=11", "FREQ=YEARLY;BYMONTH=6;UNTIL=20301231",
]  # fmt: skip


def _spellings() -> Iterator[Vector]:
    for text in STORED:
        for day in (None, date(2026, 1, 31), date(2028, 2, 29), date(2026, 11, 24)):
            for repeat_from in ("due", "completion") if day else ("completion",):
                rule = with_day(parse(text), day) if day and repeat_from == "due" else parse(text)
                due = day and day.isoformat()
                yield {"repeat": text, "repeat_from": repeat_from, "due_date": due, "stored": str(rule)}
    for text in REFUSED:
        try:
            parse(text)
        except NoRule as error:
            due, refusal = "2026-11-24", f"Repeat {error}"
            yield {"repeat": text, "repeat_from": "due", "due_date": due, "refusal": refusal}
        else:
            raise AssertionError(f"{text!r} is a rule")


def vectors() -> dict[str, list[Vector]]:
    """All vectors, the same with each call."""
    source = random.Random(2026)  # noqa: S311
    chosen = [*_chosen(), *_chains(), *_far()]
    unlike = {json.dumps(each): each for each in [*chosen, *islice(_random(source), 2000)]}
    return {"next": list(unlike.values()), "spelling": list(_spellings())}


def main() -> None:
    """Write the file, a vector in each line."""
    parts = [
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(each, ensure_ascii=True) for each in some) + "\n]"
        for name, some in vectors().items()
    ]
    TARGET.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
