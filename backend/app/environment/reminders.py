"""The settings of reminders: keys for notifications, the mail server, when the worker looks."""

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from app.environment.mail import MailServer, mail_server, sender_of
from app.environment.vapid import private_key, public_key


class ReminderSettings(BaseSettings):
    """A part of `Settings`."""

    vapid_private_key: SecretStr | None = None
    vapid_subject: str | None = None
    smtp_url: SecretStr | None = None
    mail_from: str | None = Field(default=None, validate_default=True)
    reminder_poll_seconds: int = Field(default=60, ge=0)
    push_allows_loopback: bool = False

    @field_validator("vapid_private_key")
    @classmethod
    def _must_be_a_private_key(cls, value: SecretStr | None) -> SecretStr | None:
        try:
            _ = value and private_key(value.get_secret_value())
        except ValueError:
            raise ValueError("must be 32 bytes in base64url; make one with: python -m app vapid") from None
        return value

    @field_validator("vapid_subject")
    @classmethod
    def _must_be_contact(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("mailto:", "https://")):
            raise ValueError("must be a mailto: or https:// URL")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _must_be_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        _ = value and mail_server(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _must_be_a_sender(cls, value: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("smtp_url") is None:
            return value
        if value is None:
            raise ValueError("is missing; SMTP_URL is set, and mail needs a sender")
        sender_of(value)
        return value

    @property
    def mail_server(self) -> MailServer | None:
        """The server that takes mail; None if no mail is wanted."""
        return None if self.smtp_url is None else mail_server(self.smtp_url.get_secret_value())

    @property
    def mail_address(self) -> str | None:
        """The sender's address; None if no mail is wanted."""
        return None if self.smtp_url is None or self.mail_from is None else sender_of(self.mail_from)[1]

    @property
    def vapid_public_key(self) -> str | None:
        """What browsers subscribe with; None if there are no notifications."""
        key = self.vapid_private_key
        return None if key is None else public_key(key.get_secret_value())
