"""`make run`: everything this product needs, started in order, stopped together."""

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
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

import psycopg

from app.__main__ import issue_token
from app.config import ENV_FILE, ConfigurationError, DatabaseSettings, Settings, load_settings
from devtools.postgres import embedded_postgres, ensure_database

BACKEND = Path(__file__).resolve().parent.parent
DATA = BACKEND / ".data"
START_TIMEOUT_SECONDS = 30


def main() -> None:
    """Run until Ctrl-C, or until a part ends; then end the rest."""
    for ending in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(ending, _interrupt)
    port = int(os.environ.get("PORT", "8000"))
    try:
        with ExitStack() as started:
            _refuse_taken_port(port)
            _ensure_env_file()
            if not _database_is_configured():
                DATA.mkdir(exist_ok=True)
                server = started.enter_context(embedded_postgres(DATA / "postgres"))
                os.environ["DATABASE_URL"] = ensure_database(server, "todo")
            settings = load_settings(Settings)
            psycopg.connect(settings.database_url.get_secret_value(), connect_timeout=10).close()
            subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], cwd=BACKEND, check=True)
            api = started.enter_context(_process("app", "serve", "--port", str(port)))
            _wait_until_healthy(port, api)
            _introduce(port, settings)
            sys.exit(f"The API ended with status {api.wait()}.")
    except KeyboardInterrupt:
        print("\nStopped. Your tasks are kept.")
    except ConfigurationError as error:
        sys.exit(f"Cannot start: {error}.")
    except subprocess.CalledProcessError:
        sys.exit("Cannot start: the migrations did not run; what they said stands above.")
    except psycopg.OperationalError as error:
        sys.exit(f"Cannot start: the database does not answer; it says: {str(error).splitlines()[0]}.")
    except OSError as error:
        sys.exit(f"Cannot start: {error.strerror or error} ({error.filename or 'no file'}).")


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            sys.exit(f"Cannot start: port {port} is taken; stop what listens there, or choose another with PORT=8001.")


def _ensure_env_file() -> None:
    if ENV_FILE.exists():
        return
    descriptor = os.open(ENV_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(
            "# Made by `make run`. Give your Better Auth application the same secret.\n"
            f"BETTER_AUTH_SECRET={secrets.token_urlsafe(48)}\n"
            "BETTER_AUTH_URL=http://localhost:3003\n"
            "# Without a DATABASE_URL, `make run` starts a PostgreSQL of its own.\n"
            "# DATABASE_URL=postgresql://USER:PASSWORD@HOST/DATABASE?sslmode=require&channel_binding=require\n"
        )


def _database_is_configured() -> bool:
    try:
        load_settings(DatabaseSettings)
    except ConfigurationError as error:
        if str(error) == "DATABASE_URL is required":
            return False
        raise
    return True


@contextmanager
def _process(module: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=BACKEND)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _wait_until_healthy(port: int, api: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if api.poll() is not None:
            sys.exit("The API did not start; what it said stands above.")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    sys.exit(f"The API did not answer within {START_TIMEOUT_SECONDS} seconds.")


def _introduce(port: int, settings: Settings) -> None:
    secret = settings.better_auth_secret.get_secret_value()
    token = issue_token(secret, "alice", "alice@example.com", 24 * 3600)
    print(f"""
The to-do API is running. Ctrl-C stops it, and everything it started.

  API   http://localhost:{port}/api/tasks
  Docs  http://localhost:{port}/docs

Add a task, with a token that is good for a day:

curl -X POST http://localhost:{port}/api/tasks -H 'Authorization: Bearer {token}' \
-H 'Content-Type: application/json' -d '{{"title": "Buy milk"}}'
""")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
