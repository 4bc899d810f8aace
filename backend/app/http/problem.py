"""Errors in the form of RFC 9457, for clients that ask for it: the same `detail` with the standard's other members."""

import json
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.choices import takes_by_name

PROBLEM = "application/problem+json"


class ProblemDetails:
    """ASGI middleware: if `Accept` names the media type, errors get the other members beside `detail`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; delay the start of an error until its body is complete."""
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
                detail = json.loads(message["body"])["detail"]  # the body of an error is one message
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
