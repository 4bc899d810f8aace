"""How the process serves: uvicorn, with what it leaves open closed.

slow clients    a request must have arrived within REQUEST_TIMEOUT_SECONDS, headers and body
shutdown        what has arrived is answered, then the process ends with status 0
balancers       idle connections are kept for longer than a balancer keeps them (60 s), so that it closes first
metrics         on a port of their own, added up over all workers
"""

import asyncio
import os
import signal
import tempfile
from typing import Any

import uvicorn
from prometheus_client import CollectorRegistry, multiprocess, start_http_server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.config import Settings

KEEP_ALIVE_SECONDS = 75
SHUTDOWN_SECONDS = 9
LAST_WORDS_SECONDS = 0.1
# The application answers a slow body with 408 itself; only then is the connection cut.
GRACE_SECONDS = 1.0


class BoundedHttpProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1, where a request must arrive in time."""

    request_timeout = 30.0
    _arrival: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has connected: its first request is awaited."""
        super().connection_made(transport)
        self._expect_request()

    def on_message_begin(self) -> None:
        """A request has begun to arrive."""
        super().on_message_begin()
        self._expect_request()

    def on_message_complete(self) -> None:
        """A request has arrived."""
        self._stop_expecting()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection has ended."""
        self._stop_expecting()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """End the connection, after reading what has arrived on it in this very moment."""
        self.loop.call_later(LAST_WORDS_SECONDS, super().shutdown)

    def _expect_request(self) -> None:
        if self._arrival is None:
            self._arrival = self.loop.call_later(self.request_timeout + GRACE_SECONDS, self.transport.close)

    def _stop_expecting(self) -> None:
        if self._arrival is not None:
            self._arrival.cancel()
            self._arrival = None


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or SIGINT, answer what has arrived, and return."""
    BoundedHttpProtocol.request_timeout = settings.request_timeout_seconds
    if settings.metrics_port is not None:
        _publish_metrics(settings.metrics_port)
    # uvicorn passes the signal on once it has finished; that it has been told to end is no failure.
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: None)
    options: dict[str, Any] = {
        "http": BoundedHttpProtocol,
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
        "timeout_graceful_shutdown": SHUTDOWN_SECONDS,
        "server_header": False,
        "access_log": False,
        "log_config": None,
    }
    uvicorn.run("app.main:app", host=host, port=port, workers=workers, **options)


def _publish_metrics(port: int) -> None:
    # Read by prometheus_client when it is first imported in a worker, which is why the application is not imported yet.
    folder = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="todo-metrics-")
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
    start_http_server(port, addr="0.0.0.0", registry=registry)  # noqa: S104 - a port of its own, off unless asked for
