"""The kinds of fields of a task, with their limits."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.tasks.repeats import PART, NoRule, parse
from app.values.kinds import (
    CLOCK_TIME,
    NOT_BLANK_PATTERN,
    STORABLE_PATTERN,
    UuidText,
    clock_time,
    storable,
    trimmed,
    whole,
)
from app.values.limits import (
    DESCRIPTION_LENGTH,
    MAX_LEVELS,
    MAX_PRIORITY,
    MAX_REMIND_BEFORE,
    MAX_TAGS,
    POSITION_LENGTH,
    REPEAT_LENGTH,
    TAG_LENGTH,
    TITLE_LENGTH,
)
from app.values.text import fold


def _rule(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return str(parse(value))
    except NoRule as error:
        raise PydanticCustomError("repeat", "{why}", {"why": str(error)}) from None


def _distinct(tags: list[str]) -> list[str]:
    if len({fold(tag) for tag in tags}) < len(tags):
        raise PydanticCustomError("not_distinct", "must differ in more than case")
    return tags


def _in_base_62(value: Any) -> Any:
    if isinstance(value, str) and value and not (value.isascii() and value.isalnum()):
        raise PydanticCustomError("base_62", "must have only digits and the letters A to Z and a to z")
    return value


Title = Annotated[
    str,
    Field(
        min_length=1,
        max_length=TITLE_LENGTH,
        description="What to do. Stored without leading and trailing white space.",
        examples=["Buy milk"],
        json_schema_extra={"pattern": NOT_BLANK_PATTERN},
    ),
    BeforeValidator(trimmed),
    BeforeValidator(storable),
]
Description = Annotated[
    str,
    Field(
        max_length=DESCRIPTION_LENGTH,
        description="More about the task.",
        examples=["Two litres, the blue one"],
        json_schema_extra={"pattern": STORABLE_PATTERN},
    ),
    BeforeValidator(storable),
]
Tag = Annotated[
    str,
    Field(min_length=1, max_length=TAG_LENGTH, json_schema_extra={"pattern": NOT_BLANK_PATTERN}),
    BeforeValidator(trimmed),
    BeforeValidator(storable),
]
Tags = Annotated[
    list[Tag],
    Field(
        max_length=MAX_TAGS,
        description="Words to find the task by; they must differ in more than case.",
        examples=[["home"]],
        json_schema_extra={"uniqueItems": True},
    ),
    AfterValidator(_distinct),
]
Position = Annotated[
    str,
    Field(
        min_length=1,
        max_length=POSITION_LENGTH,
        description=(
            "The place among the others: a fraction in base 62, compared byte by byte. Between two positions there is"
            " always another one. Absent for a new one, or null: the end."
        ),
        examples=["m0006549e2e2a4c"],
        json_schema_extra={"pattern": "^[0-9A-Za-z]+$"},
    ),
    BeforeValidator(_in_base_62),
]
DueTime = Annotated[
    str,
    Field(
        description=(
            "When it is due on its day, as the clocks of the account's zone show it. Needs a `due_date`, and is kept"
            " and cleared with it."
        ),
        examples=["17:00"],
        json_schema_extra={"pattern": f"^{CLOCK_TIME.pattern}$"},
    ),
    BeforeValidator(clock_time),
]
Repeat = Annotated[
    str,
    Field(
        max_length=REPEAT_LENGTH,
        description=(
            "A rule of RFC 5545: FREQ (DAILY, WEEKLY, MONTHLY, YEARLY), INTERVAL, BYDAY (weekly: any days; monthly and"
            " yearly: one like 2TU or -1FR), BYMONTHDAY (1 to 31, or -1; in a shorter month the last day), BYMONTH"
            " (yearly), COUNT or UNTIL. A day that it does not name is that of the due date. Completing the task moves"
            " its `due_date` to the next day, after the last of which it stays completed. If absent in an update, it is"
            " kept."
        ),
        examples=["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"],
        json_schema_extra={"pattern": f"^{PART.pattern}(;{PART.pattern})*$"},
    ),
    BeforeValidator(_rule),
]
RepeatFrom = Annotated[
    Literal["due", "completion"],
    Field(
        description=(
            "`due`: it comes next in step with its due date, which it needs. `completion`: one interval after the day"
            " on which it is completed. If absent in an update, it is kept."
        )
    ),
]
RemindBefore = Annotated[
    Annotated[
        int,
        Field(
            ge=0,
            le=MAX_REMIND_BEFORE,
            description=(
                "How many minutes before it is due to remind of it; without a `due_time`, before the account's"
                " `day_start` on its day. Needs a `due_date`, and is kept and cleared with it."
            ),
            examples=[30],
        ),
    ],
    BeforeValidator(whole),
]
Priority = Annotated[
    Annotated[int, Field(ge=0, le=MAX_PRIORITY, description="0: none, 3: highest.")], BeforeValidator(whole)
]
ListId = Annotated[UuidText, Field(description="The list; null: the Inbox. If absent in an update, it is kept.")]

ParentId = Annotated[
    UuidText,
    Field(
        description=(
            f"The task that this one is part of, up to {MAX_LEVELS} levels deep, whose list it is in; null: none."
            " If absent in an update, it is kept, unless the task is moved to another list."
        )
    ),
]
