"""Every write and what is known of it: the log of changes, undo, history, live events, retry keys, the purge."""
