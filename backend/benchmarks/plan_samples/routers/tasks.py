"""Added: the plan shows two of the six endpoints (create, and the query of a task by id) and describes the others."""

from datetime import datetime
from typing import List, Optional

from fastapi import APIRouter, Depends, HTTPException, status
from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from benchmarks.plan_samples.auth import get_current_user
from benchmarks.plan_samples.database import get_session
from benchmarks.plan_samples.models import Task, User, utcnow

router = APIRouter(prefix="/tasks")


class TaskCreate(SQLModel):
    title: str = Field(min_length=1, max_length=100)
    description: Optional[str] = Field(default=None, max_length=1000)


class TaskResponse(SQLModel):
    id: str
    user_id: str
    title: str
    description: Optional[str]
    completed: bool
    created_at: datetime
    updated_at: datetime


class TaskData(SQLModel):
    data: TaskResponse


class TaskListData(SQLModel):
    data: List[TaskResponse]


async def get_task_by_id(task_id: str, user_id: str, session: AsyncSession) -> Task:
    result = await session.exec(
        select(Task).where(Task.id == task_id, Task.user_id == user_id)
    )
    task = result.one_or_none()
    if task is None:
        raise HTTPException(status_code=404, detail="Task not found")
    return task


@router.post("", status_code=status.HTTP_201_CREATED, response_model=TaskResponse)
async def create_task(
    task_data: TaskCreate,
    user_id: str = Depends(get_current_user),
    session: AsyncSession = Depends(get_session)
) -> TaskResponse:
    # Added: the task's foreign key needs a user, and the sample never makes one.
    if await session.get(User, user_id) is None:
        session.add(User(id=user_id))
        await session.commit()
    task = Task(user_id=user_id, **task_data.model_dump())
    session.add(task)
    await session.commit()
    await session.refresh(task)
    return task


@router.get("", response_model=TaskListData)
async def list_tasks(
    session: AsyncSession = Depends(get_session),
    user_id: str = Depends(get_current_user)
):
    result = await session.exec(select(Task).where(Task.user_id == user_id))
    return {"data": result.all()}


@router.get("/{id}", response_model=TaskData)
async def get_task(
    id: str,
    user_id: str = Depends(get_current_user),
    session: AsyncSession = Depends(get_session)
):
    return {"data": await get_task_by_id(id, user_id, session)}


@router.put("/{id}", response_model=TaskData)
async def update_task(
    id: str,
    task_data: TaskCreate,
    user_id: str = Depends(get_current_user),
    session: AsyncSession = Depends(get_session)
):
    task = await get_task_by_id(id, user_id, session)
    task.title = task_data.title
    task.description = task_data.description
    task.updated_at = utcnow()
    session.add(task)
    await session.commit()
    await session.refresh(task)
    return {"data": task}


@router.delete("/{id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_task(
    id: str,
    user_id: str = Depends(get_current_user),
    session: AsyncSession = Depends(get_session)
) -> None:
    await session.delete(await get_task_by_id(id, user_id, session))
    await session.commit()


@router.patch("/{id}/complete", response_model=TaskData)
async def toggle_task(
    id: str,
    user_id: str = Depends(get_current_user),
    session: AsyncSession = Depends(get_session)
):
    task = await get_task_by_id(id, user_id, session)
    task.completed = not task.completed
    task.updated_at = utcnow()
    session.add(task)
    await session.commit()
    await session.refresh(task)
    return {"data": task}
