"""The application that a Jupyter server loads."""

from __future__ import annotations

from jupyter_server.extension.application import ExtensionApp

from workbench.core.version import __version__
from workbench.server.handlers import ROUTES

__all__ = ["WorkbenchServerApp"]


class WorkbenchServerApp(ExtensionApp):
    """Serves the notebook templates to the extension in the browser."""

    name = "workbench"
    description = "Guided notebook templates, from a raw table to a report"
    version = __version__

    def initialize_handlers(self) -> None:
        """Add the routes; the server puts its base URL before each."""
        self.handlers.extend(ROUTES)
