"""Lists in pages: `limit`, `cursor` and `Link`; and the limit on the number of tasks."""

import asyncio
import base64
import itertools
import json
import re
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.database import Database
from app.errors import Conflict
from app.identity.user import CurrentUser
from app.journal.writer import Writer
from app.tasks.operations import create
from app.tasks.schemas.task import TaskCreate
from tests.conftest import Arrive, Sql
from tests.service import Person, refused, service
from tests.test_users import at_once

SORTS = ["created_at", "updated_at", "due_date", "title", "priority"]
FOREIGN = "Cursor belongs to another list"


def pages(person: Person, **query: Any) -> Iterator[list[dict[str, Any]]]:
    path: str | None = "/api/tasks"
    params: dict[str, Any] | None = query
    while path:
        answer = person.client.get(path, params=params)
        assert answer.status_code == 200, answer.text
        assert list(answer.json()) == ["data"]
        yield answer.json()["data"]
        path, params = next_path(answer.headers.get("link")), None


def next_path(link: str | None) -> str | None:
    if link is None:
        return None
    match = re.fullmatch(r'<(/api/tasks\?[^<>"]+)>; rel="next"', link)
    assert match, link
    return match[1]


def cursor_of(person: Person, **query: Any) -> str:
    link = person.client.get("/api/tasks", params={"limit": 1, **query}).headers["link"]
    return parse_qs(urlsplit(next_path(link) or "").query)["cursor"][0]


def some_tasks(person: Person) -> None:
    for number in range(7):
        person.add(
            f"{'bAnana' if number % 2 else 'Äpfel'} {number // 4}",
            due_date=None if number % 3 == 0 else f"2026-0{1 + number % 2}-01",
            priority=number % 3,
            completed=number % 4 == 0,
            tags=["home", "Zwei Wörter & mehr"],
        )


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{sort}" for sort in SORTS)])
@pytest.mark.parametrize("limit", [1, 3, 7, 1000])
def test_all_pages_together_are_the_list(alice: Person, sort: str, limit: int) -> None:
    some_tasks(alice)
    walked = list(pages(alice, sort=sort, limit=limit))
    assert [task for page in walked for task in page] == alice.tasks(sort=sort)
    assert [len(page) for page in walked] == [limit] * (7 // limit) + [7 % limit] * (7 % limit > 0)


def test_within_a_day_the_time_decides_and_what_has_none_comes_last(alice: Person) -> None:
    days = ("2026-01-01", "2026-01-02", "0001-01-01", "9999-12-31")
    for day in days:
        for due_time in (None, "23:59", "00:00", "09:30"):
            alice.add(f"{day} {due_time}", due_date=day, due_time=due_time)
    alice.add("No day")
    whole = [task["title"] for task in alice.tasks(sort="due_date")]
    of_day = ["00:00", "09:30", "23:59", "None"]
    assert whole == [*(f"{day} {due_time}" for day in sorted(days) for due_time in of_day), "No day"]
    for sort, expected in (("due_date", whole), ("-due_date", whole[::-1])):
        walked = [task["title"] for page in pages(alice, sort=sort, limit=1) for task in page]
        assert walked == expected


def test_the_next_page_keeps_every_filter(alice: Person) -> None:
    some_tasks(alice)
    query = {"tag": ["HOME", "zwei wörter & mehr"], "completed": "false", "q": "bana", "sort": "title"}
    whole = alice.client.get("/api/tasks", params=query).json()["data"]
    assert len(whole) == 3
    assert [task for page in pages(alice, limit=1, **query) for task in page] == whole
    for task in alice.tasks():
        alice.client.delete(f"/api/tasks/{task['id']}")
    assert len([task for page in pages(alice, limit=2, deleted="true") for task in page]) == 7


def test_without_a_limit_all_tasks_come_and_no_next_page(alice: Person) -> None:
    some_tasks(alice)
    answer = alice.client.get("/api/tasks")
    assert len(answer.json()["data"]) == 7
    assert "link" not in answer.headers


def test_the_limit_may_change_from_page_to_page(alice: Person) -> None:
    some_tasks(alice)
    rest = alice.client.get("/api/tasks", params={"limit": 6, "cursor": cursor_of(alice)})
    assert rest.json()["data"] == alice.tasks()[1:]
    assert "link" not in rest.headers


def test_the_longest_titles_fit_into_a_cursor(alice: Person) -> None:
    for title in ("🥛" * 100, "x" + "\x01" * 99, '"' * 100, "İ" * 100, "\U0010ffff" * 100):
        alice.add(title)
    for sort in ("title", "-title"):
        walked = [task for page in pages(alice, sort=sort, limit=1) for task in page]
        assert walked == alice.tasks(sort=sort)


def test_tasks_of_the_same_time_come_once_each(alice: Person, sql: Sql) -> None:
    some_tasks(alice)
    sql.execute("UPDATE todo.task SET created_at = '2026-01-01T00:00:00.000001Z' WHERE user_id = %s", [alice.id])
    walked = [task["id"] for page in pages(alice, limit=2) for task in page]
    assert walked == [task["id"] for task in alice.tasks()]
    assert len(set(walked)) == 7


def test_paging_during_inserts_shows_nothing_twice_and_misses_nothing(alice: Person, newcomer: Arrive) -> None:
    there = {alice.add()["id"] for _ in range(30)}
    writer, stop = newcomer(id=alice.id), threading.Event()

    def write() -> None:
        while not stop.is_set():
            writer.add("Meanwhile")

    for sort in ("created_at", "-created_at", "title"):
        thread = threading.Thread(target=write)
        thread.start()
        walked: list[str] = []
        try:
            for page in pages(alice, sort=sort, limit=3):
                walked += [task["id"] for task in page]
                if len(walked) > 200:  # newer tasks keep coming in the direction of the reader
                    break
        finally:
            stop.set()
            thread.join()
            stop.clear()
        assert len(walked) == len(set(walked))
        assert there <= set(walked)


def test_the_task_of_a_cursor_may_be_deleted(alice: Person) -> None:
    some_tasks(alice)
    first, *rest = alice.tasks()
    cursor = cursor_of(alice)
    alice.client.delete(f"/api/tasks/{first['id']}")
    assert alice.client.get("/api/tasks", params={"limit": 10, "cursor": cursor}).json()["data"] == rest


@pytest.mark.parametrize(
    "other",
    [
        {"sort": "-created_at"}, {"sort": "title"}, {"completed": "false"}, {"deleted": "true"}, {"q": "x"},
        {"tag": "home"}, {"priority": "1"}, {"due_after": "2020-01-01"},
    ],
)  # fmt: skip
def test_a_cursor_is_valid_for_its_own_list_only(alice: Person, other: dict[str, str]) -> None:
    some_tasks(alice)
    refused(alice.client.get("/api/tasks", params={"limit": 1, "cursor": cursor_of(alice), **other}), 422, FOREIGN)
    refused(alice.client.get("/api/tasks", params={"cursor": cursor_of(alice)}), 422, FOREIGN)


@pytest.mark.parametrize("cursor", ["x", "-", "AAAA", "🥛", "\x00", "null", "W10", "MQ", "e30", "bnVsbA", "W" * 999])
def test_an_invalid_cursor_is_refused(alice: Person, cursor: str) -> None:
    refused(alice.client.get("/api/tasks", params={"limit": 1, "cursor": cursor}), 422, FOREIGN)


FORGED_KEYS = ["", "junk", "\x00", "\ud800", "1e999", "-1", 5, None, [], "9" * 400, "'; DROP TABLE x"]
FORGED_IDS = ["00000000-0000-4000-8000-000000000000", "junk", None]


@pytest.mark.parametrize("sort", SORTS)
def test_a_forged_cursor_never_causes_a_500(alice: Person, sort: str) -> None:
    some_tasks(alice)
    cursor = cursor_of(alice, sort=sort)
    fingerprint = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[0]
    for key, task_id in itertools.product(FORGED_KEYS, FORGED_IDS):
        forged = base64.urlsafe_b64encode(json.dumps([fingerprint, key, task_id]).encode()).decode()
        answer = alice.client.get("/api/tasks", params={"limit": 1, "sort": sort, "cursor": forged})
        if answer.status_code != 200:
            refused(answer, 422, FOREIGN)


def test_another_users_cursor_shows_only_own_tasks(alice: Person, bob: Person) -> None:
    some_tasks(alice)
    mine = bob.add("Bob's")
    for sort, rest in (("created_at", []), ("-created_at", [mine])):
        query: dict[str, Any] = {"limit": 10, "sort": sort, "cursor": cursor_of(alice, sort=sort)}
        assert bob.client.get("/api/tasks", params=query).json()["data"] == rest


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "x", "", "1.5", "1e2", "٣", "9" * 40, "1\x00"])
def test_a_limit_is_a_number_from_1_to_1000(alice: Person, limit: str) -> None:
    assert refused(alice.client.get("/api/tasks", params={"limit": limit}), 422).startswith("Limit must be ")


# -- the number of tasks --


FULL = "You have 3 tasks, which is the limit; delete some before you add more"


@pytest.fixture(scope="module")
def small_url(database_url: str) -> Iterator[str]:
    with service(database_url, task_limit=3) as url:
        yield url


@pytest.fixture
def full(small_url: str, newcomer: Arrive) -> Person:
    """A user with as many tasks as allowed, and one in the trash."""
    person = newcomer(small_url)
    deleted = person.add("Deleted")
    person.client.delete(f"/api/tasks/{deleted['id']}")
    for number in range(3):
        person.add(str(number))
    return person


def test_a_task_over_the_limit_is_refused_by_every_operation(full: Person) -> None:
    before = full.tasks()
    (deleted,) = full.tasks(deleted="true")
    seq = full.client.get(f"/api/tasks/{deleted['id']}/history").json()["data"][0]["seq"]
    creation = {"op": "create", "task": {"title": "x"}}
    restoring = {"op": "restore", "id": deleted["id"]}
    refused(full.client.post("/api/tasks", json={"title": "x"}), 409, FULL)
    refused(full.client.post(f"/api/tasks/{deleted['id']}/restore"), 409, FULL)
    refused(full.client.post("/api/undo", json={"seq": seq}), 409, FULL)
    for place, operations in (
        (0, [creation]),
        (0, [restoring]),
        (1, [{"op": "complete", "id": before[0]["id"]}, creation]),
    ):
        answer = full.client.post("/api/tasks/batch", json={"operations": operations})
        refused(answer, 409, f"Operation {place}: {FULL}")
    assert full.tasks() == before
    assert full.tasks(deleted="true") == [deleted]


def test_existing_tasks_can_still_be_changed_and_deleted(full: Person) -> None:
    (deleted,) = full.tasks(deleted="true")
    one, two, three = (task["id"] for task in full.tasks())
    assert full.client.patch(f"/api/tasks/{one}", json={"title": "y"}).status_code == 200
    swap = [{"op": "delete", "id": one}, {"op": "create", "task": {"title": "x"}}]
    assert full.client.post("/api/tasks/batch", json={"operations": swap}).status_code == 200
    refused(full.client.post("/api/tasks", json={"title": "x"}), 409, FULL)
    assert full.client.delete(f"/api/tasks/{two}?permanent=true").status_code == 204
    assert full.client.post(f"/api/tasks/{deleted['id']}/restore").status_code == 200
    refused(full.client.post("/api/tasks", json={"title": "x"}), 409, FULL)
    assert full.client.delete(f"/api/tasks/{three}").status_code == 204
    assert full.client.delete(f"/api/tasks/{three}?permanent=true").status_code == 204  # from the trash: frees no place
    full.add()
    refused(full.client.post("/api/tasks", json={"title": "x"}), 409, FULL)


def test_concurrent_creates_do_not_exceed_the_limit(small_url: str, newcomer: Arrive) -> None:
    person = newcomer(small_url)
    answers = at_once(person, [lambda client: client.post("/api/tasks", json={"title": "x"})] * 16)
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 13
    assert len(person.tasks()) == 3


def test_a_retried_create_needs_no_second_place(alice: Person, database_url: str) -> None:
    """As after a lost answer. This test uses the writer itself, because no request repeats a generated id."""

    async def run() -> None:
        async with Database(database_url, 1) as database:
            whose = CurrentUser(alice.id, email=None, short_hash="", issued_at=time.time(), expires_at=0)
            writer = Writer(database, whose, request_id=None, task_limit=2)
            creating = create(TaskCreate(title="x"))
            first, again = [(await writer.write(creating))[0] for _ in range(2)]
            assert (again.document, again.tag, again.command) == (first.document, first.tag, None)
            with pytest.raises(Conflict):
                await writer.write(create(TaskCreate(title="x")))

    alice.add()
    asyncio.run(run())
    assert len(alice.tasks()) == 2
