"""Writes that take seconds, such as a large import and its undo, beside short writes of the same account."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import httpx2
import psycopg
import pytest

from tests.conftest import Arrive, Sql
from tests.service import Person, refused, service

ROWS = 20_000
FILE = json.dumps([{"title": f"Row {n}", "tags": ["home"]} for n in range(ROWS)]).encode()
BUSY = "An import is running; try again in a moment"


@pytest.fixture(scope="module")
def roomy(database_url: str) -> Iterator[str]:
    """A service with a limit for more than one such file, and with few connections.

    PostgreSQL's statistics are old: its planner expects one task for each new user.
    """
    with service(database_url, task_limit=10 * ROWS, database_pool_size=3) as url:
        earlier = Person(url)
        assert bring_in(earlier).status_code == 200
        with psycopg.connect(database_url, autocommit=True) as sql:
            sql.execute("ANALYZE")
        assert earlier.client.delete("/api/me").status_code == 204
        earlier.client.close()
        yield url


def bring_in(person: Person) -> httpx2.Response:
    """Import the file, with a time-out for a busy machine."""
    headers = {"Content-Type": "application/json"}
    return person.client.post("/api/me/import", content=FILE, headers=headers, timeout=120)


def undo(person: Person, seq: str) -> httpx2.Response:
    return person.client.post("/api/undo", json={"seq": int(seq)}, timeout=120)


@contextmanager
def writing(people: list[Person]) -> Iterator[list[httpx2.Response]]:
    """Each person adds one task after the other, from before the block begins until after it has ended."""
    answers: list[httpx2.Response] = []
    is_over = Event()

    def write(person: Person) -> None:
        while not is_over.is_set():
            answers.append(person.client.post("/api/tasks", json={"title": "Single"}))
            begun[person.id].set()
        answers.append(person.client.post("/api/tasks", json={"title": "Single"}))

    begun = {person.id: Event() for person in people}
    with ThreadPoolExecutor(len(people)) as pool:
        writers: list[Future[None]] = [pool.submit(write, person) for person in people]
        try:
            for event in begun.values():
                assert event.wait(30)
            yield answers
        finally:
            is_over.set()
    for writer in writers:
        writer.result()


def added(answers: list[httpx2.Response]) -> int:
    """How many writes succeeded; all others were told to wait."""
    for answer in answers:
        if answer.status_code != 201:
            refused(answer, 409, BUSY)
    return sum(answer.status_code == 201 for answer in answers)


def brought_to(person: Person, title: str) -> httpx2.Response:
    """Import an export with another title for each task."""
    tasks = [task | {"title": title} for task in person.client.get("/api/me/export", timeout=120).json()["data"]]
    return person.client.post("/api/me/import", json=tasks, timeout=120)


def has_no_gap(sql: Sql, person: Person) -> bool:
    """Whether the numbers of all its changes are consecutive."""
    query = "SELECT max(seq) - min(seq) + 1 = count(*) FROM todo.change WHERE user_id = %s"
    row = sql.execute(query, [person.id]).fetchone()
    return row == (True,)


def titles(person: Person) -> dict[bool, int]:
    """How many live tasks are from the file, and how many are not."""
    tasks = person.client.get("/api/tasks", timeout=120).json()["data"]
    rows = sum(task["title"].startswith("Row") for task in tasks)
    return {True: rows, False: len(tasks) - rows}


def test_no_write_fails_while_thousands_of_tasks_are_imported_and_undone(
    roomy: str, newcomer: Arrive, sql: Sql
) -> None:
    person = newcomer(roomy)
    same = [newcomer(roomy, id=person.id) for _ in range(3)]
    with writing(same) as answers:
        imported = bring_in(person)
        assert imported.status_code == 200, imported.text
        assert imported.json()["data"]["created"] == ROWS
    singles = added(answers)
    assert titles(person) == {True: ROWS, False: singles}
    assert has_no_gap(sql, person)

    with writing(same) as answers:
        undone = undo(person, imported.headers["x-change-seq"])
        assert undone.status_code == 200, undone.text
    singles += added(answers)
    assert titles(person) == {True: 0, False: singles}
    assert has_no_gap(sql, person)


def test_updating_reading_and_undoing_thousands_of_tasks_takes_linear_time(roomy: str, newcomer: Arrive) -> None:
    person = newcomer(roomy)
    assert bring_in(person).status_code == 200
    first = person.client.get("/api/tasks/changes", params={"since": "0"})
    assert first.status_code == 200, first.text
    changed = brought_to(person, "Row, changed")
    assert changed.json()["data"] == {"created": 0, "updated": ROWS, "unchanged": 0, "left_out": [], "notes": []}
    assert undo(person, changed.headers["x-change-seq"]).status_code == 200
    assert "Row, changed" not in {task["title"] for task in person.tasks()}


def test_an_account_may_begin_with_an_import_and_concurrent_single_writes(
    roomy: str, newcomer: Arrive, sql: Sql
) -> None:
    person = newcomer(roomy)
    same = [newcomer(roomy, id=person.id) for _ in range(4)]

    def add(other: Person) -> httpx2.Response:
        return other.client.post("/api/tasks", json={"title": "Single"})

    with ThreadPoolExecutor(5) as pool:
        importing = pool.submit(bring_in, person)
        answers = list(pool.map(add, same))
    assert importing.result().json()["data"]["created"] == ROWS
    assert titles(person) == {True: ROWS, False: added(answers)}
    assert has_no_gap(sql, person)


def leave(person: Person) -> httpx2.Response:
    return person.client.delete("/api/me", timeout=120)


@pytest.mark.parametrize("many", [bring_in, leave])
def test_many_long_writes_of_one_account_leave_connections_to_others(
    roomy: str, newcomer: Arrive, many: Callable[[Person], httpx2.Response]
) -> None:
    person, bob = newcomer(roomy), newcomer(roomy)
    same = [newcomer(roomy, id=person.id) for _ in range(4)]
    with ThreadPoolExecutor(len(same)) as pool, writing([bob]) as answers:
        results = [pool.submit(bring_in, same[0]), *(pool.submit(many, each) for each in same[1:])]
        statuses = [result.result().status_code for result in results]
    assert added(answers) == len(answers)
    assert set(statuses) <= {200, 204, 401, 409}, statuses
