"""The brief: what the data say, what the model does, for whom it is worse, how sure, what next.

Up to eight groups of an attribute are shown; of more, the clearest pair and what is furthest from
all together.
"""

from __future__ import annotations

import math

from workbench.core.version import __version__
from workbench.document.facts import importance_fact, performance_facts
from workbench.document.nodes import Block, Document, Fact, Items, Name, Paragraph, Section, Table, Text
from workbench.document.wording import between, count, decimals, frequency, name, paragraph, plain, say
from workbench.explanation.result import Explanation
from workbench.report.audiences.groups import data_blocks, model_blocks
from workbench.report.materials import Materials

__all__ = ["brief"]

_TOP_COLUMNS = 5
_LONGEST_SENTENCE = 600  # a finding's title may name a column of any length
_RESULTS = ("fitted", "explanation", "audit")
_ASKED_FOR = ("owner", *_RESULTS)


def brief(materials: Materials) -> Document:
    """Return the brief.

    Parameters
    ----------
    materials : Materials
        The results; what is missing is said at the end.
    """
    contents = {
        "data": data_blocks(materials),
        "model": _model(materials),
        "why": _why(materials),
        "findings": _findings(materials),
        "next": _next(materials),
        "limits": _limits(),
        "about": _about(materials),
    }
    lead = "brief.lead" if materials.fitted is not None else "brief.lead_data"
    terms = materials.terms
    return Document(
        audience="brief",
        title=say("brief.title", data=name(materials.data_name)),
        lead=say(lead, is_spoken=terms.is_spoken, was_spoken=terms.was_spoken),
        sections=tuple(Section(id, plain(say(f"section.{id}")), blocks) for id, blocks in contents.items() if blocks),
        facts=dict(materials.book.facts),
        date=materials.date,
        about={"program": "notebook-workbench", "version": __version__, **_fingerprints(materials)},
    )


def _model(materials: Materials) -> tuple[Block, ...]:
    blocks: list[Block] = []
    fitted, book, terms = materials.fitted, materials.book, materials.terms
    if fitted is not None:
        split, source = fitted.prepared.split, fitted.fingerprint
        train = book.count("model/train_rows", split.train.n_rows, "rows the model learned from", split.fingerprint)
        test = book.count("model/test_rows", split.test.n_rows, "rows held out", split.fingerprint)
        model, baseline = performance_facts(book, fitted.performance, source, materials.confidence)
        said = "model.better" if fitted.performance.beats_baseline else "model.no_better"
        tested = say("model.tested", kind=name(fitted.title), train=count(train), test=count(test))
        right = say(
            said,
            model=frequency(model),
            model_between=between(model),
            baseline=frequency(baseline),
            baseline_between=between(baseline),
        )
        threshold = book.add(Fact("model/threshold", fitted.threshold, "fraction", "set before the test", source))
        rule = say("model.threshold", favourable=terms.favourable, threshold=frequency(threshold))
        blocks.append(Paragraph(said, (*tested, " ", *rule, " ", *right)))
    return (*blocks, *model_blocks(materials))


def _why(materials: Materials) -> tuple[Block, ...]:
    explanation = materials.explanation
    if explanation is None:
        return ()
    book, scale = materials.book, explanation.attribution.scale
    shown = explanation.importances[:_TOP_COLUMNS]
    facts = [importance_fact(book, one, scale, explanation.n_rows, explanation.fingerprint) for one in shown]
    rows = tuple(
        (
            (name(one.column),),
            (decimals(fact),),
            (decimals(fact, "low"), " – ", decimals(fact, "high"))
            if not math.isnan(fact.low)
            else say("table.nothing"),
        )
        for one, fact in zip(shown, facts, strict=True)
    )
    header = (say("table.column"), say("table.push", scale=scale), say("table.interval"))
    explained = book.count("explanation/rows", explanation.n_rows, "held-out rows explained", explanation.fingerprint)
    said = say("why.rows", rows=count(explained), method=_method(materials, explanation))
    return (
        paragraph("why.top" if len(shown) > 1 else "why.top_one"),
        Table("importance", say("table.importance"), header, rows, (False, True, True)),
        Paragraph("why.rows", (*say(f"why.unit.{scale}"), " ", *said, " ", *_protected(materials))),
    )


def _method(materials: Materials, explanation: Explanation) -> Text:
    found, source = explanation.attribution, explanation.fingerprint
    background = materials.book.count("explanation/background", found.n_background, "background rows", source)
    if found.method != "permutation":
        return say(f"why.method.{found.method}", background=count(background))
    orders = materials.book.count("explanation/orders", found.n_orders, "orders of columns tried a row", source)
    return say("why.method.permutation", background=count(background), orders=count(orders))


def _protected(materials: Materials) -> Text:
    columns = [one.column for one in materials.roles.protected]
    if materials.roles.use_protected and columns:
        return say("why.protected_in", columns=name(", ".join(columns)))
    return say("why.protected_out") if columns else ()


def _findings(materials: Materials) -> tuple[Block, ...]:
    worth = [finding for finding in materials.findings if finding.severity != "note"]
    if not worth:
        return ()
    header = (say("findings.code"), say("findings.title"), say("findings.what_to_do"))
    rows = tuple(
        ((one.code,), (name(one.title, _LONGEST_SENTENCE),), (name(one.what_to_do, _LONGEST_SENTENCE),))
        for one in worth
    )
    return (Table("noticed", say("findings.caption"), header, rows, (False, False, False)),)


def _next(materials: Materials) -> tuple[Block, ...]:
    audit = materials.audit
    steps: list[Paragraph] = []
    if materials.fitted is not None and not materials.fitted.performance.beats_baseline:
        steps.append(paragraph("next.no_better"))
    if audit is not None:
        if not audit.assessments:
            steps.append(paragraph("next.no_attribute"))
        gaps = dict.fromkeys(one.claim.attribute for one in audit.assessments if one.verdict == "gap")
        steps += [paragraph("next.gap", attribute=name(attribute)) for attribute in gaps]
        steps += [
            paragraph("next.data_gap", attribute=name(one.rates.attribute))
            for one in audit.descriptions
            if one.gap is not None and one.gap.difference_low > 0
        ]
        verdicts = {one.verdict for one in audit.assessments}
        steps += [
            paragraph(f"next.{verdict}")
            for verdict in ("not enough evidence", "within tolerance")
            if verdict in verdicts
        ]
    return (Items(tuple(steps)),) if steps else ()


def _limits() -> tuple[Block, ...]:
    return (Items(tuple(paragraph(f"limits.{topic}") for topic in ("outcome", "causes", "other", "time"))),)


def _about(materials: Materials) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if materials.owner:
        blocks.append(paragraph("about.owner", owner=name(materials.owner)))
    blocks.append(paragraph("brief.status"))
    if materials.audit is not None:
        policy = materials.audit.policy
        confidence = materials.book.add(
            Fact("policy/confidence", policy.confidence, "fraction", "declared", materials.audit.fingerprint)
        )
        blocks.append(paragraph("about.intervals", confidence=frequency(confidence)))
    seeds = dict.fromkeys(str(seed) for seed in _seeds(materials))
    blocks.append(
        paragraph(
            "about.made",
            date=materials.date,
            version=__version__,
            source=_source(materials),
            seeds=", ".join(seeds) or plain(say("table.nothing")),
        )
    )
    missing = [plain(say(f"missing.{field}")) for field in _ASKED_FOR if not getattr(materials, field)]
    if missing:
        blocks.append(paragraph("about.missing", fields=", ".join(missing)))
    return tuple(blocks)


def _seeds(materials: Materials) -> list[int]:
    stages = [materials.explanation, materials.fitted]
    found = [stage.provenance.seed for stage in stages if stage is not None]
    if materials.fitted is not None:
        found.append(materials.fitted.prepared.split.provenance.seed)
    return [seed for seed in found if seed is not None]


def _source(materials: Materials) -> Name | str:
    if materials.data is None:
        return name(materials.data_name)
    inputs = materials.data.provenance.inputs
    return inputs[0] if inputs else materials.data.rows_fingerprint


def _fingerprints(materials: Materials) -> dict[str, str]:
    found = {field: getattr(materials, field) for field in _RESULTS}
    return {field: result.fingerprint for field, result in found.items() if result is not None}
