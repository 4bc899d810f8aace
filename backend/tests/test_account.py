"""Erasing an account: all data is deleted at once, and no old token creates any of it again."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx2
import psycopg
import pytest
from psycopg import sql as query

from app.account.erasure import ERASE
from tests.conftest import Arrive, Sql
from tests.service import Person, claims_of, refused, token_for
from tests.test_users import at_once, user_row

Call = Callable[[httpx2.Client], httpx2.Response]

REQUESTS: dict[str, Call] = {
    "list": lambda client: client.get("/api/tasks"),
    "read": lambda client: client.get("/api/tasks/00000000-0000-4000-8000-000000000000"),
    "create": lambda client: client.post("/api/tasks", json={"title": "Back again"}),
    "replace": lambda client: client.put("/api/tasks/00000000-0000-4000-8000-000000000000", json={"title": "x"}),
    "toggle": lambda client: client.patch("/api/tasks/00000000-0000-4000-8000-000000000000/complete"),
    "delete": lambda client: client.delete("/api/tasks/00000000-0000-4000-8000-000000000000"),
    "erase": lambda client: client.delete("/api/tasks/00000000-0000-4000-8000-000000000000?permanent=true"),
    "patch": lambda client: client.patch("/api/tasks/00000000-0000-4000-8000-000000000000", json={"title": "x"}),
    "restore": lambda client: client.post("/api/tasks/00000000-0000-4000-8000-000000000000/restore"),
    "history": lambda client: client.get("/api/tasks/00000000-0000-4000-8000-000000000000/history"),
    "trash": lambda client: client.get("/api/tasks?deleted=true&limit=1"),
    "undo": lambda client: client.post("/api/undo", json={"seq": 1}),
    "settings": lambda client: client.get("/api/me/settings"),
    "patch settings": lambda client: client.patch("/api/me/settings", json={"week_start": 1}),
    "changes": lambda client: client.get("/api/tasks/changes"),
    "batch": lambda client: client.post(
        "/api/tasks/batch", json={"operations": [{"op": "create", "task": {"title": "Back again"}}]}
    ),
}


def erase(person: Person) -> None:
    answer = person.client.delete("/api/me")
    assert (answer.status_code, answer.content) == (204, b"")


def test_an_erased_account_leaves_nothing_personal_behind(alice: Person, bob: Person, sql: Sql) -> None:
    alice.add("A secret wish", description="Nobody else's business")
    kept = bob.add()
    erase(alice)
    assert user_row(sql, alice.id) is None
    tables = sql.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'todo'").fetchall()
    assert len(tables) > 2
    for (table,) in tables:
        rows = sql.execute(query.SQL("SELECT t::text FROM todo.{} t").format(query.Identifier(table))).fetchall()
        for (row,) in rows:
            for trace in (alice.id, f"{alice.id[:40]}@example.com", "A secret wish", "Nobody else"):
                assert trace not in row, f"{table} remembers {trace}"
    assert bob.tasks() == [kept]


@pytest.mark.parametrize("name", REQUESTS)
def test_a_token_issued_before_is_refused(alice: Person, sql: Sql, name: str) -> None:
    alice.add()
    erase(alice)
    refused(REQUESTS[name](alice.client), 401, "Invalid or expired token")
    assert user_row(sql, alice.id) is None


def test_erasing_again_with_the_same_token_is_no_error(alice: Person) -> None:
    alice.add()
    erase(alice)
    erase(alice)
    refused(alice.client.get("/api/tasks"), 401, "Invalid or expired token")


def test_an_account_that_never_wrote_can_be_erased(alice: Person) -> None:
    erase(alice)
    refused(alice.client.post("/api/tasks", json={"title": "x"}), 401)


def test_a_body_is_ignored(alice: Person) -> None:
    answer = alice.client.request("DELETE", "/api/me", content=b"{not json", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 204


def back_again(person: Person, arrive: Arrive) -> Person:
    """The same user with a token that was issued in the next second."""
    return arrive(id=person.id, token=token_for(person.id, iat=int(time.time()) + 2))


def test_a_token_issued_afterwards_begins_a_new_account(alice: Person, newcomer: Arrive) -> None:
    alice.add("Before")
    erase(alice)
    returned = back_again(alice, newcomer)
    assert returned.tasks() == []
    returned.add("After")
    assert [task["title"] for task in returned.tasks()] == ["After"]
    refused(alice.client.get("/api/tasks"), 401)


def test_a_token_from_a_clock_that_is_ahead_is_refused_after_it_has_erased_the_account(newcomer: Arrive) -> None:
    alice = newcomer(token=token_for(user_id := f"user-{uuid.uuid4()}", iat=int(time.time()) + 25), id=user_id)
    alice.add("Before")
    erase(alice)
    refused(alice.client.get("/api/tasks"), 401)
    refused(alice.client.post("/api/tasks", json={"title": "After"}), 401)


def test_an_old_token_cannot_erase_the_account_of_a_user_who_came_back(alice: Person, newcomer: Arrive) -> None:
    erase(alice)
    returned = back_again(alice, newcomer)
    returned.add("After")
    erase(alice)
    assert [task["title"] for task in returned.tasks()] == ["After"]


@pytest.mark.parametrize("name", REQUESTS)
def test_an_old_token_has_no_effect_for_a_user_who_came_back(alice: Person, newcomer: Arrive, name: str) -> None:
    erase(alice)
    returned = back_again(alice, newcomer)
    task = returned.add("After")
    refused(REQUESTS[name](alice.client), 401, "Invalid or expired token")
    path = f"/api/tasks/{task['id']}"
    for answer in (
        alice.client.put(path, json={"title": "Before"}),
        alice.client.patch(path, json={"title": "Before"}),
        alice.client.patch(f"{path}/complete"),
        alice.client.delete(path),
    ):
        refused(answer, 401, "Invalid or expired token")
    assert returned.tasks() == [task]


def test_an_account_can_be_erased_twice(alice: Person, newcomer: Arrive) -> None:
    erase(alice)
    later = int(time.time()) + 2
    returned = back_again(alice, newcomer)
    returned.add("After")
    erase(returned)
    newest = newcomer(id=alice.id, token=token_for(alice.id, iat=later + 20))
    assert newest.tasks() == []


@pytest.mark.parametrize("iat", [None, 0, -1e18, -5])
def test_a_token_without_a_time_of_issue_counts_as_old(newcomer: Arrive, alice: Person, iat: Any) -> None:
    person = newcomer(id=alice.id, token=token_for(alice.id, iat=iat))
    person.add()
    erase(alice)
    refused(person.client.get("/api/tasks"), 401)
    assert "iat" in claims_of(alice.id)


def test_erasing_an_account_does_not_affect_others(alice: Person, bob: Person) -> None:
    task = bob.add()
    erase(alice)
    assert bob.client.get(f"/api/tasks/{task['id']}").json()["data"] == task


def test_erasing_during_writes_leaves_nothing(alice: Person, sql: Sql) -> None:
    for _ in range(5):
        alice.add()
    write: Call = lambda client: client.post("/api/tasks", json={"title": "Late"})  # noqa: E731
    answers = at_once(alice, [*[write] * 20, lambda client: client.delete("/api/me"), *[write] * 20])
    assert {answer.status_code for answer in answers} <= {201, 204, 401}
    assert user_row(sql, alice.id) is None
    assert sql.execute("SELECT count(*) FROM todo.task WHERE user_id = %s", [alice.id]).fetchone() == (0,)


def test_a_write_that_waits_while_the_account_is_erased_is_refused(alice: Person, sql: Sql, database_url: str) -> None:
    alice.add()
    with psycopg.connect(database_url) as other:  # an erasure that is not committed yet
        other.execute('SELECT FROM todo."user" WHERE id = %s FOR UPDATE', [alice.id])
        _, values = ERASE.bind({"owner": alice.id, "token_issued_at": time.time()})
        psycopg.RawCursor(other).execute(ERASE.sql, [value and value.decode() for value in values])
        with_lock = at_once(
            alice,
            [lambda client: client.post("/api/tasks", json={"title": "Late"}), lambda _: _committed(other, sql)],
        )
    refused(with_lock[0], 401, "Invalid or expired token")
    assert user_row(sql, alice.id) is None


def _committed(erasing: Sql, sql: Sql) -> httpx2.Response:
    while sql.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() == (0,):
        time.sleep(0.01)
    erasing.commit()
    return httpx2.Response(204)


def test_a_user_who_comes_back_may_begin_with_an_import(alice: Person, newcomer: Arrive) -> None:
    """Also in a process that knew the account before it was erased."""
    alice.add()
    erase(alice)
    returned = newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 2))
    imported = returned.client.post("/api/me/import", json=[{"title": "Back"}])
    assert (imported.status_code, imported.json()["data"]["created"]) == (200, 1), imported.text
    assert imported.headers["x-change-seq"] == "2"
    assert [task["title"] for task in returned.tasks()] == ["Back"]


def test_a_refused_write_of_a_returning_user_makes_no_old_token_valid(alice: Person, newcomer: Arrive) -> None:
    alice.add()
    erase(alice)
    returned = newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 2))
    path = "/api/tasks/00000000-0000-4000-8000-000000000000"
    refused(returned.client.patch(path, json={"title": "x"}, headers={"Idempotency-Key": "a-key"}), 404)
    assert returned.tasks() == []
    for call in REQUESTS.values():
        refused(call(alice.client), 401, "Invalid or expired token")
    refused(alice.client.get("/api/tasks/changes", params={"limit": 1}), 401, "Invalid or expired token")
    assert returned.client.post("/api/tasks", json={"title": "Back"}).headers["x-change-seq"] == "2"
