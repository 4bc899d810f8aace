"""A first attempt that PostgreSQL carries out after the service's retry was answered changes nothing.

A server process is frozen before it has read the statement; the connection is cut, and the retry uses
another one. Then the first process continues.
"""

import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import psutil
import psycopg
import pytest

from app.journal.answers import STORE_REFUSAL
from tests.faults import Api, Cable, Postgres
from tests.service import Person, refused, token_for
from tests.traffic import eventually

Write = Callable[[], httpx2.Response]
TASK_LIMIT = 3


@pytest.fixture(scope="module")
def cable(server: Postgres) -> Iterator[Cable]:
    with Cable(server.port) as cable:
        yield cable


@pytest.fixture(scope="module")
def api(server: Postgres, cable: Cable) -> Iterator[Api]:
    url = server.url.replace(f":{server.port}/", f":{cable.port}/")
    with Api(url, DATABASE_POOL_SIZE="2", TASK_LIMIT=str(TASK_LIMIT)) as api:
        yield api


def everything(server: Postgres, person: Person) -> Any:
    with server.sql() as sql:
        rows = "SELECT coalesce(json_agg(task ORDER BY id)::text, '') FROM todo.task WHERE user_id = %s"
        account = 'SELECT seq, live_tasks, trashed_tasks FROM todo."user" WHERE id = %s'
        lines = "SELECT count(*) FROM todo.change WHERE user_id = %s"
        return [sql.execute(query, [person.id]).fetchone() for query in (rows, account, lines)]


def overtake(
    server: Postgres,
    cable: Cable,
    person: Person,
    write: Write,
    then: Callable[[], Any],
    meanwhile: Callable[[], Any] = lambda: None,
) -> httpx2.Response:
    """Let a retry answer the write, call `then`, and only afterwards let the first attempt run."""
    person.tasks()
    late = [psutil.Process(pid) for pid in server.backends()]
    assert late
    for process in late:
        process.suspend()
    try:
        asked = cable.asked
        with ThreadPoolExecutor(1) as background:
            answer = background.submit(write)
            eventually(lambda: cable.asked > asked, within=2)
            cable.cut()
            meanwhile()
            answered = answer.result()
        then()
        before = everything(server, person)
    finally:
        for process in late:
            process.resume()
    psutil.wait_procs(late, timeout=10)  # each carries out what it was sent, and then finds no client
    assert everything(server, person) == before
    return answered


def with_key(person: Person, method: str, path: str, body: Any = None) -> Write:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    return lambda: person.client.request(method, path, json=body, headers=headers)


def carried_out_before_its_refusal_is_stored(
    server: Postgres, cable: Cable, person: Person, write: Write, make_it_possible: Callable[[], Any]
) -> httpx2.Response:
    """The answer to a write whose retry is refused, and whose first attempt runs before that refusal is stored."""
    person.tasks()
    late = [psutil.Process(pid) for pid in server.backends()]
    for process in late:
        process.suspend()
    with ThreadPoolExecutor(1) as background, cable.holding(STORE_REFUSAL.name):
        try:
            asked = cable.asked
            answer = background.submit(write)
            eventually(lambda: cable.asked > asked, within=2)
            cable.cut()
            assert cable.is_holding.wait(timeout=5), answer.result().text
            make_it_possible()
        finally:
            for process in late:
                process.resume()
        psutil.wait_procs(late, timeout=10)
    answered = answer.result()
    cable.cut()  # so that the next test begins without these two connections
    return answered


def test_a_create_that_was_deleted_for_good_does_not_come_back(server: Postgres, cable: Cable, person: Person) -> None:
    def erase() -> None:
        (task,) = person.tasks()
        path = f"/api/tasks/{task['id']}"
        assert person.client.delete(f"{path}?permanent=true").status_code == 204
        refused(person.client.get(path), 404)

    answer = overtake(server, cable, person, lambda: person.client.post("/api/tasks", json={"title": "x"}), erase)
    assert answer.status_code == 201
    assert person.tasks() == person.tasks(deleted="true") == []


def test_a_create_that_waited_for_an_import_does_not_come_back(server: Postgres, cable: Cable, person: Person) -> None:
    def erase() -> None:
        (task,) = person.tasks()
        assert person.client.delete(f"/api/tasks/{task['id']}?permanent=true").status_code == 204

    with psycopg.connect(server.url) as other:  # holds the locks of an import
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [person.id])

        def end_the_import() -> None:
            turns = cable.turns
            eventually(lambda: cable.turns > turns + 12, within=8)  # some of them ask whether the import has ended
            other.rollback()

        overtake(
            server, cable, person, lambda: person.client.post("/api/tasks", json={"title": "x"}), erase, end_the_import
        )
    assert person.tasks() == person.tasks(deleted="true") == []


def test_a_create_is_carried_out_once(server: Postgres, cable: Cable, person: Person) -> None:
    answer = overtake(
        server, cable, person, lambda: person.client.post("/api/tasks", json={"title": "x"}), lambda: None
    )
    assert person.tasks() == [answer.json()]


def test_a_create_for_an_erased_account_does_not_create_it_again(
    server: Postgres, cable: Cable, person: Person
) -> None:
    def erase() -> None:
        assert person.client.delete("/api/me").status_code == 204

    answer = overtake(server, cable, person, lambda: person.client.post("/api/tasks", json={"title": "x"}), erase)
    assert answer.status_code == 201
    assert everything(server, person)[1:] == [None, (0,)]


def test_a_create_that_begins_an_account_again_does_not_come_back(
    server: Postgres, cable: Cable, person: Person
) -> None:
    """The account was there when this process last looked, and has been erased elsewhere."""
    person.add()
    with server.sql() as sql:
        sql.execute('DELETE FROM todo."user" WHERE id = %s', [person.id])

    def erase() -> None:
        (task,) = person.tasks()
        assert person.client.delete(f"/api/tasks/{task['id']}?permanent=true").status_code == 204

    answer = overtake(server, cable, person, lambda: person.client.post("/api/tasks", json={"title": "x"}), erase)
    assert answer.status_code == 201
    assert person.tasks() == person.tasks(deleted="true") == []


def test_a_create_that_was_refused_is_not_carried_out_later(server: Postgres, cable: Cable, person: Person) -> None:
    tasks = [person.add(str(n)) for n in range(TASK_LIMIT)]
    answer = overtake(
        server,
        cable,
        person,
        lambda: person.client.post("/api/tasks", json={"title": "One too many"}),
        lambda: person.client.delete(f"/api/tasks/{tasks[0]['id']}"),
    )
    refused(answer, 409)
    assert len(person.tasks()) == TASK_LIMIT - 1


def test_a_create_that_was_carried_out_after_all_is_not_answered_as_refused(
    server: Postgres, cable: Cable, person: Person
) -> None:
    tasks = [person.add(str(n)) for n in range(TASK_LIMIT)]
    answer = carried_out_before_its_refusal_is_stored(
        server,
        cable,
        person,
        lambda: person.client.post("/api/tasks", json={"title": "One too many"}),
        lambda: person.client.delete(f"/api/tasks/{tasks[0]['id']}"),
    )
    assert answer.status_code == 201
    assert answer.json() in person.tasks()
    assert len(person.tasks()) == TASK_LIMIT


def test_a_restore_that_was_carried_out_after_all_is_not_answered_as_refused(
    server: Postgres, cable: Cable, person: Person
) -> None:
    path = f"/api/tasks/{person.add()['id']}"
    restore = with_key(person, "POST", f"{path}/restore")
    answer = carried_out_before_its_refusal_is_stored(
        server, cable, person, restore, lambda: person.client.delete(path)
    )
    assert (answer.status_code, answer.headers["idempotency-replayed"]) == (200, "true")
    assert restore().content == answer.content
    assert len(person.tasks()) == 1


def test_a_toggle_with_a_key_is_carried_out_once(server: Postgres, cable: Cable, person: Person) -> None:
    task = f"/api/tasks/{person.add()['id']}"
    toggle = with_key(person, "PATCH", f"{task}/complete")
    answer = overtake(server, cable, person, toggle, lambda: None)
    assert answer.json()["data"]["completed"] is True
    assert toggle().content == answer.content


def test_a_reminder_that_was_put_off_since_is_not_put_off_by_an_older_request(
    server: Postgres, cable: Cable, person: Person
) -> None:
    path = f"/api/tasks/{person.add(due_date='2101-01-01', remind_before=5)['id']}/snooze"

    def put_off(minutes: int) -> httpx2.Response:
        return person.client.post(path, json={"minutes": minutes})

    assert overtake(server, cable, person, lambda: put_off(60), lambda: put_off(5)).status_code == 200


def test_a_restore_that_was_refused_is_not_carried_out_later(server: Postgres, cable: Cable, person: Person) -> None:
    path = f"/api/tasks/{person.add()['id']}"
    restore = with_key(person, "POST", f"{path}/restore")
    answer = overtake(server, cable, person, restore, lambda: person.client.delete(path))
    refused(answer, 404, "Task not found")
    refused(restore(), 404, "Task not found")
    assert len(person.tasks(deleted="true")) == 1


def test_a_batch_that_was_refused_is_not_carried_out_later(server: Postgres, cable: Cable, person: Person) -> None:
    mine, absent = person.add()["id"], str(uuid.uuid4())
    operations = [
        {"op": "create", "task": {"title": "New"}},
        {"op": "delete", "id": mine},
        {"op": "complete", "id": absent},
    ]
    batch = with_key(person, "POST", "/api/tasks/batch", {"operations": operations})

    def make_it() -> None:
        made = person.client.put(f"/api/tasks/{absent}", json={"title": "x"}, headers={"If-None-Match": "*"})
        assert made.status_code == 201

    answer = overtake(server, cable, person, batch, make_it)
    refused(answer, 404, "Operation 2: Task not found")
    assert batch().content == answer.content
    assert {task["id"] for task in person.tasks()} == {mine, absent}


def test_a_condition_that_was_not_met_stays_so_later(server: Postgres, cable: Cable, person: Person) -> None:
    """An import for an empty list, which is empty again when the first attempt runs."""
    empty = person.client.get("/api/tasks").headers["etag"]
    headers = {"Idempotency-Key": "key", "If-Match": "*", "If-None-Match": empty}
    answer = overtake(
        server,
        cable,
        person,
        lambda: person.client.post("/api/me/import", json=[{"title": "x"}], headers=headers),
        person.add,
    )
    refused(answer, 412)
    assert [task["title"] for task in person.tasks()] == ["Buy milk"]


def test_an_undo_with_a_key_is_carried_out_once(server: Postgres, cable: Cable, person: Person) -> None:
    seq = int(person.client.post("/api/tasks", json={"title": "x"}).headers["x-change-seq"])
    undo = with_key(person, "POST", "/api/undo", {"seq": seq})
    answer = overtake(server, cable, person, undo, lambda: person.client.post("/api/undo", json={"seq": seq + 1}))
    assert answer.status_code == 200
    assert [task["title"] for task in person.tasks()] == ["x"]


def test_an_account_that_has_begun_again_after_its_erasure_is_not_erased_late(
    server: Postgres, cable: Cable, person: Person
) -> None:
    person.add()

    def begin_again() -> None:
        token = token_for(person.id, iat=int(time.time()) + 2)
        returned = Person(person.url, id=person.id, token=token)
        returned.add("New life")
        returned.client.close()

    answer = overtake(server, cable, person, lambda: person.client.delete("/api/me"), begin_again)
    assert answer.status_code == 204
    assert server.titles(person.id) == {"New life": 1}
