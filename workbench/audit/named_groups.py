"""What is noticed about the names of attributes and groups, whatever was counted of them."""

from __future__ import annotations

import pyarrow as pa

from workbench.audit.result import Audit
from workbench.core.finding import Finding
from workbench.data.assign import NO_PROTECTED_ATTRIBUTE, look_alikes
from workbench.data.roles import ProtectedAttribute

__all__ = ["name_findings"]


def name_findings(audit: Audit) -> tuple[Finding, ...]:
    """Return the findings that data read for a model have too: no attribute, and groups that look alike.

    Examples
    --------
    >>> import pandas as pd
    >>> from workbench.audit.counts import audit_counts
    >>> audit = audit_counts(pd.DataFrame({"sex": ["f", " F"], "selected": [5, 6], "total": [10, 10]}))
    >>> [finding.title for finding in name_findings(audit)]
    ["Groups of sex differ only in case or blanks: ' F', 'f'"]
    """
    if not audit.attributes:
        return (NO_PROTECTED_ATTRIBUTE,)
    found: list[Finding] = []
    for title in audit.attributes:
        names = sorted(group[0] for group in audit.decisions.bare.by(title).groups)
        column = pa.chunked_array([pa.array(names, pa.string())])
        found += look_alikes(ProtectedAttribute(title), column, audit.decisions.n_rows)
    return tuple(found)
