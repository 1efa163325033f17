"""What a model is and how good: what it learned from, what it was tested on, against a guess."""

from __future__ import annotations

from workbench.document.facts import performance_facts
from workbench.document.nodes import Block, Fact, Paragraph
from workbench.document.wording import between, count, frequency, name, say
from workbench.report.materials import Materials

__all__ = ["model_blocks"]


def model_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return what the model is and how often it is right; nothing where no model was given."""
    fitted, book, terms = materials.fitted, materials.book, materials.terms
    if fitted is None:
        return ()
    split, source = fitted.prepared.split, fitted.fingerprint
    train = book.count("model/train_rows", split.train.n_rows, "rows the model learned from", split.fingerprint)
    test = book.count("model/test_rows", split.test.n_rows, "rows held out", split.fingerprint)
    model, baseline = performance_facts(book, fitted.performance, source, materials.confidence)
    said = "model.better" if fitted.performance.beats_baseline else "model.no_better"
    tested = say("model.tested", kind=name(fitted.title), train=count(train), test=count(test))
    right = say(
        said,
        model=frequency(model),
        model_between=between(model),
        baseline=frequency(baseline),
        baseline_between=between(baseline),
    )
    threshold = book.add(Fact("model/threshold", fitted.threshold, "fraction", "set before the test", source))
    rule = say("model.threshold", favourable=terms.favourable, threshold=frequency(threshold))
    return (Paragraph(said, (*tested, " ", *rule, " ", *right)),)
