"""The product without the middleware that observes it, to tell what seeing costs."""

from starlette.types import ASGIApp, Receive, Scope, Send

import app.main
from app.config import Settings, load_settings
from app.http.logs import RequestLog


def unobserved(application: ASGIApp, request_log: RequestLog) -> ASGIApp:  # noqa: ARG001 - called as `Observation` is
    async def name(scope: Scope, receive: Receive, send: Send) -> None:
        scope["request_id"] = "-"  # what the product's log of changes asks for
        await application(scope, receive, send)

    return name


vars(app.main)["Observation"] = unobserved
application = app.main.create_app(load_settings(Settings))
