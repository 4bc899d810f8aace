"""How mail is sent, read from `SMTP_URL` and `MAIL_FROM`. The web app reads them alike (lib/mail/settings.ts)."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

# The ports of mail that is handed in (RFC 6409, RFC 8314).
PORTS = {"smtp": 587, "smtps": 465}
EXAMPLE = "smtps://USER:PASSWORD@smtp.example.com"
ADDRESS = re.compile(r"[^<>@,;:\s\x00-\x1f\x7f]+@[^<>@,;:\s\x00-\x1f\x7f]+")
SENDER = re.compile(rf"(?P<name>[^<>@\r\n]*)<(?P<named>{ADDRESS.pattern})>|(?P<bare>{ADDRESS.pattern})")


@dataclass(frozen=True)
class MailServer:
    """A server that takes mail, and the account there."""

    host: str
    port: int
    is_tls: bool  # from the first byte; otherwise STARTTLS where the server offers it
    user: str | None
    password: str | None = field(repr=False)

    @property
    def needs_starttls(self) -> bool:
        """A password is not told to whoever listens."""
        return not self.is_tls and self.user is not None


def mail_server(smtp_url: str) -> MailServer:
    """The server that the URL names. Raises `ValueError` with the end of a sentence."""
    url, port = _parsed(smtp_url.strip())
    if url.query or url.fragment or len(url.path) > 1:
        raise ValueError(f"says more than a server and an account; it must be a URL such as {EXAMPLE}")
    return MailServer(
        host=url.hostname or "",
        port=port or PORTS[url.scheme],
        is_tls=url.scheme == "smtps",
        user=_decoded(url.username) if url.username else None,
        password=_decoded(url.password or "") if url.username else None,
    )


def _parsed(smtp_url: str) -> tuple[SplitResult, int | None]:
    try:
        url = urlsplit(smtp_url)
        port = url.port
    except ValueError:
        url, port = urlsplit(""), None
    if url.scheme not in PORTS or not url.hostname:
        raise ValueError(f"must be a URL such as {EXAMPLE}")
    return url, port


def _decoded(part: str) -> str:
    with suppress(UnicodeDecodeError):
        if not re.search(r"%(?![0-9A-Fa-f]{2})", part):
            return unquote(part, errors="strict")
    raise ValueError("has a % that stands for nothing; write %25 for it")


def sender_of(mail_from: str) -> tuple[str, str]:
    """The name, which may be empty, and the address. Raises `ValueError` with the end of a sentence."""
    found = SENDER.fullmatch(mail_from.strip())
    if found is None or not mail_from.isprintable():
        raise ValueError("must be an address such as todo@example.com or Todo <todo@example.com>")
    return (found["name"] or "").strip().strip('"'), found["named"] or found["bare"]
