"""Reminders when processes are killed, and while a database should sleep: real processes, and a real push service."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime

import httpx2
import pytest

from app.environment.vapid import new_key
from app.reminders.tries import AT_ONCE
from app.reminders.worker import RENEW_SECONDS
from tests.faults import Api, Cable, Postgres
from tests.push_service import Browser, PushService, push_service
from tests.service import PATIENCE, Person, service
from tests.traffic import eventually

KEY = new_key()
REMINDERS, SECONDS, PROCESSES = 500, 14, 3
USUAL_START = 4  # seconds; a machine on which that takes longer is as much slower in everything
FIRST_LOOK = b"synchronous_commit"  # its first statement, which has a name later
CLAIM_REPORT_AND_LOOK = 3  # round trips
ALL_AT = 5  # after so many kills all die at once


@pytest.fixture
def pushes() -> Iterator[PushService]:
    with push_service() as pushes:
        yield pushes


def set_reminders(server: Postgres, person: Person, number: int, first: float, apart: float) -> None:
    """That many reminders, the first one in so many seconds, and so many seconds apart."""
    tasks = [
        {"title": str(index), "due_date": "2101-01-02", "due_time": "17:00", "remind_before": 30}
        for index in range(number)
    ]
    assert person.client.post("/api/me/import", json=tasks).status_code == 200
    with server.sql() as sql:
        sql.execute(
            "UPDATE todo.task SET remind_at = now() + make_interval(secs => %s + %s * title::integer)"
            " WHERE user_id = %s AND remind_at > now() + interval '1 day'",
            [first, apart, person.id],
        )


class Fleet:
    """Processes of which one is killed every second, and replaced at once."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url
        self._pool = ThreadPoolExecutor(PROCESSES)
        self._living: list[Api] = []
        self._lock = threading.Lock()
        self.kills = 0
        self.revivals: list[float] = []  # when there was a process again, after a time without any
        self.slowest_start = 0.0

    def start(self) -> None:
        self._pool.submit(self._start)

    def _start(self) -> None:
        began = time.monotonic()
        api = Api(self._url, VAPID_PRIVATE_KEY=KEY, PUSH_ALLOWS_LOOPBACK="true", DATABASE_POOL_SIZE="2")
        with self._lock:
            self.slowest_start = max(self.slowest_start, time.monotonic() - began)
            if not self._living:
                self.revivals.append(time.time())
            self._living.append(api)

    def all_live(self) -> bool:
        return len(self._living) == PROCESSES

    def use_all(self) -> None:
        for api in self._living:
            assert httpx2.get(f"{api.url}/health/ready", trust_env=False, timeout=PATIENCE).status_code == 200

    def kill(self, *, leave: int) -> None:
        """Kill the one that has lived longest, if more than `leave` live: on a slow machine a start takes seconds."""
        with self._lock:
            if len(self._living) <= leave:
                return
            oldest = self._living.pop(0)
            oldest.__exit__()
        self.kills += 1
        self.start()

    def end(self) -> None:
        self._pool.shutdown()
        for api in self._living:
            api.__exit__()


def lateness(browser: Browser, revivals: list[float]) -> list[float]:
    """The seconds from the moment of each reminder, or from when a process lived again, to its first arrival."""
    first: dict[str, tuple[float, float]] = {}
    for arrival in browser.arrivals:
        moment = datetime.fromisoformat(arrival.message["moment"]).timestamp()
        first.setdefault(arrival.message["tag"], (moment, arrival.at))
    return [at - max([moment, *(each for each in revivals if each < at)]) for moment, at in first.values()]


def test_no_reminder_is_lost_late_or_doubled_without_a_kill_while_a_process_is_killed_every_second(
    server: Postgres, pushes: PushService, capsys: pytest.CaptureFixture[str]
) -> None:
    fleet = Fleet(server.url)
    try:
        for _ in range(PROCESSES):
            fleet.start()
        eventually(fleet.all_live, within=60)
        person = Person(fleet._living[0].url)
        with person.client, server.sql() as sql:
            set_reminders(server, person, REMINDERS, first=1, apart=SECONDS / REMINDERS)
            browser = pushes.browser().subscribe(sql, person.id)
            fleet.use_all()  # whoever is not used learns of what others write only when it polls
            started = time.monotonic()
            while len(set(browser.titles)) < REMINDERS:
                assert time.monotonic() - started < 120
                time.sleep(1)  # the fault itself comes once a second
                fleet.kill(leave=1)
                if fleet.kills == ALL_AT:
                    for _ in range(PROCESSES):
                        fleet.kill(leave=0)
            eventually(lambda: not sql.execute("SELECT FROM todo.delivery").fetchall(), within=20)
    finally:
        fleet.end()
    counts = Counter(browser.titles)
    doubled, latest = sum(counts.values()) - len(counts), max(lateness(browser, fleet.revivals))
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(counts)} reminders, {fleet.kills} kills, {doubled} twice, the latest after {latest:.2f} s"
            f" (a process took up to {fleet.slowest_start:.1f} s to start)\n"
        )
    assert len(counts) == REMINDERS
    assert doubled <= fleet.kills * AT_ONCE  # a kill costs what was on its way; how much that was is chance
    assert latest <= 5 * max(1, fleet.slowest_start / USUAL_START)


def test_without_polling_a_known_reminder_comes_and_the_database_is_left_alone(
    server: Postgres, pushes: PushService
) -> None:
    """A sleeping compute is woken for the moments that this process knows, and for nothing else."""
    with server.sql() as sql, service(server.url) as url, Cable(server.port) as cable:
        person = Person(url)  # writes in another process
        with person.client, ExitStack() as stack:
            wired = server.url.replace(f":{server.port}/", f":{cable.port}/")
            options = {"vapid_private_key": KEY, "push_allows_loopback": True, "reminder_poll_seconds": 0}
            with cable.holding(FIRST_LOOK):
                mine = stack.enter_context(service(wired, **options))
                assert cable.is_holding.wait(20)
                set_reminders(server, person, 1, first=3, apart=0)
                browser = pushes.browser().subscribe(sql, person.id)
                before = cable.turns
            eventually(lambda: browser.arrivals, within=20)
            eventually(lambda: cable.turns - before >= CLAIM_REPORT_AND_LOOK, within=20)
            slowness = max(lateness(browser, []))  # while it is on its way, its lease is renewed every second
            assert cable.turns - before <= CLAIM_REPORT_AND_LOOK + int(slowness / RENEW_SECONDS)

            # What another process has written meanwhile is not looked for, until this one is used.
            set_reminders(server, person, 1, first=0, apart=0)
            again = cable.turns
            waiting = "SELECT FROM todo.task WHERE remind_at < now() - interval '2 s'"
            eventually(lambda: sql.execute(waiting).fetchall(), within=20)
            assert (cable.turns, len(browser.arrivals)) == (again, 1)
            with Person(mine).client as client:
                client.get("/api/tasks")
            eventually(lambda: len(browser.arrivals) == 2, within=20)
