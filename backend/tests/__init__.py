"""The suite: through the front door, on a real PostgreSQL made for the run."""
