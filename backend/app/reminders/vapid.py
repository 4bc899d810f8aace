"""The key by which push services recognise this service (RFC 8292)."""

import time
from base64 import urlsafe_b64decode, urlsafe_b64encode

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.config import origin_of

TOKEN_SECONDS = 12 * 3600  # services accept up to a day
REUSED_SECONDS = 3600.0
MOST_SIGNED = 1000  # people may give any address


def new_key() -> str:
    """A new private key, as VAPID_PRIVATE_KEY has it."""
    private = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _encoded(private.to_bytes(32, "big"))


def private_key(value: str) -> ec.EllipticCurvePrivateKey:
    """The key that VAPID_PRIVATE_KEY stands for. Raises `ValueError` if it is none."""
    number = urlsafe_b64decode(value + "=" * (-len(value) % 4))
    return ec.derive_private_key(int.from_bytes(number, "big"), ec.SECP256R1())


def public_key(private: str) -> str:
    """The public key in base64url, which browsers need to subscribe."""
    return _encoded(public_bytes(private_key(private)))


def public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key as an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


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


def _encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")
