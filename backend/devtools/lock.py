"""`make lock`: lock the requirements of `pyproject.toml`, with a hash for every file and without an index's address.

`--check` writes nothing and fails if the locked requirements do not match. Locked versions that still fit are kept.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BACKEND = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.txt": [],
    "requirements-dev.txt": ["--group", "dev"],
    "requirements-bench.txt": ["--group", "dev", "--group", "bench"],
}


def main() -> None:
    """Lock, or check the locks."""
    checking = sys.argv[1:] == ["--check"]
    with tempfile.TemporaryDirectory() as folder:
        for name, groups in LOCKS.items():
            target, fresh = BACKEND / name, Path(folder) / name
            if target.exists():
                shutil.copy(target, fresh)
            _compile(fresh, groups)
            if not checking:
                shutil.copy(fresh, target)
            elif not target.exists() or fresh.read_bytes() != target.read_bytes():
                sys.exit(f"{name} does not match pyproject.toml; run `make lock`.")


def _compile(output: Path, groups: list[str]) -> None:
    uv = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *groups, "--output-file", str(output)]
    options = [
        "--custom-compile-command",
        "make lock",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-annotate",
        "--no-strip-extras",  # without the extra in the list, pip may choose a later version
        "--quiet",
    ]
    subprocess.run([*uv, *options], cwd=BACKEND, check=True)


if __name__ == "__main__":
    main()
