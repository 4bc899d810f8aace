"""Whether there is room for more tasks: an account may have so many, and as many more in its trash."""


def no_room(live: str, trashed: str) -> str:
    """Branches of a `CASE`: why there cannot be so many more of each."""
    return f"""
        WHEN {live} > 0 AND account.live_tasks + {live} > :task_limit THEN 'full'
        WHEN {trashed} > 0 AND account.trashed_tasks + {trashed} > :task_limit THEN 'trash-full'
    """
