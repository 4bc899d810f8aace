"""Reminders as mails, each handed to the mail server in a connection of its own."""

import ssl
from datetime import UTC, datetime
from email.header import Header
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from socket import gethostname
from typing import Any

import aiosmtplib
from aiosmtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from app.environment.mail import ADDRESS, MailServer, sender_of
from app.reminders.letters import letter_of
from app.reminders.reminder import SENT, Outcome, Reminder

STEP_SECONDS = 10.0


class Mail:
    """Sends reminders by mail, with links to that site."""

    def __init__(self, server: MailServer, mail_from: str, site: str) -> None:
        self._server = server
        self._name, self._address = sender_of(mail_from)
        self._site = site
        self._tls = ssl.create_default_context()
        # How this machine greets. A name without a dot would be refused by some servers.
        name = gethostname()
        self._greets_as = name if "." in name else "[127.0.0.1]"

    async def send(self, reminder: Reminder) -> Outcome:
        """Try once."""
        if not ADDRESS.fullmatch(reminder.email or ""):
            return Outcome("refused", "no address")
        try:
            await aiosmtplib.send(
                self._message(reminder),
                sender=self._address,
                recipients=[reminder.email or ""],
                hostname=self._server.host,
                port=self._server.port,
                username=self._server.user,
                password=self._server.password,
                local_hostname=self._greets_as,
                timeout=STEP_SECONDS,
                use_tls=self._server.is_tls,
                start_tls=True if self._server.needs_starttls else None if not self._server.is_tls else False,
                tls_context=self._tls,
            )
        except (SMTPException, OSError) as error:
            return _outcome(error)
        return SENT

    def _message(self, reminder: Reminder) -> Message:
        letter = letter_of(reminder, self._site, datetime.now(UTC))
        message = MIMEMultipart("alternative")
        message["From"] = formataddr((self._name, self._address))
        message["To"] = reminder.email or ""
        message["Subject"] = _subject(letter.subject)
        message["Date"] = format_datetime(datetime.now(UTC))
        # The same for each try: many mail programs show a second one with the same id only once.
        message["Message-ID"] = f"<{reminder.tag}@{self._address.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.attach(MIMEText(letter.text, "plain", "utf-8"))
        message.attach(MIMEText(letter.html, "html", "utf-8"))
        return message


def _subject(text: str) -> Any:
    """Unlike `EmailMessage`, it loses no space between encoded words, and decodes nothing that only looks encoded."""
    fits = text.isascii() and "=?" not in text and len(text) <= 60
    return text if fits else Header(text, "utf-8", header_name="Subject")


def _outcome(error: Exception) -> Outcome:
    """What the receiver's server will never take is refused. Anything else may be mended, a wrong password too."""
    code = error.code if isinstance(error, SMTPResponseException) else 0
    if isinstance(error, SMTPRecipientsRefused):
        code = max((each.code for each in error.recipients), default=0)
    reason = f"{type(error).__name__} {code}" if code else type(error).__name__
    is_final = isinstance(error, SMTPDataError | SMTPRecipientsRefused) and code >= 500
    return Outcome("refused" if is_final else "later", reason)
