"""Two versions in turn on one database: what an old version does on a newer schema."""

import asyncio
import subprocess
from collections.abc import Iterator

import httpx2
import psycopg
import pytest

from app.database import Database, newest_revision
from devtools.postgres import ensure_database
from tests.conftest import Arrive, Sql, migrate
from tests.service import PATIENCE, refused, service
from tests.test_database import alembic

MINE = int(newest_revision())
NOT_NOW = "The database schema is not up to date"
NOTHING_TO_DO = "The database is at a newer revision, which still supports this version: nothing to do"
TOO_OLD = "The database is at a newer revision, which no longer supports this version: deploy a newer one"


@pytest.fixture(scope="module")
def shared(postgres: str) -> str:
    database = ensure_database(postgres, "rolling_deploys")
    migrate(database)
    return database


@pytest.fixture
def schema(shared: str) -> Iterator[Sql]:
    """The migrated database, where a test may change the revision; afterwards it is restored."""
    with psycopg.connect(shared, autocommit=True) as connection:
        (before,) = connection.execute("SELECT to_regclass('todo.supports')").fetchall()
        connection.execute("CREATE TABLE IF NOT EXISTS todo.supports (oldest_revision varchar NOT NULL)")
        kept = connection.execute("SELECT oldest_revision FROM todo.supports").fetchall()
        yield connection
        connection.execute("UPDATE todo.alembic_version SET version_num = %s", [newest_revision()])
        connection.execute("DROP TABLE IF EXISTS todo.supports")
        if before != (None,):
            connection.execute("CREATE TABLE todo.supports (oldest_revision varchar NOT NULL)")
            connection.cursor().executemany("INSERT INTO todo.supports VALUES (%s)", kept)


@pytest.fixture(scope="module")
def client(shared: str) -> Iterator[httpx2.Client]:
    with service(shared) as url, httpx2.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
        yield client


def pretend(schema: Sql, revision: str, *oldest: str) -> None:
    """Set the revision, and the oldest revision that the schema supports, as a newer version would."""
    schema.execute("UPDATE todo.alembic_version SET version_num = %s", [revision])
    schema.execute("DELETE FROM todo.supports")
    for one in oldest:
        schema.execute("INSERT INTO todo.supports VALUES (%s)", [one])


def upgrade(shared: str) -> subprocess.CompletedProcess[str]:
    return alembic(shared, "upgrade", "head")


@pytest.mark.parametrize("oldest", [f"{MINE:04}", f"{MINE - 1:04}", "0001", str(MINE)])
@pytest.mark.parametrize("revision", [f"{MINE + 1:04}", "9999", "10000"])
def test_an_old_version_stays_ready_on_a_newer_schema_that_supports_it(
    schema: Sql, shared: str, client: httpx2.Client, newcomer: Arrive, revision: str, oldest: str
) -> None:
    pretend(schema, revision, oldest)
    assert client.get("/health/ready").status_code == 200
    assert newcomer(str(client.base_url)).add()


def test_migrations_of_an_old_version_have_nothing_to_do_on_a_newer_schema_that_supports_it(
    schema: Sql, shared: str
) -> None:
    pretend(schema, f"{MINE + 2:04}", f"{MINE:04}")
    run = upgrade(shared)
    assert run.returncode == 0, run.stderr
    assert NOTHING_TO_DO in run.stdout
    assert schema.execute("SELECT version_num FROM todo.alembic_version").fetchall() == [(f"{MINE + 2:04}",)]


@pytest.mark.parametrize("oldest", [[f"{MINE + 1:04}"], ["10000"], ["junk"], [""], []], ids=str)
def test_an_old_version_is_not_ready_on_a_newer_schema_that_does_not_support_it(
    schema: Sql, client: httpx2.Client, oldest: list[str]
) -> None:
    pretend(schema, f"{MINE + 2:04}", *oldest)
    refused(client.get("/health/ready"), 503, NOT_NOW)


@pytest.mark.parametrize("oldest", [[f"{MINE + 1:04}"], []], ids=str)
def test_migrations_of_an_old_version_fail_on_a_newer_schema_that_does_not_support_it(
    schema: Sql, shared: str, oldest: list[str]
) -> None:
    pretend(schema, f"{MINE + 2:04}", *oldest)
    run = upgrade(shared)
    assert run.returncode != 0
    assert TOO_OLD in run.stdout + run.stderr
    assert "Traceback" not in run.stderr


def test_without_the_oldest_supported_revision_only_the_same_revision_is_ready(
    schema: Sql, shared: str, client: httpx2.Client
) -> None:
    schema.execute("DROP TABLE todo.supports")
    assert client.get("/health/ready").status_code == 200
    schema.execute("UPDATE todo.alembic_version SET version_num = %s", [f"{MINE + 1:04}"])
    refused(client.get("/health/ready"), 503, NOT_NOW)
    run = upgrade(shared)
    assert run.returncode != 0
    assert TOO_OLD in run.stdout + run.stderr


@pytest.mark.parametrize("revision", [f"{MINE - 1:04}", "junk", "9999_of_a_branch"])
def test_a_revision_that_is_older_or_no_number_is_not_up_to_date(
    schema: Sql, client: httpx2.Client, revision: str
) -> None:
    pretend(schema, revision, "0001")
    refused(client.get("/health/ready"), 503, NOT_NOW)


def test_autogenerate_does_not_touch_the_table_of_supported_revisions(schema: Sql, shared: str) -> None:
    run = alembic(shared, "check")
    assert run.returncode == 0, run.stdout


def test_being_ready_is_one_statement(schema: Sql, shared: str) -> None:
    pretend(schema, newest_revision(), newest_revision())

    async def statements() -> int:
        async with Database(shared, 1) as database:
            assert await database.is_migrated()
            return database.requests

    assert asyncio.run(statements()) == 1


def test_only_an_upgrade_has_nothing_to_do(schema: Sql, shared: str) -> None:
    pretend(schema, f"{MINE + 1:04}", f"{MINE:04}")
    for command in (("downgrade", "base"), ("check",)):
        assert alembic(shared, *command).returncode != 0
    assert schema.execute("SELECT count(*) FROM todo.task").fetchall()
