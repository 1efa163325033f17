"""Views with a node of every kind, and what came after them: read by Python and by the browser's part alike.

``python tests/widgets/views.py`` writes ``tests/contracts/widgets/*.json``.
"""

import json
from pathlib import Path

import pandas as pd

import workbench as wb
from workbench.document.charts import rate_chart, rate_table
from workbench.document.nodes import Callout, Fact, Items, Name, Paragraph, Section, Table, Term, Terms
from workbench.figures.explorer import explorer_data
from workbench.widgets.packed import packed
from workbench.widgets.view import (
    Choice,
    Grid,
    Group,
    Keep,
    Number,
    Option,
    Part,
    Press,
    Progress,
    Row,
    Said,
    Toggle,
    Words,
)
from workbench.widgets.wire import changed, node_json

FOLDER = Path(__file__).parents[1] / "contracts" / "widgets"
HOSTILE = "<b id=x>Zoë</b> & \"co\" 'x' \u202e{braces}"


def chart():
    panels = [("sex", [("f", Fact("rate/f", 0.3, "fraction", "", "", 0.2, 0.4, 50))])]
    table = rate_table("table", ("rates",), ("denied",), None, panels)
    return rate_chart("chart", ("Who is denied",), ("denied",), panels, table)


def every_kind(n=1, name="sex"):
    """Return a view with every kind of node; ``n`` and ``name`` stand in some of them."""
    options = tuple(Option(one, one.title(), "what it is") for one in ("sex", "race", HOSTILE))
    many = tuple(Option(f"c{place}", f"Column {place}") for place in range(8))
    rows = tuple(
        Row(
            f"row-{place}",
            (
                f"column {place}",
                Choice(f"role-{place}", f"Role of column {place}", options, name, look="select", quiet=True),
                Toggle(f"kept-{place}", "Kept", value=place == n, quiet=True),
                str(place * n),
            ),
        )
        for place in range(3)
    )
    table = Table(
        "t", ("Groups",), (("Group",), ("n",)), (((Name(HOSTILE),), (str(n),)),), (False, True), ((0, ("Part",)),)
    )
    section = Section("s", "A part", (Paragraph("p", ("In a section",)), Items((Paragraph("i", ("one",)),))))
    return Group(
        "workbench",
        (
            Said("said", f"There are {n}.", "strong", live=True),
            Said("caution", HOSTILE, "caution"),
            Group(
                "controls",
                (
                    Choice("attribute", "Attribute", options, name),
                    Choice("column", "Column", many, "c1", problem="Not this one." if n > 1 else ""),
                    Choice("several", "Several", options, ("sex",) * (n % 2)),
                    Number(
                        "tolerance", "Tolerance", 0.05 * n, low=0, high=1, step=0.01, unit="of 100", help="How much"
                    ),
                    Number("slid", "Slid", float(n), low=0, high=10, step=1, look="slider"),
                    Number("empty", "Nothing given", None),
                    Words("reason", "Reason", "because", long=True),
                    Words("find", "Find", ""),
                    Toggle("weighted", "Weighted", value=n > 1, help="By the weights"),
                ),
                "Choose",
                "row",
            ),
            Part("callout", Callout("c", "gap", (f"A gap of {n}.",))),
            Part("table", table),
            Part("chart", chart()),
            Part("terms", Terms("g", (Term("n", ("n",), (("how many",),)),))),
            Part("section", section),
            Grid(
                "grid", "Columns", ("Column", "Role", "Kept", "n"), rows, (False, False, False, True), "Find a column"
            ),
            Group(
                "more",
                (Press("go", "Go", "main"), Press("stop", "Stop", off="" if n > 1 else "Nothing runs.")),
                "More",
                "fold",
            ),
            *((Progress("progress", "Counting", n, 3, "some seconds left"),) if n > 1 else ()),
            Keep("keep", f"n = {n}", "every", "Keep these choices"),
        ),
        "Every kind",
    )


def contracts():
    """Return what stands in each file."""
    found = {}
    steps = {"same": (1, "sex"), "some": (2, "sex"), "other": (1, "race")}
    first = node_json(every_kind())
    for name, (n, attribute) in steps.items():
        after = node_json(every_kind(n, attribute))
        found[name] = {"before": first, "nodes": list(changed(first, after)), "after": after}
    data = explored()
    return {**found, "packed": {"data": data, "packed": packed(data)}}


def explored():
    """Return what the explorer is told of a few people."""
    score = [round(0.05 * place, 2) for place in range(20)]
    outcome = ["yes", "no", "yes", None] * 5
    people = pd.DataFrame({"score": score, "outcome": outcome, "sex": ["f", "m", HOSTILE, "m", "f"] * 4})
    audit = wb.audit_decisions(
        people, score="score", threshold=0.5, outcome="outcome", favourable_outcome="yes", protected=["sex"]
    )
    return explorer_data(audit, "sex")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in contracts().items():
        (FOLDER / f"{name}.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
