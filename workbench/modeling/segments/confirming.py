"""Segments told by whether they were confirmed: of a result, and of what a report records of it."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

__all__ = ["Segments"]


class _Segment(Protocol):
    @property
    def is_confirmed(self) -> bool: ...


One = TypeVar("One", bound=_Segment)


class Segments(Generic[One]):
    """Segments, of which some were confirmed."""

    segments: tuple[One, ...]

    @property
    def confirmed(self) -> tuple[One, ...]:
        """Those in which the model errs more on rows that they were not found on, too."""
        return tuple(one for one in self.segments if one.is_confirmed)

    @property
    def not_confirmed(self) -> tuple[One, ...]:
        """Those that may be chance."""
        return tuple(one for one in self.segments if not one.is_confirmed)
