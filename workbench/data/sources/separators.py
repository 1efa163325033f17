"""What separates the fields of a text file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from workbench.data.sources.text_stream import TextStream

__all__ = ["SEPARATORS", "found_separator"]

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
"""Those that are looked for, and what they are called."""

_LOOKED_AT = 50  # records
_HEAD = 2**17 - 2**10  # bytes; less than the longest field that Python's reader takes


def found_separator(path: Path, encoding: str, usual: str) -> tuple[str, int]:
    r"""Return what separates the fields, and how many the header has; 0 where the file is blank.

    A separator is possible where the header and all of the first records have equally many fields,
    at least two. Of several the one with the most fields is taken; without any, or with equally many,
    the usual one.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str
        Its encoding.
    usual : str
        The separator that the file's name tells of.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "a.csv")
    >>> _ = path.write_text("name;height\nAnn;1,62\nBen;1,80\n")
    >>> found_separator(path, "utf-8", ",")
    (';', 2)
    """
    with TextStream(path, encoding) as stream:
        head, whole = b"", False
        while len(head) < _HEAD and not whole:
            more = stream.read(_HEAD)
            whole = not more
            head += more
        end = f"{stream.end}\n"
    text = head[:_HEAD].decode("utf-8", "replace")
    whole = whole and len(head) <= _HEAD
    text = text.removesuffix(end) if whole else text
    widths = {one: _widths(text, one, whole=whole) for one in (usual, *SEPARATORS)}
    fields = {one: found[0] for one, found in widths.items() if len(set(found)) == 1}
    best = max(fields, key=lambda one: fields[one], default=usual)
    chosen = best if fields.get(best, 0) > 1 else usual
    return chosen, (widths[chosen] or [0])[0]


def _widths(text: str, separator: str, *, whole: bool) -> list[int]:
    """Return the number of fields of each of the first records that are whole."""
    found = []
    for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        if record and (len(record) > 1 or record[0].strip(" ")):
            found.append(len(record))
        if len(found) > _LOOKED_AT:
            break
    return found if whole or len(found) < 2 else found[:-1]  # the last one may be cut off
