"""Odd values in parameters, paths, headers and bodies: they never cause a 500, and every answer is documented."""

import json
from typing import Any
from urllib.parse import quote

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given

from devtools.openapi import openapi_document
from tests.conftest import examples
from tests.opaque import given_to, opaque
from tests.service import Person

TASK = {"title": "Odd"}
BODIES: dict[str, Any] = {"createTask": TASK, "replaceTask": TASK, "patchTask": TASK, "importTasks": [TASK]}
# A stream does not end, and the others have no parameters.
LEFT_OUT = {"streamEvents", "about", "health", "ready"}
OPERATIONS = {
    operation["operationId"]: (method, path, operation)
    for path, methods in json.loads(openapi_document())["paths"].items()
    for method, operation in methods.items()
    if operation["operationId"] not in LEFT_OUT
}


@pytest.fixture
def told(alice: Person) -> dict[str, list[str]]:
    return given_to(alice)


@pytest.mark.parametrize("name", OPERATIONS)
@given(data=st.data())
@examples(60, suppress_health_check=list(HealthCheck))
def test_no_odd_value_causes_a_500(name: str, data: st.DataObject, alice: Person, told: dict[str, list[str]]) -> None:
    method, path, operation = OPERATIONS[name]
    query: dict[str, list[str]] = {}
    headers: list[tuple[bytes, bytes]] = []
    for parameter in operation.get("parameters", []):
        values = opaque(told.get(parameter["name"], ["true"]))
        if parameter["in"] == "path":
            path = path.replace("{task_id}", quote(data.draw(values.filter(is_segment)), safe=""))
        elif parameter["in"] == "query":
            query[parameter["name"]] = data.draw(st.lists(values, max_size=2))
        else:
            headers += [
                (parameter["name"].encode(), sent) for sent in data.draw(st.lists(values.map(as_header), max_size=2))
            ]
    body = BODIES.get(name) or odd_body(name, data, told)
    answer = alice.client.request(method, path, params=query, headers=headers, json=body)
    assert str(answer.status_code) in operation["responses"].keys() | {"405"}, (answer.status_code, answer.text)
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert list(answer.json()) == ["detail"]


def is_segment(value: str) -> bool:
    """Whether it stays one segment of a path."""
    return value not in {"", ".", ".."}


def as_header(value: str) -> bytes:
    """The value as far as a header may contain it."""
    return bytes(byte for byte in value.encode() if byte == 9 or 31 < byte != 127).strip()


def odd_body(name: str, data: st.DataObject, told: dict[str, list[str]]) -> Any:
    ids = opaque(told["task_id"])
    if name == "undoChange":
        return {
            "seq": data.draw(st.integers(1, 9) | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ids)
        }
    if name != "applyBatch":
        return None
    plain = st.fixed_dictionaries({"op": st.sampled_from(["complete", "delete", "restore"]), "id": ids})
    create = st.fixed_dictionaries({"op": st.just("create"), "task": st.just(TASK)}, optional={"id": ids})
    update = st.fixed_dictionaries(
        {"op": st.just("update"), "id": ids, "task": st.just(TASK)},
        optional={"version": st.integers() | st.floats(allow_nan=False, allow_infinity=False)},
    )
    return {"operations": data.draw(st.lists(plain | create | update, min_size=1, max_size=4))}


# Values of each type, some as long as a valid value: the length does not prove the type.
OF_ANY_TYPE: list[Any] = [
    None, True, 0, -1, 0.5, 1e300, 10**30, "", "x", "0" * 10, "2027-01-0x",
    [], [None], [[]], [{}], ["x"] * 10, [1] * 10, {},
    {"": 0}, dict.fromkeys("abcdefghij"), {4: "-", 7: "-"} | dict.fromkeys(range(8, 16)),
]  # fmt: skip


@pytest.mark.parametrize(
    "field", ["title", "description", "completed", "due_date", "priority", "tags", "id", "created_at"]
)
def test_a_value_of_any_type_is_accepted_or_refused_in_every_field(alice: Person, field: str) -> None:
    task = alice.add()
    path = f"/api/tasks/{task['id']}"
    for value in OF_ANY_TYPE:
        body = {"title": "x"} | {field: value}
        answers = [
            alice.client.post("/api/tasks", json=body),
            alice.client.patch(path, json={field: value}),
            alice.client.put(path, json=body),
            alice.client.post("/api/me/import", json=[body]),
            alice.client.post("/api/tasks/batch", json={"operations": [{"op": "create", "id": value, "task": body}]}),
            alice.client.post("/api/undo", json={"seq": value}),
        ]
        assert {answer.status_code for answer in answers} <= {200, 201, 404, 409, 412, 422}, (value, answers)
