"""Which choices a client accepts: `Accept`, `Accept-Encoding` (RFC 9110, 12.5)."""

import re

from starlette.types import Scope

NO_WEIGHT = re.compile(r"q\s*=\s*0(\.0*)?")


def takes_by_name(scope: Scope, header: bytes, wanted: str) -> bool:
    """Whether the header names that choice with a weight above 0. A wildcard does not count."""
    given = [value.decode("latin-1") for name, value in scope.get("headers", ()) if name == header]
    for choice in ",".join(given).lower().split(","):
        name, *parameters = (part.strip() for part in choice.split(";"))
        if name == wanted:
            return not any(NO_WEIGHT.fullmatch(parameter) for parameter in parameters)
    return False
