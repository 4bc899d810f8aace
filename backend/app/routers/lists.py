"""`/api/lists`: the endpoints of lists."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.errors import ListHasChanged, ListNotFound
from app.http.answers import created, enveloped, errors, not_modified, sends, with_next, writes, written
from app.http.bodies import JSON, MERGE_PATCH, accepts, merge_patch_of
from app.http.conditions import CONDITIONS, WRITING, GivenConditions, GivenIdempotency, takes
from app.http.routing import DirectRoute
from app.journal.writer import Outcome
from app.lists import operations
from app.lists.schemas import (
    ListCreate,
    ListDeleteQuery,
    ListEnvelope,
    ListHistory,
    ListPatch,
    ListResponse,
    Lists,
    ListsQuery,
)
from app.routers.dependencies import OwnHistory, OwnLists, RequestWriter
from app.tasks.schemas.history import HistoryQuery

CREATES = sends("ETag", "Location", "X-Change-Seq", "Idempotency-Replayed", status=201)
CREATES[201]["model"] = ListResponse

ListId = Annotated[str, Path(description="The list's id.", json_schema_extra={"format": "uuid"})]

_checked = ListNotFound.unless_id

router = APIRouter(prefix="/api/lists", tags=["lists"], route_class=DirectRoute)


@router.get(
    "",
    operation_id="listLists",
    summary="Your lists",
    response_model=Lists,
    responses=sends("ETag") | errors(304, 412, 422),
    openapi_extra=takes(*CONDITIONS),
)
async def list_lists(lists: OwnLists, conditions: GivenConditions, query: Annotated[ListsQuery, Query()]) -> Response:
    """All of your lists, in the order of their positions; archived ones too."""
    document, state = await lists.all(deleted=query.deleted, known=conditions.known)
    conditions.require(state)
    return not_modified(state) if document is None else enveloped(document, state)


@router.post(
    "",
    operation_id="createList",
    summary="Create a list",
    status_code=201,
    response_model=ListResponse,
    responses=writes("ETag", "Location", status=201, meets=[408, 415]),
    openapi_extra=takes(*WRITING),
)
async def create_list(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, body: ListCreate
) -> Response:
    """Store a new list. It is committed before the answer is sent."""
    (outcome,) = await writer.write(operations.create(body), key=idempotency.key(body), expected=conditions.expected)
    return created(outcome, router.prefix)


@router.get(
    "/{list_id}",
    operation_id="getList",
    summary="Read a list",
    response_model=ListEnvelope,
    responses=sends("ETag") | errors(304, 404, 412),
    openapi_extra=takes(*CONDITIONS),
)
async def read_list(lists: OwnLists, conditions: GivenConditions, list_id: ListId) -> Response:
    """One of your lists. Its `ETag` holds its version."""
    document, state = await lists.get(list_id)
    if conditions.has(state, ListHasChanged):
        return not_modified(state)
    return enveloped(document, state)


@router.put(
    "/{list_id}",
    operation_id="replaceList",
    summary="Replace a list",
    response_model=ListEnvelope,
    responses=CREATES | writes("ETag", meets=[404, 408, 415]),
    openapi_extra=takes(*WRITING),
)
async def replace_list(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, list_id: ListId, body: ListCreate
) -> Response:
    """Replace a list's name, and the other fields that are given; absent ones are kept.

    With `If-None-Match: *` the list is created with that id, and the answer is 201; if the id is taken, it is 412.
    """
    key = idempotency.key(body)
    if conditions.wants_new(ListHasChanged):
        (outcome,) = await writer.write(operations.create(body, _checked(list_id)), key=key)
        return created(outcome, router.prefix)
    (outcome,) = await writer.write(operations.replace(_checked(list_id), body, conditions.expected), key=key)
    return _shown(outcome)


@router.patch(
    "/{list_id}",
    operation_id="patchList",
    summary="Change some fields of a list",
    response_model=ListEnvelope,
    responses=writes("ETag", meets=[404, 408, 415]),
    openapi_extra=takes(*WRITING) | merge_patch_of(ListPatch),
)
@accepts(MERGE_PATCH, JSON)
async def patch_list(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, list_id: ListId, body: ListPatch
) -> Response:
    """A merge patch (RFC 7396): absent fields are kept, and null clears a field."""
    changing = operations.patch(_checked(list_id), body, conditions.expected)
    (outcome,) = await writer.write(changing, key=idempotency.key(body))
    return _shown(outcome)


@router.delete(
    "/{list_id}",
    operation_id="deleteList",
    summary="Delete a list with its tasks",
    status_code=204,
    responses=writes(status=204, meets=[404]),
    openapi_extra=takes(*WRITING),
)
async def delete_list(
    writer: RequestWriter,
    conditions: GivenConditions,
    idempotency: GivenIdempotency,
    list_id: ListId,
    query: Annotated[ListDeleteQuery, Query()],
) -> Response:
    """Move a list and its tasks to the trash, as one change. They can be restored for 30 days.

    Or delete a list in the trash for good; the tasks that were deleted with it stay in the trash.
    """
    delete = operations.erase_trashed if query.permanent else operations.delete
    outcome = await delete(writer, _checked(list_id), conditions.expected, idempotency.key())
    return written(outcome, Response(status_code=204), is_shown=False)


@router.post(
    "/{list_id}/restore",
    operation_id="restoreList",
    summary="Restore a list with its tasks",
    response_model=ListEnvelope,
    responses=writes("ETag", meets=[404]),
    openapi_extra=takes(*WRITING),
)
async def restore_list(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, list_id: ListId
) -> Response:
    """Restore a deleted list, and the tasks that were deleted with it. A request body is ignored."""
    outcome = await operations.restore(writer, _checked(list_id), conditions.expected, idempotency.key())
    return _shown(outcome)


@router.get(
    "/{list_id}/history",
    operation_id="listListHistory",
    summary="The history of a list",
    response_model=ListHistory,
    responses=sends("Link") | errors(404, 422),
)
async def list_history(
    request: Request, history: OwnHistory, list_id: ListId, query: Annotated[HistoryQuery, Query()]
) -> Response:
    """The changes of one of your lists, newest first, as far as the log goes back (90 days); also for the trash."""
    document, cursor = await history.page("list", list_id, query.limit, query.cursor, ListNotFound)
    return with_next(request, enveloped(document), cursor)


def _shown(outcome: Outcome) -> Response:
    return written(outcome, enveloped(outcome.document or b""))
