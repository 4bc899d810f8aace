"""Reminders as notifications: encrypted (RFC 8291), signed (RFC 8292) and given to a push service (RFC 8030)."""

import json
import time
from base64 import urlsafe_b64encode
from email.utils import parsedate_to_datetime
from hashlib import sha256

import http_ece
import httpx2
from cryptography.hazmat.primitives.asymmetric import ec

from app.reminders.reminder import SENT, Outcome, Reminder
from app.reminders.sending import NotReachable, Sender
from app.reminders.signing import Vapid

KEPT_SECONDS = 86_400  # by the push service, for a browser that is not connected
NO_SUCH_RECEIVER = {404, 410}
FOR_NOW = {408, 425, 429}


class WebPush:
    """Sends reminders to push services."""

    def __init__(self, vapid: Vapid, sender: Sender) -> None:
        self._vapid = vapid
        self._sender = sender

    async def send(self, reminder: Reminder) -> Outcome:
        """Try once."""
        endpoint = reminder.endpoint or ""
        try:
            headers, content = self._request(endpoint, reminder)
            answer = await self._sender.post(endpoint, headers=headers, content=content)
        except (NotReachable, httpx2.InvalidURL, ValueError) as error:
            return Outcome("refused", type(error).__name__)
        except (OSError, httpx2.TransportError) as error:
            return Outcome("later", type(error).__name__)
        return _outcome(answer)

    def _request(self, endpoint: str, reminder: Reminder) -> tuple[dict[str, str], bytes]:
        headers = {
            "Authorization": self._vapid.authorization(endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(KEPT_SECONDS),
            "Urgency": "high",
            # Of several tries that wait for the same browser, the service keeps the last one.
            "Topic": urlsafe_b64encode(sha256(reminder.tag.encode()).digest()[:24]).decode(),
        }
        content = http_ece.encrypt(
            message_of(reminder),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=reminder.p256dh,
            auth_secret=reminder.auth,
        )
        return headers, content


def message_of(reminder: Reminder) -> bytes:
    """What the browser gets to know."""
    message = {
        "task": reminder.task_id,
        "title": reminder.title,
        "due_date": reminder.due_date.isoformat(),
        "due_time": reminder.due_time,
        "moment": reminder.moment.isoformat().replace("+00:00", "Z"),
        "tag": reminder.tag,
    }
    return json.dumps(message, ensure_ascii=False).encode()


def _outcome(answer: httpx2.Response) -> Outcome:
    status = str(answer.status_code)
    if answer.is_success:
        return SENT
    if answer.status_code in NO_SUCH_RECEIVER:
        return Outcome("gone", status)
    if answer.is_server_error or answer.status_code in FOR_NOW:
        return Outcome("later", status, _pause(answer.headers.get("retry-after", "")))
    return Outcome("refused", status)


def _pause(retry_after: str) -> float:
    """The seconds that the service asks for, as a number or as a date (RFC 9110, 10.2.3)."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return 0.0
