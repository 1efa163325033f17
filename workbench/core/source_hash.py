"""The hash by which the source of a cell is known again, wherever it stands."""

from __future__ import annotations

import hashlib

__all__ = ["hash_of_source"]

_SPACES = " \t\r\f\v"


def hash_of_source(source: str) -> str:
    r"""Return 16 hex digits by which a source is known again, whatever white space ends its lines.

    Parameters
    ----------
    source : str
        The text of a cell.

    Examples
    --------
    >>> hash_of_source("a = 1  \n\n") == hash_of_source("a = 1")
    True
    """
    lines = "\n".join(line.rstrip(_SPACES) for line in source.split("\n")).rstrip("\n")
    whole = lines.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a character is none
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
