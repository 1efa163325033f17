"""A fitted model as it shows in a notebook: how good it is and how sure that is, and what it was trained on."""

from __future__ import annotations

import math
from collections.abc import Iterator

from workbench.document.model_charts import same_digits
from workbench.document.nodes import Block, Fact, Items, Paragraph, Table, Text
from workbench.document.quantities import amount
from workbench.document.wording import cell, count, declared, frequency, name, paragraph, say
from workbench.modeling.given import GivenRows
from workbench.modeling.metrics import Metric
from workbench.modeling.performance import AmountPerformance
from workbench.modeling.result import Fitted
from workbench.report.cell_page import LONGEST, Contents, noticed
from workbench.report.figuring import Figures

__all__ = ["fitted_contents"]

_CONFIDENCE = 0.95
"""What the limits of a model's scores are made for."""

_NEARER = {"calibration_slope": "fitted.better.one"}


def fitted_contents(fitted: Fitted, figures: Figures) -> Contents:
    """Return the sections that tell of a fitted model; nothing it printed, and no row.

    Parameters
    ----------
    fitted : Fitted
        What ``fit_model`` or ``Fitted.from_estimator`` returned.
    figures : Figures
        Keeps its numbers.
    """
    given = isinstance(fitted.prepared.split, GivenRows)
    heading = say("fitted.performance_given" if given else "fitted.performance")
    return [
        *noticed(fitted.findings),
        ("performance", heading, tuple(_performance(fitted, figures))),
        ("trained", say("fitted.trained"), tuple(_trained(fitted, figures))),
    ]


def _performance(fitted: Fitted, figures: Figures) -> Iterator[Block]:
    yield _beside_baseline(fitted, figures)
    facts = [_fact(one, figures) for one in fitted.metrics]
    rows = tuple(
        ((name(one.title),), *_value(fact), (f"{one.n:,}",), say(_better(one)))
        for one, fact in zip(fitted.metrics, facts, strict=True)
    )
    header = (
        say("fitted.score"),
        say("models.value"),
        say("table.interval"),
        say("models.rows"),
        say("fitted.better"),
    )
    yield Table("scores", say("fitted.caption"), header, rows, (False, True, True, True, False))
    untold = [
        paragraph("fitted.undefined", title=name(one.title), why=name(one.why.rstrip("."), LONGEST))
        for one in fitted.metrics
        if one.why
    ]
    if untold:
        yield Items(tuple(untold))
    confidence = figures.share("confidence", value=_CONFIDENCE)
    yield paragraph("fitted.intervals", confidence=frequency(confidence))


def _beside_baseline(fitted: Fitted, figures: Figures) -> Paragraph:
    found = fitted.performance
    end = say("fitted.beats" if found.beats_baseline else "fitted.no_better")
    if isinstance(found, AmountPerformance):
        error = figures.number("baseline_error", value=found.baseline_mean_absolute_error, n=found.n)
        gain = figures.number("gain", value=sum(found.gain) / 2, limits=found.gain, n=found.n)
        said = say("fitted.baseline_amounts", error=amount(error), low=amount(gain, "low"), high=amount(gain, "high"))
        return Paragraph("fitted.baseline_amounts", (*said, " ", *end))
    share = figures.share(
        "baseline_accuracy", value=found.baseline_accuracy, limits=found.limits(found.n_baseline_right), n=found.n
    )
    return Paragraph("fitted.baseline", (*say("fitted.baseline", share=amount(share)), " ", *end))


def _fact(one: Metric, figures: Figures) -> Fact:
    return figures.number("metric", one.name, value=one.value, limits=(one.low, one.high), n=one.n)


def _value(fact: Fact) -> tuple[Text, Text]:
    if math.isnan(fact.value):
        return say("table.nothing"), say("table.nothing")
    digits = same_digits([fact])
    if math.isnan(fact.low) or math.isnan(fact.high):
        return (cell(fact, digits=digits),), say("table.nothing")
    low, high = cell(fact, "low", digits), cell(fact, "high", digits)
    return (cell(fact, digits=digits),), say("models.range", low=low, high=high)


def _better(one: Metric) -> str:
    if one.greater_is_better is None:
        return _NEARER.get(one.name, "fitted.better.nearer")
    return "fitted.better.higher" if one.greater_is_better else "fitted.better.lower"


def _trained(fitted: Fitted, figures: Figures) -> Iterator[Block]:
    split, prepared = fitted.prepared.split, fitted.prepared
    n = {
        id: count(figures.count(id, value=value))
        for id, value in (
            ("rows", split.train.n_rows),
            ("held", split.test.n_rows),
            ("columns", len(prepared.columns)),
        )
    }
    if isinstance(split, GivenRows):
        message = "fitted.not_known"
    else:
        message = "fitted.learned" if fitted.leaks is not None else "fitted.brought"
    # "rows" is not in the sentence of rows that nobody knows of: they are the ones held out
    yield paragraph(message, data=name(split.data.name), **n)
    rows = tuple((say(f"fitted.detail.{id}"), told) for id, told in _details(fitted, figures))
    yield Table("made-from", say("fitted.details"), (say("fitted.fact"), say("models.value")), rows, (False, False))
    if fitted.printed:
        yield paragraph("fitted.printed")


def _details(fitted: Fitted, figures: Figures) -> Iterator[tuple[str, Text]]:
    made, prepared = fitted.provenance, fitted.prepared
    estimator = made.settings.get("estimator") or made.settings.get("kind") or fitted.model
    yield "estimator", (name(str(estimator), LONGEST),)
    if not math.isnan(fitted.threshold):
        yield "threshold", (declared(figures.number("threshold", value=fitted.threshold)),)
    yield "columns", (name(", ".join(prepared.columns) or "–", LONGEST),)
    yield "data", (name(prepared.split.data.fingerprint),)
    yield "inputs", (name(", ".join(made.inputs), LONGEST),)
    yield "own", (name(fitted.fingerprint),)
    if made.seed is not None:
        yield "seed", (str(made.seed),)
    yield "versions", (name(", ".join(f"{one} {version}" for one, version in made.versions.items()), LONGEST),)
