"""What the environment says of reminders: the mail server, the key of notifications, when the worker looks."""
