"""``Interactions``: how much two columns do together beyond what each does alone."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.provenance import Result
from workbench.errors import InputError
from workbench.explanation.shapley.attribution import Scale
from workbench.modeling.result import Fitted

__all__ = ["Interaction", "Interactions"]


@dataclass(frozen=True)
class Interaction:
    """What two columns do together to one prediction.

    Parameters
    ----------
    first, second : str
        The original columns.
    output : str
        Of several classes, the one whose probability is told; empty otherwise.
    strength : float
        How far the two together are from the sum of each, as the root of the mean square over rows: in the unit of
        the prediction.
    low, high : float
        Its 95 % limits.
    share : float
        Friedman's H squared: the part of what the two do together to the mean prediction that neither does alone;
        from 0 to 1, ``nan`` where they do nothing.
    is_separated : bool
        Whether it is separated from noise, after allowing for every pair that was looked at.
    """

    first: str
    second: str
    output: str
    strength: float
    low: float
    high: float
    share: float
    is_separated: bool


@dataclass(frozen=True, eq=False)
class Interactions(Result):
    """Interactions of pairs of columns.

    Parameters
    ----------
    fitted : Fitted
        The model.
    interactions : tuple of Interaction
        The strongest first; of several classes, each pair once a class.
    columns : tuple of str
        The columns of which every pair was looked at.
    scale : {"probability", "amount"}
        What is predicted.
    n_rows : int
        Held-out rows whose values were put together.
    n_background : int
        Rows learned from that they were put into.
    confidence : float
        Of the limits.
    """

    fitted: Fitted
    interactions: tuple[Interaction, ...]
    columns: tuple[str, ...]
    scale: Scale
    n_rows: int
    n_background: int
    confidence: float

    def __repr__(self) -> str:
        """Return the interactions in one sentence."""
        n = len(self.columns) * (len(self.columns) - 1) // 2
        pairs = "1 pair" if n == 1 else f"{n:,} pairs"
        separated = [one for one in self.interactions if one.is_separated]
        if not separated:
            return f"Interactions of {pairs} on the {self.scale}: none separated from noise."
        first = separated[0]
        return (
            f"Interactions of {pairs} on the {self.scale}: strongest {first.first} with {first.second}, "
            f"{first.strength:.2g} ({first.low:.2g} to {first.high:.2g})."
        )

    def of(self, first: str, second: str, output: str | None = None) -> Interaction:
        """Return what two columns do together.

        Parameters
        ----------
        first, second : str
            The columns, in any order.
        output : str, optional
            Of several classes, the one; by default the one on which they do most.

        Raises
        ------
        InputError
            If this pair, or class, was not looked at.
        """
        for one in self.interactions:
            if {one.first, one.second} == {first, second} and output in (None, one.output):
                return one
        of = f" on {output!r}" if output is not None else ""
        raise InputError(
            f"The pair {first!r} and {second!r}{of} was not looked at.\n"
            f"Name two of: {', '.join(map(repr, self.columns))}; or name others, explain_interactions(…, columns=[…])."
        )

    def _content(self) -> object:
        return [(one.first, one.second, one.output, round(one.strength, 9)) for one in self.interactions]
