"""``workbench study status``: what a study keeps, and what of it is out of date."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.commands.printing import print_lines
from workbench.errors import StudyError

if TYPE_CHECKING:
    from workbench.study.result import StudyStatus

__all__ = ["study"]

_STALE, _DAMAGED = 1, 2

study = typer.Typer(name="study", help="The folder that keeps results between notebooks.", no_args_is_help=True)


@study.callback()
def _study() -> None:
    """Look after the folder that keeps results between notebooks."""


@study.command()
def status(
    path: Annotated[
        Path | None, typer.Argument(help="The study's folder; by default the nearest one, from here upward.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Return 1 if a result is stale, 2 if one is damaged; else always 0.")
    ] = False,
) -> None:
    """Say of every result in a study whether it is fresh, stale and why, or damaged. Nothing is loaded or written."""
    found = _status_in(path)
    if as_json:
        typer.echo(json.dumps(found.to_json(), indent=1, ensure_ascii=False))
    else:
        print_lines(_lines(found))
    states = {one.state for one in found.kept}
    if strict and states - {"fresh"}:
        raise typer.Exit(_STALE if states <= {"fresh", "stale"} else _DAMAGED)


def _status_in(path: Path | None) -> StudyStatus:
    from workbench.study.opening import find_study
    from workbench.study.settings import FILE
    from workbench.study.study import Study

    folder = find_study() if path is None else path.parent if path.name == FILE else path
    if folder is None or not (folder / FILE).is_file():
        where = (
            f"There is no {FILE} in {str(path)!r}" if path is not None else f"No folder from here upward has a {FILE}"
        )
        raise StudyError(f"{where}.\nName a study's folder, or begin one in Python: wb.open_study().")
    return Study(folder).status()


def _lines(found: StudyStatus) -> list[str]:
    lines = [repr(found), f"  in {found.path}", *([f"  {found.about}"] if found.about else [])]
    for one in found.kept:
        lines.append(f"  {_MARKS.get(one.state, '▲')} {one.stage} {one.name}: {one.state}. {one.because}".rstrip())
        lines += [f"      {each}" for each in one.findings]
    lines += [f"  overruled: {one}. {one.reason}" for one in found.overruled]
    return [*lines, *(f"  {one}" for one in (found.policy, found.signed) if one)]


_MARKS = {"fresh": "●"}
