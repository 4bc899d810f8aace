"""The cost of a request as the table grows."""

from contextlib import ExitStack

from benchmarks.comparison import Contender, compare
from benchmarks.extent import Extent
from benchmarks.filling import grow
from benchmarks.load import Cost
from benchmarks.postgres import Postgres
from benchmarks.servers import serving
from benchmarks.tasks import Operation, Tasks

GROWING: tuple[Operation, ...] = ("get", "list", "create", "toggle")

Growth = dict[Operation, dict[int, Cost]]


def measure_growth(postgres: Postgres, template: str, extent: Extent) -> Growth:
    """The product on databases of every size at the same time, measured in turns."""
    with ExitStack() as stack:
        contenders = {}
        for size in extent.sizes:
            database = f"tasks_{size}"
            postgres.create(database, template)
            connection = stack.enter_context(postgres.connect(database, "todo"))
            grow(connection, size)
            server = stack.enter_context(serving("product", postgres.url(database)))
            contenders[size] = Contender(server, Tasks(connection))
        return {operation: compare(contenders, operation, postgres, extent) for operation in GROWING}
