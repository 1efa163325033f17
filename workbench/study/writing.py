"""Objects become JSON and files. What cannot be kept is named, and all else is kept.

A value that JSON knows stands as it is, and a list of JSON is a tuple. Everything else is an object with ``"$"``, which
says what it is. A result is written once, however often it is met: each stands in ``parts``, and others point to it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.pipeline import Pipeline

from workbench.core.provenance import Provenance, Result
from workbench.core.schema import Json
from workbench.data.dataset import Dataset
from workbench.modeling.own_settings import own_settings
from workbench.modeling.result import Fitted
from workbench.study.forms import FORMS
from workbench.study.known import Known
from workbench.study.missing import NotStored
from workbench.study.models import dumped, is_estimator
from workbench.study.registry import CODED, fields_of, kind_named, name_of
from workbench.study.tables import array_bytes, kinds_of, schema_text, table_bytes

__all__ = ["Node", "Unkept", "Writer"]

_FEW = 64
"""Arrays of up to so many values stand in the JSON itself."""

_ASKED = 200
"""Of so many held-out rows a model that was written has to predict the same."""


@dataclass(frozen=True)
class Node:
    """A result within another, as far as freshness asks for it.

    Parameters
    ----------
    kind, fingerprint : str
        What it is.
    inputs : tuple of str
        Fingerprints of what it was made of.
    """

    kind: str
    fingerprint: str
    inputs: tuple[str, ...]


@dataclass(frozen=True)
class Unkept:
    """Something that could not be kept.

    Parameters
    ----------
    what : str
        What it is.
    why : str
        Why not, in a sentence.
    is_model : bool
        Whether somebody may want to predict with it.
    """

    what: str
    why: str
    is_model: bool


@dataclass
class Writer:
    """Turns one result into JSON.

    Parameters
    ----------
    known : Known
        What was written or read before in this process, so that it need not be written down again.
    """

    known: Known
    parts: list[Json] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    files: dict[str, bytes | None] = field(default_factory=dict)
    unkept: dict[str, Unkept] = field(default_factory=dict)
    outside: list[dict[str, Json]] = field(default_factory=list)
    _rows: pd.DataFrame | None = None
    _met: dict[int, tuple[object, int]] = field(default_factory=dict)

    @property
    def data_sets(self) -> tuple[Dataset, ...]:
        """The data sets that are in what was written."""
        return tuple(value for value, _ in self._met.values() if isinstance(value, Dataset))

    def write(self, value: Any, where: str = "") -> Json:
        """Return a value as JSON; files and results in it are collected on the way.

        Parameters
        ----------
        value : object
            Any.
        where : str
            Where it stands in the result, such as ``"pipeline"``.
        """
        if value is None or (isinstance(value, (bool, str)) and not isinstance(value, np.generic)):
            return str(value) if isinstance(value, str) else value
        if type(value) is int or (type(value) is float and math.isfinite(value)):
            return value
        if isinstance(value, Result):
            return self._result(value, where)
        form = self._form(value)
        return form(value, where) if form is not None else self._other(value, where)

    def _form(self, value: Any) -> Callable[[Any, str], Json] | None:
        return next((getattr(self, f"_{name}") for kinds, name in _FORMS if isinstance(value, kinds)), None)

    def _result(self, value: Result, where: str) -> Json:
        met = self._met.get(id(value))
        if met is None:
            name = name_of(value)
            written = self._object(value, where)
            if not name or not isinstance(written, dict):
                return written
            place = self.parts.index(written) if written in self.parts else len(self.parts)
            if place == len(self.parts):
                self.parts.append(written)
            met = self._met[id(value)] = value, place
            self.nodes[value.fingerprint] = Node(name, value.fingerprint, tuple(value.provenance.inputs))
        return {"$": "part", "of": met[1]}

    def _other(self, value: Any, where: str) -> Json:
        if isinstance(value, NotStored):
            is_model = value.what not in ("an object", "a table")
            return self._lost(value.what, value.why, value.shown, settings=value.kept_settings, is_model=is_model)
        if name_of(value):
            return self._object(value, where)
        if is_estimator(value):
            return self._estimator(value, where)
        kind = type(value)
        why = f"Nothing is known here of how to keep a {kind.__module__}.{kind.__qualname__}."
        return self._lost("an object", why, repr(value), is_model=False)

    def _object(self, value: Any, where: str) -> Json:
        name = name_of(value)
        if not name:
            return self._lost("an object", f"{type(value).__qualname__} is not on the list.", repr(value))
        if name in CODED:
            return {"$": name, **FORMS[name].write(self, value, where)}
        if isinstance(value, Fitted):
            test = value.prepared.split.test
            some = test.take(np.arange(min(_ASKED, test.n_rows)), Provenance("take", {}, ()))
            self._rows = value.prepared.raw_frame(some)
        fields = fields_of(kind_named(name))
        return {"$": name, **{one: self.write(getattr(value, one), one) for one in fields}}

    def _estimator(self, value: Any, where: str) -> Json:
        what = "the preparation" if where == "transformer" else "the model" if where != "make" else "a kind of model"
        name = self.known.file_of(value)
        if name is None:
            content, why = dumped(value, self._rows if where == "pipeline" else None)
            if why and isinstance(value, Pipeline) and any(name_of(step) for _, step in value.steps):
                return {"$": "pipeline", "of": [[name, self.write(step, name)] for name, step in value.steps]}
            if why:
                return self._lost(what, why, repr(value), settings=_settings_of(value))
            name = self.keep(content, "skops")
            self.known.remember(value, name)
        self.files.setdefault(name, None)
        told: dict[str, Json] = {"what": what, "shown": type(value).__name__, "settings": {**_settings_of(value)}}
        return {"$": "model", **told, "file": name}

    def _lost(
        self, what: str, why: str, shown: str, *, settings: Mapping[str, str] | None = None, is_model: bool = True
    ) -> Json:
        self.unkept.setdefault(f"{what}: {why}", Unkept(what, why, is_model))
        return {"$": "lost", "what": what, "why": why, "shown": shown, "settings": dict(settings or {})}

    def keep(self, content: bytes, suffix: str) -> str:
        """Keep the content of a file, and return the name under which it is kept."""
        name = f"{hashlib.sha256(content).hexdigest()}.{suffix}"
        self.files[name] = content
        return name

    def _table(self, value: pa.Table, _where: str) -> Json:
        name = self.known.file_of(value)
        if name is None:
            name = self.keep(table_bytes(value), "parquet")
            self.known.remember(value, name)
        self.files.setdefault(name, None)
        return {"$": "table", "file": name, "schema": schema_text(value.schema), "n_rows": value.num_rows}

    def _frame(self, value: pd.DataFrame, where: str) -> Json:
        try:
            table = pa.Table.from_pandas(value)
            back = table.to_pandas()
        except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
            return self._lost("a table", f"It cannot be written as Parquet: {type(error).__name__}.", "a table")
        if not (back.equals(value) and back.dtypes.equals(value.dtypes)):
            return self._lost("a table", "Parquet does not give it back as it was.", "a table", is_model=False)
        return {"$": "frame", "of": self._table(table, where)}

    def _array(self, value: np.ndarray[Any, Any], where: str) -> Json:
        told: dict[str, Json] = {"$": "array", "dtype": value.dtype.str, "shape": list(value.shape)}
        if value.flags.writeable:
            told["writeable"] = True
        if value.dtype.kind == "O" or (value.size <= _FEW and value.dtype.kind in "biufU"):
            return {**told, "values": [self.write(one, where) for one in value.ravel().tolist()]}
        if value.dtype.kind == "V" or value.dtype.hasobject:
            return self._lost("an object", f"Arrays of {value.dtype} are not kept.", "an array", is_model=False)
        return {**told, "file": self.keep(array_bytes(value), "npz")}

    def _scalar(self, value: np.generic, where: str) -> Json:
        return {"$": "scalar", "of": self._array(np.asarray(value), where)}

    def _float(self, value: float, _where: str) -> Json:
        return {"$": "float", "of": repr(float(value))}

    def _whole(self, value: int, _where: str) -> Json:
        return int(value)

    def _tuple(self, value: tuple[Any, ...], where: str) -> Json:
        if name_of(value):
            return self._object(value, where)
        return [self.write(one, where) for one in value]

    def _list(self, value: list[Any], where: str) -> Json:
        return {"$": "list", "of": [self.write(one, where) for one in value]}

    def _set(self, value: set[Any] | frozenset[Any], where: str) -> Json:
        found = [self.write(one, where) for one in value]
        return {"$": "frozenset" if isinstance(value, frozenset) else "set", "of": sorted(found, key=json.dumps)}

    def _map(self, value: Mapping[Any, Any], where: str) -> Json:
        kind = "frozen" if isinstance(value, MappingProxyType) else "map"
        return {"$": kind, "of": [[self.write(key, where), self.write(one, where)] for key, one in value.items()]}

    def _kind(self, value: pa.DataType, _where: str) -> Json:
        return {"$": "kind", "of": kinds_of(value)}

    def _path(self, value: PurePath, _where: str) -> Json:
        return {"$": "path", "of": str(value)}

    def _time(self, value: pd.Timestamp, _where: str) -> Json:
        return {"$": "timestamp", "of": value.isoformat()}

    def _datetime(self, value: dt.datetime, _where: str) -> Json:
        return {"$": "datetime", "of": value.isoformat()}

    def _date(self, value: dt.date, _where: str) -> Json:
        return {"$": "date", "of": value.isoformat()}

    def _clock(self, value: dt.time, _where: str) -> Json:
        return {"$": "time", "of": value.isoformat()}

    def _span(self, value: dt.timedelta, _where: str) -> Json:
        return {"$": "timedelta", "of": [value.days, value.seconds, value.microseconds]}

    def _decimal(self, value: Decimal, _where: str) -> Json:
        return {"$": "decimal", "of": str(value)}


def _settings_of(value: Any) -> dict[str, str]:
    """Return how the model of a pipeline is set; of steps of a preparation nothing."""
    try:
        return own_settings(value) if isinstance(value, Pipeline) else {}
    except Exception:  # noqa: BLE001 - a model of somebody else's may do anything
        return {}


_FORMS: tuple[tuple[Any, str], ...] = (
    (np.generic, "scalar"),
    (float, "float"),
    (int, "whole"),
    (tuple, "tuple"),
    (list, "list"),
    ((set, frozenset), "set"),
    (Mapping, "map"),
    (np.ndarray, "array"),
    (pa.Table, "table"),
    (pa.DataType, "kind"),
    (pd.DataFrame, "frame"),
    (PurePath, "path"),
    (pd.Timestamp, "time"),
    (dt.datetime, "datetime"),
    (dt.date, "date"),
    (dt.time, "clock"),
    (dt.timedelta, "span"),
    (Decimal, "decimal"),
)
"""For each kind of value, in the order in which they are asked for, the method that writes it."""
