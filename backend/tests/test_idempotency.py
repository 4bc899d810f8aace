"""`Idempotency-Key`: a request sent again does nothing twice and is answered as the first time."""

import time
from collections.abc import Callable
from typing import Any

import httpx2
import psycopg
import pytest

from tests.conftest import Arrive, Sql
from tests.service import Person, refused, service, token_for
from tests.test_users import at_once

Post = tuple[str, Any]
RUNNING = "A request with this Idempotency-Key is still running"
REUSED = "Idempotency-Key was used for another request"


def create(person: Person) -> Post:
    return "/api/tasks", {"title": "Buy milk", "tags": ["home"]}


def batch(person: Person) -> Post:
    task = person.add()
    operations = [{"op": "complete", "id": task["id"]}, {"op": "create", "task": {"title": "Another"}}]
    return "/api/tasks/batch", {"operations": operations}


def restore(person: Person) -> Post:
    task = person.add()
    person.client.delete(f"/api/tasks/{task['id']}")
    return f"/api/tasks/{task['id']}/restore", None


def undo(person: Person) -> Post:
    task = person.add()
    seq = person.client.patch(f"/api/tasks/{task['id']}/complete").headers["x-change-seq"]
    return "/api/undo", {"seq": int(seq)}


POSTS: list[Callable[[Person], Post]] = [create, batch, restore, undo]


def send(person: Person, post: Post, key: str) -> httpx2.Response:
    return person.client.post(post[0], json=post[1], headers={"Idempotency-Key": key})


def counter(sql: Sql, person: Person) -> int:
    row = sql.execute('SELECT seq FROM todo."user" WHERE id = %s', [person.id]).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("prepare", POSTS)
def test_every_post_sent_again_is_answered_again_and_done_once(
    alice: Person, sql: Sql, newcomer: Arrive, database_url: str, prepare: Callable[[Person], Post]
) -> None:
    post = prepare(alice)
    first = send(alice, post, "key")
    assert first.is_success, first.text
    assert "idempotency-replayed" not in first.headers
    tasks, seq = alice.tasks(), counter(sql, alice)
    with service(database_url) as another:  # as after a restart
        for person in (alice, newcomer(another, id=alice.id)):
            again = send(person, post, "key")
            assert again.headers["idempotency-replayed"] == "true"
            assert (again.status_code, again.content) == (first.status_code, first.content)
            for name in ("etag", "x-change-seq", "content-type"):
                assert again.headers.get(name) == first.headers.get(name)
    assert alice.tasks() == tasks
    assert counter(sql, alice) == seq


def test_the_first_answer_comes_again_whatever_has_happened_since(alice: Person) -> None:
    first = send(alice, create(alice), "key")
    alice.client.delete(f"/api/tasks/{first.json()['id']}?permanent=true")
    assert send(alice, create(alice), "key").content == first.content
    assert alice.tasks() == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/tasks", {"title": "Buy oat milk", "tags": ["home"]}),
        ("/api/tasks", {"title": "Buy milk"}),
        ("/api/tasks", {"title": "Buy milk", "tags": ["home"], "priority": 0}),
        ("/api/tasks?x=y", {"title": "Buy milk", "tags": ["home"]}),
        ("/api/tasks/batch", {"operations": [{"op": "create", "task": {"title": "Buy milk"}}]}),
        ("/api/undo", {"seq": 1}),
        ("/api/tasks/00000000-0000-4000-8000-000000000000/restore", None),
    ],
)
def test_a_key_is_good_for_one_request_alone(alice: Person, path: str, body: Any) -> None:
    first = send(alice, create(alice), "key")
    refused(send(alice, (path, body), "key"), 422, REUSED)
    assert alice.tasks() == [first.json()]


def test_a_request_under_way_is_not_begun_a_second_time(
    alice: Person, newcomer: Arrive, sql: Sql, database_url: str
) -> None:
    alice.add("Before")
    twin = newcomer(id=alice.id)
    with psycopg.connect(database_url) as other:  # whoever has the user's row holds every write up
        other.execute('SELECT FROM todo."user" WHERE id = %s FOR UPDATE', [alice.id])

        def second(_: httpx2.Client) -> httpx2.Response:
            waiting = (
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%todo.apply%'"
            )
            while sql.execute(waiting).fetchone() == (0,):
                time.sleep(0.01)
            try:
                return send(twin, create(twin), "key")
            finally:
                other.rollback()

        def first(client: httpx2.Client) -> httpx2.Response:
            return client.post("/api/tasks", json=create(alice)[1], headers={"Idempotency-Key": "key"})

        done, turned_away = at_once(alice, [first, second])
    assert done.status_code == 201
    refused(turned_away, 409, RUNNING)
    assert send(alice, create(alice), "key").content == done.content
    assert len(alice.tasks()) == 2


def test_fifty_of_the_same_at_once_are_one_task(alice: Person) -> None:
    call = lambda client: client.post("/api/tasks", json={"title": "x"}, headers={"Idempotency-Key": "k"})  # noqa: E731
    answers = at_once(alice, [call] * 50)
    (task,) = alice.tasks()
    assert {answer.status_code for answer in answers} <= {201, 409}
    for answer in answers:
        if answer.status_code == 201:
            assert answer.json() == task
        else:
            refused(answer, 409, RUNNING)
    assert [answer.headers.get("idempotency-replayed") for answer in answers if answer.is_success].count(None) == 1


def test_a_key_is_forgotten_after_a_day(alice: Person, sql: Sql) -> None:
    age = "UPDATE todo.answer SET at = at - interval '1 hour' * %s WHERE user_id = %s"
    first = send(alice, create(alice), "key").json()
    sql.execute(age, [23.9, alice.id])
    assert send(alice, create(alice), "key").json() == first
    sql.execute(age, [0.2, alice.id])
    second = send(alice, ("/api/tasks", {"title": "Another"}), "key")
    assert "idempotency-replayed" not in second.headers
    assert second.json()["id"] != first["id"]
    replayed = send(alice, ("/api/tasks", {"title": "Another"}), "key")
    assert replayed.headers["idempotency-replayed"] == "true"
    assert replayed.content == second.content


def test_keys_belong_to_their_user(alice: Person, bob: Person) -> None:
    first = send(alice, create(alice), "key")
    other = send(bob, ("/api/tasks", {"title": "Bob's"}), "key")
    assert other.status_code == 201
    assert "idempotency-replayed" not in other.headers
    assert send(alice, create(alice), "key").content == first.content
    assert [task["title"] for task in bob.tasks()] == ["Bob's"]


def test_a_refusal_is_not_kept(alice: Person) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    refused(send(alice, (f"{path}/restore", None), "key"), 404, "Task not found")
    refused(send(alice, ("/api/tasks", {"title": ""}), "other"), 422)
    alice.client.delete(path)
    assert send(alice, (f"{path}/restore", None), "key").status_code == 200
    assert send(alice, create(alice), "other").status_code == 201


def test_a_key_may_stand_in_quotes(alice: Person) -> None:
    first = send(alice, create(alice), '"8e03978e-40d5-43dd-bc93-6894a57f9324"')
    again = send(alice, create(alice), "8e03978e-40d5-43dd-bc93-6894a57f9324")
    assert again.content == first.content
    assert send(alice, create(alice), "k" * 255).status_code == 201


@pytest.mark.parametrize("key", ["", '""', '"', 'a"b', '"a"b"', "a b", "k" * 256, "clé", "a\tb"])
def test_what_is_no_key_is_refused(alice: Person, key: str) -> None:
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = alice.client.post("/api/tasks", json={"title": "x"}, headers=headers)  # type: ignore[arg-type]
    refused(answer, 422, "Idempotency-Key must be 1 to 255 visible characters, and no quotes")
    assert alice.tasks() == []


def test_an_erased_account_answers_no_old_token_again(alice: Person, newcomer: Arrive) -> None:
    send(alice, create(alice), "key")
    alice.client.delete("/api/me")
    refused(send(alice, create(alice), "key"), 401, "Invalid or expired token")
    returned = newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 2))
    answer = send(returned, create(returned), "key")
    assert "idempotency-replayed" not in answer.headers
    refused(send(alice, create(alice), "key"), 401, "Invalid or expired token")
