"""What the process says: one line for each request, and one for each start, stop, fault and recovery.

JSON where a machine reads, plain text where a person does. Never a token, a body, a title, an address, a database URL,
or the message of an exception, which may quote any of them.
"""

import asyncio
import json
import logging
import sys
import time
import traceback
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TextIO

logger = logging.getLogger(__name__)

# A pipe takes this much in one piece (POSIX), so that the lines of several processes never mix.
PIPE_BYTES = 4096
FLUSH_SECONDS = 0.05


@lru_cache(maxsize=4)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _timestamp(moment: float) -> str:
    return f"{_second(int(moment))}.{int(moment % 1 * 1000):03d}Z"


def write(lines: str) -> None:
    """Write to whatever standard error is at the moment."""
    sys.stderr.write(lines)


def places(error: BaseException) -> str:
    """Where it was raised, file and line, without what it says of itself."""
    return "".join(traceback.format_tb(error.__traceback__))


def log_fault(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The event loop's handler for what goes wrong where nobody awaits it.

    asyncio's own would log the error's message, and the arguments of the call that failed.
    """
    error = context.get("exception")
    if error is None:
        logger.error("the event loop: %s", context["message"])
    else:
        logger.error("unforeseen %s in the event loop\n%s", type(error).__name__, places(error))


def _message(record: logging.LogRecord) -> str:
    """What was logged, and of an exception its kind and place."""
    error = record.exc_info and record.exc_info[1]
    return record.getMessage() + (f"\n{type(error).__name__}\n{places(error)}" if error else "")


class TextFormatter(logging.Formatter):
    """A log record for a person."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without what an exception says of itself."""
        return f"{self.formatTime(record)} {record.levelname} {_message(record)}"


class JsonFormatter(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without what an exception says of itself."""
        line = {
            "time": _timestamp(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if request_id := getattr(record, "request_id", None):
            line["request_id"] = request_id
        return json.dumps(line, ensure_ascii=False)


class RequestLog:
    """One line for each request, made and written a few at a time: a write for each would cost as much as the line."""

    def __init__(self, *, readable: bool) -> None:
        self._line = self._text if readable else self._json
        self._requests: list[tuple[float, str, str, int, float, str, str]] = []
        self._flush: asyncio.TimerHandle | None = None

    def add(self, method: str, route: str, status: int, seconds: float, request_id: str, user: str) -> None:
        """Note a request. What is given must need no escaping: methods, templates and ids are plain by now."""
        self._requests.append((time.time(), method, route, status, seconds * 1000, request_id, user))
        if self._flush is None:
            self._flush = asyncio.get_running_loop().call_later(FLUSH_SECONDS, self.flush)

    def flush(self) -> None:
        """Write what has been noted."""
        requests, self._requests, self._flush = self._requests, [], None
        piece = ""
        for request in requests:
            line = self._line(*request)
            if len(piece) + len(line) > PIPE_BYTES:
                write(piece)
                piece = ""
            piece += line
        write(piece)

    @staticmethod
    def _json(
        moment: float, method: str, route: str, status: int, milliseconds: float, request_id: str, user: str
    ) -> str:
        return (
            f'{{"time": "{_timestamp(moment)}", "level": "info", "message": "request", "method": "{method}", '
            f'"route": "{route}", "status": {status}, "duration_ms": {milliseconds:.1f}, '
            f'"request_id": "{request_id}", "user": "{user}"}}\n'
        )

    @staticmethod
    def _text(
        moment: float, method: str, route: str, status: int, milliseconds: float, request_id: str, user: str
    ) -> str:
        who = f" user {user}" if user else ""
        return f"{_timestamp(moment)} {method} {route} {status} {milliseconds:.1f} ms{who} ({request_id})\n"


def is_readable(log_format: str | None) -> bool:
    """Whether a person reads along: as configured, or because standard error is a terminal."""
    return log_format == "text" or (log_format is None and sys.stderr.isatty())


class StderrHandler(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is at the moment."""

    @property
    def stream(self) -> TextIO:
        """Standard error."""
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None:
        """Nothing to set."""


def configure_logging(*, readable: bool) -> None:
    """Send what is logged through one handler, uvicorn's own lines and everybody's warnings too."""
    root = logging.getLogger()
    if not any(isinstance(handler, StderrHandler) for handler in root.handlers):
        handler = StderrHandler()
        handler.setFormatter(TextFormatter() if readable else JsonFormatter())
        root.addHandler(handler)
    for name in ("app", "uvicorn"):
        logging.getLogger(name).setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"  # our own line says it better
