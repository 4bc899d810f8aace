"""The reminder worker: each reminder arrives at its moment, on every receiver, and nothing that is no longer so."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.environment.vapid import new_key
from tests.conftest import Arrive, Sql
from tests.push_service import Browser, PushService, push_service
from tests.service import Person, service
from tests.traffic import eventually

KEY = new_key()
PATIENCE = 20  # a machine under load is slow

Change = Callable[[Person, dict[str, Any]], object]


@pytest.fixture
def pushes() -> Iterator[PushService]:
    with push_service() as pushes:
        yield pushes


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.reminders.worker.LOOK_SECONDS", 0.1)


@pytest.fixture
def reminding(database_url: str) -> Iterator[str]:
    """A service that sends notifications."""
    with service(database_url, vapid_private_key=KEY, push_allows_loopback=True) as url:
        yield url


@pytest.fixture
def person(newcomer: Arrive, reminding: str) -> Person:
    person = newcomer(reminding)
    person.add("Nothing to do with it")
    return person


def with_reminder(person: Person, title: str = "Water the plants", **fields: Any) -> dict[str, Any]:
    return person.add(title, **({"due_date": "2101-01-02", "due_time": "17:00", "remind_before": 30} | fields))


def due_in(sql: Sql, person: Person, seconds: float = 0) -> None:
    """Move the reminders of that person to then, and let the service notice."""
    sql.execute(
        "UPDATE todo.task SET remind_at = now() + make_interval(secs => %s)"
        " WHERE user_id = %s AND remind_before IS NOT NULL",
        [seconds, person.id],
    )
    person.tasks()


def deliveries(sql: Sql, person: Person) -> list[Any]:
    """The seconds until each delivery that is still on its way is tried."""
    return sql.execute(
        "SELECT extract(epoch FROM try_at - now())::float FROM todo.delivery WHERE user_id = %s", [person.id]
    ).fetchall()


def is_over(sql: Sql, person: Person) -> bool:
    pending = sql.execute("SELECT FROM todo.task WHERE user_id = %s AND remind_at <= now()", [person.id]).fetchall()
    return not pending and not deliveries(sql, person)


def postponed(sql: Sql, person: Person, browser: Browser) -> None:
    """Wait until the first try has failed."""
    eventually(lambda: browser.requests and any(seconds > 3.5 for (seconds,) in deliveries(sql, person)), PATIENCE)


def again(sql: Sql, person: Person) -> None:
    """Try now what was put off."""
    sql.execute("UPDATE todo.delivery SET try_at = now() WHERE user_id = %s", [person.id])
    person.tasks()


def test_a_reminder_arrives_on_every_browser_of_its_owner_once(
    person: Person, newcomer: Arrive, reminding: str, pushes: PushService, sql: Sql
) -> None:
    phone, laptop, strangers = (pushes.browser() for _ in range(3))
    phone.subscribe(sql, person.id)
    laptop.subscribe(sql, person.id)
    stranger = newcomer(reminding)
    stranger.add()
    strangers.subscribe(sql, stranger.id)
    task = with_reminder(person)
    due_in(sql, person)
    eventually(lambda: phone.arrivals and laptop.arrivals, PATIENCE)
    eventually(lambda: is_over(sql, person), PATIENCE)
    (arrival,) = phone.arrivals
    told = {name: arrival.message[name] for name in ("task", "title", "due_date", "due_time")}
    assert told == {
        "task": task["id"],
        "title": "Water the plants",
        "due_date": "2101-01-02",
        "due_time": "17:00",
    }
    assert arrival.message["tag"] == laptop.arrivals[0].message["tag"]
    assert (phone.requests, laptop.requests, strangers.requests) == (1, 1, 0)
    assert person.client.get(f"/api/tasks/{task['id']}").json()["data"] == task


def test_a_reminder_comes_at_its_moment_and_not_before(person: Person, pushes: PushService, sql: Sql) -> None:
    browser = pushes.browser().subscribe(sql, person.id)
    with_reminder(person)
    due_in(sql, person, 2.5)
    ((moment,),) = sql.execute(
        "SELECT extract(epoch FROM remind_at)::float FROM todo.task WHERE user_id = %s AND remind_at IS NOT NULL",
        [person.id],
    ).fetchall()
    eventually(lambda: browser.arrivals, PATIENCE)
    assert 0 <= browser.arrivals[0].at - moment < 3


def test_nobody_is_reminded_a_day_late(person: Person, pushes: PushService, sql: Sql) -> None:
    """As when a service that had no key for weeks gets one."""
    browser = pushes.browser().subscribe(sql, person.id)
    with_reminder(person)
    due_in(sql, person, -25 * 3600)
    eventually(lambda: is_over(sql, person), PATIENCE)
    assert browser.requests == 0


def test_a_list_in_the_archive_is_silent(person: Person, pushes: PushService, sql: Sql) -> None:
    browser = pushes.browser().subscribe(sql, person.id)
    lists = [person.client.post("/api/lists", json={"name": name}).json()["id"] for name in ("Old", "New")]
    for list_id in lists:
        with_reminder(person, title=f"In {lists.index(list_id)}", list_id=list_id)
    person.client.patch(f"/api/lists/{lists[0]}", json={"archived": True})
    due_in(sql, person)
    eventually(lambda: is_over(sql, person), PATIENCE)
    assert [arrival.message["title"] for arrival in browser.arrivals] == ["In 1"]


def complete(person: Person, task: dict[str, Any]) -> None:
    person.client.patch(f"/api/tasks/{task['id']}/complete")


def delete(person: Person, task: dict[str, Any]) -> None:
    person.client.delete(f"/api/tasks/{task['id']}")


def erase(person: Person, task: dict[str, Any]) -> None:
    person.client.delete(f"/api/tasks/{task['id']}", params={"permanent": "true"})


def patch(**fields: Any) -> Change:
    return lambda person, task: person.client.patch(f"/api/tasks/{task['id']}", json=fields)


def archive(person: Person, task: dict[str, Any]) -> None:
    person.client.patch(f"/api/lists/{task['list_id']}", json={"archived": True})


def move_to_archive(person: Person, task: dict[str, Any]) -> None:
    archived = person.client.post("/api/lists", json={"name": "Old", "archived": True}).json()
    patch(list_id=archived["id"])(person, task)


def settings(**chosen: Any) -> Change:
    return lambda person, _: person.client.patch("/api/me/settings", json=chosen)


CHANGES: dict[str, Change] = {
    "in a list that was archived": archive,
    "moved to a list in the archive": move_to_archive,
    "moved by another time zone": settings(time_zone="Pacific/Honolulu"),
    "completed": complete,
    "deleted": delete,
    "erased": erase,
    "moved to another day": patch(due_date="2101-01-03"),
    "moved to another time": patch(due_time="18:00"),
    "moved within the day": patch(remind_before=60),
    "without a time": patch(due_time=None),
    "without a reminder": patch(remind_before=None),
    "without a day": patch(due_date=None, due_time=None, remind_before=None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_more_is_sent_of_a_task_that_was(person: Person, pushes: PushService, sql: Sql, change: str) -> None:
    browser = pushes.browser(503).subscribe(sql, person.id)
    task = with_reminder(person, list_id=person.client.post("/api/lists", json={"name": "Home"}).json()["id"])
    due_in(sql, person)
    postponed(sql, person, browser)
    CHANGES[change](person, task)
    again(sql, person)
    eventually(lambda: is_over(sql, person), PATIENCE)
    assert browser.requests == 1


def test_a_day_that_begins_later_lets_what_is_on_its_way_come_then_and_not_twice(
    person: Person, pushes: PushService, sql: Sql
) -> None:
    browser = pushes.browser(503, 201).subscribe(sql, person.id)
    task = with_reminder(person, due_time=None)
    due_in(sql, person)
    postponed(sql, person, browser)
    settings(day_start="10:00")(person, task)
    again(sql, person)
    eventually(lambda: is_over(sql, person), PATIENCE)
    assert browser.requests == 1
    due_in(sql, person)
    eventually(lambda: browser.titles == ["Water the plants"], PATIENCE)


def test_another_title_is_what_a_later_try_says(person: Person, pushes: PushService, sql: Sql) -> None:
    browser = pushes.browser(503, 201).subscribe(sql, person.id)
    task = with_reminder(person)
    due_in(sql, person)
    postponed(sql, person, browser)
    patch(title="Water them all")(person, task)
    again(sql, person)
    eventually(lambda: browser.titles == ["Water them all"], PATIENCE)
    eventually(lambda: is_over(sql, person), PATIENCE)


def test_a_later_reminder_of_the_same_task_replaces_one_that_is_still_on_its_way(
    person: Person, pushes: PushService, sql: Sql
) -> None:
    browser = pushes.browser(503, 201).subscribe(sql, person.id)
    with_reminder(person)
    due_in(sql, person)
    postponed(sql, person, browser)
    due_in(sql, person)
    eventually(lambda: is_over(sql, person), PATIENCE)
    assert (browser.requests, len(browser.arrivals)) == (2, 1)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_loses_its_subscription_and_no_other_does(
    person: Person, pushes: PushService, sql: Sql, status: int
) -> None:
    gone, other = pushes.browser(status).subscribe(sql, person.id), pushes.browser().subscribe(sql, person.id)
    with_reminder(person)
    due_in(sql, person)
    eventually(lambda: other.arrivals, PATIENCE)
    eventually(lambda: is_over(sql, person), PATIENCE)
    left = sql.execute("SELECT id::text FROM todo.push_subscription WHERE user_id = %s", [person.id]).fetchall()
    assert left == [(other.id,)]
    assert gone.requests == 1


@pytest.mark.parametrize(
    ("status", "headers", "least"),
    [(503, {}, 3.5), (429, {"Retry_After": "120"}, 100), (503, {"Retry_After": "soon"}, 3.5)],
)
def test_a_service_that_fails_is_tried_again_later(
    person: Person, pushes: PushService, sql: Sql, status: int, headers: dict[str, str], least: float
) -> None:
    failing, other = pushes.browser(status, 201, **headers), pushes.browser()
    for browser in (failing, other):
        browser.subscribe(sql, person.id)
    with_reminder(person)
    due_in(sql, person)
    eventually(lambda: other.arrivals, PATIENCE)
    eventually(lambda: any(seconds > least for (seconds,) in deliveries(sql, person)), PATIENCE)
    assert failing.arrivals == []
    again(sql, person)
    eventually(lambda: failing.titles == ["Water the plants"], PATIENCE)
    eventually(lambda: is_over(sql, person), PATIENCE)


def test_what_a_service_refuses_is_given_up_and_the_log_says_nothing_private(
    person: Person, pushes: PushService, sql: Sql, caplog: pytest.LogCaptureFixture
) -> None:
    browser = pushes.browser(400).subscribe(sql, person.id)
    with_reminder(person, "Tell nobody")
    due_in(sql, person)
    eventually(lambda: browser.requests and is_over(sql, person), PATIENCE)
    eventually(lambda: "a reminder was given up (push): 400" in caplog.text, PATIENCE)
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    for private in (browser.endpoint, browser.id, "Tell nobody", person.id, KEY):
        assert private not in said


def test_what_still_fails_after_a_day_is_given_up(person: Person, pushes: PushService, sql: Sql) -> None:
    browser = pushes.browser(503).subscribe(sql, person.id)
    with_reminder(person)
    due_in(sql, person, -86_400 + 60)
    eventually(lambda: browser.requests == 1 and is_over(sql, person), PATIENCE)


def test_a_slow_service_delays_only_its_own(person: Person, newcomer: Arrive, pushes: PushService, sql: Sql) -> None:
    """Thirty for a service that does not answer, and then one for another: that is another host."""
    slow = [pushes.browser().subscribe(sql, person.id) for _ in range(3)]
    for browser in slow:
        browser.may_answer.clear()
    for number in range(10):
        with_reminder(person, f"Slow {number}")
    due_in(sql, person)
    eventually(lambda: sum(browser.requests for browser in slow) >= 8, PATIENCE)
    with push_service() as quick_service:
        other = newcomer(person.url)
        other.add()
        quick = quick_service.browser().subscribe(sql, other.id)
        for number in range(20):
            with_reminder(other, f"Quick {number}")
        due_in(sql, other)
        eventually(lambda: len(quick.arrivals) == 20, within=8)
    for browser in slow:
        browser.may_answer.set()
    assert Counter(quick.titles) == Counter(f"Quick {number}" for number in range(20))


def test_a_slow_answer_makes_nobody_send_the_same_again(
    database_url: str, person: Person, pushes: PushService, sql: Sql
) -> None:
    """It takes longer than a lease, and two workers are there."""
    browser = pushes.browser().subscribe(sql, person.id)
    browser.may_answer.clear()
    with service(database_url, vapid_private_key=KEY, push_allows_loopback=True):
        with_reminder(person)
        due_in(sql, person)
        eventually(lambda: browser.requests, PATIENCE)
        ((began,),) = sql.execute("SELECT extract(epoch FROM now())::float").fetchall()
        now = "SELECT extract(epoch FROM now())::float"
        eventually(lambda: sql.execute(now).fetchall()[0][0] > began + 4.5, PATIENCE)
        browser.may_answer.set()
        eventually(lambda: is_over(sql, person), PATIENCE)
    assert browser.requests == 1


def test_two_workers_share_the_work_and_double_nothing(
    database_url: str, person: Person, pushes: PushService, sql: Sql
) -> None:
    browser = pushes.browser().subscribe(sql, person.id)
    titles = [f"Task {number}" for number in range(60)]
    for title in titles:
        with_reminder(person, title)
    with service(database_url, vapid_private_key=KEY, push_allows_loopback=True):
        due_in(sql, person)
        eventually(lambda: is_over(sql, person), PATIENCE)
    assert Counter(browser.titles) == Counter(titles)


def test_a_service_that_stops_lets_arrive_what_it_is_sending(
    database_url: str, newcomer: Arrive, pushes: PushService, sql: Sql
) -> None:
    with service(database_url, vapid_private_key=KEY, push_allows_loopback=True) as url:
        person = newcomer(url)
        person.add()
        browser = pushes.browser().subscribe(sql, person.id)
        hanging = pushes.browser().subscribe(sql, person.id)
        hanging.may_answer.clear()
        with_reminder(person)
        due_in(sql, person)
        eventually(lambda: browser.requests and hanging.requests, PATIENCE)
    assert len(browser.arrivals) == 1
    ((seconds,),) = deliveries(sql, person)  # what it could not finish is anybody's at once
    assert seconds <= 0
    sql.execute("DELETE FROM todo.delivery")
