"""The dependencies of endpoints: what writes and what reads for the authenticated user."""

from typing import Annotated

from fastapi import Depends, Request

from app.account.settings import UserSettings
from app.auth import Authenticated
from app.journal.changes import ChangeFeed
from app.journal.history import History
from app.journal.writer import Writer
from app.lists.queries import UserLists
from app.tasks.queries import UserTasks


async def _writer_of(request: Request, user: Authenticated) -> Writer:
    scope, state = request.scope, request.scope["state"]
    return Writer(state["database"], user, scope["request_id"], state["task_limit"])


async def _tasks_of(request: Request, user: Authenticated) -> UserTasks:
    return UserTasks(request.scope["state"]["database"], user)


async def _lists_of(request: Request, user: Authenticated) -> UserLists:
    return UserLists(request.scope["state"]["database"], user)


async def _settings_of(request: Request, user: Authenticated) -> UserSettings:
    return UserSettings(request.scope["state"]["database"], user)


async def _changes_of(request: Request, user: Authenticated) -> ChangeFeed:
    return ChangeFeed(request.scope["state"]["database"], user)


async def _history_of(request: Request, user: Authenticated) -> History:
    return History(request.scope["state"]["database"], user)


RequestWriter = Annotated[Writer, Depends(_writer_of)]
OwnTasks = Annotated[UserTasks, Depends(_tasks_of)]
OwnLists = Annotated[UserLists, Depends(_lists_of)]
OwnSettings = Annotated[UserSettings, Depends(_settings_of)]
OwnChanges = Annotated[ChangeFeed, Depends(_changes_of)]
OwnHistory = Annotated[History, Depends(_history_of)]
