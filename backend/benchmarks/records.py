"""The collections of a PocketBase, filled, and the requests of its users: the same as those of `Tasks`."""

import json
import secrets
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from benchmarks.tasks import READERS, ROUND, TASKS_PER_USER, Operation, Request, in_turn, new_task, title

BATCH = 500
CHEAPEST_HASH = 4  # of bcrypt: hundreds of accounts are created, and no measured request hashes a password
OWNER = "owner = @request.auth.id"
COLLECTION = {
    "name": "tasks",
    "type": "base",
    "listRule": OWNER,
    "viewRule": OWNER,
    "createRule": "@request.body.owner = @request.auth.id",
    "updateRule": OWNER,
    "deleteRule": OWNER,
    "indexes": ["CREATE INDEX idx_tasks_owner_created ON tasks (owner, created)"],
}
FIELDS: list[dict[str, Any]] = [
    {"name": "title", "type": "text", "required": True, "max": 100},
    {"name": "description", "type": "text", "max": 1000},
    {"name": "completed", "type": "bool"},
    {"name": "due_date", "type": "date"},
    {"name": "priority", "type": "number", "onlyInt": True, "min": 0, "max": 3},
    {"name": "tags", "type": "json"},
    {"name": "created", "type": "autodate", "onCreate": True},
    {"name": "updated", "type": "autodate", "onCreate": True, "onUpdate": True},
]
RECORDS = "/api/collections/tasks/records"
NEWEST_20 = f"{RECORDS}?page=1&perPage=20&skipTotal=1&sort=-created"


class Superuser:
    """Creates the collections, the users and their tasks, before anything is measured."""

    def __init__(self, client: httpx2.Client, account: tuple[str, str]) -> None:
        self._client = client
        identity, password = account
        body = {"identity": identity, "password": password}
        token = self._ask("POST", "/api/collections/_superusers/auth-with-password", body)["token"]
        client.headers["authorization"] = token
        self._password = password

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        response = self._client.request(method, path, json=body)
        if response.is_error:
            raise RuntimeError(f"PocketBase, {method} {path}: {response.status_code} {response.text}")
        return response.json()

    def fill(self, tasks: int, database: Path) -> "Records":
        """That many tasks, and the users who request them. The database is SQLite's file."""
        self._ask("PATCH", "/api/settings", {"batch": {"enabled": True, "maxRequests": BATCH, "timeout": 60}})
        users = self._ask("GET", "/api/collections/users")
        for field in users["fields"]:
            if field["name"] == "password":
                field["cost"] = CHEAPEST_HASH
        self._ask("PATCH", "/api/collections/users", {"fields": users["fields"], "authAlert": {"enabled": False}})
        owner = {"name": "owner", "type": "relation", "collectionId": users["id"], "required": True, "maxSelect": 1}
        self._ask("POST", "/api/collections", COLLECTION | {"fields": [owner | {"cascadeDelete": True}, *FIELDS]})
        owners = self._make_users("reader", tasks // TASKS_PER_USER)
        made = self._make("tasks", [new_task() | {"owner": user} for user in list(owners) * TASKS_PER_USER])
        readers = {user: self._token(email) for user, email in list(owners.items())[:READERS]}
        writers = [(self._token(email), user) for user, email in self._make_users("writer", READERS).items()]
        self._ask("PATCH", "/api/settings", {"batch": {"enabled": False}})
        owned = [(readers[record["owner"]], record["id"]) for record in made if record["owner"] in readers]
        secrets.SystemRandom().shuffle(owned)
        return Records(owned, writers, database)

    def _make_users(self, kind: str, count: int) -> dict[str, str]:
        """The addresses of new users, by their ids."""
        emails = [f"{kind}{number}@example.com" for number in range(count)]
        passwords = {"password": self._password, "passwordConfirm": self._password}
        made = self._make("users", [{"email": email, "emailVisibility": True, **passwords} for email in emails])
        return {record["id"]: record["email"] for record in made}

    def _make(self, collection: str, bodies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        path = f"/api/collections/{collection}/records"
        for start in range(0, len(bodies), BATCH):
            requests = [{"method": "POST", "url": path, "body": body} for body in bodies[start : start + BATCH]]
            made += [answer["body"] for answer in self._ask("POST", "/api/batch", {"requests": requests})]
        return made

    def _token(self, email: str) -> str:
        body = {"identity": email, "password": self._password}
        token: str = self._ask("POST", "/api/collections/users/auth-with-password", body)["token"]
        return token


@dataclass(frozen=True)
class Records:
    """The requests of the users of a filled PocketBase."""

    owned: list[tuple[str, str]]  # token and task
    writers: list[tuple[str, str]]  # token and user
    database: Path

    def requests(self, operation: Operation, count: int | None = None) -> list[Request]:
        count = count or ROUND
        owned = in_turn(self.owned, count)
        match operation:
            case "get":
                return [Request("GET", f"{RECORDS}/{task}", token) for token, task in owned]
            case "list":
                return [Request("GET", NEWEST_20, token) for token, _ in owned]
            case "create":
                writers = in_turn(self.writers, count)
                return [
                    Request("POST", RECORDS, token, json.dumps(new_task() | {"owner": user})) for token, user in writers
                ]
            case "edit":
                return [self._patch(owner, {"title": title()}) for owner in owned]
            case "toggle":
                # Each task is alternately completed and opened.
                is_done = [number // len(self.owned) % 2 == 0 for number in range(count)]
                return [self._patch(owner, {"completed": done}) for owner, done in zip(owned, is_done, strict=True)]
            case _:
                raise ValueError(f"not measured here: {operation}")

    def _patch(self, owner: tuple[str, str], body: dict[str, Any]) -> Request:
        token, task = owner
        return Request("PATCH", f"{RECORDS}/{task}", token, json.dumps(body))

    def tidy(self) -> None:
        """Remove what was written; directly in SQLite, because requests would take too long."""
        with closing(sqlite3.connect(self.database, timeout=30)) as connection, connection:
            connection.execute("DELETE FROM tasks WHERE owner IN (SELECT id FROM users WHERE email LIKE 'writer%')")
