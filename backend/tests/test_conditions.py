"""Two devices never overwrite each other silently: `ETag`, `If-Match`, `If-None-Match` (RFC 9110)."""

import time
import uuid
from collections.abc import Callable

import httpx2
import pytest

from tests.conftest import Arrive, Sql
from tests.service import FRONTEND, Person, refused, token_for
from tests.test_cors import preflight
from tests.test_users import at_once

CHANGED = "The task has changed since; read it again"
Write = Callable[[httpx2.Client, str, dict[str, str]], httpx2.Response]

WRITES: dict[str, Write] = {
    "put": lambda client, path, headers: client.put(path, json={"title": "New"}, headers=headers),
    "patch": lambda client, path, headers: client.patch(path, json={"title": "New"}, headers=headers),
    "complete": lambda client, path, headers: client.patch(f"{path}/complete", headers=headers),
    "delete": lambda client, path, headers: client.delete(path, headers=headers),
    "erase": lambda client, path, headers: client.delete(f"{path}?permanent=true", headers=headers),
}


def account(sql: Sql, person: Person) -> tuple[object, ...] | None:
    return sql.execute('SELECT seq, live_tasks FROM todo."user" WHERE id = %s', [person.id]).fetchone()


def test_every_answer_that_shows_one_task_carries_its_version(alice: Person) -> None:
    created = alice.client.post("/api/tasks", json={"title": "x"})
    assert created.headers["etag"] == '"1"'
    path = f"/api/tasks/{created.json()['id']}"
    answers = [
        created,
        alice.client.get(path),
        alice.client.put(path, json={"title": "y"}),
        alice.client.patch(path, json={"title": "z"}),
        alice.client.patch(f"{path}/complete"),
        alice.client.get(path),
    ]
    alice.client.delete(path)
    answers.append(alice.client.post(f"{path}/restore"))
    answers.append(alice.client.post("/api/undo", json={"seq": int(answers[-1].headers["x-change-seq"])}))
    versions = []
    for answer in answers:
        task = answer.json().get("data", answer.json())
        assert answer.headers["etag"] == f'"{task["version"]}"'
        versions.append(task["version"])
    assert versions == [1, 1, 2, 3, 4, 4, 6, 7]


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(
    "tag", ['"1"', 'W/"2"', '"02"', '"2x"', "2", '""', "", '"*"', '"3"', '"99999999999999999999"', '"1", W/"2", "junk"']
)
def test_a_stale_or_weak_tag_changes_nothing(alice: Person, sql: Sql, write: str, tag: str) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    alice.client.patch(f"{path}/complete")
    before = alice.tasks(), account(sql, alice)
    refused(WRITES[write](alice.client, path, {"If-Match": tag}), 412, CHANGED)
    assert (alice.tasks(), account(sql, alice)) == before


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("tag", ['"1"', "*", '"7", "1"', 'W/"1","1"'])
def test_a_tag_that_fits_lets_the_write_through(alice: Person, write: str, tag: str) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    assert WRITES[write](alice.client, path, {"If-Match": tag}).is_success


def test_tags_may_come_in_several_headers(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    headers = [("If-Match", '"7"'), ("If-Match", '"1"')]
    assert alice.client.patch(f"{path}/complete", headers=headers).status_code == 200


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("tag", ['"1"', "*", '"9"'])
def test_what_is_not_there_stays_a_404(alice: Person, bob: Person, write: str, tag: str) -> None:
    taken = alice.add()
    for task_id in (taken["id"], str(uuid.uuid4()), "nonsense"):
        refused(WRITES[write](bob.client, f"/api/tasks/{task_id}", {"If-Match": tag}), 404, "Task not found")
    assert alice.tasks() == [taken]


def test_of_many_who_saw_the_same_version_one_writes(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    answers = at_once(alice, [lambda client: client.patch(f"{path}/complete", headers={"If-Match": '"1"'})] * 16)
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 15
    assert alice.client.get(path).headers["etag"] == '"2"'


@pytest.mark.parametrize("tag", ['"1"', 'W/"1"', "*", '"7", "1"'])
def test_one_task_that_is_known_is_not_sent_again(alice: Person, tag: str) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    answer = alice.client.get(path, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == '"1"'


@pytest.mark.parametrize("tag", ['"2"', "1", '"*"', "", '"01"'])
def test_one_task_that_is_not_known_is_sent(alice: Person, tag: str) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    assert alice.client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_change_makes_the_known_unknown(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    alice.client.patch(f"{path}/complete")
    answer = alice.client.get(path, headers={"If-None-Match": '"1"'})
    assert answer.json()["data"]["completed"] is True
    alice.client.delete(path)
    refused(alice.client.get(path, headers={"If-None-Match": "*"}), 404, "Task not found")


def test_the_tag_of_a_list_changes_with_every_change_and_with_nothing_else(alice: Person, bob: Person) -> None:
    seen = [alice.client.get("/api/tasks").headers["etag"]]

    def has_changed() -> bool:
        known = alice.client.get("/api/tasks", headers={"If-None-Match": seen[-1]})
        if known.status_code == 304:
            assert known.content == b""
            assert known.headers["etag"] == seen[-1]
            return False
        assert known.headers["etag"] not in seen
        seen.append(known.headers["etag"])
        return True

    assert not has_changed()
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    assert has_changed()
    bob.add()
    alice.client.put(path, json={"title": task["title"]})
    alice.client.get(path)
    refused(alice.client.patch(path, json={"title": "x"}, headers={"If-Match": '"9"'}), 412)
    assert not has_changed()
    for write in ("put", "complete", "delete"):
        WRITES[write](alice.client, path, {})
        assert has_changed()
    alice.client.post(f"{path}/restore")
    assert has_changed()
    WRITES["erase"](alice.client, path, {})
    assert has_changed()


def test_a_list_that_is_known_in_any_way_is_not_sent_again(alice: Person) -> None:
    alice.add()
    tag = alice.client.get("/api/tasks").headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        assert alice.client.get("/api/tasks", headers={"If-None-Match": known}).status_code == 304
        assert (
            alice.client.get("/api/tasks?limit=1&completed=true", headers={"If-None-Match": known}).status_code == 304
        )
    for unknown in ('"other"', tag.strip('"'), '"*"', "", f'"other,{tag[1:]}'):
        assert alice.client.get("/api/tasks", headers={"If-None-Match": unknown}).status_code == 200


def test_the_tag_of_anothers_list_is_no_ones_own(alice: Person, bob: Person) -> None:
    alice.add()
    bob.add()
    tag = alice.client.get("/api/tasks").headers["etag"]
    assert bob.client.get("/api/tasks", headers={"If-None-Match": tag}).status_code == 200


def test_an_account_that_comes_back_after_its_end_has_tags_never_seen(alice: Person, newcomer: Arrive) -> None:
    alice.add()
    tag = alice.client.get("/api/tasks").headers["etag"]
    alice.client.delete("/api/me")
    for known in (tag, '"0"', "*"):
        refused(alice.client.get("/api/tasks", headers={"If-None-Match": known}), 401)
    returned = newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 2))
    returned.add()
    assert returned.client.get("/api/tasks", headers={"If-None-Match": tag}).status_code == 200
    new_tag = returned.client.get("/api/tasks").headers["etag"]
    refused(alice.client.get("/api/tasks", headers={"If-None-Match": new_tag}), 401)


def test_what_an_account_brings_along_when_it_comes_back_has_no_version_that_anybody_has_seen(
    alice: Person, newcomer: Arrive
) -> None:
    task = alice.add("First")
    path, file = f"/api/tasks/{task['id']}", alice.client.get("/api/me/export").content
    seen = [alice.client.patch(path, json={"title": f"Draft {n}"}).headers["etag"] for n in range(3)]
    alice.client.delete("/api/me")
    returned = newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 2))
    returned.client.post("/api/me/import", content=file, headers={"Content-Type": "application/json"})
    for n in range(4):
        assert returned.client.get(path, headers={"If-None-Match": ", ".join(seen)}).status_code == 200
        stale = returned.client.patch(path, json={"title": "Overwritten"}, headers={"If-Match": ", ".join(seen)})
        refused(stale, 412)
        assert returned.client.patch(path, json={"title": f"Rewritten {n}"}).status_code == 200


def test_the_frontend_may_send_and_read_the_new_headers(alice: Person, stranger: httpx2.Client) -> None:
    asked = "authorization,content-type,idempotency-key,if-match,if-none-match,last-event-id"
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        assert preflight(stranger, FRONTEND, method, asked).status_code == 200
    answer = alice.client.post("/api/tasks", json={"title": "x"}, headers={"Origin": FRONTEND})
    exposed = {name.lower() for name in answer.headers["access-control-expose-headers"].split(", ")}
    assert {"etag", "link", "x-change-seq", "idempotency-replayed", "accept-patch", "content-disposition"} <= exposed
    path = f"/api/tasks/{answer.json()['id']}"
    alice.client.patch(f"{path}/complete")
    alice.client.patch(f"{path}/complete")
    origin = {"Origin": FRONTEND}
    for status, seen in (
        (304, alice.client.get(path, headers={"If-None-Match": '"3"', **origin})),
        (304, alice.client.get("/api/tasks", headers={"If-None-Match": "*", **origin})),
        (409, alice.client.post("/api/undo", json={"seq": 1}, headers=origin)),
        (410, alice.client.get("/api/tasks/changes?since=x", headers=origin)),
        (412, alice.client.patch(f"{path}/complete", headers={"If-Match": '"9"', **origin})),
    ):
        assert seen.status_code == status
        assert seen.headers["access-control-allow-origin"] == FRONTEND
