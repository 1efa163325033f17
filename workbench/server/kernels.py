"""Which kernels there are, and whether the Python of each finds the workbench.

A kernel's own interpreter is asked, with a program of ours and a time limit, in an empty folder. No package is
imported: only the names and versions of those installed are read.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from workbench.core.schema import Json
from workbench.core.version import DISTRIBUTION, __version__

__all__ = ["Kernel", "ask_kernels"]

_SECONDS = 10.0
_AT_ONCE = 4
_MOST_BYTES = 65_536
_MOST_KERNELS = 50

# For any Python 3.8 or newer; nothing that is found is imported.
_PROGRAM = f"""
import json, sys
from importlib import metadata, util
def version(name):
    try:
        return metadata.version(name)
    except Exception:
        return None
print(json.dumps({{
    "python": ".".join(map(str, sys.version_info[:3])),
    "version": version({DISTRIBUTION!r}),
    "other": version("workbench"),
    "found": util.find_spec("workbench") is not None,
}}))
"""
_PYTHON = re.compile(r"(python|pypy)w?[0-9.]*(\.exe)?", re.IGNORECASE)
_STARTED = tuple(("-m", module) for module in ("ipykernel_launcher", "ipykernel", "xpython", "xpython_launcher"))
# As jupyter_client does it: these names mean the Python that the server runs in.
_OURS = ("python", "python3", f"python3.{sys.version_info.minor}")


@dataclass(frozen=True)
class Kernel:
    """A kernel, and what was found when its Python was asked.

    Parameters
    ----------
    name, title, language : str
        As its specification says.
    state : str
        ``ready``; ``missing`` where it has no workbench, ``other`` where it has another version, ``clash``
        where it has the package of somebody else that is called workbench; ``silent`` where its Python gave no
        answer; ``unknown`` where it could not be asked; ``other_language`` where it is no Python.
    python, version : str
        What it has; empty where that is not known.
    said : str
        What that means and what to do, in two sentences; empty where all is well.
    """

    name: str
    title: str
    language: str
    state: str
    python: str = ""
    version: str = ""
    said: str = ""

    def to_json(self) -> dict[str, Json]:
        """Return it as JSON."""
        return {
            "name": self.name,
            "title": self.title,
            "language": self.language,
            "state": self.state,
            "python": self.python,
            "version": self.version,
            "said": self.said,
        }


async def ask_kernels(specs: Mapping[str, Any], *, seconds: float = _SECONDS) -> list[Kernel]:
    """Return what is known of each kernel.

    Parameters
    ----------
    specs : mapping of str to dict
        What a kernel specification manager returns for all of them.
    seconds : float
        How long a Python may take to answer.
    """
    limit = asyncio.Semaphore(_AT_ONCE)

    async def ask(name: str, spec: Mapping[str, Any]) -> Kernel:
        async with limit:
            return await _ask(name, spec, seconds)

    found = [(name, _spec(one)) for name, one in sorted(specs.items())][:_MOST_KERNELS]
    return list(await asyncio.gather(*(ask(name, spec) for name, spec in found)))


def _spec(one: Any) -> Mapping[str, Any]:
    spec = one.get("spec", {}) if isinstance(one, Mapping) else {}
    return spec if isinstance(spec, Mapping) else {}


async def _ask(name: str, spec: Mapping[str, Any], seconds: float) -> Kernel:
    title, language = str(spec.get("display_name") or name), str(spec.get("language") or "")
    if language.lower() != "python":
        return Kernel(name, title, language, "other_language", said="It runs no Python; templates need it.")
    command = _command(spec)
    if command is None:
        told = (
            "Its Python cannot be asked from here: it is started by another program, or elsewhere.\n"
            "Open a notebook with it; the guide says there what is missing."
        )
        return Kernel(name, title, language, "unknown", said=told)
    try:
        answer = _answer(await _run(command, _environment(spec), seconds))
    except (TimeoutError, OSError, ValueError) as error:
        return Kernel(name, title, language, "silent", said=_silence(error, seconds))
    return _judged(name, title, language, answer)


def _command(spec: Mapping[str, Any]) -> str | None:
    """Return the interpreter that a kernel runs in; ``None`` where it is started in some other way."""
    argv = spec.get("argv")
    metadata = spec.get("metadata")
    provisioner = metadata.get("kernel_provisioner") if isinstance(metadata, Mapping) else None
    if isinstance(provisioner, Mapping) and provisioner.get("provisioner_name") != "local-provisioner":
        return None
    if not isinstance(argv, list) or not argv or not isinstance(argv[0], str):
        return None
    if not any(pair in _STARTED for pair in pairwise(map(str, argv))):  # a runner may go on to another Python
        return None
    if argv[0] in _OURS:
        return sys.executable
    return argv[0] if _PYTHON.fullmatch(Path(argv[0]).name) else None


def _environment(spec: Mapping[str, Any]) -> dict[str, str]:
    own = spec.get("env")
    added = {str(key): str(value) for key, value in own.items()} if isinstance(own, Mapping) else {}
    # Without it a file of that name in the folder would be found before the package.
    return {**os.environ, **added, "PYTHONSAFEPATH": "1"}


async def _run(command: str, environment: Mapping[str, str], seconds: float) -> bytes:
    with tempfile.TemporaryDirectory() as empty:
        process = await asyncio.create_subprocess_exec(
            command, "-c", _PROGRAM,
            cwd=empty, env=dict(environment), start_new_session=True,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            return await asyncio.wait_for(_read(process), seconds)
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
                await process.wait()


async def _read(process: asyncio.subprocess.Process) -> bytes:
    """Return what a program prints, up to a limit."""
    content, stream = b"", process.stdout
    while stream is not None and (chunk := await stream.read(_MOST_BYTES)):
        content += chunk
        if len(content) > _MOST_BYTES:
            raise ValueError("it printed too much")
    await process.wait()
    return content


def _answer(content: bytes) -> Mapping[str, Any]:
    lines = content.decode(errors="replace").strip().splitlines()
    found = json.loads(lines[-1]) if lines else None  # what a start-up file prints stands before
    if isinstance(found, dict) and isinstance(found.get("python"), str):
        return found
    raise ValueError("it answered something else")


def _silence(error: Exception, seconds: float) -> str:
    if isinstance(error, TimeoutError):
        why = f"did not answer within {seconds:g} seconds"
    elif isinstance(error, OSError):
        why = f"cannot be started: {error.strerror}"
    else:
        why = "gave no answer that can be read"
    return f"Its Python {why}.\nStart the kernel; if it does not start either, install it anew."


def _judged(name: str, title: str, language: str, answer: Mapping[str, Any]) -> Kernel:
    version = answer.get("version") if isinstance(answer.get("version"), str) else None
    python = str(answer["python"])[:50]
    install = f"Run in a cell of that kernel: %pip install {DISTRIBUTION}=={__version__}, then restart the kernel."
    if isinstance(answer.get("other"), str):
        told = (
            f"It has the package workbench, which is by someone else and has a module of the same name.\n"
            f"Run in a cell of that kernel: %pip uninstall --yes workbench, then %pip install --force-reinstall "
            f"{DISTRIBUTION}=={__version__}, and restart it."
        )
        state = "clash"
    elif version is None and not answer.get("found"):
        state, told = "missing", f"It does not have the workbench.\n{install}"
    elif version is not None and version != __version__:
        state, told = "other", f"It has version {version[:50]}, and the server has {__version__}.\n{install}"
    else:
        state, told = "ready", ""
    return Kernel(name, title, language, state, python, (version or "")[:50], told)
