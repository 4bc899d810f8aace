"""Opaque values (ids, cursors, tokens, entity tags): as the service has returned them, and modified."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import hypothesis.strategies as st

from tests.service import Person

# Values that break parsers: empty ones, blanks, huge numbers, other encodings, fragments of JSON and of SQL.
ODD = [
    "", " ", "0", "-1", "*", '"', '""', '"*"', "W/", 'W/""', '","', "\\", '"\\"', "{}", "[]", "null", "NaN", "1e999",
    "%00", "\x00", "\x7f", "\u00a0", "\ufeff", "\U0001f95b", "\u0660", "\u00b2", "=", "==", "e30", "bnVsbA", "W10",
    "-".join(["0"] * 99), "9" * 18, "9" * 19, "9" * 400, "0" * 400 + "1", "0-0", "0~", "ffffffffffffffff-1", "1-1~",
    "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "'; --", "infinity", "a\nb",
    "batch", "changes",
]  # fmt: skip


def given_to(person: Person) -> dict[str, list[str]]:
    """Values that the service has returned to a user with a few tasks, by the parameters that accept them."""
    tasks = [person.add(f"Task {n}", due_date=f"2027-01-0{n}", tags=["home"]) for n in range(1, 6)]
    path = f"/api/tasks/{tasks[0]['id']}"
    person.client.patch(path, json={"title": "Changed"})
    person.client.delete(f"/api/tasks/{tasks[4]['id']}")
    person.client.delete(f"/api/tasks/{tasks[3]['id']}", params={"permanent": "true"})
    lists = [
        person.client.get("/api/tasks", params={"limit": 1, "sort": sort})
        for sort in ("created_at", "title", "due_date")
    ]
    history = person.client.get(f"{path}/history", params={"limit": 1})
    cursors = [parse_qs(urlsplit(answer.links["next"]["url"]).query)["cursor"][0] for answer in [*lists, history]]
    changes = [person.client.get("/api/tasks/changes", params=query).json() for query in ({}, {"limit": 1})]
    tags = [person.client.get(path).headers["etag"], lists[0].headers["etag"], '"1"', "*"]
    return {
        "task_id": [task["id"] for task in tasks],
        "cursor": cursors,
        "since": [page["next"] for page in changes],
        "If-Match": tags,
        "If-None-Match": tags,
        "Idempotency-Key": ["a-key", '"a-key"'],
        "q": ["task", '"task 1" -home'],
        "tag": ["home"],
        "due_before": ["2027-01-03"],
        "due_after": ["2027-01-03"],
        "limit": ["1", "1000"],
    }


def modified(value: str, seed: int) -> str:
    """The value unchanged, shortened at either end, or with something inserted or appended."""
    place = seed % (len(value) + 1)
    odd = ODD[seed % len(ODD)]
    return (value, value[:place], value[place:], value[:place] + odd + value[place:], value + odd, value.swapcase())[
        seed % 6
    ]


def opaque(given: Sequence[str]) -> st.SearchStrategy[str]:
    """A returned value, a modified one, or something else."""
    values = st.sampled_from(given)
    return values | st.builds(modified, values, st.integers(0, 2**32)) | st.sampled_from(ODD) | st.text(max_size=8)
