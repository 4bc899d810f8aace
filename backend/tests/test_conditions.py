"""Devices do not overwrite each other unnoticed: `ETag`, `If-Match`, `If-None-Match` (RFC 9110)."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from app.http import conditions
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


def test_every_answer_with_one_task_has_its_tag(alice: Person) -> None:
    created = alice.client.post("/api/tasks", json={"title": "x"})
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
        assert re.fullmatch(rf'"{task["version"]}-\d+\.[0-9a-f]{{6}}"', answer.headers["etag"])
        versions.append(task["version"])
    assert versions == [1, 1, 2, 3, 4, 4, 6, 7]
    tags = [answer.headers["etag"] for answer in answers]
    assert (tags[0], tags[4], len(set(tags))) == (tags[1], tags[5], 6)


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(
    "tag",
    [
        '"1"',
        'W/"2"',
        '"02"',
        '"2x"',
        "2",
        '""',
        "",
        '"*"',
        conditions.tag_of("*"),
        '"3"',
        '"99999999999999999999"',
        '"1", W/"2", "junk"',
    ],
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
def test_a_matching_tag_allows_the_write(alice: Person, write: str, tag: str) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    assert WRITES[write](alice.client, path, {"If-Match": tag}).is_success


def test_tags_may_come_in_several_headers(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    headers = [("If-Match", '"7"'), ("If-Match", '"1"')]
    assert alice.client.patch(f"{path}/complete", headers=headers).status_code == 200


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("tag", ['"1"', "*", '"9"'])
def test_a_missing_task_stays_a_404(alice: Person, bob: Person, write: str, tag: str) -> None:
    taken = alice.add()
    for task_id in (taken["id"], str(uuid.uuid4()), "nonsense"):
        refused(WRITES[write](bob.client, f"/api/tasks/{task_id}", {"If-Match": tag}), 404, "Task not found")
    assert alice.tasks() == [taken]


def test_of_many_devices_with_the_same_version_one_writes(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    answers = at_once(alice, [lambda client: client.patch(f"{path}/complete", headers={"If-Match": '"1"'})] * 16)
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 15
    assert alice.client.get(path).json()["data"]["version"] == 2


@pytest.mark.parametrize("known", ["{}", "W/{}", "*", '"7", {}', "*, *"])
def test_a_task_that_the_client_has_is_not_sent_again(alice: Person, known: str) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    tag = alice.client.get(path).headers["etag"]
    answer = alice.client.get(path, headers={"If-None-Match": known.format(tag)})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == tag


# A version alone does not tell with which schema it was shown.
@pytest.mark.parametrize("tag", ['"1"', '"1-1"', '"2"', "1", '"*"', "", '"01"'])
def test_a_task_that_the_client_does_not_have_is_sent(alice: Person, tag: str) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    assert alice.client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_after_a_change_the_task_is_sent_again(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    tag = alice.client.get(path).headers["etag"]
    alice.client.patch(f"{path}/complete")
    answer = alice.client.get(path, headers={"If-None-Match": tag})
    assert answer.json()["data"]["completed"] is True
    alice.client.delete(path)
    refused(alice.client.get(path, headers={"If-None-Match": "*"}), 404, "Task not found")


def test_the_tag_of_a_list_changes_with_every_change_and_only_then(alice: Person, bob: Person) -> None:
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


def test_a_list_that_the_client_has_is_not_sent_again_in_any_order(alice: Person) -> None:
    alice.add()
    tag = alice.client.get("/api/tasks").headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        assert alice.client.get("/api/tasks", headers={"If-None-Match": known}).status_code == 304
        assert (
            alice.client.get("/api/tasks?limit=1&completed=true", headers={"If-None-Match": known}).status_code == 304
        )
    for unknown in ('"other"', tag.strip('"'), '"*"', "", f'"other,{tag[1:]}'):
        assert alice.client.get("/api/tasks", headers={"If-None-Match": unknown}).status_code == 200


def test_the_tag_of_another_users_list_does_not_match(alice: Person, bob: Person) -> None:
    alice.add()
    bob.add()
    tag = alice.client.get("/api/tasks").headers["etag"]
    assert bob.client.get("/api/tasks", headers={"If-None-Match": tag}).status_code == 200


def test_an_account_that_comes_back_after_its_erasure_has_new_tags(alice: Person, newcomer: Arrive) -> None:
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


def test_tasks_imported_into_an_account_that_comes_back_have_new_versions(alice: Person, newcomer: Arrive) -> None:
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


def test_the_frontend_may_send_and_read_the_new_headers(alice: Person, anonymous: httpx2.Client) -> None:
    asked = "authorization,content-type,idempotency-key,if-match,if-none-match,last-event-id"
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        assert preflight(anonymous, FRONTEND, method, asked).status_code == 200
    answer = alice.client.post("/api/tasks", json={"title": "x"}, headers={"Origin": FRONTEND})
    exposed = {name.lower() for name in answer.headers["access-control-expose-headers"].split(", ")}
    assert {"etag", "link", "x-change-seq", "idempotency-replayed", "accept-patch", "content-disposition"} <= exposed
    path = f"/api/tasks/{answer.json()['id']}"
    alice.client.patch(f"{path}/complete")
    tag = alice.client.patch(f"{path}/complete").headers["etag"]
    origin = {"Origin": FRONTEND}
    for status, seen in (
        (304, alice.client.get(path, headers={"If-None-Match": tag, **origin})),
        (304, alice.client.get("/api/tasks", headers={"If-None-Match": "*", **origin})),
        (409, alice.client.post("/api/undo", json={"seq": 1}, headers=origin)),
        (410, alice.client.get("/api/tasks/changes?since=x", headers=origin)),
        (412, alice.client.patch(f"{path}/complete", headers={"If-Match": '"9"', **origin})),
    ):
        assert seen.status_code == status
        assert seen.headers["access-control-allow-origin"] == FRONTEND


# -- every read that has a tag, RFC 9110, 13.1.1 --


def read_feed(person: Person) -> str:
    path: str = person.client.post("/api/me/feed").json()["data"]["path"]
    return path


READS: dict[str, Callable[[Person], str]] = {
    "task": lambda person: f"/api/tasks/{person.add()['id']}",
    "tasks": lambda _: "/api/tasks",
    "some tasks": lambda _: "/api/tasks?completed=false&limit=1",
    "list": lambda person: f"/api/lists/{person.client.post('/api/lists', json={'name': 'Home'}).json()['id']}",
    "lists": lambda _: "/api/lists",
    "settings": lambda _: "/api/me/settings",
    "feed": read_feed,
}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("read", READS)
def test_a_read_is_refused_unless_it_is_of_the_state_that_it_asks_for(alice: Person, read: str, method: str) -> None:
    path = READS[read](alice)
    tag = alice.client.get(path).headers["etag"]
    for known in (tag, "*", f'"x", {tag}', without_schema_hash(tag)):
        answer = alice.client.request(method, path, headers={"If-Match": known})
        assert (answer.status_code, answer.headers["etag"]) == (200, tag)
        both = alice.client.request(method, path, headers={"If-Match": known, "If-None-Match": tag})
        assert (both.status_code, both.headers["etag"]) == (304, tag)
    for other in ('"7-7.aaaaaa"', '"x", W/"y"', f"W/{tag}", tag.strip('"'), "", '"*"'):
        for headers in ({"If-Match": other}, {"If-Match": other, "If-None-Match": tag}):
            answer = alice.client.request(method, path, headers=headers)
            assert answer.status_code == 412, other
            assert "etag" not in answer.headers


def test_a_read_may_ask_for_a_version_and_meets_the_task_that_has_changed_since(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    assert alice.client.get(path, headers={"If-Match": '"1"'}).json()["data"]["version"] == 1
    alice.client.patch(f"{path}/complete")
    refused(alice.client.get(path, headers={"If-Match": '"1"'}), 412, CHANGED)
    alice.client.delete(path)
    refused(alice.client.get(path, headers={"If-Match": "*"}), 404, "Task not found")


# -- every write, RFC 9110, 13.2.2 --

Prepared = tuple[str, str, Any, str]  # a request that would succeed, and the tag of its resource


def on_a_task(method: str, suffix: str = "", body: Any = None) -> Callable[[Person], Prepared]:
    def prepare(person: Person) -> Prepared:
        created = person.client.post("/api/tasks", json={"title": "Old"})
        return method, f"/api/tasks/{created.json()['id']}{suffix}", body, created.headers["etag"]

    return prepare


def on_a_deleted_task(person: Person) -> Prepared:
    path = f"/api/tasks/{person.add()['id']}"
    person.client.delete(path)
    (task,) = person.tasks(deleted="true")
    return "POST", f"{path}/restore", None, f'"{task["version"]}"'


def on_a_reminder(person: Person) -> Prepared:
    created = person.client.post("/api/tasks", json={"title": "Old", "due_date": "2099-12-31", "remind_before": 5})
    return "POST", f"/api/tasks/{created.json()['id']}/snooze", {"minutes": 60}, created.headers["etag"]


def on_a_change(person: Person) -> Prepared:
    changed = person.client.patch(f"/api/tasks/{person.add()['id']}", json={"title": "New"})
    return "POST", "/api/undo", {"seq": int(changed.headers["x-change-seq"])}, changed.headers["etag"]


def on_a_batch_of_changes(person: Person) -> Prepared:
    creating = [{"op": "create", "task": {"title": title}} for title in ("One", "Two")]
    answer = person.client.post("/api/tasks/batch", json={"operations": creating})
    task_id, seq = answer.json()["data"][0]["id"], int(answer.headers["x-change-seq"])
    return "POST", "/api/undo", {"seq": seq}, person.client.get(f"/api/tasks/{task_id}").headers["etag"]


def on_the_list(method: str, path: str, body: Any) -> Callable[[Person], Prepared]:
    def prepare(person: Person) -> Prepared:
        person.add()
        return method, path, body, person.client.get("/api/tasks").headers["etag"]

    return prepare


CREATING = {"op": "create", "task": {"title": "New"}}
PREPARED: dict[str, Callable[[Person], Prepared]] = {
    "put": on_a_task("PUT", body={"title": "New"}),
    "patch": on_a_task("PATCH", body={"title": "New"}),
    "patch that changes nothing": on_a_task("PATCH", body={"title": "Old"}),
    "complete": on_a_task("PATCH", "/complete"),
    "delete": on_a_task("DELETE"),
    "erase": on_a_task("DELETE", "?permanent=true"),
    "restore": on_a_deleted_task,
    "put a reminder off": on_a_reminder,
    "undo": on_a_change,
    "undo a batch": on_a_batch_of_changes,
    "create": on_the_list("POST", "/api/tasks", {"title": "New"}),
    "batch": on_the_list("POST", "/api/tasks/batch", {"operations": [CREATING, CREATING]}),
    "import": on_the_list("POST", "/api/me/import", [{"title": "New"}]),
}


def without_schema_hash(tag: str) -> str:
    return f'{tag.rstrip(chr(34)).partition(".")[0]}"'


NOT_MET: dict[str, Callable[[str], dict[str, str]]] = {
    "another": lambda _: {"If-Match": '"7-7.aaaaaa"'},
    "another change": lambda tag: {"If-Match": tag.replace("-", "-9") if "-" in tag else '"9"'},
    "weak": lambda tag: {"If-Match": f"W/{tag}"},
    "none": lambda _: {"If-Match": ""},
    "no tags": lambda tag: {"If-Match": tag.strip('"')},
    "known": lambda tag: {"If-None-Match": tag},
    "known weakly": lambda tag: {"If-None-Match": f"W/{tag}"},
    "known among others": lambda tag: {"If-None-Match": f'"x", {tag}'},
    "known in another shape": lambda tag: {"If-None-Match": without_schema_hash(tag)},
    "anything is known": lambda _: {"If-None-Match": "*"},
    "fits, but is known": lambda tag: {"If-Match": tag, "If-None-Match": tag},
    "matches, but must not": lambda _: {"If-Match": "*", "If-None-Match": "*"},
    "neither": lambda _: {"If-Match": '"x"', "If-None-Match": '"x"'},
}
MET: dict[str, Callable[[str], dict[str, str]]] = {
    "this": lambda tag: {"If-Match": tag},
    "any": lambda _: {"If-Match": "*"},
    "one of several": lambda tag: {"If-Match": f'"x", W/"y", {tag}'},
    "without the shape": lambda tag: {"If-Match": without_schema_hash(tag)},
    "unknown": lambda _: {"If-None-Match": '"x", W/"7-7.aaaaaa"'},
    "nothing known": lambda _: {"If-None-Match": ""},
    "both": lambda tag: {"If-Match": tag, "If-None-Match": '"x"'},
}


def all_of(sql: Sql, person: Person) -> Any:
    return person.tasks(), person.tasks(deleted="true"), account(sql, person)


@pytest.mark.parametrize("condition", NOT_MET)
@pytest.mark.parametrize("write", PREPARED)
def test_a_condition_that_is_not_met_stops_every_write(alice: Person, sql: Sql, write: str, condition: str) -> None:
    method, path, body, tag = PREPARED[write](alice)
    before = all_of(sql, alice)
    refused(alice.client.request(method, path, json=body, headers=NOT_MET[condition](tag)), 412)
    assert all_of(sql, alice) == before


@pytest.mark.parametrize("condition", MET)
@pytest.mark.parametrize("write", PREPARED)
def test_a_condition_that_is_met_allows_every_write(alice: Person, write: str, condition: str) -> None:
    method, path, body, tag = PREPARED[write](alice)
    answer = alice.client.request(method, path, json=body, headers=MET[condition](tag))
    assert answer.is_success, answer.text


@pytest.mark.parametrize("write", ["put", "patch", "complete", "delete", "erase"])
def test_a_version_alone_is_a_tag_too(alice: Person, write: str) -> None:
    method, path, body, _ = PREPARED[write](alice)
    refused(alice.client.request(method, path, json=body, headers={"If-Match": '"2"'}), 412, CHANGED)
    refused(alice.client.request(method, path, json=body, headers={"If-None-Match": '"1"'}), 412, CHANGED)
    assert alice.client.request(method, path, json=body, headers={"If-Match": '"1"'}).is_success


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-Match": '"x"'}, 412),
        ({"If-Match": 'W/"x"'}, 412),
        ({"If-None-Match": "*"}, 412),
        ({"If-Match": "*", "If-None-Match": "*"}, 412),
        ({"If-Match": "*"}, 204),
        ({"If-None-Match": '"x"'}, 204),
        ({"If-Match": "*", "If-None-Match": '"x"'}, 204),
    ],
)
def test_an_account_is_erased_if_its_conditions_are_met(alice: Person, headers: dict[str, str], status: int) -> None:
    task = alice.add()
    assert alice.client.delete("/api/me", headers=headers).status_code == status
    answer = alice.client.get("/api/tasks")
    assert (answer.json() == {"data": [task]}) if status == 412 else (answer.status_code == 401)


@pytest.mark.parametrize("write", ["put", "patch", "complete", "delete", "erase", "restore"])
@pytest.mark.parametrize("headers", [{"If-Match": '"1"'}, {"If-Match": "*"}, {"If-None-Match": '"1"'}])
def test_a_missing_resource_is_a_404_under_any_condition(alice: Person, write: str, headers: dict[str, str]) -> None:
    method, path, body, _ = PREPARED[write](alice)
    absent = re.sub(r"[0-9a-f-]{36}", str(uuid.uuid4()), path)
    refused(alice.client.request(method, absent, json=body, headers=headers), 404, "Task not found")
    refused(alice.client.post("/api/undo", json={"seq": 10_000}, headers=headers), 404, "Task not found")


def test_an_invalid_request_is_refused_before_its_conditions_are_checked(alice: Person) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    for headers in ({"If-Match": '"9"'}, {"If-None-Match": "*"}):
        refused(alice.client.put(path, json={"title": ""}, headers=headers), 422, "Title is required")
        refused(alice.client.post("/api/tasks", json={"title": ""}, headers=headers), 422, "Title is required")


def test_a_token_from_before_the_erasure_is_refused_under_any_condition(alice: Person, newcomer: Arrive) -> None:
    alice.add()
    alice.client.delete("/api/me")
    newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 2)).add()
    for headers in ({"If-Match": '"x"'}, {"If-None-Match": "*"}, {"If-Match": "*"}):
        refused(alice.client.post("/api/tasks", json={"title": "x"}, headers=headers), 401)


def test_a_first_write_may_expect_an_empty_list(alice: Person) -> None:
    tag = alice.client.get("/api/tasks").headers["etag"]
    sentence = "This is not as the request expects it; read it again"
    refused(alice.client.post("/api/tasks", json={"title": "x"}, headers={"If-None-Match": tag}), 412, sentence)
    answers = at_once(
        alice, [lambda client: client.post("/api/tasks", json={"title": "x"}, headers={"If-Match": tag})] * 8
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [412] * 7
    assert len(alice.tasks()) == 1


# -- creating with a chosen id --

NEW = {"If-None-Match": "*"}
TAKEN = "There is a task with this id already"


def test_a_put_with_if_none_match_creates_a_task(alice: Person, bob: Person) -> None:
    task_id = str(uuid.uuid4())
    path = f"/api/tasks/{task_id}"
    refused(alice.client.put(path, json={"title": "x"}), 404, "Task not found")
    answer = alice.client.put(path, json={"title": "Mine", "tags": ["home"]}, headers=NEW)
    assert answer.status_code == 201
    task = answer.json()
    assert (task["id"], task["title"], task["tags"], task["completed"]) == (task_id, "Mine", ["home"], False)
    assert alice.tasks() == [task]
    assert alice.client.get(path).headers["etag"] == answer.headers["etag"]
    refused(alice.client.put(path, json={"title": "Again"}, headers=NEW), 412, TAKEN)
    alice.client.delete(path)
    refused(alice.client.put(path, json={"title": "Again"}, headers=NEW), 412, TAKEN)
    # An id of another user is free to use, and reveals nothing.
    others = bob.client.put(path, json={"title": "Bob's"}, headers=NEW)
    assert (others.status_code, others.json()["id"]) == (201, task_id)
    assert (others.json()["version"], task["version"]) == (1, 1)
    undone = alice.client.post("/api/undo", json={"seq": int(answer.headers["x-change-seq"]) + 1})
    assert undone.json()["data"]["title"] == "Mine"
    assert [each["title"] for each in bob.tasks()] == ["Bob's"]


def test_a_chosen_id_may_be_written_in_capitals(alice: Person) -> None:
    task_id = str(uuid.uuid4())
    answer = alice.client.put(f"/api/tasks/{task_id.upper()}", json={"title": "x"}, headers=NEW)
    assert (answer.status_code, answer.json()["id"]) == (201, task_id)
    refused(alice.client.put(f"/api/tasks/{task_id}", json={"title": "x"}, headers=NEW), 412, TAKEN)
    answer = alice.client.patch(f"/api/tasks/{task_id.upper()}/complete", headers={"If-Match": answer.headers["etag"]})
    assert answer.json()["data"]["completed"] is True


@pytest.mark.parametrize("task_id", ["nonsense", "%00", "00000000", "{00000000-0000-0000-0000-000000000005}"])
def test_an_invalid_id_creates_no_task(alice: Person, task_id: str) -> None:
    refused(alice.client.put(f"/api/tasks/{task_id}", json={"title": "x"}, headers=NEW), 404, "Task not found")
    assert alice.tasks() == []


def test_of_many_creates_with_one_id_one_succeeds(alice: Person) -> None:
    path = f"/api/tasks/{uuid.uuid4()}"
    answers = at_once(alice, [lambda client: client.put(path, json={"title": "x"}, headers=NEW)] * 16)
    assert sorted(answer.status_code for answer in answers) == [201] + [412] * 15
    assert len(alice.tasks()) == 1


@pytest.mark.parametrize("end", ["task", "account"])
def test_a_task_created_again_with_its_old_id_has_a_new_version(alice: Person, newcomer: Arrive, end: str) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    seen = [alice.client.patch(path, json={"title": f"Draft {n}"}) for n in range(3)]
    tags = ", ".join(answer.headers["etag"] for answer in seen)
    versions = {answer.json()["data"]["version"] for answer in seen}
    alice.client.delete(f"{path}?permanent=true" if end == "task" else "/api/me")
    person = newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 2))
    made = person.client.put(path, json={"title": "Back"}, headers=NEW)
    assert made.status_code == 201
    for n in range(4):
        task = person.client.get(path, headers={"If-None-Match": tags}).json()["data"]
        assert task["version"] not in versions
        for known in (tags, ", ".join(f'"{version}"' for version in versions)):
            refused(person.client.patch(path, json={"title": "Lost"}, headers={"If-Match": known}), 412)
        person.client.patch(path, json={"title": f"Rewritten {n}"})


# -- a deploy that changes the schema of a task --


def test_a_tag_of_another_schema_causes_no_304_and_still_protects_writes(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    stale = alice.client.get(path).headers["etag"]
    task_tag = alice.client.patch(path, json={"title": "New"}).headers["etag"]
    list_tag = alice.client.get("/api/tasks").headers["etag"]
    monkeypatch.setattr(conditions, "SCHEMA_HASH", "abcdef")
    for url, tag in ((path, task_tag), ("/api/tasks", list_tag), ("/api/tasks?limit=1", list_tag)):
        answer = alice.client.get(url, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert answer.headers["etag"] != tag
        assert alice.client.get(url, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    refused(alice.client.patch(path, json={"title": "Lost"}, headers={"If-Match": stale}), 412, CHANGED)
    refused(alice.client.patch(path, json={"title": "Lost"}, headers={"If-None-Match": task_tag}), 412, CHANGED)
    assert alice.client.post("/api/tasks", json={"title": "x"}, headers={"If-Match": list_tag}).status_code == 201
    assert alice.client.patch(path, json={"title": "Kept"}, headers={"If-Match": task_tag}).status_code == 200
    refused(alice.client.post("/api/tasks", json={"title": "x"}, headers={"If-Match": list_tag}), 412)
