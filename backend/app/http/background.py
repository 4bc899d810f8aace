"""Background tasks, which run as long as the service does and restart when they fail."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from app.http.logs import stack_of

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 5.0

Work = Callable[[], Coroutine[Any, Any, None]]


def start_background(**works: Work) -> list[asyncio.Task[None]]:
    """Start each under its name, and return the tasks to cancel at the end."""
    return [asyncio.create_task(_keep_running(name, work), name=name) for name, work in works.items()]


async def _keep_running(name: str, work: Work) -> None:
    """Run it until it returns; whenever it fails, log that and restart it after a pause.

    SystemExit and KeyboardInterrupt are raised, and end the process.
    """
    while True:
        try:
            await work()
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            _log_failure(name, error)  # cancelled from within: nobody has cancelled this task
        except Exception as error:  # noqa: BLE001 - whatever it is, the work must continue
            _log_failure(name, error)
        else:
            return
        await asyncio.sleep(PAUSE_SECONDS)


def _log_failure(name: str, error: BaseException) -> None:
    logger.error("%s failed with %s and restarts\n%s", name, type(error).__name__, stack_of(error))
