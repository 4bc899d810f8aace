"""A real SMTP server on loopback, and what arrived there."""

import email.policy
import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from socket import create_server
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any
from warnings import catch_warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope


class MailServer:
    """What arrived, and what the server answers next time."""

    def __init__(self, *, is_tls: bool) -> None:
        self.url = ""
        self._is_tls = is_tls
        self.mails: list[EmailMessage] = []
        self.receivers: list[list[str]] = []
        self.senders: list[str] = []
        self.answers: list[str] = []  # in place of accepting the next ones
        self.refuses_receivers = ""
        self.logins: list[tuple[bytes, bytes]] = []
        self.were_encrypted: list[bool] = []

    async def handle_RCPT(self, *arguments: Any) -> str:  # noqa: N802 - the library's name
        _, _, envelope, address, _ = arguments
        if self.refuses_receivers:
            return self.refuses_receivers
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        self.receivers.append(envelope.rcpt_tos)
        self.senders.append(envelope.mail_from or "")
        self.were_encrypted.append(self._is_tls or session.ssl is not None)
        return "250 OK"

    def authenticate(self, *arguments: Any) -> AuthResult:
        login = arguments[-1]
        self.logins.append((login.login, login.password))
        return AuthResult(success=login.password == b"p@ss word")


@contextmanager
def mail_server(
    certificate: tuple[Path, Path] | None = None, *, is_tls: bool = False, **options: Any
) -> Iterator[MailServer]:
    """Run a mail server; with a certificate for localhost it offers STARTTLS, or is TLS from the first byte."""
    state = MailServer(is_tls=is_tls)
    context = None
    if certificate is not None:
        context = SSLContext(PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        options |= {"authenticator": state.authenticate, "auth_require_tls": not is_tls}
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    if is_tls:
        controller = Controller(state, "127.0.0.1", port, ssl_context=context, server_hostname="localhost", **options)
    else:
        controller = Controller(state, "127.0.0.1", port, tls_context=context, **options)
    controller.start()
    state.url = f"{'smtps' if is_tls else 'smtp'}://localhost:{port}"
    try:
        yield state
    finally:
        controller.stop()
        with catch_warnings(action="ignore", category=ResourceWarning):
            gc.collect()  # asyncio's server leaves a connection open whose handshake has failed


@contextmanager
def greeting_and_hanging() -> Iterator[str]:
    """A server that greets and then says nothing; yields its URL."""
    ends: list[Any] = []

    def listen() -> None:
        with suppress(OSError):
            while True:
                end, _ = listener.accept()
                ends.append(end)
                end.sendall(b"220 welcome\r\n")

    with create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            with suppress(OSError):
                listener.shutdown(2)
            thread.join()
            for end in ends:
                end.close()
