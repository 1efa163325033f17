"""Dropping proxies: the model does not see columns that stand for the protected attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from workbench.audit.mitigation.contract import Case, Learned, Mitigation, NeedsAttribute
from workbench.audit.mitigation.training import as_it_is
from workbench.checks import check_column
from workbench.data.suggestions.looks import looks_of
from workbench.data.suggestions.proxies import proxies
from workbench.data.suggestions.result import SuggestedRole
from workbench.errors import InputError, NotEnoughDataError
from workbench.preparation.leaks.protected import STRONG
from workbench.preparation.prepare import prepare_data
from workbench.preparation.result import Prepared

__all__ = ["DropProxy", "columns_seen"]

_MOST_ROWS = 100_000


@dataclass(frozen=True)
class DropProxy(Mitigation):
    """Let the model not see columns that stand for the protected attribute.

    Parameters
    ----------
    columns : sequence of str
        Which; by default those of the model's columns whose association with the attribute is surely strong among
        the training rows (limits of Cramér's V at 0.5 or more, as in finding WB218), and the attribute's own.

    Raises
    ------
    InputError
        If ``columns`` is a text.

    Examples
    --------
    >>> DropProxy(["zip"]).columns
    ('zip',)
    """

    columns: Sequence[str] = ()

    name: ClassVar[str] = "drop_proxy"
    title: ClassVar[str] = "dropping proxies"
    needs_attribute: ClassVar[NeedsAttribute] = "never"

    def __post_init__(self) -> None:
        """Keep the columns as a tuple."""
        if isinstance(self.columns, str):
            raise InputError(f"columns is {self.columns!r}.\nGive a list of columns: [{self.columns!r}].")
        object.__setattr__(self, "columns", tuple(dict.fromkeys(self.columns)))

    def settings(self) -> dict[str, object]:
        """Return the columns that were named."""
        return {"columns": list(self.columns)} if self.columns else {}

    def train(self, case: Case, rows: NDArray[np.int64] | None) -> Learned:
        """Return the model that learned without these columns, as :meth:`Mitigation.train` says."""
        dropped = self._dropped(case)
        lean = _lean(case.prepared, dropped)
        learned = as_it_is(replace(case, prepared=lean), rows)
        return replace(learned, details={"dropped": list(dropped)})

    def _dropped(self, case: Case) -> tuple[str, ...]:
        seen = columns_seen(case.prepared)
        if self.columns:
            for one in self.columns:
                check_column(one, seen)
            return tuple(self.columns)
        found = _found(case, seen)
        if not found:
            raise InputError(
                f"No column that the model sees stands for {case.grouping.title!r}, so that there is none to drop.\n"
                f"Name some: DropProxy([{seen[0]!r}])."
            )
        return found


def columns_seen(prepared: Prepared) -> tuple[str, ...]:
    """Return the columns that the model sees, or may see where they are chosen by the outcomes."""
    return prepared.columns if prepared.recipe.selection is None else prepared.recipe.columns_to_choose_from


def _found(case: Case, seen: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that stand for the attribute among the training rows; it looks once for the same case."""
    kept: dict[str, object] = case.__dict__
    known = kept.get("_proxies")
    if isinstance(known, tuple):
        return known
    train = case.prepared.split.train
    looked = train if train.n_rows <= _MOST_ROWS else train.sample(_MOST_ROWS, seed=case.seed)
    asked = [SuggestedRole(one.column, "protected", "likely", "", edges=one.edges) for one in case.grouping.attributes]
    others = {name for name in looked.columns if name not in seen} | set(case.grouping.columns)
    told = proxies(looks_of(looked), {name: looked.column(name) for name in looked.columns}, asked, others)
    own = [name for name in case.grouping.columns if name in seen]
    found = tuple(dict.fromkeys((*own, *(one.column for one in told if one.interval[0] >= STRONG))))
    kept["_proxies"] = found
    return found


def _lean(prepared: Prepared, dropped: tuple[str, ...]) -> Prepared:
    """Return the same rows prepared without some columns.

    Raises
    ------
    NotEnoughDataError
        If no column is left.
    """
    recipe = prepared.recipe
    for name in dropped:
        recipe = recipe.without(name, reason="it stands for a protected attribute, which was tried to be mitigated so")
    if not recipe.steps:
        raise NotEnoughDataError(
            f"Without {', '.join(map(repr, dropped[:5]))} no column is left for a model.\nName fewer columns."
        )
    return prepare_data(prepared.split, recipe)
