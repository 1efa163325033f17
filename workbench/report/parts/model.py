"""What a model is and how good: what it learned from, what it was tested on, against a guess."""

from __future__ import annotations

from workbench.document.facts import performance_facts
from workbench.document.nodes import Block, Paragraph, Text
from workbench.document.wording import between, count, frequency, listed, name, say
from workbench.report.materials import Materials
from workbench.report.records import ModelRecord

__all__ = ["given_blocks", "model_blocks"]

_LISTED = 6


def model_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return what the model is and how often it is right; nothing where no model was given."""
    model, book, terms = materials.model, materials.book, materials.terms
    if model is None:
        return ()
    train = book.count("model/train_rows", model.n_train, "rows the model learned from", model.split, "recorded")
    test = book.count("model/test_rows", model.n_test, "rows held out", model.split, "recorded")
    tested = say("model.tested", kind=name(model.title), train=count(train), test=count(test))
    said, right = _right(materials, model)
    threshold = book.declared("model/threshold", model.threshold, "fraction", "set before the test", model.fingerprint)
    rule = say("model.threshold", favourable=terms.favourable, threshold=frequency(threshold))
    return (Paragraph(said, (*tested, " ", *rule, " ", *right)),)


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
        return "model.not_shown", say("model.not_shown")
    ours, baseline = performance_facts(materials.book, performance, model.fingerprint, materials.confidence)
    said = "model.better" if performance.beats_baseline else "model.no_better"
    text = say(
        said,
        model=frequency(ours),
        model_between=between(ours),
        baseline=frequency(baseline),
        baseline_between=between(baseline),
    )
    return said, text
