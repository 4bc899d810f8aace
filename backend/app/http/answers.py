"""The answers of routes: JSON that PostgreSQL has made, headers, and the errors of each route for OpenAPI."""

import re
from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response

from app.http.conditions import tag_of
from app.http.errors import ErrorBody
from app.journal.writer import Outcome

ID_MEMBER = re.compile(rb'"id":"([^"]+)"')  # cannot match inside a text, where quotation marks are escaped


def json_response(document: bytes, status: int = 200) -> Response:
    """An answer with this JSON."""
    return Response(document, status, media_type="application/json")


def enveloped(document: bytes, state: str | None = None) -> Response:
    """An answer with this JSON under `data`, and the entity tag of its state."""
    response = json_response(b'{"data":%b}' % document)
    if state is not None:
        response.raw_headers.append((b"etag", tag_of(state).encode()))
    return response


def not_modified(state: str) -> Response:
    """304: the caller has the current state."""
    return Response(status_code=304, headers={"ETag": tag_of(state)})


def with_next(request: Request, response: Response, cursor: str | None) -> Response:
    """The response, with a link to the next page if there is one."""
    if cursor is not None:
        following = request.url.include_query_params(cursor=cursor)
        response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return response


def written(outcome: Outcome, response: Response, *, is_shown: bool = True) -> Response:
    """The answer to a write: the number of its command, if anything was changed, and the tag of the item it shows."""
    if outcome.command is not None:
        response.raw_headers.append((b"x-change-seq", b"%d" % outcome.command))
    if is_shown and outcome.tag is not None:
        response.raw_headers.append((b"etag", tag_of(outcome.tag).encode()))
    if outcome.is_replayed:
        response.raw_headers.append((b"idempotency-replayed", b"true"))
    return response


def created(outcome: Outcome, path: str) -> Response:
    """The answer to a write that has created an item, whose address is below `path`."""
    document = outcome.document or b"{}"
    response = json_response(document, status=201)
    if found := ID_MEMBER.search(document):
        response.raw_headers.append((b"location", f"{path}/".encode() + found[1]))
    return written(outcome, response)


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: these errors, and those of every request with a token."""
    return {status: ERRORS[status] for status in (401, *statuses, 413, 429, 500, 503)}


def sends(*headers: str, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: an answer with this status carries these headers."""
    return {status: {"headers": {name: HEADERS[name] for name in headers}}}


def writes(*headers: str, meets: Sequence[int] = (), status: int = 200) -> dict[int | str, dict[str, Any]]:
    """For OpenAPI: a write, with the errors that its key and its conditions may cause."""
    answer = sends(*headers, "X-Change-Seq", REPLAYED, status=status)
    refusals = errors(*meets, 409, 410, 412, 422)
    stored = {each: ERRORS[each] | sends(REPLAYED, status=each)[each] for each in STORED if each in refusals}
    return answer | refusals | stored


REPLAYED = "Idempotency-Replayed"
STORED = (404, 409, 410, 412, 422)  # statuses of refusals that are kept under an `Idempotency-Key`
HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {"description": "The entity tag for `If-Match` and `If-None-Match`.", "schema": {"type": "string"}},
    REPLAYED: {
        "description": "`true` if this is the answer to an earlier request with the same `Idempotency-Key`.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "Link": {"description": "The next page, if there is one (RFC 8288).", "schema": {"type": "string"}},
    "Location": {"description": "The path of the new item.", "schema": {"type": "string"}},
    "X-Change-Seq": {
        "description": "The number of the change, for `POST /api/undo`; absent if nothing was changed.",
        "schema": {"type": "integer"},
    },
}


def _error(description: str, *sentences: str) -> dict[str, Any]:
    examples = {sentence: {"value": {"detail": sentence}} for sentence in sentences}
    return {"model": ErrorBody, "description": description, "content": {"application/json": {"examples": examples}}}


ERRORS = {
    401: _error(
        'No valid token. Has `WWW-Authenticate: Bearer`, with `error="invalid_token"` if a token was sent.',
        "Missing authentication credentials",
        "Invalid or expired token",
        "Token missing user identifier",
    ),
    404: _error("Not among what you have.", "Task not found", "List not found"),
    304: {"description": "Unchanged."},
    408: _error("The body did not arrive in time.", "The request took too long to arrive"),
    409: _error(
        "The current state does not allow the request.",
        "You have 10,000 tasks, which is the limit; delete some before you add more",
        "Your trash holds 10,000 tasks, which is the limit; empty it before you delete more",
        "The task has changed since; only its last change can be undone",
    ),
    410: _error(
        "Gone: the token is older than the log, or the task of a repeated request was deleted for good.",
        "The token is unknown or too old; start again without one",
        "This request was answered before, and its task has been deleted for good",
    ),
    412: _error(
        "`If-Match` or `If-None-Match` does not match the current state.",
        "The task has changed since; read it again",
        "There is a task with this id already",
    ),
    413: _error("More than 64 KiB; a batch may have 1 MiB, an import 16 MiB.", "Request body is too large"),
    415: _error("Not JSON.", "Content-Type must be application/json", "Compressed request bodies are not accepted"),
    422: _error(
        "Something is invalid; the sentence names it. Several errors are joined with `; `.",
        "Title is required",
        "Title must be at most 100 characters",
        "Description must be at most 1000 characters",
        "Due date must be a date like 2026-12-31",
        "Request body is not valid JSON",
    ),
    429: _error(
        "More requests than allowed in a minute. Has `Retry-After`, `RateLimit` and `RateLimit-Policy`.",
        "Too many requests",
    ),
    500: _error("A fault of the service.", "An internal error occurred"),
    503: _error(
        "Temporary; retry. Has `Retry-After`.",
        "Service temporarily unavailable",
        "The sign-in service cannot be reached",
    ),
}
