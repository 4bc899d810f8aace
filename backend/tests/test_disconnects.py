"""A client that disconnects during its statement: the statement is cancelled, and nobody else is affected."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.faults import Api, Postgres
from tests.service import Person
from tests.traffic import Line, eventually, http_request

NOTICED_SECONDS = 1.0  # the service watches for a disconnect only after this
BATCH = {"operations": [{"op": "create", "task": {"title": "Nobody waits for this"}}] * 3}
REQUESTS: list[tuple[str, str, Any]] = [
    ("GET", "/api/tasks", None),
    ("GET", "/api/me/export", None),
    ("POST", "/api/tasks", {"title": "Nobody waits for this"}),
    ("POST", "/api/tasks/batch", BATCH),
    ("POST", "/api/me/import", [{"title": str(number)} for number in range(1001)]),  # a long write
    ("DELETE", "/api/me", None),
]


@pytest.fixture
def people(server: Postgres) -> Iterator[list[Person]]:
    """One person for each request, and as many connections; afterwards the log of the service is checked."""
    with Api(server.url, DATABASE_POOL_SIZE=str(len(REQUESTS))) as api, ExitStack() as stack:
        people = [Person(api.url) for _ in REQUESTS]
        for person in people:
            stack.callback(person.client.close)
            person.add("Before")
        yield people
        api.process.terminate()
        assert api.process.wait(timeout=10) == 0
        api.log.seek(0)
        log = api.log.read()
        assert "unforeseen" not in log
        assert log.count('"status": 0') == len(REQUESTS)


@pytest.mark.parametrize("stays_for", [NOTICED_SECONDS / 3, NOTICED_SECONDS * 4 / 3])
def test_a_statement_whose_client_has_disconnected_is_cancelled(
    server: Postgres, people: list[Person], stays_for: float
) -> None:
    port = people[0].client.base_url.port or 80
    with server.locked():
        with ExitStack() as stack:
            for person, (method, path, body) in zip(people, REQUESTS, strict=True):
                line = stack.enter_context(Line(port))
                line.send(http_request(method, path, person.token, body))
            eventually(lambda: server.active() == len(REQUESTS), within=5)
            time.sleep(stays_for)
        eventually(lambda: server.active() == 0, within=2 * NOTICED_SECONDS)
    for person in people:
        assert [task["title"] for task in person.tasks()] == ["Before"]
        person.add("Afterwards")
        assert server.titles(person.id) == {"Before": 1, "Afterwards": 1}
