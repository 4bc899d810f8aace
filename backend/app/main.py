"""The application: settings in, start-up and shutdown, middleware, handlers, routers."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.background import start_background
from app.config import ConfigurationError, Settings, load_settings
from app.database import Database
from app.http.errors import LastResort, error_response
from app.http.logs import RequestLog, configure_logging, is_readable
from app.http.observation import Observation
from app.http.problem import ProblemDetails
from app.http.rate_limit import RateLimits
from app.identity.tokens import TokenVerifier
from app.journal.events import EventHub
from app.metrics import POOL_IN_USE, POOL_WAITING
from app.postgres.pool import Pool
from app.routers import events, health, me, tasks, undo
from app.tasks.purge import purge_now_and_then

logger = logging.getLogger(__name__)

BODY_SHARE = 0.9

# Besides those that any page may send and read.
REQUEST_HEADERS = (
    "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Last-Event-ID", "X-Request-ID"
)  # fmt: skip
RESPONSE_HEADERS = (
    "Accept-Patch", "Content-Disposition", "ETag", "Idempotency-Replayed", "Link", "RateLimit", "RateLimit-Policy",
    "Retry-After", "X-Change-Seq", "X-Request-ID",
)  # fmt: skip
VARY = (b"vary", b"Origin")

DESCRIPTION = """A to-do list for every user of a [Better Auth](https://better-auth.com) frontend.

Every request under `/api` carries `Authorization: Bearer <token>`, with the token that Better Auth's `jwt()` plugin
hands out. The token alone says whose tasks are meant. Every error is `{"detail": "one sentence for a person"}`.
"""


def create_app(settings: Settings) -> FastAPI:
    """The application for these settings. It opens nothing before it starts and leaves nothing open when it stops."""

    readable = is_readable(settings.log_format)
    request_log = RequestLog(readable=readable)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Any]]:
        configure_logging(readable=readable)
        async with Database(settings.database_url.get_secret_value(), settings.database_pool_size) as database:
            hub = EventHub(database)
            hub.close_on_exit()
            background = start_background(
                pool_watcher=partial(_watch_pool, database.pool),
                event_hub=hub.run,
                purge=partial(purge_now_and_then, database, settings),
            )
            # What is there now stays. Looking through it for garbage would hold every request up for 50 ms at a time.
            gc.collect()
            gc.freeze()
            logger.info("started")
            yield {
                "database": database,
                "events": hub,
                "verifier": TokenVerifier(settings),
                "limits": RateLimits(settings.rate_limit_per_minute),
                "task_limit": settings.task_limit,
                # Sooner than `python -m app serve` cuts the connection: a slow client is told why.
                "body_timeout": settings.request_timeout_seconds * BODY_SHARE,
            }
            for task in background:
                task.cancel()
        request_log.flush()
        logger.info("stopped")

    app = TodoAPI(
        title="Todo API",
        version="0.1.0",
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        lifespan=lifespan,
        # Metrics and logs are our own; these would be asked for anew with every request.
        telemetry={"metrics": False, "logs": False},
        # Handed over as they are: `include_router` would match every request against them twice.
        routes=[
            *tasks.router.routes,
            *undo.router.routes,
            *events.router.routes,
            *me.router.routes,
            *health.router.routes,
        ],
        # A redirect would be built from the Host header, which anyone can set.
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
    )
    _serve_docs(app)
    _describe(app)
    app.add_middleware(LastResort)
    app.add_middleware(ProblemDetails)
    app.add_middleware(
        FrontendCORS,
        allow_origins=(settings.origin, *settings.cors_origins),
        allow_methods=("GET", "POST", "PUT", "PATCH", "DELETE"),
        allow_headers=REQUEST_HEADERS,
        expose_headers=RESPONSE_HEADERS,
        # Cookies are never read here, but a frontend that sends them with every request must not be turned away.
        allow_credentials=True,
        max_age=7200,
    )
    app.add_middleware(Observation, request_log=request_log)
    return app


async def _watch_pool(pool: Pool) -> None:
    """Keep the pool's gauges up to date."""
    while True:
        POOL_IN_USE.set(pool.in_use)
        POOL_WAITING.set(pool.waiting)
        await asyncio.sleep(1)


class TodoAPI(FastAPI):
    """FastAPI with the middleware of this service alone.

    FastAPI's own is for what is not done here (files to close, dependencies that `yield`, errors that nobody answers),
    and takes a tenth of the time that a request spends in Python (decision 15).
    """

    def build_middleware_stack(self) -> ASGIApp:
        """The router, and around it what was added, the last outermost."""
        app: ASGIApp = self.router
        for middleware, arguments, options in reversed(self.user_middleware):
            app = middleware(app, *arguments, **options)
        return app


class FrontendCORS(CORSMiddleware):
    """CORS for the frontend's origin alone, whose refusals have the one error body too."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight, or pass the request on and say to the browser who may read the answer."""
        if scope["type"] != "http" or any(name == b"origin" for name, _ in scope["headers"]):
            await super().__call__(scope, receive, send)
            return

        # Not from another origin: all there is to say is that this decides.
        async def send_with_vary(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], VARY]
            await send(message)

        await self.app(scope, receive, send_with_vary)

    def preflight_response(self, request_headers: Headers) -> Response:
        """The framework's answer; a refusal keeps its status and headers and gets a sentence."""
        response = super().preflight_response(request_headers)
        if response.status_code < 400:
            return response
        kept = {name: value for name, value in response.headers.items() if not name.startswith("content-")}
        return error_response(response.status_code, bytes(response.body).decode(), kept)


def _describe(app: FastAPI) -> None:
    """Keep FastAPI's own 422 out of the OpenAPI document: no endpoint answers with it."""
    framework_document = app.openapi

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            described = framework_document()
            for operation in (method for path in described["paths"].values() for method in path.values()):
                if "HTTPValidationError" in str(operation["responses"].get("422")):
                    del operation["responses"]["422"]
            for name in ("HTTPValidationError", "ValidationError"):
                described["components"]["schemas"].pop(name, None)
        return app.openapi_schema or {}

    app.openapi = document  # type: ignore[method-assign]


def _serve_docs(app: FastAPI) -> None:
    """Swagger UI at `/docs` from files that are installed with the service, so that it renders without the internet."""
    assets = "/docs/assets"
    app.mount(assets, StaticFiles(directory=str(files("fastapi_swagger") / "resources")))

    async def docs(_: Request) -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=app.openapi_url or "",
            title=app.title,
            swagger_js_url=f"{assets}/swagger-ui-bundle.js",
            swagger_css_url=f"{assets}/swagger-ui.css",
            swagger_favicon_url=f"{assets}/favicon-32x32.png",
        )

    app.add_route("/docs", docs, include_in_schema=False)


def __getattr__(name: str) -> Any:
    # `uvicorn app.main:app` finds the application here; importing the module alone reads no settings.
    if name != "app":
        raise AttributeError(name)
    try:
        return create_app(load_settings(Settings))
    except ConfigurationError as error:
        sys.exit(f"The service cannot start: {error}.")
