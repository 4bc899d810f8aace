"""A proxy between an app and PostgreSQL that adds a delay, so that round trips become measurable.

Whatever the app sends arrives `delay` seconds later; answers pass at once. Data sent together arrives together,
so a request takes one delay longer for each time the app waited for PostgreSQL before it continued.
"""

import asyncio
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

CHUNK = 1 << 16
TICK = 0.002  # the event loop's timers may fire a millisecond or two late; the proxy waits for the rest in a loop


class DelayProxy:
    """Listens on a local port, in a thread of its own; a context manager."""

    def __init__(self, upstream: Path) -> None:
        self.delay = 0.0
        self.turns = 0  # how often an app sent something after PostgreSQL's answer, whether its client waited or not
        self.port = 0
        self._upstream = upstream
        self._listening = Event()
        self._thread = Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._listening.wait(timeout=10):
            raise RuntimeError("The proxy did not start")
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._closing = asyncio.Event()
        server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._listening.set()
        await self._closing.wait()
        server.close()

    async def _relay(self, app: asyncio.StreamReader, to_app: asyncio.StreamWriter) -> None:
        postgres, to_postgres = await asyncio.open_unix_connection(self._upstream)
        answered = True
        arrival = 0.0

        async def requests() -> None:
            nonlocal answered, arrival
            while data := await app.read(CHUNK):
                self.turns += answered
                answered = False
                # Never before earlier data, even if the delay has become shorter since.
                arrival = max(arrival, self._loop.time() + self.delay)
                self._loop.call_at(arrival - TICK, deliver, arrival, data)
            self._loop.call_at(arrival, to_postgres.close)

        def deliver(when: float, data: bytes) -> None:
            while self._loop.time() < when:
                pass
            to_postgres.write(data)

        async def answers() -> None:
            nonlocal answered
            while data := await postgres.read(CHUNK):
                answered = True
                to_app.write(data)
            to_app.close()

        with suppress(asyncio.CancelledError):  # the end of a run
            await asyncio.gather(requests(), answers())
