"""The command line: `python -m app --help` lists the commands.

Each needs only the settings that it uses; `serve` imports the application.
"""

import argparse
import asyncio
import re
import sys
import time

import jwt
import psycopg

from app.account.purge import purge
from app.config import ConfigurationError, DatabaseSettings, SecretSettings, Settings, load_settings
from app.database import Database
from app.environment.vapid import new_key
from app.tasks.documents import rebuild_documents
from app.tasks.indexes import build_indexes

FAILURES = {
    "serve": "The service cannot start",
    "token": "No token",
    "documents": "Nothing was rebuilt",
    "purge": "Not everything was purged",
}
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(text: str) -> int:
    """Seconds in a duration such as `90s`, `15m`, `1h` or `7d`."""
    match = re.fullmatch(r"(\d{1,9})([smhd])", text)
    if match is None:
        raise argparse.ArgumentTypeError("must look like 90s, 15m, 1h or 7d")
    return int(match[1]) * SECONDS[match[2]]


def issue_token(secret: str, subject: str, email: str | None, seconds: int) -> str:
    """An HS256 token as a Better Auth application signs one with the shared secret."""
    now = int(time.time())
    claims = {"sub": subject, "iat": now, "exp": now + seconds} | ({"email": email} if email else {})
    return jwt.encode(claims, secret, algorithm="HS256")


async def purge_once(settings: Settings) -> int:
    """Delete what is too old, and return the number of tasks that were deleted for good."""
    async with Database(settings.database_url.get_secret_value(), pool_size=1) as database:
        return await purge(database, settings)


def main() -> None:
    """Run the command that the arguments name."""
    parser = argparse.ArgumentParser(
        prog="python -m app",
        description="The to-do API. The README explains the variables that it reads from the environment or from .env.",
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the API as in production, after `alembic upgrade head`")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    serve.add_argument("--port", type=int, default=8000, help="the port to listen on (default: 8000)")
    serve.add_argument(
        "--workers", type=int, default=1, help="processes (default: 1); one for each core is a good start"
    )
    token = commands.add_parser("token", help="print a token to try the API with; needs only BETTER_AUTH_SECRET")
    token.add_argument("--sub", required=True, help="the user's id")
    token.add_argument("--email", help="the user's address")
    token.add_argument("--ttl", type=duration, default=3600, help="how long it is valid: 90s, 15m, 1h (default), 7d")
    commands.add_parser("vapid", help="print a new VAPID_PRIVATE_KEY, which signs notifications")
    commands.add_parser(
        "documents",
        help="rebuild the stored documents of tasks, once the last process of an earlier version has exited",
    )
    commands.add_parser(
        "purge", help="delete what is too old now, as each process does every hour, and count the tasks"
    )
    arguments = parser.parse_args()
    try:
        match arguments.command:
            case "serve":
                from app.http.server import serve as run  # noqa: PLC0415 - the other commands need no server

                run(load_settings(Settings), arguments.host, arguments.port, arguments.workers)
            case "token":
                secret = load_settings(SecretSettings).better_auth_secret.get_secret_value()
                print(issue_token(secret, arguments.sub, arguments.email, arguments.ttl))  # noqa: T201
            case "vapid":
                print(f"VAPID_PRIVATE_KEY={new_key()}")  # noqa: T201
            case "documents":
                url = load_settings(DatabaseSettings).database_url.get_secret_value()
                build_indexes(lambda: psycopg.connect(url))
                rebuild_documents(lambda: psycopg.connect(url))
            case "purge":
                print(asyncio.run(purge_once(load_settings(Settings))))  # noqa: T201
    except ConfigurationError as error:
        sys.exit(f"{FAILURES[arguments.command]}: {error}.")
    except psycopg.OperationalError as error:
        why = str(error).splitlines()[0]
        sys.exit(f"{FAILURES[arguments.command]}: the database does not answer; it says: {why}.")


if __name__ == "__main__":
    main()
