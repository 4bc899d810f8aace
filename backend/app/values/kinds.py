"""Kinds of values that requests have, whatever they are about: checked, never converted."""

import re
from datetime import MAXYEAR, UTC, date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.values.text import BLANK, UUID_TEXT, is_blank, is_storable

MAX_CURSOR_LENGTH = 1000
CLOCK_TIME = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
STORABLE_PATTERN = "^[^\\u0000]*$"
NOT_BLANK_PATTERN = f"^[^\\u0000]*[^\\u0000{BLANK}][^\\u0000]*$"


def storable(value: Any) -> Any:
    """A text that PostgreSQL can store, or any other value."""
    if isinstance(value, str) and not is_storable(value):
        raise PydanticCustomError("not_storable", "contains a character that cannot be stored")
    return value


def trimmed(value: Any) -> Any:
    """A text without white space around it; empty if nothing in it is visible."""
    if not isinstance(value, str):
        return value
    return "" if is_blank(value) else value.strip()


def _calendar_date(value: Any) -> Any:
    # A date-time is refused: its day depends on the zone. So are ISO 8601's other spellings (20261231).
    if value is None:
        return None
    try:
        if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("calendar_date", "must be a date like 2026-12-31")


def clock_time(value: Any) -> Any:
    """A time as a clock shows it."""
    if isinstance(value, str) and CLOCK_TIME.fullmatch(value):
        return value
    raise PydanticCustomError("clock_time", "must be a time like 09:00")


def _true_or_false(value: Any) -> Any:
    # Query values are text; only JSON's two words count as booleans.
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def whole(value: Any) -> Any:
    """2.0 as 2: they are equal, in JSON and in JSON Schema."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _moment(value: Any) -> Any:
    try:
        moment = datetime.fromisoformat(value)
        # In the last year a later `updated_at` might be out of range.
        if moment.tzinfo is not None and (moment := moment.astimezone(UTC)).year < MAXYEAR:
            return moment
    except (TypeError, ValueError, OverflowError):
        pass
    raise PydanticCustomError("moment", "must be a date and time with a zone, like 2026-12-31T23:59:59Z")


def number(value: Any) -> Any:
    """A text of digits as a number: the values of a query are text."""
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else value


CalendarDate = Annotated[
    date,
    BeforeValidator(_calendar_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
    Field(description="A calendar day without a time or a zone.", examples=["2026-12-31"]),
]
Moment = Annotated[datetime, BeforeValidator(_moment)]
UuidText = Annotated[str, Field(pattern=f"^{UUID_TEXT.pattern}$")]
Flag = Annotated[bool, BeforeValidator(_true_or_false), WithJsonSchema({"type": "boolean"})]
Limit = Annotated[Annotated[int, Field(ge=1, le=1000)], BeforeValidator(number)]


class QueryModel(BaseModel):
    """The query of a URL. Everything has a default; requests without a query share one object, never modified."""

    model_config = ConfigDict(strict=True, frozen=True)
