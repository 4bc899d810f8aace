"""Fixtures: a PostgreSQL and a running service for each worker, and users without any data."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import httpx2
import hypothesis
import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from app.http import logs
from devtools.postgres import embedded_postgres, ensure_database
from tests.service import PATIENCE, Person, free_port, service

Sql = psycopg.Connection[tuple[Any, ...]]

pytest_plugins = ["tests.servers"]

BACKEND = Path(__file__).resolve().parent.parent

# A failure on one machine must be reproducible on another; and a slow machine is no fault of the code.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, print_blob=True)

# For `make explore`: other examples each time. A failure prints how to reproduce it, and is tried first the next time.
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)
hypothesis.settings.load_profile("suite")  # unless `--hypothesis-profile` names the other profile


def examples(number: int, **options: Any) -> hypothesis.settings:
    """Settings with that number of examples in the suite; with the profile `explore`, the profile's number."""
    if hypothesis.settings.get_current_profile_name() == "suite":
        options["max_examples"] = number
    return hypothesis.settings(**options)


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_this_machine() -> None:
    for name in ("BETTER_AUTH_SECRET", "BETTER_AUTH_URL", "DATABASE_URL", "CORS_ORIGINS"):
        os.environ.pop(name, None)
    logs.FLUSH_SECONDS = 0  # so that the test that causes a line still captures it
    logs.write = _write_if_captured


def _write_if_captured(lines: str) -> None:
    """What a service in a thread logs between two tests belongs to neither, and would hide the output of a failure."""
    if sys.stderr is not sys.__stderr__:
        sys.stderr.write(lines)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL for this worker; yields the URL of its maintenance database."""
    folder = Path(tempfile.mkdtemp(prefix="todo-test-"))
    try:
        with embedded_postgres(folder / "postgres", is_temporary=True) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def migrate(database_url: str, revision: str = "head", direction: str = "upgrade") -> None:
    """Run Alembic as an operator would."""
    subprocess.run(
        [sys.executable, "-m", "alembic", direction, revision],
        cwd=BACKEND,
        env=os.environ | {"DATABASE_URL": database_url},
        check=True,
    )


@pytest.fixture(scope="session")
def database_url(postgres: str) -> str:
    """A database whose tables the migrations made."""
    url = ensure_database(postgres, "todo")
    migrate(url)
    return url


@pytest.fixture(scope="session")
def url(database_url: str) -> Iterator[str]:
    """The address of the running service."""
    with service(database_url) as url:
        yield url


@pytest.fixture
def sql(database_url: str) -> Iterator[Sql]:
    """Direct access to the database."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def days_later(sql: Sql, person: Person, days: int, *tokens: str) -> list[str]:
    """Make everything a person has written that many days older; returns the tokens as they would be then."""
    shift = {"owner": person.id, "days": days}
    sql.execute("UPDATE todo.change SET at = at - %(days)s * interval '1 day' WHERE user_id = %(owner)s", shift)
    sql.execute(
        """UPDATE todo."user" SET changed_at = changed_at - %(days)s * interval '1 day' WHERE id = %(owner)s""", shift
    )
    moments = [(int(moment, 16), seq) for moment, _, seq in (token.partition("-") for token in tokens)]
    return [f"{moment - days * 86_400_000_000:x}-{seq}" for moment, seq in moments]


def trashed_days_ago(sql: Sql, person: Person, days: int, *ids: str) -> None:
    """Make what is in a person's trash, or only these items of it, have been there for that many days longer."""
    for kind in ("task", "list"):
        sql.execute(
            SQL(
                "WITH moved AS (UPDATE todo.{} SET deleted_at = deleted_at - %(days)s * interval '1 day'"
                " WHERE user_id = %(owner)s AND deleted_at IS NOT NULL AND (%(all)s OR id = ANY (%(ids)s::uuid[]))"
                " RETURNING seq)"
                " UPDATE todo.change line SET at = line.at - %(days)s * interval '1 day'"
                " FROM moved WHERE line.user_id = %(owner)s AND line.seq = moved.seq"
            ).format(Identifier(kind)),
            {"owner": person.id, "days": days, "all": not ids, "ids": list(ids)},
        )


class Arrive(Protocol):
    """Makes a person; without an id, one that the service does not know."""

    def __call__(self, url: str = "", **known: str) -> Person: ...


@pytest.fixture
def newcomer(url: str) -> Iterator[Arrive]:
    people: list[Person] = []
    shared_url = url

    def arrive(url: str = "", **known: str) -> Person:
        people.append(Person(url or shared_url, **known))
        return people[-1]

    yield arrive
    for person in people:
        person.client.close()


@pytest.fixture
def alice(newcomer: Arrive) -> Person:
    return newcomer()


@pytest.fixture
def bob(newcomer: Arrive) -> Person:
    return newcomer()


@pytest.fixture
def anonymous(url: str) -> Iterator[httpx2.Client]:
    """A client without a token."""
    with httpx2.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
        yield client


@pytest.fixture
def port() -> int:
    """A port on which nothing listens."""
    return free_port()
