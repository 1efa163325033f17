"""A tally as JSON, and what its fingerprint is of: axes in clear, counts as base64 of gzipped little-endian numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.core.schema import Json, schema_name
from workbench.errors import InputError
from workbench.tally.moments import Moments
from workbench.tally.packing import array_hash, list_of_text, pack, unpack
from workbench.tally.scores import ScoreTally
from workbench.tally.weights import Weights

if TYPE_CHECKING:
    from workbench.tally.tally import Tally

__all__ = ["hashes", "parts", "written"]


def written(tally: Tally) -> dict[str, Json]:
    """Return a tally as JSON."""
    found: dict[str, Json] = {
        "schema": schema_name("tally"),
        "attributes": list(tally.attributes),
        "groups": [list(group) for group in tally.groups],
        "classes": list(tally.classes),
        "n": pack(tally.n),
    }
    if tally.weights is not None:
        found["weights"] = tally.weights.to_json()
    if tally.scores is not None:
        found["scores"] = tally.scores.to_json()
    if tally.moments is not None:
        found["moments"] = tally.moments.to_json()
    return found


def parts(value: Mapping[str, Json]) -> dict[str, Any]:
    """Return what a tally is made of, by the names of its parameters.

    Parameters
    ----------
    value : mapping
        What :func:`written` returned, as it was read again.

    Raises
    ------
    InputError
        If something is lacking, or does not fit.
    """
    attributes = list_of_text(value.get("attributes"), "attributes")
    groups = value.get("groups")
    if not isinstance(groups, list):
        raise InputError("groups of the tally is no list.\nGive what Tally.to_json wrote.")
    names = tuple(tuple(list_of_text(group, "groups")) for group in groups)
    if any(len(group) != len(attributes) for group in names):
        raise InputError("groups of the tally do not fit its attributes.\nGive what Tally.to_json wrote.")
    weights, scores, moments = (value.get(part) for part in ("weights", "scores", "moments"))
    classes = tuple(list_of_text(value.get("classes"), "classes"))
    shape = (len(names), len(classes) + 1, len(classes) + 1)
    return {
        "attributes": tuple(attributes),
        "groups": names,
        "n": unpack(value.get("n"), "n", np.dtype(np.int64), shape=shape),
        "classes": classes,
        "weights": Weights.from_json(weights, shape) if weights is not None else None,
        "scores": ScoreTally.from_json(scores, len(names)) if scores is not None else None,
        "moments": Moments.from_json(moments, len(names)) if moments is not None else None,
    }


def hashes(tally: Tally) -> dict[str, object]:
    """Return what a tally's fingerprint is of: its axes, and a hash of each of its counts."""
    return {
        "attributes": tally.attributes,
        "groups": tally.groups,
        "classes": tally.classes,
        "n": array_hash(tally.n),
        "weights": tally.weights.hashes if tally.weights is not None else None,
        "scores": tally.scores.hashes if tally.scores is not None else None,
        "moments": tally.moments.hashes if tally.moments is not None else None,
    }
