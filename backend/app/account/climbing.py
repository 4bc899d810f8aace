"""Going up from tasks to their parents, in files whose tasks may stand below themselves."""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple


class Climb(NamedTuple):
    """The way up from a task: `path` begins with it, and `end` is what comes after the last one.

    `end` is None at the top, a task that is known already, or a task of the path itself: a circle.
    """

    path: list[str]
    end: str | None

    @property
    def is_circle(self) -> bool:
        """Whether the way leads back into itself."""
        return self.end in self.path


def climbs(starts: Iterable[str], parents: Mapping[str, str], known: Container[str]) -> Iterator[Climb]:
    """The ways up that are not `known` yet. The caller adds each path to `known` before it takes the next one."""
    for start in starts:
        path: dict[str, None] = {}
        key: str | None = start
        while key is not None and key not in known and key not in path:
            path[key] = None
            key = parents.get(key)
        if path:
            yield Climb(list(path), key)
