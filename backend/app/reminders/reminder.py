"""A reminder on its way to one receiver, and what became of it."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Literal, Protocol, Self

from app.reminders.statements import MAIL


@dataclass(frozen=True)
class Reminder:
    """What a worker has claimed: the task as it was then, and where the reminder goes."""

    user_id: str
    task_id: str
    receiver: str
    service: str  # the host of the push service; of mails there is one service
    title: str
    due_date: date
    due_time: str | None
    remind_at: str  # as PostgreSQL has written it, to the microsecond
    email: str | None
    time_zone: str
    endpoint: str | None
    p256dh: bytes
    auth: bytes

    @classmethod
    def all_in(cls, document: bytes) -> list[Self]:
        """The reminders that CLAIM has returned."""
        return [
            cls(
                **entry
                | {
                    "due_date": date.fromisoformat(entry["due_date"]),
                    "p256dh": bytes.fromhex(entry["p256dh"] or ""),
                    "auth": bytes.fromhex(entry["auth"] or ""),
                }
            )
            for entry in json.loads(document)
        ]

    @property
    def channel(self) -> Literal["push", "mail"]:
        """How it is sent."""
        return "mail" if self.receiver == MAIL else "push"

    @property
    def moment(self) -> datetime:
        """When it was due."""
        return datetime.fromisoformat(self.remind_at).astimezone(UTC)

    @property
    def tag(self) -> str:
        """The same for each try, and for each receiver: a second one that arrives can be recognised by it."""
        return sha256(f"{self.user_id}\n{self.task_id}\n{self.remind_at}".encode()).hexdigest()[:32]

    def row(self, pause: float | None = None) -> dict[str, Any]:
        """How the statements recognise it."""
        return {
            "user_id": self.user_id,
            "task_id": self.task_id,
            "receiver": self.receiver,
            "remind_at": self.remind_at,
            "pause": pause,
        }


@dataclass(frozen=True)
class Outcome:
    """What became of one try.

    later    it may succeed later, not before `pause` seconds if the service has said so
    refused  it will never succeed
    gone     nor will any other to this receiver
    stopped  the process has stopped meanwhile
    """

    kind: Literal["sent", "later", "refused", "gone", "stopped"]
    reason: str = ""  # for the log: a status, or the type of an error
    pause: float = 0.0


SENT = Outcome("sent")


class Channel(Protocol):
    """A way to send reminders."""

    async def send(self, reminder: Reminder) -> Outcome:
        """Try once."""
