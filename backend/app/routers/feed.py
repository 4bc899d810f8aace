"""The calendar feed: `/api/me/feed` makes and ends its secret address, `/feed/{secret}.ics` is what calendars read."""

import json
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse

from app.account import feed
from app.account.schemas import FeedEnvelope, MadeFeedEnvelope
from app.auth import Authenticated
from app.errors import NotFound
from app.http.answers import ERRORS, enveloped, errors, json_response, not_modified, sends, written
from app.http.conditions import CONDITIONS, WRITING, GivenConditions, GivenIdempotency, tag_of, takes
from app.http.rate_limit import RateLimits
from app.http.routing import DirectRoute
from app.routers.dependencies import RequestWriter

CALENDAR = "text/calendar"
# Whoever kept it would have to ask again each time, which costs one round trip.
KEPT = "private, no-cache"

router = APIRouter(tags=["feed"], route_class=DirectRoute)


@router.get(
    "/api/me/feed",
    operation_id="getFeed",
    summary="Whether your calendar feed has an address",
    response_model=FeedEnvelope,
    responses=errors(),
)
async def find_feed(request: Request, user: Authenticated) -> Response:
    """When the address was made; null if there is none. Nobody can read the address again: make a new one."""
    return enveloped(await feed.made_at(request.scope["state"]["database"], user) or b"null")


@router.post(
    "/api/me/feed",
    operation_id="makeFeed",
    summary="Make a secret address for your calendar feed",
    response_model=MadeFeedEnvelope,
    status_code=201,
    responses=errors(409, 412),
    openapi_extra=takes(*CONDITIONS),
)
async def make_feed(writer: RequestWriter, conditions: GivenConditions) -> Response:
    """A calendar that subscribes to the address shows your open tasks that have a due date. An earlier address ends.

    Who knows the address can read these tasks. Only this answer has it: the service stores a hash of it. That is also
    why there is no `Idempotency-Key`: a repeated request makes another address, and only the last one counts.
    """
    conditions.require_any_state()
    secret, making = feed.make()
    (outcome,) = await writer.write(making)
    document = {"data": {"path": f"/feed/{secret}.ics", "created_at": json.loads(outcome.document or b"")}}
    return json_response(json.dumps(document, separators=(",", ":")).encode(), status=201)


@router.delete(
    "/api/me/feed",
    operation_id="endFeed",
    summary="End the address of your calendar feed",
    status_code=204,
    responses=sends("Idempotency-Replayed", status=204) | errors(409, 410, 412, 422),
    openapi_extra=takes(*WRITING),
)
async def end_feed(writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency) -> Response:
    """The address ends at once. The request may be repeated; without an address it does nothing."""
    conditions.require_any_state()
    (outcome,) = await writer.write(feed.end(), key=idempotency.key())
    return written(outcome, Response(status_code=204))


@router.get(
    "/feed/{secret}.ics",
    operation_id="readFeed",
    summary="The calendar feed",
    response_class=Response,
    responses={
        200: {"content": {CALENDAR: {}}, **sends("ETag")[200]},
        **{status: ERRORS[status] for status in (304, 404, 412, 413, 429, 500, 503)},
    },
    openapi_extra=takes(*CONDITIONS),
)
async def calendar_feed(
    request: Request, conditions: GivenConditions, secret: Annotated[str, Path(description="The secret.")]
) -> Response:
    """Open tasks that have a due date, as events, for calendars that subscribe to the address. It needs no token."""
    limits: RateLimits = request.scope["state"]["limits"]
    limits.feeds.count(secret[:64])
    try:
        state, file = await feed.read_feed(request.scope["state"]["database"], secret, conditions.known)
    except NotFound:
        limits.count_unknown(request)
        raise
    conditions.require(state)
    if file is None:
        response = not_modified(state)
    else:
        response = StreamingResponse(file, media_type=CALENDAR, headers={"ETag": tag_of(state)})
        response.headers["Content-Disposition"] = 'inline; filename="tasks.ics"'
    response.headers["Cache-Control"] = KEPT
    return response
