"""The machine on which the figures were measured."""

import os
import platform
import subprocess
import textwrap
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from benchmarks.load import CONNECTIONS

LIBRARIES = ("fastapi", "starlette", "pydantic", "sqlmodel", "sqlalchemy", "psycopg", "asyncpg", "uvicorn", "uvloop")


def machine(postgres_version: str) -> str:
    """Date, hardware and versions, in a paragraph."""
    cpu = platform.processor() or platform.machine()
    if (cpuinfo := Path("/proc/cpuinfo")).exists():
        cpu = next((line.split(":")[1].strip() for line in cpuinfo.open() if line.startswith("model name")), cpu)
    wrk = subprocess.run(["wrk", "--version"], capture_output=True, text=True, check=False).stdout.split("[")[0].strip()
    memory = psutil.virtual_memory().total / 2**30
    libraries = ", ".join(f"{library} {version(library)}" for library in LIBRARIES)
    description = (
        f"{datetime.now(UTC):%d %B %Y}. {cpu}, {os.cpu_count()} cores, {memory:.0f} GiB; {platform.system()} "
        f"{platform.release()}; Python {platform.python_version()}; PostgreSQL {postgres_version} on the same machine; "
        f"{wrk}, {CONNECTIONS} connections. {libraries}."
    )
    return textwrap.fill(description, 120)
