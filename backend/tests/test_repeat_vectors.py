"""When tasks come next: what PostgreSQL computes, against vectors that python-dateutil has computed."""

import json
from typing import Any

import psycopg

from devtools import repeat_vectors

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
