"""Arrays of numbers in JSON: base64 of gzipped little-endian numbers, with their shape."""

from __future__ import annotations

import base64
import binascii
import gzip
import zlib
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.core.schema import Json
from workbench.errors import InputError

__all__ = ["array_hash", "list_of_text", "pack", "unpack"]

_KINDS = {"int64": np.dtype("<i8"), "float64": np.dtype("<f8")}
_LARGEST = 2**31


def pack(values: NDArray[Any]) -> Json:
    """Return an array as JSON.

    Examples
    --------
    >>> unpack(pack(np.array([[1, 2]])), "n", np.dtype(np.int64)).tolist()
    [[1, 2]]
    """
    kind = values.dtype.name
    content = gzip.compress(np.ascontiguousarray(values, dtype=_KINDS[kind]).tobytes(), mtime=0)
    return {"dtype": kind, "shape": list(values.shape), "gzip": base64.b64encode(content).decode("ascii")}


def unpack(value: Json, what: str, kind: np.dtype[Any], *, shape: tuple[int | None, ...] | None = None) -> NDArray[Any]:
    """Return the array that :func:`pack` wrote.

    Parameters
    ----------
    value : JSON
        What was written.
    what : str
        What is packed, for the error.
    kind : dtype
        The kind of numbers that it must hold.
    shape : tuple of (int or None), optional
        The shape that it must have; ``None`` for an axis of any length. It is checked before anything is inflated.

    Raises
    ------
    InputError
        If it is damaged, of another kind, or larger than any tally is.
    """
    try:
        return _unpacked(value, kind, shape)
    except (KeyError, TypeError, ValueError, zlib.error, binascii.Error) as error:
        raise InputError(f"{what} of the tally is damaged.\nGive what Tally.to_json wrote.") from error


def _unpacked(value: Any, kind: np.dtype[Any], wanted: tuple[int | None, ...] | None) -> NDArray[Any]:
    shape = tuple(value["shape"])
    if any(type(size) is not int for size in shape):
        raise ValueError(f"a shape of whole numbers is needed, not {shape}")
    if wanted is not None and (
        len(shape) != len(wanted) or any(size not in (None, own) for size, own in zip(wanted, shape, strict=True))
    ):
        raise ValueError(f"the axes imply the shape {wanted}, not {shape}")
    n_bytes = int(np.prod(shape, dtype=object)) * 8
    if value["dtype"] != kind.name or min(shape, default=0) < 0 or n_bytes > _LARGEST:
        raise ValueError(f"no array of {kind.name} has this shape: {shape}")
    # A few bytes can inflate to gigabytes: no more is read than the shape says.
    inflate = zlib.decompressobj(wbits=31)
    content = inflate.decompress(base64.b64decode(value["gzip"], validate=True), n_bytes + 1)
    if not inflate.eof:
        raise ValueError("it ends early, or holds more than its shape says")
    return np.frombuffer(content, dtype=_KINDS[kind.name]).reshape(shape).astype(kind)


def array_hash(values: NDArray[Any]) -> str:
    """Return the SHA-256 of an array's numbers and shape, the same on every machine."""
    content = np.ascontiguousarray(values, dtype=_KINDS[values.dtype.name]).tobytes()
    return sha256(f"{values.dtype.name}{values.shape}".encode() + content).hexdigest()


def list_of_text(value: Json, what: str) -> list[str]:
    """Return a list of text that was read from JSON, else raise :class:`InputError`."""
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise InputError(f"{what} of the tally is no list of text.\nGive what Tally.to_json wrote.")
    return [str(part) for part in value]
