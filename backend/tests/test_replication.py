"""A write that the synchronous standby does not have is not acknowledged, however often it is repeated.

There is never a standby here: each commit waits for it, until somebody cancels the wait. PostgreSQL has then committed
on this server alone, sends a warning, and answers as after a normal commit.
"""

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from tests.faults import Api, Postgres
from tests.service import Person, refused
from tests.traffic import eventually

UNAVAILABLE = "Service temporarily unavailable"
Request = tuple[str, str, Any]
Prepare = Callable[[Person], Request]


def a_task(method: str, suffix: str = "", body: Any = None) -> Prepare:
    return lambda person: (method, f"/api/tasks/{person.add('Old')['id']}{suffix}", body)


def a_deleted_task(person: Person) -> Request:
    path = f"/api/tasks/{person.add()['id']}"
    person.client.delete(path)
    return "POST", f"{path}/restore", None


def a_change(person: Person) -> Request:
    seq = person.client.post("/api/tasks", json={"title": "x"}).headers["x-change-seq"]
    return "POST", "/api/undo", {"seq": int(seq)}


WRITES: dict[str, Prepare] = {
    "create": lambda _: ("POST", "/api/tasks", {"title": "New"}),
    "create at an id": lambda _: ("PUT", f"/api/tasks/{uuid.uuid4()}", {"title": "New"}),
    "put": a_task("PUT", body={"title": "New"}),
    "patch": a_task("PATCH", body={"title": "New"}),
    "complete": a_task("PATCH", "/complete"),
    "delete": a_task("DELETE"),
    "erase": a_task("DELETE", "?permanent=true"),
    "restore": a_deleted_task,
    "undo": a_change,
    "batch": lambda _: ("POST", "/api/tasks/batch", {"operations": [{"op": "create", "task": {"title": "New"}}] * 2}),
    "import": lambda _: ("POST", "/api/me/import", [{"title": "New"}]),
    "large import": lambda _: ("POST", "/api/me/import", [{"title": str(n)} for n in range(1500)]),
}


def sending(person: Person, name: str, request: Request, **headers: str) -> Callable[[], httpx2.Response]:
    method, path, body = request
    if name == "create at an id":
        headers["If-None-Match"] = "*"
    return lambda: person.client.request(method, path, json=body, headers=headers)


def cancelled(server: Postgres, send: Callable[[], httpx2.Response]) -> httpx2.Response:
    """The answer to a write whose wait for the standby an operator has cancelled."""
    with ThreadPoolExecutor(1) as background:
        answer = background.submit(send)
        eventually(lambda: server.backends("wait_event = 'SyncRep'") or answer.done(), within=3)
        with server.sql() as sql:
            for pid in server.backends("wait_event = 'SyncRep'"):
                sql.execute("SELECT pg_cancel_backend(%s)", [pid])
        return answer.result()


@pytest.mark.parametrize("name", WRITES)
def test_a_repeated_write_is_not_acknowledged_earlier(server: Postgres, person: Person, name: str) -> None:
    send = sending(person, name, WRITES[name](person), **{"Idempotency-Key": "key"})
    with server.without_its_replica():
        for _ in range(3):
            refused(cancelled(server, send), 503, UNAVAILABLE)
    answer = send()
    assert answer.is_success
    assert answer.headers["idempotency-replayed"] == "true"


def test_a_repeated_refusal_is_not_answered_earlier(server: Postgres, person: Person) -> None:
    send = sending(person, "", ("POST", f"/api/tasks/{uuid.uuid4()}/restore", None), **{"Idempotency-Key": "key"})
    with server.without_its_replica():
        for _ in range(3):
            refused(cancelled(server, send), 503, UNAVAILABLE)
    refused(send(), 404, "Task not found")


@pytest.mark.parametrize("name", ["put", "patch"])
def test_a_change_that_was_carried_out_before_is_not_acknowledged_earlier(
    server: Postgres, person: Person, name: str
) -> None:
    send = sending(person, name, WRITES[name](person))
    with server.without_its_replica():
        for _ in range(3):
            refused(cancelled(server, send), 503, UNAVAILABLE)
    answer = send()
    assert answer.json()["data"]["title"] == "New"
    assert "x-change-seq" not in answer.headers


def test_the_erasure_of_an_account_is_not_acknowledged_earlier(server: Postgres, person: Person) -> None:
    person.add()
    with server.without_its_replica():
        refused(cancelled(server, lambda: person.client.delete("/api/me")), 503, UNAVAILABLE)


@pytest.mark.parametrize("condition", [{}, {"If-Match": "the list"}])
def test_a_create_whose_answer_is_lost_after_its_commit_is_not_stale(
    server: Postgres, person: Person, condition: dict[str, str]
) -> None:
    """Without a condition a retry finds the task of the first attempt; with one it would find a changed list."""
    headers = {name: person.client.get("/api/tasks").headers["etag"] for name in condition}
    with ThreadPoolExecutor(1) as background:
        with server.without_its_replica():
            answer = background.submit(person.client.post, "/api/tasks", json={"title": "x"}, headers=headers)
            eventually(lambda: server.backends("wait_event = 'SyncRep'"), within=3)
            server.cut("wait_event = 'SyncRep'")
        if condition:
            refused(answer.result(), 503, UNAVAILABLE)
        else:
            assert answer.result().status_code == 201
    assert server.titles(person.id) == {"x": 1}


@pytest.fixture
def quiet(server: Postgres) -> Iterator[None]:
    """Configure the database to send no warnings."""
    with server.sql() as sql:
        sql.execute("ALTER DATABASE todo SET client_min_messages = 'error'")
        server.cut()
        yield
        sql.execute("ALTER DATABASE todo RESET client_min_messages")
        server.cut()


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", ["create", "patch", "import", "large import"])
def test_warnings_are_requested_from_a_database_that_sends_none(server: Postgres, person: Person, name: str) -> None:
    for send in (sending(person, name, WRITES[name](person)), lambda: person.client.delete("/api/me")):
        with server.without_its_replica():
            refused(cancelled(server, send), 503, UNAVAILABLE)


def test_a_write_that_waits_too_long_is_a_503(server: Postgres, api: Api) -> None:
    """Nobody else cancels: the service itself cancels the wait after some seconds."""
    names = ["create", "patch", "batch", "import", "undo"]
    others = [Person(api.url) for _ in names]
    sends = [
        sending(other, name, WRITES[name](other), **{"Idempotency-Key": "key"})
        for other, name in zip(others, names, strict=True)
    ]
    with server.without_its_replica(), ThreadPoolExecutor(len(sends)) as background:
        for _ in range(2):
            for answer in [background.submit(send) for send in sends]:
                refused(answer.result(), 503, UNAVAILABLE)
    assert [send().headers["idempotency-replayed"] for send in sends] == ["true"] * len(sends)
    for other in others:
        other.client.close()
