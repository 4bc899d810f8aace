"""`make run`: start everything in order, and stop it together."""

import errno
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import fasteners
import psycopg
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.__main__ import issue_token
from app.config import ENV_FILE, ConfigurationError, DatabaseSettings, Settings, load_settings
from app.environment.vapid import new_key
from app.http.server import KEEP_ALIVE_SECONDS
from devtools import web
from devtools.postgres import embedded_postgres, ensure_database
from devtools.services import Services

BACKEND = Path(__file__).resolve().parent.parent
DATA = BACKEND / ".data"
START_TIMEOUT_SECONDS = 30


class _VapidKey(BaseSettings):
    model_config = SettingsConfigDict(env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore")

    vapid_private_key: str = ""


def main() -> None:
    """Run until Ctrl-C, or until a part exits; then stop the others."""
    for ending in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(ending, _interrupt)
    try:
        with ExitStack() as started:
            port = _api_port()
            _refuse_taken_port(port, f"choose another with PORT={8002 if port == 8001 else 8001}")
            _ensure_env_file()
            _ensure_vapid_key()
            if not _database_is_configured():
                DATA.mkdir(exist_ok=True)
                _refuse_second_run(started)
                server = started.enter_context(embedded_postgres(DATA / "postgres"))
                os.environ["DATABASE_URL"] = ensure_database(server, "todo")
            settings = load_settings(Settings)
            psycopg.connect(settings.database_url.get_secret_value(), connect_timeout=10).close()
            subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], cwd=BACKEND, check=True)
            web_port = _web_port(settings)
            if web_port is not None:
                web.install()
                web.build()
            services = started.enter_context(Services())
            _start_api(services, port)
            if web_port is not None:
                _start_web(services, settings, port, web_port)
            _introduce(port, settings, web_port)
            sys.exit(f"{services.ended()}.")
    except KeyboardInterrupt:
        print("\nStopped. Your tasks are kept.")
    except ConfigurationError as error:
        sys.exit(f"Cannot start: {error}.")
    except subprocess.CalledProcessError as error:
        what = "the migrations" if "alembic" in error.cmd else " ".join(error.cmd)
        sys.exit(f"Cannot start: {what} did not run; see the output above.")
    except psycopg.OperationalError as error:
        sys.exit(f"Cannot start: the database does not answer; it says: {str(error).splitlines()[0]}.")
    except OSError as error:
        sys.exit(f"Cannot start: {error.strerror or error} ({error.filename or 'no file'}).")


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _api_port() -> int:
    given = os.environ.get("PORT", "8000")
    if not given.isascii() or not given.isdigit() or not 0 < int(given) < 65536:
        sys.exit("Cannot start: PORT must be a number from 1 to 65535.")
    return int(given)


def _refuse_second_run(started: ExitStack) -> None:
    # The run that ended first would stop the other's database too.
    alone = fasteners.InterProcessLock(DATA / "lock")
    if not alone.acquire(blocking=False):
        sys.exit("Cannot start: `make run` already runs on backend/.data; stop that one first.")
    started.callback(alone.release)


def _refuse_taken_port(port: int, advice: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            sys.exit(f"Cannot start: port {port} is taken; stop what listens there, or {advice}.")


def _ensure_env_file() -> None:
    if ENV_FILE.exists():
        return
    descriptor = os.open(ENV_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(
            "# Created by `make run`. Give your Better Auth application the same secret.\n"
            f"BETTER_AUTH_SECRET={secrets.token_urlsafe(48)}\n"
            "BETTER_AUTH_URL=http://localhost:3003\n"
            "# Without a DATABASE_URL, `make run` starts a PostgreSQL of its own.\n"
            "# DATABASE_URL=postgresql://USER:PASSWORD@HOST/DATABASE?sslmode=require&channel_binding=require\n"
        )


def _ensure_vapid_key() -> None:
    """Browsers subscribe with this key, so that another one at each start would end all their subscriptions."""
    if _VapidKey().vapid_private_key.strip():
        return
    try:
        with ENV_FILE.open("a+", encoding="utf-8") as file:
            file.seek(0)
            begins_a_line = file.read()[-1:] in {"", "\n"}
            file.write(
                ("" if begins_a_line else "\n")
                + "# Signs notifications. Browsers have subscribed with its other half, so keep it.\n"
                + f"VAPID_PRIVATE_KEY={new_key()}\n"
            )
    except OSError as error:
        print(f"Without notifications: {ENV_FILE.name} cannot be written ({error.strerror}).")


def _database_is_configured() -> bool:
    try:
        load_settings(DatabaseSettings)
    except ConfigurationError as error:
        if str(error) == "DATABASE_URL is required":
            return False
        raise
    return True


def _web_port(settings: Settings) -> int | None:
    """The port for the web app; None, with a sentence why, if the API runs alone."""
    try:
        port = web.local_port(settings.better_auth_url)
        web.require_node()
    except web.WebUnavailable as error:
        print(f"Without the web app: {error}. The API runs alone.")
        return None
    _refuse_taken_port(port, "choose another in BETTER_AUTH_URL in backend/.env")
    return port


def _start_api(services: Services, port: int) -> None:
    form = {"LOG_FORMAT": "text"} if sys.stdout.isatty() else {}
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    services.start("API", command, BACKEND, form)
    _wait_until_it_answers(services, f"http://127.0.0.1:{port}/health")


def _start_web(services: Services, settings: Settings, api_port: int, port: int) -> None:
    environment = {
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "BETTER_AUTH_SECRET": settings.better_auth_secret.get_secret_value(),
        "BETTER_AUTH_URL": settings.better_auth_url,
        "API_URL": os.environ.get("API_URL", f"http://localhost:{api_port}"),
        "NEXT_TELEMETRY_DISABLED": "1",
        **web.MailSettings().variables(),
    }
    web.npm_run("migrate", environment)
    # Kept as long as the API keeps idle connections: otherwise a proxy might use a connection just as it is closed.
    options = ["-H", "127.0.0.1", "-p", str(port), "--keepAliveTimeout", str(KEEP_ALIVE_SECONDS * 1000)]
    command = ["node", "node_modules/next/dist/bin/next", "start", *options]
    services.start("web app", command, web.FRONTEND, environment)
    _wait_until_it_answers(services, f"http://localhost:{port}/api/auth/ok")


def _wait_until_it_answers(services: Services, url: str) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - an address of our own
                return
        except (urllib.error.URLError, OSError):
            if (ended := services.ended(0.05)) is not None:
                sys.exit(f"{ended}; see its output above.")
    sys.exit(f"{url} did not answer within {START_TIMEOUT_SECONDS} seconds.")


def _introduce(port: int, settings: Settings, web_port: int | None) -> None:
    secret = settings.better_auth_secret.get_secret_value()
    token = issue_token(secret, "alice", "alice@example.com", 24 * 3600)
    print(f"""
Everything is running. Ctrl-C stops all of it.

  API   http://localhost:{port}/api/tasks
  Docs  http://localhost:{port}/docs

Add a task from here, with a token that is valid for a day:

curl -X POST http://localhost:{port}/api/tasks -H 'Authorization: Bearer {token}' \
-H 'Content-Type: application/json' -d '{{"title": "Buy milk"}}'
""")
    if web_port is not None:
        print(f"Or sign up, and begin: http://localhost:{web_port}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
