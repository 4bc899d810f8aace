"""`/api/tasks/changes`: what has changed since a token."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.account.schemas import Changes
from app.http.answers import errors, json_response
from app.http.routing import DirectRoute
from app.routers.dependencies import OwnChanges
from app.tasks.schemas.history import ChangesQuery

router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=DirectRoute)


@router.get(
    "/changes",
    operation_id="listChanges",
    summary="What has changed",
    response_model=Changes,
    responses=errors(410, 422),
)
async def list_changes(changes: OwnChanges, query: Annotated[ChangesQuery, Query()]) -> Response:
    """The changes since the `next` of the last call; without it everything, in pages if there is a `limit`.

    Every change comes exactly once, whatever is written at the same time. 410 if the token is unknown or older than
    the log: start again without one.
    """
    document, _ = await changes.since(query.since, query.limit)
    return json_response(document)
