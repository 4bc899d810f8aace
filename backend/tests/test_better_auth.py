"""A real Better Auth on the same database: every token it issues, its key rotation, its outage."""

import os
import time
from collections.abc import Iterator

import psycopg
import pytest

from devtools.postgres import ensure_database
from tests.better_auth import Account, Algorithm, BetterAuthServer, node_is_available
from tests.conftest import Arrive, migrate
from tests.service import SECRET, Person, refused, service

# CI has Node, so that the tests fail there instead of being skipped.
pytestmark = pytest.mark.skipif(
    not node_is_available() and "CI" not in os.environ, reason="Better Auth needs Node 20 or newer"
)

INVALID, NOBODY = "Invalid or expired token", "Token missing user identifier"


@pytest.fixture(scope="module")
def shared_database(postgres: str) -> str:
    """A database with Better Auth's tables in `public`, before ours are made."""
    return ensure_database(postgres, "shared_with_better_auth")


@pytest.fixture(scope="module")
def better_auth(shared_database: str) -> Iterator[BetterAuthServer]:
    with BetterAuthServer(shared_database, secret=SECRET) as server:
        migrate(shared_database)
        yield server


@pytest.fixture(scope="module")
def url(better_auth: BetterAuthServer, shared_database: str) -> Iterator[str]:
    """The service with only the three required variables."""
    with service(shared_database, better_auth_url=better_auth.url) as url:
        yield url


@pytest.fixture(scope="module")
def ada(better_auth: BetterAuthServer) -> Account:
    return better_auth.sign_up("ada@example.com")


def test_signing_up_signing_in_and_keeping_tasks(ada: Account, newcomer: Arrive) -> None:
    """The plan's whole journey, with the token of `authClient.token()`."""
    person = newcomer(token=ada.token())
    task = person.add("Buy milk")
    assert task["user_id"] == ada.user_id
    assert person.tasks() == [task]
    assert person.client.patch(f"/api/tasks/{task['id']}/complete").json()["data"]["completed"] is True
    assert person.client.delete(f"/api/tasks/{task['id']}").status_code == 204


@pytest.mark.parametrize("kind", ["token", "header_token", "hs256_token", "custom_sign_token"])
def test_every_kind_of_access_token_is_accepted_for_the_same_user(ada: Account, newcomer: Arrive, kind: str) -> None:
    person = newcomer(token=getattr(ada, kind)())
    assert person.add()["user_id"] == ada.user_id


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("cookie_cache", NOBODY), ("signed_cookie_cache", INVALID), ("verification_token", NOBODY)],
)
def test_tokens_for_other_purposes_are_refused(ada: Account, newcomer: Arrive, kind: str, sentence: str) -> None:
    refused(newcomer(token=getattr(ada, kind)()).client.get("/api/tasks"), 401, sentence)


def test_session_tokens_are_refused(ada: Account, newcomer: Arrive) -> None:
    for token in (ada.session_token, ada.signed_session_token):
        refused(newcomer(token=token).client.get("/api/tasks"), 401, INVALID)


def test_the_token_of_an_address_change_is_refused(ada: Account, newcomer: Arrive) -> None:
    token = ada.change_email_token("ada.lovelace@example.com")
    refused(newcomer(token=token).client.get("/api/tasks"), 401, NOBODY)


def test_tokens_for_other_audiences_are_refused(better_auth: BetterAuthServer, newcomer: Arrive) -> None:
    for claims in ({"exp": 1}, {"aud": ["another-api"]}, {"iss": "https://elsewhere.example"}, {"nbf": 9_999_999_999}):
        token = better_auth.sign({"sub": "ada", **claims})
        refused(newcomer(token=token).client.get("/api/tasks"), 401, INVALID)
    token = better_auth.sign({"sub": "ada", "aud": [better_auth.url, "another-api"]})
    assert newcomer(token=token).client.get("/api/tasks").status_code == 200


def test_tokens_of_a_better_auth_without_a_base_url_are_accepted_only_if_configured(
    better_auth: BetterAuthServer, shared_database: str, newcomer: Arrive
) -> None:
    token = better_auth.sign({"sub": "ada", "iss": "", "aud": ""})
    refused(newcomer(token=token).client.get("/api/tasks"), 401, INVALID)
    with service(shared_database, better_auth_url=better_auth.url, better_auth_require_issuer=False) as url:
        assert newcomer(url, token=token).client.get("/api/tasks").status_code == 200


@pytest.mark.parametrize("algorithm", ["ES256", "ES512", "RS256", "PS256"])
def test_every_algorithm_that_can_be_configured(postgres: str, newcomer: Arrive, algorithm: Algorithm) -> None:
    database = ensure_database(postgres, f"better_auth_{algorithm.lower()}")
    migrate(database)  # ours before Better Auth's: the order does not matter
    with (
        BetterAuthServer(database, secret=SECRET, algorithm=algorithm) as better_auth,
        service(database, better_auth_url=better_auth.url) as url,
    ):
        account = better_auth.sign_up("grace@example.com")
        assert newcomer(url, token=account.token()).add()["user_id"] == account.user_id


def test_rotated_keys_are_fetched_and_old_tokens_stay_valid(
    better_auth: BetterAuthServer, ada: Account, newcomer: Arrive
) -> None:
    before = ada.token()
    assert newcomer(token=before).client.get("/api/tasks").status_code == 200
    better_auth.rotate_keys()
    after = ada.token()
    assert after.split(".")[0] != before.split(".")[0]
    for token in (after, before):
        assert newcomer(token=token).client.get("/api/tasks").status_code == 200


def test_a_changed_address_keeps_the_tasks(
    better_auth: BetterAuthServer, newcomer: Arrive, shared_database: str
) -> None:
    account = better_auth.sign_up("old@example.com")
    kept = newcomer(token=account.token()).add("Kept")
    account.open_link(account.change_email_token("new@example.com"))
    person = newcomer(token=account.token())
    person.add("Another")
    assert kept in person.tasks()
    with psycopg.connect(shared_database) as connection:
        rows = connection.execute('SELECT email FROM todo."user" WHERE id = %s', [account.user_id]).fetchall()
    assert rows == [("new@example.com",)]


def test_two_accounts_see_nothing_of_each_other(better_auth: BetterAuthServer, newcomer: Arrive) -> None:
    first, second = (newcomer(token=better_auth.sign_up(f"{name}@example.com").token()) for name in ("one", "two"))
    task = first.add("Mine alone")
    assert second.tasks() == []
    refused(second.client.get(f"/api/tasks/{task['id']}"), 404, "Task not found")


def test_an_outage_of_better_auth(postgres: str, newcomer: Arrive) -> None:
    database = ensure_database(postgres, "better_auth_outage")
    migrate(database)
    with BetterAuthServer(database, secret=SECRET) as better_auth:
        account = better_auth.sign_up("ada@example.com")
        first, second = account.token(), account.hs256_token()
        with service(database, better_auth_url=better_auth.url) as url:
            better_auth.stop()
            answer = newcomer(url, token=first).client.get("/api/tasks")
            refused(answer, 503, "The sign-in service cannot be reached")
            assert newcomer(url, token=second).client.get("/api/tasks").status_code == 200
            better_auth.start()
            _await_success(newcomer(url, token=first))
            third = account.token()
            better_auth.stop()
            assert newcomer(url, token=third).client.get("/api/tasks").status_code == 200


def _await_success(person: Person) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        answer = person.client.get("/api/tasks")
        if answer.status_code == 200:
            return
        refused(answer, 503)
    raise AssertionError("the service did not come back")


def test_both_schemas_work_in_one_database(better_auth: BetterAuthServer, ada: Account, shared_database: str) -> None:
    with psycopg.connect(shared_database) as connection:
        tables = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables"
            " WHERE table_schema IN ('public', 'todo') ORDER BY 1, 2"
        ).fetchall()
    assert ("public", "user") in tables
    assert ("todo", "user") in tables
    migrate(shared_database, "base", "downgrade")
    assert ada.token()
    migrate(shared_database)
