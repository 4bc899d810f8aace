"""Addresses that people have given: only those of the internet may be reached, none of the service's own network.

Here an address is checked as a text. What its name means is known only when something is sent there.
"""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from app.errors import InvalidInput
from app.values.limits import ENDPOINT_LENGTH

# Programs disagree about blanks, control characters and backslashes in addresses, and other letters have spellings.
URL = re.compile(rf"[!-\[\]-~]{{1,{ENDPOINT_LENGTH}}}")
NAME = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}")
# Many programs read these as an address too: 2130706433, 0x7f.1, 127.1.
NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
ASSIGNED = IPv6Network("2000::/3")
TRANSLATED = IPv6Network("64:ff9b::/96")  # a gateway makes IPv4 of them (RFC 6052)


def check_endpoint(url: str, *, allows_loopback: bool) -> None:
    """Raises `InvalidInput` unless this is an https address that may be reached, or has a name.

    With `allows_loopback` it may be of this machine, too, also without TLS.
    """
    if not _is_allowed(url, allows_loopback):
        raise InvalidInput.about("Endpoint must be a public https address", "endpoint")


def may_be_reached(address: str, allows_loopback: bool) -> bool:
    """Whether this IP address is one of the internet; or of this machine, if that is allowed."""
    try:
        number = ip_address(address)
    except ValueError:
        return False
    return allows_loopback if number.is_loopback else _is_public(number)


def _is_allowed(url: str, allows_loopback: bool) -> bool:
    if not URL.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        _ = parts.port  # parsed on access only
    except ValueError:
        return False
    host = (parts.hostname or "").removesuffix(".")
    if not host or "@" in parts.netloc:
        return False
    if _is_of_this_machine(host):
        return allows_loopback and parts.scheme in {"http", "https"}
    if parts.scheme != "https":
        return False
    if "[" in parts.netloc or NUMERIC.fullmatch(host):
        return may_be_reached(host, allows_loopback=False)
    return len(host) <= 253 and NAME.fullmatch(host) is not None


def _is_of_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    if address in TRANSLATED:
        return _is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    # A tunnel leads to the IPv4 address inside it. Both kinds are obsolete.
    is_tunnel = address.sixtofour is not None or address.teredo is not None
    return address in ASSIGNED and address.is_global and not is_tunnel
