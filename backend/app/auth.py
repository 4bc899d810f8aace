"""From the `Authorization` header to the current user: the dependency of every protected route."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPBearer

from app.errors import InvalidToken, NotAuthenticated
from app.http.rate_limit import RateLimits
from app.identity.tokens import TokenVerifier
from app.identity.user import CurrentUser
from app.metrics import REFUSED_TOKENS


def bearer_token(authorization: Sequence[str]) -> str:
    """The token from the values of all `Authorization` headers. There must be exactly one (RFC 6750, 9110).

    Raises `InvalidToken` for several headers, and `NotAuthenticated` without one of the Bearer scheme.
    """
    if len(authorization) > 1:
        raise InvalidToken
    scheme, _, token = authorization[0].partition(" ") if authorization else ("", "", "")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise NotAuthenticated
    return token


def _values(request: Request, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in request.scope["headers"] if key == name]


class BetterAuthBearer(HTTPBearer):
    """The bearer scheme as OpenAPI shows it, and the dependency that turns the header into a `CurrentUser`."""

    def __init__(self) -> None:
        super().__init__(
            scheme_name="BetterAuth",
            bearerFormat="JWT",
            description="A token of Better Auth's `jwt()` plugin, or one signed with `BETTER_AUTH_SECRET` (HS256).",
        )

    async def __call__(self, request: Request) -> CurrentUser:  # type: ignore[override]
        """Authenticate the request.

        Raises `NotAuthenticated`, what `TokenVerifier.verify` raises, and `TooManyRequests`: users are limited by
        their id, callers whose tokens are refused by their network.
        """
        verifier: TokenVerifier = request.scope["state"]["verifier"]
        limits: RateLimits = request.scope["state"]["limits"]
        try:
            user = await verifier.verify(bearer_token(_values(request, b"authorization")))
        except NotAuthenticated as error:
            REFUSED_TOKENS.labels(type(error).__name__).inc()
            limits.count_unknown(request)
            raise
        request.scope["user"] = user
        limits.users.count(user.id)
        return user


Authenticated = Annotated[CurrentUser, Security(BetterAuthBearer())]
