"""The tries of a worker: which reminders are being sent, and what the database must know of them."""

import asyncio
import json
import logging
import time
from dataclasses import dataclass
from typing import Any

from app.metrics import REMINDERS
from app.postgres.statement import Bound, Statement
from app.reminders.reminder import Outcome, Reminder
from app.reminders.statements import END, HOLD, POSTPONE, UNSUBSCRIBE

logger = logging.getLogger(__name__)

AT_ONCE = 8  # so that what is sent was claimed, and so found as it is, just now
SLOW_SECONDS = 1.0  # after this a try no longer takes the place of others, but those of its own service wait
MOST_AT_ONCE = 64
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 5.0, 900.0
GIVEN_UP_SECONDS = 86_400.0


@dataclass(eq=False)
class Try:
    """A reminder that is being sent, or was and is not yet reported."""

    reminder: Reminder
    began_at: float
    outcome: Outcome | None = None

    @property
    def pause(self) -> float | None:
        """Until the next try; None if there is none. The later a reminder is already, the longer: each doubles that."""
        if self.outcome is None or self.outcome.kind == "stopped":
            return 0.0
        late = time.time() - self.reminder.moment.timestamp()
        pause = max(min(late, LONGEST_PAUSE_SECONDS), FIRST_PAUSE_SECONDS, self.outcome.pause)
        return pause if self.outcome.kind == "later" and late + pause < GIVEN_UP_SECONDS else None


class Tries:
    """All that a worker has claimed and not yet reported."""

    def __init__(self) -> None:
        self._all: list[Try] = []
        self._mail_fails = False

    def __bool__(self) -> bool:
        return bool(self._all)

    def begin(self, reminder: Reminder) -> Try:
        """Begin to send it."""
        one = Try(reminder, _now())
        self._all.append(one)
        return one

    def room(self) -> int:
        """How many more may be sent now."""
        quick = sum(_now() - each.began_at < SLOW_SECONDS for each in self._all)
        return max(0, min(AT_ONCE - quick, MOST_AT_ONCE - len(self._all)))

    def slow_services(self) -> list[str]:
        """The services that have not answered for a while."""
        return sorted({each.reminder.service for each in self._all if _now() - each.began_at >= SLOW_SECONDS})

    def ended(self) -> list[Try]:
        """Those to report."""
        return [each for each in self._all if each.outcome]

    def stop(self) -> None:
        """Nobody waits for an outcome any more."""
        for each in self._all:
            each.outcome = each.outcome or Outcome("stopped")

    def report(self, ended: list[Try]) -> list[Bound]:
        """Statements that say what became of these."""
        over = [each.reminder.row() for each in ended if each.pause is None]
        postponed = [each.reminder.row(each.pause) for each in ended if each.pause is not None]
        gone = [each.reminder.row() for each in ended if each.outcome and each.outcome.kind == "gone"]
        parts = ((END, over), (POSTPONE, postponed), (UNSUBSCRIBE, gone))
        return [bound for statement, rows in parts for bound in _bound(statement, rows)]

    def renewal(self) -> list[Bound]:
        """The statement that keeps the leases of those on their way, if there are any."""
        return _bound(HOLD, [each.reminder.row() for each in self._all if each.outcome is None])

    def forget(self, reported: list[Try]) -> None:
        """The database knows of these: count and log them."""
        self._all = [each for each in self._all if each not in reported]
        for each in reported:
            if each.outcome and each.outcome.kind != "stopped":
                self._tell(each.reminder.channel, each.outcome, is_over=each.pause is None)

    def _tell(self, channel: str, outcome: Outcome, *, is_over: bool) -> None:
        """No line has anything of what somebody has written, nor says where it goes."""
        REMINDERS.labels(channel, outcome.kind).inc()
        fails = outcome.kind == "later"
        if outcome.kind == "refused" or (fails and is_over):
            logger.warning("a reminder was given up (%s): %s", channel, outcome.reason)
        if channel == "mail" and fails != self._mail_fails:  # one server for all: its outage is the operator's
            self._mail_fails = fails
            if fails:
                logger.error("reminders by mail are not sent: %s", outcome.reason)
            else:
                logger.warning("reminders by mail are sent again")


def _bound(statement: Statement, rows: list[dict[str, Any]]) -> list[Bound]:
    return [statement.bind({"rows": json.dumps(rows)})] if rows else []


def _now() -> float:
    return asyncio.get_running_loop().time()
