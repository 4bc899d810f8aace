"""After every operation, everything that is stored about tasks in addition to their columns agrees with these.

That is the document, the keys for search and order, when to remind, the counters, and the states in the log. A rule has
its day, a time and a reminder their date.
"""

import uuid
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from app.tasks.fields import TASKS
from tests.conftest import Sql
from tests.service import Person

IDS = [str(uuid.UUID(int=n)) for n in range(1, 5)]
ids = st.sampled_from(IDS)

words = st.text(st.sampled_from('aAß1 éÉ🥛"\\<&@-{},;\n'), max_size=12)
rules = st.sampled_from(["FREQ=DAILY;COUNT=2", "FREQ=WEEKLY", "FREQ=MONTHLY;UNTIL=20300101", "FREQ=YEARLY;INTERVAL=2"])
content = st.fixed_dictionaries(
    {"title": words.map(lambda text: f"x{text}")},
    optional={
        "description": st.none() | words,
        "completed": st.booleans(),
        "due_date": st.none() | st.dates().map(str),
        "priority": st.integers(0, 3),
        "tags": st.lists(words.map(lambda text: f"t{text}".strip()), max_size=3, unique_by=lambda tag: tag.casefold()),
        "parent_id": st.none() | ids,
        "due_time": st.none() | st.times().map(lambda time: f"{time:%H:%M}"),
        "repeat": st.none() | rules,
        "repeat_from": st.sampled_from(["due", "completion"]),
        "remind_before": st.none() | st.integers(0, 40_320),
    },
)
patches = content.flatmap(
    lambda all_of: st.sets(st.sampled_from(sorted(all_of))).map(lambda n: {k: all_of[k] for k in n})
)
imported = st.tuples(st.one_of(ids, st.none()), content, st.sampled_from([None, "2020-01-01T00:00:00Z", ""])).map(
    lambda given: (
        given[1] | ({"id": given[0]} if given[0] else {}) | ({} if given[2] == "" else {"deleted_at": given[2]})
    )
)
in_a_batch = st.one_of(
    st.builds(lambda task: {"op": "create", "task": task}, content),
    st.builds(lambda id, task: {"op": "create", "id": id, "task": task}, ids, content),  # noqa: A006
    st.builds(lambda id, task: {"op": "update", "id": id, "task": task}, ids, patches),  # noqa: A006
    st.builds(lambda op, id: {"op": op, "id": id}, st.sampled_from(["complete", "delete", "restore"]), ids),  # noqa: A006
)

# A request: method, path, body, headers.
Sent = tuple[str, str, Any, dict[str, str]]


def whole_commands() -> tuple[st.SearchStrategy[Sent], ...]:
    """New strategies for each call: `one_of` uses the same strategy object only once."""
    return (
        st.builds(lambda back: ("UNDO", "/api/undo", back, {}), st.integers(0, 3)),
        st.builds(
            lambda tasks: ("POST", "/api/tasks/batch", {"operations": tasks}, {}),
            st.lists(in_a_batch, min_size=1, max_size=4),
        ),
        st.builds(
            lambda tasks: ("POST", "/api/me/import", tasks, {}),
            st.lists(imported, max_size=4, unique_by=lambda task: task.get("id", id(task))),
        ),
    )


requests: st.SearchStrategy[Sent] = st.one_of(
    st.builds(lambda task: ("POST", "/api/tasks", task, {}), content),
    st.builds(lambda id, task: ("PUT", f"/api/tasks/{id}", task, {"If-None-Match": "*"}), ids, content),  # noqa: A006
    st.builds(lambda id, task: ("PUT", f"/api/tasks/{id}", task, {}), ids, content),  # noqa: A006
    st.builds(lambda id, task: ("PATCH", f"/api/tasks/{id}", task, {}), ids, patches),  # noqa: A006
    st.builds(lambda id: ("PATCH", f"/api/tasks/{id}/complete", None, {}), ids),  # noqa: A006
    st.builds(lambda id: ("DELETE", f"/api/tasks/{id}", None, {}), ids),  # noqa: A006
    st.builds(lambda id: ("POST", f"/api/tasks/{id}/restore", None, {}), ids),  # noqa: A006
    st.builds(lambda id: ("DELETE", f"/api/tasks/{id}?permanent=true", None, {}), ids),  # noqa: A006
    *whole_commands(),
    *whole_commands(),  # again, so that they are chosen more often
)  # fmt: skip


def carry_out(person: Person, sent: Sent, numbers: list[int]) -> bool:
    method, path, body, headers = sent
    if method == "UNDO":
        method, body = "POST", {"seq": numbers[-1 - body] if body < len(numbers) else 1}
    answer = person.client.request(method, path, json=body, headers=headers)
    assert answer.status_code in {200, 201, 204, 404, 409, 412, 422}, (sent, answer.text)
    if "x-change-seq" in answer.headers:
        numbers.append(int(answer.headers["x-change-seq"]))
    return answer.is_success


DERIVED_SQL = {
    name: sql.replace(":owner", "task.user_id") for name, sql in TASKS.derived(TASKS.columns_of("task")).items()
}.items()
SEEN = f"""
    SELECT task.id::text, task.document::text = {TASKS.document(TASKS.columns_of("task"))}::text,
        {", ".join(f"task.{name}::text IS NOT DISTINCT FROM ({sql})::text" for name, sql in DERIVED_SQL)},
        task.repeat IS NOT DISTINCT FROM todo.repeat_on(task.repeat, task.repeat_from, task.due_date)
            AND (coalesce(task.due_time, task.remind_before::text) IS NULL OR task.due_date IS NOT NULL),
        task.document
    FROM todo.task WHERE task.user_id = %s
"""  # noqa: S608 - made of constants
COUNTED = """
    SELECT account.live_tasks = count(task) FILTER (WHERE task.deleted_at IS NULL),
        account.trashed_tasks = count(task) FILTER (WHERE task.deleted_at IS NOT NULL)
    FROM todo."user" account LEFT JOIN todo.task ON task.user_id = account.id
    WHERE account.id = %s GROUP BY account.id
"""


def assert_true(person: Person, sql: Sql) -> dict[str, Any]:
    """Assert that everything agrees with the columns; returns the tasks by id."""
    rows = sql.execute(SEEN, [person.id]).fetchall()
    assert [row[:-1] for row in rows if row[1:-1] != (True,) * (2 + len(DERIVED_SQL))] == []
    assert sql.execute(COUNTED, [person.id]).fetchall() in ([(True, True)], [])
    return {row[0]: row[-1] for row in rows}


def assert_told(person: Person, task_id: str, seen: list[Any]) -> None:
    """Assert that the log has each state that was seen, in order, and that its lines are linked."""
    lines = person.client.get(f"/api/tasks/{task_id}/history", params={"limit": 1000}).json()["data"]
    assert lines[0]["after"] == seen[-1]
    for newer, older in pairwise(lines):
        assert newer["before"] == older["after"]
        assert newer["seq"] > older["seq"]
    assert lines[-1]["before"] is None
    told = iter(line["after"] for line in reversed(lines))
    assert all(state in told for state in seen), (seen, lines)


@given(todo=st.lists(requests, min_size=1, max_size=14))
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
def test_everything_stored_about_a_task_is_correct_after_every_operation(url: str, sql: Sql, todo: list[Sent]) -> None:
    person = Person(url)
    with person.client:
        go_through(person, sql, todo)


def go_through(person: Person, sql: Sql, todo: list[Sent]) -> None:
    numbers: list[int] = []
    for task_id in IDS[:2]:
        carry_out(person, ("PUT", f"/api/tasks/{task_id}", {"title": "Old"}, {"If-None-Match": "*"}), numbers)
    seen: dict[str, list[Any]] = {task_id: [task] for task_id, task in assert_true(person, sql).items()}
    for sent in todo:
        is_done = carry_out(person, sent, numbers)
        tasks = assert_true(person, sql)
        last = {task_id: states[-1] for task_id, states in seen.items()}
        assert is_done or tasks == last, sent
        for task_id in set(seen) - set(tasks):
            del seen[task_id]  # with its lines in the log
        for task_id, shown in tasks.items():
            states = seen.setdefault(task_id, [])
            if states[-1:] != [shown]:
                states.append(shown)
    for task_id, states in seen.items():
        assert_told(person, task_id, states)


def test_the_checks_above_can_fail(alice: Person, sql: Sql) -> None:
    task = alice.add("Old", tags=["home"])
    assert_true(alice, sql)
    broken: list[Callable[[], Any]] = [
        lambda: sql.execute("UPDATE todo.task SET title = 'New' WHERE user_id = %s", [alice.id]),
        lambda: sql.execute("UPDATE todo.task SET tag_keys = '{}' WHERE user_id = %s", [alice.id]),
        lambda: sql.execute('UPDATE todo."user" SET live_tasks = 2 WHERE id = %s', [alice.id]),
    ]
    for breaks in broken:
        breaks()
        try:
            assert_true(alice, sql)
        except AssertionError:
            alice.client.patch(f"/api/tasks/{task['id']}", json={"title": str(breaks), "tags": [str(uuid.uuid4())]})
        else:
            raise AssertionError("nobody has noticed")
