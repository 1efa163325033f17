"""``write_report``: a document becomes a file, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from workbench.checks import check_result
from workbench.core.files import write_whole
from workbench.document.nodes import Document
from workbench.errors import InputError
from workbench.report.formats import format_of, rendered

__all__ = ["check_report_path", "write_report"]


def write_report(document: Document, path: str | Path, *, front_matter: bool = False) -> Path:
    """Write a document to a file, in the format its suffix names.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.
    path : str or path
        It ends in ``.html``, ``.pdf``, ``.docx``, ``.md`` or ``.json``. Folders that are not there are
        made; a file that is there is replaced only when the new one is complete.
    front_matter : bool
        Whether a Markdown file begins with what a Hugging Face model card states for programs.

    Returns
    -------
    pathlib.Path
        The absolute path of the file.

    Raises
    ------
    InputError
        If the suffix names no known format, or the file cannot be written; or front matter is asked for in
        another format than Markdown.
    """
    check_result("document", document, Document, "build_report")
    target = check_report_path(path)
    format = format_of(target)
    if front_matter:
        format = format.with_front_matter()
    return write_whole(target, rendered(document, format))


def check_report_path(path: str | Path) -> Path:
    """Return the absolute path of a report, if its suffix names a known format.

    Whoever works long before they write asks this first.

    Raises
    ------
    InputError
        If the suffix names no known format, or the path can be none.

    Examples
    --------
    >>> check_report_path("report.html").name
    'report.html'
    """
    if not isinstance(path, (str, Path)):
        raise InputError(f"path is {path!r}.\nGive the name of a file, such as 'report.html'.")
    if "\0" in str(path):
        raise InputError(f"path is {str(path)!r}, which no file can be called.\nLeave out the character \\x00.")
    try:
        target = Path(path).expanduser().resolve()
    except RuntimeError as error:
        raise InputError(f"path is {str(path)!r}, and there is no such home.\nName the folder in full.") from error
    format_of(target)
    return target
