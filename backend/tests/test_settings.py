"""`/api/me/settings`: what an account has chosen, the same on every device."""

import json
import time
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from tests.conftest import Arrive
from tests.service import Person, refused, token_for
from tests.test_users import at_once

PATH = "/api/me/settings"
DEFAULTS = {"time_zone": "UTC", "day_start": "09:00", "week_start": 0, "email_reminders": False, "version": 0}
CHOSEN: dict[str, Any] = {"time_zone": "Europe/Berlin", "day_start": "07:30", "week_start": 1, "email_reminders": True}
NO_ZONE = "Time zone must be the name of a time zone, like Europe/Berlin"
NO_TIME = "Day start must be a time like 09:00"


def settings(person: Person) -> Any:
    answer = person.client.get(PATH)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def patch(person: Person, headers: Any = None, **given: Any) -> httpx2.Response:
    return person.client.patch(PATH, json=given, headers=headers)


def changed(person: Person, **given: Any) -> int:
    answer = patch(person, **given)
    assert answer.status_code == 200, answer.text
    return int(answer.headers["x-change-seq"])


def changes(person: Person, since: str | None = None, **query: Any) -> Any:
    return person.client.get("/api/tasks/changes", params=query | ({"since": since} if since else {})).json()


def undo(person: Person, seq: int) -> httpx2.Response:
    return person.client.post("/api/undo", json={"seq": seq})


def exported(person: Person) -> Any:
    return person.client.get("/api/me/export").json()


def imported(person: Person, file: Any, **query: Any) -> httpx2.Response:
    return person.client.post("/api/me/import", json=file, params=query)


def test_who_has_chosen_nothing_has_the_defaults_and_reading_them_writes_nothing(alice: Person) -> None:
    assert settings(alice) == DEFAULTS
    assert list(settings(alice)) == list(DEFAULTS)
    nothing = changes(alice)
    assert (nothing["next"], nothing["settings"]) == ("0", None)
    alice.add()
    assert settings(alice) == DEFAULTS


def test_a_patch_changes_what_it_names_and_keeps_the_rest(alice: Person) -> None:
    answer = patch(alice, **CHOSEN)
    assert answer.json() == {"data": {**CHOSEN, "version": 1}}
    assert answer.headers["x-change-seq"] == "1"
    read = alice.client.get(PATH)
    assert (read.json(), read.headers["etag"]) == (answer.json(), answer.headers["etag"])
    assert patch(alice, day_start="23:59").json()["data"] == {**CHOSEN, "day_start": "23:59", "version": 2}
    assert patch(alice, week_start=6.0).json()["data"] == {
        **CHOSEN,
        "day_start": "23:59",
        "week_start": 6,
        "version": 3,
    }
    assert settings(alice)["version"] == 3


def test_a_patch_may_have_the_media_type_of_one_and_unknown_members_are_ignored(alice: Person) -> None:
    body = json.dumps({"time_zone": "Asia/Tokyo", "version": 7, "user_id": "x"}).encode()
    answer = alice.client.patch(PATH, content=body, headers={"Content-Type": "application/merge-patch+json"})
    assert answer.json()["data"] == {**DEFAULTS, "time_zone": "Asia/Tokyo", "version": 1}


@pytest.mark.parametrize("given", [{}, {"time_zone": "UTC"}, {"day_start": "09:00", "email_reminders": False}])
def test_what_changes_nothing_uses_no_number(alice: Person, given: dict[str, Any]) -> None:
    for version in (0, 1):
        answer = patch(alice, **given)
        assert (answer.status_code, answer.json()["data"]["version"]) == (200, version)
        assert "x-change-seq" not in answer.headers
        if version == 0:
            assert changed(alice, week_start=1) == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"time_zone": "Mars/Olympus"}, NO_ZONE),
        ({"time_zone": "europe/berlin"}, NO_ZONE),
        ({"time_zone": "localtime"}, NO_ZONE),
        ({"time_zone": ""}, NO_ZONE),
        ({"time_zone": "../../etc/passwd"}, NO_ZONE),
        ({"time_zone": "UTC\x00"}, NO_ZONE),
        ({"time_zone": "UTC\ud800"}, NO_ZONE),
        ({"time_zone": "UTC\n"}, NO_ZONE),
        ({"time_zone": "x" * 60_000}, NO_ZONE),
        ({"time_zone": ["UTC"]}, NO_ZONE),
        ({"time_zone": {"UTC": 1}}, NO_ZONE),
        ({"time_zone": None}, NO_ZONE),
        ({"day_start": "9:00"}, NO_TIME),
        ({"day_start": "24:00"}, NO_TIME),
        ({"day_start": "09:60"}, NO_TIME),
        ({"day_start": "09:00:00"}, NO_TIME),
        ({"day_start": "09:00\n"}, NO_TIME),
        ({"day_start": "\u0660\u0669:\u0660\u0660"}, NO_TIME),
        ({"day_start": "09:0\x00"}, NO_TIME),
        ({"day_start": "\udcff9:00"}, NO_TIME),
        ({"day_start": 900}, NO_TIME),
        ({"day_start": None}, NO_TIME),
        ({"week_start": 7}, "Week start must be at most 6"),
        ({"week_start": -1}, "Week start must be at least 0"),
        ({"week_start": 1.5}, "Week start must be a whole number"),
        ({"week_start": "1"}, "Week start must be a whole number"),
        ({"week_start": True}, "Week start must be a whole number"),
        ({"week_start": 10**30}, "Week start must be at most 6"),
        ({"week_start": None}, "Week start must be a whole number"),
        ({"email_reminders": "true"}, "Email reminders must be true or false"),
        ({"email_reminders": 1}, "Email reminders must be true or false"),
        ({"email_reminders": None}, "Email reminders must be true or false"),
        ({"time_zone": "x", "week_start": 9}, f"{NO_ZONE}; Week start must be at most 6"),
    ],
)
def test_an_invalid_setting_is_refused_with_a_sentence(alice: Person, given: dict[str, Any], sentence: str) -> None:
    body = json.dumps({"email_reminders": True, **given}).encode()
    answer = alice.client.patch(PATH, content=body, headers={"Content-Type": "application/json"})
    refused(answer, 422, sentence)
    assert settings(alice) == DEFAULTS


@pytest.mark.parametrize("body", [b"[]", b"null", b'"UTC"', b"{", b"\xff", b""])
def test_a_body_that_is_no_object_is_refused(alice: Person, body: bytes) -> None:
    refused(alice.client.patch(PATH, content=body, headers={"Content-Type": "application/json"}), 422)


@pytest.mark.parametrize(
    "zone", ["America/Argentina/ComodRivadavia", "US/Pacific", "Asia/Calcutta", "Etc/GMT+5", "GMT"]
)
def test_old_and_new_names_of_zones_are_accepted(alice: Person, zone: str) -> None:
    assert patch(alice, time_zone=zone).json()["data"]["time_zone"] == zone


def test_settings_are_only_changed_from_the_version_that_was_read(alice: Person) -> None:
    read = alice.client.get(PATH).headers["etag"]
    other = patch(alice, {"If-Match": read}, week_start=1).headers["etag"]
    stale = "The settings have changed since; read them again"
    refused(patch(alice, {"If-Match": read}, week_start=2), 412, stale)
    refused(patch(alice, {"If-None-Match": other}, week_start=2), 412, stale)
    refused(patch(alice, {"If-None-Match": "*"}, week_start=2), 412, stale)
    assert settings(alice) == {**DEFAULTS, "week_start": 1, "version": 1}
    assert patch(alice, {"If-Match": other}, week_start=2).status_code == 200
    assert patch(alice, {"If-Match": "*"}, week_start=3).status_code == 200


def test_settings_that_a_client_has_are_not_sent_again(alice: Person) -> None:
    for version in (0, 1):
        answer = alice.client.get(PATH)
        assert answer.json()["data"]["version"] == version
        again = alice.client.get(PATH, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]
        alice.add()  # a change of something else
        assert alice.client.get(PATH, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
        patch(alice, week_start=1)


def test_a_repeated_request_is_carried_out_once(alice: Person) -> None:
    key = {"Idempotency-Key": "a-key"}
    first = patch(alice, key, week_start=1)
    changed(alice, week_start=2)
    again = patch(alice, key, week_start=1)
    assert (again.json(), again.headers["etag"]) == (first.json(), first.headers["etag"])
    assert again.headers["idempotency-replayed"] == "true"
    assert settings(alice)["week_start"] == 2
    refused(patch(alice, key, week_start=3), 422, "Idempotency-Key was used for another request")
    stale = {"Idempotency-Key": "another", "If-Match": first.headers["etag"]}
    for _ in range(2):
        refused(patch(alice, stale, week_start=4), 412)


def test_everybody_has_settings_of_their_own(alice: Person, bob: Person) -> None:
    changed(alice, **CHOSEN)
    assert settings(bob) == DEFAULTS
    changed(bob, time_zone="Asia/Tokyo")
    assert settings(alice) == {**CHOSEN, "version": 1}
    refused(undo(bob, 2), 404)
    assert changes(bob)["settings"]["time_zone"] == "Asia/Tokyo"


def test_without_a_token_there_are_no_settings(anonymous: httpx2.Client) -> None:
    refused(anonymous.get(PATH), 401)
    refused(anonymous.patch(PATH, json={"week_start": 1}), 401)


def test_of_concurrent_first_changes_none_is_lost(alice: Person) -> None:
    def choosing(name: str) -> Callable[[httpx2.Client], httpx2.Response]:
        return lambda client: client.patch(PATH, json={name: CHOSEN[name]})

    answers = at_once(alice, [choosing(name) for name in CHOSEN])
    assert [answer.status_code for answer in answers] == [200] * 4
    assert settings(alice) == {**CHOSEN, "version": 4}


def test_the_feed_tells_other_devices(alice: Person) -> None:
    alice.add()
    start = changes(alice)
    assert start["settings"] is None
    changed(alice, **CHOSEN)
    page = changes(alice, start["next"])
    assert (page["data"], page["lists"], page["settings"]) == ([], [], {**CHOSEN, "version": 1})
    alice.add("Another")
    later = changes(alice, page["next"])
    assert (len(later["data"]), later["settings"]) == (1, None)
    changed(alice, week_start=3)
    changed(alice, week_start=4)
    first = changes(alice, later["next"], limit=1)
    assert (first["settings"], first["has_more"]) == (None, True)  # they have changed again since
    assert changes(alice, first["next"])["settings"] == settings(alice)


def test_a_first_load_has_the_settings_on_its_first_page(alice: Person) -> None:
    for _ in range(3):
        alice.add()
    changed(alice, **CHOSEN)
    assert changes(alice)["settings"] == settings(alice)
    first = changes(alice, limit=2)
    assert first["settings"] == settings(alice)
    second = changes(alice, first["next"], limit=2)
    assert (second["settings"], second["has_more"]) == (None, False)


def test_an_open_stream_tells_of_a_change(alice: Person) -> None:
    with alice.client.stream("GET", "/api/events") as answer:
        lines = answer.iter_lines()
        assert "event: ready" in (next(lines), next(lines))
        changed(alice, week_start=1)
        data = next(line for line in lines if line.startswith("data: ") and line != "data: {}")
    assert json.loads(data.removeprefix("data: "))["settings"] == settings(alice)


def test_a_change_can_be_undone_and_the_undo_too(alice: Person) -> None:
    seq = changed(alice, **CHOSEN)
    undone = undo(alice, seq)
    assert undone.json() == {"data": {**DEFAULTS, "version": 2}}
    assert undone.headers["etag"] == alice.client.get(PATH).headers["etag"]
    assert settings(alice) == undone.json()["data"]
    again = undo(alice, int(undone.headers["x-change-seq"]))
    assert again.json() == {"data": {**CHOSEN, "version": 3}}
    assert settings(alice) == again.json()["data"]


def test_only_the_last_change_can_be_undone(alice: Person) -> None:
    first = changed(alice, week_start=1)
    alice.add()
    second = changed(alice, week_start=2)
    refused(undo(alice, first), 409, "The settings have changed since; only their last change can be undone")
    assert undo(alice, second).json()["data"]["week_start"] == 1


def test_an_undo_heeds_the_version_and_its_key(alice: Person) -> None:
    answer = patch(alice, week_start=1)
    seq, tag = int(answer.headers["x-change-seq"]), answer.headers["etag"]
    stale = alice.client.post("/api/undo", json={"seq": seq}, headers={"If-None-Match": tag})
    refused(stale, 412, "The settings have changed since; read them again")
    key = {"If-Match": tag, "Idempotency-Key": "a-key"}
    undone = [alice.client.post("/api/undo", json={"seq": seq}, headers=key) for _ in range(2)]
    assert [each.json()["data"] for each in undone] == [{**DEFAULTS, "version": 2}] * 2
    assert undone[1].headers["idempotency-replayed"] == "true"


def test_undoing_something_else_keeps_the_settings(alice: Person) -> None:
    answer = alice.client.post("/api/tasks", json={"title": "x"})
    changed(alice, **CHOSEN)
    undone = undo(alice, int(answer.headers["x-change-seq"]))
    assert undone.json()["data"]["id"] == answer.json()["id"]
    assert settings(alice) == {**CHOSEN, "version": 1}


def test_an_export_has_the_settings_that_were_chosen(alice: Person) -> None:
    alice.add()
    assert "settings" not in exported(alice)
    changed(alice, **CHOSEN)
    assert exported(alice)["settings"] == {**CHOSEN, "version": 1}
    for form in ("csv", "ics"):
        assert "Berlin" not in alice.client.get("/api/me/export", params={"format": form}).text


def test_an_import_brings_them_into_another_account_and_can_be_undone(alice: Person, bob: Person) -> None:
    alice.add()
    changed(alice, **CHOSEN)
    file = exported(alice)
    preview = imported(bob, file, dry_run=True).json()["data"]
    assert preview == {"created": 1, "updated": 0, "unchanged": 0, "settings": True, "left_out": [], "notes": []}
    assert settings(bob) == DEFAULTS
    answer = imported(bob, file)
    assert answer.json()["data"] == preview
    assert settings(bob) == {**CHOSEN, "version": 1}
    assert changes(bob)["settings"] == settings(bob)
    again = imported(bob, file).json()["data"]
    assert (again["settings"], imported(bob, file, dry_run=True).json()["data"]["settings"]) == (False, False)
    undone = undo(bob, int(answer.headers["x-change-seq"]))
    assert undone.status_code == 200, undone.text
    assert (settings(bob), bob.tasks()) == ({**DEFAULTS, "version": 2}, [])


def test_an_import_may_have_only_settings_and_keeps_what_it_does_not_name(alice: Person) -> None:
    changed(alice, **CHOSEN)
    answer = imported(alice, {"data": [], "lists": [], "settings": {"week_start": 2, "theme": "dark"}})
    assert answer.json()["data"] == {
        "created": 0,
        "updated": 0,
        "unchanged": 0,
        "settings": True,
        "left_out": [],
        "notes": [],
    }
    assert settings(alice) == {**CHOSEN, "week_start": 2, "version": 2}
    undone = undo(alice, int(answer.headers["x-change-seq"]))
    assert undone.json()["data"] == {**CHOSEN, "version": 3}
    assert "settings" not in imported(alice, {"data": [], "settings": {}}).json()["data"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "Settings must be an object"),
        (None, "Settings must be an object"),
        ("UTC", "Settings must be an object"),
        ({"time_zone": "UTC\x00"}, f"Settings: {NO_ZONE}"),
        ({"week_start": 7}, "Settings: Week start must be at most 6"),
    ],
)
def test_an_import_with_invalid_settings_is_refused_as_a_whole(alice: Person, given: Any, sentence: str) -> None:
    for query in ({}, {"dry_run": True}):
        refused(imported(alice, {"data": [{"title": "x"}], "settings": given}, **query), 422, sentence)
    assert (alice.tasks(), settings(alice)) == ([], DEFAULTS)


def test_an_import_under_a_key_answers_the_same_twice(alice: Person) -> None:
    file = {"data": [{"title": "x"}], "lists": [{"name": "Home"}], "settings": CHOSEN}
    key = {"Idempotency-Key": "a-key"}
    first, second = (alice.client.post("/api/me/import", json=file, headers=key) for _ in range(2))
    assert first.json() == second.json()
    assert first.json()["data"]["settings"] is True
    assert first.json()["data"]["lists"]["created"] == 1
    assert settings(alice)["version"] == len(alice.tasks()) == 1


def test_erasing_the_account_removes_them_and_their_versions_are_not_used_again(
    alice: Person, newcomer: Arrive
) -> None:
    changed(alice, week_start=1)
    changed(alice, **CHOSEN)
    assert alice.client.delete("/api/me").status_code == 204
    refused(alice.client.get(PATH), 401)
    refused(patch(alice, week_start=3), 401)
    again = newcomer(id=alice.id, token=token_for(alice.id, iat=int(time.time()) + 5))
    assert settings(again) == DEFAULTS
    refused(patch(again, {"If-Match": '"2"'}, week_start=4), 412)
    assert patch(again, week_start=4).json()["data"] == {**DEFAULTS, "week_start": 4, "version": 3}
    refused(patch(alice, week_start=5), 401)
