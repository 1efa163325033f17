"""JSON and files become objects again. Nothing that they say is believed before it was looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.pipeline import Pipeline

from workbench.core.provenance import Result
from workbench.errors import InputError, StudyError
from workbench.study.fitting import misfit
from workbench.study.folder import Folder
from workbench.study.forms import FORMS
from workbench.study.known import Known
from workbench.study.missing import NotStored
from workbench.study.models import restored
from workbench.study.registry import CODED, fields_of, kind_named
from workbench.study.tables import array_of, frame_of, schema_of, table_of

__all__ = ["Reader"]

_DEEPEST = 200


class _DamagedError(Exception):
    """What is wrong with a record; it never leaves this module."""


@dataclass
class Reader:
    """Turns the parts of a record into a result.

    Parameters
    ----------
    parts : list
        The JSON of the results in it, each after those that it holds.
    content_of : callable
        Returns the bytes of a file of the record, after its hash was looked at.
    known : Known
        Remembers which file holds what was read.
    folder : pathlib.Path
        Of the study, for sources that stand beside it.
    what : str
        What to call the record in an error.
    """

    parts: list[Any]
    content_of: Callable[[str], bytes]
    known: Known
    folder: Path
    what: str
    unread: list[str] = field(default_factory=list)
    _made: dict[int, Any] = field(default_factory=dict)
    _files: dict[str, Any] = field(default_factory=dict)
    _depth: int = 0

    def result(self, value: Any) -> Any:
        """Return the result of a record.

        Raises
        ------
        StudyError
            If anything in it is not as it was written.
        """
        try:
            return self.read(value)
        except _DamagedError as error:
            raise self.damaged(str(error)) from error
        except RecursionError as error:
            raise self.damaged("is nested too deeply") from error

    def damaged(self, what: str) -> StudyError:
        """Return the error for a record that is not as it was written."""
        return StudyError(f"{self.what} is damaged: {what}.\nMake the result again, and save it anew.")

    def read(self, value: Any) -> Any:
        """Return what a value of the record stands for."""
        if value is None or isinstance(value, (bool, str, int, float)):
            return value
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _DamagedError("it is nested too deeply")
        try:
            if isinstance(value, list):
                return tuple(self.read(one) for one in value)
            return self._marked(value)
        finally:
            self._depth -= 1

    def _marked(self, value: Any) -> Any:
        kind = value.get("$") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            raise _DamagedError("a value does not say what it is")
        try:
            if kind in _FORMS:
                return getattr(self, f"_{_FORMS[kind]}")(value)
            if kind in CODED:
                return FORMS[kind].read(self, value)
            return self._object(kind, value)
        except (_DamagedError, StudyError, FileNotFoundError):
            raise
        except (
            ArithmeticError, AttributeError, InputError, LookupError, MemoryError, OSError, TypeError, ValueError
        ) as error:  # fmt: skip
            said = str(error).partition("\n")[0][:200]
            raise _DamagedError(f"its {kind} cannot be made, {type(error).__name__}: {said}") from error

    def _object(self, name: str, value: dict[str, Any]) -> Any:
        kind = kind_named(name)
        if kind is None:
            raise _DamagedError(f"it names {name[:60]!r}, which is no type of the workbench")
        return self.made(kind, {one: self.read(value[one]) for one in fields_of(kind) if one in value})

    def made(self, kind: Any, given: dict[str, Any]) -> Any:
        """Return an object of a kind, of values that fit its fields."""
        problem = misfit(kind, given)
        if problem:
            raise _DamagedError(problem)
        return kind(**given)

    def text(self, value: dict[str, Any], key: str) -> str:
        """Return text of the record."""
        found = value.get(key)
        if not isinstance(found, str):
            raise _DamagedError(f"{key} is no text")
        return found

    def _part(self, value: dict[str, Any]) -> Any:
        place = value.get("of")
        if type(place) is not int or not 0 <= place < len(self.parts):
            raise _DamagedError("it points to a part that is not there")
        if place not in self._made:
            self._made[place] = None  # so that a part in itself ends here
            self._made[place] = self.read(self.parts[place])
        if not isinstance(self._made[place], Result):
            raise _DamagedError("a part is no result, or stands in itself")
        return self._made[place]

    def path_of(self, value: dict[str, Any]) -> Path:
        """Return where a file is that the record names, after its content was looked at."""
        self.content(value)
        return Folder(self.folder).files / self.text(value, "file")

    def content(self, value: dict[str, Any]) -> bytes:
        """Return the bytes of a file that the record names."""
        return self.content_of(self.text(value, "file"))

    def _model(self, value: dict[str, Any]) -> Any:
        name = self.text(value, "file")
        if name not in self._files:
            try:
                self._files[name] = restored(self.content(value))
                self.known.remember(self._files[name], name)
            except InputError as error:  # other versions of what made it, or a type that is not on the list
                why = f"It cannot be read here: {str(error).partition(chr(10))[0]}"
                self.unread.append(why)
                self._files[name] = self._lost({**value, "why": why})
        return self._files[name]

    def _lost(self, value: dict[str, Any]) -> NotStored:
        settings = {name: self.text(value["settings"], name) for name in value["settings"]}
        return NotStored(self.text(value, "what"), self.text(value, "why"), self.text(value, "shown"), settings)

    def _pipeline(self, value: dict[str, Any]) -> Pipeline:
        return Pipeline([(str(self.read(name)), self.read(step)) for name, step in value["of"]])

    def _table(self, value: dict[str, Any]) -> pa.Table:
        name = self.text(value, "file")
        if name not in self._files:
            self._files[name] = table_of(self.content(value), schema_of(self.text(value, "schema")))
            self.known.remember(self._files[name], name)
        if self._files[name].num_rows != value.get("n_rows"):
            raise _DamagedError("a table has another number of rows")
        return self._files[name]

    def _frame(self, value: dict[str, Any]) -> pd.DataFrame:
        return frame_of(self._table(value["of"]))

    def _array(self, value: dict[str, Any]) -> np.ndarray[Any, Any]:
        kind, shape = self.text(value, "dtype"), value["shape"]
        if not isinstance(shape, list) or not all(type(one) is int and one >= 0 for one in shape):
            raise _DamagedError("the shape of an array is none")
        if "values" in value:
            found = self._few(np.dtype(kind), tuple(shape), value["values"])
        else:
            found = array_of(self.content(value), kind, tuple(shape))
        found.setflags(write=value.get("writeable") is True)
        return found

    def _few(self, kind: np.dtype[Any], shape: tuple[int, ...], values: Any) -> np.ndarray[Any, Any]:
        if not isinstance(values, list) or len(values) != int(np.prod(shape, dtype=object)):
            raise _DamagedError("an array has another number of values")
        found = np.empty(len(values), dtype=kind)
        for place, one in enumerate(values):
            found[place] = self.read(one)
        return found.reshape(shape)

    def _scalar(self, value: dict[str, Any]) -> Any:
        return self._array(value["of"])[()]

    def _float(self, value: dict[str, Any]) -> float:
        return float(self.text(value, "of"))

    def _list(self, value: dict[str, Any]) -> list[Any]:
        return [self.read(one) for one in value["of"]]

    def _set(self, value: dict[str, Any]) -> Any:
        found = [self.read(one) for one in value["of"]]
        return frozenset(found) if value["$"] == "frozenset" else set(found)

    def _map(self, value: dict[str, Any]) -> Mapping[Any, Any]:
        found = {self.read(key): self.read(one) for key, one in value["of"]}
        return MappingProxyType(found) if value["$"] == "frozen" else found

    def _kind(self, value: dict[str, Any]) -> pa.DataType:
        return schema_of(self.text(value, "of")).field(0).type

    def _path(self, value: dict[str, Any]) -> Path:
        return Path(self.text(value, "of"))

    def _when(self, value: dict[str, Any]) -> Any:
        kinds: dict[str, Any] = {"date": dt.date, "datetime": dt.datetime, "time": dt.time}
        kind = kinds.get(value["$"])
        return kind.fromisoformat(self.text(value, "of")) if kind else pd.Timestamp(self.text(value, "of"))

    def _span(self, value: dict[str, Any]) -> dt.timedelta:
        days, seconds, microseconds = value["of"]
        return dt.timedelta(days, seconds, microseconds)

    def _decimal(self, value: dict[str, Any]) -> Decimal:
        return Decimal(self.text(value, "of"))


_FORMS = {
    "part": "part",
    "model": "model",
    "lost": "lost",
    "pipeline": "pipeline",
    "table": "table",
    "frame": "frame",
    "array": "array",
    "scalar": "scalar",
    "float": "float",
    "list": "list",
    "set": "set",
    "frozenset": "set",
    "map": "map",
    "frozen": "map",
    "kind": "kind",
    "path": "path",
    "date": "when",
    "datetime": "when",
    "time": "when",
    "timestamp": "when",
    "timedelta": "span",
    "decimal": "decimal",
}
"""For each mark, the method that reads it."""
