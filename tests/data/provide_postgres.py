"""``python tests/data/provide_postgres.py``: see to it that there is a PostgreSQL that tests can start.

Does nothing where there is one. Otherwise installs Debian's as root on Debian, and says what to install where that
cannot be done. :func:`started` starts a server of its own, on the loopback and in a folder that goes with it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

WHAT_TO_INSTALL = "These tests need PostgreSQL, and there is none.\nInstall it (on Debian: apt-get install postgresql)."
APT = (("apt-get", "update"), ("apt-get", "install", "-y", "--no-install-recommends", "postgresql"))
DEBIAN = Path("/usr/lib/postgresql")
PASSWORD = "s3cret/@:%"  # noqa: S105 - of a server that nobody else can reach
PATIENCE = 60


def find_programs() -> Path | None:
    """Return the folder with ``initdb`` and ``postgres``; Debian keeps it off the path."""
    newest = sorted(DEBIAN.glob("*/bin"), key=lambda one: int(one.parent.name)) if DEBIAN.is_dir() else []
    found = shutil.which("initdb")
    folders = [*reversed(newest), *([Path(found).resolve().parent] if found else [])]
    return next((one for one in folders if (one / "initdb").exists() and (one / "postgres").exists()), None)


def install() -> None:
    """Install Debian's PostgreSQL, without the server that it would start by itself."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    Path("/etc/postgresql-common").mkdir(exist_ok=True)
    Path("/etc/postgresql-common/createcluster.conf").write_text("create_main_cluster = false\n")
    for command in APT:
        subprocess.run(command, env=environment, check=False)


def owner() -> str | None:
    """Return whom a server may run as: nobody, if this is root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return "nobody"


def free_port() -> int:
    """Return a port of the loopback that nobody uses."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def started(programs: Path) -> Iterator[int]:
    """Start a server in a folder of its own; yield its port, and stop it by its own number afterwards."""
    with tempfile.TemporaryDirectory(prefix="workbench-postgres-") as name:
        folder, user, port = Path(name), owner(), free_port()
        if user is not None:
            shutil.chown(folder, user)
        (folder / "password").write_text(PASSWORD)
        (folder / "password").chmod(0o644)
        made = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "ann", "-A", "scram-sha-256"]
        made += [f"--pwfile={folder / 'password'}", "--encoding=UTF8", "--locale=C", "--no-sync"]
        subprocess.run(made, check=True, user=user, stdout=subprocess.DEVNULL, cwd=folder)
        run = [str(programs / "postgres"), "-D", str(folder / "data"), "-p", str(port), "-h", "127.0.0.1"]
        run += ["-k", str(folder), "-F"]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(run, user=user, stdout=log, stderr=log, cwd=folder)
        try:
            wait_for(server, port)
            yield port
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=PATIENCE)


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        with closing(socket.socket()) as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def main() -> int:
    """Find PostgreSQL or install it; 1 if there is none in the end."""
    found = find_programs()
    if found is None and shutil.which("apt-get") is not None and os.geteuid() == 0:
        install()
        found = find_programs()
    print(f"PostgreSQL: {found}" if found else WHAT_TO_INSTALL, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
