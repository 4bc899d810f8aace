"""How long a request waits for PostgreSQL: its own time limit, whatever ran before on the same connection.

There is one connection, so that each request uses that of the request before.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvloop

from app.postgres.channel import StatementTimeout
from app.postgres.connection import Connection
from app.postgres.statement import Statement
from tests.faults import Api, Postgres
from tests.service import Person, refused

UNAVAILABLE = "Service temporarily unavailable"
LARGE = [{"title": str(number)} for number in range(1001)]  # importing it is a long write


@pytest.fixture(scope="module")
def api(server: Postgres) -> Iterator[Api]:
    with Api(server.url, DATABASE_POOL_SIZE="1") as api:
        yield api


def nothing(_: Person) -> None:
    pass


def a_read_that_has_just_begun_its_time(person: Person) -> None:
    person.tasks()


def a_read_a_while_ago(person: Person) -> None:
    person.tasks()
    time.sleep(1.5)  # its time limit would end during the next request


def a_long_write(person: Person) -> None:
    time.sleep(3.5)  # until no earlier request has a timer any more
    assert person.client.post("/api/me/import", json=LARGE).status_code == 200


Before = Callable[[Person], None]
BEFORE: list[Before] = [nothing, a_read_that_has_just_begun_its_time, a_read_a_while_ago, a_long_write]


@pytest.mark.parametrize("before", BEFORE)
def test_a_request_that_gets_no_answer_waits_for_three_seconds(
    server: Postgres, person: Person, before: Before
) -> None:
    person.add()
    before(person)
    with server.locked():
        for _ in range(2):  # the second one follows a time-out
            answer = person.client.get("/api/tasks")
            refused(answer, 503, UNAVAILABLE)
            assert 2.9 < answer.elapsed.total_seconds() < 8
    assert person.tasks()


@pytest.mark.parametrize("before", BEFORE)
def test_a_long_write_has_its_longer_time_limit_after_any_other_request(
    server: Postgres, person: Person, before: Before
) -> None:
    person.add()
    before(person)
    with ThreadPoolExecutor(1) as background:
        with server.locked():
            answer = background.submit(person.client.post, "/api/me/import", json=LARGE)
            time.sleep(4)
            assert not answer.done()
        assert answer.result().json()["data"]["created"] == len(LARGE)


def test_a_statement_can_follow_one_whose_time_limit_has_just_ended(server: Postgres) -> None:
    """uvloop does not store the time of a timer that is due within half a millisecond."""

    async def run() -> None:
        connection = await Connection.open(server.url)
        statement = Statement("SELECT 1", only_reads=True).bind({})
        for _ in range(300):
            try:
                assert await connection.run([statement], timeout=0.0004) == [[b"1"]]
            except StatementTimeout:
                await connection.cancel_statement()
        assert await connection.run([statement]) == [[b"1"]]
        connection.discard()

    uvloop.run(run())
