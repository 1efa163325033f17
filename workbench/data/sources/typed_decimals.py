"""Columns of text in tables that have types already: which are numbers with a comma or in groups, or may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from workbench.core.finding import Finding
from workbench.data.sources.changes import Changes
from workbench.data.sources.decimals import mark_of, number_findings
from workbench.data.sources.number_marks import NumberMarks
from workbench.data.sources.options import ReadOptions
from workbench.data.sources.text_types import ColumnTypes
from workbench.data.stored import StoredTable

__all__ = ["doubts_of_text", "marks_of_text"]

_TRIED = 64


def marks_of_text(held: pa.Table | StoredTable, options: ReadOptions) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Return which columns of text are numbers with the mark that a person said stands before decimals.

    And a finding for each that has more digits than numbers keep, unless a person called it one of numbers.

    Parameters
    ----------
    held : pyarrow.Table or StoredTable
        The rows, as they stand in the source.
    options : ReadOptions
        What was said, and what values are missing or made one before that.
    """
    if not options.decimal:
        return {}, ()
    asked = options.types or {}
    texts = [name for name in _texts(held) if asked.get(name, "number") in ("number", "whole number")]
    changes = Changes(replace(options, types=None, must_be_found=False), _names(held))
    seen = _seen(held, texts, changes)
    marks = {name: mark_of(types, options.decimal, asked=name in asked) for name, types in seen.items()}
    marked = {name: mark for name, mark in marks.items() if mark}
    told = (number_findings(name, seen[name], mark, options.decimal, commas=False) for name, mark in marked.items())
    return marked, tuple(one for findings in told for one in findings if one.scope not in asked)


def doubts_of_text(held: pa.Table | StoredTable, options: ReadOptions) -> tuple[Finding, ...]:
    """Return a finding for each column of text that is numbers, if a comma stands before decimals or parts thousands.

    Parameters
    ----------
    held : pyarrow.Table or StoredTable
        The rows as they were read.
    options : ReadOptions
        What was said.
    """
    asked = options.types or {}
    texts = [name for name in _texts(held) if name not in asked]
    likely = [name for name, values in _first(held, texts).items() if _is_likely(values)]
    found = _seen(held, likely, None).items()
    told = (number_findings(name, types, "", options.decimal, commas=False) for name, types in found)
    return tuple(one for findings in told for one in findings if one.code == "WB107")


def _names(held: pa.Table | StoredTable) -> Sequence[str]:
    return held.columns if isinstance(held, StoredTable) else held.column_names


def _texts(held: pa.Table | StoredTable) -> list[str]:
    kinds = held.kinds if isinstance(held, StoredTable) else held.schema.types
    return [name for name, kind in zip(_names(held), kinds, strict=True) if pa.types.is_string(kind)]


def _parts(held: pa.Table | StoredTable, names: Sequence[str]) -> Iterator[pa.Table]:
    if isinstance(held, StoredTable):
        yield from held.batches(names)
    else:
        yield held.select(names)


def _seen(held: pa.Table | StoredTable, names: Sequence[str], changes: Changes | None) -> Mapping[str, ColumnTypes]:
    seen, row = {name: ColumnTypes() for name in names}, 0
    for part in _parts(held, names) if names else ():
        for name, types in seen.items():
            first = row
            for values in part[name].chunks:
                types.see(changes.made(name, values) if changes else values, first)
                first += len(values)
        row += part.num_rows
    return seen


def _first(held: pa.Table | StoredTable, names: Sequence[str]) -> dict[str, pa.Array]:
    """Return the first values of columns that are there."""
    if not names:
        return {}
    if isinstance(held, StoredTable):
        part = next(held.batches(names, rows=10 * _TRIED), None)
        return {} if part is None else {name: _some(part[name]) for name in names}
    return {name: _some(held[name].slice(0, 10 * _TRIED)) for name in names}


def _some(values: pa.ChunkedArray) -> pa.Array:
    return pa.array(values.drop_null().slice(0, _TRIED).to_pylist(), pa.string())


def _is_likely(values: pa.Array) -> bool:
    """Return whether the first values are numbers as people write them, so that it is worth looking at all."""
    marks = NumberMarks()
    marks.see(values, values, 0)
    return any(count.fits(len(values)) for count in marks.of.values())
