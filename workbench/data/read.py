"""``read_data``: the first stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.examples import EXAMPLE_PREFIX, load_example
from workbench.data.roles import ProtectedAttribute, Roles, check_roles, resolve_target
from workbench.data.sources import ReadOptions, read_table
from workbench.errors import InputError

__all__ = ["NO_PROTECTED_ATTRIBUTE", "look_alikes", "read_data"]


def read_data(
    source: object,
    *,
    target: str | None = None,
    favourable: object = None,
    protected: Iterable[str | ProtectedAttribute] = (),
    id: str | None = None,
    favourable_label: str = "",
    unfavourable_label: str = "",
    use_protected: bool = False,
    name: str = "",
    encoding: str = "utf-8",
) -> Dataset:
    """Read a table and say what its columns are for.

    Parameters
    ----------
    source : str, path or frame
        A CSV or Parquet file; a pandas, Polars or Arrow table; or ``"example:loans"``,
        ``"example:diabetes"``, ``"example:admissions"``, which bring their roles along where no
        target is named; roles that are named take their place.
    target : str, optional
        The column with the outcome; it has two values.
    favourable : object, optional
        The target's value that is good for the person. Needed unless the values are 0 and 1 or
        false and true, of which 1 and true are favourable.
    protected : iterable of str or ProtectedAttribute
        Columns whose groups are compared: names, :func:`workbench.bands` or :func:`workbench.attribute`.
    id : str, optional
        A column that only names the row; no model sees it.
    favourable_label, unfavourable_label : str
        How readers call the outcomes, such as ``"approved"`` and ``"denied"``. Reports count the
        unfavourable one where it has a name.
    use_protected : bool
        Whether a model may see the protected columns. It is recorded.
    name : str
        What readers call the data; by default the file's name.
    encoding : str
        The encoding of a CSV file.

    Returns
    -------
    Dataset
        Frozen. Columns without any value, and data without a protected attribute, are findings.

    Raises
    ------
    SourceError
        If the source cannot be read as a table.
    ColumnNotFoundError, RoleError
        If a column is not there or the roles do not fit.
    NotEnoughDataError
        If there are no rows, or the target has one value only.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"hired": [1, 0, 1], "sex": ["f", "m", "m"], "score": [7, 3, 9]})
    >>> read_data(frame, target="hired", protected=["sex"])
    Dataset 'data': 3 rows, 3 columns, target 'hired', protected: sex, 0 findings.
    """
    if isinstance(source, str) and source.startswith(EXAMPLE_PREFIX):
        example = load_example(source.removeprefix(EXAMPLE_PREFIX))
        name = name or example.name
        if target is None:
            said = {**example.roles, **({"protected": protected} if protected else {})}
            if favourable is not None or favourable_label or unfavourable_label:  # the labels go with the value
                said |= {"favourable_label": favourable_label, "unfavourable_label": unfavourable_label}
                said |= {"favourable": example.roles["favourable"] if favourable is None else favourable}
            given = read_data(example.frame, **said, id=id, use_protected=use_protected, name=name)
            return replace(
                given, provenance=replace(given.provenance, settings={**given.provenance.settings, "source": source})
            )
        source = example.frame
    if favourable_label and favourable_label == unfavourable_label:
        raise InputError(f"Both outcomes are called {favourable_label!r}.\nGive each a name of its own.")
    if not isinstance(name, str):
        raise InputError(f"name is {name!r}.\nGive text that readers know the data by.")
    read = read_table(source, ReadOptions(encoding=encoding))
    table, found_name, file = read.table, read.name, read.fingerprint
    outcome = resolve_target(table, target, favourable) if target is not None else ("", "")
    roles = Roles(
        target=target,
        favourable=outcome[0],
        unfavourable=outcome[1],
        favourable_label=favourable_label,
        unfavourable_label=unfavourable_label,
        protected=_attributes(protected),
        id=id,
        use_protected=use_protected,
    )
    check_roles(table, roles)
    settings = {"source": file or type(source).__name__, "roles": roles.settings(), "encoding": encoding}
    provenance = Provenance("read_data", settings, (file,) if file else ())
    return Dataset(provenance, table, roles, name or found_name, _findings(table, roles))


def _attributes(protected: Iterable[object] | ProtectedAttribute) -> tuple[ProtectedAttribute, ...]:
    if isinstance(protected, (str, ProtectedAttribute)):
        column = protected if isinstance(protected, str) else protected.column
        raise InputError(f"protected is {column!r} alone.\nGive a list, even of one: protected=[…].")
    attributes: list[ProtectedAttribute] = []
    for one in protected:
        if not isinstance(one, (str, ProtectedAttribute)):
            raise InputError(
                f"protected holds {one!r}, which is neither a column's name nor made by bands() or attribute().\n"
                f"Names are text: protected=[{str(one)!r}]."
            )
        attributes.append(ProtectedAttribute(one) if isinstance(one, str) else one)
    return tuple(attributes)


def _findings(table: pa.Table, roles: Roles) -> tuple[Finding, ...]:
    found = [_all_missing(column, table.num_rows) for column in table.column_names if _is_empty(table[column])]
    if roles.target is not None and table[roles.target].null_count:
        found.append(_outcome_missing(roles.target, table[roles.target].null_count, table.num_rows))
    found += [finding for one in roles.protected for finding in look_alikes(one, table[one.column])]
    if not roles.protected:
        found.append(NO_PROTECTED_ATTRIBUTE)
    return tuple(found)


def look_alikes(attribute: ProtectedAttribute, column: pa.ChunkedArray) -> list[Finding]:
    """Return a finding where groups differ only in case or blanks: the same people counted twice."""
    groups = sorted(pc.unique(attribute.groups(column)).to_pylist())
    alike: dict[str, list[str]] = {}
    for group in groups:
        alike.setdefault(" ".join(group.casefold().split()), []).append(group)
    twins = [names for names in alike.values() if len(names) > 1]
    if not twins:
        return []
    shown = ", ".join(repr(group) for group in twins[0])
    more = f", and {len(twins) - 1} more such" if len(twins) > 1 else ""
    return [
        Finding(
            "WB103",
            "caution",
            f"Groups of {attribute.title} differ only in case or blanks: {shown}{more}",
            "They are counted as different groups, which hides how each really fares.",
            "Write them alike in the table, or give them one label.",
            value=float(sum(len(names) for names in twins)),
            n=len(column),
            scope=attribute.title,
        )
    ]


def _is_empty(column: pa.ChunkedArray) -> bool:
    return bool(column.null_count == len(column))


def _all_missing(column: str, n: int) -> Finding:
    return Finding(
        "WB101",
        "caution",
        f"Column {column!r} has no value in any row",
        "A column without values says nothing, and may be a mistake in the export.",
        "Check where the table comes from. The column is left out of the model.",
        value=1.0,
        threshold=1.0,
        n=n,
        scope=column,
    )


def _outcome_missing(target: str, n_missing: int, n: int) -> Finding:
    return Finding(
        "WB102",
        "caution",
        f"The outcome {target!r} is missing in {n_missing:,} of {n:,} rows",
        "Rows without an outcome can neither teach a model nor test it. If their outcome is missing "
        "for a reason, what is learned from the rest may not hold for them.",
        "Find out why it is missing. These rows are counted, and used neither for training nor for testing.",
        value=n_missing / n,
        threshold=0.0,
        n=n,
        scope=target,
    )


NO_PROTECTED_ATTRIBUTE = Finding(
    "WB501",
    "serious",
    "No protected attribute is named, so groups cannot be compared",
    "Without knowing who belongs to which group, nobody can tell whether one of them is treated worse.",
    "Name the columns whose groups should be compared, or find the table that holds them.",
)
