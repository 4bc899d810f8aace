"""`/api/undo`: taking a change back."""

from fastapi import APIRouter, Response

from app.http.answers import enveloped, errors, sends, written
from app.http.conditions import GivenRetry, takes
from app.http.routing import DirectRoute
from app.routers.tasks import UserChanges
from app.tasks.schemas import TaskEnvelope, Undo

router = APIRouter(prefix="/api/undo", tags=["tasks"], route_class=DirectRoute)


@router.post(
    "",
    operation_id="undoChange",
    summary="Undo a change",
    response_model=TaskEnvelope,
    responses=sends("ETag", "X-Change-Seq", "Idempotency-Replayed") | errors(404, 408, 409, 415, 422),
    openapi_extra=takes("Idempotency-Key"),
)
async def undo_change(changes: UserChanges, retry: GivenRetry, undo: Undo) -> Response:
    """Revert one change, if it is the last one of its task; undoing is a change too, and can be undone.

    Undoing a creation puts the task into the trash, undoing a deletion brings it back.
    """
    done = await changes.undo(undo.seq, retry.key(undo))
    return written(done, enveloped(done.result))
