"""The web app beside this backend: Node, its packages, its build, and how it is started.

`python -m devtools.web check|test|format|api`, from `backend/`, runs that script of its package.json. If something
is missing, it says what was left out, and fails only in CI.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from pydantic_settings import BaseSettings, SettingsConfigDict

from app.config import ENV_FILE

FRONTEND = Path(__file__).resolve().parent.parent.parent / "frontend"
NODE_MAJOR = 20
MADE = {"node_modules", "test-results", "playwright-report", "e2e", "test"}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class MailSettings(BaseSettings):
    """What the web app needs to send mail, from the environment or `backend/.env`; the web app itself checks it."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore", frozen=True)

    smtp_url: str = ""
    mail_from: str = ""

    def variables(self) -> dict[str, str]:
        """The same as an environment."""
        return {"SMTP_URL": self.smtp_url, "MAIL_FROM": self.mail_from}


class WebUnavailable(Exception):
    """The web app cannot run here; the message says why."""


def require_node() -> None:
    """Raises `WebUnavailable` unless Node is installed and new enough, with npm."""
    if not FRONTEND.is_dir():
        raise WebUnavailable("the folder frontend/ is not here")
    if shutil.which("node") is None:
        raise WebUnavailable(f"Node {NODE_MAJOR} or newer is not installed")
    if shutil.which("npm") is None:
        raise WebUnavailable("npm is not installed")
    version = subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()
    match = re.match(r"v(\d+)\.", version)
    if match is None or int(match[1]) < NODE_MAJOR:
        raise WebUnavailable(f"Node {NODE_MAJOR} or newer is needed, and this is {version}")


def local_port(url: str) -> int:
    """The local port of that address. Raises `WebUnavailable` if it is another machine's."""
    address = urlsplit(url)
    if address.scheme != "http" or address.hostname not in {"localhost", "127.0.0.1"}:
        raise WebUnavailable("BETTER_AUTH_URL names another machine")
    return address.port or 80


def require_chromium() -> None:
    """Set CHROMIUM to the Chromium for the tests. Raises `WebUnavailable` if there is none."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if os.environ.setdefault("CHROMIUM", found or "") == "":
        raise WebUnavailable("Chromium is not installed")


def install() -> None:
    """Install the locked packages, unless they are installed already."""
    installed = FRONTEND / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (FRONTEND / "package-lock.json").stat().st_mtime:
        print("Installing the web app's locked packages ...", flush=True)
        subprocess.run(["npm", "ci", "--no-progress", "--loglevel=error"], cwd=FRONTEND, check=True)
        installed.touch()


def build() -> None:
    """Build the web app for production, if any of its sources has changed since."""
    built = FRONTEND / os.environ.get("NEXT_DIST_DIR", ".next") / "BUILD_ID"
    if not built.exists() or any(source.stat().st_mtime > built.stat().st_mtime for source in _sources()):
        print("Building the web app ...", flush=True)
        npm_run("build", quiet=True)


def npm_run(script: str, environment: dict[str, str] | None = None, *, quiet: bool = False) -> None:
    """Run one of the scripts in package.json. Raises `CalledProcessError`, after printing a quiet one's output."""
    command = ["npm", "run", "--silent", script]
    result = subprocess.run(
        command,
        cwd=FRONTEND,
        env={**os.environ, "NEXT_TELEMETRY_DISABLED": "1", **(environment or {})},
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if result.returncode:
        print(result.stdout or "", flush=True)
        raise subprocess.CalledProcessError(result.returncode, command)


def _sources() -> Iterator[Path]:
    for entry in FRONTEND.iterdir():
        if entry.name in MADE or entry.name.startswith(".next"):
            continue
        yield from (path for path in entry.rglob("*") if path.is_file()) if entry.is_dir() else (entry,)


def main() -> int:
    """Run the script, or say why it was left out."""
    (script,) = sys.argv[1:]
    try:
        require_node()
        if script == "test":
            require_chromium()
    except WebUnavailable as error:
        print(f"LEFT OUT: the web app's part of `make {'openapi' if script == 'api' else script}`, because {error}.")
        return 1 if os.environ.get("CI") else 0
    try:
        install()
        npm_run(script)
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
