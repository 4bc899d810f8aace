"""The product without the middleware that observes it, to tell what seeing costs."""

from starlette.types import ASGIApp

import app.main
from app.config import Settings, load_settings
from app.logs import RequestLog


def unobserved(application: ASGIApp, request_log: RequestLog) -> ASGIApp:  # noqa: ARG001 - called as `Observation` is
    return application


vars(app.main)["Observation"] = unobserved
application = app.main.create_app(load_settings(Settings))
