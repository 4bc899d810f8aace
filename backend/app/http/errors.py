"""Errors as HTTP answers: one table of statuses, one body, and the handler for unforeseen errors."""

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPMethod

import psycopg
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import (
    AnswerGone,
    Conflict,
    DomainError,
    HasChanged,
    InvalidInput,
    InvalidToken,
    KeyReused,
    NotAuthenticated,
    NotFound,
    ServiceUnavailable,
    StateForgotten,
    TokenWithoutUser,
    TooManyStreams,
)
from app.http import problem
from app.http.logs import stack_of
from app.metrics import DATABASE_ERRORS

logger = logging.getLogger(__name__)


class ErrorBody(BaseModel):
    """The body of every error."""

    detail: str = Field(description="One sentence for a person.")


class HttpError(DomainError):
    """An error that exists only in HTTP; it has its own headers."""

    headers: Mapping[str, str] = {}


class BodyTooLarge(HttpError):
    """A body with more bytes than any valid one."""

    detail = "Request body is too large"


class RequestTimeout(HttpError):
    """A body that does not arrive in time; the connection is closed, as RFC 9110 advises."""

    detail = "The request took too long to arrive"
    headers = {"Connection": "close"}  # noqa: RUF012 - a Mapping, which is never changed


class TooManyRequests(HttpError):
    """Too many requests of one caller. The headers are those of the IETF's draft on rate limits."""

    detail = "Too many requests"

    def __init__(self, quota: int, window: int, seconds_left: int) -> None:
        super().__init__()
        self.headers = {
            "Retry-After": str(seconds_left),
            "RateLimit-Policy": f'"default";q={quota};w={window}',
            "RateLimit": f'"default";r=0;t={seconds_left}',
        }


class UnsupportedMediaType(HttpError):
    """A body whose `Content-Type` is not accepted."""

    detail = "Content-Type must be application/json"

    @classmethod
    def unless(cls, media_types: Sequence[str], method: str) -> "UnsupportedMediaType":
        """The error that names the accepted types; for PATCH, with the header of RFC 5789."""
        error = cls(f"Content-Type must be {' or '.join(media_types)}")
        error.headers = {"Accept-Patch": ", ".join(media_types)} if method == "PATCH" else {}
        return error


# A class without an entry has the status of its base class.
STATUSES: dict[type[DomainError], int] = {
    NotAuthenticated: 401,
    NotFound: 404,
    RequestTimeout: 408,
    Conflict: 409,
    AnswerGone: 410,
    StateForgotten: 410,
    HasChanged: 412,
    BodyTooLarge: 413,
    UnsupportedMediaType: 415,
    InvalidInput: 422,
    KeyReused: 422,
    TooManyRequests: 429,
    TooManyStreams: 429,
    DomainError: 500,
    ServiceUnavailable: 503,
}
INVALID_TOKEN = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
HEADERS: dict[type[DomainError], Mapping[str, str]] = {
    # RFC 6750, 3.1: without credentials the challenge has no error code.
    NotAuthenticated: {"WWW-Authenticate": "Bearer"},
    InvalidToken: INVALID_TOKEN,
    TokenWithoutUser: INVALID_TOKEN,
    TooManyStreams: {"Retry-After": "5"},
    ServiceUnavailable: {"Retry-After": "1"},
}


def error_response(
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    scope: Scope | None = None,
    error: DomainError | None = None,
) -> Response:
    """`{"detail": "<one sentence>"}`, the body of every error; with a scope, in the form that its client asks for."""
    is_problem = scope is not None and problem.is_wanted(scope)
    members = problem.problem(status, detail, error) if is_problem else {"detail": detail}
    body = json.dumps(members, separators=(",", ":"))
    media_type = problem.PROBLEM if is_problem else "application/json"
    return Response(body, status, dict(headers or {}), media_type=media_type)


def response_to(error: DomainError, scope: Scope) -> Response:
    """The answer for this error."""
    kinds = type(error).__mro__
    status = next(STATUSES[kind] for kind in kinds if kind in STATUSES)
    headers = error.headers if isinstance(error, HttpError) else next((HEADERS[k] for k in kinds if k in HEADERS), None)
    if error.is_replayed:
        headers = {**(headers or {}), "Idempotency-Replayed": "true"}
    return error_response(status, error.detail, headers, scope, error)


def answer_to(error: Exception, scope: Scope) -> Response:
    """The answer for any exception. Faults of the service are logged, without their messages, which quote people."""
    if isinstance(error, psycopg.Error):
        DATABASE_ERRORS.labels(type(error).__name__).inc()
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        error = ServiceUnavailable()
    if isinstance(error, DomainError):
        return response_to(error, scope)
    logger.error(
        "unforeseen %s\n%s", type(error).__name__, stack_of(error), extra={"request_id": scope.get("request_id")}
    )
    return response_to(DomainError(), scope)


def answer_framework_errors(app: FastAPI) -> None:
    """Answer the errors of FastAPI and Starlette themselves in the same form."""

    async def http_error(request: Request, error: HTTPException) -> Response:
        headers = error.headers
        if error.status_code == 405 and (allowed := allowed_methods(request.scope)):
            headers = {"Allow": ", ".join(allowed)}
        sentence = {404: "Not found", 405: "Method not allowed"}.get(error.status_code, error.detail)
        return error_response(error.status_code, sentence, headers, request.scope)

    async def invalid_input(request: Request, error: RequestValidationError) -> Response:
        faults = [fault | {"loc": fault["loc"][1:]} for fault in error.errors()]  # without "body", "query" ...
        return response_to(InvalidInput.from_faults(faults), request.scope)

    app.exception_handler(HTTPException)(http_error)
    app.exception_handler(RequestValidationError)(invalid_input)


def allowed_methods(scope: Scope) -> list[str]:
    """Every method of the resource at this path; none if there is no resource."""
    routes = [route for route in scope["app"].routes if not isinstance(route, Mount)]
    methods = {
        method.value
        for method in HTTPMethod
        if any(route.matches({**scope, "method": method.value})[0] is Match.FULL for route in routes)
    }
    return sorted(methods | {"HEAD"} if "GET" in methods else methods)


class LastResort:
    """Answers every exception of a route. It is inside the CORS middleware, so that a browser may read the sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and answer exceptions."""
        try:
            await self.app(scope, receive, send)
        except ClientDisconnect:
            return  # the client has disconnected
        except Exception as error:
            if scope["type"] != "http" or not {500, Exception}.isdisjoint(scope["app"].exception_handlers):
                raise  # the app has a handler for it, further out
            # If an answer has begun, uvicorn refuses a second one and closes the connection, which the client notices.
            await answer_to(error, scope)(scope, receive, send)
