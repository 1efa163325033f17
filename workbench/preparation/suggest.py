"""``suggest_recipe``: a first recipe, after a look at the training rows only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from workbench.checks import check_result
from workbench.data.dataset import Dataset
from workbench.data.roles import Task
from workbench.data.split import Split
from workbench.preparation.look import FEW_VALUES, WORDS_OF_A_TEXT, Look, look_at
from workbench.preparation.recipe import LeftOut, Recipe, Step
from workbench.preparation.refusals import refused
from workbench.preparation.steps.dates import dates
from workbench.preparation.steps.numbers import numbers, skewed_numbers
from workbench.preparation.steps.texts import MOST_CATEGORIES, N_TEXT_NUMBERS, categories, many_values, words

__all__ = ["suggest_recipe"]

_ROWS_A_VALUE = 10
_FEWEST_OF_AN_OUTCOME = 5
_STRONG_SKEW = 10.0


_TOLD_BY: dict[Task, str] = {
    "binary": "the share of favourable outcomes among",
    "multiclass": "the share of each class among",
    "regression": "the mean outcome of",
}


class _Kind(NamedTuple):
    """A kind of column: the step it takes, and why; how the reason continues may depend on the columns."""

    title: str
    make: Callable[[Dataset], Any]
    reason: Callable[[Sequence[Look], Task], str]


_KINDS = (
    _Kind(
        "numbers",
        lambda _train: numbers(),
        lambda _looks, _task: "they are numbers: a missing one becomes the median and is marked as missing",
    ),
    _Kind(
        "numbers, mostly missing",
        lambda _train: numbers(),
        lambda looks, _task: (
            f"they are numbers that most rows lack ({_each(looks, _missing)}): a missing one becomes the median, and "
            "that it is missing is told apart"
        ),
    ),
    _Kind(
        "skewed numbers",
        lambda train: skewed_numbers(train.n_rows),
        lambda looks, _task: (
            f"a few of their values lie far from all others (skewness: {_each(looks, _skew)}): "
            "each number becomes its place among the training rows, so that these few do not decide alone"
        ),
    ),
    _Kind(
        "categories",
        lambda _train: categories(),
        lambda _looks, _task: "they are text: each value becomes a column of 0 and 1, rare values together",
    ),
    _Kind(
        "categories of many values",
        lambda train: many_values(train.roles.task),
        lambda looks, task: (
            f"they are text of more values than {MOST_CATEGORIES} columns can tell ({_each(looks, _distinct)}): each "
            f"value becomes {_TOLD_BY[task]} other training rows that have it"
        ),
    ),
    _Kind(
        "texts",
        lambda _train: words(),
        lambda looks, _task: (
            f"they are text of many words, or seldom the same twice ({_each(looks, _phrases)}): "
            f"it becomes at most {N_TEXT_NUMBERS} numbers, alike where texts share words or parts of words"
        ),
    ),
    _Kind(
        "dates",
        lambda _train: dates(),
        lambda _looks, _task: (
            "they are dates or times: each becomes its year, month, day, weekday and hour, and time passed"
        ),
    ),
)


def suggest_recipe(split: Split) -> Recipe:
    """Suggest a step for every feature, after a look at the training rows only.

    ========================= ====================================================================
    numbers                   a missing one becomes the median and is marked; all are scaled
    numbers, mostly missing   the same, told apart since half of the rows or more have none
    skewed numbers            of a skewness beyond 10: their place among the training rows instead
    categories                text: a column of 0 and 1 a value, at most 20, rarer values together;
                              missing is a value of its own
    categories of many values text of more than 50 values that recur: the share of favourable
                              outcomes, or of each class, or the mean amount; each row told by
                              other rows
    texts                     text of more than 50 values that seldom recur, or of many words: at most
                              30 numbers, alike for texts that share parts of words
    dates                     year, month, day, weekday, hour, and seconds since 1970
    ========================= ====================================================================

    Trees read any scale, and a milder skew is left as it is, so that a number keeps its unit. Left out are columns
    without values or with one, with fewer than ten rows (and 1 in 100) that differ from the others, that name the
    rows or nearly all of them, or that are copies of another. Each is told with its reason, and comes back with
    ``recipe.with_step``.

    Parameters
    ----------
    split : Split
        Only ``split.train`` is read.

    Returns
    -------
    Recipe
        Print it to see every step, its columns and its reason. Nothing is fitted yet.

    Raises
    ------
    RoleError
        If the data set has no target.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> suggest_recipe(split_data(data))
    Recipe: categories: 1; left out: 0.
    """
    check_result("split", split, Split, "split_data")
    train = split.train
    fewest = _fewest(train)
    chosen: dict[str, list[Look]] = {kind.title: [] for kind in _KINDS}
    left_out: list[LeftOut] = []
    kept: dict[tuple[object, ...], list[Look]] = {}
    for name in train.features:
        look = look_at(name, train.column(name))
        refusal = refused(look) or _copy(look, kept.get(look.mark, ()))
        if refusal is not None:
            left_out.append(refusal)
            continue
        kept.setdefault(look.mark, []).append(look)
        chosen[_title(look, fewest)].append(look)
    steps = [
        Step(kind.title, tuple(look.name for look in looks), kind.make(train), kind.reason(looks, train.roles.task))
        for kind in _KINDS
        if (looks := chosen[kind.title])
    ]
    return Recipe(tuple(steps), tuple(left_out))


def _fewest(train: Dataset) -> int:
    """Return how many rows the rarest outcome has, or the rarest class that is there; of amounts all of them."""
    if train.roles.task == "regression":
        return train.n_rows
    targets = train.targets()
    if train.roles.task == "binary":
        return int(np.bincount(targets, minlength=2)[:2].min())
    return int(np.unique(targets[targets >= 0], return_counts=True)[1].min(initial=train.n_rows))


def _title(look: Look, fewest: int) -> str:
    """Return the kind of step that a column takes."""
    if pa.types.is_temporal(look.kind):
        return "dates"
    if look.is_text:
        return _title_of_text(look, fewest)
    if abs(look.skew) > _STRONG_SKEW:
        return "skewed numbers"
    return "numbers, mostly missing" if 2 * look.n_missing >= look.n else "numbers"


def _title_of_text(look: Look, fewest: int) -> str:
    """Return how text is told: by its few values, by what became of rows with the same value, or by its words."""
    if look.n_distinct <= FEW_VALUES:
        return "categories"
    recurs = look.n_present >= _ROWS_A_VALUE * look.n_distinct
    can_cross_fit = fewest >= _FEWEST_OF_AN_OUTCOME  # each of the five parts has to have both outcomes
    if recurs and can_cross_fit and look.n_words < WORDS_OF_A_TEXT:
        return "categories of many values"
    return "texts"


def _copy(look: Look, alike: Iterable[Look]) -> LeftOut | None:
    """Return that a column is a copy of an earlier one; ``None`` if it is not."""
    first = next((other for other in alike if look.is_copy_of(other)), None)
    if first is None:
        return None
    return LeftOut(look.name, "WB223", f"it has the same value as column {first.name!r} in every training row")


def _each(looks: Sequence[Look], say: Callable[[Look], str]) -> str:
    return ", ".join(f"{look.name} {say(look)}" for look in looks)


def _missing(look: Look) -> str:
    return f"{look.n_missing:,} of {look.n:,}"


def _skew(look: Look) -> str:
    return f"{look.skew:.0f}"


def _distinct(look: Look) -> str:
    return f"{look.n_distinct:,} in {look.n_present:,} rows"


def _phrases(look: Look) -> str:
    return f"{look.n_distinct:,} of {look.n_words:.1f} words in {look.n_present:,} rows"
