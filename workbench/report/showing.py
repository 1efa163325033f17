"""A document shown in a notebook: in its cell, in the notebook's own light, whole on paper too."""

from __future__ import annotations

import sys

from workbench.document.nodes import Document
from workbench.report.html import to_fragment

__all__ = ["show_documents_in_notebooks"]


def show_documents_in_notebooks() -> None:
    """Tell IPython, where it runs, how to show a document; do nothing elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        shell.display_formatter.formatters["text/html"].for_type(Document, to_fragment)
