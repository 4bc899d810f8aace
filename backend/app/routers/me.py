"""`/api/me`: the account of whoever asks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.account_repository import AccountRepository
from app.auth import Authenticated
from app.routers.answers import errors
from app.routing import DirectRoute


async def _account_of(request: Request, user: Authenticated) -> AccountRepository:
    return AccountRepository(request.state.database, user)


UserAccount = Annotated[AccountRepository, Depends(_account_of)]

router = APIRouter(prefix="/api/me", tags=["account"], route_class=DirectRoute)


@router.delete("", operation_id="eraseAccount", summary="Erase your account", status_code=204, responses=errors())
async def erase_account(account: UserAccount) -> Response:
    """Erase all that is known about you. No token issued until now counts any more, however long it would have lived.

    May be sent again, as after a lost answer.
    """
    await account.erase()
    return Response(status_code=204)
