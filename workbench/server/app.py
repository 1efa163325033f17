"""The application that a Jupyter server loads."""

from __future__ import annotations

from jupyter_server.extension.application import ExtensionApp
from traitlets import List, Unicode

from workbench.core.version import __version__
from workbench.server.handlers import routes

__all__ = ["WorkbenchServerApp"]


class WorkbenchServerApp(ExtensionApp):
    """Serves the notebook templates to the extension in the browser."""

    name = "workbench"
    description = "Guided notebook templates, from a raw table to a report"
    version = __version__

    template_folders = List(
        Unicode(),
        config=True,
        help="Folders of templates beside the bundled ones, those of WORKBENCH_TEMPLATES and those of packages.",
    )

    def initialize_handlers(self) -> None:
        """Add the routes; the server puts its base URL before each."""
        self.handlers.extend(routes(tuple(self.template_folders)))
