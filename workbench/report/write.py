"""``write_report``: a document becomes a file, whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import uuid4

from workbench.checks import check_result
from workbench.document.nodes import Document
from workbench.errors import InputError
from workbench.report.html import to_html

__all__ = ["check_report_path", "write_report"]

_FORMATS: Mapping[str, Callable[[Document], str]] = {".html": to_html, ".htm": to_html}


def write_report(document: Document, path: str | Path) -> Path:
    """Write a document to a file, in the format its suffix names.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.
    path : str or path
        It ends in ``.html``. Folders that are not there are made; a file that is there is replaced
        only when the new one is complete.

    Returns
    -------
    pathlib.Path
        The absolute path of the file.

    Raises
    ------
    InputError
        If the suffix names no known format, or the file cannot be written.
    """
    check_result("document", document, Document, "build_report")
    target = check_report_path(path)
    text = _FORMATS[target.suffix.lower()](document)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, text)
    except OSError as error:
        raise InputError(
            f"{str(target)!r} cannot be written: {error.strerror}.\nChoose a folder that you may write to."
        ) from error
    return target


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
        raise InputError(f"path is {path!r}.\nGive the name of a file that ends in .html.")
    if "\0" in str(path):
        raise InputError(f"path is {str(path)!r}, which no file can be called.\nLeave out the character \\x00.")
    try:
        target = Path(path).expanduser().resolve()
    except RuntimeError as error:
        raise InputError(f"path is {str(path)!r}, and there is no such home.\nName the folder in full.") from error
    if target.suffix.lower() not in _FORMATS:
        raise InputError(
            f"{target.name!r} ends in {target.suffix!r}, which is no format of a report.\n"
            f"A report's name ends in one of: {', '.join(_FORMATS)}."
        )
    return target


def _replace(target: Path, text: str) -> None:
    """Write beside the target first, so that a reader finds the old file or the new one."""
    beside = target.with_name(f".{target.stem[:100]}-{uuid4().hex}{target.suffix}")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:  # who may read it: as for any new file
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
