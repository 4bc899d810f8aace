"""The results of a run."""

from dataclasses import dataclass

from benchmarks.bulk import Import
from benchmarks.comparison import Workers
from benchmarks.extent import Extent
from benchmarks.growth import Growth
from benchmarks.load import Cost
from benchmarks.long_lists import LongLists
from benchmarks.round_trips import RoundTrips
from benchmarks.servers import Name
from benchmarks.tasks import Operation

Trips = dict[Name, dict[Operation, RoundTrips]]
Costs = dict[Operation, dict[Name, Cost]]


@dataclass(frozen=True)
class Results:
    extent: Extent
    postgres_version: str
    trips: Trips
    costs: Costs
    repeating: dict[Operation, Cost]  # of a toggle of tasks that were made for it, without and with a rule
    growth: Growth
    long_lists: LongLists
    memory: tuple[float, float]
    workers: Workers
    imports: list[Import]
    no_peer: str  # why PocketBase was not measured, or nothing

    def ratios(self, one: Name, other: Name, part: str = "total") -> dict[Operation, float]:
        """How many times as much CPU the one takes as the other, for operations that were measured for both."""
        return {
            operation: getattr(cost[one], part) / getattr(cost[other], part)
            for operation, cost in self.costs.items()
            if one in cost and other in cost
        }

    def cost_of_observation(self) -> float:
        """The app's CPU for observing a get, as a share of the CPU of the floor's whole get."""
        cost = self.costs["get"]
        return (cost["product"].app - cost["unobserved"].app) / cost["floor"].app

    def cost_of_repeating(self) -> float:
        """The CPU for completing a task that repeats, as a multiple of that for completing a plain one."""
        return self.repeating["repeat"].total / self.repeating["plain"].total
