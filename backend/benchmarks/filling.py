"""Filling a database through its program's own API, as users would."""

import httpx2

from benchmarks.copies import add_user, multiply
from benchmarks.postgres import Connection
from benchmarks.servers import Server
from benchmarks.tasks import READERS, TASKS_PER_USER, creating, sign, user_id

FIRST_READERS = 20
FIRST_TASKS = FIRST_READERS * TASKS_PER_USER


def fill(server: Server) -> None:
    """The first readers and their tasks, each created by a request."""
    readers = [sign(user_id("reader")) for _ in range(FIRST_READERS)]
    with httpx2.Client(base_url=server.url) as client:
        for token in readers * TASKS_PER_USER:
            request = creating(token)
            client.post(request.path, headers=request.headers, content=request.body).raise_for_status()


def grow(connection: Connection, tasks: int) -> None:
    """Copies of them until the database has that many tasks, and users without tasks, who will create some."""
    multiply(connection, tasks // FIRST_TASKS)
    for _ in range(READERS):
        add_user(connection, user_id("writer"), 0)
