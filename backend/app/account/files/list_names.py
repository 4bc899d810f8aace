"""The lists that a CSV file or a calendar names. A row may have a list's id, its name, or both; the id counts first."""

from collections.abc import Container, Sequence
from uuid import UUID, uuid5

from app.account.files.contents import NamedList, NamingTask
from app.errors import InvalidInput
from app.values.limits import MAX_LISTS
from app.values.text import fold

# A name without an id gets the same id in every file, so that a second import finds the list that the first one made,
# unless another list has the name by now.
NAMES = UUID("5f0c1f0a-6a53-4c39-9b27-0d0a6f5c7e11")


def lists_named(tasks: Sequence[NamingTask]) -> list[NamedList]:
    """The lists that are named by tasks outside the trash; each task gets the id of its list. Raises `InvalidInput`."""
    ids = {fold(task.list): task.list_id for task in reversed(tasks) if task.list and task.list_id}
    said = {task.list_id.lower() for task in tasks if task.list_id}
    taken = {list_id.lower() for list_id in ids.values()}
    named: dict[str, NamedList] = {}
    for task in tasks:
        if not task.list:
            continue
        if not task.list_id:
            key = fold(task.list)
            task.list_id = ids.get(key) or _id(key, taken)
        if task.deleted_at is None:
            # A list in the trash comes back, as it does from a file with lists.
            by_name = task.list_id.lower() not in said
            named.setdefault(
                task.list_id.lower(), NamedList(id=task.list_id, name=task.list, deleted_at=None, by_name=by_name)
            )
    if len(named) > MAX_LISTS:
        raise InvalidInput(f"A file may name at most {MAX_LISTS} lists")
    return list(named.values())


def _id(name: str, taken: Container[str]) -> str:
    """The id made of a name, but not one that the file gives to a list of another name: that was renamed since."""
    made = str(uuid5(NAMES, name))
    return _id(made, taken) if made in taken else made
