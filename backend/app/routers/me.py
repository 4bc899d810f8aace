"""`/api/me`: the account of the authenticated user."""

import asyncio
import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.account import importing, settings
from app.account.erasure import erase_account
from app.account.export import export_tasks
from app.account.files import MEDIA_TYPES, Clock, exported, is_calendar, read_file
from app.account.schemas import ExportQuery, ImportedEnvelope, ImportQuery, SettingsEnvelope, SettingsPatch
from app.errors import InvalidInput, SettingsHaveChanged
from app.http.answers import enveloped, errors, not_modified, sends, writes, written
from app.http.bodies import JSON, MERGE_PATCH, BodyRules, accepts, media_type_of, merge_patch_of, read_body
from app.http.conditions import CONDITIONS, WRITING, GivenConditions, GivenIdempotency, takes
from app.http.routing import DirectRoute
from app.routers.dependencies import OwnSettings, OwnTasks, RequestWriter

CSV, CALENDAR = "text/csv", "text/calendar"
MAX_IMPORT_BYTES = 16 * 1024 * 1024
IMPORT_RULES = BodyRules((JSON, CSV, CALENDAR), MAX_IMPORT_BYTES)

router = APIRouter(prefix="/api/me", tags=["account"], route_class=DirectRoute)


@router.get(
    "/settings",
    operation_id="getSettings",
    summary="Your settings",
    response_model=SettingsEnvelope,
    responses=sends("ETag") | errors(304, 412),
    openapi_extra=takes(*CONDITIONS),
)
async def read_settings(own: OwnSettings, conditions: GivenConditions) -> Response:
    """What you have chosen for your account, or the defaults."""
    document, state = await own.get()
    if conditions.has(state, SettingsHaveChanged):
        return not_modified(state)
    return enveloped(document, state)


@router.patch(
    "/settings",
    operation_id="patchSettings",
    summary="Change some settings",
    response_model=SettingsEnvelope,
    responses=writes("ETag", meets=[408, 415]),
    openapi_extra=takes(*WRITING) | merge_patch_of(SettingsPatch),
)
@accepts(MERGE_PATCH, JSON)
async def patch_settings(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, body: SettingsPatch
) -> Response:
    """A merge patch (RFC 7396): absent settings are kept. Your other devices hear of it as of a changed task."""
    changing = settings.patch(body, conditions.expected)
    (outcome,) = await writer.write(changing, key=idempotency.key(body))
    return written(outcome, enveloped(outcome.document or b""))


@router.get(
    "/export",
    operation_id="exportTasks",
    summary="Export your tasks",
    responses={200: {"content": {kind: {} for kind in MEDIA_TYPES.values()}}, **errors(422)},
)
async def export_file(tasks: OwnTasks, query: Annotated[ExportQuery, Query()]) -> Response:
    """All of your tasks as a file that can be imported: as JSON, CSV or iCalendar.

    JSON and CSV also have the trash. JSON has your lists and settings, CSV the names of the lists.
    """
    document = await export_tasks(tasks.database, tasks.owner, for_calendars=query.format == "ics")
    name = f'attachment; filename="tasks.{query.format}"'
    headers = {"Content-Disposition": name}
    return StreamingResponse(exported(query.format, document), headers=headers, media_type=MEDIA_TYPES[query.format])


@router.post(
    "/import",
    operation_id="importTasks",
    summary="Bring tasks in",
    response_model=ImportedEnvelope,
    responses=writes(meets=[408, 415]),
    openapi_extra=takes(*WRITING) | {"requestBody": {"required": True, "content": {JSON: {}, CSV: {}, CALENDAR: {}}}},
)
@accepts(JSON, CSV, CALENDAR, max_bytes=MAX_IMPORT_BYTES)
async def import_file(
    request: Request,
    writer: RequestWriter,
    own: OwnSettings,
    conditions: GivenConditions,
    idempotency: GivenIdempotency,
    query: Annotated[ImportQuery, Query()],
) -> Response:
    """Import an export, or a list of tasks in the same form; all of it or nothing, as one change.

    A task with the `id` of one of yours replaces what the file says of it; any other is new. With `dry_run` nothing is
    stored. A file is in UTF-8, or in UTF-16 with a byte order mark. In CSV the first line names the columns, and an
    empty cell is null. CSV may be as spreadsheets save it: with commas, semicolons or tabs. Errors name the line
    or, in JSON, the task, counted from 1. A file that begins with `BEGIN:VCALENDAR` is a calendar: its VTODOs are
    tasks, a task with the same UID is the same task, and `notes` say what could not be kept.
    """
    body = await read_body(request, IMPORT_RULES)
    media_type = media_type_of(request)
    clock = None
    if media_type == CALENDAR or is_calendar(body):  # moments in it become what the account's clocks show
        chosen = json.loads((await own.get())[0])
        clock = Clock(chosen["time_zone"], chosen["day_start"])
    try:
        # In a thread: reading a file of megabytes would block other requests.
        file = await asyncio.to_thread(read_file, media_type, body, clock)
        if query.dry_run:
            return _shown(await importing.preview_import(writer, file))
        key, expected = idempotency.key(body), conditions.expected
        outcome, answer = await importing.import_file(writer, file, key=key, expected=expected)
    except InvalidInput as error:
        error.faults = ()  # its sentence says where in the file
        raise
    return written(outcome, _shown(answer), is_shown=False)


def _shown(answer: dict[str, Any]) -> Response:
    return enveloped(json.dumps(answer).encode())


@router.delete(
    "",
    operation_id="eraseAccount",
    summary="Erase your account",
    status_code=204,
    responses=errors(409, 412),
    openapi_extra=takes(*CONDITIONS),
)
async def erase(writer: RequestWriter, conditions: GivenConditions) -> Response:
    """Erase all your data. Tokens issued until now are no longer accepted, even before they expire.

    The request may be repeated, for example after a lost answer.
    """
    conditions.require_any_state()
    await erase_account(writer.database, writer.owner)
    return Response(status_code=204)
