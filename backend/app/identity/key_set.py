"""The public keys of Better Auth: fetched when first needed, cached, and kept during an outage."""

import asyncio
import contextlib
import json
import logging
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import httpx2
from jwt import PyJWK, PyJWTError

from app.metrics import KEY_SET_FETCHES

logger = logging.getLogger(__name__)

FETCH_TIMEOUT_SECONDS = 5.0
FRESH_SECONDS = 300.0  # after this a set is fetched again, so that a withdrawn key is no longer accepted
REFRESH_WAIT_SECONDS = 1.0  # how long a request whose key is cached waits for that fetch
REFRESH_COOLDOWN_SECONDS = 30.0
UNKNOWN_KEY_COOLDOWN_SECONDS = 10.0
OUTAGE_COOLDOWN_SECONDS = 2.0
MAX_BYTES = 1 << 20

# Which algorithm each type of key may verify. A public set must not contain symmetric keys.
ALGORITHMS = {
    "OKP": {"EdDSA"},
    "EC": {"ES256", "ES384", "ES512"},
    "RSA": {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"},
}


class KeysUnreachable(Exception):
    """The key set cannot be fetched, so that nobody knows whether a key is valid."""


@dataclass
class KeySet:
    """The keys at one URL, by `kid`.

    A request asks for a key ──▶ known and fresh ───────────────▶ use it
                                 known and stale ──▶ fetch ─────▶ use it from the new set, or the old one in an outage
                                 unknown ──────────▶ fetch ─────▶ use it, or there is no such key (None)
    There is one fetch at a time, however many requests ask. A fetch that fails or does not contain the unknown key is
    not repeated for a while: clients that invent key ids cannot make this service flood Better Auth with requests.
    """

    url: str
    _keys: dict[str, PyJWK] = field(default_factory=dict)
    _fetched_at: float = float("-inf")
    _failed_at: float = float("-inf")
    _missed_at: float = float("-inf")
    _flight: asyncio.Task[bool] | None = None

    async def find(self, kid: str) -> PyJWK | None:
        """The key with that id, or None if a current set does not contain it.

        Raises `KeysUnreachable` if the set cannot be fetched and no cached key has that id.
        """
        if kid in self._keys:
            if self._refresh_is_due():
                with contextlib.suppress(KeysUnreachable, TimeoutError):
                    await asyncio.wait_for(self._fetch(), REFRESH_WAIT_SECONDS)
        elif _age(self._missed_at) > UNKNOWN_KEY_COOLDOWN_SECONDS:
            await self._fetch()
            if kid not in self._keys:
                self._missed_at = monotonic()
        return self._keys.get(kid)

    def _refresh_is_due(self) -> bool:
        stale = _age(self._fetched_at) > FRESH_SECONDS
        return stale and self._flight is None and _age(self._failed_at) > REFRESH_COOLDOWN_SECONDS

    async def _fetch(self) -> None:
        if self._flight is None:
            if _age(self._failed_at) < OUTAGE_COOLDOWN_SECONDS:
                raise KeysUnreachable
            self._flight = asyncio.create_task(self._download())
        # Shielded: a caller that is cancelled must not cancel the fetch for the others.
        if not await asyncio.shield(self._flight):
            raise KeysUnreachable

    async def _download(self) -> bool:
        try:
            async with asyncio.timeout(FETCH_TIMEOUT_SECONDS), httpx2.AsyncClient(timeout=None) as client:
                self._keys = _usable_keys(await _read_limited(client, self.url))
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, RecursionError, TimeoutError) as error:
            self._failed_at = monotonic()
            KEY_SET_FETCHES.labels("failed").inc()
            logger.warning("key set not fetched: %s", type(error).__name__)
            return False
        finally:
            self._flight = None
        self._fetched_at = monotonic()
        KEY_SET_FETCHES.labels("fetched").inc()
        return True


def _age(moment: float) -> float:
    return monotonic() - moment


async def _read_limited(client: httpx2.AsyncClient, url: str) -> Any:
    body = bytearray()
    async with client.stream("GET", url, headers={"Accept": "application/json"}) as response:
        response.raise_for_status()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > MAX_BYTES:
                raise ValueError("key set too large")
    return json.loads(body)


def _usable_keys(document: Any) -> dict[str, PyJWK]:
    """The signing keys of a JWK set (RFC 7517) by `kid`; keys that this service cannot use are ignored (section 5)."""
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise ValueError("not a key set")  # noqa: TRY004 - the document is wrong, not the call
    keys: dict[str, PyJWK] = {}
    for entry in document["keys"]:
        if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str) or entry.get("use", "sig") != "sig":
            continue
        with contextlib.suppress(PyJWTError, ValueError, TypeError, KeyError):
            if entry.get("alg") in {None, *ALGORITHMS[entry["kty"]]}:
                keys[entry["kid"]] = PyJWK(entry)
    return keys
