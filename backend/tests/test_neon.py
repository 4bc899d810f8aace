"""Neon's direct and pooled addresses, with real programs: PostgreSQL and PgBouncer, both with TLS and SCRAM."""

import contextlib
import logging
import os
import re
import select
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.conftest import Arrive, migrate
from tests.debian import OWNER, Authority, DebianPostgres, PgBouncer, are_installed, until
from tests.service import Person, refused, service
from tests.traffic import Writers

# CI installs them, so that the tests fail there instead of being skipped.
NEEDS = "Debian's packages postgresql and pgbouncer are needed"
pytestmark = pytest.mark.skipif(not are_installed() and "CI" not in os.environ, reason=NEEDS)

ROUNDS, CLIENTS = 4, 16
AS_NEON_GIVES_IT = {"sslmode": "require", "channel_binding": "require"}
# Settings that PgBouncer sets for each client, as the client requested when it connected.
POOLERS_OWN = ["application_name", "client_encoding", "DateStyle", "standard_conforming_strings", "TimeZone"]


@pytest.fixture(scope="module")
def neon() -> Iterator[DebianPostgres]:
    """A PostgreSQL with two databases, each migrated through the address in its name."""
    assert are_installed(), NEEDS
    with DebianPostgres() as neon:
        neon.create_database("direct")
        migrate(neon.url("direct", **AS_NEON_GIVES_IT))
        neon.create_database("pooled")
        with PgBouncer(neon) as pgbouncer:
            migrate(pgbouncer.url("pooled"))
            assert left_behind(pgbouncer) == []
        yield neon


@pytest.fixture(scope="module")
def url(neon: DebianPostgres) -> Iterator[str]:
    """The service at the direct address."""
    with service(neon.url("direct", **AS_NEON_GIVES_IT)) as url:
        yield url


@pytest.fixture
def pgbouncer(neon: DebianPostgres) -> Iterator[PgBouncer]:
    """A pooler for this test, with new server connections."""
    with PgBouncer(neon) as pgbouncer:
        yield pgbouncer


def left_behind(pgbouncer: PgBouncer) -> list[tuple[Any, ...]]:
    """Session state in the pooler's two server connections that would affect their next client."""
    with contextlib.ExitStack() as both:
        connect, url = psycopg.connect, pgbouncer.url("pooled")
        # A transaction holds a server connection, so that two concurrent ones use different connections.
        sessions = [both.enter_context(connect(url, prepare_threshold=None)) for _ in range(2)]
        pids = [session.execute("SELECT pg_backend_pid()").fetchone() for session in sessions]
        assert len(set(pids)) == 2
        return [
            row
            for session in sessions
            for row in session.execute(
                "SELECT 'prepared', name FROM pg_prepared_statements"
                " UNION ALL SELECT 'set', name || ' = ' || setting FROM pg_settings"
                "           WHERE source = 'session' AND name <> ALL (%s)"
                " UNION ALL SELECT 'listening', pg_listening_channels()"
                " UNION ALL SELECT 'locked', objid::text FROM pg_locks WHERE locktype = 'advisory'"
                " UNION ALL SELECT 'temporary', relname FROM pg_class WHERE relpersistence = 't'",
                [POOLERS_OWN],
            ).fetchall()
        ]


def work(person: Person) -> None:
    """The whole contract in a loop; each step checks that nothing is missing and nothing is another user's."""
    kept = person.tasks()
    for number in range(ROUNDS):
        kept.insert(0, person.add(f"{number} of {person.id}", due_date="2031-05-17"))
        assert kept[0]["user_id"] == person.id
        assert person.tasks() == kept
        path = f"/api/tasks/{kept[0]['id']}"
        assert person.client.get(path).json() == {"data": kept[0]}
        new = {"title": f"{number} for {person.id}", "description": "“ä” ✓", "due_date": None, "completed": False}
        kept[0] = person.client.put(path, json=new).json()["data"]
        assert kept[0] == kept[0] | new
        toggled = person.client.patch(f"{path}/complete").json()["data"]
        moments = {"updated_at": toggled["updated_at"], "completed_at": toggled["updated_at"]}
        changed = {"completed": True, "version": 3, **moments}
        assert toggled == kept[0] | changed
        kept[0] = toggled
        if number % 2:
            assert person.client.delete(path).status_code == 204
            refused(person.client.get(path), 404, "Task not found")
            del kept[0]
    assert person.tasks() == kept


def all_at_once(people: list[Person], do: Callable[[Person], object]) -> None:
    start = threading.Barrier(len(people))

    def begin(person: Person) -> None:
        start.wait()
        do(person)

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(begin, people))


# -- the direct address --


def test_the_service_needs_only_the_address_exactly_as_neon_shows_it(alice: Person, neon: DebianPostgres) -> None:
    assert alice.client.get("/health/ready").status_code == 200
    work(alice)
    with neon.admin() as admin:
        connections = admin.execute(
            "SELECT ssl, version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'todo'"
        ).fetchall()
    assert set(connections) == {(True, "TLSv1.3")}


def test_the_certificate_and_its_name_can_be_verified(neon: DebianPostgres, newcomer: Arrive) -> None:
    with service(neon.url("direct", sslmode="verify-full", sslrootcert=str(neon.root_certificate))) as url:
        work(newcomer(url))


@contextlib.contextmanager
def somebody_in_the_middle(neon: DebianPostgres) -> Iterator[int]:
    """A man in the middle, who ends TLS with his own certificate and forwards everything; yields the port."""
    theirs, ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    theirs.load_cert_chain(*Authority().sign_for_localhost(neon.folder / "middle"))
    ours.check_hostname, ours.verify_mode = False, ssl.CERT_NONE
    ours.maximum_version = ssl.TLSVersion.TLSv1_2  # only data comes after the handshake, so that reading never blocks

    def pass_on(client: socket.socket) -> None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", neon.port)) as server:
            server.sendall(client.recv(8))  # the SSLRequest
            client.sendall(server.recv(1))  # the answer to it
            with theirs.wrap_socket(client, server_side=True) as left, ours.wrap_socket(server) as right:
                while True:
                    source = select.select([left, right], [], [])[0][0]
                    data = source.recv(65536)
                    if not data:
                        return
                    (right if source is left else left).sendall(data)

    def listen() -> None:
        with contextlib.suppress(OSError):
            while True:
                pass_on(listener.accept()[0])

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        pool.submit(listen)
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def wrong_addresses(neon: DebianPostgres) -> Iterator[dict[str, tuple[str, str, str]]]:
    """By the reason to refuse it: an address, the wrong part, and the right part with which it would work."""
    (neon.folder / "middle").mkdir()
    stranger = neon.folder / "stranger.crt"
    stranger.write_bytes(Authority().certificate)
    full = {"sslmode": "verify-full", "sslrootcert": str(neon.root_certificate)}
    other_root = neon.url("direct", **full | {"sslrootcert": str(stranger)})
    other_name = neon.url("direct", **full).replace("@localhost", "@127.0.0.1")
    with PgBouncer(neon) as pgbouncer, PgBouncer(neon, tls=False) as plain, somebody_in_the_middle(neon) as port:
        by_detour = neon.url("direct", **AS_NEON_GIVES_IT).replace(f":{neon.port}/", f":{port}/")
        yield {
            "certificate verify failed": (other_root, "stranger.crt", "root.crt"),
            "does not match host name": (other_name, "127.0.0.1", "localhost"),
            "does not support SSL": (plain.url("direct"), "sslmode=require", "sslmode=disable"),
            "channel binding check failed": (by_detour, "binding=require", "binding=disable"),
            "channel binding is required": (pgbouncer.url("direct", **AS_NEON_GIVES_IT), "g=require", "g=prefer"),
        }


@pytest.mark.parametrize(
    "reason",
    [
        "certificate verify failed",
        "does not match host name",
        "does not support SSL",
        "channel binding check failed",
        "channel binding is required",
    ],
)
def test_a_server_that_does_not_meet_the_addresss_requirements_is_refused(
    wrong_addresses: dict[str, tuple[str, str, str]], newcomer: Arrive, caplog: pytest.LogCaptureFixture, reason: str
) -> None:
    address, wrong, right = wrong_addresses[reason]
    with pytest.raises(psycopg.OperationalError, match=reason):
        psycopg.connect(address)
    psycopg.connect(address.replace(wrong, right)).close()  # nothing else is wrong with it
    with service(address) as url:
        client = newcomer(url).client
        requests = [("GET", "/api/tasks"), ("POST", "/api/tasks"), ("GET", "/health/ready")]
        with ThreadPoolExecutor(3) as pool:
            for answer in pool.map(lambda request: client.request(*request, json={"title": "Buy milk"}), requests):
                refused(answer, 503, "Service temporarily unavailable")
                assert answer.headers["retry-after"]
        assert client.get("/health").status_code == 200
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    for secret in ("postgresql:", OWNER, "localhost", "127.0.0.1", "certificate", "channel"):
        assert secret not in said


# -- the pooled address --


def test_sixteen_clients_share_two_server_connections_without_affecting_each_other(
    neon: DebianPostgres, pgbouncer: PgBouncer, newcomer: Arrive, caplog: pytest.LogCaptureFixture
) -> None:
    before = len(neon.log.read_text())
    with service(pgbouncer.url("pooled"), database_pool_size=CLIENTS) as url, neon.admin() as admin:
        all_at_once([newcomer(url) for _ in range(CLIENTS)], work)
        servers = admin.execute(
            "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
            " WHERE datname = 'pooled' AND backend_type = 'client backend'"
        ).fetchall()
        assert servers == [(True,), (True,)]
        assert left_behind(pgbouncer) == []
    clients = re.findall(r"login attempt: db=pooled .*tls=TLSv1\.3/", pgbouncer.log.read_text())
    assert len(clients) > 2
    assert not re.search("unsupported startup parameter|prepared|WARNING|ERROR", pgbouncer.log.read_text())
    # The test for prepared statements may fail once; after that none are used.
    errors = re.findall("(?:ERROR|FATAL|PANIC): .*", neon.log.read_text()[before:])
    assert len(errors) <= 1, errors
    assert all(re.search('prepared statement "todo_[0-9a-f]+"', error) for error in errors)
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert [warning for warning in warnings if "keeps no prepared statements" not in warning] == []


def test_these_servers_are_as_strict_as_neons(neon: DebianPostgres, pgbouncer: PgBouncer) -> None:
    for server in (neon, pgbouncer):
        with pytest.raises(psycopg.OperationalError, match=r"no encryption|SSL required"):
            psycopg.connect(server.url("direct", sslmode="disable"))
    with pytest.raises(psycopg.OperationalError, match="unsupported startup parameter: options"):
        psycopg.connect(pgbouncer.url("direct", options="-c statement_timeout=5s"))


def test_a_pooler_that_restarts_is_not_noticed(pgbouncer: PgBouncer, newcomer: Arrive) -> None:
    with service(pgbouncer.url("pooled"), database_pool_size=CLIENTS) as url:
        people = [newcomer(url) for _ in range(CLIENTS)]
        all_at_once(people, Person.add)
        for leave in (pgbouncer.stop, pgbouncer.kill):
            leave()
            pgbouncer.start()
            all_at_once(people, Person.add)
        pgbouncer.stop()
        refused(people[0].client.post("/api/tasks", json={"title": "x"}), 503, "Service temporarily unavailable")
        pgbouncer.start()
        until(lambda: people[0].client.get("/health/ready").status_code == 200, "the service to be back")
        all_at_once(people, work)


def test_no_acknowledged_task_is_lost_when_the_pooler_is_killed(pgbouncer: PgBouncer, newcomer: Arrive) -> None:
    with service(pgbouncer.url("pooled")) as url:
        person = newcomer(url)
        person.add("The first")
        with Writers(url, person.token) as writers:
            for _ in range(3):
                writers.add(30)
                pgbouncer.kill()
                pgbouncer.start()
            writers.add(30)
        stored = Counter(task["title"] for task in person.tasks())
    assert set(writers.acknowledged) <= set(stored)
    assert set(stored.values()) == {1}
    assert set(writers.refused) <= {503}
    assert writers.unanswered == []
