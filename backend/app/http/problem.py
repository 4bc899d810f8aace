"""Errors as RFC 9457 has them, for whoever asks: the same sentence as `detail`, among the members of the standard."""

import json
import re
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PROBLEM = "application/problem+json"
NO_WEIGHT = re.compile(r"q\s*=\s*0(\.0*)?")


def is_wanted(accept: str) -> bool:
    """Whether `Accept` names the media type, and not with a weight of 0 (RFC 9110, 12.4.2)."""
    for choice in accept.lower().split(","):
        media_type, *parameters = (part.strip() for part in choice.split(";"))
        if media_type == PROBLEM:
            return not any(NO_WEIGHT.fullmatch(parameter) for parameter in parameters)
    return False


class ProblemDetails:
    """ASGI middleware: where `Accept` names the media type, errors get its members around their `detail`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; hold back the start of an error until its body is there."""
        accepted = [value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"accept"]
        if not accepted or not is_wanted(",".join(accepted)):
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
