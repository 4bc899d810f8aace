"""`GET /api/tasks/{id}/history`: the changes of a task in pages, however many there are."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.conftest import Sql, days_later
from tests.service import Person, purged, refused
from tests.test_purge import fill_log, lines

FOREIGN = "Cursor belongs to another list"


def changed_often(person: Person, times: int) -> str:
    task_id: str = person.add("0")["id"]
    for number in range(1, times):
        person.client.patch(f"/api/tasks/{task_id}", json={"title": str(number)})
    return task_id


def next_path(link: str | None) -> str | None:
    match = re.fullmatch(r'<(/api/tasks/[^<>"]+)>; rel="next"', link or "")
    assert link is None or match
    return match[1] if match else None


def pages(person: Person, task_id: str, **query: Any) -> list[list[dict[str, Any]]]:
    path: str | None = f"/api/tasks/{task_id}/history"
    params: dict[str, Any] | None = query
    found = []
    while path:
        answer = person.client.get(path, params=params)
        assert answer.status_code == 200, answer.text
        assert list(answer.json()) == ["data"]
        found.append(answer.json()["data"])
        assert len(found) < 100, "they do not come to an end"
        path, params = next_path(answer.headers.get("link")), None
    return found


def cursor_of(person: Person, task_id: str) -> str:
    link = person.client.get(f"/api/tasks/{task_id}/history", params={"limit": 1}).headers["link"]
    match = re.search(r"cursor=([^&>]+)", link)
    assert match
    return match[1]


@pytest.mark.parametrize("limit", [1, 2, 3, 6, 7, 8, 1000])
def test_all_pages_together_are_the_history(alice: Person, limit: int) -> None:
    task_id = changed_often(alice, 7)
    whole = alice.client.get(f"/api/tasks/{task_id}/history").json()["data"]
    assert [change["after"]["title"] for change in whole] == list("6543210")
    found = pages(alice, task_id, limit=limit)
    assert [change for page in found for change in page] == whole
    assert [len(page) for page in found] == [limit] * (7 // limit) + [7 % limit] * (7 % limit > 0)


def test_without_a_limit_a_page_is_a_hundred(alice: Person, sql: Sql) -> None:
    task_id = fill_log(sql, alice, 249)
    assert [len(page) for page in pages(alice, task_id)] == [100, 100, 50]


def test_a_page_stays_the_same_whatever_is_changed_meanwhile(alice: Person) -> None:
    task_id = changed_often(alice, 4)
    cursor = cursor_of(alice, task_id)
    query = {"limit": "2", "cursor": cursor}
    page = alice.client.get(f"/api/tasks/{task_id}/history", params=query).json()
    alice.client.delete(f"/api/tasks/{task_id}")
    assert alice.client.get(f"/api/tasks/{task_id}/history", params=query).json() == page


def test_a_cursor_is_valid_only_for_the_history_it_came_from(alice: Person, bob: Person) -> None:
    task_id, other = changed_often(alice, 3), changed_often(alice, 3)
    bobs = changed_often(bob, 3)
    cursor = cursor_of(alice, task_id)
    assert alice.client.get(f"/api/tasks/{task_id}/history", params={"cursor": cursor}).status_code == 200
    refused(alice.client.get(f"/api/tasks/{other}/history", params={"cursor": cursor}), 422, FOREIGN)
    refused(bob.client.get(f"/api/tasks/{bobs}/history", params={"cursor": "9"}), 422, FOREIGN)
    refused(bob.client.get(f"/api/tasks/{task_id}/history", params={"cursor": cursor}), 404, "Task not found")
    listed = alice.client.get("/api/tasks", params={"limit": 1}).headers["link"]
    (of_a_list,) = re.findall(r"cursor=([^&>]+)", listed)
    refused(alice.client.get(f"/api/tasks/{task_id}/history", params={"cursor": of_a_list}), 422, FOREIGN)


@pytest.mark.parametrize("cursor", ["", "x", "-1", "0", "1.0", " 2", "٣", "9" * 18, "9" * 19, "\x00", "2 OR 1=1"])
def test_an_invented_cursor_is_refused(alice: Person, cursor: str) -> None:
    task_id = changed_often(alice, 3)
    refused(alice.client.get(f"/api/tasks/{task_id}/history", params={"cursor": cursor}), 422)


def test_a_cursor_whose_line_was_purged_is_refused(alice: Person, sql: Sql, database_url: str) -> None:
    task_id = changed_often(alice, 3)
    cursor = cursor_of(alice, task_id)
    days_later(sql, alice, 91)
    purged(database_url)
    refused(alice.client.get(f"/api/tasks/{task_id}/history", params={"cursor": cursor}), 422, FOREIGN)


@pytest.mark.parametrize("limit", ["0", "1001", "x", "", "1.5"])
def test_the_limit_is_from_one_to_a_thousand(alice: Person, limit: str) -> None:
    task_id = alice.add()["id"]
    refused(alice.client.get(f"/api/tasks/{task_id}/history", params={"limit": limit}), 422)


def test_forty_thousand_changes_come_in_pages(alice: Person, sql: Sql) -> None:
    task_id = fill_log(sql, alice, 39_999)
    found = pages(alice, task_id, limit=1000)
    assert [len(page) for page in found] == [1000] * 40
    seqs = [change["seq"] for page in found for change in page]
    assert seqs == list(range(40_000, 0, -1))


def test_a_task_with_forty_thousand_changes_is_erased_in_portions_and_others_can_write(alice: Person, sql: Sql) -> None:
    task_id = fill_log(sql, alice, 39_999)
    told = "SELECT count(*) FROM todo.change WHERE user_id = %s AND item_id = %s"
    left: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        erasing = pool.submit(alice.client.delete, f"/api/tasks/{task_id}?permanent=true")
        while not erasing.done():
            alice.add("Meanwhile")
            left += [count for (count,) in sql.execute(told, [alice.id, task_id]).fetchall()]
        assert erasing.result().status_code == 204
    between = {count for count in left if 1 < count < 40_000}
    assert len(between) >= 3, left  # a write that waited for all of it would find nothing left
    log = sql.execute(
        "SELECT operation FROM todo.change WHERE user_id = %s AND (item_id = %s OR before::text = '{}')",
        [alice.id, task_id],
    )
    assert log.fetchall() == [("erase",)]
    assert lines(sql, alice) == 40_001 + len(left)
    refused(alice.client.get(f"/api/tasks/{task_id}"), 404)
    assert len(alice.tasks()) == len(left)
