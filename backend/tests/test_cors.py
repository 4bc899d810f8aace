"""The frontend's pages may call the API and read every answer, and no other page may."""

import httpx2
import pytest

from tests.conftest import Arrive
from tests.service import FRONTEND, Person, refused, service

NO_TASK = "/api/tasks/00000000-0000-4000-8000-000000000000"


def preflight(client: httpx2.Client, origin: str, method: str = "PUT", headers: str = "") -> httpx2.Response:
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    return client.options(NO_TASK, headers=asked | ({"Access-Control-Request-Headers": headers} if headers else {}))


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def test_the_frontend_may_call_every_method(anonymous: httpx2.Client, method: str) -> None:
    answer = preflight(anonymous, FRONTEND, method, "authorization,content-type")
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == FRONTEND
    assert method in answer.headers["access-control-allow-methods"]
    assert {"Authorization", "Content-Type"} <= set(answer.headers["access-control-allow-headers"].split(", "))
    assert "Origin" in answer.headers["vary"]


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:3003.evil.example",
        "http://localhost:30033",
        "http://localhost:3004",
        "https://localhost:3003",
        "http://localhost",
        "http://localhost:3003/",
        "http://LOCALHOST:3003",
        "http://evil.example",
        "null",
        "*",
    ],
)
def test_no_other_origin_may_call_or_read(anonymous: httpx2.Client, alice: Person, origin: str) -> None:
    answer = preflight(anonymous, origin)
    refused(answer, 400)
    assert "access-control-allow-origin" not in answer.headers
    read = alice.client.get("/api/tasks", headers={"Origin": origin})
    assert "access-control-allow-origin" not in read.headers
    assert "Origin" in read.headers["vary"]


def test_every_answer_can_be_read_by_the_frontend(alice: Person, anonymous: httpx2.Client) -> None:
    origin = {"Origin": FRONTEND}
    json = {"Content-Type": "application/json", **origin}
    for status, answer in (
        (200, alice.client.get("/api/tasks", headers=origin)),
        (201, alice.client.post("/api/tasks", json={"title": "x"}, headers=origin)),
        (401, anonymous.get("/api/tasks", headers=origin)),
        (404, alice.client.get(NO_TASK, headers=origin)),
        (404, alice.client.get("/nope", headers=origin)),
        (405, alice.client.delete("/api/tasks", headers=origin)),
        (413, alice.client.post("/api/tasks", content=b" " * 70_000, headers=json)),
        (415, alice.client.post("/api/tasks", content=b"x", headers=origin)),
        (422, alice.client.post("/api/tasks", json={}, headers=origin)),
    ):
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == FRONTEND
        assert answer.headers["vary"] == "Origin"


def test_a_page_may_read_the_path_of_its_new_task(alice: Person) -> None:
    created = alice.client.post("/api/tasks", json={"title": "x"}, headers={"Origin": FRONTEND})
    assert "Location" in created.headers["access-control-expose-headers"].split(", ")


def test_every_answer_varies_by_origin_even_without_one(alice: Person) -> None:
    assert alice.client.get("/api/tasks").headers["vary"] == "Origin"


def test_extra_origins_are_allowed(newcomer: Arrive, database_url: str) -> None:
    extra = ("https://app.example", "http://localhost:5173")
    with service(database_url, better_auth_url="https://Auth.Example:443/", cors_origins=extra) as url:
        client = newcomer(url).client
        for origin in ("https://auth.example", *extra):
            assert preflight(client, origin).headers["access-control-allow-origin"] == origin
        refused(preflight(client, FRONTEND), 400)
