"""Errors as RFC 9457 has them, for whoever asks: the same sentence as `detail`, among the members of the standard."""

import json
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.choices import takes_by_name

PROBLEM = "application/problem+json"


class ProblemDetails:
    """ASGI middleware: where `Accept` names the media type, errors get its members around their `detail`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; hold back the start of an error until its body is there."""
        if not takes_by_name(scope, b"accept", PROBLEM):
            await self.app(scope, receive, send)
            return
        held: Message | None = None

        async def send_as_problem(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and message["status"] >= HTTPStatus.BAD_REQUEST:
                held = message
                return
            if held is not None:
                status = held["status"]
                detail = json.loads(message["body"])["detail"]  # every error comes in one piece and has one
                problem = {
                    "type": "about:blank",
                    "title": HTTPStatus(status).phrase,
                    "status": status,
                    "detail": detail,
                }
                message = {**message, "body": json.dumps(problem, separators=(",", ":")).encode()}
                headers = MutableHeaders(raw=list(held["headers"]))
                headers["content-type"] = PROBLEM
                headers["content-length"] = str(len(message["body"]))
                start, held = {**held, "headers": headers.raw}, None
                await send(start)
            await send(message)

        await self.app(scope, receive, send_as_problem)
