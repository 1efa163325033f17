"""``find_counterfactuals``: what would have to be otherwise for the model to answer otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from workbench.checks import check_positive, check_result, check_seed
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.explanation.asking import ask
from workbench.explanation.counterfactuals.goal import Goal, Wanted, goal_of
from workbench.explanation.counterfactuals.options import Option, constraints_of, options_of
from workbench.explanation.counterfactuals.remoteness import Remoteness
from workbench.explanation.counterfactuals.result import ChangedValue, Counterfactual, Counterfactuals
from workbench.explanation.counterfactuals.search import Codes, Search
from workbench.explanation.counterfactuals.steadiness import choose
from workbench.explanation.person_row import PersonRow, person_row, said_value, unseen_values
from workbench.modeling.result import Fitted

__all__ = ["find_counterfactuals"]

_USUAL = 0.95


def find_counterfactuals(
    fitted: Fitted,
    row: object,
    *,
    wanted: Wanted | None = None,
    n: int = 3,
    immutable: Iterable[str] = (),
    directions: Mapping[str, str] | None = None,
    ranges: Mapping[str, tuple[Any, Any]] | None = None,
    max_changed: int = 3,
    seed: int = 0,
    cancelled: Callable[[], object] | None = None,
) -> Counterfactuals:
    """Find small changes of a row with which the model would answer as wanted, each asked of the model itself.

    Only values are offered that can be told to anybody: numbers and dates to which at least 11 rows learned from
    round, categories that at least 11 hold. Near is what passes few rows: a change of a number is as far as the share
    of rows learned from that lie between, one of a category as far as half of them, and each further column as a
    tenth.

    Parameters
    ----------
    fitted : Fitted
        The model.
    row : int, str, mapping or pandas.DataFrame
        The place of a held-out row, counted from 0; its id as text, where the data have an id column; or values by
        column, or as a frame of one row.
    wanted : str or tuple of float, optional
        The outcome or class; by default the favourable one. Of amounts the least and the most, ``None`` where there
        is no such limit: ``(200, None)``.
    n : int
        At most so many.
    immutable : iterable of str
        Columns that cannot change. Protected columns always belong to them; and so do those whose name speaks of age
        or birth, unless a direction or a range says how they change.
    directions : mapping of str to {"up", "down"}, optional
        Columns of numbers or dates that can go one way only.
    ranges : mapping of str to tuple, optional
        Columns of numbers or dates with the least and the most value; ``None`` where there is no such limit.
    max_changed : int
        At most so many columns change together.
    seed : int
        Of the draw of rows that tell how usual a counterfactual is; the search itself draws nothing.
    cancelled : callable, optional
        Asked before every 20,000 questions to the model, and before each smaller round of them; when it returns
        something true, the search ends.

    Returns
    -------
    Counterfactuals
        The nearest first, each changing other columns; one that a number a little further along the same way undoes
        counts as a tenth further than it is, and gives way to values of its columns that hold and are as near as that.
        None found is finding WB414; one unlike the rows learned from
        is WB415; one that is undone so all the same is WB417; a value of the row unlike any of them is WB402.

    Raises
    ------
    InputError
        If there is no such row or answer, the model answers so already, or a constraint cannot be followed.
    ColumnNotFoundError
        If a column is named that the data do not have.
    NotEnoughDataError
        If it was cancelled.

    Notes
    -----
    A counterfactual says what the model would answer, with everything else as it is. It promises nothing, is no
    advice, and no substitute for the reasons of a decision (12 CFR 1002.9). All single changes are asked about, and
    all pairs where they are at most 100,000; of three columns and more only those that came nearest.
    Wachter, S., Mittelstadt, B. and Russell, C. (2018), *Harvard Journal of Law & Technology* 31, 841-887.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
    >>> print(find_counterfactuals(fitted, {"department": "F"}))
    1 counterfactual for 'yes', changing department: the model was asked about 6 changed rows.
    department: F → A
    """
    check_result("fitted", fitted, Fitted, "fit_model")
    n, max_changed, seed = check_positive("n", n), check_positive("max_changed", max_changed), check_seed(seed)
    constraints = constraints_of(fitted, immutable, directions, ranges)
    person = person_row(fitted, row)
    as_is = ask(fitted, person.frame)
    goal = goal_of(fitted, wanted, as_is)
    options, not_tried = options_of(fitted, person, constraints)
    search = Search(fitted, person.frame, options, goal, cancelled)
    found = choose(search, person, max_changed, n) if options else []
    counterfactuals = _told(fitted, person, [(one.codes, one.score) for one in found], options=options, seed=seed)
    settings: dict[str, object] = {
        "row": person.place,
        "wanted": goal.said,
        "n": n,
        "immutable": sorted(constraints.fixed & set(fitted.prepared.columns)),
        "directions": dict(constraints.directions),
        "ranges": {
            name: [None if end is None else str(end) for end in ends] for name, ends in constraints.ranges.items()
        },
        "max_changed": max_changed,
    }
    return Counterfactuals(
        provenance=Provenance("find_counterfactuals", settings, (fitted.fingerprint,), seed),
        fitted=fitted,
        wanted=goal.said,
        score=float(goal.score(as_is)[0]),
        found=counterfactuals,
        not_tried=not_tried,
        max_changed=max_changed,
        n_asked=search.n_asked,
        is_exhaustive=search.is_exhaustive,
        findings=(
            *unseen_values(fitted, person),
            *(() if counterfactuals else (_none_found(goal, search, max_changed, not_tried),)),
            *(_remote(one) for one in counterfactuals if not one.is_plausible),
            *(_narrow(one, way.narrow) for one, way in zip(counterfactuals, found, strict=True) if way.narrow),
        ),
    )


def _told(
    fitted: Fitted,
    person: PersonRow,
    found: list[tuple[Codes, float]],
    *,
    options: Mapping[str, Option],
    seed: int,
) -> tuple[Counterfactual, ...]:
    if not found:
        return ()
    every = []
    for codes, _ in found:
        changes = []
        for (name, option), code in zip(options.items(), codes, strict=True):
            if code >= 0:
                place = int(option.codes[code])
                was, cost = said_value(person.values[name], name), float(option.costs[code])
                changes.append(ChangedValue(name, was, option.told.labels[place], option.told.values[place], cost))
        every.append(tuple(changes))
    remoteness = Remoteness(fitted, seed)
    rows = [dict(person.values), *({**person.values, **{one.column: one.value for one in part}} for part in every)]
    distances = remoteness.distances(_as_data(fitted, rows))
    shares = remoteness.share(distances)
    return tuple(
        Counterfactual(
            changes=changes,
            score=score,
            distance=sum(one.distance for one in changes),
            remoteness=float(shares[at]),
            is_plausible=bool(shares[at] <= _USUAL or distances[at] <= distances[0]),
        )
        for at, (changes, (_, score)) in enumerate(zip(every, found, strict=True), start=1)
    )


def _as_data(fitted: Fitted, rows: list[dict[str, object]]) -> Dataset:
    data = fitted.prepared.split.train
    columns = {name: pa.array([row[name] for row in rows], data.kinds[name]) for name in fitted.prepared.columns}
    return Dataset(Provenance("find_counterfactuals"), pa.table(columns), data.roles, data.name)


def _none_found(goal: Goal, search: Search, max_changed: int, not_tried: Mapping[str, str]) -> Finding:
    up_to = "one column" if max_changed == 1 else f"up to {max_changed} columns"
    tried = ", ".join(map(repr, search.names)) or "no column, as none may change"
    left = f" Left as they are: {', '.join(map(repr, not_tried))}." if not_tried else ""
    return Finding(
        "WB414",
        "note",
        f"No change of {up_to} was found with which the model answers {goal.said!r}",
        f"The model was asked about {search.n_asked:,} changed rows. Changed were: {tried}.{left} "
        "That none was found does not prove that there is none.",
        "Allow more columns to change, max_changed=…, or fewer to be immutable; or say that no small change helps.",
        n=search.n_asked,
        scope=goal.said,
    )


def _remote(found: Counterfactual) -> Finding:
    return Finding(
        "WB415",
        "caution",
        f"A change of {' and '.join(map(repr, found.columns))} leads to a row unlike most that the model learned from",
        "Where few rows are, a model may answer oddly, and such a combination may not exist in the world.",
        "Prefer another one, or name what cannot change with it: immutable=[…].",
        value=found.remoteness,
        threshold=_USUAL,
        scope=", ".join(found.columns),
    )


def _narrow(found: Counterfactual, names: Sequence[str]) -> Finding:
    return Finding(
        "WB417",
        "caution",
        f"The answer turns back where {' or '.join(map(repr, names))} changes a little further the same way",
        f"The change of {' and '.join(map(repr, found.columns))} holds for the value told, not for all beyond it. "
        "Such a narrow place may follow from chance in the rows learned from, not from sense.",
        "Do not tell it as that much or more. Prefer a change without this caution, or a smoother model.",
        scope=", ".join(found.columns),
    )
