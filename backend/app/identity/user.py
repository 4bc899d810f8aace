"""Who is asking, whichever way they have shown it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """Who is asking, as the token says."""

    id: str
    email: str | None
    short_hash: str  # for logs: tells users apart without naming them
    issued_at: float  # seconds since 1970; 0 when the token does not say
    expires_at: float
