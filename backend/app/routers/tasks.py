"""`/api/tasks`: parse, call, return."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app.auth import Authenticated
from app.errors import ErrorBody
from app.models import TaskCreate, TaskEnvelope, TaskList, TaskQuery, TaskResponse
from app.routing import DirectRoute
from app.task_repository import TaskRepository


async def _tasks_of(request: Request, user: Authenticated) -> TaskRepository:
    return TaskRepository(request.state.database, user)


UserTasks = Annotated[TaskRepository, Depends(_tasks_of)]
TaskId = Annotated[str, Path(description="The task's id.", json_schema_extra={"format": "uuid"})]


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: ERRORS[status] for status in (401, *statuses, 413, 429, 500, 503)}


def _error(description: str, *sentences: str) -> dict[str, Any]:
    examples = {sentence: {"value": {"detail": sentence}} for sentence in sentences}
    return {"model": ErrorBody, "description": description, "content": {"application/json": {"examples": examples}}}


ERRORS = {
    401: _error(
        "No good token. Comes with `WWW-Authenticate: Bearer`.",
        "Missing authentication credentials",
        "Invalid or expired token",
        "Token missing user identifier",
    ),
    404: _error("Not among your tasks.", "Task not found"),
    408: _error("A body that did not come to its end.", "The request took too long to arrive"),
    413: _error("More than 64 KiB.", "Request body is too large"),
    415: _error("Not JSON.", "Content-Type must be application/json", "Compressed request bodies are not accepted"),
    422: _error(
        "Something does not fit; the sentence names it. Several faults are joined with `; `.",
        "Title is required",
        "Title must be at most 100 characters",
        "Description must be at most 1000 characters",
        "Due date must be a date like 2026-12-31",
        "Request body is not valid JSON",
    ),
    429: _error(
        "More than the limit for a minute. Comes with `Retry-After`, `RateLimit` and `RateLimit-Policy`.",
        "Too many requests",
    ),
    500: _error("Our fault.", "An internal error occurred"),
    503: _error(
        "Worth another try. Comes with `Retry-After`.",
        "Service temporarily unavailable",
        "The sign-in service cannot be reached",
    ),
}

router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=DirectRoute)


@router.get("", operation_id="listTasks", summary="List your tasks", response_model=TaskList, responses=_errors(422))
async def list_tasks(tasks: UserTasks, query: Annotated[TaskQuery, Query()]) -> Response:
    """All of your tasks, newest first unless `sort` says otherwise."""
    return _enveloped(await tasks.list(query))


@router.post(
    "",
    operation_id="createTask",
    summary="Create a task",
    status_code=201,
    response_model=TaskResponse,
    responses=_errors(408, 415, 422),
)
async def create_task(tasks: UserTasks, task: TaskCreate) -> Response:
    """Store a new task. It is safe on disk before the answer leaves."""
    return _json(await tasks.create(task), status=201)


@router.get(
    "/{task_id}", operation_id="getTask", summary="Read a task", response_model=TaskEnvelope, responses=_errors(404)
)
async def read_task(tasks: UserTasks, task_id: TaskId) -> Response:
    """One of your tasks."""
    return _enveloped(await tasks.get(task_id))


@router.put(
    "/{task_id}",
    operation_id="replaceTask",
    summary="Replace a task",
    response_model=TaskEnvelope,
    responses=_errors(404, 408, 415, 422),
)
async def replace_task(tasks: UserTasks, task_id: TaskId, task: TaskCreate) -> Response:
    """Replace all that a task says; what is absent becomes null, except `completed`, which keeps its value."""
    return _enveloped(await tasks.replace(task_id, task))


@router.delete(
    "/{task_id}", operation_id="deleteTask", summary="Delete a task", status_code=204, responses=_errors(404)
)
async def delete_task(tasks: UserTasks, task_id: TaskId) -> Response:
    """Delete one of your tasks."""
    await tasks.delete(task_id)
    return Response(status_code=204)


@router.patch(
    "/{task_id}/complete",
    operation_id="toggleTask",
    summary="Toggle a task's completion",
    response_model=TaskEnvelope,
    responses=_errors(404),
)
async def toggle_task(tasks: UserTasks, task_id: TaskId) -> Response:
    """Complete an open task, or open a completed one. A request body is ignored."""
    return _enveloped(await tasks.toggle(task_id))


def _enveloped(document: bytes) -> Response:
    return _json(b'{"data":%b}' % document)


def _json(document: bytes, status: int = 200) -> Response:
    return Response(document, status, media_type="application/json")
