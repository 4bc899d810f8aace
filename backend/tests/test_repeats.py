"""`due_time`, `repeat` and `repeat_from`: tasks that come again when they are completed."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import httpx2
import pytest

from tests.service import Person, refused
from tests.test_lists import changes, seq_of, undo
from tests.test_repeat_vectors import VECTORS
from tests.test_subtasks import below, now, patch, path
from tests.test_undo import history
from tests.test_users import at_once

CHANGED = "The task has changed since; only its last change can be undone"
HAS_CHANGED = "The task has changed since; read it again"
DUE = ("due_date", "due_time", "repeat", "repeat_from")


def today(zone_hours: int = 0) -> date:
    return (datetime.now(UTC) + timedelta(hours=zone_hours)).date()


def days_from_today(days: int) -> str:
    return str(today() + timedelta(days=days))


def complete(person: Person, task: dict[str, Any], **headers: str) -> httpx2.Response:
    return person.client.patch(f"{path(task)}/complete", headers=headers)


def completed(person: Person, task: dict[str, Any]) -> Any:
    answer = complete(person, task)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def days_of(person: Person, task: dict[str, Any], times: int) -> list[str]:
    """The due dates after each completion, until the task stays completed."""
    days = []
    for _ in range(times):
        after = completed(person, task)
        if after["completed"]:
            break
        days.append(after["due_date"])
    return days


def batch(person: Person, *operations: Any) -> httpx2.Response:
    return person.client.post("/api/tasks/batch", json={"operations": operations})


WAYS: dict[str, Callable[[Person, dict[str, Any]], httpx2.Response]] = {
    "complete": complete,
    "patch": lambda person, task: patch(person, task, completed=True),
    "put": lambda person, task: person.client.put(
        path(task), json={name: task[name] for name in ("title", "description", "due_date")} | {"completed": True}
    ),
    "batch, complete": lambda person, task: batch(person, {"op": "complete", "id": task["id"]}),
    "batch, update": lambda person, task: batch(
        person, {"op": "update", "id": task["id"], "task": {"completed": True}}
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_completing_moves_the_task_to_its_next_day_and_leaves_it_open(alice: Person, way: str) -> None:
    task = alice.add("Pay rent", due_date="2101-01-01", repeat="FREQ=MONTHLY", due_time="08:00", tags=["home"])
    assert task["repeat"] == "FREQ=MONTHLY;BYMONTHDAY=1"
    answer = WAYS[way](alice, task)
    assert answer.status_code == 200, answer.text
    after = now(alice, task)
    assert answer.json()["data"] == ([after] if "batch" in way else after)
    changed = {name for name in task if task[name] != after[name]}
    assert changed == {"due_date", "updated_at", "version"}
    assert (after["due_date"], after["completed"], after["completed_at"]) == ("2101-02-01", False, None)
    assert after["version"] == task["version"] + 1

    answer = undo(alice, seq_of(answer))
    assert (answer.status_code, answer.json()["data"]["due_date"]) == (200, "2101-01-01")


def test_a_second_tick_with_the_old_version_does_not_move_it_again(alice: Person) -> None:
    task = alice.add(due_date="2101-01-01", repeat="FREQ=DAILY")
    tag = alice.client.get(path(task)).headers["etag"]
    for way in ({"url": f"{path(task)}/complete"}, {"url": path(task), "json": {"completed": True}}):
        first, second = (alice.client.patch(headers={"If-Match": tag}, **way) for _ in range(2))
        assert first.status_code == 200, first.text
        refused(second, 412, HAS_CHANGED)
        tag = first.headers["etag"]
    assert now(alice, task)["due_date"] == "2101-01-03"
    versioned = {"op": "complete", "id": task["id"], "version": now(alice, task)["version"]}
    assert batch(alice, versioned).status_code == 200
    refused(batch(alice, versioned), 412)
    assert now(alice, task)["due_date"] == "2101-01-04"


def test_a_retry_with_the_same_key_does_not_move_it_again(alice: Person) -> None:
    task = alice.add(due_date="2101-01-01", repeat="FREQ=DAILY;COUNT=5")
    for url, body in ((f"{path(task)}/complete", None), (path(task), {"completed": True})):
        key = {"Idempotency-Key": str(uuid.uuid4())}
        tick = partial(httpx2.Client.patch, url=url, json=body, headers=key)
        answers = at_once(alice, [tick] * 4)
        assert len({(answer.status_code, answer.content, answer.headers["x-change-seq"]) for answer in answers}) == 1
    after = now(alice, task)
    assert (after["due_date"], after["repeat"]) == ("2101-01-03", "FREQ=DAILY;COUNT=3")


def test_two_devices_that_complete_the_same_occurrence_move_it_once(alice: Person) -> None:
    task = alice.add(due_date="2101-01-01", repeat="FREQ=WEEKLY")
    tag = alice.client.get(path(task)).headers["etag"]
    tick = partial(httpx2.Client.patch, url=f"{path(task)}/complete", headers={"If-Match": tag})
    answers = at_once(alice, [tick] * 6)
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 5
    assert now(alice, task)["due_date"] == "2101-01-08"


@pytest.mark.parametrize(
    ("rule", "due", "following"),
    [
        ("FREQ=DAILY", -10, 1),  # missed cycles do not come again
        ("FREQ=DAILY", 0, 1),
        ("FREQ=DAILY", 5, 6),  # early: after its own day
        ("FREQ=DAILY;INTERVAL=3", -10, 2),  # in step with the due date
        ("FREQ=DAILY;INTERVAL=3", -9, 3),
        ("FREQ=WEEKLY;INTERVAL=2", -15, 13),
        ("FREQ=WEEKLY;INTERVAL=2", -14, 14),
        ("FREQ=WEEKLY;INTERVAL=2", 1, 15),
        ("FREQ=DAILY;INTERVAL=999", -998, 1),
    ],
)
def test_the_next_day_is_after_today_and_in_step_with_the_due_date(
    alice: Person, rule: str, due: int, following: int
) -> None:
    day = today()
    answers = [completed(alice, alice.add(due_date=days_from_today(due), repeat=rule))["due_date"]]
    if today() == day:  # and not the midnight between them
        assert answers == [days_from_today(following)]


@pytest.mark.parametrize(("due", "days"), [(-100, 3), (-1, 3), (0, 3), (3, 3), (50, 3), (None, 3)])
def test_from_completion_the_next_day_is_one_interval_after_today(alice: Person, due: int | None, days: int) -> None:
    day = today()
    due_date = None if due is None else days_from_today(due)
    task = alice.add(due_date=due_date, repeat="FREQ=DAILY;INTERVAL=3", repeat_from="completion")
    answer = complete(alice, task)
    after = answer.json()["data"]
    assert (after["completed"], after["version"]) == (False, 2)
    assert answer.headers["x-change-seq"] != "0"
    if today() == day:
        assert after["due_date"] == days_from_today(days)


def test_a_rule_that_is_counted_from_completion_takes_no_day_from_the_due_date(alice: Person) -> None:
    task = alice.add(due_date="2101-01-31", repeat="FREQ=MONTHLY", repeat_from="completion")
    assert task["repeat"] == "FREQ=MONTHLY"
    assert patch(alice, task, repeat_from="due").json()["data"]["repeat"] == "FREQ=MONTHLY;BYMONTHDAY=31"


SERIES = {
    "the 31st through a year": (
        ("2101-01-31", "FREQ=MONTHLY"),
        ["2101-02-28", "2101-03-31", "2101-04-30", "2101-05-31", "2101-06-30", "2101-07-31", "2101-08-31",
         "2101-09-30", "2101-10-31", "2101-11-30", "2101-12-31", "2102-01-31", "2102-02-28"],
    ),
    "29 February": (
        ("2096-02-29", "FREQ=YEARLY"),
        ["2097-02-28", "2098-02-28", "2099-02-28", "2100-02-28", "2101-02-28", "2102-02-28", "2103-02-28",
         "2104-02-29"],
    ),
    "the last Friday": (
        ("2101-01-28", "FREQ=MONTHLY;BYDAY=-1FR"),
        ["2101-02-25", "2101-03-25", "2101-04-29", "2101-05-27"],
    ),
    "every 2 weeks on Tue and Thu across the end of a year": (
        ("2101-12-13", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,TU"),
        ["2101-12-15", "2101-12-27", "2101-12-29", "2102-01-10", "2102-01-12", "2102-01-24"],
    ),
    "COUNT": (("2101-01-30", "FREQ=DAILY;COUNT=4"), ["2101-01-31", "2101-02-01", "2101-02-02"]),
    "UNTIL": (("2101-01-01", "FREQ=WEEKLY;UNTIL=21010120"), ["2101-01-08", "2101-01-15"]),
    "the end of all years": (("9999-12-29", "FREQ=DAILY"), ["9999-12-30", "9999-12-31"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SERIES)
def test_a_series_has_the_days_that_people_expect(alice: Person, name: str) -> None:
    (due, rule), days = SERIES[name]
    task = alice.add(due_date=due, repeat=rule)
    times = len(days) + (name in {"COUNT", "UNTIL", "the end of all years"})
    assert days_of(alice, task, times) == days


def test_after_the_last_occurrence_it_stays_completed_and_can_be_opened_again(alice: Person) -> None:
    task = alice.add(due_date="2101-01-01", repeat="FREQ=DAILY;COUNT=2")
    assert completed(alice, task)["repeat"] == "FREQ=DAILY;COUNT=1"
    after = completed(alice, task)
    assert (after["completed"], after["due_date"], after["repeat"]) == (True, "2101-01-02", "FREQ=DAILY;COUNT=1")
    assert after["completed_at"] is not None
    assert completed(alice, task)["completed"] is False
    assert completed(alice, task)["completed"] is True


def test_days_that_were_missed_count(alice: Person) -> None:
    day = today()
    task = alice.add(due_date=days_from_today(-3), repeat="FREQ=DAILY;COUNT=5")
    after = completed(alice, task)
    if today() == day:
        assert (after["due_date"], after["repeat"]) == (days_from_today(1), "FREQ=DAILY;COUNT=1")


def test_a_change_of_one_day_or_of_the_title_does_not_change_the_rule(alice: Person) -> None:
    task = alice.add(due_date="2101-01-04", repeat="FREQ=WEEKLY;BYDAY=TU", due_time="07:30")
    patch(alice, task, due_date="2101-01-05")
    patch(alice, task, title="Other")
    alice.client.put(path(task), json={"title": "Another", "due_date": "2101-01-06"})
    after = now(alice, task)
    assert [after[name] for name in DUE] == ["2101-01-06", "07:30", "FREQ=WEEKLY;BYDAY=TU", "due"]
    assert days_of(alice, task, 2) == ["2101-01-11", "2101-01-18"]


def test_completing_with_other_changes_in_one_request_uses_the_new_ones(alice: Person) -> None:
    task = alice.add(due_date="2101-01-01", repeat="FREQ=DAILY")
    after = patch(alice, task, completed=True, due_date="2101-01-31", repeat="FREQ=MONTHLY").json()["data"]
    assert (after["due_date"], after["repeat"]) == ("2101-02-28", "FREQ=MONTHLY;BYMONTHDAY=31")
    after = patch(alice, task, completed=True, repeat=None).json()["data"]
    assert (after["completed"], after["due_date"], after["repeat"]) == (True, "2101-02-28", None)


def test_undo_brings_back_day_count_and_rule_together(alice: Person) -> None:
    task = alice.add(due_date="2101-01-31", repeat="FREQ=MONTHLY;COUNT=3", due_time="10:00")
    seq = seq_of(complete(alice, task))
    assert [now(alice, task)[name] for name in DUE[::2]] == ["2101-02-28", "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2"]
    assert undo(alice, seq).status_code == 200
    assert [now(alice, task)[name] for name in DUE] == [task[name] for name in DUE]

    seq = seq_of(complete(alice, task))
    patch(alice, task, title="Edited since")
    refused(undo(alice, seq), 409, CHANGED)
    assert now(alice, task)["due_date"] == "2101-02-28"


def test_undo_of_the_last_occurrence_opens_it(alice: Person) -> None:
    task = alice.add(due_date="2101-01-31", repeat="FREQ=MONTHLY;COUNT=1")
    seq = seq_of(complete(alice, task))
    assert now(alice, task)["completed"] is True
    assert undo(alice, seq).json()["data"]["completed"] is False


def test_the_history_has_the_occurrence_that_was_done(alice: Person) -> None:
    task = alice.add(due_date="2101-01-01", repeat="FREQ=DAILY")
    token = changes(alice)["next"]
    completed(alice, task)
    completed(alice, task)
    done = [(line["operation"], line["before"]["due_date"]) for line in history(alice, task["id"])[:-1]]
    assert done == [("complete", "2101-01-02"), ("complete", "2101-01-01")]
    assert [(each["due_date"], each["repeat"]) for each in changes(alice, token)["data"]] == [
        ("2101-01-03", "FREQ=DAILY")
    ]


# 25 hours apart, so that the day is always another one.
@pytest.mark.parametrize(("zone", "hours"), [("Pacific/Kiritimati", 14), ("Pacific/Pago_Pago", -11)])
def test_today_is_the_day_in_the_zone_of_the_account(alice: Person, zone: str, hours: int) -> None:
    alice.client.patch("/api/me/settings", json={"time_zone": zone})
    day = today(hours)
    task = alice.add(due_date="2026-01-01", repeat="FREQ=DAILY")
    after = completed(alice, task)["due_date"]
    if today(hours) == day:
        assert after == str(day + timedelta(days=1))


def test_a_rule_is_stored_in_one_spelling_or_refused(alice: Person) -> None:
    task = alice.add("y")
    for vector in VECTORS["spelling"]:
        fields = {name: vector[name] for name in ("repeat", "repeat_from", "due_date")}
        answer = alice.client.post("/api/tasks", json={"title": "x", **fields})
        patched = patch(alice, task, **fields)
        if "stored" in vector:
            assert (answer.status_code, answer.json()["repeat"]) == (201, vector["stored"])
            assert patched.json()["data"]["repeat"] == vector["stored"]
        else:
            refused(answer, 422, vector["refusal"])
            refused(patched, 422, vector["refusal"])


@pytest.mark.parametrize("rule", [7, True, ["FREQ=DAILY"], {"FREQ": "DAILY"}, 1e300])
def test_a_rule_is_a_text(alice: Person, rule: Any) -> None:
    sentence = refused(
        alice.client.post("/api/tasks", json={"title": "x", "due_date": "2101-01-01", "repeat": rule}), 422
    )
    assert sentence == "Repeat must be text"


def test_a_rule_of_megabytes_is_refused_at_once(alice: Person) -> None:
    for rule in ("FREQ=DAILY;" * 90_000, "FREQ=WEEKLY;BYDAY=" + "MO," * 300_000, "9" * 1_000_000):
        answer = alice.client.post("/api/tasks", json={"title": "x", "due_date": "2101-01-01", "repeat": rule})
        assert answer.status_code in {413, 422}
        assert len(answer.content) < 500


NO_TIME = "Due time needs a due date"
NO_REPEAT = "Repeat needs a due date, or repeat_from completion"


def test_a_time_and_a_rule_need_a_due_date(alice: Person) -> None:
    task = alice.add()
    dated = alice.add(due_date="2101-01-01", due_time="09:00", repeat="FREQ=DAILY")
    for fields, sentence in (({"due_time": "09:00"}, NO_TIME), ({"repeat": "FREQ=DAILY"}, NO_REPEAT)):
        refused(alice.client.post("/api/tasks", json={"title": "x", **fields}), 422, sentence)
        refused(patch(alice, task, **fields), 422, sentence)
        refused(alice.client.put(path(task), json={"title": "x", **fields}), 422, sentence)
        refused(patch(alice, dated, due_date=None, **fields), 422, sentence)
        assert patch(alice, task, due_date="2101-01-01", **fields).status_code == 200
        assert patch(alice, task, due_date=None).status_code == 200
    assert [now(alice, dated)[name] for name in DUE] == ["2101-01-01", "09:00", "FREQ=DAILY", "due"]
    counted = alice.add(repeat="FREQ=DAILY", repeat_from="completion")
    refused(patch(alice, counted, repeat_from="due"), 422, NO_REPEAT)
    refused(patch(alice, counted, repeat_from=None), 422, NO_REPEAT)


def test_a_task_that_loses_its_day_loses_its_time_and_its_rule(alice: Person) -> None:
    clearing: list[Callable[[dict[str, Any]], httpx2.Response]] = [
        lambda task: patch(alice, task, due_date=None),
        lambda task: alice.client.put(path(task), json={"title": "x"}),
        lambda task: batch(alice, {"op": "update", "id": task["id"], "task": {"due_date": None}}),
    ]
    for clear in clearing:
        task = alice.add(due_date="2101-01-01", due_time="09:00", repeat="FREQ=DAILY")
        answer = clear(task)
        assert [now(alice, task)[name] for name in DUE] == [None, None, None, "due"]
        undo(alice, seq_of(answer))
        assert [now(alice, task)[name] for name in DUE] == [task[name] for name in DUE]
        task = alice.add(due_date="2101-01-01", due_time="09:00", repeat="FREQ=DAILY", repeat_from="completion")
        clear(task)
        assert [now(alice, task)[name] for name in DUE] == [None, None, "FREQ=DAILY", "completion"]


def test_null_clears_a_time_and_a_rule_and_put_keeps_them(alice: Person) -> None:
    task = alice.add(due_date="2101-01-01", due_time="09:00", repeat="FREQ=DAILY", repeat_from="completion")
    alice.client.put(path(task), json={"title": "x", "due_date": "2101-01-02"})
    assert [now(alice, task)[name] for name in DUE] == ["2101-01-02", "09:00", "FREQ=DAILY", "completion"]
    patch(alice, task, due_time=None, repeat=None, repeat_from=None)
    assert [now(alice, task)[name] for name in DUE] == ["2101-01-02", None, None, "due"]


@pytest.mark.parametrize(
    "value",
    ["9:00", "24:00", "09:60", "09:00:00", "09:00Z", "\u0660\u0669:\u0660\u0660", "", " 09:00", "09:00\n", 9, True],
)
def test_a_time_is_hours_and_minutes(alice: Person, value: Any) -> None:
    answer = alice.client.post("/api/tasks", json={"title": "x", "due_date": "2101-01-01", "due_time": value})
    refused(answer, 422, "Due time must be a time like 09:00")


def test_it_repeats_from_due_or_from_completion(alice: Person) -> None:
    for value in ("", "DUE", "start", 1):
        answer = alice.client.post("/api/tasks", json={"title": "x", "repeat_from": value})
        refused(answer, 422, "Repeat from must be one of due or completion")


def test_what_is_done_below_a_task_that_comes_again_is_open_again(alice: Person) -> None:
    parent = alice.add("Clean", due_date="2101-01-01", repeat="FREQ=WEEKLY")
    done, open_ = below(alice, parent, "Kitchen"), below(alice, parent, "Bath")
    deep = below(alice, done, "Oven")
    completed(alice, done)
    answer = complete(alice, parent)
    assert answer.json()["data"]["due_date"] == "2101-01-08"
    assert [now(alice, task)["completed"] for task in (done, deep, open_)] == [False, False, False]
    assert undo(alice, seq_of(answer)).status_code == 200
    assert now(alice, parent)["due_date"] == "2101-01-01"
    assert [now(alice, task)["completed"] for task in (done, deep, open_)] == [True, True, False]


def test_what_repeats_below_a_completed_task_is_completed_with_it_and_brought_back(alice: Person) -> None:
    parent = alice.add("Garden")
    child = below(alice, parent, "Water", due_date="2101-01-01", repeat="FREQ=DAILY")
    assert completed(alice, child)["due_date"] == "2101-01-02"
    assert now(alice, parent)["completed"] is False
    completed(alice, parent)
    assert (now(alice, child)["completed"], now(alice, child)["due_date"]) == (True, "2101-01-02")
    completed(alice, parent)
    assert (now(alice, child)["completed"], now(alice, child)["due_date"]) == (False, "2101-01-02")


def test_after_its_last_occurrence_a_task_is_completed_with_what_is_below_it(alice: Person) -> None:
    parent = alice.add(due_date="2101-01-01", repeat="FREQ=DAILY;COUNT=1")
    child = below(alice, parent, "Kitchen")
    assert completed(alice, parent)["completed"] is True
    assert now(alice, child)["completed"] is True


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_file_has_times_and_rules_and_an_import_moves_nothing(alice: Person, bob: Person, form: str) -> None:
    made = [
        alice.add("a", due_date="2101-01-31", due_time="09:00", repeat="FREQ=MONTHLY"),
        alice.add("b", repeat="FREQ=DAILY", repeat_from="completion"),
        alice.add("c", due_date="2101-01-01", repeat="FREQ=DAILY", completed=True),
        alice.add("d"),
    ]
    file = alice.client.get("/api/me/export", params={"format": form})
    headers = {"Content-Type": file.headers["content-type"]}
    answer = bob.client.post("/api/me/import", content=file.content, headers=headers)
    assert answer.status_code == 200, answer.text
    there = {task["title"]: [task[name] for name in (*DUE, "completed")] for task in bob.tasks()}
    assert there == {task["title"]: [task[name] for name in (*DUE, "completed")] for task in made}
    again = bob.client.post("/api/me/import", content=file.content, headers=headers)
    assert again.json()["data"]["unchanged"] == 4


def imported(person: Person, *tasks: Any) -> httpx2.Response:
    return person.client.post("/api/me/import", json=list(tasks))


def test_an_import_completes_without_moving_and_takes_the_day_from_its_date(alice: Person) -> None:
    task = alice.add(due_date="2101-01-01", due_time="10:00", repeat="FREQ=DAILY")
    answer = imported(
        alice,
        {"id": task["id"], "title": "x", "completed": True},
        {"title": "y", "due_date": "2101-01-31", "repeat": "INTERVAL=1;FREQ=MONTHLY"},
    )
    assert answer.status_code == 200, answer.text
    assert (now(alice, task)["completed"], now(alice, task)["due_date"]) == (True, "2101-01-01")
    assert [each["repeat"] for each in alice.tasks() if each["title"] == "y"] == ["FREQ=MONTHLY;BYMONTHDAY=31"]
    undo(alice, seq_of(answer))
    assert now(alice, task)["completed"] is False
    imported(alice, {"id": task["id"], "title": "x", "due_date": None})
    assert [now(alice, task)[name] for name in DUE] == [None, None, None, "due"]


def test_a_file_with_a_wrong_rule_or_a_time_without_a_day_is_refused_by_its_line(alice: Person) -> None:
    refused(imported(alice, {"title": "x"}, {"title": "y", "due_time": "09:00"}), 422, f"Task 2: {NO_TIME}")
    refused(imported(alice, {"title": "y", "repeat": "FREQ=DAILY"}), 422, f"Task 1: {NO_REPEAT}")
    answer = imported(alice, {"title": "y", "due_date": "2101-01-01", "repeat": "FREQ=DAILY;INTERVAL=0"})
    refused(answer, 422, "Task 1: Repeat must have INTERVAL from 1 to 999")
    assert alice.tasks() == []


def test_a_spreadsheet_may_have_changed_the_form_of_a_time(alice: Person) -> None:
    rows = "title;due_date;due_time\na;2101-01-01;9:30\nb;2101-01-01;09:30:00\nc;2101-01-01;\n"
    answer = alice.client.post("/api/me/import", content=rows, headers={"Content-Type": "text/csv"})
    assert answer.status_code == 200, answer.text
    assert [task["due_time"] for task in sorted(alice.tasks(), key=lambda task: task["title"])] == [
        "09:30",
        "09:30",
        None,
    ]


def test_the_days_of_the_vectors_come_through_the_front_door(alice: Person) -> None:
    # Completed on time or early, years from now: then today decides nothing.
    chosen = [
        vector
        for vector in VECTORS["next"]
        if vector["repeat_from"] == "due"
        and vector["due_date"] >= "2060-01-01"
        and vector["today"] <= vector["due_date"]
    ][:400]
    assert len(chosen) > 200
    for start in range(0, len(chosen), 50):
        vectors = chosen[start : start + 50]
        ids = [str(uuid.uuid4()) for _ in vectors]
        tasks = [{"title": "x", "due_date": vector["due_date"], "repeat": vector["repeat"]} for vector in vectors]
        steps = [{"op": "create", "id": id_, "task": task} for id_, task in zip(ids, tasks, strict=True)]
        answer = batch(alice, *steps, *({"op": "complete", "id": id_} for id_ in ids))
        assert answer.status_code == 200, answer.text
        for vector, after in zip(vectors, answer.json()["data"][len(ids) :], strict=True):
            found = (None, None) if after["completed"] else (after["due_date"], after["repeat"])
            assert found == (vector["next"], vector["left"]), vector
