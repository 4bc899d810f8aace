"""Which task of a calendar is below which: without circles, and not deeper than tasks may be."""

from collections.abc import Callable, Iterable

from app.account.climbing import climbs
from app.values.limits import MAX_LEVELS

Say = Callable[[str, str], None]


def placed(keys: Iterable[str], parents: dict[str, str], say: Say) -> dict[str, str]:
    """The parents of the tasks that may have them. `say` is told of each task whose parent is another one or none."""
    parents = {**parents}
    levels: dict[str, int] = {}
    for climb in climbs(keys, parents, levels):
        if climb.is_circle:
            last = climb.path[-1]
            del parents[last]
            say(last, "The task is on the top level, because it is below itself")
        for below in reversed(climb.path):
            above = parents.get(below)
            level = levels[above] + 1 if above else 1
            if above and level > MAX_LEVELS:
                parents[below] = parents[above]
                level = MAX_LEVELS
                say(below, f"The task is one level higher, because tasks have at most {MAX_LEVELS} levels")
            levels[below] = level
    return parents
