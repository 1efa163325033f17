"""A document shown in a notebook: the page itself, in a frame of its own.

The frame keeps the page's styles from the notebook's and the notebook's from the page, runs no
script, and is what its readers will see.
"""

from __future__ import annotations

import sys
from html import escape

from workbench.document.nodes import Document
from workbench.document.wording import plain
from workbench.report.html import to_html

__all__ = ["show_documents_in_notebooks", "to_frame"]

_HEIGHT = 640  # pixels; a screen's worth, the rest scrolls


def to_frame(document: Document) -> str:
    """Return the document as an HTML frame that a notebook can show.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.
    """
    return (
        f'<iframe title="{escape(plain(document.title))}" sandbox="" srcdoc="{escape(to_html(document))}" '
        f'style="width: 100%; height: {_HEIGHT}px; border: 1px solid #d5dae0; background: #ffffff"></iframe>'
    )


def show_documents_in_notebooks() -> None:
    """Tell IPython, where it runs, how to show a document; do nothing elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        shell.display_formatter.formatters["text/html"].for_type(Document, to_frame)
