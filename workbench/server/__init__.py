"""The server part: which notebook templates there are, read-only and for signed-in people only.

Whatever touches a person's data runs in the notebook's kernel; this part only reads templates.
"""

from __future__ import annotations

from typing import Any

from workbench.server.app import WorkbenchServerApp

__all__ = ["WorkbenchServerApp"]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    # With the module alone the server looks for a function to load and refuses the extension.
    return [{"module": "workbench.server", "app": WorkbenchServerApp}]
