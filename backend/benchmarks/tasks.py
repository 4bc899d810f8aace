"""The requests that the users of a database send. Every contender gets the same."""

import json
import secrets
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil
from typing import Literal, Protocol, TypeVar

import jwt

from benchmarks.copies import add_user
from benchmarks.postgres import Connection
from benchmarks.servers import ENVIRONMENT, Name

Operation = Literal[
    "get", "list", "create", "put", "edit", "toggle", "delete", "plain", "repeat", "batch", "first write", "not found"
]  # fmt: skip
ENDPOINTS: tuple[Operation, ...] = ("get", "list", "create", "put", "edit", "toggle", "delete")
OWN: tuple[Operation, ...] = ("repeat", "batch")  # what only the product has
ALL: tuple[Operation, ...] = (*ENDPOINTS, *OWN, "first write", "not found")
PEER: tuple[Operation, ...] = ("get", "list", "create", "edit", "toggle")

Item = TypeVar("Item")

TASKS_PER_USER = 20
READERS = 100  # users who send requests; so many tokens that no contender benefits from caching a single one
# Each of their tasks twice, so that two consecutive PUTs of one task are never equal.
ROUND = 2 * READERS * TASKS_PER_USER
BATCH = 100
BATCHES = 2 * READERS
DESCRIPTION = "Two litres, the blue one, and have a look whether the bakery still has the dark bread from last week. "

REPEATING: tuple[Operation, ...] = ("plain", "repeat")  # a toggle of new tasks, and of new tasks that repeat
# Completing such a task moves it to its next day.
REPEAT_DAILY = """
    UPDATE task SET due_date = current_date, repeat = 'FREQ=DAILY' WHERE user_id LIKE 'owner%'
"""
CHOOSE_READERS = """
    SELECT user_id, array_agg(id::text) FROM task
    WHERE user_id IN (SELECT id FROM "user" WHERE id LIKE 'reader%%' ORDER BY md5(id) LIMIT %(readers)s)
    GROUP BY user_id
"""


def offers(name: Name, operation: Operation) -> bool:
    """Whether that contender supports the operation."""
    match name:
        case "product":
            return True
        case "floor":
            return operation not in OWN
        case "plan":
            return operation not in {"edit", *OWN}
        case "pocketbase":
            return operation in PEER
        case "unobserved":
            return operation == "get"


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


class Work(Protocol):
    """The requests of the users of one contender."""

    def requests(self, operation: Operation, count: int | None = None) -> list[Request]:
        """That many requests, each of which succeeds; all but deletions and first writes may be repeated."""
        ...

    def tidy(self) -> None:
        """Remove what was written, so that every measurement starts with the same table."""
        ...


def sign(user_id: str) -> str:
    """A token as Better Auth makes it with HS256."""
    claims = {"sub": user_id, "email": f"{user_id}@example.com", "exp": int(time.time()) + 86400}
    return jwt.encode(claims, ENVIRONMENT["BETTER_AUTH_SECRET"], algorithm="HS256")


def user_id(kind: str) -> str:
    """A new id, as long as Better Auth's; `tidy` keeps only the tasks of readers."""
    return kind + secrets.token_hex(16)[len(kind) :]


def title() -> str:
    return f"Buy milk and bread {secrets.token_hex(4)}"


def new_task() -> dict[str, str]:
    return {"title": title(), "description": DESCRIPTION}


def creating(token: str) -> Request:
    return Request("POST", "/api/tasks", token, json.dumps(new_task()), 201)


def _batch(token: str) -> Request:
    operations = [{"op": "create", "task": new_task()} for _ in range(BATCH)]
    return Request("POST", "/api/tasks/batch", token, json.dumps({"operations": operations}))


def _of_owner(operation: Operation, token: str, task: str) -> Request:
    path = f"/api/tasks/{task}"
    match operation:
        case "get":
            return Request("GET", path, token)
        case "list":
            return Request("GET", "/api/tasks", token)
        case "put":
            return Request("PUT", path, token, json.dumps(new_task()))
        case "edit":
            return Request("PATCH", path, token, json.dumps({"title": title()}))
        case "toggle":
            return Request("PATCH", f"{path}/complete", token)
        case "not found":
            return Request("GET", f"/api/tasks/{uuid.uuid4()}", token, status=404)
        case _:
            raise ValueError(f"not measured here: {operation}")


class Tasks:
    """The tasks in a filled PostgreSQL database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        connection.execute("VACUUM ANALYZE")
        chosen = connection.execute(CHOOSE_READERS, {"readers": READERS}).fetchall()
        self._owned = [(sign(user), task) for user, tasks in chosen for task in tasks]
        secrets.SystemRandom().shuffle(self._owned)
        writers = connection.execute("SELECT id FROM \"user\" WHERE id LIKE 'writer%'").fetchall()
        self._writers = [sign(user) for (user,) in writers]

    def requests(self, operation: Operation, count: int | None = None) -> list[Request]:
        count = count or (BATCHES if operation == "batch" else ROUND)
        match operation:
            case "create":
                return [creating(token) for token in in_turn(self._writers, count)]
            case "batch":
                return [_batch(token) for token in in_turn(self._writers, count)]
            case "first write":
                return [creating(sign(user_id("stranger"))) for _ in range(count)]
            case "delete":
                return [Request("DELETE", f"/api/tasks/{task}", token, status=204) for token, task in self._made(count)]
            case "plain" | "repeat":
                made = self._made(ROUND // 2)
                if operation == "repeat":
                    self._connection.execute(REPEAT_DAILY)
                return [_of_owner("toggle", token, task) for token, task in in_turn(made, count)]
            case _:
                return [_of_owner(operation, token, task) for token, task in in_turn(self._owned, count)]

    def _made(self, count: int) -> list[tuple[str, str]]:
        """That many new tasks, with the tokens of their owners, who take turns."""
        users = [self.user_with(ceil(count / READERS)) for _ in range(min(count, READERS))]
        rounds = zip(*([(token, task) for task in tasks] for token, tasks in users), strict=True)
        return list(chain.from_iterable(rounds))[:count]

    def user_with(self, tasks: int) -> tuple[str, list[str]]:
        """The token of a new user with that many tasks, and their ids."""
        user = user_id("owner")
        return sign(user), add_user(self._connection, user, tasks)

    def tidy(self) -> None:
        self._connection.execute("DELETE FROM task WHERE user_id NOT LIKE 'reader%'")
        self._connection.execute('VACUUM task, "user"')


def in_turn(items: Sequence[Item], count: int) -> list[Item]:
    """That many items, beginning again after the last."""
    return [items[n % len(items)] for n in range(count)]
