"""What this is, whether it lives, and whether it can work."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from app.database import Database
from app.errors import ErrorBody, ServiceUnavailable

router = APIRouter(tags=["health"])


class About(BaseModel):
    """What answers here, and where it is described."""

    name: str = "Todo API"
    tasks: str = "/api/tasks"
    docs: str = "/docs"
    openapi: str = "/openapi.json"
    health: str = "/health"


class Health(BaseModel):
    """Alive, or ready."""

    status: str = "healthy"


@router.get("/", operation_id="about", summary="What this is")
async def about() -> About:
    """The name of this service and the way to its documentation."""
    return About()


@router.get("/health", operation_id="health", summary="Is the process alive?")
async def health() -> Health:
    """Answers without asking the database: restart the process when this fails."""
    return Health()


async def _database(request: Request) -> Database:
    database: Database = request.state.database
    return database


@router.get(
    "/health/ready",
    operation_id="ready",
    summary="Can it work?",
    responses={503: {"model": ErrorBody, "description": "Not now; the sentence says why."}},
)
async def ready(database: Annotated[Database, Depends(_database)]) -> Health:
    """Asks the database, and whether its schema is the one this version was made for."""
    if not await database.is_migrated():
        raise ServiceUnavailable("The database schema is not up to date")
    return Health()
