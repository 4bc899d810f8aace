"""How much is measured: everything, or as little as shows that it works."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Extent:
    """The number of tasks, and for how long and how often each request is sent."""

    tasks: int = 10_000
    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    seconds: int = 2
    rounds: int = 3
    deletions: int = 10_000  # each task can be deleted only once; a spell ends early when all are deleted
    long_list: int = 10_000
    spells: int = 20  # of mixed requests, after which the memory is measured
    imported: int = 100_000
    imports: int = 2


FULL = Extent()
TRIAL = Extent(
    tasks=4_000,
    sizes=(4_000, 6_000, 8_000),
    seconds=1,
    rounds=1,
    deletions=1_000,
    long_list=1_000,
    spells=2,
    imported=2_000,
    imports=1,
)
