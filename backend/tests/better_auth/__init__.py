"""A real Better Auth on a port of its own, for tests that must not use an imitation."""

import fcntl
import functools
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlencode

import httpx2

Algorithm = Literal["EdDSA", "ES256", "ES512", "RS256", "PS256"]

_FOLDER = Path(__file__).parent
_START_TIMEOUT = 60.0  # seconds; a start takes about one


@functools.cache
def node_is_available() -> bool:
    """Whether Node 20 or newer, with npm, is on the PATH."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return int(version.removeprefix("v").partition(".")[0]) >= 20


def install() -> None:
    """Install what package-lock.json names, unless it is installed already.

    Processes that call this at the same time wait for the first of them.
    """
    stamp = _FOLDER / "node_modules" / ".installed"
    with (_FOLDER / "package-lock.json").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = hashlib.sha256(lock.read()).hexdigest()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        npm = subprocess.run([_executable("npm"), "ci"], cwd=_FOLDER, capture_output=True, text=True, check=False)
        if npm.returncode != 0:
            raise RuntimeError(f"npm ci failed:\n{npm.stderr}")
        stamp.write_text(wanted)


class BetterAuthServer:
    """Better Auth with its tables in `database_url`, a libpq URL; runs inside a `with` block.

    Servers may share a database, and then its users and keys, if they share the secret: signing
    keys are stored encrypted under it.
    """

    url: str  # known once the server has started; the same after every restart
    secret: str

    def __init__(
        self,
        database_url: str,
        *,
        secret: str,
        algorithm: Algorithm | None = None,
        port: int | None = None,
    ) -> None:
        """Leave `algorithm` out for the `jwt()` plugin without options, `port` for a free one."""
        self.secret = secret
        self._database_url = database_url
        self._algorithm = algorithm
        self._port = port
        self._process: subprocess.Popen[str] | None = None
        self._http: httpx2.Client | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    def start(self) -> None:
        """Return when the server answers; after a `stop()`, on the port it had before."""
        install()
        with tempfile.TemporaryFile("w+") as stderr:
            process = subprocess.Popen(
                [_executable("node"), "server.mjs"],
                cwd=_FOLDER,
                env=self._environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )
            self._process = process
            assert process.stdout is not None
            watchdog = threading.Timer(_START_TIMEOUT, process.kill)
            watchdog.start()
            try:
                line = process.stdout.readline()  # empty when the process has died
            finally:
                watchdog.cancel()
            if not line:
                self.stop()
                stderr.seek(0)
                raise RuntimeError(f"Better Auth did not start:\n{stderr.read()}")
        self.url = json.loads(line)["url"]
        self._port = httpx2.URL(self.url).port
        self._http = httpx2.Client(
            base_url=self.url,
            # Better Auth requires the header; browsers send it by themselves.
            headers={"Origin": self.url},
            # One client serves every account, so it must keep nobody's cookies.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=30,
            trust_env=False,  # a proxy cannot reach this machine's localhost
        )

    def stop(self) -> None:
        """Stop, as in an outage: the port refuses connections until the next `start()`."""
        if self._http is not None:
            self._http.close()
            self._http = None
        if self._process is not None:
            with self._process as process:
                process.terminate()
            self._process = None

    def sign_up(self, email: str, password: str = "correct horse", name: str = "Ada Lovelace") -> "Account":  # noqa: S107
        """A new user, signed in."""
        body = {"email": email, "password": password, "name": name}
        response = self.request("POST", "/api/auth/sign-up/email", json=body)
        answer = response.json()
        return Account(
            server=self,
            user_id=answer["user"]["id"],
            session_token=answer["token"],
            signed_session_token=response.headers["set-auth-token"],
        )

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A token with these claims, signed with the current key.

        Better Auth adds `iss`, `aud` and `exp` where they are left out, and nothing else.
        """
        return _token(self.request("POST", "/test/sign", json=dict(claims)))

    def rotate_keys(self) -> str:
        """Sign with a new key from now on, and return its `kid`; the old ones stay published."""
        kid: str = self.request("POST", "/test/rotate-keys").json()["kid"]
        return kid

    def request(self, method: str, path: str, *, cookie: str | None = None, json: object = None) -> httpx2.Response:
        """The answer to a request if it is a success; otherwise this raises."""
        assert self._http is not None, "Better Auth is not running"
        headers = {"Cookie": cookie} if cookie else {}
        response = self._http.request(method, path, headers=headers, json=json)
        if not response.is_success:
            raise RuntimeError(f"{method} {path}: {response.status_code} {response.text}")
        return response

    def _environment(self) -> dict[str, str]:
        # Only a few variables are inherited, because Better Auth reads its environment: with TEST set it drops
        # the origin checks, with NODE_ENV=production it limits the rate of sign-ups.
        inherited = ("LD_LIBRARY_PATH", "PATH", "USER")
        environment = {name: os.environ[name] for name in inherited if name in os.environ}
        environment |= {"BETTER_AUTH_SECRET": self.secret, "DATABASE_URL": self._database_url}
        if self._algorithm is not None:
            environment["ALGORITHM"] = self._algorithm
        if self._port is not None:
            environment["PORT"] = str(self._port)
        return environment


@dataclass(frozen=True)
class Account:
    """A signed-in user, and each kind of token that a frontend can get for them."""

    server: BetterAuthServer = field(repr=False)
    user_id: str
    session_token: str  # opaque: names the session
    signed_session_token: str  # the same with a signature, as cookie and `bearer()` plugin carry it

    def token(self) -> str:
        """From `authClient.token()`: signed with a published key."""
        return _token(self._get("/api/auth/token"))

    def header_token(self) -> str:
        """From the `set-auth-jwt` header that comes with the session: signed with a published key."""
        return self._get("/api/auth/get-session").headers["set-auth-jwt"]

    def hs256_token(self) -> str:
        """From a hand-written token route: signed with the secret, no `iss`, no `aud`."""
        return _token(self._get("/test/hs256-token"))

    def custom_sign_token(self) -> str:
        """From `jwt({ jwt: { sign } })`: signed with the secret, with `iss` and `aud`."""
        return _token(self._get("/custom-sign/api/auth/token"))

    def cookie_cache(self) -> str:
        """The session cookie cache, strategy "jwt": signed with the secret, but no access token."""
        return self._session_data("/cookie-cache/api/auth/get-session")

    def signed_cookie_cache(self) -> str:
        """The cache with `sessionCookieCache`: signed with a published key, but no access token."""
        return self._session_data("/signed-cookie-cache/api/auth/get-session")

    def verification_token(self) -> str:
        """From the link in a verification mail: signed with the secret, but no access token."""
        email = self._get("/api/auth/get-session").json()["user"]["email"]
        self._post("/api/auth/send-verification-email", {"email": email})
        return self._mailed_token(email)

    def change_email_token(self, new_email: str) -> str:
        """From the link in the mail to the new address, which `open_link` makes the user's own."""
        self._post("/api/auth/change-email", {"newEmail": new_email})
        return self._mailed_token(new_email)

    def open_link(self, token: str) -> None:
        """Follow the mailed link with the token."""
        self._get(f"/api/auth/verify-email?token={token}")

    def _get(self, path: str) -> httpx2.Response:
        return self.server.request("GET", path, cookie=self._cookie)

    def _post(self, path: str, body: Mapping[str, str]) -> httpx2.Response:
        return self.server.request("POST", path, cookie=self._cookie, json=body)

    def _session_data(self, path: str) -> str:
        return self._get(path).cookies["better-auth.session_data"]

    def _mailed_token(self, email: str) -> str:
        return _token(self.server.request("GET", f"/test/mail?{urlencode({'to': email.lower()})}"))

    @property
    def _cookie(self) -> str:
        return f"better-auth.session_token={self.signed_session_token}"


def _token(response: httpx2.Response) -> str:
    token: str = response.json()["token"]
    return token


def _executable(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise RuntimeError(f"{name} is not on the PATH")
    return path
