"""Every change can be read and undone: `X-Change-Seq`, `POST /api/undo`, the history of a task."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx2
import pytest

from tests.service import Person, refused, service
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
    """The fields of a task that not every change sets."""
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
def test_an_undo_restores_the_previous_state(alice: Person, name: str) -> None:
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


def test_undoing_a_restore_moves_the_task_to_the_trash_again(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    alice.client.delete(path)
    (trashed,) = alice.tasks(deleted="true")
    undone = undo(alice, seq_of(alice.client.post(f"{path}/restore"))).json()["data"]
    assert content(undone) == content(trashed) | {"deleted_at": undone["deleted_at"]}
    assert undone["deleted_at"] > trashed["deleted_at"]  # its thirty days begin again
    assert alice.tasks() == []


def test_a_tasks_change_by_an_import_can_be_undone(alice: Person) -> None:
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


def test_a_task_that_was_in_the_trash_before_an_import_and_after_it_has_its_old_day_there_again(alice: Person) -> None:
    task = alice.add()
    alice.client.delete(f"/api/tasks/{task['id']}")
    (trashed,) = alice.tasks(deleted="true")
    answer = import_tasks(alice, [{"id": task["id"], "title": "Old", "deleted_at": "2020-01-01T00:00:00Z"}])
    assert undo(alice, seq_of(answer)).status_code == 200
    (back,) = alice.tasks(deleted="true")
    assert content(back) == content(trashed)


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
    refused(undo(alice, first), 409, CHANGED)  # though everything is again as it was then


def test_a_later_change_of_another_task_does_not_matter(alice: Person) -> None:
    task, other = alice.add("Old"), alice.add()
    seq = seq_of(alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "New"}))
    alice.client.patch(f"/api/tasks/{other['id']}/complete")
    assert undo(alice, seq).json()["data"]["title"] == "Old"


def test_of_many_concurrent_undos_one_succeeds(alice: Person) -> None:
    task = alice.add("Old")
    seq = seq_of(alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "New"}))
    answers = at_once(alice, [lambda client: client.post("/api/undo", json={"seq": seq})] * 8)
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert alice.tasks()[0]["version"] == 3


def test_an_erased_task_stays_erased(alice: Person) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    earlier = seq_of(alice.client.patch(f"{path}/complete"))
    erasing = seq_of(alice.client.delete(f"{path}?permanent=true"))
    refused(undo(alice, erasing), 409, FINAL)
    refused(undo(alice, earlier), 409, FINAL)
    refused(undo(alice, earlier + 9), 404, "Task not found")
    assert alice.tasks() == []


def test_only_own_changes_can_be_undone(alice: Person, bob: Person, newcomer: Callable[[], Person]) -> None:
    for _ in range(5):
        seq = seq_of(alice.client.post("/api/tasks", json={"title": "x"}))
    bob.add()
    nobody = newcomer()
    for person in (bob, nobody):
        for absent in (seq, seq + 1, 2**53 - 1):
            refused(undo(person, absent), 404, "Task not found")
    assert len(alice.tasks()) == 5
    assert undo(bob, 1).json()["data"]["user_id"] == bob.id  # each user's numbers begin at 1


@pytest.mark.parametrize("body", [{}, {"seq": None}, {"seq": "1"}, {"seq": 0}, {"seq": -1}, {"seq": 1.5}, {"seq": True},
                                  {"seq": 2**63}, {"seq": [1]}])  # fmt: skip
def test_an_invalid_number_is_refused(alice: Person, body: dict[str, Any]) -> None:
    alice.add()
    assert refused(alice.client.post("/api/undo", json=body), 422).startswith("Seq ")
    assert len(alice.tasks()) == 1


def test_every_write_returns_its_number_and_they_increase_by_one(alice: Person) -> None:
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


# -- all changes of one request --


def batch(person: Person, *operations: dict[str, Any]) -> httpx2.Response:
    return person.client.post("/api/tasks/batch", json={"operations": operations})


def import_tasks(person: Person, tasks: list[dict[str, Any]]) -> httpx2.Response:
    return person.client.post("/api/me/import", json={"data": tasks})


def contents(person: Person, **query: str) -> list[dict[str, Any]]:
    """All tasks in one order, without the fields that every change sets."""
    return sorted((content(task) for task in person.tasks(**query)), key=lambda task: str(task["id"]))


def do_much(person: Person) -> httpx2.Response:
    """Create, change, complete, delete and restore tasks, some of them twice, in one batch."""
    one, two, three, four = (person.add(title)["id"] for title in ("One", "Two", "Three", "Four"))
    person.client.delete(f"/api/tasks/{four}")
    new = str(uuid.uuid4())
    return batch(
        person,
        {"op": "create", "id": new, "task": {"title": "New", "tags": ["x"]}},
        {"op": "update", "id": one, "task": {"title": "First", "tags": ["y"], "due_date": "2026-12-31"}},
        {"op": "update", "id": one, "task": {"title": "First again"}},
        {"op": "complete", "id": two},
        {"op": "delete", "id": three},
        {"op": "restore", "id": four},
        {"op": "update", "id": four, "task": {"priority": 3}},
        {"op": "complete", "id": new},
        {"op": "create", "task": {"title": "Another"}},
    )


def test_undoing_a_batch_reverts_all_of_it(alice: Person) -> None:
    answer = do_much(alice)
    made = {task["title"]: task["id"] for task in answer.json()["data"] if task["title"] in ("New", "Another")}
    undone = undo(alice, seq_of(answer))
    assert undone.status_code == 200
    assert [task["title"] for task in alice.tasks(sort="title")] == ["One", "Three", "Two"]
    assert {task["completed"] for task in alice.tasks()} == {False}
    assert {task["priority"] for task in alice.tasks()} == {0}
    assert {str(task["tags"]) for task in alice.tasks()} == {"[]"}
    trash = {task["title"]: task for task in alice.tasks(deleted="true")}
    assert set(trash) == {"Four", "New", "Another"}
    assert {title: trash[title]["id"] for title in made} == made
    assert trash["Four"]["priority"] == 0
    assert undone.json()["data"] == trash["New"]  # the task of the change that was named
    assert undone.headers["etag"].startswith(f'"{trash["New"]["version"]}-')


def test_undoing_the_undo_of_a_batch_restores_its_effect(alice: Person) -> None:
    answer = do_much(alice)
    done = contents(alice), contents(alice, deleted="true")
    for _ in range(2):
        answer = undo(alice, seq_of(answer))
        assert contents(alice) != done[0]
        answer = undo(alice, seq_of(answer))
        assert contents(alice) == done[0]
        # The thirty days of a task that is moved to the trash again begin again.
        assert [{**task, "deleted_at": None} for task in contents(alice, deleted="true")] == [
            {**task, "deleted_at": None} for task in done[1]
        ]


def test_any_number_of_a_command_undoes_all_of_it(alice: Person) -> None:
    numbers = range(9)
    for number in numbers:
        before = contents(alice)
        first = seq_of(do_much(alice))
        answer = undo(alice, first + number)
        assert answer.status_code == 200, (number, answer.text)
        assert [task for task in contents(alice) if task in before] == before
        assert len(contents(alice)) == len(before) + 3
        refused(undo(alice, first), 409, CHANGED)


def test_a_task_that_a_batch_created_changed_and_deleted_stays_deleted(alice: Person) -> None:
    new, kept = str(uuid.uuid4()), alice.add("Kept")
    answer = batch(
        alice,
        {"op": "create", "id": new, "task": {"title": "Brief"}},
        {"op": "update", "id": new, "task": {"title": "Life"}},
        {"op": "delete", "id": new},
        {"op": "update", "id": kept["id"], "task": {"title": "Changed"}},
    )
    undone = undo(alice, seq_of(answer))
    assert undone.json()["data"] == alice.tasks(deleted="true")[0]
    assert contents(alice) == [content(kept)]
    undo(alice, seq_of(undone))
    assert [task["title"] for task in alice.tasks()] == ["Changed"]
    assert [task["title"] for task in alice.tasks(deleted="true")] == ["Life"]


@pytest.mark.parametrize("later", ["update", "delete", "undo"])
def test_if_any_of_its_tasks_has_changed_since_nothing_is_undone(alice: Person, later: str) -> None:
    answer = do_much(alice)
    path = f"/api/tasks/{answer.json()['data'][-1]['id']}"
    if later == "delete":
        alice.client.delete(path)
    else:
        changed = alice.client.patch(path, json={"title": "Changed since"})
        if later == "undo":
            undo(alice, seq_of(changed))
    before = alice.tasks(), alice.tasks(deleted="true")
    for number in range(9):
        refused(undo(alice, seq_of(answer) + number), 409, CHANGED)
    assert (alice.tasks(), alice.tasks(deleted="true")) == before


@pytest.mark.parametrize("place", [0, 4, 8])
def test_if_any_of_its_tasks_was_deleted_for_good_nothing_is_undone(alice: Person, place: int) -> None:
    answer = do_much(alice)
    alice.client.delete(f"/api/tasks/{answer.json()['data'][place]['id']}?permanent=true")
    before = alice.tasks(), alice.tasks(deleted="true")
    for number in range(9):
        refused(undo(alice, seq_of(answer) + number), 409, FINAL)
    assert (alice.tasks(), alice.tasks(deleted="true")) == before


def test_a_batch_that_has_deleted_a_task_for_good_is_not_undone_though_its_id_is_taken_again(alice: Person) -> None:
    task = alice.add("Erased")
    alice.client.delete(f"/api/tasks/{task['id']}")
    answer = batch(
        alice,
        {"op": "erase", "id": task["id"]},
        {"op": "create", "id": task["id"], "task": {"title": "Another"}},
        {"op": "update", "id": task["id"], "task": {"priority": 1}},
    )
    before = alice.tasks()
    for number in range(3):
        refused(undo(alice, seq_of(answer) + number), 409, FINAL)
    assert (alice.tasks(), alice.tasks(deleted="true")) == (before, [])


@pytest.mark.parametrize("number", [3, 9000])  # the second number makes it a long write
def test_undoing_an_import_reverts_all_of_it(alice: Person, number: int) -> None:
    old, same, trashed = alice.add("Old", tags=["a"]), alice.add("Same"), alice.add("Trashed")
    alice.client.delete(f"/api/tasks/{trashed['id']}")
    before = contents(alice), contents(alice, deleted="true")
    file: list[dict[str, Any]] = [{"title": f"New {n}"} for n in range(number)]
    file += [{**old, "title": "Changed", "tags": []}, same, {**trashed, "deleted_at": None}]
    answer = import_tasks(alice, file)
    assert answer.json()["data"] | {"left_out": []} == {
        "created": number, "updated": 2, "unchanged": 1, "left_out": [], "notes": []
    }  # fmt: skip
    done = contents(alice)
    key = {"Idempotency-Key": "key"}
    undone = alice.client.post("/api/undo", json={"seq": seq_of(answer)}, headers=key)
    assert undone.status_code == 200, undone.text
    made = [task for task in contents(alice, deleted="true") if task["title"].startswith("New ")]
    assert len(made) == number
    assert contents(alice) == before[0]
    assert [{**task, "deleted_at": None} for task in contents(alice, deleted="true") if task not in made] == [
        {**task, "deleted_at": None} for task in before[1]
    ]
    again = alice.client.post("/api/undo", json={"seq": seq_of(answer)}, headers=key)
    assert (again.content, again.headers["idempotency-replayed"]) == (undone.content, "true")
    refused(undo(alice, seq_of(answer) + 1), 409, CHANGED)
    assert undo(alice, seq_of(undone)).status_code == 200
    assert contents(alice) == done


@pytest.mark.parametrize("number", [5, 1200])
def test_of_many_concurrent_undos_of_one_command_one_succeeds(alice: Person, number: int) -> None:
    seq = seq_of(import_tasks(alice, [{"title": str(n)} for n in range(number)]))
    answers = at_once(alice, [lambda client: client.post("/api/undo", json={"seq": seq})] * 8)
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert alice.tasks() == []
    assert len(alice.tasks(deleted="true")) == number


def test_an_undo_beyond_the_limit_is_refused(newcomer: Callable[..., Person], database_url: str) -> None:
    with service(database_url, task_limit=2) as url:
        person = newcomer(url)
        first, second = person.add("One"), person.add("Two")
        deleting = batch(person, *({"op": "delete", "id": task["id"]} for task in (first, second)))
        third = person.client.post("/api/tasks", json={"title": "Three"})
        assert refused(undo(person, seq_of(deleting)), 409).startswith("You have 2 tasks, which is the limit")
        assert refused(undo(person, seq_of(third)), 409).startswith("Your trash holds 2 tasks, which is the limit")
        assert [task["title"] for task in person.tasks()] == ["Three"]


# -- writes without an effect --


@pytest.mark.parametrize(
    "write",
    [
        lambda client, path: client.put(path, json={"title": "Two"}),
        lambda client, path: client.patch(path, json={"title": "Two"}),
        lambda client, path: client.patch(path, json={}),
        lambda client, path: client.post(
            "/api/tasks/batch", json={"operations": [{"op": "update", "id": path[-36:], "task": {"title": "Two"}}]}
        ),
        lambda client, path: client.post("/api/me/import", json=[{"id": path[-36:], "title": "Two"}]),
    ],
)
@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "key"}])
def test_a_write_without_an_effect_has_no_number_and_the_current_tag(
    alice: Person, write: Callable[[httpx2.Client, str], httpx2.Response], key: dict[str, str]
) -> None:
    path = f"/api/tasks/{alice.add('One')['id']}"
    tag = alice.client.patch(path, json={"title": "Two"}).headers["etag"]
    alice.client.headers.update(key)
    for _ in range(2):
        answer = write(alice.client, path)
        assert answer.status_code == 200
        assert "x-change-seq" not in answer.headers
        assert answer.headers.get("etag", tag) == tag == alice.client.get(path).headers["etag"]
    assert alice.tasks()[0]["title"] == "Two"
    assert [change["seq"] for change in history(alice, path[-36:])] == [2, 1]


def test_the_number_of_a_batch_is_that_of_its_first_change(alice: Person) -> None:
    task, other = alice.add("Same"), alice.add("Old")
    nothing = {"op": "update", "id": task["id"], "task": {"title": "Same"}}
    answer = batch(alice, nothing, {"op": "update", "id": other["id"], "task": {"title": "New"}}, nothing)
    assert seq_of(answer) == 3
    assert undo(alice, 3).json()["data"]["title"] == "Old"
    assert len(history(alice, task["id"])) == 1


# -- history --


def test_a_history_has_all_changes_newest_first(alice: Person) -> None:
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
    assert changes[0]["after"] == alice.tasks(deleted="true")[0]  # also for a task in the trash


def test_a_write_without_an_effect_is_not_in_the_history(alice: Person) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    for answer in (
        alice.client.put(path, json={"title": "Buy milk"}),
        alice.client.patch(path, json={}),
        alice.client.patch(path, json={"title": "x"}, headers={"If-Match": '"7"'}),
        alice.client.put(path, json={}),
    ):
        assert "x-change-seq" not in answer.headers
    assert len(history(alice, task["id"])) == 1


def test_nobody_reads_another_users_history(alice: Person, bob: Person) -> None:
    task = alice.add()
    answers = [
        bob.client.get(f"/api/tasks/{task_id}/history", headers={"X-Request-ID": "same"})
        for task_id in (task["id"], str(uuid.uuid4()), "nonsense", "batch", "changes", "%00", "x" * 4000)
    ]
    for answer in answers:
        refused(answer, 404, "Task not found")
        assert answer.content == answers[0].content


def test_the_history_of_a_task_older_than_the_log_begins_with_its_next_change(alice: Person, sql: Any) -> None:
    task = alice.add("Old")
    sql.execute("UPDATE todo.task SET seq = 0 WHERE id = %s", [task["id"]])
    sql.execute("DELETE FROM todo.change WHERE user_id = %s", [alice.id])
    assert history(alice, task["id"]) == []
    changed = alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "New"})
    (change,) = history(alice, task["id"])
    assert change["before"] == task
    assert undo(alice, seq_of(changed)).json()["data"]["title"] == "Old"
