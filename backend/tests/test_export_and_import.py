"""Export and import of all tasks, without a loss."""

import csv
import io
import json
import uuid
from typing import Any

import pytest
from icalendar import Calendar

from tests.conftest import Arrive, Sql
from tests.service import Person, refused, service

AWKWARD: list[dict[str, Any]] = [
    {"title": "Plain"},
    {"title": '=SUM(A1), "quoted"; and\nmore', "description": "Two\r\nlines,\tand a tab"},
    {"title": '""', "description": ""},
    {"title": '"', "description": '"""'},
    {"title": "Zoë 🦊 مرحبا", "description": "'", "due_date": "2027-02-28", "priority": 3},
    {"title": "Tagged", "tags": ["Home", "a, b", 'say "x"', "[]"], "completed": True},
    {"title": "null", "description": "null"},
]


def fill(person: Person) -> None:
    for fields in AWKWARD:
        person.add(**fields)
    gone = person.add("In the trash")
    assert person.client.delete(f"/api/tasks/{gone['id']}").status_code == 204


def export(person: Person, form: str = "json") -> bytes:
    answer = person.client.get("/api/me/export", params={"format": form})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="tasks.{form}"'
    return answer.content


def send(person: Person, form: str, content: bytes, **query: str) -> dict[str, int]:
    """Import a file of which nothing is ignored; returns the counts."""
    media_type = {"json": "application/json", "csv": "text/csv; charset=utf-8"}[form]
    answer = person.client.post("/api/me/import", content=content, headers={"Content-Type": media_type}, params=query)
    assert answer.status_code == 200, answer.text
    counts: dict[str, Any] = answer.json()["data"]
    assert counts.pop("left_out") == counts.pop("notes") == []
    return counts


def send_tasks(person: Person, tasks: list[dict[str, Any]]) -> None:
    assert send(person, "json", json.dumps(tasks).encode())["created"] == len(tasks)


def content_of(person: Person) -> list[dict[str, Any]]:
    """The tasks without their owner and the number of their changes."""
    tasks = json.loads(export(person))["data"]
    return [{name: value for name, value in task.items() if name not in {"user_id", "version"}} for task in tasks]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_export_is_imported_without_a_loss(alice: Person, form: str) -> None:
    fill(alice)
    before, file = content_of(alice), export(alice, form)
    for task in before:
        assert alice.client.delete(f"/api/tasks/{task['id']}", params={"permanent": "true"}).status_code == 204
    assert send(alice, form, file) == {"created": 8, "updated": 0, "unchanged": 0}
    assert content_of(alice) == before


@pytest.mark.parametrize("form", ["json", "csv"])
def test_importing_again_changes_nothing(alice: Person, form: str) -> None:
    fill(alice)
    before = export(alice)
    assert send(alice, form, export(alice, form)) == {"created": 0, "updated": 0, "unchanged": 8}
    assert export(alice) == before


def test_importing_a_file_without_times_changes_nothing_either(alice: Person) -> None:
    fill(alice)
    before = content_of(alice)
    file = [{name: value for name, value in task.items() if not name.endswith("_at")} for task in alice.tasks()]
    assert send(alice, "json", json.dumps(file).encode()) == {"created": 0, "updated": 0, "unchanged": len(file)}
    assert content_of(alice) == before


def test_a_task_that_differs_from_the_file_is_updated(alice: Person) -> None:
    task = alice.add("As exported")
    file = export(alice)
    alice.client.patch(f"/api/tasks/{task['id']}", json={"title": "Changed since"})
    assert send(alice, "json", file) == {"created": 0, "updated": 1, "unchanged": 0}
    assert alice.tasks()[0]["title"] == "As exported"


def test_fields_that_the_file_does_not_contain_are_kept(alice: Person) -> None:
    task = alice.add("Old", description="Kept", due_date="2026-12-31", priority=2, tags=["home"], completed=True)
    file = f"id,title\n{task['id']},New\n"
    answer = alice.client.post("/api/me/import", content=file, headers={"Content-Type": "text/csv"})
    assert answer.json()["data"]["updated"] == 1
    (imported,) = alice.tasks()
    assert imported == task | {"title": "New", "version": 2, "updated_at": imported["updated_at"]}


def test_another_users_ids_are_free_to_use(alice: Person, bob: Person) -> None:
    fill(alice)
    before = export(alice)
    assert send(bob, "json", before) == {"created": 8, "updated": 0, "unchanged": 0}
    assert export(alice) == before
    assert content_of(bob) == content_of(alice)  # with the same ids
    assert {task["user_id"] for task in json.loads(export(bob))["data"]} == {bob.id}
    bob.client.patch(f"/api/tasks/{bob.tasks()[0]['id']}", json={"title": "Bob's"})
    assert export(alice) == before


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_dry_run_only_returns_the_counts(alice: Person, bob: Person, form: str) -> None:
    fill(alice)
    file = export(alice, form)
    assert send(bob, form, file, dry_run="true") == {"created": 8, "updated": 0, "unchanged": 0}
    assert bob.tasks() == []
    assert bob.client.get("/api/tasks/changes").json()["next"] == "0"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_an_export_that_a_shell_has_saved_in_utf_16_is_imported(alice: Person, bob: Person, encoding: str) -> None:
    alice.add("Übung für 日本語 🥛")
    file = f"\ufeff{export(alice).decode()}".encode(encoding)
    assert send(bob, "json", file)["created"] == 1
    assert [task["title"] for task in bob.tasks()] == ["Übung für 日本語 🥛"]
    for broken in (file[:-1], file + b"\x00\xd8" * 3, file[2:]):
        answer = bob.client.post("/api/me/import", content=broken, headers={"Content-Type": "application/json"})
        refused(answer, 422, "Request body is not valid JSON")


OF_EARLIER = {
    "title": "\u200b",
    "tags": ["don't", "home", "don\u2019t", "\x01"],
}
NO_NAME = "\x01"


def as_an_earlier_version_has_stored(sql: Sql, person: Person, task_id: str) -> None:
    """The task, and all lists, with texts that were valid before the rules of texts were changed."""
    sql.execute(
        "UPDATE todo.task SET title = %s, tags = %s, document = (document::jsonb || %s)::json"
        " WHERE user_id = %s AND id = %s",
        [OF_EARLIER["title"], OF_EARLIER["tags"], json.dumps(OF_EARLIER), person.id, task_id],
    )
    sql.execute(
        "UPDATE todo.list SET name = %s, document = (document::jsonb || %s)::json WHERE user_id = %s",
        [NO_NAME, json.dumps({"name": NO_NAME}), person.id],
    )


@pytest.mark.parametrize("form", ["json", "csv", "ics"])
def test_an_export_of_what_an_earlier_version_has_stored_is_imported(
    sql: Sql, alice: Person, bob: Person, form: str
) -> None:
    listed = alice.client.post("/api/lists", json={"name": "List"}).json()
    task = alice.add(list_id=listed["id"], tags=["x"])
    other = alice.add("As it is", tags=["it's", "its"])
    as_an_earlier_version_has_stored(sql, alice, task["id"])
    file = export(alice, form)
    headers = {"Content-Type": {"json": "application/json", "csv": "text/csv", "ics": "text/calendar"}[form]}
    preview = bob.client.post("/api/me/import?dry_run=true", content=file, headers=headers)
    answer = bob.client.post("/api/me/import", content=file, headers=headers)
    assert answer.status_code == 200, answer.text
    counts = answer.json()["data"]
    assert preview.json()["data"] == counts
    assert counts["created"] == 2
    assert any("(untitled)" in note for note in counts["notes"])
    tasks = {each["id"]: each for each in bob.tasks()}
    assert (tasks[task["id"]]["title"], tasks[task["id"]]["tags"]) == ("(untitled)", ["don't", "home"])
    assert (tasks[other["id"]]["title"], tasks[other["id"]]["tags"]) == ("As it is", ["it's", "its"])
    if form != "ics":
        assert [each["name"] for each in bob.client.get("/api/lists").json()["data"]] == ["(untitled)"]
        assert tasks[task["id"]]["list_id"] == listed["id"]
    # Its own account takes it too, and nothing is there twice.
    assert alice.client.post("/api/me/import", content=file, headers=headers).status_code == 200
    assert {each["title"] for each in alice.tasks()} == {"(untitled)", "As it is"}
    assert content_of(alice)[0]["tags"] == ["don't", "home"]


@pytest.mark.parametrize(
    ("tags", "note"),
    [
        (["Home", "a", "HOME"], "Task 2: The tag “HOME” is left out, because “Home” is the same"),
        (["Home", "a", "a\u2060", "A"], "Task 2: 2 tags are left out, because others are the same, or nothing of them"),
        (["Home", "\u2060", "a"], "Task 2: A tag is left out, because nothing of it can be seen"),
    ],
)
def test_of_tags_that_are_the_same_an_import_takes_the_first_and_says_so(
    alice: Person, tags: list[str], note: str
) -> None:
    answer = alice.client.post("/api/me/import", json=[{"title": "x"}, {"title": "Tagged", "tags": tags}])
    (said,) = answer.json()["data"]["notes"]
    assert said.startswith(note)
    assert {tuple(task["tags"]) for task in alice.tasks()} == {(), ("Home", "a")}
    answer = alice.client.post("/api/me/import", json=[{"title": "x", "tags": ["a", "A", 5]}])
    refused(answer, 422, "Task 1: Tag must be text")
    answer = alice.client.post("/api/me/import", json=[{"title": "x", "tags": ["a"] * 21}])
    refused(answer, 422, "Task 1: Tags must be at most 20")


def test_a_calendar_that_names_us_as_its_author_has_no_title_that_refuses_it(alice: Person) -> None:
    alice.add("Short")
    file = export(alice, "ics").decode()
    for title in ("x" * 101, "\u200b", "\u200b" * 101, ""):
        content = file.replace("SUMMARY:Short", f"SUMMARY:{title}")
        answer = alice.client.post("/api/me/import", content=content, headers={"Content-Type": "text/calendar"})
        assert answer.status_code == 200, answer.text
        (note,) = answer.json()["data"]["notes"]
        assert "title" in note
    assert [task["title"] for task in alice.tasks()] == ["(untitled)"]


def test_a_plain_list_can_be_imported(alice: Person) -> None:
    assert send(alice, "json", b'[{"title": " Bread "}, {"title": "Milk", "tags": ["shop"]}]')["created"] == 2
    assert send(alice, "json", '[{"title": "Eggs"}]'.encode("utf-8-sig"))["created"] == 1
    assert send(alice, "csv", "title,due_date\nRent,2027-01-01\n".encode("utf-8-sig"))["created"] == 1
    assert [task["title"] for task in alice.tasks(sort="title")] == ["Bread", "Eggs", "Milk", "Rent"]


@pytest.mark.parametrize(
    ("media_type", "content", "sentence"),
    [
        ("application/json", b"{", "Request body is not valid JSON"),
        ("application/json", b'{"data": 5}', "Request body must be a list of tasks, or contain one under data"),
        ("application/json", b'[{"title": "x"}, {"title": ""}, 5]', "Task 2: Title is required; Task 3: "),
        ("application/json", b'[{"title": "x", "created_at": "yesterday"}]', "Task 1: Created at must be a date and"),
        ("application/json", b"[1]", "Task 1: must be an object"),
        # The next change would set a year that is out of range.
        (
            "application/json",
            b'[{"title": "x", "updated_at": "9999-12-31T23:59:59.999999Z"}]',
            "Task 1: Updated at must",
        ),
        (
            "application/json",
            b"[" + b"{}," * 100_000 + b"{}]",
            "A file may have at most 100000 tasks; import it in parts",
        ),
        ("application/json", b'[{"title": "x", "id": "1"}]', "Task 1: Id has an invalid format"),
        ("text/csv", b"name\nx\n", "Request body must begin with a line of column names, including title"),
        ("text/csv", b"title,completed\nx,yes\n", "Line 2: Completed must be true or false"),
        ("text/csv", b"title\n" + b"x\n" * 100_001, "A file may have at most 100000 tasks; import it in parts"),
        ("text/csv", b"title\nBuy milk, eggs\n", "Line 2: has more cells than there are columns"),
        ("text/csv", b'title\n"x', "Request body is not valid CSV"),
        ("text/csv", b"title\n\xff\n", "Request body is not in UTF-8; save the file as CSV in UTF-8"),
        ("text/csv", b"title\n\x00\n", "Line 2: Title contains a character that cannot be stored"),
    ],
)
def test_a_file_with_errors_changes_nothing_and_the_errors_are_named(
    alice: Person, media_type: str, content: bytes, sentence: str
) -> None:
    answer = alice.client.post("/api/me/import", content=content, headers={"Content-Type": media_type})
    assert refused(answer, 422).startswith(sentence), answer.text
    assert alice.tasks() == []


def test_another_media_type_is_refused(alice: Person) -> None:
    answer = alice.client.post("/api/me/import", content=b"x", headers={"Content-Type": "text/plain"})
    refused(answer, 415, "Content-Type must be application/json or text/csv or text/calendar")
    refused(alice.client.get("/api/me/export", params={"format": "xml"}), 422)


def test_an_import_may_be_larger_than_a_task_but_is_limited(alice: Person) -> None:
    tasks = [{"title": f"Task {n}", "description": "x" * 1000} for n in range(1000)]
    assert send(alice, "json", json.dumps(tasks).encode())["created"] == 1000
    answer = alice.client.post(
        "/api/me/import", content=b" " * (16 * 1024 * 1024 + 1), headers={"Content-Type": "text/csv"}
    )
    refused(answer, 413)


def test_ten_thousand_tasks_can_be_exported_and_imported(alice: Person, bob: Person) -> None:
    tasks = [{"title": f"Task {n}", "tags": ["home"], "priority": n % 4} for n in range(10_000)]
    assert send(alice, "json", json.dumps(tasks).encode())["created"] == 10_000
    assert send(bob, "csv", export(alice, "csv"))["created"] == 10_000
    refused(alice.client.post("/api/tasks", json={"title": "One too many"}), 409)


def test_a_long_file_without_ids_becomes_what_short_ones_do(alice: Person, bob: Person) -> None:
    said: list[dict[str, Any]] = [
        {"title": "Plain"},
        {"title": "Null", "description": None, "created_at": None, "id": None, "tags": []},
        {
            "title": "Done",
            "completed": True,
            "completed_at": "2026-01-02T00:00:00Z",
            "created_at": "2026-01-01T00:00:00Z",
        },
        {"title": "Due", "due_date": "2099-01-31", "due_time": "10:00", "remind_before": 5, "repeat": "FREQ=MONTHLY"},
    ]
    tasks = [{**said[n % 4], "description": f"{n}"} for n in range(1_100)]
    assert send(alice, "json", json.dumps(tasks).encode())["created"] == 1_100
    for start in range(0, 1_100, 550):
        send(bob, "json", json.dumps(tasks[start : start + 550]).encode())
    own = {"id", "user_id", "created_at", "updated_at", "position"}

    def in_order(person: Person) -> list[dict[str, Any]]:
        every = sorted(json.loads(export(person))["data"], key=lambda task: task["position"])
        return [{name: value for name, value in task.items() if name not in own} for task in every]

    assert in_order(alice) == in_order(bob)
    assert [task["description"] for task in in_order(alice)] == [str(n) for n in range(1_100)]


def test_an_import_beyond_the_limit_is_refused_as_a_whole(newcomer: Arrive, database_url: str) -> None:
    with service(database_url, task_limit=3) as url:
        person = newcomer(url)
        content = json.dumps([{"title": str(n)} for n in range(4)])
        answer = person.client.post("/api/me/import", content=content, headers={"Content-Type": "application/json"})
        assert refused(answer, 409).startswith("You have 3 tasks, which is the limit")
        assert person.tasks() == []


def test_empty_cells_beyond_the_columns_are_no_error(alice: Person) -> None:
    assert send(alice, "csv", b"title,\nBuy milk,,,\n")["created"] == 1


def test_an_erased_task_that_is_imported_again_has_a_new_version(alice: Person) -> None:
    task = alice.add("First")
    path, file = f"/api/tasks/{task['id']}", export(alice)
    seen = [alice.client.patch(path, json={"title": f"Draft {n}"}).headers["etag"] for n in range(3)]
    alice.client.delete(path, params={"permanent": "true"})
    send(alice, "json", file)
    for n in range(4):
        assert alice.client.get(path, headers={"If-None-Match": ", ".join(seen)}).status_code == 200
        stale = alice.client.patch(path, json={"title": "Overwritten"}, headers={"If-Match": ", ".join(seen)})
        refused(stale, 412)
        assert alice.client.patch(path, json={"title": f"Rewritten {n}"}).status_code == 200


def test_a_repeated_import_with_a_key_is_carried_out_once(alice: Person) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    answers = [alice.client.post("/api/me/import", content=b'[{"title": "x"}]', headers=headers) for _ in range(2)]
    assert [answer.json()["data"]["created"] for answer in answers] == [1, 1]
    assert answers[1].headers["idempotency-replayed"] == "true"
    assert len(alice.tasks()) == 1


def test_other_programs_can_read_the_calendar(alice: Person) -> None:
    fill(alice)
    todos = {str(todo["summary"]): todo for todo in Calendar.from_ical(export(alice, "ics")).walk("VTODO")}
    assert len(todos) == 7
    assert str(todos["Zoë 🦊 مرحبا"].decoded("due")) == "2027-02-28"
    assert todos["Zoë 🦊 مرحبا"]["priority"] == 1
    assert todos["Tagged"]["status"] == "COMPLETED"
    assert "In the trash" not in todos


def test_the_csv_file_has_a_line_of_names(alice: Person) -> None:
    alice.add("Only one")
    rows = list(csv.DictReader(io.StringIO(export(alice, "csv").decode("utf-8-sig"))))
    assert [(row["title"], row["completed"], row["tags"]) for row in rows] == [("Only one", "false", "[]")]


@pytest.mark.parametrize("dry_run", ["true", "false"])
@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_new_user_who_imports_an_empty_export_has_nothing(alice: Person, form: str, dry_run: str) -> None:
    assert send(alice, form, export(alice, form), dry_run=dry_run) == {"created": 0, "updated": 0, "unchanged": 0}
    assert alice.tasks() == []


def test_an_empty_import_can_be_repeated(alice: Person) -> None:
    answers = [
        alice.client.post("/api/me/import", json={"data": []}, headers={"Idempotency-Key": "once"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert [answer.headers.get("idempotency-replayed") for answer in answers] == [None, "true"]


def test_a_new_user_exports_nothing(alice: Person) -> None:
    assert json.loads(export(alice)) == {"data": []}
    assert export(alice, "csv").count(b"\n") == 1
    assert list(Calendar.from_ical(export(alice, "ics")).walk("VTODO")) == []


@pytest.mark.parametrize("dry_run", ["false", "true"])
def test_each_row_of_a_file_that_names_what_is_not_there_is_named(alice: Person, dry_run: str) -> None:
    parent, absent = alice.add("Parent"), str(uuid.uuid4())
    mine = alice.client.post("/api/lists", json={"name": "Mine"}).json()["id"]
    made = str(uuid.uuid4())
    rows: list[dict[str, Any]] = [
        {"title": "Below", "parent_id": parent["id"].upper()},
        {"title": "In a list", "list_id": mine.upper()},
        {"title": "In no list", "list_id": absent},
        {"title": "Above", "id": made},
        {"title": "Below a new one", "parent_id": made.upper()},
        {"title": "Nowhere", "list_id": absent, "parent_id": absent},
        {"title": "In the trash", "list_id": absent, "deleted_at": "2026-01-01T00:00:00Z"},
    ]
    sentence = "Task 3: List not found; Task 6: List not found; Task 6: Task not found"
    for key in ("", "1", "1"):
        headers = {"Idempotency-Key": key} if key else {}
        answer = alice.client.post("/api/me/import", json=rows, headers=headers, params={"dry_run": dry_run})
        refused(answer, 422, sentence)
    assert alice.tasks() == [parent]


@pytest.mark.parametrize("number", [1, 1_100])
def test_a_file_that_deletes_a_list_leaves_the_tasks_it_does_not_name_in_the_inbox(alice: Person, number: int) -> None:
    home = alice.client.post("/api/lists", json={"name": "Home"}).json()
    tasks = [{"title": f"Task {n}", "list_id": home["id"]} for n in range(number - 1)]
    send_tasks(alice, tasks)
    parent = alice.add("Parent", list_id=home["id"])
    alice.add("Below", parent_id=parent["id"])
    gone = alice.add("In the trash", list_id=home["id"])
    alice.client.delete(f"/api/tasks/{gone['id']}")
    file = {"data": [], "lists": [{**home, "deleted_at": "2026-01-01T00:00:00Z"}]}
    answer = alice.client.post("/api/me/import", json=file)
    assert answer.status_code == 200, answer.text
    assert len(alice.tasks()) == number + 1
    assert {task["list_id"] for task in alice.tasks()} == {None}
    assert {task["parent_id"] for task in alice.tasks() if task["title"] == "Below"} == {parent["id"]}
    assert [task["list_id"] for task in alice.tasks(deleted="true")] == [home["id"]]
    assert send(alice, "json", export(alice))["unchanged"] == number + 2
    assert alice.client.post("/api/undo", json={"seq": int(answer.headers["X-Change-Seq"])}).status_code == 200
    assert {task["list_id"] for task in alice.tasks()} == {home["id"]}


@pytest.mark.parametrize("dry_run", ["true", "false"])
@pytest.mark.parametrize("is_said", [True, False])
def test_a_task_cannot_be_put_into_a_list_that_the_file_leaves_in_the_trash_or_puts_there(
    alice: Person, is_said: bool, dry_run: str
) -> None:
    home = alice.client.post("/api/lists", json={"name": "Home"}).json()
    said = {"deleted_at": "2026-01-01T00:00:00Z"} if is_said else {}
    if not is_said:
        alice.client.delete(f"/api/lists/{home['id']}")
    file = {"data": [{"title": "Milk", "list_id": home["id"]}], "lists": [{"id": home["id"], "name": "Home", **said}]}
    answer = alice.client.post("/api/me/import", json=file, params={"dry_run": dry_run})
    refused(answer, 422, "Task 1: List not found")
    assert alice.tasks() == []
    new = str(uuid.uuid4())
    file = {"data": [{"title": "Milk", "list_id": new}], "lists": [{"id": new.upper(), "name": "New"}]}
    answer = alice.client.post("/api/me/import", json=file, params={"dry_run": dry_run})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize("number", [0, 1_000])
def test_rows_that_say_nothing_of_list_and_parent_bring_tasks_back_without_those_that_are_gone(
    alice: Person, form: str, number: int
) -> None:
    home = alice.client.post("/api/lists", json={"name": "Home"}).json()["id"]
    tasks = [alice.add("In a list", list_id=home)]
    alice.client.delete(f"/api/lists/{home}")
    parent = alice.add("Parent")
    tasks += [alice.add("Below", parent_id=parent["id"])]
    tasks += [alice.add("Below that", parent_id=tasks[1]["id"])]
    alice.client.delete(f"/api/tasks/{parent['id']}")
    more = [f"More {n}" for n in range(number)]
    if form == "csv":
        rows = [f"{task['id']},{task['title']}," for task in tasks] + [f",{title}," for title in more]
        content = "\n".join(["id,title,deleted_at", *rows]).encode()
    else:
        back: list[dict[str, Any]] = [{"id": task["id"], "title": task["title"], "deleted_at": None} for task in tasks]
        content = json.dumps([*back, *({"title": title} for title in more)]).encode()
    assert send(alice, form, content, dry_run="true")["updated"] == 3
    assert send(alice, form, content)["updated"] == 3
    places = {task["title"]: (task["list_id"], task["parent_id"]) for task in alice.tasks()}
    assert [places[title] for title in ("In a list", "Below", "Below that")] == [
        (None, None),
        (None, None),
        (None, tasks[1]["id"]),
    ]
    assert [task["id"] for task in alice.tasks(deleted="true")] == [parent["id"]]
    said = [{"id": tasks[0]["id"], "title": "In a list", "list_id": home}]
    refused(alice.client.post("/api/me/import", json=said), 422, "Task 1: List not found")


def test_a_list_and_a_parent_that_come_back_with_the_file_keep_their_tasks(alice: Person) -> None:
    home = alice.client.post("/api/lists", json={"name": "Home"}).json()
    parent = alice.add("Parent", list_id=home["id"])
    child = alice.add("Below", parent_id=parent["id"])
    alice.client.delete(f"/api/lists/{home['id']}")
    back = [{"id": task["id"], "title": task["title"], "deleted_at": None} for task in (child, parent)]
    file = json.dumps({"data": back, "lists": [{**home, "deleted_at": None}]}).encode()
    assert send(alice, "json", file, dry_run="true")["updated"] == 2
    send(alice, "json", file)
    assert {task["title"]: (task["list_id"], task["parent_id"]) for task in alice.tasks()} == {
        "Parent": (home["id"], None),
        "Below": (home["id"], parent["id"]),
    }
