"""Searching: words, tags, priority and due dates, alone and combined."""

import string
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from tests.service import Person, refused


def titles(person: Person, **query: Any) -> list[str]:
    answer = person.client.get("/api/tasks", params=query)
    assert answer.status_code == 200, answer.text
    return sorted(task["title"] for task in answer.json()["data"])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("milk", ["Buy milk", "Oat milk"]),
        ("MILK", ["Buy milk", "Oat milk"]),
        ("mil", ["Buy milk", "Oat milk"]),
        ("m", ["Buy milk", "Oat milk", "Send e-mail"]),
        ("ilk", []),
        ("buy", ["Buy milk", "Oat milk"]),  # one of them has it in its description
        ("milk buy", ["Buy milk", "Oat milk"]),
        ("mil buy", []),  # only the last word may be incomplete
        ("buy mil", ["Buy milk", "Oat milk"]),
        ("milk -oat", ["Buy milk"]),
        ("-oat milk", ["Buy milk"]),
        ('"buy milk"', ["Buy milk"]),
        ('"milk buy"', []),
        ('"buy mil', ["Buy milk"]),
        ("oat or rent", ["Oat milk", "Pay rent"]),
        ("rent or oa", ["Oat milk", "Pay rent"]),
        ("e-mail", ["Send e-mail"]),
        ("e-mai", ["Send e-mail"]),
        ("send e-ma", ["Send e-mail"]),
        ("молок", ["Молоко"]),
        ("МОЛОКО", ["Молоко"]),
        ("nothing", []),
        ("milk nothing", []),
        ("  milk  ", ["Buy milk", "Oat milk"]),
        ("100%", ["100% done"]),
        ("!!!", []),
        ("https://example.com/a", ["Read https://example.com/a"]),
        ("read http://exam", ["Read https://example.com/a"]),
        ("हिन", ["हिन्दी"]),
        ("हिन्", ["हिन्दी"]),  # ends in a mark that is no letter
    ],
)
def test_words_are_found_in_titles_and_descriptions(alice: Person, bob: Person, words: str, found: list[str]) -> None:
    bob.add("Bob's milk")
    for title, description in (
        ("Buy milk", None), ("Oat milk", "where to buy it"), ("Pay rent", ""), ("Send e-mail", "x"), ("Молоко", None),
        ("100% done", None), ("Read https://example.com/a", None), ("हिन्दी", None),
    ):  # fmt: skip
        alice.add(title, description=description)
    assert titles(alice, q=words) == found


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("if a<b then c>d", ["then", "b", "<b", "if a<b then"]),
        ("call <Anna> now", ["anna", "<Anna>", "now"]),
        ("R&D; budget", ["d", "r&d", "R&D; bud"]),
        ("mail anna@example.com", ["anna", "anna@", "anna@e", "anna@example.com", "example.com"]),
    ],
)
def test_a_text_like_markup_or_an_address_is_found_by_its_words(alice: Person, title: str, words: list[str]) -> None:
    alice.add("Something else")
    alice.add(title)
    assert [titles(alice, q=one) for one in words] == [[title]] * len(words)


@pytest.mark.parametrize(
    "title",
    [
        "[docs](https://example.com/a)", "Read:https://example.com", "url=https://a.com", "view-source:https://a.com/x",
        "git+ssh://git@host/x", "https://web.archive.org/web/2020/https://example.com/", "https://x.com/?u=https://y.com",
        "<https://example.com>", "(see https://example.com)", "https://", "a https://b", '"https://example.com/a"',
    ],
)  # fmt: skip
def test_a_title_with_an_address_is_found_by_its_own_text(alice: Person, title: str) -> None:
    alice.add("Something else")
    alice.add(title)
    assert titles(alice, q=title) == [title]
    assert titles(alice, q='"' + title.replace('"', "") + '"') == [title]


def test_the_scheme_of_an_address_is_ignored_where_a_word_begins_with_it(alice: Person) -> None:
    alice.add("Read https://example.com/a")
    alice.add("Something else")
    for words in ("http://example.com", "example.com", "read ftp://example.com/a", "https://or"):
        assert titles(alice, q=words) == (["Read https://example.com/a"] if "example" in words else [])
    assert titles(alice, q="-http://example.com") == ["Something else"]
    # In quotes it is a word like any other.
    assert titles(alice, q='"Read https://example"') == ["Read https://example.com/a"]
    assert titles(alice, q='"http://example.com"') == []


@pytest.mark.parametrize("words", ["", " ", "\t\n"])
def test_a_search_without_words_filters_nothing(alice: Person, words: str) -> None:
    alice.add("x")
    assert titles(alice, q=words) == ["x"]


def test_a_search_reflects_every_change(alice: Person) -> None:
    task = alice.add("Buy milk")
    path = f"/api/tasks/{task['id']}"
    seq = alice.client.patch(path, json={"title": "Buy bread"}).headers["x-change-seq"]
    assert (titles(alice, q="milk"), titles(alice, q="bread")) == ([], ["Buy bread"])
    alice.client.post("/api/undo", json={"seq": int(seq)})
    assert (titles(alice, q="milk"), titles(alice, q="bread")) == (["Buy milk"], [])
    alice.client.delete(path)
    assert titles(alice, q="milk") == []
    assert titles(alice, q="milk", deleted="true") == ["Buy milk"]


hostile = st.text(
    st.sampled_from("ab1é🥛 '\"\\&|!():*<->%_-.,@/\t\x01") | st.characters(exclude_categories=["Cs"]), max_size=40
)


@given(words=hostile)
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
def test_no_search_is_a_500(alice: Person, words: str) -> None:
    answer = alice.client.get("/api/tasks", params={"q": words})
    if "\x00" in words:
        refused(answer, 422, "Q contains a character that cannot be stored")
    else:
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "words",
    [
        "'", "''", "a'", "a':*", "\\", "a\\", "a\\'", ":*", "a:*", "a:b", "a & ", "| a", "!", "!a", "-",
        "--a", "a-", "((", "a)", '"', '"a', '""', "or", "or or", "a or", "or a", "-or", "a <-> b", "<2>",
        "'a' & 'b", "http://a.b/c?d=e", "a@b.c", "1e5", "-1", "3.14", "/usr/bin/x", "%_%", "a-b-c", "A-B'C",
        "--", "it's", "-'a-b'", "ǆ-x", "İ-i", "x" * 200, "🥛" * 200, "a-" * 99 + "a",
    ],
)  # fmt: skip
def test_invalid_search_syntax_is_no_error(alice: Person, words: str) -> None:
    assert isinstance(titles(alice, q=words), list)


@pytest.mark.parametrize("words", ["x" * 201, "\x00", "a\x00b"])
def test_an_invalid_search_text_is_refused(alice: Person, words: str) -> None:
    sentence = (
        "Q must be at most 200 characters" if len(words) > 200 else "Q contains a character that cannot be stored"
    )
    refused(alice.client.get("/api/tasks", params={"q": words}), 422, sentence)


def test_all_tags_must_match_and_their_case_does_not_matter(alice: Person) -> None:
    alice.add("both", tags=["Home", "ÜBEN"])
    alice.add("home", tags=["home"])
    alice.add("other", tags=["homework"])
    alice.add("none")
    assert titles(alice, tag="home") == ["both", "home"]
    assert titles(alice, tag=" HOME ") == ["both", "home"]
    assert titles(alice, tag=["home", "üben"]) == ["both"]
    assert titles(alice, tag=["home", "HOME"]) == ["both", "home"]
    assert titles(alice, tag="hom") == []
    alice.add("greek", tags=["ΟΔΟΣ"])
    assert titles(alice, tag="οδος") == ["greek"]
    assert titles(alice, tag=["home", "absent"]) == []


@pytest.mark.parametrize("tag", ["a, b", '"', "'", "{}", "%", "a\\b", "null", "🥛" * 40, "or", "[1]"])
def test_every_tag_is_found_by_its_own_name(alice: Person, tag: str) -> None:
    alice.add("with", tags=[tag, "x"])
    alice.add("without", tags=["y"])
    assert titles(alice, tag=tag) == ["with"]


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("", "Tag is required"),
        (" ", "Tag is required"),
        ("x" * 41, "Tag must be at most 40 characters"),
        ("\x00", "Tag contains a character that cannot be stored"),
    ],
)
def test_an_invalid_tag_is_refused(alice: Person, tag: str, sentence: str) -> None:
    refused(alice.client.get("/api/tasks", params={"tag": tag}), 422, sentence)


def test_more_than_twenty_tags_are_refused(alice: Person) -> None:
    refused(alice.client.get("/api/tasks", params={"tag": list(string.ascii_lowercase)}), 422, "Tag must be at most 20")


def test_lists_can_be_filtered_and_sorted_by_priority(alice: Person) -> None:
    for priority in (1, 3, 0, 2):
        alice.add(f"p{priority}", priority=priority)
    assert titles(alice, priority="3") == ["p3"]
    assert [task["priority"] for task in alice.tasks(sort="priority")] == [3, 2, 1, 0]
    assert [task["priority"] for task in alice.tasks(sort="-priority")] == [0, 1, 2, 3]
    for junk in ("4", "-1", "x", "", "1.0", "٣"):
        assert refused(alice.client.get("/api/tasks", params={"priority": junk}), 422).startswith("Priority ")


def test_the_last_updated_tasks_can_come_first(alice: Person) -> None:
    first, second = alice.add("first"), alice.add("second")
    alice.client.patch(f"/api/tasks/{first['id']}", json={"priority": 1})
    assert [task["id"] for task in alice.tasks(sort="updated_at")] == [first["id"], second["id"]]
    assert [task["id"] for task in alice.tasks(sort="-updated_at")] == [second["id"], first["id"]]


def test_lists_can_be_filtered_by_due_date(alice: Person) -> None:
    for due_date in (None, "2026-01-01", "2026-01-02", "2026-01-03"):
        alice.add(str(due_date), due_date=due_date)
    assert titles(alice, due_before="2026-01-02") == ["2026-01-01"]
    assert titles(alice, due_after="2026-01-02") == ["2026-01-03"]
    assert titles(alice, due_after="2026-01-01", due_before="2026-01-03") == ["2026-01-02"]
    assert titles(alice, due_before="9999-12-31") == ["2026-01-01", "2026-01-02", "2026-01-03"]
    for name in ("due_before", "due_after"):
        for junk in ("", "2026-02-30", "20260101", "2026-01-01T00:00:00Z", "infinity", "today"):
            refused(
                alice.client.get("/api/tasks", params={name: junk}),
                422,
                f"{name.replace('_', ' ').capitalize()} must be a date like 2026-12-31",
            )


def test_all_filters_can_be_combined(alice: Person) -> None:
    wanted = {"tags": ["home"], "priority": 2, "due_date": "2026-01-02", "completed": True}
    alice.add("Buy milk", **wanted)
    for name, value in (("tags", []), ("priority", 1), ("due_date", "2026-02-02"), ("completed", False)):
        alice.add("Buy milk too", **{**wanted, name: value})
    alice.add("Buy bread", **wanted)
    query = {"q": "mil", "tag": "home", "priority": "2", "due_before": "2026-02-01", "due_after": "2026-01-01"}
    assert titles(alice, **query, completed="true", sort="title") == ["Buy milk"]


@pytest.mark.parametrize("name", ["q", "priority", "due_before", "due_after", "limit", "cursor", "deleted", "sort"])
def test_a_single_filter_may_not_be_given_twice(alice: Person, name: str) -> None:
    value = {"q": "x", "priority": "1", "limit": "1", "cursor": "x", "deleted": "true", "sort": "title"}.get(
        name, "2026-01-01"
    )
    sentence = f"{name.replace('_', ' ').capitalize()} may be given only once"
    refused(alice.client.get("/api/tasks", params={name: [value, value]}), 422, sentence)
    both = alice.client.get("/api/tasks", params={name: [value, value], "completed": "maybe"})
    assert sorted(refused(both, 422).split("; ")) == sorted([sentence, "Completed must be true or false"])
