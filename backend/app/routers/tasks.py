"""`/api/tasks`: the endpoints of tasks."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.convertors import StringConvertor, register_url_convertor

from app.errors import TaskHasChanged, TaskNotFound
from app.http.answers import created, enveloped, errors, not_modified, sends, with_next, writes, written
from app.http.bodies import JSON, MERGE_PATCH, accepts, merge_patch_of
from app.http.conditions import CONDITIONS, WRITING, GivenConditions, GivenIdempotency, takes
from app.http.routing import DirectRoute
from app.journal.writer import Outcome
from app.reminders.schemas import Snooze
from app.reminders.snooze import snooze
from app.routers.dependencies import OwnHistory, OwnTasks, RequestWriter
from app.tasks import operations
from app.tasks.schemas.history import History, HistoryQuery
from app.tasks.schemas.listing import TaskList, TaskQuery
from app.tasks.schemas.task import DeleteQuery, TaskCreate, TaskEnvelope, TaskPatch, TaskResponse

TaskId = Annotated[str, Path(description="The task's id.", json_schema_extra={"format": "uuid"})]


CREATES = sends("ETag", "Location", "X-Change-Seq", "Idempotency-Replayed", status=201)
CREATES[201]["model"] = TaskResponse


class TaskConvertor(StringConvertor):
    """Any path segment except those of `batch` and `changes`, so that these keep methods of their own."""

    regex = r"(?!(?:batch|changes)\Z)[^/]+"


register_url_convertor("task", TaskConvertor())

_checked = TaskNotFound.unless_id

# Frequent routes come first, because each request is compared with one route after the other.
router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=DirectRoute)


@router.get(
    "",
    operation_id="listTasks",
    summary="List your tasks",
    response_model=TaskList,
    responses=sends("ETag", "Link") | errors(304, 412, 422),
    openapi_extra=takes(*CONDITIONS),
)
async def list_tasks(
    request: Request, tasks: OwnTasks, conditions: GivenConditions, query: Annotated[TaskQuery, Query()]
) -> Response:
    """All of your tasks, newest first unless `sort` says otherwise.

    With a `limit`, a `Link` header with `rel="next"` has the next page (RFC 8288). The `ETag` changes with every change
    of any of your tasks; with it in `If-None-Match`, the answer is 304 as long as nothing has changed.
    """
    listed = await tasks.list(query, known=",".join(conditions.known))
    conditions.require(listed.state)
    if listed.document is None:
        return not_modified(listed.state)
    return with_next(request, enveloped(listed.document, listed.state), listed.cursor)


@router.post(
    "",
    operation_id="createTask",
    summary="Create a task",
    status_code=201,
    response_model=TaskResponse,
    responses=writes("ETag", "Location", status=201, meets=[408, 415]),
    openapi_extra=takes(*WRITING),
)
async def create_task(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, task: TaskCreate
) -> Response:
    """Store a new task. It is committed before the answer is sent."""
    (outcome,) = await writer.write(operations.create(task), key=idempotency.key(task), expected=conditions.expected)
    return created(outcome, router.prefix)


@router.get(
    "/{task_id:task}",
    operation_id="getTask",
    summary="Read a task",
    response_model=TaskEnvelope,
    responses=sends("ETag") | errors(304, 404, 412),
    openapi_extra=takes(*CONDITIONS),
)
async def read_task(tasks: OwnTasks, conditions: GivenConditions, task_id: TaskId) -> Response:
    """One of your tasks. Its `ETag` holds its version."""
    document, state = await tasks.get(task_id)
    if conditions.has(state, TaskHasChanged):
        return not_modified(state)
    return enveloped(document, state)


@router.put(
    "/{task_id:task}",
    operation_id="replaceTask",
    summary="Replace a task",
    response_model=TaskEnvelope,
    responses=CREATES | writes("ETag", meets=[404, 408, 415]),
    openapi_extra=takes(*WRITING),
)
async def replace_task(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, task_id: TaskId, task: TaskCreate
) -> Response:
    """Replace a task's fields; an absent description or due date becomes null, other absent fields are kept.

    With `If-None-Match: *` the task is created with that id, and the answer is 201; if the id is taken, it is 412.
    """
    key = idempotency.key(task)
    if conditions.wants_new(TaskHasChanged):
        (outcome,) = await writer.write(operations.create(task, _checked(task_id)), key=key)
        return created(outcome, router.prefix)
    (outcome,) = await writer.write(operations.replace(_checked(task_id), task, conditions.expected), key=key)
    return _shown(outcome)


@router.patch(
    "/{task_id:task}/complete",
    operation_id="toggleTask",
    summary="Toggle a task's completion",
    response_model=TaskEnvelope,
    responses=writes("ETag", meets=[404]),
    openapi_extra=takes(*WRITING),
)
async def toggle_task(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, task_id: TaskId
) -> Response:
    """Complete an open task with what is open below it, or open a completed one with what that has completed.

    A task that repeats moves to its next day instead, and stays open. A request body is ignored.
    """
    (outcome,) = await writer.write(operations.toggle(_checked(task_id), conditions.expected), key=idempotency.key())
    return _shown(outcome)


@router.patch(
    "/{task_id:task}",
    operation_id="patchTask",
    summary="Change some fields of a task",
    response_model=TaskEnvelope,
    responses=writes("ETag", meets=[404, 408, 415]),
    openapi_extra=takes(*WRITING) | merge_patch_of(TaskPatch),
)
@accepts(MERGE_PATCH, JSON)
async def patch_task(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, task_id: TaskId, task: TaskPatch
) -> Response:
    """A merge patch (RFC 7396): absent fields are kept, and null clears a field."""
    changing = operations.patch(_checked(task_id), task, conditions.expected)
    (outcome,) = await writer.write(changing, key=idempotency.key(task))
    return _shown(outcome)


@router.delete(
    "/{task_id:task}",
    operation_id="deleteTask",
    summary="Delete a task",
    status_code=204,
    responses=writes(status=204, meets=[404]),
    openapi_extra=takes(*WRITING),
)
async def delete_task(
    writer: RequestWriter,
    conditions: GivenConditions,
    idempotency: GivenIdempotency,
    task_id: TaskId,
    query: Annotated[DeleteQuery, Query()],
) -> Response:
    """Move one of your tasks with what is below it to the trash, from which it can be restored for 30 days.

    Or delete it for good, with what is below it, or what went to the trash with it.
    """
    key, expected = idempotency.key(), conditions.expected
    if query.permanent:
        erasing = operations.erase(_checked(task_id), expected)
        (outcome,) = await operations.ERASING.write(writer, [erasing], [task_id], key=key)
    else:
        (outcome,) = await writer.write(operations.delete(_checked(task_id), expected), key=key)
    return written(outcome, Response(status_code=204), is_shown=False)


@router.post(
    "/{task_id:task}/restore",
    operation_id="restoreTask",
    summary="Restore a task from the trash",
    response_model=TaskEnvelope,
    responses=writes("ETag", meets=[404]),
    openapi_extra=takes(*WRITING),
)
async def restore_task(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, task_id: TaskId
) -> Response:
    """Restore a deleted task, with what went to the trash with it. A request body is ignored."""
    (outcome,) = await writer.write(operations.restore(_checked(task_id), conditions.expected), key=idempotency.key())
    return _shown(outcome)


@router.post(
    "/{task_id:task}/snooze",
    operation_id="snoozeTask",
    summary="Put a task's reminder off",
    response_model=TaskEnvelope,
    responses=sends("ETag", "Idempotency-Replayed") | errors(404, 408, 409, 410, 412, 415, 422),
    openapi_extra=takes(*WRITING),
)
async def snooze_task(
    writer: RequestWriter, conditions: GivenConditions, idempotency: GivenIdempotency, task_id: TaskId, snoozing: Snooze
) -> Response:
    """Remind of an open task once more, so many minutes from now. What is on its way is not sent.

    This is no change of the task: it stays as it is, has no new version and nothing to undo. A later change of when it
    is due decides anew when to remind.
    """
    snoozed = snooze(_checked(task_id), snoozing.minutes, conditions.expected)
    (outcome,) = await writer.write(snoozed, key=idempotency.key(snoozing))
    return _shown(outcome)


@router.get(
    "/{task_id:task}/history",
    operation_id="listHistory",
    summary="The history of a task",
    response_model=History,
    responses=sends("Link") | errors(404, 422),
)
async def list_history(
    request: Request, history: OwnHistory, task_id: TaskId, query: Annotated[HistoryQuery, Query()]
) -> Response:
    """The changes of one of your tasks, newest first, as far as the log goes back (90 days); also for the trash.

    If there are more than `limit`, a `Link` header with `rel="next"` has the next page.
    """
    document, cursor = await history.page("task", task_id, query.limit, query.cursor, TaskNotFound)
    return with_next(request, enveloped(document), cursor)


def _shown(outcome: Outcome) -> Response:
    return written(outcome, enveloped(outcome.document or b""))
