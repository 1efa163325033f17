"""``workbench report`` and ``workbench demo``: from a table to a report's file in one call."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from workbench.commands.arguments import TABLES, attribute, pairs
from workbench.commands.progress import progress
from workbench.errors import InputError

__all__ = ["demo", "report"]


def demo(
    folder: Annotated[Path, typer.Option("--folder", help="Where the report goes.")] = Path("report"),
) -> None:
    """Run the whole way on a bundled example and write its report."""
    from workbench.data.read import read_data
    from workbench.report.journey import report_data

    with progress() as step:
        step("Reading the example")
        path = report_data(read_data("example:loans"), folder / "loans.html", seed=7, progress=step)
    _say_where(path)


def report(
    data: Annotated[str, typer.Argument(help=TABLES + " Or example:loans.")],
    target: Annotated[str | None, typer.Option(help="The column with the outcome.")] = None,
    favourable: Annotated[str | None, typer.Option(help="Its value that is good for the person.")] = None,
    protected: Annotated[
        list[str] | None,
        typer.Option(help="A column whose groups are compared; 'age:40,60' makes bands. May be given again."),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The report to write: .html, .pdf, .docx, .md or .json.")
    ] = Path("report.html"),
    audience: Annotated[
        Literal["brief", "technical", "annex", "audit"], typer.Option(help="Whom the report is for.")
    ] = "brief",
    task: Annotated[
        Literal["binary", "multiclass", "regression"] | None,
        typer.Option(help="What is predicted: one of two outcomes, a class of several, an amount."),
    ] = None,
    id: Annotated[str | None, typer.Option(help="A column that only names the row.")] = None,
    favourable_label: Annotated[str, typer.Option(help="What readers call the good outcome, such as 'approved'.")] = "",
    unfavourable_label: Annotated[str, typer.Option(help="What readers call the other, such as 'denied'.")] = "",
    use_protected: Annotated[
        bool, typer.Option("--use-protected", help="Let the model see protected columns.")
    ] = False,
    model: Annotated[
        str, typer.Option(help="boosted_trees, logistic_regression, ridge or another candidate.")
    ] = "boosted_trees",
    owner: Annotated[str, typer.Option(help="Who answers for the system.")] = "",
    reviewer: Annotated[str, typer.Option(help="Who read the report and checked it.")] = "",
    decision: Annotated[str, typer.Option(help="What was decided on its ground.")] = "",
    residual_risk: Annotated[str, typer.Option(help="What remains, and is accepted.")] = "",
    overrule: Annotated[
        list[str] | None,
        typer.Option(help="A finding that is accepted, with the reason: WB401='…'. May be given again."),
    ] = None,
    expires: Annotated[str, typer.Option(help="The day after which it no longer holds: 2027-11-21.")] = "",
    fields: Annotated[Path | None, typer.Option(help="A TOML file with what only people can say.")] = None,
    disclosure: Annotated[
        Literal["internal", "public", "full"],
        typer.Option(help="Who may read it: internal hides counts of 1 to 4 people, public of 1 to 10, full none."),
    ] = "internal",
    front_matter: Annotated[
        bool, typer.Option("--front-matter", help="Begin a Markdown report as a Hugging Face model card does.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of everything random.", min=0, max=2**32 - 1)] = 0,
    table: Annotated[str, typer.Option(help="The sheet of a workbook, or the table of a database.")] = "",
    query: Annotated[str, typer.Option(help="A question to a database: SELECT …")] = "",
    encoding: Annotated[str, typer.Option(help="Encoding of a text file.")] = "utf-8",
    decimal: Annotated[str, typer.Option(help="What stands before decimals in text: a point or a comma.")] = "",
) -> None:
    """Train a model on a table, compare groups, and write a report."""
    from workbench.core.sign_off import SignOff
    from workbench.data.examples import EXAMPLE_PREFIX
    from workbench.data.read import read_data
    from workbench.report.journey import report_data

    if target is None and not data.startswith(EXAMPLE_PREFIX):
        raise InputError("--target is missing.\nName the column with the outcome: --target approved --favourable yes.")
    overruled = pairs("--overrule", overrule or ())
    signed = SignOff(owner, reviewer, decision, residual_risk, overruled, expires)
    with progress() as step:
        step("Reading the data")
        dataset = read_data(
            data,
            target=target,
            favourable=favourable,
            task=task,
            protected=[attribute(one) for one in protected or ()],
            id=id,
            favourable_label=favourable_label,
            unfavourable_label=unfavourable_label,
            use_protected=use_protected,
            encoding=encoding,
            decimal=decimal,
            table=table,
            query=query,
        )
        path = report_data(
            dataset,
            output,
            audience=audience,
            model=model,
            sign_off=signed,
            fields=fields,
            disclosure=disclosure,
            front_matter=front_matter,
            seed=seed,
            progress=step,
        )
    _say_where(path)


def _say_where(path: Path) -> None:
    typer.echo(f"Report: {path}")
