"""When tasks come next: what PostgreSQL computes, against vectors that python-dateutil has computed."""

import json
from datetime import date
from typing import Any

import hypothesis.strategies as st
import psycopg
from hypothesis import HealthCheck, given

from app.tasks.repeats import WEEKDAYS, Rule
from devtools import repeat_vectors
from tests.conftest import examples
from tests.service import Person

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(repeat_vectors.TARGET.read_text(encoding="utf-8"))

# Each vector whose result is another one.
DIFFERENT = """
    SELECT v.n, v.vector, next.day, next.repeat
    FROM unnest(%s::json[]) WITH ORDINALITY v (vector, n),
        json_to_record(v.vector) AS said
            (repeat varchar, repeat_from varchar, due_date date, today date, next date, "left" varchar),
        todo.next_occurrence(said.repeat, said.repeat_from, said.due_date, said.today) next
    WHERE (next.day, next.repeat) IS DISTINCT FROM (said.next, said."left")
"""


def test_postgresql_computes_every_next_day_as_the_vectors_have_it(database_url: str) -> None:
    assert len(VECTORS["next"]) > 4000
    with psycopg.connect(database_url) as connection:
        rows = [json.dumps(each) for each in VECTORS["next"]]
        assert connection.execute(DIFFERENT, [rows]).fetchall() == []


def test_the_vectors_are_what_dateutil_computes() -> None:
    assert repeat_vectors.vectors() == VECTORS


nth_weekday = st.builds(
    lambda n, day: (f"{n}{day}",), st.sampled_from([1, 2, 3, 4, -1, -2, -3, -4]), st.sampled_from(WEEKDAYS)
)
month_days = st.none() | st.sampled_from([-1, *range(1, 32)])
months = st.integers(1, 12)
limits: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"count": st.integers(1, 12)}),
    st.fixed_dictionaries({"until": st.dates(date(2060, 1, 1), date(2070, 1, 1))}),
)
kinds: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({"frequency": "DAILY"}),
    st.builds(
        lambda days: {"frequency": "WEEKLY", "days": tuple(day for day in WEEKDAYS if day in days)},
        st.sets(st.sampled_from(WEEKDAYS)),
    ),
    st.builds(lambda day: {"frequency": "MONTHLY", "month_day": day}, month_days),
    st.builds(lambda days: {"frequency": "MONTHLY", "days": days}, nth_weekday),
    st.builds(lambda month, day: {"frequency": "YEARLY", "month": month, "month_day": day}, months, month_days),
    st.builds(lambda month, days: {"frequency": "YEARLY", "month": month, "days": days}, months, nth_weekday),
)
rules = st.builds(
    lambda kind, limit, interval: Rule(**kind, **limit, interval=interval), kinds, limits, st.integers(1, 40)
)


@given(rule=rules, due=st.dates(date(2060, 1, 1), date(2069, 12, 31)), steps=st.lists(st.booleans(), max_size=8))
@examples(40, suppress_health_check=list(HealthCheck))
def test_any_rule_completed_and_undone_is_as_dateutil_has_it(
    url: str, rule: Rule, due: date, steps: list[bool]
) -> None:
    person = Person(url)
    with person.client:
        task = person.add(due_date=str(due), repeat=str(rule))
        states = [(due, repeat_vectors.with_day(rule, due))]
        numbers: list[int] = []
        for is_undo in steps:
            seen = person.client.get(f"/api/tasks/{task['id']}").json()["data"]
            assert (seen["due_date"], seen["repeat"]) == tuple(map(str, states[-1]))
            if is_undo and numbers:
                person.client.post("/api/undo", json={"seq": numbers.pop()})
                states.pop()
                numbers.clear()  # only the last change can be undone
                continue
            answer = person.client.patch(f"/api/tasks/{task['id']}/complete")
            following = repeat_vectors.completed(states[-1][1], states[-1][0], date(2026, 1, 1), "due")
            assert answer.json()["data"]["completed"] is (following is None)
            if following is None:
                break
            states.append(following)
            numbers.append(int(answer.headers["x-change-seq"]))


def test_a_zone_that_postgresql_does_not_know_counts_as_utc(database_url: str) -> None:
    day = "SELECT todo.day_at('2026-12-31T23:00:00Z', %s)"
    with psycopg.connect(database_url) as connection:
        days = {zone: connection.execute(day, [zone]).fetchone() for zone in ("Asia/Tokyo", "Nowhere/Else", None)}
    assert days == {
        "Asia/Tokyo": (date(2027, 1, 1),),
        "Nowhere/Else": (date(2026, 12, 31),),
        None: (date(2026, 12, 31),),
    }
