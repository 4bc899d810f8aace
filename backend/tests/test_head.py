"""HEAD has the headers of GET, without the body."""

import json

import httpx2
import pytest

from tests.conftest import Arrive
from tests.service import FRONTEND, Person, service
from tests.test_requests import MISSING_ID
from tests.traffic import Line, http_request

# Headers that may differ between two answers to the same request, or that only describe the body's transfer.
ITS_OWN = {"date", "x-request-id", "transfer-encoding"}


def said(answer: httpx2.Response) -> tuple[int, dict[str, str]]:
    return answer.status_code, {name: value for name, value in answer.headers.items() if name not in ITS_OWN}


@pytest.mark.parametrize(
    "path",
    [
        "/", "/health", "/health/ready", "/docs", "/openapi.json", "/docs/assets/swagger-ui.css", "/api/tasks",
        "/api/tasks?limit=1", "/api/tasks/{}", "/api/tasks/{}/history", "/api/tasks/changes", "/api/me/export",
        "/api/me/export?format=csv", "/nope", f"/api/tasks/{MISSING_ID}", "/api/tasks?sort=junk",
        "/api/tasks/{}/complete",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "headers", [{}, {"Origin": FRONTEND}, {"Accept": "application/problem+json"}, {"Authorization": ""}]
)
def test_the_headers_are_those_of_get(alice: Person, path: str, headers: dict[str, str]) -> None:
    path = path.format(alice.add()["id"])
    alice.add()
    got, head = (alice.client.request(method, path, headers=headers) for method in ("GET", "HEAD"))
    assert said(head) == said(got)
    assert head.content == b""


def test_an_unchanged_resource_is_a_304(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    tag = alice.client.head(path).headers["etag"]
    assert alice.client.head(path, headers={"If-None-Match": tag}).status_code == 304


def test_no_byte_follows_the_headers_and_the_connection_stays_open(alice: Person) -> None:
    assert alice.client.base_url.port is not None
    with Line(alice.client.base_url.port) as line:
        line.socket.settimeout(10)
        for path in ("/api/tasks", "/api/events", "/docs", "/api/me/export", "/nope"):
            line.send(http_request("HEAD", path, alice.token))
            received = b""
            while not received.endswith(b"\r\n\r\n"):
                received += line.socket.recv(65536)
            assert received.startswith(b"HTTP/1.1 404 " if path == "/nope" else b"HTTP/1.1 200 ")
            assert received.count(b"\r\n\r\n") == 1
        line.socket.setblocking(False)
        with pytest.raises(BlockingIOError):
            line.socket.recv(1)


def test_an_event_stream_ends_after_its_headers(alice: Person) -> None:
    with alice.client.stream("GET", "/api/events") as got:
        pass
    head = alice.client.head("/api/events", timeout=5)
    assert said(head) == said(got)


def test_it_changes_nothing_and_is_not_in_the_openapi_document(alice: Person, anonymous: httpx2.Client) -> None:
    assert alice.client.head("/api/undo").status_code == 405
    document = anonymous.get("/openapi.json").json()
    assert not [path for path, methods in document["paths"].items() if "head" in methods]


def test_the_frontend_may_send_it_from_a_browser(anonymous: httpx2.Client) -> None:
    asked = {
        "Origin": FRONTEND,
        "Access-Control-Request-Method": "HEAD",
        "Access-Control-Request-Headers": "authorization",
    }
    assert anonymous.options("/api/tasks", headers=asked).status_code == 200


def test_the_log_names_the_method_head(newcomer: Arrive, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    with service(database_url, log_format="json") as url:
        newcomer(url).client.head("/api/tasks", headers={"X-Request-ID": "a-head"})
    # Other services in this process may write their remaining lines now.
    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines() if '"a-head"' in line]
    assert (line["method"], line["route"], line["status"]) == ("HEAD", "/api/tasks", 200)
    assert line["user"]
