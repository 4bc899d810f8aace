"""What stands between the floor and the product: the floor's statements, each time behind one more part of the product.

The statements promise nothing more than the floor's. So the rest, up to the product, is what its own ones cost the app.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

from app.auth import Authenticated
from app.config import Settings, load_settings
from app.database import Database
from app.errors import TaskNotFound
from app.http.answers import enveloped, json_response
from app.http.conditions import GivenConditions, GivenIdempotency
from app.http.rate_limit import RateLimits
from app.http.routing import DirectRoute
from app.identity.tokens import TokenVerifier
from app.identity.user import CurrentUser
from app.main import create_app
from app.routers import health
from app.tasks.schemas.task import TaskCreate, TaskPatch
from benchmarks import floor
from benchmarks.creation import Numbered
from benchmarks.floor import Message, Receive, Send

STATEMENTS = {
    sql: Numbered(sql)
    for sql in (floor.LIST, floor.CREATE, floor.READ, floor.REPLACE, floor.TOGGLE, floor.EDIT, floor.DELETE)
}
SETTINGS = load_settings(Settings)
STATE = "1-1"  # of every task, because the floor has none
BODY_SECONDS = 30.0

known_id = TaskNotFound.unless_id


class Driver:
    """The product's connections, in place of the floor's pool."""

    def __init__(self) -> None:
        self.database = Database(SETTINGS.database_url.get_secret_value(), SETTINGS.database_pool_size)

    async def bytes_of(self, sql: str, *values: object) -> bytes:
        texts = [None if value is None else str(value).encode() for value in values]
        (row,) = await self.database.run([(STATEMENTS[sql], texts)])
        return (row and row[0]) or b""

    async def fetchval(self, sql: str, *values: object) -> str:
        return (await self.bytes_of(sql, *values)).decode()


async def on_driver(scope: Message, receive: Receive, send: Send) -> None:
    """The floor with libpq's functions instead of asyncpg."""
    if scope["type"] != "lifespan":
        await floor.app(scope, receive, send)
        return
    await receive()
    floor.pool = driver
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


class Task(BaseModel):
    title: str
    description: str | None = None


class Edit(BaseModel):
    title: str


def plain(route_class: type[APIRoute]) -> APIRouter:
    """Routes that know the user as the floor does, in the order of the product's."""
    router = APIRouter(prefix="/api/tasks", route_class=route_class)

    @router.get("")
    async def listing(request: Request) -> Response:
        user, _ = floor.user_of(request.scope)
        return _wrapped(await driver.bytes_of(floor.LIST, user))

    @router.post("")
    async def create(request: Request, task: Task) -> Response:
        user, email = floor.user_of(request.scope)
        made = await driver.bytes_of(floor.CREATE, user, email, task.title, task.description, False, None)
        return Response(made, 201, media_type="application/json")

    @router.get("/{task_id}")
    async def get(request: Request, task_id: str) -> Response:
        user, _ = floor.user_of(request.scope)
        return _wrapped(await driver.bytes_of(floor.READ, user, task_id))

    @router.put("/{task_id}")
    async def replace(request: Request, task_id: str, task: Task) -> Response:
        user, _ = floor.user_of(request.scope)
        values = (user, task_id, task.title, task.description, None, None)
        return _wrapped(await driver.bytes_of(floor.REPLACE, *values))

    @router.patch("/{task_id}/complete")
    async def toggle(request: Request, task_id: str) -> Response:
        user, _ = floor.user_of(request.scope)
        return _wrapped(await driver.bytes_of(floor.TOGGLE, user, task_id))

    @router.patch("/{task_id}")
    async def edit(request: Request, task_id: str, task: Edit) -> Response:
        user, _ = floor.user_of(request.scope)
        return _wrapped(await driver.bytes_of(floor.EDIT, user, task_id, task.title))

    @router.delete("/{task_id}")
    async def delete(request: Request, task_id: str) -> Response:
        user, _ = floor.user_of(request.scope)
        await driver.bytes_of(floor.DELETE, user, task_id)
        return Response(status_code=204)

    return router


def _wrapped(document: bytes) -> Response:
    return Response(b'{"data":%b}' % document, media_type="application/json")


async def _asking(user: Authenticated, conditions: GivenConditions, idempotency: GivenIdempotency) -> CurrentUser:
    assert not conditions.expected
    assert idempotency.key() is None
    return user


Asking = Annotated[CurrentUser, Depends(_asking)]


def checked() -> APIRouter:
    """Routes that check the token, conditions, the key, the id and the body as the product does."""
    router = APIRouter(prefix="/api/tasks", route_class=DirectRoute)

    @router.get("")
    async def listing(user: Asking) -> Response:
        return enveloped(await driver.bytes_of(floor.LIST, user.id), STATE)

    @router.post("")
    async def create(user: Asking, task: TaskCreate) -> Response:
        values = (task.title, task.description, task.completed, task.due_date)
        return json_response(await driver.bytes_of(floor.CREATE, user.id, user.email, *values), 201)

    @router.get("/{task_id}")
    async def get(user: Asking, task_id: str) -> Response:
        return enveloped(await driver.bytes_of(floor.READ, user.id, known_id(task_id)), STATE)

    @router.put("/{task_id}")
    async def replace(user: Asking, task_id: str, task: TaskCreate) -> Response:
        values = (user.id, known_id(task_id), task.title, task.description, None, task.due_date)
        return enveloped(await driver.bytes_of(floor.REPLACE, *values), STATE)

    @router.patch("/{task_id}/complete")
    async def toggle(user: Asking, task_id: str) -> Response:
        return enveloped(await driver.bytes_of(floor.TOGGLE, user.id, known_id(task_id)), STATE)

    @router.patch("/{task_id}")
    async def edit(user: Asking, task_id: str, task: TaskPatch) -> Response:
        return enveloped(await driver.bytes_of(floor.EDIT, user.id, known_id(task_id), task.title), STATE)

    @router.delete("/{task_id}")
    async def delete(user: Asking, task_id: str) -> Response:
        await driver.bytes_of(floor.DELETE, user.id, known_id(task_id))
        return Response(status_code=204)

    return router


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, object]]:
    async with driver.database:
        yield {
            "verifier": TokenVerifier(SETTINGS),
            "limits": RateLimits(SETTINGS.rate_limit_per_minute),
            "body_timeout": BODY_SECONDS,
        }


def _serving(app: FastAPI, router: APIRouter) -> FastAPI:
    """The application with these routes, and with the health check that the benchmark waits for."""
    app.router.routes[:] = [*router.routes, *health.router.routes]
    app.router.lifespan_context = lifespan
    return app


def _bare() -> FastAPI:
    """FastAPI without any middleware but its own, with the product's options."""
    return FastAPI(telemetry={"metrics": False, "logs": False}, redirect_slashes=False)


driver = Driver()
on_fastapi = _serving(_bare(), plain(APIRoute))
on_direct_routes = _serving(_bare(), plain(DirectRoute))
with_checks = _serving(_bare(), checked())
with_middleware = _serving(create_app(SETTINGS), checked())
