"""The calendar feed: a secret address at which calendars read open tasks that have a due date."""

import hashlib
import io
import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from icalendar import Calendar, Event

from tests.conftest import Arrive, Sql
from tests.service import PATIENCE, Person, refused, token_for
from tests.test_calendar_files import check_lines, readable
from tests.test_export_and_import import send_tasks


def made(person: Person) -> str:
    """The path of a new address."""
    answer = person.client.post("/api/me/feed")
    assert answer.status_code == 201, answer.text
    path: str = answer.json()["data"]["path"]
    return path


def stranger(person: Person, method: str, path: str, **headers: str) -> httpx2.Response:
    """The answer to who has no token."""
    with httpx2.Client(base_url=person.url, timeout=PATIENCE, trust_env=False) as client:
        return client.request(method, path, headers=headers)


def feed(person: Person, path: str) -> bytes:
    answer = stranger(person, "GET", path)
    assert answer.status_code == 200, answer.text
    content: bytes = answer.content
    return content


def events(content: bytes) -> dict[str, Any]:
    """The events by their titles."""
    check_lines(content)
    found = [event for event in Calendar.from_ical(content).walk("VEVENT") if isinstance(event, Event)]
    assert not any(event.errors for event in found)
    return {str(event["summary"]): event for event in found}


def test_open_tasks_with_a_day_are_events_of_that_day(alice: Person) -> None:
    alice.client.patch("/api/me/settings", json={"time_zone": "Europe/Berlin"})
    task = alice.add("Pay rent", due_date="2101-02-28", priority=3, tags=["home"], description="By transfer")
    alice.client.patch(f"/api/tasks/{task['id']}", json={"description": "In cash"})
    alice.add("Call home", due_date="2101-03-01", due_time="23:45")
    alice.add("Some day")
    alice.client.patch(f"/api/tasks/{alice.add('Done', due_date='2101-01-01')['id']}/complete")
    alice.client.delete(f"/api/tasks/{alice.add('Gone', due_date='2101-01-01')['id']}")
    path = made(alice)
    content = feed(alice, path)
    shown = events(content)
    assert list(shown) == ["Pay rent", "Call home"]

    rent = shown["Pay rent"]
    assert rent["uid"] == task["id"]
    assert rent["sequence"] == 2
    assert rent["transp"] == "TRANSPARENT"
    assert rent["priority"] == 1
    assert rent["description"] == "In cash"
    assert [str(tag) for tag in rent.categories] == ["home"]
    assert (rent.decoded("dtstart"), rent.decoded("dtend")) == (date(2101, 2, 28), date(2101, 3, 1))
    assert b"\r\nDTSTART;VALUE=DATE:21010228\r\nDTEND;VALUE=DATE:21010301\r\n" in content

    begins = datetime(2101, 3, 1, 23, 45, tzinfo=ZoneInfo("Europe/Berlin"))
    call = shown["Call home"]
    assert (call.decoded("dtstart"), call.decoded("dtend")) == (begins, begins + timedelta(minutes=30))
    assert b"\r\nDTSTART;TZID=Europe/Berlin:21010301T234500\r\n" in content
    assert content.count(b"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n") == 1
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n" in content


def test_a_feed_of_nothing_is_a_calendar(alice: Person) -> None:
    assert events(feed(alice, made(alice))) == {}  # an account that has never written a task
    alice.add("Some day")
    content = feed(alice, made(alice))
    assert events(content) == {}
    assert b"VTIMEZONE" not in content


def occurrences(event: Any, number: int) -> list[str]:
    """The first days as another library reads the rule."""
    start = event.decoded("dtstart")
    start = start if isinstance(start, datetime) else datetime.combine(start, datetime.min.time())
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=start)
    return [f"{day:%Y-%m-%d}" for _, day in zip(range(number), rule, strict=False)]


@pytest.mark.parametrize(
    ("due", "repeat", "days"),
    [
        ("2101-01-31", "FREQ=MONTHLY;BYMONTHDAY=31", ["2101-01-31", "2101-02-28", "2101-03-31", "2101-04-30"]),
        ("2101-01-30", "FREQ=MONTHLY;BYMONTHDAY=30", ["2101-01-30", "2101-02-28", "2101-03-30", "2101-04-30"]),
        ("2103-01-29", "FREQ=MONTHLY;BYMONTHDAY=29", ["2103-01-29", "2103-02-28", "2103-03-29", "2103-04-29"]),
        ("2101-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", ["2101-01-31", "2101-02-28"]),
        ("2096-02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2096-02-29", "2097-02-28", "2098-02-28", "2099-02-28"]),
        ("2101-01-04", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=2", ["2101-01-04", "2101-01-06"]),
        ("2101-01-28", "FREQ=MONTHLY;BYDAY=-1FR", ["2101-01-28", "2101-02-25", "2101-03-25", "2101-04-29"]),
        ("2101-01-04", "FREQ=DAILY;UNTIL=21010105", ["2101-01-04", "2101-01-05"]),
    ],
)
def test_a_repeat_has_the_days_that_people_mean(alice: Person, due: str, repeat: str, days: list[str]) -> None:
    alice.add("day", due_date=due, repeat=repeat)
    alice.add("time", due_date=due, repeat=repeat, due_time="23:30")
    shown = events(feed(alice, made(alice)))
    assert occurrences(shown["day"], 4) == days
    assert occurrences(shown["time"], 4) == days


@pytest.mark.parametrize(
    ("due", "repeat"),
    [
        ("2101-01-05", "FREQ=WEEKLY;BYDAY=MO;UNTIL=21010103"),
        ("2101-01-04", "FREQ=WEEKLY;BYDAY=MO;UNTIL=21010104"),
        ("2101-01-04", "FREQ=WEEKLY;BYDAY=MO;UNTIL=21010109"),
        ("2100-12-30", "FREQ=YEARLY;INTERVAL=3;BYMONTH=10;BYMONTHDAY=-1;UNTIL=21030301"),
        ("2101-01-04", "FREQ=WEEKLY;BYDAY=MO;COUNT=1"),
    ],
)
def test_a_last_day_that_was_put_off_is_shown_on_its_new_day(alice: Person, due: str, repeat: str) -> None:
    alice.client.patch("/api/me/settings", json={"time_zone": "Europe/Dublin"})
    alice.add("day", due_date=due, repeat=repeat)
    alice.add("time", due_date=due, repeat=repeat, due_time="10:00")
    shown = events(feed(alice, made(alice)))
    for event in shown.values():
        assert "rrule" not in event
    assert shown["day"].decoded("dtstart").isoformat() == due
    assert shown["time"].decoded("dtstart").isoformat().startswith(f"{due}T10:00:00")


def test_outlook_gets_one_day_of_the_month(alice: Person) -> None:
    alice.add("x", due_date="2101-01-31", repeat="FREQ=MONTHLY")
    assert b"\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1\r\n" in feed(alice, made(alice))


def test_a_rule_that_counts_from_completion_says_no_later_day(alice: Person) -> None:
    alice.add("x", due_date="2101-01-31", repeat="FREQ=DAILY", repeat_from="completion")
    assert "rrule" not in events(feed(alice, made(alice)))["x"]


def test_the_end_of_a_repeat_at_a_time_is_in_utc(alice: Person) -> None:
    """RFC 5545, 3.3.10: where DTSTART has a zone, UNTIL is in UTC."""
    alice.client.patch("/api/me/settings", json={"time_zone": "America/New_York"})
    alice.add("x", due_date="2101-01-01", due_time="09:00", repeat="FREQ=DAILY;UNTIL=21010110")
    assert b"RRULE:FREQ=DAILY;UNTIL=21010111T045959Z\r\n" in feed(alice, made(alice))


def test_what_is_in_an_archived_list_is_left_out(alice: Person) -> None:
    archived = alice.client.post("/api/lists", json={"name": "Old"}).headers["location"]
    alice.add("old", due_date="2101-01-01", list_id=archived.rpartition("/")[2])
    path = made(alice)
    assert list(events(feed(alice, path))) == ["old"]
    alice.client.patch(archived, json={"archived": True})
    assert list(events(feed(alice, path))) == []


def test_a_calendar_that_has_the_feed_gets_304_until_something_changes(alice: Person) -> None:
    task = alice.add("x", due_date="2101-01-01", due_time="09:00")
    path = made(alice)
    first = stranger(alice, "GET", path)
    tag = first.headers["etag"]
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert first.headers["cache-control"] == "private, no-cache"
    for known in (tag, f"W/{tag}", '"x", ' + tag, "*"):
        again = stranger(alice, "GET", path, **{"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    for changed_path, change in (
        (f"/api/tasks/{task['id']}", {"title": "y"}),
        ("/api/me/settings", {"time_zone": "Asia/Tokyo"}),
    ):
        alice.client.patch(changed_path, json=change)
        changed = stranger(alice, "GET", path, **{"If-None-Match": tag})
        assert changed.status_code == 200
        assert changed.headers["etag"] != tag
        tag = changed.headers["etag"]
    assert b"TZID=Asia/Tokyo:21010101T090000" in changed.content
    assert stranger(alice, "HEAD", path).headers["etag"] == tag


def test_a_long_feed_is_compressed(alice: Person) -> None:
    send_tasks(alice, [{"title": f"Task {n}", "due_date": "2101-01-01"} for n in range(2000)])
    path = made(alice)
    answer = stranger(alice, "GET", path, **{"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert len(events(answer.content)) == 2000
    assert "content-encoding" not in stranger(alice, "GET", path, **{"Accept-Encoding": "identity"}).headers


def test_a_new_address_ends_the_old_one_and_deleting_ends_both(alice: Person, bob: Person) -> None:
    bobs = made(bob)
    assert alice.client.get("/api/me/feed").json() == {"data": None}
    old = made(alice)
    answer = alice.client.post("/api/me/feed")
    new = answer.json()["data"]["path"]
    assert answer.headers["cache-control"] == "private, no-store"
    refused(stranger(alice, "GET", old), 404, "Not found")
    assert alice.client.get("/api/me/feed").json() == {"data": {"created_at": answer.json()["data"]["created_at"]}}
    feed(alice, new)
    for _ in range(2):
        assert alice.client.delete("/api/me/feed").status_code == 204
    refused(stranger(alice, "GET", new), 404, "Not found")
    assert alice.client.get("/api/me/feed").json() == {"data": None}
    feed(bob, bobs)


@pytest.mark.parametrize("headers", [{"If-Match": '"1"'}, {"If-Match": ""}, {"If-None-Match": "*"}])
def test_an_address_of_which_another_state_is_expected_is_neither_made_nor_ended(
    alice: Person, headers: dict[str, str]
) -> None:
    refused(alice.client.post("/api/me/feed", headers=headers), 412)
    assert alice.client.get("/api/me/feed").json() == {"data": None}
    path = made(alice)
    refused(alice.client.post("/api/me/feed", headers=headers), 412)
    refused(alice.client.delete("/api/me/feed", headers=headers), 412)
    feed(alice, path)
    assert alice.client.delete("/api/me/feed", headers={"If-Match": "*", "If-None-Match": '"1"'}).status_code == 204


def test_a_repeated_request_with_a_key_does_not_end_a_later_address(alice: Person) -> None:
    made(alice)
    headers = {"Idempotency-Key": "end"}
    assert alice.client.delete("/api/me/feed", headers=headers).status_code == 204
    later = made(alice)
    again = alice.client.delete("/api/me/feed", headers=headers)
    assert (again.status_code, again.headers["idempotency-replayed"]) == (204, "true")
    assert feed(alice, later)


def test_an_address_shows_the_tasks_of_who_made_it_only(alice: Person, bob: Person) -> None:
    alice.add("hers", due_date="2101-01-01")
    bob.add("his", due_date="2101-01-01")
    assert list(events(feed(alice, made(alice)))) == ["hers"]
    assert list(events(feed(bob, made(bob)))) == ["his"]


def test_an_unknown_address_is_the_same_404_as_any(alice: Person) -> None:
    made(alice)
    other = stranger(alice, "GET", "/nothing/here")
    for path in ("A" * 43, "x", "x" * 5000, "é", "%00", "..%2f", "A" * 42 + "%0a"):
        answer = stranger(alice, "GET", f"/feed/{path}.ics")
        assert (answer.status_code, answer.content) == (404, other.content)
        same = [
            {k: v for k, v in each.headers.items() if k not in {"x-request-id", "date"}} for each in (answer, other)
        ]
        assert same[0] == same[1]


def test_the_secret_is_not_stored(alice: Person, sql: Sql) -> None:
    path = made(alice)
    secret = path.removeprefix("/feed/").removesuffix(".ics")
    assert re.fullmatch(r"[\w-]{43}", secret)
    (row,) = sql.execute("SELECT * FROM todo.feed WHERE user_id = %s", [alice.id]).fetchall()
    assert row[1] == hashlib.sha256(secret.encode()).digest()
    assert secret not in str(row)


def test_neither_log_nor_metrics_have_the_address(alice: Person, capsys: pytest.CaptureFixture[str]) -> None:
    path = made(alice)
    secret = path[6:-4]
    for method, suffix in (("GET", ".ics"), ("HEAD", ".ics"), ("POST", ".ics"), ("GET", ""), ("GET", ".ics/x")):
        stranger(alice, method, f"/feed/{secret}{suffix}?from={secret}")
    alice.client.delete("/api/me/feed")
    stranger(alice, "GET", path)
    log = capsys.readouterr().err
    assert "/feed/{secret}.ics" in log
    assert secret not in log
    assert secret[:8] not in log


def test_the_address_ends_with_the_account(alice: Person, newcomer: Arrive, sql: Sql) -> None:
    alice.add("x", due_date="2101-01-01")
    path = made(alice)
    assert alice.client.delete("/api/me").status_code == 204
    refused(stranger(alice, "GET", path), 404, "Not found")
    assert sql.execute("SELECT FROM todo.feed WHERE user_id = %s", [alice.id]).fetchall() == []
    for method in ("GET", "POST", "DELETE"):
        refused(alice.client.request(method, "/api/me/feed"), 401, "Invalid or expired token")
    assert sql.execute("""SELECT FROM todo."user" WHERE id = %s""", [alice.id]).fetchall() == []
    again = newcomer(id=alice.id, token=token_for(alice.id, iat=datetime.now().timestamp() + 2))  # noqa: DTZ005
    feed(again, made(again))
    refused(stranger(alice, "GET", path), 404, "Not found")


def test_making_an_address_is_no_change_of_the_account(alice: Person) -> None:
    alice.add("x")
    token = alice.client.get("/api/tasks/changes").json()["next"]
    answer = alice.client.post("/api/me/feed")
    assert "x-change-seq" not in answer.headers
    assert alice.client.get("/api/tasks/changes", params={"since": token}).json()["next"] == token


def test_a_feed_needs_a_token_to_be_made_and_none_to_be_read(alice: Person) -> None:
    for method in ("GET", "POST", "DELETE"):
        refused(stranger(alice, method, "/api/me/feed"), 401, "Missing authentication credentials")
    refused(stranger(alice, "POST", made(alice)), 405)


@pytest.mark.parametrize("due", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_are_shown(alice: Person, due: str) -> None:
    alice.client.patch("/api/me/settings", json={"time_zone": "Pacific/Kiritimati"})
    send_tasks(alice, [{"title": "day", "due_date": due, "repeat": f"FREQ=DAILY;UNTIL={due.replace('-', '')}"}])
    send_tasks(alice, [{"title": "time", "due_date": due, "due_time": "23:59", "repeat": "FREQ=DAILY;UNTIL=99991231"}])
    content = feed(alice, made(alice))
    assert content.count(b"BEGIN:VEVENT") == 2
    assert b"DTSTART;VALUE=DATE:%s\r\n" % due.replace("-", "").encode() in content


def test_every_zone_can_be_written_and_has_the_offsets_of_the_zone(alice: Person) -> None:
    alice.add("x", due_date="2101-01-01", due_time="09:00")
    path = made(alice)
    for zone in ("Europe/Dublin", "Africa/Cairo", "America/Santiago", "Asia/Gaza", "America/Nuuk", "Asia/Kolkata"):
        alice.client.patch("/api/me/settings", json={"time_zone": zone})
        content = feed(alice, path)
        events(content)
        read = tzical(io.StringIO(content.decode().replace("\r\n", "\n"))).get(zone)
        for day in range(0, 366, 5):
            noon = datetime(2027, 1, 1, 12) + timedelta(days=day)  # noqa: DTZ001
            assert noon.replace(tzinfo=read).utcoffset() == noon.replace(tzinfo=ZoneInfo(zone)).utcoffset(), (
                zone,
                noon,
            )


def test_a_title_can_end_no_event(alice: Person) -> None:
    hostile = ["a\r\nEND:VEVENT\r\nBEGIN:VALARM", "ä" * 100, "😀" * 50, 'due_time":"x', "C:\\New, a; b\\", "a\x0bb"]
    send_tasks(alice, [{"title": title, "description": title * 9, "due_date": "2101-01-01"} for title in hostile])
    shown = events(feed(alice, made(alice)))
    assert sorted(shown) == sorted(readable(title) for title in hostile)


def test_ten_thousand_tasks_are_all_there(alice: Person) -> None:
    task = {"title": "Water the plants", "due_date": "2101-01-31", "due_time": "17:00", "repeat": "FREQ=MONTHLY"}
    send_tasks(alice, [task] * 10_000)
    assert feed(alice, made(alice)).count(b"BEGIN:VEVENT") == 10_000
