"""Tasks and lists as JSON: `{"data": [task, …], "lists": [list, …]}`, or only an array of tasks."""

import codecs
from collections.abc import Iterator
from typing import Any

from app.account.files.contents import CHUNK, ImportedList, ImportedTask, TaskFile, named, read_items
from app.errors import InvalidInput
from app.strict_json import strict_json


def write(tasks: bytes, lists: bytes | None) -> Iterator[bytes]:
    """The file for JSON arrays of tasks and lists, in chunks."""
    yield b'{"data":'
    yield from (tasks[start : start + CHUNK] for start in range(0, len(tasks), CHUNK))
    yield b',"lists":%b}' % lists if lists else b"}"


def read(body: bytes) -> TaskFile:
    """The tasks and lists. Unknown members of these are ignored, as everywhere; unknown members beside them are named.

    Raises `InvalidInput`.
    """
    document: Any = strict_json(body.removeprefix(codecs.BOM_UTF8))
    beside: list[str] = []
    lists: Any = []
    if isinstance(document, dict):
        beside = [name for name in document if name not in {"data", "lists"}]
        document, lists = document.get("data"), document.get("lists", [])
    if not isinstance(document, list):
        raise InvalidInput("Request body must be a list of tasks, or contain one under data")
    if not isinstance(lists, list):
        raise InvalidInput("Lists must be a list")
    return TaskFile(
        read_items(ImportedTask, "Task", enumerate(document, start=1), lambda task: task),
        named(beside),
        read_items(ImportedList, "List", enumerate(lists, start=1), lambda each: each),
    )
