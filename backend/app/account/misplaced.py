"""Which rows of a file would put a task below itself or on a sixth level, in a sentence for each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.account.climbing import climbs
from app.account.files.contents import FAULTS, ImportedTask, TaskFile
from app.errors import MisplacedTask
from app.journal.owner import OwnedStatement
from app.journal.refusals import ERRORS
from app.values.limits import MAX_LEVELS

# All subtasks of the account with their parents, and whether they are outside the trash.
SUBTASKS = OwnedStatement(
    """
    SELECT coalesce(json_object_agg(task.id, json_build_array(task.parent_id, task.deleted_at IS NULL)), '{}')
    FROM todo.task WHERE task.user_id = :owner AND task.parent_id IS NOT NULL
    """,
    only_reads=True,
)
NEW = [None, True]


def check_places(file: TaskFile, subtasks: bytes) -> None:
    """Raises `MisplacedTask`, which names the first rows that are wrong; `subtasks` is what `SUBTASKS` returns."""
    wrong = _Tree(file.tasks, json.loads(subtasks)).wrong()
    if wrong:
        named = sorted(wrong.items())[:FAULTS]
        raise MisplacedTask("; ".join(f"{file.places[n]}: {ERRORS[reason].detail}" for n, reason in named))


class _Tree:
    """What is below what after the import: the tasks of the file, and the account's subtasks."""

    def __init__(self, tasks: Sequence[ImportedTask], known: Mapping[str, list[Any]]) -> None:
        self._rows: dict[str, int] = {}
        self._moved: set[str] = set()  # what the file puts elsewhere, or takes out of the trash
        after = {**known}
        for n, task in enumerate(tasks):
            key = task.id.lower() if task.id else f"new {n}"
            before = known.get(key, NEW)
            parent = task.parent_id and task.parent_id.lower() if "parent_id" in task.model_fields_set else before[0]
            is_live = task.deleted_at is None if "deleted_at" in task.model_fields_set else before[1]
            after[key] = [parent, is_live]
            self._rows[key] = n
            if after[key] != before:
                self._moved.add(key)
        self._live = {key for key, (_, is_live) in after.items() if is_live}
        # What has lost its parent comes to the top level.
        trashed = after.keys() - self._live
        self._parents = {key: parent for key in self._live if (parent := after[key][0]) and parent not in trashed}

    def wrong(self) -> dict[int, str]:
        """The rows, each with the reason for the refusal."""
        found: dict[int, str] = {}
        levels: dict[str, int] = {}  # 0: below a circle, or in one
        for climb in climbs(self._parents, self._parents, levels):
            path, end = climb
            if climb.is_circle:
                self._blame(path[path.index(str(end)) :], "circle", found)
            level = levels.get(end, 0) if end is not None else 0
            is_lost = end is not None and level == 0
            for above in reversed(path):
                level = 0 if is_lost else level + 1
                levels[above] = level
        for start in self._parents:
            if levels[start] > MAX_LEVELS:
                self._blame(self._line(start), "deep", found, is_first=True)
        return found

    def _line(self, key: str) -> list[str]:
        """The task, its parent, and so on; a longer line without a task that has moved cannot be."""
        line = [key]
        while len(line) <= MAX_LEVELS and (parent := self._parents.get(line[-1])):
            line.append(parent)
        return line

    def _blame(self, keys: Sequence[str], reason: str, found: dict[int, str], *, is_first: bool = False) -> None:
        """The rows that have moved these tasks, or else those that name them; perhaps only the first one."""
        named = [key for key in keys if key in self._rows]
        blamed = [key for key in named if key in self._moved] or named
        for key in blamed[: 1 if is_first else None]:
            found.setdefault(self._rows[key], reason)
