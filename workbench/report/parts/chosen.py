"""How the model was chosen and how it works, in full: the sections that the cells of its results show too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.document.nodes import Block, Chart, Items, Paragraph, Section, Table, Text
from workbench.document.wording import count, listed, name, paragraph, plain, say
from workbench.modeling.candidates import leading
from workbench.report.calibration_cell import calibration_contents
from workbench.report.candidates_cell import candidates_contents
from workbench.report.cell_page import Contents
from workbench.report.chosen import Chosen
from workbench.report.contest_cell import contest_contents
from workbench.report.effect_cells import EFFECT, PAIR, effects_contents, interactions_contents
from workbench.report.explanation_cells import PERMUTED, permuted_contents
from workbench.report.figuring import Figures
from workbench.report.group_cell import CARRIED, groups_contents
from workbench.report.materials import Materials
from workbench.report.mitigation_cell import mitigation_contents
from workbench.report.segments_cell import segments_contents
from workbench.report.threshold_cell import threshold_contents, threshold_lead
from workbench.report.tuning_cell import tuning_contents
from workbench.report.withholding import Withheld

__all__ = ["chosen_because", "chosen_parts", "chosen_sections", "works_parts"]

_FOR_NOTEBOOKS = frozenset({"models.accept", "contest.rows", "contest.declare", "contest.sentence", "mitigation.next"})
"""What is said to who runs a notebook, or stands in a table beside it."""

_SAME = frozenset({"about the same", "not enough evidence"})

_Part = tuple[str, Text, tuple[Block, ...]]


def chosen_parts(materials: Materials) -> Iterator[_Part]:
    """Yield how the model was chosen: the id, the heading and the blocks of each section.

    Parameters
    ----------
    materials : Materials
        The results, of which any may be missing.
    """
    found = materials.chosen
    if found.contest is not None:
        figures = _figures(materials, "contest", found.contest.fingerprint, "compare_models")
        said = [_best(materials, found), paragraph("chosen.rows")]
        yield (
            "compared",
            say("section.compared"),
            _blocks("compared", said, contest_contents(found.contest, figures), found.contest.withheld),
        )
    if found.candidates is not None:
        figures = _figures(materials, "candidates", found.candidates.fingerprint, "audit_candidates")
        contents = candidates_contents(found.candidates, figures)
        yield "candidates", say("section.candidates"), _blocks("candidates", [], contents, found.candidates.withheld)
    if found.tuning is not None:
        figures = _figures(materials, "tuning", found.tuning.fingerprint, "tune_model")
        said = [paragraph("chosen.tuned", title=name(found.tuning.title))]
        yield (
            "tuned",
            say("section.tuned"),
            _blocks("tuned", said, tuning_contents(found.tuning, figures), found.tuning.withheld),
        )
    if found.calibration is not None:
        figures = _figures(materials, "calibration", found.calibration.fingerprint, "calibrate_model")
        said = [paragraph("chosen.calibrated" if found.calibration.is_accepted else "chosen.not_calibrated")]
        contents = calibration_contents(found.calibration, figures)
        yield (
            "calibrated",
            say("section.calibrated"),
            _blocks("calibrated", said, contents, found.calibration.withheld),
        )
    if found.threshold is not None:
        figures = _figures(materials, "threshold", found.threshold.fingerprint, "choose_threshold")
        end = say("chosen.accepted" if found.threshold.is_accepted else "chosen.not_accepted")
        said = [Paragraph("threshold.lead", (*threshold_lead(found.threshold, figures), " ", *end))]
        contents = threshold_contents(found.threshold, figures)
        yield (
            "threshold",
            say("section.threshold"),
            _blocks("threshold", said, contents, found.threshold.withheld),
        )
    if found.mitigation is not None:
        figures = _figures(materials, "mitigation", found.mitigation.fingerprint, "try_mitigations")
        said = [paragraph("chosen.mitigated" if found.mitigation.is_accepted else "chosen.not_mitigated")]
        contents = mitigation_contents(found.mitigation, figures)
        yield (
            "mitigated",
            say("section.mitigated"),
            _blocks("mitigated", said, contents, found.mitigation.withheld),
        )


def works_parts(materials: Materials) -> Iterator[_Part]:
    """Yield where the model is weak and how it works: the id, the heading and the blocks of each section.

    Parameters
    ----------
    materials : Materials
        The results, of which any may be missing.
    """
    found = materials.chosen
    if found.segments is not None:
        figures = _figures(materials, "segments", found.segments.fingerprint, "find_weak_segments")
        contents = segments_contents(found.segments, figures)
        said = [paragraph("chosen.before")] if found.segments.is_of_before else []
        yield "weak", say("section.weak"), _blocks("weak", said, contents, found.segments.withheld)
    if found.effects is not None:
        figures = _figures(materials, "effects", found.effects.fingerprint, EFFECT)
        contents = effects_contents(found.effects, figures)
        yield "effects", say("section.effects"), _blocks("effects", [], contents, found.effects.withheld)
    if found.interactions is not None:
        figures = _figures(materials, "interactions", found.interactions.fingerprint, PAIR)
        contents = interactions_contents(found.interactions, figures)
        yield "together", say("section.together"), _blocks("together", [], contents, found.interactions.withheld)
    if found.permuted is not None:
        figures = _figures(materials, "permuted", found.permuted.fingerprint, PERMUTED)
        contents = permuted_contents(found.permuted, figures)
        yield "without", say("section.without"), _blocks("without", [], contents, found.permuted.withheld)
    for place, one in enumerate(found.groups):
        figures = replace(_figures(materials, "groups", one.fingerprint, CARRIED), within=(one.attribute,))
        id = f"gaps-{place}"
        title = say("section.carried", attribute=name(one.attribute))
        contents = [
            (part, _gap_title(part, heading, one.attribute), blocks)
            for part, heading, blocks in groups_contents(one, figures)
        ]
        yield id, title, _blocks(id, [], contents, one.withheld)


def _gap_title(part: str, heading: Text, attribute: str) -> Text:
    """Return a heading that no gap of another attribute has: its groups may be called the same."""
    if part == "compared":
        return say("chosen.reading", attribute=name(attribute))
    return say("models.of_which", attribute=name(attribute), group=heading)


def chosen_sections(parts: Iterator[_Part]) -> tuple[Section, ...]:
    """Return parts as sections."""
    return tuple(Section(id, plain(title), blocks) for id, title, blocks in parts if blocks)


def chosen_because(materials: Materials) -> tuple[Block, ...]:
    """Return in a sentence each why it is this model, and why this threshold; nothing where that is not known."""
    contest, threshold = materials.chosen.contest, materials.chosen.threshold
    said: Text = ()
    if contest is not None and materials.model is not None:
        said = _best(materials, materials.chosen, tells_same=True).text
    if threshold is not None and threshold.is_accepted:
        why = "cost" if threshold.criterion == "cost" else "score" if threshold.criterion else "capacity"
        said = (*said, *([" "] if said else []), *say(f"chosen.because.{why}"))
    return (Paragraph("chosen.because", said),) if said else ()


def _best(materials: Materials, found: Chosen, *, tells_same: bool = False) -> Paragraph:
    """Return whether the model of the report is the best of those compared, and which do about as well."""
    contest, model = found.contest, materials.model
    if contest is None:
        raise TypeError("no models were compared")
    alive = [one for one in contest.entries if not one.error]
    figures = _figures(materials, "contest", contest.fingerprint, "compare_models")
    n = count(figures.count("models", value=len(contest.entries)))
    best = alive[0]
    if model is None:
        return paragraph("chosen.best", n=n, best=name(leading(best.title)))
    ours = next((one for one in alive if one.name == model.model), None)
    if ours is not best:
        return paragraph("chosen.other" if ours is not None else "chosen.unknown", n=n, best=name(leading(best.title)))
    words = {(one.first, one.second): one.verdict for one in contest.pairs}
    same = [one.title for one in alive[1:] if words.get((best.name, one.name)) in _SAME]
    said = say("chosen.ours", n=n)
    if same and tells_same:
        said = (*said, " ", *say("chosen.same", models=listed(same, len(same))))
    return Paragraph("chosen.ours", said)


def _figures(materials: Materials, prefix: str, source: str, how: str) -> Figures:
    return Figures(prefix, source, how, materials.book)


def _blocks(id: str, said: Sequence[Block], contents: Contents, withheld: Sequence[Withheld]) -> tuple[Block, ...]:
    """Return what a cell shows as blocks of a report, ids its own; what is left out is said."""
    parts = [
        (part, title, tuple(_named(id, block) for block in blocks if not _is_for_notebooks(block)))
        for part, title, blocks in contents
    ]
    shown = [one for one in parts if one[2]]
    gone = ", ".join(plain(say(f"withheld.{what}")) for what in withheld)
    notes: list[Block] = [paragraph("chosen.withheld", parts=gone)] if gone else []
    if len(shown) == 1:
        return (*said, *notes, *shown[0][2])
    return (*said, *notes, *(Section(f"{id}-{part}", plain(title), blocks) for part, title, blocks in shown))


def _is_for_notebooks(block: Block) -> bool:
    if isinstance(block, Items):
        return all(one.id in _FOR_NOTEBOOKS for one in block.items)
    return isinstance(block, Paragraph) and block.id in _FOR_NOTEBOOKS


def _named(id: str, block: Block) -> Block:
    if isinstance(block, Table):
        return replace(block, id=f"{id}-{block.id}")
    if isinstance(block, Chart):
        return replace(block, id=f"{id}-{block.id}", table=replace(block.table, id=f"{id}-{block.table.id}"))
    return block
