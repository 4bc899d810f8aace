"""`GET /api/tasks/changes`: all changes since a token, each once, in the order of commits."""

import re
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx2
import pytest

from app.journal import changes as feed
from tests.conftest import Arrive, Sql, days_later
from tests.service import Person, purged, refused, token_for

UNKNOWN = "The token is unknown or too old; start again without one"
WRITERS = 16
NOTHING: dict[str, Any] = {
    "data": [],
    "deleted": [],
    "has_more": False,
    "lists": [],
    "deleted_lists": [],
    "settings": None,
}


def changes(person: Person, since: str | None = None) -> dict[str, Any]:
    answer = person.client.get("/api/tasks/changes", params={} if since is None else {"since": since})
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    assert list(page) == ["data", "deleted", "next", "has_more", "lists", "deleted_lists", "settings"]
    return page


@dataclass
class Device:
    """A local copy that only the feed updates."""

    person: Person
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    token: str | None = None

    def pull(self) -> dict[str, Any]:
        page = changes(self.person, self.token)
        for task in page["data"]:
            self.tasks[task["id"]] = task
        for gone in page["deleted"]:
            self.tasks.pop(gone["id"], None)
        self.token = page["next"]
        return page

    def catch_up(self) -> int:
        """Pull until there is no more; returns the number of pages."""
        pages = 1
        while self.pull()["has_more"]:
            pages += 1
        return pages

    def is_in_step(self) -> bool:
        return self.tasks == {task["id"]: task for task in self.person.tasks()}


def test_without_a_token_all_tasks_and_a_token_come(alice: Person) -> None:
    assert changes(alice) == NOTHING | {"next": "0"}
    kept, deleted = alice.add("Kept"), alice.add("Deleted")
    alice.client.delete(f"/api/tasks/{deleted['id']}")
    page = changes(alice)
    assert page["data"] == [kept]
    assert (page["deleted"], page["has_more"]) == ([], False)
    assert changes(alice, page["next"]) == NOTHING | {"next": page["next"]}


def test_a_token_from_before_the_first_write_is_valid(alice: Person) -> None:
    token = changes(alice)["next"]
    assert changes(alice, token)["next"] == token
    task = alice.add()
    assert changes(alice, token)["data"] == [task]


def test_every_kind_of_change_arrives_once(alice: Person) -> None:
    device = Device(alice)
    device.pull()
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    client = alice.client
    writes: list[Callable[[], httpx2.Response]] = [
        lambda: client.put(path, json={"title": "Put"}),
        lambda: client.patch(path, json={"title": "Patched"}),
        lambda: client.patch(f"{path}/complete"),
        lambda: client.post("/api/undo", json={"seq": 4}),
        lambda: client.post("/api/tasks/batch", json={"operations": [{"op": "complete", "id": task["id"]}]}),
    ]
    for write in writes:
        assert write().is_success
        page = device.pull()
        assert page["data"] == [client.get(path).json()["data"]]
        assert page["deleted"] == []
    client.put(path, json={"title": "Put"})
    client.put(path, json={"title": "Put again"})
    assert [each["title"] for each in device.pull()["data"]] == ["Put again"]  # the current state, not an earlier one
    client.delete(path)
    (trashed,) = alice.tasks(deleted="true")
    told = {name: trashed[name] for name in ("id", "deleted_at", "version")}
    assert device.pull()["deleted"] == [told]
    client.post(f"{path}/restore")
    assert device.pull()["data"] == alice.tasks()
    client.delete(f"{path}?permanent=true")
    (gone,) = device.pull()["deleted"]
    assert list(gone) == ["id", "deleted_at", "version"]
    assert gone["id"] == task["id"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", gone["deleted_at"])
    assert device.pull()["deleted"] == []


@pytest.mark.parametrize("is_erased", [False, True], ids=["restored", "made again"])
@pytest.mark.parametrize(
    ("things", "words", "deleted"),
    [("tasks", {"title": "Milk"}, "deleted"), ("lists", {"name": "Home"}, "deleted_lists")],
)
def test_what_is_gone_is_older_than_what_is_there_again(
    alice: Person, things: str, words: dict[str, str], deleted: str, is_erased: bool
) -> None:
    """So a page that comes late takes away nothing that was restored or made since."""
    client = alice.client
    path = client.post(f"/api/{things}", json=words).headers["Location"]
    item, before = client.get(path).json()["data"], changes(alice)["next"]
    client.delete(path)
    if is_erased:
        client.delete(path, params={"permanent": "true"})
    (gone,) = changes(alice, before)[deleted]
    again = (
        client.put(path, json=words, headers={"If-None-Match": "*"}) if is_erased else client.post(f"{path}/restore")
    )
    assert again.is_success, again.text
    assert item["version"] < gone["version"] < client.get(path).json()["data"]["version"]


def test_a_write_without_an_effect_is_no_change(alice: Person, bob: Person) -> None:
    task = alice.add()
    token = changes(alice)["next"]
    path = f"/api/tasks/{task['id']}"
    alice.client.put(path, json={"title": task["title"]})
    alice.client.patch(path, json={"title": "x"}, headers={"If-Match": '"9"'})
    bob.add()
    refused(bob.client.delete(path), 404)
    assert changes(alice, token) == NOTHING | {"next": token}


def test_changes_come_in_the_order_of_each_tasks_last_write(alice: Person) -> None:
    one, two, three = (alice.add(title)["id"] for title in ("One", "Two", "Three"))
    token = changes(alice)["next"]
    for task_id in (two, one, three, two):
        alice.client.patch(f"/api/tasks/{task_id}/complete")
    assert [task["id"] for task in changes(alice, token)["data"]] == [one, three, two]
    assert [task["id"] for task in changes(alice)["data"]] == [one, three, two]


def test_an_erased_task_leaves_nothing_in_the_log(alice: Person) -> None:
    device = Device(alice)
    device.pull()
    secret, kept = alice.add("A secret wish"), alice.add()
    alice.client.patch(f"/api/tasks/{secret['id']}/complete")
    alice.client.delete(f"/api/tasks/{secret['id']}?permanent=true")
    answer = alice.client.get("/api/tasks/changes", params={"since": device.token or ""})
    assert "A secret wish" not in answer.text
    assert answer.json()["data"] == [kept]
    assert [gone["id"] for gone in answer.json()["deleted"]] == [secret["id"]]
    device.pull()
    assert device.is_in_step()


def test_a_task_that_was_erased_twice_comes_once(alice: Person) -> None:
    task, kept = alice.add(), alice.add()
    token = changes(alice)["next"]
    for _ in range(2):
        alice.client.delete(f"/api/tasks/{task['id']}?permanent=true")
        assert alice.client.post("/api/me/import", json=[task]).json()["data"]["created"] == 1
    alice.client.delete(f"/api/tasks/{task['id']}?permanent=true")
    page = changes(alice, token)
    assert (page["data"], [gone["id"] for gone in page["deleted"]]) == ([], [task["id"]])
    assert alice.tasks() == [kept]


def test_more_than_a_thousand_changes_come_in_pages(alice: Person) -> None:
    device, late = Device(alice), Device(alice)
    device.pull()
    late.pull()
    task_ids = []
    for _ in range(21):
        operations = [{"op": "create", "task": {"title": "x"}}] * 100
        done = alice.client.post("/api/tasks/batch", json={"operations": operations})
        task_ids += [task["id"] for task in done.json()["data"]]
    for task_id in task_ids[:3]:
        alice.client.delete(f"/api/tasks/{task_id}")
    first = device.pull()
    assert (len(first["data"]), first["has_more"]) == (997, True)  # tasks that have changed again come later
    assert first["next"].endswith("-1000")
    second = device.pull()
    assert (len(second["data"]), second["has_more"]) == (1000, True)
    assert not {task["id"] for task in first["data"]} & {task["id"] for task in second["data"]}
    third = device.pull()
    assert (len(third["data"]), len(third["deleted"]), third["has_more"]) == (100, 3, False)
    assert device.is_in_step()
    assert late.catch_up() == 3
    assert late.tasks == device.tasks


@pytest.mark.parametrize("length", [1, 2, 5])
def test_pages_of_any_length_during_writes_give_the_same_result(
    alice: Person, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    monkeypatch.setattr(feed, "PAGE", length)
    random = Random(length)  # noqa: S311
    device, pages = Device(alice), []
    for turn in range(30):
        alice.add(str(turn))
        for task in random.choices(alice.tasks() + alice.tasks(deleted="true"), k=2):
            method, path = random.choice(
                [("PATCH", "/complete"), ("PATCH", "/complete"), ("DELETE", ""), ("DELETE", "?permanent=true")]
                if task["deleted_at"] is None
                else [("POST", "/restore")]
            )
            alice.client.request(method, f"/api/tasks/{task['id']}{path}")
        pages.append(device.pull())
    while pages[-1]["has_more"]:
        pages.append(device.pull())
    assert device.is_in_step()
    seen = [(task["id"], task["version"]) for page in pages for task in page["data"]]
    assert len(seen) == len(set(seen))


def test_exactly_a_thousand_changes_are_one_page(alice: Person) -> None:
    device = Device(alice)
    device.pull()
    for _ in range(10):
        operations = [{"op": "create", "task": {"title": "x"}}] * 100
        alice.client.post("/api/tasks/batch", json={"operations": operations})
    page = device.pull()
    assert (len(page["data"]), page["has_more"]) == (1000, False)
    assert device.pull()["data"] == []
    assert changes(alice)["next"] == device.token


def write_at_random(person: Person, name: int, shared: list[str], start: threading.Barrier) -> list[int]:
    """Fifteen writes of all kinds; the numbers in their answers."""
    random = Random(name)  # noqa: S311
    own: list[str] = []
    numbers: list[int] = []
    client = person.client

    def create(title: str) -> httpx2.Response:
        answer = client.post("/api/tasks", json={"title": title})
        own.append(answer.json()["id"])
        return answer

    def batch(title: str) -> httpx2.Response:
        operations = [{"op": "create", "task": {"title": f"{title}-{n}"}} for n in range(3)]
        return client.post("/api/tasks/batch", json={"operations": operations})

    kinds: list[Callable[[str], httpx2.Response]] = [
        create,
        create,
        batch,
        lambda title: client.patch(f"/api/tasks/{random.choice(shared)}", json={"title": title}),
        lambda title: client.patch(f"/api/tasks/{random.choice(own)}/complete") if own else create(title),
        lambda title: client.delete(f"/api/tasks/{own.pop()}") if own else create(title),
        lambda title: client.delete(f"/api/tasks/{own.pop()}?permanent=true") if own else create(title),
    ]
    start.wait()
    for turn in range(15):
        answer = random.choice(kinds)(f"{name}-{turn}")
        assert answer.is_success, answer.text
        numbers.append(int(answer.headers["x-change-seq"]))
    return numbers


def test_a_reader_beside_sixteen_writers_misses_nothing_and_sees_nothing_twice(alice: Person, newcomer: Arrive) -> None:
    shared = [alice.add(f"Shared {number}")["id"] for number in range(4)]
    reader = Device(newcomer(id=alice.id))
    reader.pull()
    start, done = threading.Barrier(WRITERS + 1), threading.Event()
    pages: list[dict[str, Any]] = []

    def follow() -> None:
        start.wait()
        was_done = False
        while not (was_done and not pages[-1]["has_more"]):
            was_done = done.is_set()
            pages.append(reader.pull())

    people = [newcomer(id=alice.id) for _ in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        following = pool.submit(follow)
        writing = [pool.submit(write_at_random, person, name, shared, start) for name, person in enumerate(people)]
        wait(writing)
        done.set()
        following.result()
    acknowledged = [number for each in writing for number in each.result()]
    assert len(acknowledged) == len(set(acknowledged)) == WRITERS * 15

    assert reader.is_in_step()
    seen = [(task["id"], task["version"]) for page in pages for task in page["data"]]
    gone = [task["id"] for page in pages for task in page["deleted"]]
    assert len(seen) == len(set(seen)), "one state of a task came twice"
    assert len(gone) == len(set(gone)), "one deletion came twice"
    times = [task["updated_at"] for page in pages for task in page["data"]]
    assert times == sorted(times)
    order = [number_of(page["next"]) for page in pages]
    assert order == sorted(order)
    # A command is named by its first change; the last one may have more.
    assert max(acknowledged) <= order[-1] == number_of(changes(alice)["next"])
    fresh = Device(alice)  # a device that begins now gets the same
    fresh.catch_up()
    assert fresh.tasks == reader.tasks


def number_of(token: str) -> int:
    return int(token.rpartition("-")[2])


def test_versions_and_numbers_increase_together_under_many_writers(alice: Person, newcomer: Arrive) -> None:
    task_id = alice.add()["id"]
    people = [newcomer(id=alice.id) for _ in range(WRITERS)]

    def toggle(person: Person) -> list[tuple[int, int]]:
        answers = [person.client.patch(f"/api/tasks/{task_id}/complete") for _ in range(10)]
        return [(int(answer.headers["x-change-seq"]), answer.json()["data"]["version"]) for answer in answers]

    with ThreadPoolExecutor(WRITERS) as pool:
        numbered = sorted(pair for pairs in pool.map(toggle, people) for pair in pairs)
    assert numbered == [(number, number) for number in range(2, 2 + WRITERS * 10)]
    history = alice.client.get(f"/api/tasks/{task_id}/history?limit=1000").json()["data"]
    assert [(change["seq"], change["after"]["version"]) for change in reversed(history)] == [(1, 1), *numbered]


# -- tokens --


@pytest.mark.parametrize(
    "token",
    [
        "", "x", "-", "1", "00", "-1", "0-0", "0-", "-0", "ffff-0", "ffff-1", "x-1", "0x0-1", "\x00", "🥛", "٣-1",
        "0\n", "null", "f" * 17 + "-1", "f-" + "9" * 19, "f-" + "9" * 18, "'; DROP TABLE todo.change; --",
    ],
)  # fmt: skip
def test_an_invented_token_is_refused(alice: Person, token: str) -> None:
    alice.add()
    refused(alice.client.get("/api/tasks/changes", params={"since": token}), 410, UNKNOWN)


def test_since_is_one_short_text(alice: Person) -> None:
    refused(alice.client.get("/api/tasks/changes?since=0&since=0"), 422)
    refused(
        alice.client.get("/api/tasks/changes", params={"since": "x" * 101}), 422, "Since must be at most 100 characters"
    )


def test_a_token_of_the_future_is_refused(alice: Person) -> None:
    alice.add()
    account, _, seq = changes(alice)["next"].rpartition("-")
    refused(alice.client.get("/api/tasks/changes", params={"since": f"{account}-{int(seq) + 1}"}), 410, UNKNOWN)


def test_another_users_token_is_unknown(alice: Person, bob: Person) -> None:
    alice.add()
    alice.add()
    bob.add()
    token, forged = changes(alice)["next"], f"{uuid.uuid4().hex[:13]}-1"
    known = {"X-Request-ID": "known"}
    answers = [
        bob.client.get("/api/tasks/changes", params={"since": since}, headers=known)
        for since in (token, f"{token.partition('-')[0]}-1", f"{token.partition('-')[0]}-0", forged)
    ]
    for answer in answers:
        refused(answer, 410, UNKNOWN)
        assert answer.content == answers[0].content


def test_a_token_older_than_the_log_is_refused_and_a_newer_one_is_not(
    alice: Person, sql: Sql, database_url: str
) -> None:
    first = alice.add("First")
    old = changes(alice)["next"]
    alice.client.patch(f"/api/tasks/{first['id']}/complete")
    old, young = days_later(sql, alice, 91, old, changes(alice)["next"])
    second = alice.add("Second")
    purged(database_url)
    for token in (old, "0"):
        refused(alice.client.get("/api/tasks/changes", params={"since": token}), 410, UNKNOWN)
    assert changes(alice, young)["data"] == [second]
    assert [task["id"] for task in changes(alice)["data"]] == [first["id"], second["id"]]


def test_tokens_of_an_erased_account_are_refused(alice: Person, newcomer: Arrive) -> None:
    alice.add()
    token = changes(alice)["next"]
    alice.client.delete("/api/me")
    for since in (None, token, "0"):
        query = {} if since is None else {"since": since}
        refused(alice.client.get("/api/tasks/changes", params=query), 401, "Invalid or expired token")
    returned = newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 2))
    assert changes(returned) == NOTHING | {"next": "0"}
    task = returned.add()
    refused(returned.client.get("/api/tasks/changes", params={"since": token}), 410, UNKNOWN)
    assert changes(returned)["data"] == [task]
    for since in (None, token, "0"):
        query = {} if since is None else {"since": since}
        refused(alice.client.get("/api/tasks/changes", params=query), 401, "Invalid or expired token")
