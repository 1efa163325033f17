"""Plain text as Markdown that means nothing but the text, and back.

What GitHub's dialect gives a meaning is escaped; what it would make a link or a sign of is cut in two by
an empty comment, as its programs look for addresses after they have undone escapes.
"""

from __future__ import annotations

import re

from workbench.report.lettering import clean

__all__ = ["escaped", "unescaped"]

_CUT = "<!-- -->"
_MEANT = re.compile(
    r"[`*\[<~|$\\]|&(?=[#\w])|(?<![^\W_])_|_(?![^\W_])|#(?=#*$)"  # what stands around words
    r"|(?<=\w)(?=://)|(?<=www)(?=\.)|(?<=[\w.+-])(?=@\w)"  # addresses
    r"|(?<=:)(?=[\w+-]+:)",  # signs by name
    re.IGNORECASE,
)
_BEGINS = ("#", "+", "-", "=", ">", ":-")  # a heading, a list, a rule, a quotation, a row of a table
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_WRITTEN = re.compile(r"<!-- -->|&#92;|\\([!-/:-@\[-`{-~])|[*]")


def escaped(text: str) -> str:
    r"""Return text as Markdown in one line.

    Parameters
    ----------
    text : str
        Anything.

    Examples
    --------
    >>> print(escaped("# a | b * c_d <i>"))
    \# a \| b \* c_d \<i>
    >>> print(escaped("1. see http://a.b or c@d.e"))
    1\. see http<!-- -->://a.b or c<!-- -->@d.e
    """
    line = " ".join(clean(text).split())
    written = _MEANT.sub(_said, line)
    if written.startswith(_BEGINS):
        return f"\\{written}"
    return _NUMBERED.sub(r"\1\\\2", written, count=1) if _NUMBERED.match(line) else written


def _said(found: re.Match[str]) -> str:
    # A backslash in front of a bracket begins a formula where notebooks show Markdown, escaped or not.
    return _CUT if not found[0] else "&#92;" if found[0] == "\\" else f"\\{found[0]}"


def unescaped(written: str) -> str:
    r"""Return the text of a line that :func:`escaped` wrote, without what makes it bold or slanted.

    Examples
    --------
    >>> print(unescaped(r"**1\. see** http<!-- -->://a.b"))
    1. see http://a.b
    """
    return " ".join(_WRITTEN.sub(_written, written).split())


def _written(found: re.Match[str]) -> str:
    return "\\" if found[0] == "&#92;" else found[1] or ""
