"""`make run` and the plan's own commands, as in a repository that was just cloned."""

import os
import re
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import psutil
import psycopg
import pytest

from app.environment.vapid import new_key
from devtools.postgres import ensure_database
from tests.conftest import BACKEND, migrate
from tests.service import SECRET, free_port, token_for


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The backend as in a new clone: without a `.env` and without data."""
    folder = tmp_path / "backend"
    shutil.copytree(
        BACKEND, folder, ignore=shutil.ignore_patterns(".*", "tests", "benchmarks", "node_modules", "__pycache__")
    )
    return folder


def environment(**variables: str) -> dict[str, str]:
    kept = ("PATH", "HOME", "COVERAGE_PROCESS_CONFIG", "LANG")
    return {name: os.environ[name] for name in kept if name in os.environ} | variables


class Run:
    """One `make run`, read until it has printed its introduction."""

    def __init__(self, clone: Path, port: int | str, until: str = "curl ", **variables: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "devtools.run"],
            cwd=clone,
            env=environment(PORT=str(port), **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.printed = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed += line
            if line.startswith(until):
                return
        self.process.communicate()

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=30)
        self.printed += rest
        return self.process.returncode


@pytest.fixture
def running(clone: Path, port: int) -> Iterator[Run]:
    run = Run(clone, port)
    yield run
    if run.process.poll() is None:
        run.stop()


def processes_with(*words: str) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if process.info["status"] != psutil.STATUS_ZOMBIE
        and all(word in " ".join(process.info["cmdline"] or []) for word in words)
    ]


def test_the_printed_curl_line_works_and_the_task_exists_after_a_restart(clone: Path, port: int, running: Run) -> None:
    assert f"http://localhost:{port}/api/tasks" in running.printed
    assert f"http://localhost:{port}/docs" in running.printed
    command = shlex.split(running.printed.splitlines()[-1])
    pasted = subprocess.run([*command, "--silent"], capture_output=True, text=True, check=True)
    assert '"title":"Buy milk"' in pasted.stdout

    assert running.stop() == 0
    assert "Stopped." in running.printed
    assert "Traceback" not in running.printed
    assert processes_with("postgres", str(clone)) == []

    again = Run(clone, port)
    header = next(word for word in shlex.split(again.printed.splitlines()[-1]) if word.startswith("Authorization: "))
    listed = httpx2.get(
        f"http://127.0.0.1:{port}/api/tasks", headers=dict([header.split(": ", 1)]), trust_env=False, timeout=30
    )
    assert [task["title"] for task in listed.json()["data"]] == ["Buy milk"]
    assert again.stop(signal.SIGTERM) == 0
    assert processes_with("postgres", str(clone)) == []


def test_a_secret_is_made_once_and_kept_private(clone: Path, port: int, running: Run) -> None:
    env_file = clone / ".env"
    assert stat.S_IMODE(env_file.stat().st_mode) == 0o600
    written = env_file.read_text()
    secret = re.search(r"^BETTER_AUTH_SECRET=(\S{43,})$", written, re.MULTILINE)
    assert secret is not None
    assert secret[1] not in running.printed
    key = re.search(r"^VAPID_PRIVATE_KEY=(\S{43})$", written, re.MULTILINE)
    assert key is not None
    assert key[1] not in running.printed
    running.stop()
    Run(clone, port).stop()
    assert env_file.read_text() == written


def test_a_file_from_before_there_were_notifications_gets_a_key_and_keeps_the_rest(
    clone: Path, port: int, database_url: str
) -> None:
    before = f"BETTER_AUTH_SECRET={SECRET}\nBETTER_AUTH_URL=https://todo.example\nDATABASE_URL={database_url}"
    (clone / ".env").write_text(before)
    run = Run(clone, port)
    assert run.stop() == 0, run.printed
    after = (clone / ".env").read_text()
    assert after.startswith(f"{before}\n")
    assert re.search(r"^VAPID_PRIVATE_KEY=\S{43}$", after, re.MULTILINE)


def test_a_key_in_the_environment_is_not_written_anywhere(clone: Path, port: int, database_url: str) -> None:
    before = f"BETTER_AUTH_SECRET={SECRET}\nBETTER_AUTH_URL=https://todo.example\nDATABASE_URL={database_url}\n"
    (clone / ".env").write_text(before)
    assert Run(clone, port, VAPID_PRIVATE_KEY=new_key()).stop() == 0
    assert (clone / ".env").read_text() == before


def test_a_configured_database_is_used_instead_of_the_embedded_one(clone: Path, port: int, database_url: str) -> None:
    run = Run(clone, port, DATABASE_URL=database_url, BETTER_AUTH_SECRET=SECRET)
    try:
        headers = {"Authorization": f"Bearer {token_for('configured')}"}
        answer = httpx2.get(f"http://127.0.0.1:{port}/api/tasks", headers=headers, trust_env=False, timeout=30)
        assert answer.status_code == 200
        assert not (clone / ".data").exists()
    finally:
        assert run.stop() == 0


def test_a_second_run_does_not_take_the_first_ones_database(clone: Path, port: int, running: Run) -> None:
    printed = refused_start(clone, free_port())
    assert printed == "Cannot start: `make run` already runs on backend/.data; stop that one first.\n"
    ready = httpx2.get(f"http://127.0.0.1:{port}/health/ready", trust_env=False, timeout=30)
    assert ready.status_code == 200


@pytest.mark.parametrize("port", ["abc", "65536", "٣"])
def test_an_invalid_port_is_one_clear_sentence(clone: Path, port: str) -> None:
    assert refused_start(clone, port) == "Cannot start: PORT must be a number from 1 to 65535.\n"


def refused_start(clone: Path, port: int | str, **variables: str) -> str:
    run = Run(clone, port, **variables)
    assert run.process.wait(timeout=30) == 1
    assert "Traceback" not in run.printed
    return run.printed


def test_a_taken_port_is_one_clear_sentence(clone: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        printed = refused_start(clone, port)
    assert printed == (
        f"Cannot start: port {port} is taken; stop what listens there, or choose another with PORT=8001.\n"
    )


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(clone: Path, port: int) -> None:
    # A file instead of the folder, because root may write into any folder.
    (clone / ".data").write_text("")
    assert refused_start(clone, port) == f"Cannot start: File exists ({clone}/.data).\n"


def test_a_bad_configuration_is_one_clear_sentence(clone: Path, port: int) -> None:
    printed = refused_start(clone, port, DATABASE_URL="mysql://localhost")
    assert printed == "Cannot start: DATABASE_URL must be a postgresql:// URL.\n"


def test_an_unreachable_database_is_one_clear_sentence(clone: Path, port: int) -> None:
    printed = refused_start(clone, port, DATABASE_URL=f"postgresql://tester:hunter2@127.0.0.1:{port}/todo")
    assert printed.startswith("Cannot start: the database does not answer; it says: connection ")
    assert printed.count("\n") == 1
    assert "hunter2" not in printed


def test_a_database_that_cannot_be_migrated_is_one_clear_sentence(clone: Path, port: int, postgres: str) -> None:
    database = ensure_database(postgres, "from_the_future")
    migrate(database)
    with psycopg.connect(database) as connection:
        connection.execute("UPDATE todo.alembic_version SET version_num = '9999'")
        connection.execute("UPDATE todo.supports SET oldest_revision = '9999'")
    printed = Run(clone, port, DATABASE_URL=database).printed
    assert printed.endswith("Cannot start: the migrations did not run; see the output above.\n")


def test_the_end_of_the_api_is_reported_and_ends_the_rest(clone: Path, port: int, running: Run) -> None:
    (api,) = processes_with("app serve", f"--port {port}")
    api.kill()
    rest, _ = running.process.communicate(timeout=30)
    assert running.process.returncode == 1
    assert "The API ended with status -9." in rest
    assert processes_with("postgres", str(clone)) == []


def test_without_node_it_says_so_and_runs_the_api_alone(clone: Path, port: int) -> None:
    (clone.parent / "frontend").mkdir()
    run = Run(clone, port, PATH=str(clone))
    assert "Without the web app: Node 20 or newer is not installed. The API runs alone.\n" in run.printed
    assert run.stop() == 0


def test_an_old_node_is_named(clone: Path, port: int) -> None:
    (clone.parent / "frontend").mkdir()
    for name, prints in (("node", "v18.20.4"), ("npm", "")):
        program = clone / name
        program.write_text(f"#!/bin/sh\necho {prints}\n")
        program.chmod(0o755)
    run = Run(clone, port, PATH=f"{clone}:/bin")
    assert "Without the web app: Node 20 or newer is needed, and this is v18.20.4. The API runs alone." in run.printed
    assert run.stop() == 0


def test_the_web_app_of_another_machine_is_not_started_here(clone: Path, port: int) -> None:
    run = Run(clone, port, BETTER_AUTH_URL="https://todo.example.com")
    assert "Without the web app: BETTER_AUTH_URL names another machine. The API runs alone." in run.printed
    assert run.stop() == 0


@pytest.mark.skipif(shutil.which("npm") is None and "CI" not in os.environ, reason="Node is not installed")
def test_the_web_app_is_started_with_everything_else_and_its_end_ends_the_rest(clone: Path, port: int) -> None:
    (clone.parent / "frontend").symlink_to(BACKEND.parent / "frontend")
    web_port = free_port()
    url = f"http://localhost:{web_port}"
    run = Run(clone, port, until="Or sign up, and begin: ", BETTER_AUTH_URL=url, NEXT_DIST_DIR=".next-e2e")
    assert run.printed.splitlines()[-1] == f"Or sign up, and begin: {url}"
    assert {line.split(" | ")[0] for line in run.printed.splitlines() if " | " in line} == {"api", "web"}
    person = {"name": "Ada", "email": "ada@example.com", "password": "correct horse battery"}
    with httpx2.Client(base_url=url, headers={"Origin": url}, trust_env=False, timeout=30) as browser:
        assert browser.post("/api/auth/sign-up/email", json=person).status_code == 200
        token = browser.get("/api/auth/token").json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    answer = httpx2.post(
        f"http://127.0.0.1:{port}/api/tasks", headers=headers, json={"title": "x"}, trust_env=False, timeout=30
    )
    assert answer.status_code == 201

    parts = psutil.Process(run.process.pid).children()
    (server,) = [part for part in parts if part.cmdline()[0].startswith("next-server")]
    server.kill()
    rest, _ = run.process.communicate(timeout=60)
    assert run.process.returncode == 1
    assert "The web app ended with status -9." in rest
    assert processes_with("app serve", f"--port {port}") == []
    assert processes_with("postgres", str(clone)) == []


def test_the_plans_own_commands_work(clone: Path, port: int, database_url: str) -> None:
    (clone / ".env").write_text(
        f"BETTER_AUTH_SECRET={SECRET}\nBETTER_AUTH_URL=http://localhost:3003\nDATABASE_URL={database_url}\n"
    )
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], cwd=clone, env=environment(), check=True)
    command = ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", str(port), "--reload"]  # noqa: S104
    server = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=clone, env=environment(), stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stderr is not None
        for line in server.stderr:
            if "startup complete" in line:
                break
        headers = {"Authorization": f"Bearer {token_for('planner')}"}
        answer = httpx2.post(
            f"http://127.0.0.1:{port}/api/tasks",
            headers=headers,
            json={"title": "Test task", "description": "Test"},
            trust_env=False,
            timeout=30,
        )
        assert answer.status_code == 201
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)
