"""What tables are made of: their schema, and kinds of columns."""

from typing import Any

from sqlalchemy import BigInteger, DateTime, SmallInteger, String, func, text
from sqlalchemy.dialects.postgresql import ARRAY, DOMAIN
from sqlalchemy.types import TypeEngine
from sqlmodel import Field as Column

from app.values.limits import MAX_PRIORITY, MAX_TAGS, POSITION_LENGTH, TAG_LENGTH, TITLE_LENGTH

# Not `public`: Better Auth has its own table "user" there, and both must be able to share one database.
SCHEMA = "todo"


def _domain(name: str, base: TypeEngine[Any], check: str) -> Any:
    # PostgreSQL prepares a table's checks for each statement that writes to it, a domain's once for each connection.
    return base.with_variant(DOMAIN(name, base, check=check, schema=SCHEMA), "postgresql")


TITLE = _domain("title", String(TITLE_LENGTH), "btrim(VALUE) <> ''")
PRIORITY = _domain("priority", SmallInteger(), f"VALUE BETWEEN 0 AND {MAX_PRIORITY}")
POSITION = String(POSITION_LENGTH, collation="C")  # compared byte by byte
TAGS = _domain("tags", ARRAY(String(TAG_LENGTH)), f"cardinality(VALUE) <= {MAX_TAGS}")


def timestamp() -> Any:
    """A moment, now unless another is given."""
    return Column(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()}, nullable=False)


def counter() -> Any:
    """A number that may become very large."""
    return Column(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")}, nullable=False)


def count() -> Any:
    """How many there are."""
    return Column(default=0, sa_column_kwargs={"server_default": text("0")})


def place() -> Any:
    """The place among others, as `POSITION` has it."""
    return Column(default="", sa_type=POSITION, sa_column_kwargs={"server_default": text("''")})
