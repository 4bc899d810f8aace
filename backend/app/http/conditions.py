"""What a request's headers make it depend on: `If-Match`, `If-None-Match` (RFC 9110), `Idempotency-Key` (a draft)."""

import hashlib
import re
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel

from app.errors import InvalidInput
from app.journal.writes import RetryKey
from app.tasks.queries import ANY

ENTITY_TAG = re.compile(r'(W/)?"([^"]*)"')
VERSION = re.compile(r"[1-9][0-9]{0,8}")
KEY = re.compile(r"[!#-~]{1,255}")

# For OpenAPI.
HEADERS = {
    "If-Match": "The version that must be there, as its `ETag`; otherwise nothing happens and the answer is 412.",
    "If-None-Match": "An `ETag` that is here already: if it still holds, the answer is 304 without a body.",
    "Idempotency-Key": (
        "1 to 255 visible characters but quotes, for this request alone. Sent again within 24 hours, nothing"
        " happens twice: the first answer comes again, with `Idempotency-Replayed: true`."
    ),
}
PATTERNS = {"Idempotency-Key": f'^({KEY.pattern}|"{KEY.pattern}")$'}


def takes(*names: str) -> dict[str, Any]:
    """For OpenAPI: the endpoint listens to these request headers."""
    return {"parameters": [_parameter(name) for name in names]}


def _parameter(name: str) -> dict[str, Any]:
    schema = {"type": "string"} | ({"pattern": PATTERNS[name]} if name in PATTERNS else {})
    return {"name": name, "in": "header", "required": False, "description": HEADERS[name], "schema": schema}


def _header(request: Request, name: bytes) -> str | None:
    values = [value.decode("latin-1") for key, value in request.scope["headers"] if key == name]
    return ", ".join(values) if values else None


class Conditions:
    """What the caller believes to be there."""

    def __init__(self, request: Request) -> None:
        self._request = request

    @property
    def versions(self) -> dict[str, Any]:
        """The versions of which the task must have one, as a member of an operation; without `If-Match`, any."""
        if_match = _header(self._request, b"if-match")
        if if_match is None or if_match.strip() == ANY:
            return {}
        # Compared strongly: a weak tag fits nothing, nor does one that is no version.
        strong = [tag for weak, tag in ENTITY_TAG.findall(if_match) if not weak]
        return {"versions": [int(tag) for tag in strong if VERSION.fullmatch(tag)]}

    @property
    def known(self) -> list[str]:
        """The entity tags the caller has, or `ANY` for whatever there is."""
        if_none_match = _header(self._request, b"if-none-match")
        if if_none_match is None or if_none_match.strip() == ANY:
            return [] if if_none_match is None else [ANY]
        # None of ours has a comma, which is what goes between them.
        return [tag for _, tag in ENTITY_TAG.findall(if_none_match) if tag != ANY and "," not in tag]


class Retry:
    """The `Idempotency-Key`, if there is one."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def key(self, body: BaseModel | bytes = b"") -> RetryKey | None:
        """The key, with a fingerprint of this request, for it is good for no other. Raises `InvalidInput`."""
        given = _header(self._request, b"idempotency-key")
        if given is None:
            return None
        quoted = re.fullmatch(r'"(.*)"', given.strip())
        key = quoted[1] if quoted else given.strip()  # a structured field's string, or what most clients send
        if not KEY.fullmatch(key):
            raise InvalidInput("Idempotency-Key must be 1 to 255 visible characters, and no quotes")
        content = body if isinstance(body, bytes) else body.model_dump_json(exclude_unset=True).encode()
        target = f"{self._request.method} {self._request.url.path}?{self._request.url.query}\n"
        return RetryKey(key, hashlib.sha256(target.encode() + content).hexdigest())


async def _conditions_of(request: Request) -> Conditions:
    return Conditions(request)


async def _retry_of(request: Request) -> Retry:
    return Retry(request)


GivenConditions = Annotated[Conditions, Depends(_conditions_of)]
GivenRetry = Annotated[Retry, Depends(_retry_of)]
