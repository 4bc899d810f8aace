"""A migration of a table that somebody reads: nobody else waits for long, and it succeeds afterwards."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest

from devtools.postgres import ensure_database
from tests.conftest import BACKEND, Sql, migrate

PATIENCE_SECONDS = 60
WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'todo.task'::regclass AND NOT granted)"


@pytest.fixture
def database(postgres: str) -> str:
    url = ensure_database(postgres, "migration_locks")
    migrate(url)
    return url


@pytest.fixture
def backup(database: str) -> Iterator[Sql]:
    """Somebody who reads the table for a long time, as pg_dump does."""
    with psycopg.connect(database) as connection:
        connection.execute("SELECT FROM todo.task")
        yield connection


def until(observer: Sql, query: str, value: bool) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while observer.execute(query).fetchone() != (value,):
        assert time.monotonic() < deadline, (query, value)
        time.sleep(0.005)


def test_a_migration_lets_others_continue_and_succeeds_when_the_table_is_free(database: str, backup: Sql) -> None:
    with psycopg.connect(database, autocommit=True) as others:
        migration = subprocess.Popen(
            [sys.executable, "-m", "alembic", "downgrade", "base"],
            cwd=BACKEND,
            env=os.environ | {"DATABASE_URL": database},
        )
        try:
            for _ in range(3):
                until(others, WAITS, True)
                others.execute("SET statement_timeout = '2s'")
                others.execute("SELECT FROM todo.task")  # fails if it must wait for the migration
                until(others, WAITS, False)
            backup.rollback()
            assert migration.wait(PATIENCE_SECONDS) == 0
        finally:
            migration.kill()
            migration.wait()
        assert others.execute("SELECT to_regclass('todo.task')").fetchone() == (None,)
