"""``workbench templates …``: which guided notebooks there are, and whether a file is one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.commands.printing import print_lines
from workbench.errors import InputError, TemplateError

if TYPE_CHECKING:
    from workbench.core.schema import Json
    from workbench.templates import Catalogue, Parameter, Template

__all__ = ["named_template", "templates"]

_WRONG = 2

templates = typer.Typer(
    name="templates", help="Guided notebooks: which there are, and whether a file is one.", no_args_is_help=True
)


@templates.command("list")
def list_templates(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: the cards, with all parameters.")] = False,
) -> None:
    """List the templates: ours, those of the folders in WORKBENCH_TEMPLATES, and those of installed packages."""
    from workbench.templates import find_templates

    catalogue = find_templates()
    if as_json:
        cards = [template.card() for template in catalogue.templates]
        answer = {"schema": "workbench.templates/1", "templates": cards, "problems": list(catalogue.problems)}
        typer.echo(json.dumps(answer, indent=1))
        return
    print_lines(_lines(catalogue))


def _lines(catalogue: Catalogue) -> Iterator[str]:
    for one in catalogue.templates:
        minutes = "1 minute" if one.minutes == 1 else f"{one.minutes} minutes"
        yield f"{one.id}: {one.title} (about {minutes}; {one.source})"
        yield f"  {one.purpose}"
    for problem in catalogue.problems:
        wrong, _, remedy = problem.partition("\n")
        yield f"Not taken: {wrong}"
        yield from (f"  {line}" for line in remedy.splitlines())


@templates.command("show")
def show_template(
    template: Annotated[str, typer.Argument(help="The id of a template, or a notebook file.")],
) -> None:
    """Show what a template is for, and each parameter that `workbench new` and `workbench run` take."""
    one = named_template(template)
    print_lines(
        [
            f"{one.id} {one.version}: {one.title} ({one.source})",
            f"{one.purpose}. For: {one.audience}. About {one.minutes} minutes.",
            *(line for parameter in one.parameters for line in _parameter_lines(parameter)),
        ]
    )


def named_template(named: str) -> Template:
    """Return the template of an id, or of its beginning such as ``55``; or the one in a notebook file.

    Raises
    ------
    InputError
        If there is no such template; the text names the closest.
    TemplateError
        If the file is none.
    """
    from workbench.templates import find_templates, load_template

    if named.endswith(".ipynb"):
        return load_template(Path(named), "a file")
    catalogue = find_templates()
    begun = [one for one in catalogue.templates if named and one.id.startswith(f"{named}-")]
    found = catalogue.get(named) or (begun[0] if len(begun) == 1 else None)
    if found is None:
        raise InputError.for_choice("TEMPLATE", named, [one.id for one in catalogue.templates])
    return found


def _parameter_lines(one: Parameter) -> Iterator[str]:
    yield f"-p {one.name}={_typed(one.default)}"
    yield f"  {one.title}: {one.help}"
    if allowed := ", ".join(_allowed(one)):
        yield f"  {one.type}: {allowed}"


def _typed(default: Json) -> str:
    """Return a default as a person would type it."""
    if isinstance(default, list):
        has_commas = any("," in str(item) for item in default)
        return json.dumps(default) if has_commas else ",".join(map(str, default))
    if isinstance(default, bool):
        return "yes" if default else "no"
    return "" if default is None else str(default)


def _allowed(one: Parameter) -> Iterator[str]:
    if one.min is not None or one.max is not None:
        low, high = ("" if bound is None else f"{bound:,}" for bound in (one.min, one.max))
        yield f"{low} to {high}" if low and high else f"{low} or more" if low else f"{high} or less"
    if one.step is not None:
        yield "whole numbers" if one.step == 1 else f"by steps of {one.step:,}"
    if one.choices:
        yield " or ".join(_typed(choice.value) for choice in one.choices)
    if one.items == "column":
        yield "columns of the data"
    if one.suffixes:
        yield " ".join(one.suffixes)
    if one.may_be_example:
        yield "or an example, such as example:loans"
    if one.earliest or one.latest:
        days = (("from", one.earliest), ("to", one.latest))
        yield " ".join(f"{word} {day}" for word, day in days if day)
    if one.may_be_empty:
        yield "may be empty" if one.may_be_empty is True else "may be empty for an example"


@templates.command("check")
def check_templates(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Notebooks, or folders of them; without any, all folders that templates come from."),
    ] = None,
) -> None:
    """Check notebooks against the contract of templates, and tell all that is wrong.

    The exit code is 0 where every notebook keeps it, 2 where one does not.
    """
    n_notebooks = n_wrong = 0
    for path, problems in _checked(paths or ()) if paths else _all_folders():
        n_notebooks += path is not None
        n_wrong += bool(problems)
        for problem in problems:
            wrong, _, remedy = problem.partition("\n")
            print_lines([wrong, *(f"  {line}" for line in remedy.splitlines())])
    print_lines([f"Notebooks checked: {n_notebooks:,}. Not kept to the contract: {n_wrong:,}."])
    if n_wrong:
        raise typer.Exit(_WRONG)


def _all_folders() -> Iterator[tuple[Path | None, list[str]]]:
    from workbench.templates.folders import template_folders

    for folder in template_folders():
        if folder.path is None:
            yield None, [folder.problem]
        else:
            yield from _checked([folder.path])


def _checked(paths: list[Path] | tuple[()]) -> Iterator[tuple[Path | None, list[str]]]:
    """Yield each notebook with all that is wrong with it, and each place that has none."""
    from workbench.templates.finding import notebooks_in

    seen: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            raise InputError(f"{str(path)!r} is not there.\nName a notebook, or a folder of notebooks.")
        found = list(notebooks_in(path)) if path.is_dir() else [path]
        if not found:
            yield None, [f"The folder {str(path)!r} has no notebooks.\nName the folder that has them."]
        for one in found:
            yield one, _problems(one, seen)


def _problems(path: Path, seen: dict[str, Path]) -> list[str]:
    from workbench.templates import load_template
    from workbench.templates.reading import template_flaws

    try:
        flaws = template_flaws(path)
    except TemplateError as error:
        return [str(error)]
    if flaws:
        return [flaw.told(path.name) for flaw in flaws]
    id = load_template(path, "").id
    first = seen.setdefault(id, path)
    if first is path or first.resolve() == path.resolve():
        return []
    return [f"{path.name!r} has the id {id!r}, which {first.name!r} has too.\nGive each an id of its own."]
