"""Many event streams in one process, and their end when it stops; with a process of its own."""

import asyncio
import resource
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults import Api
from tests.service import Person, token_for

STREAMS = 2000


@contextmanager
def files(number: int) -> Iterator[None]:
    """Raise the limit of open files, also for processes that are started meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < number:
        pytest.fail(f"this needs {number} open files, and {hard} are allowed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, number), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Stream:
    """A stream on a connection of its own."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def open(cls, port: int, token: str) -> "Stream":
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /api/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        stream = cls(reader, writer)
        await stream.until("ready")
        return stream

    async def until(self, kind: str) -> None:
        await self.reader.readuntil(f"event: {kind}\n".encode())


async def open_streams(port: int, tokens: list[str]) -> list[Stream]:
    streams: list[Stream] = []
    for start in range(0, len(tokens), 50):
        streams += await asyncio.gather(*(Stream.open(port, token) for token in tokens[start : start + 50]))
    return streams


def test_two_thousand_streams_fit_in_one_worker_and_all_receive_events(database_url: str) -> None:
    users = [f"user-{uuid.uuid4()}" for _ in range(STREAMS)]
    with files(2 * STREAMS + 200), Api(database_url) as api:

        async def run() -> float:
            streams = await open_streams(api.port, [token_for(user) for user in users])
            first, last = (Person(api.url, user) for user in (users[0], users[-1]))
            async with asyncio.timeout(30):
                for person, stream in ((first, streams[0]), (last, streams[-1])):
                    await asyncio.to_thread(person.add)
                    await stream.until("change")
                    person.client.close()
            megabytes = api.process.memory_info().rss / 2**20
            for stream in streams:
                stream.writer.close()
            return float(megabytes)

        assert asyncio.run(run()) < 300


def test_sigterm_ends_the_streams_and_then_the_process(database_url: str) -> None:
    with Api(database_url) as api:

        async def run() -> None:
            streams = await open_streams(api.port, [token_for(f"user-{uuid.uuid4()}") for _ in range(20)])
            api.process.terminate()
            async with asyncio.timeout(10):
                for stream in streams:
                    assert (await stream.reader.read()).endswith(b"0\r\n\r\n")  # the answer is complete
                    stream.writer.close()

        asyncio.run(run())
        assert api.process.wait(timeout=10) == 0
