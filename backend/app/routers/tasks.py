"""`/api/tasks`: parse, call, return."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app.auth import Authenticated
from app.models import TaskCreate, TaskEnvelope, TaskList, TaskQuery, TaskResponse
from app.routers.answers import enveloped, errors, json_response
from app.routing import DirectRoute
from app.task_repository import TaskRepository


async def _tasks_of(request: Request, user: Authenticated) -> TaskRepository:
    return TaskRepository(request.state.database, user)


UserTasks = Annotated[TaskRepository, Depends(_tasks_of)]
TaskId = Annotated[str, Path(description="The task's id.", json_schema_extra={"format": "uuid"})]


router = APIRouter(prefix="/api/tasks", tags=["tasks"], route_class=DirectRoute)


@router.get("", operation_id="listTasks", summary="List your tasks", response_model=TaskList, responses=errors(422))
async def list_tasks(tasks: UserTasks, query: Annotated[TaskQuery, Query()]) -> Response:
    """All of your tasks, newest first unless `sort` says otherwise."""
    return enveloped(await tasks.list(query))


@router.post(
    "",
    operation_id="createTask",
    summary="Create a task",
    status_code=201,
    response_model=TaskResponse,
    responses=errors(408, 415, 422),
)
async def create_task(tasks: UserTasks, task: TaskCreate) -> Response:
    """Store a new task. It is safe on disk before the answer leaves."""
    return json_response(await tasks.create(task), status=201)


@router.get(
    "/{task_id}", operation_id="getTask", summary="Read a task", response_model=TaskEnvelope, responses=errors(404)
)
async def read_task(tasks: UserTasks, task_id: TaskId) -> Response:
    """One of your tasks."""
    return enveloped(await tasks.get(task_id))


@router.put(
    "/{task_id}",
    operation_id="replaceTask",
    summary="Replace a task",
    response_model=TaskEnvelope,
    responses=errors(404, 408, 415, 422),
)
async def replace_task(tasks: UserTasks, task_id: TaskId, task: TaskCreate) -> Response:
    """Replace all that a task says; what is absent becomes null, except `completed`, which keeps its value."""
    return enveloped(await tasks.replace(task_id, task))


@router.delete("/{task_id}", operation_id="deleteTask", summary="Delete a task", status_code=204, responses=errors(404))
async def delete_task(tasks: UserTasks, task_id: TaskId) -> Response:
    """Delete one of your tasks."""
    await tasks.delete(task_id)
    return Response(status_code=204)


@router.patch(
    "/{task_id}/complete",
    operation_id="toggleTask",
    summary="Toggle a task's completion",
    response_model=TaskEnvelope,
    responses=errors(404),
)
async def toggle_task(tasks: UserTasks, task_id: TaskId) -> Response:
    """Complete an open task, or open a completed one. A request body is ignored."""
    return enveloped(await tasks.toggle(task_id))
