"""Tasks as JSON: `{"data": [task, …]}`, or only the list."""

import codecs
from collections.abc import Iterator

from app.errors import InvalidInput
from app.strict_json import strict_json
from app.tasks.files.contents import CHUNK, TaskFile, named, read_tasks


def write(document: bytes) -> Iterator[bytes]:
    """The file for a JSON array of tasks, in chunks."""
    yield b'{"data":'
    yield from (document[start : start + CHUNK] for start in range(0, len(document), CHUNK))
    yield b"}"


def read(body: bytes) -> TaskFile:
    """The tasks. Unknown members of a task are ignored, as everywhere; unknown members beside the tasks are named.

    Raises `InvalidInput`.
    """
    document = strict_json(body.removeprefix(codecs.BOM_UTF8))
    beside: list[str] = []
    if isinstance(document, dict):
        beside = [name for name in document if name != "data"]
        document = document.get("data")
    if not isinstance(document, list):
        raise InvalidInput("Request body must be a list of tasks, or contain one under data")
    return TaskFile(read_tasks("Task", enumerate(document, start=1), lambda task: task), named(beside))
