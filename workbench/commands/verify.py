"""``workbench verify``: checks a report against the evidence inside it, fact by fact."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.commands.printing import print_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.report.verification.result import Verification

__all__ = ["verify"]


def verify(
    report: Annotated[Path, typer.Argument(help="A report: HTML, PDF, DOCX, Markdown or JSON.")],
    data: Annotated[
        str | None,
        typer.Option(help="What the report was made from, to count it again: a file, a folder, or example:loans."),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(
            help="The fitted model, as a .skops file, to score --data again; without it the workbench's own "
            "models are trained again."
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Leave out the facts on which nothing is to be said.")
    ] = False,
) -> None:
    """Check a report: whether it prints what was recorded, and whether that follows from its counts.

    Each number is one of: equal, computed again and the same; within tolerance, the same but for the last digits;
    recorded, not recomputable, where the evidence or --data cannot give it; altered.

    In a Word file sentences may be edited; numbers, verdicts, names, headings and tables may not.

    The exit code is 0 where nothing is altered, 1 where something is, and 2 for a wrong call, or where --data are
    not the data of the report, so that nothing could be compared with them.
    """
    from workbench.report.verification.verify import verify_report

    found = verify_report(report, data=data, model=model)
    print_lines(_lines(found, quiet=quiet))
    raise typer.Exit(found.exit_code)


def _lines(found: Verification, *, quiet: bool) -> Iterator[str]:
    yield f"{found.title} ({found.format}, workbench {found.version})"
    for one in found.facts:
        if quiet and one.status != "altered":
            continue
        yield f"  {one.status}: {one.fact.id}" + (f" ({one.why})" if one.why else "")
    for passage in found.passages:
        yield f"  {passage.kind}: {passage.written or '(nothing)'!r} reads {passage.found or '(nothing)'!r}"
    counts = Counter(one.status for one in found.facts)
    yield "Facts: " + (", ".join(f"{n:,} {status}" for status, n in counts.items()) or "none") + "."
    if found.passages:
        kinds = Counter(one.kind for one in found.passages)
        yield "Other passages: " + ", ".join(f"{n:,} {kind}" for kind, n in kinds.items()) + "."
    yield from found.notes
    yield found.assurance
    yield found.conclusion
