"""A whole account: settings, export, import, the calendar feed, undo, purge, erasure."""
