"""Controls with which models are compared by gaps, and one is chosen with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.widgets.contest_kept import ContestSettings
from workbench.widgets.contest_view import LONGEST
from workbench.widgets.options import by_place
from workbench.widgets.view import Choice, Group, Node, Number, Option, Press, Said, Words
from workbench.widgets.wording import told

__all__ = ["choose_view", "weighing_view"]


def weighing_view(titles: Sequence[str], settings: ContestSettings, n_rows: int, *, is_busy: bool) -> tuple[Node, ...]:
    """Return which models decide at which thresholds when gaps are compared.

    Parameters
    ----------
    titles : sequence of str
        What the models are called, in their order.
    settings : ContestSettings
        What is chosen.
    n_rows : int
        Training rows, on which it is compared.
    is_busy : bool
        Whether something is computed.
    """
    weighing = settings.weighing
    thresholds = " ".join(f"{one:g}" for one in weighing.thresholds)
    note = told("contest.thresholds_help", low=0.0, high=1.0)
    off = told("contest.weighed") if settings.is_weighed else told("contest.busy") if is_busy else ""
    models = tuple(str(at) for at in weighing.models)
    return (
        Said("gaps_lead", told("contest.gaps_lead", n=n_rows), "quiet"),
        Choice("models", told("contest.models"), by_place(titles, LONGEST), models),
        Words("thresholds", told("contest.thresholds"), thresholds, help=note, most=200),
        Press("weigh", told("contest.weigh"), "plain" if settings.is_weighed else "main", off),
    )


def choose_view(
    titles: Sequence[str], settings: ContestSettings, *, is_binary: bool, is_chosen: bool
) -> tuple[Node, ...]:
    """Return the choice of a model and, of two outcomes, of its threshold; and the reason.

    Parameters
    ----------
    titles : sequence of str
        What the models are called, in their order.
    settings : ContestSettings
        What is chosen.
    is_binary : bool
        Whether a threshold decides.
    is_chosen : bool
        Whether there is a choice with its reason.
    """
    none = Option("", told("contest.choose_nothing"))
    options = (none, *by_place(titles, LONGEST))
    chosen = "" if settings.chosen is None else str(settings.chosen)
    row: list[Node] = [Choice("chosen", told("contest.model"), options, chosen, "select")]
    if is_binary:
        row.append(Number("threshold", told("contest.threshold"), settings.threshold, 0.0, 1.0, 0.01))
    nodes: list[Node] = [
        Group("chosen_row", tuple(row), look="row"),
        Words("reason", told("contest.reason"), settings.reason, long=True, help=told("contest.reason_help")),
    ]
    if is_chosen:
        nodes.append(Said("confirm", told("contest.confirm"), "quiet"))
    return tuple(nodes)
