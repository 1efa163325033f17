"""``workbench profile``: what is in a table, as lines on a terminal and as a report."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console

from workbench.commands.arguments import attribute
from workbench.commands.printing import print_lines
from workbench.commands.reading import missing_values, recoded_values, said_types
from workbench.commands.stages import go_through
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.commands.stages import Stages
    from workbench.data.dataset import Dataset
    from workbench.data.profile.result import ColumnProfile, Profile

__all__ = ["profile"]

_Names = list[str] | None
_MOST_BYTES = 1_000_000
_MOST_COLUMNS = 50
_MOST_VALUES = 3


def profile(
    data: Annotated[str, typer.Argument(help="A file or folder with a table, even larger than memory.")],
    target: Annotated[str | None, typer.Option(help="The column with the outcome.")] = None,
    favourable: Annotated[str | None, typer.Option(help="Its value that is good for the person.")] = None,
    protected: Annotated[
        _Names, typer.Option(help="A column whose groups are counted; 'age:40,60' makes bands. May be given again.")
    ] = None,
    population: Annotated[
        Path | None,
        typer.Option(help="A TOML or JSON file with the shares of groups that there should be, by attribute."),
    ] = None,
    id: Annotated[str | None, typer.Option(help="A column that only names the row.")] = None,
    time: Annotated[str | None, typer.Option(help="A column that says when.")] = None,
    group: Annotated[str | None, typer.Option(help="A column whose equal values belong together.")] = None,
    missing: Annotated[
        _Names, typer.Option(help="A value that means 'not known', as in age=999. May be given again.")
    ] = None,
    recode: Annotated[
        _Names, typer.Option(help="A value that is another one, as in ward=Surgery=surgery. May be given again.")
    ] = None,
    types: Annotated[
        _Names,
        typer.Option(
            help="What a column holds, as in zip=text: text, number, whole number, true or false, date or time. "
            "May be given again."
        ),
    ] = None,
    weight: Annotated[str | None, typer.Option(help="A column that says for how many people a row stands.")] = None,
    table: Annotated[str, typer.Option(help="A sheet, or a table of a data base.")] = "",
    query: Annotated[str, typer.Option(help="An SQL query to a data base.")] = "",
    name: Annotated[str, typer.Option(help="What readers call the data; else the file's name.")] = "",
    favourable_label: Annotated[str, typer.Option(help="What readers call the good outcome, such as 'approved'.")] = "",
    unfavourable_label: Annotated[str, typer.Option(help="What readers call the other, such as 'denied'.")] = "",
    encoding: Annotated[str, typer.Option(help="Encoding of a text file.")] = "utf-8",
    decimal: Annotated[str, typer.Option(help="What stands before decimals in text: a point or a comma.")] = "",
    fields: Annotated[Path | None, typer.Option(help="A TOML file with what only people can say.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A report to write: .html, .pdf, .docx, .md or .json.")
    ] = None,
    disclosure: Annotated[
        Literal["internal", "public", "full"],
        typer.Option(help="Who may read the report: internal hides counts of 1 to 4 people, public of 1 to 10."),
    ] = "internal",
    seed: Annotated[int, typer.Option(help="Seed of which rows are held out.", min=0, max=2**32 - 1)] = 0,
) -> None:
    """Say what is in a table: its columns, who is in it, and what to look at before a model learns from it.

    With a target, rows are held out, the others are prepared, and all are checked for leaks. Of a table too large
    for memory only the columns are.

    The exit code is 0 whatever is found, 2 for a wrong call, 70 for a fault of the workbench.
    """
    from workbench.data.profile.profiling import profile_data
    from workbench.data.read import read_data
    from workbench.report.write import check_report_path

    path = check_report_path(output) if output is not None else None
    shares = None if population is None else _population(population)
    with Console(stderr=True).status("Reading and counting") as status:
        dataset = read_data(
            data,
            target=target,
            favourable=favourable,
            protected=[attribute(one) for one in protected or ()],
            id=id,
            time=time,
            group=group,
            weight=weight,
            favourable_label=favourable_label,
            unfavourable_label=unfavourable_label,
            name=name,
            encoding=encoding,
            decimal=decimal,
            table=table,
            query=query,
            missing=missing_values(missing or ()),
            recode=recoded_values(recode or ()),
            types=said_types(types or ()),
        )
        found = go_through(dataset, profile_data(dataset, population=shares), seed, status.update)
    print_lines(_lines(dataset, found))
    if path is not None:
        _write(found, path, fields, disclosure)
        typer.echo(f"Report: {path}")


def _write(found: Stages, path: Path, fields: Path | None, disclosure: str) -> None:
    from workbench.report.build import build_report
    from workbench.report.write import write_report

    write_report(build_report(*found.results, audience="data", fields=fields, disclosure=disclosure), path)


def _lines(data: Dataset, found: Stages) -> Iterator[str]:
    yield from (repr(found.profile), *data.provenance.settings.get("notes", ()))  # type: ignore[misc]
    yield from _columns(found.profile)
    for stage in (found.split, found.prepared, found.leaks):
        if stage is not None:
            yield repr(stage).partition("\n")[0]
    yield from found.said
    for finding in found.findings:
        yield f"{finding.code} {finding.severity}: {finding.title}"
        yield f"  {finding.what_to_do}"
    if not found.findings:
        yield "Nothing was noticed. That does not mean that the values are right."


def _columns(found: Profile) -> Iterator[str]:
    for one in found.columns[:_MOST_COLUMNS]:
        role = "" if one.role == "feature" else f" ({one.role})"
        yield f"  {one.name}{role}: {', '.join(filter(None, _particulars(one)))}"
    if len(found.columns) > _MOST_COLUMNS:
        yield f"  … and {len(found.columns) - _MOST_COLUMNS:,} more columns; --output writes all of them."


def _particulars(column: ColumnProfile) -> Iterator[str]:
    """Yield what a column holds, how many values are missing and different, and how they spread or how often."""
    from workbench.report.naming import names_people

    yield column.kind
    yield f"{column.n_missing:,} missing"
    yield f"{'' if column.distinct_is_exact else 'about '}{column.n_distinct:,} different"
    numbers = column.numbers
    if names_people(column):
        if column.text is not None:
            yield f"texts of about {column.text.middle:,.0f} characters"
    elif numbers is not None:
        low, first, third, high = numbers.low, numbers.quantiles[0.25], numbers.quantiles[0.75], numbers.high
        yield f"from {low:,.6g} to {high:,.6g}"
        yield f"half of them from {first:,.6g} to {third:,.6g}"
    elif column.dates is not None:
        yield f"from {column.dates.first} to {column.dates.last}"
    else:
        yield "; ".join(f"{one.value} ({one.n:,})" for one in column.top[:_MOST_VALUES])


def _population(path: Path) -> Mapping[str, Mapping[str, float]]:
    """Return the shares of a population that a file holds.

    Raises
    ------
    InputError
        If it cannot be read, or holds no shares by group and attribute.
    """
    how = "Write one table an attribute, with the share of each group: [sex], then female = 0.51 and male = 0.49."
    try:
        with path.expanduser().open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError, RuntimeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(f"--population {str(path)!r} cannot be read: {why}.\n{how}") from error
    if len(content) > _MOST_BYTES:
        raise InputError(f"--population {str(path)!r} has more than {_MOST_BYTES:,} bytes.\n{how}")
    try:
        text = content.decode("utf-8-sig")
        read: Any = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a wrong encoding, wrong TOML and wrong JSON are all of them
        raise InputError(f"--population {str(path)!r} cannot be read: {error}.\n{how}") from error
    if not isinstance(read, dict) or not all(_are_shares(one) for one in read.values()):
        raise InputError(f"--population {str(path)!r} holds something else than shares by group.\n{how}")
    return read


def _are_shares(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(one, (int, float)) and not isinstance(one, bool) for one in value.values()
    )
