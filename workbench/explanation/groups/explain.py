"""``explain_groups``: which columns carry a gap between groups, and which of them stand for the group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, SupportsIndex

import numpy as np
from numpy.typing import NDArray

from workbench.checks import check_choice, check_fraction, check_seed, wrong_kind
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.roles import UNKNOWN, ProtectedAttribute
from workbench.errors import AdditivityError, RoleError
from workbench.explanation.belonging import rows_together
from workbench.explanation.explain import explain_model
from workbench.explanation.groups.differences import Counted, Sides, apart
from workbench.explanation.groups.findings import FEWEST_COMPARED, LARGE_SHARE, findings_of
from workbench.explanation.groups.result import (
    REST,
    CarriedGap,
    Difference,
    GroupExplanation,
    GroupGap,
    NotCompared,
)
from workbench.explanation.importance.clusters import codes_of
from workbench.explanation.importance.looks import rows_of
from workbench.explanation.result import Explanation
from workbench.explanation.shapley.attribution import Attribution
from workbench.modeling.result import Fitted
from workbench.stats.association import Estimate, cramers_vs
from workbench.stats.multiplicity import holm

__all__ = ["explain_groups"]

Floats = NDArray[np.float64]

_FEWEST_SHOWN = 11
_ROWS = 2_000
_LOOKED_AT = 50_000
_GIVES_AWAY = 0.3
_RESIDUE = 1e-6


def explain_groups(
    given: Explanation | Fitted,
    attribute: str | None = None,
    *,
    reference: str | None = None,
    confidence: float = 0.95,
    seed: SupportsIndex = 0,
) -> GroupExplanation:
    """Say which columns carry the gap between groups, and whether the model relies on different ones for each.

    Each prediction is a base plus its row's Shapley values, so the difference of two groups' mean predictions is the
    sum over columns of the differences of their mean Shapley values, exactly. A column that carries a large part and
    goes with the attribute is a proxy: through it the model treats groups differently without seeing the attribute.

    Parameters
    ----------
    given : Explanation or Fitted
        What :func:`explain_model` returned, with enough rows of each group; of a model 2,000 held-out rows are
        explained first.
    attribute : str, optional
        Title or column of a protected attribute; by default the only one.
    reference : str, optional
        The group that others are compared with; by default each is compared with all others that are compared.
    confidence : float
        Of the limits.
    seed : int
        Of the rows that are drawn.

    Returns
    -------
    GroupExplanation
        Groups with fewer than 30 explained rows, and rows whose group is unknown, are not compared; no number rests
        on the former. Where fewer than 11 rows are told of nowhere, so that they could be counted from the others,
        counts of the others are left out (WB419).

    Raises
    ------
    RoleError
        If the data have no such attribute, or none is named of several.
    InputError
        If ``reference`` is no group that can be compared, or an argument is not what it has to be.
    AdditivityError
        If the parts do not add up to the gap.

    Notes
    -----
    Limits and p values are Welch's over rows; where rows belong together, over what they belong to. Rows count by
    their weights. P values are adjusted after Holm: of gaps over all of them, of columns over all columns and gaps.
    They hold for the model and the background there are. A part is what the model makes of a difference between
    groups in a column; it is not what caused either. *Proxy*: a share of at least 0.2 of a gap that is clear of 0, a
    part clear of 0, and Cramér's V with being of the group or its reference whose lower limit is 0.3 or more in the
    rows learned from; a missing value is a value of its own.
    Lundberg, S. M. (2020), *Explaining measures of fairness*, on decomposing a gap by Shapley values.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    >>> found = explain_groups(fit_model(prepare_data(split_data(data)), "logistic_regression"), reference="domestic")
    >>> [gap] = found.gaps
    >>> gap.columns[0].column, gap.columns[0].is_proxy
    ('district', True)
    """
    check_fraction("confidence", confidence)
    explanation = _explained(given, check_seed(seed))
    data = explanation.fitted.prepared.split.data
    protected = _protected(data.roles.protected, attribute)
    test = explanation.fitted.prepared.split.test
    groups = np.array(protected.groups(test.column(protected.column)).to_pylist(), dtype=object)[explanation.rows]
    counted = _counted(test, explanation.rows)
    if counted.weights is not None:
        groups[counted.weights == 0] = UNKNOWN  # rows that do not count
    names = [name for name in protected.arranged(set(groups)) if name != UNKNOWN]
    sizes = {name: int((groups == name).sum()) for name in names}
    compared = [name for name in names if sizes[name] >= FEWEST_COMPARED]
    if reference is not None:
        check_choice("reference", reference, compared)
    other = reference or (compared[1] if len(compared) == 2 else REST)
    tables = _tables(explanation.fitted, protected, seed=check_seed(seed))
    told = {name: n for name, n in sizes.items() if n >= _FEWEST_SHOWN}
    are_hidden = 0 < len(groups) - sum(told.values()) < _FEWEST_SHOWN and len(compared) > 1
    gaps = _gaps(
        [
            _Pair(
                one,
                sides,
                (name, other),
                are_hidden,
                _associations(tables, name, [reference] if reference else compared),
            )
            for one in explanation.attributions
            for name, sides in _sides(groups, compared, reference)
        ],
        counted,
        confidence,
    )
    too_few = tuple(NotCompared(name, told.get(name)) for name in names if name not in compared)
    settings = {"attribute": protected.title, "reference": reference, "confidence": confidence}
    return GroupExplanation(
        provenance=Provenance("explain_groups", settings, (explanation.fingerprint,), check_seed(seed)),
        explanation=explanation,
        attribute=protected.title,
        gaps=tuple(gaps),
        not_compared=too_few,
        confidence=confidence,
        findings=tuple(
            findings_of(gaps, too_few, protected.title, scale=explanation.attribution.scale, are_hidden=are_hidden)
        ),
        are_hidden=are_hidden,
    )


def _explained(given: object, seed: int) -> Explanation:
    if isinstance(given, Explanation):
        return given
    if not isinstance(given, Fitted):
        raise wrong_kind("given", given, Fitted, Explanation, give="what explain_model or fit_model returns")
    return explain_model(given, n_rows=_ROWS, seed=seed)


def _protected(attributes: tuple[ProtectedAttribute, ...], wanted: str | None) -> ProtectedAttribute:
    titles = [one.title for one in attributes]
    if not attributes:
        raise RoleError(
            "Groups cannot be compared: the data have no protected attribute.\n"
            "Name one: assign_roles(data, protected=[…])."
        )
    if wanted is None:
        if len(attributes) > 1:
            raise RoleError(
                f"There are {len(attributes)} protected attributes: {', '.join(map(repr, titles))}.\n"
                f"Say which one: attribute={titles[0]!r}."
            )
        return attributes[0]
    for one in attributes:
        if wanted in (one.title, one.column):
            return one
    raise RoleError.for_choice("attribute", wanted, titles)


def _sides(groups: NDArray[np.object_], compared: list[str], reference: str | None) -> Iterator[tuple[str, Sides]]:
    """Yield each group's rows and its reference's; two groups are compared once."""
    if len(compared) < 2:
        return
    known = np.isin(groups, compared)
    listed = [name for name in compared if name != reference]
    for name in listed[:1] if reference is None and len(compared) == 2 else listed:
        own = groups == name
        yield name, Sides(own, groups == reference if reference is not None else known & ~own)


class _Pair(NamedTuple):
    """A group beside its reference, for one output."""

    found: Attribution
    sides: Sides
    names: tuple[str, str]
    are_hidden: bool
    associations: dict[str, Estimate]


def _gaps(pairs: list[_Pair], counted: Counted, confidence: float) -> list[GroupGap]:
    """Return the gaps of all pairs; what is clear of 0 allows for all of them."""
    whole = _differences([one.found.predictions[:, None] for one in pairs], pairs, counted, confidence)
    carried = _differences([one.found.values for one in pairs], pairs, counted, confidence)
    reliance = _differences([np.abs(one.found.values) for one in pairs], pairs, counted, confidence)
    return [
        _gap(pair, counted, gap[0], parts, relied)
        for pair, gap, parts, relied in zip(pairs, whole, carried, reliance, strict=True)
    ]


def _gap(
    pair: _Pair, counted: Counted, gap: Difference, carried: list[Difference], reliance: list[Difference]
) -> GroupGap:
    found, sides = pair.found, pair.sides
    _check_sum(gap, carried, found)
    weights = np.ones(len(found.values)) if counted.weights is None else counted.weights
    own, other = (np.average(np.abs(found.values[side]), axis=0, weights=weights[side]) for side in sides)
    columns = []
    for place, name in enumerate(found.columns):
        share = carried[place].value / gap.value if gap.is_clear else float("nan")
        association = pair.associations[name]
        is_proxy = share >= LARGE_SHARE and carried[place].is_clear and association.low >= _GIVES_AWAY
        columns.append(
            CarriedGap(
                name,
                carried[place],
                share,
                float(own[place]),
                float(other[place]),
                reliance[place],
                association,
                is_proxy,
            )
        )
    columns.sort(key=lambda one: -abs(one.carried.value))
    n, n_reference = (0 if pair.are_hidden else int(side.sum()) for side in sides)
    return GroupGap(*pair.names, n, n_reference, gap, tuple(columns), found.output)


def _differences(
    values: list[Floats], pairs: list[_Pair], counted: Counted, confidence: float
) -> list[list[Difference]]:
    """Return each pair's differences of means, with p values after Holm over all columns of all pairs."""
    found = [apart(each, pair.sides, counted, confidence) for each, pair in zip(values, pairs, strict=True)]
    adjusted = iter(holm(np.concatenate([one.p_values for one in found])) if found else ())
    return [
        [
            Difference(float(value), float(value - width), float(value + width), float(next(adjusted)))
            for value, width in zip(one.values, one.half, strict=True)
        ]
        for one in found
    ]


def _counted(data: Dataset, places: NDArray[np.int64]) -> Counted:
    weights, together = data.weights(), rows_together(data)
    return Counted(None if weights is None else weights[places], None if together is None else together[places])


def _check_sum(gap: Difference, carried: list[Difference], found: Attribution) -> None:
    total = sum(one.value for one in carried)
    if not abs(total - gap.value) <= _RESIDUE * max(1.0, float(np.abs(found.predictions).max())):
        raise AdditivityError(
            f"The columns' parts add up to {total:.6g}, and the gap is {gap.value:.6g} ({found.scale}), so neither is "
            "shown.\nReport this with the versions that workbench --version prints."
        )


def _tables(
    fitted: Fitted, protected: ProtectedAttribute, *, seed: int
) -> tuple[list[str], dict[str, NDArray[np.int64]]]:
    """Return groups, and how many rows learned from have each value of a column and are of each group.

    Of rows that belong together there is one.
    """
    train = fitted.prepared.split.train
    order = np.random.default_rng(seed).permutation(train.n_rows)
    together = rows_together(train)
    if together is not None:
        order = order[np.unique(together[order], return_index=True)[1]]
        order = np.random.default_rng(seed).permutation(order)
    drawn = np.sort(order[:_LOOKED_AT]).astype(np.int64)
    frame = rows_of(fitted, train, drawn)
    groups = np.array(protected.groups(train.column(protected.column)).to_pylist(), dtype=object)[drawn]
    names, codes = np.unique(groups, return_inverse=True)
    tables = {}
    for name in frame.columns:
        own = codes_of(frame[name])
        cells = np.bincount(own * len(names) + codes, minlength=(int(own.max(initial=0)) + 1) * len(names))
        tables[str(name)] = cells.reshape(-1, len(names))
    return names.tolist(), tables


def _associations(
    counted: tuple[list[str], dict[str, NDArray[np.int64]]], group: str, others: list[str]
) -> dict[str, Estimate]:
    """Return how well each column tells a group from those that it is compared with."""
    names, tables = counted
    own = np.array([name == group for name in names])
    other = np.array([name in others and name != group for name in names])
    pairs = [np.stack([table[:, own].sum(axis=1), table[:, other].sum(axis=1)], axis=1) for table in tables.values()]
    return dict(zip(tables, cramers_vs(pairs), strict=True))
