"""``workbench lint-audit``: reads a published audit's table for what cannot be right, or is missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.commands.arguments import pairs
from workbench.commands.printing import print_lines
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.audit.lint import LintResult

__all__ = ["lint_audit"]

_FOUND = 1


def lint_audit(
    table: Annotated[
        str, typer.Argument(help="A published table of rates by group: CSV, Excel, Parquet, JSON lines …")
    ],
    column: Annotated[
        list[str] | None,
        typer.Option(help="Which column holds what, where its name does not say: rate='Sel. %'. May be given again."),
    ] = None,
    meta: Annotated[
        list[str] | None,
        typer.Option(help="What is published beside the table: audit_date=2026-03-31. May be given again."),
    ] = None,
    minimum_n: Annotated[int, typer.Option(help="With fewer people a group is called small.", min=1)] = 30,
    encoding: Annotated[str, typer.Option(help="Encoding of a text file.")] = "utf-8",
) -> None:
    """Check a published audit's table against itself.

    The exit code is 0 where no figure contradicts another, 1 where one does, 2 for a wrong call. What is
    missing or few is printed too.
    """
    from workbench.audit.lint import lint_counts

    columns, metadata = pairs("--column", column or ()), pairs("--meta", meta or ())
    try:
        found = lint_counts(table, columns=columns, metadata=metadata, minimum_n=minimum_n, encoding=encoding)
    except InputError as error:
        error.args = (_in_options(str(error)),)
        raise
    print_lines(_lines(found))
    if found.inconsistencies:
        raise typer.Exit(_FOUND)


def _in_options(text: str) -> str:
    """Return what the library says of its arguments as people write it on a command line.

    Examples
    --------
    >>> _in_options("Name it: columns={'category': '…'}."), _in_options("here, give it in metadata.")
    ("Name it: --column category='…'.", 'here, give it as --meta.')
    """
    text = re.sub(r"columns=\{(.*?)\}", lambda found: re.sub(r"'(\w+)': ", r"--column \1=", found[1]), text)
    text = re.sub(r"(--column \w+='…'), (?=--column)", r"\1 ", text)
    text = re.sub(r"^role in columns is", "--column names", text)
    text = re.sub(r"^metadata is", "--meta names", text)
    return text.replace("give it in metadata", "give it as --meta")


def _lines(found: LintResult) -> list[str]:
    lines = [f"{found.n_rows:,} rows read, {found.n_checked:,} checked."]
    lines += [f"Row {row} was not checked: {why}." for row, why in found.not_checked]
    for one in (*found.inconsistencies, *(one for one in found.findings if one not in found.inconsistencies)):
        lines += [f"{one.code} {one.severity}: {one.title}", f"  {one.why} {_in_options(one.what_to_do)}"]
    n, others = len(found.inconsistencies), len(found.findings) - len(found.inconsistencies)
    if not found.findings:
        return [*lines, "Nothing was found. Numbers that agree may be wrong all the same."]
    return [*lines, f"Figures that contradict others: {n:,}. Other findings: {others:,}."]
