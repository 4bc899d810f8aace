"""Five users with random operations; a model says what each must see, and nothing else may show."""

import os
from dataclasses import dataclass, field
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test

from app.values.text import is_blank
from tests.service import Person, refused

USERS = 5
text = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)
titles = text.map(lambda title: title.strip()).filter(lambda title: not is_blank(title))
descriptions = st.none() | text
due_dates = st.none() | st.dates().map(str)
users = st.integers(0, USERS - 1)
tags = st.lists(st.sampled_from(["home", "Work", "ünï", "a, b", '"'])).map(lambda tags: list(dict.fromkeys(tags)))
fields = {
    "title": titles,
    "description": descriptions,
    "due_date": due_dates,
    "completed": st.booleans(),
    "priority": st.integers(0, 3),
    "tags": tags,
}
patches = st.fixed_dictionaries({}, optional=fields)


@dataclass
class Model:
    """What one user must see: tasks by id, oldest first."""

    person: Person
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    trash: dict[str, dict[str, Any]] = field(default_factory=dict)


def machine_for(url: str) -> type[RuleBasedStateMachine]:
    class Users(RuleBasedStateMachine):
        ids = Bundle("ids")

        def __init__(self) -> None:
            super().__init__()
            self.models = [Model(Person(url)) for _ in range(USERS)]
            self.owner: dict[str, int] = {}

        def teardown(self) -> None:
            for model in self.models:
                model.person.client.close()

        def model_of(self, user: int, task_id: str) -> Model | None:
            """The user's model if the task is the user's and not deleted."""
            model = self.models[user]
            return model if task_id in model.tasks else None

        @rule(
            target=ids,
            user=users,
            title=titles,
            description=descriptions,
            due_date=due_dates,
            completed=st.booleans(),
            claimed=users,
        )
        def create(self, user: int, claimed: int, **task: Any) -> str:
            model = self.models[user]
            created = model.person.add(**task, user_id=self.models[claimed].person.id)
            assert {name: created[name] for name in task} == task
            assert created["user_id"] == model.person.id
            model.tasks[created["id"]] = created
            self.owner[created["id"]] = user
            return str(created["id"])

        @rule(user=users, task_id=ids)
        def read(self, user: int, task_id: str) -> None:
            answer = self.models[user].person.client.get(f"/api/tasks/{task_id}")
            if model := self.model_of(user, task_id):
                assert answer.json() == {"data": model.tasks[task_id]}
            else:
                refused(answer, 404, "Task not found")

        @rule(
            user=users,
            task_id=ids,
            title=titles,
            description=descriptions,
            due_date=due_dates,
            completed=st.none() | st.booleans(),
        )
        def replace(self, user: int, task_id: str, completed: bool | None, **task: Any) -> None:
            body = task if completed is None else {**task, "completed": completed}
            answer = self.models[user].person.client.put(f"/api/tasks/{task_id}", json=body)
            if model := self.model_of(user, task_id):
                self.has_become(model, task_id, answer.json()["data"], body)
            else:
                refused(answer, 404, "Task not found")

        def has_become(self, model: Model, task_id: str, after: dict[str, Any], said: dict[str, Any]) -> None:
            """The task has its old fields except the given ones; version and time increase if that is a change."""
            before = model.tasks[task_id]
            changed = any(before[name] != value for name, value in said.items())
            # Since when it is completed: since this change, since an earlier one, or not at all.
            if not after["completed"]:
                said = {**said, "completed_at": None}
            elif not before["completed"]:
                said = {**said, "completed_at": after["updated_at"]}
            assert after == {
                **before,
                **said,
                "updated_at": after["updated_at"],
                "version": before["version"] + changed,
            }
            assert (after["updated_at"] > before["updated_at"]) is changed
            model.tasks[task_id] = after

        @rule(user=users, task_id=ids, patch=patches)
        def patch(self, user: int, task_id: str, patch: dict[str, Any]) -> None:
            answer = self.models[user].person.client.patch(f"/api/tasks/{task_id}", json=patch)
            if model := self.model_of(user, task_id):
                self.has_become(model, task_id, answer.json()["data"], patch)
            else:
                refused(answer, 404, "Task not found")

        @rule(user=users, task_id=ids)
        def write_without_having_seen_the_last_version(self, user: int, task_id: str) -> None:
            if model := self.model_of(user, task_id):
                stale = {"If-Match": f'"{model.tasks[task_id]["version"] - 1}"'}
                path = f"/api/tasks/{task_id}"
                refused(model.person.client.put(path, json={"title": "Stale"}, headers=stale), 412)
                refused(model.person.client.patch(path, json={"title": "Stale"}, headers=stale), 412)
                refused(model.person.client.patch(f"{path}/complete", headers=stale), 412)
                refused(model.person.client.delete(path, headers=stale), 412)

        @rule(user=users, task_id=ids)
        def toggle(self, user: int, task_id: str) -> None:
            answer = self.models[user].person.client.patch(f"/api/tasks/{task_id}/complete")
            if model := self.model_of(user, task_id):
                said = {"completed": not model.tasks[task_id]["completed"]}
                self.has_become(model, task_id, answer.json()["data"], said)
            else:
                refused(answer, 404, "Task not found")

        @rule(user=users, task_id=ids)
        def delete_what_may_be_anothers(self, user: int, task_id: str) -> None:
            answer = self.models[user].person.client.delete(f"/api/tasks/{task_id}")
            if model := self.model_of(user, task_id):
                assert answer.status_code == 204
                model.trash[task_id] = model.tasks.pop(task_id)
            else:
                refused(answer, 404, "Task not found")

        @rule(user=users, task_id=ids)
        def restore(self, user: int, task_id: str) -> None:
            model = self.models[user]
            answer = model.person.client.post(f"/api/tasks/{task_id}/restore")
            if task_id not in model.trash:
                refused(answer, 404, "Task not found")
                return
            before, after = model.trash.pop(task_id), answer.json()["data"]
            assert after == {**before, "updated_at": after["updated_at"], "version": before["version"] + 2}
            model.tasks[task_id] = after

        @rule(user=users, task_id=ids, patch=patches)
        def change_and_undo(self, user: int, task_id: str, patch: dict[str, Any]) -> None:
            if model := self.model_of(user, task_id):
                before = model.tasks[task_id]
                changed = model.person.client.patch(f"/api/tasks/{task_id}", json=patch)
                after = changed.json()["data"]
                if after["version"] > before["version"]:
                    seq = int(changed.headers["x-change-seq"])
                    after = model.person.client.post("/api/undo", json={"seq": seq}).json()["data"]
                    assert after["version"] == before["version"] + 2
                assert after == {**before, "updated_at": after["updated_at"], "version": after["version"]}
                model.tasks[task_id] = after

        @rule(task_id=consumes(ids))
        def delete_by_the_owner(self, task_id: str) -> None:
            self.delete_what_may_be_anothers(self.owner[task_id], task_id)

        @rule(user=users, completed=st.booleans(), sort=st.sampled_from(["created_at", "due_date", "title"]))
        def list_some(self, user: int, sort: str, completed: bool) -> None:
            model = self.models[user]
            listed = model.person.tasks(completed=str(completed).lower(), sort=sort)
            expected = {key: task for key, task in model.tasks.items() if task["completed"] is completed}
            assert {task["id"]: task for task in listed} == expected
            assert len(listed) == len(expected)
            assert {task["id"] for task in model.person.tasks(deleted="true")} == model.trash.keys()

        @invariant()
        def everyone_sees_exactly_their_own(self) -> None:
            for model in self.models:
                newest_first = sorted(model.tasks.values(), key=lambda task: task["created_at"], reverse=True)
                assert model.person.tasks() == newest_first

    return Users


def test_five_users_see_exactly_what_is_theirs(url: str) -> None:
    examples = int(os.environ.get("STATE_MACHINE_EXAMPLES", "25"))
    run_state_machine_as_test(
        machine_for(url),
        settings=settings(max_examples=examples, stateful_step_count=40, suppress_health_check=list(HealthCheck)),
    )
