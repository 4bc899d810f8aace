"""`remind_before`: when the next reminder of a task is due, whatever is done to the task or to the settings."""

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from tests.conftest import Sql
from tests.service import Person, refused
from tests.test_export_and_import import export
from tests.test_lists import new_list, seq_of, undo
from tests.test_repeats import batch, complete
from tests.test_settings import changed as set_settings
from tests.test_subtasks import below, now, patch, path

NEEDS_DAY = "Remind before needs a due date"
LATE: dict[str, Any] = {"due_date": "2101-01-01", "due_time": "12:00", "remind_before": 30}
AT = "2101-01-01 11:30"  # of that reminder, in UTC


@pytest.fixture
def due(sql: Sql) -> Callable[[dict[str, Any]], str | None]:
    """When the next reminder of a task is due, in UTC."""

    def read(task: dict[str, Any]) -> str | None:
        (found,) = sql.execute("SELECT remind_at FROM todo.task WHERE id = %s", [task["id"]]).fetchone() or [None]
        return found and f"{found.astimezone(UTC):%Y-%m-%d %H:%M}"

    return read


Due = Callable[[dict[str, Any]], str | None]


def put(person: Person, task: dict[str, Any], **fields: Any) -> httpx2.Response:
    return person.client.put(path(task), json={"title": "x", **fields})


def imported(person: Person, *tasks: Any, **more: Any) -> httpx2.Response:
    return person.client.post("/api/me/import", json={"data": list(tasks), **more})


WAYS: dict[str, Callable[[Person, dict[str, Any]], httpx2.Response]] = {
    "create": lambda person, fields: person.client.post("/api/tasks", json={"title": "x", **fields}),
    "create with an id": lambda person, fields: person.client.put(
        f"/api/tasks/{uuid.uuid4()}", json={"title": "x", **fields}, headers={"If-None-Match": "*"}
    ),
    "create below another": lambda person, fields: person.client.post(
        "/api/tasks", json={"title": "x", "parent_id": person.add("Parent")["id"], **fields}
    ),
    "create several": lambda person, fields: batch(person, *[{"op": "create", "task": {"title": "x", **fields}}] * 3),
    "put": lambda person, fields: put(person, person.add(), **fields),
    "patch": lambda person, fields: patch(person, person.add(), title="x", **fields),
    "batch": lambda person, fields: batch(
        person, {"op": "update", "id": person.add()["id"], "task": {"title": "x", **fields}}
    ),
    "import": lambda person, fields: imported(person, {"title": "x", **fields}),
    "import of what is there": lambda person, fields: imported(
        person, {"id": person.add()["id"], "title": "x", **fields}
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_however_a_task_is_written_its_reminder_is_due_before_the_task_is(alice: Person, due: Due, way: str) -> None:
    answer = WAYS[way](alice, LATE)
    assert answer.status_code < 300, answer.text
    written = [task for task in alice.tasks() if task["title"] == "x"]
    assert len(written) == (3 if way == "create several" else 1)
    for task in written:
        assert (task["remind_before"], due(task)) == (30, AT)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fields", [{"remind_before": 0}, {"remind_before": 5, "due_date": None}])
def test_a_reminder_without_a_day_is_refused(alice: Person, way: str, fields: dict[str, Any]) -> None:
    sentence = refused(WAYS[way](alice, fields), 422)
    place = "Operation 0: " if "batch" in way or "several" in way else "Task 1: " if "import" in way else ""
    assert sentence == f"{place}{NEEDS_DAY}"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (-1, "Remind before must be at least 0"),
        (40_321, "Remind before must be at most 40320"),
        (1.5, "Remind before must be a whole number"),
        ("30", "Remind before must be a whole number"),
        (True, "Remind before must be a whole number"),
        (10**30, "Remind before must be at most 40320"),
    ],
)
def test_an_invalid_reminder_is_refused_with_a_sentence(alice: Person, value: Any, sentence: str) -> None:
    fields = {"title": "x", "due_date": "2101-01-01", "remind_before": value}
    refused(alice.client.post("/api/tasks", json=fields), 422, sentence)
    refused(patch(alice, alice.add(due_date="2101-01-01"), remind_before=value), 422, sentence)


def test_without_a_time_the_day_begins_when_the_account_says(alice: Person, due: Due) -> None:
    early = alice.add(due_date="2101-01-01", remind_before=0)
    assert due(early) == "2101-01-01 09:00"
    set_settings(alice, day_start="07:30", time_zone="Asia/Tokyo")
    later = alice.add(due_date="2101-01-01", remind_before=40_320)
    assert due(later) == "2100-12-03 22:30"
    assert due(alice.add(**LATE)) == "2101-01-01 02:30"


def test_a_task_with_a_day_and_no_reminder_has_none_and_neither_has_one_that_has_passed(
    alice: Person, due: Due
) -> None:
    assert due(alice.add(due_date="2101-01-01")) is None
    assert due(alice.add(due_date="2001-01-01", remind_before=0)) is None
    assert due(alice.add(due_date=str(datetime.now(UTC).date() + timedelta(days=2)), remind_before=40_320)) is None
    assert due(alice.add(**LATE, completed=True)) is None


def test_a_put_keeps_the_reminder_that_it_does_not_name_and_loses_it_with_the_day(alice: Person, due: Due) -> None:
    task = alice.add(**LATE)
    assert put(alice, task, due_date="2101-01-02").json()["data"]["remind_before"] == 30
    assert due(task) == "2101-01-02 11:30"
    assert put(alice, task, due_date="2101-01-02", remind_before=None).json()["data"]["remind_before"] is None
    assert due(task) is None
    task = alice.add(**LATE)
    cleared = put(alice, task).json()["data"]
    assert (cleared["due_date"], cleared["due_time"], cleared["remind_before"], due(task)) == (None, None, None, None)


def test_clearing_the_day_clears_the_reminder_and_undo_brings_both_back(alice: Person, due: Due) -> None:
    task = alice.add(**LATE)
    cleared = patch(alice, task, due_date=None)
    assert (cleared.json()["data"]["remind_before"], due(task)) == (None, None)
    assert undo(alice, seq_of(cleared)).json()["data"]["remind_before"] == 30
    assert due(task) == AT
    refused(patch(alice, task, due_date=None, remind_before=10), 422, NEEDS_DAY)
    assert now(alice, task)["due_date"] == "2101-01-01"


def test_every_change_of_the_moment_moves_the_reminder(alice: Person, due: Due) -> None:
    task = alice.add(**LATE)
    moments = []
    for change in ({"due_date": "2101-02-01"}, {"due_time": "08:00"}, {"due_time": None}, {"remind_before": 60}):
        assert patch(alice, task, **change).status_code == 200
        moments.append(due(task))
    assert moments == ["2101-02-01 11:30", "2101-02-01 07:30", "2101-02-01 08:30", "2101-02-01 08:00"]
    assert patch(alice, task, remind_before=None).json()["data"]["due_date"] == "2101-02-01"
    assert due(task) is None


def test_a_completed_task_has_no_reminder_and_a_reopened_one_has_it_again(alice: Person, due: Due) -> None:
    task = alice.add(**LATE)
    for tick in (complete, lambda person, task: patch(person, task, completed=True)):
        answer = tick(alice, task)
        assert due(task) is None
        assert complete(alice, task).status_code == 200
        assert due(task) == AT
        answer = tick(alice, task)
        assert undo(alice, seq_of(answer)).status_code == 200
        assert due(task) == AT


def test_completing_an_occurrence_moves_the_reminder_to_the_next_one(alice: Person, due: Due) -> None:
    task = alice.add(**LATE, repeat="FREQ=DAILY;COUNT=3")
    answer = complete(alice, task)
    assert due(task) == "2101-01-02 11:30"
    assert undo(alice, seq_of(answer)).status_code == 200
    assert due(task) == AT
    patch(alice, task, completed=True)
    batch(alice, {"op": "complete", "id": task["id"]})
    assert due(task) == "2101-01-03 11:30"
    complete(alice, task)
    assert (now(alice, task)["completed"], due(task)) == (True, None)


def test_the_trash_reminds_of_nothing_and_what_comes_out_of_it_does_again(alice: Person, due: Due) -> None:
    task = alice.add(**LATE)
    assert alice.client.delete(path(task)).status_code == 204
    assert due(task) is None
    assert alice.client.post(f"{path(task)}/restore").status_code == 200
    assert due(task) == AT
    deleted = alice.client.delete(path(task))
    assert undo(alice, seq_of(deleted)).status_code == 200
    assert due(task) == AT


def test_what_is_below_a_task_is_reminded_of_as_the_task_is(alice: Person, due: Due) -> None:
    parent = alice.add("Parent")
    child = below(alice, below(alice, parent, "Between"), "Child", **LATE)
    completed = complete(alice, parent)
    assert due(child) is None
    complete(alice, parent)
    assert due(child) == AT
    completed = patch(alice, parent, completed=True)
    assert undo(alice, seq_of(completed)).status_code == 200
    assert due(child) == AT
    alice.client.delete(path(parent))
    assert due(child) is None
    alice.client.post(f"{path(parent)}/restore")
    assert due(child) == AT


def test_a_parent_that_comes_again_opens_what_is_below_it_with_its_reminder(alice: Person, due: Due) -> None:
    parent = alice.add("Clean", due_date="2101-01-01", repeat="FREQ=WEEKLY")
    child = below(alice, parent, "Kitchen", **LATE)
    complete(alice, child)
    assert due(child) is None
    complete(alice, parent)
    assert (now(alice, child)["completed"], due(child)) == (False, AT)


def test_a_list_takes_the_reminders_of_its_tasks_with_it_and_brings_them_back(alice: Person, due: Due) -> None:
    home = new_list(alice)
    task = alice.add(**LATE, list_id=home["id"])
    deleted = alice.client.delete(f"/api/lists/{home['id']}")
    assert due(task) is None
    assert alice.client.post(f"/api/lists/{home['id']}/restore").status_code == 200
    assert due(task) == AT
    deleted = alice.client.delete(f"/api/lists/{home['id']}")
    assert undo(alice, seq_of(deleted)).status_code == 200
    assert due(task) == AT


def test_an_undone_creation_reminds_of_nothing(alice: Person, due: Due) -> None:
    made = alice.client.post("/api/tasks", json={"title": "x", **LATE})
    assert undo(alice, seq_of(made)).status_code == 200
    assert due(made.json()) is None


@pytest.mark.parametrize("moment", [None, "2099-05-05 05:05"])
def test_what_leaves_the_moment_as_it_is_brings_no_reminder_back_and_ends_none(
    alice: Person, sql: Sql, due: Due, moment: str | None
) -> None:
    """None: it has fired. Another time: it was put off."""
    task = alice.add(**LATE)
    sql.execute("UPDATE todo.task SET remind_at = %s::timestamp AT TIME ZONE 'UTC' WHERE id = %s", [moment, task["id"]])
    edit = patch(alice, task, title="Another title")
    assert due(task) == moment
    assert patch(alice, task, due_date=LATE["due_date"], remind_before=30, priority=3).status_code == 200
    assert put(alice, task, **LATE).status_code == 200
    assert due(task) == moment
    edit = patch(alice, task, tags=["home"])
    assert undo(alice, seq_of(edit)).status_code == 200
    assert due(task) == moment
    assert imported(alice, {"id": task["id"], "title": "From a file"}).json()["data"]["updated"] == 1
    assert imported(alice, {"id": task["id"], "title": "And again", **LATE}).json()["data"]["updated"] == 1
    assert due(task) == moment
    assert patch(alice, task, list_id=new_list(alice)["id"]).status_code == 200
    assert patch(alice, task, parent_id=alice.add("Parent")["id"]).status_code == 200
    assert due(task) == moment
    assert patch(alice, task, due_time="13:00").status_code == 200
    assert due(task) == "2101-01-01 12:30"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_export_is_imported_with_its_reminders(alice: Person, bob: Person, due: Due, form: str) -> None:
    alice.add("Soon", **LATE)
    alice.add("In the morning", due_date="2101-01-01", remind_before=0)
    alice.add("Never", due_date="2101-01-01")
    content = export(alice, form)
    kind = {"json": "application/json", "csv": "text/csv"}[form]
    for _ in range(2):
        answer = bob.client.post("/api/me/import", content=content, headers={"Content-Type": kind})
        assert answer.status_code == 200, answer.text
    assert answer.json()["data"]["unchanged"] == 3
    seen = {task["title"]: (task["remind_before"], due(task)) for task in bob.tasks()}
    assert seen == {"Soon": (30, AT), "In the morning": (0, "2101-01-01 09:00"), "Never": (None, None)}


def test_a_line_of_a_file_with_a_reminder_and_no_day_is_named(alice: Person) -> None:
    content = b"title,due_date,remind_before\nx,2101-01-01,30\ny,,30\nz,2101-01-01,soon\n"
    answer = alice.client.post("/api/me/import", content=content, headers={"Content-Type": "text/csv"})
    refused(answer, 422, f"Line 3: {NEEDS_DAY}; Line 4: Remind before must be a whole number")
    assert alice.tasks() == []


def test_a_file_that_takes_the_day_away_takes_the_reminder_with_it(alice: Person, due: Due) -> None:
    task = alice.add(**LATE)
    assert imported(alice, {"id": task["id"], "title": "x", "due_date": None}).status_code == 200
    after = now(alice, task)
    assert (after["due_date"], after["remind_before"], due(task)) == (None, None, None)


def test_the_feed_and_the_history_have_the_field_and_nothing_has_the_moment(alice: Person) -> None:
    task = alice.add(**LATE)
    patch(alice, task, remind_before=45)
    changes = alice.client.get("/api/tasks/changes").json()
    assert [each["remind_before"] for each in changes["data"]] == [45]
    lines = alice.client.get(f"{path(task)}/history").json()["data"]
    assert [(line["before"] or {}).get("remind_before") for line in lines] == [30, None]
    assert "remind_at" not in json.dumps([changes, lines, json.loads(export(alice))])


# -- settings --


@pytest.mark.parametrize(
    ("zone", "summer"), [("CET", "10:00"), ("MET", "10:00"), ("EET", "09:00"), ("WET", "11:00"), ("EST", "17:00")]
)
def test_a_zone_with_the_name_of_an_abbreviation_has_summer_time_if_it_has(
    alice: Person, due: Due, zone: str, summer: str
) -> None:
    set_settings(alice, time_zone=zone)
    assert due(alice.add(due_date="2101-07-15", due_time="12:00", remind_before=0)) == f"2101-07-15 {summer}"


def test_another_zone_or_start_of_the_day_moves_every_reminder(alice: Person, due: Due) -> None:
    morning = alice.add(due_date="2101-07-01", remind_before=0)
    timed = alice.add(**LATE)
    done, gone = alice.add(**LATE, completed=True), alice.add(**LATE)
    alice.client.delete(path(gone))
    nothing = alice.add(due_date="2101-07-01")

    def moments() -> list[str | None]:
        assert [due(task) for task in (done, gone, nothing)] == [None] * 3
        return [due(morning), due(timed)]

    before = [now(alice, morning), now(alice, timed)]
    first = set_settings(alice, time_zone="America/New_York")  # the account's first settings
    assert moments() == ["2101-07-01 13:00", "2101-01-01 16:30"]
    second = set_settings(alice, day_start="06:00")
    assert moments() == ["2101-07-01 10:00", "2101-01-01 16:30"]
    set_settings(alice, week_start=1)
    assert moments() == ["2101-07-01 10:00", "2101-01-01 16:30"]
    assert [now(alice, morning), now(alice, timed)] == before  # it is no change of the tasks
    assert complete(alice, done).status_code == 200
    assert due(done) == "2101-01-01 16:30"
    assert (first, second) == (second - 1, first + 1)


def test_undone_and_imported_settings_move_the_reminders_too(alice: Person, due: Due) -> None:
    task = alice.add(due_date="2101-07-01", remind_before=0)
    changed = set_settings(alice, time_zone="Europe/Berlin", day_start="08:00")
    assert due(task) == "2101-07-01 06:00"
    assert undo(alice, changed).status_code == 200
    assert due(task) == "2101-07-01 09:00"
    new = {"title": "New", "due_date": "2101-07-01", "remind_before": 0}
    answer = imported(alice, new, settings={"time_zone": "Asia/Tokyo"})
    made = next(each for each in alice.tasks() if each["title"] == "New")
    assert (due(task), due(made)) == ("2101-07-01 00:00", "2101-07-01 00:00")
    assert undo(alice, seq_of(answer)).status_code == 200
    assert (due(task), due(made)) == ("2101-07-01 09:00", None)


def test_a_thousand_reminders_and_more_are_moved_and_moved_back(alice: Person, sql: Sql) -> None:
    def moments() -> set[str]:
        found = sql.execute(
            "SELECT DISTINCT remind_at FROM todo.task WHERE user_id = %s AND remind_before = 30", [alice.id]
        ).fetchall()
        return {f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}" for (moment,) in found}

    assert imported(alice, *[{"title": "x", **LATE}] * 1001).status_code == 200
    changed = set_settings(alice, time_zone="Asia/Tokyo")
    assert moments() == {"2101-01-01 02:30"}
    deleted = alice.client.delete(path(alice.add("Other")))
    assert undo(alice, seq_of(deleted)).status_code == 200
    assert undo(alice, changed).json()["data"]["time_zone"] == "UTC"
    assert moments() == {AT}
    assert imported(alice, {"title": "x", **LATE}, settings={"time_zone": "Europe/Berlin"}).status_code == 200
    assert moments() == {"2101-01-01 10:30"}


def test_a_file_with_the_settings_of_a_new_account_has_its_reminders_in_that_zone(
    alice: Person, bob: Person, due: Due
) -> None:
    set_settings(alice, time_zone="Asia/Kathmandu")
    alice.add(**LATE)
    answer = bob.client.post("/api/me/import", json=json.loads(export(alice)))
    assert answer.status_code == 200, answer.text
    assert [due(task) for task in bob.tasks()] == ["2101-01-01 05:45"]


def test_a_change_of_settings_changes_no_reminder_that_was_put_off_or_is_due_already(
    alice: Person, sql: Sql, due: Due
) -> None:
    put_off, is_due, has_fired = (alice.add(**LATE) for _ in range(3))
    for task, moment in ((put_off, "2099-05-05 05:05"), (is_due, "2026-01-01 00:00"), (has_fired, None)):
        sql.execute(
            "UPDATE todo.task SET remind_at = %s::timestamptz WHERE id = %s", [moment and f"{moment}Z", task["id"]]
        )
    set_settings(alice, time_zone="Europe/Berlin")
    assert (due(put_off), due(is_due)) == ("2099-05-05 05:05", "2026-01-01 00:00")
    assert due(has_fired) == "2101-01-01 10:30"  # in the other zone it is still to come


def test_the_settings_of_one_person_move_no_reminder_of_another(alice: Person, bob: Person, due: Due) -> None:
    task = bob.add(**LATE)
    set_settings(alice, time_zone="Asia/Tokyo")
    assert due(task) == AT


# -- putting off --


def snooze(person: Person, task: dict[str, Any], minutes: Any = 60) -> httpx2.Response:
    return person.client.post(f"{path(task)}/snooze", json={"minutes": minutes})


def in_minutes(sql: Sql, task: dict[str, Any]) -> int:
    (left,) = sql.execute(
        "SELECT extract(epoch FROM remind_at - now()) / 60 FROM todo.task WHERE id = %s", [task["id"]]
    ).fetchone() or [None]
    assert left is not None
    return round(float(left))


def on_its_way(sql: Sql, person: Person, task: dict[str, Any], receiver: str = "mail") -> None:
    """A worker has taken the reminder, and is about to send it to this receiver."""
    sql.execute("UPDATE todo.task SET remind_at = NULL WHERE id = %s", [task["id"]])
    sql.execute(
        "INSERT INTO todo.delivery (user_id, task_id, receiver, due_date, remind_before, remind_at, try_at)"
        " VALUES (%s, %s, %s, '2101-01-01', 30, now(), now())",
        [person.id, task["id"], receiver],
    )


def deliveries(sql: Sql, person: Person) -> list[str]:
    rows = sql.execute("SELECT receiver FROM todo.delivery WHERE user_id = %s", [person.id]).fetchall()
    return sorted(receiver for (receiver,) in rows)


def test_a_reminder_is_put_off_and_the_task_stays_as_it_is(alice: Person, sql: Sql) -> None:
    task, other = alice.add(**LATE), alice.add(**LATE)
    on_its_way(sql, alice, task)
    on_its_way(sql, alice, task, receiver=str(uuid.uuid4()))
    on_its_way(sql, alice, other)
    before = alice.client.get(path(task))
    state = alice.client.get("/api/tasks/changes").json()["next"]
    for minutes in (60, 1, 40_320):
        answer = snooze(alice, task, minutes)
        assert (answer.status_code, answer.json()) == (200, before.json())
        assert answer.headers["etag"] == before.headers["etag"]
        assert "x-change-seq" not in answer.headers
        assert in_minutes(sql, task) == minutes
    assert deliveries(sql, alice) == ["mail"]  # of the other task
    assert alice.client.get("/api/tasks/changes").json()["next"] == state
    assert len(alice.client.get(f"{path(task)}/history").json()["data"]) == 1


def test_what_is_put_off_twice_with_one_key_is_put_off_once(alice: Person, sql: Sql) -> None:
    task = alice.add(**LATE)
    headers = {"Idempotency-Key": "key"}
    first = alice.client.post(f"{path(task)}/snooze", json={"minutes": 60}, headers=headers)
    on_its_way(sql, alice, task)  # the moment has come
    again = alice.client.post(f"{path(task)}/snooze", json={"minutes": 60}, headers=headers)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (again.headers["etag"], again.headers["idempotency-replayed"]) == (first.headers["etag"], "true")
    assert deliveries(sql, alice) == ["mail"]
    assert sql.execute("SELECT remind_at FROM todo.task WHERE id = %s", [task["id"]]).fetchone() == (None,)


def test_a_later_change_of_the_moment_or_of_its_completion_decides_anew(alice: Person, sql: Sql, due: Due) -> None:
    task = alice.add(**LATE)
    for change in ({"title": "y"}, {"due_time": "13:00"}):
        snooze(alice, task)
        patch(alice, task, **change)
    assert due(task) == "2101-01-01 12:30"
    snooze(alice, task)
    complete(alice, task)
    assert due(task) is None
    refused(snooze(alice, task), 409, "The task is completed; only of an open task a reminder can be put off")
    complete(alice, task)
    assert due(task) == "2101-01-01 12:30"


def test_only_an_open_task_with_a_reminder_can_be_put_off(alice: Person, bob: Person, sql: Sql, due: Due) -> None:
    task = alice.add(due_date="2101-01-01")
    refused(snooze(alice, task), 409, "The task has no reminder that could be put off")
    assert due(task) is None
    patch(alice, task, remind_before=0)
    on_its_way(sql, alice, task)
    refused(snooze(bob, task), 404, "Task not found")
    alice.client.delete(path(task))
    refused(snooze(alice, task), 404, "Task not found")
    refused(snooze(alice, {"id": str(uuid.uuid4())}), 404, "Task not found")
    refused(snooze(alice, {"id": "nonsense"}), 404, "Task not found")
    assert (due(task), deliveries(sql, alice)) == (None, ["mail"])


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (0, "Minutes must be at least 1"),
        (40_321, "Minutes must be at most 40320"),
        (1.5, "Minutes must be a whole number"),
        ("60", "Minutes must be a whole number"),
        (None, "Minutes must be a whole number"),
    ],
)
def test_a_reminder_is_put_off_for_minutes_up_to_four_weeks(alice: Person, minutes: Any, sentence: str) -> None:
    task = alice.add(**LATE)
    refused(snooze(alice, task, minutes), 422, sentence)
    refused(alice.client.post(f"{path(task)}/snooze", json={}), 422, "Minutes is required")


def test_an_erased_account_leaves_nothing_of_its_reminders_and_its_token_puts_nothing_off(
    alice: Person, sql: Sql
) -> None:
    task = alice.add(**LATE)
    on_its_way(sql, alice, task)
    assert alice.client.delete("/api/me").status_code == 204
    assert deliveries(sql, alice) == []
    refused(snooze(alice, task), 401, "Invalid or expired token")
