"""How a request becomes a call: credentials first, then the body's size and type, then its content.

FastAPI would read and parse the body before it checks credentials. `DirectRoute` keeps FastAPI's declarations
(signatures, OpenAPI, routers, exception handlers) and makes the endpoint's arguments itself, in this order:

    dependencies (credentials)     401, 503
    Content-Length                 413
    path, query                    422
    Content-Type, body, its model  415, 413, 422
    the endpoint                   which returns a Response

An endpoint may have as parameters: dependencies, path parameters (as text), one model of the query, one model of the
body, and the request; a dependency may have other dependencies and the request. `binding` refuses all others.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute, _effective_route_context_var, iter_route_contexts
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.binding import Binding, CannotBindError
from app.http.bodies import read_body, refuse_declared_size, rules_of
from app.strict_json import strict_json

# The watch for a disconnect costs an asyncio task, and most requests are done before it starts.
WATCH_DELAY_SECONDS = 1.0


class DirectRoute(APIRoute):
    """A route that makes its endpoint's arguments in the order above."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler that FastAPI calls for each request; the endpoint's parameters are examined here, once.

        FastAPI asks for a handler when the route is declared, and for another one wherever its router is included.
        """
        included = _effective_route_context_var.get()
        route = self if included is None else included
        place = f"{'/'.join(sorted(route.methods or ()))} {route.path}"
        binding = Binding(place, route.dependant, route.param_convertors)
        rules = rules_of(self.endpoint)
        app = route.dependency_overrides_provider

        async def handle(request: Request) -> Response:
            if app is not None and app.dependency_overrides:
                raise CannotBindError(f"{place}: `dependency_overrides` do not reach a DirectRoute.")
            arguments = await binding.dependencies_of(request)
            refuse_declared_size(request, rules.max_bytes)
            arguments |= binding.parameters_of(request)
            if binding.has_body:
                arguments |= binding.body_of(strict_json(await read_body(request, rules)))
            return await until_disconnect(request, binding.endpoint(**arguments))

        return handle


def check_routes(app: FastAPI) -> None:
    """Raises `CannotBindError` for routes that `include_router` has added, which FastAPI checks with a request only."""
    for _ in iter_route_contexts(app.routes):
        pass


async def until_disconnect(request: Request, work: Awaitable[Response]) -> Response:
    """The result of the work, which is cancelled when the client disconnects, so that its connection becomes free.

    Raises `ClientDisconnect` then.
    """
    loop = asyncio.get_running_loop()
    worker = asyncio.current_task()
    watchers: list[asyncio.Task[None]] = []
    has_left = False

    async def watch() -> None:
        nonlocal has_left
        while (await request.receive())["type"] != "http.disconnect":
            pass
        if worker is not None:
            has_left = worker.cancel()

    timer = loop.call_later(WATCH_DELAY_SECONDS, lambda: watchers.append(loop.create_task(watch())))
    try:
        return await work
    except asyncio.CancelledError:
        if has_left and worker is not None and worker.uncancel() == 0:  # nobody else has cancelled this task
            raise ClientDisconnect from None
        raise
    finally:
        timer.cancel()
        for watcher in watchers:
            watcher.cancel()


class ExactPaths:
    """ASGI middleware: what only looks like the path of a route matches none.

    `$` at the end of a route's pattern also matches before one final line feed, but not before two. A slash that is
    sent as `%2F` is part of a segment, such as an id (RFC 3986, 2.2), so it stays as it was sent.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] in {"http", "websocket"}:
            sent = scope.get("raw_path") or b""
            if b"%2" in sent and b"%2f" in sent.lower():
                scope["path"] = "/".join(
                    unquote(part).replace("/", "%2F") for part in sent.decode("latin-1").split("/")
                )
            if scope["path"].endswith("\n"):
                scope["path"] += "\n"
        await self.app(scope, receive, send)
