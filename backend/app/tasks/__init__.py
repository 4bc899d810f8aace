"""What a task is, what can be done to it, and how tasks are found."""
