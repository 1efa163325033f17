"""What a panel asks of the kernel that it runs in: whether somebody may look, and which cell it shows in."""

from __future__ import annotations

import os
import sys
from typing import Any

__all__ = ["cell_now", "is_watched"]


def is_watched() -> bool:
    """Whether somebody may look while the cell runs; a run without a person shows a widget's twin alone.

    A client that runs a notebook says that nobody can be asked anything. Voilà says so too, and has a reader.
    """
    return "VOILA_REQUEST_URL" in os.environ or bool(_request().get("content", {}).get("allow_stdin", True))


def cell_now() -> tuple[str, str] | None:
    """Return the cell that runs, by its id, and this run of it; ``None`` where nobody says."""
    request = _request()
    cell = request.get("metadata", {}).get("cellId")
    run = request.get("header", {}).get("msg_id")
    return (cell, run) if isinstance(cell, str) and isinstance(run, str) else None


def _request() -> dict[str, Any]:
    """Return the message that made the kernel run what runs; empty where there is no kernel."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    kernel = getattr(shell, "kernel", None)
    return dict(kernel.get_parent() or {}) if kernel is not None else {}
