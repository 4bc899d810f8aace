"""The exported calendar follows RFC 5545, so that other programs can read it."""

import re
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Todo

from app.values.text import is_blank
from tests.conftest import Arrive
from tests.service import Person
from tests.test_export_and_import import export, send_tasks

# Sections 3.1 and 3.3.11: no control characters except the tab, and a line break only as `\n`.
FORBIDDEN = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
NAME = re.compile(rb"[A-Z-]+(;[A-Z-]+=[A-Za-z0-9/_+-]+)*:")


def check_lines(content: bytes) -> None:
    """The file keeps every rule of RFC 5545 about lines."""
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    for line in lines:
        assert len(line) <= 75, line
        assert not FORBIDDEN.search(line), line
        line.decode()  # a line is never folded inside a character
    unfolded = content.replace(b"\r\n ", b"").split(b"\r\n")
    assert all(NAME.match(line) for line in unfolded[:-1]), unfolded


def todos(person: Person) -> list[Todo]:
    content = export(person, "ics")
    check_lines(content)
    return [todo for todo in Calendar.from_ical(content).walk("VTODO") if isinstance(todo, Todo)]


def value_of(person: Person, name: str) -> str:
    """The value of the property, unescaped as a text of RFC 5545."""
    content = export(person, "ics").decode().replace("\r\n ", "")
    (value,) = re.findall(rf"^{name}:(.*)\r$", content, re.MULTILINE)
    return re.sub(r"\\(.)", lambda escape: "\n" if escape[1] in "nN" else escape[1], value)


def readable(text: str) -> str:
    """The part of the text that RFC 5545 can express."""
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", re.sub(r"\r\n|[\r\x0b\x0c]", "\n", text))


def test_a_completed_task_has_every_property_that_programs_read(alice: Person) -> None:
    alice.add("Open")
    path = f"/api/tasks/{alice.add('Done')['id']}"
    assert alice.client.patch(f"{path}/complete").status_code == 200
    done = alice.client.get(path).json()["data"]
    by_title = {str(todo["summary"]): todo for todo in todos(alice)}
    assert by_title["Open"]["status"] == "NEEDS-ACTION"
    assert not {"COMPLETED", "PERCENT-COMPLETE"} & set(by_title["Open"])
    assert by_title["Done"]["status"] == "COMPLETED"
    assert by_title["Done"]["percent-complete"] == 100
    moment = datetime.fromisoformat(done["updated_at"]).astimezone(UTC).replace(microsecond=0)
    assert by_title["Done"].decoded("completed") == moment
    assert b"\r\nCOMPLETED:%sZ\r\n" % moment.strftime("%Y%m%dT%H%M%S").encode() in export(alice, "ics")


def test_a_task_that_repeats_has_its_rule_and_its_time(alice: Person) -> None:
    alice.add("a", due_date="2101-01-31", due_time="17:05", repeat="FREQ=MONTHLY;UNTIL=21020101")
    alice.add("b", due_date="2101-01-04", repeat="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4")
    alice.add("c", due_date="2096-02-29", repeat="FREQ=YEARLY;UNTIL=21020101")
    alice.add("d", repeat="FREQ=DAILY", repeat_from="completion")
    by_title: dict[str, Any] = {str(todo["summary"]): todo for todo in todos(alice)}
    assert by_title["a"].decoded("due") == datetime(2101, 1, 31, 17, 5)  # noqa: DTZ001 - everywhere at five past five
    assert by_title["b"].decoded("due") == date(2101, 1, 4)
    assert {title: todo["rrule"].to_ical().decode() for title, todo in by_title.items() if "rrule" in todo} == {
        # Plain RFC 5545 would leave out months without a 31st.
        "a": "FREQ=MONTHLY;UNTIL=21020101T235959;BYMONTHDAY=-1",
        "b": "FREQ=WEEKLY;COUNT=4;INTERVAL=2;BYDAY=TU,TH",
        "c": "FREQ=YEARLY;UNTIL=21020101;BYMONTHDAY=-1;BYMONTH=2",
    }


def test_a_last_day_that_was_put_off_has_no_rule_that_would_hide_it(alice: Person) -> None:
    """Calendars show nothing of a rule without a day."""
    rules = ("WEEKLY;BYDAY=MO;UNTIL=21010103", "WEEKLY;BYDAY=MO;COUNT=1", "WEEKLY;BYDAY=MO;UNTIL=21010110")
    for number, rule in enumerate(rules):
        alice.add(str(number), due_date="2101-01-05", repeat=f"FREQ={rule}")
    has_rule = {str(todo["summary"]): "rrule" in todo for todo in todos(alice)}
    assert has_rule == {"0": False, "1": False, "2": True}


def test_control_characters_are_left_out(alice: Person) -> None:
    every = "".join(map(chr, [*range(1, 32), 127]))
    alice.add(f"a{every}b", description=f"c{every}d", tags=[f"e{every}f"])
    (todo,) = todos(alice)
    assert str(todo["summary"]) == "a\t\n\n\n\nb"
    assert str(todo["description"]) == "c\t\n\n\n\nd"
    assert [str(tag) for tag in todo.categories] == ["e\t\n\n\n\nf"]


def test_a_backslash_is_kept(alice: Person) -> None:
    alice.add(r"C:\New\new; a, b", description="\\N \\n \\\\ \\; \n")
    todos(alice)
    assert value_of(alice, "SUMMARY") == r"C:\New\new; a, b"
    assert value_of(alice, "DESCRIPTION") == "\\N \\n \\\\ \\; \n"


def test_days_and_moments_of_any_year_are_written_in_full(alice: Person) -> None:
    task: dict[str, Any] = {"title": "x", "due_date": "0099-01-02", "created_at": "0001-01-01T00:00:00Z"}
    send_tasks(alice, [task])
    (todo,) = todos(alice)
    assert todo.decoded("due") == date(99, 1, 2)
    assert todo.decoded("created") == datetime(1, 1, 1, tzinfo=UTC)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=100)


@given(st.lists(st.tuples(TEXT, st.none() | TEXT, st.lists(TEXT, max_size=3)), max_size=10))
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_every_text_makes_a_calendar_that_can_be_read(
    newcomer: Arrive, texts: list[tuple[str, str | None, list[str]]]
) -> None:
    person = newcomer()
    send_tasks(
        person,
        [
            {
                "title": "x" if is_blank(title) else title.strip(),
                "description": description,
                "tags": list(
                    {tag[:40].strip().casefold(): tag[:40].strip() for tag in tags if not is_blank(tag[:40])}.values()
                ),
            }
            for title, description, tags in texts
        ],
    )
    read = [(str(todo["summary"]), str(todo.get("description", ""))) for todo in todos(person)]
    wanted = [
        (readable("x" if is_blank(title) else title.strip()), readable(description or ""))
        for title, description, _ in texts
    ]
    assert sorted(read) == sorted(wanted)
