"""What a reminder by mail says, as text and as simple HTML."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from unicodedata import category
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.reminders.reminder import Reminder

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

BREAKS = {"Cc", "Zl", "Zp"}  # control characters, separators of lines and paragraphs


@dataclass(frozen=True)
class Letter:
    """The parts of a mail."""

    subject: str
    text: str
    html: str


def letter_of(reminder: Reminder, site: str, now: datetime) -> Letter:
    """The mail about this task, with links to that site."""
    title = _one_line(reminder.title)
    due = f"Due {due_in_words(reminder, now)}."
    task, settings = f"{site}/all?task={reminder.task_id}", f"{site}/account"
    why = "You get this mail because reminders by email are on."
    text = f"{title}\n\n{due}\n\nOpen the task:\n{task}\n\n{why} Switch them off in your account:\n{settings}\n"
    html = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>
<body style="font-family: sans-serif; line-height: 1.5">
<p><strong>{escape(title)}</strong></p>
<p>{due}</p>
<p><a href="{escape(task)}">Open the task</a></p>
<p>{why} <a href="{escape(settings)}">Switch them off in your account</a></p>
</body></html>
"""
    return Letter(title, text, html)


def _one_line(title: str) -> str:
    """The title as a subject, in which a line break would begin another header."""
    return " ".join("".join(" " if category(each) in BREAKS else each for each in title).split()) or "Reminder"


def due_in_words(reminder: Reminder, now: datetime) -> str:
    """When the task is due, as somebody says it who reads this then and there."""
    today = now.astimezone(_zone(reminder.time_zone)).date()
    time = f" at {reminder.due_time}" if reminder.due_time else ""
    return f"{_day(reminder.due_date, today)}{time}"


def _day(day: date, today: date) -> str:
    near = {today - timedelta(1): "yesterday", today: "today", today + timedelta(1): "tomorrow"}
    if day in near:
        return near[day]
    year = "" if day.year == today.year else f" {day.year}"
    return f"on {WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}{year}"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):  # PostgreSQL does the same with a name that it does not know
        return ZoneInfo("UTC")
