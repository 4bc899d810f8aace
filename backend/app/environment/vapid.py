"""The key by which push services recognise this service (RFC 8292), and its public half, which browsers have."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_BYTES = 32


def new_key() -> str:
    """A new private key, as VAPID_PRIVATE_KEY has it."""
    private = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _encoded(private.to_bytes(KEY_BYTES, "big"))


def private_key(value: str) -> ec.EllipticCurvePrivateKey:
    """The key that VAPID_PRIVATE_KEY stands for. Raises `ValueError` if it is none."""
    number = urlsafe_b64decode(value + "=" * (-len(value) % 4))
    if len(number) != KEY_BYTES:
        raise ValueError
    return ec.derive_private_key(int.from_bytes(number, "big"), ec.SECP256R1())


def public_key(private: str) -> str:
    """The public key in base64url."""
    return _encoded(public_bytes(private_key(private)))


def public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key as an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")
