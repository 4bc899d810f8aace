"""Nobody can see, change or delete another user's data, or learn that it exists."""

import httpx2
import pytest

from tests.service import Person, refused


@pytest.fixture
def bob(bob: Person) -> Person:
    """Bob with a task of his own, because a user without any is refused in more ways."""
    bob.add("Not Alice's")
    return bob


def titles(person: Person, **query: str) -> list[str]:
    return [task["title"] for task in person.tasks(**query)]


def test_a_task_is_visible_to_its_owner_only(alice: Person, bob: Person) -> None:
    task = alice.add("Mine alone")
    refused(bob.client.get(f"/api/tasks/{task['id']}"), 404, "Task not found")
    assert titles(bob) == ["Not Alice's"]
    for query in ({"completed": "false"}, {"sort": "title"}, {"completed": "false", "sort": "-due_date"}):
        assert titles(bob, **query) == ["Not Alice's"]
        assert alice.tasks(**query) == [task]


def test_another_user_cannot_update_a_task(alice: Person, bob: Person) -> None:
    task = alice.add("Mine alone")
    answer = bob.client.put(f"/api/tasks/{task['id']}", json={"title": "Taken", "user_id": bob.id})
    refused(answer, 404, "Task not found")
    answer = bob.client.patch(f"/api/tasks/{task['id']}", json={"title": "Taken", "user_id": bob.id})
    refused(answer, 404, "Task not found")
    assert alice.tasks() == [task]
    assert titles(bob) == ["Not Alice's"]


def test_another_user_cannot_toggle_a_task(alice: Person, bob: Person) -> None:
    task = alice.add("Mine alone")
    refused(bob.client.patch(f"/api/tasks/{task['id']}/complete"), 404, "Task not found")
    assert alice.tasks() == [task]


def test_another_user_cannot_delete_a_task(alice: Person, bob: Person) -> None:
    task = alice.add("Mine alone")
    refused(bob.client.delete(f"/api/tasks/{task['id']}"), 404, "Task not found")
    assert alice.tasks() == [task]


def test_the_answers_for_another_users_task_and_a_missing_one_are_the_same_bytes(alice: Person, bob: Person) -> None:
    taken, absent = alice.add("Mine alone")["id"], "00000000-0000-4000-8000-000000000000"

    def trace(answer: httpx2.Response) -> tuple[int, bytes, dict[str, str]]:
        headers = {name: value for name, value in answer.headers.items() if name != "date"}
        return answer.status_code, answer.content, headers

    for method, suffix, body in (
        ("GET", "", None), ("PUT", "", {"title": "x"}), ("DELETE", "", None), ("PATCH", "/complete", None),
        ("PATCH", "", {"title": "x"}), ("POST", "/restore", None), ("GET", "/history", None),
        ("DELETE", "?permanent=true", None),
    ):  # fmt: skip
        known = {"X-Request-ID": "known"}
        others = trace(bob.client.request(method, f"/api/tasks/{taken}{suffix}", json=body, headers=known))
        nobodys = trace(bob.client.request(method, f"/api/tasks/{absent}{suffix}", json=body, headers=known))
        assert others == nobodys


def test_a_user_id_in_the_path_the_query_or_the_body_is_ignored(alice: Person, bob: Person) -> None:
    alice.add("Mine alone")
    (own,) = bob.tasks(user_id=alice.id, sub=alice.id, owner=alice.id)
    assert own["user_id"] == bob.id
    task = bob.client.post("/api/tasks", json={"title": "x", "user_id": alice.id}, params={"user_id": alice.id}).json()
    assert task["user_id"] == bob.id
    assert len(alice.tasks()) == 1
    headers = {"X-User-Id": alice.id, "Cookie": f"user_id={alice.id}; token={alice.token}"}
    assert bob.client.get("/api/tasks", headers=headers).json() == {"data": [task, own]}
