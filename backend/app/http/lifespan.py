"""Start and stop: the resources that the service has while it runs."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI

from app.account.purge import purge_every_hour
from app.config import Settings
from app.database import Database
from app.http.background import Work, start_background
from app.http.logs import RequestLog, configure_logging, is_readable, log_fault, stack_of
from app.http.rate_limit import RateLimits
from app.http.routing import check_routes
from app.identity.tokens import TokenVerifier
from app.journal.events import EventHub
from app.metrics import POOL_IN_USE, POOL_WAITING
from app.postgres.pool import Pool
from app.reminders.channels import channels_of
from app.reminders.worker import Worker

logger = logging.getLogger(__name__)

# The body's share of the time in which a request must arrive: a slow client gets a 408 before it is disconnected.
BODY_SHARE = 0.9

GARBAGE_THRESHOLD = 10_000  # objects that refer to others, more than at the last collection

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[dict[str, Any]]]


def lifespan_of(settings: Settings, request_log: RequestLog) -> Lifespan:
    """What the application does when it starts and stops; requests find its results in `scope["state"]`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        check_routes(app)
        configure_logging(readable=is_readable(settings.log_format))
        try:
            async with running(settings) as state:
                yield state
        except Exception as error:  # noqa: BLE001 - it is logged, whatever it is
            logger.error("unforeseen %s at start or stop\n%s", type(error).__name__, stack_of(error))  # noqa: TRY400
            raise LifespanError from None  # its traceback, which the framework and uvicorn log, quotes nobody
        request_log.flush()
        logger.info("stopped")

    return lifespan


class LifespanError(Exception):
    """The application has not started, or not stopped cleanly. The log says why."""


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[dict[str, Any]]:
    """The resources of requests, and the background tasks, while the application runs."""
    asyncio.get_running_loop().set_exception_handler(log_fault)
    async with Database(settings.database_url.get_secret_value(), settings.database_pool_size) as database:
        hub = EventHub(database)
        hub.close_on_exit()
        works: dict[str, Work] = {
            "pool_watcher": partial(_watch_pool, database.pool),
            "event_hub": hub.run,
            "purge": partial(purge_every_hour, database, settings),
        }
        if channels := channels_of(settings):
            works["reminders"] = Worker(database, channels, settings.reminder_poll_seconds).run
        background = start_background(**works)
        # Existing objects stay for good. Examining them, the garbage collector could delay each request by 50 ms.
        gc.collect()
        gc.freeze()
        # With sixteen requests at a time, Python's own 700 is exceeded after every few of them, and finds no garbage.
        gc.set_threshold(GARBAGE_THRESHOLD)
        logger.info("started")
        yield {
            "database": database,
            "events": hub,
            "verifier": TokenVerifier(settings),
            "limits": RateLimits(settings.rate_limit_per_minute),
            "task_limit": settings.task_limit,
            "vapid_public_key": settings.vapid_public_key,
            "push_allows_loopback": settings.push_allows_loopback,
            "request_timeout": settings.request_timeout_seconds,
            "body_timeout": settings.request_timeout_seconds * BODY_SHARE,
        }
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)  # reminders on their way may still arrive


async def _watch_pool(pool: Pool) -> None:
    """Keep the pool's gauges up to date."""
    while True:
        POOL_IN_USE.set(pool.in_use)
        POOL_WAITING.set(pool.waiting)
        await asyncio.sleep(1)
