"""Signatures by which push services recognise this service (RFC 8292)."""

import time

import jwt

from app.config import origin_of
from app.environment.vapid import private_key, public_key

TOKEN_SECONDS = 12 * 3600  # services accept up to a day
REUSED_SECONDS = 3600.0
MOST_SIGNED = 1000  # people may give any address


class Vapid:
    """Signs requests to push services."""

    def __init__(self, private: str, subject: str) -> None:
        self._key = private_key(private)
        self._public = public_key(private)
        self._subject = subject
        self._signed: dict[str, tuple[float, str]] = {}  # by origin: until when it is used, and the header

    def authorization(self, endpoint: str) -> str:
        """The header for a request to that address."""
        origin, now = origin_of(endpoint), time.time()
        until, header = self._signed.get(origin, (0.0, ""))
        if until < now:
            claims = {"aud": origin, "exp": int(now) + TOKEN_SECONDS, "sub": self._subject}
            header = f"vapid t={jwt.encode(claims, self._key, algorithm='ES256')}, k={self._public}"
            if len(self._signed) >= MOST_SIGNED:
                self._signed.clear()
            self._signed[origin] = now + REUSED_SECONDS, header
        return header
