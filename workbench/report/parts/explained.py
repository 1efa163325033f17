"""What moves a model, in full: every column, its rank, and how that was worked out."""

from __future__ import annotations

from workbench.document.contributions import importance_chart, importance_table
from workbench.document.facts import fact_id, importance_fact
from workbench.document.nodes import Block, Paragraph, Text
from workbench.document.wording import count, name, paragraph, say
from workbench.report.materials import Materials
from workbench.report.records import ExplanationRecord

__all__ = ["explained"]

_MOST_COLUMNS = 30


def explained(materials: Materials) -> tuple[Block, ...]:
    """Return what moves the model, most important column first; nothing where no explanation was given."""
    found = materials.explanation
    if found is None or not found.importances:
        return ()
    book, source = materials.book, found.fingerprint
    shown = found.importances[:_MOST_COLUMNS]
    facts = [(one.column, importance_fact(book, one, found.scale, found.n_rows, source)) for one in shown]
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
