"""Whether there is room for more lists: an account may have so many."""

from app.lists.schemas import MAX_LISTS

_LIVE = "(SELECT count(*) FROM todo.list other WHERE other.user_id = :owner AND other.deleted_at IS NULL)"
HAS_ROOM = f"{_LIVE} < {MAX_LISTS}"


def no_room(live: str) -> str:
    """Branches of a `CASE`: why there cannot be so many more. They are only counted if there will be more."""
    return f"WHEN {live} > 0 AND {_LIVE} + {live} > {MAX_LISTS} THEN 'lists-full'"
