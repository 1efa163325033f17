"""``verify_report``: read a report's file, compare it with its evidence, and compute its facts again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from workbench.core.schema import Json, schema_name
from workbench.core.version import __version__
from workbench.document.nodes import Document, Fact
from workbench.document.reading import reading_order
from workbench.document.text import Shown
from workbench.errors import InputError, WorkbenchError
from workbench.report.build import rebuild_report
from workbench.report.evidence import Evidence, evidence_from_json
from workbench.report.fixed import Fixed, fixed_words
from workbench.report.formats import Format, format_of
from workbench.report.verification.comparison import Differences, compare_print
from workbench.report.verification.recomputation import Again, check_facts, is_of_other_data
from workbench.report.verification.result import Passage, Verification
from workbench.report.verification.source import Source, count_again

__all__ = ["verify_report"]

_NOT_COMPARABLE = (
    "The report is not comparable with these data: {name} holds other rows, or the rows held out are others. "
    "What differs is left as the evidence gives it."
)


def verify_report(path: str | Path, *, data: object = None, model: object = None) -> Verification:
    """Check a report against the evidence that it carries, and against the data, where they are given.

    Everything printed is compared with what was recorded; every fact that counts carry is computed again
    from the counts; and with the data the counts are counted again.

    Parameters
    ----------
    path : str or path
        A report that ``write_report`` wrote: HTML, PDF, DOCX, Markdown or JSON.
    data : path, frame, relation or Dataset, optional
        What the report was made from: a file, a table in memory, or ``"example:loans"``. Of a model: all rows,
        of which those held out are drawn again with the recorded seed. Values are read as they were for the report:
        with the same encoding, types, sheet or table, and the same values made missing or recoded. The answer to a
        query is not asked for again; give what ``read_data`` returns with it.
    model : object or path, optional
        The fitted model: ``fitted.pipeline``, anything else with ``predict_proba`` that reads the original
        columns, or a ``.skops`` file. Without it ``boosted_trees`` and ``logistic_regression`` are trained again.

    Returns
    -------
    Verification
        For each fact *equal*, *within tolerance*, *recorded, not recomputable* or *altered*; and other
        passages that were altered, or edited in a format that is meant to be.

    Raises
    ------
    InputError
        If the file cannot be read, is no report, carries no evidence, or evidence of a later version; if a
        model is given without data, or is no model; or if the report cannot be counted again.
    SourceError, ColumnNotFoundError, RoleError, NotEnoughDataError
        If the data cannot be read, or lack what the report was counted from.

    Notes
    -----
    The assurance is self-attested: a consistent rewrite of print and evidence goes unseen without a
    signature, or without the data.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> import workbench as wb
    >>> audit = wb.audit_counts(pd.DataFrame({"sex": ["m", "f"], "selected": [667, 555], "total": [1390, 1181]}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = wb.write_report(wb.build_report(audit), f"{folder}/report.html")
    ...     verify_report(file).exit_code
    0
    """
    if model is not None and data is None:
        raise InputError(
            "model is given, but no data for it to predict.\nGive the data that the report was made from: data='…'."
        )
    file = Path(path)
    format = format_of(file)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read: {error.strerror}.\nName a report's file.") from error
    printed = format.read(content)
    if printed.evidence is None:
        raise InputError(
            f"{file.name!r} carries no evidence.\n"
            "Give a report that write_report wrote; what was printed or copied from one cannot be checked."
        )
    evidence = evidence_from_json(_known(printed.evidence))
    rebuilt, why_not = _rebuilt(evidence)
    words = _fixed(evidence, rebuilt, format) if format.editable else ()
    found = compare_print(evidence.blocks, dict(evidence.drawings), printed, editable=format.editable, words=words)
    if rebuilt is not None and evidence.version == __version__:
        _check_wording(evidence, rebuilt, found)
    if rebuilt is None and evidence.version == __version__:
        found.passages.append(Passage("altered", "evidence that a report can be built from again", why_not))
    source = count_again(evidence.materials, data, model) if data is not None and rebuilt is not None else None
    again = Again(rebuilt, why_not, source, evidence.version != __version__)
    other_data = is_of_other_data(evidence.facts, source)
    notes = [*_notes(evidence, rebuilt, why_not, source)]
    if source is not None and other_data:
        notes.append(_NOT_COMPARABLE.format(name=source.name))
    return Verification(
        title=evidence.blocks[0].text if evidence.blocks else file.name,
        format=format.title,
        version=evidence.version,
        facts=check_facts(_in_order(evidence.facts, rebuilt), again, found.facts),
        passages=tuple(found.passages),
        notes=tuple(notes),
        has_data=source is not None and not other_data,
        has_other_data=other_data,
    )


def _known(evidence: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return evidence that this version can read; say which version may, where it cannot."""
    schema, own = evidence.get("schema"), schema_name("evidence")
    kind = own.rpartition("/")[0]
    if isinstance(schema, str) and schema != own and schema.rpartition("/")[0] == kind:
        raise InputError(
            f"The report's evidence has the form {schema!r}, written by workbench {evidence.get('version')}; "
            f"this is {__version__}, which reads {own!r}.\n"
            "Install the version that wrote it, or a later one, and verify again."
        )
    return evidence


def _in_order(facts: Mapping[str, Fact], rebuilt: Document | None) -> dict[str, Fact]:
    """Return the facts in the order in which the document states them: not every format keeps it."""
    place = {id: at for at, id in enumerate(rebuilt.facts if rebuilt is not None else ())}
    return dict(sorted(facts.items(), key=lambda one: place.get(one[0], len(place))))


def _rebuilt(evidence: Evidence) -> tuple[Document | None, str]:
    """Return the document that the materials give, or why they give none."""
    try:
        return rebuild_report(evidence.materials), ""
    except WorkbenchError as error:
        return None, str(error).partition("\n")[0]


def _fixed(evidence: Evidence, rebuilt: Document | None, format: Format) -> tuple[Fixed, ...]:
    """Return the words that nobody may edit: as recorded, and as the materials give them."""
    if rebuilt is None or evidence.version != __version__:
        return evidence.words
    again = replace(format.printable(rebuilt), facts=rebuilt.facts, materials=rebuilt.materials)
    return tuple(dict.fromkeys((*evidence.words, *fixed_words(again, evidence.blocks))))


def _check_wording(evidence: Evidence, rebuilt: Document, found: Differences) -> None:
    """Compare what the evidence says was printed of each fact with what the counts would have printed."""
    shown: dict[tuple[str, str], set[str]] = {}
    for _, text in reading_order(rebuilt):
        for part in text:
            if isinstance(part, Shown):
                shown.setdefault((part.fact, part.part), set()).add(" ".join(part.text.split()))
    for block in evidence.blocks:
        for mark in block.marks:
            said = block.text[mark.start : mark.end]
            expected = shown.get((mark.fact, mark.part))
            if expected is not None and said.strip() not in expected and not said.startswith("{"):
                found.facts.setdefault(mark.fact, []).append(said)


def _notes(evidence: Evidence, rebuilt: Document | None, why_not: str, source: Source | None) -> Iterable[str]:
    if evidence.version != __version__:
        yield f"Version {evidence.version} wrote it; {__version__} computed it again."
    if rebuilt is None:
        yield f"Nothing could be computed again: {why_not}"
    elif rebuilt.expires and rebuilt.expires < datetime.now().astimezone().date().isoformat():
        yield f"It was to be relied on until {rebuilt.expires}, which is past."
    if source is not None:
        yield from source.notes
