"""Whether the memory of a worker grows while it works."""

import random

from benchmarks.extent import Extent
from benchmarks.load import Spell, send
from benchmarks.postgres import Postgres
from benchmarks.servers import serving
from benchmarks.tasks import Operation, Request, Tasks

SPELL = 5_000
# With new users each time, so that caches of tokens must also remove entries.
MIX: dict[Operation, int] = {
    "get": 1500, "list": 1500, "create": 500, "put": 500, "toggle": 500, "delete": 250, "first write": 250
}  # fmt: skip
assert sum(MIX.values()) == SPELL


def measure_memory(postgres: Postgres, database: str, tasks: Tasks, extent: Extent) -> tuple[float, float]:
    """Resident memory of a worker after the first spell of mixed requests, and after the last, in MiB."""
    sizes = []
    with serving("product", postgres.url(database)) as server:
        for _ in range(extent.spells):
            requests: list[Request] = []
            for operation, count in MIX.items():
                requests += tasks.requests(operation, count)
            random.shuffle(requests)
            send(server, requests, Spell(seconds=60, once=True))
            sizes.append(server.resident_megabytes())
            tasks.tidy()
    return sizes[0], sizes[-1]
