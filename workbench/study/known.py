"""What this process has written to studies or read from them, so that it is not written down twice."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Known"]


@dataclass
class Known:
    """Objects and the files that hold them.

    Parameters
    ----------
    is_there : callable
        Says whether a file of that name is in the study.
    """

    is_there: Callable[[str], bool]
    _files: dict[int, tuple[Any, str]] = field(default_factory=dict)

    def file_of(self, value: object) -> str | None:
        """Return the name of the file that holds an object; ``None`` where none does.

        Parameters
        ----------
        value : object
            A table, which never changes; or a model, which nobody trains anew once it is in a result.
        """
        reference, name = self._files.get(id(value), (None, ""))
        return name if reference is not None and reference() is value and self.is_there(name) else None

    def remember(self, value: object, name: str) -> None:
        """Remember which file holds an object, for as long as the object lives.

        Parameters
        ----------
        value : object
            The object.
        name : str
            The file.
        """
        place = id(value)
        try:
            self._files[place] = weakref.ref(value, lambda _gone: self._files.pop(place, None)), name
        except TypeError:  # it knows no such references
            return
