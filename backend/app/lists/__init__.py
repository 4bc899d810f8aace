"""The lists that a user's tasks are in."""
