"""A server is lost, and another takes over without its last changes: these are never confused with other changes."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.conftest import Sql
from tests.faults import Postgres
from tests.service import Person, refused
from tests.traffic import eventually

UNKNOWN = "The token is unknown or too old; start again without one"


@dataclass
class Lost:
    """What a client knows of a change that was lost with its server."""

    task: dict[str, Any]
    token: str
    first_load: str
    tag: str
    seq: int
    key: str = "a-key"


def feed(person: Person, **query: Any) -> Any:
    return person.client.get("/api/tasks/changes", params=query)


def is_back(person: Person) -> None:
    eventually(lambda: person.client.get("/health/ready").status_code == 200, within=10)


@pytest.fixture
def lost(server: Postgres, person: Person) -> Lost:
    """A change that was acknowledged and does not exist on the new server."""
    task = person.add("Kept")
    person.add("Kept too")
    server.stop()
    server.save()
    server.start()
    is_back(person)
    path = f"/api/tasks/{task['id']}"
    changed = person.client.patch(path, json={"title": "Lost"}, headers={"Idempotency-Key": "a-key"})
    lost = Lost(
        task,
        token=feed(person).json()["next"],
        first_load=feed(person, limit=1).json()["next"],
        tag=changed.headers["etag"],
        seq=int(changed.headers["x-change-seq"]),
    )
    server.kill()
    server.go_back()
    server.start()
    is_back(person)
    return lost


def test_a_token_of_a_lost_change_stays_unknown_after_other_writes(person: Person, lost: Lost) -> None:
    for number in range(3):
        refused(feed(person, since=lost.token), 410, UNKNOWN)
        refused(feed(person, since=lost.first_load), 410, UNKNOWN)
        person.add(str(number))


def test_undoing_a_lost_change_never_undoes_another(person: Person, lost: Lost) -> None:
    for number in range(3):
        refused(person.client.post("/api/undo", json={"seq": lost.seq}), 404)
        created = person.client.post("/api/tasks", json={"title": str(number)})
        assert int(created.headers["x-change-seq"]) != lost.seq
    assert [task["title"] for task in person.tasks()] == ["2", "1", "0", "Kept too", "Kept"]


def test_a_tag_of_a_lost_state_matches_no_other(person: Person, lost: Lost) -> None:
    path = f"/api/tasks/{lost.task['id']}"
    changed = person.client.patch(path, json={"title": "Another"})
    assert changed.json()["data"]["version"] == 2  # like the lost one
    assert changed.headers["etag"] != lost.tag
    assert person.client.get(path, headers={"If-None-Match": lost.tag}).status_code == 200
    refused(person.client.patch(path, json={"title": "Over it"}, headers={"If-Match": lost.tag}), 412)


def test_a_lost_write_with_a_key_is_carried_out_again(person: Person, lost: Lost) -> None:
    path = f"/api/tasks/{lost.task['id']}"
    again = person.client.patch(path, json={"title": "Lost"}, headers={"Idempotency-Key": lost.key})
    assert (again.status_code, "idempotency-replayed" in again.headers) == (200, False)
    assert person.client.get(path).json()["data"]["title"] == "Lost"


def test_a_stream_from_a_lost_change_gets_a_reset(person: Person, lost: Lost) -> None:
    with person.client.stream("GET", "/api/events", headers={"Last-Event-ID": lost.token}) as answer:
        assert next(line for line in answer.iter_lines() if line.startswith("event:")) == "event: reset"


def test_after_a_restart_numbers_are_above_any_that_may_have_been_assigned(server: Postgres, person: Person) -> None:
    before = [int(person.client.post("/api/tasks", json={"title": "x"}).headers["x-change-seq"]) for _ in range(2)]
    assert before == [1, 2]
    token = feed(person).json()["next"]
    server.stop()
    server.start()
    is_back(person)
    assert feed(person, since=token).json()["data"] == []
    first, second = (person.client.post("/api/tasks", json={"title": "y"}) for _ in range(2))
    numbers = [int(answer.headers["x-change-seq"]) for answer in (first, second)]
    assert numbers[0] > 1_000_000_000_000_000  # microseconds of the clock
    assert numbers[1] == numbers[0] + 1
    assert feed(person, since=token).json()["data"] == [first.json(), second.json()]
    assert person.client.post("/api/undo", json={"seq": 2}).json()["data"]["title"] == "x"
    history = person.client.get(f"/api/tasks/{first.json()['id']}/history").json()["data"]
    assert [change["seq"] for change in history] == numbers[:1]
    assert numbers[1] < 2**53  # the largest integers that JavaScript represents exactly


def test_a_batch_after_a_restart_is_one_command(server: Postgres, person: Person) -> None:
    person.add("Before")
    server.stop()
    server.start()
    is_back(person)
    operations = [{"op": "create", "task": {"title": str(number)}} for number in range(3)]
    done = person.client.post("/api/tasks/batch", json={"operations": operations})
    person.client.post("/api/undo", json={"seq": int(done.headers["x-change-seq"])})
    assert [task["title"] for task in person.tasks()] == ["Before"]


def test_rows_restored_on_the_same_server_make_no_token_valid_again(person: Person, server: Postgres) -> None:
    """As after restoring a dump: the number is assigned again, at another time."""
    person.add("Kept")
    with server.sql() as sql:
        saved = rows(sql, person)
        person.add("Lost")
        token = feed(person).json()["next"]
        bring_back(sql, person, saved)
    for number in range(3):
        refused(feed(person, since=token), 410, UNKNOWN)
        person.add(str(number))
    assert feed(person).json()["next"].rpartition("-")[2] == "4"
    assert token.endswith("-2")


TABLES = {"user": "id", "task": "user_id", "change": "user_id"}


def rows(sql: Sql, person: Person) -> dict[str, Any]:
    return {
        table: sql.execute(
            f'SELECT coalesce(json_agg(saved), %s) FROM todo."{table}" saved WHERE {owner} = %s',  # noqa: S608
            ["[]", person.id],
        ).fetchall()[0][0]
        for table, owner in TABLES.items()
    }


def bring_back(sql: Sql, person: Person, saved: dict[str, Any]) -> None:
    with sql.transaction():
        for table, owner in reversed(TABLES.items()):
            sql.execute(f'DELETE FROM todo."{table}" WHERE {owner} = %s', [person.id])  # noqa: S608
        for table in TABLES:
            sql.execute(
                f'INSERT INTO todo."{table}" SELECT * FROM json_populate_recordset(NULL::todo."{table}", %s)',  # noqa: S608
                [json.dumps(saved[table])],
            )
