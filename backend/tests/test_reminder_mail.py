"""Reminders by mail, read where they arrive: at a real SMTP server."""

import asyncio
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from app.environment.vapid import new_key
from app.reminders.channels import channels_of
from app.reminders.letters import due_in_words, letter_of
from app.reminders.reminder import SENT, Outcome, Reminder
from tests.conftest import Arrive, Sql
from tests.debian import Authority
from tests.mail_server import MailServer, greeting_and_hanging, mail_server
from tests.push_service import push_service
from tests.service import Person, service, settings_for, token_for
from tests.traffic import eventually

FROM = "Todo <todo@todo.example>"
PATIENCE = 20

REMINDER = Reminder(
    user_id="alice",
    task_id="00000000-0000-0000-0000-000000000001",
    receiver="mail",
    service="mail",
    title="Water the plants",
    due_date=date(2026, 12, 2),
    due_time="17:00",
    remind_at="2026-12-02T16:30:00+00:00",
    email="ada@example.com",
    time_zone="Europe/Berlin",
    endpoint=None,
    p256dh=b"",
    auth=b"",
)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.reminders.worker.LOOK_SECONDS", 0.1)


@pytest.fixture
def mails() -> Iterator[MailServer]:
    with mail_server() as mails:
        yield mails


def sent(smtp_url: str, reminder: Reminder = REMINDER, **changes: Any) -> Outcome:
    settings = settings_for("postgresql://localhost", smtp_url=smtp_url, mail_from=FROM, **changes)

    async def send() -> Outcome:
        outcome = await channels_of(settings)["mail"].send(reminder)
        for _ in range(20):  # what was closed needs a few turns of the loop for it
            await asyncio.sleep(0)
        return outcome

    return asyncio.run(send())


def remind(sql: Sql, person: Person, **fields: Any) -> dict[str, Any]:
    """A task whose reminder is due now."""
    given: dict[str, Any] = {"title": "Water the plants", "due_date": "2101-01-02", "remind_before": 0}
    task = person.add(**(given | fields))
    sql.execute("UPDATE todo.task SET remind_at = now() WHERE user_id = %s AND id = %s", [person.id, task["id"]])
    person.tasks()
    return task


def wants_mail(person: Person, *, wants: bool = True) -> None:
    assert person.client.patch("/api/me/settings", json={"email_reminders": wants}).status_code == 200


def is_over(sql: Sql, person: Person) -> bool:
    left = sql.execute(
        "SELECT FROM todo.task WHERE user_id = %(id)s AND remind_at <= now()"
        " UNION ALL SELECT FROM todo.delivery WHERE user_id = %(id)s",
        {"id": person.id},
    )
    return not left.fetchall()


def test_a_reminder_is_mailed_to_whoever_wants_that(
    database_url: str, newcomer: Arrive, mails: MailServer, sql: Sql
) -> None:
    with service(database_url, smtp_url=mails.url, mail_from=FROM) as url:
        person, other = newcomer(url), newcomer(url)
        wants_mail(person)
        remind(sql, other)
        task = remind(sql, person)
        eventually(lambda: mails.mails, PATIENCE)
        eventually(lambda: is_over(sql, person) and is_over(sql, other), PATIENCE)
    (mail,) = mails.mails
    assert mails.receivers == [[f"{person.id[:40]}@example.com"]]
    assert mails.senders == ["todo@todo.example"]
    assert (mail["Subject"], mail["From"]) == ("Water the plants", FROM)
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = (mail.get_body([kind]).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    for body in (text, html):
        assert "Due on Sunday, 2 January 2101." in body
        assert f"http://localhost:3003/all?task={task['id']}" in body
        assert "http://localhost:3003/account" in body


def test_an_address_that_nobody_has_verified_gets_no_mail(
    database_url: str, newcomer: Arrive, mails: MailServer, sql: Sql
) -> None:
    """It may be anybody's."""
    user_id = f"user-{uuid.uuid4()}"
    with service(database_url, smtp_url=mails.url, mail_from=FROM) as url:
        for is_verified in (False, True):
            token = token_for(user_id, email="ada@example.com", emailVerified=is_verified)
            person = newcomer(url, id=user_id, token=token)
            wants_mail(person)
            remind(sql, person, title=f"Verified: {is_verified}")
            eventually(lambda person=person: is_over(sql, person), PATIENCE)  # type: ignore[misc]
    assert [mail["Subject"] for mail in mails.mails] == ["Verified: True"]


def test_mail_that_was_switched_off_meanwhile_is_not_sent(
    database_url: str, newcomer: Arrive, mails: MailServer, sql: Sql
) -> None:
    mails.answers = ["451 try again later"] * 2
    with service(database_url, smtp_url=mails.url, mail_from=FROM) as url:
        person = newcomer(url)
        wants_mail(person)
        remind(sql, person)
        eventually(lambda: len(mails.answers) == 1, PATIENCE)
        wants_mail(person, wants=False)
        sql.execute("UPDATE todo.delivery SET try_at = now() WHERE user_id = %s", [person.id])
        person.tasks()
        eventually(lambda: is_over(sql, person), PATIENCE)
    assert (len(mails.answers), mails.mails) == (1, [])


def test_a_server_that_greets_and_hangs_delays_no_notification_and_the_mail_arrives_later(
    database_url: str, newcomer: Arrive, sql: Sql, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.reminders.worker.TRY_SECONDS", 2.0)
    keys: dict[str, Any] = {"vapid_private_key": new_key(), "push_allows_loopback": True, "mail_from": FROM}
    with greeting_and_hanging() as hanging, push_service() as pushes:
        with service(database_url, smtp_url=hanging, **keys) as url:
            person = newcomer(url)
            wants_mail(person)
            browser = pushes.browser().subscribe(sql, person.id)
            for number in range(12):
                remind(sql, person, title=f"Tell nobody {number}")
            eventually(lambda: len(browser.arrivals) == 12, within=10)
            eventually(lambda: "reminders by mail are not sent: TimeoutError" in caplog.text, PATIENCE)
        with mail_server() as mails:
            sql.execute("UPDATE todo.delivery SET try_at = now() WHERE user_id = %s", [person.id])
            with service(database_url, smtp_url=mails.url, **keys):
                eventually(lambda: is_over(sql, person), PATIENCE)
            assert len({mail["Message-ID"] for mail in mails.mails}) == len(mails.mails) == 12
    assert len(browser.arrivals) == 12
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("http"))
    for private in ("Tell nobody", "@", "127.0.0.1", person.id):
        assert private not in said


@pytest.mark.parametrize(
    ("answer", "at", "outcome"),
    [
        ("451 greylisted", "data", Outcome("later", "SMTPDataError 451")),
        ("554 no", "data", Outcome("refused", "SMTPDataError 554")),
        ("450 later", "receiver", Outcome("later", "SMTPRecipientsRefused 450")),
        ("550 nobody", "receiver", Outcome("refused", "SMTPRecipientsRefused 550")),
    ],
)
def test_the_servers_answer_says_what_becomes_of_it(mails: MailServer, answer: str, at: str, outcome: Outcome) -> None:
    if at == "data":
        mails.answers = [answer]
    else:
        mails.refuses_receivers = answer
    assert sent(mails.url) == outcome


def test_a_server_that_is_not_there_may_be_there_later(port: int) -> None:
    assert sent(f"smtp://127.0.0.1:{port}").kind == "later"


@pytest.mark.parametrize("is_tls", [False, True])
def test_a_password_is_told_only_through_tls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mails: MailServer, is_tls: bool
) -> None:
    authority = Authority()
    (root := tmp_path / "root.crt").write_bytes(authority.certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(root))
    account = f"ada%40home:{quote('p@ss word')}@"
    with mail_server(authority.sign_for_localhost(tmp_path), is_tls=is_tls) as encrypted:
        assert sent(encrypted.url.replace("://", f"://{account}")) == SENT
        assert encrypted.logins == [(b"ada@home", b"p@ss word")]
        assert encrypted.were_encrypted == [True]
        wrong_password = account.replace("p%40ss", "nothing")
        assert sent(encrypted.url.replace("://", f"://{wrong_password}")).kind == "later"
        monkeypatch.delenv("SSL_CERT_FILE")
        assert sent(encrypted.url.replace("://", f"://{account}")).kind == "later"  # an unknown authority
    assert sent(mails.url.replace("://", f"://{account}")).kind == "later"  # offers no TLS
    assert (len(encrypted.mails), mails.mails) == (1, [])


HOSTILE = {
    "Pay\r\nBcc: mallory@example.com\r\n\r\nBuy now": "Pay Bcc: mallory@example.com Buy now",
    '<script>alert(1)</script> & "more"': '<script>alert(1)</script> & "more"',
    "Grüße 🌱 é漢字 " + "w" * 80: "Grüße 🌱 é漢字 " + "w" * 80,
    "=?utf-8?q?x?=": "=?utf-8?q?x?=",
    "\u2028\x85\x1b": "Reminder",
    "a" * 100: "a" * 100,
    "many words " * 9: ("many words " * 9).strip(),
    "🧑‍🧑‍🧒‍🧒 " * 12: ("🧑‍🧑‍🧒‍🧒 " * 12).strip(),
}


@pytest.mark.parametrize(("title", "subject"), HOSTILE.items())
def test_a_title_is_only_ever_the_subject_and_a_line_of_the_mail(mails: MailServer, title: str, subject: str) -> None:
    assert sent(mails.url, replace(REMINDER, title=title)) == SENT
    (mail,) = mails.mails
    assert mails.receivers == [["ada@example.com"]]
    assert set(mail.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"
    }  # fmt: skip
    assert mail["Subject"] == subject
    html = mail.get_body(["html"])
    assert html is not None
    assert "<script>" not in html.get_content()


@pytest.mark.parametrize("address", ["", "nobody", "a@b, c@d", "a@b\r\nRCPT TO:<c@d>", "<a@b>", "a@b c@d", "a@", None])
def test_what_is_no_address_gets_no_mail(mails: MailServer, address: str | None) -> None:
    assert sent(mails.url, replace(REMINDER, email=address)).kind == "refused"
    assert mails.mails == []


def test_each_try_has_the_same_id_and_each_reminder_another(mails: MailServer) -> None:
    for reminder in (REMINDER, REMINDER, replace(REMINDER, task_id=str(uuid.uuid4()))):
        sent(mails.url, reminder)
    first, second, other = (mail["Message-ID"] for mail in mails.mails)
    assert first == second != other
    assert first.endswith("@todo.example>")


@pytest.mark.parametrize(
    ("now", "zone", "day", "time", "words"),
    [
        ("2026-12-02T16:30", "Europe/Berlin", "2026-12-02", "17:00", "today at 17:00"),
        ("2026-12-02T23:30", "Europe/Berlin", "2026-12-03", None, "today"),
        ("2026-12-02T23:30", "America/New_York", "2026-12-03", "09:00", "tomorrow at 09:00"),
        ("2026-12-02T12:00", "UTC", "2026-12-01", None, "yesterday"),
        ("2026-12-02T12:00", "UTC", "2026-12-09", "08:15", "on Wednesday, 9 December at 08:15"),
        ("2026-12-30T12:00", "UTC", "2027-01-09", None, "on Saturday, 9 January 2027"),
        ("2026-12-30T23:30", "No/Where", "2026-12-30", None, "today"),
    ],
)
def test_when_it_is_due_is_said_as_in_the_accounts_zone(
    now: str, zone: str, day: str, time: str | None, words: str
) -> None:
    reminder = replace(REMINDER, time_zone=zone, due_date=date.fromisoformat(day), due_time=time)
    assert due_in_words(reminder, datetime.fromisoformat(now).replace(tzinfo=UTC)) == words


def test_a_letter_reads_like_this() -> None:
    letter = letter_of(REMINDER, "https://todo.example", datetime(2026, 12, 2, 15, 30, tzinfo=UTC))
    assert letter.text == (
        "Water the plants\n\nDue today at 17:00.\n\nOpen the task:\n"
        "https://todo.example/all?task=00000000-0000-0000-0000-000000000001\n\n"
        "You get this mail because reminders by email are on. Switch them off in your account:\n"
        "https://todo.example/account\n"
    )
