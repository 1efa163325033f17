"""``workbench audit``: groups compared under anybody's decisions, judged by a policy, with an exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console

from workbench.commands.arguments import TABLES, attribute, crossing, number_range, output_file, policy_of
from workbench.commands.printing import print_lines

if TYPE_CHECKING:
    from workbench.audit.result import Audit

__all__ = ["audit"]

_Names = list[str] | None


def audit(
    data: Annotated[str, typer.Argument(help=TABLES)],
    decision: Annotated[str | None, typer.Option(help="The column with the decision.")] = None,
    outcome: Annotated[str | None, typer.Option(help="The column with what really happened.")] = None,
    score: Annotated[str | None, typer.Option(help="The column with a score.")] = None,
    threshold: Annotated[
        float | None, typer.Option(help="Without --decision: a score of at least this is favourable.")
    ] = None,
    score_range: Annotated[str, typer.Option(help="The least and the greatest score there can be.")] = "0,1",
    protected: Annotated[
        _Names, typer.Option(help="A column whose groups are compared; 'age:40,60' makes bands. May be given again.")
    ] = None,
    cross: Annotated[
        _Names, typer.Option(help="Protected columns whose crossings are looked at too: sex,race. May be given again.")
    ] = None,
    strata: Annotated[
        _Names, typer.Option(help="A column within which groups are compared too. May be given again.")
    ] = None,
    groups: Annotated[str | None, typer.Option(help="Another file that holds the protected columns.")] = None,
    on: Annotated[str | None, typer.Option(help="The column that links both files.")] = None,
    favourable: Annotated[str | None, typer.Option(help="The decision that is good for the person.")] = None,
    favourable_outcome: Annotated[str | None, typer.Option(help="The outcome that is good for the person.")] = None,
    multiclass: Annotated[
        bool, typer.Option("--multiclass", help="Look at each value of the decision against the rest.")
    ] = False,
    weight: Annotated[str | None, typer.Option(help="The column with weights.")] = None,
    weight_kind: Annotated[
        Literal["sampling", "frequency"], typer.Option(help="What a weight is: for how many people a row stands.")
    ] = "sampling",
    policy: Annotated[Path | None, typer.Option(help="A policy file: what is compared and tolerated.")] = None,
    standard: Annotated[
        _Names, typer.Option(help="A standard to apply too, such as nyc-ll144. May be given again.")
    ] = None,
    option: Annotated[
        _Names, typer.Option(help="What a standard is told: nyc-ll144.auditor=Ann. May be given again.")
    ] = None,
    name: Annotated[str, typer.Option(help="What readers call the data; else the file's name.")] = "",
    favourable_label: Annotated[str, typer.Option(help="What readers call the good decision, such as 'hired'.")] = "",
    unfavourable_label: Annotated[str, typer.Option(help="What readers call the other, such as 'rejected'.")] = "",
    table: Annotated[str, typer.Option(help="The sheet of a workbook, or the table of a database.")] = "",
    query: Annotated[str, typer.Option(help="A question to a database: SELECT …")] = "",
    encoding: Annotated[str, typer.Option(help="Encoding of a text file.")] = "utf-8",
    decimal: Annotated[str, typer.Option(help="What stands before decimals in text: a point or a comma.")] = "",
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help="The file to write: .html, .pdf, .docx, .md, or .json for what programs read."
        ),
    ] = Path("audit.html"),
    audience: Annotated[
        Literal["audit", "brief", "technical", "annex"], typer.Option(help="Whom the report is for; not for .json.")
    ] = "audit",
    disclosure: Annotated[
        Literal["internal", "public", "full"],
        typer.Option(help="Who may read it: internal hides counts of 1 to 4 people, public of 1 to 10, full none."),
    ] = "internal",
) -> None:
    """Compare how groups fare under decisions.

    The exit code is 0 within tolerance, 1 gap, 3 not enough evidence; 2 wrong call, 70 a fault of the workbench.
    """
    from workbench.audit.decisions import audit_decisions
    from workbench.document.plain_audit import audit_lines

    target = output_file(output, audience)
    declared = policy_of(policy, standard or (), option or ())
    with Console(stderr=True).status("Counting"):
        found = audit_decisions(
            data,
            decision=decision,
            outcome=outcome,
            score=score,
            protected=[attribute(one) for one in protected or ()],
            groups=groups,
            on=on,
            favourable=favourable,
            favourable_outcome=favourable_outcome,
            threshold=threshold,
            score_range=number_range("--score-range", score_range),
            weight=weight,
            weight_kind=weight_kind,
            strata=[attribute(one) for one in strata or ()],
            crossings=[crossing(one) for one in cross or ()],
            multiclass=multiclass,
            policy=declared,
            name=name,
            favourable_label=favourable_label,
            unfavourable_label=unfavourable_label,
            encoding=encoding,
            decimal=decimal,
            table=table,
            query=query,
        )
    _write(found, target, audience, disclosure)
    print_lines(audit_lines(found))
    typer.echo(f"Audit: {target}")
    raise typer.Exit(found.exit_code)


def _write(audit: Audit, target: Path, audience: str, disclosure: str) -> None:
    if target.suffix.lower() == ".json":
        from workbench.audit.disclosed import disclose
        from workbench.audit.disclosure.level import disclosure_named
        from workbench.core.files import write_whole

        shown = disclose(audit, disclosure_named(disclosure))
        text = json.dumps(shown.to_json(), indent=1, ensure_ascii=False, allow_nan=False)
        write_whole(target, text.encode(errors="backslashreplace").decode() + "\n")  # no text: half a character
    else:
        from workbench.report.build import build_report
        from workbench.report.write import write_report

        write_report(build_report(audit, audience=audience, disclosure=disclosure), target)
