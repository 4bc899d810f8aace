"""The trash has the same limit as the list, and the account's counters of both are always correct."""

import os
from collections.abc import Iterator
from operator import methodcaller
from typing import Any

import hypothesis.strategies as st
import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.conftest import Arrive, Sql, trashed_days_ago
from tests.service import Person, purged, refused, service
from tests.test_users import at_once

LIMIT = 3
TRASH_FULL = f"Your trash holds {LIMIT} tasks, which is the limit; empty it before you delete more"
FULL = f"You have {LIMIT} tasks, which is the limit; delete some before you add more"
GONE = "2026-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def small_url(database_url: str) -> Iterator[str]:
    with service(database_url, task_limit=LIMIT) as url:
        yield url


@pytest.fixture
def full(small_url: str, newcomer: Arrive) -> Person:
    """A user whose trash is full, with one live task."""
    person = newcomer(small_url)
    for _ in range(LIMIT):
        assert person.client.delete(f"/api/tasks/{person.add('Gone')['id']}").status_code == 204
    person.add("Left")
    return person


def trash(person: Person) -> list[dict[str, Any]]:
    return person.tasks(deleted="true")


def delete_one(person: Person) -> Any:
    return person.client.delete(f"/api/tasks/{person.tasks()[0]['id']}")


def test_a_task_that_does_not_fit_into_the_trash_is_not_deleted(full: Person) -> None:
    before = full.tasks(), trash(full)
    refused(delete_one(full), 409, TRASH_FULL)
    ((task,), _) = before
    batch = [{"op": "update", "id": task["id"], "task": {"title": "x"}}, {"op": "delete", "id": task["id"]}]
    answer = full.client.post("/api/tasks/batch", json={"operations": batch})
    refused(answer, 409, f"Operation 1: {TRASH_FULL}")
    assert (full.tasks(), trash(full)) == before


def test_deleting_for_good_needs_no_place_in_the_trash(full: Person) -> None:
    task = full.tasks()[0]
    assert full.client.delete(f"/api/tasks/{task['id']}?permanent=true").status_code == 204


@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_an_import_fills_the_trash_up_to_the_limit_and_no_further(
    small_url: str, newcomer: Arrive, dry_run: str
) -> None:
    person = newcomer(small_url)
    rows = [{"title": str(number), "deleted_at": GONE} for number in range(LIMIT + 1)]
    path = f"/api/me/import?dry_run={dry_run}"
    refused(person.client.post(path, json=rows), 409, TRASH_FULL)
    assert trash(person) == []
    assert person.client.post(path, json=rows[1:]).status_code == 200


def test_an_import_that_moves_tasks_into_a_full_trash_is_refused(full: Person) -> None:
    before = full.tasks(), trash(full)
    (task,) = full.tasks()
    refused(full.client.post("/api/me/import", json=[{**task, "deleted_at": GONE}]), 409, TRASH_FULL)
    assert (full.tasks(), trash(full)) == before
    # One task in and one out: this fits.
    swap = [{**task, "deleted_at": GONE}, {**trash(full)[0], "deleted_at": None}]
    assert full.client.post("/api/me/import", json=swap).status_code == 200
    assert (len(full.tasks()), len(trash(full))) == (1, LIMIT)


def test_undoing_a_creation_needs_a_place_in_the_trash(full: Person) -> None:
    created = full.client.post("/api/tasks", json={"title": "x"})
    before = full.tasks(), trash(full)
    undo = {"seq": int(created.headers["x-change-seq"])}
    refused(full.client.post("/api/undo", json=undo), 409, TRASH_FULL)
    assert (full.tasks(), trash(full)) == before
    full.client.delete(f"/api/tasks/{trash(full)[0]['id']}?permanent=true")
    assert full.client.post("/api/undo", json=undo).status_code == 200
    assert len(trash(full)) == LIMIT


def test_undoing_an_import_needs_places_for_all_of_it(full: Person) -> None:
    full.client.delete(f"/api/tasks/{trash(full)[0]['id']}?permanent=true")
    imported = full.client.post("/api/me/import", json=[{"title": "One"}, {"title": "Two"}])
    undo = {"seq": int(imported.headers["x-change-seq"])}
    refused(full.client.post("/api/undo", json=undo), 409, TRASH_FULL)
    assert len(full.tasks()) == 3
    full.client.delete(f"/api/tasks/{trash(full)[0]['id']}?permanent=true")
    assert full.client.post("/api/undo", json=undo).status_code == 200
    assert [task["title"] for task in full.tasks()] == ["Left"]


def test_restoring_and_erasing_free_places(full: Person) -> None:
    assert full.client.post(f"/api/tasks/{trash(full)[0]['id']}/restore").status_code == 200
    assert delete_one(full).status_code == 204
    refused(delete_one(full), 409, TRASH_FULL)
    assert full.client.delete(f"/api/tasks/{trash(full)[0]['id']}?permanent=true").status_code == 204
    assert delete_one(full).status_code == 204


def test_the_purge_frees_places(full: Person, sql: Sql, database_url: str) -> None:
    trashed_days_ago(sql, full, 31)
    purged(database_url)
    assert trash(full) == []
    assert delete_one(full).status_code == 204


def test_undoing_a_deletion_needs_a_place_in_the_list(small_url: str, newcomer: Arrive) -> None:
    person = newcomer(small_url)
    deleted = person.client.delete(f"/api/tasks/{person.add()['id']}")
    for _ in range(LIMIT):
        person.add()
    refused(person.client.post("/api/undo", json={"seq": int(deleted.headers["x-change-seq"])}), 409, FULL)


def test_concurrent_deletes_do_not_exceed_the_limit(small_url: str, newcomer: Arrive) -> None:
    person = newcomer(small_url)
    for _ in range(2):
        person.client.delete(f"/api/tasks/{person.add()['id']}")
    paths = [f"/api/tasks/{person.add()['id']}" for _ in range(LIMIT)]
    answers = at_once(person, [methodcaller("delete", path) for path in paths])
    assert sorted(answer.status_code for answer in answers) == [204, 409, 409]
    assert len(trash(person)) == LIMIT


# -- the counters --

CHOICE = st.integers(0, 1000)


def machine_for(url: str, database_url: str) -> type[RuleBasedStateMachine]:
    class Account(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.person = Person(url)
            self.seqs: list[int] = []
            self.sql = psycopg.connect(database_url, autocommit=True)

        def teardown(self) -> None:
            self.person.client.close()
            self.sql.close()

        def send(self, method: str, path: str, **request: Any) -> None:
            answer = self.person.client.request(method, path, **request)
            assert answer.status_code in {200, 201, 204, 404, 409}, answer.text
            if "x-change-seq" in answer.headers:
                self.seqs.append(int(answer.headers["x-change-seq"]))

        def one_of(self, which: int, *, deleted: bool) -> str | None:
            tasks = self.person.tasks(deleted=str(deleted).lower())
            return tasks[which % len(tasks)]["id"] if tasks else None

        @rule()
        def create(self) -> None:
            self.send("POST", "/api/tasks", json={"title": "x"})

        @rule(which=CHOICE, query=st.sampled_from(["", "?permanent=true"]), deleted=st.booleans())
        def delete(self, which: int, query: str, deleted: bool) -> None:
            if task_id := self.one_of(which, deleted=deleted):
                self.send("DELETE", f"/api/tasks/{task_id}{query}")

        @rule(which=CHOICE)
        def restore(self, which: int) -> None:
            if task_id := self.one_of(which, deleted=True):
                self.send("POST", f"/api/tasks/{task_id}/restore")

        @rule(which=CHOICE)
        def undo(self, which: int) -> None:
            if self.seqs:
                self.send("POST", "/api/undo", json={"seq": self.seqs[which % len(self.seqs)]})

        @rule(rows=st.lists(st.tuples(st.none() | CHOICE, st.booleans()), min_size=1, max_size=4))
        def bring_in(self, rows: list[tuple[int | None, bool]]) -> None:
            known = self.person.tasks() + trash(self.person)
            tasks: dict[str, dict[str, Any]] = {}
            for number, (which, deleted) in enumerate(rows):
                is_known = which is not None and known
                task = {"id": known[which % len(known)]["id"]} if which is not None and is_known else {}
                tasks[task.get("id", str(number))] = {**task, "title": "x", "deleted_at": GONE if deleted else None}
            self.send("POST", "/api/me/import", json=list(tasks.values()))

        @rule(choices=st.lists(CHOICE, min_size=1, max_size=4))
        def batch(self, choices: list[int]) -> None:
            operations: list[dict[str, Any]] = []
            for choice in choices:
                task_id = self.one_of(choice, deleted=choice % 3 == 1)
                if choice % 3 == 2 or task_id is None:
                    operations.append({"op": "create", "task": {"title": "x"}})
                else:
                    operations.append({"op": ["delete", "restore"][choice % 3], "id": task_id})
            self.send("POST", "/api/tasks/batch", json={"operations": operations})

        @rule(rarely=st.integers(0, 3))
        def purge(self, rarely: int) -> None:
            if rarely == 0:
                trashed_days_ago(self.sql, self.person, 31)
                purged(database_url)

        @invariant()
        def the_account_knows_how_many_there_are(self) -> None:
            counted = self.sql.execute(
                """
                SELECT live_tasks, trashed_tasks, live, trashed FROM todo."user" u, LATERAL (
                    SELECT count(*) FILTER (WHERE deleted_at IS NULL) AS live,
                        count(*) FILTER (WHERE deleted_at IS NOT NULL) AS trashed
                    FROM todo.task WHERE user_id = u.id
                ) there WHERE u.id = %s
                """,
                [self.person.id],
            ).fetchall()
            for live_tasks, trashed_tasks, live, trashed in counted:
                assert (live_tasks, trashed_tasks) == (live, trashed)
                assert max(live, trashed) <= LIMIT

    return Account


def test_the_accounts_counters_are_always_correct(small_url: str, database_url: str) -> None:
    examples = int(os.environ.get("STATE_MACHINE_EXAMPLES", "20"))
    run_state_machine_as_test(
        machine_for(small_url, database_url),
        settings=settings(max_examples=examples, stateful_step_count=30, suppress_health_check=list(HealthCheck)),
    )
