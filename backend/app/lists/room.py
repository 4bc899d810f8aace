"""Whether there is room for more lists: an account may have so many, and as many more in its trash."""

from app.values.limits import MAX_LISTS


def _count(condition: str) -> str:
    return f"(SELECT count(*) FROM todo.list other WHERE other.user_id = :owner AND other.deleted_at {condition})"


_LIVE, _TRASHED = _count("IS NULL"), _count("IS NOT NULL")
HAS_ROOM = f"{_LIVE} < {MAX_LISTS}"
TRASH_HAS_ROOM = f"{_TRASHED} < {MAX_LISTS}"


def no_room(live: str, trashed: str) -> str:
    """Branches of a `CASE`: why there cannot be so many more of each. They are only counted if there will be more."""
    return f"""
        WHEN {live} > 0 AND {_LIVE} + {live} > {MAX_LISTS} THEN 'lists-full'
        WHEN {trashed} > 0 AND {_TRASHED} + {trashed} > {MAX_LISTS} THEN 'lists-trash-full'
    """
