"""The columns of the data: what each holds, how its values spread, and what it goes with."""

from __future__ import annotations

import math
from collections.abc import Iterator

from workbench.document.facts import fact_id
from workbench.document.nodes import Block, Fact, Paragraph, Part, Shown, Table, Text
from workbench.document.wording import cell, count, frequency, name, of_100, paragraph, say
from workbench.report.materials import Materials
from workbench.report.profile_record import AssociationRecord, ColumnSummary, ProfileRecord

__all__ = ["BARS", "moment", "profile_blocks", "repeated"]

BARS = "·▁▂▃▄▅▆▇█"
"""The bars of a small histogram, by their height from 0 to 8: what readers of the page see and others are told."""

_MOST_COLUMNS = 200
_MOST_RELATED = 10
_WORTH_TELLING = 0.1
_LONGEST_VALUE = 40


def profile_blocks(materials: Materials) -> tuple[Block, ...]:
    """Return the columns of the data as a table, and what goes with what; nothing where no profile was given."""
    profile = materials.profile
    if profile is None:
        return ()
    blocks: list[Block] = [*repeated(materials, profile), _table(materials, profile)]
    more = len(profile.columns) - _MOST_COLUMNS
    if more > 0:
        fact = materials.book.count("profile/columns_not_listed", more, "columns", profile.fingerprint, "recorded")
        blocks.append(paragraph("profile.not_listed", columns=count(fact)))
    blocks += [*_legend(materials, profile), *_related(materials, profile), *_missing(materials)]
    return tuple(blocks)


def repeated(materials: Materials, profile: ProfileRecord) -> Iterator[Paragraph]:
    """Yield how many rows are there more than once."""
    for what, n in (("repeated", profile.n_repeated), ("contradicting", profile.n_contradicting)):
        if n is None:
            yield paragraph(f"profile.few_{what}")
        elif n:
            yield paragraph(f"profile.{what}", rows=count(_count(materials, "rows", what, n)))
    if profile.n_repeated == 0 and not profile.n_repeated_but_id:
        yield paragraph("profile.no_repeated")
    if profile.n_repeated_but_id and profile.n_repeated_but_id != profile.n_repeated:
        fact = _count(materials, "rows", "repeated_but_id", profile.n_repeated_but_id)
        yield paragraph("profile.repeated_but_id", rows=count(fact))


def _count(materials: Materials, what: str, which: str, n: int) -> Fact:
    source = materials.profile.fingerprint if materials.profile is not None else ""
    return materials.book.count(fact_id("profile", what, which), n, f"counted in the data: {what}", source, "recorded")


def _table(materials: Materials, profile: ProfileRecord) -> Table:
    outcome = {one.column: one for one in profile.associations if one.role == "target"}
    header = [say("columns.column"), say("profile.holds"), say("columns.missing"), say("profile.distinct")]
    header += [say("profile.values"), *([say("profile.with_outcome")] if outcome else [])]
    rows = tuple(_row(materials, one, outcome) for one in profile.columns[:_MOST_COLUMNS])
    numeric = (False, False, True, True, False, *([True] if outcome else []))
    return Table("column-profile", say("profile.caption"), tuple(header), rows, numeric)


def _row(materials: Materials, column: ColumnSummary, outcome: dict[str, AssociationRecord]) -> tuple[Text, ...]:
    missing: Text = say("columns.few")
    if column.n_missing is not None:
        missing = (count(_count(materials, "missing", column.name, column.n_missing)),)
    distinct: Text = (count(_count(materials, "distinct", column.name, column.n_distinct)),)
    if not column.distinct_is_exact:
        distinct = say("profile.about", number=distinct)
    kind = say(f"profile.kind.{column.kind}")
    holds = kind if column.role == "feature" else say(f"profile.role.{column.role}", kind=kind)
    found = outcome.get(column.name)
    last = [_strength(materials, found) if found is not None else say("table.nothing")] if outcome else []
    return ((name(column.name),), holds, missing, distinct, _values(materials, column), *last)


def _values(materials: Materials, column: ColumnSummary) -> Text:
    """Return in words how values spread, after bars that show it."""
    if column.elsewhere:
        return say("profile.elsewhere")
    if column.top:
        return _top(materials, column)
    said: list[Text] = [*_spread(materials, column)]
    if column.first:
        said.append(say("profile.dates", first=name(moment(column.first)), last=name(moment(column.last))))
    if column.length is not None and not math.isnan(column.length):
        said.append(say("profile.length", length=_number(materials, column, "length", column.length, 0)))
    bars: Text = ("".join(BARS[level] for level in column.levels), " ") if column.levels else ()
    return (*bars, *_joined(said)) if said or bars else say("table.nothing")


def moment(text: str) -> str:
    """Return a time as people write it; a day where it has no time of day.

    Examples
    --------
    >>> moment("2025-03-01T00:00:00"), moment("2025-03-01T08:30:00")
    ('2025-03-01', '2025-03-01 08:30:00')
    """
    return text.removesuffix("T00:00:00").replace("T", " ")


def _spread(materials: Materials, column: ColumnSummary) -> Iterator[Text]:
    digits = _digits(column)
    known = {float(share): value for share, value in column.quantiles.items()}

    def between(message: str, low: str, high: str, *values: float) -> Text:
        ends = [_number(materials, column, of, one, digits) for of, one in zip((low, high), values, strict=True)]
        return say(message, low=ends[0], high=ends[1])

    if {0.25, 0.75} <= set(known):
        yield between("profile.half", "0.25", "0.75", known[0.25], known[0.75])
    outer = next((share for share in (0.01, 0.05) if {share, 1 - share} <= {round(one, 2) for one in known}), None)
    if outer is not None:
        low, high = known[outer], next(value for share, value in known.items() if round(share + outer, 2) == 1)
        yield between("profile.most", f"{outer:g}", f"{1 - outer:g}", low, high)
    if column.low is not None and column.high is not None and not math.isnan(column.low):
        yield between("profile.ends", "0", "1", column.low, column.high)


def _number(materials: Materials, column: ColumnSummary, which: str, value: float, digits: int) -> Shown:
    source = materials.profile.fingerprint if materials.profile is not None else ""
    id = fact_id("profile", "value", column.name, which)
    undefined = "there is no finite number" if math.isnan(value) else ""
    fact = Fact(id, value, "number", "of the column's finite values", source, undefined=undefined, basis="recorded")
    return cell(materials.book.add(fact), digits=digits)


def _digits(column: ColumnSummary) -> int:
    """Return as many decimals as tell two digits of how far the middle half spreads."""
    values = [*column.quantiles.values(), *(one for one in (column.low, column.high) if one is not None)]
    known = [one for one in values if math.isfinite(one)]
    if not known or (column.kind == "whole number" and all(one == int(one) for one in known)):
        return 0
    width = column.quantiles.get("0.75", max(known)) - column.quantiles.get("0.25", min(known))
    width = width or max(known) - min(known) or max(abs(one) for one in known)
    return min(max(1 - math.floor(math.log10(width)), 0), 6) if width else 0


def _top(materials: Materials, column: ColumnSummary) -> Text:
    source = materials.profile.fingerprint if materials.profile is not None else ""
    said: list[Text] = []
    for one in column.top:
        id = fact_id("profile", "share", of=(column.name, one.value))
        fact = Fact(id, one.share, "fraction", "of the rows with a value", source, basis="recorded")
        value: Part = name(one.value, _LONGEST_VALUE)
        said.append(say("profile.top", value=value, share=_hundred(materials, materials.book.add(fact))))
    others = column.n_distinct - len(column.top)
    if others > 0:
        said.append(
            say(
                "profile.other" if others == 1 else "profile.others",
                number=count(_count(materials, "others", column.name, others)),
            )
        )
    return say("profile.of_100", values=_joined(said, "; "))


def _hundred(materials: Materials, fact: Fact) -> Shown:
    return frequency(fact) if materials.disclosure == "public" else of_100(fact)


def _joined(texts: list[Text], between: str = ", ") -> Text:
    parts: list[Part] = []
    for one in texts:
        parts += [*([between] if parts else []), *one]
    return tuple(parts)


def _strength(materials: Materials, one: AssociationRecord) -> Text:
    source = materials.profile.fingerprint if materials.profile is not None else ""
    id = fact_id("profile", "association", one.column, one.other)
    how = "Cramér's V, corrected for bias, of values or bins of equally many; limits 95%"
    undefined = "too little is known of both" if math.isnan(one.strength) else ""
    fact = Fact(
        id, one.strength, "number", how, source, one.low, one.high, undefined=undefined, basis="recorded"
    )  # fmt: skip
    kept = materials.book.add(fact)
    ends = {part: cell(kept, part, 2) for part in ("low", "high")}
    return say("profile.association", strength=cell(kept, digits=2), low=ends["low"], high=ends["high"])


def _legend(materials: Materials, profile: ProfileRecord) -> Iterator[Paragraph]:
    if any(one.levels for one in profile.columns):
        yield paragraph("profile.bars")
    if materials.disclosure != "full":
        yield paragraph("profile.hidden")
    if profile.associations:
        yield paragraph("profile.strength")


def _related(materials: Materials, profile: ProfileRecord) -> tuple[Block, ...]:
    """Return the columns that go most with a protected attribute."""
    own = {one.column for one in materials.roles.protected}
    every = [one for one in profile.associations if one.role == "protected" and one.column not in own]
    if not every:
        return ()
    found = [one for one in every if one.strength >= _WORTH_TELLING and one.low > 0][:_MOST_RELATED]
    if not found:
        return (paragraph("profile.unrelated"),)
    rows = tuple(((name(one.column),), (name(one.other),), _strength(materials, one)) for one in found)
    header = (say("columns.column"), say("table.attribute"), say("profile.related_strength"))
    table = Table("columns-related", say("profile.related"), header, rows, (False, False, True))
    return (table, paragraph("profile.stand_in"))


def _missing(materials: Materials) -> tuple[Block, ...]:
    """Return where values are missing more often for some groups."""
    people, profile = materials.people, materials.profile
    if people is None or profile is None or not people.missing:
        return ()
    rows: list[tuple[Text, ...]] = []
    parts: list[tuple[int, Text]] = []
    last = None
    for one in people.missing:
        if (one.column, one.attribute) != last:
            last = (one.column, one.attribute)
            part = say("profile.missing_part", column=name(one.column), attribute=name(one.attribute))
            parts.append((len(rows), part))
        id = fact_id("profile", "missing", one.column, of=(one.attribute, one.group))
        fact = Fact(id, one.share, "fraction", "of the group's rows", profile.fingerprint, basis="recorded")
        rows.append(((name(one.group),), (_hundred(materials, materials.book.add(fact)),)))
    header = (say("table.group"), say("profile.missing_share"))
    return (Table("missing-by-group", say("profile.missing"), header, tuple(rows), (False, True), tuple(parts)),)
