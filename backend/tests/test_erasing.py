"""Erasing makes nobody wait for long, and causes no error: long histories, concurrent imports."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import psycopg
import pytest

from app.account.purge import purge
from app.database import Database
from app.identity.user import CurrentUser
from app.journal import writer as journal_writer
from app.journal.writer import Writer
from app.tasks.operations import ERASING
from tests.conftest import Sql
from tests.service import Person, refused, settings_for

LINES_OF = """
    SELECT count(*) FROM todo.change
    WHERE user_id = %s AND (before IS NOT NULL OR item_id = %s AND operation <> 'erase')
"""


def task_with_changes(person: Person, number: int) -> str:
    task_id: str = person.add("Secret")["id"]
    toggles = [{"op": "complete", "id": task_id}] * 100
    for _ in range(number // 100):
        assert person.client.post("/api/tasks/batch", json={"operations": toggles}).status_code == 200
    return task_id


@contextlib.contextmanager
def import_running(database_url: str, person: Person) -> Iterator[Callable[[], None]]:
    """Holds the locks of a long import of that person; call it to release them."""
    with psycopg.connect(database_url) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [person.id])
        yield other.rollback


@contextlib.asynccontextmanager
async def writing(database_url: str, person: Person) -> AsyncIterator[Writer]:
    owner = CurrentUser(person.id, email=None, short_hash="", issued_at=2**33, expires_at=2**33)
    async with Database(database_url, pool_size=2) as database:
        yield Writer(database, owner, request_id=None, task_limit=10_000)


def test_a_task_with_thousands_of_changes_is_erased_with_all_of_them(alice: Person, sql: Sql) -> None:
    task_id = task_with_changes(alice, 2300)
    path, key = f"/api/tasks/{task_id}?permanent=true", {"Idempotency-Key": "key"}
    refused(alice.client.delete(path, headers=key | {"If-Match": '"1"', "Idempotency-Key": "other"}), 412)
    answers = [alice.client.delete(path, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert {answer.headers["x-change-seq"] for answer in answers} == {"2302"}
    assert sql.execute(LINES_OF, [alice.id, task_id]).fetchone() == (0,)
    assert alice.client.get("/api/tasks/changes").json()["data"] == []


def test_a_batch_erases_tasks_with_thousands_of_changes(alice: Person, sql: Sql) -> None:
    erased = [task_with_changes(alice, 2300), task_with_changes(alice, 100)]
    for task_id in erased:
        alice.client.delete(f"/api/tasks/{task_id}")
    operations = [{"op": "erase", "id": task_id} for task_id in erased]
    assert alice.client.post("/api/tasks/batch", json={"operations": operations}).json() == {"data": [None, None]}
    for task_id in erased:
        assert sql.execute(LINES_OF, [alice.id, task_id]).fetchone() == (0,)


def test_a_batch_that_erases_a_long_history_and_what_is_no_id_is_refused(alice: Person) -> None:
    erased = task_with_changes(alice, 1200)
    alice.client.delete(f"/api/tasks/{erased}")
    operations = [{"op": "erase", "id": task_id} for task_id in (erased, "no id")]
    answer = alice.client.post("/api/tasks/batch", json={"operations": operations})
    refused(answer, 404, "Operation 1: Task not found")


def test_a_batch_that_is_refused_leaves_a_long_history_whole(alice: Person, sql: Sql) -> None:
    erased, other = task_with_changes(alice, 1200), alice.add()["id"]
    alice.client.delete(f"/api/tasks/{erased}")
    lines = sql.execute(LINES_OF, [alice.id, erased]).fetchone()
    stale = {"op": "update", "id": other, "version": 7, "task": {"title": "Later"}}
    wanted = [{"op": "erase", "id": erased}, {"op": "update", "id": other, "task": {"title": "Now"}}, stale]
    key = {"Idempotency-Key": "key"}
    for headers in ({}, key, key):
        answer = alice.client.post("/api/tasks/batch", json={"operations": wanted}, headers=headers)
        refused(answer, 412, "Operation 2: The task has changed since; read it again")
    assert sql.execute(LINES_OF, [alice.id, erased]).fetchone() == lines
    assert alice.client.get(f"/api/tasks/{other}").json()["data"]["title"] != "Now"
    answer = alice.client.post("/api/tasks/batch", json={"operations": wanted[:2]})
    assert answer.json()["data"][1]["title"] == "Now"
    assert sql.execute(LINES_OF, [alice.id, erased]).fetchone() != lines


async def erase_task(writer: Writer, task_id: str) -> None:
    await ERASING.write(writer, [ERASING.operation(task_id, {})], [task_id])


@pytest.mark.parametrize("work", [erase_task, ERASING.shorten_history])
def test_erasing_waits_for_an_import_that_is_running(
    alice: Person, sql: Sql, database_url: str, work: Callable[..., Awaitable[object]]
) -> None:
    task_id = task_with_changes(alice, 1200)

    async def erase_meanwhile() -> None:
        async with writing(database_url, alice) as writer:
            with import_running(database_url, alice) as end:
                erasing = asyncio.ensure_future(work(writer, task_id))
                while writer.database.requests < 3:  # noqa: ASYNC110 - a counter has no event
                    await asyncio.sleep(0.01)
                end()
                await erasing

    asyncio.run(erase_meanwhile())
    lines = sql.execute("SELECT count(*) FROM todo.change WHERE user_id = %s AND before IS NOT NULL", [alice.id])
    assert lines.fetchone() == ((0,) if work is erase_task else (200,))


def test_an_import_that_takes_too_long_is_a_409(
    alice: Person, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = f"/api/tasks/{alice.add()['id']}"
    monkeypatch.setattr(journal_writer, "BUSY_TIMEOUT_SECONDS", 0.2)
    with import_running(database_url, alice):
        for key in ({}, {"Idempotency-Key": "key"}):
            answer = alice.client.patch(f"{task}/complete", headers=key)
            refused(answer, 409, "An import is running; try again in a moment")
    # This answer is not stored: the same request may succeed later.
    assert alice.client.patch(f"{task}/complete", headers={"Idempotency-Key": "key"}).status_code == 200


def test_the_purge_skips_a_user_who_is_importing(
    alice: Person, bob: Person, sql: Sql, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (alice, bob):
        person.client.post("/api/tasks", json={"title": "x"}, headers={"Idempotency-Key": "key"})
        for task in person.tasks():
            person.client.delete(f"/api/tasks/{task['id']}")
        sql.execute("UPDATE todo.task SET deleted_at = now() - interval '31 days' WHERE user_id = %s", [person.id])
        sql.execute("UPDATE todo.change SET at = now() - interval '91 days' WHERE user_id = %s", [person.id])
        sql.execute("UPDATE todo.answer SET at = now() - interval '25 hours' WHERE user_id = %s", [person.id])
    monkeypatch.setattr(journal_writer, "BUSY_TIMEOUT_SECONDS", 0.1)

    async def purge_once() -> int:
        async with Database(database_url, pool_size=2) as database:
            return await purge(database, settings_for(database_url))

    def kept(person: Person) -> list[object]:
        tables = ("task", "answer")
        counts = [f"SELECT count(*) FROM todo.{table} WHERE user_id = %s" for table in tables]  # noqa: S608
        return [row[0] for count in counts for row in sql.execute(count, [person.id]).fetchall()]

    with import_running(database_url, alice):
        assert asyncio.run(purge_once()) >= 1
        assert (kept(alice), kept(bob)) == ([1, 1], [0, 0])
    asyncio.run(purge_once())
    assert kept(alice) == [0, 0]
    assert json.loads(alice.client.get("/api/tasks?deleted=true").content) == {"data": []}
