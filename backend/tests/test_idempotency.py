"""`Idempotency-Key`: a repeated request has no second effect and gets the first answer."""

import asyncio
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import psycopg
import pytest

from app.account.purge import purge
from app.database import Database
from tests.conftest import Arrive, Sql, trashed_days_ago
from tests.service import Person, refused, service, settings_for, token_for
from tests.test_users import at_once
from tests.traffic import eventually

Request = tuple[str, str, Any]
REUSED = "Idempotency-Key was used for another request"
GONE = "This request was answered before, and its task has been deleted for good"


def create(person: Person) -> Request:
    return "POST", "/api/tasks", {"title": "Buy milk", "tags": ["home"]}


def create_at_an_id(person: Person) -> Request:
    return "PUT", f"/api/tasks/{person.id.removeprefix('user-')}", {"title": "Buy milk"}


def replace(person: Person) -> Request:
    return "PUT", f"/api/tasks/{person.add()['id']}", {"title": "Buy oat milk"}


def patch(person: Person) -> Request:
    return "PATCH", f"/api/tasks/{person.add()['id']}", {"title": "Buy oat milk"}


def patch_nothing(person: Person) -> Request:
    return "PATCH", f"/api/tasks/{person.add()['id']}", {"title": "Buy milk"}


def toggle(person: Person) -> Request:
    return "PATCH", f"/api/tasks/{person.add()['id']}/complete", None


def put_off(person: Person) -> Request:
    task = person.add(due_date="2099-01-01", remind_before=5)
    return "POST", f"/api/tasks/{task['id']}/snooze", {"minutes": 30}


def delete(person: Person) -> Request:
    return "DELETE", f"/api/tasks/{person.add()['id']}", None


def erase(person: Person) -> Request:
    return "DELETE", f"/api/tasks/{person.add()['id']}?permanent=true", None


def batch(person: Person) -> Request:
    task = person.add()
    operations = [{"op": "complete", "id": task["id"]}, {"op": "create", "task": {"title": "Another"}}]
    return "POST", "/api/tasks/batch", {"operations": operations}


def import_file(person: Person) -> Request:
    return "POST", "/api/me/import", [{"title": "One"}, {"title": "Two"}]


def restore(person: Person) -> Request:
    task = person.add()
    person.client.delete(f"/api/tasks/{task['id']}")
    return "POST", f"/api/tasks/{task['id']}/restore", None


def undo(person: Person) -> Request:
    task = person.add()
    seq = person.client.patch(f"/api/tasks/{task['id']}/complete").headers["x-change-seq"]
    return "POST", "/api/undo", {"seq": int(seq)}


WRITES: list[Callable[[Person], Request]] = [
    create, create_at_an_id, replace, patch, patch_nothing, toggle, put_off, delete, erase, batch, import_file, restore,
    undo
]  # fmt: skip


def send(person: Person, request: Request, key: str) -> httpx2.Response:
    method, path, body = request
    headers = {"Idempotency-Key": key} | ({"If-None-Match": "*"} if path.endswith(person.id[5:]) else {})
    return person.client.request(method, path, json=body, headers=headers)


def counter(sql: Sql, person: Person) -> int:
    row = sql.execute('SELECT seq FROM todo."user" WHERE id = %s', [person.id]).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("prepare", WRITES)
def test_every_repeated_write_gets_the_first_answer_and_is_carried_out_once(
    alice: Person, sql: Sql, newcomer: Arrive, database_url: str, prepare: Callable[[Person], Request]
) -> None:
    request = prepare(alice)
    first = send(alice, request, "key")
    assert first.is_success, first.text
    assert "idempotency-replayed" not in first.headers
    assert ("x-change-seq" in first.headers) == (prepare not in (patch_nothing, put_off))
    tasks, seq = alice.tasks(), counter(sql, alice)
    with service(database_url) as another:  # as after a restart
        for person in (alice, newcomer(another, id=alice.id)):
            again = send(person, request, "key")
            assert again.headers["idempotency-replayed"] == "true"
            assert (again.status_code, again.content) == (first.status_code, first.content)
            for name in ("etag", "x-change-seq", "content-type"):
                assert again.headers.get(name) == first.headers.get(name)
    assert alice.tasks() == tasks
    assert counter(sql, alice) == seq


@pytest.mark.parametrize("prepare", WRITES)
def test_the_stored_answer_stays_the_same_when_everything_has_changed(
    alice: Person, prepare: Callable[[Person], Request]
) -> None:
    request = prepare(alice)
    first = send(alice, request, "key")
    for task in alice.tasks():
        alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "Changed since"})
        alice.client.delete(f"/api/tasks/{task['id']}")
    again = send(alice, request, "key")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers.get("etag") == first.headers.get("etag")
    assert alice.tasks() == []


@pytest.mark.parametrize(
    "prepare", [create, batch, import_file, replace, patch, patch_nothing, toggle, put_off, delete, erase, undo]
)
def test_a_repeated_request_does_not_check_its_condition_again(
    alice: Person, prepare: Callable[[Person], Request]
) -> None:
    """The write itself has changed the state."""
    method, path, body = prepare(alice)
    is_about_all = prepare in (create, batch, import_file)
    shown = "/api/tasks" if is_about_all else f"/api/tasks/{alice.tasks()[0]['id']}"
    headers = {"Idempotency-Key": "key", "If-Match": alice.client.get(shown).headers["etag"]}
    first, again = (alice.client.request(method, path, json=body, headers=headers) for _ in range(2))
    assert first.is_success, first.text
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    if is_about_all:
        refused(alice.client.request(method, path, json=body, headers=headers | {"Idempotency-Key": "other"}), 412)


@pytest.mark.parametrize("prepare", [each for each in WRITES if each not in (erase, import_file)])
@pytest.mark.parametrize("by", ["request", "batch", "purge"])
def test_a_stored_answer_shows_nothing_of_a_task_that_was_deleted_for_good(
    alice: Person, sql: Sql, database_url: str, prepare: Callable[[Person], Request], by: str
) -> None:
    request = prepare(alice)
    secret = alice.client.patch(f"/api/tasks/{alice.add()['id']}", json={"title": "Secret"}).json()["data"]["id"]
    others: list[Request] = [
        ("POST", "/api/undo", {"seq": counter(sql, alice)}),
        ("POST", "/api/tasks/batch", {"operations": [
            {"op": "create", "task": {"title": "Innocent"}}, {"op": "update", "id": secret, "task": {"priority": 1}},
            {"op": "create", "task": {"title": "Innocent"}}]}),
    ]  # fmt: skip
    requests = [request, *others]
    answers = [send(alice, each, f"key{n}") for n, each in enumerate(requests)]
    assert [answer.is_success for answer in answers] == [True] * 3
    erase_everything(alice, sql, database_url, by)
    for n, each in enumerate(requests):
        again = send(alice, each, f"key{n}")
        refused(again, 410, GONE)
        assert not {"etag", "x-change-seq"} & set(again.headers)
    refused(send(alice, create(alice), "key1"), 422, REUSED)
    kept = sql.execute("SELECT answer::text FROM todo.answer WHERE user_id = %s", [alice.id]).fetchall()
    assert [row for row in kept if "title" in row[0]] == []
    assert alice.tasks() == alice.tasks(deleted="true") == []


def test_the_stored_answer_of_an_undo_that_has_placed_a_task_anew_shows_nothing_of_it_once_it_is_erased(
    alice: Person, sql: Sql
) -> None:
    home = alice.client.post("/api/lists", json={"name": "Home"}).json()["id"]
    parent = alice.add("Parent")
    child = alice.add("Secret", parent_id=parent["id"])
    moved = alice.client.patch(f"/api/tasks/{child['id']}", json={"parent_id": None}).headers["x-change-seq"]
    alice.client.patch(f"/api/tasks/{parent['id']}", json={"list_id": home})
    request = ("POST", "/api/undo", {"seq": int(moved)})
    assert send(alice, request, "key").json()["data"]["list_id"] == home
    assert alice.client.delete(f"/api/tasks/{child['id']}?permanent=true").status_code == 204
    kept = sql.execute("SELECT answer::text FROM todo.answer WHERE user_id = %s", [alice.id]).fetchall()
    assert [row for row in kept if "Secret" in row[0]] == []
    refused(send(alice, request, "key"), 410, GONE)


def erase_everything(person: Person, sql: Sql, database_url: str, by: str) -> None:
    for task in person.tasks():
        if by == "purge":
            person.client.delete(f"/api/tasks/{task['id']}")
        else:
            assert person.client.delete(f"/api/tasks/{task['id']}?permanent=true").status_code == 204
    for task in person.tasks(deleted="true") if by != "purge" else []:
        assert person.client.delete(f"/api/tasks/{task['id']}?permanent=true").status_code == 204
    if by == "purge":
        trashed_days_ago(sql, person, 31)
        asyncio.run(purge_once(database_url))


async def purge_once(database_url: str) -> None:
    async with Database(database_url, pool_size=1) as database:
        await purge(database, settings_for(database_url))


def test_erasing_the_account_deletes_all_stored_answers(alice: Person, sql: Sql) -> None:
    for prepare in WRITES:
        send(alice, prepare(alice), prepare.__name__)
    send(alice, ("POST", f"/api/tasks/{uuid.uuid4()}/restore", None), "refused")
    assert sql.execute("SELECT FROM todo.answer WHERE user_id = %s", [alice.id]).fetchall()
    assert alice.client.delete("/api/me").status_code == 204
    assert sql.execute("SELECT FROM todo.answer WHERE user_id = %s", [alice.id]).fetchall() == []


def test_completing_twice_with_one_key_completes(alice: Person) -> None:
    request = toggle(alice)
    assert [send(alice, request, "key").json()["data"]["completed"] for _ in range(3)] == [True] * 3
    assert send(alice, request, "another").json()["data"]["completed"] is False
    assert alice.tasks()[0]["completed"] is False


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/tasks", {"title": "Buy oat milk", "tags": ["home"]}),
        ("POST", "/api/tasks", {"title": "Buy milk"}),
        ("POST", "/api/tasks", {"title": "Buy milk", "tags": ["home"], "priority": 0}),
        ("POST", "/api/tasks?x=y", {"title": "Buy milk", "tags": ["home"]}),
        ("POST", "/api/tasks/batch", {"operations": [{"op": "create", "task": {"title": "Buy milk"}}]}),
        ("POST", "/api/undo", {"seq": 1}),
        ("POST", "/api/me/import", [{"title": "Buy milk", "tags": ["home"]}]),
        ("POST", "/api/tasks/{id}/restore", None),
        ("PUT", "/api/tasks/{id}", {"title": "Buy milk", "tags": ["home"]}),
        ("PATCH", "/api/tasks/{id}", {"title": "Buy milk", "tags": ["home"]}),
        ("PATCH", "/api/tasks/{id}/complete", None),
        ("DELETE", "/api/tasks/{id}", None),
        ("DELETE", "/api/tasks/{id}?permanent=true", None),
    ],
)
def test_a_key_is_valid_for_one_request_only(alice: Person, method: str, path: str, body: Any) -> None:
    first = send(alice, create(alice), "key")
    path = path.format(id=first.json()["id"])
    refused(send(alice, (method, path, body), "key"), 422, REUSED)
    assert alice.tasks() == [first.json()]
    assert send(alice, create(alice), "key").content == first.content


@pytest.mark.parametrize("first", ["none", "new", "this", "not that"])
@pytest.mark.parametrize("second", ["none", "new", "this", "not that", "another"])
def test_a_key_is_valid_for_a_request_with_the_same_conditions_only(alice: Person, first: str, second: str) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    conditions: dict[str, dict[str, str]] = {
        "none": {},
        "new": {"If-None-Match": "*"},
        "this": {"If-Match": alice.client.get(path).headers["etag"]},
        "not that": {"If-None-Match": '"7"'},
        "another": {"If-Match": '"2"'},
    }
    if first == "new":
        path = f"/api/tasks/{uuid.uuid4()}"

    def put(said: dict[str, str]) -> httpx2.Response:
        return alice.client.put(path, json={"title": "New"}, headers={"Idempotency-Key": "key"} | said)

    done = put(conditions[first])
    assert done.status_code == (201 if first == "new" else 200)
    before = alice.tasks()
    other = put(conditions[second])
    if first == second:
        assert (other.status_code, other.content) == (done.status_code, done.content)
    else:
        refused(other, 422, REUSED)
    assert alice.tasks() == before
    again = put(conditions[first])
    assert (again.content, again.headers["idempotency-replayed"]) == (done.content, "true")


def test_a_refusal_is_the_answer_to_the_same_conditions_only(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    headers = {"Idempotency-Key": "key"}
    stale, current = ({"If-Match": tag} | headers for tag in ('"2"', '"1"'))
    first = alice.client.patch(path, json={"title": "New"}, headers=stale)
    refused(first, 412)
    refused(alice.client.patch(path, json={"title": "New"}, headers=current), 422, REUSED)
    assert alice.client.patch(path, json={"title": "New"}, headers=stale).content == first.content
    assert [task["title"] for task in alice.tasks()] == ["Buy milk"]


def test_conditions_are_the_same_however_they_are_written(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"

    def put(said: list[tuple[str, str]]) -> httpx2.Response:
        return alice.client.put(path, json={"title": "New"}, headers=[("Idempotency-Key", "key"), *said])

    first = put([("If-Match", '"7", "1"')])
    for said in ([("If-Match", '"1","7"')], [("if-match", '"7"'), ("if-match", '"1"')]):
        assert put(said).content == first.content


def test_an_answer_that_an_earlier_version_has_stored_is_sent_again(alice: Person, sql: Sql) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    headers = {"Idempotency-Key": "key", "If-Match": '"1"'}
    first = alice.client.put(path, json={"title": "New"}, headers=headers)
    sql.execute("UPDATE todo.answer SET conditions = NULL WHERE user_id = %s", [alice.id])
    again = alice.client.put(path, json={"title": "New"}, headers=headers)
    assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")


def test_a_repeated_request_waits_for_the_first_one(
    alice: Person, newcomer: Arrive, sql: Sql, database_url: str
) -> None:
    alice.add("Before")
    twin = newcomer(id=alice.id)
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with psycopg.connect(database_url) as other, ThreadPoolExecutor(2) as background:
        # A lock of the user's row makes every write wait.
        other.execute('SELECT FROM todo."user" WHERE id = %s FOR UPDATE', [alice.id])
        answers = [background.submit(send, person, create(alice), "key") for person in (alice, twin)]
        eventually(lambda: sql.execute(waiting).fetchone() == (2,), within=3)
        other.rollback()
        first, second = sorted((one.result() for one in answers), key=lambda one: "idempotency-replayed" in one.headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
    assert second.headers["idempotency-replayed"] == "true"
    assert len(alice.tasks()) == 2


@pytest.mark.parametrize("prepare", [create, toggle, batch, undo, import_file])
def test_fifty_concurrent_requests_with_one_key_are_one(
    alice: Person, sql: Sql, prepare: Callable[[Person], Request]
) -> None:
    method, path, body = prepare(alice)
    before = counter(sql, alice) if prepare not in (create, import_file) else 0
    call = lambda client: client.request(method, path, json=body, headers={"Idempotency-Key": "k"})  # noqa: E731
    answers = at_once(alice, [call] * 50)
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    assert answers[0].is_success
    assert [answer.headers.get("idempotency-replayed") for answer in answers].count(None) == 1
    assert counter(sql, alice) - before == (2 if prepare in (batch, import_file) else 1)


def test_a_stored_answer_expires_after_a_day(alice: Person, sql: Sql) -> None:
    age = "UPDATE todo.answer SET at = at - interval '1 hour' * %s WHERE user_id = %s"
    first = send(alice, create(alice), "key").json()
    sql.execute(age, [23.9, alice.id])
    assert send(alice, create(alice), "key").json() == first
    sql.execute(age, [0.2, alice.id])
    second = send(alice, ("POST", "/api/tasks", {"title": "Another"}), "key")
    assert "idempotency-replayed" not in second.headers
    assert second.json()["id"] != first["id"]
    replayed = send(alice, ("POST", "/api/tasks", {"title": "Another"}), "key")
    assert replayed.headers["idempotency-replayed"] == "true"
    assert replayed.content == second.content


def test_keys_belong_to_their_user(alice: Person, bob: Person) -> None:
    first = send(alice, create(alice), "key")
    other = send(bob, ("POST", "/api/tasks", {"title": "Bob's"}), "key")
    assert other.status_code == 201
    assert "idempotency-replayed" not in other.headers
    assert send(alice, create(alice), "key").content == first.content
    assert [task["title"] for task in bob.tasks()] == ["Bob's"]


def absent(person: Person) -> tuple[Request, dict[str, str], Callable[[], Any]]:
    """A request that is refused, its headers, and a function that removes the reason."""
    path = f"/api/tasks/{person.add()['id']}"
    return ("POST", f"{path}/restore", None), {}, lambda: person.client.delete(path)


def absent_for_ever(person: Person) -> tuple[Request, dict[str, str], Callable[[], Any]]:
    path = f"/api/tasks/{uuid.uuid4()}"
    creating = lambda: person.client.put(path, json={"title": "x"}, headers={"If-None-Match": "*"})  # noqa: E731
    return ("PATCH", f"{path}/complete", None), {}, creating


def stale(person: Person) -> tuple[Request, dict[str, str], Callable[[], Any]]:
    path = f"/api/tasks/{person.add()['id']}"
    return ("PATCH", path, {"title": "x"}), {"If-Match": '"2"'}, lambda: person.client.patch(f"{path}/complete")


def stale_list(person: Person) -> tuple[Request, dict[str, str], Callable[[], Any]]:
    tag = person.client.get("/api/tasks").headers["etag"]
    return ("POST", "/api/tasks", {"title": "x"}), {"If-None-Match": tag}, person.add


def taken(person: Person) -> tuple[Request, dict[str, str], Callable[[], Any]]:
    path = f"/api/tasks/{person.add()['id']}"
    erasing = lambda: person.client.delete(f"{path}?permanent=true")  # noqa: E731
    return ("PUT", path, {"title": "x"}), {"If-None-Match": "*"}, erasing


def changed_since(person: Person) -> tuple[Request, dict[str, str], Callable[[], Any]]:
    path = f"/api/tasks/{person.add()['id']}"
    toggled = int(person.client.patch(f"{path}/complete").headers["x-change-seq"])
    last = int(person.client.patch(path, json={"title": "x"}).headers["x-change-seq"])
    undoing = lambda: person.client.post("/api/undo", json={"seq": last})  # noqa: E731
    return ("POST", "/api/undo", {"seq": toggled}), {}, undoing


def batch_of_absent(person: Person) -> tuple[Request, dict[str, str], Callable[[], Any]]:
    task = person.add()
    restoring = {"op": "restore", "id": task["id"]}
    creating = {"op": "create", "task": {"title": "x"}}
    request = ("POST", "/api/tasks/batch", {"operations": [creating, creating, restoring]})
    return request, {}, lambda: person.client.delete(f"/api/tasks/{task['id']}")


@pytest.mark.parametrize(
    ("prepare", "status"),
    [(absent, 404), (absent_for_ever, 404), (stale, 412), (stale_list, 412), (taken, 412), (changed_since, 409),
     (batch_of_absent, 404)],
)  # fmt: skip
def test_a_refusal_is_final(alice: Person, prepare: Callable[[Person], Any], status: int) -> None:
    (method, path, body), conditions, change = prepare(alice)
    headers = conditions | {"Idempotency-Key": "key"}
    first = alice.client.request(method, path, json=body, headers=headers)
    refused(first, status)
    change()
    before = alice.tasks(), alice.tasks(deleted="true")
    again = alice.client.request(method, path, json=body, headers=headers)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert [one.headers.get("idempotency-replayed") for one in (first, again)] == [None, "true"]
    refused(send(alice, create(alice), "key"), 422, REUSED)
    assert (alice.tasks(), alice.tasks(deleted="true")) == before


@pytest.mark.parametrize("number", [2, 1_100])
def test_a_repeated_refusal_of_a_file_names_the_rows_that_the_first_one_has_named(alice: Person, number: int) -> None:
    homes = [str(uuid.uuid4()) for _ in range(2)]
    rows: list[dict[str, Any]] = [{"title": f"Task {n}", "list_id": homes[n % 2]} for n in range(number)]
    first = send(alice, ("POST", "/api/me/import", rows), "key")
    assert refused(first, 422).startswith("Task 1: List not found; Task 2: List not found")
    for home in homes:
        headers = {"If-None-Match": "*"}
        assert alice.client.put(f"/api/lists/{home}", json={"name": "Home"}, headers=headers).status_code == 201
        again = send(alice, ("POST", "/api/me/import", rows), "key")
        assert (again.status_code, again.content) == (422, first.content)
        assert again.headers["idempotency-replayed"] == "true"
    assert send(alice, ("POST", "/api/me/import", rows), "another").status_code == 200


def test_a_repeated_refusal_of_a_file_names_the_rows_that_were_misplaced_then(alice: Person) -> None:
    above, below = alice.add("Above")["id"], alice.add("Below")["id"]
    alice.client.patch(f"/api/tasks/{below}", json={"parent_id": above})
    request = ("POST", "/api/me/import", [{"id": above, "title": "Above", "parent_id": below}])
    first = send(alice, request, "key")
    refused(first, 422, "Task 1: A task cannot be below itself")
    alice.client.patch(f"/api/tasks/{below}", json={"parent_id": None})
    assert send(alice, request, "key").content == first.content


def test_the_repeated_answer_to_a_calendar_has_the_notes_of_the_first_one(alice: Person) -> None:
    file = (
        "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:a\r\nSUMMARY:Call\r\nDUE;TZID=Europe/Berlin:20991231T120000\r\n"
        "END:VTODO\r\nEND:VCALENDAR\r\n"
    )
    headers = {"Idempotency-Key": "key", "Content-Type": "text/calendar"}
    first = alice.client.post("/api/me/import", content=file, headers=headers)
    assert first.json()["data"]["notes"] == ["Times of Europe/Berlin stay as the clocks show them there"]
    alice.client.patch("/api/me/settings", json={"time_zone": "Europe/Berlin"})
    again = alice.client.post("/api/me/import", content=file, headers=headers)
    assert (again.content, again.headers["idempotency-replayed"]) == (first.content, "true")


def test_a_repeated_refusal_names_the_limit_of_its_day(newcomer: Arrive, database_url: str) -> None:
    with service(database_url, task_limit=1) as url:
        person = newcomer(url)
        person.add()
        first = send(person, create(person), "key")
        assert refused(first, 409).startswith("You have 1 tasks")
    with service(database_url, task_limit=2) as url:
        assert send(newcomer(url, id=person.id), create(person), "key").content == first.content


def test_a_refusal_by_the_limit_is_final_too(newcomer: Arrive, database_url: str) -> None:
    with service(database_url, task_limit=1) as url:
        person = newcomer(url)
        path = f"/api/tasks/{person.add()['id']}"
        first = send(person, create(person), "key")
        assert refused(first, 409).startswith("You have 1 tasks")
        person.client.delete(path)
        assert send(person, create(person), "key").content == first.content
        assert send(person, create(person), "another").status_code == 201


def test_an_invalid_request_may_be_corrected_under_its_key(alice: Person, newcomer: Arrive) -> None:
    large = {"title": "x", "description": "x" * 70_000}
    refused(send(alice, ("POST", "/api/tasks", {"title": ""}), "key"), 422)
    refused(send(alice, ("POST", "/api/tasks", large), "key"), 413)
    refused(send(newcomer(id=alice.id, token="nonsense"), create(alice), "key"), 401)
    refused(send(alice, ("POST", "/api/nowhere", {}), "key"), 404, "Not found")
    assert send(alice, create(alice), "key").status_code == 201


def test_a_key_may_be_in_quotes(alice: Person) -> None:
    first = send(alice, create(alice), '"8e03978e-40d5-43dd-bc93-6894a57f9324"')
    again = send(alice, create(alice), "8e03978e-40d5-43dd-bc93-6894a57f9324")
    assert again.content == first.content
    assert send(alice, create(alice), "k" * 255).status_code == 201


@pytest.mark.parametrize("key", ["", '""', '"', 'a"b', '"a"b"', "a b", "k" * 256, "clé", "a\tb"])
def test_an_invalid_key_is_refused(alice: Person, key: str) -> None:
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = alice.client.post("/api/tasks", json={"title": "x"}, headers=headers)  # type: ignore[arg-type]
    refused(answer, 422, "Idempotency-Key must be 1 to 255 visible characters without quotes")
    assert alice.tasks() == []


def test_an_old_token_gets_no_stored_answer_of_an_erased_account(alice: Person, newcomer: Arrive) -> None:
    send(alice, create(alice), "key")
    alice.client.delete("/api/me")
    refused(send(alice, create(alice), "key"), 401, "Invalid or expired token")
    returned = newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 2))
    answer = send(returned, create(returned), "key")
    assert "idempotency-replayed" not in answer.headers
    refused(send(alice, create(alice), "key"), 401, "Invalid or expired token")
