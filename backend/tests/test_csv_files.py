"""CSV files as exports, spreadsheets and people write them."""

import csv
import io
import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.account.files import read_file
from app.errors import InvalidInput
from app.values.text import is_blank
from tests.conftest import Arrive
from tests.service import Person, refused
from tests.test_export_and_import import content_of, export, send

FULL: dict[str, Any] = {
    "description": "Two litres",
    "due_date": "2026-12-31",
    "priority": 2,
    "tags": ["home"],
    "completed": True,
}
HOW_TAGS_ARE_WRITTEN = 'Tags must be a list like ["home", "work"]'
SOME_ID = "0b0e7a52-3c5f-4a43-9d0c-5b8f8a1a7c11"


def bring(person: Person, content: str | bytes) -> list[str]:
    """Import a CSV file; what of it was ignored."""
    body = content.encode() if isinstance(content, str) else content
    answer = person.client.post("/api/me/import", content=body, headers={"Content-Type": "text/csv"})
    assert answer.status_code == 200, answer.text
    left_out: list[str] = answer.json()["data"]["left_out"]
    return left_out


def refusal(person: Person, content: str | bytes, media_type: str = "text/csv") -> str:
    body = content.encode() if isinstance(content, str) else content
    answer = person.client.post("/api/me/import", content=body, headers={"Content-Type": media_type})
    sentence = refused(answer, 422)
    assert person.tasks() == []
    return sentence


def the_one(person: Person) -> dict[str, Any]:
    (task,) = person.tasks()
    return task


def without_bookkeeping(person: Person) -> list[dict[str, Any]]:
    return [{**task, "updated_at": None} for task in content_of(person)]


# An empty cell is null.


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize(
    "before",
    [
        {},
        {"description": ""},
        FULL,
        {"completed": True},
        {"description": "x"},
        {"due_date": "2026-12-31"},
        {"priority": 3},
    ],
)
@pytest.mark.parametrize(
    "after", [{"title": "Other"} | FULL, {"title": "Buy milk", "description": None, "due_date": None}]
)
def test_importing_an_export_reverts_later_changes(
    alice: Person, form: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    path = f"/api/tasks/{alice.add(**before)['id']}"
    was, file = without_bookkeeping(alice), export(alice, form)
    assert alice.client.patch(path, json={"completed": False, "priority": 0, "tags": []} | after).status_code == 200
    assert alice.client.delete(path).status_code == 204
    assert send(alice, form, file)["updated"] == 1
    assert without_bookkeeping(alice) == was


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_task_that_was_in_the_trash_is_moved_there_again(alice: Person, form: str) -> None:
    path = f"/api/tasks/{alice.add()['id']}"
    alice.client.delete(path)
    was, file = without_bookkeeping(alice), export(alice, form)
    alice.client.post(f"{path}/restore")
    assert send(alice, form, file)["updated"] == 1
    assert without_bookkeeping(alice) == was


def test_a_cell_that_was_emptied_clears_the_field(alice: Person) -> None:
    task = alice.add(**FULL)
    bring(alice, f"id,title,description,completed,due_date,priority,tags,created_at\n{task['id']},Buy milk,,,,,,\n")
    cleared = the_one(alice)
    assert cleared["created_at"] == task["created_at"]
    fields = {name: cleared[name] for name in FULL}
    assert fields == {"description": None, "due_date": None, "priority": 0, "tags": [], "completed": False}


def test_missing_cells_at_the_end_of_a_row_count_as_empty(alice: Person) -> None:
    task = alice.add(**FULL)
    alice.client.delete(f"/api/tasks/{task['id']}")
    bring(alice, f"id,title,description,deleted_at\n{task['id']},Buy milk\n")
    assert the_one(alice)["description"] is None


# As spreadsheets save it.

SAVED: dict[str, str | bytes] = {
    "capitals": "ID,TITLE,Completed,Due_Date\n,Buy milk,TRUE,2026-12-31\n",
    "spaces": " title , completed , due_date \nBuy milk, True , 2026-12-31 \n",
    "quoted after a space": '"title", "completed", "due_date"\n"Buy milk", "true", "2026-12-31"\n',
    "names as people write them": "Title,Completed,Due Date\nBuy milk,true,2026-12-31\n",
    "no-break spaces": "\u00a0title,completed\u00a0,due_date\nBuy milk,\u00a0true,2026-12-31\n",
    "semicolons": "title;completed;due_date\r\nBuy milk;WAHR;31.12.2026\r\n",
    "semicolons and quotes": '"title";"completed";"due_date"\n"Buy milk";"TRUE";"2026-12-31"\n',
    "semicolons and commas": "completed;due_date;title;notes, long\ntrue;2026-12-31;Buy milk;a, b\n",
    "tabs": "title\tcompleted\tdue_date\nBuy milk\tTRUE\t2026-12-31\n",
    "a line that names the separator": "sep=;\r\ntitle;completed;due_date\r\nBuy milk;TRUE;2026-12-31\r\n",
    "a line that names the tab": "SEP=\t\ntitle\tcompleted\tdue_date\nBuy milk\tTRUE\t2026-12-31\n",
    "a line that names another": "sep=|\ntitle|completed|due_date\nBuy milk|TRUE|2026-12-31\n",
    "a quoted line that names it": '"sep=;"\ntitle;completed;due_date\nBuy milk;TRUE;2026-12-31\n',
    "UTF-8 with a mark": "\ufefftitle,completed,due_date\nBuy milk,TRUE,2026-12-31\n",
    "two marks": "\ufeff\ufefftitle,completed,due_date\nBuy milk,TRUE,2026-12-31\n",
    "a mark and quotes": '\ufeff"title","completed","due_date"\n"Buy milk","TRUE","2026-12-31"\n',
    "a mark and a separator": "\ufeffsep=;\ntitle;completed;due_date\nBuy milk;TRUE;2026-12-31\n",
    "Unicode text": "\ufefftitle\tcompleted\tdue_date\r\nBuy milk\tTRUE\t2026-12-31\r\n".encode("utf-16-le"),
    "Unicode text, the other way": "\ufefftitle,completed,due_date\nBuy milk,TRUE,2026-12-31\n".encode("utf-16-be"),
    "rows of empty cells": ",,\ntitle,completed,due_date\n,,\n\n  , ,\nBuy milk,TRUE,2026-12-31\n,,,,,\n",
    "lines that end as on an old Macintosh": "title,completed,due_date\rBuy milk,TRUE,2026-12-31\r",
    "a day with midnight": "title,completed,due_date\nBuy milk,true,2026-12-31 00:00:00\n",
    "a day as in Japan": "title,completed,due_date\nBuy milk,true,2026/12/31\n",
    "Dutch": "title;completed;due_date\nBuy milk;WAAR;31-12-2026\n",
    "Danish": "title;completed;due_date\nBuy milk;SAND;31-12-2026 00.00.00\n",
    "Czech": "title;completed;due_date\nBuy milk;PRAVDA;31. 12. 2026\n",
    "Croatian": "title;completed;due_date\nBuy milk;TRUE;31. 12. 2026.\n",
    "Hungarian": "title;completed;due_date\nBuy milk;IGAZ;2026. 12. 31.\n",
    "Hungarian, without spaces": "title;completed;due_date\nBuy milk;IGAZ;2026.12.31.\n",
    "Korean": "title,completed,due_date\nBuy milk,TRUE,2026. 12. 31\n",
    "dots and the year first": "title,completed,due_date\nBuy milk,TRUE,2026.12.31\n",
    "the mark that ends files of DOS": "title,completed,due_date\r\nBuy milk,TRUE,2026-12-31\r\n\x1a",
    "that mark behind the last cell": "title,completed,due_date\r\nBuy milk,TRUE,2026-12-31\x1a",
    "French": "title;completed;due_date\nBuy milk;VRAI;31.12.2026\n",
    "Russian": "title;completed;due_date\nBuy milk;ИСТИНА;31.12.2026\n",
}


@pytest.mark.parametrize("name", SAVED)
def test_a_file_saved_by_a_spreadsheet_is_accepted(alice: Person, name: str) -> None:
    bring(alice, SAVED[name])
    task = the_one(alice)
    assert (task["title"], task["completed"], task["due_date"]) == ("Buy milk", True, "2026-12-31")


@pytest.mark.parametrize(("cell", "priority"), [("2", 2), ("2.0", 2), (" 2 ", 2), ('"2,0"', 2), ("", 0), ("0.00", 0)])
def test_a_whole_number_may_be_written_with_decimals(alice: Person, cell: str, priority: int) -> None:
    bring(alice, f"title,priority\nBuy milk,{cell}\n")
    assert the_one(alice)["priority"] == priority


@pytest.mark.parametrize("cell", ["09:00", "9:00", "9:00:00", "09.00", "9.00", "09.00.00"])
def test_a_time_may_be_written_as_spreadsheets_of_that_country_do(alice: Person, cell: str) -> None:
    bring(alice, f"title,due_date,due_time\nBuy milk,2026-12-31,{cell}\n")
    assert the_one(alice)["due_time"] == "09:00"


@pytest.mark.parametrize("cell", ["FALSE", "False", "falsch", "ЛОЖЬ", "faux"])
def test_false_is_read_in_many_languages(alice: Person, cell: str) -> None:
    bring(alice, f"title,completed\nBuy milk,{cell}\n")
    assert the_one(alice)["completed"] is False


def test_a_cell_may_have_several_lines(alice: Person) -> None:
    bring(alice, 'title;description\r\n"Buy milk";"One; two\r\n\r\nthree, ""four"""\r\n')
    assert the_one(alice)["description"] == 'One; two\r\n\r\nthree, "four"'


def test_a_long_cell_of_an_unknown_column_is_no_error(alice: Person) -> None:
    assert bring(alice, f"title,log\nBuy milk,{'x' * 200_000}\n") == ["log"]
    assert the_one(alice)["title"] == "Buy milk"


# Ignored columns are named.


@pytest.mark.parametrize(
    ("content", "left_out"),
    [
        ("title\nBuy milk\n", []),
        ("Title, Assignee ,Version,Project\nBuy milk,Bob,3,Home\n", ["Assignee", "Version", "Project"]),
        ("title,note,note\nBuy milk,a,b\n", ["note"]),
        ("title,,due_date\nBuy milk,,\n", []),
        ("title,,due_date\nBuy milk,soon,\n", ["column 2"]),
    ],
)
def test_ignored_columns_are_named(alice: Person, content: str, left_out: list[str]) -> None:
    assert bring(alice, content) == left_out
    assert the_one(alice)["title"] == "Buy milk"


def test_nothing_of_an_export_is_ignored(alice: Person) -> None:
    alice.add(**FULL)
    assert bring(alice, export(alice, "csv")) == []
    answer = alice.client.post("/api/me/import", content=export(alice), headers={"Content-Type": "application/json"})
    assert answer.json()["data"]["left_out"] == []


def test_members_beside_the_tasks_are_named_and_those_of_a_task_are_ignored(alice: Person) -> None:
    body = {"data": [{"title": "Buy milk", "assignee": "Bob"}], "boards": [], "exported_at": "today"}
    answer = alice.client.post("/api/me/import", json=body)
    assert answer.json()["data"]["left_out"] == ["boards", "exported_at"]


def test_a_file_with_very_many_columns_gets_a_short_answer(alice: Person) -> None:
    names = ",".join(f"column {n} {'x' * 200}" for n in range(1000))
    left_out = bring(alice, f"title,{names}\nBuy milk\n")
    assert len(left_out) <= 100
    assert max(map(len, left_out)) <= 100


def test_a_dry_run_and_a_repeated_answer_name_them_too(alice: Person) -> None:
    answers = [
        alice.client.post(
            "/api/me/import",
            content=b"title,note\nBuy milk,x\n",
            headers={"Content-Type": "text/csv", "Idempotency-Key": "once"},
            params=query,
        )
        for query in ({"dry_run": "true"}, {}, {})
    ]
    assert [answer.json()["data"]["left_out"] for answer in answers] == [["note"]] * 3


# Errors name the line.


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("title\n  x\nx,y\n", "Line 3: has more cells than there are columns"),
        ("title,description\n,x\n", "Line 2: Title is required"),
        ("title,priority\r\nx,1\r\nx,9\r\n", "Line 3: Priority must be at most 3"),
        ('title,description\n"a\nb","c\n\nd"\nx,y\n,z\n', "Line 7: Title is required"),
        ('title,description\n,"c\n\nd"\nx,y\n,z\n', "Line 2: Title is required; Line 6: Title is required"),
        ("\n\ntitle,due_date\n\nx,tomorrow\n", "Line 5: Due date must be a date like 2026-12-31"),
        ("sep=;\ntitle;due_date\nx;tomorrow\n", "Line 3: Due date must be a date like 2026-12-31"),
        ("title,due_date\rx,tomorrow\r", "Line 2: Due date must be a date like 2026-12-31"),
        ("title,due_date\nx,12/31/2026\n", "Line 2: Due date must be a date like 2026-12-31"),
        ("title,due_date\nx,31/12/2026\n", "Line 2: Due date must be a date like 2026-12-31"),
        ("title,due_date\nx,12-31-2026\n", "Line 2: Due date must be a date like 2026-12-31"),
        ("title,due_date\nx,31-12.2026\n", "Line 2: Due date must be a date like 2026-12-31"),
        ("title,due_date\nx,31-12-26\n", "Line 2: Due date must be a date like 2026-12-31"),
        ("title,due_date,due_time\nx,2026-12-31,0.25\n", "Line 2: Due time must be a time like 09:00"),  # of a day
        ("title,due_date,due_time\nx,2026-12-31,9.5\n", "Line 2: Due time must be a time like 09:00"),
        ("title,due_date\nx,2026-12-31 09:00\n", "Line 2: Due date must be a date like 2026-12-31"),
        ("title,due_date\nx,30.02.2026\n", "Line 2: Due date must be a date like 2026-12-31"),
        ("title,due_date\nx,46387\n", "Line 2: Due date must be a date like 2026-12-31"),
        ("title,created_at\nx,2026-12-31 10:00:00\n", "Line 2: Created at must be a date and time with a zone"),
        ("title,completed\nx,maybe\n", "Line 2: Completed must be true or false"),
        ("title,priority\nx,high\n", "Line 2: Priority must be a whole number"),
        ("title,priority\nx,1.5\n", "Line 2: Priority must be a whole number"),
        (f"title,priority\nx,{'9' * 9999}\n", "Line 2: Priority must be a whole number"),
        ("title,priority\nx,-1\n", "Line 2: Priority must be at least 0"),
        ("title,tags\nx,home\n", f"Line 2: {HOW_TAGS_ARE_WRITTEN}"),
        ("title,tags,priority\nx,home,9\n", f"Line 2: Priority must be at most 3; {HOW_TAGS_ARE_WRITTEN}"),
        ('title,tags\nx,"home, work"\n', f"Line 2: {HOW_TAGS_ARE_WRITTEN}"),
        ('title,tags\nx,"[home, work]"\n', f"Line 2: {HOW_TAGS_ARE_WRITTEN}"),
        ('title,tags\nx,"""home"""\n', f"Line 2: {HOW_TAGS_ARE_WRITTEN}"),  # JSON, but no list
        ("title,tags\nx,null\n", f"Line 2: {HOW_TAGS_ARE_WRITTEN}"),
        (f"title,tags\nx,{'[' * 100_000}\n", f"Line 2: {HOW_TAGS_ARE_WRITTEN}"),
        ("title;priority\nx;1;Bob\n", "Line 2: has more cells than there are columns"),
        ("title,Title\nx,y\n", "The column title appears twice"),
        ("title,due_date,due date\nx,,\n", "The column due_date appears twice"),
        ("Müll\nx\n".encode("cp1252"), "Request body is not in UTF-8; save the file as CSV in UTF-8"),
        ("title\nMüll\n".encode("cp1252"), "Request body is not in UTF-8; save the file as CSV in UTF-8"),
        ("title,a\nx,y\n".encode("utf-16-le"), "Request body is not in UTF-8; save the file as CSV in UTF-8"),
        ("\ufefftitle".encode("utf-16-le") + b"\x00", "Request body is not in UTF-8; save the file as CSV in UTF-8"),
        ("\ufefftitle".encode("utf-32-le"), "Request body is not in UTF-8; save the file as CSV in UTF-8"),
        ("", "Request body must begin with a line of column names, including title"),
        ("\ufeff", "Request body must begin with a line of column names, including title"),
        ("sep=;", "Request body must begin with a line of column names, including title"),
        ("\n,,\n", "Request body must begin with a line of column names, including title"),
        ('"title', "Request body is not valid CSV"),
        ('title;x\n"a";"b', "Request body is not valid CSV"),
    ],
)
def test_an_error_names_the_line_that_an_editor_shows(alice: Person, content: str | bytes, sentence: str) -> None:
    assert refusal(alice, content).startswith(sentence)


def test_a_duplicate_id_is_an_error_that_names_both_lines(alice: Person) -> None:
    rows = f'id,title,description\n{SOME_ID},One,"a\nb"\n,Two,\n{SOME_ID.upper()},Three,\n'
    assert refusal(alice, rows) == "Line 5: Id is the same as in line 2"
    tasks = [{"id": SOME_ID, "title": "One"}, {"title": "Two"}, {"id": SOME_ID, "title": "Three"}]
    assert refusal(alice, json.dumps(tasks), "application/json") == "Task 3: Id is the same as in task 1"
    tasks[2]["id"] = SOME_ID.upper()
    assert refusal(alice, json.dumps({"data": tasks}), "application/json") == "Task 3: Id is the same as in task 1"


def test_many_errors_are_cut_short(alice: Person) -> None:
    sentence = refusal(alice, "title,priority\n" + "x,9\n" * 1000)
    assert sentence.count("Line ") == 10


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"," * 16_000_000 + b"title\n" + b"x\n" * 100_000, "A file may have at most 16384 columns"),
        (b"title" + b"," * 16_383 + b"\n" + b"x\n" * 100_000 + b"x,,y,9\n", "A file may have at most 100000 tasks"),
        (b"\n" * 16_000_000, "Request body must begin with a line of column names, including title"),
        (b"title\n" + b"\n" * 16_000_000, "A file may have at most 1048576 rows, including empty ones"),
    ],
    ids=["columns", "nameless columns", "empty lines", "empty rows"],
)
def test_an_oversized_file_is_refused_quickly(content: bytes, sentence: str) -> None:
    start = time.thread_time()
    with pytest.raises(InvalidInput, match=sentence):
        read_file("text/csv", content)
    assert time.thread_time() - start < 10


# Exports.

FORMULAS = ["=SUM(A1)", "+1", "-1", "@import", "\t=x", "\r=x", "\n=x", " =x", "\uff1d1+1", "'=x", "''+1", "' -x"]


def test_the_file_begins_as_excel_needs_it_and_no_cell_is_a_formula(alice: Person) -> None:
    for text in FORMULAS:
        alice.add(title=text, description=text)
    content = export(alice, "csv")
    assert content.startswith(b"\xef\xbb\xbfid,title,")
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        for cell in row.values():
            assert cell.strip()[:1] not in set("=+-@\uff1d\uff0b\uff0d\uff20"), row
            assert cell[:1] not in set("\t\r\n"), row


def test_words_that_begin_with_an_apostrophe_are_unchanged(alice: Person) -> None:
    alice.add(title="'tis the season", description="'")
    assert b",'tis the season,'," in export(alice, "csv")


def test_a_hand_written_formula_is_imported_as_text(alice: Person) -> None:
    bring(alice, 'title,description\n=1+1,"=HYPERLINK(""x"")"\n')
    assert (the_one(alice)["title"], the_one(alice)["description"]) == ("=1+1", '=HYPERLINK("x")')


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
LIKELY = st.text(st.sampled_from("='\"+-@\t\r\n ,;x[\uff1dnull"), max_size=8)


@given(st.lists(st.tuples(ANY_TEXT | LIKELY, st.none() | ANY_TEXT | LIKELY, st.lists(LIKELY | ANY_TEXT, max_size=3))))
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_every_text_survives_export_and_import(
    newcomer: Arrive, texts: list[tuple[str, str | None, list[str]]]
) -> None:
    person = newcomer()
    tasks = [
        {
            "title": "x" if is_blank(title) else title.strip(),
            "description": description,
            "tags": list({tag.strip().casefold(): tag.strip() for tag in tags if not is_blank(tag)}.values()),
        }
        for title, description, tags in texts
    ]
    assert send(person, "json", json.dumps(tasks).encode())["created"] == len(tasks)
    before, file = content_of(person), export(person, "csv")
    for task in before:
        person.client.delete(f"/api/tasks/{task['id']}", params={"permanent": "true"})
    assert send(person, "csv", file)["created"] == len(tasks)
    assert content_of(person) == before


def test_a_hundred_thousand_rows_are_read() -> None:
    row = ',"Buy milk, eggs",Two litres,TRUE,2026-12-31,1.0,"[""home""]",2026-01-01T00:00:00Z,,\r\n'
    names = "id,title,description,completed,due_date,priority,tags,created_at,updated_at,deleted_at\r\n"
    body = (names + row * 100_000).encode()
    assert len(read_file("text/csv", body).tasks) == 100_000


# Lists by name, and what is below what.


def names_of(person: Person) -> list[str]:
    return [each["name"] for each in person.client.get("/api/lists").json()["data"]]


def list_of(person: Person, title: str) -> str | None:
    """The name of the list that the task is in."""
    names = {each["id"]: each["name"] for each in person.client.get("/api/lists").json()["data"]}
    (list_id,) = [task["list_id"] for task in person.tasks() if task["title"] == title]
    return names[list_id] if list_id else None


def counts_of(person: Person, content: str | bytes, **query: str) -> dict[str, Any]:
    body = content.encode() if isinstance(content, str) else content
    answer = person.client.post("/api/me/import", content=body, headers={"Content-Type": "text/csv"}, params=query)
    assert answer.status_code == 200, answer.text
    counts: dict[str, Any] = answer.json()["data"]
    return counts


def new_list(person: Person, name: str) -> str:
    answer = person.client.post("/api/lists", json={"name": name})
    assert answer.status_code == 201
    list_id: str = answer.json()["id"]
    return list_id


def test_the_file_says_what_a_list_is_called(alice: Person) -> None:
    alice.add("Milk", list_id=new_list(alice, "=Groceries"))
    alice.add("Elsewhere")
    rows = list(csv.DictReader(io.StringIO(export(alice, "csv").decode("utf-8-sig"))))
    assert [(row["title"], row["list"]) for row in rows] == [("Milk", "'=Groceries"), ("Elsewhere", "")]


def test_another_account_gets_the_lists_and_subtasks_of_a_file_and_can_undo_all_of_it(
    alice: Person, bob: Person
) -> None:
    milk = alice.add("Milk", list_id=new_list(alice, "=Groceries"))
    alice.add("With fat", parent_id=milk["id"])
    alice.add("Elsewhere")
    gone = alice.add("Gone", list_id=new_list(alice, "Only in the trash"))
    alice.client.delete(f"/api/tasks/{gone['id']}")
    file = export(alice, "csv")
    counts = {"created": 4, "updated": 0, "unchanged": 0, "lists": {"created": 1, "updated": 0, "unchanged": 0}}
    assert counts_of(bob, file, dry_run="true") == {**counts, "left_out": [], "notes": []}
    assert (bob.tasks(), names_of(bob)) == ([], [])
    answer = bob.client.post("/api/me/import", content=file, headers={"Content-Type": "text/csv"})
    assert answer.json()["data"] == {**counts, "left_out": [], "notes": []}
    assert names_of(bob) == ["=Groceries"]
    assert [list_of(bob, title) for title in ("Milk", "With fat", "Elsewhere")] == ["=Groceries", "=Groceries", None]
    assert [task["parent_id"] for task in bob.tasks() if task["title"] == "With fat"] == [milk["id"]]
    again = counts_of(bob, file)
    assert (again["unchanged"], again["lists"]["created"]) == (4, 0)
    assert bob.client.post("/api/undo", json={"seq": int(answer.headers["X-Change-Seq"])}).status_code == 200
    assert (bob.tasks(), names_of(bob)) == ([], [])


def test_a_list_with_that_name_is_found_where_the_id_is_unknown(alice: Person, bob: Person) -> None:
    alice.add("Milk", list_id=new_list(alice, "Groceries"))
    own = new_list(bob, "GROCERIES")
    file = export(alice, "csv")
    assert counts_of(bob, file, dry_run="true")["lists"]["created"] == 0
    counts_of(bob, file)
    assert names_of(bob) == ["GROCERIES"]
    assert [task["list_id"] for task in bob.tasks()] == [own]
    assert counts_of(bob, file)["unchanged"] == 1


def test_a_list_that_was_renamed_since_is_still_the_same(alice: Person) -> None:
    home = new_list(alice, "Home")
    alice.add("Milk", list_id=home)
    file = export(alice, "csv")
    alice.client.patch(f"/api/lists/{home}", json={"name": "House"})
    new_list(alice, "Home")
    assert counts_of(alice, file)["unchanged"] == 1
    assert list_of(alice, "Milk") == "House"


def test_a_name_alone_finds_or_makes_the_list_once(alice: Person) -> None:
    new_list(alice, "Home")
    file = "title,List\nClean,home\nMilk, Straße \nBread,STRASSE\nLoose,\n"
    assert counts_of(alice, file)["lists"] == {"created": 1, "updated": 0, "unchanged": 0}
    assert names_of(alice) == ["Home", "Straße"]
    titles = ("Clean", "Milk", "Bread", "Loose")
    assert [list_of(alice, title) for title in titles] == ["Home", "Straße", "Straße", None]
    counts_of(alice, file)
    assert names_of(alice) == ["Home", "Straße"]


@pytest.mark.parametrize("change", [{"name": "Job"}, {"archived": True}])
def test_a_name_alone_means_the_list_that_has_it_now(alice: Person, change: dict[str, Any]) -> None:
    counts_of(alice, "title,list\nA,Work\n")
    (made,) = alice.client.get("/api/lists").json()["data"]
    alice.client.patch(f"/api/lists/{made['id']}", json=change)
    counts_of(alice, "title,list\nB,Work\n")  # there is no other
    work = new_list(alice, "work")
    file = "title,list\nC,Work\n"
    assert counts_of(alice, file, dry_run="true")["lists"]["created"] == 0
    counts_of(alice, file)
    assert {task["title"]: task["list_id"] for task in alice.tasks()} == {"A": made["id"], "B": made["id"], "C": work}
    # What was exported says the id, which counts.
    assert counts_of(alice, export(alice, "csv"))["unchanged"] == 3


def test_a_name_is_not_that_of_a_list_which_the_same_file_calls_otherwise(alice: Person) -> None:
    counts_of(alice, "title,list\nA,Work\n")
    (made,) = alice.client.get("/api/lists").json()["data"]
    alice.client.patch(f"/api/lists/{made['id']}", json={"name": "Job"})
    file = f"title,list_id,list\nA,{made['id']},Job\nB,,Work\n"
    counts_of(alice, file)
    counts_of(alice, file.replace("A,", "C,").replace("B,", "D,"))
    assert [list_of(alice, title) for title in "BCD"] == ["Work", "Job", "Work"]
    assert names_of(alice) == ["Job", "Work"]


def test_a_list_that_is_in_the_trash_comes_back_with_a_task_that_names_it(alice: Person) -> None:
    home = new_list(alice, "Home")
    alice.add("Milk", list_id=home)
    file = export(alice, "csv")
    alice.client.delete(f"/api/lists/{home}")
    assert counts_of(alice, file)["lists"]["updated"] == 1
    assert (names_of(alice), list_of(alice, "Milk")) == (["Home"], "Home")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (f"title,list\nMilk,{'x' * 101}\n", "Line 2: List must be at most 100 characters"),
        ("title,list\n" + "".join(f"x,List {n}\n" for n in range(501)), "A file may name at most 500 lists"),
        (f"title,list_id,list\nMilk,{SOME_ID},\n", "Line 2: List not found"),
    ],
)
def test_a_list_that_cannot_be_is_refused(alice: Person, content: str, sentence: str) -> None:
    assert refusal(alice, content) == sentence
