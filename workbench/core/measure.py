"""What a finding's number is, so that nobody is shown one without its meaning and its unit.

Most codes measure one thing, which :data:`MEASURES` names. Where one code measures several, the finding
is made with its :class:`Measure`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

__all__ = ["MEASURES", "Measure", "MeasureUnit", "measured_text", "on_scale"]

MeasureUnit = Literal["fraction", "count", "ratio", "number", "log-odds", "amount"]

_MOST_DECIMALS = 6
_SINGULAR = {"people": "person", "categories": "category", "classes": "class"}


@dataclass(frozen=True)
class Measure:
    """What a number is.

    Parameters
    ----------
    name : str
        What was measured, such as ``"share of rows without a decision"``.
    unit : {"fraction", "count", "ratio", "number", "log-odds", "amount"}
        A *fraction* is told of 100, a *ratio* for every 100; an *amount* is in the unit of the target; a *number*
        has none, such as a correlation.
    of : str
        What is counted, in the plural; of a fraction, whose share it is. Empty: the difference of two fractions,
        or a part of what is not counted.
    among : str
        What the finding's ``n`` counts.
    against : str
        What the finding's ``threshold`` is.

    Examples
    --------
    >>> measured_text(Measure("share of rows without an outcome", "fraction"), 0.07, threshold=0.05)
    'share of rows without an outcome: 7 of 100 rows, limit 5 of 100'
    """

    name: str
    unit: MeasureUnit
    of: str = "rows"
    among: str = "rows"
    against: str = "limit"


def on_scale(name: str, scale: Literal["log-odds", "probability", "amount"], *, against: str = "limit") -> Measure:
    """Return the measure of what moves predictions: on the scale of probabilities it is of 100.

    Examples
    --------
    >>> measured_text(on_scale("importance", "probability"), 0.12)
    'importance: 12 of 100'
    """
    if scale == "probability":
        return Measure(name, "fraction", of="", against=against)
    return Measure(name, scale, against=against)


def measured_text(
    measure: Measure,
    value: float,
    *,
    threshold: float | None = None,
    n: int | None = None,
    interval: tuple[float, float] | None = None,
) -> str:
    """Return a number with its meaning, its unit and what it was compared to, as a piece of a sentence.

    Parameters
    ----------
    measure : Measure
        What it is.
    value : float
        The number; empty text is returned where it is not one.
    threshold : float or None
        What it was compared to.
    n : int or None
        How many rows, or what else, it was measured on.
    interval : tuple of (float, float) or None
        Its confidence interval.

    Examples
    --------
    >>> measured_text(Measure("groups with one outcome only", "count", "groups"), 1, threshold=0, n=40)
    'groups with one outcome only: 1 group, limit 0, in 40 rows'
    >>> measured_text(Measure("impact ratio", "ratio"), 0.7512, threshold=0.8, interval=(0.7, 0.79))
    'impact ratio: 75 for every 100, likely between 70 and 79, limit 80 for every 100'
    """
    if math.isnan(value):
        return ""
    limits = [] if interval is None or any(math.isnan(end) for end in interval) else [float(end) for end in interval]
    compared = [] if threshold is None or math.isnan(threshold) else [float(threshold)]
    first, *others = _written(measure, [float(value), *limits], compared)
    said = f"{measure.name}: {_in_unit(measure, first, noun=True)}"
    if limits:
        said += f", likely between {others[0]} and {others[1]}"
    if compared:
        said += f", {measure.against} {_in_unit(measure, others[-1])}"
    if n is not None:
        said += f", in {n:,} {measure.among if n != 1 else _one(measure.among)}"
    return said


def _in_unit(measure: Measure, written: str, *, noun: bool = False) -> str:
    if measure.unit == "fraction":
        return f"{written} of 100" + (f" {measure.of}" if noun and measure.of else "")
    if measure.unit == "ratio":
        return f"{written} for every 100"
    if measure.unit == "count" and noun:
        return f"{written} {measure.of if written != '1' else _one(measure.of)}"
    units = {"amount": " in the target's unit", "log-odds": " in log-odds"}
    return written + (units.get(measure.unit, "") if noun else "")


def _one(noun: str) -> str:
    """Return a noun in the singular."""
    *before, last = noun.split(" ")
    return " ".join([*before, _SINGULAR.get(last, last.removesuffix("s"))])


def _written(measure: Measure, values: list[float], compared: list[float]) -> list[str]:
    """Return numbers with two digits that tell, and more where the first would seem to be what it is compared to."""
    scale = 100 if measure.unit in ("fraction", "ratio") else 1
    scaled, others = [scale * value for value in values], [scale * value for value in compared]
    decimals = _decimals(scaled[0], bounded=scale == 100)
    while decimals < _MOST_DECIMALS and any(
        _number(one, decimals) == _number(scaled[0], decimals) and not math.isclose(one, scaled[0], rel_tol=1e-9)
        for one in (*scaled[1:], *others)
    ):
        decimals += 1
    written = [_number(one, decimals) for one in scaled]
    while all("." in one and one.endswith("0") for one in written):
        written = [one[:-1].removesuffix(".") for one in written]
    return [*written, *(_without_zeros(_number(one, decimals)) for one in others)]


def _decimals(value: float, *, bounded: bool) -> int:
    """Return how many decimals tell two digits of a number, or of what lacks to 100."""
    size = abs(value)
    if bounded and 0 < size < 100:
        size = min(size, 100 - size)
    if size == 0 or not math.isfinite(size) or math.isclose(value, round(value), rel_tol=1e-9):
        return 0
    return min(max((1 if bounded else 2) - math.floor(math.log10(size)), 0), _MOST_DECIMALS)


def _number(value: float, decimals: int) -> str:
    if math.isinf(value):
        return "more than any number" if value > 0 else "less than any number"
    written = f"{value:,.{decimals}f}"
    return written.removeprefix("-") if not written.strip("-0.,") else written.replace("-", "\u2212")


def _without_zeros(written: str) -> str:
    return written.rstrip("0").rstrip(".") if "." in written else written


def _share(name: str, of: str = "rows", **more: str) -> Measure:
    return Measure(f"share of {of} {name}", "fraction", of, **{"among": of, **more})


def _part(name: str) -> Measure:
    return Measure(name, "fraction", of="")


def _count(name: str, of: str, **more: str) -> Measure:
    return Measure(name, "count", of, **more)


_NOT_KNOWN = _share("that may mean that it is not known")
_HELD_OUT = {"of": "held-out rows", "among": "held-out rows"}
_CRAMER = Measure("Cramér's V with the outcome", "number")

MEASURES = MappingProxyType(
    {
        "WB101": _share("without a value"),
        "WB102": _share("without an outcome"),
        "WB103": _count("groups whose names are alike", "groups"),
        "WB104": _NOT_KNOWN,
        "WB105": _share("with another spelling"),
        "WB106": _NOT_KNOWN,
        "WB108": _NOT_KNOWN,
        "WB109": _part("difference between the shares of rows without a value"),
        "WB110": _share("of the group", against="limit that follows from the population,"),
        "WB111": _share("equal to an earlier row"),
        "WB112": _share("with the features of another row and another outcome"),
        "WB113": _share("with the most frequent value"),
        "WB114": _share("far from the others", "numbers"),
        "WB115": _count("values changed on reading", "values"),
        "WB120": Measure("lopsidedness, from \u22121 to 1", "number", among="numbers"),
        "WB121": _count("different texts", "texts"),
        "WB122": _share("in which both columns say the same"),
        "WB123": _count("infinite numbers", "numbers"),
        "WB124": _share("without a value"),
        "WB125": _count("rows of the group", "rows"),
        "WB126": _share("with the rarer outcome"),
        "WB127": _count("rows whose id an earlier row has", "rows"),
        "WB128": _count("groups of the attribute", "groups"),
        "WB129": Measure("Cramér's V of the outcome with whether there is a value", "number"),
        "WB130": _count("rows held out of the smallest group", "rows"),
        "WB131": _count("groups with one outcome only", "groups"),
        "WB132": _share("in neither part"),
        "WB134": _part("smallest gap that is seen more often than missed"),
        "WB135": _share("that do not say what they belong to"),
        "WB136": _count("different values held out", "values"),
        "WB137": _share("held out", against="asked for"),
        "WB138": _count("fewest rows of a class in a part", "rows"),
        "WB139": _count("different values of the target", "values"),
        "WB203": _share("that were learned from too", **_HELD_OUT),
        "WB212": _share("that hardly differ from one learned from", **_HELD_OUT),
        "WB213": _share("of whom other rows were learned from", **_HELD_OUT),
        "WB214": Measure("number that was learned", "number", against="from the training rows alone"),
        "WB218": Measure("Cramér's V with the protected attribute", "number"),
        "WB224": _CRAMER,
        "WB226": _CRAMER,
        "WB304": _count("lines printed", "lines"),
        "WB305": _share("predicted differently the second time"),
        "WB311": Measure("best value of the setting", "number"),
        "WB312": _part("gap between groups with the new threshold"),
        "WB313": _share("decided on favourably"),
        "WB314": _count("rows of the rarest outcome", "rows"),
        "WB315": Measure("change of the Brier score", "number"),
        "WB405": _part("standard error as a share of what the most important column moves"),
        "WB409": _part("share of the gap that comes through it"),
        "WB412": _part("largest share of an effect that differs from row to row"),
        "WB413": _part("share of the questions that are unlike any row"),
        "WB415": _share("with more rows like them"),
        "WB502": _count("rows of the smallest group", "rows"),
        "WB503": _share("whose group is not known"),
        "WB504": _count("groups that are known", "groups", against="needed"),
        "WB505": _part("difference within strata"),
        "WB506": Measure("p-value of the Breslow-Day test", "number"),
        "WB508": _share("without a decision"),
        "WB509": _share("without an outcome"),
        "WB510": _share("without a prediction"),
        "WB511": _share("without an outcome"),
        "WB520": _count("statements missing", "statements"),
        "WB521": _share("of unknown category", "people"),
        "WB522": _count("groups that are no category", "groups"),
        "WB525": _count("groups with small numbers", "groups"),
        "WB526": Measure("impact ratio", "ratio", among="people"),
        "WB527": Measure("impact ratio", "ratio", among="people"),
        "WB528": _count("groups that differ the other way", "groups"),
        "WB530": Measure("printed ratio", "ratio"),
        "WB531": Measure("printed rate", "fraction", "people", among="people", against="from whole people"),
        "WB532": Measure("printed ratio", "ratio", against="from the other figures"),
        "WB533": Measure("largest printed ratio", "ratio", against="expected"),
        "WB535": _count("dates missing", "dates"),
        "WB539": _count("categories with small or hidden numbers", "categories"),
        "WB540": _count("groups not shown", "groups", against="fewest people told"),
        "WB542": _share("who fare well", "people"),
        "WB543": _count("parts not shown", "parts"),
        "WB550": _count("characters without a sign", "characters"),
        "WB568": _part("gap between groups with this method"),
    }
)
"""What the findings of a code measure. Those of other codes measure nothing, or say what themselves."""
