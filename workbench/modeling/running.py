"""Running code of somebody else: what it prints is kept instead of shown, what it raises is told."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from workbench.core.silence import hearing

__all__ = ["MOST_KEPT", "Printed", "listening", "told"]

MOST_KEPT = 10_000
"""How many characters of what is printed are kept."""


class Printed:
    r"""What was printed.

    Examples
    --------
    >>> with listening() as printed:
    ...     print("round 1")
    >>> printed.text, printed.n_lines
    ('round 1\n', 1)
    """

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        """The first :data:`MOST_KEPT` characters."""
        return self.stream.getvalue()[:MOST_KEPT]

    @property
    def n_lines(self) -> int:
        """How many lines there are that hold more than spaces."""
        return sum(bool(line.strip()) for line in self.stream.getvalue().splitlines())


@contextmanager
def listening() -> Iterator[Printed]:
    """Keep what is printed by Python code while it lasts; warnings are warned of afterwards.

    Progress bars write to the error stream, so that it is kept as well.
    """
    printed = Printed()
    with warnings.catch_warnings(record=True) as caught, hearing(printed.stream):
        yield printed
    for one in caught:
        warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)


def told(error: Exception) -> str:
    """Return what an error says; with its kind, where that is not one that says that values do not fit.

    Examples
    --------
    >>> told(ValueError("too few rows")), told(KeyError("age")), told(RuntimeError())
    ('too few rows', "KeyError: 'age'", 'RuntimeError')
    """
    kind, text = type(error).__name__, str(error)
    if not text:
        return kind
    return text if isinstance(error, (ValueError, TypeError)) else f"{kind}: {text}"
