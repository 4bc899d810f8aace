"""The parts that `make run` starts: each a process whose lines stand behind its name, and whose end is noticed."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

STOP_SECONDS = 15


class Services:
    """A context manager: whatever has been started is stopped, the last one first."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[str]] = []
        self._ended: queue.Queue[tuple[str, subprocess.Popen[str]]] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for process in reversed(self._running):
            process.terminate()
        for process in reversed(self._running):
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()

    def start(self, name: str, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        """Start a part; what it says goes to the terminal, each line behind the first word of its name."""
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Ctrl-C reaches this process alone, which then ends its parts in order.
            start_new_session=True,
        )
        self._running.append(process)
        threading.Thread(target=self._follow, args=(name, process), daemon=True).start()

    def ended(self, seconds: float | None = None) -> str | None:
        """Wait until a part ends, and say which; None when all still run after that many seconds."""
        try:
            name, process = self._ended.get(timeout=seconds)
        except queue.Empty:
            return None
        return f"The {name} ended with status {process.wait()}"

    def _follow(self, name: str, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None  # noqa: S101 - asked for above
        prefix = name.split(maxsplit=1)[0].lower()
        for line in process.stdout:
            sys.stdout.write(f"{prefix} | {line}")
            sys.stdout.flush()
        self._ended.put((name, process))
