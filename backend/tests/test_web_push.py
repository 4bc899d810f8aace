"""Web push: what a push service gets can be decrypted and verified, and no address inside a network is contacted."""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.environment.vapid import new_key, public_key
from app.reminders import sending
from app.reminders.addresses import may_be_reached
from app.reminders.channels import channels_of
from app.reminders.reminder import SENT, Outcome, Reminder
from tests.debian import Authority
from tests.push_service import Browser, PushService, push_service, signed_claims
from tests.service import settings_for

KEY = new_key()


@pytest.fixture
def pushes() -> Iterator[PushService]:
    with push_service() as pushes:
        yield pushes


def reminder_for(browser: Browser, **fields: Any) -> Reminder:
    reminder = Reminder(
        user_id="alice",
        task_id="00000000-0000-0000-0000-000000000001",
        receiver=browser.id,
        service="push.example",
        title="Water the plants",
        due_date=date(2101, 1, 2),
        due_time=None,
        remind_at="2101-01-02T09:00:00.5+01:00",
        email=None,
        time_zone="UTC",
        endpoint=browser.endpoint,
        p256dh=browser.public,
        auth=browser.auth,
    )
    return replace(reminder, **fields)


def settings(**changes: Any) -> Settings:
    options: dict[str, Any] = {"vapid_private_key": KEY, "push_allows_loopback": True}
    return settings_for("postgresql://localhost", **(options | changes))


def sent(reminder: Reminder, **changes: Any) -> Outcome:
    return asyncio.run(channels_of(settings(**changes))["push"].send(reminder))


def test_the_message_says_what_the_page_needs(pushes: PushService) -> None:
    browser = pushes.browser()
    title = "Grüße 🌱 " + "x" * 90
    assert sent(reminder_for(browser, title=title, due_time="17:00")) == SENT
    (arrival,) = browser.arrivals
    tag = arrival.message.pop("tag")
    assert arrival.message == {
        "task": "00000000-0000-0000-0000-000000000001",
        "title": title,
        "due_date": "2101-01-02",
        "due_time": "17:00",
        "moment": "2101-01-02T08:00:00.500000Z",
    }
    again, other = pushes.browser(), pushes.browser()
    sent(reminder_for(again))
    sent(reminder_for(other, remind_at="2101-01-02T10:00:00+01:00"))
    assert again.arrivals[0].message["tag"] == tag
    assert again.arrivals[0].headers["topic"] == arrival.headers["topic"]
    assert other.arrivals[0].message["tag"] != tag


def test_the_request_is_signed_with_the_key_that_browsers_have(pushes: PushService) -> None:
    browser = pushes.browser()
    sent(reminder_for(browser), vapid_subject="mailto:ada@example.com")
    (arrival,) = browser.arrivals
    claims = signed_claims(arrival.headers["authorization"], public_key(KEY))
    assert claims["aud"] == pushes.url
    assert claims["sub"] == "mailto:ada@example.com"
    assert time.time() < claims["exp"] <= time.time() + 86_400
    headers = arrival.headers
    assert (headers["ttl"], headers["urgency"], headers["content-encoding"]) == ("86400", "high", "aes128gcm")
    assert len(headers["topic"]) <= 32
    assert headers["host"] == pushes.url.removeprefix("http://")


@pytest.mark.parametrize(
    ("changes", "contact"),
    [
        ({}, "mailto:todo@example.com"),
        ({"better_auth_url": "https://Todo.Example/auth"}, "https://todo.example"),
        ({"smtp_url": "smtp://localhost", "mail_from": "Todo <me@todo.example>"}, "mailto:me@todo.example"),
        ({"vapid_subject": "mailto:ada@example.com", "better_auth_url": "https://x"}, "mailto:ada@example.com"),
    ],
)
def test_push_services_get_to_know_whom_they_may_write_to(changes: dict[str, Any], contact: str) -> None:
    assert settings(**changes).contact == contact


@pytest.mark.parametrize(
    ("status", "headers", "kind", "pause"),
    [
        (200, {}, "sent", 0),
        (301, {"Location": "http://127.0.0.1:1/"}, "refused", 0),
        (400, {}, "refused", 0),
        (403, {}, "refused", 0),
        (404, {}, "gone", 0),
        (410, {}, "gone", 0),
        (413, {}, "refused", 0),
        (429, {"Retry_After": "60"}, "later", 60),
        (500, {}, "later", 0),
        (503, {"Retry_After": "-1"}, "later", 0),
        (503, {"Retry_After": "Wed, 21 Oct 2015 07:28:00 GMT"}, "later", 0),
        (503, {"Retry_After": "9" * 400}, "later", 999_999_999),
    ],
)
def test_the_answer_says_what_becomes_of_it(
    pushes: PushService, status: int, headers: dict[str, str], kind: str, pause: float
) -> None:
    browser = pushes.browser(status, **headers)
    outcome = sent(reminder_for(browser))
    assert (outcome.kind, outcome.pause, browser.requests) == (kind, pause, 1)


def test_a_service_that_is_not_there_may_be_there_later(pushes: PushService) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        endpoint = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
    assert sent(reminder_for(pushes.browser(), endpoint=endpoint)).kind == "later"
    assert sent(reminder_for(pushes.browser(), endpoint="http://nowhere.invalid/")).kind == "later"


@pytest.mark.parametrize("broken", [{"p256dh": b"\4" + b"x" * 64}, {"p256dh": b""}, {"endpoint": "http://[/"}])
def test_a_subscription_that_cannot_be_used_is_given_up(pushes: PushService, broken: dict[str, Any]) -> None:
    assert sent(reminder_for(pushes.browser(), **broken)).kind == "refused"


# -- addresses --


@contextmanager
def names(monkeypatch: pytest.MonkeyPatch, **addresses: list[str]) -> Iterator[list[str]]:
    """What names mean; yields those that were looked up."""
    asked: list[str] = []

    def look_up(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (each, 0)) for each in addresses[host.partition(".")[0]]]

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", look_up)
        yield asked


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_a_name_that_means_an_address_inside_is_not_contacted(
    pushes: PushService, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    browser = pushes.browser()
    endpoint = browser.endpoint.replace("http://127.0.0.1", "https://push.example")
    connections: list[Any] = []
    monkeypatch.setattr(sending.Sender, "_post", lambda *arguments: connections.append(arguments))
    for addresses in ([inside], ["8.8.8.8", inside]):
        with names(monkeypatch, push=addresses):
            outcome = sent(reminder_for(browser, endpoint=endpoint), push_allows_loopback=False)
        assert (outcome.kind, outcome.reason) == ("refused", "NotReachable")
    assert (connections, browser.requests) == ([], 0)


def test_without_loopback_nothing_is_sent_unencrypted_or_to_this_machine(pushes: PushService) -> None:
    browser = pushes.browser()
    for endpoint in (browser.endpoint, browser.endpoint.replace("http:", "https:")):
        assert sent(reminder_for(browser, endpoint=endpoint), push_allows_loopback=False).kind == "refused"
    assert browser.requests == 0


def test_a_name_is_resolved_once_and_the_connection_made_to_what_was_checked(
    pushes: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a name cannot mean something else a moment later. The first address does not answer; the next does."""
    browser = pushes.browser()
    port = pushes.url.rpartition(":")[2]
    with names(monkeypatch, push=["127.0.0.99", "127.0.0.1"]) as asked:
        outcome = sent(reminder_for(browser, endpoint=browser.endpoint.replace("127.0.0.1", "push.example")))
    assert (outcome, asked) == (SENT, ["push.example"])
    assert browser.arrivals[0].headers["host"] == f"push.example:{port}"


def test_tls_verifies_the_name_and_not_the_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    authority = Authority()
    (root := tmp_path / "root.crt").write_bytes(authority.certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(root))
    with push_service(authority.sign_for_localhost(tmp_path)) as pushes:
        known, unknown = pushes.browser(), pushes.browser()
        with names(monkeypatch, localhost=["127.0.0.1"], push=["127.0.0.1"]):
            assert sent(reminder_for(known)) == SENT
            endpoint = unknown.endpoint.replace("localhost", "push.example")
            assert sent(reminder_for(unknown, endpoint=endpoint)) == Outcome("later", "ConnectError")
    assert (known.requests, unknown.requests) == (1, 0)


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),  # 10.0.0.1 behind a gateway
        ("64:ff9b::808:808", True),
        ("2002:a00:1::", False),  # 10.0.0.1 in 6to4
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("nonsense", False),
        ("127.0.0.1", False),
        ("::1", False),
    ],
)
def test_which_addresses_may_be_reached(address: str, may: bool) -> None:
    assert may_be_reached(address, allows_loopback=False) == may


def test_with_loopback_only_this_machine_may_be_reached_besides() -> None:
    assert may_be_reached("127.0.0.1", allows_loopback=True)
    assert may_be_reached("::1", allows_loopback=True)
    assert not may_be_reached("10.0.0.1", allows_loopback=True)
