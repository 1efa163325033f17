"""What Local Law 144 asks for and what is said about it, apart from the numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.audit.standards.contract import WEIGHTS_UNUSED, Evidence, Option, StandardTable
from workbench.audit.standards.options import Told
from workbench.core.finding import Finding

__all__ = [
    "BOUNDS_NOTES",
    "DEMOGRAPHICS",
    "HEADINGS",
    "KNOWN_AS_OF",
    "OPTIONS",
    "PUBLISHED",
    "RATES",
    "TABLES",
    "TITLE",
    "UNKNOWN_RULES",
    "elsewhere_finding",
    "excluded",
    "missing",
    "missing_finding",
    "nobody_finding",
    "notes",
    "small_finding",
    "statements",
    "title",
    "undecided_finding",
    "unknown_finding",
]

TITLE = "Local Law 144 format calculations"
KNOWN_AS_OF = "2026-09"
DEMOGRAPHICS = ("self-reported", "imputed")
UNKNOWN_RULES = ("any", "table")
RATES = ("", "selection", "scoring")
DATA_KINDS = ("historical", "pooled", "test")
SMALL_RULES = ("keep", "leave out")

TABLES = {"sex": "Sex", "race": "Race or ethnicity", "sex-race": "Sex by race or ethnicity"}
HEADINGS = {"selection": ("Selected", "Selection rate"), "scoring": ("Above the median", "Scoring rate")}
BOUNDS_NOTES = (
    "These are bounds, not confidence intervals: whichever categories the unknown people belong to, the figures "
    "would be inside them.",
)

OPTIONS = (
    Option("sex", "the attribute that holds the sex"),
    Option("race", "the attribute that holds the race or ethnicity"),
    Option("ethnicity", "the attribute that says who is Hispanic or Latino, where race does not"),
    Option("sex_categories", "the categories of sex, where they are not those of EEO-1"),
    Option("race_categories", "the categories of race or ethnicity, where they are not those of EEO-1"),
    Option("rates", "'selection' or 'scoring'; by default scoring only where scores and no decisions are given"),
    Option("unknown_rule", "who is left out as unknown: 'any' from all tables, 'table' from each table alone"),
    Option("n_unknown", "how many people of unknown category were assessed, where the data do not hold them"),
    Option("small_categories", "categories below 2 %: 'keep' or 'leave out' of the published impact ratios"),
    Option("small_justification", "why categories below 2 % are left out"),
    Option("rate_digits", "decimals of percentages that are printed"),
    Option("ratio_digits", "decimals of impact ratios that are printed"),
    Option("confidence", "confidence of the intervals beside the figures"),
    Option("auditor", "the independent auditor"),
    Option("tool", "the tool that was audited, and for which position"),
    Option("audit_date", "date of the most recent audit", required=True),
    Option("distribution_date", "date on which the tool was first used (distribution date)", required=True),
    Option("data_source", "source of the data", required=True),
    Option("data_explanation", "explanation of the data, and why they are limited in time or region", required=True),
    Option("data_kind", "kind of the data: historical, pooled with other employers, or test", required=True),
    Option("data_justification", "why pooled or test data were used, and how test data were made"),
    Option(
        "demographics", "how demographics were collected: self-reported; imputed ones are not allowed", required=True
    ),
)
PUBLISHED = {
    "auditor", "tool", "audit_date", "distribution_date", "data_source", "data_explanation", "data_kind",
    "data_justification", "demographics", "small_justification",
}  # fmt: skip


def title(told: Told) -> str:
    """Return what the result may be called."""
    auditor = told.text("auditor")
    return f"Local Law 144 bias audit, independent auditor: {auditor}" if auditor else TITLE


def missing(told: Told) -> tuple[Option, ...]:
    """Return what was required and not given, some of it depending on the rest."""
    wanted = list(told.missing())
    conditional = {
        "data_justification": told.choice("data_kind", ("", *DATA_KINDS), "") in {"pooled", "test"},
        "small_justification": _leaves_out(told),
    }
    wanted += [one for one in told.known if conditional.get(one.name) and not told.text(one.name)]
    return tuple(wanted)


def notes(n: int, assessed: int, categories: Sequence[str], small: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return what stands beneath a table of impact ratios."""
    said = [f"{n:,} people are in this table; its impact ratios refer to its own highest rate."]
    if small.any():
        named = ", ".join(name for name, one in zip(categories, small, strict=True) if one)
        said.append(f"Below 2 % of the {assessed:,} people assessed, unknown categories included: {named}.")
    return tuple(said)


def excluded(n_unknown: int, n_other: int, n_undecided: int, other: Sequence[str], *, per_table: bool) -> list[str]:
    """Return the sentences on people who are in no table, or not in all."""
    said = [
        f"{n_unknown + n_other:,} people were assessed and are not included because they fall within an unknown "
        "category (sex or race or ethnicity)."
    ]
    if n_other:
        said.append(
            f"Of these, {n_other:,} are in a category that the tables do not have: {', '.join(other)}. "
            "The others are unknown."
        )
    said.append(
        "A person is left out of a table only where that table's own category is unknown."
        if per_table
        else "A person whose sex or race or ethnicity is unknown is left out of all three tables."
    )
    if n_undecided:
        said.append(f"{n_undecided:,} people without a decision are not counted as applicants.")
    return said


def statements(
    told: Told,
    evidence: Evidence,
    left_out: Sequence[str],
    tables: Sequence[StandardTable],
    *,
    has_small: bool,
    hides_ratios: bool = False,
) -> tuple[str, ...]:
    """Return the sentences that belong with the tables."""
    return (
        *_status(told),
        *left_out,
        *_scoring(evidence),
        *([WEIGHTS_UNUSED] if evidence.is_weighted else []),
        *(_small(told) if has_small else ()),
        _hidden_reference() if hides_ratios else _reference(tables),
        "Impact ratios are computed from counts, not from rounded rates. Percentages are printed with "
        f"{told.whole('rate_digits', 1)} and ratios with {told.whole('ratio_digits', 3)} decimals, rounded half up.",
        "The published ratios are not adjusted for chance or for the number of comparisons; the intervals stand "
        "beside them.",
        *_data(told),
        "Not part of these figures: the notice to candidates at least 10 business days before use, and the "
        "retention policy on the website.",
        f"The rule was last read in {KNOWN_AS_OF}. This is not legal advice.",
    )


def _status(told: Told) -> list[str]:
    auditor = told.text("auditor")
    said = [
        f"The independent auditor named is {auditor}. Independence cannot be checked from figures."
        if auditor
        else "These are Local Law 144 format calculations, not a bias audit: no independent auditor is named."
    ]
    when = told.date("audit_date")
    told.date("distribution_date")
    if when is not None:
        leap = (when.month, when.day) == (2, 29)
        until = when.replace(year=when.year + 1, day=28) if leap else when.replace(year=when.year + 1)
        said.append(
            f"An audit of {when.isoformat()} covers use of the tool until {until.isoformat()}. "
            "Its summary stays posted for at least 6 months after the last use."
        )
    return said


def _scoring(evidence: Evidence) -> list[str]:
    if evidence.median is None:
        return []
    at = "" if evidence.n_at_median is None else f" {evidence.n_at_median:,} scores are exactly the median."
    below, above = (sum(int(tally.n[:, :, code].sum()) for tally in evidence.tallies.values()) for code in (0, 1))
    scored = below + above
    share = f" ({100 * above / scored:.1f} %)" if scored else ""
    return [
        f"The median score is {evidence.median:g}, over {evidence.median_of}. A score counts as above it only where "
        f"it is strictly greater.{at}",
        f"{above:,} of {scored:,} people with a score are above it{share}. Without ties that would be about half "
        "whatever the tool does, so impact ratios of scoring rates are not comparable with those of selection rates.",
    ]


def _leaves_out(told: Told) -> bool:
    return told.choice("small_categories", SMALL_RULES, "keep") == "leave out"


def _small(told: Told) -> list[str]:
    if not _leaves_out(told):
        return [
            "Published are the impact ratios with all categories. The rule allows to leave out categories below 2 %; "
            "the ratios without them stand beside."
        ]
    why = told.text("small_justification")
    return [
        "Published are the impact ratios without categories below 2 %; the ratios with all categories stand beside. "
        "The highest rate is that of a category that is left in, so no ratio is above 1. "
        + (f"Justification: {why}" if why else "No justification is given, which the rule asks for.")
    ]


def _reference(tables: Sequence[StandardTable]) -> str:
    ratios = [
        row.cells[3].value for table in tables if not table.id.startswith("bounds/") for row in table.rows
    ]  # with all categories
    numbers = [one for one in ratios if isinstance(one, float)]
    below = sum(1 for one in numbers if one < 0.8)
    return (
        "Local Law 144 sets no ratio that passes or fails. For orientation only: "
        f"0.80 is the four-fifths reference of a federal guideline; below it: {below} of {len(numbers)} impact ratios."
    )


def _hidden_reference() -> str:
    """Return the sentence where ratios are hidden: counting the others would tell the opposite of what is found."""
    return (
        "Local Law 144 sets no ratio that passes or fails. For orientation only: 0.80 is the four-fifths reference of "
        "a federal guideline. How many impact ratios are below it is not said, since some are not shown: hidden ones "
        "may be below it, and those that are shown may refer to a lower rate than the highest of all."
    )


def _data(told: Told) -> list[str]:
    kind = told.choice("data_kind", ("", *DATA_KINDS), "")
    why = told.text("data_justification")
    said = {
        "historical": "The data are historical data of the tool's use.",
        "pooled": "The data are pooled with those of other employers, which an employer may rely on only if it "
        "contributed its own or has never used the tool.",
        "test": "The data are test data, which are allowed only where historical data do not suffice.",
    }
    return [] if not kind else [said[kind] + (f" {why}" if why else "")]


def missing_finding(wanted: Sequence[Option]) -> Finding:
    """Return the finding on metadata that were not given."""
    return Finding(
        "WB520",
        "caution",
        f"Required with the tables but not given: {'; '.join(one.asks for one in wanted)}",
        "The rule asks for these in the published summary.",
        f"Give them in the policy file: {', '.join(one.name for one in wanted)}.",
        value=float(len(wanted)),
        threshold=0.0,
    )


def unknown_finding(n_unknown: int, n: int) -> Finding:
    """Return the finding on people of unknown category."""
    return Finding(
        "WB521",
        "caution",
        f"The category of {n_unknown:,} of {n:,} people is unknown",
        "They are in no impact ratio; the bounds say how far the ratios could move if their categories were known.",
        "Read the bounds beside the ratios, and ask people for their category. Never infer it.",
        value=n_unknown / n,
        threshold=0.0,
        n=n,
    )


def elsewhere_finding(attribute: str, groups: Sequence[str]) -> Finding:
    """Return the finding on groups that are no category of the tables."""
    return Finding(
        "WB522",
        "caution",
        f"Groups of {attribute} that are no category of the tables: {', '.join(repr(one) for one in groups)}",
        "Their people are counted among those in an unknown category and have no impact ratio.",
        "If a group is another name of a category, say so in sex_categories or race_categories.",
        value=float(len(groups)),
        scope=attribute,
    )


def small_finding(titles: Sequence[str]) -> Finding:
    """Return the finding on categories below 2 %."""
    return Finding(
        "WB523",
        "note",
        f"Categories below 2 % of the people assessed: in {', '.join(titles)}",
        "The rule allows to leave them out of the impact ratios, with a justification, but not out of the table.",
        "Decide with the auditor. Both ways are shown.",
    )


def undecided_finding(n: int) -> Finding:
    """Return the finding on people without a decision."""
    return Finding(
        "WB524",
        "caution",
        f"{n:,} people have no decision",
        "They are not counted as applicants. If they were considered, every rate changes.",
        "Find out whether they were considered; if so, give their decision.",
        n=n,
    )


def nobody_finding(where: str) -> Finding:
    """Return the finding on a table in which nobody was selected."""
    return Finding(
        "WB529",
        "serious",
        f"Nobody is selected in table {where!r}, so there is no impact ratio",
        "A ratio of rates needs a rate above 0.",
        "Check which value of the decision is favourable.",
        scope=where,
    )
