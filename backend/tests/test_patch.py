"""`PATCH /api/tasks/{id}`: absent fields are kept, null clears a field, and nothing else changes (RFC 7396)."""

import json
import uuid
from typing import Any

import httpx2
import pytest

from tests.service import FRONTEND, Person, refused

MERGE_PATCH = "application/merge-patch+json"
FULL: dict[str, Any] = {
    "title": "Buy milk",
    "description": "Two litres",
    "completed": True,
    "due_date": "2026-12-31",
    "priority": 2,
    "tags": ["home", "Shop"],
}


def patch(person: Person, task: dict[str, Any], body: object, content_type: str = MERGE_PATCH) -> httpx2.Response:
    return person.client.patch(
        f"/api/tasks/{task['id']}", content=json.dumps(body), headers={"Content-Type": content_type}
    )


@pytest.mark.parametrize(
    "content_type", [MERGE_PATCH, "Application/Merge-Patch+JSON; charset=utf-8", "application/json"]
)
@pytest.mark.parametrize(
    "said",
    [
        {"title": "Buy oat milk"},
        {"description": "Three"},
        {"completed": False},
        {"due_date": "2027-01-01"},
        {"priority": 3},
        {"tags": ["away"]},
        {"title": "Buy oat milk", "tags": [], "priority": 1},
    ],
)
def test_absent_fields_are_kept(alice: Person, said: dict[str, Any], content_type: str) -> None:
    task = alice.add(**FULL)
    answer = patch(alice, task, said, content_type)
    assert answer.status_code == 200
    patched = answer.json()["data"]
    completed_at = task["completed_at"] if patched["completed"] else None
    assert patched == {
        **task, **said, "updated_at": patched["updated_at"], "completed_at": completed_at, "version": 2,
    }  # fmt: skip
    assert patched["updated_at"] > task["updated_at"]
    assert alice.tasks() == [patched]


def test_null_resets_a_field_to_the_default_of_a_new_task(alice: Person) -> None:
    task, new = alice.add(**FULL), alice.add("Buy milk")
    cleared = dict.fromkeys(("description", "completed", "due_date", "priority", "tags"))
    patched = patch(alice, task, cleared).json()["data"]
    assert {name: patched[name] for name in cleared} == {name: new[name] for name in cleared}
    assert patched["title"] == "Buy milk"


@pytest.mark.parametrize("title", [None, "", "  "])
def test_a_title_cannot_be_cleared(alice: Person, title: str | None) -> None:
    task = alice.add(**FULL)
    refused(patch(alice, task, {"title": title}), 422, "Title is required")
    assert alice.tasks() == [task]


@pytest.mark.parametrize(
    "said", [{}, FULL, {"title": " Buy milk "}, {"id": str(uuid.uuid4()), "version": 9, "user_id": "x"}]
)
def test_a_patch_that_changes_nothing_writes_nothing(alice: Person, said: dict[str, Any]) -> None:
    task = alice.add(**FULL)
    assert patch(alice, task, said).json() == {"data": task}
    assert len(alice.client.get(f"/api/tasks/{task['id']}/history").json()["data"]) == 1


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/json-patch+json", "application/x-www-form-urlencoded"]
)
def test_a_refused_type_gets_the_accepted_ones(alice: Person, content_type: str) -> None:
    task = alice.add()
    answer = patch(alice, task, {"title": "x"}, content_type)
    refused(answer, 415, "Content-Type must be application/merge-patch+json or application/json")
    assert answer.headers["accept-patch"] == "application/merge-patch+json, application/json"
    assert alice.tasks() == [task]


@pytest.mark.parametrize("body", [[], "x", 5, None, [{"op": "replace", "path": "/title", "value": "x"}]])
def test_a_patch_must_be_an_object(alice: Person, body: object) -> None:
    refused(patch(alice, alice.add(), body), 422, "Request body must be a JSON object")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"title": "x" * 101}, "Title must be at most 100 characters"),
        ({"completed": "yes"}, "Completed must be true or false"),
        ({"priority": 4}, "Priority must be at most 3"),
        ({"priority": -1}, "Priority must be at least 0"),
        ({"priority": "1"}, "Priority must be a whole number"),
        ({"priority": True}, "Priority must be a whole number"),
        ({"tags": "home"}, "Tags must be a list"),
        ({"tags": ["x"] * 21}, "Tags must be at most 20"),
        ({"tags": ["x" * 41]}, "Tag must be at most 40 characters"),
        ({"tags": [" "]}, "Tag is required"),
        ({"tags": [None]}, "Tag is required"),
        ({"tags": [5]}, "Tag must be text"),
        ({"tags": ["a\x00"]}, "Tag contains a character that cannot be stored"),
        ({"tags": ["a\ud800"]}, "Tag contains a character that cannot be stored"),
        ({"tags": ["home", " HOME "]}, "Tags must differ in more than case"),
        ({"tags": ["straße", "STRASSE"]}, "Tags must differ in more than case"),
    ],
)
def test_an_error_is_named_when_creating_replacing_and_patching(
    alice: Person, said: dict[str, Any], sentence: str
) -> None:
    task = alice.add()
    headers = {"Content-Type": "application/json"}
    whole = json.dumps({"title": "x", **said})
    refused(patch(alice, task, said), 422, sentence)
    refused(alice.post_raw(whole), 422, sentence)
    refused(alice.client.put(f"/api/tasks/{task['id']}", content=whole, headers=headers), 422, sentence)
    assert alice.tasks() == [task]


def test_twenty_tags_of_forty_characters_fit_and_are_trimmed(alice: Person) -> None:
    tags = [f"{'🥛' * 38}{number:02}" for number in range(20)]
    assert alice.add(tags=[f" {tag}\t" for tag in tags])["tags"] == tags


def test_a_replacement_without_priority_and_tags_keeps_them(alice: Person) -> None:
    task = alice.add(**FULL)
    path = f"/api/tasks/{task['id']}"
    kept = alice.client.put(path, json={"title": "Buy milk"}).json()["data"]
    assert (kept["priority"], kept["tags"], kept["description"]) == (2, ["home", "Shop"], None)
    said = alice.client.put(path, json={"title": "Buy milk", "priority": 0, "tags": []}).json()["data"]
    assert (said["priority"], said["tags"]) == (0, [])


def test_another_users_task_cannot_be_patched(alice: Person, bob: Person) -> None:
    task = alice.add(**FULL)
    deleted = bob.add()
    bob.client.delete(f"/api/tasks/{deleted['id']}")
    for other in (task, deleted, {"id": str(uuid.uuid4())}, {"id": "nonsense"}):
        refused(patch(bob, other, {"title": "Taken"}), 404, "Task not found")
    assert alice.tasks() == [task]


def test_the_refusal_can_be_read_by_the_frontend(alice: Person) -> None:
    answer = alice.client.patch(f"/api/tasks/{uuid.uuid4()}", content=b"x", headers={"Origin": FRONTEND})
    assert "Accept-Patch" in answer.headers["access-control-expose-headers"].split(", ")
