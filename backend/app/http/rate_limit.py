"""How many requests one caller may make in a minute, so that a client in a loop does not slow down everybody.

Each process counts for itself: with N processes a user may send N times as many. Memory and the time of a call are
bounded, however many keys there are (docs/decisions/0021-rate-limits.md).
"""

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address
from math import ceil
from time import monotonic

from starlette.requests import Request

from app.http.errors import TooManyRequests

WINDOW_SECONDS = 60
MAX_KEYS = 100_000
NO_ADDRESS = ""

# Key → the end of its minute and the calls in it, in the order in which the minutes end.
Windows = OrderedDict[str, tuple[float, int]]


class RateLimit:
    """At most `per_minute` calls for each key within a minute that begins with its first call; 0 sets no limit.

    Of more than `MAX_KEYS` keys in a minute the oldest are forgotten, except refused ones: these are stored
    separately, and a key gets there only after as many calls as are allowed.
    """

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._counted: Windows = OrderedDict()
        self._refused: Windows = OrderedDict()

    def count(self, key: str) -> None:
        """Count one call. Raises `TooManyRequests` when it exceeds the limit."""
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
    # A call adds one key at most and removes two, so that expired keys never accumulate and no call scans all of them.
    for _ in range(2):
        if not windows or windows[next(iter(windows))][0] > now:
            return
        windows.popitem(last=False)


class RateLimits:
    """Limits for users, for networks whose tokens or secret addresses are unknown, and for secret addresses.

    An address has its own, so that who knows it cannot use up the requests of its owner.
    """

    def __init__(self, per_minute: int) -> None:
        self.users = RateLimit(per_minute)
        self.feeds = RateLimit(per_minute)
        self._unknown = RateLimit(per_minute)

    def count_unknown(self, request: Request) -> None:
        """Count a request whose token or secret address is unknown. Raises `TooManyRequests`."""
        self._unknown.count(_network_of(request.client.host if request.client else NO_ADDRESS))


def _network_of(address: str) -> str:
    """The caller to count: an IPv4 address, or the /64 network of an IPv6 address, the least a customer is given.

    All texts that are no address count as one caller, because a client may send any text.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return NO_ADDRESS
    if not isinstance(ip, IPv6Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(IPv6Address(int(ip) >> 64 << 64))  # without the zone, which is local to this machine
