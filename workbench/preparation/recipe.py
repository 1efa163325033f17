"""A recipe: which step each column takes, and why; which columns take none, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.checks import check_column
from workbench.core.finding import Finding
from workbench.data.dataset import Dataset
from workbench.errors import InputError, RoleError

__all__ = ["LeftOut", "Recipe", "Selection", "Step"]

_WHY = "A column that carries nothing, or names each row, can only mislead a model."
_WHY_OF = {
    "WB205": "A model reads numbers only, and no step is known that makes numbers of these values.",
    "WB206": "It was decided so.",
    "WB223": "The same twice tells a model nothing more, and splits its weight, so that neither column shows it all.",
    "WB224": "A model can mistake chance for a rule in it. With other columns it may still matter.",
    "WB225": "The same twice tells a model nothing more, and splits its weight, so that neither column shows it all.",
    "WB226": "It was asked for a number of columns.",
}


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
    value : float or None
        What was measured, where the reason is a number.
    """

    column: str
    code: str
    reason: str
    value: float | None = None

    def finding(self, n: int) -> Finding:
        """Return the finding that tells the person."""
        return Finding(
            self.code,
            "note",
            f"Column {self.column!r} is left out: {self.reason}",
            _WHY_OF.get(self.code, _WHY),
            "If it should be used, add a step for it: recipe.with_step([column], transformer, reason=…).",
            value=self.value,
            n=n,
            scope=self.column,
        )


@dataclass(frozen=True, eq=False)
class Selection:
    """Where columns were left out for what the outcomes tell of them: what it takes to choose anew on other rows.

    Parameters
    ----------
    before : Recipe
        The recipe that columns were chosen from, with all edits since.
    most : int or None
        How many columns were to be kept at most.
    settled : tuple of str
        Columns that were given a step afterwards, which stay whatever they tell.
    """

    before: Recipe
    most: int | None
    settled: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Recipe:
    """The steps from columns to numbers. Editing returns a new recipe.

    Parameters
    ----------
    steps : tuple of Step
        Each column is in at most one step, unless a person asked for more.
    left_out : tuple of LeftOut
        Columns in no step, and why.
    selection : Selection or None
        How columns were chosen by the outcomes of the training rows, so that a model that learns from some of them
        has its columns chosen on these alone.
    """

    steps: tuple[Step, ...]
    left_out: tuple[LeftOut, ...] = ()
    selection: Selection | None = None

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
        lean, chosen = self._without(columns), self.selection
        if chosen is not None:
            before = chosen.before.with_step(columns, transformer, reason=reason, title=title, together=together)
            chosen = replace(chosen, before=before, settled=tuple(dict.fromkeys((*chosen.settled, *columns))))
        return replace(lean, steps=(*lean.steps, step), selection=chosen)

    def without(self, column: str, *, reason: str) -> Recipe:
        """Return a recipe in which the model does not see the column.

        Parameters
        ----------
        column : str
            The column.
        reason : str
            Why; it is printed in reports.
        """
        return self.leave_out(LeftOut(column, "WB206", reason))

    def leave_out(self, *columns: LeftOut) -> Recipe:
        """Return a recipe in which the model does not see these columns, each for its reason.

        Parameters
        ----------
        *columns : LeftOut
            The columns, and why.
        """
        lean, chosen = self._without([one.column for one in columns]), self.selection
        if chosen is not None:
            chosen = replace(chosen, before=chosen.before.leave_out(*columns))
        return replace(lean, left_out=(*lean.left_out, *columns), selection=chosen)

    @property
    def columns_to_choose_from(self) -> tuple[str, ...]:
        """The columns of all steps, with those that were left out for what the outcomes tell of them."""
        if self.selection is not None:
            return self.selection.before.columns_to_choose_from
        return tuple(dict.fromkeys(name for step in self.steps for name in step.columns))

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
        roles = {column: role for role, column in data.roles.named.items()}
        for name in (name for step in self.steps for name in step.columns):
            if check_column(name, data.columns) not in data.features:
                raise RoleError(
                    f"A step of the recipe names column {name!r}, whose role is {roles.get(name, 'protected')}.\n"
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
