"""Invalid requests are refused in one sentence, and no request without a token can break anything."""

import json
import socket
from collections.abc import Iterator

import httpx2
import pytest

from tests.conftest import Arrive, Sql
from tests.service import FRONTEND, Person, refused, service, token_for

MISSING_ID = "00000000-0000-4000-8000-000000000000"
PROTECTED = [
    ("GET", "/api/tasks"),
    ("POST", "/api/tasks"),
    ("GET", f"/api/tasks/{MISSING_ID}"),
    ("PUT", f"/api/tasks/{MISSING_ID}"),
    ("DELETE", f"/api/tasks/{MISSING_ID}"),
    ("PATCH", f"/api/tasks/{MISSING_ID}/complete"),
    ("PATCH", f"/api/tasks/{MISSING_ID}"),
    ("POST", f"/api/tasks/{MISSING_ID}/restore"),
    ("GET", f"/api/tasks/{MISSING_ID}/history"),
    ("POST", "/api/tasks/batch"),
    ("GET", "/api/tasks/changes"),
    ("POST", "/api/undo"),
]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "Title is required"),
        ({"title": None}, "Title is required"),
        ({"title": ""}, "Title is required"),
        ({"title": " \t\n\u00a0\u2003\x1f"}, "Title is required"),
        ({"title": "x" * 101}, "Title must be at most 100 characters"),
        ({"title": 5}, "Title must be text"),
        ({"title": ["Buy milk"]}, "Title must be text"),
        ({"title": "a\x00b"}, "Title contains a character that cannot be stored"),
        ({"title": "a\ud800b"}, "Title contains a character that cannot be stored"),
        ({"title": "x", "description": "x" * 1001}, "Description must be at most 1000 characters"),
        ({"title": "x", "description": 5}, "Description must be text"),
        ({"title": "x", "description": "\x00"}, "Description contains a character that cannot be stored"),
        ({"title": "x", "description": "\udfff"}, "Description contains a character that cannot be stored"),
        ({"title": "x", "completed": "yes"}, "Completed must be true or false"),
        ({"title": "x", "completed": 1}, "Completed must be true or false"),
        ({"title": "x", "completed": None}, "Completed must be true or false"),
        ({"title": "x", "due_date": "2026-12-31T00:00:00Z"}, "Due date must be a date like 2026-12-31"),
        ({"title": "x", "due_date": "2026-02-30"}, "Due date must be a date like 2026-12-31"),
        ({"title": "x", "due_date": "20261231"}, "Due date must be a date like 2026-12-31"),
        ({"title": "x", "due_date": "2026-W53-4"}, "Due date must be a date like 2026-12-31"),
        ({"title": "x", "due_date": "0000-01-01"}, "Due date must be a date like 2026-12-31"),
        ({"title": "x", "due_date": "1767139200"}, "Due date must be a date like 2026-12-31"),
        ({"title": "x", "due_date": ""}, "Due date must be a date like 2026-12-31"),
        ({"title": "x", "due_date": 1767139200}, "Due date must be a date like 2026-12-31"),
        ({"title": "x", "due_date": {}}, "Due date must be a date like 2026-12-31"),
        (
            {"title": "", "description": "x" * 1001, "completed": 0},
            "Title is required; Description must be at most 1000 characters; Completed must be true or false",
        ),
    ],
)
def test_an_error_is_named_when_creating_and_when_updating(alice: Person, body: object, sentence: str) -> None:
    task = alice.add()
    text = json.dumps(body)  # with escapes, the only way to send lone surrogates
    refused(alice.post_raw(text), 422, sentence)
    path = f"/api/tasks/{task['id']}"
    headers = {"Content-Type": "application/json"}
    refused(alice.client.put(path, content=text, headers=headers), 422, sentence)
    assert alice.tasks() == [task]


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("/api/tasks", {"title": "x", "list_id": "\ud800"}, "List id {}"),
        ("/api/tasks", {"title": "x", "parent_id": "\ud800"}, "Parent id {}"),
        ("/api/tasks", {"title": "x", "repeat_from": "\ud800"}, "Repeat from {}"),
        (
            "/api/tasks/batch",
            {"operations": [{"op": "create", "id": "\ud800", "task": {"title": "x"}}]},
            "Operation 0: Id {}",
        ),
        ("/api/lists", {"name": "x", "color": "\ud800"}, "Color {}"),
        ("/api/me/import", [{"title": "x", "id": "\ud800"}], "Task 1: Id {}"),
    ],
)
def test_half_a_surrogate_pair_is_refused_in_one_sentence_also_where_the_text_is_never_shown(
    alice: Person, path: str, body: object, sentence: str
) -> None:
    answer = alice.client.post(path, content=json.dumps(body), headers={"Content-Type": "application/json"})
    refused(answer, 422, sentence.format("contains a character that cannot be stored"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"title": "x"',
        b'{"title": "x"}}',
        b"{'title': 'x'}",
        b'{"title": "\xff"}',
        '{"title": "x"}'.encode("utf-16"),
        b'\xef\xbb\xbf{"title": "x"}',
        b'{"title": "a\nb"}',
        b'{"title": NaN}',
        b'{"title": "x", "n": Infinity}',
        b'{"title": "x", "n": -Infinity}',
        b'{"title": "x", "n": 1e400}',
        b'{"title": "x", "n": ' + b"9" * 5000 + b"}",
        b"[" * 30_000,
        b'{"a":' * 10_000,
        b"[" * 30_000 + b"]" * 30_000,
    ],
)
def test_invalid_json_is_refused(alice: Person, body: bytes) -> None:
    refused(alice.post_raw(body), 422, "Request body is not valid JSON")


@pytest.mark.parametrize("body", ["[]", '"title"', "5", "true", "null", '[{"title": "x"}]'])
def test_a_body_that_is_no_object_is_refused(alice: Person, body: str) -> None:
    refused(alice.post_raw(body), 422, "Request body must be a JSON object")


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON", "application/json; charset=utf-8", "application/json ;x=y"]
)
def test_every_spelling_of_the_media_type_json_is_accepted(alice: Person, content_type: str) -> None:
    assert alice.post_raw('{"title": "x"}', content_type).status_code == 201


@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json",
     "application/jsonp", "application/merge-patch+json", "application/json, text/plain", "x" * 60_000, ";" * 60_000],
)  # fmt: skip
def test_any_other_content_type_is_refused(alice: Person, content_type: str | None) -> None:
    refused(alice.post_raw('{"title": "x"}', content_type), 415, "Content-Type must be application/json")


def test_a_compressed_body_is_refused(alice: Person) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = alice.client.post("/api/tasks", content=b"\x1f\x8b\x08", headers=headers)
    refused(answer, 415, "Compressed request bodies are not accepted")


def test_a_missing_task_and_an_invalid_id_look_the_same(alice: Person) -> None:
    absent = alice.client.get(f"/api/tasks/{MISSING_ID}")
    refused(absent, 404, "Task not found")
    task_id = alice.add()["id"]
    for text in (
        "1", "nonsense", task_id.replace("-", ""), f"{{{task_id}}}", f"urn:uuid:{task_id}", f"{task_id}%20",
        "%00", "null", "%F0%9F%A5%9B", "..%5c", "x" * 4000, task_id[:-1], f"{task_id}0", "%ED%A0%80", "\uff11" * 32,
        "%0A", "abc%0A", f"{task_id}%0A", "%0Aabc", f"%0A{task_id}", "a%0Ab", "%0A%0A", f"{task_id}%0D%0A",
        "batch%0A", "changes%0A", "%2F", "a%2Fb", f"{task_id}%2F", f"{task_id}%2fcomplete", "batch%2F",
    ):  # fmt: skip
        for method, suffix, body in (
            ("GET", "", None), ("PUT", "", {"title": "x"}), ("DELETE", "", None), ("PATCH", "/complete", None),
            ("PATCH", "", {"title": "x"}), ("POST", "/restore", None), ("GET", "/history", None),
        ):  # fmt: skip
            answer = alice.client.request(method, f"/api/tasks/{text}{suffix}", json=body)
            assert (answer.status_code, answer.content) == (404, absent.content), text
            assert answer.headers["content-length"] == absent.headers["content-length"]


@pytest.mark.parametrize(
    "path",
    [
        "/nope",
        "/api",
        "/api/",
        "/api/tasks/",
        f"/api/tasks/{MISSING_ID}/",
        "/API/tasks",
        "/health%2Fready",
        "/api%2Ftasks",
    ],
)
def test_an_unknown_path_is_a_404_and_never_a_redirect(alice: Person, path: str) -> None:
    refused(alice.client.get(path), 404, "Not found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/tasks", "GET, HEAD, POST"),
        ("PUT", "/api/tasks", "GET, HEAD, POST"),
        ("POST", f"/api/tasks/{MISSING_ID}", "DELETE, GET, HEAD, PATCH, PUT"),
        ("GET", f"/api/tasks/{MISSING_ID}/complete", "PATCH"),
        ("POST", "/health", "GET, HEAD"),
        ("POST", "/docs", "GET, HEAD"),
        ("POST", "/openapi.json", "GET, HEAD"),
        ("POST", "/docs/assets/swagger-ui.css", "GET, HEAD"),
        ("HEAD", "/api/undo", "POST"),
        ("PUT", "/api/tasks/batch", "POST"),
        ("PROPFIND", "/api/tasks", "GET, HEAD, POST"),
        ("OPTIONS", "/api/tasks", "GET, HEAD, POST"),
        ("TRACE", "/api/tasks", "GET, HEAD, POST"),
    ],
)
def test_a_405_lists_the_allowed_methods(alice: Person, method: str, path: str, allowed: str) -> None:
    answer = alice.client.request(method, path)
    if method != "HEAD":
        refused(answer, 405, "Method not allowed")
    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize(
    "path",
    [
        "/api/tasks", "/api/tasks/{}/complete", "/api/tasks/{}/history", "/api/tasks/{}/restore", "/api/undo",
        "/api/events", "/api/me", "/api/me/export", "/health", "/health/ready", "/", "/docs", "/openapi.json",
        "/docs/assets/swagger-ui.css",
    ],
)  # fmt: skip
def test_a_path_with_anything_after_it_is_another_path(alice: Person, path: str) -> None:
    task_id = alice.add()["id"]
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"):
        for end in ("%0A", "%0A%0A"):
            answer = alice.client.request(method, path.format(task_id) + end)
            if method == "HEAD":
                assert answer.status_code == 404
            else:
                refused(answer, 404, "Not found")
    assert [task["completed"] for task in alice.tasks()] == [False]


# -- size --


def padded(size: int) -> bytes:
    return b'{"title": "x"}'.ljust(size)


def test_a_body_of_64_kib_is_the_largest(alice: Person) -> None:
    assert alice.post_raw(padded(64 * 1024)).status_code == 201
    refused(alice.post_raw(padded(64 * 1024 + 1)), 413, "Request body is too large")


def test_a_length_may_begin_with_zeros(alice: Person) -> None:
    content = b'{"title": "x"}'
    headers = {"Content-Type": "application/json", "Content-Length": f"{len(content):020}"}
    assert alice.client.post("/api/tasks", content=content, headers=headers).status_code == 201


def test_a_chunked_body_is_counted(alice: Person) -> None:
    def chunks(total: int) -> Iterator[bytes]:
        yield from (b'{"title": "x"}', *[b" " * 1024] * (total // 1024 - 1), b" " * (1024 - 14))

    assert alice.post_raw(chunks(64 * 1024)).status_code == 201  # type: ignore[arg-type]
    refused(alice.post_raw(chunks(65 * 1024)), 413, "Request body is too large")  # type: ignore[arg-type]


@pytest.mark.parametrize(("method", "path"), PROTECTED)
def test_a_declared_size_is_refused_before_the_body_is_sent(alice: Person, method: str, path: str) -> None:
    with socket.create_connection((alice.client.base_url.host, alice.client.base_url.port or 80)) as connection:
        connection.sendall(
            f"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {alice.token}\r\nOrigin: {FRONTEND}\r\n"
            f"Content-Type: application/json\r\nContent-Length: 20000000\r\n\r\n".encode()
        )
        answer = ""
        while not answer.endswith("}"):
            answer += connection.recv(65536).decode()
    assert answer.startswith("HTTP/1.1 413 ")
    assert f"access-control-allow-origin: {FRONTEND}" in answer
    assert '{"detail":"Request body is too large"}' in answer


# -- credentials first --


@pytest.mark.parametrize(("method", "path"), PROTECTED)
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b""),
        ({"Content-Type": "application/json"}, b"junk"),
        ({"Content-Type": "text/plain"}, b"junk"),
        ({"Content-Type": "application/json"}, b"\xff" * 100_000),
    ],
)
def test_without_a_token_it_is_a_401_whatever_else_is_wrong(
    anonymous: httpx2.Client, method: str, path: str, headers: dict[str, str], body: bytes
) -> None:
    answer = anonymous.request(method, f"{path}?sort=junk", content=body, headers=headers)
    refused(answer, 401, "Missing authentication credentials")


def test_a_request_without_a_token_is_refused_before_its_body_is_sent(anonymous: httpx2.Client) -> None:
    with socket.create_connection((anonymous.base_url.host, anonymous.base_url.port or 80)) as connection:
        connection.sendall(b"POST /api/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 401 ")


def test_a_client_that_disconnects_during_its_request_affects_nobody(alice: Person, sql: Sql) -> None:
    for _ in range(30):
        with socket.create_connection((alice.client.base_url.host, alice.client.base_url.port or 80)) as connection:
            connection.sendall(
                f"POST /api/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {alice.token}\r\n"
                'Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"title"'.encode()
            )
    assert alice.add()["title"] == "Buy milk"
    assert len(alice.tasks()) == 1


# -- faults of the service --


def test_an_unreachable_database_is_a_503_that_says_when_to_retry(newcomer: Arrive, postgres: str) -> None:
    with service(postgres.replace("/postgres?", "/no-such-database?")) as url:
        answer = newcomer(url).client.get("/api/tasks", headers={"Origin": FRONTEND})
        refused(answer, 503, "Service temporarily unavailable")
        assert answer.headers["retry-after"] == "1"
        assert answer.headers["access-control-allow-origin"] == FRONTEND


def test_a_file_of_the_documentation_can_only_be_read(anonymous: httpx2.Client) -> None:
    path = "/docs/assets/swagger-ui.css"
    assert anonymous.get(path).status_code == 200
    refused(anonymous.post(path), 405, "Method not allowed")
    refused(anonymous.get(f"{path}.map.none"), 404, "Not found")


def test_an_unforeseen_error_is_a_500_that_reveals_nothing(
    newcomer: Arrive, postgres: str, caplog: pytest.LogCaptureFixture
) -> None:
    # A database without our tables: every statement fails with an error that no code handles.
    with service(postgres) as url:
        person = newcomer(url)
        answer = person.client.post("/api/tasks", json={"title": "Secret plan"}, headers={"Origin": FRONTEND})
        refused(answer, 500, "An internal error occurred")
        assert answer.headers["access-control-allow-origin"] == FRONTEND
    assert "unforeseen InvalidSchemaName" in caplog.text
    assert "Secret plan" not in caplog.text
    assert person.id not in caplog.text
    assert person.token not in caplog.text


@pytest.mark.parametrize(
    "user_id", ["1", "x" * 255, "4f6c1f0e-2b1a-4c3d-9e8f-0a1b2c3d4e5f", "Zoë/🦊 'x' %s", "../admin", " "]
)
def test_any_text_of_up_to_255_characters_is_a_user_id(newcomer: Arrive, user_id: str) -> None:
    assert newcomer(id=user_id).add()["user_id"] == user_id
    assert newcomer(id=user_id, token=token_for(user_id)).tasks()
