"""What reading a source gives."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from workbench.core.finding import Finding
from workbench.data.stored import StoredTable

__all__ = ["Reading"]


@dataclass(frozen=True, eq=False)
class Reading:
    """A table as it was read, before its columns have roles.

    Parameters
    ----------
    held : pyarrow.Table or StoredTable
        The rows, in memory or on disk.
    name : str
        The file's name without its suffix, or ``"data"``.
    fingerprint : str or None
        ``file:<sha256>``; ``None`` for a frame.
    findings : tuple of Finding
        What was noticed while reading.
    notes : tuple of str
        What was done to the values, one sentence each: what was asked for, and what a reader does by itself.
    is_changed : bool
        Whether the reader has made the changes that were asked for; text must be changed before it is typed.
    """

    held: pa.Table | StoredTable
    name: str
    fingerprint: str | None
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    is_changed: bool = False

    @property
    def table(self) -> pa.Table:
        """All rows, in memory; refused where they are too many."""
        return self.held.read() if isinstance(self.held, StoredTable) else self.held
