"""A user's row: created by the first write, updated from the token, and correct under concurrent writes."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2

from tests.conftest import Arrive, Sql
from tests.service import Person, refused, token_for


def user_row(sql: Sql, user_id: str) -> tuple[Any, ...] | None:
    return sql.execute('SELECT id, email FROM todo."user" WHERE id = %s', [user_id]).fetchone()


def test_the_first_write_creates_the_user_and_reading_does_not(alice: Person, sql: Sql) -> None:
    assert alice.tasks() == []
    refused(alice.client.put(f"/api/tasks/{uuid.uuid4()}", json={"title": "x"}), 404)
    assert user_row(sql, alice.id) is None
    alice.add()
    assert user_row(sql, alice.id) == (alice.id, f"{alice.id[:40]}@example.com")


def test_every_kind_of_write_updates_the_address_from_the_token(alice: Person, newcomer: Arrive, sql: Sql) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    writes: list[tuple[str, Callable[[httpx2.Client], httpx2.Response]]] = [
        ("one@example.com", lambda client: client.post("/api/tasks", json={"title": "x"})),
        ("two@example.com", lambda client: client.put(path, json={"title": "x"})),
        ("three@example.com", lambda client: client.patch(f"{path}/complete")),
        ("four@example.com", lambda client: client.patch(path, json={"title": "y"})),
        ("five@example.com", lambda client: client.delete(path)),
        ("six@example.com", lambda client: client.post(f"{path}/restore")),
        ("seven@example.com", lambda client: client.post("/api/undo", json={"seq": 7})),
        (
            "eight@example.com",
            lambda client: client.post("/api/tasks/batch", json={"operations": [{"op": "restore", "id": task["id"]}]}),
        ),
    ]
    for address, write in writes:
        person = newcomer(id=alice.id, token=token_for(alice.id, email=address))
        assert write(person.client).is_success
        assert user_row(sql, alice.id) == (alice.id, address)
    # A write without an effect does not update it.
    person = newcomer(id=alice.id, token=token_for(alice.id, email="nine@example.com"))
    assert person.client.patch(path, json={}).is_success
    assert user_row(sql, alice.id) == (alice.id, "eight@example.com")


def test_a_token_without_an_address_keeps_the_stored_one(alice: Person, newcomer: Arrive, sql: Sql) -> None:
    alice.add()
    before = user_row(sql, alice.id)
    newcomer(id=alice.id, token=token_for(alice.id, email=None)).add()
    assert user_row(sql, alice.id) == before


def test_a_user_with_an_address_that_cannot_be_stored_is_not_refused(newcomer: Arrive, sql: Sql) -> None:
    for address in ("", "x" * 256, "a\x00b", 5, ["a@example.com"], {"a": 1}):
        user_id = f"user-{uuid.uuid4()}"
        person = newcomer(id=user_id, token=token_for(user_id, email=address))
        person.add()
        assert user_row(sql, user_id) == (user_id, None)


def test_users_are_never_merged_by_their_address(newcomer: Arrive, sql: Sql) -> None:
    ids = [f"user-{uuid.uuid4()}" for _ in range(2)]
    first, second = (newcomer(id=user_id, token=token_for(user_id, email="same@example.com")) for user_id in ids)
    first.add("First's")
    second.add("Second's")
    assert [task["title"] for task in first.tasks()] == ["First's"]
    assert [task["title"] for task in second.tasks()] == ["Second's"]


def test_erasing_a_user_deletes_the_tasks_and_the_log(alice: Person, bob: Person, sql: Sql) -> None:
    task, kept = alice.add(), bob.add()
    alice.client.patch(f"/api/tasks/{task['id']}/complete")
    assert alice.client.delete("/api/me").status_code == 204
    assert bob.tasks() == [kept]
    assert sql.execute("SELECT count(*) FROM todo.task WHERE user_id = %s", [alice.id]).fetchone() == (0,)
    lines = "SELECT count(*) FROM todo.change WHERE user_id = %s"
    assert [sql.execute(lines, [person.id]).fetchone() for person in (alice, bob)] == [(0,), (1,)]


def at_once(person: Person, calls: list[Callable[[httpx2.Client], httpx2.Response]]) -> list[httpx2.Response]:
    """Send the requests concurrently, each on a connection of its own."""
    start = threading.Barrier(len(calls))

    def call(make: Callable[[httpx2.Client], httpx2.Response]) -> httpx2.Response:
        with httpx2.Client(
            base_url=person.url, headers=person.client.headers, timeout=person.client.timeout, trust_env=False
        ) as client:
            start.wait()
            return make(client)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


def test_fifty_concurrent_first_writes_are_fifty_tasks(alice: Person, sql: Sql) -> None:
    answers = at_once(alice, [lambda client: client.post("/api/tasks", json={"title": "First"})] * 50)
    assert [answer.status_code for answer in answers] == [201] * 50
    assert {answer.json()["id"] for answer in answers} == {task["id"] for task in alice.tasks()}
    assert len(alice.tasks()) == 50


def test_each_of_many_concurrent_first_writes_is_undone_alone(newcomer: Arrive) -> None:
    zone = {"time_zone": "Europe/Berlin"}
    for _ in range(5):
        person = newcomer()
        writes: list[Callable[[httpx2.Client], httpx2.Response]] = [
            lambda client: client.post("/api/tasks", json={"title": "First"})
        ] * 8
        answers = at_once(person, [*writes, lambda client: client.patch("/api/me/settings", json=zone)])
        assert len({answer.headers["x-change-seq"] for answer in answers}) == 9
        undone = person.client.post("/api/undo", json={"seq": int(answers[0].headers["x-change-seq"])})
        assert undone.status_code == 200, undone.text
        assert len(person.tasks()) == 7
        assert person.client.get("/api/me/settings").json()["data"]["time_zone"] == "Europe/Berlin"


def test_a_hundred_and_one_concurrent_toggles_are_all_counted(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    answers = at_once(alice, [lambda client: client.patch(f"{path}/complete")] * 101)
    assert [answer.status_code for answer in answers] == [200] * 101
    completed = [answer.json()["data"]["completed"] for answer in answers]
    assert (completed.count(True), completed.count(False)) == (51, 50)
    task = alice.client.get(path).json()["data"]
    assert task["completed"] is True
    times = [answer.json()["data"]["updated_at"] for answer in answers]
    assert len(set(times)) == 101
    assert task["updated_at"] == max(times)


def test_updates_concurrent_with_a_delete_end_in_one_deleted_task(alice: Person) -> None:
    for _ in range(8):
        path = f"/api/tasks/{alice.add()['id']}"
        answers = at_once(
            alice,
            [
                lambda client, path=path: client.put(path, json={"title": "New"}),  # type: ignore[misc]
                lambda client, path=path: client.patch(f"{path}/complete"),  # type: ignore[misc]
                lambda client, path=path: client.delete(path),  # type: ignore[misc]
            ]
            * 4,
        )
        statuses = [answer.status_code for answer in answers]
        assert set(statuses) <= {200, 204, 404}
        assert statuses.count(204) == 1
        refused(alice.client.get(path), 404, "Task not found")
    assert alice.tasks() == []


def test_a_user_who_was_deleted_by_hand_can_begin_again(alice: Person, sql: Sql) -> None:
    alice.add("Before")
    sql.execute('DELETE FROM todo."user" WHERE id = %s', [alice.id])
    answer = alice.client.post("/api/tasks", json={"title": "After"})
    assert answer.status_code == 201
    assert answer.headers["x-change-seq"] == "2"
    assert alice.tasks() == [answer.json()]
