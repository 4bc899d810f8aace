"""The fast path: it leaves what the long way would leave, is taken where it can be, and overlooks no other writer."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, LiteralString

import httpx2
import hypothesis.strategies as st
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings

from app.journal import writes
from devtools.postgres import ensure_database
from tests.conftest import Arrive, Sql, migrate
from tests.service import Person, service
from tests.test_users import at_once

Request = Callable[[httpx2.Client, str], httpx2.Response]

TIMES = ("created_at", "updated_at", "deleted_at")
texts = st.sampled_from(["Milk", "milk", "Größe 🛒", "two-part words", "a 'quoted' \\ one", "x" * 100])
fields = {
    "title": texts,
    "description": st.none() | texts,
    "completed": st.booleans(),
    "due_date": st.none() | st.sampled_from(["2026-12-01", "0001-01-01"]),
    "priority": st.integers(0, 3),
    "tags": st.lists(st.sampled_from(["home", "Work", 'with "quotes"', "a,b"]), unique_by=str.lower),
}
rest = {name: values for name, values in fields.items() if name != "title"}
places = st.integers(0, 2)  # which of the tasks
stale = st.sampled_from([None, '"1"', '"2"', '"1", "2"', "*"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("POST"), st.just(0), st.fixed_dictionaries({"title": texts}, optional=rest), st.none()),
        st.tuples(st.just("PUT"), places, st.fixed_dictionaries({"title": texts}, optional=rest), stale),
        st.tuples(st.just("PATCH"), places, st.fixed_dictionaries({}, optional=fields), stale),
        st.tuples(st.sampled_from(["toggle", "DELETE"]), places, st.none(), stale),
    ),
    min_size=1,
    max_size=8,
)


class Diary:
    """What one person asks for, is answered, and then has, without what differs from person to person."""

    def __init__(self, person: Person, sql: Sql) -> None:
        self.person = person
        self._sql = sql
        self._ids: list[str] = []

    def take(self, kind: str, place: int, body: dict[str, Any] | None, if_match: str | None) -> Any:
        path = "/api/tasks" if kind == "POST" else f"/api/tasks/{self._ids[place % len(self._ids)]}"
        method, path = ("PATCH", f"{path}/complete") if kind == "toggle" else (kind, path)
        headers = {} if if_match is None else {"If-Match": if_match}
        answer = self.person.client.request(method, path, json=body, headers=headers)
        if answer.status_code == 201:
            self._ids.append(answer.json()["id"])
        shown = answer.json() if answer.content else None
        return answer.status_code, answer.headers.get("etag"), answer.headers.get("x-change-seq"), self.plain(shown)

    def plain(self, value: Any) -> Any:
        """Ids as the order in which they came, and moments as whether there is one."""
        if isinstance(value, list | tuple):
            return [self.plain(item) for item in value]
        if isinstance(value, dict):
            return {
                name: item is not None if name in TIMES else self.plain(item)
                for name, item in value.items()
                if name not in {"user_id", "next"}
            }
        return f"task {self._ids.index(value)}" if value in self._ids else value

    def all(self) -> Any:
        client = self.person.client
        account = self._sql.execute(
            'SELECT seq, live_tasks, log_start, email IS NOT NULL FROM todo."user" WHERE id = %s', [self.person.id]
        ).fetchall()
        log = self._sql.execute(
            "SELECT seq, previous, operation, actor = user_id, request_id IS NOT NULL, before FROM todo.change"
            " WHERE user_id = %s ORDER BY seq",
            [self.person.id],
        ).fetchall()
        derived = self._sql.execute(
            "SELECT seq, search = todo.words_of(title, description), document::text = todo.show(id, user_id, title,"
            " description, completed, due_date, created_at, updated_at, priority, tags, version, deleted_at)::text"
            " FROM todo.task WHERE user_id = %s ORDER BY seq",
            [self.person.id],
        ).fetchall()
        assert all(row[1:] == (True, True) for row in derived)
        listed = client.get("/api/me/export").json(), client.get("/api/tasks/changes").json()
        return [account, self.plain(log), self.plain(listed)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_a_write_leaves_the_same_by_the_fast_path_and_by_the_long_way(
    newcomer: Arrive, sql: Sql, monkeypatch: pytest.MonkeyPatch, steps: list[Any]
) -> None:
    by_fast_path, the_long_way = Diary(newcomer(), sql), Diary(newcomer(), sql)
    for step in [("POST", 0, {"title": "First"}, None), *steps]:
        with monkeypatch.context() as patched:
            patched.setattr(writes, "FAST", {})
            expected = the_long_way.take(*step)
        assert by_fast_path.take(*step) == expected
    assert by_fast_path.all() == the_long_way.all()
    by_fast_path.person.client.close()
    the_long_way.person.client.close()


@pytest.fixture(scope="module")
def own_database_url(postgres: str) -> str:
    """A database in which functions may be changed."""
    database_url = ensure_database(postgres, "fast_path")
    migrate(database_url)
    return database_url


@contextmanager
def long_way_closed(database_url: str) -> Iterator[Sql]:
    """Whoever calls `todo.apply` meanwhile fails, but for statements prepared before; a connection to the database."""
    with psycopg.connect(database_url, autocommit=True) as sql:
        sql.execute("ALTER FUNCTION todo.apply RENAME TO the_long_way")
        sql.execute(
            "CREATE FUNCTION todo.apply(varchar, varchar, double precision, jsonb, integer, varchar, varchar, varchar,"
            " varchar, boolean, boolean) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'the long way'; END $$"
        )
        yield sql
        sql.execute("DROP FUNCTION todo.apply")
        sql.execute("ALTER FUNCTION todo.the_long_way RENAME TO apply")


def test_the_usual_writes_need_nothing_but_the_fast_path(own_database_url: str, newcomer: Arrive) -> None:
    with service(own_database_url) as url:
        person = newcomer(url)
        path = f"/api/tasks/{person.add()['id']}"
    with long_way_closed(own_database_url), service(own_database_url) as url:
        person = newcomer(url, id=person.id)
        assert person.add("Bread")["title"] == "Bread"
        assert person.client.put(path, json={"title": "Milk"}).status_code == 200
        assert person.client.patch(path, json={"tags": ["home"]}, headers={"If-Match": '"2"'}).status_code == 200
        assert person.client.patch(f"{path}/complete").status_code == 200
        assert person.client.delete(path).status_code == 204


@pytest.mark.parametrize(
    "call",
    [
        lambda client, path: client.put(path, json={"title": "Mine"}),
        lambda client, path: client.patch(f"{path}/complete"),
        lambda client, path: client.delete(path),
    ],
    ids=["put", "toggle", "delete"],
)
def test_a_write_that_waits_for_one_of_another_task_needs_nothing_more(
    own_database_url: str, newcomer: Arrive, call: Request
) -> None:
    with service(own_database_url) as url:
        person = newcomer(url)
        path = f"/api/tasks/{person.add()['id']}"
    with long_way_closed(own_database_url) as sql, service(own_database_url) as url:
        person = newcomer(url, id=person.id)
        # Of what another write does, that which all of a user's writes have in common.
        other = ('UPDATE todo."user" SET seq = seq + 1 WHERE id = %s', [person.id])
        answer = after_another(person, sql, own_database_url, *other, lambda client: call(client, path))
    assert answer.is_success
    assert answer.headers["x-change-seq"] == "3"


def after_another(
    person: Person, sql: Sql, database_url: str, statement: LiteralString, values: list[Any], call: Any
) -> httpx2.Response:
    """The answer to a request that has to wait for another write of the same user, which then commits."""
    with psycopg.connect(database_url) as other:
        other.execute(statement, values)

        def commit(_: httpx2.Client) -> httpx2.Response:
            while sql.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() == (0,):
                time.sleep(0.01)
            other.commit()
            return httpx2.Response(204)

        return at_once(person, [call, commit])[0]


def after_operation(person: Person, sql: Sql, database_url: str, operation: str, call: Any) -> httpx2.Response:
    """As `after_another`, for an operation of `todo.apply`."""
    apply = "SELECT todo.apply(%s, NULL, %s, %s, 1000, %s, NULL, NULL, NULL, false)"
    values = [person.id, time.time(), f"[{operation}]", person.id]
    return after_another(person, sql, database_url, apply, values, call)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (lambda client, path: client.patch(path, json={"description": "mine"}), ("Theirs", "mine", False)),
        (lambda client, path: client.put(path, json={"title": "Mine"}), ("Mine", None, False)),
        (lambda client, path: client.patch(f"{path}/complete"), ("Theirs", None, True)),
    ],
    ids=["patch", "put", "toggle"],
)
def test_a_write_that_waits_for_another_is_made_upon_what_that_one_left(
    alice: Person, sql: Sql, database_url: str, request_: Request, expected: tuple[Any, ...]
) -> None:
    task = alice.add("First")
    path = f"/api/tasks/{task['id']}"
    theirs = f'{{"op": "update", "id": "{task["id"]}", "task": {{"title": "Theirs"}}}}'
    answer = after_operation(alice, sql, database_url, theirs, lambda client: request_(client, path))
    data = answer.json()["data"]
    assert (data["title"], data["description"], data["completed"]) == expected
    assert (data["version"], answer.headers["x-change-seq"]) == (3, "3")
    mine, other, _ = alice.client.get(f"{path}/history").json()["data"]
    assert mine["before"] == other["after"]
    assert mine["after"] == data


@pytest.mark.parametrize(("theirs", "status"), [("complete", 204), ("delete", 404)])
def test_a_deletion_that_waits_for_another_write_of_its_task_is_counted_once(
    alice: Person, sql: Sql, database_url: str, theirs: str, status: int
) -> None:
    alice.add("Stays")
    task = alice.add("Goes")
    operation = f'{{"op": "{theirs}", "id": "{task["id"]}"}}'
    answer = after_operation(
        alice, sql, database_url, operation, lambda client: client.delete(f"/api/tasks/{task['id']}")
    )
    assert answer.status_code == status
    assert [task["title"] for task in alice.tasks()] == ["Stays"]
    counted = sql.execute('SELECT live_tasks FROM todo."user" WHERE id = %s', [alice.id]).fetchone()
    assert counted == (1,)


def test_a_write_that_waits_for_the_deletion_of_its_task_is_refused(alice: Person, sql: Sql, database_url: str) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    deletion = f'{{"op": "delete", "id": "{task["id"]}"}}'
    answer = after_operation(
        alice, sql, database_url, deletion, lambda client: client.patch(path, json={"title": "Too late"})
    )
    assert answer.status_code == 404
    last, _ = alice.client.get(f"{path}/history").json()["data"]
    assert last["operation"] == "delete"


def test_a_write_with_a_version_that_another_has_just_made_stale_is_refused(
    alice: Person, sql: Sql, database_url: str
) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    theirs = f'{{"op": "complete", "id": "{task["id"]}"}}'
    answer = after_operation(
        alice,
        sql,
        database_url,
        theirs,
        lambda client: client.patch(path, json={"title": "Mine"}, headers={"If-Match": '"1"'}),
    )
    assert answer.status_code == 412
    assert alice.client.get(path).json()["data"]["title"] == task["title"]
