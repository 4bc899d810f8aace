"""The parts that `make run` starts: each a process whose output has its name in front, and whose exit is noticed."""

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
    """A context manager that stops all started parts, the last one first."""

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
        """Start a part; its output goes to the terminal, each line with the first word of its name in front."""
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Ctrl-C reaches only this process, which then stops its parts in order.
            start_new_session=True,
        )
        self._running.append(process)
        threading.Thread(target=self._follow, args=(name, process), daemon=True).start()

    def ended(self, seconds: float | None = None) -> str | None:
        """Wait until a part exits, and say which; None if all still run after that many seconds."""
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
