"""The health checks: is the process alive, and can it work."""

import httpx2

from devtools.postgres import ensure_database
from tests.conftest import migrate
from tests.service import PATIENCE, refused, service


def test_a_running_service_is_healthy(anonymous: httpx2.Client) -> None:
    answer = anonymous.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"status": "healthy"}


def test_a_service_with_its_schema_is_ready(anonymous: httpx2.Client) -> None:
    answer = anonymous.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"status": "healthy"}


def test_a_service_without_its_schema_is_healthy_but_not_ready(postgres: str) -> None:
    database = ensure_database(postgres, "not_migrated")
    with service(database) as url, httpx2.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
        assert client.get("/health").status_code == 200
        refused(client.get("/health/ready"), 503, "The database schema is not up to date")
        migrate(database)
        assert client.get("/health/ready").status_code == 200
        migrate(database, "base", "downgrade")
        refused(client.get("/health/ready"), 503, "The database schema is not up to date")


def test_a_service_without_its_database_is_healthy_but_not_ready(postgres: str) -> None:
    away = postgres.replace("/postgres?", "/no-such-database?")
    with service(away) as url, httpx2.Client(base_url=url, timeout=PATIENCE, trust_env=False) as client:
        assert client.get("/health").status_code == 200
        refused(client.get("/health/ready"), 503, "Service temporarily unavailable")
