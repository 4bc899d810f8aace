"""Which rows of a file name a list or a parent that is not there, in a sentence for each."""

import asyncio
import json
from collections.abc import Iterator, Mapping

from sqlalchemy import Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from app.account.files import TaskFile
from app.account.files.contents import FAULTS, Fate
from app.errors import DomainError, InvalidInput
from app.journal.owner import OwnedStatement, fetch_owned
from app.journal.refusals import ERRORS
from app.journal.writer import Writer

THERE = OwnedStatement(
    """
    SELECT (
        SELECT coalesce(json_object_agg(list.id, list.deleted_at IS NULL), '{}') FROM todo.list
        WHERE list.user_id = :owner AND list.id = ANY (:lists)
    ), (
        SELECT coalesce(json_agg(task.id), '[]') FROM todo.task
        WHERE task.user_id = :owner AND task.id = ANY (:parents) AND task.deleted_at IS NULL
    )
    """,
    only_reads=True,
    types={"lists": ARRAY(Uuid()), "parents": ARRAY(Uuid())},
)


async def naming_rows(writer: Writer, file: TaskFile, error: DomainError) -> DomainError:
    """The error of a refused file, with the first rows that are to blame if what they name is not there."""
    if not isinstance(error, InvalidInput):
        return error
    lists = list({task.list_id.lower() for task in file.tasks if task.list_id})
    parents = list({task.parent_id.lower() for task in file.tasks if task.parent_id})
    there = await fetch_owned(writer.database, writer.owner, THERE, lists=lists, parents=parents)
    sentences = await asyncio.to_thread(lambda: list(_sentences(file, *(json.loads(ids or b"{}") for ids in there))))
    return InvalidInput("; ".join(sentences[:FAULTS])) if sentences else error


def _sentences(file: TaskFile, lists: dict[str, bool], tasks: list[str]) -> Iterator[str]:
    fates = file.fates()
    known_lists = {key for key in {**fates, **lists} if fates.get(key) == "there" or _is_kept(key, fates, lists)}
    known_tasks = {*tasks, *(task.id.lower() for task in file.tasks if task.id and not task.deleted_at)}
    for place, task in zip(file.places, file.tasks, strict=True):
        if task.deleted_at:
            continue
        if task.list_id and task.list_id.lower() not in known_lists:
            yield f"{place}: {ERRORS['no-list'].detail}"
        if task.parent_id and task.parent_id.lower() not in known_tasks:
            yield f"{place}: {ERRORS['no-parent'].detail}"


def _is_kept(list_id: str, fates: Mapping[str, Fate], lists: Mapping[str, bool]) -> bool:
    """Whether the list is where it was, outside the trash, or new."""
    return fates.get(list_id) != "gone" and lists.get(list_id, True)
