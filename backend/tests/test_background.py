"""Background tasks restart after a failure, and the log says so without quoting what people wrote."""

import asyncio
import gc
import logging

import pytest

from app.http import background
from app.http.logs import log_fault
from app.journal.events import EventHub
from tests.conftest import Arrive
from tests.service import service
from tests.test_events import listening

PRIVATE = "hush"  # so that no line of the stack shows the text


@pytest.mark.parametrize("error", [KeyError(PRIVATE), MemoryError(PRIVATE), asyncio.CancelledError(PRIVATE)], ids=repr)
def test_live_events_go_on_after_their_background_task_has_failed(
    database_url: str, newcomer: Arrive, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    error: BaseException,
) -> None:  # fmt: skip
    monkeypatch.setattr(background, "PAUSE_SECONDS", 0.05)
    real = EventHub._states
    failures = iter([error] * 3)

    async def fail_at_first(hub: EventHub) -> dict[str, str]:
        if (failure := next(failures, None)) is not None:
            raise failure
        return await real(hub)

    monkeypatch.setattr(EventHub, "_states", fail_at_first)
    with service(database_url) as url, listening(person := newcomer(url)) as stream:
        assert stream.next()[0] == "ready"
        task = person.add("Heard all the same")
        assert stream.next()[2]["data"] == [task]
    assert caplog.text.count(f"event_hub failed with {type(error).__name__}") == 3
    assert PRIVATE not in caplog.text


def test_a_service_that_stops_ends_its_tasks_without_an_error(
    database_url: str, newcomer: Arrive, caplog: pytest.LogCaptureFixture
) -> None:
    with service(database_url) as url:
        newcomer(url).add()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_an_error_that_nobody_handles_is_logged_without_its_message(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ValueError(PRIVATE)

    def fail_at_once(_: object) -> None:
        raise OSError(PRIVATE)

    async def run() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(log_fault)
        loop.create_future().set_exception(KeyError(PRIVATE))
        loop.call_soon(fail_at_once, PRIVATE)
        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        del task
        gc.collect()
        loop.call_exception_handler({"message": "Something without an exception"})

    asyncio.run(run())
    for kind in ("KeyError", "OSError", "ValueError"):
        assert f"unforeseen {kind} in the event loop" in caplog.text
    assert "Something without an exception" in caplog.text
    assert PRIVATE not in caplog.text
