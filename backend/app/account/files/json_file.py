"""An account as JSON: `{"data": [task, …], "lists": [list, …], "settings": {…}}`, or only an array of tasks."""

import codecs
from collections.abc import Iterator
from typing import Any

from app.account.files.contents import (
    CHUNK,
    ImportedList,
    ImportedTask,
    TaskFile,
    in_utf8,
    named,
    read_items,
    validated,
)
from app.account.files.notes import Notes
from app.account.schemas import SettingsPatch
from app.errors import InvalidInput
from app.strict_json import strict_json


def write(tasks: bytes, lists: bytes | None, settings: bytes | None) -> Iterator[bytes]:
    """The file for JSON arrays of tasks and lists, and for settings, in chunks."""
    yield b'{"data":'
    yield from (tasks[start : start + CHUNK] for start in range(0, len(tasks), CHUNK))
    if lists:
        yield b',"lists":%b' % lists
    if settings:
        yield b',"settings":%b' % settings
    yield b"}"


def read(body: bytes) -> TaskFile:
    """The tasks, lists and settings.

    Unknown members of these are ignored, as everywhere; unknown members beside them are named. Raises `InvalidInput`.
    """
    document: Any = strict_json(in_utf8(body).removeprefix(codecs.BOM_UTF8))
    beside: list[str] = []
    lists: Any = []
    settings: Any = {}
    if isinstance(document, dict):
        beside = [name for name in document if name not in {"data", "lists", "settings"}]
        lists, settings = document.get("lists", []), document.get("settings", {})
        document = document.get("data")
    if not isinstance(document, list):
        raise InvalidInput("Request body must be a list of tasks, or contain one under data")
    if not isinstance(lists, list):
        raise InvalidInput("Lists must be a list")
    notes = Notes()
    return TaskFile(
        *read_items(ImportedTask, "Task", enumerate(document, start=1), lambda task: task, notes),
        named(beside),
        read_items(ImportedList, "List", enumerate(lists, start=1), lambda each: each, notes)[0],
        _settings(settings),
        notes=notes.sentences(),
    )


def _settings(given: Any) -> SettingsPatch:
    try:
        return validated(SettingsPatch, given)
    except InvalidInput as error:
        separator = ": " if isinstance(given, dict) else " "
        raise InvalidInput(f"Settings{separator}{error.detail}") from None
