"""What the metric chooser knows of the data: protected attributes, how many groups, whether outcomes are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from workbench.audit.result import Audit
from workbench.data.dataset import Dataset
from workbench.data.roles import NOT_COMPARED, ProtectedAttribute
from workbench.widgets.view import Said
from workbench.widgets.wording import told

__all__ = ["LOCAL_LAW", "DataFacts", "facts_of"]

LOCAL_LAW = ("sex", "race")
"""The attributes that Local Law 144 compares, as it calls them."""

_MOST_LISTED = 12


@dataclass(frozen=True)
class DataFacts:
    """What is known of the data; of nothing, where none was given.

    Parameters
    ----------
    is_known : bool
        Whether any data was given.
    n_groups : mapping of str to int
        For each protected attribute, how many groups are compared.
    has_outcome : bool
        Whether there is a column of outcomes.
    """

    is_known: bool = False
    n_groups: Mapping[str, int] = field(default_factory=dict)
    has_outcome: bool = True

    def said(self, question: str) -> tuple[Said, ...]:
        """Return what the data say about a question, if anything.

        Parameters
        ----------
        question : str
            Its name.
        """
        if question == "outcome" and not self.has_outcome:
            return (Said("fact", told("metrics.no_outcome"), "caution"),)
        if question != "groups" or not self.is_known:
            return ()
        if not self.n_groups:
            return (Said("fact", told("metrics.no_protected"), "caution"),)
        listed = list(self.n_groups.items())[:_MOST_LISTED]
        said = [told("metrics.of_groups", attribute=title, n=n) for title, n in listed]
        more = ["…"] if len(self.n_groups) > _MOST_LISTED else []
        begins = told("metrics.groups")
        return (Said("fact", f"{begins} {'; '.join([*said, *more])}."),)


def facts_of(about: Dataset | Audit | None) -> DataFacts:
    """Return what is known of the data, without a look at outcomes or decisions.

    Parameters
    ----------
    about : Dataset or Audit or None
        What is decided about.
    """
    if about is None:
        return DataFacts()
    if isinstance(about, Audit):
        of_each = {title: about.axis(title).groups for title in about.attributes}
        has_outcome = about.outcomes.n_outcomes > 0 or about.outcomes.moments is not None
    else:
        of_each = {one.title: _groups(about, one) for one in about.roles.protected}
        has_outcome = about.roles.target is not None
    counted = {title: sum(one not in NOT_COMPARED for one in groups) for title, groups in of_each.items()}
    return DataFacts(True, counted, has_outcome)


def _groups(data: Dataset, attribute: ProtectedAttribute) -> tuple[str, ...]:
    """Return the groups of an attribute, from each of its values once."""
    values = pa.chunked_array([pc.unique(data.column(attribute.column))])
    return tuple(dict.fromkeys(attribute.groups(values).to_pylist()))
