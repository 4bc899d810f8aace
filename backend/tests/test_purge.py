"""The purge deletes what is old enough and nothing else, and makes nobody wait."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from app.account import purge as purging
from app.database import Database
from app.journal.writer import Writer
from tests.conftest import BACKEND, Sql, days_later, trashed_days_ago
from tests.service import SECRET, Person, purged, refused
from tests.traffic import eventually


def test_the_trash_is_emptied_after_thirty_days(alice: Person, sql: Sql, database_url: str) -> None:
    alice.add("Kept")
    old, young = alice.add("Long gone"), alice.add("Just gone")
    token = alice.client.get("/api/tasks/changes").json()["next"]
    for task in (old, young):
        alice.client.delete(f"/api/tasks/{task['id']}")
    trashed_days_ago(sql, alice, 31, old["id"])
    assert purged(database_url) >= 1
    assert [task["id"] for task in alice.tasks(deleted="true")] == [young["id"]]
    assert [task["title"] for task in alice.tasks()] == ["Kept"]
    refused(alice.client.post(f"/api/tasks/{old['id']}/restore"), 404)
    gone = alice.client.get("/api/tasks/changes", params={"since": token}).json()["deleted"]
    assert {task["id"] for task in gone} == {old["id"], young["id"]}
    assert sql.execute("SELECT count(*) FROM todo.change c WHERE c::text LIKE '%%Long gone%%'").fetchone() == (0,)


def test_an_operator_can_purge_at_once(alice: Person, sql: Sql, database_url: str) -> None:
    old = alice.add("Long gone")
    alice.client.delete(f"/api/tasks/{old['id']}")
    trashed_days_ago(sql, alice, 31, old["id"])
    variables = {"DATABASE_URL": database_url, "BETTER_AUTH_SECRET": SECRET, "BETTER_AUTH_URL": "http://localhost:3003"}
    command = [sys.executable, "-m", "app", "purge"]
    run = subprocess.run(command, cwd=BACKEND, env=os.environ | variables, capture_output=True, text=True, check=True)
    assert int(run.stdout) >= 1
    assert alice.tasks(deleted="true") == []


def test_what_a_file_puts_into_the_trash_stays_there_for_thirty_days(
    alice: Person, sql: Sql, database_url: str
) -> None:
    thesis = alice.add("Thesis")
    backup = [thesis | {"deleted_at": "2020-01-01T00:00:00Z"}, {"title": "Other", "deleted_at": "2020-01-01T00:00:00Z"}]
    answer = alice.client.post("/api/me/import", json=backup)
    assert answer.status_code == 200, answer.text
    purged(database_url)
    assert {task["title"] for task in alice.tasks(deleted="true")} == {"Thesis", "Other"}
    undone = alice.client.post("/api/undo", json={"seq": int(answer.headers["x-change-seq"])})
    assert undone.status_code == 200, undone.text
    assert [task["title"] for task in alice.tasks()] == ["Thesis"]
    alice.client.delete(f"/api/tasks/{thesis['id']}")
    trashed_days_ago(sql, alice, 31)
    purged(database_url)
    assert alice.tasks(deleted="true") == []


def test_changes_are_deleted_after_ninety_days(alice: Person, sql: Sql, database_url: str) -> None:
    task = alice.add("Old")
    token = alice.client.get("/api/tasks/changes").json()["next"]
    alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "Older"})
    (token,) = days_later(sql, alice, 91, token)
    purged(database_url)
    refused(alice.client.get("/api/tasks/changes", params={"since": token}), 410)
    assert alice.client.get(f"/api/tasks/{task['id']}/history").json() == {"data": []}
    refused(alice.client.post("/api/undo", json={"seq": 2}), 404)
    newest = alice.client.get("/api/tasks/changes").json()["next"]
    changed = alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "New"}).json()["data"]
    assert alice.client.get("/api/tasks/changes", params={"since": newest}).json()["data"] == [changed]


def test_a_command_of_which_the_log_has_lost_the_first_lines_is_not_undone_in_part(
    alice: Person, sql: Sql, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice.client.post("/api/me/import", json=[{"title": f"Task {n}"} for n in range(1500)])
    days_later(sql, alice, 91)
    run = Database.run

    async def only_once(database: Database, pipeline: Any, **options: Any) -> Any:
        rows: Any = await run(database, pipeline, **options)
        return [(b"0",)] if pipeline[-1][0] is purging.CUT_LOG else rows

    monkeypatch.setattr(Database, "run", only_once)
    purged(database_url)
    assert lines(sql, alice) == 500
    monkeypatch.undo()
    refused(alice.client.post("/api/undo", json={"seq": 1500}), 404, "Task not found")
    assert (len(alice.tasks()), alice.tasks(deleted="true")) == (1500, [])


def test_stored_answers_are_deleted_after_a_day_in_portions(
    alice: Person, sql: Sql, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("old", "young"):
        alice.client.post("/api/tasks", json={"title": key}, headers={"Idempotency-Key": key})
    sql.execute(
        "INSERT INTO todo.answer (user_id, key, fingerprint)"
        " SELECT %s, 'old ' || n, 'x' FROM generate_series(1, 2500) n",
        [alice.id],
    )
    sql.execute(
        "UPDATE todo.answer SET at = now() - interval '25 hours' WHERE user_id = %s AND key LIKE 'old%%'", [alice.id]
    )
    portions: list[int] = []
    run = Database.run

    async def counted(database: Database, pipeline: Any, **options: Any) -> Any:
        rows: Any = await run(database, pipeline, **options)
        if pipeline[-1][0] is purging.FORGET_ANSWERS:
            portions.append(int(rows[-1][0] or 0))
        return rows

    monkeypatch.setattr(Database, "run", counted)
    purged(database_url)
    assert sum(portions) >= 2501
    assert max(portions) <= 1000
    assert sql.execute("SELECT key FROM todo.answer WHERE user_id = %s", [alice.id]).fetchall() == [("young",)]


def test_two_processes_may_purge_at_once(alice: Person, sql: Sql, database_url: str) -> None:
    fill_trash(sql, alice, 100)
    with ThreadPoolExecutor(3) as pool:
        numbers = [each.result() for each in [pool.submit(purged, database_url) for _ in range(3)]]
    assert sum(numbers) >= 100
    assert alice.tasks(deleted="true") == []
    assert counts(sql, alice) == (1, 0)


def fill_trash(sql: Sql, person: Person, number: int) -> None:
    """Tasks that have been in the trash for too long."""
    person.add("Kept")
    sql.execute(
        "INSERT INTO todo.task (id, user_id, title, deleted_at)"
        " SELECT gen_random_uuid(), %s, 'x', now() - interval '31 days' FROM generate_series(1, %s)",
        [person.id, number],
    )
    sql.execute('UPDATE todo."user" SET trashed_tasks = %s WHERE id = %s', [number, person.id])


def fill_log(sql: Sql, person: Person, number: int) -> str:
    """A task with that many changes, all of them too old for the log; returns its id."""
    task_id: str = person.add("Changed often")["id"]
    sql.execute(
        "INSERT INTO todo.change (user_id, seq, item_id, operation, previous, before, actor, at, command)"
        " SELECT %(owner)s, n, %(id)s, 'update', n - 1, '{}', %(owner)s, now() - interval '100 days', n"
        " FROM generate_series(2, %(number)s + 1) n",
        {"owner": person.id, "id": task_id, "number": number},
    )
    sql.execute("UPDATE todo.change SET at = now() - interval '100 days' WHERE user_id = %s", [person.id])
    sql.execute("UPDATE todo.task SET seq = %s WHERE id = %s", [number + 1, task_id])
    sql.execute(
        """UPDATE todo."user" SET seq = %(seq)s, command = %(seq)s WHERE id = %(owner)s""",
        {"seq": number + 1, "owner": person.id},
    )
    return task_id


def counts(sql: Sql, person: Person) -> tuple[Any, ...] | None:
    return sql.execute('SELECT live_tasks, trashed_tasks FROM todo."user" WHERE id = %s', [person.id]).fetchone()


def lines(sql: Sql, person: Person) -> int:
    row = sql.execute("SELECT count(*) FROM todo.change WHERE user_id = %s", [person.id]).fetchone()
    return row[0] if row else 0


@contextmanager
def purge_under_way(database_url: str) -> Iterator[threading.Event]:
    """A purge in parallel to the block; yields an event that is set at its end."""
    over = threading.Event()

    def run() -> None:
        try:
            purged(database_url)
        finally:
            over.set()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        yield over
        running.result()


def test_writes_continue_between_the_portions_in_which_a_log_is_cut(alice: Person, sql: Sql, database_url: str) -> None:
    """By counting, not by time: a write that waited for the whole purge would find no line left."""
    number = 100_000
    fill_log(sql, alice, number)
    left = [lines(sql, alice)]
    with purge_under_way(database_url) as over:
        eventually(lambda: over.is_set() or lines(sql, alice) < number, within=60)
        while not over.is_set():
            alice.add("Meanwhile")
            left.append(lines(sql, alice))
    between = {count for count in left if 1000 < count < number}
    assert len(between) >= 10, left
    old = sql.execute(
        "SELECT count(*) FROM todo.change WHERE user_id = %s AND at < now() - interval '90 days'", [alice.id]
    )
    assert old.fetchone() == (0,)
    assert len(alice.tasks()) == len(left)


def test_no_portion_of_the_purge_is_large(
    alice: Person, bob: Person, sql: Sql, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_trash(sql, alice, 1500)
    fill_trash(sql, bob, 10)
    portions: list[int] = []
    write = Writer.write

    async def counted(writer: Writer, *operations: Any, **options: Any) -> Any:
        portions.append(len(operations))
        return await write(writer, *operations, **options)

    monkeypatch.setattr(Writer, "write", counted)
    purged(database_url)
    assert sum(portions) >= 1510
    assert max(portions) <= 5
    assert alice.tasks(deleted="true") + bob.tasks(deleted="true") == []
    assert (counts(sql, alice), counts(sql, bob)) == ((1, 0), (1, 0))


@pytest.mark.parametrize("hold", ["row", "import"])
def test_a_busy_account_is_skipped_until_the_next_purge(
    alice: Person, bob: Person, sql: Sql, database_url: str, monkeypatch: pytest.MonkeyPatch, hold: str
) -> None:
    monkeypatch.setattr("app.journal.writer.BUSY_TIMEOUT_SECONDS", 0.3)
    busy, idle = sorted((alice, bob), key=lambda person: person.id)
    for person in (busy, idle):
        fill_trash(sql, person, 3)
        sql.execute("UPDATE todo.change SET at = now() - interval '91 days' WHERE user_id = %s", [person.id])
    statements = {
        "row": 'SELECT FROM todo."user" WHERE id = %s FOR NO KEY UPDATE',
        "import": "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
    }
    with psycopg.connect(database_url) as holder:
        holder.execute(statements[hold], [busy.id])
        purged(database_url)
        assert (counts(sql, busy), counts(sql, idle)) == ((1, 3), (1, 0))
        assert (lines(sql, busy), lines(sql, idle)) == (1, 3)
    purged(database_url)
    assert (counts(sql, busy), lines(sql, busy)) == ((1, 0), 3)


def test_a_task_with_a_long_history_does_not_stop_the_purge(
    alice: Person, bob: Person, sql: Sql, database_url: str
) -> None:
    task_id = fill_log(sql, alice, 40_000)
    sql.execute("UPDATE todo.change SET at = now() - interval '31 days' WHERE user_id = %s", [alice.id])
    fill_trash(sql, bob, 3)
    sql.execute(
        "UPDATE todo.task SET deleted_at = now() - interval '31 days' WHERE user_id = %s AND id = %s",
        [alice.id, task_id],
    )
    sql.execute('UPDATE todo."user" SET live_tasks = 0, trashed_tasks = 1 WHERE id = %s', [alice.id])
    assert purged(database_url) >= 4
    assert (counts(sql, alice), counts(sql, bob)) == ((0, 0), (1, 0))
    left = sql.execute(
        "SELECT DISTINCT item_id, before::text FROM todo.change WHERE user_id = %s AND operation <> 'erase'", [alice.id]
    )
    assert left.fetchall() == [(None, None)]
