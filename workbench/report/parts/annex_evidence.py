"""What the results show for each point of the EU AI Act."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbench.document.nodes import Block, Name, Section
from workbench.document.wording import name, paragraph, plain, say
from workbench.report.materials import Materials
from workbench.report.parts.annex_points import POINTS
from workbench.report.parts.chosen import chosen_parts, chosen_sections, works_parts
from workbench.report.parts.closing import findings, not_tested
from workbench.report.parts.declared import declared_blocks, power_blocks, row_blocks
from workbench.report.parts.examined import examined, people_table
from workbench.report.parts.explained import explained
from workbench.report.parts.groups import Budget, axis_blocks, everybody_blocks
from workbench.report.parts.made import column_table, left_out_table, step_table
from workbench.report.parts.model import model_blocks
from workbench.report.parts.performance import performance_blocks
from workbench.report.parts.pictures import data_blocks
from workbench.report.parts.sign_off import is_past, is_signed
from workbench.report.parts.verdicts import reading, verdict_table

__all__ = ["evidence"]

Blocks = tuple[Block, ...]


def evidence(materials: Materials, place: str) -> Blocks:
    """Return what the results show for a point; nothing where they show nothing.

    Parameters
    ----------
    materials : Materials
        The results.
    place : str
        The point's key, such as ``"iv/2/g"``.
    """
    find = _EVIDENCE.get(place)
    return find(materials) if find is not None else ()


def _steps(materials: Materials) -> Blocks:
    return (*step_table(materials), *left_out_table(materials))


def _validation(materials: Materials) -> Blocks:
    """Return how the system was tested: how good it is, and every comparison of groups."""
    audit = materials.audit
    blocks: list[Block] = [*model_blocks(materials), *performance_blocks(materials)]
    if audit is None:
        return tuple(blocks)
    if audit.assessments:
        blocks += [*verdict_table(materials), reading(materials)]
    blocks += [*declared_blocks(materials), *power_blocks(materials)]
    if is_signed(materials) and is_past(materials):
        blocks.append(paragraph("annex.expired", day=Name(str(materials.sign_off.expires))))
    else:
        blocks.append(paragraph("annex.signed" if is_signed(materials) else "annex.not_signed"))
    return tuple(blocks)


def _by_group(materials: Materials) -> Blocks:
    """Return how good the system is for all together and for every group."""
    audit, budget = materials.audit, Budget()
    if audit is None:
        return ()
    parts: list[Block] = [*everybody_blocks(materials), paragraph("annex.not_tested"), *not_tested(materials)]
    for place, axis in enumerate(audit.axes):
        title = say("section.by", attribute=name(audit.axis(*axis).attribute))
        parts.append(Section(f"by-{place}", plain(title), axis_blocks(materials, place, axis, budget)))
    return tuple(parts)


def _bias(materials: Materials) -> Blocks:
    return (*data_blocks(materials), *examined(materials)) if materials.audit is not None else ()


def _gaps(materials: Materials) -> Blocks:
    """Return what was noticed; what of it somebody overruled stands with the sign-off."""
    if not materials.findings:
        return ()
    overruled = (paragraph("annex.overruled", where=say("section.signed")),) if materials.sign_off.overrulings else ()
    return (*findings(materials, everything=True), *overruled)


def _rows(materials: Materials) -> Blocks:
    return row_blocks(materials) if materials.audit is not None else ()


def _people(materials: Materials) -> Blocks:
    return people_table(materials, Budget())


def _accuracy(materials: Materials) -> Blocks:
    return _see(materials, "iv/2/g", "iv/3")


def _groups(materials: Materials) -> Blocks:
    return _see(materials, "iv/3", "10/2/f")


def _choices(materials: Materials) -> Blocks:
    """Return how the model, its settings, its probabilities and its threshold were chosen."""
    return chosen_sections(chosen_parts(materials))


def _limits(materials: Materials) -> Blocks:
    """Return for whom the system is how good, and where it errs more than elsewhere."""
    return (*_by_group(materials), *chosen_sections(part for part in works_parts(materials) if part[0] == "weak"))


def _works(materials: Materials) -> Blocks:
    """Return what moves the model, alone and together, and for which groups."""
    parts = (part for part in works_parts(materials) if part[0] != "weak")
    return (*explained(materials), *chosen_sections(parts))


def _see(materials: Materials, *places: str) -> Blocks:
    """Return where the evidence stands, if there is any."""
    if materials.audit is None:
        return ()
    where = "; ".join(POINTS[place].cited for place in places)
    return (paragraph("annex.see", where=Name(where)),)


_EVIDENCE: Mapping[str, Callable[[Materials], Blocks]] = {
    "iv/2/a": _steps,
    "iv/2/b": _choices,
    "iv/2/d": column_table,
    "iv/2/g": _validation,
    "iv/3": _limits,
    "10/2/e": _rows,
    "10/2/f": _bias,
    "10/2/h": _gaps,
    "10/3": _people,
    "13/b/ii": _accuracy,
    "13/b/iv": _works,
    "13/b/v": _groups,
}
