"""Errors in the form of RFC 9457, for clients that ask for it: the same `detail` with the standard's other members."""

from http import HTTPStatus
from typing import Any, Literal
from urllib.parse import quote

from pydantic import BaseModel, Field
from starlette.types import Scope

from app.errors import DomainError, InvalidInput, InvalidQuery
from app.faults import Fault
from app.http.choices import takes_by_name

PROBLEM = "application/problem+json"


class InvalidValue(BaseModel):
    """What is wrong with one value of the body."""

    detail: str = Field(description="One sentence for a person.")
    pointer: str = Field(
        description="Where the value is in the body, or should be: a JSON Pointer (RFC 6901) as a URI fragment.",
        examples=["#/operations/3/task/title"],
    )


class InvalidParameter(BaseModel):
    """What is wrong with one parameter of the query."""

    detail: str = Field(description="One sentence for a person.")
    parameter: str = Field(description="Its name.", examples=["limit"])


class Problem(BaseModel):
    """An error for clients that ask for `application/problem+json` (RFC 9457)."""

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str = Field(description="One sentence for a person.")
    errors: list[InvalidValue | InvalidParameter] = Field(default=[], description="Absent if no value is to blame.")


def is_wanted(scope: Scope) -> bool:
    """Whether the client asks for this form."""
    return takes_by_name(scope, b"accept", PROBLEM)


def problem(status: int, detail: str, error: DomainError | None) -> dict[str, Any]:
    """The body."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail)
    if isinstance(error, InvalidInput):
        where = _parameter if isinstance(error, InvalidQuery) else _value
        body.errors = [where(fault) for fault in error.faults]
    return body.model_dump(exclude=None if body.errors else {"errors"})


def _parameter(fault: Fault) -> InvalidParameter:
    return InvalidParameter(detail=fault.detail, parameter=str(fault.path[0]))


def _value(fault: Fault) -> InvalidValue:
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in fault.path)
    return InvalidValue(detail=fault.detail, pointer="#" + "".join(f"/{quote(part)}" for part in parts))
