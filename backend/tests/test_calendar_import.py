"""Tasks from calendar files, as Apple Reminders, Nextcloud, Thunderbird and others write them."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Arrive, Sql
from tests.service import Person, refused
from tests.test_export_and_import import content_of, export, send_tasks

PATH = "/api/me/import"
AS_CALENDAR = {"Content-Type": "text/calendar"}


def calendar(*todos: str, head: str = "") -> bytes:
    """A calendar of these tasks, of which each says its own lines."""
    parts = "".join(f"BEGIN:VTODO\n{todo.strip()}\nEND:VTODO\n" for todo in todos)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//EN\n{head}{parts}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def bring(person: Person, content: bytes, **query: str) -> dict[str, Any]:
    answer = person.client.post(PATH, content=content, headers=AS_CALENDAR, params=query)
    assert answer.status_code == 200, answer.text
    counts: dict[str, Any] = answer.json()["data"]
    return counts


def refusal(person: Person, content: bytes) -> str:
    sentence = refused(person.client.post(PATH, content=content, headers=AS_CALENDAR), 422)
    assert person.tasks() == []
    return sentence


def set_clock(person: Person, **settings: str) -> None:
    answer = person.client.patch("/api/me/settings", json=settings)
    assert answer.status_code == 200, answer.text


def the_one(person: Person, *lines: str, head: str = "") -> dict[str, Any]:
    """The task that this VTODO becomes; nothing of it is lost."""
    counts = bring(person, calendar("UID:one\n" + "\n".join(lines), head=head))
    assert counts["notes"] == [], counts
    (task,) = person.tasks()
    return task


def noted(person: Person, *lines: str, head: str = "") -> tuple[dict[str, Any], list[str]]:
    """The task that this VTODO becomes, and what is said of it."""
    counts = bring(person, calendar("UID:one\n" + "\n".join(lines), head=head))
    (task,) = person.tasks()
    return task, counts["notes"]


def test_a_task_has_all_that_the_calendar_says_of_it(alice: Person) -> None:
    set_clock(alice, time_zone="Europe/Berlin")
    task = the_one(
        alice,
        "SUMMARY:Buy milk\\, bread; and\n  more",
        "DESCRIPTION:Two litres\\nthe blue one \\\\o/",
        "DUE;TZID=Europe/Berlin:20310203T170500",
        "PRIORITY:1",
        "CATEGORIES:home,a\\, b",
        "CATEGORIES:Shop",
        "STATUS:IN-PROCESS",
        "CREATED:20300102T030405Z",
        "LAST-MODIFIED:20300203T040506Z",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,MO;WKST=MO",
        "BEGIN:VALARM",
        "TRIGGER;RELATED=END:-PT1H30M",
        "ACTION:DISPLAY",
        "DESCRIPTION:not that of the task",
        "END:VALARM",
        head="X-WR-TIMEZONE:Europe/Berlin\n",
    )
    expected = {
        "title": "Buy milk, bread; and more",
        "description": "Two litres\nthe blue one \\o/",
        "due_date": "2031-02-03",
        "due_time": "17:05",
        "priority": 3,
        "tags": ["home", "a, b", "Shop"],
        "completed": False,
        "created_at": "2030-01-02T03:04:05.000000Z",
        "updated_at": "2030-02-03T04:05:06.000000Z",
        "repeat": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU",
        "repeat_from": "due",
        "remind_before": 90,
        "list_id": None,
    }
    assert {name: task[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("due", "day", "at"),
    [
        ("DUE;VALUE=DATE:20310203", "2031-02-03", None),
        ("DUE:20310203", "2031-02-03", None),
        ("DUE:20310203T170559", "2031-02-03", "17:05"),
        ("DUE;TZID=Europe/Berlin:20310203T170500", "2031-02-03", "17:05"),
        ('DUE;X-A="b:c;d";TZID="Europe/Berlin":20310203T170500', "2031-02-03", "17:05"),
        # A moment is what the clocks of the account show then.
        ("DUE:20310203T233000Z", "2031-02-04", "00:30"),
        ("DTSTART:20310203T120000Z\nDURATION:P1DT2H", "2031-02-04", "15:00"),
    ],
)
def test_a_due_date_is_what_the_clocks_show(alice: Person, due: str, day: str, at: str | None) -> None:
    set_clock(alice, time_zone="Europe/Berlin")
    (due_date, due_time) = (task := the_one(alice, "SUMMARY:x", due))["due_date"], task["due_time"]
    assert (due_date, due_time) == (day, at)


def test_a_moment_is_in_the_zone_of_the_calendar_if_it_says_one(alice: Person) -> None:
    task, notes = noted(alice, "SUMMARY:x", "DUE:20310203T120000Z", head="X-WR-TIMEZONE:Asia/Tokyo\n")
    assert task["due_time"] == "21:00"
    assert notes == ["Times of Asia/Tokyo stay as the clocks show them there"]


@pytest.mark.parametrize(
    ("lines", "day", "said"),
    [
        (["DTSTART;VALUE=DATE:20310203"], "2031-02-03", "Line 6: The start is taken as the due date"),
        (["DUE:20310203T000000"], "2031-02-03", "A time of 00:00 is taken as no time"),
        (["DUE:20310230"], None, "Line 6: DUE is left out, because “20310230” is not a date"),
        (["DUE:20131009T170000T"], None, "Line 6: DUE is left out, because “20131009T170000T” is not a date"),
        (["DTSTART;VALUE=DATE:20310102", "DUE;VALUE=DATE:20310203"], "2031-02-03", "Line 6: The start is now in"),
    ],
)
def test_what_becomes_of_other_days_is_said(alice: Person, lines: list[str], day: str | None, said: str) -> None:
    task, notes = noted(alice, *lines, "SUMMARY:x")
    assert task["due_date"] == day
    assert [note for note in notes if note.startswith(said)], notes


@pytest.mark.parametrize(
    ("lines", "is_done", "at"),
    [
        ("STATUS:COMPLETED\nCOMPLETED:20300102T030405Z", True, "2030-01-02T03:04:05.000000Z"),
        ("COMPLETED:20300102T030405Z\nPERCENT-COMPLETE:0", True, "2030-01-02T03:04:05.000000Z"),
        ("PERCENT-COMPLETE:100", True, None),
        ("STATUS:NEEDS-ACTION\nPERCENT-COMPLETE:100", False, None),
        ("STATUS:completed", True, None),
        ("STATUS:IN-PROCESS", False, None),
    ],
)
def test_what_is_done_is_completed(alice: Person, lines: str, is_done: bool, at: str | None) -> None:
    task = the_one(alice, "SUMMARY:x", lines)
    assert (task["completed"], task["completed_at"]) == (is_done, at)


def test_a_moment_with_a_zone_is_in_that_zone(alice: Person) -> None:
    set_clock(alice, time_zone="America/New_York")
    task = the_one(
        alice,
        "SUMMARY:x",
        "CREATED;TZID=Asia/Tokyo:20260102T080000",
        "COMPLETED;TZID=/mozilla.org/20050126_1/Europe/Berlin:20260203T130000",
    )
    assert (task["created_at"], task["completed_at"]) == (
        "2026-01-01T23:00:00.000000Z",
        "2026-02-03T12:00:00.000000Z",
    )
    task = the_one(alice, "SUMMARY:x", "COMPLETED;TZID=Nowhere:20260203T130000")
    assert task["completed_at"] == "2026-02-03T18:00:00.000000Z"


def test_what_is_cancelled_is_completed_and_said_to_be(alice: Person) -> None:
    task, notes = noted(alice, "SUMMARY:x", "STATUS:CANCELLED")
    assert task["completed"]
    assert notes == ["Line 7: The task is cancelled, which becomes completed"]


@pytest.mark.parametrize(
    ("said", "priority"), [("1", 3), ("4", 3), ("5", 2), ("6", 1), ("9", 1), ("0", 0), ("", 0), ("x", 0), ("10", 0)]
)
def test_priorities_become_ours(alice: Person, said: str, priority: int) -> None:
    assert the_one(alice, "SUMMARY:x", f"PRIORITY:{said}")["priority"] == priority


@pytest.mark.parametrize(
    ("rule", "repeat"),
    [
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=1MO"),
        ("FREQ=MONTHLY;BYDAY=+2TU", "FREQ=MONTHLY;BYDAY=2TU"),
        ("freq=daily;count=5", "FREQ=DAILY;COUNT=5"),
        ("FREQ=DAILY;UNTIL=20310301T000000Z", "FREQ=DAILY;UNTIL=20310301"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "FREQ=MONTHLY;BYMONTHDAY=30"),
    ],
)
def test_a_rule_is_taken_as_it_is_meant(alice: Person, rule: str, repeat: str) -> None:
    assert the_one(alice, "SUMMARY:x", "DUE;VALUE=DATE:20310203", f"RRULE:{rule}")["repeat"] == repeat


@pytest.mark.parametrize("rule", ["FREQ=HOURLY", "FREQ=YEARLY;BYMONTH=1,7", "FREQ=DAILY;INTERVAL=0", "x" * 200_000])
def test_a_rule_that_cannot_be_kept_is_said_and_the_task_is_kept(alice: Person, rule: str) -> None:
    task, (note,) = noted(alice, "SUMMARY:x", "DUE;VALUE=DATE:20310203", f"RRULE:{rule}")
    assert (task["due_date"], task["repeat"]) == ("2031-02-03", None)
    assert note.startswith("Line 8: The task does not repeat, because its rule")
    assert len(note) < 300


@pytest.mark.parametrize(
    ("due", "rule", "repeat"),
    [
        ("20270103", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", None),
        ("20270103", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU", None),  # a Sunday
        ("20270105", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA;WKST=TH", None),
        ("20270104", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"),
        ("20270103", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        ("20270103", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        ("20270103", "FREQ=WEEKLY;BYDAY=SU,MO;WKST=SU", "FREQ=WEEKLY;BYDAY=MO,SU"),
        ("20270103", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=XX", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU"),
        ("20270103", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU;WKST=SU", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU"),
    ],
)
def test_a_rule_whose_weeks_begin_on_another_day_is_kept_if_it_has_the_same_days(
    alice: Person, due: str, rule: str, repeat: str | None
) -> None:
    task, notes = noted(alice, "SUMMARY:x", f"DUE;VALUE=DATE:{due}", f"RRULE:{rule}")
    assert task["repeat"] == repeat
    said = f"Line 8: The task does not repeat, because its rule has weeks that do not begin on Monday (“{rule[:40]}"
    assert [note[: len(said)] for note in notes] == ([] if repeat else [said])


def test_the_last_day_of_a_rule_whose_times_are_midnight_is_kept(alice: Person) -> None:
    set_clock(alice, time_zone="Europe/Berlin")
    due = "DUE;TZID=Europe/Berlin:20261127T000000"
    task, notes = noted(alice, "SUMMARY:x", due, "RRULE:FREQ=DAILY;UNTIL=20261130T230000Z")
    assert (task["due_time"], task["repeat"]) == (None, "FREQ=DAILY;UNTIL=20261201")
    assert notes == ["A time of 00:00 is taken as no time"]


def test_a_rule_without_a_day_is_counted_from_completion(alice: Person) -> None:
    task, notes = noted(alice, "SUMMARY:x", "RRULE:FREQ=DAILY")
    assert (task["repeat"], task["repeat_from"]) == ("FREQ=DAILY", "completion")
    assert notes == ["Line 7: The rule has no day to begin with, so it counts from completion"]


def test_days_beside_a_rule_are_said(alice: Person) -> None:
    task, notes = noted(alice, "SUMMARY:x", "DUE;VALUE=DATE:20310203", "RRULE:FREQ=DAILY", "EXDATE;VALUE=DATE:20310205")
    assert task["repeat"] == "FREQ=DAILY"
    assert notes == ["Line 9: EXDATE is left out: a rule cannot leave out or add single days"]


def test_one_day_of_a_series_is_neither_its_end_nor_a_second_series(alice: Person) -> None:
    done = "UID:s\nSUMMARY:Water\nRECURRENCE-ID:20310203T120000Z\nSTATUS:COMPLETED\nCOMPLETED:20310203T130000Z"
    moved = "UID:s\nSUMMARY:Water\nRECURRENCE-ID:20310205T120000Z\nDUE:20310206T120000Z"
    counts = bring(alice, calendar(done, "UID:s\nSUMMARY:Water\nDUE:20310203T120000Z\nRRULE:FREQ=DAILY", moved))
    tasks = sorted((task["completed"], task["repeat"]) for task in alice.tasks())
    assert tasks == [(False, "FREQ=DAILY"), (True, None)]
    assert counts["notes"] == [
        "Line 4: This completed day of a series becomes a task of its own",
        "Line 17: This moved day of a series is left out",
    ]


@pytest.mark.parametrize(
    ("due", "trigger", "minutes"),
    [
        ("DUE:20310203T120000", "TRIGGER:-PT15M", 15),
        ("DUE:20310203T120000", "TRIGGER;RELATED=START:-P1W", 10080),
        ("DUE:20310203T120000", "TRIGGER:PT0S", 0),
        ("DUE;TZID=America/Chicago:20310203T120000", "TRIGGER;VALUE=DATE-TIME:20310203T174500Z", 15),
        # Without a time of day: before the account's start of the day, which is at nine.
        ("DUE;VALUE=DATE:20310203", "TRIGGER:PT9H", 0),
        ("DUE;VALUE=DATE:20310203", "TRIGGER:-PT15H", 1440),
    ],
)
def test_an_alarm_becomes_a_reminder(alice: Person, due: str, trigger: str, minutes: int) -> None:
    set_clock(alice, time_zone="America/Chicago")
    task = the_one(alice, "SUMMARY:x", due, f"BEGIN:VALARM\n{trigger}\nEND:VALARM")
    assert task["remind_before"] == minutes


@pytest.mark.parametrize(
    ("due", "at", "minutes"),
    [
        ("DUE;TZID=Europe/Berlin:21011031T090000", "21011029T220000Z", 34 * 60),
        ("DUE;TZID=Europe/Berlin:21011030T090000", "21011029T220000Z", 10 * 60),  # the night of 25 hours
        ("DUE;TZID=Europe/Berlin:21010327T090000", "21010327T003000Z", 6 * 60 + 30),  # and the one of 23
        ("DUE;TZID=Europe/Berlin:21011030T023000", "21011030T000000Z", 90),  # clocks show that twice: the second
        ("DUE;TZID=Europe/Berlin:21010327T023000", "21010327T000000Z", 90),  # clocks skip that: as much later
        ("DUE;VALUE=DATE:21011030", "21011029T220000Z", 10 * 60),
        ("DUE:21011030T080000Z", "21011029T220000Z", 10 * 60),
    ],
)
def test_an_alarm_at_a_moment_comes_then_also_when_clocks_change_in_between(
    alice: Person, sql: Sql, due: str, at: str, minutes: int
) -> None:
    set_clock(alice, time_zone="Europe/Berlin")
    task = the_one(alice, "SUMMARY:x", due, f"BEGIN:VALARM\nTRIGGER;VALUE=DATE-TIME:{at}\nEND:VALARM")
    assert task["remind_before"] == minutes
    (moment,) = sql.execute("SELECT remind_at FROM todo.task WHERE user_id = %s", [alice.id]).fetchone() or [None]
    assert f"{moment:%Y%m%dT%H%M%SZ}" == at


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
@pytest.mark.parametrize("due", ["DUE:00010102T000000", "DUE;VALUE=DATE:00010102", "DUE:99991231T235959"])
@pytest.mark.parametrize("at", ["00010101T000000Z", "99991231T235959Z", "00010102T000000Z"])
def test_alarms_at_the_first_and_the_last_moments_are_no_error(alice: Person, zone: str, due: str, at: str) -> None:
    set_clock(alice, time_zone=zone)
    alarm = f"BEGIN:VALARM\nTRIGGER;VALUE=DATE-TIME:{at}\nEND:VALARM"
    bring(alice, calendar(f"UID:one\nSUMMARY:x\n{due}\n{alarm}"))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["DUE:20310203T120000", "BEGIN:VALARM", "TRIGGER:PT15M", "END:VALARM"], "it is after the due time"),
        (["BEGIN:VALARM", "TRIGGER:-PT15M", "END:VALARM"], "the task has no due date"),
        (["DUE:20310203T120000", "BEGIN:VALARM", "TRIGGER:-P5W", "END:VALARM"], "it is more than four weeks before"),
        (["DUE:20310203T120000", "BEGIN:VALARM", "TRIGGER:soon", "END:VALARM"], "“soon” is not a time"),
        (
            ["BEGIN:VALARM", "TRIGGER;VALUE=DATE-TIME:19760401T005545Z", "X-APPLE-PROXIMITY:ARRIVE", "END:VALARM"],
            "it is for a place",
        ),
    ],
)
def test_a_reminder_that_cannot_be_kept_is_said(alice: Person, lines: list[str], reason: str) -> None:
    task, (note,) = noted(alice, "SUMMARY:x", *lines)
    assert task["remind_before"] is None
    assert note.endswith(f": The reminder is left out, because {reason}"), note


def test_an_alarm_that_does_nothing_is_no_reminder(alice: Person) -> None:
    # As Apple writes that there is none.
    none = ["BEGIN:VALARM", "TRIGGER;VALUE=DATE-TIME:19760401T005545Z", "ACTION:NONE", "END:VALARM"]
    assert the_one(alice, "SUMMARY:x", "DUE:20310203T120000", *none)["remind_before"] is None
    alarm = ["BEGIN:VALARM", "TRIGGER:-PT5M", "ACTION:DISPLAY", "END:VALARM"]
    assert the_one(alice, "SUMMARY:x", "DUE:20310203T120000", *none, *alarm)["remind_before"] == 5


def test_of_several_reminders_the_first_is_kept(alice: Person) -> None:
    alarms = [line for minutes in (5, 30) for line in ("BEGIN:VALARM", f"TRIGGER:-PT{minutes}M", "END:VALARM")]
    task, notes = noted(alice, "SUMMARY:x", "DUE:20310203T120000", *alarms)
    assert task["remind_before"] == 5
    assert notes == ["Line 12: The reminder is left out, because a task has one"]


def test_a_long_title_goes_on_in_the_description(alice: Person) -> None:
    title = "word " * 30
    task, notes = noted(alice, f"SUMMARY:{title}", "DESCRIPTION:More")
    assert task["title"] == ("word " * 20).strip()
    assert task["description"] == f"{title.strip()}\n\nMore"
    assert notes == ["Line 6: The title is longer than 100 characters and goes on in the description"]


def test_texts_that_are_too_long_are_cut_and_it_is_said(alice: Person) -> None:
    tags = ",".join(f"t{n}" for n in range(25))
    task, notes = noted(
        alice, "SUMMARY:x", f"DESCRIPTION:{'y' * 1234}", f"CATEGORIES:{tags},T1", "CATEGORIES:" + "z" * 41
    )
    assert task["description"] == "y" * 1000
    assert task["tags"] == [f"t{n}" for n in range(20)]
    assert notes == ["Line 4: 234 characters of the description are cut off", "Line 4: 6 tags are left out"]


def test_a_task_without_a_title_gets_one(alice: Person) -> None:
    bring(alice, calendar("UID:a\nDESCRIPTION:Call mum\\nand dad", "UID:b\nSUMMARY: "))
    assert sorted(task["title"] for task in alice.tasks()) == ["(untitled)", "Call mum"]


def test_a_place_and_an_address_are_in_the_description(alice: Person) -> None:
    task = the_one(alice, "SUMMARY:x", "LOCATION:Room 1\\, left", "URL:https://example.com/a;b", "GEO:1.5;2.5")
    assert task["description"] == "Room 1, left\nhttps://example.com/a;b\n1.5;2.5"


def test_names_of_what_is_ignored_are_said(alice: Person) -> None:
    event = "BEGIN:VEVENT\nUID:e\nSUMMARY:Not a task\nEND:VEVENT\n"
    todo = "UID:a\nSUMMARY:x\nSEQUENCE:1\nORGANIZER:mailto:a@example.com\nATTACH:https://example.com"
    counts = bring(alice, calendar(todo, head=event + event))
    assert [task["title"] for task in alice.tasks()] == ["x"]
    assert counts["left_out"] == ["ORGANIZER", "ATTACH"]
    assert counts["notes"] == ["2 entries that are no tasks are left out"]


def test_a_calendar_with_a_name_is_a_list(alice: Person) -> None:
    first, second = (calendar(f"UID:{n}\nSUMMARY:{n}", head=f"X-WR-CALNAME:{n}\\, x\n") for n in "ab")
    counts = bring(alice, first + second)
    assert counts["lists"]["created"] == 2
    names = {each["id"]: each["name"] for each in alice.client.get("/api/lists").json()["data"]}
    assert {task["title"]: names[task["list_id"]] for task in alice.tasks()} == {"a": "a, x", "b": "b, x"}


def test_tasks_are_below_their_parents(alice: Person) -> None:
    counts = bring(
        alice,
        calendar(
            "UID:c\nSUMMARY:c\nRELATED-TO:b",
            "UID:a\nSUMMARY:a\nRELATED-TO;RELTYPE=CHILD:b\nRELATED-TO;RELTYPE=SIBLING:d\nRELATED-TO;RELTYPE=CHILD:x",
            "UID:b\nSUMMARY:b",
            "UID:d\nSUMMARY:d\nRELATED-TO;RELTYPE=PARENT:a",
        ),
    )
    assert parents(alice) == {"a": None, "b": "a", "c": "b", "d": "a"}
    assert counts["notes"] == [
        "Line 13: The relation “SIBLING” is left out",
        "Line 14: The task that is said to be below this one is not in the file",
    ]


def parents(person: Person) -> dict[str, str | None]:
    tasks = person.tasks()
    titles = {task["id"]: task["title"] for task in tasks}
    return {task["title"]: titles.get(task["parent_id"]) for task in tasks}


def test_circles_are_cut_and_deep_tasks_come_up(alice: Person) -> None:
    chain = [f"UID:{n}\nSUMMARY:{n}\nRELATED-TO:{n - 1}" for n in range(1, 8)]
    circle = ["UID:x\nSUMMARY:x\nRELATED-TO:y", "UID:y\nSUMMARY:y\nRELATED-TO:x", "UID:z\nSUMMARY:z\nRELATED-TO:z"]
    counts = bring(alice, calendar(*chain, *circle))
    expected = {"1": None, "2": "1", "3": "2", "4": "3", "5": "4", "6": "4", "7": "4", "x": "y", "y": None, "z": None}
    assert parents(alice) == expected
    assert [note.partition(": ")[2] for note in counts["notes"]] == [
        "The task is on the top level, because its parent is not in the file",
        "The task is one level higher, because tasks have at most 5 levels",
        "The task is one level higher, because tasks have at most 5 levels",
        "The task is on the top level, because it is below itself",
        "The task is on the top level, because it is below itself",
    ]


def test_tasks_are_in_the_order_of_the_calendar(alice: Person) -> None:
    todos = [
        f"UID:{title}\nSUMMARY:{title}{order}"
        for title, order in [
            ("x", ""),
            ("c", "\nX-APPLE-SORT-ORDER:30"),
            ("a", "\nX-APPLE-SORT-ORDER:-1"),
            ("b", "\nX-APPLE-SORT-ORDER:2"),
        ]
    ]
    bring(alice, calendar(*todos))
    listed = alice.client.get("/api/tasks", params={"sort": "position"}).json()["data"]
    assert [task["title"] for task in listed] == ["a", "b", "c", "x"]


def test_a_file_that_is_imported_twice_doubles_nothing(alice: Person) -> None:
    file = calendar(
        "UID:a@example.com\nSUMMARY:a\nCOMPLETED:20300102T030405Z\nDUE;VALUE=DATE:20310203",
        "SUMMARY:without a UID\nRELATED-TO:a@example.com",
        "SUMMARY:without a UID",
        head="X-WR-CALNAME:Home\n",
    )
    assert bring(alice, file)["created"] == 3
    before = export(alice)
    counts = bring(alice, file)
    assert (counts["created"], counts["updated"], counts["unchanged"]) == (0, 0, 3)
    assert export(alice) == before


def test_two_people_import_the_same_file(alice: Person, bob: Person) -> None:
    file = calendar("UID:a\nSUMMARY:a")
    assert bring(alice, file)["created"] == bring(bob, file)["created"] == 1


def test_the_last_of_two_tasks_with_the_same_uid_is_kept(alice: Person) -> None:
    counts = bring(alice, calendar("UID:a\nSUMMARY:old", "UID:a\nSUMMARY:new"))
    assert [task["title"] for task in alice.tasks()] == ["new"]
    assert counts["notes"] == ["Line 4: The task is left out, because another one has the same UID"]


def test_a_preview_stores_nothing_and_an_undo_takes_all_of_it_back(alice: Person) -> None:
    file = calendar("UID:a\nSUMMARY:a", "UID:b\nSUMMARY:b\nRELATED-TO:a", head="X-WR-CALNAME:Home\n")
    assert bring(alice, file, dry_run="true")["created"] == 2
    assert alice.tasks() == []
    answer = alice.client.post(PATH, content=file, headers=AS_CALENDAR)
    undone = alice.client.post("/api/undo", json={"seq": int(answer.headers["X-Change-Seq"])})
    assert undone.status_code == 200, undone.text
    assert alice.tasks() == []
    assert bring(alice, file)["created"] + bring(alice, file)["unchanged"] >= 2
    assert len(alice.tasks()) == 2


def test_a_task_in_the_trash_comes_back(alice: Person) -> None:
    file = calendar("UID:a\nSUMMARY:a")
    bring(alice, file)
    alice.client.delete(f"/api/tasks/{alice.tasks()[0]['id']}")
    assert bring(alice, file)["updated"] == 1
    assert len(alice.tasks()) == 1


def test_a_task_whose_list_or_parent_is_in_the_trash_comes_back_without_it(alice: Person) -> None:
    file = calendar("UID:abc\nSUMMARY:Milk", "UID:def\nSUMMARY:Bread\nRELATED-TO:elsewhere")
    bring(alice, file)
    milk, bread = (next(task for task in alice.tasks() if task["title"] == title) for title in ("Milk", "Bread"))
    shop = alice.client.post("/api/lists", json={"name": "Shop"}).json()["id"]
    alice.client.patch(f"/api/tasks/{milk['id']}", json={"list_id": shop})
    parent = alice.add("Parent")
    alice.client.patch(f"/api/tasks/{bread['id']}", json={"parent_id": parent["id"]})
    alice.client.delete(f"/api/lists/{shop}")
    alice.client.delete(f"/api/tasks/{parent['id']}")
    assert bring(alice, file, dry_run="true")["updated"] == 2
    assert bring(alice, file)["updated"] == 2
    places = {task["title"]: (task["list_id"], task["parent_id"]) for task in alice.tasks()}
    assert places == {"Milk": (None, None), "Bread": (None, None)}
    assert bring(alice, file)["unchanged"] == 2


def test_our_own_export_changes_nothing(alice: Person) -> None:
    set_clock(alice, time_zone="Europe/Berlin", day_start="07:30")
    above = alice.add("Two\nlines, and; more", description="a\nb", tags=["x", "y, z"], priority=2)
    alice.add("below", parent_id=above["id"], due_date="2031-02-03", remind_before=600)
    alice.add("midnight", due_date="2031-02-03", due_time="00:00", remind_before=15)
    alice.add("rule", due_date="2031-02-28", due_time="17:00", repeat="FREQ=MONTHLY;BYMONTHDAY=30;UNTIL=20320301")
    alice.add("later", repeat="FREQ=DAILY", repeat_from="completion")
    alice.add("later, but due", due_date="2031-02-28", repeat="FREQ=MONTHLY", repeat_from="completion")
    for due, repeat in (
        ("2031-01-31", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("2031-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("2032-02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
        ("2031-04-30", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31"),
        ("2031-01-07", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20310105"),  # the last day was put off
        ("2031-01-07", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=1"),
    ):
        alice.add(repeat, due_date=due, repeat=repeat)
        alice.add(f"at five: {repeat}", due_date=due, due_time="17:00", repeat=repeat)
    first = min(alice.tasks(), key=lambda task: str(task["position"]))
    alice.client.patch(f"/api/tasks/{alice.add('moved up')['id']}", json={"position": first["position"] + "V"})
    alice.add("x" * 100)
    alice.client.patch(f"/api/tasks/{alice.add('done')['id']}/complete")
    before, file = content_of(alice), export(alice, "ics")
    counts = bring(alice, file)
    assert (counts["created"], counts["updated"], counts["notes"], counts["left_out"]) == (0, 0, [], [])
    for task in alice.tasks():
        alice.client.delete(f"/api/tasks/{task['id']}", params={"permanent": "true"})
    assert bring(alice, file)["notes"] == []
    lossy = {"created_at", "updated_at", "completed_at", "position"}
    assert kept(content_of(alice), lossy) == kept(before, lossy)
    by_position = [sorted(tasks, key=lambda task: str(task["position"])) for tasks in (before, content_of(alice))]
    assert [task["id"] for task in by_position[0]] == [task["id"] for task in by_position[1]]


def test_of_a_task_that_was_done_nobody_knows_when_our_own_export_says_no_more(alice: Person, bob: Person) -> None:
    send_tasks(alice, [{"title": "Long done", "completed": True, "updated_at": "2026-02-03T04:05:06Z"}])
    (task,) = alice.tasks()
    assert task["completed_at"] is None
    file = export(alice, "ics")
    assert b"COMPLETED;X-TODO-KNOWN=FALSE:20260203T040506Z\r\n" in file  # some programs need that line
    assert bring(alice, file) == {"created": 0, "updated": 0, "unchanged": 1, "left_out": [], "notes": []}
    bring(bob, file)
    (theirs,) = bob.tasks()
    assert (theirs["completed"], theirs["completed_at"]) == (True, None)
    # Another program that completes it writes the line anew.
    again = file.replace(b";X-TODO-KNOWN=FALSE:20260203", b":20260304")
    assert bring(alice, again)["updated"] == 1
    (task,) = alice.tasks()
    assert task["completed_at"] == "2026-03-04T04:05:06.000000Z"


def test_what_was_counted_from_completion_when_it_was_exported_is_again(alice: Person) -> None:
    task = alice.add("x", due_date="2031-02-28", repeat="FREQ=MONTHLY", repeat_from="completion")
    path = f"/api/tasks/{task['id']}"
    from_completion = export(alice, "ics")
    alice.client.patch(path, json={"repeat": "FREQ=MONTHLY", "repeat_from": "due"})
    from_due = export(alice, "ics")
    for file, repeat_from in ((from_completion, "completion"), (from_due, "due"), (from_completion, "completion")):
        bring(alice, file)
        assert alice.client.get(path).json()["data"]["repeat_from"] == repeat_from


@pytest.mark.parametrize(
    ("change", "repeat", "repeat_from"),
    [
        (("", ""), "FREQ=MONTHLY;BYMONTHDAY=31", "completion"),
        (("PRODID:-//Todo//EN", "PRODID:-//Other//EN"), "FREQ=MONTHLY;BYMONTHDAY=31", "completion"),
        (("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1", "RRULE:BYMONTHDAY=-1;INTERVAL=1;FREQ=MONTHLY"),
            "FREQ=MONTHLY;BYMONTHDAY=31", "completion"),
        ((":FREQ=MONTHLY;BYMONTHDAY=31", r":FREQ=MONTHLY\;BYMONTHDAY=31"), "FREQ=MONTHLY;BYMONTHDAY=31", "completion"),
        # Another program has changed the rule, or taken it out.
        (("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1", "RRULE:FREQ=MONTHLY;BYMONTHDAY=5"), "FREQ=MONTHLY;BYMONTHDAY=5", "due"),
        (("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1\r\n", ""), None, "due"),
        ((":FREQ=MONTHLY;BYMONTHDAY=31", ":nonsense"), "FREQ=MONTHLY;BYMONTHDAY=-1", "due"),
    ],
)  # fmt: skip
def test_our_own_spelling_of_a_rule_counts_where_the_calendar_says_the_same(
    alice: Person, bob: Person, change: tuple[str, str], repeat: str | None, repeat_from: str
) -> None:
    alice.add("x", due_date="2031-01-31", repeat="FREQ=MONTHLY;BYMONTHDAY=31", repeat_from="completion")
    file = export(alice, "ics").decode().replace(*change).encode()
    assert bring(bob, file)["notes"] == []
    (task,) = bob.tasks()
    assert (task["repeat"], task["repeat_from"]) == (repeat, repeat_from)


def test_our_own_rule_of_a_task_that_has_no_day_any_more_is_left_out(alice: Person, bob: Person) -> None:
    alice.add("x", due_date="2031-01-07", repeat="FREQ=WEEKLY;BYDAY=MO;UNTIL=20310105")
    file = export(alice, "ics").replace(b"DUE;VALUE=DATE:20310107\r\n", b"")
    assert bring(bob, file)["notes"] == []
    assert [(task["due_date"], task["repeat"]) for task in bob.tasks()] == [(None, None)]


DAYS = st.dates() | st.sampled_from([date.min, date(1969, 12, 31), date(1970, 1, 1), date(4001, 7, 1), date.max])
DUE = st.fixed_dictionaries(
    {"due_date": DAYS.map(str), "priority": st.integers(0, 3)},
    optional={
        "due_time": st.times().map(lambda at: f"{at:%H:%M}"),
        "repeat": st.sampled_from(
            [
                "DAILY",
                "WEEKLY;BYDAY=MO,FR",
                "MONTHLY;BYMONTHDAY=-1",
                "MONTHLY;BYMONTHDAY=31",
                "YEARLY;BYMONTH=5;BYMONTHDAY=4",
            ]
        ).map(lambda rule: f"FREQ={rule}")
        | DAYS.map(lambda last: f"FREQ=MONTHLY;BYMONTHDAY=30;UNTIL={last.isoformat().replace('-', '')}"),
        "repeat_from": st.sampled_from(["due", "completion"]),
        "remind_before": st.integers(0, 40_320),
    },
)


@given(
    tasks=st.lists(DUE, min_size=1, max_size=20),
    zone=st.sampled_from(["UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago"]),
    day_start=st.sampled_from(["00:00", "07:30", "23:59"]),
)
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
def test_our_own_export_says_of_every_day_when_a_task_is_due(
    newcomer: Arrive, tasks: list[dict[str, Any]], zone: str, day_start: str
) -> None:
    person, other = newcomer(), newcomer()
    for each in (person, other):
        set_clock(each, time_zone=zone, day_start=day_start)
    send_tasks(person, [{"title": f"{number:02}", **task} for number, task in enumerate(tasks)])
    file = export(person, "ics")
    counts = bring(person, file)
    assert (counts["created"], counts["updated"], counts["notes"]) == (0, 0, [])
    assert bring(other, file)["notes"] == []
    said = ("title", "due_date", "due_time", "priority", "repeat", "remind_before")
    there = [
        sorted(
            (*((name, task[name]) for name in said), ("from", task["repeat"] and task["repeat_from"]))
            for task in content_of(each)
        )
        for each in (person, other)
    ]
    assert there[0] == there[1]


def kept(tasks: list[dict[str, Any]], lossy: set[str]) -> list[dict[str, Any]]:
    rest = [{name: value for name, value in task.items() if name not in lossy} for task in tasks]
    return sorted(rest, key=lambda task: str(task["id"]))


@pytest.mark.parametrize("media_type", ["application/json", "text/csv"])
def test_a_calendar_is_recognised_by_what_is_in_it(alice: Person, media_type: str) -> None:
    content = b"\xef\xbb\xbf\r\nbegin:vcalendar\nBEGIN:VTODO\nSUMMARY:x\nEND:VTODO\nEND:VCALENDAR"
    answer = alice.client.post(PATH, content=content, headers={"Content-Type": media_type})
    assert answer.status_code == 200, answer.text
    assert [task["title"] for task in alice.tasks()] == ["x"]


@pytest.mark.parametrize(("encoding", "notes"), [("utf-8-sig", 0), ("utf-16", 0), ("cp1252", 1)])
def test_files_in_other_encodings_are_read(alice: Person, encoding: str, notes: int) -> None:
    content = calendar("UID:a\nSUMMARY:Müll “x”").decode().encode(encoding)
    assert len(bring(alice, content)["notes"]) == notes
    assert [task["title"] for task in alice.tasks()] == ["Müll “x”"]


def test_a_line_may_be_folded_inside_a_character(alice: Person) -> None:
    content = calendar("UID:a\nSUMMARY:Müll").replace("ü".encode(), b"\xc3\r\n \xbc")
    assert bring(alice, content)["notes"] == []
    assert [task["title"] for task in alice.tasks()] == ["Müll"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"title\nx\n", "Request body is not a calendar: it must begin with BEGIN:VCALENDAR"),
        (b"", "Request body is not a calendar: it must begin with BEGIN:VCALENDAR"),
        (
            b"BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\n",
            "The calendar ends inside the task of line 2; its rest is missing",
        ),
        (b"BEGIN:VCALENDAR\n" + b"\n" * 1_100_000, "A calendar may have at most 1048576 lines"),
        (
            b"BEGIN:VCALENDAR\n" + b"BEGIN:VTODO\nEND:VTODO\n" * 100_001,
            "A file may have at most 100000 tasks; import it in parts",
        ),
    ],
    ids=["csv", "empty", "cut off", "lines", "tasks"],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(alice: Person, content: bytes, sentence: str) -> None:
    assert refusal(alice, content) == sentence


def test_a_calendar_without_tasks_imports_nothing(alice: Person) -> None:
    counts = bring(alice, calendar())
    assert (counts["created"], counts["updated"], counts["unchanged"]) == (0, 0, 0)


def test_at_most_a_hundred_sentences_are_said(alice: Person) -> None:
    counts = bring(alice, calendar(*[f"UID:{n}\nSUMMARY:x\nSTATUS:CANCELLED" for n in range(300)]))
    assert len(counts["notes"]) == 100
    assert counts["notes"][-1] == "And 201 more"


def test_ten_thousand_tasks_are_read(alice: Person) -> None:
    todo = (
        "UID:{n}@example.com\nCREATED:20300101T000000Z\nSUMMARY:Task {n}\nDESCRIPTION:More\\, of it"
        "\n"
        "DUE;TZID=Europe/Berlin:20310203T170500\nPRIORITY:5\nCATEGORIES:a,b\nRRULE:FREQ=WEEKLY;BYDAY=MO\n"
        "RELATED-TO:{m}@example.com\n"
        "BEGIN:VALARM\nTRIGGER:-PT15M\nACTION:DISPLAY\nEND:VALARM"
    )
    file = calendar(*[todo.format(n=n, m=n // 100 * 100) for n in range(10_000)])
    assert bring(alice, file, dry_run="true")["created"] == 10_000


HOSTILE = {
    "nothing but folds": b"BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x" + b"\n " * 1_000_000 + b"\nEND:VTODO",
    "nesting": b"BEGIN:VCALENDAR\n" + b"BEGIN:VALARM\n" * 300_000,
    "parameters": b"BEGIN:VCALENDAR\nBEGIN:VTODO\nDUE" + b';A="b' * 1_000_000 + b":20310203\nEND:VTODO",
    "properties": b"BEGIN:VCALENDAR\nBEGIN:VTODO\n" + b"DUE;TZID=a:2031\n" * 500_000 + b"END:VTODO",
    "alarms": b"BEGIN:VCALENDAR\nBEGIN:VTODO\n" + b"BEGIN:VALARM\nTRIGGER:P\nEND:VALARM\n" * 200_000 + b"END:VTODO",
    "backslashes": b"BEGIN:VCALENDAR\nBEGIN:VTODO\nCATEGORIES:" + b"\\," * 3_000_000 + b"\nEND:VTODO",
    "tags": b"BEGIN:VCALENDAR\nBEGIN:VTODO\nCATEGORIES:"
    + b",".join(b"%d" % n for n in range(1_000_000))
    + b"\nEND:VTODO",
    "one tag again and again": b"BEGIN:VCALENDAR\nBEGIN:VTODO\nCATEGORIES:" + b"a,," * 5_000_000 + b"\nEND:VTODO",
    "a duration": b"BEGIN:VCALENDAR\nBEGIN:VTODO\nDTSTART:20310203\nDURATION:P" + b"9" * 5000 + b"W\nEND:VTODO",
    "numbers": b"BEGIN:VCALENDAR\nBEGIN:VTODO\nX-APPLE-SORT-ORDER:"
    + b"9" * 9000
    + b"\nPRIORITY:"
    + b"1" * 9000
    + b"\nEND:VTODO",
    "names": b"BEGIN:VCALENDAR\nBEGIN:VTODO\n" + b"".join(b"N%d:x\n" % n for n in range(500_000)) + b"END:VTODO",
    "the last day": b"BEGIN:VCALENDAR\nBEGIN:VTODO\nDUE:99991231T235959Z\nCREATED:99991231T235959Z\nEND:VTODO",
    "the first day": b"BEGIN:VCALENDAR\nX-WR-TIMEZONE:America/Chicago\nBEGIN:VTODO\nDUE:00010101T000000Z\nEND:VTODO",
    "zones": b"BEGIN:VCALENDAR\nX-WR-TIMEZONE:../../etc/passwd\n"
    b"BEGIN:VTODO\nDUE;TZID=\xff/../x:20310203T1200\nEND:VTODO",
    "a chain": b"BEGIN:VCALENDAR\n"
    + b"".join(b"BEGIN:VTODO\nUID:%d\nRELATED-TO:%d\nEND:VTODO\n" % (n, n + 1) for n in range(20_000)),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_calendar_costs_little_and_is_no_error_of_the_service(alice: Person, content: bytes) -> None:
    # What grew with the square of the file would take longer than the client waits.
    answer = alice.client.post(PATH, content=content, headers=AS_CALENDAR, params={"dry_run": "true"})
    assert answer.status_code in {200, 409, 422}, answer.text
    assert len(answer.content) < 100_000


def test_an_invalid_name_of_a_calendar_is_no_list(alice: Person) -> None:
    counts = bring(alice, calendar("UID:a\nSUMMARY:x", head=f"X-WR-CALNAME:{'x' * 500}\n"))
    assert [task["list_id"] is None for task in alice.tasks()] == [False]
    assert counts["notes"] == ["The name of the calendar is cut off"]
    assert json.loads(export(alice))["lists"][0]["name"].startswith("xxx")
