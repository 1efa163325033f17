"""``plot``: the chart of a result as a figure to look into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from workbench.audit.result import Audit
from workbench.checks import check_choice
from workbench.core.provenance import Result
from workbench.document.nodes import Block, Chart, Document, Section
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.figures.interactive.canvas import Theme
from workbench.figures.interactive.figure import chart_figure
from workbench.report.build import build_report
from workbench.report.cell_page import CellPage
from workbench.report.showing import shown_by

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["plot"]

_NO_DAY = "1970-01-01"


def plot(result: Result | Document, chart: str = "", *, theme: Theme = "light") -> go.Figure:
    """Return a chart of a result as a plotly figure, to zoom and to point into.

    The figure holds what the chart holds that a notebook or a report shows: what it tells is its title, the colours
    are the same, and below the pointer stand each number with its interval and how many people it rests on. No row of
    the data is in it.

    Parameters
    ----------
    result : Result or Document
        What any stage returned, such as an audit, a model or an explanation; or a report that was built.
    chart : str
        Which chart, by its id; by default the first.
    theme : {"light", "dark"}
        For white or for dark paper.

    Returns
    -------
    plotly.graph_objects.Figure
        ``layout.meta`` holds the chart's id, what it shows, what someone hears who does not see it
        (``alternative``), and the ids of all charts of the result.

    Raises
    ------
    InputError
        If the result has no chart, or none of that id.

    Notes
    -----
    Of a result itself nothing is hidden, however few people a group has: who runs the notebook has the rows. Of a
    report only what it shows is drawn, so plot the report before handing a figure on.

    Examples
    --------
    >>> import workbench as wb
    >>> data = wb.read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> audit = wb.audit_model(wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression"))
    >>> figure = wb.plot(audit)
    >>> figure.layout.meta["takeaway"] == figure.layout.title.text
    True
    """
    check_choice("theme", theme, ["light", "dark"])
    document = _document(result)
    charts = {one.id: one for one in _charts(document.sections)} if document is not None else {}
    if not charts:
        raise InputError(
            f"{type(result).__name__} shows no chart.\n"
            "Give a result that does, such as an audit, an explanation or a comparison of models."
        )
    if chart and chart not in charts:
        listed = "\n".join(f"{id!r}: {plain(one.takeaway)}" for id, one in charts.items())
        raise InputError(f"There is no chart {chart!r}.\nChoose one of these:\n{listed}")
    chosen = charts[chart or next(iter(charts))]
    figure = chart_figure(chosen, document.facts if document is not None else {}, theme=theme)
    figure.layout.meta = {**figure.layout.meta, "charts": list(charts)}
    return figure


def _document(result: Result | Document) -> Document | None:
    """Return what a result shows; ``None`` where it shows nothing."""
    if isinstance(result, Document):
        return result
    if isinstance(result, Audit):
        return build_report(result, audience="audit", date=_NO_DAY, disclosure="full")
    place = shown_by(result)
    if place is None:
        return None
    page = getattr(import_module(place[0]), place[1])(result)
    return page.document if isinstance(page, CellPage) else None


def _charts(blocks: Iterable[Block]) -> Iterator[Chart]:
    for block in blocks:
        if isinstance(block, Chart):
            yield block
        elif isinstance(block, Section):
            yield from _charts(block.blocks)
