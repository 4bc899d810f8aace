"""`parent_id`: tasks below other tasks, which are completed, deleted, moved and brought back with them."""

import json
import uuid
from functools import partial
from typing import Any

import httpx2
import pytest

from tests.conftest import Sql, trashed_days_ago
from tests.service import Person, purged, refused
from tests.test_lists import changes, lists, new_list, seq_of, undo
from tests.test_users import at_once

ABSENT = "00000000-0000-4000-8000-000000000000"
TOO_DEEP = "Tasks can be at most 5 levels deep"
CIRCLE = "A task cannot be below itself"


def below(person: Person, parent: dict[str, Any] | None, title: str, **fields: Any) -> dict[str, Any]:
    return person.add(title, parent_id=parent and parent["id"], **fields)


def chain(person: Person, *titles: str) -> list[dict[str, Any]]:
    """Tasks, each below the one before."""
    tasks: list[dict[str, Any]] = []
    for title in titles:
        tasks.append(below(person, tasks[-1] if tasks else None, title))
    return tasks


def path(task: dict[str, Any]) -> str:
    return f"/api/tasks/{task['id']}"


def patch(person: Person, task: dict[str, Any], **fields: Any) -> httpx2.Response:
    return person.client.patch(path(task), json=fields)


def now(person: Person, task: dict[str, Any]) -> Any:
    answer = person.client.get(path(task))
    return answer.json()["data"] if answer.status_code == 200 else None


def titles(person: Person, **query: str) -> list[str]:
    return sorted(task["title"] for task in person.tasks(**query))


def trash(person: Person) -> list[str]:
    return titles(person, deleted="true")


def place(person: Person, task: dict[str, Any]) -> tuple[Any, Any]:
    seen = now(person, task)
    return seen["parent_id"], seen["list_id"]


def test_a_task_is_below_another_and_in_its_list(alice: Person) -> None:
    home, work = new_list(alice), new_list(alice, "Work")
    parent = alice.add("Move house", list_id=home["id"])
    child = below(alice, parent, "Pack")
    assert (parent["parent_id"], child["parent_id"], child["list_id"]) == (None, parent["id"], home["id"])
    contradicting = below(alice, parent, "Clean", list_id=work["id"])
    assert contradicting["list_id"] == home["id"]
    assert now(alice, child) == child
    assert titles(alice, parent_id=parent["id"]) == ["Clean", "Pack"]
    assert titles(alice, parent_id="none") == ["Move house"]
    assert titles(alice, parent_id=parent["id"], list_id=work["id"]) == []
    refused(alice.client.get("/api/tasks?parent_id=x"), 422, "Parent id has an invalid format")


@pytest.mark.parametrize("way", ["create", "put", "patch", "batch", "import"])
def test_a_task_cannot_be_below_one_that_is_not_there(alice: Person, bob: Person, way: str) -> None:
    deleted = alice.add("Deleted")
    alice.client.delete(path(deleted))
    task = alice.add("Old")
    for parent_id in (bob.add()["id"], deleted["id"], ABSENT):
        body = {"title": "New", "parent_id": parent_id}
        answer = {
            "create": lambda body=body: alice.client.post("/api/tasks", json=body),
            "put": lambda body=body: alice.client.put(path(task), json=body),
            "patch": lambda body=body: alice.client.patch(path(task), json=body),
            "batch": lambda body=body: alice.client.post(
                "/api/tasks/batch", json={"operations": [{"op": "create", "task": body}]}
            ),
            "import": lambda body=body: alice.client.post("/api/me/import", json=[body]),
        }[way]()
        where = {"batch": "Operation 0: ", "import": "Task 1: "}.get(way, "")
        refused(answer, 422, f"{where}Task not found")
        if way == "import":
            refused(alice.client.post("/api/me/import?dry_run=true", json=[body]), 422, "Task 1: Task not found")
    refused(patch(alice, task, parent_id="x"), 422, "Parent id has an invalid format")
    assert alice.tasks() == [task]


def test_five_levels_are_allowed_and_six_are_not(alice: Person) -> None:
    *_, fourth, fifth = chain(alice, "1", "2", "3", "4", "5")
    refused(alice.client.post("/api/tasks", json={"title": "6", "parent_id": fifth["id"]}), 422, TOO_DEEP)
    two = chain(alice, "A", "B")
    refused(patch(alice, two[0], parent_id=fourth["id"]), 422, TOO_DEEP)
    refused(alice.client.put(path(two[0]), json={"title": "A", "parent_id": fourth["id"]}), 422, TOO_DEEP)
    assert patch(alice, two[1], parent_id=fourth["id"]).status_code == 200
    file = [{"id": two[0]["id"], "title": "A", "parent_id": two[1]["id"]}]
    refused(alice.client.post("/api/me/import", json=file), 422, f"Task 1: {TOO_DEEP}")


def test_a_task_cannot_be_below_itself(alice: Person) -> None:
    one, two, three = chain(alice, "1", "2", "3")
    for parent in (one, two, three):
        refused(patch(alice, one, parent_id=parent["id"]), 422, CIRCLE)
    file = [{"id": one["id"], "title": "1", "parent_id": three["id"]}]
    refused(alice.client.post("/api/me/import", json=file), 422, f"Task 1: {CIRCLE}")
    assert now(alice, one) == one


def test_two_writes_at_once_cannot_make_a_circle(alice: Person) -> None:
    for _ in range(10):
        one, two = alice.add("One"), alice.add("Two")
        answers = at_once(
            alice,
            [
                partial(httpx2.Client.patch, url=path(one), json={"parent_id": two["id"]}),
                partial(httpx2.Client.patch, url=path(two), json={"parent_id": one["id"]}),
            ],
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422]
        refused(next(answer for answer in answers if answer.status_code == 422), 422, CIRCLE)


def test_a_put_keeps_the_parent_that_it_does_not_name(alice: Person) -> None:
    parent, child = chain(alice, "Parent", "Child")
    kept = alice.client.put(path(child), json={"title": "Still below"}).json()["data"]
    assert kept["parent_id"] == parent["id"]
    cleared = alice.client.put(path(child), json={"title": "On top", "parent_id": None}).json()["data"]
    assert cleared["parent_id"] is None


def test_moving_a_task_to_another_list_moves_everything_below(alice: Person) -> None:
    home = new_list(alice)
    one, two, three = chain(alice, "1", "2", "3")
    before = changes(alice)["next"]
    seq = seq_of(patch(alice, one, list_id=home["id"]))
    assert [place(alice, task) for task in (one, two, three)] == [
        (None, home["id"]),
        (one["id"], home["id"]),
        (two["id"], home["id"]),
    ]
    assert {task["id"] for task in changes(alice, before)["data"]} == {one["id"], two["id"], three["id"]}
    assert alice.client.get(f"{path(three)}/history").json()["data"][0]["operation"] == "update"
    assert undo(alice, seq).status_code == 200
    assert {now(alice, task)["list_id"] for task in (one, two, three)} == {None}


def test_a_task_that_alone_changes_its_list_leaves_its_parent_with_what_is_below_it(alice: Person) -> None:
    home = new_list(alice)
    one, two, three = chain(alice, "1", "2", "3")
    seq = seq_of(patch(alice, two, list_id=home["id"]))
    assert [place(alice, task) for task in (one, two, three)] == [
        (None, None),
        (None, home["id"]),
        (two["id"], home["id"]),
    ]
    assert undo(alice, seq).status_code == 200
    assert [place(alice, task) for task in (two, three)] == [(one["id"], None), (two["id"], None)]
    same = patch(alice, two, list_id=None, title="Two").json()["data"]
    assert (same["parent_id"], same["title"]) == (one["id"], "Two")


def test_a_task_that_gets_a_parent_comes_into_its_list_with_what_is_below_it(alice: Person) -> None:
    home, work = new_list(alice), new_list(alice, "Work")
    parent = alice.add("Parent", list_id=home["id"])
    one, two = chain(alice, "1", "2")
    moved = patch(alice, one, parent_id=parent["id"], list_id=work["id"]).json()["data"]
    assert (moved["parent_id"], moved["list_id"]) == (parent["id"], home["id"])
    assert place(alice, two) == (one["id"], home["id"])
    freed = patch(alice, one, parent_id=None, list_id=work["id"]).json()["data"]
    assert (freed["parent_id"], freed["list_id"]) == (None, work["id"])
    assert place(alice, two) == (one["id"], work["id"])
    assert patch(alice, one, parent_id=None).headers.get("x-change-seq") is None


@pytest.mark.parametrize("way", ["toggle", "patch", "put", "batch"])
def test_completing_a_task_completes_what_is_open_below_and_reopening_opens_the_same(alice: Person, way: str) -> None:
    one, two, three = chain(alice, "1", "2", "3")
    earlier = below(alice, one, "Earlier")
    patch(alice, earlier, completed=True)
    inside = below(alice, earlier, "Open below a completed one")
    deleted = below(alice, one, "Deleted")
    alice.client.delete(path(deleted))

    def completes(*, completed: bool) -> httpx2.Response:
        if way == "toggle":
            return alice.client.patch(f"{path(one)}/complete")
        if way == "patch":
            return patch(alice, one, completed=completed)
        if way == "put":
            return alice.client.put(path(one), json={"title": "1", "completed": completed})
        update = {"op": "update", "id": one["id"], "task": {"completed": completed}}
        return alice.client.post("/api/tasks/batch", json={"operations": [update]})

    before = changes(alice)["next"]
    seq = seq_of(completes(completed=True))
    assert titles(alice, completed="false") == []
    assert len({now(alice, task)["completed_at"] for task in (one, two, three, inside)}) == 1
    assert {task["title"] for task in changes(alice, before)["data"]} == {"1", "2", "3", inside["title"]}
    done = now(alice, earlier)
    assert undo(alice, seq).status_code == 200
    assert titles(alice, completed="true") == ["Earlier"]

    completes(completed=True)
    patch(alice, two, completed=False)
    seq_of(completes(completed=False))
    assert titles(alice, completed="true") == ["Earlier"]
    assert now(alice, earlier) == done
    (kept,) = alice.tasks(deleted="true")
    assert kept["completed"] is False


def test_an_edit_of_a_completed_task_completes_nothing(alice: Person) -> None:
    one, two = chain(alice, "1", "2")
    patch(alice, one, completed=True)
    patch(alice, two, completed=False)
    patch(alice, one, completed=True, title="One")
    assert now(alice, two)["completed"] is False
    patch(alice, one, completed=False, title="1")
    assert now(alice, two)["completed"] is False


def test_deleting_a_task_deletes_what_is_below_and_restoring_brings_back_the_same(alice: Person) -> None:
    one, *_ = chain(alice, "1", "2", "3")
    earlier = below(alice, one, "Earlier")
    other = alice.add("Other")
    alice.client.delete(path(earlier))
    before = changes(alice)["next"]
    seq = seq_of(alice.client.delete(path(one)))
    assert (titles(alice), trash(alice)) == (["Other"], ["1", "2", "3", "Earlier"])
    assert len(changes(alice, before)["deleted"]) == 3
    assert undo(alice, seq).status_code == 200
    assert (titles(alice), trash(alice)) == (["1", "2", "3", "Other"], ["Earlier"])

    alice.client.delete(path(one))
    restored = alice.client.post(f"{path(one)}/restore")
    assert restored.json()["data"]["version"] == 5
    assert (titles(alice), trash(alice)) == (["1", "2", "3", "Other"], ["Earlier"])
    assert titles(alice, parent_id=one["id"]) == ["2"]
    assert undo(alice, seq_of(restored)).status_code == 200
    assert trash(alice) == ["1", "2", "3", "Earlier"]
    assert now(alice, other) == other


def test_a_task_whose_parent_is_in_the_trash_comes_back_on_the_top_level(alice: Person) -> None:
    home = new_list(alice)
    one = alice.add("1", list_id=home["id"])
    two = below(alice, one, "2")
    three = below(alice, two, "3")
    alice.client.delete(path(one))
    restored = alice.client.post(f"{path(two)}/restore").json()["data"]
    assert (restored["parent_id"], restored["list_id"]) == (None, home["id"])
    assert place(alice, three) == (two["id"], home["id"])
    assert trash(alice) == ["1"]


def test_a_restored_task_goes_where_its_parent_is_now(alice: Person) -> None:
    home = new_list(alice)
    one, two, three = chain(alice, "1", "2", "3")
    alice.client.delete(path(two))
    patch(alice, one, list_id=home["id"])
    restored = alice.client.post(f"{path(two)}/restore").json()["data"]
    assert (restored["parent_id"], restored["list_id"]) == (one["id"], home["id"])
    assert place(alice, three) == (two["id"], home["id"])

    alice.client.delete(path(two))
    *_, deep = chain(alice, "A", "B", "C")
    patch(alice, one, parent_id=deep["id"])  # now there is room for one level below it, not for two
    restored = alice.client.post(f"{path(two)}/restore").json()["data"]
    assert (restored["parent_id"], restored["list_id"]) == (None, home["id"])


def test_a_task_whose_list_went_with_its_parent_comes_back_to_the_inbox(alice: Person) -> None:
    home = new_list(alice)
    one = alice.add("1", list_id=home["id"])
    two = below(alice, one, "2")
    alice.client.delete(f"/api/lists/{home['id']}")
    assert (titles(alice), trash(alice)) == ([], ["1", "2"])
    assert alice.client.post(f"{path(two)}/restore").json()["data"]["list_id"] is None
    assert place(alice, two) == (None, None)
    alice.client.delete(path(two))
    alice.client.post(f"/api/lists/{home['id']}/restore")
    assert (titles(alice), [each["name"] for each in lists(alice)]) == (["1"], ["Home"])


def test_a_list_is_deleted_and_restored_with_its_subtasks(alice: Person) -> None:
    home = new_list(alice)
    one = alice.add("1", list_id=home["id"])
    two = below(alice, one, "2")
    alice.client.delete(f"/api/lists/{home['id']}")
    alice.client.post(f"/api/lists/{home['id']}/restore")
    assert place(alice, two) == (one["id"], home["id"])


def test_a_restored_list_gets_back_only_what_its_parents_are_still_in(alice: Person) -> None:
    for became in ("moved", "trashed", "erased"):
        home = new_list(alice)
        parent = alice.add("Parent", list_id=home["id"])
        child = below(alice, parent, "Child")
        under = below(alice, child, "Under")
        alice.client.delete(f"/api/lists/{home['id']}")
        row = {"id": parent["id"], "title": "Parent", "deleted_at": None, "list_id": None}
        assert alice.client.post("/api/me/import", json=[row]).is_success
        if became != "moved":
            alice.client.delete(path(parent), params={"permanent": "true"} if became == "erased" else {})
        answer = alice.client.post(f"/api/lists/{home['id']}/restore")
        assert (answer.status_code, answer.json()["data"]["name"]) == (200, "Home")
        expected = (parent["id"], None) if became == "moved" else (None, home["id"])
        assert place(alice, child) == expected, became
        assert place(alice, under) == (child["id"], expected[1]), became
        assert undo(alice, seq_of(answer)).status_code == 200
        assert lists(alice) == []


def test_a_list_whose_tasks_would_be_too_deep_by_now_is_not_restored_as_a_whole(alice: Person) -> None:
    deep = chain(alice, "1", "2", "3", "4")
    home = new_list(alice)
    parent = alice.add("Parent", list_id=home["id"])
    child = below(alice, parent, "Child")
    alice.client.delete(f"/api/lists/{home['id']}")
    row = {"id": parent["id"], "title": "Parent", "deleted_at": None, "list_id": None, "parent_id": deep[3]["id"]}
    assert alice.client.post("/api/me/import", json=[row]).is_success
    refused(
        alice.client.post(f"/api/lists/{home['id']}/restore"),
        409,
        "The tasks of this list are arranged differently since; restore them one by one, and then the list",
    )
    assert (lists(alice), trash(alice)) == ([], ["Child"])
    assert alice.client.post(f"{path(child)}/restore").status_code == 200
    assert alice.client.post(f"/api/lists/{home['id']}/restore").status_code == 200


def test_erasing_a_task_for_good_erases_what_is_below_it_or_went_with_it(alice: Person, sql: Sql) -> None:
    one, two, _ = chain(alice, "Secret 1", "Secret 2", "Secret 3")
    earlier = below(alice, one, "Earlier")
    alice.client.delete(path(earlier))
    patch(alice, two, title="Secret two")
    alice.client.delete(path(one))
    answer = alice.client.delete(f"{path(one)}?permanent=true")
    assert answer.status_code == 204
    assert (titles(alice), trash(alice)) == ([], ["Earlier"])
    refused(undo(alice, seq_of(answer)), 409, "This change cannot be undone: the task was deleted for good")
    kept = sql.execute(
        "SELECT coalesce(string_agg(before::text, ''), '') FROM todo.change WHERE user_id = %s", [alice.id]
    )
    assert "Secret" not in str(kept.fetchone())
    restored = alice.client.post(f"{path(earlier)}/restore").json()["data"]
    assert restored["parent_id"] is None

    first, *_ = chain(alice, "1", "2", "3")
    alice.client.delete(f"{path(first)}?permanent=true")
    assert (titles(alice), trash(alice)) == (["Earlier"], [])


def test_the_purge_erases_subtasks_with_their_parents(alice: Person, sql: Sql, database_url: str) -> None:
    one, *_ = chain(alice, "1", "2", "3")
    alice.client.delete(path(one))
    trashed_days_ago(sql, alice, 31)
    purged(database_url)
    assert (titles(alice), trash(alice)) == ([], [])


def test_a_batch_makes_a_parent_and_its_children_and_may_name_what_has_followed_its_parent(alice: Person) -> None:
    one, two = str(uuid.uuid4()), str(uuid.uuid4())

    def batch(*operations: Any) -> httpx2.Response:
        return alice.client.post("/api/tasks/batch", json={"operations": operations})

    answer = batch(
        {"op": "create", "id": one, "task": {"title": "1"}},
        {"op": "create", "id": two, "task": {"title": "2", "parent_id": one}},
        {"op": "create", "task": {"title": "3", "parent_id": two}},
    )
    assert [task["parent_id"] for task in answer.json()["data"]] == [None, one, two]
    both = [{"id": one}, {"id": two}]
    for op, is_gone in (("delete", True), ("restore", False), ("delete", True)):
        answer = batch(*({"op": op, **each} for each in both))
        assert answer.status_code == 200, answer.text
        assert [task["id"] for task in answer.json()["data"]] == [one, two]
        assert {task["deleted_at"] is not None for task in answer.json()["data"]} == {is_gone}
    assert batch(*({"op": "erase", **each} for each in both)).json() == {"data": [None, None]}
    assert (titles(alice), trash(alice)) == ([], [])
    refused(batch({"op": "erase", "id": one}), 404, "Operation 0: Task not found")


def test_what_a_batch_completes_is_completed_together_and_opened_together(alice: Person) -> None:
    parent = alice.add("Trip")
    child = alice.add("Pack", parent_id=parent["id"])
    operations = [
        {"op": "update", "id": task["id"], "task": {"completed": True}, "version": task["version"]}
        for task in (child, parent)
    ]
    answer = alice.client.post("/api/tasks/batch", json={"operations": operations})
    assert answer.status_code == 200, answer.text
    assert len({task["completed_at"] for task in answer.json()["data"]}) == 1
    alice.client.patch(f"/api/tasks/{parent['id']}/complete")
    assert [task["completed"] for task in alice.tasks()] == [False, False]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
def test_what_a_batch_deletes_comes_back_together_in_whatever_order_it_was_named(
    alice: Person, order: tuple[int, ...]
) -> None:
    tasks = chain(alice, "1", "2", "3")
    other = alice.add("Other")
    operations: list[Any] = [{"op": "update", "id": other["id"], "task": {"priority": 1}}]
    operations += [{"op": "delete", "id": tasks[n]["id"], "version": tasks[n]["version"]} for n in order]
    answer = alice.client.post("/api/tasks/batch", json={"operations": operations})
    assert answer.status_code == 200, answer.text
    assert (titles(alice), trash(alice)) == (["Other"], ["1", "2", "3"])
    assert alice.client.post(f"{path(tasks[0])}/restore").status_code == 200
    assert (titles(alice), trash(alice)) == (["1", "2", "3", "Other"], [])
    assert [place(alice, task)[0] for task in tasks] == [None, tasks[0]["id"], tasks[1]["id"]]


@pytest.mark.parametrize("op", ["delete", "restore"])
def test_a_version_of_what_has_followed_its_parent_is_that_before_or_after_and_no_other(alice: Person, op: str) -> None:
    one, two = chain(alice, "1", "2")
    if op == "restore":
        alice.client.delete(path(one))
    version = 1 if op == "delete" else 2

    def both(seen: int) -> httpx2.Response:
        operations = [{"op": op, "id": one["id"], "version": version}, {"op": op, "id": two["id"], "version": seen}]
        return alice.client.post("/api/tasks/batch", json={"operations": operations})

    before = titles(alice), trash(alice)
    for seen in (version - 1, version + 2, 99):
        refused(both(seen), 412, "Operation 1: The task has changed since; read it again")
        assert (titles(alice), trash(alice)) == before
    first = both(version)
    assert first.status_code == 200, first.text
    assert titles(alice) == ([] if op == "delete" else ["1", "2"])
    assert undo(alice, seq_of(first)).status_code == 200
    version += 2
    assert both(version + 1).status_code == 200


def test_a_repeated_request_about_a_parent_happens_once(alice: Person) -> None:
    one, two = chain(alice, "1", "2")
    key = {"Idempotency-Key": "once"}
    first, second = (alice.client.patch(f"{path(one)}/complete", headers=key) for _ in range(2))
    assert (first.json(), second.headers["idempotency-replayed"]) == (second.json(), "true")
    assert now(alice, two)["completed"] is True
    stale = {"If-Match": '"1"'}
    refused(alice.client.delete(path(one), headers=stale), 412)
    assert titles(alice) == ["1", "2"]


def test_a_parent_of_two_thousand_is_deleted_and_brought_back_as_one_change(alice: Person) -> None:
    parent = alice.add("Parent")
    rows = [{"title": f"{n}", "parent_id": parent["id"]} for n in range(2000)]
    assert alice.client.post("/api/me/import", json=rows).status_code == 200
    seq = seq_of(alice.client.patch(f"{path(parent)}/complete"))
    assert alice.tasks(completed="false") == []
    assert undo(alice, seq).status_code == 200
    seq = seq_of(alice.client.delete(path(parent)))
    assert (alice.tasks(), len(alice.tasks(deleted="true"))) == ([], 2001)
    assert undo(alice, seq).status_code == 200
    assert len(alice.tasks(parent_id=parent["id"], completed="false")) == 2000
    assert alice.client.delete(f"{path(parent)}?permanent=true").status_code == 204
    assert (alice.tasks(), alice.tasks(deleted="true")) == ([], [])


def test_undoing_a_move_below_a_task_that_moved_since_follows_it(alice: Person) -> None:
    home = new_list(alice)
    old, new = alice.add("Old parent"), alice.add("New parent")
    child = below(alice, old, "Child")
    grandchild = below(alice, child, "Grandchild")
    seq = seq_of(patch(alice, child, parent_id=new["id"], title="Moved"))
    patch(alice, old, list_id=home["id"])
    undone = undo(alice, seq).json()["data"]
    assert (undone["title"], undone["parent_id"], undone["list_id"]) == ("Child", old["id"], home["id"])
    assert undone == now(alice, child)
    assert place(alice, grandchild) == (child["id"], home["id"])


def test_an_undo_never_makes_a_circle_or_a_sixth_level(alice: Person) -> None:
    one, two = chain(alice, "1", "2")
    seq = seq_of(patch(alice, two, parent_id=None))
    patch(alice, one, parent_id=two["id"])
    sentence = "This change cannot be undone: the tasks are arranged differently since"
    refused(undo(alice, seq), 409, sentence)
    *_, fifth = chain(alice, "A", "B", "C", "D", "E")
    seq = seq_of(patch(alice, fifth, parent_id=None))
    below(alice, fifth, "F")
    refused(undo(alice, seq), 409, sentence)


def test_undoing_the_creation_of_a_parent_leaves_what_was_added_since_on_the_top_level(alice: Person) -> None:
    answer = alice.client.post("/api/tasks", json={"title": "Parent"})
    child = below(alice, answer.json(), "Child")
    undone = undo(alice, seq_of(answer))
    assert place(alice, child) == (None, None)
    assert undo(alice, seq_of(undone)).status_code == 200
    assert place(alice, child) == (answer.json()["id"], None)


def test_an_export_keeps_what_is_below_what(alice: Person, bob: Person) -> None:
    home = new_list(alice)
    one = alice.add("1", list_id=home["id"])
    two = below(alice, one, "2")
    three = below(alice, two, "3")
    patch(alice, one, completed=True)
    alice.client.delete(path(three))
    file = json.loads(alice.client.get("/api/me/export").content)
    file["data"].reverse()  # children may come before their parents
    assert bob.client.post("/api/me/import", json=file).status_code == 200
    assert place(bob, two) == (one["id"], home["id"])
    bob.client.patch(f"{path(one)}/complete")
    assert titles(bob, completed="false") == ["1", "2"]
    sheet = alice.client.get("/api/me/export?format=csv")
    again = bob.client.post("/api/me/import", content=sheet.content, headers={"Content-Type": "text/csv"})
    assert again.json()["data"]["updated"] == 2
    todos = alice.client.get("/api/me/export?format=ics").text
    assert f"RELATED-TO:{one['id']}" in todos


def test_in_an_import_tasks_are_in_the_lists_of_their_parents(alice: Person) -> None:
    home = new_list(alice)
    one, two, three = chain(alice, "1", "2", "3")
    answer = alice.client.post("/api/me/import", json=[{"id": one["id"], "title": "1", "list_id": home["id"]}])
    assert [place(alice, task)[1] for task in (one, two, three)] == [home["id"]] * 3
    assert undo(alice, seq_of(answer)).status_code == 200
    assert [place(alice, task)[1] for task in (one, two, three)] == [None] * 3
    new = str(uuid.uuid4())
    file = [{"id": new, "title": "New", "parent_id": one["id"], "list_id": home["id"]}]
    assert alice.client.post("/api/me/import", json=file).status_code == 200
    assert place(alice, {"id": new}) == (one["id"], None)


def test_undoing_an_import_puts_what_was_deleted_separately_back_separately(alice: Person) -> None:
    parent = alice.add("Parent")
    child = below(alice, parent, "Child")
    file = alice.client.get("/api/me/export").json()
    for task in (child, parent):
        alice.client.delete(f"/api/tasks/{task['id']}")
    answer = alice.client.post("/api/me/import", json=file)
    assert titles(alice) == ["Child", "Parent"]
    undone = alice.client.post("/api/undo", json={"seq": int(answer.headers["x-change-seq"])})
    assert (undone.status_code, titles(alice)) == (200, [])
    alice.client.post(f"/api/tasks/{parent['id']}/restore")
    assert (titles(alice), trash(alice)) == (["Parent"], ["Child"])


def test_a_large_history_below_a_task_is_erased_with_it(alice: Person, sql: Sql) -> None:
    one, two = chain(alice, "1", "2")
    for n in range(40):
        patch(alice, two, title=f"Secret {n}")
    sql.execute(
        # As if the first line were the end of a long chain.
        """
        WITH last AS (SELECT max(seq) AS seq FROM todo.change WHERE user_id = %(owner)s)
        INSERT INTO todo.change (user_id, seq, item_id, operation, previous, before, actor)
        SELECT %(owner)s, -n, %(id)s, 'update', nullif(-n - 1, -1501), '{"title": "Secret"}', 'x'
        FROM generate_series(0, 1500) n, last
        """,
        {"owner": alice.id, "id": two["id"]},
    )
    sql.execute(
        "UPDATE todo.change SET previous = 0 WHERE user_id = %s AND item_id = %s AND operation = 'create'",
        [alice.id, two["id"]],
    )
    assert alice.client.delete(f"{path(one)}?permanent=true").status_code == 204
    kept = sql.execute(
        "SELECT count(*) FROM todo.change WHERE user_id = %s AND before::text LIKE '%%Secret%%'", [alice.id]
    )
    assert kept.fetchone() == (0,)


def test_writes_of_a_family_at_once_leave_it_whole(alice: Person) -> None:
    home = new_list(alice)
    one, two, three = chain(alice, "1", "2", "3")
    for _ in range(5):
        at_once(
            alice,
            [
                lambda client: client.patch(path(one), json={"list_id": home["id"]}),
                lambda client: client.post("/api/tasks", json={"title": "New", "parent_id": two["id"]}),
                lambda client: client.patch(path(one), json={"list_id": None}),
                lambda client: client.patch(path(three), json={"parent_id": one["id"]}),
                lambda client: client.patch(path(three), json={"parent_id": two["id"]}),
            ],
        )
        by_id = {task["id"]: task for task in alice.tasks()}
        for task in by_id.values():
            assert task["parent_id"] is None or by_id[task["parent_id"]]["list_id"] == task["list_id"]


# A file that puts tasks below others.


def sheet_of(*rows: tuple[dict[str, Any], dict[str, Any] | None]) -> bytes:
    """A CSV file of tasks with their parents."""
    lines = [f"{task['id']},{task['title']},{parent['id'] if parent else ''}" for task, parent in rows]
    return "\n".join(["id,title,parent_id", *lines]).encode()


def both_refuse(person: Person, content: bytes | list[dict[str, Any]]) -> str:
    """What the preview and the import say, which is the same and changes nothing."""
    before = person.client.get("/api/me/export").content
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    headers = {"Content-Type": "text/csv" if isinstance(content, bytes) else "application/json"}
    keyed = {**headers, "Idempotency-Key": str(uuid.uuid4())}
    ways: list[tuple[dict[str, str], dict[str, str]]] = [
        ({"dry_run": "true"}, headers),
        ({}, headers),
        ({}, keyed),
        ({}, keyed),
    ]
    sentences = {
        refused(person.client.post("/api/me/import", content=body, params=query, headers=given), 422)
        for query, given in ways
    }
    (sentence,) = sentences
    assert person.client.get("/api/me/export").content == before
    return sentence


def test_a_file_that_makes_a_circle_is_refused_and_the_preview_names_the_lines(alice: Person) -> None:
    one, two, three = chain(alice, "1", "2", "3")
    other = alice.add("Other")
    # The lines that only repeat what is so already are not the ones to mend.
    assert both_refuse(alice, sheet_of((other, None), (one, three), (two, one), (three, two))) == f"Line 3: {CIRCLE}"
    assert both_refuse(alice, sheet_of((one, two))) == f"Line 2: {CIRCLE}"
    assert both_refuse(alice, sheet_of((one, one))) == f"Line 2: {CIRCLE}"
    ids = [str(uuid.uuid4()) for _ in range(3)]
    file = [{"id": ids[n], "title": f"New {n}", "parent_id": ids[n - 1]} for n in range(3)]
    below_it = {"title": "Below", "parent_id": ids[0].upper()}
    said = "; ".join(f"Task {n}: {CIRCLE}" for n in (2, 3, 4))
    assert both_refuse(alice, [below_it, *file]) == said


def test_a_file_that_makes_a_sixth_level_is_refused_and_the_preview_names_the_lines(alice: Person) -> None:
    deep = chain(alice, "1", "2", "3", "4", "5")
    above, under = chain(alice, "Above", "Under")
    assert both_refuse(alice, sheet_of((above, deep[3]), (under, above))) == f"Line 2: {TOO_DEEP}"
    assert (
        both_refuse(alice, sheet_of((above, deep[3]))) == f"Line 2: {TOO_DEEP}"
    )  # what is below it is not in the file
    file = [{"title": "Fits", "parent_id": deep[3]["id"]}, {"title": "Does not", "parent_id": deep[4]["id"]}]
    assert both_refuse(alice, file) == f"Task 2: {TOO_DEEP}"
    assert alice.client.post("/api/me/import", json=file[:1]).status_code == 200


def in_the_trash(*parents: int | None) -> list[dict[str, Any]]:
    """A file of tasks in the trash, which went there together; each with the number of its parent."""
    ids = [str(uuid.uuid4()) for _ in parents]
    return [
        {
            "id": ids[n],
            "title": f"{n}",
            "parent_id": None if parent is None else ids[parent],
            "deleted_at": "2026-11-01T00:00:00Z",
        }
        for n, parent in enumerate(parents)
    ]


@pytest.mark.parametrize("parents", [(0,), (1, 0), (2, 0, 1), (1, 0, 1)])
def test_what_a_file_has_put_below_itself_in_the_trash_is_restored_and_erased_as_any_task(
    alice: Person, parents: tuple[int, ...]
) -> None:
    file = in_the_trash(*parents)
    assert alice.client.post("/api/me/import", json=file).status_code == 200
    first = seq_of(alice.client.post(f"{path(file[0])}/restore"))
    assert place(alice, file[0]) == (None, None)
    assert titles(alice) == [task["title"] for task in file]
    assert [change["version"] for change in alice.tasks()] == [2] * len(file)
    # Each task is changed once: the next change has the next number.
    assert seq_of(alice.client.post("/api/tasks", json={"title": "x"})) == first + len(file)
    assert undo(alice, first).status_code == 200
    assert trash(alice) == [task["title"] for task in file]
    assert alice.client.delete(f"{path(file[0])}?permanent=true").status_code == 204
    assert (titles(alice), trash(alice)) == (["x"], [])


def test_what_would_be_on_a_sixth_level_stays_in_the_trash_when_its_parents_are_restored(alice: Person) -> None:
    file = in_the_trash(None, 0, 1, 2, 3, 4, 5)
    assert alice.client.post("/api/me/import", json=file).status_code == 200
    assert alice.client.post(f"{path(file[0])}/restore").status_code == 200
    assert (titles(alice), trash(alice)) == (["0", "1", "2", "3", "4"], ["5", "6"])
    assert alice.client.post(f"{path(file[5])}/restore").status_code == 200
    assert [place(alice, file[n])[0] for n in (5, 6)] == [None, file[5]["id"]]


def test_a_batch_cannot_make_a_sixth_level_by_way_of_the_trash(alice: Person) -> None:
    above, _, deleted = chain(alice, "Above", "Under", "Deleted")
    deep = chain(alice, "1", "2", "3")
    steps = [
        {"op": "delete", "id": deleted["id"]},
        {"op": "update", "id": above["id"], "task": {"title": "Above", "parent_id": deep[2]["id"]}},
        {"op": "delete", "id": deep[0]["id"]},
    ]
    assert alice.client.post("/api/tasks/batch", json={"operations": steps}).status_code == 200
    assert alice.client.post(f"{path(deep[0])}/restore").status_code == 200
    assert (titles(alice), trash(alice)) == (["1", "2", "3", "Above", "Under"], ["Deleted"])
    assert alice.client.post(f"{path(deleted)}/restore").status_code == 200
    assert place(alice, deleted) == (None, None)


def test_a_parent_that_a_file_moves_to_the_trash_is_none_for_what_is_below(alice: Person) -> None:
    deep = chain(alice, "1", "2", "3", "4", "5")
    gone = {"id": deep[0]["id"], "title": "1", "deleted_at": "2026-11-01T00:00:00Z"}
    file = [gone, {"title": "Below the last", "parent_id": deep[4]["id"]}]
    preview = alice.client.post("/api/me/import", params={"dry_run": "true"}, json=file)
    assert preview.json()["data"]["created"] == 1
    assert alice.client.post("/api/me/import", json=file).status_code == 200
    assert place(alice, deep[1]) == (None, None)


def test_an_import_neither_completes_nor_deletes_what_it_does_not_name(alice: Person) -> None:
    one, _, _ = chain(alice, "1", "2", "3")
    assert alice.client.post("/api/me/import", json=[{"id": one["id"], "title": "1", "completed": True}]).is_success
    assert titles(alice, completed="false") == ["2", "3"]
    file = [{"id": one["id"], "title": "1", "deleted_at": "2026-11-01T00:00:00Z"}]
    assert alice.client.post("/api/me/import", json=file).is_success
    assert (titles(alice), trash(alice)) == (["2", "3"], ["1"])


def test_a_chain_as_long_as_a_file_can_have_is_refused_quickly(alice: Person) -> None:
    ids = [str(uuid.UUID(int=n + 1, version=4)) for n in range(9_000)]
    file = [{"id": own, "title": "x", "parent_id": ids[n - 1] if n else None} for n, own in enumerate(ids)]
    sentence = both_refuse(alice, file)
    assert sentence.startswith(f"Task 6: {TOO_DEEP}; Task 7: {TOO_DEEP};")
    assert sentence.count(TOO_DEEP) == 10
