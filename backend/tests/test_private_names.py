"""The undocumented names of libraries that this code uses, which may change in any version: all are listed here.

`pyproject.toml` pins these libraries to a minor version. A listed name that is missing, and a name that is used but not
listed, fails here and not in production.
"""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import pytest
import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import literal
from sqlalchemy.dialects.postgresql import psycopg as dialect
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.http.binding import NEVER, NOT_BY_A_DEPENDENCY
from tests.conftest import BACKEND

LIBRARIES = {"fastapi", "starlette", "uvicorn", "psycopg", "sqlalchemy", "sqlmodel", "jwt"}
# Modules that the documentation does not mention, though their names have no underscore.
UNDOCUMENTED_MODULES = (
    "fastapi.dependencies", "fastapi.routing", "jwt.utils", "psycopg.pq.abc", "uvicorn.config", "uvicorn.lifespan",
    "uvicorn.loops", "uvicorn.main", "uvicorn.protocols", "uvicorn.server", "uvicorn.supervisors",
)  # fmt: skip
DOCUMENTED = {"fastapi.routing.APIRoute"}

IMPORTED = {
    "fastapi.dependencies.models.Dependant",
    "fastapi.routing._effective_route_context_var",
    "fastapi.routing.iter_route_contexts",
    "jwt.utils.base64url_decode",
    "psycopg.pq.abc.PGresult",
    "uvicorn.protocols.http.httptools_impl.HttpToolsProtocol",
    "uvicorn.protocols.http.httptools_impl.STATUS_LINE",
}
# Undocumented names of documented modules.
IMPORTED_TOO = {"psycopg.errors.error_from_result"}

# Private attributes, and an object that has each.
PRIVATE_ATTRIBUTES: dict[str, Any] = {}
# Attributes that are used, by their class.
ATTRIBUTES = {
    "Dependant": {"call", "dependencies", "name", "request_param_name", "use_cache", *NEVER, *NOT_BY_A_DEPENDENCY},
    "APIRoute": {"dependant", "dependency_overrides_provider", "methods", "param_convertors", "path", "path_format"},
    "HttpToolsProtocol": {
        "app_state", "connection_lost", "connection_made", "cycle", "data_received", "loop", "on_body",
        "on_headers_complete", "on_message_begin", "on_message_complete", "send_400_response", "shutdown", "transport",
    },
    "Server": {"config", "lifespan", "server_state", "servers", "shutdown", "started"},
    "Config": {"bind_socket", "http_protocol_class"},
    "SQLCompiler": {"positiontup"},
}  # fmt: skip


@cache
def sources() -> dict[str, ast.Module]:
    return {str(path.relative_to(BACKEND)): ast.parse(path.read_text()) for path in (BACKEND / "app").rglob("*.py")}


def is_private(name: str) -> bool:
    return any(part.startswith("_") and not part.endswith("__") for part in name.split("."))


def imported() -> Iterator[str]:
    """Every name that is imported from the libraries, with its module; also through a module that is imported."""
    for module in sources().values():
        for node in ast.walk(module):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Attribute):
                names = [ast.unparse(node)]  # jwt.utils.base64url_decode, after `import jwt`
            else:
                continue
            yield from (name for name in names if name.split(".")[0] in LIBRARIES)


def test_every_undocumented_import_is_listed() -> None:
    found = {
        name
        for name in imported()
        if (is_private(name) or f"{name}.".startswith(tuple(f"{module}." for module in UNDOCUMENTED_MODULES)))
        and name not in DOCUMENTED
    }
    assert found == IMPORTED
    assert set(imported()) >= IMPORTED_TOO


@pytest.mark.parametrize("name", sorted(IMPORTED | IMPORTED_TOO))
def test_every_listed_name_exists(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    assert hasattr(import_module(module), attribute)


def private_attributes() -> Iterator[str]:
    """Private attributes of other objects than `self`, unless their class is in the same module."""
    for module in sources().values():
        nodes = list(ast.walk(module))
        attributes = [node for node in nodes if isinstance(node, ast.Attribute) and is_private(node.attr)]
        own = {node.attr for node in attributes if ast.unparse(node.value) in {"self", "cls"}}
        own |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        yield from (node.attr for node in attributes if node.attr not in own)
        for call in nodes:
            if isinstance(call, ast.Call) and ast.unparse(call.func) in {"getattr", "setattr", "delattr", "hasattr"}:
                name = call.args[1]
                if isinstance(name, ast.Constant) and is_private(str(name.value)):
                    yield str(name.value)


def test_no_other_private_attribute_is_used() -> None:
    assert set(private_attributes()) == set(PRIVATE_ATTRIBUTES)
    for name, thing in PRIVATE_ATTRIBUTES.items():
        assert hasattr(thing, name)


def classes_of_libraries() -> Iterator[tuple[type, set[str]]]:
    """Each class of ours with a base class of a library, and the private names that the base class uses itself."""
    for path in sources():
        if path != "app/__main__.py":
            for mine in vars(import_module(path.removesuffix(".py").replace("/", "."))).values():
                if inspect.isclass(mine) and mine.__module__.startswith("app."):
                    bases = [base for base in mine.__mro__ if base.__module__.split(".")[0] in LIBRARIES]
                    functions = [vars(base).values() for base in bases]
                    codes = [item.__code__ for items in functions for item in items if inspect.isfunction(item)]
                    names = {name for code in codes for name in code.co_names} | {
                        name for b in bases for name in vars(b)
                    }
                    if bases:
                        yield mine, {name for name in names if is_private(name)}


def test_no_class_of_ours_redefines_a_private_name_of_its_base_class() -> None:
    for mine, theirs in classes_of_libraries():
        nodes = list(ast.walk(ast.parse(inspect.getsource(mine))))
        used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        used |= {node.id for node in nodes if isinstance(node, ast.Name)}
        used |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert used & theirs <= {name.rpartition(".")[2] for name in IMPORTED}, mine


def test_every_used_attribute_exists() -> None:
    router = APIRouter()

    @router.get("/{n}")
    async def endpoint(n: str) -> None: ...

    app = FastAPI()
    app.include_router(router, prefix="/v1")
    (*_, included) = iter_route_contexts(app.routes)
    config = uvicorn.Config(app, log_config=None)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    protocol_names = set(inspect.getclosurevars(HttpToolsProtocol.__init__).unbound) | set(dir(HttpToolsProtocol))
    assert ATTRIBUTES["Dependant"] <= set(Dependant.__dataclass_fields__)
    for route in (router.routes[0], included):
        assert isinstance(route, APIRoute) or route is included
        assert [name for name in ATTRIBUTES["APIRoute"] if not hasattr(route, name)] == []
    assert ATTRIBUTES["HttpToolsProtocol"] <= protocol_names
    assert ATTRIBUTES["Server"] - {"servers"} <= set(dir(server))  # `servers` exists after the start
    assert "self.servers" in inspect.getsource(uvicorn.Server)
    assert ATTRIBUTES["Config"] <= set(dir(config))
    assert hasattr(literal(1).compile(dialect=dialect.dialect(paramstyle="numeric_dollar")), "positiontup")  # type: ignore[no-untyped-call]
