"""What separates the fields of a text file."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from workbench.data.sources.text_stream import TextStream

__all__ = ["SEPARATORS", "found_separator"]

SEPARATORS = {",": "commas", ";": "semicolons", "|": "vertical bars", "\t": "tabs"}
"""Those that are looked for, and what they are called."""

_TABS = re.compile(r"[ \t]+(?=[\r\n]|$)")
_LOOKED_AT = 50  # records
_HEAD = 2**17 - 2**10  # bytes; less than the longest field that Python's reader takes


def found_separator(path: Path, encoding: str, usual: str) -> tuple[str, int]:
    r"""Return what separates the fields, and how many the header has; 0 where the file is blank.

    A separator is possible where the header and all of the first records have equally many fields,
    at least two. Of several the one with the most fields is taken, of those with equally many the usual one.
    Without any it is the usual one, unless the header has several fields by another one only.

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
    # At the end of a line a tab is only a blank, unless tabs are what is expected.
    without = text if usual == "\t" else _TABS.sub("", text)
    widths = {one: _widths(without if one == "\t" else text, one, whole=whole) for one in (usual, *SEPARATORS)}
    chosen = _chosen(widths, usual, commented=text.startswith("#"))
    return chosen, next(iter(_widths(text, chosen, whole=whole)), 0)


def _chosen(widths: dict[str, list[int]], usual: str, *, commented: bool) -> str:
    """Return the separator that gives most fields, from those on which the first records agree where there are any."""
    agreed = {one: found[0] for one, found in widths.items() if len(set(found)) == 1}
    heads = {one: found[0] for one, found in widths.items() if found}
    rows = {one: max(found) for one, found in widths.items() if found}
    tried = [agreed]
    if heads.get(usual) == 1:  # then a line is damaged, or all have one field
        tried += [heads, rows] if commented else [heads]
    for fields in tried:
        best = max(fields, key=lambda one: fields[one], default=usual)
        if fields.get(best, 0) > 1:
            return best
    return usual


def _widths(text: str, separator: str, *, whole: bool) -> list[int]:
    """Return the number of fields of each of the first records that are whole."""
    found = []
    for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        if record and (len(record) > 1 or record[0].strip(" ")):
            found.append(len(record))
        if len(found) > _LOOKED_AT:
            break
    return found if whole or len(found) < 2 else found[:-1]  # the last one may be cut off
