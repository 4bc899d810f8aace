"""The to-do API: FastAPI for HTTP, PostgreSQL for storage, Better Auth's tokens for authentication."""
