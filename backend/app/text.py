"""Text from outside: what PostgreSQL can hold, and what may be an id."""

import re

UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def is_storable(value: str) -> bool:
    """Whether PostgreSQL's text can hold it: neither NUL nor half a surrogate pair."""
    try:
        return b"\x00" not in value.encode()
    except UnicodeEncodeError:
        return False


def known_id(text: str) -> str | None:
    """The id of a task that may exist. PostgreSQL also takes other spellings; the API writes and reads one."""
    return text if UUID_TEXT.fullmatch(text) else None
