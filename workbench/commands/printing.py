"""Lines on a terminal, whatever it can show and whatever stands in the data."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import typer

from workbench.document.wording import name

__all__ = ["print_lines"]

_LONGEST = 2_000


def print_lines(lines: Iterable[str]) -> None:
    """Print lines; characters that cannot be seen, or that steer a terminal, become a visible sign."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no ▲ still gets the word beside it
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        typer.echo(" " * indent + name(line, _LONGEST).text)
