"""What has been kept for long enough goes, and nothing else."""

import asyncio

from app.config import Settings
from app.database import Database
from app.tasks.purge import purge
from tests.conftest import Sql
from tests.service import Person, refused, settings_for


def purged(database_url: str) -> int:
    async def run(settings: Settings) -> int:
        async with Database(database_url, 1) as database:
            return await purge(database, settings)

    return asyncio.run(run(settings_for(database_url)))


def test_the_trash_is_emptied_after_thirty_days(alice: Person, sql: Sql, database_url: str) -> None:
    alice.add("Kept")
    old, young = alice.add("Long gone"), alice.add("Just gone")
    token = alice.client.get("/api/tasks/changes").json()["next"]
    for task in (old, young):
        alice.client.delete(f"/api/tasks/{task['id']}")
    sql.execute("UPDATE todo.task SET deleted_at = now() - interval '31 days' WHERE id = %s", [old["id"]])
    assert purged(database_url) >= 1
    assert [task["id"] for task in alice.tasks(deleted="true")] == [young["id"]]
    assert [task["title"] for task in alice.tasks()] == ["Kept"]
    refused(alice.client.post(f"/api/tasks/{old['id']}/restore"), 404)
    gone = alice.client.get("/api/tasks/changes", params={"since": token}).json()["deleted"]
    assert {task["id"] for task in gone} == {old["id"], young["id"]}
    assert sql.execute("SELECT count(*) FROM todo.change c WHERE c::text LIKE '%%Long gone%%'").fetchone() == (0,)


def test_a_full_trash_is_emptied_in_parts_so_that_nobody_waits(alice: Person, bob: Person, sql: Sql) -> None:
    for person, number in ((alice, 1500), (bob, 10)):
        person.add()
        sql.execute(
            "INSERT INTO todo.task (id, user_id, title, deleted_at)"
            " SELECT gen_random_uuid(), %s, 'x', now() - interval '31 days' FROM generate_series(1, %s)",
            [person.id, number],
        )
    parts: list[int] = []
    while not parts or parts[-1]:
        row = sql.execute("SELECT todo.purge(interval '30 days', interval '90 days')").fetchone()
        parts.append(row[0] if row else 0)
    assert max(parts) <= 1999
    assert sum(parts) >= 1510
    assert alice.tasks(deleted="true") + bob.tasks(deleted="true") == []


def test_changes_are_forgotten_after_ninety_days(alice: Person, sql: Sql, database_url: str) -> None:
    task = alice.add("Old")
    token = alice.client.get("/api/tasks/changes").json()["next"]
    alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "Older"})
    sql.execute("UPDATE todo.change SET at = now() - interval '91 days' WHERE user_id = %s", [alice.id])
    purged(database_url)
    refused(alice.client.get("/api/tasks/changes", params={"since": token}), 410)
    assert alice.client.get(f"/api/tasks/{task['id']}/history").json() == {"data": []}
    refused(alice.client.post("/api/undo", json={"seq": 2}), 404)
    newest = alice.client.get("/api/tasks/changes").json()["next"]
    changed = alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "New"}).json()["data"]
    assert alice.client.get("/api/tasks/changes", params={"since": newest}).json()["data"] == [changed]


def test_only_one_process_purges_at_a_time(alice: Person, sql: Sql, database_url: str) -> None:
    task = alice.add()
    alice.client.delete(f"/api/tasks/{task['id']}")
    sql.execute("UPDATE todo.task SET deleted_at = now() - interval '31 days' WHERE id = %s", [task["id"]])
    with sql.transaction():
        sql.execute("SELECT pg_advisory_xact_lock(hashtextextended('todo.purge', 0))")
        assert purged(database_url) == 0
    assert purged(database_url) >= 1
