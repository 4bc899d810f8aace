"""Connections to PostgreSQL, and the statements that they run."""
