"""A recipe: which step each column takes, and why. ``suggest_recipe`` makes a first one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from workbench.checks import check_column, check_result
from workbench.core.finding import Finding
from workbench.data.dataset import Dataset
from workbench.data.split import Split
from workbench.errors import InputError, RoleError

__all__ = ["LeftOut", "Recipe", "Step", "suggest_recipe"]

_MOST_CATEGORIES = 20
_FEWEST_FOR_ID = 20


@dataclass(frozen=True, eq=False)
class Step:
    """What happens to some columns.

    Parameters
    ----------
    title : str
        The step's name for readers.
    columns : tuple of str
        The columns that take it.
    transformer : scikit-learn transformer
        It is cloned before it is fitted.
    reason : str
        Why these columns take it.
    together : bool
        Whether one transformer reads all the columns at once (PCA, polynomials). Then no derived
        column has a single source, and explanations permute the raw columns instead.
    """

    title: str
    columns: tuple[str, ...]
    transformer: Any
    reason: str
    together: bool = False


@dataclass(frozen=True)
class LeftOut:
    """A column that the model does not see.

    Parameters
    ----------
    column : str
        The column.
    code : str
        The finding's code.
    reason : str
        Why, as the end of a sentence.
    """

    column: str
    code: str
    reason: str

    def finding(self, n: int) -> Finding:
        """Return the finding that tells the person."""
        return Finding(
            self.code,
            "note",
            f"Column {self.column!r} is left out: {self.reason}",
            "A column that carries nothing, or names each row, can only mislead a model.",
            "If it should be used, add a step for it: recipe.with_step([column], transformer, reason=…).",
            n=n,
            scope=self.column,
        )


@dataclass(frozen=True, eq=False)
class Recipe:
    """The steps from columns to numbers. Editing returns a new recipe.

    Parameters
    ----------
    steps : tuple of Step
        Each column is in at most one step, unless a person asked for more.
    left_out : tuple of LeftOut
        Columns in no step, and why.
    """

    steps: tuple[Step, ...]
    left_out: tuple[LeftOut, ...] = ()

    def __repr__(self) -> str:
        """Return the recipe in one sentence."""
        steps = "; ".join(f"{step.title}: {len(step.columns)}" for step in self.steps) or "no step"
        return f"Recipe: {steps}; left out: {len(self.left_out)}."

    def __str__(self) -> str:
        """Return the recipe with every step, its columns and its reason."""
        lines = [f"{step.title}: {', '.join(step.columns)}\n    because {step.reason}" for step in self.steps]
        lines += [f"left out: {one.column}\n    because {one.reason}" for one in self.left_out]
        return "\n".join(lines)

    def with_step(
        self,
        columns: Sequence[str],
        transformer: Any,
        *,
        reason: str,
        title: str = "added step",
        together: bool = False,
    ) -> Recipe:
        """Return a recipe in which these columns take this transformer and no other step.

        Parameters
        ----------
        columns : sequence of str
            Features of the data set.
        transformer : scikit-learn transformer
            Anything with ``fit`` and ``transform``.
        reason : str
            Why; it is printed in reports.
        title : str
            The step's name for readers.
        together : bool
            Whether one transformer reads all the columns at once.
        """
        if isinstance(columns, str):
            raise InputError(f"columns is {columns!r} alone.\nGive a list, even of one: [{columns!r}].")
        if isinstance(transformer, type):
            raise InputError(
                f"transformer is the class {transformer.__name__}, not an object of it.\n"
                f"Make one: {transformer.__name__}()."
            )
        if not (hasattr(transformer, "fit") and hasattr(transformer, "transform")):
            raise InputError(
                f"transformer is a {type(transformer).__name__}, which has no fit and transform.\n"
                "Give a scikit-learn transformer, such as StandardScaler()."
            )
        step = Step(title, tuple(columns), transformer, reason, together)
        return replace(self._without(columns), steps=(*self._without(columns).steps, step))

    def without(self, column: str, *, reason: str) -> Recipe:
        """Return a recipe in which the model does not see the column.

        Parameters
        ----------
        column : str
            The column.
        reason : str
            Why; it is printed in reports.
        """
        lean = self._without([column])
        return replace(lean, left_out=(*lean.left_out, LeftOut(column, "WB206", reason)))

    def _without(self, columns: Sequence[str]) -> Recipe:
        kept = (
            replace(step, columns=tuple(name for name in step.columns if name not in columns)) for step in self.steps
        )
        return Recipe(
            tuple(step for step in kept if step.columns),
            tuple(one for one in self.left_out if one.column not in columns),
        )

    def check(self, data: Dataset) -> None:
        """Raise where a column is not in the data, or a step names one that no model may see."""
        for one in self.left_out:
            check_column(one.column, data.columns)
        for name in (name for step in self.steps for name in step.columns):
            if check_column(name, data.columns) not in data.features:
                raise RoleError(
                    f"A step of the recipe names column {name!r}, which is the target, the id or a protected column.\n"
                    "A model may not see it: take it out of the step. Protected columns join with use_protected=True."
                )

    def settings(self) -> dict[str, object]:
        """Return the recipe as values that JSON can hold."""
        return {
            "steps": [
                {
                    "title": step.title,
                    "columns": step.columns,
                    "transformer": repr(step.transformer),
                    "together": step.together,
                }
                for step in self.steps
            ],
            "left_out": [{"column": one.column, "reason": one.reason} for one in self.left_out],
        }


def suggest_recipe(split: Split) -> Recipe:
    """Suggest a step for every feature, after a look at the training rows only.

    Numbers: missing ones become the median and are marked, then all are scaled. Text: one column of
    0 and 1 a value, at most 20, rarer values together; missing is a value of its own.
    Columns without values, with one value, that name each row, or that hold dates are left out.

    Parameters
    ----------
    split : Split
        Only ``split.train`` is read.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> suggest_recipe(split_data(data))
    Recipe: categories: 1; left out: 0.
    """
    check_result("split", split, Split, "split_data")
    numbers: list[str] = []
    categories: list[str] = []
    left_out: list[LeftOut] = []
    for name in split.train.features:
        column = split.train.table[name]
        refusal = _refusal(name, column)
        if refusal is not None:
            left_out.append(refusal)
        elif pa.types.is_string(column.type):
            categories.append(name)
        else:
            numbers.append(name)
    steps = [
        Step(
            "numbers",
            tuple(numbers),
            make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()),
            "they are numbers: a missing one becomes the median and is marked as missing",
        ),
        Step(
            "categories",
            tuple(categories),
            make_pipeline(
                SimpleImputer(strategy="constant", fill_value="(missing)", missing_values=np.nan),
                OneHotEncoder(
                    handle_unknown="infrequent_if_exist", max_categories=_MOST_CATEGORIES, sparse_output=False
                ),
            ),
            "they are text: each value becomes a column of 0 and 1, rare values together",
        ),
    ]
    return Recipe(tuple(step for step in steps if step.columns), tuple(left_out))


def _refusal(name: str, column: pa.ChunkedArray) -> LeftOut | None:
    """Return why the column should be left out; ``None`` if it should not."""
    present = len(column) - column.null_count
    if present == 0:
        return LeftOut(name, "WB201", "no training row has a value in it")
    distinct = pc.count_distinct(column, mode="only_valid").as_py()
    if distinct == 1 and column.null_count == 0:
        return LeftOut(name, "WB202", "every training row has the same value in it")
    if pa.types.is_temporal(column.type):
        return LeftOut(name, "WB205", "it holds dates or times, for which no step is known yet")
    if distinct == present >= _FEWEST_FOR_ID and _names_rows(column):
        return LeftOut(name, "WB204", "it has another value in every row and seems only to name the rows")
    return None


def _names_rows(column: pa.ChunkedArray) -> bool:
    """Return whether distinct values are text, or whole numbers that count up row by row."""
    if pa.types.is_string(column.type):
        return True
    if not pa.types.is_integer(column.type) or column.null_count:
        return False
    values = column.to_numpy()
    return bool((values[1:] > values[:-1]).all())
