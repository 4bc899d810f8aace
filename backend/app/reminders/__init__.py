"""Reminders: where they are sent, and the worker that sends each at its moment."""
