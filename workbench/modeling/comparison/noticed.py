"""What a contest tells beside its verdicts."""

from __future__ import annotations

from workbench.core.finding import Finding
from workbench.core.measure import Measure, MeasureUnit
from workbench.data.dataset import Dataset
from workbench.modeling.comparison.result import Contest, Entry
from workbench.modeling.folds import Folds, rare_classes

__all__ = ["few_rows", "findings_of"]


def few_rows(train: Dataset, folds: Folds, asked: int) -> tuple[Finding, ...]:
    """Return the finding that there are fewer folds than were asked for, and those of classes with few rows.

    Parameters
    ----------
    train : Dataset
        The rows that were cut.
    folds : Folds
        How they were cut.
    asked : int
        How many folds a repeat were asked for.
    """
    found = []
    if folds.n_folds < asked:
        found.append(
            Finding(
                "WB320",
                "note",
                f"The rows make {folds.n_folds} folds, not {asked}",
                "The rarer outcome has no more rows, or there are no more groups or times.",
                "Collect more, or ask for so many folds.",
                value=folds.n_folds,
                threshold=asked,
                n=train.n_rows,
                measure=Measure("folds that the rows make", "count", "folds", against="asked for"),
            )
        )
    found += [
        Finding(
            "WB320",
            "caution",
            f"Class {name!r} has {n} rows for {folds.n_folds} folds",
            "So it is missing in some of them, and a model may be asked for a class that it has not seen.",
            "Collect more rows of it, join it with another class, or ask for fewer folds.",
            value=n,
            threshold=folds.n_folds,
            n=train.n_rows,
            scope=name,
            measure=Measure("rows of the class", "count", against="one for each fold would be"),
        )
        for name, n in rare_classes(train, folds).items()
    ]
    return tuple(found)


def findings_of(contest: Contest) -> tuple[Finding, ...]:
    """Return the findings of a contest: models that failed, no model that is better, and why nothing is judged."""
    found = [_failed(one) for one in contest.entries if one.error]
    judged = [one for one in contest.entries if one.against_baseline is not None]
    if contest.no_verdict:
        found.append(_no_verdict(contest))
    elif judged and not any(one.verdict == "clearly better" for one in judged):
        found.append(_none_better(contest, judged[0]))
    return tuple(found)


def _failed(entry: Entry) -> Finding:
    return Finding(
        "WB308",
        "caution",
        f"The model {entry.title!r} failed in a fold and is not compared",
        f"{entry.error} The others were compared without it.",
        "Look at the reason, or leave the model out.",
        scope=entry.name,
    )


def _none_better(contest: Contest, first: Entry) -> Finding:
    against = first.against_baseline
    return Finding(
        "WB309",
        "serious",
        f"No model is clearly better than the baseline {contest.baseline!r}",
        "A model that does no better than what needs no learning has learned nothing that can be shown, and whatever "
        "explains it explains noise.",
        "Look for better columns or more rows, declare a smaller margin beforehand, or do without a model.",
        value=against.difference if against is not None else None,
        threshold=contest.margin,
        n=contest.n_done,
        interval=against.interval if against is not None else None,
        measure=_difference(contest),
    )


def _difference(contest: Contest) -> Measure:
    scoring = contest.scoring
    unit: MeasureUnit = "amount" if scoring.is_in_unit else "number"
    return Measure(f"difference in mean {scoring.title.removeprefix('mean ')}", unit, among="folds")


def _no_verdict(contest: Contest) -> Finding:
    ended = " It was ended before all folds were done." if contest.is_partial else ""
    return Finding(
        "WB310",
        "caution",
        "The models are shown with intervals and not judged",
        f"{contest.no_verdict}{ended}",
        "Read the intervals, and do not take the order of the models for certain.",
        n=contest.n_done,
    )
