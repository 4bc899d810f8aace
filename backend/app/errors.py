"""The errors a person can meet, each knowing its status and its sentence, and the one body they all get."""

import json
import logging
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from fastapi import Response
from pydantic import BaseModel, Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from app.metrics import DATABASE_ERRORS

logger = logging.getLogger(__name__)


class ErrorBody(BaseModel):
    """The body of every error."""

    detail: str = Field(description="One sentence for a person.")


class ApiError(Exception):
    """An answer other than success. Subclasses give the status and the sentence."""

    status = 500
    detail = "An internal error occurred"

    def __init__(self, detail: str | None = None, headers: Mapping[str, str] | None = None) -> None:
        self.detail = detail or self.detail
        self.headers = headers or {}
        super().__init__(self.detail)

    def response(self) -> Response:
        """The answer that says it."""
        return error_response(self.status, self.detail, self.headers)


class NotAuthenticated(ApiError):
    """No credentials, or none that count. RFC 6750 wants the challenge with it."""

    status = 401
    detail = "Missing authentication credentials"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, {"WWW-Authenticate": "Bearer"})


class InvalidToken(NotAuthenticated):
    """A token that is not, not yet or no longer to be believed."""

    detail = "Invalid or expired token"


class TokenWithoutUser(NotAuthenticated):
    """An honest signature over claims that name nobody."""

    detail = "Token missing user identifier"


class TaskNotFound(ApiError):
    """No such task among the caller's own: absent, somebody else's, or no id at all look the same."""

    status = 404
    detail = "Task not found"


class TaskHasChanged(ApiError):
    """The version that the caller knows is not the one there is."""

    status = 412
    detail = "The task has changed since; read it again"


class Conflict(ApiError):
    """What is there does not allow what is asked."""

    status = 409


class KeyReused(ApiError):
    """An `Idempotency-Key` stands for one request and no other."""

    status = 422
    detail = "Idempotency-Key was used for another request"


class StateForgotten(ApiError):
    """A token for changes that the log does not know, or no longer."""

    status = 410
    detail = "The token is unknown or too old; start again without one"


class BodyTooLarge(ApiError):
    """More bytes than any honest task needs."""

    status = 413
    detail = "Request body is too large"


class RequestTimeout(ApiError):
    """A body that does not come to its end; RFC 9110 closes the connection with it."""

    status = 408
    detail = "The request took too long to arrive"

    def __init__(self) -> None:
        super().__init__(headers={"Connection": "close"})


class TooManyRequests(ApiError):
    """One caller too often. The fields are those of the IETF's draft on rate limit headers."""

    status = 429
    detail = "Too many requests"

    def __init__(self, quota: int, window: int, seconds_left: int) -> None:
        super().__init__(
            headers={
                "Retry-After": str(seconds_left),
                "RateLimit-Policy": f'"default";q={quota};w={window}',
                "RateLimit": f'"default";r=0;t={seconds_left}',
            }
        )


class UnsupportedMediaType(ApiError):
    """A body that does not say it is plain JSON."""

    status = 415
    detail = "Content-Type must be application/json"

    @classmethod
    def unless(cls, media_types: Sequence[str], method: str) -> "UnsupportedMediaType":
        """The sentence that names those that are accepted; for PATCH, with the field of RFC 5789."""
        headers = {"Accept-Patch": ", ".join(media_types)} if method == "PATCH" else {}
        return cls(f"Content-Type must be {' or '.join(media_types)}", headers)


class InvalidInput(ApiError):
    """Something the caller sent does not fit; the sentence names it."""

    status = 422

    @classmethod
    def from_validation(cls, error: ValidationError) -> "InvalidInput":
        """Every fault as a sentence that starts with the field's name, joined with `; `."""
        return cls("; ".join(_sentence(fault) for fault in error.errors(include_url=False, include_input=True)))


class ServiceUnavailable(ApiError):
    """Something this service depends on is away; trying again is worth it."""

    status = 503
    detail = "Service temporarily unavailable"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, {"Retry-After": "1"})


# What Pydantic calls a fault, and what a person does. `{…}` is from its context.
SENTENCES = {
    "missing": "is required",
    "string_too_short": "is required",
    "string_type": "must be text",
    "string_too_long": "must be at most {max_length} characters",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "list_type": "must be a list",
    "too_long": "must be at most {max_length}",
    "too_short": "must be at least {min_length}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "less_than": "must be less than {lt}",
    "literal_error": "must be one of {expected}",
    "union_tag_invalid": "must have one of these as its op: {expected_tags}",
    "union_tag_not_found": "must have an op",
    "model_attributes_type": "must be an object",
    "model_type": "must be an object",
    "dict_type": "must be an object",
    "string_pattern_mismatch": "has a form that does not fit",
}


def _sentence(fault: Any) -> str:
    location: tuple[int | str, ...] = fault["loc"]
    if not location:
        return "Request body must be a JSON object"
    if location[0] == "operations" and len(location) > 1:
        return _sentence_of_operation(fault)
    field = str(location[0]).replace("_", " ").capitalize()
    if len(location) > 1:  # one of several
        field = field.removesuffix("s")
    kind = "missing" if fault["type"] == "string_type" and fault["input"] is None else fault["type"]
    context = {name: str(value).replace("'", "") for name, value in fault.get("ctx", {}).items()}
    return f"{field} {SENTENCES.get(kind, fault['msg']).format_map(context)}"


def _sentence_of_operation(fault: Any) -> str:
    _, place, *rest = fault["loc"]
    inside = tuple(part for part in rest[1:] if part != "task")  # the first names the kind of operation
    if not inside:
        inside = ("task",) if len(rest) > 1 else ("it",)
    return f"Operation {place}: {_sentence({**fault, 'loc': inside})}"


def error_response(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """`{"detail": "<one sentence>"}`, the only shape in which this service says no."""
    body = json.dumps({"detail": detail}, separators=(",", ":"))
    return Response(body, status, dict(headers or {}), media_type="application/json")


def answer_to(error: Exception, scope: Scope) -> Response:
    """The answer to whatever went wrong; what is our fault is logged, without the messages, which quote people."""
    if isinstance(error, psycopg.Error):
        DATABASE_ERRORS.labels(type(error).__name__).inc()
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        error = ServiceUnavailable()
    if isinstance(error, ApiError):
        return error.response()
    if isinstance(error, HTTPException):
        if error.status_code == 404 and (allowed := allowed_methods(scope)):
            error = HTTPException(405, headers={"Allow": ", ".join(allowed)})  # no route fits, but for another method
        sentence = {404: "Not found", 405: "Method not allowed"}.get(error.status_code, error.detail)
        return error_response(error.status_code, sentence, error.headers)
    stack = "".join(traceback.format_tb(error.__traceback__))
    logger.error("unforeseen %s\n%s", type(error).__name__, stack, extra={"request_id": scope.get("request_id")})
    return error_response(ApiError.status, ApiError.detail)


def allowed_methods(scope: Scope) -> list[str]:
    """Every method of the resource at this path; none where there is no resource."""
    methods = {
        method
        for route in scope["app"].routes
        for method in getattr(route, "methods", None) or ()
        if route.matches({**scope, "method": method})[0] is Match.FULL
    }
    return sorted(methods)


class LastResort:
    """Answers what no route has answered; inside the CORS middleware, so that a browser may read the sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and answer for what goes wrong."""
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            if scope["type"] != "http":
                raise
            # If an answer has begun, uvicorn refuses a second one, and cuts the connection: the client must notice.
            await answer_to(error, scope)(scope, receive, send)
