"""Protected attributes among the features: WB217; columns that stand for one: WB218. Choices to record, not errors."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.data.roles import ProtectedAttribute
from workbench.preparation.leaks.columns import View
from workbench.preparation.leaks.fixes import leave_out
from workbench.preparation.leaks.result import Check
from workbench.preparation.leaks.subject import Found, Subject
from workbench.stats.association import Estimate, cramers_v

__all__ = ["STRONG", "protected_features", "proxies"]

STRONG = 0.5
"""A column whose association with a protected attribute is surely at least this is told as a proxy."""

_MOST_KINDS = 200
_FEWEST_ROWS = 5


def protected_features(subject: Subject) -> Found:
    """Look for protected attributes that the model sees."""
    title = "Protected attributes among the features"
    attributes = subject.data.roles.protected
    if not attributes:
        return Found((Check("protected_features", title, "not applicable", "No protected attribute is named."),))
    seen = [one for one in attributes if one.column in subject.columns]
    detail = f"{len(seen)} of {len(attributes)} protected attributes are features."
    return Found(
        (Check("protected_features", title, "found" if seen else "nothing found", detail),),
        tuple(map(_is_feature, seen)),
        tuple(leave_out("WB217", one.column, "people are not to be told apart by it") for one in seen),
    )


def proxies(subject: Subject) -> Found:
    """Look for features that tell a protected attribute well.

    Parameters
    ----------
    subject : Subject
        Only rows to learn from are read. Columns of more than 200 values are looked at in bands, text of more is not.
    """
    title = "Columns that stand for a protected attribute"
    attributes = subject.data.roles.protected
    columns = [name for name in subject.columns if name not in {one.column for one in attributes}]
    if not attributes or not columns:
        why = "No protected attribute is named." if not attributes else "There is no other feature."
        return Found((Check("proxies", title, "not applicable", why),))
    groups = [_codes(one.groups(subject.column(one.column))) for one in attributes]
    findings = []
    for name in columns:
        view = next((one for one in subject.views(name) if one.n_codes <= _MOST_KINDS), None)
        for attribute, (codes, n_groups) in zip(attributes, groups, strict=True):
            found = None if view is None else _proxy(name, attribute, _crossed(view, codes, n_groups))
            if found is not None:
                findings.append(found)
    detail = f"{len(columns):,} features were compared with {len(attributes)} protected attributes."
    return Found(
        (Check("proxies", title, "found" if findings else "nothing found", detail),),
        tuple(findings),
        tuple(leave_out("WB218", one.scope, "it stands for a protected attribute") for one in findings),
    )


def _codes(groups: pa.ChunkedArray) -> tuple[NDArray[np.int64], int]:
    encoded = groups.dictionary_encode().unify_dictionaries().combine_chunks()
    codes = pc.fill_null(encoded.indices, 0).to_numpy(zero_copy_only=False).astype(np.int64)
    return codes, len(encoded.dictionary)


def _crossed(view: View, groups: NDArray[np.int64], n_groups: int) -> NDArray[np.int64]:
    """Return rows by kind and group, kinds of few rows together: each of them alone would go with some group."""
    counts = np.bincount(view.codes * n_groups + groups, minlength=view.n_codes * n_groups)
    counts = counts.reshape(view.n_codes, n_groups)
    few = counts.sum(axis=1) < _FEWEST_ROWS
    return np.asarray(np.vstack([counts[~few], counts[few].sum(axis=0, keepdims=True)]), dtype=np.int64)


def _is_feature(attribute: ProtectedAttribute) -> Finding:
    return Finding(
        "WB217",
        "note",
        f"The protected attribute {attribute.title!r} is among the features",
        "Then people who differ in nothing else may be decided on differently.",
        "Decide whether that is meant and allowed, and write down why. If not, leave it out.",
        scope=attribute.column,
    )


def _proxy(name: str, attribute: ProtectedAttribute, counts: NDArray[np.int64]) -> Finding | None:
    strength: Estimate = cramers_v(counts)
    if not strength.low >= STRONG:  # nan too
        return None
    n_right, n_blind = _right(counts)
    return Finding(
        "WB218",
        "note",
        f"Column {name!r} stands for {attribute.title!r}: it tells it in {n_right} of 100 rows, "
        f"and who only knows the largest group in {n_blind}",
        "A model may treat groups differently by it without seeing the protected attribute itself.",
        "Decide whether it is needed for another reason, and write that down. If not, leave it out.",
        value=strength.value,
        threshold=STRONG,
        n=int(counts.sum()),
        interval=(strength.low, strength.high),
        scope=name,
    )


def _right(counts: NDArray[np.int64]) -> tuple[int, int]:
    n = counts.sum()
    return round(100 * counts.max(axis=1).sum() / n), round(100 * counts.sum(axis=0).max() / n)
