"""How migrations run: in one transaction, one at a time, and without making everybody wait for a lock.

Locks and settings last for the transaction only, so that migrations also run through a pooler.
"""

import time
from typing import Any, Literal

import psycopg
from alembic import command, context
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, inspect, pool, text
from sqlalchemy.exc import OperationalError
from sqlmodel.sql.sqltypes import AutoString

from app.columns import SCHEMA
from app.config import ConfigurationError, DatabaseSettings, load_settings
from app.database import OLDEST_SUPPORTED, can_work_on, is_newer, newest_revision
from app.models import Table
from app.tasks.documents import rebuild_documents
from app.tasks.indexes import build_indexes

# Any number works, as long as all deploys use the same.
MIGRATION_LOCK = 0x70D0

# Others who need the table wait behind a waiting migration. So it gives up soon, lets them continue, and tries again.
LOCK_TIMEOUT = "200ms"
TRIES = 20
PAUSE_SECONDS = 0.5


def is_ours(_: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Autogenerate must not drop tables that only migrations use and no model has."""
    return not (kind == "table" and name in {"alembic_version", "supports"})


def is_our_schema(name: str | None, kind: str, _: Any) -> bool:
    """Autogenerate must look at this schema only: Better Auth's tables may be in the same database."""
    return name == SCHEMA if kind == "schema" else True


def rendered(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A text as `sa.String`: autogenerate would write SQLModel's own type, which migrations do not import."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, AutoString) else False


def run_migrations(url: str) -> None:
    """Bring the database to the requested revision; two deploys at once take turns.

    After an upgrade, indexes are built and documents that lack a new field are rebuilt, so that nobody waits.
    """
    # libpq parses the address: several hosts, sockets, services. SQLAlchemy's rules are different.
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=pool.NullPool)
    before = _migrate(engine)
    with engine.connect() as connection:
        after = MigrationContext.configure(connection, opts={"version_table_schema": SCHEMA}).get_current_revision()
    engine.dispose()
    if after == newest_revision() != before:
        build_indexes(lambda: psycopg.connect(url))
        rebuild_documents(lambda: psycopg.connect(url))


def _migrate(engine: Engine) -> str | None:
    """Run the requested migrations, and return the revision before them."""
    tries_left = TRIES
    while True:
        tries_left -= 1
        try:
            return _migrate_at_once(engine)
        except OperationalError as error:
            if tries_left == 0 or not isinstance(error.orig, psycopg.errors.LockNotAvailable):
                raise
            time.sleep(PAUSE_SECONDS)


def _migrate_at_once(engine: Engine) -> str | None:
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        # Checked first, because `IF NOT EXISTS` needs the right to create schemas even if the schema exists.
        exists = text("SELECT 1 FROM pg_namespace WHERE nspname = :schema")
        if connection.execute(exists, {"schema": SCHEMA}).first() is None:
            connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        context.configure(
            connection=connection,
            target_metadata=Table.metadata,
            version_table_schema=SCHEMA,
            include_schemas=True,
            include_name=is_our_schema,
            include_object=is_ours,
            render_item=rendered,
            compare_server_default=True,
        )
        before = context.get_context().get_current_revision()
        if not is_ahead(connection):
            context.run_migrations()
        return before


def is_ahead(connection: Connection) -> bool:
    """Whether older code requests an upgrade of a newer schema, as in a rollback; prints a sentence then.

    Raises `CommandError` if the schema no longer supports this code.
    """
    is_upgrade = getattr(context.config.cmd_opts, "cmd", [None])[0] is command.upgrade
    revision = context.get_context().get_current_revision()
    if not is_upgrade or revision is None or not is_newer(revision):
        return False
    says_so = inspect(connection).has_table("supports", SCHEMA)
    oldest = connection.scalar(OLDEST_SUPPORTED) if says_so else None
    if not can_work_on(revision, oldest or ""):
        raise CommandError(
            "The database is at a newer revision, which no longer supports this version: deploy a newer one"
        )
    context.config.print_stdout("The database is at a newer revision, which still supports this version: nothing to do")
    return True


def main() -> None:
    """Run the migrations, or say in one sentence why they cannot begin or go on."""
    try:
        url = context.config.get_main_option("sqlalchemy.url")
        run_migrations(url or load_settings(DatabaseSettings).database_url.get_secret_value())
    except ConfigurationError as error:
        raise CommandError(str(error)) from None
    except (OperationalError, psycopg.OperationalError) as error:
        said = str(getattr(error, "orig", error)).splitlines()[0]
        raise CommandError(f"the database says: {said}") from None


main()
