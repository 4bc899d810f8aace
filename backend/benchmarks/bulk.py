"""A batch of a hundred, compared with a hundred single requests; and an import, beside the account's other writes."""

import json
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import httpx2

from benchmarks.extent import Extent
from benchmarks.postgres import Postgres
from benchmarks.servers import Server, serving
from benchmarks.tasks import creating, new_task, sign, user_id

INTERVAL = 0.05  # seconds between the single writes
DATABASE = "imports"
NO_ANSWER = 0
PATIENCE = 120  # seconds until the client gives up an import


@dataclass(frozen=True)
class Import:
    """One import, and the single writes of the same account during it."""

    status: int  # of its answer
    seconds: float
    app: float  # CPU seconds, with those of the single writes
    postgres: float
    answers: Counter[int]  # to the single writes, by status
    slowest: float  # milliseconds until such an answer

    @property
    def failures(self) -> int:
        """How many of the single writes the service did not answer, or answered with a 5xx."""
        return sum(count for status, count in self.answers.items() if not 0 < status < 500)


@dataclass(frozen=True)
class _Answer:
    status: int
    seconds: float


def measure_imports(postgres: Postgres, template: str, extent: Extent) -> list[Import]:
    """Imports, each into a new account, in a separate database."""
    postgres.create(DATABASE, template)
    with serving("product", postgres.url(DATABASE)) as server:
        return [_import(server, postgres, extent.imported) for _ in range(extent.imports)]


def _import(server: Server, postgres: Postgres, tasks: int) -> Import:
    token = sign(user_id("importer"))
    # With shorter descriptions than elsewhere: a file of this size has 160 bytes for each task.
    rows = [{"title": new_task()["title"], "description": f"Number {n}", "priority": n % 4} for n in range(tasks)]
    body = json.dumps({"data": rows})
    with httpx2.Client(base_url=server.url, timeout=PATIENCE) as client, ThreadPoolExecutor(64) as threads:
        assert _single_write(client, token).status == 201  # the account's first
        app, database = server.cpu_seconds(), postgres.cpu_seconds()
        bringing = threads.submit(_post, client, "/api/me/import", token, body)
        singles: list[Future[_Answer]] = []
        start = time.perf_counter()
        while not bringing.done():
            singles.append(threads.submit(_single_write, client, token))
            # At a steady rate, whether the last one has been answered or not.
            time.sleep(max(0.0, start + len(singles) * INTERVAL - time.perf_counter()))
        answers = [single.result() for single in singles]
    server.settle()
    imported = bringing.result()
    return Import(
        status=imported.status,
        seconds=imported.seconds,
        app=server.cpu_seconds() - app,
        postgres=postgres.cpu_seconds() - database,
        answers=Counter(answer.status for answer in answers),
        slowest=max(answer.seconds for answer in answers) * 1e3,
    )


def _single_write(client: httpx2.Client, token: str) -> _Answer:
    request = creating(token)
    return _post(client, request.path, token, request.body)


def _post(client: httpx2.Client, path: str, token: str, body: str) -> _Answer:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    start = time.perf_counter()
    try:
        status = client.post(path, headers=headers, content=body).status_code
    except httpx2.TransportError:
        status = NO_ANSWER
    return _Answer(status, time.perf_counter() - start)
