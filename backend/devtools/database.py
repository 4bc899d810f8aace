"""`python -m devtools.database FOLDER`: a PostgreSQL with an empty, temporary database, while this program runs.

It prints the database's URL as its only line, and runs until it gets a signal or its standard input ends, so that it
never outlives the program that started it.
"""

import signal
import sys
from pathlib import Path
from types import FrameType

from devtools.postgres import embedded_postgres, ensure_database


def main() -> None:
    """Run until a signal or the end of standard input."""
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m devtools.database FOLDER")
    try:
        signal.signal(signal.SIGTERM, _interrupt)
        with embedded_postgres(Path(sys.argv[1]), is_temporary=True) as server:
            print(ensure_database(server, "todo"), flush=True)
            sys.stdin.read()
    except KeyboardInterrupt:
        pass


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
