"""The goals, and whether a run has met them: for each goal, the endpoint with the worst value."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from benchmarks.memory import SPELL
from benchmarks.results import Results
from benchmarks.tasks import PEER

PEER_GOAL = 1.6
PEER_AIM = 2.0


@dataclass(frozen=True)
class Goal:
    """A value that should be at most, or at least, the limit."""

    name: str
    limit: float
    measured: float
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def cells(self) -> list[str]:
        sign = "≥" if self.at_least else "≤"
        return [self.name, f"{sign} {self.limit:.2f}", f"{self.measured:.2f}", "met" if self.is_met else "MISSED"]


def goals(results: Results) -> Iterator[Goal]:
    extent = results.extent
    smallest, largest = extent.sizes[0], extent.sizes[-1]
    trips = results.trips["product"].values()
    growth = (sizes[largest].total / sizes[smallest].total for sizes in results.growth.values())
    long_lists = results.long_lists
    before, after = results.memory
    yield Goal("round trips, everywhere", 1.0, max(max(trip.felt, trip.sent) for trip in trips))
    yield Goal("app CPU ÷ floor's", 2.0, max(results.ratios("product", "floor", "app").values()))
    yield Goal("PostgreSQL CPU ÷ floor's", 1.4, max(results.ratios("product", "floor", "postgres").values()))
    yield Goal("app CPU ÷ plan's", 1 / 6, max(results.ratios("product", "plan", "app").values()))
    yield Goal("app CPU of observation ÷ floor's", 0.2, results.cost_of_observation())
    yield Goal("completing a task that repeats ÷ a plain one", 1.3, results.cost_of_repeating())
    yield Goal(f"CPU at {largest:,} tasks ÷ at {smallest:,}", 1.2, max(growth))
    lists = long_lists.costs["product"].total / long_lists.costs["floor"].total
    yield Goal(f"CPU of a list of {extent.long_list:,} ÷ floor's", 3.0, lists)
    yield Goal("p99 of a get beside such lists, ms", 100.0, long_lists.get_p99["product"])
    yield Goal(f"memory after {SPELL * extent.spells:,} requests ÷ after {SPELL:,}", 1.1, after / before)
    seconds = (each.seconds if each.status == 200 else inf for each in results.imports)
    yield Goal(f"import of {extent.imported:,}, s", 5.0, max(seconds))
    yield Goal(
        "writes of that account without an answer, or with a 5xx",
        0,
        sum(each.failures for each in results.imports),
    )
    for operation in PEER if not results.no_peer else ():
        ratio = results.ratios("pocketbase", "product")[operation]
        yield Goal(f"PocketBase's CPU ÷ ours, {operation}", PEER_GOAL, ratio, at_least=True)
