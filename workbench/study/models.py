"""Models and steps of preparations as skops files: the same bytes for the same model, and loaded by our list only."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from workbench.core.silence import silence
from workbench.errors import InputError
from workbench.modeling.trusted import object_from, untrusted_in

__all__ = ["dumped", "is_estimator", "restored"]

_NAME = "the model"
_FIRST = (1980, 1, 1, 0, 0, 0)


def is_estimator(value: object) -> bool:
    """Return whether an object learns, transforms or predicts.

    Parameters
    ----------
    value : object
        Any.
    """
    return not isinstance(value, type) and any(callable(getattr(value, one, None)) for one in ("fit", "predict"))


def dumped(estimator: Any, rows: pd.DataFrame | None = None) -> tuple[bytes, str]:
    """Return the bytes of a model's file, and why it cannot be kept; one of them is empty.

    Parameters
    ----------
    estimator : object
        Fitted or not.
    rows : pandas.DataFrame, optional
        What it reads; what was written has to predict the same of them.
    """
    try:
        import skops.io
    except ImportError:
        return b"", "The package skops, which writes models, is not installed: pip install skops."
    try:
        with silence():
            content = _settled(skops.io.dumps(estimator))
    except Exception as error:  # noqa: BLE001 - an object of any library may refuse in its own way
        return b"", f"It cannot be written down: {type(error).__name__}, {_line(error)}"
    try:
        unknown = untrusted_in(content, _NAME)
        if unknown:
            return b"", f"It holds types that are not loaded from files here: {', '.join(unknown)}."
        again = restored(content)
    except InputError as error:
        return b"", _line(error)
    if rows is not None and not _predicts_same(estimator, again, rows):
        return b"", "What was written does not predict the same when it is read back."
    return content, ""


def _predicts_same(estimator: Any, again: Any, rows: pd.DataFrame) -> bool:
    method = "predict_proba" if hasattr(estimator, "predict_proba") else "predict"
    if not hasattr(estimator, method):
        return True
    with silence():
        before, after = (np.asarray(getattr(one, method)(rows)) for one in (estimator, again))
    return np.array_equal(before, after, equal_nan=True)


def restored(content: bytes) -> Any:
    """Return the model in the bytes of a file.

    Parameters
    ----------
    content : bytes
        What :func:`dumped` returned.

    Raises
    ------
    InputError
        If it holds a type that is not on the list, or cannot be loaded by the packages that are installed.
    """
    with silence():
        return object_from(content, _NAME)


def _line(error: Exception) -> str:
    return str(error).replace("\n", " ")


def _settled(content: bytes) -> bytes:
    """Return a skops file without what differs from process to process: places in memory, and the time."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    names: dict[str, str] = {}
    schema = _renamed(json.loads(members.pop("schema.json")), {}, names)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for old, new in names.items():
            if old in members:
                archive.writestr(zipfile.ZipInfo(new, _FIRST), members[old], zipfile.ZIP_DEFLATED)
        told = json.dumps(schema, separators=(",", ":"))
        archive.writestr(zipfile.ZipInfo("schema.json", _FIRST), told, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _renamed(node: Any, ids: dict[object, int], names: dict[str, str]) -> Any:
    """Return a schema with its objects and files numbered in the order in which they stand."""
    if isinstance(node, list):
        return [_renamed(one, ids, names) for one in node]
    if not isinstance(node, Mapping):
        return node
    found: dict[str, Any] = {}
    for key, value in node.items():
        if key == "__id__":
            found[key] = ids.setdefault(value, len(ids) + 1)
        elif key == "file" and isinstance(value, str):
            found[key] = names.setdefault(value, f"{len(names)}.{value.rpartition('.')[2]}")
        else:
            found[key] = _renamed(value, ids, names)
    return found
