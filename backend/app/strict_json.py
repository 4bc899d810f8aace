"""JSON exactly as RFC 8259 defines it, without Python's extensions."""

import json
from typing import Any

from app.errors import InvalidInput


def _finite(text: str) -> float:
    number = float(text)
    if number in {float("inf"), float("-inf")}:
        raise ValueError("number out of range")
    return number


def _refuse_constant(text: str) -> Any:
    raise ValueError(f"{text} is not JSON")


# RFC 8259 has neither NaN nor Infinity, and a number that overflows to infinity would be changed.
_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse_constant)


def strict_json(body: bytes) -> Any:
    """The parsed body. Raises `InvalidInput`."""
    try:
        return _DECODER.decode(body.decode())
    except (ValueError, RecursionError):
        raise InvalidInput("Request body is not valid JSON") from None
