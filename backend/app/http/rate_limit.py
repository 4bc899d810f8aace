"""How many requests one user may make in a minute, so that one who loops is not everybody's night.

Counted in this process: with N processes a user may get N times as far.
"""

from dataclasses import dataclass, field
from math import ceil
from time import monotonic

from app.http.errors import TooManyRequests

WINDOW_SECONDS = 60
MAX_KEYS = 100_000


@dataclass
class RateLimit:
    """At most `per_minute` calls for each key within a minute that begins with its first call; 0 sets no limit."""

    per_minute: int
    _windows: dict[str, list[float]] = field(default_factory=dict)  # key → [end of its minute, calls in it]

    def count(self, key: str) -> None:
        """Count one call. Raises `TooManyRequests` when it is one too many."""
        if not self.per_minute:
            return
        now = monotonic()
        window = self._windows.get(key)
        if window is None or window[0] <= now:
            if len(self._windows) >= MAX_KEYS:
                self._windows = {key: window for key, window in self._windows.items() if window[0] > now}
            window = self._windows[key] = [now + WINDOW_SECONDS, 0]
        window[1] += 1
        if window[1] > self.per_minute:
            raise TooManyRequests(self.per_minute, WINDOW_SECONDS, ceil(window[0] - now))


class RateLimits:
    """One limit for those whom their tokens name, one for addresses whose tokens are refused."""

    def __init__(self, per_minute: int) -> None:
        self.users = RateLimit(per_minute)
        self.unknown = RateLimit(per_minute)
