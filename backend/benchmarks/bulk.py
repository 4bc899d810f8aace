"""A batch of a hundred, beside a hundred single requests; and an import, beside the account's other writes."""

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
PATIENCE = 120  # seconds until the client gives an import up


@dataclass(frozen=True)
class Import:
    """One import, and the single writes of the same account meanwhile."""

    seconds: float
    app: float  # CPU seconds, with those of the single writes
    postgres: float
    answers: Counter[int]  # to the single writes, by status
    slowest: float  # milliseconds until such an answer


@dataclass(frozen=True)
class _Answer:
    status: int
    seconds: float


def measure_imports(postgres: Postgres, database: str, extent: Extent) -> list[Import]:
    """Each into a new account, which already has the tasks that its single writes make."""
    with serving("product", postgres.url(database)) as server:
        return [_import(server, postgres, extent.imported) for _ in range(extent.imports)]


def _import(server: Server, postgres: Postgres, tasks: int) -> Import:
    token = sign(user_id("importer"))
    # Shorter descriptions than elsewhere: a file of so many tasks has room for 160 bytes each.
    rows = [{"title": new_task()["title"], "description": f"Number {n}", "priority": n % 4} for n in range(tasks)]
    body = json.dumps({"data": rows})
    with httpx2.Client(base_url=server.url, timeout=PATIENCE) as client, ThreadPoolExecutor(64) as threads:
        assert _single_write(client, token).status == 201  # the account's first
        app, database = server.cpu_seconds(), postgres.cpu_seconds()
        bringing = threads.submit(_bring, client, token, body)
        singles: list[Future[_Answer]] = []
        start = time.perf_counter()
        while not bringing.done():
            singles.append(threads.submit(_single_write, client, token))
            # At a steady pace, whether the last one has been answered or not.
            time.sleep(max(0.0, start + len(singles) * INTERVAL - time.perf_counter()))
        answers = [single.result() for single in singles]
    server.settle()
    return Import(
        seconds=bringing.result(),
        app=server.cpu_seconds() - app,
        postgres=postgres.cpu_seconds() - database,
        answers=Counter(answer.status for answer in answers),
        slowest=max(answer.seconds for answer in answers) * 1e3,
    )


def _bring(client: httpx2.Client, token: str, body: str) -> float:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    start = time.perf_counter()
    client.post("/api/me/import", headers=headers, content=body).raise_for_status()
    return time.perf_counter() - start


def _single_write(client: httpx2.Client, token: str) -> _Answer:
    request = creating(token)
    start = time.perf_counter()
    response = client.post(request.path, headers=request.headers, content=request.body)
    return _Answer(response.status_code, time.perf_counter() - start)
