"""The API's documentation: the OpenAPI document, and Swagger UI at `/docs`."""

from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from app.http.bodies import JSON
from app.http.errors import ErrorBody
from app.http.problem import PROBLEM, Problem

DESCRIPTION = """A to-do list for every user of a [Better Auth](https://better-auth.com) frontend.

Every request under `/api` carries `Authorization: Bearer <token>`, with the token that Better Auth's `jwt()` plugin
hands out. Only the token determines whose tasks are used. Every error is `{"detail": "one sentence for a person"}`.
"""
ASSETS = "/docs/assets"
REF = "#/components/schemas/{model}"


def describe(app: FastAPI) -> None:
    """Remove FastAPI's 422 from the OpenAPI document: no endpoint answers with it. Add errors as RFC 9457 has them."""
    framework_document = app.openapi

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            described = framework_document()
            for operation in (method for path in described["paths"].values() for method in path.values()):
                if "HTTPValidationError" in str(operation["responses"].get("422")):
                    del operation["responses"]["422"]
                for content in (answer.get("content", {}) for answer in operation["responses"].values()):
                    if content.get(JSON, {}).get("schema") == {"$ref": REF.format(model=ErrorBody.__name__)}:
                        content[PROBLEM] = {"schema": {"$ref": REF.format(model=Problem.__name__)}}
            schemas = described["components"]["schemas"]
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            of_problems = Problem.model_json_schema(ref_template=REF)
            schemas |= of_problems.pop("$defs") | {Problem.__name__: of_problems}
        return app.openapi_schema or {}

    app.openapi = document  # type: ignore[method-assign]


def serve_docs(app: FastAPI) -> None:
    """Serve Swagger UI from installed files, so that it works without the internet."""
    app.mount(ASSETS, StaticFiles(directory=str(files("fastapi_swagger") / "resources")))

    async def docs(_: Request) -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=app.openapi_url or "",
            title=app.title,
            swagger_js_url=f"{ASSETS}/swagger-ui-bundle.js",
            swagger_css_url=f"{ASSETS}/swagger-ui.css",
            swagger_favicon_url=f"{ASSETS}/favicon-32x32.png",
        )

    app.add_route("/docs", docs, include_in_schema=False)
