"""An operator can see what happens, and logs and metrics show nothing of what people wrote."""

import asyncio
import contextlib
import gc
import json
import logging
import re
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator

import httpx2
import pytest
import uvicorn
from fastapi import Request, Response

from app.http.logs import StderrHandler
from app.http.rate_limit import RateLimit
from app.main import create_app
from tests.conftest import BACKEND, Arrive
from tests.service import SECRET, Person, free_port, refused, serve, service, settings_for, token_for
from tests.test_run import environment


@pytest.fixture
def metrics_port() -> int:
    return free_port()


@pytest.fixture(params=[1, 2])
def workers(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


@pytest.fixture
def server(database_url: str, port: int, metrics_port: int, workers: int) -> Iterator[subprocess.Popen[str]]:
    """The production server with so many workers and metrics, its log in a pipe."""
    variables = {
        "BETTER_AUTH_SECRET": SECRET,
        "BETTER_AUTH_URL": "http://localhost:3003",
        "DATABASE_URL": database_url,
        "METRICS_PORT": str(metrics_port),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", str(port), "--workers", str(workers)],
        cwd=BACKEND,
        env=environment(**variables),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    started = 0
    for line in process.stderr:
        started += '"message": "started"' in line
        if started == workers:
            break
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_each_request_is_a_line_and_a_metric_without_anything_that_people_wrote(
    server: subprocess.Popen[str], port: int, metrics_port: int, workers: int
) -> None:
    token = token_for("somebody-private", email="private@example.com")
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
        headers = {"Authorization": f"Bearer {token}"}
        created = client.post("/api/tasks", headers=headers, json={"title": "Secret plan", "description": "Hush"})
        task_id = created.json()["id"]
        client.get(f"/api/tasks/{task_id}?q=secret", headers={**headers, "X-Request-ID": "my-own.id_1"})
        client.get("/api/tasks", headers={"Authorization": "Bearer x.y.z"})
        client.get("/somewhere/private")
        metrics = _metrics_with(f"http://127.0.0.1:{metrics_port}/metrics", 'route="-",status="404"')
    server.send_signal(signal.SIGTERM)
    _, log = server.communicate(timeout=30)
    assert server.returncode == 0

    lines = [json.loads(line) for line in log.splitlines()]
    requests = {line["status"]: line for line in lines if line["message"] == "request"}
    assert set(requests) == {201, 200, 401, 404}
    assert requests[200]["route"] == "/api/tasks/{task_id}"
    assert requests[200]["method"] == "GET"
    assert requests[200]["request_id"] == "my-own.id_1"
    assert re.fullmatch(r"[0-9a-f]{16}", requests[201]["request_id"])
    assert re.fullmatch(r"[0-9a-f]{8}", requests[201]["user"])
    assert requests[200]["user"] == requests[201]["user"]
    assert requests[404]["route"] == "-"
    assert requests[401]["user"] == ""
    assert all(line["duration_ms"] >= 0 for line in requests.values())
    assert sum(line["message"] == "stopped" for line in lines) == workers
    for private in (token, "private@", "Secret plan", "Hush", "somebody-private", task_id, "/somewhere", "postgresql:"):
        assert private not in log
        assert private not in metrics

    assert 'todo_request_seconds_count{method="POST",route="/api/tasks",status="201"} 1.0' in metrics
    assert 'todo_refused_tokens_total{reason="InvalidToken"} 1.0' in metrics
    assert "todo_pool_in_use" in metrics
    assert "todo_pool_waiting" in metrics


QUOTED = "Secret plan"


class Unlucky(Exception):
    """An error whose message quotes a person."""


def fail_unseen() -> list[asyncio.Task[None]]:
    """Every kind of failure that no code awaits."""

    async def fail() -> None:
        raise Unlucky(QUOTED)

    def fail_with(*_: str) -> None:
        raise Unlucky(QUOTED)

    loop = asyncio.get_running_loop()
    loop.create_future().set_exception(Unlucky(QUOTED))
    loop.call_soon(fail_with, QUOTED)
    loop.call_exception_handler({"message": "an accident", "exception": Unlucky(QUOTED)})
    loop.call_exception_handler({"message": "a fault without an exception"})
    return [loop.create_task(fail())]


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_a_failure_that_nobody_awaits_is_logged_without_its_message(
    database_url: str, capsys: pytest.CaptureFixture[str], log_format: str
) -> None:
    app = create_app(settings_for(database_url, log_format=log_format))

    async def unlucky(_: Request) -> Response:
        tasks = fail_unseen()
        await asyncio.wait(tasks)
        tasks.clear()
        gc.collect()  # asyncio reports an exception that nobody awaited when its task is deleted
        logging.getLogger("a.library").error("a library failed", exc_info=Unlucky(QUOTED))
        return Response()

    app.add_route("/unlucky", unlucky)
    with without_handlers(), serve(app) as url:
        assert httpx2.get(f"{url}/unlucky", trust_env=False).status_code == 200
    log = capsys.readouterr().err
    assert log.count("unforeseen Unlucky") == 4
    assert log.count("test_observation.py") >= 2  # raised exceptions have a stack
    assert "a fault without an exception" in log
    assert "a library failed" in log
    assert QUOTED not in log


def test_a_failure_at_the_start_is_logged_without_its_message(
    database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Unlucky(QUOTED)

    monkeypatch.setattr("app.http.lifespan.RateLimits", fail)
    app = create_app(settings_for(database_url, log_format="text"))
    with without_handlers(), pytest.raises(SystemExit):
        uvicorn.Server(uvicorn.Config(app, lifespan="on", port=0)).run()
    log = capsys.readouterr().err
    assert "unforeseen Unlucky at start or stop" in log
    assert QUOTED not in log


@contextlib.contextmanager
def without_handlers() -> Iterator[None]:
    """Let the service configure its logging again."""
    root = logging.getLogger()
    ours = [handler for handler in root.handlers if isinstance(handler, StderrHandler)]
    for handler in ours:
        root.removeHandler(handler)
    yield
    root.handlers[:] = [*(handler for handler in root.handlers if not isinstance(handler, StderrHandler)), *ours]


def _metrics_with(url: str, text: str) -> str:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        metrics = httpx2.get(url, trust_env=False).text
        if text in metrics:
            return metrics
    raise AssertionError(f"{text} never showed up in\n{metrics}")


def test_metrics_have_no_port_unless_configured(alice: Person) -> None:
    refused(alice.client.get("/metrics"), 404, "Not found")


@pytest.mark.parametrize("sent", ["", "x" * 129, "a b", 'a"b', "a\tb", "{}", "é"])
def test_an_invalid_request_id_is_replaced(alice: Person, sent: str) -> None:
    answer = alice.client.get("/api/tasks", headers={b"X-Request-ID": sent.encode()})
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])


def test_a_request_id_is_echoed_on_errors_too(anonymous: httpx2.Client) -> None:
    answer = anonymous.get("/api/tasks", headers={"X-Request-ID": "from-the-balancer"})
    refused(answer, 401)
    assert answer.headers["x-request-id"] == "from-the-balancer"


def test_no_cache_may_store_an_answer_of_the_api(alice: Person, anonymous: httpx2.Client) -> None:
    for answer in (alice.client.get("/api/tasks"), anonymous.get("/api/tasks"), alice.client.put("/api/tasks")):
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert anonymous.get("/health").headers["x-content-type-options"] == "nosniff"


# -- rate limits --


def test_a_user_over_the_limit_is_refused_and_others_are_not_affected(newcomer: Arrive, database_url: str) -> None:
    with service(database_url, rate_limit_per_minute=5) as url:
        looping, other = newcomer(url), newcomer(url)
        assert [looping.client.get("/api/tasks").status_code for _ in range(5)] == [200] * 5
        answer = looping.client.post("/api/tasks", json={"title": "x"})
        refused(answer, 429, "Too many requests")
        seconds = int(answer.headers["retry-after"])
        assert 1 <= seconds <= 60
        assert answer.headers["ratelimit-policy"] == '"default";q=5;w=60'
        assert answer.headers["ratelimit"] == f'"default";r=0;t={seconds}'
        assert other.tasks() == []


def test_the_limit_is_for_a_minute(newcomer: Arrive, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("app.http.rate_limit.monotonic", lambda: now[0])
    with service(database_url, rate_limit_per_minute=1) as url:
        person = newcomer(url)
        assert person.tasks() == []
        now[0] += 59
        refused(person.client.get("/api/tasks"), 429)
        now[0] += 1
        assert person.tasks() == []
        refused(person.client.get("/api/tasks"), 429)


def test_a_refused_key_stays_refused_however_many_others_come(
    newcomer: Arrive, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("app.http.rate_limit.monotonic", lambda: now[0])
    monkeypatch.setattr("app.http.rate_limit.MAX_KEYS", 3)
    with service(database_url, rate_limit_per_minute=2) as url:
        looping, others = newcomer(url), [newcomer(url) for _ in range(12)]
        assert [looping.client.get("/api/tasks").status_code for _ in range(3)] == [200, 200, 429]
        for number, other in enumerate(others):  # some of which exceed the limit as well
            statuses = [other.client.get("/api/tasks").status_code for _ in range(1 + 2 * (number % 2))]
            assert statuses == [200, 200, 429][: len(statuses)]
        refused(looping.client.get("/api/tasks"), 429)
        now[0] += 60
        assert [person.tasks() for person in (looping, *others)] == [[]] * 13


def test_a_flood_of_keys_takes_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.http.rate_limit.MAX_KEYS", 1000)
    limit = RateLimit(600)
    tracemalloc.start()
    try:
        for number in range(20_000):
            limit.count(str(number))
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_million_keys_are_counted_without_a_pause() -> None:
    limit = RateLimit(600)
    started = time.process_time()
    for number in range(1_000_000):
        limit.count(str(number))
    assert time.process_time() - started < 20  # a few seconds; hours, if each call scanned all keys


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:0DB8:0:0:ffff:ffff:ffff:ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:c000:202", False),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("anything", "anything else", True),
        ("anything", "192.0.2.1", False),
    ],
)
def test_which_addresses_are_one(newcomer: Arrive, database_url: str, first: str, second: str, is_one: bool) -> None:
    with service(database_url, rate_limit_per_minute=1) as url:
        guesser = newcomer(url, token="not.a.token")
        refused(guesser.client.get("/api/tasks", headers={"X-Forwarded-For": first}), 401)
        refused(guesser.client.get("/api/tasks", headers={"X-Forwarded-For": second}), 429 if is_one else 401)
        refused(guesser.client.get("/api/tasks", headers={"X-Forwarded-For": first}), 429)


def test_refused_tokens_are_limited_by_address_and_valid_ones_from_there_are_not(
    newcomer: Arrive, database_url: str
) -> None:
    with service(database_url, rate_limit_per_minute=5) as url:
        guesser = newcomer(url, token="not.a.token")
        for _ in range(5):
            refused(guesser.client.get("/api/tasks"), 401)
        refused(guesser.client.get("/api/tasks"), 429, "Too many requests")
        assert newcomer(url).tasks() == []


def test_a_limit_of_zero_is_no_limit(newcomer: Arrive, database_url: str) -> None:
    with service(database_url, rate_limit_per_minute=0) as url:
        person = newcomer(url)
        assert all(person.tasks() == [] for _ in range(20))
