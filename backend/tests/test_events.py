"""Live changes: sent within a second, each once, until the token expires."""

import json
import socket
import struct
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest

from app.http import event_stream, server
from app.journal import events
from app.main import create_app
from tests.conftest import Arrive, Sql
from tests.service import PATIENCE, Person, refused, serve, service, settings_for, token_for
from tests.traffic import Line, eventually, http_request


class Stream:
    """An open stream of events."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer = answer
        self.lines = answer.iter_lines()

    def next(self) -> tuple[str, str, Any]:
        """The next event: its kind, its id, its data."""
        fields: dict[str, str] = {}
        started = time.monotonic()
        for line in self.lines:
            assert time.monotonic() - started < 29, "nothing but heartbeats came"
            if not line and fields:
                return fields["event"], fields["id"], json.loads(fields["data"])
            if line and not line.startswith(":"):
                name, _, value = line.partition(": ")
                fields[name] = value
        raise EOFError

    def heartbeat(self) -> None:
        for line in self.lines:
            if line.startswith(":"):
                return
        raise EOFError


@contextmanager
def listening(person: Person, since: str | None = None) -> Iterator[Stream]:
    headers = {} if since is None else {"Last-Event-ID": since}
    with person.client.stream("GET", "/api/events", headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Stream(answer)


def test_a_change_is_sent_within_a_second_with_the_token_as_its_id(alice: Person) -> None:
    alice.add("Before")
    with listening(alice) as stream:
        kind, state, _ = stream.next()
        assert kind == "ready"
        assert state == alice.client.get("/api/tasks/changes").json()["next"]
        task = alice.add("Now")
        started = time.monotonic()
        kind, token, news = stream.next()
        assert time.monotonic() - started < 5
        assert (kind, news["data"], news["deleted"]) == ("change", [task], [])
        assert token == news["next"]
        alice.client.delete(f"/api/tasks/{task['id']}")
        assert [gone["id"] for gone in stream.next()[2]["deleted"]] == [task["id"]]


def test_a_client_that_was_disconnected_resumes_where_it_stopped(alice: Person) -> None:
    with listening(alice) as stream:
        alice.add("Heard")
        stream.next()
        token = stream.next()[1]
    missed = [alice.add(f"Missed {n}") for n in range(3)]
    with listening(alice, since=token) as stream:
        assert stream.next()[2]["data"] == missed


def test_nobody_receives_the_changes_of_another_user(alice: Person, bob: Person) -> None:
    with listening(alice) as stream:
        stream.next()
        bob.add("Bob's")
        mine = alice.add("Mine")
        assert stream.next()[2]["data"] == [mine]


@pytest.mark.parametrize("token", ["0123abc-9", "junk", "660edf0400d04-999999"])
def test_a_token_that_the_log_does_not_know_gets_a_reset(alice: Person, token: str) -> None:
    alice.add()
    with listening(alice, since=token) as stream:
        kind, state, _ = stream.next()
        assert kind == "reset"
        task = alice.add("After")
        assert stream.next()[2]["data"] == [task]
        assert state != token


def test_the_stream_ends_with_the_token(alice: Person, newcomer: Arrive) -> None:
    person = newcomer(id=alice.id, token=token_for(alice.id, exp=int(time.time()) + 2))
    with listening(person) as stream:
        stream.next()
        with pytest.raises(EOFError):
            stream.next()


@pytest.mark.parametrize("has_written", [True, False])
def test_a_stream_ends_when_the_account_is_erased(alice: Person, has_written: bool) -> None:
    if has_written:
        alice.add()
    with listening(alice) as stream:
        stream.next()
        alice.client.delete("/api/me")
        with pytest.raises(EOFError):
            stream.next()


@pytest.mark.parametrize("since", [None, "0", "0123abc-9"])
def test_a_token_from_before_an_erasure_opens_no_stream(alice: Person, since: str | None) -> None:
    alice.add()
    alice.client.delete("/api/me")
    headers = {} if since is None else {"Last-Event-ID": since}
    with alice.client.stream("GET", "/api/events", headers=headers) as answer:
        assert answer.status_code == 401
        answer.read()
    refused(answer, 401, "Invalid or expired token")


def test_an_idle_stream_sends_heartbeats(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "HEARTBEAT_SECONDS", 0.2)
    with listening(alice) as stream:
        stream.next()
        stream.heartbeat()
        stream.heartbeat()


def test_a_client_without_a_token_gets_no_stream(anonymous: httpx2.Client) -> None:
    refused(anonymous.get("/api/events"), 401)


def test_every_process_sends_what_any_process_wrote(alice: Person, newcomer: Arrive, database_url: str) -> None:
    with service(database_url) as other, listening(newcomer(other, id=alice.id)) as stream:
        stream.next()
        task = alice.add("Written elsewhere")
        assert stream.next()[2]["data"] == [task]


def test_of_many_concurrent_writers_every_change_comes_once(alice: Person, newcomer: Arrive, sql: Sql) -> None:
    def write(writer: int) -> list[str]:
        person = newcomer(id=alice.id)
        return [person.add(f"{writer}/{n}")["id"] for n in range(10)]

    with listening(alice) as stream:
        stream.next()
        with ThreadPoolExecutor(16) as pool:
            written = [task for tasks in pool.map(write, range(16)) for task in tasks]
        heard: list[str] = []
        while len(heard) < len(written):
            heard += [task["id"] for task in stream.next()[2]["data"]]
    assert sorted(heard) == sorted(written)
    committed = sql.execute("SELECT item_id::text FROM todo.change WHERE user_id = %s ORDER BY seq", [alice.id])
    assert heard == [task for (task,) in committed.fetchall()]


def test_thousands_of_missed_changes_come_in_several_events(alice: Person) -> None:
    alice.add("First")
    token = alice.client.get("/api/tasks/changes").json()["next"]
    for start in range(0, 2200, 100):
        operations = [{"op": "create", "task": {"title": str(start + n)}} for n in range(100)]
        assert alice.client.post("/api/tasks/batch", json={"operations": operations}).status_code == 200
    with listening(alice, since=token) as stream:
        titles = [task["title"] for _ in range(3) for task in stream.next()[2]["data"]]
    assert titles == [str(n) for n in range(2200)]


@contextmanager
def many_streams(person: Person, number: int) -> Iterator[list[Stream]]:
    """That many concurrent requests for a stream; yields the accepted ones, each after its first event."""
    with (
        httpx2.Client(
            base_url=person.url,
            headers=person.client.headers,
            timeout=PATIENCE,
            trust_env=False,
            limits=httpx2.Limits(max_connections=None),
        ) as client,
        ThreadPoolExecutor(number) as pool,
    ):
        asked = [
            pool.submit(client.send, client.build_request("GET", "/api/events"), stream=True) for _ in range(number)
        ]
        answers = [answer.result() for answer in asked]
        try:
            for answer in answers:
                if answer.status_code != 200:
                    answer.read()
                    refused(answer, 429, TOO_MANY)
                    assert int(answer.headers["retry-after"]) > 0
            streams = [Stream(answer) for answer in answers if answer.status_code == 200]
            assert {stream.next()[0] for stream in streams} == {"ready"}
            yield streams
        finally:
            for answer in answers:
                answer.close()


def test_streams_hold_no_connection_to_the_database(newcomer: Arrive, database_url: str) -> None:
    with service(database_url, database_pool_size=1) as url:
        person = newcomer(url)
        with many_streams(person, 20) as streams:
            task = person.add("For all")
            assert [stream.next()[2]["data"] for stream in streams] == [[task]] * 20


# -- the limit --

TOO_MANY = "You have 20 open event streams, which is the limit; close one first"


def test_one_user_has_twenty_streams_at_most_and_others_are_not_affected(alice: Person, bob: Person) -> None:
    with many_streams(alice, 60) as streams:
        assert len(streams) == 20
        assert alice.tasks() == []
        with listening(bob) as stream:
            assert stream.next()[0] == "ready"
    eventually(lambda: opens_a_stream(alice), within=5)


def opens_a_stream(person: Person) -> bool:
    with person.client.stream("GET", "/api/events") as answer:
        return answer.status_code == 200


def leaves(person: Person, stream: Stream) -> None:
    stream.answer.close()


def token_ends(person: Person, stream: Stream) -> None:
    with pytest.raises(EOFError):
        stream.next()


def account_is_erased(person: Person, stream: Stream) -> None:
    person.client.delete("/api/me")
    token_ends(person, stream)


@pytest.mark.parametrize("ends", [leaves, token_ends, account_is_erased])
def test_a_stream_frees_its_place_however_it_ends(
    newcomer: Arrive, monkeypatch: pytest.MonkeyPatch, ends: Callable[[Person, Stream], None]
) -> None:
    monkeypatch.setattr(events, "MAX_STREAMS", 1)
    person = newcomer()
    seconds = 3 if ends is token_ends else 900
    listener = newcomer(id=person.id, token=token_for(person.id, exp=int(time.time()) + seconds))
    with listening(listener) as stream:
        stream.next()
        assert not opens_a_stream(person)
        ends(person, stream)
        again = newcomer(id=person.id, token=token_for(person.id, iat=int(time.time()) + 2))  # after the erasure
        eventually(lambda: opens_a_stream(again), within=5)


def test_a_stream_whose_connection_is_reset_frees_its_place(newcomer: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MAX_STREAMS", 1)
    person = newcomer()
    for _ in range(5):
        with Line(httpx2.URL(person.url).port or 0) as line:
            line.send(http_request("GET", "/api/events", person.token))
            # A reset instead of a normal close, maybe before the first byte of the answer.
            line.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    eventually(lambda: opens_a_stream(person), within=5)


def test_a_stream_whose_client_has_vanished_frees_its_place(
    newcomer: Arrive, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client acknowledges nothing: here because its buffer is full, in reality because it is gone."""
    monkeypatch.setattr(events, "MAX_STREAMS", 1)
    monkeypatch.setattr(server, "UNACKNOWLEDGED_SECONDS", 1)
    with serve(create_app(settings_for(database_url)), http=server.BoundedHttpProtocol) as url:
        person = newcomer(url)
        with socket.socket() as vanished:
            vanished.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            vanished.connect(("127.0.0.1", httpx2.URL(url).port))
            vanished.sendall(http_request("GET", "/api/events", person.token))
            assert vanished.recv(1000).startswith(b"HTTP/1.1 200 ")
            assert not opens_a_stream(person)
            operations = [{"op": "create", "task": {"title": "x", "description": "x" * 1000}}] * 100
            assert person.client.post("/api/tasks/batch", json={"operations": operations}).status_code == 200
            eventually(lambda: opens_a_stream(person), within=15)


def test_a_refused_stream_takes_no_place(newcomer: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MAX_STREAMS", 1)
    person = newcomer()
    person.client.delete("/api/me")
    for _ in range(3):
        refused(person.client.get("/api/events"), 401)
    again = newcomer(id=person.id, token=token_for(person.id, iat=int(time.time()) + 2))
    assert opens_a_stream(again)
