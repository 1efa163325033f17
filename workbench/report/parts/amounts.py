"""Predicted amounts: of how many people, and how their means and their errors compare by group."""

from __future__ import annotations

from workbench.document.charts import Panel, rate_chart, rate_table
from workbench.document.facts import value_facts
from workbench.document.nodes import Block, Paragraph
from workbench.document.telling import figure_title
from workbench.document.wording import count, listed, paragraph, say
from workbench.report.materials import Materials
from workbench.report.parts.clearest import MOST_ATTRIBUTES, clearest, most_of

__all__ = ["amount_blocks", "amount_charts"]

_LONG, _FEWER = 40, 2  # long names fill the tables beside the charts
_CAPTIONS = {"mean_prediction": "table.amounts", "mean_error": "table.errors"}


def amount_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return for how many rows an amount is predicted, and of how many it is known what happened."""
    tally = materials.audited.decisions
    book, source, moments = materials.book, tally.fingerprint, tally.moments
    if moments is None:
        return ()
    n_predicted, n_happened = int(moments.predictions.n.sum()), int(moments.outcomes.n.sum())
    rows = book.count("data/rows", tally.n_rows, "rows counted", source)
    if n_predicted == tally.n_rows:
        said = say("data.predicted_all", rows=count(rows))
    else:
        predicted = book.count("data/rows_predicted", n_predicted, "rows with a prediction", source)
        said = say("data.predicted", rows=count(rows), predicted=count(predicted))
    if materials.has_outcomes and n_happened == tally.n_rows:
        said = (*said, " ", *say("data.happened_all"))
    elif materials.has_outcomes:
        happened = book.count("data/rows_happened", n_happened, "rows with an outcome", source)
        said = (*said, " ", *say("data.happened", happened=count(happened)))
    return (Paragraph("data.predicted", said),)


def amount_charts(materials: Materials) -> tuple[Block, ...]:
    """Return the mean prediction by group as a chart, and where it is known what happened the mean error."""
    audit, book, source = materials.audited, materials.book, materials.audited.decisions.fingerprint
    blocks: list[Block] = []
    for metric, caption in _CAPTIONS.items():
        by = [audit.table(attribute).get(metric) for attribute in audit.attributes]
        compared = [values for values in by if values is not None]
        long = any(len(group) > _LONG for values in compared for group in values.groups)
        found = compared[: _FEWER if long else MOST_ATTRIBUTES]
        if not found:
            continue
        together = audit.table().get(metric)
        overall = value_facts(book, "audit", together, source)[""] if together is not None else None
        hidden = sum(len(values.groups) for values in compared[len(found) :])
        panels: list[Panel] = []
        for values in found:
            shown = clearest(values, None, *most_of(found))
            facts = value_facts(book, "audit", values, source, groups=shown)
            hidden += len(values.groups) - len(facts)
            panels.append((values.attribute, list(facts.items())))
        title = figure_title(metric)
        table = rate_table(f"groups-{metric}", say(caption), title, overall, panels)
        attributes = listed([values.attribute for values in found], MOST_ATTRIBUTES)
        takeaway = say("chart.figure", title=title, attribute=attributes)
        blocks.append(rate_chart(f"chart-{metric}", takeaway, title, panels, table, overall))
        if hidden:
            how = "groups left out of the brief"
            more = book.count(f"audit/groups_not_shown/{metric}", hidden, how, source)
            blocks.append(paragraph("table.more", groups=count(more)))
    return tuple(blocks)
