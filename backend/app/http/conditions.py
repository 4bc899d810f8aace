"""What a request's headers make it depend on: `If-Match`, `If-None-Match` (RFC 9110), `Idempotency-Key` (a draft)."""

import hashlib
import re
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel

from app.errors import InvalidInput, TaskHasChanged
from app.journal.writer import RetryKey
from app.tasks.queries import ANY
from app.tasks.schemas import TaskResponse

ENTITY_TAG = re.compile(r'(W/)?"([^"]*)"')
KEY = re.compile(r"[!#-~]{1,255}")

# Of what a task looks like: a tag from before a field was added is not the tag of what is shown now.
SHAPE = hashlib.sha256(repr(TaskResponse.model_json_schema(mode="serialization")).encode()).hexdigest()[:6]

# For OpenAPI.
HEADERS = {
    "If-Match": "The version that must be there, as its `ETag`; otherwise nothing happens and the answer is 412.",
    "If-None-Match": (
        "An `ETag` that is here already. Reading: if it still holds, the answer is 304 without a body. Writing: nothing"
        " happens and the answer is 412; `*` with a PUT makes the task, if there is none with that id."
    ),
    "Idempotency-Key": (
        "1 to 255 visible characters but quotes, for this request alone. Sent again within 24 hours, nothing"
        " happens twice: the first answer comes again, with `Idempotency-Replayed: true`."
    ),
}
PATTERNS = {"Idempotency-Key": f'^({KEY.pattern}|"{KEY.pattern}")$'}
# What each write depends on.
WRITING = ("If-Match", "If-None-Match", "Idempotency-Key")


def takes(*names: str) -> dict[str, Any]:
    """For OpenAPI: the endpoint listens to these request headers."""
    return {"parameters": [_parameter(name) for name in names]}


def _parameter(name: str) -> dict[str, Any]:
    schema = {"type": "string"} | ({"pattern": PATTERNS[name]} if name in PATTERNS else {})
    return {"name": name, "in": "header", "required": False, "description": HEADERS[name], "schema": schema}


def _header(request: Request, name: bytes) -> str | None:
    values = [value.decode("latin-1") for key, value in request.scope["headers"] if key == name]
    return ", ".join(values) if values else None


def tag_of(state: str) -> str:
    """The entity tag of what is in that state, and shown as it is now."""
    return f'"{state}.{SHAPE}"'


class Conditions:
    """What the caller believes to be there."""

    def __init__(self, request: Request) -> None:
        self._if_match = _header(request, b"if-match")
        self._if_none_match = _header(request, b"if-none-match")

    @property
    def known(self) -> list[str]:
        """The states that the caller has, of those that are shown as now; or `ANY` for whatever there is."""
        tags = _tags(self._if_none_match, weak=True) or []
        ours = [state for state, dot, shape in (tag.partition(".") for tag in tags) if f"{dot}{shape}" == f".{SHAPE}"]
        return [ANY] if tags == [ANY] else ours

    @property
    def wants_new(self) -> bool:
        """Whether a thing is to be made where there is none. Raises `TaskHasChanged` if one must be there too."""
        if _tags(self._if_none_match, weak=True) != [ANY]:
            return False
        if self._if_match is not None:
            raise TaskHasChanged
        return True

    @property
    def expected(self) -> dict[str, list[str]]:
        """The versions of which the thing must have one, and those of which it must have none."""
        given = {
            "if_match": _tags(self._if_match, weak=False),
            "if_none_match": _tags(self._if_none_match, weak=True),
        }
        # A version is the same however it is shown.
        return {name: [tag.partition(".")[0] for tag in tags] for name, tags in given.items() if tags is not None}

    @property
    def expect_another_account(self) -> bool:
        """Whether they are met by no account: it has no version that a client could know, and always is there."""
        return self.expected.get("if_match", [ANY]) != [ANY] or self.expected.get("if_none_match") == [ANY]


def _tags(header: str | None, *, weak: bool) -> list[str] | None:
    """What the header names; weak tags fit nothing that is compared strongly. None of ours has a comma or a `*`."""
    if header is None:
        return None
    if {part.strip() for part in header.split(",")} == {ANY}:
        return [ANY]
    return [tag for mark, tag in ENTITY_TAG.findall(header) if (weak or not mark) and tag != ANY and "," not in tag]


class Retry:
    """The `Idempotency-Key`, if there is one."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def key(self, body: BaseModel | bytes = b"") -> RetryKey | None:
        """The key, and a fingerprint of this request, because a key stands for one request. Raises `InvalidInput`."""
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
