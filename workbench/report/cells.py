"""Results of the stages before a model, as they show in a notebook: the blocks of a report, for whoever holds the data.

Nothing is hidden here, since who runs the notebook has the rows. What is handed on is a report, which hides.
"""

from __future__ import annotations

from dataclasses import replace

from workbench.audit.disclosure.level import disclosure_named
from workbench.core.provenance import Result
from workbench.core.sign_off import SignOff
from workbench.data.dataset import Dataset
from workbench.data.profile.result import Profile
from workbench.data.split import Split
from workbench.data.suggestions.result import SuggestedRoles
from workbench.document.nodes import Block, Paragraph, Table
from workbench.document.wording import name, paragraph, say
from workbench.preparation.leaks.result import Leaks
from workbench.preparation.recipe import Recipe
from workbench.preparation.result import Prepared
from workbench.report.cell_page import LONGEST, NO_DAY, cell_page, noticed
from workbench.report.dataset_cell import dataset_contents
from workbench.report.materials import Materials, gather
from workbench.report.parts.columns import profile_blocks
from workbench.report.parts.held_out import held_out_blocks
from workbench.report.parts.leak_checks import leak_blocks
from workbench.report.parts.made import left_out_rows, step_rows
from workbench.report.parts.populations import population_blocks

__all__ = ["dataset_cell", "leaks_cell", "prepared_cell", "profile_cell", "recipe_cell", "roles_cell", "split_cell"]


def dataset_cell(data: Dataset) -> str:
    """Return a data set as HTML for a cell: columns, where it comes from, what was changed and noticed; no rows."""
    return cell_page(data.name, repr(data), dataset_contents(data))


def profile_cell(profile: Profile) -> str:
    """Return a profile as HTML for a cell."""
    materials = _materials(profile)
    contents = [
        *noticed(materials.findings),
        ("profile", say("section.profile"), profile_blocks(materials)),
        ("in-data", say("section.in_data"), population_blocks(materials) if profile.roles.protected else ()),
    ]
    return cell_page(profile.data_name, repr(profile), contents)


def split_cell(split: Split) -> str:
    """Return a split as HTML for a cell."""
    materials = _materials(split)
    contents = [*noticed(materials.findings), ("held-out", say("section.held_out"), held_out_blocks(materials))]
    return cell_page(split.data.name, repr(split), contents)


def leaks_cell(leaks: Leaks) -> str:
    """Return what the leak gate found as HTML for a cell, with what can be done about it."""
    materials = _materials(leaks)
    contents = [
        *noticed(materials.findings),
        ("leaks", say("section.leaks"), leak_blocks(materials)),
        ("fixes", say("leaks.fixes"), _fixes(leaks)),
    ]
    return cell_page(leaks.data_name, _first_line(leaks), contents)


def recipe_cell(recipe: Recipe) -> str:
    """Return a recipe as HTML for a cell: every step, its columns and why; columns in no step, and why."""
    blocks = (
        *step_rows((one.title, one.columns, one.reason) for one in recipe.steps),
        *left_out_rows((one.code, (one.column,), one.reason) for one in recipe.left_out),
    )
    return cell_page("", repr(recipe), [("recipe", say("cell.recipe"), blocks)])


def prepared_cell(prepared: Prepared) -> str:
    """Return what a preparation did as HTML for a cell: what each step learned, and which columns it refused."""
    rows = tuple(
        (
            (name(one.title, LONGEST),),
            (name(", ".join(one.columns), LONGEST),),
            (name("; ".join(one.learned) or "–", LONGEST),),
        )
        for one in prepared.steps_done
    )
    header = (say("steps.step"), say("steps.columns"), say("cell.learned"))
    blocks: list[Block] = []
    if rows:
        blocks.append(Table("steps-done", say("cell.done"), header, rows, (False, False, False)))
    blocks += left_out_rows((one.code, (one.column,), one.reason) for one in prepared.refused)
    worth = tuple(one for one in prepared.findings if one.severity != "note")
    contents = [*noticed(worth), ("steps", say("cell.recipe"), blocks)]
    return cell_page(prepared.split.data.name, repr(prepared), contents)


def roles_cell(suggested: SuggestedRoles) -> str:
    """Return suggested roles as HTML for a cell, with the call that uses them."""
    rows = tuple(
        ((name(one.column),), say(f"cell.role.{one.role}"), say(f"cell.{one.sure}"), (name(one.reason, LONGEST),))
        for one in suggested.roles
    )
    blocks: list[Block] = [paragraph("cell.confirm")]
    if rows:
        header = (say("columns.column"), say("columns.role"), say("cell.sure"), say("cell.why"))
        blocks.append(Table("suggested-roles", say("cell.roles"), header, rows, (False,) * 4))
    if suggested.proxies:
        told = (say("columns.column"), say("table.attribute"), say("cell.why"))
        proxies = tuple(
            ((name(one.column),), (name(one.attribute),), (name(one.sentence, LONGEST),)) for one in suggested.proxies
        )
        blocks.append(Table("proxies", say("profile.related"), told, proxies, (False,) * 3))
    blocks.append(Paragraph("cell.python", (*say("cell.python"), " ", name(suggested.python(), LONGEST))))
    return cell_page(suggested.data.name, "", [("roles", say("cell.suggested"), blocks)])


def _materials(result: Result) -> Materials:
    materials = gather([result], NO_DAY, SignOff(), disclosure=disclosure_named("full"))
    return replace(materials, audience="data")


def _fixes(leaks: Leaks) -> tuple[Block, ...]:
    rows = tuple(((name(one.title, LONGEST),), (one.code,), (name(one.python, LONGEST),)) for one in leaks.fixes)
    header = (say("leaks.fix"), say("findings.code"), say("leaks.code"))
    return (Table("leak-fixes", say("leaks.fixes_caption"), header, rows, (False, False, False)),) if rows else ()


def _first_line(leaks: Leaks) -> str:
    """Return what was found, as the first line that the result prints."""
    return repr(leaks).partition("\n")[0]
