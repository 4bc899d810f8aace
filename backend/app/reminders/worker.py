"""The worker: it sends each reminder at its moment, in any number of processes, and loses none.

    a turn    ─▶ one round trip: renew the leases ─▶ what is due, and who gets it ─▶ claim a few ─▶ when is the next
              ─▶ send what was claimed ─▶ sleep until one has ended, the next is due, or somebody uses the service
    a report  ─▶ as soon as one has ended: it has arrived, or is tried again later, or never

A reminder belongs to a worker for LEASE_SECONDS, which each turn renews. If the worker is killed, others take over what
it had. So a reminder arrives at least once, and twice only if a worker is killed, or the database lost, between the
service's answer and the report of it (docs/decisions/0057-reminders.md).
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress

import psycopg

from app.database import Database
from app.reminders.reminder import Channel, Outcome, Reminder
from app.reminders.statements import CLAIM, FAN_OUT, HURRY, NEXT, TASKS_AT_ONCE
from app.reminders.tries import Tries, Try

logger = logging.getLogger(__name__)

TRY_SECONDS = 10.0
RENEW_SECONDS = 1.0
LOOK_SECONDS = 1.0  # however many requests come, they cause one look in this time
AGAIN_SECONDS = 0.25  # what is due is with another worker, or its service is slow
OUTAGE_SECONDS = 1.0
GOODBYE_SECONDS = 1.0  # for what is being sent when the process stops


class Worker:
    """Sends reminders by these channels (`push`, `mail`) until it is cancelled."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], poll_seconds: float) -> None:
        self._database = database
        self._channels = channels
        self._poll_seconds = poll_seconds or None
        self._tries = Tries()
        self._sending: set[asyncio.Task[None]] = set()
        self._has_ended = asyncio.Event()  # one of the tries
        self._has_room = asyncio.Event()  # for others: it is reported

    async def run(self) -> None:
        """Work until cancelled; then what is being sent has a moment to arrive, and others get what is left."""
        reporting = asyncio.create_task(self._keep_reporting())
        try:
            while not reporting.done():
                await self._rest(await self._turn())
            reporting.result()
        finally:
            reporting.cancel()
            await self._end()

    async def _turn(self) -> float | None:
        """Take what is due; returns the seconds until there is more to do, None if nothing is known."""
        self._has_room.clear()
        self._database.was_used.clear()
        room = self._tries.room()
        values = {
            **{name: name in self._channels for name in ("push", "mail")},
            "busy": self._tries.slow_services(),
            "many": room,
        }
        look = [statement.bind(values) for statement in (FAN_OUT, CLAIM, NEXT)]
        try:
            rows = await self._database.run([HURRY.bind({}), *self._tries.renewal(), *look], is_request=False)
        except psycopg.Error:
            return OUTAGE_SECONDS
        (found,), (claimed,), (following,) = (row or [None] for row in rows[-len(look) :])
        reminders = Reminder.all_in(claimed or b"[]")
        for reminder in reminders:
            self._start(reminder)
        if int(found or 0) == TASKS_AT_ONCE or (reminders and len(reminders) == room):
            return 0 if self._tries.room() else RENEW_SECONDS
        return None if following is None else max(float(following), AGAIN_SECONDS)

    async def _rest(self, seconds: float | None) -> None:
        limits = [seconds, self._poll_seconds, RENEW_SECONDS if self._tries else None]
        limit = min((each for each in limits if each is not None), default=None)
        first = LOOK_SECONDS if limit is None else min(limit, LOOK_SECONDS)
        if await _happens(self._has_room, first) or limit == first:
            return
        await _happens(self._database.was_used, None if limit is None else limit - first)

    def _start(self, reminder: Reminder) -> None:
        task = asyncio.create_task(self._send(self._tries.begin(reminder)))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _send(self, one: Try) -> None:
        try:
            async with asyncio.timeout(TRY_SECONDS):
                one.outcome = await self._channels[one.reminder.channel].send(one.reminder)
        except TimeoutError:
            one.outcome = Outcome("later", "TimeoutError")
        except Exception as error:
            # Whatever it is, others are sent. The log shows where it happened, and not what it says.
            logger.exception("unforeseen %s while sending a reminder", type(error).__name__)
            one.outcome = Outcome("later", type(error).__name__)
        self._has_ended.set()

    async def _keep_reporting(self) -> None:
        """Report at once: what a worker that is killed has not reported is sent again."""
        while True:
            await self._has_ended.wait()
            self._has_ended.clear()
            if await self._report():
                self._has_room.set()
            else:
                await asyncio.sleep(OUTAGE_SECONDS)
                self._has_ended.set()

    async def _report(self) -> bool:
        """Whether the database now knows of all that have ended."""
        ended = self._tries.ended()
        try:
            await self._database.run([HURRY.bind({}), *self._tries.report(ended)], is_request=False)
        except psycopg.Error:
            return False
        self._tries.forget(ended)
        return True

    async def _end(self) -> None:
        if self._sending:
            await asyncio.wait(self._sending, timeout=GOODBYE_SECONDS)
        for task in self._sending:
            task.cancel()
        self._tries.stop()
        if self._tries:
            await self._report()


async def _happens(event: asyncio.Event, seconds: float | None) -> bool:
    """Wait that long for it; whether it happened."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            return await event.wait()
    return False
