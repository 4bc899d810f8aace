"""The service refuses to start with a wrong configuration, says why in one sentence, and never shows the value."""

import os
import subprocess
import sys
from pathlib import Path

import jwt
import pytest

from app.config import Settings
from app.environment.mail import MailServer
from app.environment.vapid import public_key
from tests.conftest import BACKEND
from tests.service import SECRET, settings_for

GOOD = {
    "BETTER_AUTH_SECRET": SECRET,
    "BETTER_AUTH_URL": "http://localhost:3003",
    "DATABASE_URL": "postgresql://tester:hunter2@127.0.0.1:1/todo",
}
KEY_SENTENCE = "must be 32 bytes in base64url; make one with: python -m app vapid"
SMTP_SENTENCE = "must be a URL such as smtps://USER:PASSWORD@smtp.example.com"
SENDER_SENTENCE = "must be an address such as todo@example.com or Todo <todo@example.com>"


def run(*command: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run a module in an environment with only these variables, without any `.env`."""
    variables = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "COVERAGE_PROCESS_CONFIG"}}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=BACKEND,
        env=kept | variables | {"TODO_ENV_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"BETTER_AUTH_SECRET": None}, "BETTER_AUTH_SECRET is required"),
        ({"BETTER_AUTH_URL": None}, "BETTER_AUTH_URL is required"),
        ({"DATABASE_URL": None}, "DATABASE_URL is required"),
        ({"BETTER_AUTH_SECRET": ""}, "BETTER_AUTH_SECRET is required"),
        ({"BETTER_AUTH_SECRET": " " * 40}, "BETTER_AUTH_SECRET is required"),
        ({"BETTER_AUTH_URL": "  "}, "BETTER_AUTH_URL is required"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is required"),
        ({"BETTER_AUTH_SECRET": "hunter2" * 4}, "BETTER_AUTH_SECRET must be at least 32 characters long"),
        (
            {"BETTER_AUTH_SECRET": "better-auth-secret-12345678901234567890"},
            "BETTER_AUTH_SECRET is Better Auth's published default, which everybody knows; make your own",
        ),
        ({"BETTER_AUTH_URL": "hunter2"}, "BETTER_AUTH_URL must be an http:// or https:// URL"),
        ({"BETTER_AUTH_URL": "localhost:3003"}, "BETTER_AUTH_URL must be an http:// or https:// URL"),
        ({"BETTER_AUTH_URL": "ftp://localhost"}, "BETTER_AUTH_URL must be an http:// or https:// URL"),
        ({"BETTER_AUTH_URL": "http://hunter2:x@localhost"}, "BETTER_AUTH_URL must be an http:// or https:// URL"),
        ({"BETTER_AUTH_URL": "http://[hunter2"}, "BETTER_AUTH_URL is not a valid URL"),
        ({"BETTER_AUTH_URL": "http://localhost:hunter2"}, "BETTER_AUTH_URL is not a valid URL"),
        ({"BETTER_AUTH_JWKS_URL": "file:///hunter2"}, "BETTER_AUTH_JWKS_URL must be an http:// or https:// URL"),
        ({"CORS_ORIGINS": "https://a.example, hunter2"}, "CORS_ORIGINS must be an http:// or https:// URL"),
        ({"CORS_ORIGINS": "*"}, "CORS_ORIGINS must be an http:// or https:// URL"),
        ({"DATABASE_URL": "hunter2"}, "DATABASE_URL must be a postgresql:// URL"),
        ({"DATABASE_URL": "mysql://root:hunter2@localhost/todo"}, "DATABASE_URL must be a postgresql:// URL"),
        ({"DATABASE_URL": "postgresql://localhost/?hunter2=1"}, "DATABASE_URL is not a valid PostgreSQL URL"),
        ({"DATABASE_URL": "postgresql://[hunter2/todo"}, "DATABASE_URL is not a valid PostgreSQL URL"),
        ({"DATABASE_POOL_SIZE": "0"}, "DATABASE_POOL_SIZE must be greater than or equal to 1"),
        ({"REMINDER_POLL_SECONDS": "-1"}, "REMINDER_POLL_SECONDS must be greater than or equal to 0"),
        ({"VAPID_SUBJECT": "hunter2"}, "VAPID_SUBJECT must be a mailto: or https:// URL"),
        *(
            ({"VAPID_PRIVATE_KEY": value}, f"VAPID_PRIVATE_KEY {KEY_SENTENCE}")
            for value in ("hunter2", "hünter2", "A" * 43, "_" * 43, "hunter2" * 9)
        ),
        *(
            ({"SMTP_URL": url, "MAIL_FROM": "todo@example.com"}, f"SMTP_URL {sentence}")
            for url, sentence in {
                "hunter2.example.com:587": SMTP_SENTENCE,
                "https://hunter2.example.com": SMTP_SENTENCE,
                "smtp://": SMTP_SENTENCE,
                "smtp://hunter2:x@[": SMTP_SENTENCE,
                "smtp://hunter2:99999": SMTP_SENTENCE,
                "smtp://hunter2?logger=true": f"says more than a server and an account; it {SMTP_SENTENCE}",
                "smtp://ada:hunter2@x/path": f"says more than a server and an account; it {SMTP_SENTENCE}",
                "smtp://ada:hunter2%@x": "has a % that stands for nothing; write %25 for it",
                "smtp://ada:hunter2%ff@x": "has a % that stands for nothing; write %25 for it",
            }.items()
        ),
        ({"SMTP_URL": "smtp://hunter2"}, "MAIL_FROM is missing; SMTP_URL is set, and mail needs a sender"),
        *(
            ({"SMTP_URL": "smtp://x", "MAIL_FROM": sender}, f"MAIL_FROM {SENDER_SENTENCE}")
            for sender in ("hunter2", "a@example.com, hunter2@example.com", "hunter2 <a@b", "hunter2\n<a@b>")
        ),
        (
            {"BETTER_AUTH_SECRET": None, "DATABASE_URL": "hunter2"},
            "DATABASE_URL must be a postgresql:// URL; BETTER_AUTH_SECRET is required",
        ),
    ],
)
def test_an_invalid_variable_is_named_and_its_value_never_shown(changes: dict[str, str | None], sentence: str) -> None:
    started = run("uvicorn", "app.main:app", "--port", "0", **changes)
    assert started.returncode != 0
    assert started.stderr.strip() == f"The service cannot start: {sentence}."
    assert "hunter2" not in started.stdout + started.stderr


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgresql://u:p@host/db?sslmode=require&channel_binding=require", None),
        ("postgres://u:p@host/db", "postgresql://u:p@host/db"),
        ("postgresql+psycopg://u:p@host/db", "postgresql://u:p@host/db"),
        ("postgresql+asyncpg://u:p@host/db", "postgresql://u:p@host/db"),
    ],
)
def test_the_database_url_is_used_as_given_except_for_prefixes_of_other_tools(given: str, used: str | None) -> None:
    assert settings_for(given).database_url.get_secret_value() == (used or given)


@pytest.mark.parametrize(
    ("url", "origin", "jwks"),
    [
        ("http://localhost:3003", "http://localhost:3003", "http://localhost:3003/api/auth/jwks"),
        ("http://localhost:3003/", "http://localhost:3003", "http://localhost:3003/api/auth/jwks"),
        ("https://Todo.Example:443", "https://todo.example", "https://Todo.Example:443/api/auth/jwks"),
        ("https://todo.example/auth/v1", "https://todo.example", "https://todo.example/auth/v1/jwks"),
        ("http://[::1]:3003", "http://[::1]:3003", "http://[::1]:3003/api/auth/jwks"),
    ],
)
def test_the_origin_and_the_key_set_are_derived_from_better_auths_url(url: str, origin: str, jwks: str) -> None:
    settings = settings_for("postgresql://localhost", better_auth_url=url)
    assert (settings.origin, settings.jwks_url) == (origin, jwks)


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BETTER_AUTH_AUDIENCES", "one, two,,three ")
    monkeypatch.setenv("BETTER_AUTH_ISSUERS", " ")
    monkeypatch.setenv("BETTER_AUTH_JWKS_URL", "")
    monkeypatch.setenv("CORS_ORIGINS", "https://A.example:443/,http://b.example")
    settings = Settings(_env_file=None)
    assert settings.better_auth_audiences == ("one", "two", "three")
    assert settings.better_auth_issuers == ()
    assert settings.better_auth_jwks_url is None
    assert settings.cors_origins == ("https://a.example", "http://b.example")


def test_secrets_are_not_shown_when_settings_are_printed() -> None:
    settings = settings_for("postgresql://u:hunter2@localhost/db")
    assert SECRET not in repr(settings) + str(settings)
    assert "hunter2" not in repr(settings) + str(settings)


def test_variables_come_from_the_env_file_and_the_environment_has_priority(tmp_path: Path) -> None:
    from_file, from_environment = "f" * 40, "e" * 40
    env_file = tmp_path / ".env"
    env_file.write_text(
        f"BETTER_AUTH_SECRET={from_file}\nBETTER_AUTH_URL=http://localhost:3003\nDATABASE_URL=postgresql://localhost/db\n"
    )
    variables = {"PATH": os.environ["PATH"], "TODO_ENV_FILE": str(env_file)}

    def token(extra: dict[str, str]) -> str:
        command = [sys.executable, "-m", "app", "token", "--sub", "alice"]
        return subprocess.run(
            command, cwd=BACKEND, env=variables | extra, capture_output=True, text=True, check=True
        ).stdout.strip()

    jwt.decode(token({}), from_file, algorithms=["HS256"])
    jwt.decode(token({"BETTER_AUTH_SECRET": from_environment}), from_environment, algorithms=["HS256"])


def test_importing_the_application_has_no_side_effects() -> None:
    nothing: dict[str, str | None] = dict.fromkeys(GOOD)
    imported = run("timeit", "-n1", "-r1", "import app.main", **nothing)
    assert imported.returncode == 0, imported.stderr


@pytest.mark.parametrize(("ttl", "seconds"), [("90s", 90), ("15m", 900), ("1h", 3600), ("7d", 604_800), (None, 3600)])
def test_the_token_command_prints_a_token_that_works(ttl: str | None, seconds: int) -> None:
    extra = [] if ttl is None else ["--ttl", ttl]
    printed = run("app", "token", "--sub", "alice", "--email", "alice@example.com", *extra)
    assert printed.returncode == 0, printed.stderr
    claims = jwt.decode(printed.stdout.strip(), SECRET, algorithms=["HS256"])
    assert (claims["sub"], claims["email"]) == ("alice", "alice@example.com")
    assert claims["exp"] - claims["iat"] == seconds


def test_the_token_command_leaves_out_an_email_it_was_not_given() -> None:
    printed = run("app", "token", "--sub", "alice")
    assert "email" not in jwt.decode(printed.stdout.strip(), SECRET, algorithms=["HS256"])


@pytest.mark.parametrize("ttl", ["", "1", "h", "1w", "-1h", "1.5h", "9999999999d"])
def test_the_token_command_refuses_a_duration_it_does_not_know(ttl: str) -> None:
    printed = run("app", "token", "--sub", "alice", f"--ttl={ttl}")
    assert printed.returncode == 2
    assert "must look like 90s, 15m, 1h or 7d" in printed.stderr


def test_the_vapid_command_prints_a_key_that_the_service_accepts() -> None:
    nothing: dict[str, str | None] = dict.fromkeys(GOOD)
    first, second = (run("app", "vapid", **nothing).stdout.strip() for _ in range(2))
    assert first != second
    name, _, key = first.partition("=")
    assert name == "VAPID_PRIVATE_KEY"
    settings = settings_for("postgresql://localhost", vapid_private_key=key)
    assert len(public_key(key)) == 87
    assert key not in repr(settings)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtps://ada:p%40ss@mail.example.com", MailServer("mail.example.com", 465, True, "ada", "p@ss")),
        ("smtp://ada:hunter2@mail.example.com:2525/", MailServer("mail.example.com", 2525, False, "ada", "hunter2")),
        ("smtp://[::1]", MailServer("::1", 587, False, None, None)),
    ],
)
def test_the_mail_server_is_read_as_the_web_app_reads_it(url: str, server: MailServer) -> None:
    settings = settings_for("postgresql://localhost", smtp_url=url, mail_from="Todo <todo@example.com>")
    assert settings.mail_server == server
    assert server.needs_starttls == (url.startswith("smtp://ada"))
    assert "hunter2" not in repr(settings) + repr(server)


def test_without_a_mail_server_nobody_looks_at_the_sender() -> None:
    assert settings_for("postgresql://localhost", mail_from="nobody").mail_server is None


def test_the_token_command_says_what_is_missing() -> None:
    printed = run("app", "token", "--sub", "alice", BETTER_AUTH_SECRET=None)
    assert printed.returncode == 1
    assert printed.stderr.strip() == "No token: BETTER_AUTH_SECRET is required."


def test_a_token_to_try_the_api_with_needs_only_the_secret() -> None:
    printed = run("app", "token", "--sub", "alice", DATABASE_URL=None, BETTER_AUTH_URL=None)
    assert printed.returncode == 0, printed.stderr
    assert jwt.decode(printed.stdout.strip(), SECRET, algorithms=["HS256"])["sub"] == "alice"


def test_the_documents_are_not_rebuilt_without_a_database_and_one_sentence_says_why() -> None:
    rebuilt = run("app", "documents")
    assert rebuilt.returncode == 1
    assert rebuilt.stderr.startswith("Nothing was rebuilt: the database does not answer; it says: ")
    assert "hunter2" not in rebuilt.stderr
    assert "Traceback" not in rebuilt.stderr


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (None, "FAILED: DATABASE_URL is required"),
        ("hunter2", "FAILED: DATABASE_URL must be a postgresql:// URL"),
        (GOOD["DATABASE_URL"], "FAILED: the database says: connection failed: "),
    ],
)
def test_migrations_that_cannot_begin_say_why_in_one_sentence(address: str | None, sentence: str) -> None:
    migrated = run("alembic", "upgrade", "head", DATABASE_URL=address)
    assert migrated.returncode != 0
    assert (migrated.stdout + migrated.stderr).strip().startswith(sentence)
    assert "Traceback" not in migrated.stderr
    assert "hunter2" not in migrated.stdout + migrated.stderr
