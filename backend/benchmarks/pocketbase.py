"""PocketBase, a peer: one program with accounts, rules and SQLite, which gets the same requests as the product.

It stores its data on the disk, in a folder of its own, and is set up as its users would: owner rules on one
collection, an index for the list, no rate limiter (there is none by default).
"""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from benchmarks.comparison import Contender
from benchmarks.records import Superuser
from benchmarks.servers import free_port, running

VERSION = "v0.36.0"
MODULE = f"github.com/pocketbase/pocketbase/examples/base@{VERSION}"
INSTALL_SECONDS = 900


@dataclass(frozen=True)
class Peer:
    """The program, or a sentence that says why it is missing."""

    program: Path | None
    absence: str = ""


def find_pocketbase() -> Peer:
    """PocketBase, which Go builds into a cache of its own the first time."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "todo-benchmark" / f"pocketbase-{VERSION}"
    program = folder / "base"
    if program.exists():
        return Peer(program)
    if shutil.which("go") is None:
        return Peer(None, "PocketBase was not measured: Go, which builds it, is not installed.")
    environment = {**os.environ, "GOBIN": str(folder)}
    try:
        subprocess.run(["go", "install", MODULE], env=environment, check=True, timeout=INSTALL_SECONDS)
    except subprocess.SubprocessError:
        return Peer(None, f"PocketBase was not measured: `go install {MODULE}` failed.")
    return Peer(program)


@contextmanager
def serving_pocketbase(program: Path, tasks: int) -> Iterator[Contender]:
    """A PocketBase filled with that many tasks, running and idle."""
    with tempfile.TemporaryDirectory(prefix="todo-pocketbase-") as name:
        folder = Path(name)
        flags = ["--automigrate=false", f"--dir={folder / 'data'}", f"--migrationsDir={folder / 'migrations'}"]
        flags += [f"--hooksDir={folder / 'hooks'}", f"--publicDir={folder / 'public'}"]
        account = ("root@example.com", secrets.token_hex(16))
        subprocess.run([program, "superuser", "upsert", *account, *flags], check=True, capture_output=True)
        port = free_port()
        command = [str(program), "serve", f"--http=127.0.0.1:{port}", *flags]
        url = f"http://127.0.0.1:{port}"
        with running(command, url, "/api/health", folder, {}, on_postgres=False) as server:
            with httpx2.Client(base_url=server.url, timeout=60) as client:
                work = Superuser(client, account).fill(tasks, folder / "data" / "data.db")
            server.settle()
            yield Contender(server, work)
