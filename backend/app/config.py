"""Settings from the environment and `backend/.env`, checked before anything starts."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import SplitResult, urlsplit

import psycopg.conninfo
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.environment.reminders import ReminderSettings

ENV_FILE = Path(os.environ.get("TODO_ENV_FILE") or Path(__file__).resolve().parent.parent / ".env")

# Better Auth's defaults when no secret is set; anyone can sign with them.
PUBLISHED_SECRETS = {"better-auth-secret-12345678901234567890", "better-auth-secret-123456789"}
DEFAULT_PORTS = {"http": 80, "https": 443}
PLACEHOLDER = "todo@example.com"
# Schemes that other tools use for PostgreSQL; libpq knows only the first two.
POSTGRES_SCHEMES = {"postgresql", "postgres", "postgresql+psycopg", "postgresql+asyncpg", "postgresql+psycopg2"}


class ConfigurationError(Exception):
    """The service cannot start; the message names the invalid variables and never their values."""


def _http_url(value: str) -> SplitResult:
    try:
        url = urlsplit(value.strip())
        _ = url.port  # parsed on access only
    except ValueError:
        raise ValueError("is not a valid URL") from None
    if url.scheme not in DEFAULT_PORTS or not url.hostname or url.username is not None:
        raise ValueError("must be an http:// or https:// URL")
    return url


def origin_of(value: str) -> str:
    """The origin of a URL as browsers and Better Auth write it (RFC 6454): lower case, no default port, no path.

    Raises `ValueError` for anything that is not an http(s) URL.
    """
    url = _http_url(value)
    host = f"[{url.hostname}]" if ":" in (url.hostname or "") else url.hostname
    port = "" if url.port in {None, DEFAULT_PORTS[url.scheme]} else f":{url.port}"
    return f"{url.scheme}://{host}{port}"


def _comma_separated(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


S = TypeVar("S", bound=BaseSettings)
CommaSeparated = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_comma_separated)]


class Environment(BaseSettings):
    """What is read from the environment and `backend/.env`. A blank variable that is required is missing."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _blank_is_missing(cls, value: Any) -> Any:
        if isinstance(value, str) and not value.strip():
            raise ValueError("is required")
        return value


class SecretSettings(Environment):
    """What `python -m app token` needs."""

    better_auth_secret: SecretStr

    @field_validator("better_auth_secret")
    @classmethod
    def _must_be_a_secret(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() in PUBLISHED_SECRETS:
            raise ValueError("is Better Auth's published default, which everybody knows; make your own")
        if len(value.get_secret_value()) < 32:
            raise ValueError("must be at least 32 characters long")
        return value


class DatabaseSettings(Environment):
    """What migrations and `python -m app documents` need."""

    database_url: SecretStr

    @field_validator("database_url")
    @classmethod
    def _must_be_a_libpq_url(cls, value: SecretStr) -> SecretStr:
        scheme, separator, rest = value.get_secret_value().strip().partition("://")
        if not separator or scheme not in POSTGRES_SCHEMES:
            raise ValueError("must be a postgresql:// URL")
        url = f"postgresql://{rest}"
        try:
            psycopg.conninfo.conninfo_to_dict(url)
        except psycopg.Error:
            raise ValueError("is not a valid PostgreSQL URL") from None
        return SecretStr(url)


class Settings(SecretSettings, DatabaseSettings, ReminderSettings):
    """All settings of the service. The README's configuration table explains each."""

    model_config = Environment.model_config  # pydantic would take that of the last base class

    better_auth_url: str
    better_auth_jwks_url: str | None = None
    better_auth_issuers: CommaSeparated = ()
    better_auth_audiences: CommaSeparated = ()
    better_auth_require_issuer: bool = True
    cors_origins: CommaSeparated = ()
    database_pool_size: int = Field(default=8, ge=1, le=1000)
    trash_days: int = Field(default=30, ge=1, le=36500)
    history_days: int = Field(default=90, ge=1, le=36500)
    task_limit: int = Field(default=10_000, ge=1)
    rate_limit_per_minute: int = Field(default=600, ge=0)
    request_timeout_seconds: float = Field(default=30, gt=0)
    log_format: Literal["json", "text"] | None = None
    metrics_port: int | None = Field(default=None, ge=1, le=65535)

    @field_validator("*", mode="before")
    @classmethod
    def _blank_is_absent(cls, value: Any, info: ValidationInfo) -> Any:
        field = cls.model_fields[info.field_name or ""]
        is_blank = isinstance(value, str) and not value.strip() and not field.is_required()
        return field.default if is_blank else value

    @field_validator("better_auth_url", "better_auth_jwks_url")
    @classmethod
    def _must_be_http(cls, value: str | None) -> str | None:
        return None if value is None else _http_url(value).geturl().rstrip("/")

    @field_validator("cors_origins")
    @classmethod
    def _must_be_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(origin_of(origin) for origin in value)

    @property
    def contact(self) -> str:
        """Whom push services may write to, in a form that they all accept; not every one takes a name without a dot."""
        if self.vapid_subject is not None:
            return self.vapid_subject
        if self.origin.startswith("https://"):
            return self.origin
        return f"mailto:{self.mail_address or PLACEHOLDER}"

    @property
    def origin(self) -> str:
        """Better Auth's origin: the `iss` and `aud` of its tokens, and the page that may call this API."""
        return origin_of(self.better_auth_url)

    @property
    def jwks_url(self) -> str:
        """The address of Better Auth's key set. A base URL with a path already includes the path of its API."""
        base_path = "" if urlsplit(self.better_auth_url).path else "/api/auth"
        return self.better_auth_jwks_url or f"{self.better_auth_url}{base_path}/jwks"


def load_settings(kind: type[S]) -> S:
    """Read the environment, raising `ConfigurationError` with one sentence for all errors."""
    try:
        return kind()
    except ValidationError as error:
        problems = [_problem(fault["loc"], fault["type"], fault["msg"]) for fault in error.errors(include_input=False)]
        raise ConfigurationError("; ".join(problems)) from None


def _problem(location: tuple[int | str, ...], kind: str, message: str) -> str:
    variable = str(location[0]).upper()
    what = "is required" if kind == "missing" else message.removeprefix("Value error, ").replace("Input should", "must")
    return f"{variable} {what}"
