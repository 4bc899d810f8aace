"""How a request becomes a call: credentials first, then the body's size and type, then its content.

FastAPI would read and parse a stranger's body before it asks who is there. `DirectRoute` keeps FastAPI's declarations
(signatures, OpenAPI) and takes over the one step in between, in this order:

    dependencies (who is asking)   401, 503
    Content-Length                 413
    path, query                    422
    Content-Type, body, its model  415, 413, 422
    the endpoint                   which returns a Response

An endpoint may ask for dependencies, path parameters (as text), one model of query parameters and one model of a body.
Dependencies are `async` and ask for nothing but the request and other dependencies.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from app.errors import InvalidInput
from app.http.errors import BodyTooLarge, RequestTimeout, UnsupportedMediaType, answer_to
from app.strict_json import strict_json

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"

# The largest honest body, every character of it escaped, has 13.3 KB.
MAX_BODY_BYTES = 64 * 1024

M = TypeVar("M", bound=BaseModel)
E = TypeVar("E", bound=Callable[..., Any])
Resolver = Callable[[Request], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class BodyRules:
    """What a body may be."""

    media_types: tuple[str, ...] = (JSON,)
    max_bytes: int = MAX_BODY_BYTES


def accepts(*media_types: str, max_bytes: int = MAX_BODY_BYTES) -> Callable[[E], E]:
    """An endpoint whose body may be of these types, the first being the best, and of that size."""

    def decorate(endpoint: E) -> E:
        endpoint.body_rules = BodyRules(media_types, max_bytes)  # type: ignore[attr-defined]
        return endpoint

    return decorate


class DirectRoute(APIRoute):
    """A route that binds its endpoint's arguments in the order above."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # FastAPI's own wrapper opens two exit stacks for each request, for dependencies that `yield`; none here does.
        handle = self.get_route_handler()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            try:
                response = await handle(Request(scope, receive, send))
            except ClientDisconnect:
                return  # nobody is left to answer
            except Exception as error:  # noqa: BLE001 - every error has an answer
                response = answer_to(error, scope)
            await response(scope, receive, send)

        self.app = app

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the request is for this route. With another method it is not: `allowed_methods` makes 405 of that."""
        if scope["type"] != "http" or scope["method"] not in (self.methods or ()):
            return Match.NONE, {}
        if scope["path"][-1:] == "\n":  # which `$`, the end of a route's pattern, would look past
            return Match.NONE, {}
        # FastAPI would first ask which router has included this route. None has, and the question comes at every route.
        match, child_scope = Route.matches(self, scope)
        child_scope["route"] = self
        return match, child_scope

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler FastAPI calls with each request; what an endpoint asks for is settled here, once."""
        endpoint: Callable[..., Awaitable[Response]] = self.endpoint
        dependencies = [(part.name or "", _resolver(part)) for part in self.dependant.dependencies]
        query = _only_model(self.dependant.query_params)
        readers = [(query[0], _query_reader(query[1]))] if query is not None else []
        body = _only_model(self.dependant.body_params)
        rules: BodyRules = getattr(endpoint, "body_rules", BodyRules())
        wants_request = self.dependant.request_param_name

        async def handle(request: Request) -> Response:
            arguments = {name: await resolve(request) for name, resolve in dependencies}
            _refuse_declared_size(request, rules.max_bytes)
            if wants_request is not None:
                arguments[wants_request] = request
            arguments |= request.path_params
            for name, read in readers:
                arguments[name] = read(request)
            if body is not None:
                arguments[body[0]] = _validated(body[1], strict_json(await read_body(request, rules)))
            with EndedByDisconnect(request):
                return await endpoint(**arguments)

        return handle


class Ended:
    """Ends the work in this block with an error when something happens. `asyncio.timeout` would be one of these, but
    takes a twentieth of the time that a request spends in Python (decision 15).
    """

    def __init__(self, seconds: float, error: type[Exception]) -> None:
        self._seconds = seconds
        self._error = error
        self._has_ended = False

    def __enter__(self) -> None:
        self._work = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._on_time)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._timer.cancel()
        if self._has_ended and kind is asyncio.CancelledError and self._work is not None:
            self._work.uncancel()
            raise self._error from None

    def _on_time(self) -> None:
        self._end()

    def _end(self) -> None:
        self._has_ended = True
        if self._work is not None:
            self._work.cancel()


class EndedByDisconnect(Ended):
    """Ends the work in this block when the client has gone, so that it holds no database connection for nobody.

    Raises `ClientDisconnect` then. Watching costs a task, and most work is done before it would begin.
    """

    PATIENCE_SECONDS = 1.0

    def __init__(self, request: Request) -> None:
        super().__init__(self.PATIENCE_SECONDS, ClientDisconnect)
        self._receive = request.receive
        self._watcher: asyncio.Task[None] | None = None

    def __exit__(self, kind: type[BaseException] | None, *details: object) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
        super().__exit__(kind, *details)

    def _on_time(self) -> None:
        self._watcher = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._end()


def _resolver(dependant: Dependant) -> Resolver:
    call: Callable[..., Awaitable[Any]] = dependant.call  # type: ignore[assignment]
    children = [(part.name or "", _resolver(part)) for part in dependant.dependencies]
    request_name = dependant.request_param_name
    if request_name is not None and not children:
        return lambda request: call(**{request_name: request})

    async def resolve(request: Request) -> Any:
        arguments = {name: await resolve_child(request) for name, resolve_child in children}
        if request_name is not None:
            arguments[request_name] = request
        return await call(**arguments)

    return resolve


def _only_model(parameters: list[Any]) -> tuple[str, type[BaseModel]] | None:
    if not parameters:
        return None
    (parameter,) = parameters
    return parameter.name, parameter.field_info.annotation


def _refuse_declared_size(request: Request, max_bytes: int) -> None:
    declared = _headers(request).get(b"content-length", b"0").lstrip(b"0") or b"0"
    if len(declared) > 9 or int(declared) > max_bytes:
        raise BodyTooLarge


def _query_reader(model: type[M]) -> Callable[[Request], M]:
    no_query = model()  # which most requests have

    def read(request: Request) -> M:
        return _validated(model, _query_values(request)) if request.scope["query_string"] else no_query

    return read


def _query_values(request: Request) -> dict[str, str | list[str]]:
    values: dict[str, str | list[str]] = {}
    for name, value in parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True):
        # A parameter given twice becomes a list, which no single value's type accepts.
        earlier = values.get(name)
        values[name] = value if earlier is None else [*([earlier] if isinstance(earlier, str) else earlier), value]
    return values


def _headers(request: Request) -> dict[bytes, bytes]:
    """All of them at once, which costs as much as looking for one; of several with one name the first counts."""
    return dict(reversed(request.scope["headers"]))


def media_type_of(request: Request) -> str:
    """What the body says it is, without parameters."""
    return _headers(request).get(b"content-type", b"").partition(b";")[0].strip().lower().decode("latin-1")


async def read_body(request: Request, rules: BodyRules) -> bytes:
    """The whole body. Raises `UnsupportedMediaType`, `BodyTooLarge`, `RequestTimeout`."""
    if media_type_of(request) not in rules.media_types:
        raise UnsupportedMediaType.unless(rules.media_types, request.method)
    if _headers(request).get(b"content-encoding", b"identity").strip().lower() != b"identity":
        raise UnsupportedMediaType("Compressed request bodies are not accepted")
    body = bytearray()
    is_whole = False
    with Ended(request.scope["state"]["body_timeout"], RequestTimeout):
        while not is_whole:
            message = await request.receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body += message.get("body", b"")
            is_whole = not message.get("more_body", False)
            if len(body) > rules.max_bytes:
                raise BodyTooLarge
    return bytes(body)


def _validated(model: type[M], value: Any) -> M:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise InvalidInput.from_validation(error) from None
