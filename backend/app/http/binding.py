"""Which parameters an endpoint may have, and how their values are made from a request.

FastAPI's own binding costs 55 to 70 µs a request more, and reads the body first. This one supports fewer kinds, and
refuses the others when the route is declared: FastAPI would show them in the OpenAPI document, but nothing would bind
them.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn, TypeVar, get_origin
from urllib.parse import parse_qsl

from fastapi import Request, Response, params
from fastapi.dependencies.models import Dependant
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, PathConvertor, StringConvertor

from app.errors import InvalidInput, InvalidQuery
from app.faults import REPEATED

M = TypeVar("M", bound=BaseModel)
Call = Callable[..., Awaitable[Any]]

# Attributes of FastAPI's `Dependant`: what this module never binds, and what it binds for endpoints only.
NEVER = {
    "header_params": "a header; read it from `request.headers`",
    "cookie_params": "a cookie; read it from `request.cookies`",
    "response_param_name": "the response; return one, with its headers",
    "background_tasks_param_name": "background tasks; return a response that has some",
    "websocket_param_name": "a WebSocket",
    "http_connection_param_name": "the connection; ask for the `Request`",
    "security_scopes_param_name": "security scopes",
    "concurrency": "a limit on how many of its calls run at once",
}
NOT_BY_A_DEPENDENCY = {
    "path_params": "a path parameter; read it from `request.path_params`",
    "query_params": "a query parameter; the endpoint may, with a model",
    "body_params": "a body; the endpoint may, with a model",
}
SEVERAL = {list, set, frozenset, tuple}  # fields of a query whose parameters may be repeated


class CannotBindError(TypeError):
    """A route declares a parameter that `DirectRoute` does not bind."""


@dataclass(frozen=True, slots=True)
class Step:
    """A dependency to call, and the results of earlier steps that are its arguments."""

    call: Call
    request_name: str | None
    arguments: tuple[tuple[str, int], ...]


class Binding:
    """How the arguments of one endpoint are made. Raises `CannotBindError` for parameters that it does not support."""

    def __init__(self, place: str, dependant: Dependant, convertors: Mapping[str, Convertor[Any]]) -> None:
        self._place = f"{place} ({_name(dependant.call)})"
        self._steps: list[Step] = []
        self._known: dict[Any, int] = {}
        self._refuse_unknown(dependant, NEVER, "the endpoint")
        self._refuse_other_results(dependant.call)
        self.endpoint = self._awaitable(dependant.call)
        numbers = [(part.name, self._number(part)) for part in dependant.dependencies]
        self._arguments = [(name, number) for name, number in numbers if name is not None]
        self._request_name = dependant.request_param_name
        self._path = [self._text(parameter, convertors) for parameter in dependant.path_params]
        query = self._only_model(dependant.query_params, "query parameters")
        self._query = None if query is None else (query[0], _query_reader(query[1]))
        self._body = self._only_model(dependant.body_params, "a body")

    @property
    def has_body(self) -> bool:
        """Whether the endpoint asks for a body."""
        return self._body is not None

    async def dependencies_of(self, request: Request) -> dict[str, Any]:
        """The arguments that dependencies return. Each is called once, in the order of declaration."""
        results: list[Any] = []
        for step in self._steps:
            arguments = {name: results[number] for name, number in step.arguments}
            if step.request_name is not None:
                arguments[step.request_name] = request
            results.append(await step.call(**arguments))
        return {name: results[number] for name, number in self._arguments}

    def parameters_of(self, request: Request) -> dict[str, Any]:
        """The arguments from the path and the query. Raises `InvalidQuery`."""
        arguments: dict[str, Any] = {name: request.path_params[alias] for name, alias in self._path}
        if self._request_name is not None:
            arguments[self._request_name] = request
        if self._query is not None:
            name, read = self._query
            arguments[name] = read(request)
        return arguments

    def body_of(self, document: Any) -> dict[str, Any]:
        """The argument from the body. Raises `InvalidInput`."""
        return {} if self._body is None else {self._body[0]: _validated(self._body[1], document, InvalidInput)}

    def _number(self, dependency: Dependant) -> int:
        """The number of the step that calls it. The steps whose results it needs come before."""
        if dependency.use_cache and dependency.call in self._known:
            return self._known[dependency.call]
        who = f"its dependency {_name(dependency.call)}"
        self._refuse_unknown(dependency, NEVER | NOT_BY_A_DEPENDENCY, who)
        arguments = tuple((part.name or "", self._number(part)) for part in dependency.dependencies)
        self._steps.append(Step(self._awaitable(dependency.call), dependency.request_param_name, arguments))
        self._known[dependency.call] = len(self._steps) - 1
        return len(self._steps) - 1

    def _awaitable(self, call: Any) -> Call:
        kinds = [inspect.unwrap(part) for part in _parts(call)] + _parts(call)
        if any(inspect.isgeneratorfunction(kind) or inspect.isasyncgenfunction(kind) for kind in kinds):
            self._fail(f"{_name(call)} uses `yield`; its exit code would run after the answer has been sent")
        if any(inspect.iscoroutinefunction(kind) for kind in kinds):
            return call  # type: ignore[no-any-return]
        return partial(run_in_threadpool, call)

    def _refuse_unknown(self, dependant: Dependant, unknown: dict[str, str], who: str) -> None:
        for attribute, what in unknown.items():
            if getattr(dependant, attribute):
                self._fail(f"{who} asks for {what}")

    def _refuse_other_results(self, endpoint: Any) -> None:
        returned = inspect.signature(endpoint, eval_str=True).return_annotation
        if not (inspect.isclass(returned) and issubclass(returned, Response)):
            self._fail("the endpoint must return a `Response`, and its annotation must say so")

    def _text(self, parameter: Any, convertors: Mapping[str, Convertor[Any]]) -> tuple[str, str]:
        is_text = isinstance(convertors.get(parameter.alias), StringConvertor | PathConvertor)
        if not is_text or parameter.field_info.annotation is not str or parameter.field_info.metadata:
            self._fail(f"the path parameter `{parameter.name}` is text; declare it as a plain `str`, and check it")
        return parameter.name, parameter.alias

    def _only_model(self, parameters: list[Any], what: str) -> tuple[str, type[BaseModel]] | None:
        if not parameters:
            return None
        info = parameters[0].field_info
        model = info.annotation
        is_model = inspect.isclass(model) and issubclass(model, BaseModel) and info.is_required() and not info.metadata
        is_special = isinstance(info, params.Form) or getattr(info, "embed", None)
        if len(parameters) > 1 or not is_model or is_special:
            names = ", ".join(f"`{parameter.name}`" for parameter in parameters)
            self._fail(f"{names}: the endpoint may ask for {what} with one Pydantic model, which is required")
        return parameters[0].name, model

    def _fail(self, why: str) -> NoReturn:
        raise CannotBindError(f"{self._place}: {why}.")


def _name(call: Any) -> str:
    named = call if hasattr(call, "__qualname__") else type(call)
    return f"{named.__module__}.{named.__qualname__}"


def _parts(call: Any) -> list[Any]:
    """The callable itself, and for an object also its `__call__`."""
    while isinstance(call, partial):
        call = call.func
    return [call] if inspect.isroutine(call) or inspect.isclass(call) else [call, type(call).__call__]


def _query_reader(model: type[M]) -> Callable[[Request], M]:
    several = {
        field.alias or name for name, field in model.model_fields.items() if get_origin(field.annotation) in SEVERAL
    }
    try:
        no_query = model()  # shared, because most requests have no query
    except ValidationError:
        no_query = None

    def read(request: Request) -> M:
        if not request.scope["query_string"] and no_query is not None:
            return no_query
        try:
            return model.model_validate(_query_values(request, several))
        except ValidationError as error:
            raise InvalidQuery.from_faults([_named_twice(fault, several) for fault in error.errors()]) from None

    return read


def _query_values(request: Request, several: set[str]) -> dict[str, str | list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True):
        values.setdefault(name, []).append(value)
    # A parameter given twice becomes a list, which the type of a single value refuses.
    return {name: given if name in several or len(given) > 1 else given[0] for name, given in values.items()}


def _named_twice(fault: Any, several: set[str]) -> Any:
    """The error, which says so if the value is such a list: what its type says of a list would puzzle people."""
    is_twice = isinstance(fault["input"], list) and fault["loc"][0] not in several
    return {**fault, "type": REPEATED} if is_twice else fault


def _validated(model: type[M], value: Any, refusal: type[InvalidInput]) -> M:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise refusal.from_validation(error) from None
