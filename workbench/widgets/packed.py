"""What is long as it travels, deflated: a change of many nodes, and the threshold explorer's data.

The browser's part reads them again (``extensions/widgets/src/packed.ts``); in reports data stand in full.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from workbench.core.schema import Json

__all__ = ["packed", "patch"]

_CLEAR = ("schema", "attribute")
_PLANES = 4
"""Bytes of a number."""

_LONG = 8_000
"""A change of more bytes is deflated: names of groups, which are the longest part of it, are in it several times."""


def patch(nodes: Sequence[Json]) -> dict[str, Json]:
    """Return the message that tells of a change: its ``nodes``, or where they are long, ``packed``.

    Parameters
    ----------
    nodes : sequence of JSON
        The nodes that differ.

    Returns
    -------
    dict
        ``packed`` is base64 of zlib's stream of the nodes as JSON.

    Examples
    --------
    >>> patch([{"kind": "said", "id": "hello", "text": "Hello"}])
    {'kind': 'patch', 'nodes': [{'kind': 'said', 'id': 'hello', 'text': 'Hello'}]}
    >>> len(str(patch(["a long name of a group"] * 1_000))) < 500
    True
    """
    written = json.dumps(nodes, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    if len(written) <= _LONG:
        return {"kind": "patch", "nodes": list(nodes)}
    return {"kind": "patch", "packed": _deflated(written)}


def packed(data: Mapping[str, Any]) -> Json:
    """Return an explorer's data with ``drops`` in place of ``at_or_above``, and ``others`` in place of the rest.

    Parameters
    ----------
    data : mapping
        What :func:`workbench.figures.explorer.explorer_data` returns; a reason stays as it is.

    Returns
    -------
    dict
        ``schema`` and ``attribute`` as they are. ``others`` is base64 of zlib's stream of the rest as JSON.
        ``drops`` holds, for every group, outcome and step, how many people fewer than at the step before; at the
        first one fewer than there are. Base64 of zlib's stream of whole numbers below 2³²: all their lowest bytes,
        then all the next ones, and so on.

    Examples
    --------
    >>> packed({"reason": "There are no scores."})
    {'reason': 'There are no scores.'}
    """
    if "at_or_above" not in data:
        return dict(data)
    above = np.asarray(data["at_or_above"], np.int64)
    drops = -np.diff(above, axis=2, prepend=np.asarray(data["scored"], np.int64)[:, :, None])
    planes = drops.astype("<u4").reshape(-1, 1).view(np.uint8).reshape(-1, _PLANES).T
    others = {key: value for key, value in data.items() if key not in (*_CLEAR, "at_or_above")}
    written = json.dumps(others, separators=(",", ":"), allow_nan=False).encode()
    return {**{key: data[key] for key in _CLEAR}, "others": _deflated(written), "drops": _deflated(planes.tobytes())}


def _deflated(content: bytes) -> str:
    return b64encode(zlib.compress(content, 9)).decode("ascii")
