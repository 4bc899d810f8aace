"""A write that is refused, or changes nothing, leaves nothing in the account, the log or the tasks."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest

from tests.conftest import Arrive, Sql
from tests.service import service, token_for

Send = Callable[[httpx2.Client, str, dict[str, str]], httpx2.Response]

LIMIT = 2
ABSENT = str(uuid.uuid4())
STALE = {"If-Match": '"99"'}


def batch(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"operations": list(operations)}


CREATE = {"op": "create", "task": {"title": "x"}}
# Each with the status of its answer; the path is that of a task in an account with as many tasks as allowed.
REFUSED: dict[str, tuple[int, Send]] = {
    "create beyond the limit": (409, lambda c, _, h: c.post("/api/tasks", json={"title": "x"}, headers=h)),
    "create where one is": (
        412,
        lambda c, path, h: c.put(path, json={"title": "x"}, headers=h | {"If-None-Match": "*"}),
    ),
    "put of none": (404, lambda c, _, h: c.put(f"/api/tasks/{ABSENT}", json={"title": "x"}, headers=h)),
    "stale put": (412, lambda c, path, h: c.put(path, json={"title": "x"}, headers=h | STALE)),
    "stale patch": (412, lambda c, path, h: c.patch(path, json={"title": "x"}, headers=h | STALE)),
    "stale toggle": (412, lambda c, path, h: c.patch(f"{path}/complete", headers=h | STALE)),
    "stale delete": (412, lambda c, path, h: c.delete(path, headers=h | STALE)),
    "stale erasure": (412, lambda c, path, h: c.delete(f"{path}?permanent=true", headers=h | STALE)),
    "restore of a live task": (404, lambda c, path, h: c.post(f"{path}/restore", headers=h)),
    "undo of none": (404, lambda c, _, h: c.post("/api/undo", json={"seq": 999}, headers=h)),
    "undo of a task changed since": (409, lambda c, _, h: c.post("/api/undo", json={"seq": 1}, headers=h)),
    "import beyond the limit": (409, lambda c, _, h: c.post("/api/me/import", json=[{"title": "x"}], headers=h)),
    "batch whose second is refused": (
        404,
        lambda c, path, h: c.post(
            "/api/tasks/batch",
            json=batch({"op": "complete", "id": path[-36:]}, {"op": "delete", "id": ABSENT}),
            headers=h,
        ),
    ),
    "batch beyond the limit": (
        409,
        lambda c, path, h: c.post(
            "/api/tasks/batch", json=batch({"op": "delete", "id": path[-36:]}, CREATE, CREATE), headers=h
        ),
    ),
}
UNCHANGED: dict[str, tuple[int, Send]] = {
    "put of the same": (200, lambda c, path, h: c.put(path, json={"title": "Second"}, headers=h)),
    "empty patch": (200, lambda c, path, h: c.patch(path, json={}, headers=h)),
    "import of the same": (
        200,
        lambda c, path, h: c.post("/api/me/import", json=[{"id": path[-36:], "title": "Second"}], headers=h),
    ),
    "batch of the same": (
        200,
        lambda c, path, h: c.post(
            "/api/tasks/batch", json=batch({"op": "update", "id": path[-36:], "task": {"title": "Second"}}), headers=h
        ),
    ),
}


@pytest.fixture(scope="module")
def small_url(database_url: str) -> Iterator[str]:
    with service(database_url, task_limit=LIMIT) as url:
        yield url


def stored(sql: Sql, owner: str) -> list[list[tuple[Any, ...]]]:
    """All stored data of a user except answers, with the transactions that have written it."""
    queries = [
        'SELECT account::text, xmin::text FROM todo."user" account WHERE id = %s',
        "SELECT task::text, xmin::text FROM todo.task WHERE user_id = %s ORDER BY id",
        "SELECT line::text, xmin::text FROM todo.change line WHERE user_id = %s ORDER BY seq",
    ]
    return [sql.execute(query, [owner]).fetchall() for query in queries]


@pytest.mark.parametrize("is_keyed", [False, True], ids=["", "keyed"])
@pytest.mark.parametrize("name", REFUSED | UNCHANGED)
def test_it_leaves_nothing(small_url: str, newcomer: Arrive, sql: Sql, name: str, is_keyed: bool) -> None:
    person = newcomer(small_url)
    first, _ = person.add("First"), person.add("Other")
    path = f"/api/tasks/{first['id']}"
    assert person.client.patch(path, json={"title": "Second"}).status_code == 200
    before = stored(sql, person.id)
    # With another e-mail address, which must not be stored either.
    again = newcomer(small_url, id=person.id, token=token_for(person.id, email="another@example.com"))
    status, send = (REFUSED | UNCHANGED)[name]
    headers = {"Idempotency-Key": str(uuid.uuid4())} if is_keyed else {}
    for _ in range(2):
        answer = send(again.client, path, headers)
        assert answer.status_code == status, answer.text
        assert "x-change-seq" not in answer.headers
        assert stored(sql, person.id) == before


OF_A_TASK = [name for name in REFUSED if name.startswith(("put", "stale", "restore", "undo", "batch whose"))]


@pytest.mark.parametrize("name", OF_A_TASK)
def test_it_creates_no_user(small_url: str, newcomer: Arrive, sql: Sql, name: str) -> None:
    person = newcomer(small_url)
    _, send = REFUSED[name]
    assert send(person.client, f"/api/tasks/{ABSENT}", {}).status_code == 404
    assert stored(sql, person.id) == [[], [], []]
