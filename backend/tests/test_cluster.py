"""Addresses of several servers or of none: migrations and the service accept everything that libpq accepts."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from psycopg.conninfo import conninfo_to_dict

from devtools.postgres import ensure_database
from tests.conftest import Arrive
from tests.service import service
from tests.test_database import alembic, tables_of

SERVICES = "services.conf"


def two_hosts(folder: str, closed: int, _: Path) -> str:
    return (
        f"postgresql://postgres@127.0.0.1:{closed},{quote(folder, safe='')}:5432/NAME?target_session_attrs=read-write"
    )


def two_hosts_beside(folder: str, closed: int, _: Path) -> str:
    return f"postgresql://postgres@/NAME?host=127.0.0.1,{folder}&port={closed},5432&connect_timeout=2"


def a_socket(folder: str, _closed: int, _: Path) -> str:
    return f"postgresql://postgres@{quote(folder, safe='')}/NAME"


def a_service(folder: str, _closed: int, here: Path) -> str:
    (here / SERVICES).write_text(f"[todo]\nhost={folder}\nuser=postgres\ndbname=NAME\n")
    return "postgresql:///?service=todo"


@pytest.mark.parametrize("address", [two_hosts, two_hosts_beside, a_socket, a_service])
def test_migrations_and_the_service_connect_where_libpq_does(
    postgres: str, newcomer: Arrive, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    address: Callable[[str, int, Path], str],
) -> None:  # fmt: skip
    database = ensure_database(postgres, address.__name__)
    folder = str(conninfo_to_dict(database)["host"])
    given = address(folder, port, tmp_path).replace("NAME", address.__name__)
    if (services := tmp_path / SERVICES).exists():
        services.write_text(services.read_text().replace("NAME", address.__name__))
        monkeypatch.setenv("PGSERVICEFILE", str(services))
    run = alembic(given, "upgrade", "head")
    assert run.returncode == 0, run.stderr
    assert ("todo.task",) in tables_of(database)
    assert alembic(given, "check").returncode == 0
    with service(given) as url:
        assert newcomer(url).add()
