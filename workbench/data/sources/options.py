"""How a table is to be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.errors import InputError

__all__ = ["DECIMALS", "KINDS", "LARGE", "ReadOptions"]

LARGE = 512 * 2**20
"""Sources of more than about this many bytes stay on disk."""

KINDS = ("text", "number", "whole number", "true or false", "date", "time")
"""What a person may say that a column holds; a time has a day, an hour or both."""

DECIMALS = ("", ".", ",")
"""What a person may say that stands before decimals; nothing has it found out."""

_VALUES = (str, int, float, bool, dt.date)


@dataclass(frozen=True)
class ReadOptions:
    """What a person says about a source beside where it is.

    Parameters
    ----------
    encoding : str
        The encoding of a text file.
    types : mapping of str to str, optional
        What columns hold: ``text``, ``number``, ``whole number``, ``true or false``, ``date``, ``time``.
    missing : list, or mapping of str to list, optional
        Values that mean "not known": in all columns, or column by column.
    recode : mapping of str to mapping, optional
        Values that are the same: column by column, each with what it becomes.
    table, query : str
        A sheet or table, or a query, of a source that has several tables.
    lazy : bool, optional
        Whether the rows stay on disk; by default where the source is larger than :data:`LARGE`.
    must_be_found : bool
        Whether a value that is named and is nowhere is a mistake.
    decimal : {"", ".", ","}
        What stands before the decimals of numbers in text; by default it is found out.

    Raises
    ------
    InputError
        If one of them has another form.

    Examples
    --------
    >>> ReadOptions(types={"zip": "text"}, missing={"workclass": ["?"]}).is_changing
    True
    """

    encoding: str = "utf-8"
    types: Mapping[str, str] | None = None
    missing: Iterable[object] | Mapping[str, Iterable[object]] | None = None
    recode: Mapping[str, Mapping[object, object]] | None = None
    table: str = ""
    query: str = ""
    lazy: bool | None = None
    must_be_found: bool = True
    decimal: str = ""

    def __post_init__(self) -> None:
        """Check the form of each."""
        for name in ("table", "query"):
            if not isinstance(getattr(self, name), str):
                raise InputError(f"{name} is {getattr(self, name)!r}.\nGive its name as text.")
        if self.lazy not in (None, True, False):
            raise InputError(f"lazy is {self.lazy!r}.\nAllowed are: None, True, False.")
        if self.decimal not in DECIMALS:
            raise InputError.for_choice("decimal", self.decimal, DECIMALS)
        _check_types(self.types)
        if isinstance(self.missing, Iterable) and not isinstance(self.missing, (str, Mapping)):
            object.__setattr__(self, "missing", tuple(self.missing))  # what can be gone through once is kept
        _check_missing(self.missing)
        _check_recode(self.recode)

    @property
    def is_changing(self) -> bool:
        """Whether values are to be read in another way than they stand."""
        return bool(self.types or self.missing or self.recode or self.decimal)


def _check_types(types: object) -> None:
    if types is None:
        return
    if not isinstance(types, Mapping):
        raise InputError(f"types is {types!r}.\nSay of each column what it holds, for example types={{'zip': 'text'}}.")
    for column, kind in types.items():
        if kind not in KINDS:
            raise InputError.for_choice(f"types[{column!r}]", kind, KINDS)


def _check_missing(missing: object) -> None:
    if missing is None:
        return
    for where, values in missing.items() if isinstance(missing, Mapping) else [("", missing)]:
        name = f"missing[{where!r}]" if isinstance(missing, Mapping) else "missing"
        if isinstance(values, (str, Mapping)) or not isinstance(values, Iterable):
            raise InputError(f"{name} is {values!r}.\nGive a list, even of one: ['?'].")
        for value in values:
            _check_value(name, value)


def _check_recode(recode: object) -> None:
    if recode is None:
        return
    for column, values in recode.items() if isinstance(recode, Mapping) else [("", None)]:
        if not isinstance(values, Mapping):
            raise InputError(
                f"recode is {recode!r}.\n"
                "Say of each column which value becomes which, for example recode={'income': {'>50K.': '>50K'}}."
            )
        for old, new in values.items():
            _check_value(f"recode[{column!r}]", old)
            _check_value(f"recode[{column!r}]", new)


def _check_value(name: str, value: object) -> None:
    if not isinstance(value, _VALUES) or value == "" or value != value:  # the last: nan
        raise InputError(
            f"{name} holds {value!r}, which no table holds as a value.\nGive text, numbers, true or false, or dates."
        )
