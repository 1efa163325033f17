"""What the health page shows: versions, template folders and their problems, kernels and what they lack."""

from __future__ import annotations

import asyncio
import platform
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench.core.schema import Json, schema_name
from workbench.core.version import installed_versions
from workbench.server.kernels import Kernel, ask_kernels
from workbench.templates import Catalogue

__all__ = ["Health", "health_answer"]

_PACKAGES = ("jupyterlab", "jupyter-server", "notebook", "nbformat", "ipykernel")
_SECONDS_KEPT = 10.0


class Health:
    """Asks the kernels' Pythons once for many requests.

    Each answer starts a Python; requests that come at the same time, or shortly after, share one.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._kernels: list[Kernel] = []
        self._asked_for: object = None
        self._until = 0.0

    async def kernels(self, specs: Mapping[str, Any]) -> list[Kernel]:
        """Return what is known of each kernel, at most ten seconds old."""
        async with self._lock:
            wanted = repr(sorted(specs.items(), key=lambda item: item[0]))
            if time.monotonic() > self._until or wanted != self._asked_for:
                self._kernels = await ask_kernels(specs)
                self._asked_for, self._until = wanted, time.monotonic() + _SECONDS_KEPT
            return self._kernels


def health_answer(catalogue: Catalogue, kernels: Sequence[Kernel]) -> dict[str, Json]:
    """Return what the health page shows; a home folder is written as ``~``, so that it names nobody.

    Parameters
    ----------
    catalogue : Catalogue
        The templates and folders that were found.
    kernels : sequence of Kernel
        What is known of each.
    """
    return {
        "schema": schema_name("health"),
        "versions": {name: version for name, version in installed_versions(_PACKAGES).items() if name != "python"},
        "server": {"python": platform.python_version(), "system": f"{platform.system()} {platform.machine()}"},
        "folders": [{**one.to_json(), "path": _without_home(one.path)} for one in catalogue.folders],
        "templates": [{"id": one.id, "version": one.version, "source": one.source} for one in catalogue.templates],
        "problems": list(catalogue.problems),
        "kernels": [kernel.to_json() for kernel in kernels],
    }


def _without_home(path: str) -> str:
    home = str(Path.home()).rstrip("/")
    return f"~{path[len(home) :]}" if home and f"{path}/".startswith(f"{home}/") else path
