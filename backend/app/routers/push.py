"""`/api/me/push`: the browsers that show your reminders."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.auth import Authenticated
from app.errors import NoNotifications
from app.http.answers import enveloped, errors, json_response, sends, written
from app.http.conditions import WRITING, GivenConditions, GivenIdempotency, takes
from app.http.routing import DirectRoute
from app.reminders import subscriptions
from app.reminders.schemas import PushKey, PushKeyEnvelope, PushSubscription, SubscribedEnvelope
from app.routers.dependencies import RequestWriter

router = APIRouter(prefix="/api/me/push", tags=["reminders"], route_class=DirectRoute)


@router.get(
    "",
    operation_id="getPushKey",
    summary="The key of notifications",
    response_model=PushKeyEnvelope,
    responses=errors(),
)
async def read_push_key(request: Request, _: Authenticated) -> Response:
    """What a browser needs to subscribe; null if this service sends no notifications."""
    key: str | None = request.scope["state"]["vapid_public_key"]
    return enveloped(PushKey(public_key=key).model_dump_json().encode())


@router.post(
    "",
    operation_id="addPushSubscription",
    summary="Show reminders in this browser",
    response_model=SubscribedEnvelope,
    status_code=201,
    responses=sends("Idempotency-Replayed", status=201) | errors(404, 408, 409, 410, 412, 415, 422),
    openapi_extra=takes(*WRITING),
)
async def add_subscription(
    request: Request,
    writer: RequestWriter,
    conditions: GivenConditions,
    idempotency: GivenIdempotency,
    subscription: PushSubscription,
) -> Response:
    """Take what the browser's `PushSubscription.toJSON()` returns. Of a browser that is known it replaces the keys.

    There may be 20. One that its push service no longer knows is removed. The request may be repeated.
    """
    state = request.scope["state"]
    if state["vapid_public_key"] is None:
        raise NoNotifications
    conditions.require_any_state()
    adding = subscriptions.add(subscription, allows_loopback=state["push_allows_loopback"])
    (outcome,) = await writer.write(adding, key=idempotency.key(subscription))
    return written(outcome, json_response(b'{"data":%b}' % (outcome.document or b""), status=201))


@router.delete(
    "/{subscription_id}",
    operation_id="removePushSubscription",
    summary="Show no more reminders in a browser",
    status_code=204,
    responses=sends("Idempotency-Replayed", status=204) | errors(404, 409, 410, 412, 422),
    openapi_extra=takes(*WRITING),
)
async def remove_subscription(
    writer: RequestWriter,
    conditions: GivenConditions,
    idempotency: GivenIdempotency,
    subscription_id: Annotated[str, Path(description="The subscription's id.", json_schema_extra={"format": "uuid"})],
) -> Response:
    """Nothing is sent there from now on."""
    removing = subscriptions.remove(subscription_id, is_expected=conditions.allow_any_state)
    (outcome,) = await writer.write(removing, key=idempotency.key())
    return written(outcome, Response(status_code=204))
