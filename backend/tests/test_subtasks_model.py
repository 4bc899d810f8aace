"""Random operations on tasks below each other; a model of the rules says what each operation must do."""

import copy
import itertools
import uuid
from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given

from tests.conftest import examples
from tests.service import Person
from tests.test_lists import new_list

FIELDS = ("parent_id", "list_id", "completed", "completed_at", "deleted_at")
IDS = [str(uuid.UUID(int=n)) for n in range(1, 8)]
# A task with two below it, one of which has two more; and one without any.
START = [(IDS[0], None), (IDS[1], IDS[0]), (IDS[2], IDS[0]), (IDS[3], IDS[2]), (IDS[4], IDS[3]), (IDS[5], None)]
LISTS = 2

ids = st.sampled_from(IDS)
parents = st.none() | ids
places = st.none() | st.integers(0, LISTS - 1)
patches = st.fixed_dictionaries({}, optional={"parent_id": parents, "list_id": places, "completed": st.booleans()})
steps = st.one_of(
    st.tuples(st.just("create"), ids, patches),
    st.tuples(st.just("patch"), ids, patches),
    st.tuples(st.just("patch"), ids, st.fixed_dictionaries({"parent_id": ids})),
    st.tuples(st.just("patch"), ids, st.fixed_dictionaries({"list_id": places})),
    *(st.tuples(st.just(op), ids, st.none()) for op in ("toggle", "toggle", "delete", "restore", "erase")),
    st.tuples(st.just("undo"), st.just(""), st.integers(0, 4)),
)
Tasks = dict[str, dict[str, Any]]


class Model:
    """The rules, in plain Python. Times are the numbers of the operations."""

    def __init__(self) -> None:
        self.tasks: Tasks = {}
        self.clock = itertools.count(1)

    def live(self, task_id: str | None) -> dict[str, Any] | None:
        task = self.tasks.get(task_id or "")
        return task if task and task["deleted_at"] is None else None

    def below(self, task_id: str, condition: Any) -> list[str]:
        found: list[str] = []
        for key, task in self.tasks.items():
            if task["parent_id"] == task_id and condition(task):
                found += [key, *self.below(key, condition)]
        return found

    def above(self, task_id: str | None) -> list[str]:
        return [] if task_id is None else [task_id, *self.above(self.tasks[task_id]["parent_id"])]

    def levels(self, task_id: str, condition: Any) -> int:
        inside = [key for key, task in self.tasks.items() if task["parent_id"] == task_id and condition(task)]
        return 1 + max((self.levels(key, condition) for key in inside), default=0)

    def apply(self, op: str, task_id: str, said: Any) -> int:
        """Carry out the operation; returns the status of the answer."""
        status: int = getattr(self, op)(task_id, said or {}, next(self.clock))
        return status

    def create(self, task_id: str, said: dict[str, Any], at: int) -> int:
        if task_id in self.tasks:
            return 412
        parent_id = said.get("parent_id")
        parent = self.live(parent_id)
        if parent_id and (parent is None or len(self.above(parent_id)) == 5):
            return 422
        self.tasks[task_id] = {
            "parent_id": parent_id,
            "list_id": parent["list_id"] if parent else said.get("list_id"),
            "completed": said.get("completed", False),
            "completed_at": at if said.get("completed") else None,
            "deleted_at": None,
        }
        return 201

    def patch(self, task_id: str, said: dict[str, Any], at: int) -> int:
        task = self.live(task_id)
        if task is None:
            return 404
        new = task | said
        if parent_id := said.get("parent_id"):
            parent = self.live(parent_id)
            if parent is None or task_id in self.above(parent_id):
                return 422
            if len(self.above(parent_id)) + self.levels(task_id, lambda each: each["deleted_at"] is None) > 5:
                return 422
            new["list_id"] = parent["list_id"]
        elif "parent_id" not in said and new["list_id"] != task["list_id"]:
            new["parent_id"] = None
        if new["completed"] != task["completed"]:
            self.flip(task_id, at)
        self.tasks[task_id] |= {"parent_id": new["parent_id"], "list_id": new["list_id"]}
        for key in self.below(task_id, lambda each: each["deleted_at"] is None):
            self.tasks[key]["list_id"] = new["list_id"]
        return 200

    def flip(self, task_id: str, at: int) -> None:
        was = dict(self.tasks[task_id])
        for key in [task_id, *self.below(task_id, lambda each: each["deleted_at"] is None)]:
            task = self.tasks[key]
            if was["completed"] and task["completed_at"] == was["completed_at"]:
                task |= {"completed": False, "completed_at": None}
            elif not was["completed"] and not task["completed"]:
                task |= {"completed": True, "completed_at": at}

    def toggle(self, task_id: str, _: Any, at: int) -> int:
        if self.live(task_id) is None:
            return 404
        self.flip(task_id, at)
        return 200

    def delete(self, task_id: str, _: Any, at: int) -> int:
        if self.live(task_id) is None:
            return 404
        for key in [task_id, *self.below(task_id, lambda each: each["deleted_at"] is None)]:
            self.tasks[key]["deleted_at"] = at
        return 204

    def restore(self, task_id: str, _: Any, __: int) -> int:
        task = self.tasks.get(task_id)
        if task is None or task["deleted_at"] is None:
            return 404
        at = task["deleted_at"]
        same = self.below(task_id, lambda each: each["deleted_at"] == at)
        parent_id = task["parent_id"]
        parent = self.live(parent_id)
        levels = self.levels(task_id, lambda each: each["deleted_at"] == at)
        if parent is None or len(self.above(parent_id)) + levels > 5:
            task["parent_id"] = None
        else:
            task["list_id"] = parent["list_id"]
        for key in [task_id, *same]:
            self.tasks[key] |= {"deleted_at": None, "list_id": task["list_id"]}
        return 200

    def erase(self, task_id: str, _: Any, __: int) -> int:
        task = self.tasks.get(task_id)
        if task is None:
            return 404
        for key in [task_id, *self.below(task_id, lambda each: each["deleted_at"] == task["deleted_at"])]:
            del self.tasks[key]
        return 204


def send(person: Person, lists: list[str], op: str, task_id: str, said: Any) -> Any:
    path = f"/api/tasks/{task_id}"
    body = dict(said) if isinstance(said, dict) else {}
    if body.get("list_id") is not None:
        body["list_id"] = lists[body["list_id"]]
    match op:
        case "create":
            return person.client.put(path, json={"title": "x", **body}, headers={"If-None-Match": "*"})
        case "patch":
            return person.client.patch(path, json=body)
        case "toggle":
            return person.client.patch(f"{path}/complete")
        case "restore":
            return person.client.post(f"{path}/restore")
        case "undo":
            return person.client.post("/api/undo", json={"seq": said})
    return person.client.delete(path, params={"permanent": "true"} if op == "erase" else {})


def seen(person: Person, lists: list[str]) -> Tasks:
    """The tasks as the model has them, which knows a list by its number."""
    tasks = person.tasks() + person.tasks(deleted="true")
    numbers: dict[str | None, int | None] = {None: None, **{each: number for number, each in enumerate(lists)}}
    return {task["id"]: {name: task[name] for name in FIELDS} | {"list_id": numbers[task["list_id"]]} for task in tasks}


def alike(tasks: Tasks) -> Any:
    """The tasks, with each time replaced by all that have it."""
    shown = {}
    for key, task in tasks.items():
        shown[key] = dict(task)
        # A parent that was erased is not there for anybody.
        if task["parent_id"] not in tasks:
            shown[key]["parent_id"] = None
        for name in ("completed_at", "deleted_at"):
            same = sorted(other for other, it in tasks.items() if it[name] == task[name])
            shown[key][name] = same if task[name] is not None else None
    return shown


def assert_whole(tasks: Tasks) -> None:
    """Each live task is below a live one in the same list, at most five levels deep."""
    for task in tasks.values():
        level, above = 1, task
        while above["deleted_at"] is None and above["parent_id"] is not None:
            parent = tasks[above["parent_id"]]
            assert (parent["deleted_at"], parent["list_id"]) == (None, above["list_id"])
            level, above = level + 1, parent
            assert level <= 5


@given(todo=st.lists(steps, min_size=10, max_size=30))
@examples(120, suppress_health_check=list(HealthCheck))
def test_subtasks_follow_the_rules_whatever_is_done_with_them(url: str, todo: list[Any]) -> None:
    person = Person(url)
    with person.client:
        go_through(person, todo)


def go_through(person: Person, todo: list[Any]) -> None:
    lists = [new_list(person, f"List {n}")["id"] for n in range(LISTS)]
    model = Model()
    history: list[tuple[int, Tasks]] = []
    start: list[Any] = [("create", key, {"parent_id": parent_id}) for key, parent_id in START]
    start.append(("toggle", IDS[2], None))
    for op, task_id, said in [*start, *todo]:
        before = copy.deepcopy(model.tasks)
        if op == "undo":
            if said >= len(history):
                continue
            seq, was = history[-1 - said]
            answer = send(person, lists, op, "", seq)
            assert answer.status_code in {200, 409}, answer.text
            if said == 0 and was is not None and answer.status_code == 200 and was.keys() == before.keys():
                assert alike(seen(person, lists)) == alike(was)
            model.tasks = seen(person, lists)
        else:
            answer = send(person, lists, op, task_id, said)
            assert answer.status_code == model.apply(op, task_id, said), (op, task_id, said, answer.text)
            assert alike(seen(person, lists)) == alike(model.tasks), (op, task_id, said)
        if "x-change-seq" in answer.headers:
            history.append((int(answer.headers["x-change-seq"]), before))
        assert_whole(seen(person, lists))


@pytest.mark.parametrize(("name", "broken"), [("flip", lambda *_: None), ("levels", lambda *_: 9)])
def test_the_model_notices_a_broken_rule(
    alice: Person, monkeypatch: pytest.MonkeyPatch, name: str, broken: Callable[..., Any]
) -> None:
    monkeypatch.setattr(Model, name, broken)
    one, two = IDS[:2]
    todo = [
        ("toggle", one, None),
        ("patch", two, {"parent_id": one}),
    ]
    with pytest.raises(AssertionError):
        go_through(alice, todo)
