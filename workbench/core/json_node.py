"""Reading JSON that nobody vouches for: each value with the place where it stands, so that errors can say both."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.core.schema import Json
from workbench.errors import InputError

__all__ = ["Node", "key_order"]

_LONGEST = 60
_LARGEST = 1e300


@dataclass(frozen=True)
class Node:
    """A value of some JSON.

    Parameters
    ----------
    value : object
        The value.
    where : str
        Its place, such as ``"audit.roles.protected[0]"``.
    writer : str
        What writes such JSON, for the errors.

    Examples
    --------
    >>> Node({"n": "many"}, "audit", "Audit.to_json")["n"].whole()
    Traceback (most recent call last):
    workbench.errors.InputError: audit.n is 'many', which is no whole number.
    Give what Audit.to_json wrote.
    """

    value: object
    where: str
    writer: str

    def __getitem__(self, key: str) -> Node:
        """Return what stands under a key, which must be there."""
        record = self.record()
        if key not in record:
            raise self.error(f"has no {key!r}")
        return Node(record[key], f"{self.where}.{key}", self.writer)

    def error(self, what: str) -> InputError:
        """Return the error that says what is wrong with the value."""
        return InputError(f"{self.where} {what}.\nGive what {self.writer} wrote.")

    def _wrong(self, wanted: str) -> InputError:
        kind = {dict: "an object", list: "a list", type(None): "null"}.get(type(self.value), "")
        if isinstance(self.value, int) and abs(self.value) > _LARGEST:
            kind = "a huge number"  # Python refuses to write the longest ones
        shown = repr(self.value) if not kind else ""
        return self.error(
            f"is {kind or (shown if len(shown) <= _LONGEST else shown[:_LONGEST] + '…')}, which is {wanted}"
        )

    @property
    def is_null(self) -> bool:
        """Whether it is ``null``."""
        return self.value is None

    def record(self) -> dict[str, object]:
        """Return an object of JSON."""
        if not isinstance(self.value, dict) or not all(isinstance(key, str) for key in self.value):
            raise self._wrong("no object with keys of text")
        return self.value

    def entries(self, most: int) -> list[Node]:
        """Return the entries of a list, of at most so many."""
        if not isinstance(self.value, list):
            raise self._wrong("no list")
        if len(self.value) > most:
            raise self.error(f"holds {len(self.value):,} entries; {most:,} is the most")
        return [Node(one, f"{self.where}[{place}]", self.writer) for place, one in enumerate(self.value)]

    def members(self) -> dict[str, Node]:
        """Return what an object holds, by key."""
        return {key: self[key] for key in self.record()}

    def text(self) -> str:
        """Return text that is Unicode."""
        if not isinstance(self.value, str):
            raise self._wrong("no text")
        if any("\ud800" <= character <= "\udfff" for character in self.value):
            raise self._wrong("not Unicode")
        return self.value

    def choice(self, *allowed: str) -> str:
        """Return one of several words."""
        if not isinstance(self.value, str) or self.value not in allowed:
            raise self._wrong(f"none of {', '.join(map(repr, allowed))}")
        return self.value

    def truth(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            raise self._wrong("neither true nor false")
        return self.value

    def whole(self) -> int:
        """Return a whole number."""
        if type(self.value) is not int or abs(self.value) > _LARGEST:
            raise self._wrong("no whole number")
        return self.value

    def real(self) -> float:
        """Return a finite number, whole ones as they are."""
        value = self.value
        if type(value) is int and abs(value) <= _LARGEST:
            return value
        if type(value) is not float or not math.isfinite(value):
            raise self._wrong("no finite number")
        return value

    def texts(self, most: int) -> tuple[str, ...]:
        """Return a list of text, of at most so many."""
        return tuple(one.text() for one in self.entries(most))

    def ordered(self, order: Node) -> object:
        """Return the value with its keys, and those of the objects in it, in the order that :func:`key_order` wrote."""
        if order.is_null:
            return self.value
        found: dict[str, object] = {}
        for entry in order.entries(len(self.record())):
            pair = entry.entries(2)
            if len(pair) < 2:
                raise entry.error("is no key with an order")
            key = pair[0].text()
            found[key] = self[key].ordered(pair[1])
        if len(found) < len(self.record()):
            raise order.error(f"does not name every key of {self.where}")
        return found


def key_order(value: object) -> Json:
    """Return the order of keys as lists, which survive a writer of JSON that sorts keys; ``None`` for other values.

    Examples
    --------
    >>> key_order({"b": {"z": 1, "a": 2}, "a": 0})
    [['b', [['z', None], ['a', None]]], ['a', None]]
    """
    if not isinstance(value, Mapping):
        return None
    return [[str(key), key_order(one)] for key, one in value.items()]
