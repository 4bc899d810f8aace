"""Cursors: where a page of a list begins."""

import base64
import hashlib
import json

from app.errors import ForeignCursor
from app.tasks.schemas.listing import TaskQuery
from app.values.text import is_storable, known_id


def fingerprint_of(query: TaskQuery) -> str:
    """A hash of filters, their values and the order: a cursor is valid for the list that it came from."""
    if query.limit is None:
        return ""
    return hashlib.sha256(query.model_dump_json(exclude={"limit", "cursor"}).encode()).hexdigest()[:12]


def cursor_after(fingerprint: str, key: bytes, task_id: bytes) -> str:
    """The cursor for the page after that task."""
    # With escapes, the longest title would exceed the length of a cursor.
    place = json.dumps([fingerprint, key.decode(), task_id.decode()], ensure_ascii=False)
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def position_of(cursor: str, fingerprint: str) -> tuple[str, str]:
    """The key and the id after which the page begins. Raises `ForeignCursor`."""
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        given, key, task_id = place
        if given == fingerprint and known_id(task_id) and is_storable(key):
            return key, task_id
    except (ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise ForeignCursor
