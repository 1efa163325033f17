"""Reading what a standard was told: values as TOML has them, or a sentence that says what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.audit.standards.contract import Option
from workbench.errors import InputError

__all__ = ["Told"]


@dataclass(frozen=True)
class Told:
    """The options of one standard, as they were given.

    Parameters
    ----------
    standard : str
        Its name, for the errors.
    values : mapping of str to object
        What was given.
    known : tuple of Option
        What the standard can be told.

    Raises
    ------
    InputError
        If an option is given that the standard does not know.
    """

    standard: str
    values: Mapping[str, object]
    known: tuple[Option, ...]

    def __post_init__(self) -> None:
        """Refuse options that are not known."""
        for name in self.values:
            if name not in [one.name for one in self.known]:
                raise InputError.for_choice(f"option of {self.standard}", name, [one.name for one in self.known])

    def text(self, name: str, default: str = "") -> str:
        """Return an option that is text, or a date, which is written as ISO does."""
        value = self.values.get(name, default)
        if isinstance(value, dt.date):
            return value.isoformat()
        if not isinstance(value, str):
            raise self._wrong(name, value, "Give text in quotes.")
        return value.strip()

    def date(self, name: str) -> dt.date | None:
        """Return an option that is a date."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return dt.datetime.fromisoformat(str(value)).date()
        except ValueError as error:
            raise self._wrong(name, value, "Give a date such as 2026-03-31.") from error

    def choice(self, name: str, allowed: Sequence[str], default: str) -> str:
        """Return an option that is one of several words."""
        value = self.values.get(name, default)
        if value not in allowed:
            raise InputError.for_choice(f"{name} of {self.standard}", value, allowed)
        return str(value)

    def whole(self, name: str, default: int, most: int | None = None) -> int:
        """Return an option that is a whole number of 0 or more."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0 or (most is not None and value > most):
            allowed = "0 or more" if most is None else f"0 to {most}"
            raise self._wrong(name, value, f"Give a whole number: {allowed}.")
        return value

    def fraction(self, name: str, default: float) -> float:
        """Return an option that is a fraction above 0 and below 1."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1:
            raise self._wrong(name, value, "Give a fraction above 0 and below 1, such as 0.95.")
        return float(value)

    def names(self, name: str) -> tuple[str, ...]:
        """Return an option that is a list of text."""
        value = self.values.get(name, ())
        if isinstance(value, str) or not isinstance(value, Sequence) or not all(isinstance(one, str) for one in value):
            raise self._wrong(name, value, 'Give a list of text, such as ["f", "m"].')
        return tuple(value)

    def mapping(self, name: str) -> Mapping[str, object]:
        """Return an option that is a table of values by name."""
        value = self.values.get(name, {})
        if not isinstance(value, Mapping):
            raise self._wrong(name, value, "Give a table of names and values.")
        return value

    def missing(self) -> tuple[Option, ...]:
        """Return the required options that were not given, or are empty."""
        return tuple(one for one in self.known if one.required and not str(self.values.get(one.name, "")).strip())

    def _wrong(self, name: str, value: object, allowed: str) -> InputError:
        return InputError(f"{name} of {self.standard} is {value!r}.\n{allowed}")
