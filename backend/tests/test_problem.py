"""Errors in the form of RFC 9457, for clients that ask for it."""

from typing import Any

import httpx2
import pytest

from tests.service import FRONTEND, Person, refused

PROBLEM = "application/problem+json"


@pytest.mark.parametrize("accept", [PROBLEM, f"application/json, {PROBLEM};q=0.9", PROBLEM.upper()])
def test_a_client_that_asks_gets_the_standards_members_with_the_same_sentence(alice: Person, accept: str) -> None:
    answer = alice.client.get("/api/tasks/nothing", headers={"Accept": accept, "Origin": FRONTEND})
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
    assert answer.json() == {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "Task not found"}
    assert answer.headers["access-control-allow-origin"] == FRONTEND


def test_the_headers_of_the_error_stay(alice: Person) -> None:
    answer = alice.client.get("/api/tasks", headers={"Accept": PROBLEM, "Authorization": "Bearer x.y.z"})
    assert answer.json()["status"] == 401
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


def test_several_lines_of_accept_are_one_list(alice: Person) -> None:
    answer = alice.client.get("/api/tasks/nothing", headers=[("Accept", "text/html"), ("Accept", PROBLEM)])
    assert answer.headers["content-type"] == PROBLEM


@pytest.mark.parametrize("accept", ["*/*", f"{PROBLEM}x", f"x{PROBLEM}", f"application/json, {PROBLEM}; q=0.00"])
def test_other_clients_get_the_usual_body(alice: Person, accept: str) -> None:
    refused(alice.client.get("/api/tasks/nothing", headers={"Accept": accept}), 404)
    assert alice.client.get("/api/tasks", headers={"Accept": PROBLEM}).headers["content-type"] == "application/json"


CREATE = {"op": "create", "task": {"title": "New"}}


def create(task: dict[str, Any]) -> dict[str, Any]:
    return {"op": "create", "task": task}


def errors_of(answer: httpx2.Response) -> list[dict[str, str]]:
    """The errors of a refused request, whose sentences are together that of the whole."""
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
    problem = answer.json()
    errors: list[dict[str, str]] = problem["errors"]
    assert problem["detail"] == "; ".join(error["detail"] for error in errors)
    return errors


def places_in(answer: httpx2.Response) -> list[str]:
    return [error["pointer"] for error in errors_of(answer)]


def test_an_error_about_fields_says_where_they_are_in_the_body(alice: Person) -> None:
    task = {"title": "", "tags": ["home", " "], "due_date": "tomorrow"}
    answer = alice.client.post("/api/tasks", json=task, headers={"Accept": PROBLEM})
    assert errors_of(answer) == [
        {"detail": "Title is required", "pointer": "#/title"},
        {"detail": "Due date must be a date like 2026-12-31", "pointer": "#/due_date"},
        {"detail": "Tag is required", "pointer": "#/tags/1"},
    ]
    # Without being asked for, the body is what it always was.
    assert refused(alice.client.post("/api/tasks", json=task), 422) == answer.json()["detail"]


@pytest.mark.parametrize(
    ("task", "pointer"),
    [
        ({"list_id": "00000000-0000-4000-8000-000000000000"}, "list_id"),
        ({"parent_id": "00000000-0000-4000-8000-000000000000"}, "parent_id"),
        ({"due_time": "09:00"}, "due_time"),
        ({"remind_before": 30}, "remind_before"),
        ({"repeat": "FREQ=DAILY"}, "repeat"),
    ],
)
def test_so_does_one_that_only_the_database_finds(alice: Person, task: dict[str, Any], pointer: str) -> None:
    headers = {"Accept": PROBLEM, "Idempotency-Key": "once"}
    new = {"title": "New", **task}
    assert places_in(alice.client.post("/api/tasks", json=new, headers=headers)) == [f"#/{pointer}"]
    assert places_in(alice.client.post("/api/tasks", json=new, headers=headers)) == [f"#/{pointer}"]  # a stored answer
    known = f"/api/tasks/{alice.add()['id']}"
    assert places_in(alice.client.patch(known, json=task, headers={"Accept": PROBLEM})) == [f"#/{pointer}"]
    batch = {"operations": [CREATE, create(new)]}
    answer = alice.client.post("/api/tasks/batch", json=batch, headers={"Accept": PROBLEM})
    assert places_in(answer) == [f"#/operations/1/task/{pointer}"]


def test_a_task_below_itself_or_too_deep_is_at_fault_with_its_parent(alice: Person) -> None:
    line = [alice.add()["id"]]
    while len(line) < 5:
        line.append(alice.add(parent_id=line[-1])["id"])
    deeper = alice.client.post("/api/tasks", json={"title": "6", "parent_id": line[-1]}, headers={"Accept": PROBLEM})
    circle = alice.client.patch(f"/api/tasks/{line[0]}", json={"parent_id": line[1]}, headers={"Accept": PROBLEM})
    assert places_in(deeper) == places_in(circle) == ["#/parent_id"]


def test_in_a_batch_the_pointer_leads_through_the_operation(alice: Person) -> None:
    batch = {
        "operations": [
            CREATE,
            create({"title": "x" * 101}),
            {"op": "update", "id": "a", "task": {"tags": [""]}},
            {"op": "delete"},
            {"op": "create"},
            {"op": "make"},
            5,
        ]
    }
    answer = alice.client.post("/api/tasks/batch", json=batch, headers={"Accept": PROBLEM})
    assert places_in(answer) == [
        "#/operations/1/task/title",
        "#/operations/2/task/tags/0",
        "#/operations/3/id",
        "#/operations/4/task",
        "#/operations/5",
        "#/operations/6",
    ]


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ({"limit": "0", "sort": "size"}, ["sort", "limit"]),
        ({"tag": ["home", ""]}, ["tag"]),
        ({"cursor": "not-one"}, ["cursor"]),
    ],
)
def test_an_error_of_a_query_names_its_parameters(alice: Person, query: dict[str, Any], parameters: list[str]) -> None:
    answer = alice.client.get("/api/tasks", params=query, headers={"Accept": PROBLEM})
    assert [error["parameter"] for error in errors_of(answer)] == parameters
    assert all("pointer" not in error for error in errors_of(answer))


def test_where_the_body_is_no_object_the_pointer_is_to_all_of_it(alice: Person) -> None:
    assert places_in(alice.client.post("/api/tasks", json=5, headers={"Accept": PROBLEM})) == ["#"]


@pytest.mark.parametrize(("body", "key"), [("{", "once"), ('{"title": "New"}', "")])
def test_an_error_in_no_value_has_no_errors(alice: Person, body: str, key: str) -> None:
    headers = {"Accept": PROBLEM, "Content-Type": "application/json", "Idempotency-Key": key}
    answer = alice.client.post("/api/tasks", content=body, headers=headers)
    assert (answer.status_code, list(answer.json())) == (422, ["type", "title", "status", "detail"])


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
@pytest.mark.parametrize("wrong", [{"title": ""}, {"list_id": "00000000-0000-4000-8000-000000000000"}])
def test_of_an_imported_file_the_sentence_alone_says_where(alice: Person, query: str, wrong: dict[str, str]) -> None:
    rows = [{"title": "New", **wrong}]
    answer = alice.client.post(f"/api/me/import{query}", json=rows, headers={"Accept": PROBLEM})
    assert (answer.status_code, list(answer.json())) == (422, ["type", "title", "status", "detail"])


def test_values_inside_of_others_and_those_checked_later_are_pointed_to(alice: Person) -> None:
    keys = {"p256dh": "x", "auth": "x"}
    browser = {"endpoint": "https://push.example.com/1", "keys": keys}
    answer = alice.client.post("/api/me/push", json=browser, headers={"Accept": PROBLEM})
    assert places_in(answer) == ["#/keys/p256dh", "#/keys/auth"]
