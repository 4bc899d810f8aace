"""`/api/undo`: reverting a change."""

from fastapi import APIRouter, Response

from app.account.schemas import Undo, UndoneEnvelope
from app.account.undo import undo
from app.http.answers import enveloped, writes, written
from app.http.conditions import WRITING, GivenConditions, GivenIdempotency, takes
from app.http.routing import DirectRoute
from app.routers.dependencies import RequestWriter

router = APIRouter(prefix="/api/undo", tags=["tasks"], route_class=DirectRoute)


@router.post(
    "",
    operation_id="undoChange",
    summary="Undo a change",
    response_model=UndoneEnvelope,
    responses=writes("ETag", meets=[404, 408, 415]),
    openapi_extra=takes(*WRITING),
)
async def undo_change(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, body: Undo
) -> Response:
    """Revert one change, if its item has not changed since. The undo is a change too, and can be undone.

    Undoing a creation moves the task or list to the trash, undoing a deletion restores it. All changes of one
    request, such as a batch or an import, are reverted together; the answer has the item of the change that was named.
    """
    outcome = await undo(writer, body.seq, conditions.expected, idempotency.key(body))
    return written(outcome, enveloped(outcome.document or b"null"))
