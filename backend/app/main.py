"""The application: its lifespan, its middleware, its errors and its routers."""

import sys
from typing import Any

from fastapi import FastAPI

from app.config import ConfigurationError, Settings, load_settings
from app.http.compression import Compression
from app.http.cors import allow_frontend
from app.http.docs import DESCRIPTION, describe, serve_docs
from app.http.errors import LastResort, answer_framework_errors
from app.http.head import Head
from app.http.lifespan import lifespan_of
from app.http.logs import RequestLog, is_readable
from app.http.observation import Observation
from app.http.routing import DirectRoute, ExactPaths
from app.routers import batch, changes, events, feed, health, lists, me, push, tasks, undo


def create_app(settings: Settings) -> FastAPI:
    """The application for these settings. It opens resources only when it starts, and closes them when it stops."""
    request_log = RequestLog(readable=is_readable(settings.log_format))
    app = FastAPI(
        title="Todo API",
        version="0.1.0",
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        lifespan=lifespan_of(settings, request_log),
        # Passed directly: a route added by `include_router` is matched twice (decision 18). Frequent routes come
        # first, because each request is compared with one route after the other.
        routes=[
            route
            for module in (tasks, batch, changes, lists, undo, events, me, push, feed, health)
            for route in module.router.routes
        ],
        # The service has its own metrics and logs; FastAPI would look up a provider for these with every request.
        telemetry={"metrics": False, "logs": False},
        # A redirect would be built from the Host header, which anyone can set.
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
    )
    app.router.route_class = DirectRoute
    serve_docs(app)
    describe(app)
    answer_framework_errors(app)
    # The middleware added last is outermost.
    app.add_middleware(ExactPaths)
    app.add_middleware(LastResort)
    allow_frontend(app, settings)
    app.add_middleware(Compression)
    app.add_middleware(Head)
    app.add_middleware(Observation, request_log=request_log)
    return app


def __getattr__(name: str) -> Any:
    # `uvicorn app.main:app` finds the application here; importing the module alone reads no settings.
    if name != "app":
        raise AttributeError(name)
    try:
        return create_app(load_settings(Settings))
    except ConfigurationError as error:
        sys.exit(f"The service cannot start: {error}.")
