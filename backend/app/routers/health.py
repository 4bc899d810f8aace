"""The service's name, and its health checks."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from app.database import Database
from app.errors import ServiceUnavailable
from app.http.answers import ERRORS, json_response
from app.http.errors import ErrorBody
from app.http.routing import DirectRoute

TOO_LARGE: dict[int | str, dict[str, Any]] = {413: ERRORS[413]}  # a body that nobody reads is refused all the same

router = APIRouter(tags=["health"], route_class=DirectRoute)


class About(BaseModel):
    """The name of the service, and its paths."""

    name: str = "Todo API"
    tasks: str = "/api/tasks"
    docs: str = "/docs"
    openapi: str = "/openapi.json"
    health: str = "/health"


class Health(BaseModel):
    """The status: healthy."""

    status: str = "healthy"


@router.get("/", operation_id="about", summary="What this is", response_model=About, responses=TOO_LARGE)
async def about() -> Response:
    """The name of this service and the paths of its documentation."""
    return json_response(About().model_dump_json().encode())


@router.get(
    "/health", operation_id="health", summary="Is the process alive?", response_model=Health, responses=TOO_LARGE
)
async def health() -> Response:
    """Does not use the database: restart the process when this fails."""
    return json_response(Health().model_dump_json().encode())


async def _database(request: Request) -> Database:
    database: Database = request.state.database
    return database


@router.get(
    "/health/ready",
    operation_id="ready",
    summary="Can it work?",
    response_model=Health,
    responses={**TOO_LARGE, 503: {"model": ErrorBody, "description": "Not now; the sentence says why."}},
)
async def ready(database: Annotated[Database, Depends(_database)]) -> Response:
    """Asks the database whether it works, and whether this version supports its schema."""
    if not await database.is_migrated():
        raise ServiceUnavailable("The database schema is not up to date")
    return json_response(Health().model_dump_json().encode())
