"""Memory does not grow with the variety of requests, neither the service's nor that of PostgreSQL's processes."""

import asyncio
import gc
import itertools
import tracemalloc
from typing import Any, get_args
from urllib.parse import parse_qs, urlsplit

import hypothesis
import psycopg
import pytest
from sqlalchemy import func, select, table

from app.postgres.connection import MAX_PREPARED, Connection
from app.postgres.statement import Statement
from app.tasks.listing import FILTERS, ListOptions, statement_of
from app.tasks.schemas.listing import TaskSort
from tests.service import Person

IS_EXPLORING = hypothesis.settings.get_current_profile_name() == "explore"
SEARCHES = 10_000 if IS_EXPLORING else 600
# A compiled statement for each search would take 2,700 bytes.
BYTES_EACH = 300


def different_search(number: int, cursor: str) -> dict[str, Any]:
    """A query that has not been made before, with one of a few combinations of filters."""
    queries: list[dict[str, Any]] = [
        {"q": f"w{number}"},
        {"q": f"w{number} x{number}", "limit": number % 1000 + 1},
        {"tag": [f"tag {number}", "home"], "limit": 10},
        {"due_before": f"{2000 + number % 1000}-01-01", "priority": number % 4, "limit": 7},
        {"sort": "title", "limit": 1, "cursor": cursor},
        {"limit": 1, "cursor": f"{cursor[:-4]}{number:04}"},
    ]
    return queries[number % len(queries)]


def test_thousands_of_different_searches_take_no_more_memory(alice: Person) -> None:
    for title in ("Buy milk", "Call home"):
        alice.add(title)
    first = alice.client.get("/api/tasks", params={"sort": "title", "limit": 1})
    cursor = parse_qs(urlsplit(first.links["next"]["url"]).query)["cursor"][0]

    def search(numbers: range) -> None:
        for number in numbers:
            answer = alice.client.get("/api/tasks", params=different_search(number, cursor))
            assert answer.status_code in {200, 422}, answer.text

    tracemalloc.start()
    try:
        search(range(10_000, 10_200))
        gc.collect()
        statements, (before, _) = statement_of.cache_info().currsize, tracemalloc.get_traced_memory()
        search(range(20_000, 20_000 + SEARCHES))
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert statement_of.cache_info().currsize == statements
    assert after - before < SEARCHES * BYTES_EACH


def test_lists_have_a_few_thousand_statements_and_no_more() -> None:
    """A malicious client can make a process compile each once: together 30 MB in five seconds."""
    flags = [(False, False), (True, False), (True, True)]  # whether it has a limit, and whether it has a cursor
    filters = [each for size in range(len(FILTERS) + 1) for each in itertools.combinations(FILTERS, size)]
    shapes = {
        ListOptions(sort, frozenset(names), is_deleted, *flag)
        for sort, names, is_deleted, flag in itertools.product(get_args(TaskSort), filters, (False, True), flags)
    }
    assert len(shapes) == 9216


def test_a_connection_keeps_a_bounded_number_of_prepared_statements(database_url: str) -> None:
    """And statements still work after others were closed, also when a whole pipeline was refused."""
    prepared = Statement(select(func.count()).select_from(table("pg_prepared_statements")), only_reads=True)
    statements = [Statement(f"SELECT {n}") for n in range(3 * MAX_PREPARED)]
    refused = Statement("SELECT todo.refuse(:owner)")

    async def ask() -> list[int]:
        connection = await Connection.open(database_url)
        counts = []
        try:
            for n, statement in enumerate(statements):
                assert await connection.run([statement.bind({})] * 2) == [[b"%d" % n]] * 2
                if n % 50 == 0:
                    with pytest.raises(psycopg.DatabaseError, match="x"):
                        await connection.run([statements[n - 5].bind({}), refused.bind({"owner": "x"})])
                    (row,) = await connection.run([prepared.bind({})])
                    counts.append(int((row or [b"0"])[0] or b"0"))
            many = [statement.bind({}) for statement in statements]
            assert await connection.run(many) == [[b"%d" % n] for n in range(len(many))]
            await connection.run([statements[0].bind({}), statements[1].bind({})])
            (row,) = await connection.run([prepared.bind({})])
            counts.append(int((row or [b"0"])[0] or b"0"))
        finally:
            connection.discard()
        return counts

    counts = asyncio.run(ask())
    assert max(counts) <= MAX_PREPARED + 1, counts
    assert counts[-2] > MAX_PREPARED // 2, counts
