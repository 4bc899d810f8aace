"""`/api/tasks`: parse, call, return."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.convertors import StringConvertor, register_url_convertor

from app.http.answers import enveloped, errors, json_response, not_modified, sends, written
from app.http.bodies import JSON, MERGE_PATCH, accepts
from app.http.conditions import GivenConditions, GivenRetry, takes
from app.http.routing import DirectRoute
from app.journal.changes import ChangeRepository
from app.routers.dependencies import RequestWriter
from app.tasks.queries import ANY, TaskRepository, batch_step
from app.tasks.schemas import (
    Batch,
    Changes,
    ChangesQuery,
    DeleteQuery,
    History,
    TaskCreate,
    TaskEnvelope,
    TaskList,
    TaskPatch,
    TaskQuery,
    TaskResponse,
)

MAX_BATCH_BYTES = 1024 * 1024

AS_MERGE_PATCH = {
    "requestBody": {"content": {MERGE_PATCH: {"schema": {"$ref": f"#/components/schemas/{TaskPatch.__name__}"}}}}
}


async def _tasks_of(writer: RequestWriter) -> TaskRepository:
    return TaskRepository(writer)


async def _changes_of(writer: RequestWriter) -> ChangeRepository:
    return ChangeRepository(writer)


UserTasks = Annotated[TaskRepository, Depends(_tasks_of)]
UserChanges = Annotated[ChangeRepository, Depends(_changes_of)]
TaskId = Annotated[str, Path(description="The task's id.", json_schema_extra={"format": "uuid"})]


class _TaskConvertor(StringConvertor):
    """Any path segment but those that are paths of their own, which have methods of their own too."""

    regex = r"(?!(?:batch|changes)\Z)[^/]+"


register_url_convertor("task", _TaskConvertor())

# What is asked for most comes first: each request is matched against one route after the other.
router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=DirectRoute)


@router.get(
    "",
    operation_id="listTasks",
    summary="List your tasks",
    response_model=TaskList,
    responses=sends("ETag", "Link") | errors(304, 422),
    openapi_extra=takes("If-None-Match"),
)
async def list_tasks(
    request: Request, tasks: UserTasks, conditions: GivenConditions, query: Annotated[TaskQuery, Query()]
) -> Response:
    """All of your tasks, newest first unless `sort` says otherwise.

    With a `limit`, a `Link` header with `rel="next"` leads on (RFC 8288). The `ETag` changes with every change of any
    of your tasks; sent back in `If-None-Match`, the answer is 304 as long as nothing has changed.
    """
    listed = await tasks.list(query, known=",".join(conditions.known))
    if listed.document is None:
        return not_modified(listed.state)
    response = enveloped(listed.document, tag=listed.state)
    if listed.cursor is not None:
        following = request.url.include_query_params(cursor=listed.cursor)
        response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
    return response


@router.post(
    "",
    operation_id="createTask",
    summary="Create a task",
    status_code=201,
    response_model=TaskResponse,
    responses=sends("ETag", "Location", "X-Change-Seq", "Idempotency-Replayed", status=201)
    | errors(408, 409, 415, 422),
    openapi_extra=takes("Idempotency-Key"),
)
async def create_task(tasks: UserTasks, retry: GivenRetry, task: TaskCreate) -> Response:
    """Store a new task. It is safe on disk before the answer leaves."""
    done = await tasks.create(task, retry.key(task))
    response = json_response(done.result, status=201)
    response.headers["Location"] = f"{router.prefix}/{json.loads(done.result)['id']}"
    return written(done, response)


@router.get(
    "/{task_id:task}",
    operation_id="getTask",
    summary="Read a task",
    response_model=TaskEnvelope,
    responses=sends("ETag") | errors(304, 404),
    openapi_extra=takes("If-None-Match"),
)
async def read_task(tasks: UserTasks, conditions: GivenConditions, task_id: TaskId) -> Response:
    """One of your tasks. Its `ETag` is its version."""
    document, version = await tasks.get(task_id)
    if not {str(version), ANY}.isdisjoint(conditions.known):
        return not_modified(str(version))
    return enveloped(document, tag=str(version))


@router.put(
    "/{task_id:task}",
    operation_id="replaceTask",
    summary="Replace a task",
    response_model=TaskEnvelope,
    responses=sends("ETag", "X-Change-Seq") | errors(404, 408, 412, 415, 422),
    openapi_extra=takes("If-Match"),
)
async def replace_task(tasks: UserTasks, conditions: GivenConditions, task_id: TaskId, task: TaskCreate) -> Response:
    """Replace what a task says; an absent description or due date becomes null, everything else absent is kept."""
    done = await tasks.replace(task_id, task, conditions.versions)
    return written(done, enveloped(done.result))


@router.patch(
    "/{task_id:task}/complete",
    operation_id="toggleTask",
    summary="Toggle a task's completion",
    response_model=TaskEnvelope,
    responses=sends("ETag", "X-Change-Seq") | errors(404, 412),
    openapi_extra=takes("If-Match"),
)
async def toggle_task(tasks: UserTasks, conditions: GivenConditions, task_id: TaskId) -> Response:
    """Complete an open task, or open a completed one. A request body is ignored."""
    done = await tasks.toggle(task_id, conditions.versions)
    return written(done, enveloped(done.result))


@router.patch(
    "/{task_id:task}",
    operation_id="patchTask",
    summary="Change some fields of a task",
    response_model=TaskEnvelope,
    responses=sends("ETag", "X-Change-Seq") | errors(404, 408, 412, 415, 422),
    openapi_extra=takes("If-Match") | AS_MERGE_PATCH,
)
@accepts(MERGE_PATCH, JSON)
async def patch_task(tasks: UserTasks, conditions: GivenConditions, task_id: TaskId, task: TaskPatch) -> Response:
    """A merge patch (RFC 7396): what is absent stays, and null clears."""
    done = await tasks.patch(task_id, task, conditions.versions)
    return written(done, enveloped(done.result))


@router.delete(
    "/{task_id:task}",
    operation_id="deleteTask",
    summary="Delete a task",
    status_code=204,
    responses=sends("X-Change-Seq", status=204) | errors(404, 412, 422),
    openapi_extra=takes("If-Match"),
)
async def delete_task(
    tasks: UserTasks, conditions: GivenConditions, task_id: TaskId, query: Annotated[DeleteQuery, Query()]
) -> Response:
    """Put one of your tasks into the trash, from which it can be restored for 30 days; or erase it for good."""
    done = await tasks.delete(task_id, conditions.versions, permanent=query.permanent)
    return written(done, Response(status_code=204), is_single=False)


@router.post(
    "/{task_id:task}/restore",
    operation_id="restoreTask",
    summary="Take a task out of the trash",
    response_model=TaskEnvelope,
    responses=sends("ETag", "X-Change-Seq", "Idempotency-Replayed") | errors(404, 409, 422),
    openapi_extra=takes("Idempotency-Key"),
)
async def restore_task(tasks: UserTasks, retry: GivenRetry, task_id: TaskId) -> Response:
    """Bring back what was deleted. A request body is ignored."""
    done = await tasks.restore(task_id, retry.key())
    return written(done, enveloped(done.result))


@router.get(
    "/{task_id:task}/history",
    operation_id="listHistory",
    summary="What became of a task",
    response_model=History,
    responses=errors(404),
)
async def list_history(changes: UserChanges, task_id: TaskId) -> Response:
    """Every change of one of your tasks, newest first, as far back as the log goes (90 days); also from the trash."""
    return enveloped(await changes.history(task_id))


@router.post(
    "/batch",
    operation_id="applyBatch",
    summary="Do several things at once",
    response_model=TaskList,
    responses=sends("X-Change-Seq", "Idempotency-Replayed") | errors(404, 408, 409, 412, 415, 422),
    openapi_extra=takes("Idempotency-Key"),
)
@accepts(JSON, max_bytes=MAX_BATCH_BYTES)
async def apply_batch(writer: RequestWriter, retry: GivenRetry, batch: Batch) -> Response:
    """Up to 100 operations in order, of which all happen or none. Where one is refused, the sentence names it, from 0.

    The answer holds the task that each operation leaves behind.
    """
    key = retry.key(batch)
    done = await writer.apply(*map(batch_step, batch.operations), retry_key=key, place_name="Operation")
    return written(done, enveloped(done.results), is_single=False)


@router.get(
    "/changes",
    operation_id="listChanges",
    summary="What has changed",
    response_model=Changes,
    responses=errors(410, 422),
)
async def list_changes(changes: UserChanges, query: Annotated[ChangesQuery, Query()]) -> Response:
    """What has changed since `next` of the last call; without it, everything.

    No change is missed and none comes twice, whatever else is being written. 410 when the token is unknown or older
    than the log: start again without one.
    """
    document, _ = await changes.since(query.since)
    return json_response(document)
