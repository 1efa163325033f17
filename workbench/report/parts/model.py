"""What a model is and how good: what it learned from, what it was tested on, against a guess."""

from __future__ import annotations

from workbench.document.facts import amount_facts, performance_facts
from workbench.document.nodes import Block, Fact, Paragraph, Text
from workbench.document.quantities import amount, between
from workbench.document.wording import count, frequency, listed, name, say
from workbench.modeling.performance import AmountPerformance
from workbench.report.materials import Materials
from workbench.report.records import ModelRecord

__all__ = ["decision_rule", "given_blocks", "model_blocks", "threshold_fact"]

_LISTED = 6


def model_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return what the model is and how often it is right; nothing where no model was given."""
    model, book = materials.model, materials.book
    if model is None:
        return ()
    train = book.count("model/train_rows", model.n_train, "rows the model learned from", model.split, "recorded")
    test = book.count("model/test_rows", model.n_test, "rows held out", model.split, "recorded")
    tested = say("model.tested", kind=name(model.title), train=count(train), test=count(test))
    said, right = _right(materials, model)
    return (Paragraph(said, (*tested, " ", *decision_rule(materials, model), " ", *right)),)


def decision_rule(materials: Materials, model: ModelRecord) -> Text:
    """Return what the model tells: from which score on which outcome, the most likely class, or an amount."""
    if model.task == "multiclass":
        return say("model.classes")
    if model.task == "regression":
        return say("model.amounts", target=name(materials.roles.target or ""))
    threshold = threshold_fact(materials, model)
    return say("model.threshold", favourable=materials.terms.favourable, threshold=frequency(threshold))


def threshold_fact(materials: Materials, model: ModelRecord) -> Fact:
    """Return from which score on the model decides favourably."""
    how = "set before the test"
    return materials.book.declared("model/threshold", model.threshold, "fraction", how, model.fingerprint)


def given_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return what is known of the data behind a model where no groups were compared; nothing without a model."""
    data, target = materials.data, materials.roles.target
    if data is None or target is None:
        return ()
    rows = materials.book.count("data/rows_given", data.n_rows, "rows of the data", data.rows, "recorded")
    said = say("data.given", rows=count(rows), target=name(target))
    protected = [one.column for one in materials.roles.protected]
    if protected:
        said = (*said, " ", *say("data.given_protected", columns=listed(protected, _LISTED)))
    return (Paragraph("data.given", said),)


def _right(materials: Materials, model: ModelRecord) -> tuple[str, Text]:
    """Return how often the model is right beside the baseline, and the id of the text."""
    performance = model.performance
    if performance is None:
        said = "model.not_shown_amounts" if model.task == "regression" else "model.not_shown"
        return said, say(said)
    said = "model.better" if performance.beats_baseline else "model.no_better"
    if isinstance(performance, AmountPerformance):
        return f"{said}_amounts", _nearer(materials, model, performance)
    ours, baseline = performance_facts(materials.book, performance, model.fingerprint, materials.confidence)
    said = f"{said}_classes" if model.task == "multiclass" else said
    text = say(
        said,
        model=frequency(ours),
        model_between=between(ours),
        baseline=frequency(baseline),
        baseline_between=between(baseline),
    )
    return said, text


def _nearer(materials: Materials, model: ModelRecord, found: AmountPerformance) -> Text:
    """Return how far off the model is on average, and how much nearer than always telling the mean."""
    ours, baseline, gain = amount_facts(materials.book, found, model.fingerprint)
    return say(
        "model.better_amounts" if found.beats_baseline else "model.no_better_amounts",
        model=amount(ours),
        model_between=between(ours),
        baseline=amount(baseline),
        gain=amount(gain),
        gain_between=between(gain),
    )
