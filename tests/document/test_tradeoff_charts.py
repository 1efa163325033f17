"""Performance against a gap: what is heard of it, and what is drawn."""

import math

from workbench.document.nodes import Fact, Table
from workbench.document.tradeoff_charts import Weighed, tradeoff_chart

NAN = math.nan
TABLE = Table("t", ("c",), (("m",),), ((("a",),),), (False,))


def fact(id, value, reach=0.01, unit="fraction"):
    return Fact(id, value, unit, "", "", value - reach, value + reach)


def drawn(points, tolerated=None):
    return tradeoff_chart("c", ("Nothing is lost.",), (("good",), ("bad",)), points, TABLE, tolerated=tolerated)


def test_everything_drawn_is_heard_with_its_intervals_and_what_is_tolerated():
    points = [
        Weighed("first", fact("x/1", 0.75), fact("y/1", 0.1), 0),
        Weighed("second", fact("x/2", 0.7), fact("y/2", 0.2, NAN), 1, is_faint=True),
        Weighed("third", fact("x/3", NAN), fact("y/3", 0.2), 2),
    ]
    assert drawn(points, fact("limit", 0.05, NAN)).alternative == (
        "Chart: marks with intervals on both axes, good across, bad upwards. Nothing is lost. "
        "Tolerated upwards: up to 5. "
        "first: 75.0 (likely between 74.0 and 76.0) across; 10.0 (likely between 9.0 and 11.0) upwards. "
        "second: 70.0 (likely between 69.0 and 71.0) across; 20.0 upwards. "
        "Another is as good in both, and better in one. "
        "third: not known across; 20.0 (likely between 19.0 and 21.0) upwards. "
        "The table with it holds the same numbers."
    )


def test_numbers_and_facts_are_those_given_and_a_label_may_be_another_or_none():
    points = [
        Weighed("a", fact("x/1", 0.75), fact("y/1", 0.1), 4, label="b"),
        Weighed("c", fact("x/2", 0.5), fact("y/2", 3.0, unit="number"), 5, label=""),
    ]
    chart = drawn(points)
    first, second = chart.drawing.points
    assert (first.name.text, second.name.text) == ("b", "")
    assert (first.x, first.x_low, first.x_high, first.x_fact) == (0.75, 0.74, 0.76, "x/1")
    assert (second.y, second.y_low, second.y_high, second.y_fact) == (3.0, 2.99, 3.01, "y/2")
    assert (first.look, second.look) == (4, 5)
    assert chart.drawing.x_of_100
    assert not chart.drawing.y_of_100
    assert chart.drawing.band is None
    assert chart.table is TABLE
