"""What writes for whoever asks."""

from typing import Annotated

from fastapi import Depends, Request

from app.auth import Authenticated
from app.journal.writes import Writer


async def _writer_of(request: Request, user: Authenticated) -> Writer:
    scope, state = request.scope, request.scope["state"]
    return Writer(state["database"], user, scope["request_id"], state["task_limit"])


RequestWriter = Annotated[Writer, Depends(_writer_of)]
