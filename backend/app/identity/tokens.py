"""From a bearer token to the current user: signature, issuer, audience, expiry, subject.

    <header>.<claims>.<signature>
        │  alg HS256                  ──▶ the shared secret, and nothing else
        │  alg EdDSA, ES*, RS*, PS*   ──▶ the public key with that id, if its own algorithm is the same
        │  anything else              ──▶ 401
        ▼
    exp (required), iat, nbf, iss, aud (required under a public key) ──▶ sub ──▶ CurrentUser

The algorithm selects the key, so that a token cannot choose to be verified with a key of the other family
(RFC 8725, section 3.1).
"""

import hashlib
import json
import logging
import math
import re
import time
from typing import Any

import jwt
from jwt.utils import base64url_decode

from app.config import Settings
from app.errors import InvalidToken, ServiceUnavailable, TokenWithoutUser
from app.identity.key_set import ALGORITHMS, KeySet, KeysUnreachable
from app.identity.user import CurrentUser
from app.values.limits import EMAIL_LENGTH, USER_ID_LENGTH
from app.values.text import is_storable

logger = logging.getLogger(__name__)

LEEWAY_SECONDS = 30
MAX_TOKEN_BYTES = 8192
CACHED_TOKENS = 10_000
# A cached result is verified again after this, so that a withdrawn key is no longer accepted.
CACHED_SECONDS = 300

COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
SHARED_KEY_ALGORITHM = "HS256"
PUBLIC_KEY_ALGORITHMS = frozenset[str]().union(*ALGORITHMS.values())
# Header members that contain a key, name one, or change what is signed. No valid token for this service has them.
REFUSED_HEADERS = frozenset({"jwk", "jku", "x5u", "x5c", "crit", "b64"})


class TokenVerifier:
    """Finds the user of a token, and caches the result for a while."""

    def __init__(self, settings: Settings) -> None:
        self._secret = settings.better_auth_secret.get_secret_value()
        self._keys = KeySet(settings.jwks_url)
        self._issuers = {settings.origin, *settings.better_auth_issuers}
        self._audiences = {settings.origin, *settings.better_auth_audiences}
        self._requires_issuer = settings.better_auth_require_issuer
        self._hash_key = hashlib.sha256(self._secret.encode()).digest()
        self._verified: dict[str, tuple[CurrentUser, float]] = {}

    async def verify(self, token: str) -> CurrentUser:
        """The user of the token.

        Raises `InvalidToken` or `TokenWithoutUser` for a token that is not accepted, and `ServiceUnavailable`
        if the key that is needed to verify it cannot be fetched.
        """
        cached = self._verified.get(token)
        if cached is not None and time.time() < cached[1]:
            return cached[0]
        claims = await self._verified_claims(token)
        user = self._user_of(claims)
        if len(self._verified) >= CACHED_TOKENS:
            del self._verified[next(iter(self._verified))]  # the oldest
        self._verified[token] = (user, min(claims["exp"] + LEEWAY_SECONDS, time.time() + CACHED_SECONDS))
        return user

    async def _verified_claims(self, token: str) -> dict[str, Any]:
        try:
            header, payload = _segments(token)
            key, algorithm = await self._key_for(_strict_json(header))
            claims = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                leeway=LEEWAY_SECONDS,
                options={
                    "require": ["exp"],
                    "enforce_minimum_key_length": True,
                    # Better Auth needs other rules for these three, checked below and in _user_of.
                    "verify_aud": False,
                    "verify_iss": False,
                    "verify_sub": False,
                },
            )
            self._check_claims(claims, _strict_json(payload))
            if algorithm != SHARED_KEY_ALGORITHM and self._requires_issuer:
                _require_issuer_and_audience(claims)
        except KeysUnreachable:
            raise ServiceUnavailable("The sign-in service cannot be reached") from None
        except (InvalidToken, jwt.PyJWTError) as error:
            logger.info("token refused: %s", type(error).__name__)
            raise InvalidToken from None
        except Exception as error:  # noqa: BLE001 - whatever a malicious token causes in the verifier, it is refused
            logger.warning("token refused: it broke the verifier with %s", type(error).__name__)
            raise InvalidToken from None
        return claims

    async def _key_for(self, header: dict[str, Any]) -> tuple[str | jwt.PyJWK, str]:
        algorithm, kind, kid = header.get("alg"), header.get("typ", "JWT"), header.get("kid")
        if REFUSED_HEADERS & header.keys() or not isinstance(kind, str) or kind.upper() != "JWT":
            raise InvalidToken
        if algorithm == SHARED_KEY_ALGORITHM:
            return self._secret, SHARED_KEY_ALGORITHM
        if algorithm in PUBLIC_KEY_ALGORITHMS and isinstance(kid, str) and kid:
            key = await self._keys.find(kid)
            if key is not None:
                return key, key.algorithm_name  # the key's own algorithm, whatever the token says
        raise InvalidToken

    def _check_claims(self, claims: dict[str, Any], unambiguous: dict[str, Any]) -> None:
        if claims != unambiguous:
            raise InvalidToken
        for name in ("exp", "iat", "nbf"):
            if name in claims and not _is_finite_number(claims[name]):
                raise InvalidToken
        issuer, audience = claims.get("iss", ""), claims.get("aud", "")
        if issuer != "" and issuer not in self._issuers:
            raise InvalidToken
        audiences = audience if isinstance(audience, list) else [audience]
        if audience != "" and not any(isinstance(name, str) and name in self._audiences for name in audiences):
            raise InvalidToken

    def _user_of(self, claims: dict[str, Any]) -> CurrentUser:
        subject, email = claims.get("sub"), claims.get("email")
        if not isinstance(subject, str) or not 1 <= len(subject) <= USER_ID_LENGTH or not is_storable(subject):
            raise TokenWithoutUser
        if not isinstance(email, str) or not 1 <= len(email) <= EMAIL_LENGTH or not is_storable(email):
            email = None
        short_hash = hashlib.blake2b(subject.encode(), key=self._hash_key, digest_size=4).hexdigest()
        issued_at, expires_at = max(0.0, float(claims.get("iat", 0))), float(claims["exp"])
        is_unverified = claims.get("emailVerified") is False
        return CurrentUser(subject, email, short_hash, issued_at, expires_at, is_unverified)


def _require_issuer_and_audience(claims: dict[str, Any]) -> None:
    """Better Auth signs tokens for other audiences with the same key; an empty name matches nothing."""
    for name in ("iss", "aud"):
        if not claims.get(name):
            raise jwt.MissingRequiredClaimError(name)


def _is_finite_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _segments(token: str) -> tuple[str, str]:
    """The encoded header and claims. Compact JWS only: Better Auth sends no encrypted or other form."""
    if len(token) > MAX_TOKEN_BYTES or not COMPACT_JWS.fullmatch(token):
        raise InvalidToken
    header, payload, _ = token.split(".")
    return header, payload


def _strict_json(segment: str) -> dict[str, Any]:
    """The JSON object in a token's segment, without duplicate names: two parsers could read them differently."""
    value = json.loads(base64url_decode(segment), object_pairs_hook=_without_duplicates)
    if not isinstance(value, dict):
        raise InvalidToken
    return value


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise InvalidToken
    return members
