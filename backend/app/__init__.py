"""The to-do API: FastAPI in front, PostgreSQL behind, Better Auth's tokens at the door."""
