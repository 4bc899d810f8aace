"""When to remind, as PostgreSQL computes it: the account's zone, and changes of its clocks in both directions."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

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


def test_postgresql_computes_every_moment_as_the_vectors_have_it(database_url: str) -> None:
    zones = {vector["zone"] for vector in VECTORS}
    assert {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia"} <= zones
    with psycopg.connect(database_url) as connection:
        assert connection.execute(DIFFERENT, [[json.dumps(each) for each in VECTORS]]).fetchall() == []


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
