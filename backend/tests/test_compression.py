"""Long answers are compressed for clients that accept it, with the same content."""

import gzip
import json
from collections.abc import Iterator

import httpx2
import pytest

from tests.service import Person, refused

GZIP = {"Accept-Encoding": "gzip"}
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def writer(alice: Person) -> Person:
    """A user with a list of 36 kB."""
    create = [{"op": "create", "task": {"title": f"Buy milk {n}", "description": "x" * 100}} for n in range(100)]
    assert alice.client.post("/api/tasks/batch", json={"operations": create}).is_success
    return alice


def raw(person: Person, path: str, headers: dict[str, str], method: str = "GET") -> tuple[httpx2.Response, bytes]:
    """The answer, and its raw bytes."""
    with person.client.stream(method, path, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "gzip, deflate, br, zstd"])
def test_a_long_list_is_compressed_and_has_the_same_content(writer: Person, accepted: str) -> None:
    _, plain = raw(writer, "/api/tasks", PLAIN)
    answer, body = raw(writer, "/api/tasks", {"Accept-Encoding": accepted})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(body))
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert gzip.decompress(body) == plain
    assert len(body) < len(plain) / 4


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br, gzip; q=0.0", "deflate", "*;q=0", "xgzip"])
def test_a_client_that_does_not_accept_it_gets_the_plain_answer(writer: Person, accepted: str) -> None:
    answer, body = raw(writer, "/api/tasks", {"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers
    assert len(json.loads(body)["data"]) == 100


@pytest.mark.parametrize("path", ["/api/me/export", "/api/me/export?format=csv", "/api/me/export?format=ics"])
def test_an_export_is_compressed_as_it_streams(writer: Person, path: str) -> None:
    _, plain = raw(writer, path, PLAIN)
    answer, body = raw(writer, path, GZIP)
    assert answer.headers["content-encoding"] == "gzip"
    without_moment = [line for line in plain.splitlines() if not line.startswith(b"DTSTAMP")]
    assert [line for line in gzip.decompress(body).splitlines() if not line.startswith(b"DTSTAMP")] == without_moment


def test_a_short_answer_is_not_compressed(alice: Person) -> None:
    alice.add()
    for path in ("/api/tasks", "/health"):
        assert "content-encoding" not in raw(alice, path, GZIP)[0].headers
    refused(alice.client.get("/api/tasks/nothing", headers=GZIP), 404)


def test_the_tag_is_the_same_and_matches(writer: Person) -> None:
    tags = {raw(writer, "/api/tasks", headers)[0].headers["etag"] for headers in (GZIP, PLAIN)}
    (tag,) = tags
    answer, body = raw(writer, "/api/tasks", GZIP | {"If-None-Match": tag})
    assert (answer.status_code, body, "content-encoding" in answer.headers) == (304, b"", False)


def test_head_has_the_headers_of_get(writer: Person) -> None:
    got, _ = raw(writer, "/api/tasks", GZIP)
    head, body = raw(writer, "/api/tasks", GZIP, "HEAD")
    assert body == b""
    assert [head.headers[name] for name in ("content-length", "content-encoding", "etag")] == [
        got.headers[name] for name in ("content-length", "content-encoding", "etag")
    ]


def lines_of(answer: httpx2.Response) -> Iterator[str]:
    return (line for line in answer.iter_lines() if line)


def test_an_event_stream_is_not_compressed_and_not_delayed(alice: Person) -> None:
    with alice.client.stream("GET", "/api/events", headers=GZIP) as answer:
        assert "content-encoding" not in answer.headers
        lines = lines_of(answer)
        assert next(lines)
        task = alice.add("Heard of at once")
        assert any(task["id"] in line for line in lines)
