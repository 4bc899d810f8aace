"""A database filled through its program's own front door, as its users would fill it."""

import httpx2

from benchmarks.copies import multiply
from benchmarks.postgres import Connection
from benchmarks.servers import Server
from benchmarks.tasks import READERS, TASKS_PER_USER, creating, sign, user_id

FIRST_TASKS = READERS * TASKS_PER_USER


def fill(server: Server) -> None:
    """The first hundred users and their tasks, each made by a request."""
    tokens = [sign(user_id("reader")) for _ in range(READERS)]
    with httpx2.Client(base_url=server.url) as client:
        for token in tokens * TASKS_PER_USER:
            request = creating(token)
            client.post(request.path, headers=request.headers, content=request.body).raise_for_status()


def grow(connection: Connection, tasks: int) -> None:
    """Copies of them until the database has that many tasks."""
    multiply(connection, tasks // FIRST_TASKS)
