"""The OpenAPI document: committed, complete, and what the service really does."""

import json
from typing import Any
from zlib import crc32

import httpx2
import schemathesis
from hypothesis import HealthCheck, settings

from app.task_repository import UUID_TEXT
from devtools.openapi import DOCUMENT, openapi_document
from tests.service import Person

described = schemathesis.openapi.from_dict(json.loads(openapi_document()))
described.config.generation.update(allow_extra_parameters=False)  # unknown ones are ignored, as the contract says


@described.parametrize()
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
def test_the_service_keeps_to_its_document(case: schemathesis.Case[Any], url: str, alice: Person) -> None:
    # Left alone, no well-formed id would ever be a task's; which ones become one must not be left to chance.
    task_id = str(case.path_parameters.get("task_id"))
    if UUID_TEXT.fullmatch(task_id) and crc32(task_id.encode()) % 2:
        case.path_parameters["task_id"] = alice.add()["id"]
    case.call_and_validate(base_url=url, headers={"Authorization": f"Bearer {alice.token}"})


def test_the_committed_document_is_the_codes() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == openapi_document(), "run `make openapi`"


def operations() -> list[tuple[str, dict[str, Any]]]:
    document = json.loads(openapi_document())
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


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


def test_every_operation_is_described_and_has_a_name_that_stays() -> None:
    names = {name: operation["operationId"] for name, operation in operations()}
    assert names == {
        "GET /api/tasks": "listTasks",
        "POST /api/tasks": "createTask",
        "GET /api/tasks/{task_id}": "getTask",
        "PUT /api/tasks/{task_id}": "replaceTask",
        "DELETE /api/tasks/{task_id}": "deleteTask",
        "PATCH /api/tasks/{task_id}/complete": "toggleTask",
        "DELETE /api/me": "eraseAccount",
        "GET /": "about",
        "GET /health": "health",
        "GET /health/ready": "ready",
    }
    assert all(operation["summary"] and operation["description"] for _, operation in operations())


def test_every_error_of_every_operation_has_the_one_body() -> None:
    for name, operation in operations():
        errors = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
        if name.split()[1].startswith("/api"):
            assert {"401", "413", "500", "503"} <= errors.keys()
            assert operation["security"] == [{"BetterAuth": []}]
        for answer in errors.values():
            assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorBody"}


def test_the_served_document_is_the_committed_one(stranger: httpx2.Client) -> None:
    assert stranger.get("/openapi.json").json() == json.loads(DOCUMENT.read_text(encoding="utf-8"))


def test_the_docs_need_nothing_from_the_internet(stranger: httpx2.Client) -> None:
    page = stranger.get("/docs")
    assert page.status_code == 200
    assert "http://" not in page.text
    assert "https://" not in page.text
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"):
        assert f"/docs/assets/{asset}" in page.text
        assert stranger.get(f"/docs/assets/{asset}").status_code == 200


def test_the_root_says_what_this_is_and_where_the_docs_are(stranger: httpx2.Client) -> None:
    about = stranger.get("/").json()
    assert about["name"] == "Todo API"
    assert stranger.get(about["docs"]).status_code == 200
    assert stranger.get(about["openapi"]).status_code == 200
