"""Secrets that stand in an address. Who knows one may read what it opens; what is stored is only a hash of it."""

import hashlib
import re
import secrets

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """A secret of 256 random bits."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str | None:
    """The hash under which the secret is stored; None if no secret looks like that."""
    return hashlib.sha256(secret.encode()).hexdigest() if SECRET.fullmatch(secret) else None
