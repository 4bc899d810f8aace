"""The OpenAPI document is committed, complete, and agrees with the service."""

import json
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from uuid import uuid4
from zlib import crc32

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck

from app.http.conditions import KEY
from app.values.kinds import MAX_CURSOR_LENGTH
from app.values.limits import LIST_NAME_LENGTH, TAG_LENGTH, TITLE_LENGTH
from app.values.text import UUID_TEXT
from devtools.openapi import DOCUMENT, openapi_document
from tests.conftest import examples
from tests.opaque import given_to, modified
from tests.service import Person

# Reads that are 304 where nothing has changed.
CONDITIONAL = {"GET /api/tasks", "GET /api/tasks/{task_id}", "GET /api/me/settings", "GET /feed/{secret}.ics"}
described = schemathesis.openapi.from_dict(json.loads(openapi_document()))
described.config.generation.update(allow_extra_parameters=False)  # unknown ones are ignored, as the contract says
# Refusals that depend on the current state: a version, a token, another request with the same key.
described.config.checks.positive_data_acceptance.expected_statuses += ["410", "412"]
described.config.checks.negative_data_rejection.expected_statuses += ["410", "412"]


def operations() -> list[tuple[str, dict[str, Any]]]:
    document = json.loads(openapi_document())
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


@pytest.fixture
def told(alice: Person) -> dict[str, list[str]]:
    return given_to(alice)


@examples(100, suppress_health_check=list(HealthCheck))
def keeps_to_its_document(case: schemathesis.Case[Any], url: str, alice: Person, told: dict[str, list[str]]) -> None:
    # Rules that JSON Schema cannot express: a cursor belongs to a list, and a key to a request.
    left_out = [schemathesis.checks.positive_data_acceptance] if tell_something(case, told) else []
    # In a query, a list of one value looks like the value.
    if any(isinstance(value, list) and len(value) == 1 for value in (case.query or {}).values()):
        left_out.append(schemathesis.checks.negative_data_rejection)
    if isinstance(case.body, dict) and "time_zone" in case.body:  # which is not one of those that there are
        left_out.append(schemathesis.checks.positive_data_acceptance)
    if isinstance(case.body, dict) and "endpoint" in case.body:  # which is not public, or a key no point of the curve
        left_out.append(schemathesis.checks.positive_data_acceptance)
    for task in tasks_in(case.body):
        if task.get("list_id") is not None or task.get("parent_id") is not None:  # which are not there
            left_out.append(schemathesis.checks.positive_data_acceptance)
        # They need a day, and a rule may be none of the subset.
        if {"due_time", "repeat", "repeat_from", "remind_before"} & task.keys():
            left_out.append(schemathesis.checks.positive_data_acceptance)
        for field, length in (("title", TITLE_LENGTH), ("name", LIST_NAME_LENGTH)):
            if isinstance(text := task.get(field), str):
                task[field] = too_long_or_as_it_is(text, length)
        tags = task.get("tags")
        if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
            task["tags"] = [too_long_or_as_it_is(tag, TAG_LENGTH) for tag in tags]
            if len({tag.strip().casefold() for tag in tags}) < len(set(tags)) == len(tags):
                task["tags"] = []
    case.call_and_validate(base_url=url, headers={"Authorization": f"Bearer {alice.token}"}, excluded_checks=left_out)


# A test for each operation: Schemathesis would give all of them one name, and pytest-xdist runs one test of each name.
# A stream does not end, and a file has no schema: test_events.py and test_hostile_files.py test those two.
for _, each in operations():
    if (name := each["operationId"]) not in {"streamEvents", "importTasks"}:
        only = described.include(operation_id=name)
        globals()[f"test_{name}_keeps_to_its_document"] = only.parametrize()(keeps_to_its_document)


def tell_something(case: schemathesis.Case[Any], told: dict[str, list[str]]) -> bool:
    """Replace some well-formed values by ones that the service has returned, unchanged or modified.

    Otherwise no well-formed id would ever be that of a task, and no cursor that of a list. Which values are replaced
    must not depend on chance. Returns whether the service may refuse a well-formed request now.
    """
    for values in (case.path_parameters, case.headers, case.query):
        for name, value in (values or {}).items():
            seed = crc32(str(value).encode(errors="replace"))
            if name == "task_id" and UUID_TEXT.fullmatch(str(value)) and seed % 2:
                values[name] = told[name][seed % len(told[name])]
            elif name in {"If-Match", "If-None-Match", "since"} and isinstance(value, str) and len(value) <= 100:
                values[name] = as_header(modified(told[name][seed % len(told[name])], seed))[:100]
            elif name == "Idempotency-Key" and KEY.fullmatch(value.strip('"')):
                values[name] = str(uuid4())
            elif name == "cursor" and isinstance(value, str) and len(value) <= MAX_CURSOR_LENGTH:
                values[name] = modified(told[name][seed % len(told[name])], seed)[:MAX_CURSOR_LENGTH]
    return "cursor" in (case.query or {})


def as_header(value: str) -> str:
    """The value as far as a header may contain it."""
    return "".join(character for character in value if " " <= character <= "~").strip()


def tasks_in(body: Any) -> Iterator[dict[str, Any]]:
    """The objects that may be tasks, or a list: the body itself, and those of a batch."""
    if isinstance(body, dict):
        steps = body.get("operations")
        inside = [step.get("task") for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
        yield from (task for task in [body, *inside] if isinstance(task, dict))


def too_long_or_as_it_is(value: str, length: int) -> str:
    """The value without white space that trimming would remove."""
    return "x" * len(value) if len(value) > length >= len(value.strip()) else value


def test_the_committed_document_agrees_with_the_code() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == openapi_document(), "run `make openapi`"


def test_the_document_is_openapi_3_1_with_the_bearer_scheme() -> None:
    document = json.loads(openapi_document())
    assert document["openapi"].startswith("3.1")
    assert document["components"]["securitySchemes"] == {
        "BetterAuth": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "A token of Better Auth's `jwt()` plugin, or one signed with `BETTER_AUTH_SECRET` (HS256).",
        }
    }


def test_every_operation_has_a_description_and_a_stable_name() -> None:
    names = {name: operation["operationId"] for name, operation in operations()}
    assert names == {
        "GET /api/tasks": "listTasks",
        "POST /api/tasks": "createTask",
        "GET /api/tasks/{task_id}": "getTask",
        "PUT /api/tasks/{task_id}": "replaceTask",
        "PATCH /api/tasks/{task_id}": "patchTask",
        "DELETE /api/tasks/{task_id}": "deleteTask",
        "PATCH /api/tasks/{task_id}/complete": "toggleTask",
        "POST /api/tasks/{task_id}/restore": "restoreTask",
        "POST /api/tasks/{task_id}/snooze": "snoozeTask",
        "GET /api/tasks/{task_id}/history": "listHistory",
        "POST /api/tasks/batch": "applyBatch",
        "GET /api/tasks/changes": "listChanges",
        "GET /api/lists": "listLists",
        "POST /api/lists": "createList",
        "GET /api/lists/{list_id}": "getList",
        "PUT /api/lists/{list_id}": "replaceList",
        "PATCH /api/lists/{list_id}": "patchList",
        "DELETE /api/lists/{list_id}": "deleteList",
        "POST /api/lists/{list_id}/restore": "restoreList",
        "GET /api/lists/{list_id}/history": "listListHistory",
        "POST /api/undo": "undoChange",
        "GET /api/events": "streamEvents",
        "GET /api/me/settings": "getSettings",
        "PATCH /api/me/settings": "patchSettings",
        "GET /api/me/export": "exportTasks",
        "POST /api/me/import": "importTasks",
        "DELETE /api/me": "eraseAccount",
        "GET /api/me/push": "getPushKey",
        "POST /api/me/push": "addPushSubscription",
        "DELETE /api/me/push/{subscription_id}": "removePushSubscription",
        "GET /api/me/feed": "getFeed",
        "POST /api/me/feed": "makeFeed",
        "DELETE /api/me/feed": "endFeed",
        "GET /feed/{secret}.ics": "readFeed",
        "GET /": "about",
        "GET /health": "health",
        "GET /health/ready": "ready",
    }
    assert all(operation["summary"] and operation["description"] for _, operation in operations())


def test_every_error_of_every_operation_has_the_usual_body() -> None:
    for name, operation in operations():
        errors = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
        if name.split()[1].startswith("/api"):
            assert {"401", "413", "500", "503"} <= errors.keys()
            assert operation["security"] == [{"BetterAuth": []}]
        for answer in errors.values():
            assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorBody"}


def test_the_refusal_of_a_body_that_is_too_large_is_described_wherever_it_is_met(alice: Person) -> None:
    for name, operation in operations():
        method, path = name.split()
        connection = HTTPConnection(alice.client.base_url.netloc.decode())
        connection.putrequest(method, re.sub("{.*}", str(uuid4()), path))
        connection.putheader("Authorization", f"Bearer {alice.token}")
        connection.putheader("Content-Length", "99999999")  # none of which is ever sent
        connection.endheaders()
        assert connection.getresponse().status == 413, name
        connection.close()
        assert "413" in operation["responses"], name


def test_every_header_of_the_contract_is_described() -> None:
    described_headers = {
        name: (
            {part["name"] for part in operation.get("parameters", []) if part["in"] == "header"},
            {header for answer in operation["responses"].values() for header in answer.get("headers", {})},
        )
        for name, operation in operations()
    }
    for name, (taken, sent) in described_headers.items():
        method, path = name.split()
        if not path.startswith(("/api/tasks", "/api/undo", "/api/me/import", "/api/me/settings")):
            continue
        is_write = method != "GET"
        assert ("Idempotency-Key" in taken) is is_write, name
        answered = {"Idempotency-Replayed", "X-Change-Seq"}
        if path.endswith("/snooze"):  # which is no change
            answered.remove("X-Change-Seq")
        assert answered <= sent or not is_write, name
        for condition in ("If-Match", "If-None-Match"):
            assert (condition in taken) is (is_write or name in CONDITIONAL), name
        assert ("Location" in sent) is (name in {"POST /api/tasks", "PUT /api/tasks/{task_id}"}), name


def test_every_answer_to_a_write_with_a_key_or_a_condition_is_described() -> None:
    for name, operation in operations():
        if any(part["name"] == "Idempotency-Key" for part in operation.get("parameters", [])):
            assert {"409", "410", "412", "422"} <= operation["responses"].keys(), name


def test_the_next_page_is_described() -> None:
    sent = {
        name: {header for answer in operation["responses"].values() for header in answer.get("headers", {})}
        for name, operation in operations()
    }
    assert "Link" in sent["GET /api/tasks/{task_id}/history"]
    assert sent["GET /api/tasks"] == {"ETag", "Link"}


def test_a_merge_patch_has_its_media_type() -> None:
    patch = dict(operations())["PATCH /api/tasks/{task_id}"]
    assert set(patch["requestBody"]["content"]) == {"application/json", "application/merge-patch+json"}


def test_the_served_document_is_the_committed_one(anonymous: httpx2.Client) -> None:
    assert anonymous.get("/openapi.json").json() == json.loads(DOCUMENT.read_text(encoding="utf-8"))


def test_the_docs_need_nothing_from_the_internet(anonymous: httpx2.Client) -> None:
    page = anonymous.get("/docs")
    assert page.status_code == 200
    assert "http://" not in page.text
    assert "https://" not in page.text
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"):
        assert f"/docs/assets/{asset}" in page.text
        assert anonymous.get(f"/docs/assets/{asset}").status_code == 200


def test_the_root_has_the_services_name_and_the_path_of_the_docs(anonymous: httpx2.Client) -> None:
    about = anonymous.get("/").json()
    assert about["name"] == "Todo API"
    assert anonymous.get(about["docs"]).status_code == 200
    assert anonymous.get(about["openapi"]).status_code == 200
