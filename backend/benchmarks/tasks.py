"""Who asks for what: the rows a database starts with, and the requests its users send.

Every contender gets the same. A user's tasks lie scattered among everybody else's, as they would after a year of use.
"""

import json
import secrets
import time
import uuid
from dataclasses import dataclass
from itertools import chain
from math import ceil
from typing import Literal, LiteralString

import jwt

from benchmarks.postgres import Connection
from benchmarks.servers import ENVIRONMENT

Operation = Literal["get", "list", "create", "put", "toggle", "delete", "first write", "not found"]
ENDPOINTS: tuple[Operation, ...] = ("get", "list", "create", "put", "toggle", "delete")
ALL: tuple[Operation, ...] = (*ENDPOINTS, "first write", "not found")

TASKS_PER_USER = 20
READERS = 100  # users who ask; tokens enough that no contender lives off a single one
# Each of their tasks twice: sent over and over, two PUTs of one task in a row never say the same.
ROUND = 2 * READERS * TASKS_PER_USER
DESCRIPTION = "Two litres, the blue one, and have a look whether the bakery still has the dark bread from last week. "

# Better Auth's ids are 32 characters, and so are these. Plain SQL, so that it fits the plan's tables as well.
SEED_USERS = """
    INSERT INTO "user" (id, email, created_at)
    SELECT md5(%(kind)s || n), %(kind)s || n || '@example.com', now() FROM generate_series(1, %(users)s) n
"""
SEED_TASKS = """
    INSERT INTO task (id, user_id, title, description, completed, created_at, updated_at)
    SELECT gen_random_uuid(), md5('reader' || 1 + n %% %(users)s), 'Buy milk and bread, number ' || n, %(description)s,
           n %% 3 = 0, now() - (%(tasks)s - n) * interval '1 second', now() - (%(tasks)s - n) * interval '1 second'
    FROM generate_series(1, %(tasks)s) n
"""
SEED_OWNED = """
    INSERT INTO task (id, user_id, title, description, completed, created_at, updated_at)
    SELECT gen_random_uuid(), %(user)s, 'Buy milk and bread, number ' || n, %(description)s, false, now(), now()
    FROM generate_series(1, %(tasks)s) n
    RETURNING id::text
"""
CHOOSE_READERS = """
    SELECT reader.id, email, array_agg(task.id::text)
    FROM (SELECT id, email FROM "user" WHERE email LIKE 'reader%%' ORDER BY id LIMIT %(readers)s) reader
    JOIN task ON task.user_id = reader.id
    GROUP BY reader.id, email
"""


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    token: str
    body: str = ""
    status: int = 200

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} | ({"content-type": "application/json"} if self.body else {})


def sign(user_id: str, email: str) -> str:
    """A token as Better Auth's HS256 set-up makes it."""
    claims = {"sub": user_id, "email": email, "exp": int(time.time()) + 86400}
    return jwt.encode(claims, ENVIRONMENT["BETTER_AUTH_SECRET"], algorithm="HS256")


def _body() -> str:
    return json.dumps({"title": f"Buy milk and bread {secrets.token_hex(4)}", "description": DESCRIPTION})


class Tasks:
    """The tasks of one database: seeds them, asks for them, and puts things back in order afterwards."""

    def __init__(self, connection: Connection, tasks: int) -> None:
        self._connection = connection
        # No foreign key checks: a million of them would take longer than all the measurements.
        self._execute("SET session_replication_role = replica")
        self._execute(SEED_USERS, kind="reader", users=tasks // TASKS_PER_USER)
        self._execute(SEED_USERS, kind="writer", users=READERS)
        self._execute(SEED_TASKS, tasks=tasks, users=tasks // TASKS_PER_USER, description=DESCRIPTION)
        self._execute("RESET session_replication_role")
        self._execute("VACUUM ANALYZE")
        chosen = self._connection.execute(CHOOSE_READERS, {"readers": READERS}).fetchall()
        self._owned = [(sign(user, email), task) for user, email, tasks in chosen for task in tasks]
        secrets.SystemRandom().shuffle(self._owned)
        writers = self._connection.execute("SELECT id, email FROM \"user\" WHERE email LIKE 'writer%'").fetchall()
        self._writers = [sign(user, email) for user, email in writers]

    def _execute(self, statement: LiteralString, **values: object) -> list[tuple[str]]:
        cursor = self._connection.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []

    def requests(self, operation: Operation, count: int = ROUND) -> list[Request]:
        """That many requests, each of which succeeds; all but deletions and first writes may be sent again."""
        owned = [self._owned[n % len(self._owned)] for n in range(count)]
        match operation:
            case "get":
                return [Request("GET", f"/api/tasks/{task}", token) for token, task in owned]
            case "list":
                return [Request("GET", "/api/tasks", token) for token, _ in owned]
            case "create":
                writers = [self._writers[n % len(self._writers)] for n in range(count)]
                return [Request("POST", "/api/tasks", token, _body(), 201) for token in writers]
            case "put":
                return [Request("PUT", f"/api/tasks/{task}", token, _body()) for token, task in owned]
            case "toggle":
                return [Request("PATCH", f"/api/tasks/{task}/complete", token) for token, task in owned]
            case "delete":
                users = [self.user_with(ceil(count / READERS)) for _ in range(min(count, READERS))]
                in_turn = zip(*([(token, task) for task in tasks] for token, tasks in users), strict=True)
                owned = list(chain.from_iterable(in_turn))[:count]
                return [Request("DELETE", f"/api/tasks/{task}", token, status=204) for token, task in owned]
            case "first write":
                strangers = [secrets.token_hex(16) for _ in range(count)]
                tokens = [sign(stranger, f"{stranger}@example.com") for stranger in strangers]
                return [Request("POST", "/api/tasks", token, _body(), 201) for token in tokens]
            case "not found":
                return [Request("GET", f"/api/tasks/{uuid.uuid4()}", token, status=404) for token, _ in owned]

    def user_with(self, tasks: int) -> tuple[str, list[str]]:
        """The token of a new user who has that many tasks, and the tasks."""
        user = secrets.token_hex(16)
        email = f"{user}@example.com"
        self._execute(
            'INSERT INTO "user" (id, email, created_at) VALUES (%(user)s, %(email)s, now())', user=user, email=email
        )
        rows = self._execute(SEED_OWNED, user=user, tasks=tasks, description=DESCRIPTION)
        return sign(user, email), [task for (task,) in rows]

    def tidy(self) -> None:
        """Remove what was written and vacuum: every measurement starts from the same table."""
        self._execute("DELETE FROM task WHERE user_id IN (SELECT id FROM \"user\" WHERE email NOT LIKE 'reader%')")
        self._execute('VACUUM task, "user"')
