"""``select_features``: leave out columns that tell nothing, or nothing more, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.checks import check_positive, check_result
from workbench.data.dataset import Dataset
from workbench.data.split import Split
from workbench.preparation.look import Look, look_at
from workbench.preparation.one_column import Told, as_numbers, told_by
from workbench.preparation.recipe import LeftOut, Recipe, Selection

__all__ = ["select_features", "selected_anew"]

_SAME_ORDER = 0.999
_FEWEST_ROWS_A_VALUE = 2


class _Seen(NamedTuple):
    """A column of the training rows, and what it alone tells of the outcome."""

    look: Look
    told: Told


def select_features(split: Split, recipe: Recipe, *, most: int | None = None) -> Recipe:
    """Leave out columns that tell nothing of the outcome, or nothing more than another one.

    1. Where outcomes do not differ between a column's values beyond chance, and its order does not go with the
       outcome either, it is left out (WB224): a chi-square test has a p-value of 0.05 or more, and the 95 % limits
       of the area under the ROC curve hold 0.5; of several classes those of each against the rest, which allow for
       their number; of amounts the limits of the rank correlation hold 0.
    2. Of columns that tell the same rows apart, or put them in the same order (rank correlation 0.999 and more,
       up or down), the first in the data stays (WB225).
    3. With ``most``, only so many columns stay: those with the largest Cramér's V (WB226).

    Parameters
    ----------
    split : Split
        Only ``split.train`` is read.
    recipe : Recipe
        Its columns are looked at; those of steps that read several columns at once stay as they are.
    most : int, optional
        How many columns to keep at most.

    Returns
    -------
    Recipe
        Without these columns; ``left_out`` says for each one why. It may be empty. Wherever a model learns from some
        of the training rows, as in each fold of a comparison, the columns are chosen anew on these alone: chosen on
        all rows, columns of noise would look as if they told something.

    Raises
    ------
    InputError
        If ``most`` is no such number.
    ColumnNotFoundError, RoleError
        If a step names a column that is not there, or is no feature.

    Notes
    -----
    A column that tells something only together with others (an exclusive *or*) is left out too: bring it back with
    ``recipe.with_step`` if you know better. Of a hundred columns that tell nothing, about five of text and ten of
    numbers stay by chance. Text whose values do not recur cannot be judged by its values, and stays. Weights of rows
    are not used.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.preparation.suggest import suggest_recipe
    >>> split = split_data(read_data("example:diabetes", target="referred", favourable="yes", protected=["sex"]))
    >>> select_features(split, suggest_recipe(split), most=3)
    Recipe: numbers: 3; left out: 6.
    """
    check_result("split", split, Split, "split_data")
    check_result("recipe", recipe, Recipe, "suggest_recipe")
    most = None if most is None else check_positive("most", most)
    recipe.check(split.train)
    return replace(_selected(split.train, recipe, most), selection=Selection(recipe, most))


def selected_anew(recipe: Recipe, train: Dataset) -> Recipe:
    """Return a recipe with its columns chosen on other rows, by the rules they were chosen by.

    Parameters
    ----------
    recipe : Recipe
        One that no columns were chosen for is returned as it is.
    train : Dataset
        The rows to learn from.
    """
    chosen = recipe.selection
    if chosen is None:
        return recipe
    return _selected(train, selected_anew(chosen.before, train), chosen.most, chosen.settled)


def _selected(train: Dataset, recipe: Recipe, most: int | None, settled: Sequence[str] = ()) -> Recipe:
    columns = {name for step in recipe.steps if not step.together for name in step.columns} - set(settled)
    seen = _seen(train, [name for name in train.columns if name in columns])
    left_out = [_telling_nothing(one) for one in seen if one.told.nothing]
    seen = [one for one in seen if not one.told.nothing]
    left_out += _telling_the_same(train, seen)
    gone = {one.column for one in left_out}
    if most is not None:
        left_out += _weaker([one for one in seen if one.look.name not in gone], most)
    return recipe.leave_out(*left_out)


def _seen(train: Dataset, names: Sequence[str]) -> list[_Seen]:
    task = train.roles.task
    outcomes = train.targets() if task == "regression" else train.targets().astype(np.int64)
    looks = ((name, train.column(name)) for name in names)
    return [_Seen(look_at(name, column), told_by(column, outcomes, task)) for name, column in looks]


def _telling_nothing(one: _Seen) -> LeftOut:
    strength = one.told.strength
    order = one.told.order
    reason = f"the outcome does not differ with it beyond chance (Cramér's V {strength:.2f}, p {one.told.p_value:.2f})"
    if order is not None and one.told.guessing == 0:
        reason += (
            f", and its rank correlation with the outcome is {order.value:.2f} "
            f"(95 %: {order.low:.2f} to {order.high:.2f})"
        )
    elif order is not None:
        reason += (
            f", and its order ranks {100 * order.value:.0f} of 100 pairs right "
            f"(95 %: {100 * order.low:.1f} to {100 * order.high:.1f}), as guessing does"
        )
    return LeftOut(one.look.name, "WB224", reason, strength)


def _telling_the_same(train: Dataset, seen: Sequence[_Seen]) -> Iterator[LeftOut]:
    """Yield the columns that tell what an earlier one tells."""
    gone: set[str] = set()
    for first, later, how in (*_same_rows(seen), *_same_order(train, seen)):
        if first not in gone and later not in gone:
            gone.add(later)
            yield LeftOut(later, "WB225", f"it {how} column {first!r}")


def _same_rows(seen: Sequence[_Seen]) -> Iterator[tuple[str, str, str]]:
    """Yield pairs of columns whose values are names for one another; of values that recur, else all would be."""
    first: dict[bytes, str] = {}
    for look in (one.look for one in seen):
        if look.n_present < _FEWEST_ROWS_A_VALUE * look.n_distinct:
            continue
        if look.pattern in first:
            yield first[look.pattern], look.name, "tells the same rows apart as"
        first.setdefault(look.pattern, look.name)


def _same_order(train: Dataset, seen: Sequence[_Seen]) -> Iterator[tuple[str, str, str]]:
    """Yield pairs of columns of numbers or dates that put the rows in one order, or in the opposite one."""
    looks = [one.look for one in seen if _has_order(one.look)]
    if len(looks) < 2:
        return
    numbers = pd.DataFrame({place: as_numbers(train.column(look.name)) for place, look in enumerate(looks)})
    ranks = numbers.rank()
    distances = (ranks - ranks.mean()).fillna(0.0).to_numpy()
    directions = distances / np.sqrt((distances**2).sum(axis=0))
    correlation = np.abs(directions.T @ directions)
    for place, look in enumerate(looks):
        for other in np.flatnonzero(correlation[place, place + 1 :] >= _SAME_ORDER) + place + 1:
            yield look.name, looks[other].name, "puts the rows in the same order, up or down, as"


def _has_order(look: Look) -> bool:
    kind = look.kind
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_temporal(kind)
    return bool(is_number and look.n_distinct > 1)


def _weaker(seen: Sequence[_Seen], most: int) -> Iterator[LeftOut]:
    """Yield the columns that go less with the outcome than the strongest ones do; what is not known is no strength."""
    judged = [one for one in seen if np.isfinite(one.told.strength)]
    n_unknown = len(seen) - len(judged)
    order = sorted(judged, key=lambda one: -one.told.strength)  # of equal ones the first in the data
    for place, one in enumerate(order[max(most - n_unknown, 0) :], start=max(most - n_unknown, 0) + 1):
        strength = one.told.strength
        reason = f"the outcome goes less with it (Cramér's V {strength:.2f}) than with {place - 1} other columns"
        yield LeftOut(one.look.name, "WB226", reason, strength)
