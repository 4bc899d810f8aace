"""The authenticated user, however the program has authenticated them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CurrentUser:
    """The user whom the token names."""

    id: str
    email: str | None
    short_hash: str  # for logs: tells users apart without naming them
    issued_at: float  # seconds since 1970; 0 if the token does not say
    expires_at: float
    email_unverified: bool = False  # whether the token says that the address may be anybody's
