"""What routes answer with: JSON that PostgreSQL has made, and the errors each may meet."""

from typing import Any

from fastapi import Response

from app.errors import ErrorBody


def json_response(document: bytes, status: int = 200) -> Response:
    """JSON as it stands."""
    return Response(document, status, media_type="application/json")


def enveloped(document: bytes) -> Response:
    """JSON under `data`."""
    return json_response(b'{"data":%b}' % document)


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: these, and those that any request with a token may meet."""
    return {status: ERRORS[status] for status in (401, *statuses, 413, 429, 500, 503)}


def _error(description: str, *sentences: str) -> dict[str, Any]:
    examples = {sentence: {"value": {"detail": sentence}} for sentence in sentences}
    return {"model": ErrorBody, "description": description, "content": {"application/json": {"examples": examples}}}


ERRORS = {
    401: _error(
        "No good token. Comes with `WWW-Authenticate: Bearer`.",
        "Missing authentication credentials",
        "Invalid or expired token",
        "Token missing user identifier",
    ),
    404: _error("Not among your tasks.", "Task not found"),
    408: _error("A body that did not come to its end.", "The request took too long to arrive"),
    413: _error("More than 64 KiB.", "Request body is too large"),
    415: _error("Not JSON.", "Content-Type must be application/json", "Compressed request bodies are not accepted"),
    422: _error(
        "Something does not fit; the sentence names it. Several faults are joined with `; `.",
        "Title is required",
        "Title must be at most 100 characters",
        "Description must be at most 1000 characters",
        "Due date must be a date like 2026-12-31",
        "Request body is not valid JSON",
    ),
    429: _error(
        "More than the limit for a minute. Comes with `Retry-After`, `RateLimit` and `RateLimit-Policy`.",
        "Too many requests",
    ),
    500: _error("Our fault.", "An internal error occurred"),
    503: _error(
        "Worth another try. Comes with `Retry-After`.",
        "Service temporarily unavailable",
        "The sign-in service cannot be reached",
    ),
}
