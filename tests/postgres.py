"""A PostgreSQL server for the length of the suite, on the loopback interface, in a folder of its own."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER_USER = "postgres"
# Nothing has to survive the suite, and no table lives long enough to be worth looking after.
SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off",
            "autovacuum": "off", "jit": "off"}  # fmt: skip


class PostgresUnavailable(Exception):  # noqa: N818 -- reads as a state, not as an accident
    """No PostgreSQL server programs on this machine, or nobody to run them as."""


@contextmanager
def temporary_server() -> Iterator[str]:
    """Start a server and yield its DATABASE_URL; stop it and remove its data afterwards.

    The server refuses to run as root, so root starts it as the packaged user `postgres`.
    """
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="nabor-pg-") as folder:
        data = Path(folder) / "data"
        _give_to_server_user(Path(folder))
        port = _free_port()
        _run(programs / "initdb", "--pgdata", str(data), "--auth=trust", "--username=nabor",
             "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options = f"-h 127.0.0.1 -p {port} -k {folder} {settings}"
        _run(programs / "pg_ctl", "--pgdata", str(data), "--wait", "--silent",
             "--log", f"{folder}/log", "--options", options, "start")  # fmt: skip
        try:
            yield f"postgres://nabor@127.0.0.1:{port}/postgres"
        finally:
            _run(programs / "pg_ctl", "--pgdata", str(data), "--mode=immediate", "--silent", "stop")


def _programs() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        raise PostgresUnavailable("its server programs are not on this machine")
    return versions[-1].parent


def _give_to_server_user(folder: Path) -> None:
    if os.geteuid() == 0:
        try:
            user = pwd.getpwnam(SERVER_USER)
        except KeyError as error:
            raise PostgresUnavailable(f"there is no user {SERVER_USER} to run it as") from error
        shutil.chown(folder, user.pw_uid, user.pw_gid)


def _run(program: Path, *arguments: str) -> None:
    command = [str(program), *arguments]
    if os.geteuid() == 0:
        command = ["runuser", "--user", SERVER_USER, "--", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
