"""How good a model of several classes or of amounts is: each score beside a rule, and what it takes for what."""

from __future__ import annotations

import math

from workbench.document.facts import fact_id
from workbench.document.model_charts import ranged, same_digits
from workbench.document.nodes import Block, Fact, Paragraph, Table, Text
from workbench.document.wording import count, frequency, name, paragraph, say
from workbench.report.materials import Materials
from workbench.report.records import ModelRecord
from workbench.report.scores_record import ScoreRecord, ScoresRecord, counted_scores

__all__ = ["performance_blocks"]

_MOST_CLASSES = 12
_CONFIDENCE = 0.95
"""What the limits of a model's scores are made for."""


def performance_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return each score with its interval, beside a rule that looks at no column; nothing of two outcomes."""
    model = materials.model
    if model is None or model.scores is None:
        return ()
    found, task = model.scores, "classes" if model.scores.confusion else "amounts"
    said = say(f"scores.rule_{task}")
    if task == "amounts":
        said = (*said, " ", *say("scores.unit", target=name(materials.roles.target or "")))
    how = "declared"
    confidence = materials.book.declared("model/confidence", _CONFIDENCE, "fraction", how, model.fingerprint)
    sure = paragraph("fitted.intervals", confidence=frequency(confidence))
    more = (paragraph("scores.no_limits"),) if task == "amounts" else _confusion(materials, model, found)
    return (Paragraph(f"scores.rule_{task}", said), _scores(materials, model, found), sure, *more)


def _scores(materials: Materials, model: ModelRecord, found: ScoresRecord) -> Table:
    counted = counted_scores(found)
    rows = [_row(materials, model, one, is_counted=True) for one in counted]
    rows += [_row(materials, model, one, is_counted=False) for one in found.scores]
    header = (say("scores.score"), say("scores.model"), say("scores.baseline"), say("scores.means"))
    return Table("model-scores", say("scores.beside_rule"), header, tuple(rows), (False, True, True, False))


def _row(materials: Materials, model: ModelRecord, one: ScoreRecord, *, is_counted: bool) -> tuple[Text, ...]:
    how = f"{one.title}: {'from the counts of' if is_counted else 'of'} held-out rows, limits 95%"
    facts = [
        materials.book.add(
            Fact(
                *(fact_id("model", what, one.name), value, "number", how, model.fingerprint, low, high, one.n),
                undefined="" if math.isfinite(value) else "these rows do not define it",
                basis="counts" if is_counted else "recorded",
            )
        )
        for what, value, low, high in (
            ("score", one.value, one.low, one.high),
            ("baseline_score", one.baseline, one.baseline_low, one.baseline_high),
        )
    ]
    digits = same_digits(facts[:1])
    ours, rule = (ranged(fact, digits) if math.isfinite(fact.value) else say("table.nothing") for fact in facts)
    return (name(one.title),), ours, rule, say(f"scores.means.{one.name}")


def _confusion(materials: Materials, model: ModelRecord, found: ScoresRecord) -> tuple[Block, ...]:
    """Return how many cases of each class were told to be of each."""
    classes, book, source = materials.roles.classes, materials.book, model.fingerprint
    if len(classes) > _MOST_CLASSES:
        number = book.count("model/classes", len(classes), "classes of the target", source, "recorded")
        return (paragraph("confusion.many", classes=count(number)),)
    rows: list[tuple[Text, ...]] = []
    for label, row in zip(classes, found.confusion, strict=True):
        cells = [
            book.count(fact_id("model", "confusion", label, of=("said", other)), n, "held-out rows", source)
            for other, n in zip(classes, row, strict=True)
        ]
        every = book.count(fact_id("model", "happened", label), sum(row), "held-out rows of the class", source)
        rows.append(((name(label),), *((count(one),) for one in (*cells, every))))
    said = [say("confusion.said", label=name(label)) for label in classes]
    header = (say("confusion.happened"), *said, say("confusion.all"))
    aligned = (False, *(True for _ in header[1:]))
    return (Table("confusion", say("confusion.caption"), header, tuple(rows), aligned),)
