"""How a report ends: what was noticed, what to do next, what was not tested, and what it was made from."""

from __future__ import annotations

from workbench.audit.result import Audit
from workbench.core.finding import SEVERITIES, Finding
from workbench.core.overruling import overruled_by
from workbench.core.version import __version__
from workbench.document.nodes import Block, Items, Paragraph, Table, Text
from workbench.document.wording import count, frequency, listed, name, paragraph, plain, say
from workbench.report.materials import Materials
from workbench.report.parts.sign_off import overruled_reason, sign_off_lines

__all__ = ["about", "findings", "fingerprints", "made_from", "next_steps", "not_tested", "status"]

_LONGEST_SENTENCE = 600  # a finding's title may name a column of any length
_LISTED = 6
_DIGITS = 12  # of a fingerprint of 64, as many as tell files apart; all of them are in the technical report
_RESULTS = ("model", "explanation", "audit")
_OF_DATA = ("profile", "leaks")
_WITHOUT_MODEL = ("split", "preparation")


def findings(materials: Materials, *, everything: bool = False, most: int | None = None) -> tuple[Block, ...]:
    """Return what was noticed on the way.

    Parameters
    ----------
    materials : Materials
        The results.
    everything : bool
        Whether notes are told too, and why each finding matters.
    most : int, optional
        With more, so many are told, the most serious; then it is said how many are not.
    """
    noticed = list(dict.fromkeys(one for one in materials.findings if everything or one.severity != "note"))
    noticed.sort(key=lambda one: SEVERITIES.index(one.severity))
    worth = noticed[:most]
    if not worth:
        return (paragraph("findings.none"),) if everything else ()
    columns = ["code", "title", *(["why"] if everything else []), "what_to_do"]
    headings = {
        "code": say("findings.code"),
        "title": say("findings.title"),
        "why": say("findings.why"),
        "what_to_do": say("findings.what_to_do"),
    }
    rows = tuple(tuple(_cell(materials, one, column, in_full=everything) for column in columns) for one in worth)
    header = tuple(headings[column] for column in columns)
    table = Table("noticed", say("findings.caption"), header, rows, (False,) * len(columns))
    if len(worth) == len(noticed):
        return (table,)
    source = next(iter(fingerprints(materials).values()))
    how = "findings that are in the technical report only"
    more = materials.book.count("findings/not_told", len(noticed) - len(worth), how, source, "recorded")
    return (table, paragraph("findings.more", findings=count(more)))


def _cell(materials: Materials, finding: Finding, column: str, *, in_full: bool) -> Text:
    """Return what a table says of a finding.

    Beside its title stands what was measured, and beside what to do that somebody accepts it all the same, and why.
    """
    if column == "code":
        return (finding.code,)
    if column == "title" and in_full and finding.measured:
        title, measured = (name(one, _LONGEST_SENTENCE) for one in (finding.title, finding.measured))
        return say("findings.measured", title=title, measured=measured)
    said: Text = (name(getattr(finding, column), _LONGEST_SENTENCE),)
    one = overruled_by(materials.sign_off.overrulings, finding) if column == "what_to_do" else None
    if one is None:
        return said
    if in_full:
        return (*said, " ", *say("findings.accepted", reason=overruled_reason(one)))
    return (*said, " ", *say("findings.accepted_short"))


def next_steps(materials: Materials) -> tuple[Block, ...]:
    """Return what to do next, by what was found."""
    audit = materials.audit
    steps: list[Paragraph] = []
    performance = materials.model.performance if materials.model is not None else None
    if performance is not None and not performance.beats_baseline:
        steps.append(paragraph("next.no_better"))
    if audit is not None:
        if not audit.assessments:
            steps.append(paragraph("next.no_limit" if audit.attributes else "next.no_attribute"))
        voice = materials.terms.voice
        ours = voice == "model"
        gaps = list(dict.fromkeys(one.claim.attribute for one in audit.assessments if one.verdict == "gap"))
        if gaps:
            whose = "_supposed" if materials.terms.supposed else "" if ours else f"_{voice}"
            steps.append(paragraph(f"next.gap{whose}", attribute=listed(gaps, _LISTED)))
        differ = [
            one.rates.attribute for one in audit.descriptions if one.gap is not None and one.gap.difference_low > 0
        ]
        if differ:
            message = "next.data_gap" if ours else "next.data_gap_decisions"
            steps.append(paragraph(message, attribute=listed(differ, _LISTED)))
        steps += _reversed(audit)
        verdicts = {one.verdict for one in audit.assessments}
        steps += [
            paragraph(f"next.{verdict}")
            for verdict in ("not enough evidence", "within tolerance")
            if verdict in verdicts
        ]
    return (Items(tuple(steps)),) if steps else ()


def _reversed(audit: Audit) -> list[Paragraph]:
    """Return a step for each stratum whose parts say the opposite of all rows, by whatever attribute."""
    found: dict[str, dict[str, None]] = {}
    for one in audit.stratified:
        if one.is_reversed or one.others:
            found.setdefault(one.stratum, {})[one.attribute] = None
    return [
        paragraph("next.reversal", attribute=listed(list(attributes), _LISTED), stratum=name(stratum))
        for stratum, attributes in found.items()
    ]


def not_tested(materials: Materials) -> tuple[Block, ...]:
    """Return what no figure of this report says anything about."""
    audit = materials.audit
    if audit is None or materials.has_outcomes:
        items = ["limits.outcome"]
    elif materials.hides_amounts:
        items = ["limits.outcome", "limits.amounts_not_shown"]
    elif materials.hides_outcomes:
        items = ["limits.outcome", "limits.outcomes_not_shown"]
    else:
        items = ["limits.no_amounts" if audit.kind == "predictions" else "limits.no_outcome"]
    if audit is not None and audit.kind == "counts":
        items.append("limits.rows")
    if audit is None or not audit.attributes:
        items.append("limits.no_groups")
    else:
        items += ["limits.causes", "limits.other_crossed" if audit.crossings else "limits.other"]
    items.append("limits.time")
    return (Items(tuple(paragraph(item) for item in items)),)


def status(materials: Materials) -> Paragraph:
    """Return whether this is a self-check, or who the independent auditor is."""
    if materials.auditor:
        return paragraph("status.auditor", auditor=name(materials.auditor))
    return paragraph(f"status.{materials.terms.voice}")


def about(materials: Materials) -> tuple[Block, ...]:
    """Return who answers for the report, what it is, and what it was made from."""
    blocks: list[Block] = [*sign_off_lines(materials), status(materials)]
    if materials.audit is not None:
        policy = materials.audit.policy
        confidence = materials.book.declared(
            "policy/confidence", policy.confidence, "fraction", "declared", materials.audit.fingerprint
        )
        blocks.append(paragraph("about.intervals", confidence=frequency(confidence)))
    made = say("about.made", date=materials.date, version=__version__, source=_source(materials))
    seeds = dict.fromkeys(str(seed) for seed in _seeds(materials))
    if seeds:
        made = (*made, " ", *say("about.seeds", seeds=", ".join(seeds)))
    blocks.append(Paragraph("about.made", made))
    # An audit of somebody else's decisions lacks no model.
    asked = _RESULTS if materials.terms.voice == "model" else ()
    missing = [] if materials.sign_off.owner else [plain(say("missing.owner"))]
    missing += [plain(say(f"missing.{field}")) for field in asked if getattr(materials, field) is None]
    if missing:
        blocks.append(paragraph("about.missing", fields=", ".join(missing)))
    return tuple(blocks)


def made_from(materials: Materials) -> Table:
    """Return the fingerprints of the audit and its inputs, and the versions that computed it."""
    audit = materials.audited
    rows: list[tuple[Text, Text]] = [(say("about.audit"), (name(audit.fingerprint),))]
    rows += [(say("about.input"), (name(one),)) for one in audit.provenance.inputs]
    versions = ", ".join(f"{package} {version}" for package, version in audit.provenance.versions.items())
    rows.append((say("about.versions"), (name(versions, _LONGEST_SENTENCE),)))
    header = (say("about.what"), say("about.value"))
    return Table("inputs", say("about.inputs"), header, tuple(rows), (False, False))


def fingerprints(materials: Materials) -> dict[str, str]:
    """Return the fingerprint of each result that was given."""
    fields = (*_RESULTS, *_OF_DATA, *(_WITHOUT_MODEL if materials.model is None else ()))
    found = {field: getattr(materials, field) for field in fields}
    return {field: result.fingerprint for field, result in found.items() if result is not None}


def _seeds(materials: Materials) -> list[int]:
    explained = materials.explanation.seed if materials.explanation is not None else None
    learned = materials.model.seeds if materials.model is not None else ()
    return [*([explained] if explained is not None else []), *reversed(learned)]


def _source(materials: Materials) -> Text:
    """Return what readers call the data, with the first digits of their fingerprint where it may be told."""
    source = "" if materials.data is None else materials.data.source
    kind, _, digits = source.partition(":")
    return (name(materials.data_name), *([f" ({kind}:{digits[:_DIGITS]}…)"] if digits else []))
