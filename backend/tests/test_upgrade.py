"""Upgrading a database that an earlier version has filled loses nothing."""

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from devtools.postgres import ensure_database
from tests.conftest import Arrive, migrate
from tests.debian import DebianPostgres, are_installed, find
from tests.service import Person, refused, service, token_for

AT_0006 = (Path(__file__).parent / "dumps" / "at_0006.sql").read_text(encoding="utf-8")
STOOD_AT = re.compile(r"""INSERT INTO todo\."user" VALUES \('ada', '[^']*', '([^']*)', (\d+)""")

MILK = "e977e3ed-ec58-44e4-897c-f0b6008856a5"
GREETINGS = "baf390e1-96f2-4abb-ad1c-6dcee97de57e"
TRASHED = "26091a37-b821-4210-a445-cd2d6550f4c9"
ONCE = "04bc88dc-ef2a-4745-9fa3-0650808e039c"
BATCH = ["f794158f-4f78-4f3f-a92c-1db35aebe2da", "a3f0a57b-dd42-46da-89dc-1687830be6f3"]
IMPORTED = "05cedd83-5a85-4903-a401-2bf3d273243c"
ERASED = "be84e8a8-8cd2-423a-b5da-2f2f76dd981b"
EVE_WAS_ERASED_AT = datetime(2026, 11, 27, 18, 52, 44, tzinfo=UTC).timestamp()


def fill(database_url: str) -> None:
    """The database as it was, but with answers of today, because they are kept for a day only."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(AT_0006.encode())
        connection.execute("UPDATE todo.answer SET at = now()")


@pytest.fixture(scope="module")
def upgraded(postgres: str) -> Iterator[str]:
    """The service on a database that was at revision 0006, which no test changes."""
    database = ensure_database(postgres, "upgraded")
    fill(database)
    migrate(database)
    with service(database) as url:
        yield url


@pytest.fixture
def ada(upgraded: str, newcomer: Arrive) -> Person:
    return newcomer(upgraded, id="ada")


@pytest.fixture
def ada_of_today(postgres: str, newcomer: Arrive, request: pytest.FixtureRequest) -> Iterator[Person]:
    """Ada in a database for one test, which may change it."""
    database = ensure_database(postgres, f"upgraded_{abs(hash(request.node.name))}")
    fill(database)
    migrate(database)
    with service(database) as url:
        yield newcomer(url, id="ada")


def as_it_was(task: dict[str, Any]) -> dict[str, Any]:
    """The task without the fields that were added later."""
    names = (
        "id", "user_id", "title", "description", "completed", "due_date", "created_at", "updated_at", "priority",
        "tags", "version", "deleted_at",
    )  # fmt: skip
    return {name: task[name] for name in names}


def test_every_task_exists_as_it_was(ada: Person, newcomer: Arrive) -> None:
    tasks = {task["id"]: task for task in ada.tasks()}
    assert set(tasks) == {MILK, GREETINGS, ONCE, *BATCH, IMPORTED}
    assert as_it_was(tasks[MILK]) == {
        "id": MILK,
        "user_id": "ada",
        "title": "Buy oat milk",
        "description": "Two litres, the blue one",
        "completed": True,
        "due_date": "2026-12-24",
        "created_at": "2026-11-27T18:52:44.061134Z",
        "updated_at": "2026-11-27T18:52:44.074379Z",
        "priority": 2,
        "tags": ["home", 'Shop "x"'],
        "version": 3,
        "deleted_at": None,
    }
    (trashed,) = ada.tasks(deleted="true")
    assert (trashed["id"], trashed["deleted_at"]) == (TRASHED, "2026-11-27T18:52:44.078191Z")
    assert [task["title"] for task in newcomer(ada.url, id="bob").tasks()] == ["Bob's own"]


def test_old_tasks_are_found_filtered_and_sorted(ada: Person) -> None:
    assert [task["id"] for task in ada.tasks(q="ägypt")] == [GREETINGS]
    assert [task["id"] for task in ada.tasks(tag="ü")] == [GREETINGS]
    titles = ["Buy oat milk", "Grüße an Ägypten!", "Imported", "Once", "One of two", "Two of two"]
    assert [task["title"] for task in ada.tasks(sort="title")] == titles


def test_old_histories_can_be_read(ada: Person) -> None:
    history = ada.client.get(f"/api/tasks/{MILK}/history").json()["data"]
    assert [(change["seq"], change["operation"]) for change in history] == [
        (6, "complete"),
        (5, "update"),
        (1, "create"),
    ]
    assert history[0]["after"] == ada.client.get(f"/api/tasks/{MILK}").json()["data"]
    assert history[0]["before"] == history[1]["after"]
    assert (history[1]["before"]["title"], history[2]["before"]) == ("Buy milk", None)
    refused(ada.client.get(f"/api/tasks/{ERASED}/history"), 404)


@pytest.mark.parametrize(
    ("seq", "task_id", "said"),
    [
        (6, MILK, {"completed": False}),
        (7, GREETINGS, {"title": "Grüße an Ägypten"}),
        (8, TRASHED, {"deleted_at": None}),
    ],
)
def test_old_changes_can_be_undone(ada_of_today: Person, seq: int, task_id: str, said: dict[str, Any]) -> None:
    undone = ada_of_today.client.post("/api/undo", json={"seq": seq}).json()["data"]
    assert undone == undone | said | {"id": task_id}
    assert undone == ada_of_today.client.get(f"/api/tasks/{task_id}").json()["data"]


def test_a_task_made_by_an_old_batch_is_undone_alone(ada_of_today: Person) -> None:
    assert ada_of_today.client.post("/api/undo", json={"seq": 12}).json()["data"]["deleted_at"] is not None
    assert {task["id"] for task in ada_of_today.tasks(deleted="true")} == {TRASHED, BATCH[0]}


def token_of_ada() -> str:
    created_at, seq = STOOD_AT.findall(AT_0006)[0]
    microseconds = round(datetime.fromisoformat(f"{created_at}:00").timestamp() * 1_000_000)
    return f"{microseconds:x}-{seq}"


def test_an_old_token_is_valid_only_for_the_accounts_last_change(ada_of_today: Person) -> None:
    client, token = ada_of_today.client, token_of_ada()
    assert client.get("/api/tasks/changes").json()["next"] == token
    nothing = client.get("/api/tasks/changes", params={"since": token}).json()
    assert nothing.pop("next") == token
    assert nothing.pop("has_more") is False
    assert not any(nothing.values())
    created = client.post("/api/tasks", json={"title": "New"})
    assert created.headers["x-change-seq"] == "15"
    # It does not contain the time of its change, and so does not identify it.
    for old in (token, token.replace("-14", "-13")):
        refused(client.get("/api/tasks/changes", params={"since": old}), 410)
    everything = client.get("/api/tasks/changes").json()
    assert created.json() in everything["data"]
    assert client.get("/api/tasks/changes", params={"since": everything["next"]}).json()["data"] == []


@pytest.mark.parametrize(
    ("key", "path", "body", "status", "number"),
    [
        ("a-key", "/api/tasks", '{"title":"Once"}', 201, "11"),
        (
            "batch-key",
            "/api/tasks/batch",
            '{"operations":[{"op":"create","task":{"title":"One of two"}},'
            '{"op":"create","task":{"title":"Two of two"}}]}',
            200,
            "13",
        ),
        (
            "import-key",
            "/api/me/import",
            '{"data":[{"title":"Imported","created_at":"2020-01-01T00:00:00Z"}]}',
            200,
            "14",
        ),
    ],
)
def test_an_answer_stored_under_a_key_is_sent_again(
    ada: Person, key: str, path: str, body: str, status: int, number: str
) -> None:
    headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
    answer = ada.client.post(path, content=body, headers=headers)
    assert (answer.status_code, answer.headers["idempotency-replayed"]) == (status, "true"), answer.text
    assert answer.headers["x-change-seq"] == number
    shown = {task["id"]: as_it_was(task) for task in ada.tasks()}
    expected: dict[str, Any] = {
        "a-key": shown[ONCE],
        "batch-key": {"data": [shown[task_id] for task_id in BATCH]},
        "import-key": {"data": {"created": 1, "updated": 0, "unchanged": 0, "left_out": [], "notes": []}},
    }
    assert answer.json() == expected[key]
    refused(ada.client.post(path, content=body.replace("O", "0").replace("I", "1"), headers=headers), 422)
    assert len(shown) == 6


def test_an_erased_account_stays_erased_and_its_numbers_continue(ada_of_today: Person, newcomer: Arrive) -> None:
    url = ada_of_today.url
    before = newcomer(url, id="eve", token=token_for("eve", iat=int(EVE_WAS_ERASED_AT) - 60))
    for answer in (before.client.get("/api/tasks"), before.client.post("/api/tasks", json={"title": "x"})):
        refused(answer, 401, "Invalid or expired token")
    since = newcomer(url, id="eve", token=token_for("eve", iat=int(EVE_WAS_ERASED_AT) + 60))
    assert since.client.post("/api/tasks", json={"title": "x"}).headers["x-change-seq"] == "2"
    refused(before.client.get("/api/tasks"), 401)


def test_a_task_that_is_imported_again_has_none_of_its_old_versions(ada_of_today: Person) -> None:
    assert ada_of_today.client.post("/api/me/import", json=[{"id": ERASED, "title": "Back"}]).status_code == 200
    assert ada_of_today.client.get(f"/api/tasks/{ERASED}").json()["data"]["version"] == 15  # the highest was 14


CATALOG = """
    SELECT 'column', c.relname, concat_ws(' ', row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname,
        format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = attnum
    WHERE c.relnamespace = 'todo'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT 'options', relname, reloptions::text FROM pg_class WHERE relnamespace = 'todo'::regnamespace
    UNION ALL
    SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'todo'::regnamespace
    UNION ALL
    SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'todo'
    UNION ALL
    SELECT 'function', proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'todo'::regnamespace
    UNION ALL
    SELECT 'type', typname, concat_ws(' ', typtype, format_type(typbasetype, typtypmod), typnotnull, typdefault)
    FROM pg_type WHERE typnamespace = 'todo'::regnamespace
    UNION ALL
    SELECT 'trigger', tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
    WHERE c.relnamespace = 'todo'::regnamespace AND NOT tgisinternal
    ORDER BY 1, 2, 3
"""


def catalog_of(database_url: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(CATALOG).fetchall()


def test_its_tables_equal_those_of_a_new_database(postgres: str) -> None:
    old, new = ensure_database(postgres, "schema_old"), ensure_database(postgres, "schema_new")
    fill(old)
    for database in (old, new):
        migrate(database)
    assert catalog_of(old) == catalog_of(new)


@pytest.mark.skipif(not are_installed() and "CI" not in os.environ, reason="needs Debian's package postgresql")
def test_its_dump_equals_that_of_a_new_database() -> None:
    with DebianPostgres() as server:
        schemas = []
        for name in ("old", "new"):
            server.create_database(name)
            if name == "old":
                fill(server.url(name))
            migrate(server.url(name))
            dump = [str(find("pg_dump")), "--schema-only", "--schema=todo", server.url(name)]
            schemas.append(subprocess.run(dump, check=True, capture_output=True, text=True).stdout)
    lines = [[line for line in schema.splitlines() if not line.startswith("\\")] for schema in schemas]
    assert len(lines[0]) > 100
    assert lines[0] == lines[1]
