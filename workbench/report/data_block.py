"""JSON inside of a page: as data that no browser runs, and that cannot end before its end."""

from __future__ import annotations

import json
from collections.abc import Mapping

from workbench.core.schema import Json
from workbench.errors import InputError
from workbench.report.evidence import packed, unpacked

__all__ = ["EVIDENCE_TAG", "evidence_block", "evidence_in", "script_json"]

EVIDENCE_TAG = '<script type="application/json" id="workbench-evidence">'
_MOST_PLAIN = 16_384
_ESCAPED = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&"})


def evidence_block(evidence: Mapping[str, Json]) -> str:
    r"""Return evidence as an element of a page: in clear where it is short, else compressed.

    Parameters
    ----------
    evidence : mapping
        What ``evidence_of`` returned.

    Examples
    --------
    >>> evidence_block({"a": "</script>"})
    '<script type="application/json" id="workbench-evidence">{"a":"\\u003c/script\\u003e"}</script>'
    """
    text = script_json(evidence)
    if len(text) > _MOST_PLAIN:
        text = script_json({"packed": packed(evidence)})
    return f"{EVIDENCE_TAG}{text}</script>"


def evidence_in(text: str) -> dict[str, Json]:
    """Return the evidence that stands in an element of a page.

    Parameters
    ----------
    text : str
        What stands between its tags.

    Raises
    ------
    InputError
        If it is damaged.
    """
    try:
        found = json.loads(text) if "<" not in text else None  # none of ours has one: a browser may end it elsewhere
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputError("The evidence in the page cannot be read.\nThe file is damaged; ask for the report again.")
    inner = found.get("packed")
    return unpacked(inner) if isinstance(inner, str) and len(found) == 1 else found


def script_json(value: object) -> str:
    r"""Return JSON that may stand in a ``<script>``: ASCII, and nothing in it that a browser takes for markup.

    Examples
    --------
    >>> script_json(["<!--", "é"])
    '["\\u003c!--","\\u00e9"]'
    """
    return json.dumps(value, separators=(",", ":"), allow_nan=False).translate(_ESCAPED)
