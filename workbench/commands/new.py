"""``workbench new``: a notebook from a template, with a person's own values filled in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.commands.looking import looked_at_files
from workbench.commands.templates import named_template
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.core.schema import Json
    from workbench.templates import Template

__all__ = ["new"]


def new(
    template: Annotated[
        str, typer.Argument(help="The id of a template, as `workbench templates list` says; or a notebook file.")
    ],
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "-p",
            "--parameter",
            help="A parameter and its value: data_source=own.csv. A list has commas: protected=sex,origin. "
            "May be given again.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The notebook that is written; never one that is there.")
    ] = None,
) -> None:
    """Write a notebook from a template, with values for its parameters."""
    from workbench.templates import fill_template
    from workbench.templates.typed import typed_values

    wanted = named_template(template)
    path = _free(output or Path(_plain_name(wanted.id)))
    values = typed_values(wanted, parameter or ())
    columns, known = looked_at_files(wanted, values)
    notebook = fill_template(wanted, values, columns, known)
    if moved := _from_there(wanted, values, path.parent):
        notebook = fill_template(wanted, {**values, **moved}, columns, known)
    _write(path, notebook)
    typer.echo(f"Notebook: {path}")


def _plain_name(id: str) -> str:
    """Return the name of a new notebook: without the number that orders the templates.

    Examples
    --------
    >>> _plain_name("50-audit-bias"), _plain_name("2026")
    ('audit-bias.ipynb', '2026.ipynb')
    """
    number, _, name = id.partition("-")
    return f"{name if number.isdigit() and name else id}.ipynb"


def _free(path: Path) -> Path:
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links in the path stay as the person wrote them
    if path.suffix != ".ipynb":
        raise InputError(f"--output is {path.name!r}, which is no name of a notebook.\nLet it end in .ipynb.")
    if os.path.lexists(path):
        raise InputError(f"{path.name!r} is there already.\nGive another name: -o {path.stem}-2.ipynb.")
    return path


def _from_there(template: Template, values: Mapping[str, Json], folder: Path) -> dict[str, Json]:
    """Return files that are named from here as the notebook, which may be elsewhere, has to name them."""
    moved: dict[str, Json] = {}
    for one in template.parameters:
        value = values.get(one.name)
        if one.type == "file" and isinstance(value, str) and not Path(value).is_absolute() and Path(value).exists():
            there = Path(os.path.relpath(Path(value).resolve(), folder.resolve())).as_posix()
            if there != Path(value).as_posix():
                moved[one.name] = there
    return moved


def _write(path: Path, notebook: object) -> None:
    import nbformat

    text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:  # and so never over a file that came meanwhile
            file.write(text if text.endswith("\n") else f"{text}\n")
    except FileExistsError as error:
        raise InputError(f"{path.name!r} is there already.\nGive another name: -o {path.stem}-2.ipynb.") from error
    except OSError as error:
        raise InputError(
            f"{str(path)!r} cannot be written: {error.strerror}.\nChoose a folder that you may write to."
        ) from error
