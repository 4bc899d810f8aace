"""Faults: what the service does when its database, its clients and its own process fail."""

import contextlib
import http.client
import json
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import httpx2
import psutil
import pytest

from tests.faults import Api, Postgres
from tests.service import Person, refused
from tests.traffic import Line, RoundRobin, Writers, all_at_once, eventually, http_request

UNAVAILABLE = "Service temporarily unavailable"


def some_of_everything(person: Person, number: int) -> list[tuple[str, str, Any]]:
    task = f"/api/tasks/{person.add('Old')['id']}"
    kinds = (
        ("GET", "/api/tasks", None),
        ("POST", "/api/tasks", {"title": "New"}),
        ("PATCH", f"{task}/complete", None),
        ("PUT", task, {"title": "Old"}),
        ("GET", task, None),
    )
    return [kinds[index % len(kinds)] for index in range(number)]


def fill_the_pool(server: Postgres, person: Person) -> None:
    """Make the service open as many connections as it may, and leave them idle."""
    with ThreadPoolExecutor(1) as background:
        with server.locked():
            answers = background.submit(all_at_once, person.url, person.token, [("GET", "/api/tasks", None)] * 8)
            eventually(lambda: server.active() == 8, within=10)
        assert [answer.status_code for answer, _ in answers.result()] == [200] * 8


def restart(server: Postgres) -> None:
    server.stop()
    server.start()


def crash(server: Postgres) -> None:
    server.kill()
    server.start()


@pytest.mark.parametrize("cut", [Postgres.cut, restart, crash])
def test_after_idle_connections_were_cut_every_request_succeeds(
    server: Postgres, api: Api, person: Person, cut: Callable[[Postgres], None]
) -> None:
    requests = some_of_everything(person, 40)
    fill_the_pool(server, person)
    cut(server)
    assert Counter(answer.status_code for answer, _ in all_at_once(api.url, person.token, requests)) == {
        200: 32,
        201: 8,
    }
    assert server.titles(person.id) == {"Old": 1, "New": 8}


def test_a_cut_that_is_noticed_together_with_the_request_has_no_effect(
    server: Postgres, api: Api, person: Person
) -> None:
    task = f"/api/tasks/{person.add()['id']}"
    fill_the_pool(server, person)
    with ExitStack() as stack:
        lines = [stack.enter_context(Line(api.port)) for _ in range(9)]
        api.process.suspend()
        for line in lines:
            if line is lines[4]:
                server.cut()
            line.send(http_request("PATCH", f"{task}/complete", person.token))
        api.process.resume()
        assert [line.receive()[0] for line in lines] == [200] * 9
    assert person.client.get(task).json()["data"]["completed"] is True


def dies_before_it_runs(server: Postgres, stack: ExitStack) -> str:
    stack.enter_context(server.locked())
    return "wait_event_type = 'Lock'"


def dies_after_its_commit(server: Postgres, stack: ExitStack) -> str:
    """PostgreSQL commits, but waits for a replica that never confirms, and so does not answer."""
    stack.enter_context(server.without_its_replica())
    return "wait_event = 'SyncRep'"


@pytest.mark.parametrize("dies", [dies_before_it_runs, dies_after_its_commit])
def test_a_create_whose_connection_breaks_is_carried_out_once(
    server: Postgres, person: Person, dies: Callable[[Postgres, ExitStack], str]
) -> None:
    person.add("First")
    with ThreadPoolExecutor(1) as background:
        with ExitStack() as stack:
            waiting = dies(server, stack)
            answer = background.submit(person.client.post, "/api/tasks", json={"title": "Second"})
            eventually(lambda: server.backends(waiting), within=10)
            server.cut(waiting)
        assert answer.result().status_code == 201
    assert answer.result().json() in person.tasks()
    assert server.titles(person.id) == {"First": 1, "Second": 1}


@pytest.mark.parametrize("change", [("PATCH", "/complete", None), ("PUT", "", {"title": "New", "completed": True})])
@pytest.mark.parametrize(("dies", "carried_out"), [(dies_before_it_runs, False), (dies_after_its_commit, True)])
def test_a_change_whose_connection_breaks_is_never_silently_repeated(
    server: Postgres,
    person: Person,
    dies: Callable[[Postgres, ExitStack], str],
    carried_out: bool,
    change: tuple[str, str, Any],
) -> None:
    method, path, body = change
    task = f"/api/tasks/{person.add('Old')['id']}"
    with ThreadPoolExecutor(1) as background, ExitStack() as stack:
        waiting = dies(server, stack)
        answer = background.submit(person.client.request, method, f"{task}{path}", json=body)
        eventually(lambda: server.backends(waiting), within=10)
        server.cut(waiting)
        refused(answer.result(timeout=4), 503, UNAVAILABLE)
        assert "retry-after" in answer.result().headers
    assert person.client.get(task).json()["data"]["completed"] is carried_out


def assert_unavailable(answers: list[tuple[httpx2.Response, float]], within: float) -> None:
    for answer, seconds in answers:
        refused(answer, 503, UNAVAILABLE)
        assert int(answer.headers["retry-after"]) > 0
        assert seconds < within


def test_a_stopped_database_is_a_503_soon_and_its_return_is_noticed_soon(
    server: Postgres, api: Api, person: Person
) -> None:
    requests = [*some_of_everything(person, 15), ("GET", "/health/ready", None)]
    server.stop()
    stopped_at = time.monotonic()
    try:
        # Long enough to notice a pause that grows with each failure.
        while time.monotonic() - stopped_at < 6:
            everything = [*requests, ("GET", "/api/events", None)]
            assert_unavailable(all_at_once(api.url, person.token, everything), within=5)
            assert httpx2.get(f"{api.url}/health", trust_env=False, timeout=1).status_code == 200
    finally:
        server.start()
    eventually(lambda: person.client.get("/health/ready").status_code == 200, within=5)
    assert {answer.status_code for answer, _ in all_at_once(api.url, person.token, requests)} == {200, 201}


def test_a_frozen_database_is_a_503_and_the_pool_is_complete_afterwards(
    server: Postgres, api: Api, person: Person
) -> None:
    requests = [*some_of_everything(person, 23), ("GET", "/health/ready", None)]
    fill_the_pool(server, person)
    with server.frozen():
        for _ in range(2):  # first with existing connections, then without
            assert_unavailable(all_at_once(api.url, person.token, requests), within=8)
        assert httpx2.get(f"{api.url}/health", trust_env=False, timeout=1).status_code == 200
    assert_the_pool_is_whole(server, api, person)


def assert_the_pool_is_whole(server: Postgres, api: Api, person: Person) -> None:
    eventually(lambda: person.client.get("/health/ready").status_code == 200, within=5)
    answers = all_at_once(api.url, person.token, [("POST", "/api/tasks", {"title": "Afterwards"})] * 40)
    assert [answer.status_code for answer, _ in answers] == [201] * 40
    assert server.titles(person.id)["Afterwards"] == 40
    eventually(lambda: len(server.backends()) <= 8, within=10)


def test_a_locked_table_is_a_503_and_its_statements_are_cancelled(server: Postgres, api: Api, person: Person) -> None:
    requests = some_of_everything(person, 24)
    with server.locked():
        assert_unavailable(all_at_once(api.url, person.token, requests), within=8)
        eventually(lambda: server.active() == 0, within=10)
    assert_the_pool_is_whole(server, api, person)
    assert server.titles(person.id) == {"Old": 1, "Afterwards": 40}


def test_clients_that_disconnect_free_their_connections(server: Postgres, api: Api, person: Person) -> None:
    person.add("Before")
    with server.locked():
        lines = [Line(api.port) for _ in range(30)]
        for line in lines:
            line.send(http_request("POST", "/api/tasks", person.token, {"title": "Nobody waits for this"}))
        eventually(lambda: server.active() == 8, within=10)
        for line in lines:
            line.socket.close()
        eventually(lambda: server.active() == 0, within=10)
    assert_the_pool_is_whole(server, api, person)
    assert server.titles(person.id) == {"Before": 1, "Afterwards": 40}


def assert_nothing_is_lost(server: Postgres, writers: Writers, user_id: str) -> None:
    stored = server.titles(user_id)
    assert set(writers.acknowledged) <= set(stored)
    assert set(stored.values()) == {1}
    assert set(writers.refused) <= {503}


def test_no_acknowledged_task_is_lost_when_postgresql_is_killed(server: Postgres, api: Api, person: Person) -> None:
    with Writers(api.url, person.token) as writers:
        writers.add(50)
        server.kill()
        eventually(lambda: writers.refused, within=10)
        server.start()
        writers.add(50)
    assert_nothing_is_lost(server, writers, person.id)
    assert writers.unanswered == []


def test_no_acknowledged_task_is_lost_when_the_service_is_killed(server: Postgres, person: Person) -> None:
    with Api(server.url) as first, Writers(first.url, person.token) as writers:
        writers.add(50)
        first.process.kill()
        first.process.wait()
        with Api(server.url, first.port):
            writers.add(50)
    assert_nothing_is_lost(server, writers, person.id)


def test_a_request_sent_before_sigterm_is_answered(server: Postgres, person: Person) -> None:
    def create() -> bytes:
        return http_request("POST", "/api/tasks", person.token, {"title": str(uuid.uuid4())})

    with Api(server.url) as api, ExitStack() as stack:
        working, idle = ([stack.enter_context(Line(api.port)) for _ in range(number)] for number in (6, 12))
        for line in idle:
            line.send(create())
            assert line.receive()[0] == 201
        with server.locked():
            before = server.active()
            for line in working:
                line.send(create())
            eventually(lambda: server.active() == before + 6, within=10)
            # So that it sees everything at once: requests on old and on new connections, and the signal.
            api.process.suspend()
            new = [stack.enter_context(Line(api.port)) for _ in range(12)]
            for line in (*idle, *new):
                line.send(create())
            api.process.terminate()
            api.process.resume()
            signalled_at = time.monotonic()
            with pytest.raises(psutil.TimeoutExpired):
                api.process.wait(timeout=0.5)
        assert [line.receive()[0] for line in (*working, *idle, *new)] == [201] * 30
        assert api.process.wait(timeout=10) == 0
        assert time.monotonic() - signalled_at < 10
    assert len(server.titles(person.id)) == 42


def test_sigterm_while_the_database_is_frozen_ends_with_answers_and_in_time(server: Postgres, person: Person) -> None:
    with Api(server.url) as api, ExitStack() as stack:
        lines = [stack.enter_context(Line(api.port)) for _ in range(20)]
        never_finished = stack.enter_context(Line(api.port))
        never_finished.send(http_request("POST", "/api/tasks", person.token, {"title": "Half a"})[:-1])
        with server.locked():
            for line in lines:
                line.send(http_request("GET", "/api/tasks", person.token))
            eventually(lambda: server.active() == 8, within=10)
            api.process.terminate()
            signalled_at = time.monotonic()
            assert [line.receive()[0] for line in lines] == [503] * 20
            assert api.process.wait(timeout=10) == 0
            assert time.monotonic() - signalled_at < 10


def test_sigterm_under_load_loses_no_request(server: Postgres, person: Person) -> None:
    answered: list[int] = []
    unanswered: dict[bool, list[float]] = {True: [], False: []}

    def keep_asking(port: int, keeps: bool) -> None:
        """Until nothing listens any more."""
        while True:
            try:
                with Line(port) as line:
                    is_open = True
                    while is_open:
                        line.send(http_request("GET", "/api/tasks", person.token))
                        try:
                            status, headers = line.receive()
                        except (OSError, http.client.HTTPException):
                            unanswered[keeps].append(line.sent_at)
                            break
                        answered.append(status)
                        is_open = keeps and headers.get("Connection", "").lower() != "close"
            except ConnectionRefusedError:
                return
            except OSError:
                continue  # the request was not sent

    with Api(server.url) as api:
        clients = [threading.Thread(target=keep_asking, args=[api.port, number < 3]) for number in range(9)]
        for client in clients:
            client.start()
        eventually(lambda: len(answered) > 200, within=10)
        signalled_at = time.monotonic()
        api.process.terminate()
        assert api.process.wait(timeout=10) == 0
        for client in clients:
            client.join()
        # Every accepted connection was served. In the microseconds between the last look into the listener's queue and
        # its end the kernel may accept one more, which is reset: a balancer then tries another process.
        assert api.statuses("/api/tasks") == [200] * len(answered)
    assert set(answered) == {200}
    # A client must expect that a connection that was idle at the signal is closed.
    assert [sent_at for sent_at in unanswered[True] if sent_at < signalled_at] == []
    assert len(unanswered[False]) <= 1


def test_a_rolling_restart_behind_a_proxy_loses_no_request(server: Postgres, person: Person) -> None:
    with ExitStack() as stack:
        instances = [stack.enter_context(Api(server.url)) for _ in range(2)]
        ports = [instance.port for instance in instances]
        proxies = [stack.enter_context(RoundRobin(*ports, keeps=keeps)) for keeps in (True, False)]
        with (
            Writers(proxies[0].url, person.token) as by_kept_connections,
            Writers(proxies[1].url, person.token) as by_new_connections,
        ):
            everybody = (by_kept_connections, by_new_connections)
            for instance in instances:
                for writers in everybody:
                    writers.add(50)
                instance.process.terminate()
                assert instance.process.wait(timeout=10) == 0
                stack.enter_context(Api(server.url, instance.port))
            for writers in everybody:
                writers.add(50)
    for writers in everybody:
        assert_nothing_is_lost(server, writers, person.id)
        assert (writers.refused, writers.unanswered) == ({}, [])


def test_four_hundred_requests_at_once_are_answered_in_time(server: Postgres, api: Api, person: Person) -> None:
    person.add("Before")
    memory = api.process.memory_info().rss
    # In sequence on the eight connections they would take fifty seconds.
    with server.slow_inserts(seconds=1):
        answers = all_at_once(api.url, person.token, [("POST", "/api/tasks", {"title": "Slow"})] * 400)
        started = time.monotonic()
        assert httpx2.get(f"{api.url}/health", trust_env=False).status_code == 200
        assert person.client.get("/api/tasks").status_code == 200
        assert time.monotonic() - started < 5
    created = [answer for answer, _ in answers if answer.status_code == 201]
    assert created
    assert len(created) < 400
    assert_unavailable([(answer, seconds) for answer, seconds in answers if answer.status_code != 201], within=25)
    assert max(seconds for _, seconds in answers) < 25
    assert {answer.json()["id"] for answer in created} <= {task["id"] for task in person.tasks()}
    assert api.process.memory_info().rss - memory < 64 * 1024 * 1024
    assert_the_pool_is_whole(server, api, person)


def test_invalid_http_is_refused_with_the_usual_body(server: Postgres, person: Person) -> None:
    with Api(server.url) as api:
        for request in (
            b"FOO /api/tasks HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET / HTTP/1.1\r\nA: \x00\r\n\r\n",
            b"\x16\x03\x01",
        ):
            with Line(api.port) as line:
                line.send(request)
                with http.client.HTTPResponse(line.socket) as answer:
                    answer.begin()
                    assert (answer.status, answer.headers["content-type"]) == (400, "application/json")
                    assert json.load(answer) == {"detail": "The request is not valid HTTP"}


@pytest.mark.parametrize("begins", [b"GET /health?", b"GET /health HTTP/1.1\r\nX: ", b"GET /health HTTP/1.1\r\n"])
def test_headers_that_do_not_end_are_refused_and_delay_nobody(server: Postgres, begins: bytes) -> None:
    """Without a token, a hundred megabytes of them once held up all other requests for a quarter of a minute."""
    with Api(server.url, REQUEST_TIMEOUT_SECONDS="2") as api, Line(api.port) as line:
        piece = b"a" * 6 if begins.endswith((b": ", b"?")) else b"X: a\r\n"
        line.send(begins + piece * 10_000)
        line.send(piece * 2000)
        with http.client.HTTPResponse(line.socket) as answer:
            answer.begin()
            assert (answer.status, answer.headers["content-type"]) == (431, "application/json")
            assert json.load(answer) == {"detail": "The address or the headers of the request are too large"}
        assert line.socket.recv(1) == b""


def test_trailers_that_do_not_end_close_the_connection(server: Postgres, person: Person) -> None:
    head = b"POST /api/tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    with Api(server.url) as api, Line(api.port) as line:
        line.send(head + f"Authorization: Bearer {person.token}\r\n\r\n".encode())
        line.send(b'd\r\n{"title":"x"}\r\n0\r\nX: ')
        started = time.monotonic()
        with contextlib.suppress(ConnectionError):  # what is on its way to a connection that is closed resets it
            for _ in range(10):  # more than the service reads at once
                line.send(b"a" * 60_000)
            assert line.socket.recv(1000) == b""
        assert time.monotonic() - started < 10
    assert server.titles(person.id) == {}


def test_a_long_body_in_small_pieces_is_no_header(server: Postgres, person: Person) -> None:
    head = b"POST /api/me/import HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n"
    with Api(server.url) as api, Line(api.port) as line:
        line.send(head + f"Authorization: Bearer {person.token}\r\n\r\n6\r\ntitle\n\r\n".encode())
        line.send(b"4\r\nabc\n\r\n" * 30_000 + b"0\r\n\r\n")
        status, _ = line.receive()
        assert status == 409  # more tasks than allowed


def test_several_processes_end_in_time_and_lose_nothing_that_was_acknowledged(server: Postgres, person: Person) -> None:
    with Api(server.url, workers=2) as api:
        workers = api.process.children()
        with Writers(api.url, person.token) as writers:
            writers.add(50)
            api.process.terminate()
            assert api.process.wait(timeout=15) == 0
        # The last one to exit is multiprocessing's resource tracker, which waits for all others.
        eventually(lambda: not any(is_alive(worker) for worker in workers), within=5)
    assert set(writers.acknowledged) <= set(server.titles(person.id))


def is_alive(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


@pytest.mark.parametrize("workers", [1, 2])
def test_a_slow_client_is_disconnected_and_never_holds_a_database_connection(
    server: Postgres, person: Person, workers: int
) -> None:
    request = http_request("POST", "/api/tasks", person.token, {"title": "x" * 100})
    with ExitStack() as stack:
        api = stack.enter_context(Api(server.url, workers=workers, DATABASE_POOL_SIZE="1", REQUEST_TIMEOUT_SECONDS="2"))
        lines = [stack.enter_context(Line(api.port)) for _ in range(30)]
        # A third of them sends nothing, a third is slow with the headers, a third with the body.
        starts = [b"", request[:20], request[: request.index(b"{") + 1]] * 10
        rests = [bytearray(request[len(start) :] if start else b"") for start in starts]
        for line, start in zip(lines, starts, strict=True):
            line.send(start)
        started = time.monotonic()
        ends: dict[Line, tuple[float, bytes]] = {}
        while len(ends) < len(lines):
            assert time.monotonic() - started < 5, f"{len(lines) - len(ends)} of {len(lines)} are still held"
            ((answer, seconds),) = all_at_once(api.url, person.token, [("GET", "/api/tasks", None)])
            assert (answer.status_code, seconds < 1) == (200, True)
            time.sleep(0.1)  # how slowly they send
            for line, rest in zip(lines, rests, strict=True):
                if line not in ends and (end := line.trickle(rest)) is not None:
                    ends[line] = time.monotonic() - started, end
    assert min(seconds for seconds, _ in ends.values()) > 1
    assert all(end == b"" or end.startswith(b"HTTP/1.1 408 ") for _, end in ends.values()), ends
    assert server.titles(person.id) == {}
