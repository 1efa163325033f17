"""What can be wrong with a published table: each check gives findings, and none needs to be told the truth."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from workbench.audit.lint_reading import Printed, PublishedRow
from workbench.audit.lint_tables import Crossing, PublishedTable, crossing_of
from workbench.audit.totals import plain
from workbench.core.finding import Finding
from workbench.core.measure import Measure

__all__ = ["check_crossings", "check_ratios", "check_row", "check_small"]

_MOST_PEOPLE = 10**7  # above it every printed rate is some count's


def check_row(row: PublishedRow, where: str) -> Iterator[Finding]:
    """Check one row by itself: values that cannot be, a rate that is not that of its counts, a ratio above 1."""
    n, k, rate, ratio = (row.numbers.get(role) for role in ("applicants", "selected", "rate", "ratio"))
    for role, text in row.unreadable.items():
        yield _impossible(row, where, f"{role} is {text!r}, which is no number")
    for role, count in (("applicants", n), ("selected", k)):
        if count is not None and (count.value < 0 or count.value.denominator != 1 or count.percent):
            yield _impossible(row, where, f"{role} is {_number(count)}, which is no count")
    if n is not None and k is not None and k.value > n.value:
        yield _impossible(row, where, f"{_number(k)} of {_number(n)} are selected")
    if rate is not None and not 0 <= rate.value <= 1:
        yield _impossible(row, where, f"the rate is {_number(rate)}")
    if ratio is not None and ratio.value > 1:
        yield Finding(
            "WB530",
            "serious",
            f"Ratio above 1 in {_at(row, where)}: {_number(ratio)}",
            "An impact ratio refers to the highest rate, so it cannot be above 1: the reference is another group.",
            "Take the category with the highest rate as the reference, or say which one was taken and why.",
            value=float(ratio.value),
            threshold=1.0,
            scope=where,
        )
    if rate is not None and n is not None and n.value > 0 and 0 <= rate.value <= 1:
        yield from _rate(row, where, n, k, rate)


def _rate(row: PublishedRow, where: str, n: Printed, k: Printed | None, rate: Printed) -> Iterator[Finding]:
    if n.value.denominator != 1 or n.value > _MOST_PEOPLE:
        return
    if k is not None:
        if k.value > n.value:
            return
        exact, own = k.value / n.value, f"{_number(k)} of {_number(n)}, which is {_percent(k.value / n.value)}"
    else:
        near = [one for one in _near(n, rate) if rate.rounds(one)]
        if near:
            return
        cut = [one for one in _near(n, rate) if rate.truncates(one)]
        exact = cut[0] if cut else Fraction(round(rate.value * n.value), n.value.numerator)
        own = f"{exact * n.value} of {_number(n)}, which is {_percent(exact)}"
    if rate.rounds(exact):
        return
    if rate.truncates(exact):
        yield Finding(
            "WB531",
            "caution",
            f"Rate truncated, not rounded, in {_at(row, where)}: {_number(rate)} is printed for {own}",
            "The digits after the last one printed were cut off; rounding gives another figure.",
            "Round every figure of a table by one rule, and say which.",
            value=float(rate.value),
            threshold=float(exact),
            scope=where,
        )
        return
    disagree = "disagrees with its own counts" if k is not None else "is that of no whole number of people"
    yield Finding(
        "WB531",
        "serious",
        f"Rate {disagree} in {_at(row, where)}: {_number(rate)} is printed"
        + (f" for {own}" if k is not None else f"; nearest is {own}"),
        "One of the figures is wrong, and every ratio made from it too.",
        "Compute the rate from the counts again.",
        value=float(rate.value),
        threshold=float(exact),
        n=int(n.value),
        scope=where,
    )


def _near(n: Printed, rate: Printed) -> list[Fraction]:
    """Return rates of whole numbers of people around a printed rate."""
    low = max(0, math.floor((rate.value - rate.step) * n.value))
    high = min(int(n.value), math.ceil((rate.value + rate.step) * n.value))
    middle = round(rate.value * n.value)
    return [Fraction(k, n.value.numerator) for k in range(max(low, middle - 2), min(high, middle + 2) + 1)]


def check_ratios(table: PublishedTable) -> Iterator[Finding]:
    """Check the ratios of a table: that they refer to the highest rate, and to it alone."""
    rated = [(row, _rates(row)) for row in table.rows]
    rows = [(row, rates, row.numbers["ratio"]) for row, rates in rated if rates is not None and "ratio" in row.numbers]
    printed = [row.numbers["ratio"] for row in table.rows if "ratio" in row.numbers]
    if printed and not any(one.rounds(Fraction(1)) for one in printed):
        yield Finding(
            "WB533",
            "serious",
            f"No ratio is 1.00 in table {table.name!r}",
            "The category with the highest rate is its own reference and has a ratio of 1.",
            "Say which category is the reference, and print its row.",
            value=float(max(one.value for one in printed)),
            threshold=1.0,
            scope=table.name,
        )
        return
    if len(rows) < 2:
        return
    best = max(rows, key=lambda one: one[1][0])
    if best[1][2] == 0:  # nobody is selected, and no ratio is defined
        return
    every = max(((row, rates) for row, rates in rated if rates is not None), key=lambda one: one[1][0])
    references = [(best[0], best[1]), every, *((row, rates) for row, rates, _ in rows)]
    for place, (reference, rates) in enumerate(references):
        if all(_fits(one, rates, ratio) for _, one, ratio in rows):
            if place >= 2 and rates[0] < best[1][0]:
                yield _other_reference(table, reference, best[0])
            return
    for row, own, ratio in rows:
        if not _fits(own, best[1], ratio):
            yield _wrong_ratio(table, row, ratio, own, best[0], best[1])


Rates = tuple[Fraction, Fraction, Fraction, bool]
"""The rate, the smallest and the largest it may have been before rounding, and whether it is from counts."""


def _rates(row: PublishedRow) -> Rates | None:
    n, k, rate = (row.numbers.get(role) for role in ("applicants", "selected", "rate"))
    if n is not None and k is not None and 0 <= k.value <= n.value and n.value > 0:
        exact = k.value / n.value
        return exact, exact, exact, True
    if rate is None or not 0 <= rate.value <= 1:
        return None
    if n is not None and n.value > 0 and n.value.denominator == 1:
        near = [one for one in _near(n, rate) if rate.rounds(one)] or [
            one for one in _near(n, rate) if rate.truncates(one)
        ]
        if len(near) == 1:
            return near[0], near[0], near[0], True
    return rate.value, max(Fraction(0), rate.value - rate.step / 2), rate.value + rate.step, False


def _fits(own: Rates, reference: Rates, ratio: Printed) -> bool:
    if reference[2] == 0:  # another row, of nobody selected
        return False
    low = own[1] / reference[2]
    high = own[2] / reference[1] if reference[1] > 0 else Fraction(10**9)
    return low <= ratio.value + ratio.step / 2 and ratio.value - ratio.step / 2 <= high


def _wrong_ratio(
    table: PublishedTable, row: PublishedRow, ratio: Printed, own: Rates, best: PublishedRow, highest: Rates
) -> Finding:
    exact = own[0] / highest[0] if highest[0] else Fraction(0)
    rate, top = row.numbers.get("rate"), best.numbers.get("rate")
    said = f"{_number(ratio)} is printed, {float(exact):.4f} follows from the {'counts' if own[3] else 'rates'}"
    if ratio.truncates(exact):
        severity, why = "caution", "The digits after the last one printed were cut off."
    elif rate is not None and top is not None and top.value > 0 and ratio.rounds(rate.value / top.value):
        severity, why = "caution", "It was computed from rounded rates, which loses digits."
    else:
        severity, why = "serious", f"The highest rate is that of {best.name}; this ratio does not refer to it."
    return Finding(
        "WB532",
        "caution" if severity == "caution" else "serious",
        f"Ratio disagrees in {_at(row, table.name)}: {said}",
        why,
        "Compute the ratios from the counts again, with the highest rate as the reference.",
        value=float(ratio.value),
        threshold=float(exact),
        scope=table.name,
    )


def _other_reference(table: PublishedTable, reference: PublishedRow, best: PublishedRow) -> Finding:
    return Finding(
        "WB532",
        "serious",
        f"Ratios of table {table.name!r} refer to {reference.name}, but the highest rate is that of {best.name}",
        "Impact ratios refer to the highest rate; another reference makes groups look better or worse.",
        "Take the category with the highest rate as the reference, or say which one was taken and why.",
        scope=table.name,
    )


def check_small(tables: Sequence[PublishedTable], minimum_n: int) -> Iterator[Finding]:
    """Check how many people the categories have."""
    for table in tables:
        few = {row.name: int(row.numbers["applicants"].value) for row in table.rows if _few(row, minimum_n)}
        hidden = [row.name for row in table.rows if row.suppressed]
        if few or hidden:
            named = [f"{name} ({n:,})" for name, n in few.items()] + [f"{name} (suppressed)" for name in hidden]
            yield Finding(
                "WB539",
                "caution",
                f"Fewer than {minimum_n} people, or hidden numbers, in table {table.name!r}: {', '.join(named)}",
                "So few people can hide a large difference, or show one by chance; hidden numbers cannot be checked.",
                "Read these ratios with their intervals, and collect data over a longer period.",
                value=float(len(named)),
                threshold=0.0,
                scope=table.name,
            )


def _few(row: PublishedRow, minimum_n: int) -> bool:
    n = row.numbers.get("applicants")
    return n is not None and 0 <= n.value < minimum_n


def check_crossings(tables: Sequence[PublishedTable]) -> Iterator[Finding]:
    """Check that two attributes are crossed, completely, and that the crossings add up to the margins."""
    crossing = crossing_of(tables)
    if crossing is None:
        yield Finding(
            "WB538",
            "caution",
            "No table crosses two attributes",
            "A group may fare badly where two attributes meet though neither shows it alone.",
            "Publish the crossings, such as sex by race or ethnicity, in a table of their own.",
            value=0.0,
            measure=Measure("tables that cross two attributes", "count", "tables"),
        )
        return
    there = set(crossing.parts)
    wanted = [(one, two) for one in crossing.first.rows for two in crossing.second.rows]
    absent = [f"{one.name}, {two.name}" for one, two in wanted if (plain(one.name), plain(two.name)) not in there]
    if absent:
        yield Finding(
            "WB538",
            "caution",
            f"{len(absent)} of {len(wanted)} crossings are missing: {'; '.join(absent[:5])}"
            + ("; …" if len(absent) > 5 else ""),
            "What is not printed cannot be checked, and may be what matters.",
            "Print a row for every crossing, with 0 where there is nobody.",
            value=float(len(absent)),
            threshold=0.0,
            n=len(wanted),
            scope=crossing.table.name,
            measure=Measure("crossings missing", "count", "crossings", "crossings"),
        )
    else:
        yield from _margins(crossing)


def _margins(crossing: Crossing) -> Iterator[Finding]:
    for side, margin in enumerate((crossing.first, crossing.second)):
        for row in margin.rows:
            parts = [
                one
                for one, names in zip(crossing.table.rows, crossing.parts, strict=True)
                if names[side] == plain(row.name)
            ]
            wrong = []
            for role in ("applicants", "selected"):
                own = row.numbers.get(role)
                each = [one.numbers[role].value for one in parts if role in one.numbers]
                if own is not None and len(each) == len(parts) and sum(each) != own.value:
                    wrong.append(f"{_number(own)} {role} are printed, the crossings add up to {int(sum(each)):,}")
            if wrong:
                yield Finding(
                    "WB537",
                    "serious",
                    f"{row.name} in table {margin.name!r} contradicts its crossings: {'; '.join(wrong)}",
                    "The same people are counted differently in two tables of one publication.",
                    "Correct the counts; if people known in part are in one table only, say so and how many.",
                    scope=margin.name,
                )


def _impossible(row: PublishedRow, where: str, what: str) -> Finding:
    return Finding(
        "WB534",
        "serious",
        f"Impossible value in {_at(row, where)}: {what}",
        "Nothing that depends on it can be right.",
        "Correct the figure.",
        scope=where,
    )


def _at(row: PublishedRow, where: str) -> str:
    return f"{row.name} (row {row.number}" + (f", table {where!r})" if where else ")")


def _number(printed: Printed) -> str:
    """Return a number as it was printed, but for separators."""
    value, step = (printed.value * 100, printed.step * 100) if printed.percent else (printed.value, printed.step)
    digits = len(str(int(1 / step))) - 1 if step < 1 else 0
    return f"{float(value):,.{digits}f}" + ("%" if printed.percent else "")


def _percent(exact: Fraction) -> str:
    return f"{float(exact) * 100:.2f}%"
