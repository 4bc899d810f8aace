"""Every declaration of a route takes effect, or is refused when the route is declared; none is ignored."""

# mypy: disable-error-code="empty-body"

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, Any, Literal

import httpx2
import pytest
import uvicorn
from fastapi import (
    APIRouter,
    BackgroundTasks,
    Body,
    Cookie,
    Depends,
    FastAPI,
    File,
    Form,
    Header,
    HTTPException,
    Path,
    Query,
    Request,
    Response,
    Security,
    UploadFile,
    WebSocket,
)
from fastapi.security import SecurityScopes
from pydantic import BaseModel
from starlette.requests import HTTPConnection

from app.auth import BetterAuthBearer
from app.errors import DomainError
from app.http.binding import CannotBindError
from app.http.routing import DirectRoute, check_routes
from app.main import create_app
from tests.service import PATIENCE, Person, refused, serve, settings_for


class Shown(BaseModel):
    """A model for bodies and queries."""

    word: str = "none"
    words: list[str] = []


class Asked(BaseModel):
    """A model without defaults."""

    word: str


def router_with(endpoint: Any, path: str = "/x", method: str = "POST", **options: Any) -> APIRouter:
    router = APIRouter(route_class=DirectRoute)
    router.add_api_route(path, endpoint, methods=[method], **options)
    return router


def answer(text: str) -> Response:
    return Response(text, media_type="text/plain")


@pytest.fixture
def app(database_url: str) -> FastAPI:
    return create_app(settings_for(database_url))


@pytest.fixture
def client() -> Iterator[httpx2.Client]:
    with httpx2.Client(timeout=PATIENCE, trust_env=False) as client:
        yield client


# -- supported declarations --


async def hello(request: Request) -> Response:
    return answer(f"hello {getattr(request.state, 'who', 'nobody')}")


async def only_the_known(request: Request) -> None:
    if request.headers.get("x-key") != "open":
        raise HTTPException(403, "Not without the key")
    request.state.who = "you"


def only_the_known_in_a_thread(request: Request) -> None:
    if request.headers.get("x-key") != "open":
        raise HTTPException(403, "Not without the key")
    request.state.who = "you"


class OnlyTheKnown:
    async def __call__(self, request: Request) -> None:
        await only_the_known(request)


@pytest.mark.parametrize("guard", [only_the_known, only_the_known_in_a_thread, OnlyTheKnown(), partial(only_the_known)])
@pytest.mark.parametrize("where", ["include", "router", "route", "nested", "app"])
def test_a_dependency_runs_wherever_it_is_declared_and_a_prefix_applies(
    app: FastAPI, client: httpx2.Client, where: str, guard: Any
) -> None:
    guards = [Depends(guard)]
    router = APIRouter(route_class=DirectRoute, dependencies=guards if where == "router" else None)
    router.add_api_route("/hello", hello, dependencies=guards if where == "route" else None)
    if where == "app":
        app.add_api_route("/v1/hello", hello, dependencies=guards)
    elif where == "nested":
        outer = APIRouter(prefix="/v1", dependencies=guards)
        outer.include_router(router)
        app.include_router(outer)
    else:
        app.include_router(router, prefix="/v1", dependencies=guards if where == "include" else None)
    with serve(app) as url:
        refused(client.get(f"{url}/v1/hello"), 403, "Not without the key")
        assert client.get(f"{url}/v1/hello", headers={"X-Key": "open"}).text == "hello you"
        refused(client.get(f"{url}/hello", headers={"X-Key": "open"}), 404, "Not found")


def test_credentials_are_checked_before_the_body_also_by_a_routers_dependency(
    app: FastAPI, client: httpx2.Client
) -> None:
    async def show(body: Asked) -> Response:
        return answer(body.word)

    app.include_router(router_with(show), prefix="/v1", dependencies=[Security(BetterAuthBearer())])
    with serve(app) as url:
        json = {"Content-Type": "application/json"}
        junk = client.post(f"{url}/v1/x", content=b"junk", headers=json)
        refused(junk, 401, "Missing authentication credentials")
        person = Person(url)
        refused(person.client.post("/v1/x", content=b"junk", headers=json), 422, "Request body is not valid JSON")
        assert person.client.post("/v1/x", json={"word": "Zoë"}).text == "Zoë"
        person.client.close()


def test_a_shared_dependency_is_called_once(app: FastAPI, client: httpx2.Client) -> None:
    calls = []

    async def counted(request: Request) -> int:
        calls.append(request)
        return len(calls)

    Counted = Annotated[int, Depends(counted)]  # noqa: N806

    async def twice(count: Counted) -> int:
        return count * 2

    async def show(
        a: Counted, b: Annotated[int, Depends(twice)], c: Annotated[int, Depends(counted, use_cache=False)]
    ) -> Response:
        return answer(f"{a} {b} {c}")

    app.include_router(router_with(show, method="GET"), dependencies=[Depends(counted)])
    with serve(app) as url:
        assert client.get(f"{url}/x").text == "1 2 2"


def test_an_endpoint_gets_a_path_parameter_of_the_prefix_only_if_it_declares_it(
    app: FastAPI, client: httpx2.Client
) -> None:
    async def one(item_id: Annotated[str, Path(description="Which.")]) -> Response:
        return answer(item_id)

    async def both(item_id: str, list_id: str) -> Response:
        return answer(f"{list_id} {item_id}")

    app.include_router(router_with(one, "/one/{item_id}", "GET"), prefix="/lists/{list_id}")
    router = APIRouter(prefix="/lists/{list_id}", route_class=DirectRoute)
    router.add_api_route("/both/{item_id}", both)
    app.include_router(router)
    with serve(app) as url:
        assert client.get(f"{url}/lists/1/one/2").text == "2"
        assert client.get(f"{url}/lists/1/both/2").text == "1 2"


def test_a_query_is_one_model_whose_list_fields_may_be_repeated(app: FastAPI, client: httpx2.Client) -> None:
    async def show(query: Annotated[Shown, Query()]) -> Response:
        return answer(f"{query.word} {query.words}")

    async def ask(query: Annotated[Asked, Query()]) -> Response:
        return answer(query.word)

    app.include_router(router_with(show, "/show", "GET"))
    app.include_router(router_with(ask, "/ask", "GET"))
    with serve(app) as url:
        assert client.get(f"{url}/show").text == "none []"
        assert client.get(f"{url}/show?words=a").text == "none ['a']"
        assert client.get(f"{url}/show?word=a&words=b&words=c").text == "a ['b', 'c']"
        refused(client.get(f"{url}/show?word=a&word=b"), 422, "Word may be given only once")
        assert client.get(f"{url}/ask?word=a").text == "a"
        refused(client.get(f"{url}/ask"), 422, "Word is required")


def test_an_endpoint_may_run_in_a_thread(app: FastAPI, client: httpx2.Client) -> None:
    def show(body: Shown) -> Response:
        return answer(body.word)

    app.include_router(router_with(show))
    with serve(app) as url:
        assert client.post(f"{url}/x", json={"word": "a"}).text == "a"


class OutOfTea(Exception):
    """An error that only its own handler knows."""


class OutOfMilk(DomainError):
    """An error with an answer, and with a handler that has a better one."""


@pytest.mark.parametrize(
    ("handled", "raised"),
    [
        (OutOfTea, OutOfTea()),
        (OutOfMilk, OutOfMilk()),
        (DomainError, OutOfMilk()),
        (HTTPException, HTTPException(418)),
        (418, HTTPException(418)),
        (Exception, OutOfTea()),
        (500, OutOfTea()),
    ],
)
def test_an_exception_handler_is_called(app: FastAPI, client: httpx2.Client, handled: Any, raised: Exception) -> None:
    @app.exception_handler(handled)
    async def handle(_: Request, error: Exception) -> Response:
        return Response(type(error).__name__, 418)

    async def fail() -> Response:
        raise raised

    app.include_router(router_with(fail, method="GET"))
    with serve(app) as url:
        got = client.get(f"{url}/x")
        assert (got.status_code, got.text) == (418, type(raised).__name__)


def test_an_error_of_a_framework_route_has_the_usual_body(app: FastAPI, client: httpx2.Client) -> None:
    router = APIRouter()

    @router.post("/{n}")
    async def endpoint(n: int, body: Asked) -> None: ...

    app.include_router(router, prefix="/plain")
    with serve(app) as url:
        refused(client.post(f"{url}/plain/1", json={}), 422, "Word is required")
        json = {"Content-Type": "application/json"}
        refused(client.post(f"{url}/plain/1", content=b'{"word": ["\\ud800"]}', headers=json), 422, "Word must be text")
        sentence = refused(client.post(f"{url}/plain/x", json={"word": "a"}), 422)
        assert sentence.startswith("N ")


def test_the_framework_handles_websockets(app: FastAPI) -> None:
    router = APIRouter(route_class=DirectRoute)
    guarded = []

    async def guard(websocket: WebSocket) -> AsyncIterator[None]:
        guarded.append(websocket.url.path)
        yield

    @router.websocket("/talk/{n}")
    async def talk(websocket: WebSocket, n: int) -> None:
        await websocket.accept()
        await websocket.send_text(str(n + 1))
        await websocket.close()

    app.include_router(router, prefix="/v1", dependencies=[Depends(guard)])
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app({"type": "websocket", "path": "/v1/talk/1", "headers": [], "query_string": b""}, receive, send))
    assert [message["type"] for message in sent] == ["websocket.accept", "websocket.send", "websocket.close"]
    assert sent[1]["text"] == "2"
    assert guarded == ["/v1/talk/1"]


# -- refused declarations --


async def with_a_header(x: Annotated[str, Header()]) -> Response: ...
async def with_a_header_as_default(x: str = Header("x")) -> Response: ...
async def with_header_model(x: Annotated[Shown, Header()]) -> Response: ...
async def with_a_cookie(x: Annotated[str, Cookie()]) -> Response: ...
async def with_a_form(x: Annotated[str, Form()]) -> Response: ...
async def with_a_form_model(x: Annotated[Shown, Form()]) -> Response: ...
async def with_a_file(x: Annotated[bytes, File()]) -> Response: ...
async def with_an_upload(x: UploadFile) -> Response: ...
async def with_a_scalar_body(x: Annotated[str, Body()]) -> Response: ...
async def with_a_list_as_body(x: list[Shown]) -> Response: ...
async def with_a_dict_as_body(x: dict[str, int]) -> Response: ...
async def with_an_optional_body(x: Shown | None = None) -> Response: ...
async def with_a_default_body(x: Shown = Shown()) -> Response: ...  # noqa: B008
async def with_an_embedded_body(x: Annotated[Shown, Body(embed=True)]) -> Response: ...
async def with_two_bodies(x: Shown, y: Asked) -> Response: ...
async def with_a_query_number(n: int) -> Response: ...
async def with_a_query_default(n: int = 5) -> Response: ...
async def with_a_query_text(n: str) -> Response: ...
async def with_two_query_models(x: Annotated[Shown, Query()], y: Annotated[Asked, Query()]) -> Response: ...
async def with_background_tasks(x: BackgroundTasks) -> Response: ...
async def with_the_response(x: Response) -> Response: ...
async def with_the_connection(x: HTTPConnection) -> Response: ...
async def with_security_scopes(x: SecurityScopes) -> Response: ...
async def with_a_dict() -> dict[str, int]: ...
async def with_no_word_of_its_result(): ...  # type: ignore[no-untyped-def]
async def with_yield() -> AsyncIterator[str]:
    yield ""


@pytest.mark.parametrize(
    ("endpoint", "why"),
    [
        (with_a_header, "asks for a header"),
        (with_a_header_as_default, "asks for a header"),
        (with_header_model, "asks for a header"),
        (with_a_cookie, "asks for a cookie"),
        (with_a_scalar_body, "a body with one Pydantic model"),
        (with_a_list_as_body, "a body with one Pydantic model"),
        (with_a_dict_as_body, "a body with one Pydantic model"),
        (with_an_optional_body, "a body with one Pydantic model"),
        (with_a_default_body, "a body with one Pydantic model"),
        (with_an_embedded_body, "a body with one Pydantic model"),
        (with_two_bodies, "`x`, `y`: the endpoint may ask for a body with one Pydantic model"),
        (with_a_query_number, "`n`: the endpoint may ask for query parameters with one Pydantic model"),
        (with_a_query_default, "query parameters with one Pydantic model"),
        (with_a_query_text, "query parameters with one Pydantic model"),
        (with_two_query_models, "query parameters with one Pydantic model"),
        (with_background_tasks, "asks for background tasks"),
        (with_the_response, "asks for the response"),
        (with_the_connection, "asks for the connection"),
        (with_security_scopes, "asks for security scopes"),
        (with_a_dict, "must return a `Response`"),
        (with_no_word_of_its_result, "must return a `Response`"),
        (with_yield, "must return a `Response`"),
    ],
)
def test_an_unsupported_parameter_of_an_endpoint_is_refused_when_it_is_declared(endpoint: Any, why: str) -> None:
    with pytest.raises(CannotBindError) as refusal:
        router_with(endpoint, response_model=None)
    sentence = str(refusal.value)
    assert sentence.startswith(f"POST /x (tests.test_routing.{endpoint.__name__}): ")
    assert why in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("endpoint", [with_a_form, with_a_form_model, with_a_file, with_an_upload])
def test_a_form_is_refused_when_it_is_declared(endpoint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError, match="python-multipart"):  # FastAPI's error while that is not installed
        router_with(endpoint)
    monkeypatch.setattr("fastapi.dependencies.utils.ensure_multipart_is_installed", lambda: None)
    with pytest.raises(CannotBindError, match="a body with one Pydantic model"):
        router_with(endpoint)


async def with_a_number(n: int) -> Response: ...
async def with_a_limit(n: Annotated[str, Path(max_length=3)]) -> Response: ...
async def with_a_choice(n: Literal["a", "b"]) -> Response: ...
async def with_text(n: str) -> Response: ...


@pytest.mark.parametrize(
    ("endpoint", "path"),
    [(with_a_number, "/{n}"), (with_a_limit, "/{n}"), (with_a_choice, "/{n}"), (with_text, "/{n:int}")],
)
def test_a_path_parameter_that_is_not_plain_text_is_refused(endpoint: Any, path: str) -> None:
    with pytest.raises(CannotBindError, match="the path parameter `n` is text"):
        router_with(endpoint, path)


async def yields() -> AsyncIterator[str]:
    yield ""


def yields_in_a_thread() -> Iterator[str]:
    yield ""


class Yields:
    async def __call__(self) -> AsyncIterator[str]:
        yield ""


async def asks_for_a_query(limit: int = 5) -> str: ...
async def asks_for_a_query_model(query: Annotated[Shown, Query()]) -> str: ...
async def asks_for_a_path(n: str) -> str: ...
async def asks_for_a_header(x: Annotated[str, Header()]) -> str: ...
async def asks_for_a_body(body: Shown) -> str: ...
async def asks_for_the_response(response: Response) -> str: ...


@pytest.mark.parametrize(
    ("dependency", "why"),
    [
        (yields, "test_routing.yields uses `yield`"),
        (yields_in_a_thread, "uses `yield`"),
        (asynccontextmanager(yields), "uses `yield`"),
        (partial(yields), "uses `yield`"),
        (Yields(), "Yields uses `yield`"),
        (asks_for_a_query, "its dependency tests.test_routing.asks_for_a_query asks for a query parameter"),
        (asks_for_a_query_model, "asks for a query parameter"),
        (asks_for_a_path, "asks for a path parameter"),
        (asks_for_a_header, "asks for a header"),
        (asks_for_a_body, "asks for a body"),
        (asks_for_the_response, "asks for the response"),
    ],
)
@pytest.mark.parametrize("where", ["argument", "deep", "route", "router", "include"])
def test_an_unsupported_parameter_of_a_dependency_is_refused_when_it_is_declared(
    app: FastAPI, dependency: Any, why: str, where: str
) -> None:
    async def between(result: Annotated[Any, Depends(dependency)]) -> Any: ...

    async def argument(result: Annotated[Any, Depends(dependency)], n: str) -> Response: ...

    async def deep(result: Annotated[Any, Depends(between)], n: str) -> Response: ...

    async def plain(n: str) -> Response: ...

    endpoint = {"argument": argument, "deep": deep}.get(where, plain)
    guards = {where: [Depends(dependency)]}

    def declare() -> None:
        router = APIRouter(route_class=DirectRoute, dependencies=guards.get("router"))
        router.add_api_route("/{n}", endpoint, dependencies=guards.get("route"))
        app.include_router(router, prefix="/v1", dependencies=guards.get("include"))
        if where == "include":
            check_routes(app)

    with pytest.raises(CannotBindError) as refusal:
        declare()
    assert why in str(refusal.value)


def test_an_unsupported_parameter_in_an_included_router_keeps_the_service_from_starting(
    app: FastAPI, capsys: pytest.CaptureFixture[str]
) -> None:
    app.include_router(router_with(hello, method="GET"), prefix="/v1", dependencies=[Depends(yields)])
    with pytest.raises(SystemExit):
        uvicorn.Server(uvicorn.Config(app, lifespan="on", port=0)).run()
    assert "GET /v1/x (tests.test_routing.hello): tests.test_routing.yields uses `yield`" in capsys.readouterr().err


def test_an_override_of_a_dependency_is_not_ignored(
    app: FastAPI, client: httpx2.Client, caplog: pytest.LogCaptureFixture
) -> None:
    app.dependency_overrides[only_the_known] = lambda: None
    app.include_router(router_with(hello, method="GET"), dependencies=[Depends(only_the_known)])
    with serve(app) as url:
        refused(client.get(f"{url}/x"), 500)
    assert "unforeseen CannotBindError" in caplog.text
