"""The trash: deleting, restoring, and deleting for good."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.conftest import Sql, trashed_days_ago
from tests.service import Person, purged, refused
from tests.traffic import eventually


def delete(person: Person, task_id: str, query: str = "") -> None:
    answer = person.client.delete(f"/api/tasks/{task_id}{query}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert int(answer.headers["x-change-seq"]) > 0


def test_a_deleted_task_is_in_the_trash_and_nowhere_else(alice: Person, bob: Person) -> None:
    task, kept = alice.add("Deleted", tags=["home"]), alice.add("Kept")
    delete(alice, task["id"])
    assert alice.tasks() == [kept]
    (trashed,) = alice.tasks(deleted="true")
    assert trashed == {
        **task,
        "updated_at": trashed["updated_at"],
        "deleted_at": trashed["deleted_at"],
        "version": 2,
    }
    assert trashed["deleted_at"] >= task["created_at"]
    assert trashed["deleted_at"].endswith("Z")
    assert alice.tasks(deleted="false") == [kept]
    assert bob.tasks(deleted="true") == []
    path = f"/api/tasks/{task['id']}"
    for answer in (
        alice.client.get(path),
        alice.client.put(path, json={"title": "x"}),
        alice.client.patch(path, json={"title": "x"}),
        alice.client.patch(f"{path}/complete"),
        alice.client.delete(path),
    ):
        refused(answer, 404, "Task not found")
    assert alice.tasks(deleted="true") == [trashed]


def test_the_trash_can_be_searched_and_sorted_as_any_list(alice: Person) -> None:
    for title in ("b milk", "a milk", "c bread"):
        delete(alice, alice.add(title)["id"])
    assert [task["title"] for task in alice.tasks(deleted="true", q="milk", sort="title")] == ["a milk", "b milk"]


@pytest.mark.parametrize("body", [None, b"", b"junk", b"\xff" * 100])
def test_a_restored_task_is_as_it_was(alice: Person, body: bytes | None) -> None:
    task = alice.add("Deleted", tags=["home"], priority=2, description="x", due_date="2026-12-31", completed=True)
    delete(alice, task["id"])
    answer = alice.client.post(f"/api/tasks/{task['id']}/restore", content=body)
    assert answer.status_code == 200
    restored = answer.json()["data"]
    assert restored == {**task, "updated_at": restored["updated_at"], "version": 3}
    assert alice.tasks() == [restored]
    assert alice.tasks(deleted="true") == []
    assert alice.client.get(f"/api/tasks/{task['id']}").json() == {"data": restored}


def test_only_tasks_in_the_own_trash_can_be_restored(alice: Person, bob: Person) -> None:
    anothers, live, erased = bob.add(), alice.add(), alice.add()
    delete(bob, anothers["id"])
    delete(alice, erased["id"], "?permanent=true")
    answers = [
        alice.client.post(f"/api/tasks/{task_id}/restore", headers={"X-Request-ID": "same"})
        for task_id in (anothers["id"], live["id"], erased["id"], str(uuid.uuid4()), "nonsense", "batch", "x" * 4000)
    ]
    for answer in answers:
        refused(answer, 404, "Task not found")
        headers = [
            {name: value for name, value in each.headers.items() if name != "date"} for each in (answer, answers[0])
        ]
        assert headers[0] == headers[1]
        assert answer.content == answers[0].content
    assert len(bob.tasks(deleted="true")) == 1
    assert alice.tasks() == [live]


@pytest.mark.parametrize("is_in_trash", [True, False])
def test_an_erased_task_is_nowhere(alice: Person, sql: Sql, *, is_in_trash: bool) -> None:
    task = alice.add("A secret wish")
    if is_in_trash:
        delete(alice, task["id"])
    delete(alice, task["id"], "?permanent=true")
    assert alice.tasks() == alice.tasks(deleted="true") == []
    path = f"/api/tasks/{task['id']}"
    for answer in (
        alice.client.get(path),
        alice.client.get(f"{path}/history"),
        alice.client.post(f"{path}/restore"),
        alice.client.delete(path),
        alice.client.delete(f"{path}?permanent=true"),
    ):
        refused(answer, 404, "Task not found")
    log = sql.execute(
        "SELECT item_id::text, before::text, request_id FROM todo.change WHERE user_id = %s ORDER BY seq", [alice.id]
    ).fetchall()
    assert set(log[:-1]) == {(None, None, None)}  # a line keeps its number, because a token may end on it
    assert log[-1][:2] == (task["id"], None)  # the line that tells other devices


def test_nobody_erases_another_users_task(alice: Person, bob: Person) -> None:
    task, deleted = alice.add(), alice.add()
    delete(alice, deleted["id"])
    for task_id in (task["id"], deleted["id"], str(uuid.uuid4()), "nonsense"):
        refused(bob.client.delete(f"/api/tasks/{task_id}?permanent=true"), 404, "Task not found")
    assert alice.tasks() == [task]
    assert len(alice.tasks(deleted="true")) == 1


def test_a_task_restored_while_the_trash_is_emptied_stays(alice: Person, sql: Sql, database_url: str) -> None:
    one, two = alice.add("Restored"), alice.add("Restored too")
    for task in (one, two):
        delete(alice, task["id"])
    trashed_days_ago(sql, alice, 31)
    restore = {"operations": [{"op": "restore", "id": one["id"]}, {"op": "restore", "id": two["id"]}]}
    with (
        psycopg.connect(database_url) as holder,
        ThreadPoolExecutor(2) as pool,
    ):
        holder.execute('SELECT FROM todo."user" WHERE id = %s FOR UPDATE', [alice.id])
        restoring = pool.submit(alice.client.post, "/api/tasks/batch", json=restore)
        wait_for_waiting(sql, 1)
        emptying = pool.submit(purged, database_url)
        wait_for_waiting(sql, 2)
        holder.rollback()
        assert restoring.result().status_code == 200
        emptying.result()
    assert {task["id"] for task in alice.tasks()} == {one["id"], two["id"]}


def test_cutting_the_log_never_blocks_a_writer(alice: Person, sql: Sql, database_url: str) -> None:
    task = alice.add()
    sql.execute("UPDATE todo.change SET at = now() - interval '91 days' WHERE user_id = %s", [alice.id])
    with (
        psycopg.connect(database_url) as writer,
        ThreadPoolExecutor(1) as pool,
    ):
        writer.execute('SELECT FROM todo."user" WHERE id = %s FOR NO KEY UPDATE', [alice.id])
        cutting = pool.submit(purged, database_url)
        wait_for_waiting(sql, 1)
        writer.execute("DELETE FROM todo.change WHERE user_id = %s", [alice.id])  # as erasing a task does
        writer.rollback()
        cutting.result()
    assert alice.client.get(f"/api/tasks/{task['id']}/history").json() == {"data": []}


def wait_for_waiting(sql: Sql, count: int) -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    eventually(lambda: sql.execute(waiting).fetchone() == (count,), within=10)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        *((value, "must be true or false") for value in ("1", "yes", "", "TRUE")),
        ("true&permanent=true", "may be given only once"),
    ],
)
def test_any_other_value_of_permanent_is_refused_and_nothing_happens(alice: Person, value: str, fault: str) -> None:
    task = alice.add()
    sentence = refused(alice.client.delete(f"/api/tasks/{task['id']}?permanent={value}"), 422)
    assert sentence == f"Permanent {fault}"
    assert alice.tasks() == [task]


def test_permanent_false_moves_the_task_to_the_trash(alice: Person) -> None:
    delete(alice, alice.add()["id"], "?permanent=false")
    assert len(alice.tasks(deleted="true")) == 1
