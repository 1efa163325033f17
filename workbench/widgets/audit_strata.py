"""A model's audit counted within another column: which columns can be chosen, and the counting."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from workbench.audit.entrances import audit_model
from workbench.audit.policy import Policy
from workbench.audit.result import Audit
from workbench.errors import InputError
from workbench.modeling.result import Fitted
from workbench.widgets.wording import told

__all__ = ["columns_offered", "count_within"]

_MOST_VALUES = 50
_MOST_COLUMNS = 200


def columns_offered(fitted: Fitted | None) -> tuple[str, ...]:
    """Return the columns within which groups can be compared: those that hold words, and have no other role.

    Parameters
    ----------
    fitted : Fitted or None
        The model; none are offered without its rows, or where amounts are predicted.
    """
    if fitted is None or fitted.prepared.split.data.roles.task == "regression":
        return ()
    data = fitted.prepared.split.data
    taken = {*data.roles.named.values(), *(one.column for one in data.roles.protected)}
    return tuple(one for one, kind in data.kinds.items() if one not in taken and _has_words(kind))[:_MOST_COLUMNS]


def _has_words(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_boolean(inner))


def count_within(fitted: Fitted, policy: Policy | None, strata: tuple[str, ...]) -> Audit:
    """Return the audit of a model with groups compared within columns too.

    Parameters
    ----------
    fitted : Fitted
        The model.
    policy : Policy or None
        What is compared and tolerated; ``None`` for what the audit of a model has by default.
    strata : tuple of str
        The columns.

    Raises
    ------
    InputError
        If a column has so many values that hardly anybody is left within each.
    """
    for one in strata:
        values = int(pc.count_distinct(fitted.prepared.split.test.column(one)).as_py())
        if values > _MOST_VALUES:
            raise InputError(told("audit.strata_too_many", column=one, values=values))
    return audit_model(fitted, policy=policy, strata=strata)
