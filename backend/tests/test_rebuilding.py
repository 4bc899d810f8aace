"""Rebuilding documents after a field was added: in portions, beside other writes."""

import os
import subprocess
import sys
from typing import Any

import psycopg
import pytest

from app.tasks.documents import PORTION
from devtools.postgres import ensure_database
from tests.conftest import BACKEND, Sql, migrate
from tests.service import Person

FORGET = "UPDATE todo.task SET document = document::jsonb - 'tags' - 'priority' WHERE user_id = %s"


def rebuild_documents(database_url: str) -> None:
    """As an operator does when the last process of earlier code has exited."""
    subprocess.run(
        [sys.executable, "-m", "app", "documents"],
        cwd=BACKEND,
        env=os.environ | {"DATABASE_URL": database_url},  # the only variable it needs, as for migrations
        check=True,
        timeout=60,
    )


def rows_of(sql: Sql, person: Person) -> list[tuple[Any, ...]]:
    """All rows of a user's tasks, with the transaction that wrote each."""
    return sql.execute(
        "SELECT to_jsonb(task), task.document::text, task.xmin::text FROM todo.task WHERE user_id = %s ORDER BY id",
        [person.id],
    ).fetchall()


def add_many(person: Person, count: int) -> None:
    for start in range(0, count, 100):
        tasks = [{"title": f"Task {n}", "tags": ["home"], "priority": 2} for n in range(start, min(start + 100, count))]
        operations = [{"op": "create", "task": task} for task in tasks]
        assert person.client.post("/api/tasks/batch", json={"operations": operations}).status_code == 200


def test_documents_that_lack_a_field_are_rebuilt_and_nothing_else_is_written(
    sql: Sql, database_url: str, alice: Person, bob: Person
) -> None:
    add_many(alice, 2 * PORTION + 1)  # the last portion has one
    trashed, _ = alice.add("In the trash"), bob.add("Somebody else's")
    assert alice.client.delete(f"/api/tasks/{trashed['id']}").status_code == 204
    shown, changes = alice.tasks(), alice.client.get("/api/tasks/changes").json()
    before, of_bob = rows_of(sql, alice), rows_of(sql, bob)
    sql.execute(FORGET, [alice.id])
    assert all("tags" not in task for task in alice.tasks())

    rebuild_documents(database_url)

    assert alice.tasks() == shown
    assert alice.client.get("/api/tasks/changes").json() == changes
    assert [row[:2] for row in rows_of(sql, alice)] == [row[:2] for row in before]
    assert rows_of(sql, bob) == of_bob


@pytest.mark.parametrize("form", ["json", "csv", "ics"])
def test_what_an_earlier_version_has_written_is_exported_whole_before_it_is_rebuilt(
    sql: Sql, alice: Person, bob: Person, form: str
) -> None:
    task = {"due_date": "2030-01-31", "due_time": "10:00", "remind_before": 30, "repeat": "FREQ=DAILY;COUNT=2"}
    alice.add("Repeats", **task)
    alice.add('Says ,"remind_before":5')
    path = alice.client.post("/api/me/feed").json()["data"]["path"]
    rebuilt = [alice.client.get("/api/me/export", params={"format": form}), alice.client.get(path)]
    sql.execute(
        "UPDATE todo.task SET document = (SELECT json_object_agg(key, value) FROM json_each(document)"
        " WHERE key NOT IN ('due_time', 'repeat', 'repeat_from', 'remind_before')) WHERE user_id = %s",
        [alice.id],
    )
    assert "remind_before" not in alice.tasks()[1]

    exported = [
        alice.client.get("/api/me/export", params={"format": form}),
        alice.client.get(path, headers={"Cache-Control": "no-cache"}),
    ]

    assert [answer.content for answer in exported] == [answer.content for answer in rebuilt]


def test_an_export_gives_a_place_to_a_task_from_before_there_were_places(sql: Sql, alice: Person, bob: Person) -> None:
    old = alice.add("Old")
    sql.execute(
        "UPDATE todo.task SET position = '', document = (document::jsonb - 'position')::json WHERE user_id = %s",
        [alice.id],
    )
    for form, media_type in (("json", "application/json"), ("csv", "text/csv"), ("ics", "text/calendar")):
        file = alice.client.get("/api/me/export", params={"format": form})
        assert file.status_code == 200
        answer = bob.client.post("/api/me/import", content=file.content, headers={"Content-Type": media_type})
        assert answer.status_code == 200, answer.text
    assert [task["id"] for task in bob.tasks()] == [old["id"]]


def test_what_was_written_before_apostrophes_were_equal_is_found_once_it_is_rebuilt(
    sql: Sql, database_url: str, alice: Person
) -> None:
    for title, description, tags in (
        ("Fly to Hawai\u02bbi", None, []),
        ("Book", "a flight to Hawai\u02bbi", []),
        ("Pack", None, ["Hawai\u02bbi"]),
        ("Measure 5\u2033 of Hawaii", None, ["other"]),
    ):
        alice.add(title, description=description, tags=tags)
    rows = rows_of(sql, alice)
    # As the version before has left them.
    sql.execute(
        "UPDATE todo.task SET search = '', title_key = lower(title), tag_keys = tags WHERE user_id = %s", [alice.id]
    )
    changed = alice.client.get("/api/tasks/changes").json()

    rebuild_documents(database_url)

    assert [row[0] for row in rows_of(sql, alice)] == [row[0] for row in rows]
    assert len(alice.tasks(q="hawai'i")) == 2
    assert [task["title"] for task in alice.tasks(tag="hawai'i")] == ["Pack"]
    assert alice.client.get("/api/tasks/changes").json() == changed
    written = rows_of(sql, alice)
    rebuild_documents(database_url)
    assert rows_of(sql, alice) == written


@pytest.mark.parametrize("count", [1, PORTION + 2])
def test_a_document_that_a_writer_has_locked_is_skipped_until_the_next_time(
    sql: Sql, database_url: str, alice: Person, count: int
) -> None:
    add_many(alice, count)
    shown = alice.tasks()
    held = min(task["id"] for task in shown)
    sql.execute(FORGET, [alice.id])
    with psycopg.connect(database_url) as writer:
        writer.execute('SELECT FROM todo."user" WHERE id = %s FOR NO KEY UPDATE', [alice.id])
        writer.execute("SELECT FROM todo.task WHERE user_id = %s AND id = %s FOR UPDATE", [alice.id, held])
        rebuild_documents(database_url)
    assert [task["id"] for task in alice.tasks() if "tags" not in task] == [held]

    rebuild_documents(database_url)
    assert alice.tasks() == shown


@pytest.mark.parametrize("state", ["missing", "interrupted"])
def test_the_index_of_parents_is_built_if_it_is_not_there(postgres: str, state: str) -> None:
    database = ensure_database(postgres, f"index_{state}")
    migrate(database)
    name = ["todo.idx_task_parent_id"]
    with psycopg.connect(database, autocommit=True) as connection:
        if state == "missing":
            connection.execute("DROP INDEX todo.idx_task_parent_id")
        else:
            connection.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass", name)
        rebuild_documents(database)
        found = connection.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = %s::regclass", name)
        assert found.fetchone() == (True,)
