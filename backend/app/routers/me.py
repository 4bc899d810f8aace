"""`/api/me`: the account of whoever asks."""

import asyncio
import json
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.account.operations import AccountRepository
from app.http.answers import enveloped, errors, sends, written
from app.http.bodies import JSON, BodyRules, accepts, media_type_of, read_body
from app.http.conditions import GivenRetry, takes
from app.http.routing import DirectRoute
from app.routers.dependencies import RequestWriter
from app.tasks.files import MEDIA_TYPES, exported, imported
from app.tasks.schemas import ExportQuery, ImportedEnvelope, ImportQuery


async def _account_of(writer: RequestWriter) -> AccountRepository:
    return AccountRepository(writer)


UserAccount = Annotated[AccountRepository, Depends(_account_of)]

CSV = "text/csv"
MAX_IMPORT_BYTES = 16 * 1024 * 1024
IMPORT_RULES = BodyRules((JSON, CSV), MAX_IMPORT_BYTES)

router = APIRouter(prefix="/api/me", tags=["account"], route_class=DirectRoute)


@router.get(
    "/export",
    operation_id="exportTasks",
    summary="Take your tasks with you",
    responses={200: {"content": {kind: {} for kind in MEDIA_TYPES.values()}}, **errors(422)},
)
async def export_tasks(account: UserAccount, query: Annotated[ExportQuery, Query()]) -> Response:
    """All of your tasks, those in the trash too: as JSON or CSV, which can be imported, or as iCalendar."""
    document = await account.export()
    name = f'attachment; filename="tasks.{query.format}"'
    headers = {"Content-Disposition": name}
    return StreamingResponse(exported(query.format, document), headers=headers, media_type=MEDIA_TYPES[query.format])


@router.post(
    "/import",
    operation_id="importTasks",
    summary="Bring tasks in",
    response_model=ImportedEnvelope,
    responses=sends("X-Change-Seq", "Idempotency-Replayed") | errors(408, 409, 415, 422),
    openapi_extra=takes("Idempotency-Key") | {"requestBody": {"required": True, "content": {JSON: {}, CSV: {}}}},
)
@accepts(JSON, CSV, max_bytes=MAX_IMPORT_BYTES)
async def import_tasks(
    request: Request, account: UserAccount, retry: GivenRetry, query: Annotated[ImportQuery, Query()]
) -> Response:
    """What an export made, or a list of tasks of your own making; all of it or nothing.

    A task whose `id` is yours is brought to what the file says; any other is new. With `dry_run` nothing is stored.
    """
    body = await read_body(request, IMPORT_RULES)
    # In a thread: a file of megabytes takes a while to read, and others are waiting.
    steps = await asyncio.to_thread(imported, media_type_of(request), body)
    done, counts = await account.import_tasks(steps, retry.key(body), dry_run=query.dry_run)
    return written(done, enveloped(json.dumps(counts).encode()), is_single=False)


@router.delete("", operation_id="eraseAccount", summary="Erase your account", status_code=204, responses=errors())
async def erase_account(account: UserAccount) -> Response:
    """Erase all that is known about you. No token issued until now counts any more, however long it would have lived.

    May be sent again, as after a lost answer.
    """
    await account.erase()
    return Response(status_code=204)
