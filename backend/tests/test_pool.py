"""The pool of connections: no failure loses one of its slots, and its queue has only requests that still wait."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import httpx2
import pytest

from app.postgres.connection import Connection
from app.postgres.pool import Pool
from tests.conftest import Arrive
from tests.faults import Api, Postgres
from tests.service import Person, refused, service
from tests.test_streams import files
from tests.traffic import Line, all_at_once, eventually, http_request

UNAVAILABLE = "Service temporarily unavailable"
UNFORESEEN = [
    UnicodeError("label too long"),
    OSError("hush"),
    KeyError("hush"),
    MemoryError("hush"),
    ValueError("hush"),
    asyncio.CancelledError("hush"),
    BaseException("hush"),
]


def kind_of(error: BaseException) -> str:
    return type(error).__name__


# -- the queue --


def test_after_a_thousand_clients_have_disconnected_the_next_one_is_served(server: Postgres, newcomer: Arrive) -> None:
    with files(3000), Api(server.url) as api, ThreadPoolExecutor(1) as background:
        person = newcomer(api.url)
        assert_all_connections_are_open(server, person)
        with server.frozen():
            started = time.monotonic()
            crowd = [Line(api.port) for _ in range(1010)]
            for line in crowd:
                line.send(http_request("GET", "/api/tasks", person.token))
            for line in crowd:
                line.socket.close()
            answer = background.submit(person.client.get, "/api/tasks")
            # A refusal comes at once, a disconnect is noticed after a second.
            while wait([answer], timeout=1.5).done:
                assert time.monotonic() - started < 5, "the queue is still full"
                refused(answer.result(), 503, UNAVAILABLE)
                answer = background.submit(person.client.get, "/api/tasks")
        assert answer.result().status_code == 200


def assert_all_connections_are_open(server: Postgres, person: Person) -> None:
    with ThreadPoolExecutor(1) as background:
        with server.locked():
            answers = background.submit(all_at_once, person.url, person.token, [("GET", "/api/tasks", None)] * 8)
            eventually(lambda: server.active() == 8, within=10)
        assert [answer.status_code for answer, _ in answers.result()] == [200] * 8


def test_a_request_that_stops_waiting_leaves_the_queue_at_once(database_url: str) -> None:
    async def run() -> None:
        pool = Pool(database_url, 1)
        connection = await pool.acquire()
        crowd = [asyncio.create_task(pool.acquire()) for _ in range(1000)]
        await asyncio.sleep(0)
        assert pool.waiting == 1000
        last = crowd.pop()
        for task in crowd:
            task.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
        assert pool.waiting == 1
        pool.release(connection)
        assert await last is connection
        pool.release(connection)
        await pool.close()

    asyncio.run(run())


# -- connecting --


@pytest.mark.parametrize("error", UNFORESEEN, ids=kind_of)
def test_no_exception_while_connecting_loses_a_slot_of_the_pool(
    database_url: str, newcomer: Arrive, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    error: BaseException,
) -> None:  # fmt: skip
    real = Connection.open
    failures = iter([error] * 6)

    async def fail_at_first(url: str) -> Connection:
        if (failure := next(failures, None)) is not None:
            raise failure
        return await real(url)

    monkeypatch.setattr(Connection, "open", fail_at_first)
    with service(database_url, database_pool_size=2) as url:
        person = newcomer(url)
        for _ in range(6):
            answer = person.client.get("/api/tasks")
            refused(answer, 503, UNAVAILABLE)
            assert answer.elapsed.total_seconds() < 2
        answers = all_at_once(url, person.token, [("GET", "/api/tasks", None)] * 8)
        assert [answer.status_code for answer, _ in answers] == [200] * 8
    assert "hush" not in caplog.text
    assert "the database does not answer: CannotConnect" in caplog.text


def test_an_invalid_host_name_is_a_503_at_once_for_every_request(newcomer: Arrive) -> None:
    with service(f"postgresql://{'a' * 64}/todo", database_pool_size=2) as url:
        answers = all_at_once(url, newcomer(url).token, [("GET", "/api/tasks", None)] * 12)
        for answer, seconds in answers:
            refused(answer, 503, UNAVAILABLE)
            assert seconds < 3


# -- resetting --


@pytest.mark.parametrize("error", UNFORESEEN[-3:], ids=kind_of)
def test_no_exception_while_resetting_loses_a_slot_of_the_pool(
    server: Postgres, newcomer: Arrive, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    error: BaseException,
) -> None:  # fmt: skip
    async def fail(_: Any) -> None:
        raise error

    monkeypatch.setattr(Connection, "cancel_statement", fail)
    with service(server.url, database_pool_size=2) as url:
        person = newcomer(url)
        person.add("Before")
        with server.locked():
            for answer, _ in all_at_once(url, person.token, [("GET", "/api/tasks", None)] * 2):
                refused(answer, 503, UNAVAILABLE)
        answers = all_at_once(url, person.token, [("GET", "/api/tasks", None)] * 8)
        assert [answer.status_code for answer, _ in answers] == [200] * 8
    assert "hush" not in caplog.text


def test_a_server_that_cannot_cancel_a_statement_leaves_no_message_in_the_log(
    server: Postgres, newcomer: Arrive
) -> None:
    with Api(server.url) as api:
        person = newcomer(api.url)
        assert_all_connections_are_open(server, person)
        with server.frozen():
            for answer, _ in all_at_once(api.url, person.token, [("GET", "/api/tasks", None)] * 8):
                refused(answer, 503, UNAVAILABLE)
            answer = httpx2.get(f"{api.url}/health/ready", trust_env=False, timeout=30)  # until the pool gives up
            refused(answer, 503, UNAVAILABLE)
        eventually(lambda: person.client.get("/api/tasks").status_code == 200, within=10)
        api.process.terminate()
        assert api.process.wait(timeout=10) == 0
        api.log.seek(0)
        assert "discarded" not in api.log.read()
