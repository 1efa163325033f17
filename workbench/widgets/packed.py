"""The threshold explorer's data as they travel: counts as what each step loses, and all of it deflated.

The browser's part reads them again (``extensions/widgets/src/packed.ts``); in reports they stand in full.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import numpy as np

from workbench.core.schema import Json

__all__ = ["packed"]

_CLEAR = ("schema", "attribute")
_PLANES = 4
"""Bytes of a number."""


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
