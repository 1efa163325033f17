"""What to call what decides how a report looks: a chart, a page, its styles, its scripts."""

from __future__ import annotations

import re

from workbench.report.printed.hidden import HIDDEN

__all__ = ["called"]

_NAMES = {
    "style": "the page's styles",
    "script": "the page's scripts, or the data of its slider",
    "skeleton": "the page's structure: its elements and their attributes",
    "file": "the file's own settings, such as its language, its labels and what it does when it is opened",
}
_NUMBERED = re.compile(r"(page|figure)/(\d+)")


def called(name: str, digest: str | None) -> tuple[str, str]:
    """Return what differs, in words, and what is there now.

    Parameters
    ----------
    name : str
        What a reader of the format calls it.
    digest : str or None
        What it found there now; ``None`` where nothing is there any more.

    Examples
    --------
    >>> called("page/3", "0c1f"), called("style", "77aa")
    (('what page 3 draws', 'something else'), ("the page's styles", 'something else'))
    """
    if name.startswith(HIDDEN):
        return "", f"{name.removeprefix(HIDDEN)}: {digest}"
    numbered = _NUMBERED.fullmatch(name)
    if numbered:
        said = f"what page {numbered[2]} draws" if numbered[1] == "page" else f"drawing {numbered[2]}"
    else:
        said = _NAMES.get(name, f"the drawing of {name}")
    return said, "" if digest is None else "something else"
