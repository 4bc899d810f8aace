"""The case folding of text: the same in Python, in SQL and in the web app, by shared test vectors."""

import itertools
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings

from app.values.kinds import NOT_BLANK_PATTERN
from app.values.text import fold, is_blank
from devtools.folding import FILES, UNICODE, rewritten
from devtools.postgres import ensure_database
from tests.conftest import Arrive, migrate
from tests.conftest import Sql as Connection
from tests.service import Person, refused, service

VECTORS: dict[str, list[Any]] = json.loads(
    (Path(__file__).parent / "vectors" / "folding.json").read_text(encoding="utf-8")
)
PAIRS = [pair for group in VECTORS["same"] for pair in itertools.pairwise(group)]

of_unicode_14 = pytest.mark.skipif(
    unicodedata.unidata_version != UNICODE, reason=f"the tables are those of Unicode {UNICODE}"
)


@pytest.fixture(scope="module")
def text_database(postgres: str) -> str:
    url = ensure_database(postgres, "text")
    migrate(url)
    return url


@pytest.fixture(scope="module")
def folding(text_database: str) -> Iterator[Connection]:
    with psycopg.connect(text_database, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def text_url(text_database: str) -> Iterator[str]:
    with service(text_database) as url:
        yield url


@pytest.fixture
def anna(newcomer: Arrive, text_url: str) -> Person:
    return newcomer(text_url)


def ask(folding: Connection, expression: str, *values: Any) -> Any:
    row = folding.execute(f"SELECT {expression}".encode(), values).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_texts_that_differ_in_case_or_spelling_are_equal(folding: Connection, one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert ask(folding, "todo.fold(%s)", one) == ask(folding, "todo.fold(%s)", other) == fold(one)


@pytest.mark.parametrize(("one", "other"), VECTORS["different"])
def test_texts_that_differ_in_more_are_not_equal(folding: Connection, one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert ask(folding, "todo.fold(%s) <> todo.fold(%s)", one, other)


STRIPPED = "todo.strip_accents(todo.fold(%s))"


@pytest.mark.parametrize(("one", "other"), VECTORS["same_but_for_accents"])
def test_accents_can_be_removed(folding: Connection, one: str, other: str) -> None:
    assert ask(folding, STRIPPED, one) == ask(folding, STRIPPED, other)


@pytest.mark.parametrize(("one", "other"), VECTORS["different_in_marks"])
def test_marks_that_distinguish_letters_stay(folding: Connection, one: str, other: str) -> None:
    assert ask(folding, STRIPPED, one) != ask(folding, STRIPPED, other)


@of_unicode_14
def test_python_and_sql_fold_every_character_in_the_same_way(folding: Connection) -> None:
    every = [chr(number) for number in range(1, sys.maxunicode + 1) if not 0xD800 <= number < 0xE000]
    assigned = [f"a{one}B" for one in every if unicodedata.category(one) != "Cn"]
    rows = folding.execute("SELECT one, todo.fold(one) FROM unnest(%s::text[]) one", [assigned]).fetchall()
    assert [row for row in rows if row[1] != fold(row[0])] == []
    assert [row for row in rows if fold(row[1]) != row[1]] == []


@of_unicode_14
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_tables_in_the_sql_are_those_of_unicode(file: Path) -> None:
    assert rewritten(file) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("titles", VECTORS["order"])
def test_titles_have_one_order(folding: Connection, titles: list[str]) -> None:
    keys = [ask(folding, "todo.title_key(%s)", title) for title in titles]
    assert sorted(keys, key=str.encode) == keys
    assert len(set(keys)) == len(keys)


def test_no_key_is_too_long_for_an_index(folding: Connection) -> None:
    for title in ("\ufdfa" * 100, "1 " * 50, "\U0010ffff" * 100, "é" * 100):
        assert ask(folding, "octet_length(todo.title_key(%s))", title) <= 2000


def test_tags_have_keys_in_their_order(folding: Connection) -> None:
    assert ask(folding, "todo.tag_keys(%s::varchar[])", ["Straße", "HOME", "a, b", ""]) == [
        "strasse",
        "home",
        "a, b",
        "",
    ]
    assert ask(folding, "todo.tag_keys('{}')") == []


ascii_text = st.text(st.characters(min_codepoint=1, max_codepoint=127) | st.sampled_from("aZ09 -./'\\_<&@"))


@given(title=ascii_text, description=st.none() | ascii_text | ascii_text.map(lambda text: text * 40))
@example(title="a" * 501, description=None)
@example(
    title="v1.2-x 0000000000000000012 9" + "0" * 30,
    description="<b>5</b> a@b.de http://x/y?z -1e5 3.14 &amp; it's C:\\x",
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ascii_variants_give_the_same_keys_and_words_as_the_general_functions(
    folding: Connection, title: str, description: str | None
) -> None:
    long_way = "(todo.title_key_unicode(%s), todo.words_of_unicode(%s, %s))"
    short_way = long_way.replace("_unicode", "")
    assert ask(folding, f"{short_way} = {long_way}", *[title, title, description] * 2)


digits = st.text(st.sampled_from("0001239aé"), max_size=60)


@given(text=digits)
@example(text="0 00 " + "0" * 13 + " 1" + "0" * 30 + " " + "0" * 30 + "1")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_in_a_key_have_twelve_digits_or_as_many_as_they_need(folding: Connection, text: str) -> None:
    padded = re.sub("[0-9]+", lambda number: number[0].lstrip("0").rjust(12, "0"), text)
    assert ask(folding, "todo.padded_numbers(%s)", text) == padded


@pytest.mark.parametrize("text", VECTORS["blank"])
def test_a_title_or_a_tag_must_have_something_visible(alice: Person, text: str) -> None:
    assert is_blank(text)
    refused(alice.client.post("/api/tasks", json={"title": text}), 422, "Title is required")
    refused(alice.client.post("/api/tasks", json={"title": "x", "tags": [text]}), 422, "Tag is required")
    refused(alice.client.get("/api/tasks", params={"tag": text}), 422, "Tag is required")


@pytest.mark.parametrize("text", VECTORS["visible"])
def test_a_title_and_a_tag_are_stored_as_sent(alice: Person, text: str) -> None:
    assert not is_blank(text)
    task = alice.add(text, tags=[text])
    assert (task["title"], task["tags"]) == (text, [text])


def test_the_openapi_document_has_the_same_rule_for_blank_texts() -> None:
    assert [text for text in VECTORS["blank"] if re.search(NOT_BLANK_PATTERN, text)] == []
    assert [text for text in VECTORS["visible"] if not re.search(NOT_BLANK_PATTERN, text)] == []


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_equal_tags_are_refused_together(alice: Person, one: str, other: str) -> None:
    answer = alice.client.post("/api/tasks", json={"title": "x", "tags": [one, other]})
    refused(answer, 422, "Tags must differ in more than case")


@pytest.mark.parametrize("tags", VECTORS["different"])
def test_different_tags_are_accepted_together(alice: Person, tags: list[str]) -> None:
    assert alice.add("x", tags=tags)["tags"] == tags


@pytest.mark.parametrize("vector", VECTORS["search"])
def test_a_search_finds_words_and_their_beginnings(anna: Person, vector: dict[str, Any]) -> None:
    task = anna.add(vector["text"])
    other = anna.add("Something else", description=vector["text"])
    found = anna.tasks(q=vector["query"], sort="-created_at")
    assert [one["id"] for one in found] == ([task["id"], other["id"]] if vector["found"] else [])


def test_the_longest_texts_can_be_searched(anna: Person) -> None:
    for text in ("🥛", "\ufdfa", "é", "\U0010ffff", "a", "牛", "А", "1a", "\u0301"):  # noqa: RUF001
        task = anna.add((text * 100)[:100], description=(text * 1000)[:1000])
        assert task["id"] in [one["id"] for one in anna.tasks(q=(text * 20)[:20])] or text == "\u0301"
        assert isinstance(anna.tasks(q=(text * 200)[:200]), list)
