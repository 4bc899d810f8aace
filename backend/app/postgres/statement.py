"""One SQL statement: compiled once, bound for each use."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, Self

from sqlalchemy import (
    Boolean,
    ClauseElement,
    Float,
    Integer,
    String,
    TextClause,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import psycopg as dialect
from sqlalchemy.types import BigInteger, TypeEngine

# `$1` placeholders are PostgreSQL's own, so that the text is sent unchanged.
POSTGRESQL = dialect.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]

TIMEOUT_SECONDS = 3.0

# The types of parameters by their names, for all statements that are written as text.
TYPES: dict[str, TypeEngine[Any]] = {
    "owner": String(),
    "token_issued_at": Float(),
    "email": String(),
    "email_unverified": Boolean(),
    "actor": String(),
    "request_id": String(),
    "id": Uuid(),
    "seq": BigInteger(),
    "mark": String(),
    "limit": Integer(),
    "many": Integer(),
    "task_limit": Integer(),
    "if_match": ARRAY(String()),
    "if_none_match": ARRAY(String()),
    "key": String(),
    "place": Integer(),
    "fingerprint": String(),
    "conditions": String(),
    "refusal": String(),
    "sentence": String(),
    "secret_hash": String(),
    "rows": JSONB(),
}

# A parameter as in SQLAlchemy's `text`: one colon and a name.
NAME = re.compile(r"(?<![:\w]):(\w+)")

Parameters = Sequence[bytes | None]
Row = list[bytes | None]


def _as_array(values: Sequence[Any]) -> str:
    escaped = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in escaped) + "}"


def _as_text(value: Any) -> bytes | None:
    if value is None or type(value) is bytes:
        return value
    if type(value) is str:  # the most frequent type
        return value.encode()
    if isinstance(value, list):
        return _as_array(value).encode()
    return str(value).encode()


def sql_type(kind: TypeEngine[Any]) -> str:
    """The type's name in SQL."""
    return kind.compile(POSTGRESQL)


def _typed(sql: str, types: Mapping[str, TypeEngine[Any]]) -> TextClause:
    # With a cast, because PostgreSQL often cannot infer the type of `$1`.
    return text(NAME.sub(lambda found: f"CAST({found[0]} AS {sql_type(types[found[1]])})", sql))


class Statement:
    """One SQL statement that returns at most one row.

    `sql` is an expression, or text with `:names`, whose types are those of `TYPES` and `types`. A statement that
    `only_reads` may be run again if its answer was lost, and could run on a replica.
    """

    def __init__(
        self, sql: ClauseElement | str, *, only_reads: bool = False, types: Mapping[str, TypeEngine[Any]] | None = None
    ) -> None:
        expression = _typed(sql, TYPES | dict(types or {})) if isinstance(sql, str) else sql
        compiled = expression.compile(dialect=POSTGRESQL)
        self.only_reads = only_reads
        self.sql = str(compiled).encode()
        self.parameters: tuple[str, ...] = tuple(compiled.positiontup or ())  # type: ignore[attr-defined]
        # Derived from the text, so that one name never stands for two statements.
        self.name = b"todo_" + hashlib.sha256(self.sql).hexdigest()[:16].encode()

    def planned_anew(self) -> Self:
        """The same statement, never prepared: a plan that was made for small tables may take minutes on large ones."""
        unnamed = copy(self)
        unnamed.name = b""
        return unnamed

    def bind(self, values: Mapping[str, Any]) -> "Bound":
        """The statement with these values. Raises `KeyError` when one is missing."""
        return self, [_as_text(values[name]) for name in self.parameters]


Bound = tuple[Statement, Parameters]
