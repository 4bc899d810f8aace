"""The server process: uvicorn with what production needs in addition.

slow clients    a request must arrive within REQUEST_TIMEOUT_SECONDS, headers and body
long headers    are refused: the parser would keep any number of bytes, and copy all of them for each packet
lost clients    a connection without acknowledgements for a minute is closed, and so is its event stream
shutdown        requests that have arrived are answered, also those in the kernel's queue; then exit status 0
balancers       idle connections are kept for longer than a balancer keeps them (60 s), so that it closes first
metrics         on a port of their own, summed over all workers
"""

import asyncio
import contextlib
import os
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

import uvicorn
from prometheus_client import REGISTRY, CollectorRegistry, multiprocess, start_http_server
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.config import Settings
from app.http.errors import error_response

KEEP_ALIVE_SECONDS = 75
SHUTDOWN_SECONDS = 8  # longer than any request but a long write needs, and short enough to exit within 10
CLOSE_DELAY_SECONDS = 0.1
MAX_HEADER_BYTES = 64 * 1024  # with the request's first line; those that came in one packet may be larger
UNACKNOWLEDGED_SECONDS = 60  # a client that acknowledges no data for this long is gone


class BoundedHttpProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1 protocol with a time limit for the arrival of a request, and a size limit for its headers."""

    _arrival: asyncio.TimerHandle | None = None
    _has_begun = False  # and its headers are not complete
    _bytes_of_headers = 0  # or of trailers: what has arrived since they or a part of the body were complete
    _is_stopping = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for the first request of a new connection."""
        super().connection_made(transport)
        _limit_unacknowledged(transport)
        self._expect_request()

    def data_received(self, data: bytes) -> None:
        """Something has arrived."""
        self._bytes_of_headers += len(data)
        super().data_received(data)
        if self._bytes_of_headers > MAX_HEADER_BYTES and not self.transport.is_closing():
            self._refuse_headers()

    def on_message_begin(self) -> None:
        """A request has begun to arrive."""
        super().on_message_begin()
        self._has_begun = True
        self._expect_request()

    def on_body(self, body: bytes) -> None:
        """A part of a body has arrived."""
        self._bytes_of_headers = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request has arrived."""
        self._bytes_of_headers = 0
        self._stop_expecting()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection has ended."""
        self._stop_expecting()
        super().connection_lost(exc)

    def on_headers_complete(self) -> None:
        """A request's headers have arrived."""
        self._bytes_of_headers, self._has_begun = 0, False
        super().on_headers_complete()
        if self._is_stopping and self.cycle is not None:
            self.cycle.keep_alive = False

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's text
        """Answer invalid HTTP with the usual error body."""
        self._refuse(400, "The request is not valid HTTP")

    def _refuse_headers(self) -> None:
        # Trailers belong to a request that may have an answer by now, and an earlier one may still be without.
        if self._has_begun and (self.cycle is None or self.cycle.response_complete):
            self._refuse(431, "The address or the headers of the request are too large")
        else:
            self.transport.close()

    def _refuse(self, status: int, sentence: str) -> None:
        body = bytes(error_response(status, sentence).body)
        headers = b"content-type: application/json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(body)
        self.transport.write(STATUS_LINE[status] + headers + body)
        self.transport.close()

    def shutdown(self) -> None:
        """Close the connection after the next answer, or after a moment without a request; never an unread one."""
        self._is_stopping = True
        if self.cycle is not None:
            self.cycle.keep_alive = False
        self.loop.call_later(CLOSE_DELAY_SECONDS, self._close_unless_unread)

    def _close_unless_unread(self) -> None:
        if self.transport.is_closing():
            return
        arrivals = select.poll()
        arrivals.register(self.transport.get_extra_info("socket"), select.POLLIN)
        if arrivals.poll(0):
            self.loop.call_later(0.01, self._close_unless_unread)
        else:
            super().shutdown()

    def _expect_request(self) -> None:
        if self._arrival is None:
            self._arrival = self.loop.call_later(self.app_state["request_timeout"], self.transport.close)

    def _stop_expecting(self) -> None:
        if self._arrival is not None:
            self._arrival.cancel()
            self._arrival = None


class DrainingServer(uvicorn.Server):
    """uvicorn, which accepts the kernel's queue of connections before it stops: closing the listener resets them."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, then close the connections."""
        listeners = [listener.dup() for listener in sockets or []]
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        queued = [connection for listener in listeners for connection in _accept_queued(listener)]
        loop = asyncio.get_running_loop()
        for connection in queued:
            await loop.connect_accepted_socket(self._protocol, connection)
        await super().shutdown()

    def _protocol(self) -> asyncio.Protocol:
        make: Any = self.config.http_protocol_class
        protocol: asyncio.Protocol = make(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return protocol


def _limit_unacknowledged(transport: asyncio.Transport) -> None:
    """Linux alone would retry for a quarter of an hour; other systems and Unix sockets have no such option."""
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    client = transport.get_extra_info("socket")
    if option is not None and client.family in {socket.AF_INET, socket.AF_INET6}:
        with contextlib.suppress(OSError):  # the client may have disconnected already
            client.setsockopt(socket.IPPROTO_TCP, option, int(UNACKNOWLEDGED_SECONDS * 1000))


def _accept_queued(listener: socket.socket) -> list[socket.socket]:
    listener.setblocking(False)
    queued = []
    with listener, contextlib.suppress(BlockingIOError):
        while True:
            queued.append(listener.accept()[0])
    return queued


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or SIGINT, answer the requests that have arrived, and return."""
    if settings.metrics_port is None:
        _serve(host, port, workers)
    elif workers == 1:
        _publish(settings.metrics_port, REGISTRY)
        _serve(host, port, workers)
    else:
        with _sum_of_workers() as registry:
            _publish(settings.metrics_port, registry)
            _serve(host, port, workers)


def _serve(host: str, port: int, workers: int) -> None:
    config: dict[str, Any] = {
        "app": "app.main:app",
        "host": host,
        "port": port,
        "http": BoundedHttpProtocol,
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
        "timeout_graceful_shutdown": SHUTDOWN_SECONDS,
        "server_header": False,
        "access_log": False,
        "log_config": None,
    }
    if workers > 1:
        uvicorn.run(**config, workers=workers)
        return
    # uvicorn raises the signal again when it has finished; here that is a normal end.
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: None)
    server = DrainingServer(uvicorn.Config(**config))
    server.run([server.config.bind_socket()])
    if not server.started:
        sys.exit("The service did not start; the log above says why.")


@contextlib.contextmanager
def _sum_of_workers() -> Iterator[CollectorRegistry]:
    """What the workers have counted. They are processes of their own, which find the folder in their environment.

    This process has imported the metrics before there was a folder, so that nothing counted here would be in it.
    """
    with tempfile.TemporaryDirectory(prefix="todo-metrics-", ignore_cleanup_errors=True) as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
        yield registry


def _publish(port: int, registry: CollectorRegistry) -> None:
    start_http_server(port, addr="0.0.0.0", registry=registry)  # noqa: S104 - a port of its own, off by default
