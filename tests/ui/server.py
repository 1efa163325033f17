"""A JupyterLab of its own: a free port, an empty home, a token, and nothing of the person's settings."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

SECONDS_TO_START = 60
SECONDS_TO_STOP = 15
SECONDS_TO_ANSWER = 60
# The extension as it was built last in this folder, whatever an installation has copied.
EXTENSION = Path(os.environ.get("WORKBENCH_EXTENSION", Path(__file__).parents[2] / "workbench" / "labextension"))


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab.

    Parameters
    ----------
    address : str
        Where it listens, such as ``http://127.0.0.1:40404``.
    token : str
        What it asks for.
    folder : pathlib.Path
        What its file browser shows.
    """

    address: str
    token: str
    folder: Path

    def page(self) -> str:
        """Return the address of an empty workspace."""
        return f"{self.address}/lab?reset&token={self.token}"

    def end_kernels(self) -> None:
        """End every kernel, also those that no page knows of any more."""
        for kernel in json.loads(self._ask("GET", "/api/kernels")):
            try:
                self._ask("DELETE", f"/api/kernels/{kernel['id']}")
            except HTTPError as error:
                if error.code != HTTPStatus.NOT_FOUND:  # it has ended by itself
                    raise

    def _ask(self, method: str, path: str) -> bytes:
        request = Request(  # noqa: S310 - our own server
            self.address + path, method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:  # noqa: S310
            return answer.read()


@contextmanager
def running_lab(place: Path) -> Iterator[Lab]:
    """Start JupyterLab in a folder of its own, and stop it again."""
    folder = place / "notebooks"
    folder.mkdir()
    lab = Lab(f"http://127.0.0.1:{free_port()}", secrets.token_hex(16), folder)
    log = place / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command(lab), env=environment(place), cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_until_up(lab, process, log)
            yield lab
        finally:
            process.terminate()  # it ends its kernels first
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def command(lab: Lab) -> list[str]:
    """Return the command line of the server."""
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={lab.address.rpartition(':')[2]}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={lab.folder}",
        f"--IdentityProvider.token={lab.token}",
        # Tests ask the application whether a kernel is really there; its toolbar says so too early.
        "--LabApp.expose_app_in_browser=True",
    ]


def environment(place: Path) -> dict[str, str]:
    """Return an environment in which nobody has used Jupyter before, and which asks for no news."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    page_config = place / "config" / "labconfig" / "page_config.json"
    page_config.parent.mkdir(parents=True)
    page_config.write_text(json.dumps({"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}))
    if EXTENSION.is_dir():
        link = place / "share" / "labextensions" / "@workbench" / "lab"
        link.parent.mkdir(parents=True)
        link.symlink_to(EXTENSION)
        inherited["JUPYTER_PATH"] = str(place / "share")
    return {
        **inherited,
        "HOME": str(place),
        "IPYTHONDIR": str(place / "ipython"),
        "JUPYTER_CONFIG_DIR": str(place / "config"),
        "JUPYTER_DATA_DIR": str(place / "data"),
        "JUPYTER_RUNTIME_DIR": str(place / "runtime"),
    }


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_up(lab: Lab, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; raise with its log when it ends or stays silent."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{lab.address}/api", timeout=1):  # noqa: S310
                return
        except OSError:  # refused, reset, timed out
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start.\n{log.read_text(errors='replace')}")
