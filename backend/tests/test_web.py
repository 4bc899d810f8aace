"""What the `make` commands do with the web app: install, build, check, test, or say what was left out."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.conftest import BACKEND
from tests.test_run import environment

# Records its arguments and creates the files that the real commands create.
NPM = """#!/bin/sh
echo "$@" >> calls
case "$*" in
  ci*) mkdir -p node_modules && touch node_modules/.package-lock.json ;;
  *build) mkdir -p .next && touch .next/BUILD_ID ;;
esac
if [ -e broken ]; then echo "It broke"; exit 3; fi
"""


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    """A web app whose npm only records its arguments, beside a copy of the backend's tools."""
    for name in ("devtools", "app"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(BACKEND / name, tmp_path / "backend" / name, ignore=ignored)
    folder = tmp_path / "frontend"
    (folder / "components").mkdir(parents=True)
    (folder / "package-lock.json").touch()
    (folder / "components" / "page.tsx").touch()
    return folder


def programs(frontend: Path, **prints: str) -> str:
    """A folder with these programs, each printing a line, and with npm; to be the `PATH`."""
    folder = frontend.parent / "bin"
    folder.mkdir(exist_ok=True)
    for name, script in {"npm": NPM, **{name: f"#!/bin/sh\necho {line}\n" for name, line in prints.items()}}.items():
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    return f"{folder}:/bin"


def run(frontend: Path, code: str, path: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=frontend.parent / "backend",
        env=environment(PATH=path, **variables),
        capture_output=True,
        text=True,
        check=False,
    )


def command(frontend: Path, name: str, path: str, **variables: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.argv[1:] = ['{name}']; from devtools.web import main; sys.exit(main())"
    return run(frontend, code, path, **variables)


def calls(frontend: Path) -> list[str]:
    return (frontend / "calls").read_text().splitlines()


def test_without_node_the_commands_say_what_they_left_out(frontend: Path) -> None:
    result = command(frontend, "check", str(frontend))
    assert result.stdout == "LEFT OUT: the web app's part of `make check`, because Node 20 or newer is not installed.\n"
    assert result.returncode == 0


def test_nothing_may_be_left_out_in_ci(frontend: Path) -> None:
    assert command(frontend, "check", str(frontend), CI="true").returncode == 1


def test_without_chromium_only_the_tests_are_left_out(frontend: Path) -> None:
    path = programs(frontend, node="v22.1.0").removesuffix(":/bin")
    for tool in ("sh", "mkdir", "touch"):
        (frontend.parent / "bin" / tool).symlink_to(shutil.which(tool) or "")
    result = command(frontend, "test", path)
    assert result.stdout == "LEFT OUT: the web app's part of `make test`, because Chromium is not installed.\n"
    assert command(frontend, "check", path).returncode == 0
    assert calls(frontend)[-1] == "run --silent check"


def test_the_locked_packages_are_installed_once_and_again_when_they_change(frontend: Path) -> None:
    path = programs(frontend, node="v20.9.0", chromium="")
    for _ in range(2):
        assert command(frontend, "test", path).returncode == 0
    assert [call.split()[0] for call in calls(frontend)] == ["ci", "run", "run"]
    os.utime(frontend / "package-lock.json", (2**33, 2**33))
    command(frontend, "test", path)
    assert [call.split()[0] for call in calls(frontend)][3:] == ["ci", "run"]


def test_a_failing_command_fails(frontend: Path) -> None:
    path = programs(frontend, node="v20.9.0")
    (frontend / "broken").touch()
    assert command(frontend, "check", path).returncode == 3


def test_the_app_is_built_when_something_has_changed(frontend: Path) -> None:
    path = programs(frontend, node="v20.9.0")
    build = "from devtools import web; web.build()"
    for _ in range(2):
        assert run(frontend, build, path).returncode == 0
    assert calls(frontend) == ["run --silent build"]
    os.utime(frontend / "components" / "page.tsx", (2**33, 2**33))
    run(frontend, build, path)
    assert len(calls(frontend)) == 2


def test_a_build_that_fails_says_why(frontend: Path) -> None:
    path = programs(frontend, node="v20.9.0")
    (frontend / "broken").touch()
    result = run(frontend, "from devtools import web; web.build()", path)
    assert "It broke" in result.stdout
    assert result.returncode == 1


def test_a_database_can_be_started_until_it_is_no_longer_needed(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "devtools.database", str(tmp_path / "postgres")],
        cwd=BACKEND,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    psycopg.connect(url).close()
    process.communicate(timeout=30)
    assert process.returncode == 0
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_a_database_without_a_folder_is_a_usage_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "devtools.database"]
    result = subprocess.run(command, cwd=BACKEND, env=environment(), capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (1, "Usage: python -m devtools.database FOLDER\n")
