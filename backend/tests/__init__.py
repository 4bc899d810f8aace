"""The tests: over HTTP, on a real PostgreSQL made for the run."""
