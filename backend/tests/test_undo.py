"""Every change can be looked at and taken back: `X-Change-Seq`, `POST /api/undo`, the history of a task."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx2
import pytest

from tests.service import Person, refused
from tests.test_users import at_once

CHANGED = "The task has changed since; only its last change can be undone"
FINAL = "This change cannot be undone: the task was deleted for good"


def seq_of(answer: httpx2.Response) -> int:
    assert answer.is_success, answer.text
    return int(answer.headers["x-change-seq"])


def undo(person: Person, seq: int) -> httpx2.Response:
    return person.client.post("/api/undo", json={"seq": seq})


def history(person: Person, task_id: str) -> list[dict[str, Any]]:
    answer = person.client.get(f"/api/tasks/{task_id}/history")
    assert answer.status_code == 200, answer.text
    assert list(answer.json()) == ["data"]
    changes: list[dict[str, Any]] = answer.json()["data"]
    return changes


def content(task: dict[str, Any]) -> dict[str, Any]:
    """All of a task but what every change changes."""
    return {name: value for name, value in task.items() if name not in {"version", "updated_at"}}


CHANGES: dict[str, Callable[[Person, str], httpx2.Response]] = {
    "put": lambda person, path: person.client.put(path, json={"title": "New", "completed": False}),
    "patch": lambda person, path: person.client.patch(
        path,
        json={"title": "New", "description": None, "due_date": None, "priority": 0, "tags": [], "completed": False},
    ),
    "complete": lambda person, path: person.client.patch(f"{path}/complete"),
    "delete": lambda person, path: person.client.delete(path),
    "batch": lambda person, path: person.client.post(
        "/api/tasks/batch", json={"operations": [{"op": "delete", "id": path.rsplit("/")[-1]}]}
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_undoing_brings_back_what_was(alice: Person, name: str) -> None:
    task = alice.add(
        "Old", description="x", completed=True, due_date="2026-12-31", priority=3, tags=["a, b", '"quoted"', "ü"]
    )
    path = f"/api/tasks/{task['id']}"
    answer = undo(alice, seq_of(CHANGES[name](alice, path)))
    assert answer.status_code == 200
    back = answer.json()["data"]
    assert content(back) == content(task)
    assert back["version"] == 3
    assert back["updated_at"] > task["updated_at"]
    assert alice.tasks() == [back]
    assert alice.tasks(deleted="true") == []


def test_undoing_a_creation_is_a_delete_that_can_be_undone(alice: Person) -> None:
    created = alice.client.post("/api/tasks", json={"title": "x"})
    gone = undo(alice, seq_of(created))
    assert gone.json()["data"]["deleted_at"] is not None
    assert alice.tasks() == []
    assert alice.tasks(deleted="true") == [gone.json()["data"]]
    back = undo(alice, seq_of(gone)).json()["data"]
    assert content(back) == content(created.json())
    assert alice.tasks() == [back]


def test_undoing_a_restore_puts_it_back_into_the_trash(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    alice.client.delete(path)
    (trashed,) = alice.tasks(deleted="true")
    undone = undo(alice, seq_of(alice.client.post(f"{path}/restore"))).json()["data"]
    assert content(undone) == content(trashed) | {"deleted_at": undone["deleted_at"]}
    assert undone["deleted_at"] > trashed["deleted_at"]  # it lies there for thirty days from now
    assert alice.tasks() == []


def test_what_an_import_did_to_a_task_can_be_undone(alice: Person) -> None:
    task = alice.add("Old", tags=["home"])
    for imported, expected in (
        ({**task, "title": "New", "tags": []}, [content(task)]),
        ({"title": "Another"}, []),
    ):
        before = alice.tasks()
        done = alice.client.post("/api/me/import", json={"data": [imported]})
        assert alice.tasks() != before
        undone = undo(alice, seq_of(done))
        assert undone.status_code == 200
        assert [content(each) for each in [undone.json()["data"]] if each["deleted_at"] is None] == expected
        assert [content(each) for each in alice.tasks()] == [content(task)]


def test_an_undo_can_be_undone_again_and_again(alice: Person) -> None:
    task = alice.add("Old")
    answer = alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "New"})
    for title in ("Old", "New", "Old", "New"):
        answer = undo(alice, seq_of(answer))
        assert answer.json()["data"]["title"] == title
    assert [change["operation"] for change in history(alice, task["id"])] == ["undo"] * 4 + ["update", "create"]


@pytest.mark.parametrize("name", CHANGES)
def test_after_another_change_nothing_is_undone(alice: Person, name: str) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    first = seq_of(alice.client.patch(path, json={"title": "First", "completed": True}))
    second = CHANGES[name](alice, path)
    before = alice.tasks(), alice.tasks(deleted="true")
    for seq in (first, first - 1):
        refused(undo(alice, seq), 409, CHANGED)
    assert (alice.tasks(), alice.tasks(deleted="true")) == before
    undo(alice, seq_of(second))
    refused(undo(alice, first), 409, CHANGED)  # though all is again as it was then


def test_a_change_of_another_task_is_no_obstacle(alice: Person) -> None:
    task, other = alice.add("Old"), alice.add()
    seq = seq_of(alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "New"}))
    alice.client.patch(f"/api/tasks/{other['id']}/complete")
    assert undo(alice, seq).json()["data"]["title"] == "Old"


def test_of_many_who_undo_the_same_one_does(alice: Person) -> None:
    task = alice.add("Old")
    seq = seq_of(alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "New"}))
    answers = at_once(alice, [lambda client: client.post("/api/undo", json={"seq": seq})] * 8)
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert alice.tasks()[0]["version"] == 3


def test_what_was_erased_stays_so(alice: Person) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    earlier = seq_of(alice.client.patch(f"{path}/complete"))
    erasing = seq_of(alice.client.delete(f"{path}?permanent=true"))
    refused(undo(alice, erasing), 409, FINAL)
    refused(undo(alice, earlier), 404, "Task not found")
    assert alice.tasks() == []


def test_only_ones_own_changes_can_be_undone(alice: Person, bob: Person, newcomer: Callable[[], Person]) -> None:
    for _ in range(5):
        seq = seq_of(alice.client.post("/api/tasks", json={"title": "x"}))
    bob.add()
    nobody = newcomer()
    for person in (bob, nobody):
        for absent in (seq, seq + 1, 2**53 - 1):
            refused(undo(person, absent), 404, "Task not found")
    assert len(alice.tasks()) == 5
    assert undo(bob, 1).json()["data"]["user_id"] == bob.id  # everybody's changes count from 1


@pytest.mark.parametrize("body", [{}, {"seq": None}, {"seq": "1"}, {"seq": 0}, {"seq": -1}, {"seq": 1.5}, {"seq": True},
                                  {"seq": 2**63}, {"seq": [1]}])  # fmt: skip
def test_what_is_no_number_of_a_change_is_refused(alice: Person, body: dict[str, Any]) -> None:
    alice.add()
    assert refused(alice.client.post("/api/undo", json=body), 422).startswith("Seq ")
    assert len(alice.tasks()) == 1


def test_every_write_says_its_number_and_they_count_up_by_one(alice: Person) -> None:
    created = alice.client.post("/api/tasks", json={"title": "x"})
    path = f"/api/tasks/{created.json()['id']}"
    client = alice.client
    answers = [
        created,
        client.put(path, json={"title": "y"}),
        client.patch(path, json={"title": "z"}),
        client.patch(f"{path}/complete"),
        client.delete(path),
        client.post(f"{path}/restore"),
        client.post("/api/undo", json={"seq": 6}),
        client.post("/api/tasks/batch", json={"operations": [{"op": "create", "task": {"title": "x"}}]}),
        client.delete(f"{path}?permanent=true"),
    ]
    assert [seq_of(answer) for answer in answers] == list(range(1, 10))


# -- history --


def test_a_history_tells_everything_newest_first(alice: Person) -> None:
    task = alice.add("One")
    path = f"/api/tasks/{task['id']}"
    answer = alice.client.patch(path, json={"title": "Two"}, headers={"X-Request-ID": "my-request"})
    updated = answer.json()["data"]
    alice.add("Another task's change")
    alice.client.patch(f"{path}/complete")
    alice.client.delete(path)
    alice.client.post(f"{path}/restore")
    undo(alice, 6)
    changes = history(alice, task["id"])
    assert [change["operation"] for change in changes] == ["undo", "restore", "delete", "complete", "update", "create"]
    assert [change["seq"] for change in changes] == [7, 6, 5, 4, 2, 1]
    assert changes[-1]["before"] is None
    assert changes[-1]["after"] == task
    update = changes[-2]
    assert list(update) == ["seq", "task_id", "operation", "before", "after", "actor", "request_id", "at"]
    assert (update["task_id"], update["actor"], update["request_id"]) == (task["id"], alice.id, "my-request")
    assert (update["before"], update["after"]) == (task, updated)
    for older, newer in zip(changes[1:], changes[:-1], strict=True):
        assert newer["before"] == older["after"]
        assert datetime.fromisoformat(newer["at"]) >= datetime.fromisoformat(older["at"])
    assert changes[0]["after"] == alice.tasks(deleted="true")[0]  # the history of what is in the trash shows too


def test_what_changes_nothing_is_no_history(alice: Person) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    for answer in (
        alice.client.put(path, json={"title": "Buy milk"}),
        alice.client.patch(path, json={}),
        alice.client.patch(path, json={"title": "x"}, headers={"If-Match": '"7"'}),
        alice.client.put(path, json={}),
    ):
        assert "x-change-seq" not in answer.headers or seq_of(answer) == 1
    assert len(history(alice, task["id"])) == 1


def test_nobody_reads_anothers_history(alice: Person, bob: Person) -> None:
    task = alice.add()
    answers = [
        bob.client.get(f"/api/tasks/{task_id}/history", headers={"X-Request-ID": "same"})
        for task_id in (task["id"], str(uuid.uuid4()), "nonsense", "batch", "changes", "%00", "x" * 4000)
    ]
    for answer in answers:
        refused(answer, 404, "Task not found")
        assert answer.content == answers[0].content


def test_a_task_older_than_the_log_has_a_history_from_its_next_change_on(alice: Person, sql: Any) -> None:
    task = alice.add("Old")
    sql.execute("UPDATE todo.task SET seq = 0 WHERE id = %s", [task["id"]])
    sql.execute("DELETE FROM todo.change WHERE user_id = %s", [alice.id])
    assert history(alice, task["id"]) == []
    changed = alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "New"})
    (change,) = history(alice, task["id"])
    assert change["before"] == task
    assert undo(alice, seq_of(changed)).json()["data"]["title"] == "Old"
