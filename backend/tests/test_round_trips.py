"""Every request is one round trip to PostgreSQL, refused or not, also without prepared statements."""

import contextlib
import os
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import migrate
from tests.debian import DebianPostgres, PgBouncer, are_installed
from tests.faults import Cable, Postgres
from tests.service import Person
from tests.test_push import service_with_key, subscription

Prepare = Callable[[Person], tuple[str, str, Any]]

NEW = {"If-None-Match": "*"}
ABSENT = f"/api/tasks/{uuid.uuid4()}"


@contextlib.contextmanager
def through(cable: Cable, url: str, port: int) -> Iterator[tuple[str, Cable]]:
    """The service behind that proxy, with a single connection."""
    with service_with_key(url.replace(f":{port}/", f":{cable.port}/"), database_pool_size=1) as served:
        yield served, cable


@pytest.fixture(scope="module", params=["prepared", "unprepared"])
def wired(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Cable]]:
    """The service's address, and the proxy to PostgreSQL itself, or to a pooler without prepared statements."""
    with contextlib.ExitStack() as stack:
        if request.param == "prepared":
            direct = stack.enter_context(Postgres(tmp_path_factory.mktemp("todo-rounds")))
            url, port = direct.url, direct.port
        elif not are_installed() and "CI" not in os.environ:
            pytest.skip("needs Debian's packages postgresql and pgbouncer")
        else:
            postgres = stack.enter_context(DebianPostgres())
            postgres.create_database("todo")
            migrate(postgres.url("todo"))
            pgbouncer = stack.enter_context(PgBouncer(postgres, tls=False))  # the cable reads what passes
            url, port = pgbouncer.url("todo", sslmode="disable"), pgbouncer.port
        cable = stack.enter_context(Cable(port))
        yield stack.enter_context(through(cable, url, port))


def a_task(method: str, suffix: str = "", body: Any = None) -> Prepare:
    return lambda person: (method, f"/api/tasks/{person.add()['id']}{suffix}", body)


def a_deleted_task(person: Person) -> tuple[str, str, Any]:
    path = f"/api/tasks/{person.add()['id']}"
    person.client.delete(path)
    return "POST", f"{path}/restore", None


def a_parent(method: str, suffix: str = "", body: Any = None, *, first: str | None = None) -> Prepare:
    def prepare(person: Person) -> tuple[str, str, Any]:
        path = f"/api/tasks/{(parent := person.add())['id']}"
        person.add(parent_id=person.add(parent_id=parent["id"])["id"])
        if first:
            person.client.request(first, path)
        return method, f"{path}{suffix}", body

    return prepare


def a_child(person: Person) -> tuple[str, str, Any]:
    return "POST", "/api/tasks", {"title": "x", "parent_id": person.add()["id"]}


def a_new_parent(person: Person) -> tuple[str, str, Any]:
    return "PATCH", f"/api/tasks/{person.add()['id']}", {"parent_id": person.add()["id"]}


def a_file_of_children(suffix: str = "", *, is_circle: bool = False) -> Prepare:
    def prepare(person: Person) -> tuple[str, str, Any]:
        parent, child = person.add()["id"], person.add()["id"]
        rows = [{"id": child, "title": "x", "parent_id": parent}]
        if is_circle:
            rows.append({"id": parent, "title": "x", "parent_id": child})
        return "POST", f"/api/me/import{suffix}", rows

    return prepare


def a_list(method: str, suffix: str = "", body: Any = None) -> Prepare:
    def prepare(person: Person) -> tuple[str, str, Any]:
        path = person.client.post("/api/lists", json={"name": "x"}).headers["location"]
        person.add(list_id=path.rpartition("/")[2])
        return method, f"{path}{suffix}", body

    return prepare


def a_deleted_list(person: Person) -> tuple[str, str, Any]:
    _, path, _ = a_list("DELETE")(person)
    person.client.delete(path)
    return "POST", f"{path}/restore", None


def a_list_in_the_trash(person: Person) -> tuple[str, str, Any]:
    _, path, _ = a_list("DELETE")(person)
    person.client.delete(path)
    return "DELETE", f"{path}?permanent=true", None


def a_change(person: Person) -> tuple[str, str, Any]:
    seq = person.client.post("/api/tasks", json={"title": "x"}).headers["x-change-seq"]
    return "POST", "/api/undo", {"seq": int(seq)}


def changed_settings(person: Person) -> tuple[str, str, Any]:
    seq = person.client.patch("/api/me/settings", json={"week_start": 1}).headers["x-change-seq"]
    return "POST", "/api/undo", {"seq": int(seq)}


def plain(method: str, path: str, body: Any = None) -> Prepare:
    return lambda _: (method, path, body)


def a_task_that_repeats(method: str, suffix: str = "", body: Any = None) -> Prepare:
    def prepare(person: Person) -> tuple[str, str, Any]:
        task = person.add(due_date="2101-01-31", due_time="09:00", repeat="FREQ=MONTHLY;COUNT=9")
        return method, f"/api/tasks/{task['id']}{suffix}", body

    return prepare


def a_completed_occurrence(person: Person) -> tuple[str, str, Any]:
    _, path, _ = a_task_that_repeats("PATCH", "/complete")(person)
    return "POST", "/api/undo", {"seq": int(person.client.patch(path).headers["x-change-seq"])}


def a_feed(person: Person) -> tuple[str, str, Any]:
    person.add(due_date="2101-01-01")
    return "GET", person.client.post("/api/me/feed").json()["data"]["path"], None


def a_made_feed(person: Person) -> tuple[str, str, Any]:
    person.client.post("/api/me/feed")
    return "DELETE", "/api/me/feed", None


def a_reminder(method: str, suffix: str = "", body: Any = None) -> Prepare:
    def prepare(person: Person) -> tuple[str, str, Any]:
        task = person.add(due_date="2101-01-31", due_time="09:00", remind_before=30)
        return method, f"/api/tasks/{task['id']}{suffix}", body

    return prepare


def a_browser(person: Person) -> tuple[str, str, Any]:
    made = person.client.post("/api/me/push", json=subscription()).json()["data"]
    return "DELETE", f"/api/me/push/{made['id']}", None


def a_zone_for_reminders(person: Person) -> tuple[str, str, Any]:
    a_reminder("GET")(person)
    return "PATCH", "/api/me/settings", {"time_zone": "Europe/Berlin"}


CREATE = {"op": "create", "task": {"title": "x"}}
READS: dict[str, Prepare] = {
    "list": plain("GET", "/api/tasks"),
    "page": plain("GET", "/api/tasks?limit=1&q=x&sort=title"),
    "get": a_task("GET"),
    "get nothing": plain("GET", ABSENT),
    "history": a_task("GET", "/history"),
    "changes": plain("GET", "/api/tasks/changes"),
    "first changes": plain("GET", "/api/tasks/changes?limit=5"),
    "unknown changes": plain("GET", "/api/tasks/changes?since=1-1"),
    "export": plain("GET", "/api/me/export"),
    "whether there is a feed": plain("GET", "/api/me/feed"),
    "feed": a_feed,
    "unknown feed": plain("GET", f"/feed/{'A' * 43}.ics"),
    "preview of settings": plain("POST", "/api/me/import?dry_run=true", {"data": [], "settings": {"week_start": 1}}),
    "preview of subtasks": a_file_of_children("?dry_run=true"),
    "preview of CSV": plain("POST", "/api/me/import?dry_run=true", b"title,list\nx,y\n"),
    "preview": plain("POST", "/api/me/import?dry_run=true", [{"title": "x"}]),
    "lists": plain("GET", "/api/lists"),
    "get a list": a_list("GET"),
    "history of a list": a_list("GET", "/history"),
    "settings": plain("GET", "/api/me/settings"),
    "ready": plain("GET", "/health/ready"),
}
WRITES: dict[str, Prepare] = {
    "make a feed": plain("POST", "/api/me/feed"),
    "end a feed": a_made_feed,
    "create a task with a reminder": plain(
        "POST", "/api/tasks", {"title": "x", "due_date": "2101-01-31", "remind_before": 0}
    ),
    "complete a task with a reminder": a_reminder("PATCH", "/complete"),
    "move a reminder": a_reminder("PATCH", body={"remind_before": 60}),
    "add a browser": plain("POST", "/api/me/push", subscription()),
    "remove a browser": a_browser,
    "put a reminder off": a_reminder("POST", "/snooze", {"minutes": 60}),
    "move all reminders": a_zone_for_reminders,
    "create": plain("POST", "/api/tasks", {"title": "x"}),
    "put": a_task("PUT", body={"title": "y"}),
    "put nothing": a_task("PUT", body={"title": "Buy milk"}),
    "patch": a_task("PATCH", body={"title": "y"}),
    "complete": a_task("PATCH", "/complete"),
    "delete": a_task("DELETE"),
    "erase": a_task("DELETE", "?permanent=true"),
    "restore": a_deleted_task,
    "undo": a_change,
    "create a task that repeats": plain(
        "POST", "/api/tasks", {"title": "x", "due_date": "2101-01-31", "repeat": "FREQ=MONTHLY"}
    ),
    "complete an occurrence": a_task_that_repeats("PATCH", "/complete"),
    "complete an occurrence by a patch": a_task_that_repeats("PATCH", body={"completed": True}),
    "clear the day of a task that repeats": a_task_that_repeats("PUT", body={"title": "y"}),
    "undo an occurrence": a_completed_occurrence,
    "create below": a_child,
    "patch the parent": a_new_parent,
    "patch a parent": a_parent("PATCH", body={"completed": True, "list_id": None}),
    "complete a parent": a_parent("PATCH", "/complete"),
    "delete a parent": a_parent("DELETE"),
    "erase a parent": a_parent("DELETE", "?permanent=true"),
    "restore a parent": a_parent("POST", "/restore", first="DELETE"),
    "create a list": plain("POST", "/api/lists", {"name": "x"}),
    "put a list": a_list("PUT", body={"name": "y"}),
    "patch a list": a_list("PATCH", body={"color": "red"}),
    "delete a list": a_list("DELETE"),
    "restore a list": a_deleted_list,
    "erase a list": a_list_in_the_trash,
    "patch the settings": plain("PATCH", "/api/me/settings", {"week_start": 1}),
    "patch nothing of the settings": plain("PATCH", "/api/me/settings", {"week_start": 0}),
    "undo settings": changed_settings,
    "batch": plain("POST", "/api/tasks/batch", {"operations": [CREATE] * 5}),
    "import of subtasks": a_file_of_children(),
    "import of CSV": plain("POST", "/api/me/import", b"title,list\nx,y\n"),
    "import": plain("POST", "/api/me/import", [{"title": "x"}] * 20),
    "import with lists": plain("POST", "/api/me/import", {"data": [{"title": "x"}], "lists": [{"name": "x"}]}),
    "import with settings": plain("POST", "/api/me/import", {"data": [], "settings": {"week_start": 1}}),
    "large import": plain("POST", "/api/me/import", [{"title": "x"}] * 1200),
}
REFUSED: dict[str, Prepare] = {
    "put": plain("PUT", ABSENT, {"title": "x"}),
    "patch": plain("PATCH", ABSENT, {"title": "x"}),
    "complete": plain("PATCH", f"{ABSENT}/complete"),
    "delete": plain("DELETE", ABSENT),
    "erase": plain("DELETE", f"{ABSENT}?permanent=true"),
    "restore": plain("POST", f"{ABSENT}/restore"),
    "undo": plain("POST", "/api/undo", {"seq": 1000}),
    "batch": plain("POST", "/api/tasks/batch", {"operations": [CREATE, {"op": "delete", "id": ABSENT[-36:]}]}),
}
# Requests that do not reach the database, and those that need more.
WITHOUT: dict[str, Prepare] = {
    "alive": plain("GET", "/health"),
    "no task's id": plain("DELETE", "/api/tasks/nonsense"),
    "key of notifications": plain("GET", "/api/me/push"),
    "no public address": plain("POST", "/api/me/push", subscription("https://10.0.0.1/")),
    "no time zone": plain("PATCH", "/api/me/settings", {"time_zone": ""}),
    "no title": plain("POST", "/api/tasks", {"title": ""}),
    "no secret": plain("GET", "/feed/x.ics"),
    "no cursor": plain("GET", "/api/tasks?limit=1&cursor=x"),
}


def kind_of(body: Any) -> dict[str, str]:
    return {"Content-Type": "text/csv"} if isinstance(body, bytes) else {}


def round_trips(wired: tuple[str, Cable], prepare: Prepare, **headers: str) -> list[int]:
    """The round trips of the request and of its repetition, by a user who has written before."""
    url, cable = wired
    person = Person(url)
    with person.client:
        person.add()
        method, path, body = prepare(person)
        counts = []
        for _ in range(2):
            before = cable.turns
            sent = {"content": body} if isinstance(body, bytes) else {"json": body}
            answer = person.client.request(method, path, headers=headers | kind_of(body), **sent)
            assert answer.status_code < 500, answer.text
            counts.append(cable.turns - before)
        return counts


@pytest.mark.parametrize("name", READS)
def test_every_read_is_one_round_trip(wired: tuple[str, Cable], name: str) -> None:
    assert round_trips(wired, READS[name]) == [1, 1]
    assert round_trips(wired, READS[name], **NEW) == [1, 1]


def test_a_list_of_ten_thousand_tasks_is_one_round_trip_too(wired: tuple[str, Cable]) -> None:
    url, cable = wired
    person = Person(url)
    with person.client:
        tasks = [{"title": f"Task {number}"} for number in range(10_000)]
        assert person.client.post("/api/me/import", json=tasks).status_code == 200
        before = cable.turns
        assert len(person.tasks()) == 10_000
        assert cable.turns == before + 1


@pytest.mark.parametrize("name", WRITES)
def test_every_write_is_one_round_trip(wired: tuple[str, Cable], name: str) -> None:
    assert round_trips(wired, WRITES[name]) == [1, 1]  # the second is often refused
    assert round_trips(wired, WRITES[name], **{"Idempotency-Key": "key"}) == [1, 1]
    assert round_trips(wired, WRITES[name], **{"If-Match": "*"}) == [1, 1]


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_one_round_trip_and_under_a_key_one_more_that_stores_it(
    wired: tuple[str, Cable], name: str
) -> None:
    assert round_trips(wired, REFUSED[name]) == [1, 1]
    assert round_trips(wired, REFUSED[name], **{"Idempotency-Key": "key"}) == [2, 1]


def test_that_a_calendar_has_the_feed_is_known_in_one_round_trip(wired: tuple[str, Cable]) -> None:
    url, cable = wired
    person = Person(url)
    with person.client:
        _, path, _ = a_feed(person)
        tag = person.client.get(path).headers["etag"]
        before = cable.turns
        assert person.client.get(path, headers={"If-None-Match": tag}).status_code == 304
        assert cable.turns == before + 1


def test_an_import_that_makes_a_circle_asks_for_its_lines_in_one_more(wired: tuple[str, Cable]) -> None:
    assert round_trips(wired, a_file_of_children("?dry_run=true", is_circle=True)) == [1, 1]
    assert round_trips(wired, a_file_of_children(is_circle=True)) == [2, 2]
    assert round_trips(wired, a_file_of_children(is_circle=True), **{"Idempotency-Key": "key"}) == [3, 1]


def test_an_import_of_a_calendar_asks_for_the_clock_of_the_account_in_one_more(wired: tuple[str, Cable]) -> None:
    calendar = b"BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:a\nSUMMARY:x\nEND:VTODO\nEND:VCALENDAR"
    assert round_trips(wired, plain("POST", "/api/me/import?dry_run=true", calendar)) == [2, 2]
    assert round_trips(wired, plain("POST", "/api/me/import", calendar)) == [2, 2]
    assert round_trips(wired, plain("POST", "/api/me/import", calendar), **{"Idempotency-Key": "key"}) == [2, 2]


@pytest.mark.parametrize("name", WITHOUT)
def test_a_request_that_is_refused_without_the_database_is_none(wired: tuple[str, Cable], name: str) -> None:
    assert round_trips(wired, WITHOUT[name]) == [0, 0]


def test_the_first_write_and_the_erasure_of_an_account_are_one_round_trip(wired: tuple[str, Cable]) -> None:
    url, cable = wired
    person = Person(url)
    with person.client:
        person.tasks()
        before = cable.turns
        person.add()
        assert cable.turns == before + 1
        assert person.client.delete("/api/me").status_code == 204
        assert cable.turns == before + 2


def test_undoing_a_large_import_takes_one_round_trip_more(wired: tuple[str, Cable]) -> None:
    def imported(person: Person) -> tuple[str, str, Any]:
        answer = person.client.post("/api/me/import", json=[{"title": "x"}] * 1200)
        return "POST", "/api/undo", {"seq": int(answer.headers["x-change-seq"])}

    assert round_trips(wired, imported, **{"Idempotency-Key": "key"}) == [2, 1]


def many_reminders(person: Person) -> None:
    tasks = [{"title": "x", "due_date": "2101-01-31", "remind_before": 30}] * 1001
    assert person.client.post("/api/me/import", json=tasks).status_code == 200


def test_moving_more_than_a_thousand_reminders_takes_one_round_trip_more(wired: tuple[str, Cable]) -> None:
    def zone(person: Person) -> tuple[str, str, Any]:
        many_reminders(person)
        return "PATCH", "/api/me/settings", {"time_zone": "Europe/Berlin"}

    def other(person: Person) -> tuple[str, str, Any]:
        many_reminders(person)
        return "PATCH", "/api/me/settings", {"week_start": 1}

    def back(person: Person) -> tuple[str, str, Any]:
        _, path, body = zone(person)
        return "POST", "/api/undo", {"seq": int(person.client.patch(path, json=body).headers["x-change-seq"])}

    assert round_trips(wired, zone) == [2, 1]
    assert round_trips(wired, zone, **{"Idempotency-Key": "key"}) == [2, 1]
    assert round_trips(wired, other) == [1, 1]
    assert round_trips(wired, back, **{"Idempotency-Key": "key"}) == [2, 1]


def test_the_first_change_of_subtasks_that_this_process_did_not_make_takes_one_round_trip_more(
    wired: tuple[str, Cable],
) -> None:
    def imported(person: Person) -> tuple[str, str, Any]:
        parent = str(uuid.uuid4())
        tasks = [{"id": parent, "title": "x"}, {"title": "y", "parent_id": parent}]
        assert person.client.post("/api/me/import", json=tasks).status_code == 200
        return "PATCH", f"/api/tasks/{parent}/complete", None

    assert round_trips(wired, imported) == [2, 1]
    assert round_trips(wired, imported, **{"Idempotency-Key": "key"}) == [2, 1]
