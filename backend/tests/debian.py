"""Debian's PostgreSQL and PgBouncer, as strict as Neon's direct and pooled addresses: only TLS with SCRAM."""

import contextlib
import datetime
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode

import psutil
import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from psycopg import sql

PATIENCE_SECONDS = 30.0  # a machine under load is slow
OWNER = "todo_owner"  # no superuser, as at Neon
OWNER_NAME = sql.Identifier(OWNER)


def find(program: str) -> str | None:
    """The path of Debian's newest version of the program, which may not be on the PATH."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(versions, key=lambda folder: float(folder.parent.name), reverse=True)
    return shutil.which(program, path=os.pathsep.join([*map(str, newest_first), "/usr/sbin", os.environ["PATH"]]))


def are_installed() -> bool:
    """Whether both packages are installed."""
    return None not in {find("postgres"), find("initdb"), find("pgbouncer")}


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until the condition is true; fail after a deadline."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"still waiting for {what}"
        time.sleep(0.02)


def _free_port() -> int:
    # Below the range that the system assigns by itself, so that no other program gets it while a server restarts.
    while True:
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", 15_000 + secrets.randbelow(17_000))) as s:
            port: int = s.getsockname()[1]
            return port


class Authority:
    """A certificate authority that clients trust only if told to, and the `localhost` certificates that it signs."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Root {secrets.token_hex(4)}")])
        constraints = x509.BasicConstraints(ca=True, path_length=0)
        root = self._builder(self._name, self._key).add_extension(constraints, critical=True)
        self.certificate = root.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)

    def sign_for_localhost(self, folder: Path) -> tuple[Path, Path]:
        """Write a new certificate and its key into the folder. It is valid for the name, not for 127.0.0.1."""
        key = ec.generate_private_key(ec.SECP256R1())
        builder = self._builder(x509.Name([]), key)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        certificate_file, key_file = folder / "server.crt", folder / "server.key"
        certificate_file.write_bytes(builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))
        key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        key_file.chmod(0o600)
        return certificate_file, key_file

    def _builder(self, subject: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
        builder = x509.CertificateBuilder(self._name, subject, key.public_key(), x509.random_serial_number())
        return builder.not_valid_before(now - day).not_valid_after(now + day)


class Server:
    """A server program in a temporary folder, on a free port of 127.0.0.1; a context manager."""

    command: list[str]

    def __init__(self, password: str) -> None:
        self.password = password
        self.folder = Path(tempfile.mkdtemp(prefix="todo-test-"))
        self.port = _free_port()
        self.log = self.folder / "log"
        # Neither program runs as root; Debian's package has created a user for them.
        self.user = "postgres" if os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, **parameters: str) -> str:
        """The address of a database, for the role that owns all of them."""
        return self._url(OWNER, database, parameters)

    def start(self) -> None:
        """Start it and wait until it accepts connections."""
        self._own_files()
        with self.log.open("ab") as log:
            self._process = process = subprocess.Popen(
                self.command, cwd=self.folder, user=self.user, stdout=log, stderr=log, start_new_session=True
            )
        until(lambda: process.poll() is not None or self._takes_connections(), self.command[0])
        assert process.poll() is None, self.log.read_text()

    def stop(self) -> None:
        """Let it finish its transactions and close all connections, and wait until it has exited."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """Kill it without a shutdown, as in a power failure."""
        if self._process is None or self._process.poll() is not None:
            return
        whole = [*psutil.Process(self._process.pid).children(recursive=True), self._process]
        for process in whole:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait(PATIENCE_SECONDS)

    def _url(self, user: str, database: str, parameters: dict[str, str]) -> str:
        query = urlencode({"sslmode": "require"} | parameters)
        return f"postgresql://{user}:{quote(self.password, safe='')}@localhost:{self.port}/{database}?{query}"

    def _own_files(self) -> None:
        if self.user is not None:
            for path in (self.folder, *self.folder.iterdir()):
                shutil.chown(path, self.user)

    def _takes_connections(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True


class DebianPostgres(Server):
    """PostgreSQL that accepts only TLS with SCRAM."""

    def __init__(self) -> None:
        super().__init__(secrets.token_urlsafe() + " @:/?#%+'")  # characters that must be quoted in a URL
        self.authority = Authority()
        self.root_certificate = self.folder / "root.crt"
        self.root_certificate.write_bytes(self.authority.certificate)
        certificate, key = self.authority.sign_for_localhost(self.folder)
        data, password_file = self.folder / "data", self.folder / "password"
        password_file.write_text(self.password)
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "",
            "ssl": "on", "ssl_cert_file": certificate, "ssl_key_file": key,
            "log_connections": "on", "log_line_prefix": "%m [%p] %a ",
        }  # fmt: skip
        options = [f"-c{name}={value}" for name, value in settings.items()]
        self.command = [str(find("postgres")), "-D", str(data), *options]
        self._own_files()
        initdb = [str(find("initdb")), "--username=postgres", f"--pwfile={password_file}", "--auth=scram-sha-256"]
        initdb += ["--locale=C.UTF-8", "--encoding=UTF8", "--no-sync", str(data)]
        subprocess.run(initdb, cwd=self.folder, user=self.user, check=True, stdout=subprocess.DEVNULL)
        (data / "pg_hba.conf").write_text("hostssl all all 127.0.0.1/32 scram-sha-256\n")

    def create_database(self, name: str) -> None:
        """A database of the owner, whose role is created with the first one."""
        with self.admin() as connection:
            if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone() is None:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(OWNER_NAME, self.password))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), OWNER_NAME))

    def admin(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A superuser's connection."""
        return psycopg.connect(self._url("postgres", "postgres", {}), autocommit=True)

    def _takes_connections(self) -> bool:
        try:
            self.admin().close()
        except psycopg.OperationalError:
            return False
        return True


class PgBouncer(Server):
    """PgBouncer in transaction mode with two server connections; it refuses unknown start-up parameters."""

    def __init__(self, postgres: DebianPostgres, *, tls: bool = True) -> None:
        super().__init__(postgres.password)
        certificate, key = postgres.authority.sign_for_localhost(self.folder)
        users, configuration = self.folder / "users", self.folder / "pgbouncer.ini"
        users.write_text(f'"{OWNER}" "{self.password}"\n')
        settings = {
            "listen_addr": "127.0.0.1", "listen_port": self.port, "unix_socket_dir": "",
            "auth_type": "scram-sha-256", "auth_file": users, "admin_users": OWNER,
            "pool_mode": "transaction", "default_pool_size": 2, "max_client_conn": 100,
            "ignore_startup_parameters": "",
            "client_tls_sslmode": "require" if tls else "disable",
            "client_tls_cert_file": certificate, "client_tls_key_file": key,
            "server_tls_sslmode": "verify-ca", "server_tls_ca_file": postgres.root_certificate,
            "server_login_retry": 1,  # seconds; by default clients wait 15 s after PostgreSQL is back
        }  # fmt: skip
        version = subprocess.run([str(find("pgbouncer")), "--version"], check=True, capture_output=True, text=True)
        if tuple(map(int, re.findall(r"\d+", version.stdout)[:2])) >= (1, 21):
            settings["max_prepared_statements"] = 0  # makes a new version behave like those before 1.21
        lines = [f"{name} = {value}" for name, value in settings.items()]
        server = f"* = host=127.0.0.1 port={postgres.port}"
        configuration.write_text("\n".join(["[databases]", server, "[pgbouncer]", *lines, ""]))
        self.command = [str(find("pgbouncer")), str(configuration)]
