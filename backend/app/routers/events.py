"""`/api/events`: changes as they happen."""

from fastapi import APIRouter, Request, Response

from app.auth import Authenticated
from app.http.answers import errors
from app.http.errors import ErrorBody
from app.http.event_stream import EventStream
from app.http.routing import DirectRoute
from app.journal.events import Event
from app.routers.dependencies import OwnChanges

router = APIRouter(prefix="/api/events", tags=["tasks"], route_class=DirectRoute)


@router.get(
    "",
    operation_id="streamEvents",
    summary="Changes as they happen",
    responses={
        200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
        **errors(),
        429: {"model": ErrorBody, "description": "Too many requests, or too many open event streams of this user."},
    },
    response_class=Response,
)
async def stream_events(request: Request, user: Authenticated, changes: OwnChanges) -> Response:
    """Server-sent events. `ready` comes first; each `change` has the body of `GET /api/tasks/changes`.

    The `id` of an event is the token at that moment. `Last-Event-ID` resumes after that event without a loss and
    without a `ready`; `reset` means that the log does not go back so far: read everything again. The stream ends when
    the bearer token expires. Read it with `fetch`, which can send that token in a header.
    """
    since = request.headers.get("last-event-id")
    first = await Event.after(since, changes)
    return EventStream(request.state.events, changes, since, first, user.expires_at)
