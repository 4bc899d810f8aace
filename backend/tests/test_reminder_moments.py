"""When to remind, as PostgreSQL computes it: the account's zone, and changes of its clocks in both directions."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from app.account.schemas import time_zones
from devtools.postgres import ensure_database
from tests.conftest import Arrive, Sql, migrate
from tests.service import service
from tests.test_settings import changed as set_settings

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "vectors" / "reminders.json").read_text(encoding="utf-8")
)
# Each vector whose moment is another one.
DIFFERENT = """
    SELECT v.vector, its.moment FROM unnest(%s::json[]) v (vector),
        json_to_record(v.vector) AS said (
            zone text, day_start text, due_date date, due_time varchar, remind_before integer, moment timestamptz
        ),
        todo.reminder_of(said.due_date, said.due_time, said.remind_before, said.zone, said.day_start) its (moment)
    WHERE its.moment IS DISTINCT FROM said.moment
"""
REMINDER = "SELECT todo.reminder_of(%s, %s, %s, %s, %s)"
AS_CLOCKS_SHOW = """
    SELECT todo.reminder_of(%(day)s, '12:00', 0, %(zone)s, NULL) = (%(day)s::date + time '12:00')::timestamptz,
        todo.day_at((%(day)s::date + time '00:30')::timestamptz, %(zone)s) = %(day)s,
        todo.day_at((%(day)s::date + time '23:30')::timestamptz, %(zone)s) = %(day)s
"""
ABBREVIATED = ("CET", "MET", "EET", "WET", "EST", "MST", "HST", "EST5EDT", "MST7MDT", "CST6CDT", "PST8PDT")
SEASONS = (date(2101, 1, 15), date(2101, 4, 10), date(2101, 7, 15), date(2101, 10, 20))


def test_postgresql_computes_every_moment_as_the_vectors_have_it(database_url: str) -> None:
    zones = {vector["zone"] for vector in VECTORS}
    assert {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia"} <= zones
    with psycopg.connect(database_url) as connection:
        assert connection.execute(DIFFERENT, [[json.dumps(each) for each in VECTORS]]).fetchall() == []


def test_every_zone_that_postgresql_knows_is_that_zone_and_no_abbreviation(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        known = {name for (name,) in connection.execute("SELECT name FROM pg_timezone_names")}
        for zone in sorted(time_zones() & known):
            # This setting is never an abbreviation, and as old as what PostgreSQL knows of that zone.
            connection.execute("SELECT set_config('TimeZone', %s, true)", [zone])
            for day in SEASONS:
                asked = {"day": day, "zone": zone}
                assert connection.execute(AS_CLOCKS_SHOW, asked).fetchone() == (True, True, True), asked


@pytest.mark.parametrize("zone", ABBREVIATED)
@pytest.mark.parametrize("day", SEASONS)
def test_the_names_that_are_abbreviations_too_are_the_zones_that_other_programs_mean(
    database_url: str, zone: str, day: date
) -> None:
    with psycopg.connect(database_url) as connection:
        assert connection.execute(REMINDER, [day, "12:00", 0, zone, None]).fetchone() == (
            datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)),
        )


@pytest.mark.parametrize("zone", ["Nowhere/Else", None])
def test_a_zone_that_postgresql_does_not_know_counts_as_utc(database_url: str, zone: str | None) -> None:
    with psycopg.connect(database_url) as connection:
        assert connection.execute(REMINDER, ["2101-01-01", None, 60, zone, None]).fetchone() == (
            datetime(2101, 1, 1, 8, tzinfo=UTC),
        )


@pytest.mark.parametrize(
    ("day", "time", "before"),
    [
        ("2001-01-01", "09:00", 0),
        ("0001-01-01", None, 40_320),
        ("9999-12-31", "23:59", 0),  # in this zone in the year 10000, which Python does not know
        (None, None, 0),
    ],
)
def test_what_has_passed_or_comes_after_all_years_has_no_moment(
    database_url: str, day: str | None, time: str | None, before: int
) -> None:
    with psycopg.connect(database_url) as connection:
        assert connection.execute(REMINDER, [day, time, before, "Etc/GMT+12", "09:00"]).fetchone() == (None,)


def test_an_upgrade_moves_reminders_that_were_an_hour_late_all_summer_and_a_downgrade_moves_them_back(
    postgres: str, newcomer: Arrive
) -> None:
    database = ensure_database(postgres, "summer_time")
    migrate(database)
    summer: dict[str, Any] = {"due_date": "2101-07-15", "due_time": "12:00", "remind_before": 0}
    with service(database) as url:
        person, other = newcomer(url), newcomer(url)
        set_settings(person, time_zone="CET")
        set_settings(other, time_zone="Europe/Berlin")
        for title in ("Moved", "Put off", "Has come", "In winter"):
            person.add(title, **summer | ({"due_date": "2101-01-15"} if title == "In winter" else {}))
        person.add("Completed", **summer, completed=True)
        other.add("Of others", **summer)
    right = {
        "Moved": "2101-07-15 10:00",
        "Put off": "2099-05-05 05:05",
        "Has come": None,
        "In winter": "2101-01-15 11:00",
        "Completed": None,
        "Of others": "2101-07-15 10:00",
    }
    with psycopg.connect(database, autocommit=True) as sql:
        sql.execute("UPDATE todo.task SET remind_at = '2099-05-05 05:05Z' WHERE title = 'Put off'")
        sql.execute("UPDATE todo.task SET remind_at = NULL WHERE title = 'Has come'")
        assert moments(sql) == right
        migrate(database, "0015", "downgrade")
        assert moments(sql) == right | {"Moved": "2101-07-15 11:00"}
        migrate(database)
        assert moments(sql) == right


def moments(sql: Sql) -> dict[str, str | None]:
    """When to remind of each task, in UTC."""
    sql.execute("SET TimeZone = 'UTC'")
    return dict(sql.execute("SELECT title, to_char(remind_at, 'YYYY-MM-DD HH24:MI') FROM todo.task").fetchall())
