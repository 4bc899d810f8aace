"""The log: one line for each request, and one for each start, stop, fault and recovery.

JSON for machines, plain text for people. No line contains a token, a body, a title, an address, a database URL,
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

# A pipe writes this much atomically (POSIX), so that the lines of several processes never mix.
PIPE_BYTES = 4096
FLUSH_SECONDS = 0.05


@lru_cache(maxsize=4)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _timestamp(moment: float) -> str:
    return f"{_second(int(moment))}.{int(moment % 1 * 1000):03d}Z"


def write(lines: str) -> None:
    """Write to the current standard error."""
    sys.stderr.write(lines)


def stack_of(error: BaseException) -> str:
    """The stack of the exception, files and lines, without its message."""
    return "".join(traceback.format_tb(error.__traceback__))


def log_fault(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The event loop's handler for exceptions that nobody awaits.

    asyncio's own handler would log the message, and the arguments of the call that failed.
    """
    error = context.get("exception")
    if error is None:
        logger.error("the event loop: %s", context["message"])
    else:
        logger.error("unforeseen %s in the event loop\n%s", type(error).__name__, stack_of(error))


def _message(record: logging.LogRecord) -> str:
    """The message that was logged; of an exception only its type and stack."""
    error = record.exc_info and record.exc_info[1]
    return record.getMessage() + (f"\n{type(error).__name__}\n{stack_of(error)}" if error else "")


class TextFormatter(logging.Formatter):
    """A log record for a person."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without the message of an exception."""
        return f"{self.formatTime(record)} {record.levelname} {_message(record)}"


class JsonFormatter(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without the message of an exception."""
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
    """One line for each request. Lines are written in groups: a write for each would cost as much as the line."""

    def __init__(self, *, readable: bool) -> None:
        self._line = self._text if readable else self._json
        self._requests: list[tuple[float, str, str, int, float, str, str]] = []
        self._flush: asyncio.TimerHandle | None = None

    def add(self, method: str, route: str, status: int, seconds: float, request_id: str, user: str) -> None:
        """Add a line. The arguments must need no escaping: methods, route templates and checked ids."""
        self._requests.append((time.time(), method, route, status, seconds * 1000, request_id, user))
        if self._flush is None:
            self._flush = asyncio.get_running_loop().call_later(FLUSH_SECONDS, self.flush)

    def flush(self) -> None:
        """Write the collected lines."""
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
    """Whether to log as text: as configured, or because standard error is a terminal."""
    return log_format == "text" or (log_format is None and sys.stderr.isatty())


class StderrHandler(logging.StreamHandler[TextIO]):
    """Writes to the current standard error."""

    @property
    def stream(self) -> TextIO:
        """Standard error."""
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None:
        """Ignored."""


def configure_logging(*, readable: bool) -> None:
    """Send all logs through one handler, also uvicorn's lines and Python's warnings."""
    root = logging.getLogger()
    if not any(isinstance(handler, StderrHandler) for handler in root.handlers):
        handler = StderrHandler()
        handler.setFormatter(TextFormatter() if readable else JsonFormatter())
        root.addHandler(handler)
    for name in ("app", "uvicorn"):
        logging.getLogger(name).setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"  # our own line has more
