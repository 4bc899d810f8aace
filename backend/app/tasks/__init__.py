"""Tasks: their fields, the operations on them, and how they are read."""
