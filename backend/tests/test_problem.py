"""Errors in the form of RFC 9457, for clients that ask for it."""

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
