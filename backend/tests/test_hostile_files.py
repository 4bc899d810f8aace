"""Malicious files: an import takes all of a file or nothing, and never fails with a 500."""

import json
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given

from app.account.files.calendar_source import OF_ALARMS, OF_CALENDARS, OF_TASKS
from app.tasks import fields
from tests.conftest import examples
from tests.opaque import ODD
from tests.service import Person

ANY_TEXT = st.text(max_size=30) | st.sampled_from(ODD)
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | ANY_TEXT
    | st.sampled_from(["\ud800", "x" * 2000, 10**400]),
    lambda inner: st.lists(inner, max_size=12) | st.dictionaries(ANY_TEXT, inner, max_size=12),
    max_leaves=12,
)
# Almost valid values get further than random ones.
LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "id": st.uuids(version=4).map(str) | st.sampled_from(["00000000-0000-0000-0000-000000000001", ""]),
    "title": st.text(min_size=1, max_size=101)
    | st.sampled_from(["x" * 100, "\ufdfa" * 100, "'=1", "\u200b", "\u0130" * 100]),
    "description": st.none() | st.text(max_size=50) | st.sampled_from(["\ufdfa" * 1000, "x " * 500, "y" * 1000]),
    "completed": st.booleans(),
    "due_date": st.none()
    | st.dates().map(str)
    | st.sampled_from(["0001-01-01", "9999-12-31", "2027-2-30", "2027-W01-1"]),
    "priority": st.integers(-1, 4) | st.sampled_from([2.0, 2**31, 2**63]),
    "tags": st.lists(st.text(min_size=1, max_size=41), max_size=21),
    "created_at": st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat())
    | st.sampled_from(
        ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9998-12-31T23:59:59.999999Z", "2027-01-01"]
    ),
}
LIKELY |= dict.fromkeys(["updated_at", "deleted_at"], st.none() | LIKELY["created_at"])
LIKELY_TASKS = st.fixed_dictionaries(
    {"title": LIKELY["title"]}, optional={k: v for k, v in LIKELY.items() if k != "title"}
)
ODD_TASKS = st.fixed_dictionaries({}, optional={name: values | JSON_VALUES for name, values in LIKELY.items()})
TASKS = st.lists(LIKELY_TASKS, max_size=4) | st.lists(LIKELY_TASKS | ODD_TASKS | JSON_VALUES, max_size=4)
ODD_SETTINGS = JSON_VALUES | st.fixed_dictionaries(
    {},
    optional={
        "time_zone": st.sampled_from(["UTC", "Asia/Tokyo"]) | JSON_VALUES,
        "day_start": st.times().map(lambda time: f"{time:%H:%M}") | JSON_VALUES,
        "week_start": st.integers(-1, 7) | JSON_VALUES,
        "email_reminders": st.booleans() | JSON_VALUES,
    },
)
DOCUMENTS = (
    TASKS
    | st.fixed_dictionaries({"data": TASKS, "settings": ODD_SETTINGS})
    | st.builds(lambda tasks, beside: {**beside, "data": tasks}, TASKS, st.dictionaries(ANY_TEXT, ANY_TEXT))
)

CELLS = ANY_TEXT | st.sampled_from(["TRUE", "sep=;", "'", "2", "31.12.2026", '["a"]', "[" * 5000, "1e999", "NaN"])
ROWS = st.lists(st.lists(CELLS, max_size=12), max_size=6)
NAMES = st.lists(st.sampled_from([*fields.TASKS.in_files, "Title", " due  date "]) | CELLS, max_size=12)


def as_csv(lines: list[list[str]], separator: str, quotes: bool, ending: str) -> str:
    return ending.join(
        separator.join('"' + cell.replace('"', '""') + '"' if quotes else cell for cell in line) for line in lines
    )


CSV = st.builds(
    as_csv,
    st.builds(lambda names, rows: [names, *rows], NAMES | st.just(["title", "tags", "due_date"]), ROWS),
    st.sampled_from([",", ";", "\t", "|", " ", "\x00"]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
MOMENTS = ["20310203", "20310203T170500Z", "99991231T235959Z", "00010101T000000Z", "-PT15M", "P9999W", "-P9999W"]
WORDS = ["FREQ=DAILY", "FREQ=DAILY;UNTIL=99991231T235959Z", "a", "b", "c", "COMPLETED", "CANCELLED", "1", "a\\,b,c"]
VALUES = ANY_TEXT | st.sampled_from([*MOMENTS, *WORDS, "x" * 1200, "\\", "\ufdfa" * 200, "\u200b"])
PROPERTIES = st.sampled_from([*OF_TASKS, *OF_ALARMS, *OF_CALENDARS]).flatmap(
    lambda name: st.sampled_from(
        ["", ";TZID=Europe/Berlin", ";VALUE=DATE", ';X="a:b', ";RELTYPE=CHILD", ";RELATED=END"]
    ).flatmap(lambda parameter: VALUES.map(lambda value: f"{name}{parameter}:{value}"))
)
PARTS = st.sampled_from(["VTODO", "VTODO", "VALARM", "VEVENT", "VCALENDAR"]).flatmap(
    lambda kind: st.sampled_from([f"BEGIN:{kind}", f"END:{kind}"])
)
WHOLE_TODOS = st.lists(PROPERTIES, max_size=12).map(lambda lines: "\n".join(["BEGIN:VTODO", *lines, "END:VTODO"]))
CALENDARS = st.lists(WHOLE_TODOS | PROPERTIES | PARTS | VALUES, max_size=12).map(
    lambda lines: "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VTODO"])
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252"])


def corrupt(content: bytes, place: int, junk: bytes) -> bytes:
    place %= len(content) + 1
    return content[:place] + junk + content[place:]


FILES = {
    "application/json": st.builds(json.dumps, DOCUMENTS, ensure_ascii=st.booleans()),
    "text/csv": st.builds(
        lambda first, text: first + text, st.sampled_from(["", "sep=;\n", "sep=|\n", "sep==\n", "\n\n"]), CSV
    ),
    "text/calendar": CALENDARS,
}


@pytest.mark.parametrize("media_type", FILES)
@given(data=st.data())
@examples(120, suppress_health_check=list(HealthCheck))
def test_a_malicious_file_is_imported_completely_or_not_at_all(
    media_type: str, data: st.DataObject, alice: Person
) -> None:
    text = data.draw(FILES[media_type])
    encoding = data.draw(ENCODINGS)
    content = text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
    if data.draw(st.integers(0, 4)) == 0:
        content = corrupt(content, data.draw(st.integers(0, 10_000)), data.draw(st.binary(max_size=8)))
    dry_run = data.draw(st.sampled_from(["false", "true"]))
    before = kept_by(alice)
    answer = alice.client.post(
        "/api/me/import", params={"dry_run": dry_run}, content=content, headers={"Content-Type": media_type}
    )
    after = kept_by(alice)
    if answer.status_code == 200:
        counts = answer.json()["data"]
        created = 0 if dry_run == "true" else counts["created"]
        assert len(after.keys() - before.keys()) == created
        assert len(after) == len(before) + created
        changed = [task for task_id, task in before.items() if after[task_id] != task]
        assert len(changed) == (0 if dry_run == "true" else counts["updated"])
    else:
        assert answer.status_code in {409, 415, 422}, (answer.status_code, answer.text)
        assert list(answer.json()) == ["detail"]
        assert after == before
    if len(after) > 200:
        for task_id in after:
            alice.client.delete(f"/api/tasks/{task_id}", params={"permanent": "true"})


def kept_by(person: Person) -> dict[str, Any]:
    """All tasks, including the trash, which every format must be able to export."""
    for form in ("csv", "ics"):
        assert person.client.get("/api/me/export", params={"format": form}).status_code == 200
    return {task["id"]: task for task in person.client.get("/api/me/export").json()["data"]}
