"""The ways to send reminders that the settings allow."""

from app.config import Settings
from app.reminders.mail import Mail
from app.reminders.reminder import Channel
from app.reminders.sending import Sender
from app.reminders.signing import Vapid
from app.reminders.web_push import WebPush


def channels_of(settings: Settings) -> dict[str, Channel]:
    """The channels by their names; none if there are neither keys for web push nor a mail server."""
    channels: dict[str, Channel] = {}
    if settings.vapid_private_key is not None:
        vapid = Vapid(settings.vapid_private_key.get_secret_value(), settings.contact)
        channels["push"] = WebPush(vapid, Sender(allows_loopback=settings.push_allows_loopback))
    if settings.mail_server is not None and settings.mail_from is not None:
        channels["mail"] = Mail(settings.mail_server, settings.mail_from, settings.origin)
    return channels
