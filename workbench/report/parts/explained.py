"""What moves a model, in full: every column, its rank, and how that was worked out."""

from __future__ import annotations

from workbench.document.contributions import importance_chart, importance_table
from workbench.document.facts import fact_id, importance_fact
from workbench.document.model_charts import ranged, same_digits
from workbench.document.nodes import Block, Paragraph, Table, Text
from workbench.document.wording import count, name, paragraph, say
from workbench.report.explanation_record import ExplanationRecord
from workbench.report.materials import Materials

__all__ = ["explained"]

_MOST_COLUMNS = 30
_MOST_CLASSES = 6


def explained(materials: Materials) -> tuple[Block, ...]:
    """Return what moves the model, most important column first; nothing where no explanation was given."""
    found = materials.explanation
    if found is None or not found.importances:
        return ()
    book, source = materials.book, found.fingerprint
    shown = found.importances[:_MOST_COLUMNS]
    confidence = float(str(found.settings.get("confidence", 0.95)))  # kept where it is another
    facts = [
        (one.column, importance_fact(book, one, found.scale, found.n_rows, source, confidence=confidence))
        for one in shown
    ]
    scale = say(f"why.scale.{found.scale}")
    table = importance_table("importance", say("table.importance"), scale, facts)
    blocks: list[Block] = [
        paragraph("why.top" if len(shown) > 1 else "why.top_one"),
        importance_chart("importance-chart", say("why.most", column=name(shown[0].column)), scale, facts, table),
    ]
    hidden = len(found.importances) - len(shown)
    if hidden:
        more = book.count(
            fact_id("explanation", "columns_not_shown"), hidden, "columns left out of the report", source, "recorded"
        )
        blocks.append(paragraph("why.more", columns=count(more)))
    blocks += _by_class(materials, found, confidence)
    explained_rows = book.count("explanation/rows", found.n_rows, "held-out rows explained", source, "recorded")
    rows_said = say("why.rows", rows=count(explained_rows), method=_method(materials, found))
    unit = say(f"why.unit.{found.scale}")
    blocks += [Paragraph("why.rows", (*unit, " ", *rows_said)), paragraph("why.limits")]
    return tuple(blocks)


def _method(materials: Materials, found: ExplanationRecord) -> Text:
    source = found.fingerprint
    background = materials.book.count(
        "explanation/background", found.n_background, "background rows", source, "recorded"
    )
    if found.method != "permutation":
        return say(f"why.method.{found.method}", background=count(background))
    orders = materials.book.count(
        "explanation/orders", found.n_orders, "orders of columns tried a row", source, "recorded"
    )
    return say("why.method.permutation", background=count(background), orders=count(orders))


def _by_class(materials: Materials, found: ExplanationRecord, confidence: float) -> tuple[Block, ...]:
    """Return how much the columns above move what the model says of each class; nothing of two outcomes or amounts."""
    told = found.by_class[:_MOST_CLASSES]
    if not told or not all(one.importances for one in told):
        return ()
    columns = [one.column for one in found.importances[:_MOST_COLUMNS]]
    facts = {
        (one.label, importance.column): importance_fact(
            *(materials.book, importance, found.scale, found.n_rows, found.fingerprint),
            confidence=confidence,
            output=one.label,
        )
        for one in told
        for importance in one.importances
        if importance.column in columns
    }
    digits = same_digits(list(facts.values()))
    rows = tuple(((name(column),), *(ranged(facts[one.label, column], digits) for one in told)) for column in columns)
    header = (say("table.column"), *((name(one.label),) for one in told))
    aligned = (False, *(True for _ in told))
    table = Table("importance-by-class", say("why.by_class"), header, rows, aligned)
    if len(told) == len(found.by_class):
        return (table,)
    hidden = materials.book.count(
        "explanation/classes_not_shown",
        len(found.by_class) - len(told),
        "classes left out",
        found.fingerprint,
        "recorded",
    )
    return (table, paragraph("why.classes_more", classes=count(hidden)))
