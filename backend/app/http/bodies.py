"""Request bodies: which ones an endpoint accepts, and how they are read."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel
from starlette.requests import ClientDisconnect

from app.http.errors import BodyTooLarge, RequestTimeout, UnsupportedMediaType

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"

# The largest valid body, with every character escaped, has 25 KB.
MAX_BODY_BYTES = 64 * 1024

E = TypeVar("E", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class BodyRules:
    """The media types and the size that are accepted."""

    media_types: Sequence[str] = (JSON,)
    max_bytes: int = MAX_BODY_BYTES


def accepts(*media_types: str, max_bytes: int = MAX_BODY_BYTES) -> Callable[[E], E]:
    """Declare an endpoint's media types, the preferred one first, and its largest body."""

    def decorate(endpoint: E) -> E:
        endpoint.body_rules = BodyRules(media_types, max_bytes)  # type: ignore[attr-defined]
        return endpoint

    return decorate


def merge_patch_of(model: type[BaseModel]) -> dict[str, Any]:
    """For OpenAPI: the body may also be sent as a merge patch (RFC 7396)."""
    return {"requestBody": {"content": {MERGE_PATCH: {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}}}


def rules_of(endpoint: Callable[..., Any]) -> BodyRules:
    """What `accepts` has declared for this endpoint."""
    rules: BodyRules = getattr(endpoint, "body_rules", BodyRules())
    return rules


def refuse_declared_size(request: Request, max_bytes: int) -> None:
    """Raises `BodyTooLarge` if `Content-Length` is too large, before the body is sent."""
    declared = _headers(request).get(b"content-length", b"0").lstrip(b"0") or b"0"
    if len(declared) > 9 or int(declared) > max_bytes:
        raise BodyTooLarge


def media_type_of(request: Request) -> str:
    """The `Content-Type` without parameters."""
    return _headers(request).get(b"content-type", b"").partition(b";")[0].strip().lower().decode("latin-1")


async def read_body(request: Request, rules: BodyRules) -> bytes:
    """The whole body. Raises `UnsupportedMediaType`, `BodyTooLarge`, `RequestTimeout`."""
    if media_type_of(request) not in rules.media_types:
        raise UnsupportedMediaType.unless(rules.media_types, request.method)
    if _headers(request).get(b"content-encoding", b"identity").strip().lower() != b"identity":
        raise UnsupportedMediaType("Compressed request bodies are not accepted")
    try:
        async with asyncio.timeout(request.scope["state"]["body_timeout"]):
            return await _received(request, rules.max_bytes)
    except TimeoutError:
        raise RequestTimeout from None


async def _received(request: Request, max_bytes: int) -> bytes:
    body = bytearray()
    is_whole = False
    while not is_whole:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        is_whole = not message.get("more_body", False)
        if len(body) > max_bytes:
            raise BodyTooLarge
    return bytes(body)


def _headers(request: Request) -> dict[bytes, bytes]:
    """All headers as a dictionary, which costs no more than looking for one; of several with one name the first."""
    return dict(reversed(request.scope["headers"]))
