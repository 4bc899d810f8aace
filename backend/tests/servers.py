"""Fixtures for faults: a PostgreSQL for one module, which may be stopped and frozen, and a process of the service."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import Api, Postgres
from tests.service import Person


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="todo-faults-"))
    try:
        with Postgres(folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def api(server: Postgres) -> Iterator[Api]:
    """One process for many tests: each test meets the state that the one before has left."""
    with Api(server.url) as api:
        yield api


@pytest.fixture
def person(api: Api) -> Iterator[Person]:
    person = Person(api.url)
    yield person
    person.client.close()
