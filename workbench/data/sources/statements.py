"""A query is one SELECT: nothing that a person hands in as one may change what it asks."""

from __future__ import annotations

import re

from workbench.errors import SourceError

__all__ = ["check_query"]

# Text, names and comments, in which a semicolon or a word means nothing.
_OPAQUE = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `[^`]*` | (\$\w*\$).*?\1 | --[^\n]* | /\*.*?\*/""", re.DOTALL | re.VERBOSE
)
_READS = ("select", "with", "values", "table", "from")


def check_query(query: str) -> str:
    """Return a query if it is one statement that reads.

    This keeps a person from a slip. What a database is allowed to do for somebody, the database says: where it
    can, it is asked besides to take this for a transaction that changes nothing.

    Raises
    ------
    SourceError
        If there are several statements, or it is one that does not begin as those that read.

    Examples
    --------
    >>> check_query("SELECT * FROM people WHERE name <> 'a;b';")
    "SELECT * FROM people WHERE name <> 'a;b';"
    """
    words = _OPAQUE.sub(" '' ", query).strip()
    several = [one for one in words.split(";") if one.strip(" '\n\t\r")]
    if len(several) > 1:
        raise SourceError(f"query holds {len(several)} statements.\nGive one that reads, with nothing behind it.")
    first = re.match(r"[\s(']*(\w*)", words)
    word = first.group(1).lower() if first else ""
    if word not in _READS:
        raise SourceError(
            f"query begins with {word.upper()!r}, which does not read a table.\nGive one that reads, such as SELECT."
        )
    return query
