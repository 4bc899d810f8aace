"""The schemas of requests and responses about reminders."""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from jwt.utils import base64url_decode
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from app.values.kinds import whole
from app.values.limits import ENDPOINT_LENGTH, MAX_REMIND_BEFORE

BASE64URL = re.compile(r"[A-Za-z0-9_-]{1,100}={0,2}")
SECRET_BYTES = 16


def _bytes_of(value: str) -> bytes | None:
    try:
        return base64url_decode(value) if BASE64URL.fullmatch(value) else None
    except ValueError:
        return None


def _point(value: str) -> str:
    point = _bytes_of(value) or b""
    try:
        # A compressed point, which browsers never send, would begin otherwise.
        if point[:1] == b"\x04":
            EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
            return point.hex()
    except ValueError:
        pass
    raise PydanticCustomError("p256dh", "must be an uncompressed point of P-256 in base64url")


def _secret(value: str) -> str:
    secret = _bytes_of(value) or b""
    if len(secret) != SECRET_BYTES:
        raise PydanticCustomError("auth", "must be 16 bytes in base64url")
    return secret.hex()


class PushKeys(BaseModel):
    """What a reminder is encrypted with, so that only the browser can read it (RFC 8291)."""

    model_config = ConfigDict(strict=True)

    p256dh: Annotated[str, AfterValidator(_point)] = Field(
        description="The browser's public key.", json_schema_extra={"pattern": "^[A-Za-z0-9_-]{87}={0,2}$"}
    )
    auth: Annotated[str, AfterValidator(_secret)] = Field(
        description="Its secret.", json_schema_extra={"pattern": "^[A-Za-z0-9_-]{22}={0,2}$"}
    )


class PushSubscription(BaseModel):
    """What `PushSubscription.toJSON()` returns in a browser. Other members, such as `expirationTime`, are ignored."""

    model_config = ConfigDict(strict=True)

    endpoint: str = Field(
        max_length=ENDPOINT_LENGTH,
        description="The address at the browser's push service: https, and a public one.",
        examples=["https://push.example.com/send/abc"],
    )
    keys: PushKeys


class Subscribed(BaseModel):
    """A browser that shows reminders."""

    id: UUID
    created_at: datetime


class SubscribedEnvelope(BaseModel):
    """A browser that shows reminders, under `data`."""

    data: Subscribed


class PushKey(BaseModel):
    """With what this service signs."""

    public_key: str | None = Field(
        description="The `applicationServerKey` of a subscription (VAPID, RFC 8292); null: no notifications are sent."
    )


class PushKeyEnvelope(BaseModel):
    """With what this service signs, under `data`."""

    data: PushKey


class Snooze(BaseModel):
    """For how long to put a reminder off."""

    model_config = ConfigDict(strict=True)

    minutes: Annotated[Annotated[int, Field(ge=1, le=MAX_REMIND_BEFORE, examples=[60])], BeforeValidator(whole)] = (
        Field(description="From now.")
    )
