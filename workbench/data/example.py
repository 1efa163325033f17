"""What a bundled example is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

__all__ = ["Example"]


@dataclass(frozen=True, eq=False)
class Example:
    """A bundled table with the roles that make sense for it.

    Parameters
    ----------
    name, title : str
        Short and long name.
    frame : pandas.DataFrame
        The rows.
    roles : mapping
        Arguments for :func:`workbench.read_data`.
    source : str
        Where the data come from.
    note : str
        What a reader must know before using it.
    truth : mapping
        What is true of the process that made the data; empty for real data.
    """

    name: str
    title: str
    frame: pd.DataFrame
    roles: Mapping[str, Any]
    source: str
    note: str
    truth: Mapping[str, object] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return the example in one sentence."""
        return f"Example {self.name!r}: {self.title}, {len(self.frame):,} rows."
