"""Request headers that set conditions: `If-Match`, `If-None-Match` (RFC 9110), `Idempotency-Key` (a draft)."""

import hashlib
import json
import re
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel

from app.errors import HasChanged, InvalidInput
from app.journal.state import ANY
from app.journal.writer import IdempotencyKey
from app.tasks.schemas.task import TaskResponse

ENTITY_TAG = re.compile(r'(W/)?"([^"]*)"')
KEY = re.compile(r"[!#-~]{1,255}")

# A hash of the schema of a task: when a field is added, the tags of earlier answers no longer match.
SCHEMA_HASH = hashlib.sha256(repr(TaskResponse.model_json_schema(mode="serialization")).encode()).hexdigest()[:6]

# For OpenAPI.
HEADERS = {
    "If-Match": "The expected version, as its `ETag`; if it is not the current one, nothing is done: 412.",
    "If-None-Match": (
        "An `ETag` that the client has. Reading: if it is still current, the answer is 304 without a body. Writing:"
        " if it is current, nothing is done: 412; `*` with a PUT creates the task, if the id is not taken."
    ),
    "Idempotency-Key": (
        "1 to 255 visible characters except quotes, different for each request. A request that is repeated within 24"
        " hours, with the same body and conditions, is carried out once: the first answer is sent again, with"
        " `Idempotency-Replayed: true`."
    ),
}
PATTERNS = {"Idempotency-Key": f'^({KEY.pattern}|"{KEY.pattern}")$'}
# The headers of every write; one whose answer cannot be stored has no key.
CONDITIONS = ("If-Match", "If-None-Match")
WRITING = (*CONDITIONS, "Idempotency-Key")


def takes(*names: str) -> dict[str, Any]:
    """For OpenAPI: the endpoint reads these request headers."""
    return {"parameters": [_parameter(name) for name in names]}


def _parameter(name: str) -> dict[str, Any]:
    schema = {"type": "string"} | ({"pattern": PATTERNS[name]} if name in PATTERNS else {})
    return {"name": name, "in": "header", "required": False, "description": HEADERS[name], "schema": schema}


def _header(request: Request, name: bytes) -> str | None:
    values = [value.decode("latin-1") for key, value in request.scope["headers"] if key == name]
    return ", ".join(values) if values else None


def tag_of(state: str) -> str:
    """The entity tag of that state in the current schema."""
    return f'"{state}.{SCHEMA_HASH}"'


class Conditions:
    """The states that the caller expects."""

    def __init__(self, request: Request) -> None:
        self._if_match = _header(request, b"if-match")
        self._if_none_match = _header(request, b"if-none-match")

    @property
    def known(self) -> list[str]:
        """The states that the caller has in the current schema; or `ANY`, which matches every state."""
        tags = _tags(self._if_none_match, weak=True) or []
        ours = [
            state
            for state, dot, schema_hash in (tag.partition(".") for tag in tags)
            if f"{dot}{schema_hash}" == f".{SCHEMA_HASH}"
        ]
        return [ANY] if tags == [ANY] else ours

    def require(self, *states: str, changed: type[HasChanged] = HasChanged) -> None:
        """Raises `changed` if `If-Match` names none of these, the states of what is read, as it does for a write."""
        wanted = self.expected.get("if_match")
        if wanted is not None and {ANY, *states}.isdisjoint(wanted):
            raise changed

    def has(self, state: str, changed: type[HasChanged]) -> bool:
        """Whether the caller has the item with that tag already. Raises `changed` if `If-Match` names another one."""
        self.require(state, state.partition("-")[0], changed=changed)
        return not {state, ANY}.isdisjoint(self.known)

    def wants_new(self, contradiction: type[HasChanged]) -> bool:
        """Whether to create something if it does not exist. Raises `contradiction` if it must also exist."""
        if _tags(self._if_none_match, weak=True) != [ANY]:
            return False
        if self._if_match is not None:
            raise contradiction
        return True

    @property
    def expected(self) -> dict[str, list[str]]:
        """For `if_match` one of the versions must be the current one, for `if_none_match` none may be."""
        given = {
            "if_match": _tags(self._if_match, weak=False),
            "if_none_match": _tags(self._if_none_match, weak=True),
        }
        # Writes compare versions whatever the schema.
        return {name: [tag.partition(".")[0] for tag in tags] for name, tags in given.items() if tags is not None}

    @property
    def fingerprint(self) -> str:
        """The same text for conditions that mean the same; an empty one for none."""
        expected = {name: sorted({*states}) for name, states in self.expected.items()}
        return hashlib.sha256(json.dumps(expected).encode()).hexdigest() if expected else ""

    @property
    def allow_any_state(self) -> bool:
        """Whether something that exists, and has no version that clients know, meets them."""
        return self.expected.get("if_match", [ANY]) == [ANY] and self.expected.get("if_none_match") != [ANY]

    def require_any_state(self) -> None:
        """The same for what always exists: raises `HasChanged`."""
        if not self.allow_any_state:
            raise HasChanged


def _tags(header: str | None, *, weak: bool) -> list[str] | None:
    """The tags in the header; a strong comparison leaves out weak ones. Our tags have neither a comma nor a `*`."""
    if header is None:
        return None
    if {part.strip() for part in header.split(",")} == {ANY}:
        return [ANY]
    tags = [tag for mark, tag in ENTITY_TAG.findall(header) if weak or not mark]
    return [tag for tag in tags if "," not in tag and tag.partition(".")[0] != ANY]


class Idempotency:
    """The `Idempotency-Key`, if the request has one."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def key(self, body: BaseModel | bytes = b"") -> IdempotencyKey | None:
        """The key, and fingerprints that identify its request. Raises `InvalidInput`.

        Of the headers only the conditions change what the request does. Their fingerprint is one of its own: processes
        of earlier versions, which do not know it, replay the answer too.
        """
        given = _header(self._request, b"idempotency-key")
        if given is None:
            return None
        quoted = re.fullmatch(r'"(.*)"', given.strip())
        key = quoted[1] if quoted else given.strip()  # a structured field's string, or plain as most clients send it
        if not KEY.fullmatch(key):
            raise InvalidInput("Idempotency-Key must be 1 to 255 visible characters without quotes")
        content = body if isinstance(body, bytes) else body.model_dump_json(exclude_unset=True).encode()
        target = f"{self._request.method} {self._request.url.path}?{self._request.url.query}\n"
        fingerprint = hashlib.sha256(target.encode() + content).hexdigest()
        return IdempotencyKey(key, fingerprint, Conditions(self._request).fingerprint)


async def _conditions_of(request: Request) -> Conditions:
    return Conditions(request)


async def _idempotency_of(request: Request) -> Idempotency:
    return Idempotency(request)


GivenConditions = Annotated[Conditions, Depends(_conditions_of)]
GivenIdempotency = Annotated[Idempotency, Depends(_idempotency_of)]
