"""What stands in the place of something that a study could not keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from workbench.errors import NotStoredError

__all__ = ["NotStored"]


class NotStored:
    """Stands for a model or another object that was not kept; whoever asks it for anything hears why.

    Parameters
    ----------
    what : str
        What it was, such as ``"the model"``.
    why : str
        Why it was not kept, one sentence.
    shown : str
        How it was written where it was printed.
    kept_settings : mapping of str to str
        Of a model: how it was set, as far as somebody set it.

    Examples
    --------
    >>> NotStored("the model", "It holds a function.", "Model()").predict
    Traceback (most recent call last):
    workbench.errors.NotStoredError: The study did not keep the model: It holds a function.
    Make the result again with the code that made it; what was computed from it is all there.
    """

    def __init__(self, what: str, why: str, shown: str, kept_settings: Mapping[str, str] | None = None) -> None:
        self.what, self.why, self.shown, self.kept_settings = what, why, shown, dict(kept_settings or {})

    def __repr__(self) -> str:
        """Return how the object was written."""
        return self.shown

    def __getattr__(self, name: str) -> Any:
        """Say why there is nothing of it."""
        if name in ("what", "why", "shown", "kept_settings"):  # while it is being copied
            raise AttributeError(name)
        self._refuse()

    def __getitem__(self, place: object) -> Any:
        """Say why there is nothing of it."""
        self._refuse()

    def __call__(self, *_given: object, **_named: object) -> Any:
        """Say why there is nothing of it."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise NotStoredError(
            f"The study did not keep {self.what}: {self.why}\n"
            "Make the result again with the code that made it; what was computed from it is all there."
        )
