"""`/api/lists`: lists of tasks, which are deleted, restored and undone with their tasks; and the order of both."""

import json
import uuid
from typing import Any

import httpx2
import pytest

from tests.conftest import Sql, trashed_days_ago
from tests.service import Person, purged, refused
from tests.test_users import at_once

FIELDS = [
    "id", "user_id", "name", "color", "position", "archived", "version", "created_at", "updated_at", "deleted_at",
]  # fmt: skip
ABSENT = "00000000-0000-4000-8000-000000000000"


def new_list(person: Person, name: str = "Home", **fields: Any) -> Any:
    answer = person.client.post("/api/lists", json={"name": name, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def lists(person: Person, **query: str) -> Any:
    return person.client.get("/api/lists", params=query).json()["data"]


def names(items: list[Any]) -> list[str]:
    return [item.get("name", item.get("title")) for item in items]


def changes(person: Person, since: str | None = None) -> Any:
    return person.client.get("/api/tasks/changes", params={"since": since} if since else {}).json()


def seq_of(answer: httpx2.Response) -> int:
    assert answer.status_code < 300, answer.text
    return int(answer.headers["x-change-seq"])


def undo(person: Person, seq: int) -> httpx2.Response:
    return person.client.post("/api/undo", json={"seq": seq})


def test_a_created_list_is_returned_completely_and_can_be_read_again(alice: Person) -> None:
    answer = alice.client.post("/api/lists", json={"name": "  Home ", "color": "teal", "unknown": 1})
    assert answer.status_code == 201
    made = answer.json()
    assert list(made) == FIELDS
    assert (made["name"], made["color"], made["archived"], made["version"]) == ("Home", "teal", False, 1)
    assert answer.headers["location"] == f"/api/lists/{made['id']}"
    read = alice.client.get(answer.headers["location"])
    assert (read.json(), read.headers["etag"]) == ({"data": made}, answer.headers["etag"])
    assert lists(alice) == [made]


def test_an_account_without_a_list_has_an_empty_array(alice: Person) -> None:
    assert lists(alice) == []
    assert changes(alice)["lists"] == []


def test_the_lists_come_in_their_order_and_are_not_sent_again_when_nothing_has_changed(alice: Person) -> None:
    first, second = new_list(alice, "First"), new_list(alice, "Second")
    assert first["position"] < second["position"]
    new_list(alice, "Before", position="a")
    answer = alice.client.get("/api/lists")
    assert names(answer.json()["data"]) == ["Before", "First", "Second"]
    again = alice.client.get("/api/lists", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "Name is required"),
        ({"name": " \u200b"}, "Name is required"),
        ({"name": "x" * 101}, "Name must be at most 100 characters"),
        ({"name": 1}, "Name must be text"),
        ({"name": "a\x00b"}, "Name contains a character that cannot be stored"),
        (
            {"name": "x", "color": "mauve"},
            "Color must be one of red, orange, yellow, lime, green, teal, cyan, blue, indigo, purple, pink or gray",
        ),
        ({"name": "x", "position": ""}, "Position is required"),
        ({"name": "x", "position": "ä"}, "Position must have only digits and the letters A to Z and a to z"),
        ({"name": "x", "position": "a" * 65}, "Position must be at most 64 characters"),
        ({"name": "x", "archived": "yes"}, "Archived must be true or false"),
    ],
)
def test_an_invalid_list_is_refused_with_a_sentence(alice: Person, body: Any, sentence: str) -> None:
    refused(alice.client.post("/api/lists", json=body), 422, sentence)
    assert lists(alice) == []


def test_a_patch_changes_what_it_names_and_a_put_keeps_the_rest(alice: Person) -> None:
    made = new_list(alice, color="red")
    path = f"/api/lists/{made['id']}"
    patched = alice.client.patch(path, json={"archived": True, "color": None}).json()["data"]
    assert patched == {**made, "archived": True, "color": None, "version": 2, "updated_at": patched["updated_at"]}
    replaced = alice.client.put(path, json={"name": "House"}).json()["data"]
    assert replaced == {**patched, "name": "House", "version": 3, "updated_at": replaced["updated_at"]}
    assert alice.client.patch(path, json={"archived": None}).json()["data"]["archived"] is False


def test_the_same_again_changes_nothing(alice: Person) -> None:
    made = new_list(alice)
    answer = alice.client.patch(f"/api/lists/{made['id']}", json={"name": "Home"})
    assert answer.json()["data"] == made
    assert "x-change-seq" not in answer.headers


def test_a_client_can_choose_the_id(alice: Person, bob: Person) -> None:
    path = f"/api/lists/{uuid.uuid4()}"
    new = {"If-None-Match": "*"}
    refused(alice.client.put(path, json={"name": "Home"}), 404, "List not found")
    assert alice.client.put(path, json={"name": "Home"}, headers=new).status_code == 201
    refused(alice.client.put(path, json={"name": "Home"}, headers=new), 412, "There is a list with this id already")
    assert bob.client.put(path, json={"name": "Bob's"}, headers=new).status_code == 201
    assert (names(lists(alice)), names(lists(bob))) == (["Home"], ["Bob's"])


def test_a_change_of_another_version_is_refused(alice: Person) -> None:
    answer = alice.client.post("/api/lists", json={"name": "Home"})
    path, tag = answer.headers["location"], answer.headers["etag"]
    assert alice.client.patch(path, json={"name": "House"}, headers={"If-Match": tag}).status_code == 200
    changed = "The list has changed since; read it again"
    refused(alice.client.patch(path, json={"name": "Flat"}, headers={"If-Match": tag}), 412, changed)
    refused(alice.client.delete(path, headers={"If-Match": tag}), 412, changed)
    assert names(lists(alice)) == ["House"]


def test_a_repeated_request_creates_one_list(alice: Person) -> None:
    key = {"Idempotency-Key": "once"}
    first, second = (alice.client.post("/api/lists", json={"name": "Home"}, headers=key) for _ in range(2))
    assert (first.json(), second.headers["idempotency-replayed"]) == (second.json(), "true")
    assert names(lists(alice)) == ["Home"]


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "restore", "history"])
def test_a_list_of_somebody_else_does_not_exist(alice: Person, bob: Person, method: str) -> None:
    for list_id in (new_list(bob)["id"], ABSENT, "nonsense"):
        path = f"/api/lists/{list_id}"
        answer = {
            "get": lambda path=path: alice.client.get(path),
            "put": lambda path=path: alice.client.put(path, json={"name": "x"}),
            "patch": lambda path=path: alice.client.patch(path, json={"name": "x"}),
            "delete": lambda path=path: alice.client.delete(path),
            "restore": lambda path=path: alice.client.post(f"{path}/restore"),
            "history": lambda path=path: alice.client.get(f"{path}/history"),
        }[method]()
        refused(answer, 404, "List not found")
    assert names(lists(bob)) == ["Home"]


def test_a_task_is_in_a_list_and_can_be_moved(alice: Person) -> None:
    home, work = new_list(alice, "Home"), new_list(alice, "Work")
    task = alice.add("Clean", list_id=home["id"])
    inbox = alice.add("Somewhere")
    assert (task["list_id"], inbox["list_id"]) == (home["id"], None)
    assert names(alice.tasks(list_id=home["id"])) == ["Clean"]
    assert names(alice.tasks(list_id="none")) == ["Somewhere"]
    path = f"/api/tasks/{task['id']}"
    assert alice.client.put(path, json={"title": "Clean"}).json()["data"]["list_id"] == home["id"]
    assert alice.client.patch(path, json={"list_id": work["id"]}).json()["data"]["list_id"] == work["id"]
    assert alice.tasks(list_id=home["id"]) == []
    assert alice.client.patch(path, json={"list_id": None}).json()["data"]["list_id"] is None


@pytest.mark.parametrize("way", ["create", "put", "patch", "batch", "import"])
def test_a_task_cannot_be_put_into_a_list_that_is_not_there(alice: Person, bob: Person, way: str) -> None:
    deleted = new_list(alice, "Deleted")
    alice.client.delete(f"/api/lists/{deleted['id']}")
    task = alice.add("Old")
    path = f"/api/tasks/{task['id']}"
    for list_id in (new_list(bob)["id"], deleted["id"], ABSENT):
        body = {"title": "New", "list_id": list_id}
        answer = {
            "create": lambda body=body: alice.client.post("/api/tasks", json=body),
            "put": lambda body=body: alice.client.put(path, json=body),
            "patch": lambda body=body: alice.client.patch(path, json=body),
            "batch": lambda body=body: alice.client.post(
                "/api/tasks/batch", json={"operations": [{"op": "create", "task": body}]}
            ),
            "import": lambda body=body: alice.client.post("/api/me/import", json=[body]),
        }[way]()
        where = {"batch": "Operation 0: ", "import": "Task 1: "}.get(way, "")
        refused(answer, 422, f"{where}List not found")
    refused(alice.client.patch(path, json={"list_id": "x"}), 422, "List id has an invalid format")
    assert alice.tasks() == [task]


def test_deleting_a_list_takes_its_tasks_and_restoring_brings_back_the_same_ones(alice: Person) -> None:
    home = new_list(alice)
    path = f"/api/lists/{home['id']}"
    kept, earlier, _ = (
        alice.add("Kept", list_id=home["id"]),
        alice.add("Earlier", list_id=home["id"]),
        alice.add("Other"),
    )
    alice.client.delete(f"/api/tasks/{earlier['id']}")
    before = changes(alice)["next"]
    answer = alice.client.delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert (lists(alice), names(lists(alice, deleted="true"))) == ([], ["Home"])
    assert (names(alice.tasks()), sorted(names(alice.tasks(deleted="true")))) == (["Other"], ["Earlier", "Kept"])
    delta = changes(alice, before)
    assert [gone["id"] for gone in delta["deleted"]] == [kept["id"]]
    assert [gone["id"] for gone in delta["deleted_lists"]] == [home["id"]]
    assert (delta["data"], delta["lists"]) == ([], [])

    answer = alice.client.post(f"{path}/restore")
    restored = answer.json()["data"]
    assert (restored["name"], restored["deleted_at"], restored["version"]) == ("Home", None, 3)
    assert answer.headers["etag"].partition(".")[0] == f'"3-{seq_of(answer)}'
    assert sorted(names(alice.tasks())) == ["Kept", "Other"]
    assert names(alice.tasks(list_id=home["id"])) == ["Kept"]
    assert names(alice.tasks(deleted="true")) == ["Earlier"]
    assert names(changes(alice, delta["next"])["lists"]) == ["Home"]
    refused(alice.client.post(f"{path}/restore"), 404, "List not found")


def test_the_restore_of_a_list_is_undone_under_the_tag_that_it_has_answered_with(alice: Person) -> None:
    path = f"/api/lists/{new_list(alice)['id']}"
    alice.add("Clean", list_id=path.rpartition("/")[2])
    alice.client.delete(path)
    answer = alice.client.post(f"{path}/restore")
    conditions = {"If-Match": answer.headers["etag"]}
    undone = alice.client.post("/api/undo", json={"seq": seq_of(answer)}, headers=conditions)
    assert undone.status_code == 200, undone.text
    assert undone.json()["data"]["name"] == "Home"
    assert (lists(alice), alice.tasks()) == ([], [])


def test_undoing_the_deletion_of_a_list_brings_back_both_and_can_be_undone(alice: Person) -> None:
    home = new_list(alice)
    alice.add("Clean", list_id=home["id"])
    seq = seq_of(alice.client.delete(f"/api/lists/{home['id']}"))
    answer = undo(alice, seq)
    assert answer.json()["data"]["name"] == "Home"
    assert (names(lists(alice)), names(alice.tasks(list_id=home["id"]))) == (["Home"], ["Clean"])
    assert undo(alice, seq_of(answer)).status_code == 200
    assert (lists(alice), alice.tasks()) == ([], [])


@pytest.mark.parametrize("way", ["restore", "import"])
def test_a_list_that_an_undo_puts_back_into_the_trash_can_be_restored_with_the_same_tasks(
    alice: Person, way: str
) -> None:
    made = new_list(alice)
    path = f"/api/lists/{made['id']}"
    kept = alice.add("Kept", list_id=made["id"])
    alice.add("Below", parent_id=kept["id"])
    before = alice.add("Deleted before", list_id=made["id"])
    export = alice.client.get("/api/me/export").json()
    alice.client.delete(f"/api/tasks/{before['id']}")
    alice.client.delete(path)
    if way == "restore":
        answer = alice.client.post(f"{path}/restore")
    else:
        answer = alice.client.post("/api/me/import", json=export)
    assert undo(alice, seq_of(answer)).status_code == 200
    assert (lists(alice), alice.tasks()) == ([], [])
    assert {task["list_id"] for task in alice.tasks(deleted="true")} == {made["id"]}
    assert alice.client.post(f"{path}/restore").status_code == 200
    assert sorted(names(alice.tasks(list_id=made["id"]))) == ["Below", "Kept"]
    assert names(alice.tasks(deleted="true")) == ["Deleted before"]


def test_a_list_that_came_with_a_file_can_be_restored_with_its_tasks_after_an_undo(alice: Person, bob: Person) -> None:
    made = new_list(alice)
    alice.add("Milk", list_id=made["id"])
    answer = bob.client.post("/api/me/import", json=alice.client.get("/api/me/export").json())
    assert undo(bob, seq_of(answer)).status_code == 200
    assert (lists(bob), bob.tasks()) == ([], [])
    assert bob.client.post(f"/api/lists/{made['id']}/restore").status_code == 200
    assert names(bob.tasks(list_id=made["id"])) == ["Milk"]


def test_what_an_undo_puts_back_into_the_trash_belongs_to_what_has_stayed_there(alice: Person) -> None:
    made = new_list(alice)
    path = f"/api/lists/{made['id']}"
    one = alice.add("One", list_id=made["id"])
    alice.add("Two", list_id=made["id"])
    alice.client.delete(path)
    restored = alice.client.post(f"/api/tasks/{one['id']}/restore")
    assert undo(alice, seq_of(restored)).status_code == 200
    # This file brings back the list alone.
    imported = alice.client.post("/api/me/import", json={"data": [], "lists": [{**made, "deleted_at": None}]})
    assert (names(lists(alice)), alice.tasks()) == (["Home"], [])
    assert undo(alice, seq_of(imported)).status_code == 200
    assert alice.client.post(f"{path}/restore").status_code == 200
    assert sorted(names(alice.tasks(list_id=made["id"]))) == ["One", "Two"]


def test_a_change_of_a_list_can_be_undone_until_the_next_one(alice: Person) -> None:
    path = f"/api/lists/{new_list(alice)['id']}"
    first = seq_of(alice.client.patch(path, json={"name": "House", "color": "red"}))
    answer = undo(alice, first)
    assert (answer.json()["data"]["name"], answer.json()["data"]["color"]) == ("Home", None)
    refused(undo(alice, first), 409, "The list has changed since; only its last change can be undone")


def test_a_new_list_that_has_tasks_by_now_is_not_taken_away_by_an_undo(alice: Person) -> None:
    answer = alice.client.post("/api/lists", json={"name": "Home"})
    task = alice.add("Clean", list_id=answer.json()["id"])
    refused(undo(alice, seq_of(answer)), 409, "The list has tasks that were added since; move or delete them first")
    alice.client.patch(f"/api/tasks/{task['id']}", json={"list_id": None})
    assert undo(alice, seq_of(answer)).status_code == 200
    assert (lists(alice), names(alice.tasks())) == ([], ["Clean"])


def test_a_task_whose_list_is_gone_comes_back_to_the_inbox(alice: Person) -> None:
    home = new_list(alice)
    task = alice.add("Clean", list_id=home["id"])
    alice.client.delete(f"/api/lists/{home['id']}")
    restored = alice.client.post(f"/api/tasks/{task['id']}/restore").json()["data"]
    assert restored["list_id"] is None


def test_a_list_of_two_thousand_tasks_is_deleted_and_brought_back_as_one_command(alice: Person) -> None:
    home = new_list(alice)
    tasks = [{"title": f"Task {n}", "list_id": home["id"]} for n in range(2000)]
    assert alice.client.post("/api/me/import", json=tasks).status_code == 200
    seq = seq_of(alice.client.delete(f"/api/lists/{home['id']}"))
    assert (alice.tasks(), len(alice.tasks(deleted="true"))) == ([], 2000)
    assert undo(alice, seq).status_code == 200
    assert (names(lists(alice)), alice.tasks(deleted="true")) == (["Home"], [])
    assert len(alice.tasks(list_id=home["id"])) == 2000


def test_after_thirty_days_in_the_trash_a_list_is_erased_with_its_tasks(
    alice: Person, sql: Sql, database_url: str
) -> None:
    home = new_list(alice)
    answer = alice.client.patch(f"/api/lists/{home['id']}", json={"name": "Secret"})
    alice.add("Secret too", list_id=home["id"])
    before = changes(alice)["next"]
    alice.client.delete(f"/api/lists/{home['id']}")
    trashed_days_ago(sql, alice, 31)
    purged(database_url)
    assert (lists(alice, deleted="true"), alice.tasks(deleted="true")) == ([], [])
    assert [gone["id"] for gone in changes(alice, before)["deleted_lists"]] == [home["id"]]
    refused(undo(alice, seq_of(answer)), 409, "This change cannot be undone: the list was deleted for good")
    kept = sql.execute(
        "SELECT coalesce(string_agg(before::text, ''), '') FROM todo.change WHERE user_id = %s", [alice.id]
    )
    assert "Secret" not in str(kept.fetchone())


def test_erasing_the_account_erases_its_lists(alice: Person, sql: Sql) -> None:
    new_list(alice)
    assert alice.client.delete("/api/me").status_code == 204
    assert sql.execute("SELECT count(*) FROM todo.list WHERE user_id = %s", [alice.id]).fetchone() == (0,)


def test_a_list_that_is_to_be_new_and_to_exist_is_neither(alice: Person) -> None:
    both = {"If-None-Match": "*", "If-Match": "*"}
    answer = alice.client.put(f"/api/lists/{uuid.uuid4()}", json={"name": "Home"}, headers=both)
    refused(answer, 412, "The list has changed since; read it again")


def test_the_history_of_a_list_names_each_change(alice: Person) -> None:
    path = f"/api/lists/{new_list(alice)['id']}"
    alice.client.patch(path, json={"name": "House"})
    alice.client.delete(path)
    lines = alice.client.get(f"{path}/history").json()["data"]
    assert [(line["operation"], (line["after"] or {}).get("name")) for line in lines] == [
        ("delete", "House"), ("update", "House"), ("create", "Home"),
    ]  # fmt: skip
    assert lines[0]["list_id"] in path


def test_an_account_may_have_five_hundred_lists(alice: Person) -> None:
    file = {"data": [], "lists": [{"name": f"List {n}"} for n in range(500)]}
    answer = alice.client.post("/api/me/import", json=file)
    assert answer.json()["data"]["lists"] == {"created": 500, "updated": 0, "unchanged": 0}
    assert names(lists(alice)) == [f"List {n}" for n in range(500)]
    full = "You have 500 lists, which is the limit; delete some before you add more"
    refused(alice.client.post("/api/lists", json={"name": "One more"}), 409, full)
    refused(alice.client.post("/api/me/import", json={"data": [], "lists": [{"name": "x"}]}), 409, full)
    gone = lists(alice)[0]
    alice.client.delete(f"/api/lists/{gone['id']}")
    new_list(alice, "One more")
    refused(alice.client.post(f"/api/lists/{gone['id']}/restore"), 409, full)


TRASH_FULL = (
    "Your trash holds 500 lists, which is the limit; restore some, or delete them for good, before you delete more"
)


def test_the_trash_has_room_for_five_hundred_lists_and_they_can_be_deleted_for_good(alice: Person) -> None:
    gone = {"deleted_at": "2026-11-01T00:00:00Z"}
    file: dict[str, Any] = {"data": [], "lists": [{"name": f"List {n}", **gone} for n in range(1001)]}
    refused(alice.client.post("/api/me/import", json=file), 409, TRASH_FULL)
    refused(alice.client.post("/api/me/import", params={"dry_run": "true"}, json=file), 409, TRASH_FULL)
    del file["lists"][500:]
    imported = seq_of(alice.client.post("/api/me/import", json=file))
    made = alice.client.post("/api/lists", json={"name": "Home"})
    path, task = made.headers["location"], alice.add("Clean", list_id=made.json()["id"])
    refused(alice.client.delete(path, headers={"If-Match": '"9"'}), 412, "The list has changed since; read it again")
    refused(alice.client.delete(path), 409, TRASH_FULL)
    refused(alice.client.post("/api/me/import", json={"data": [], "lists": [{"name": "x", **gone}]}), 409, TRASH_FULL)
    alice.client.delete(f"/api/tasks/{task['id']}")
    refused(undo(alice, seq_of(made)), 409, TRASH_FULL)
    assert (names(lists(alice)), len(lists(alice, deleted="true"))) == (["Home"], 500)

    old = f"/api/lists/{lists(alice, deleted='true')[0]['id']}"
    assert alice.client.delete(old, params={"permanent": "true"}).status_code == 204
    assert alice.client.delete(path).status_code == 204
    assert len(lists(alice, deleted="true")) == 500
    refused(undo(alice, imported), 409, "This change cannot be undone: the list was deleted for good")


def test_a_list_in_the_trash_can_be_deleted_for_good_and_its_tasks_stay_in_the_trash(
    alice: Person, bob: Person, sql: Sql
) -> None:
    home = new_list(alice, "Secret")
    path, task = f"/api/lists/{home['id']}", alice.add("Clean", list_id=home["id"])
    key = {"Idempotency-Key": "key"}
    for_good = {"permanent": "true"}
    refused(alice.client.delete(path, params=for_good), 404, "List not found")  # it is not in the trash
    deletion = seq_of(alice.client.delete(path))
    before = changes(alice)["next"]
    refused(bob.client.delete(path, params=for_good), 404, "List not found")
    refused(alice.client.delete(path, params=for_good, headers={"If-Match": '"1"'}), 412)
    answers = [alice.client.delete(path, params=for_good, headers=key) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 2
    assert seq_of(answers[0]) == seq_of(answers[1])
    refused(alice.client.delete(path, params=for_good), 404, "List not found")
    assert (lists(alice), lists(alice, deleted="true")) == ([], [])
    assert [gone["id"] for gone in changes(alice, before)["deleted_lists"]] == [home["id"]]
    refused(undo(alice, deletion), 409, "This change cannot be undone: the list was deleted for good")
    kept = sql.execute("SELECT string_agg(change::text, '') FROM todo.change change WHERE user_id = %s", [alice.id])
    assert "Secret" not in str(kept.fetchone())
    assert alice.client.post(f"/api/tasks/{task['id']}/restore").json()["data"]["list_id"] is None


def test_an_undo_does_not_make_more_than_five_hundred_lists(alice: Person) -> None:
    deletion = seq_of(alice.client.delete(f"/api/lists/{new_list(alice)['id']}"))
    file = {"data": [], "lists": [{"name": f"List {n}"} for n in range(500)]}
    assert alice.client.post("/api/me/import", json=file).status_code == 200
    full = "You have 500 lists, which is the limit; delete some before you add more"
    refused(undo(alice, deletion), 409, full)
    assert (len(lists(alice)), names(lists(alice, deleted="true"))) == (500, ["Home"])
    other = seq_of(alice.client.delete(f"/api/lists/{lists(alice)[0]['id']}"))
    assert undo(alice, deletion).status_code == 200
    refused(undo(alice, other), 409, full)
    assert (len(lists(alice)), names(lists(alice, deleted="true"))) == (500, ["List 0"])


def test_an_export_has_the_lists_and_another_account_can_import_it(alice: Person, bob: Person) -> None:
    home = new_list(alice, color="blue")
    alice.add("Clean", list_id=home["id"], completed=True)
    trashed = new_list(alice, "Old")
    alice.add("Gone", list_id=trashed["id"])
    alice.client.delete(f"/api/lists/{trashed['id']}")
    file = json.loads(alice.client.get("/api/me/export").content)
    assert names(file["lists"]) == ["Home", "Old"]
    counts = {"created": 2, "updated": 0, "unchanged": 0, "lists": {"created": 2, "updated": 0, "unchanged": 0}}
    preview = bob.client.post("/api/me/import", params={"dry_run": "true"}, json=file).json()["data"]
    assert preview == {**counts, "left_out": [], "notes": []}
    answer = bob.client.post("/api/me/import", json=file)
    assert answer.json()["data"] == {**counts, "left_out": [], "notes": []}
    (task,) = bob.tasks(list_id=home["id"])
    before = alice.tasks(list_id=home["id"])[0]
    assert (task["title"], task["completed_at"], task["position"]) == (
        "Clean",
        before["completed_at"],
        before["position"],
    )
    assert (names(lists(bob)), names(lists(bob, deleted="true"))) == (["Home"], ["Old"])
    again = bob.client.post("/api/me/import", json=file).json()["data"]
    assert (again["unchanged"], again["lists"]["unchanged"]) == (2, 2)
    assert undo(bob, seq_of(answer)).status_code == 200  # the whole file
    assert (bob.tasks(), lists(bob)) == ([], [])


def test_errors_in_the_lists_of_a_file_name_the_list(alice: Person) -> None:
    refused(alice.client.post("/api/me/import", json={"data": [], "lists": 1}), 422, "Lists must be a list")
    file = {"data": [{"title": "x"}], "lists": [{"name": "x"}, {"name": ""}]}
    refused(alice.client.post("/api/me/import", json=file), 422, "List 2: Name is required")
    assert (alice.tasks(), lists(alice)) == ([], [])


def test_the_first_load_in_pages_has_each_list_once(alice: Person) -> None:
    made = [new_list(alice, f"List {n}") for n in range(3)]
    for n in range(5):
        alice.add(f"Task {n}", list_id=made[n % 3]["id"])
    token, seen, lists_seen, has_more = None, [], [], True
    while has_more:
        query: dict[str, Any] = {"limit": 2} | ({"since": token} if token else {})
        page = alice.client.get("/api/tasks/changes", params=query).json()
        seen += names(page["data"])
        lists_seen += names(page["lists"])
        token, has_more = page["next"], page["has_more"]
    assert sorted(seen) == [f"Task {n}" for n in range(5)]
    assert lists_seen == ["List 0", "List 1", "List 2"]


def test_a_new_task_comes_last_whatever_positions_others_have(alice: Person) -> None:
    alice.add("A")
    for position in ("zzz", "m" + "f" * 20, "z" * 64):
        last = alice.add("Placed", position=position)
        assert last["position"] == position
        added = alice.add("New")
        assert added["position"] > position or len(position) == 64
    assert alice.add("B", position=None)["position"] >= added["position"]


def test_tasks_can_be_put_in_an_order(alice: Person) -> None:
    one, two, three = (alice.add(title) for title in ("One", "Two", "Three"))
    assert names(alice.tasks(sort="position")) == ["One", "Two", "Three"]
    between = one["position"] + "V"
    assert alice.client.patch(f"/api/tasks/{three['id']}", json={"position": between}).status_code == 200
    assert names(alice.tasks(sort="position")) == ["One", "Three", "Two"]
    assert names(alice.tasks(sort="-position")) == ["Two", "Three", "One"]
    alice.client.patch(f"/api/tasks/{one['id']}", json={"position": None})
    assert names(alice.tasks(sort="position")) == ["Three", "Two", "One"]
    pages = alice.client.get("/api/tasks", params={"sort": "position", "limit": 2})
    following = alice.client.get(pages.links["next"]["url"])
    assert names(pages.json()["data"] + following.json()["data"]) == ["Three", "Two", "One"]
    assert two["version"] == 1


def test_positions_are_compared_byte_by_byte(alice: Person) -> None:
    for position in ("b", "B", "a0", "a", "9", "Z"):
        alice.add(position, position=position)
    assert names(alice.tasks(sort="position")) == ["9", "B", "Z", "a", "a0", "b"]


def test_an_import_keeps_the_order_of_the_file(alice: Person) -> None:
    alice.add("First")
    alice.client.post("/api/me/import", json=[{"title": f"{n}"} for n in range(30)])
    alice.add("Last")
    assert names(alice.tasks(sort="position")) == ["First", *(f"{n}" for n in range(30)), "Last"]


def test_at_once_every_task_gets_a_place_of_its_own(alice: Person) -> None:
    answers = at_once(alice, [lambda client: client.post("/api/tasks", json={"title": "x"})] * 16)
    assert len({answer.json()["position"] for answer in answers}) == 16


def test_it_is_known_when_a_task_was_completed(alice: Person) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    assert task["completed_at"] is None
    done = alice.client.patch(f"{path}/complete").json()["data"]
    assert done["completed_at"] == done["updated_at"]
    edited = alice.client.patch(path, json={"title": "Else", "completed": True}).json()["data"]
    assert edited["completed_at"] == done["completed_at"]
    answer = alice.client.patch(path, json={"completed": False})
    assert answer.json()["data"]["completed_at"] is None
    assert undo(alice, seq_of(answer)).json()["data"]["completed_at"] == done["completed_at"]
    assert alice.add(completed=True)["completed_at"] is not None


def test_a_repeated_completion_in_an_import_changes_nothing(alice: Person) -> None:
    task = alice.add(completed=True)
    answer = alice.client.post("/api/me/import", json=[{"id": task["id"], "title": task["title"], "completed": True}])
    assert answer.json()["data"]["unchanged"] == 1
