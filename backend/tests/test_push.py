"""`/api/me/push`: the browsers that show a user's reminders."""

import base64
import contextlib
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import FastAPI

from app.main import create_app
from app.reminders.addresses import may_be_reached
from tests.conftest import Arrive, Sql
from tests.service import Person, refused, serve, settings_for
from tests.test_users import at_once

PATH = "/api/me/push"
NO_ENDPOINT = "Endpoint must be a public https address"
NO_POINT = "Key p256dh must be an uncompressed point of P-256 in base64url"
NO_SECRET = "Key auth must be 16 bytes in base64url"
KEY = "BPublicKeyOfThisService"


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def point(form: PublicFormat = PublicFormat.UncompressedPoint) -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.X962, form)


def subscription(endpoint: str = "https://push.example.com/send/abc", **keys: Any) -> dict[str, Any]:
    """What a browser's `PushSubscription.toJSON()` returns."""
    return {
        "endpoint": endpoint,
        "expirationTime": None,
        "keys": {"p256dh": base64url(point()), "auth": base64url(b"0123456789abcdef"), **keys},
    }


def subscribe(person: Person, body: Any = None, **headers: str) -> httpx2.Response:
    return person.client.post(PATH, json=body or subscription(), headers=headers)


def stored(sql: Sql, person: Person) -> list[tuple[Any, ...]]:
    return sql.execute(
        "SELECT id::text, endpoint, p256dh, auth FROM todo.push_subscription WHERE user_id = %s ORDER BY endpoint",
        [person.id],
    ).fetchall()


@contextlib.contextmanager
def service_with_key(database_url: str, **overrides: Any) -> Iterator[str]:
    """A service that can send notifications."""
    app = create_app(settings_for(database_url, **overrides))
    lifespan = app.router.lifespan_context

    @contextlib.asynccontextmanager
    async def with_key(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        async with lifespan(app) as state:
            yield {**(state or {}), "vapid_public_key": KEY}

    app.router.lifespan_context = with_key
    with serve(app) as url:
        yield url


@pytest.fixture(scope="module")
def pushing(database_url: str) -> Iterator[str]:
    with service_with_key(database_url) as url:
        yield url


@pytest.fixture
def ada(pushing: str, newcomer: Arrive) -> Person:
    return newcomer(pushing)


@pytest.fixture
def eve(pushing: str, newcomer: Arrive) -> Person:
    return newcomer(pushing)


def test_a_service_without_a_key_says_so_and_takes_no_subscription(alice: Person, sql: Sql) -> None:
    assert alice.client.get(PATH).json() == {"data": {"public_key": None}}
    refused(subscribe(alice), 404, "This service sends no notifications")
    assert stored(sql, alice) == []


def test_the_key_is_for_who_has_a_token(ada: Person) -> None:
    assert ada.client.get(PATH).json() == {"data": {"public_key": KEY}}
    for method, path in (("GET", PATH), ("POST", PATH), ("DELETE", f"{PATH}/x")):
        with httpx2.Client(base_url=ada.url, trust_env=False) as stranger:
            refused(stranger.request(method, path), 401, "Missing authentication credentials")


def test_a_browser_is_added_and_removed(ada: Person, sql: Sql) -> None:
    body = subscription()
    answer = subscribe(ada, body)
    assert answer.status_code == 201
    made = answer.json()["data"]
    assert list(made) == ["id", "created_at"]
    assert stored(sql, ada) == [(made["id"], body["endpoint"], unpadded(body["keys"]["p256dh"]), b"0123456789abcdef")]
    removed = ada.client.delete(f"{PATH}/{made['id']}")
    assert (removed.status_code, removed.content) == (204, b"")
    assert stored(sql, ada) == []
    refused(ada.client.delete(f"{PATH}/{made['id']}"), 404, "Subscription not found")


@pytest.mark.parametrize("headers", [{"If-Match": '"1"'}, {"If-Match": ""}, {"If-None-Match": "*"}])
def test_a_browser_of_which_another_state_is_expected_stays_as_it_is(
    ada: Person, sql: Sql, headers: dict[str, str]
) -> None:
    refused(subscribe(ada, **headers), 412)
    assert stored(sql, ada) == []
    path = f"{PATH}/{subscribe(ada).json()['data']['id']}"
    refused(ada.client.delete(f"{PATH}/nonsense", headers=headers), 404, "Subscription not found")
    refused(ada.client.delete(path, headers=headers), 412)
    refused(ada.client.delete(f"{PATH}/{uuid.uuid4()}", headers=headers), 404)
    assert len(stored(sql, ada)) == 1
    assert ada.client.delete(path, headers={"If-Match": "*", "If-None-Match": '"1"'}).status_code == 204


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_same_browser_is_there_once_with_its_last_keys(ada: Person, sql: Sql) -> None:
    first, second = subscribe(ada), subscribe(ada, subscription(auth=base64url(b"fedcba9876543210") + "=="))
    assert (second.status_code, second.json()) == (201, first.json())
    (row,) = stored(sql, ada)
    assert row[3] == b"fedcba9876543210"
    answers = at_once(ada, [lambda client: client.post(PATH, json=subscription("https://push.example.com/2"))] * 6)
    assert len({answer.content for answer in answers}) == 1
    assert len(stored(sql, ada)) == 2


def test_a_repeated_request_with_a_key_neither_brings_back_old_keys_nor_removes_a_browser_again(
    ada: Person, sql: Sql
) -> None:
    before, now = subscription(), subscription()
    first = subscribe(ada, before, **{"Idempotency-Key": "add"})
    subscribe(ada, now)
    kept = stored(sql, ada)
    again = subscribe(ada, before, **{"Idempotency-Key": "add"})
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (again.headers["idempotency-replayed"], stored(sql, ada)) == ("true", kept)
    refused(subscribe(ada, now, **{"Idempotency-Key": "add"}), 422, "Idempotency-Key was used for another request")
    path, headers = f"{PATH}/{first.json()['data']['id']}", {"Idempotency-Key": "remove"}
    assert ada.client.delete(path, headers=headers).status_code == 204
    subscribe(ada, now)
    again = ada.client.delete(path, headers=headers)
    assert (again.status_code, again.headers["idempotency-replayed"], len(stored(sql, ada))) == (204, "true", 1)


def test_each_person_has_browsers_of_their_own(ada: Person, eve: Person, sql: Sql) -> None:
    first, second = subscribe(ada).json()["data"], subscribe(eve).json()["data"]
    assert first["id"] == second["id"]
    assert eve.client.delete(f"{PATH}/{second['id']}").status_code == 204
    refused(eve.client.delete(f"{PATH}/{first['id']}"), 404, "Subscription not found")
    assert len(stored(sql, ada)) == 1
    refused(ada.client.delete(f"{PATH}/nonsense"), 404, "Subscription not found")


def test_there_may_be_twenty(ada: Person, sql: Sql) -> None:
    for number in range(20):
        assert subscribe(ada, subscription(f"https://push.example.com/{number}")).status_code == 201
    refused(
        subscribe(ada, subscription("https://push.example.com/20")),
        409,
        "You have 20 browsers that show reminders, which is the limit; remove some before you add more",
    )
    again = subscribe(ada, subscription("https://push.example.com/7"))
    assert again.status_code == 201
    assert ada.client.delete(f"{PATH}/{again.json()['data']['id']}").status_code == 204
    assert subscribe(ada, subscription("https://push.example.com/20")).status_code == 201
    assert len(stored(sql, ada)) == 20


def test_nothing_that_is_on_its_way_to_a_removed_browser_stays(ada: Person, sql: Sql) -> None:
    task = ada.add(due_date="2101-01-01", remind_before=0)
    made = subscribe(ada).json()["data"]
    for receiver in (made["id"], "mail"):
        sql.execute(
            "INSERT INTO todo.delivery (user_id, task_id, receiver, due_date, remind_before, remind_at, try_at)"
            " VALUES (%s, %s, %s, '2101-01-01', 0, now(), now())",
            [ada.id, task["id"], receiver],
        )
    assert ada.client.delete(f"{PATH}/{made['id']}").status_code == 204
    assert sql.execute("SELECT receiver FROM todo.delivery WHERE user_id = %s", [ada.id]).fetchall() == [("mail",)]


def test_an_erased_account_leaves_no_browser_and_its_token_adds_and_removes_none(ada: Person, sql: Sql) -> None:
    made = subscribe(ada).json()["data"]
    assert ada.client.delete("/api/me").status_code == 204
    assert stored(sql, ada) == []
    refused(subscribe(ada), 401, "Invalid or expired token")
    refused(ada.client.delete(f"{PATH}/{made['id']}"), 401, "Invalid or expired token")
    assert stored(sql, ada) == []
    assert sql.execute('SELECT FROM todo."user" WHERE id = %s', [ada.id]).fetchall() == []


def test_a_browser_is_no_change_of_the_account(ada: Person) -> None:
    made = subscribe(ada)
    assert "x-change-seq" not in made.headers
    assert ada.client.get("/api/tasks/changes").json()["next"] == "0"
    assert ada.client.get("/api/me/export").json().keys() & {"push", "subscriptions"} == set()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/c1:APA91b_-x",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAAA==",
        "https://web.push.apple.com/QPm?x=1&y=%20",
        "https://push.example.com:8443/",
        "https://8.8.8.8/push",
        "https://[2606:4700::1111]/push",
        "https://a_b.example.com./x",
        "https://push.example.com/" + "x" * 975,
    ],
)
def test_an_address_of_the_internet_is_accepted(ada: Person, endpoint: str) -> None:
    answer = subscribe(ada, subscription(endpoint))
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize(
    "endpoint",
    [
        "", " ", "push.example.com", "/push", "http://push.example.com/x", "ftp://push.example.com/x", "https:",
        "https://", "https:///x", "https://:443/x", "https://push.example.com:99999/", "https://push.example.com:x/",
        "https://user@push.example.com/", "https://user:secret@push.example.com/", "https://@push.example.com/",
        "https://push.example.com\\@127.0.0.1/", "https://push.example.com /", "https://push.example.com/\n",
        "https://push.example.com/\t", " https://push.example.com/", "https://push.example.com/\x00", "https://é.com/",
        "https://push.example.com/é", "https://%31%32%37.0.0.1/", "https://a..b/", f"https://{'a' * 64}.com/",
        "https://localhost/", "https://LOCALHOST./", "https://app.localhost/", "https://127.0.0.1/",
        "https://127.1.2.3:8443/", "https://127.0.0.1./", "https://127.1/", "https://2130706433/", "https://0x7f.1/",
        "https://0x7f000001/", "https://0177.0.0.1/", "https://0/", "https://0.0.0.0/", "https://10.0.0.1/",
        "https://172.16.0.1/", "https://192.168.1.1/", "https://169.254.169.254/latest", "https://100.64.0.1/",
        "https://224.0.0.1/", "https://255.255.255.255/", "https://1.2.3.4.5/", "https://[::1]/", "https://[::]/",
        "https://[::ffff:127.0.0.1]/", "https://[::ffff:10.0.0.1]/", "https://[::7f00:1]/", "https://[fe80::1]/",
        "https://[fe80::1%25eth0]/", "https://[fd00::1]/", "https://[fec0::1]/", "https://[ff02::1]/",
        "https://[64:ff9b::7f00:1]/", "https://[64:ff9b::a00:1]/", "https://[2002:7f00:1::]/", "https://[2001:db8::1]/",
        "https://[::1", "https://]/", "https://[v1.x]/", "https://[8.8.8.8/", "http://127.0.0.1/", "http://localhost:3000/",
    ],
)  # fmt: skip
def test_any_other_address_is_refused(ada: Person, sql: Sql, endpoint: str) -> None:
    refused(subscribe(ada, subscription(endpoint)), 422, NO_ENDPOINT)
    assert stored(sql, ada) == []


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (subscription("https://push.example.com/" + "x" * 976), "Endpoint must be at most 1000 characters"),
        ({**subscription(), "endpoint": None}, "Endpoint is required"),
        ({**subscription(), "endpoint": 1}, "Endpoint must be text"),
        ({**subscription(), "keys": None}, "Keys must be an object"),
        ({"endpoint": "https://push.example.com/"}, "Keys is required"),
        ({**subscription(), "keys": {}}, "Key p256dh is required; Key auth is required"),
        (subscription(p256dh=None, auth=1), "Key p256dh is required; Key auth must be text"),
        (subscription(p256dh=""), NO_POINT),
        (subscription(p256dh="x" * 60_000), NO_POINT),
        (subscription(p256dh=base64url(point())[:-2]), NO_POINT),
        (subscription(p256dh=base64url(point()) + "AA"), NO_POINT),
        (subscription(p256dh=base64url(point(PublicFormat.CompressedPoint))), NO_POINT),
        (subscription(p256dh=base64url(b"\x04" + b"\x01" * 64)), NO_POINT),  # not on the curve
        (subscription(p256dh=base64url(b"\x00")), NO_POINT),
        (subscription(p256dh=f" {base64url(point())}"), NO_POINT),
        (subscription(p256dh="+" * 87), NO_POINT),
        (subscription(auth=base64url(b"0" * 15)), NO_SECRET),
        (subscription(auth=base64url(b"0" * 17)), NO_SECRET),
        (subscription(auth="\u0660" * 22), NO_SECRET),
        (subscription(auth="A"), NO_SECRET),
    ],
)
def test_what_no_browser_sends_is_refused_with_a_sentence(ada: Person, body: Any, sentence: str) -> None:
    refused(subscribe(ada, body), 422, sentence)


def test_a_test_may_allow_addresses_of_this_machine_and_only_these(
    database_url: str, newcomer: Arrive, sql: Sql
) -> None:
    with service_with_key(database_url, push_allows_loopback=True) as url:
        person = newcomer(url)
        for endpoint in ("http://127.0.0.1:9/x", "https://localhost/", "http://[::1]:9/", "https://push.example.com/"):
            assert subscribe(person, subscription(endpoint)).status_code == 201
        for endpoint in (
            "http://push.example.com/",
            "https://10.0.0.1/",
            "http://169.254.169.254/",
            "ftp://127.0.0.1/",
        ):
            refused(subscribe(person, subscription(endpoint)), 422, NO_ENDPOINT)
    assert len(stored(sql, person)) == 4


def test_what_a_name_may_mean_is_checked_by_the_same_rule() -> None:
    assert may_be_reached("8.8.8.8", allows_loopback=False)
    assert may_be_reached("64:ff9b::808:808", allows_loopback=False)  # a gateway makes 8.8.8.8 of it
    assert may_be_reached("127.0.0.1", allows_loopback=True)
    for address in ("127.0.0.1", "::1", "192.168.0.1", "fe80::1%eth0", "64:ff9b::a00:1", "push.example.com", ""):
        assert not may_be_reached(address, allows_loopback=False)
