"""The schemas of what is about a whole account: settings, changes, files, undo."""

from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from app.lists.schemas import ListResponse
from app.tasks.schemas.task import TaskResponse
from app.values.kinds import CLOCK_TIME, Flag, QueryModel, clock_time, whole
from app.values.limits import TIME_ZONE_LENGTH


@cache
def time_zones() -> frozenset[str]:
    """The names of all time zones."""
    # Those of the package: `zoneinfo.available_timezones` adds what this machine has, such as `localtime`.
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


def _time_zone(value: Any) -> Any:
    if isinstance(value, str) and value in time_zones():
        return value
    raise PydanticCustomError("time_zone", "must be the name of a time zone, like Europe/Berlin")


TimeZone = Annotated[
    str,
    Field(
        max_length=TIME_ZONE_LENGTH,
        description="A name of the IANA time zone database. UTC until it is set.",
        examples=["Europe/Berlin"],
        json_schema_extra={"pattern": "^[0-9A-Za-z_+/-]+$"},
    ),
    BeforeValidator(_time_zone),
]
DayStart = Annotated[
    str,
    Field(
        description="When the day begins, as the clocks of the time zone show it. 09:00 until it is set.",
        examples=["09:00"],
        json_schema_extra={"pattern": f"^{CLOCK_TIME.pattern}$"},
    ),
    BeforeValidator(clock_time),
]
WeekStart = Annotated[
    Annotated[int, Field(ge=0, le=6, description="The first day of the week. 0: Sunday, 1: Monday, 6: Saturday.")],
    BeforeValidator(whole),
]
EmailReminders = Annotated[bool, Field(description="Whether reminders are also sent by e-mail. Not until it is set.")]


class SettingsPatch(BaseModel):
    """A merge patch (RFC 7396): absent settings are kept. None can be cleared."""

    model_config = ConfigDict(strict=True)

    # The defaults are never used, because absent settings are ignored.
    time_zone: TimeZone = Field(default_factory=str)
    day_start: DayStart = Field(default_factory=str)
    week_start: WeekStart = Field(default_factory=int)
    email_reminders: EmailReminders = Field(default_factory=bool)

    def content(self) -> dict[str, Any]:
        """The settings that it contains."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class SettingsResponse(BaseModel):
    """The settings in the form of every response."""

    time_zone: TimeZone
    day_start: DayStart
    week_start: WeekStart
    email_reminders: EmailReminders
    version: int = Field(description="Increases with every change. 0: nothing was ever set.")


class SettingsEnvelope(BaseModel):
    """The settings under `data`."""

    data: SettingsResponse


class Feed(BaseModel):
    """That the calendar feed has an address."""

    created_at: datetime


class FeedEnvelope(BaseModel):
    """When the address of the calendar feed was made, under `data`."""

    data: Feed | None = Field(description="Null: the feed has no address.")


class MadeFeed(Feed):
    """The new address of the calendar feed."""

    path: str = Field(description="The secret address, below the address of this API.", examples=["/feed/….ics"])


class MadeFeedEnvelope(BaseModel):
    """The new address of the calendar feed, under `data`."""

    data: MadeFeed


class DeletedItem(BaseModel):
    """A task or list that was erased or moved to the trash."""

    id: UUID
    deleted_at: datetime
    version: int = Field(description="It is gone up to this version. A higher one was restored or made later.")


class Changes(BaseModel):
    """The changes since a token."""

    data: list[TaskResponse]
    deleted: list[DeletedItem]
    next: str = Field(description="The token for the next call.")
    has_more: bool
    lists: list[ListResponse]
    deleted_lists: list[DeletedItem]
    settings: SettingsResponse | None = Field(description="Null if they have not changed since, or were never set.")


class ExportQuery(QueryModel):
    """The format of the file."""

    format: Literal["json", "csv", "ics"] = Field(default="json", description="JSON, CSV or iCalendar.")


class ImportQuery(QueryModel):
    """Options of an import."""

    dry_run: Flag = Field(default=False, description="`true`: return the counts and store nothing.")


class Counts(BaseModel):
    """How many items were new, changed, or unchanged."""

    created: int
    updated: int
    unchanged: int


class Imported(Counts):
    """How many tasks were new, changed, or unchanged, and how many lists."""

    lists: Counts | None = Field(default=None, description="Only if the file has lists.")
    settings: bool | None = Field(default=None, description="Whether they have changed; only if the file has some.")
    left_out: list[str] = Field(
        description=(
            "Columns of a CSV, members beside the tasks in JSON, or properties of a calendar that were ignored; at most"
            " 100 are named."
        )
    )
    notes: list[str] = Field(
        description="What could not be kept as it was, mostly of calendars: at most 100 sentences, most with the line."
    )


class ImportedEnvelope(BaseModel):
    """The result of an import, under `data`."""

    data: Imported


class Undo(BaseModel):
    """The change to revert."""

    model_config = ConfigDict(strict=True)

    seq: Annotated[Annotated[int, Field(ge=1, lt=2**53)], BeforeValidator(whole)] = Field(
        description="The change's number, as in `X-Change-Seq`."
    )


class UndoneEnvelope(BaseModel):
    """The item of the change that was named, or the settings, under `data`."""

    data: TaskResponse | ListResponse | SettingsResponse
