"""What a finding measures, as JSON says it."""

from __future__ import annotations

from typing import cast, get_args

from workbench.core.json_node import Node
from workbench.core.measure import Measure, MeasureUnit

__all__ = ["read_measure"]


def read_measure(finding: Node) -> Measure | None:
    """Return what a finding measures; ``None`` where it is not said, as in files that were written before it was.

    Parameters
    ----------
    finding : Node
        The JSON of a finding.

    Raises
    ------
    InputError
        If it says anything else.

    Examples
    --------
    >>> read_measure(Node({"code": "WB102"}, "finding", "Audit.to_json")) is None
    True
    """
    if "measure" not in finding.record() or finding["measure"].is_null:
        return None
    node = finding["measure"]
    name, of, among, against = (node[key].text() for key in ("name", "of", "among", "against"))
    return Measure(name, cast(MeasureUnit, node["unit"].choice(*get_args(MeasureUnit))), of, among, against)
