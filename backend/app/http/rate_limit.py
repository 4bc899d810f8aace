"""How many requests one user may make in a minute, so that one who loops is not everybody's night.

Counted in this process: with N processes a user may get N times as far. Memory and the time of a call are bounded,
however many keys there are (docs/decisions/0021-rate-limits.md).
"""

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address
from math import ceil
from time import monotonic

from app.http.errors import TooManyRequests

WINDOW_SECONDS = 60
MAX_KEYS = 100_000
NO_ADDRESS = ""

# Key → the end of its minute and the calls in it; the order is that in which they came.
Windows = OrderedDict[str, tuple[float, int]]


class RateLimit:
    """At most `per_minute` calls for each key within a minute that begins with its first call; 0 sets no limit.

    Of more than `MAX_KEYS` keys in a minute the oldest are forgotten, but none that has been refused: those stand
    apart, where nobody gets without as many calls as are allowed.
    """

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._counted: Windows = OrderedDict()
        self._refused: Windows = OrderedDict()

    def count(self, key: str) -> None:
        """Count one call. Raises `TooManyRequests` when it is one too many."""
        if not self.per_minute:
            return
        now = monotonic()
        for windows in (self._counted, self._refused):
            _forget_expired(windows, now)
        if (refused := self._refused.get(key)) is not None and refused[0] > now:
            self._refuse(refused[0] - now)
        end, calls = self._counted.get(key, (0.0, 0))
        if end <= now:
            self._counted.pop(key, None)
            if len(self._counted) >= MAX_KEYS:
                self._counted.popitem(last=False)
            end, calls = now + WINDOW_SECONDS, 0
        self._counted[key] = end, calls + 1
        if calls >= self.per_minute:
            if len(self._refused) < MAX_KEYS:
                self._refused[key] = self._counted.pop(key)
            self._refuse(end - now)

    def _refuse(self, seconds_left: float) -> None:
        raise TooManyRequests(self.per_minute, WINDOW_SECONDS, ceil(seconds_left))


def _forget_expired(windows: Windows, now: float) -> None:
    # Two, as at most one is added at a time: what is over never piles up, and no call pays for all of it.
    for _ in range(2):
        if not windows or windows[next(iter(windows))][0] > now:
            return
        windows.popitem(last=False)


class RateLimits:
    """One limit for those whom their tokens name, one for networks whose tokens are refused."""

    def __init__(self, per_minute: int) -> None:
        self.users = RateLimit(per_minute)
        self.unknown = RateLimit(per_minute)


def network_of(address: str) -> str:
    """What counts as one caller: an IPv4 address, or the /64 that an IPv6 customer has at the least.

    What is no address counts as one caller altogether: it may be any text that somebody has sent.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return NO_ADDRESS
    if not isinstance(ip, IPv6Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(IPv6Address(int(ip) >> 64 << 64))  # without the zone, which only means something on this machine
