"""Added: the plan gives this file's contents in words only: FastAPI app, lifespan, CORS, routes, health check."""

import os
from contextlib import asynccontextmanager
from typing import AsyncGenerator

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from benchmarks.plan_samples.database import create_tables, engine
from benchmarks.plan_samples.routers import tasks


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
    await create_tables()
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)
app.add_middleware(
    CORSMiddleware,
    allow_origins=[os.environ["BETTER_AUTH_URL"]],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)
app.include_router(tasks.router, prefix="/api")


@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "healthy"}
