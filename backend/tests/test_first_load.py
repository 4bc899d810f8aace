"""The first load in pages: `changes?limit=…` without a token, with interruptions and during writes."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from tests.conftest import Arrive, Sql, days_later
from tests.service import Person, purged, refused, token_for

UNKNOWN = "The token is unknown or too old; start again without one"


@dataclass
class Device:
    """A copy that begins empty; after each page another process may continue from the token."""

    person: Person
    limit: int
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    token: str | None = None
    pages: int = 0

    def pull(self, person: Person | None = None) -> bool:
        """Read a page; returns whether there is more."""
        query = {"limit": str(self.limit)} | ({} if self.token is None else {"since": self.token})
        answer = (person or self.person).client.get("/api/tasks/changes", params=query)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["data"]) + len(page["deleted"]) <= self.limit
        self.tasks |= {task["id"]: task for task in page["data"]}
        for gone in page["deleted"]:
            self.tasks.pop(gone["id"], None)
        self.token = page["next"]
        self.pages += 1
        assert self.pages < 500, "it does not come to an end"
        more: bool = page["has_more"]
        return more

    def holds_what_is_there(self) -> bool:
        return self.tasks == {task["id"]: task for task in self.person.tasks()}


@pytest.mark.parametrize("limit", [1, 2, 6, 7, 8, 1000])
def test_a_first_load_comes_in_pages_of_that_length(alice: Person, limit: int) -> None:
    for number in range(7):
        alice.add(str(number))
    alice.client.delete(f"/api/tasks/{alice.add('Deleted')['id']}")
    device = Device(alice, limit)
    while device.pull():
        pass
    assert device.holds_what_is_there()
    assert device.pages == -(-7 // limit)
    assert not device.pull()


def test_the_token_of_a_first_load_ends_with_the_last_id_sent(alice: Person) -> None:
    """The web app reads it there (`frontend/lib/sync/feed.ts`)."""
    ids = sorted(alice.add(str(number))["id"] for number in range(3))
    first = alice.client.get("/api/tasks/changes", params={"limit": "2"}).json()
    assert [task["id"] for task in first["data"]] == ids[:2]
    assert first["next"].partition("~")[2] == ids[1]
    last = alice.client.get("/api/tasks/changes", params={"limit": "2", "since": first["next"]}).json()
    assert [task["id"] for task in last["data"]] == ids[2:]
    assert "~" not in last["next"]


def test_a_user_without_tasks_gets_a_complete_first_page(alice: Person) -> None:
    device = Device(alice, 2)
    assert not device.pull()
    assert device.token == "0"
    alice.add()
    assert not device.pull()
    assert device.holds_what_is_there()


def write_something(random: Random, person: Person) -> None:
    """One write of any kind to an existing or a new task."""
    client = person.client
    everything = person.tasks() + person.tasks(deleted="true")
    task = random.choice(everything) if everything else person.add("First")
    path = f"/api/tasks/{task['id']}"
    kinds = [
        lambda: client.post("/api/tasks", json={"title": "New"}),
        lambda: client.patch(path, json={"title": str(random.random())}),
        lambda: client.patch(f"{path}/complete"),
        lambda: client.delete(path),
        lambda: client.delete(f"{path}?permanent=true"),
        lambda: client.post(f"{path}/restore"),
        lambda: client.post("/api/me/import", json=[{"title": "In"}, {**task, "title": "Changed", "deleted_at": None}]),
    ]
    answer = random.choice(kinds)()
    assert answer.status_code < 500, answer.text


@pytest.mark.parametrize("seed", range(6))
def test_a_load_interrupted_again_and_again_during_writes_ends_with_the_current_tasks(
    alice: Person, newcomer: Arrive, seed: int
) -> None:
    random = Random(seed)  # noqa: S311
    for number in range(12):
        alice.add(str(number))
    device = Device(alice, random.choice([1, 2, 3, 5]))
    has_more = True
    for _ in range(25):
        for _ in range(random.randrange(3)):
            write_something(random, alice)
        has_more = device.pull(newcomer(id=alice.id))
    while has_more:
        has_more = device.pull(newcomer(id=alice.id))
    assert device.holds_what_is_there()


def test_a_load_beside_writers_ends_with_the_current_tasks(alice: Person, newcomer: Arrive) -> None:
    for start in range(3):
        operations = [{"op": "create", "task": {"title": f"{start}/{number}"}} for number in range(100)]
        assert alice.client.post("/api/tasks/batch", json={"operations": operations}).is_success
    device = Device(alice, 20)

    def write(seed: int) -> None:
        random, person = Random(seed), newcomer(id=alice.id)  # noqa: S311
        for _ in range(15):
            write_something(random, person)

    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(write, seed) for seed in range(4)]
        while not all(each.done() for each in writing):
            device.pull()
        for each in writing:
            each.result()
    while device.pull():
        pass
    assert device.holds_what_is_there()


def begun(person: Person) -> str:
    """The token after the first page of a load."""
    for number in range(3):
        person.add(str(number))
    device = Device(person, 1)
    assert device.pull()
    assert device.token
    assert "~" in device.token
    return device.token


def test_a_load_whose_start_was_purged_from_the_log_begins_again(alice: Person, sql: Sql, database_url: str) -> None:
    token = begun(alice)
    start, _, last_id = token.partition("~")
    (start,) = days_later(sql, alice, 91, start)
    token = f"{start}~{last_id}"
    assert alice.client.get("/api/tasks/changes", params={"since": token, "limit": 1}).status_code == 200
    alice.client.patch(f"/api/tasks/{alice.tasks()[0]['id']}/complete")
    days_later(sql, alice, 91)  # so that the change after the start is purged too
    alice.add("Young")
    purged(database_url)
    refused(alice.client.get("/api/tasks/changes", params={"since": token, "limit": 1}), 410, UNKNOWN)


def test_a_load_continues_after_the_task_in_its_token_was_erased(alice: Person) -> None:
    token = begun(alice)
    device = Device(alice, 1, token=token)
    device.tasks = {task["id"]: task for task in alice.tasks() if task["id"] == token.partition("~")[2]}
    alice.client.delete(f"/api/tasks/{token.partition('~')[2]}?permanent=true")
    while device.pull():
        pass
    assert device.holds_what_is_there()


def test_tokens_of_another_user_or_from_before_an_erasure_are_refused(
    alice: Person, bob: Person, newcomer: Arrive
) -> None:
    token = begun(alice)
    begun(bob)
    refused(bob.client.get("/api/tasks/changes", params={"since": token}), 410, UNKNOWN)
    alice.client.delete("/api/me")
    refused(alice.client.get("/api/tasks/changes", params={"since": token}), 401)
    returned = newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 2))
    refused(returned.client.get("/api/tasks/changes", params={"since": token}), 410, UNKNOWN)
    returned.add()
    refused(returned.client.get("/api/tasks/changes", params={"since": token}), 410, UNKNOWN)


def test_a_load_of_nothing_cannot_be_resumed(alice: Person) -> None:
    first = alice.add()["id"]
    alice.add()
    refused(alice.client.get("/api/tasks/changes", params={"since": f"0~{first}"}), 410, UNKNOWN)


@pytest.mark.parametrize("last_id", ["", "x", "~", "00000000-0000-0000-0000-00000000000", "\x00"])
def test_an_invented_last_id_is_refused(alice: Person, last_id: str) -> None:
    start = begun(alice).partition("~")[0]
    refused(alice.client.get("/api/tasks/changes", params={"since": f"{start}~{last_id}"}), 410, UNKNOWN)


@pytest.mark.parametrize("limit", ["0", "1001", "x", ""])
def test_the_limit_of_a_page_is_from_one_to_a_thousand(alice: Person, limit: str) -> None:
    refused(alice.client.get("/api/tasks/changes", params={"limit": limit}), 422)
