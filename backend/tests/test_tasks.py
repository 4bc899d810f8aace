"""The six endpoints of the plan, as its tables specify them."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import Arrive, Sql
from tests.service import Person, refused, service

FIELDS = ["id", "user_id", "title", "description", "completed", "due_date", "created_at", "updated_at"]
LATER_FIELDS = [
    "priority", "tags", "version", "deleted_at", "list_id", "position", "completed_at", "parent_id",
    "due_time", "repeat", "repeat_from", "remind_before",
]  # fmt: skip


def test_a_created_task_is_returned_completely_and_without_an_envelope(alice: Person) -> None:
    answer = alice.client.post(
        "/api/tasks", json={"title": "Buy milk", "description": "Two litres", "due_date": "2026-12-31"}
    )
    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/json"
    task = answer.json()
    assert list(task) == FIELDS + LATER_FIELDS
    assert str(uuid.UUID(task["id"])) == task["id"]
    assert task["user_id"] == alice.id
    assert (task["title"], task["description"], task["due_date"]) == ("Buy milk", "Two litres", "2026-12-31")
    assert task["completed"] is False
    assert task["created_at"] == task["updated_at"]


def test_a_created_task_can_be_read_at_its_location(alice: Person) -> None:
    for headers in ({}, {"Idempotency-Key": "once"}, {"Idempotency-Key": "once"}):
        answer = alice.client.post("/api/tasks", json={"title": "Buy milk"}, headers=headers)
        assert answer.headers["location"] == f"/api/tasks/{answer.json()['id']}"
        assert alice.client.get(answer.headers["location"]).json() == {"data": answer.json()}


def test_the_absent_fields_of_a_new_task_are_null(alice: Person) -> None:
    task = alice.add()
    assert task["description"] is None
    assert task["due_date"] is None


def test_a_task_can_be_created_completed(alice: Person) -> None:
    assert alice.add(completed=True)["completed"] is True


def test_timestamps_are_utc_and_now(alice: Person) -> None:
    text = alice.add()["created_at"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", text)
    assert abs(datetime.now(UTC) - datetime.fromisoformat(text)) < timedelta(minutes=1)


def test_timestamps_are_utc_whatever_the_database_servers_time_zone(
    alice: Person, newcomer: Arrive, sql: Sql, database_url: str
) -> None:
    sql.execute("ALTER DATABASE todo SET timezone TO 'Asia/Tokyo'")
    try:
        with service(database_url) as tokyo_url:
            task = newcomer(tokyo_url, id=alice.id).add()
    finally:
        sql.execute("ALTER DATABASE todo RESET timezone")
    assert abs(datetime.now(UTC) - datetime.fromisoformat(task["created_at"])) < timedelta(minutes=1)
    assert task["created_at"].endswith("Z")


def test_one_task_is_under_data(alice: Person) -> None:
    task = alice.add()
    answer = alice.client.get(f"/api/tasks/{task['id']}")
    assert answer.status_code == 200
    assert answer.json() == {"data": task}


def test_an_id_may_be_written_in_capitals(alice: Person) -> None:
    task = alice.add()
    assert alice.client.get(f"/api/tasks/{task['id'].upper()}").json() == {"data": task}


def test_a_list_is_under_data_and_is_empty_at_first(alice: Person) -> None:
    answer = alice.client.get("/api/tasks")
    assert answer.status_code == 200
    assert answer.json() == {"data": []}
    task = alice.add()
    assert alice.client.get("/api/tasks").json() == {"data": [task]}


def test_an_update_replaces_everything_but_the_completion(alice: Person) -> None:
    task = alice.add(description="Two litres", due_date="2026-12-31", completed=True)
    answer = alice.client.put(f"/api/tasks/{task['id']}", json={"title": "Buy oat milk"})
    assert answer.status_code == 200
    updated = answer.json()["data"]
    assert updated == {
        **task,
        "title": "Buy oat milk",
        "description": None,
        "due_date": None,
        "updated_at": updated["updated_at"],
        "version": 2,
    }
    assert updated["updated_at"] > task["updated_at"]
    assert alice.tasks() == [updated]


@pytest.mark.parametrize("completed", [True, False])
def test_an_update_may_set_the_completion(alice: Person, *, completed: bool) -> None:
    task = alice.add(completed=not completed)
    answer = alice.client.put(f"/api/tasks/{task['id']}", json={"title": "Buy milk", "completed": completed})
    assert answer.json()["data"]["completed"] is completed


def test_an_update_that_changes_nothing_keeps_the_time(alice: Person) -> None:
    task = alice.add(description="Two litres", due_date="2026-12-31")
    same = {"title": " Buy milk", "description": "Two litres", "due_date": "2026-12-31"}
    assert alice.client.put(f"/api/tasks/{task['id']}", json=same).json() == {"data": task}


def test_every_change_increases_the_time(alice: Person, sql: Sql) -> None:
    task = alice.add()
    future = "2999-01-01T00:00:00.000000Z"  # as after the clock was set back
    sql.execute("UPDATE todo.task SET updated_at = %s WHERE id = %s", [future, task["id"]])
    toggled = alice.client.patch(f"/api/tasks/{task['id']}/complete").json()["data"]
    assert toggled["updated_at"] == "2999-01-01T00:00:00.000001Z"
    updated = alice.client.put(f"/api/tasks/{task['id']}", json={"title": "Buy oat milk"}).json()["data"]
    assert updated["updated_at"] == "2999-01-01T00:00:00.000002Z"
    assert updated["created_at"] == task["created_at"]


def test_toggling_twice_restores_the_state(alice: Person) -> None:
    task = alice.add()
    answer = alice.client.patch(f"/api/tasks/{task['id']}/complete")
    assert answer.status_code == 200
    done = answer.json()["data"]
    moments = {"updated_at": done["updated_at"], "completed_at": done["updated_at"]}
    assert done == {**task, "completed": True, **moments, "version": 2}
    assert done["updated_at"] > task["updated_at"]
    assert alice.client.patch(f"/api/tasks/{task['id']}/complete").json()["data"]["completed"] is False


@pytest.mark.parametrize("body", [b"", b'{"completed": false}', b"not json", b"\xff"])
def test_a_toggle_ignores_its_body(alice: Person, body: bytes) -> None:
    task = alice.add()
    answer = alice.client.patch(f"/api/tasks/{task['id']}/complete", content=body)
    assert answer.json()["data"]["completed"] is True


def test_a_deleted_task_is_not_found(alice: Person) -> None:
    task, other = alice.add("One"), alice.add("Other")
    answer = alice.client.delete(f"/api/tasks/{task['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    refused(alice.client.get(f"/api/tasks/{task['id']}"), 404, "Task not found")
    refused(alice.client.delete(f"/api/tasks/{task['id']}"), 404, "Task not found")
    assert alice.tasks() == [other]


def test_a_write_is_visible_to_the_next_read(alice: Person, sql: Sql) -> None:
    for _ in range(30):
        task = alice.add()
        row = sql.execute("SELECT title FROM todo.task WHERE id = %s", [task["id"]]).fetchone()
        assert row == ("Buy milk",)


def test_tasks_survive_a_restart_of_the_service(alice: Person, newcomer: Arrive, database_url: str) -> None:
    task = alice.add()
    with service(database_url) as another:
        assert newcomer(another, id=alice.id).tasks() == [task]


@pytest.mark.parametrize(
    "text",
    [
        "Ünïcödé ✓",
        "e\u0301 is not \u00e9",
        "<script>alert('x')</script> & \"quotes\" \\ back",
        "'; DROP TABLE todo.task; --",
        "👩‍👩‍👧‍👦 family",
        "العربية\u200f",
        "\ufeffmark",
        "tab\tand\nline\x01\x7f\u2028end",
        "%s {0} $1 :name",
        "\U0010ffff",
    ],
)
def test_text_is_returned_exactly_as_sent(alice: Person, text: str) -> None:
    task = alice.add(text, description=f" {text} ")
    assert (task["title"], task["description"]) == (text, f" {text} ")
    assert alice.client.get(f"/api/tasks/{task['id']}").json()["data"] == task


def test_titles_are_trimmed(alice: Person) -> None:
    assert alice.add(" \t\u00a0\u3000 Buy \n milk \r\n ")["title"] == "Buy \n milk"


def test_an_empty_description_stays_an_empty_description(alice: Person) -> None:
    assert alice.add(description="")["description"] == ""


def test_lengths_are_counted_in_characters(alice: Person) -> None:
    longest = alice.add("🥛" * 100, description="🥛" * 1000)
    assert (len(longest["title"]), len(longest["description"])) == (100, 1000)
    padded = alice.add(" " * 50 + "x" * 100 + " " * 50)
    assert padded["title"] == "x" * 100


def test_the_largest_valid_body_is_accepted(alice: Person) -> None:
    body = '{"title":"' + "\\ud83e\\udd5b" * 100 + '","description":"' + "\\ud83e\\udd5b" * 1000 + '"}'
    assert len(body) > 13_000
    assert alice.post_raw(body).json()["title"] == "🥛" * 100


@pytest.mark.parametrize("due_date", ["2024-02-29", "0001-01-01", "9999-12-31"])
def test_a_due_date_is_a_calendar_day(alice: Person, due_date: str) -> None:
    assert alice.add(due_date=due_date)["due_date"] == due_date


def test_unknown_and_forbidden_fields_are_ignored(alice: Person, bob: Person) -> None:
    stolen = {
        "id": str(uuid.uuid4()),
        "user_id": bob.id,
        "created_at": "2000-01-01T00:00:00Z",
        "updated_at": "2000-01-01T00:00:00Z",
        "colour": {"deep": [1, 2.5, None]},
    }
    task = alice.add("Mine", **stolen)
    assert task["id"] != stolen["id"]
    assert task["user_id"] == alice.id
    assert not task["created_at"].startswith("2000")
    updated = alice.client.put(f"/api/tasks/{task['id']}", json={"title": "Mine", **stolen}).json()["data"]
    assert updated == task
    assert bob.tasks() == []


def test_sorting(alice: Person) -> None:
    for title, due in [("banana", None), ("Apple", "2026-03-01"), ("cherry", "2026-01-01"), ("apple", "2026-03-01")]:
        alice.add(title, due_date=due)
    newest_first = [task["id"] for task in alice.tasks()]
    assert [task["title"] for task in alice.tasks()] == ["apple", "cherry", "Apple", "banana"]
    assert [task["id"] for task in alice.tasks(sort="created_at")] == newest_first

    by_due_date = alice.tasks(sort="due_date")
    assert [task["due_date"] for task in by_due_date] == ["2026-01-01", "2026-03-01", "2026-03-01", None]
    tied = [task["id"] for task in by_due_date[1:3]]
    assert tied == sorted(tied)

    by_title = alice.tasks(sort="title")
    assert [task["title"].lower() for task in by_title] == ["apple", "apple", "banana", "cherry"]
    tied = [task["id"] for task in by_title[:2]]
    assert tied == sorted(tied)

    for sort in ("created_at", "due_date", "title"):
        assert alice.tasks(sort=f"-{sort}") == alice.tasks(sort=sort)[::-1]


def test_titles_sort_without_regard_to_case_in_every_alphabet(alice: Person) -> None:
    for title in ("ÉCLAIR", "éclair", "Éclairs", "zebra", "Zebra", "Ecke", "Fall"):
        alice.add(title)
    titles = [task["title"] for task in alice.tasks(sort="title")]
    assert titles[0] == "Ecke"
    assert {*titles[1:3]} == {"ÉCLAIR", "éclair"}
    assert titles[3:5] == ["Éclairs", "Fall"]
    assert {*titles[5:]} == {"zebra", "Zebra"}


def test_tasks_created_at_the_same_time_keep_one_order(alice: Person, sql: Sql) -> None:
    for _ in range(5):
        alice.add()
    sql.execute("UPDATE todo.task SET created_at = now() WHERE user_id = %s", [alice.id])
    ids = [task["id"] for task in alice.tasks()]
    assert ids == sorted(ids, reverse=True)


def test_filtering_by_completion(alice: Person) -> None:
    opened, done = alice.add("Open"), alice.add("Done", completed=True)
    assert alice.tasks(completed="true") == [done]
    assert alice.tasks(completed="false") == [opened]
    assert alice.tasks(completed="false", sort="-title") == [opened]
    assert alice.tasks(colour="blue") == [done, opened]


@pytest.mark.parametrize("value", ["1", "yes", "TRUE", "on", "", "true\x00", "null"])
def test_a_filter_that_is_neither_true_nor_false_is_refused(alice: Person, value: str) -> None:
    refused(alice.client.get("/api/tasks", params={"completed": value}), 422, "Completed must be true or false")


def test_a_filter_given_twice_is_refused(alice: Person) -> None:
    refused(alice.client.get("/api/tasks?completed=true&completed=true&completed=false"), 422)


@pytest.mark.parametrize("value", ["", "id", "user_id", "created_at desc", "--title", "title,id", "\x00", "9" * 30])
def test_an_unknown_order_is_refused(alice: Person, value: str) -> None:
    sentence = refused(alice.client.get("/api/tasks", params={"sort": value}), 422)
    assert sentence.startswith("Sort must be one of created_at, -created_at, due_date, -due_date, title, -title, ")
