"""`POST /api/tasks/batch`: up to 100 operations in order, all or none."""

import json
import time
import uuid
from typing import Any

import httpx2
import pytest

from tests.conftest import Arrive, Sql
from tests.service import FRONTEND, Person, refused, token_for
from tests.test_users import at_once, user_row

CREATE = {"op": "create", "task": {"title": "New"}}
ABSENT = "00000000-0000-4000-8000-000000000000"
CHANGED = "The task has changed since; read it again"
OPS = "It must have one of these as its op: create, update, complete, delete, restore, erase"


def batch(person: Person, *operations: Any) -> httpx2.Response:
    return person.client.post("/api/tasks/batch", json={"operations": operations})


def all_of(person: Person) -> Any:
    state = person.client.get("/api/tasks").headers["etag"]
    return state, person.tasks(), person.tasks(deleted="true")


def test_each_operation_returns_its_task_as_it_is_afterwards(alice: Person) -> None:
    one, two, three = alice.add("One", tags=["x"]), alice.add("Two"), alice.add("Three")
    alice.client.delete(f"/api/tasks/{three['id']}")
    answer = batch(
        alice,
        {"op": "create", "task": {"title": "Four", "priority": 2, "tags": ["new"], "due_date": "2026-12-31"}},
        {"op": "update", "id": one["id"], "task": {"title": "First"}},
        {"op": "complete", "id": one["id"].upper()},
        {"op": "delete", "id": two["id"]},
        {"op": "restore", "id": three["id"]},
        {"op": "complete", "id": one["id"]},
    )
    assert answer.status_code == 200
    assert list(answer.json()) == ["data"]
    created, updated, completed, deleted, restored, again = answer.json()["data"]
    assert (created["title"], created["priority"], created["tags"], created["version"]) == ("Four", 2, ["new"], 1)
    assert updated == {**one, "title": "First", "version": 2, "updated_at": updated["updated_at"]}
    # What one batch completes is completed at one time, so that it can be opened together.
    moments = {"updated_at": completed["updated_at"], "completed_at": created["created_at"]}
    assert completed == {**updated, "completed": True, "version": 3, **moments}
    assert deleted["deleted_at"] is not None
    assert (restored["id"], restored["deleted_at"]) == (three["id"], None)
    # `complete` toggles, as `PATCH …/complete` does.
    assert again == {**updated, "version": 4, "updated_at": again["updated_at"]}
    assert answer.headers["x-change-seq"] == "5"  # the number of the first change names all of them
    assert "etag" not in answer.headers
    assert alice.tasks(sort="title") == [again, created, restored]
    assert alice.tasks(deleted="true") == [deleted]


@pytest.mark.parametrize("op", ["complete", "delete", "restore"])
def test_an_operation_that_names_a_version_is_refused_for_any_other(alice: Person, op: str) -> None:
    task = alice.add("One")
    if op == "restore":
        alice.client.delete(f"/api/tasks/{task['id']}")
    version = 2 if op == "restore" else 1
    stale = batch(alice, {"op": op, "id": task["id"], "version": version + 1})
    assert stale.status_code == 412
    assert batch(alice, {"op": op, "id": task["id"], "version": version}).status_code == 200


REFUSALS: list[tuple[dict[str, Any], int, str]] = [
    ({"op": "complete", "id": ABSENT}, 404, "Task not found"),
    ({"op": "delete", "id": "nonsense"}, 404, "Task not found"),
    ({"op": "delete", "id": ""}, 404, "Task not found"),
    ({"op": "restore", "id": "a\x00b"}, 404, "Task not found"),
    ({"op": "restore", "id": "a\ud800b"}, 404, "Task not found"),
    ({"op": "restore", "id": "MINE"}, 404, "Task not found"),
    ({"op": "complete", "id": "DELETED"}, 404, "Task not found"),
    ({"op": "delete", "id": "DELETED"}, 404, "Task not found"),
    ({"op": "update", "id": "DELETED", "task": {"title": "x"}}, 404, "Task not found"),
    ({"op": "update", "id": "BOBS", "task": {"title": "x"}}, 404, "Task not found"),
    ({"op": "complete", "id": "BOBS"}, 404, "Task not found"),
    ({"op": "delete", "id": "BOBS"}, 404, "Task not found"),
    ({"op": "restore", "id": "BOBS DELETED"}, 404, "Task not found"),
    ({"op": "update", "id": "BOBS", "task": {"title": "x"}, "version": 1}, 404, "Task not found"),
    ({"op": "update", "id": "MINE", "task": {"title": "x"}, "version": 2}, 412, CHANGED),
    ({"op": "update", "id": "MINE", "task": {"title": "x"}, "version": 10**40}, 412, CHANGED),
    ({"op": "create"}, 422, "Task is required"),
    ({"op": "create", "task": None}, 422, "Task must be an object"),
    ({"op": "create", "task": {}}, 422, "Title is required"),
    ({"op": "create", "task": {"title": "x", "tags": ["a", "A"]}}, 422, "Tags must differ in more than case"),
    ({"op": "create", "task": {"title": "x", "tags": [""]}}, 422, "Tag is required"),
    ({"op": "update", "id": "MINE"}, 422, "Task is required"),
    ({"op": "update", "id": "MINE", "task": {"title": None}}, 422, "Title is required"),
    ({"op": "update", "id": "MINE", "task": {"priority": 9}}, 422, "Priority must be at most 3"),
    ({"op": "update", "id": "MINE", "task": {}, "version": "1"}, 422, "Version must be a whole number"),
    ({"op": "update", "task": {"title": "x"}}, 422, "Id is required"),
    ({"op": "complete"}, 422, "Id is required"),
    ({"op": "complete", "id": 5}, 422, "Id must be text"),
    ({"op": "erase", "id": "MINE"}, 404, "Task not found"),
    ({"op": "erase", "id": "BOBS DELETED"}, 404, "Task not found"),
    ({"op": "erase", "id": "nonsense"}, 404, "Task not found"),
    ({"op": "erase", "id": ABSENT}, 404, "Task not found"),
    ({"op": "erase", "id": "DELETED", "version": 1}, 412, CHANGED),
    ({"op": "erase", "id": "DELETED", "version": "2"}, 422, "Version must be a whole number"),
    ({"op": "erase"}, 422, "Id is required"),
    ({"op": "wipe", "id": "MINE"}, 422, OPS),
    ({"op": "undo", "seq": 1}, 422, OPS),
    ({"op": None}, 422, OPS),
    ({}, 422, "It must have an op"),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "status", "sentence"), REFUSALS)
@pytest.mark.parametrize("key", [None, "key"])
def test_one_refusal_rolls_back_all_operations(
    alice: Person, bob: Person, operation: dict[str, Any], status: int, sentence: str, key: str | None
) -> None:
    mine, deleted = alice.add("Mine"), alice.add("Deleted")
    bobs, bobs_deleted = bob.add("Bob's"), bob.add("Bob's too")
    alice.client.delete(f"/api/tasks/{deleted['id']}")
    bob.client.delete(f"/api/tasks/{bobs_deleted['id']}")
    known = {"MINE": mine["id"], "DELETED": deleted["id"], "BOBS": bobs["id"], "BOBS DELETED": bobs_deleted["id"]}
    if operation.get("id") in known:
        operation = {**operation, "id": known[operation["id"]]}
    before = all_of(alice), all_of(bob)
    operations = (
        [CREATE, {"op": "update", "id": mine["id"], "task": {"tags": ["x"]}}] if status != 412 else [CREATE, CREATE]
    )
    text = json.dumps({"operations": [*operations, operation, CREATE]})
    headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
    answer = alice.client.post("/api/tasks/batch", content=text, headers=headers)
    refused(answer, status, f"Operation 2: {sentence}")
    assert (all_of(alice), all_of(bob)) == before
    if key:
        again = alice.client.post("/api/tasks/batch", content=text, headers=headers)
        assert (again.status_code, again.content) == (answer.status_code, answer.content)
        # An invalid request is not stored as the answer of the key; every other refusal is.
        other = alice.client.post("/api/tasks/batch", json={"operations": [CREATE]}, headers=headers)
        assert other.status_code == (200 if status == 422 else 422)
        assert len(alice.tasks()) == (2 if status == 422 else 1)


def test_a_refused_first_batch_creates_no_user(alice: Person, sql: Sql) -> None:
    refused(batch(alice, CREATE, {"op": "delete", "id": ABSENT}), 404, "Operation 1: Task not found")
    refused(batch(alice, {"op": "delete", "id": ABSENT}), 404, "Operation 0: Task not found")
    assert user_row(sql, alice.id) is None


def test_several_errors_are_all_named(alice: Person) -> None:
    sentence = refused(batch(alice, {"op": "create", "task": {}}, CREATE, {"op": "complete"}, 5), 422)
    assert sentence == "Operation 0: Title is required; Operation 2: Id is required; Operation 3: It must be an object"


def test_operations_see_the_effects_of_those_before_them(alice: Person) -> None:
    task_id = alice.add()["id"]
    answer = batch(
        alice,
        {"op": "update", "id": task_id, "task": {"title": "One"}, "version": 1},
        {"op": "update", "id": task_id, "task": {"title": "Two"}, "version": 2},
        {"op": "delete", "id": task_id},
        {"op": "restore", "id": task_id},
        {"op": "update", "id": task_id, "task": {"title": "Five"}, "version": 5.0},
    )
    assert [task["version"] for task in answer.json()["data"]] == [2, 3, 4, 5, 6]
    assert alice.tasks()[0]["title"] == "Five"
    history = alice.client.get(f"/api/tasks/{task_id}/history").json()["data"]
    assert [change["seq"] for change in history] == [6, 5, 4, 3, 2, 1]
    stale = {"op": "update", "id": task_id, "task": {"title": "x"}, "version": 6}
    refused(batch(alice, stale, stale), 412, f"Operation 1: {CHANGED}")
    assert alice.tasks()[0]["title"] == "Five"


def test_erasing_takes_tasks_in_the_trash_away_for_good(alice: Person, sql: Sql) -> None:
    one, two, three = alice.add("One"), alice.add("Two"), alice.add("Three")
    for task in (one, two):
        alice.client.delete(f"/api/tasks/{task['id']}")
    answer = batch(
        alice,
        {"op": "erase", "id": one["id"], "version": 2},
        {"op": "erase", "id": two["id"].upper()},
        {"op": "delete", "id": three["id"]},
        {"op": "erase", "id": three["id"], "version": 2},
    )
    assert answer.status_code == 200
    erased, erased_too, deleted, gone = answer.json()["data"]
    assert (erased, erased_too, deleted["version"], gone) == (None, None, 2, None)
    assert all_of(alice)[1:] == ([], [])
    assert sql.execute("SELECT count(*) FROM todo.task WHERE user_id = %s", [alice.id]).fetchone() == (0,)
    kept = sql.execute("SELECT count(*) FROM todo.change WHERE user_id = %s AND before IS NOT NULL", [alice.id])
    assert kept.fetchone() == (0,)
    counters = sql.execute('SELECT live_tasks, trashed_tasks FROM todo."user" WHERE id = %s', [alice.id])
    assert counters.fetchone() == (0, 0)
    deleted_since = alice.client.get("/api/tasks/changes?since=0").json()["deleted"]
    assert {each["id"] for each in deleted_since} == {one["id"], two["id"], three["id"]}
    undo = alice.client.post("/api/undo", json={"seq": int(answer.headers["x-change-seq"])})
    refused(undo, 409, "This change cannot be undone: the task was deleted for good")
    # A second try finds nothing, and does nothing.
    refused(batch(alice, {"op": "erase", "id": one["id"]}), 404, "Operation 0: Task not found")
    # The id can be used again, with a version that the erased task never had.
    made = alice.client.put(f"/api/tasks/{one['id']}", json={"title": "New"}, headers={"If-None-Match": "*"})
    assert made.json()["version"] > 2


@pytest.mark.parametrize("op", ["update", "complete", "delete"])
def test_what_is_no_id_names_no_task_whatever_ids_the_tasks_have(alice: Person, op: str) -> None:
    path = f"/api/tasks/{uuid.UUID(int=0)}"
    task = alice.client.put(path, json={"title": "Mine"}, headers={"If-None-Match": "*"}).json()
    named = {"op": op, "id": "no id", **({"task": {"title": "Other"}} if op == "update" else {})}
    refused(batch(alice, named), 404, "Operation 0: Task not found")
    assert alice.tasks() == [task]


def test_a_retried_batch_that_erases_gets_its_first_answer(alice: Person) -> None:
    one, two = alice.add("One"), alice.add("Two")
    alice.client.delete(f"/api/tasks/{one['id']}")
    operations = [{"op": "erase", "id": one["id"]}, {"op": "update", "id": two["id"], "task": {"title": "New"}}]
    answers = [
        alice.client.post("/api/tasks/batch", json={"operations": operations}, headers={"Idempotency-Key": "key"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["idempotency-replayed"] == "true"
    assert alice.tasks()[0]["version"] == 2


@pytest.mark.parametrize(
    ("operations", "sentence"),
    [
        ([], "Operations must be at least 1"),
        ([CREATE] * 101, "Operations must be at most 100"),
        (None, "Operations must be a list"),
        ({}, "Operations must be a list"),
        ("create", "Operations must be a list"),
    ],
)
def test_a_batch_holds_one_to_a_hundred_operations(alice: Person, operations: Any, sentence: str) -> None:
    refused(alice.client.post("/api/tasks/batch", json={"operations": operations}), 422, sentence)
    assert alice.tasks() == []


def test_a_body_without_operations_is_no_batch(alice: Person) -> None:
    refused(alice.client.post("/api/tasks/batch", json={}), 422, "Operations is required")
    refused(alice.client.post("/api/tasks/batch", json=[CREATE]), 422, "Request body must be a JSON object")


def test_a_hundred_of_the_largest_valid_tasks_fit(alice: Person) -> None:
    task = {"title": "🥛" * 100, "description": "🥛" * 1000, "tags": [f"{'🥛' * 38}{n:02}" for n in range(20)]}
    body = json.dumps({"operations": [{"op": "create", "task": task}] * 100}, ensure_ascii=False).encode()
    assert 64 * 1024 < len(body) < 1024 * 1024
    answer = alice.client.post("/api/tasks/batch", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    assert len(alice.tasks()) == 100


def test_a_body_of_1_mib_is_the_largest(alice: Person) -> None:
    headers = {"Content-Type": "application/json", "Origin": FRONTEND}
    body = json.dumps({"operations": [CREATE]}).encode()
    too_large = alice.client.post("/api/tasks/batch", content=body.ljust(1024 * 1024 + 1), headers=headers)
    refused(too_large, 413, "Request body is too large")
    assert too_large.headers["access-control-allow-origin"] == FRONTEND
    chunked = alice.client.post("/api/tasks/batch", content=iter([body, *[b" " * 4096] * 256]), headers=headers)
    refused(chunked, 413, "Request body is too large")
    assert alice.tasks() == []
    assert alice.client.post("/api/tasks/batch", content=body.ljust(1024 * 1024), headers=headers).status_code == 200


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/merge-patch+json"])
def test_a_batch_is_plain_json(alice: Person, content_type: str) -> None:
    body = json.dumps({"operations": [CREATE]})
    answer = alice.client.post("/api/tasks/batch", content=body, headers={"Content-Type": content_type})
    refused(answer, 415, "Content-Type must be application/json")
    assert "accept-patch" not in answer.headers


def test_unknown_and_forbidden_fields_are_ignored(alice: Person, bob: Person) -> None:
    stolen = {"user_id": bob.id, "version": 7, "deleted_at": "2020-01-01T00:00:00Z"}
    inside = {"title": "x", "id": str(uuid.uuid4()), **stolen}
    (task,) = batch(alice, {**CREATE, **stolen, "task": inside}).json()["data"]
    assert task["id"] != inside["id"]
    assert (task["user_id"], task["version"], task["deleted_at"]) == (alice.id, 1, None)


def test_a_created_task_may_have_a_chosen_id(alice: Person, bob: Person) -> None:
    bobs, mine = bob.add("Bob's"), str(uuid.uuid4())
    answer = batch(
        alice,
        {**CREATE, "id": mine.upper()},
        {**CREATE, "id": bobs["id"]},  # which reveals nothing about Bob
        {**CREATE, "id": None},
        {"op": "complete", "id": mine},
    )
    assert [task["id"] for task in answer.json()["data"]][::3] == [mine, mine]
    assert answer.json()["data"][1]["id"] == bobs["id"]
    assert bob.tasks() == [bobs]
    assert len(alice.tasks()) == 3
    before = all_of(alice)
    alice.client.delete(f"/api/tasks/{bobs['id']}")
    for taken in (mine, bobs["id"]):  # in the list, and in the trash
        refused(batch(alice, CREATE, {**CREATE, "id": taken}), 412, "Operation 1: There is a task with this id already")
    refused(batch(alice, {**CREATE, "id": "nonsense"}), 422, "Operation 0: Id has an invalid format")
    alice.client.post(f"/api/tasks/{bobs['id']}/restore")
    assert [task["title"] for task in all_of(alice)[1]] == [task["title"] for task in before[1]]


def test_concurrent_batches_and_single_writes_are_all_counted(alice: Person) -> None:
    task_id = alice.add()["id"]
    toggle = {"operations": [{"op": "update", "id": task_id, "task": {"priority": n % 2 + 1}} for n in range(4)]}
    answers = at_once(
        alice,
        [
            *[lambda client: client.post("/api/tasks/batch", json=toggle)] * 8,
            *[lambda client: client.patch(f"/api/tasks/{task_id}/complete")] * 8,
        ],
    )
    assert {answer.status_code for answer in answers} == {200}
    history = alice.client.get(f"/api/tasks/{task_id}/history").json()["data"]
    assert [change["seq"] for change in history] == list(range(len(history), 0, -1))
    assert alice.tasks()[0]["version"] == len(history)
    assert sum(change["operation"] == "complete" for change in history) == 8


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api/tasks/batch", "/api/tasks/changes"])
def test_a_fixed_path_is_not_taken_for_a_task(alice: Person, method: str, path: str) -> None:
    allowed = {"/api/tasks/batch": "POST", "/api/tasks/changes": "GET, HEAD"}[path]
    if method not in allowed:
        answer = alice.client.request(method, path)
        refused(answer, 405, "Method not allowed")
        assert answer.headers["allow"] == allowed


def test_an_erased_account_gets_the_usual_sentence(alice: Person, newcomer: Arrive) -> None:
    alice.add()
    alice.client.delete("/api/me")
    refused(batch(alice, CREATE), 401, "Invalid or expired token")
    returned = newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 2))
    returned.add()
    refused(batch(alice, CREATE), 401, "Invalid or expired token")
    assert len(returned.tasks()) == 1


def test_tasks_created_together_are_as_if_created_one_after_the_other(alice: Person, bob: Person) -> None:
    """Under a key each operation is a statement; without one, all creations are a single statement."""
    shown = []
    for person, headers in (alice, {}), (bob, {"Idempotency-Key": "key"}):
        client = person.client
        list_id = client.post("/api/lists", json={"name": "x"}).json()["id"]
        person.add("Before", position="q")
        operations = [
            {"op": "create", "task": task}
            for task in (
                {"title": "1", "completed": True},
                {"title": "2", "list_id": list_id.upper(), "tags": ['"', "\\", "é"], "description": "ä\n"},
                {"title": "3", "position": "zz"},
                {"title": "4", "due_date": "2026-12-31", "priority": 3},
                {"title": "5", "position": "b"},
                {"title": "6", "completed": True},
            )
        ]
        operations.insert(3, {"op": "create", "id": str(uuid.uuid4()), "task": {"title": "chosen"}})
        answer = client.post("/api/tasks/batch", json={"operations": operations}, headers=headers)
        data = answer.json()["data"]
        assert data == [client.get(f"/api/tasks/{task['id']}").json()["data"] for task in data]
        moments = [task["created_at"] for task in data]
        assert moments == sorted(set(moments))
        assert {task["completed_at"] for task in data} == {None, moments[0]}
        lines = [client.get(f"/api/tasks/{task['id']}/history").json()["data"] for task in data]
        named = {"id", "user_id", "position", "list_id", "created_at", "updated_at", "completed_at"}
        shown.append(
            (
                answer.headers["x-change-seq"],
                [{name: task[name] for name in task.keys() - named} for task in data],
                [task["title"] for task in person.tasks(sort="position")],
                [[(line["seq"], line["operation"], line["before"]) for line in each] for each in lines],
            )
        )
        assert client.post("/api/undo", json={"seq": int(answer.headers["x-change-seq"])}).status_code == 200
        assert [task["title"] for task in person.tasks()] == ["Before"]
    assert shown[0] == shown[1]
    assert shown[0][2] == ["5", "Before", "1", "2", "3", "chosen", "4", "6"]


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "key"}])
def test_the_first_creation_that_is_refused_is_named(alice: Person, headers: dict[str, str]) -> None:
    taken = alice.add()["id"]
    new = str(uuid.uuid4())
    for refusal, status, sentence in [
        ({"op": "create", "task": {"title": "x", "list_id": ABSENT}}, 422, "List not found"),
        ({"op": "create", "task": {"title": "x", "parent_id": ABSENT}}, 422, "Task not found"),
        ({"op": "create", "id": taken.upper(), "task": {"title": "x"}}, 412, "There is a task with this id already"),
        ({"op": "create", "id": new.upper(), "task": {"title": "x"}}, 412, "There is a task with this id already"),
    ]:
        operations = [CREATE, CREATE, {**CREATE, "id": new}, refusal, refusal, CREATE]
        named = headers and {"Idempotency-Key": str(uuid.uuid4())}
        answer = alice.client.post("/api/tasks/batch", json={"operations": operations}, headers=named)
        refused(answer, status, f"Operation 3: {sentence}")
    assert len(alice.tasks()) == 1
