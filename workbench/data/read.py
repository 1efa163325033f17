"""``read_data``: the first stage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from workbench.core.provenance import Provenance
from workbench.data.assign import assign_roles
from workbench.data.dataset import Dataset
from workbench.data.disguised.look import value_findings
from workbench.data.examples import EXAMPLE_PREFIX, load_example
from workbench.data.roles import ProtectedAttribute, Roles
from workbench.data.sources import ReadOptions, read_table
from workbench.data.sources.places import remember_example, remember_place
from workbench.data.stored import StoredTable
from workbench.errors import InputError

__all__ = ["read_again", "read_data"]


def read_data(
    source: object,
    *,
    target: str | None = None,
    favourable: object = None,
    task: str | None = None,
    protected: Iterable[str | ProtectedAttribute] = (),
    id: str | None = None,
    time: str | None = None,
    group: str | None = None,
    weight: str | None = None,
    favourable_label: str = "",
    unfavourable_label: str = "",
    use_protected: bool = False,
    name: str = "",
    encoding: str = "utf-8",
    types: Mapping[str, str] | None = None,
    missing: list[object] | Mapping[str, list[object]] | None = None,
    recode: Mapping[str, Mapping[Any, object]] | None = None,
    table: str = "",
    query: str = "",
    lazy: bool | None = None,
    decimal: str = "",
) -> Dataset:
    """Read a table and say what its columns are for.

    Parameters
    ----------
    source : str, path or frame
        A file, folder, address, database or frame: see :mod:`workbench.data.sources`. Or ``"example:loans"``,
        ``"example:diabetes"``, ``"example:admissions"``, which bring their roles along where no
        target is named; roles that are named take their place; or ``"example:care"``, raw and without roles.
    target : str, optional
        The column with the outcome: of two values, of several classes, or of amounts.
    favourable : object, optional
        The target's value that is good for the person. Of two values it is needed unless they are 0 and 1 or
        false and true, of which 1 and true are favourable. Of several classes one may be named; no amount is.
    task : {"binary", "multiclass", "regression"}, optional
        What is predicted: one of two outcomes (by default), one of 3 to 50 classes, or an amount.
    protected : iterable of str or ProtectedAttribute
        Columns whose groups are compared: names, :func:`workbench.bands` or :func:`workbench.attribute`.
    id : str, optional
        A column that only names the row; no model sees it.
    time : str, optional
        A column of dates, times or numbers that says when: what is learned from comes before what is held out.
    group : str, optional
        A column whose equal values belong together, such as one customer's rows.
    weight : str, optional
        A column that says for how many people of a population a row stands: a number of 0 or more in each row.
    favourable_label, unfavourable_label : str
        How readers call the outcomes, such as ``"approved"`` and ``"denied"``. Reports count the
        unfavourable one where it has a name.
    use_protected : bool
        Whether a model may see the protected columns. It is recorded.
    name : str
        What readers call the data; by default the file's name.
    encoding : str
        The encoding of a text file.
    types : mapping of str to str, optional
        What columns hold, where it should not be inferred: ``{"zip": "text"}``. Kinds are *text*, *number*,
        *whole number*, *true or false*, *date* and *time*.
    missing : list, or mapping of str to list, optional
        Values that mean "not known", in all columns or in some: ``["?"]``, ``{"age": [999]}``. It is recorded.
    recode : mapping of str to mapping, optional
        Values that are the same as others: ``{"income": {">50K.": ">50K"}}``. It is recorded.
    table : str
        Which sheet of an Excel file, or which table of a database.
    query : str
        An SQL query to a database.
    lazy : bool, optional
        Whether the rows stay on disk: always, never, or (by default) where the source is large.
    decimal : {"", ".", ","}
        What stands before the decimals of numbers in text, where the other of both parts thousands. By default it is
        found out in text files: a column whose fields something else than commas separates, and whose values are all
        numbers with a comma, holds numbers if nothing else can be meant. Else such a column stays text, which is told.

    Returns
    -------
    Dataset
        Frozen. What was noticed are its findings: columns without any value, values that seem to mean "not known",
        values that seem to be the same, rows without an outcome, no protected attribute. None of them is changed
        unless ``missing`` or ``recode`` says so.

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
    if not isinstance(name, str):
        raise InputError(f"name is {name!r}.\nGive text that readers know the data by.")
    roles: dict[str, Any] = {
        "target": target,
        "favourable": favourable,
        "task": task,
        "protected": protected,
        "id": id,
        "time": time,
        "group": group,
        "weight": weight,
        "favourable_label": favourable_label,
        "unfavourable_label": unfavourable_label,
        "use_protected": use_protected,
    }
    options = ReadOptions(encoding, types, missing, recode, table, query, lazy, decimal=decimal)
    return read_again(source, roles, options, name)


def read_again(source: object, roles: Mapping[str, Any], options: ReadOptions, name: str) -> Dataset:
    """Return the data set that :func:`read_data` returns, of what was asked before.

    Parameters
    ----------
    source : str, path or frame
        The table.
    roles : mapping of str to object
        What :func:`workbench.data.assign.assign_roles` is told.
    options : ReadOptions
        How it is to be read. Where values that are named need not be there, that they are gone is no mistake.
    name : str
        What readers call the data.
    """
    if isinstance(source, str) and source.startswith(EXAMPLE_PREFIX):
        return _example(source, roles, options, name)
    return assign_roles(_read(source, options, name), **roles)


def _example(source: str, roles: Mapping[str, Any], options: ReadOptions, name: str) -> Dataset:
    """Return a bundled example: with its own roles, or where a target is named with only those that are said."""
    example = load_example(source.removeprefix(EXAMPLE_PREFIX))
    read = _read(example.frame, options, name or example.name)
    remember_example(source, read.rows_fingerprint)
    if roles["target"] is not None:
        return assign_roles(read, **roles)
    own = dict(example.roles)
    if roles["protected"]:
        own["protected"] = roles["protected"]
    labels = {side: roles[side] for side in ("favourable_label", "unfavourable_label")}
    if roles["favourable"] is not None or any(labels.values()):  # the labels go with the value
        own |= labels
        own["favourable"] = own.get("favourable") if roles["favourable"] is None else roles["favourable"]
    if roles.get("task") is not None:
        own["task"] = roles["task"]
    kept = {role: roles[role] for role in ("id", "time", "group", "weight") if roles[role] is not None}
    made = replace(read.provenance, settings={**read.provenance.settings, "source": source})
    return assign_roles(replace(read, provenance=made), **{**own, **kept, "use_protected": roles["use_protected"]})


def _read(source: object, options: ReadOptions, name: str) -> Dataset:
    """Return the data set without roles: what was read, what was noticed and what was changed on request."""
    read = read_table(source, options)
    file = read.fingerprint
    remember_place(source, options, file, read.held.fingerprint if isinstance(read.held, StoredTable) else None)
    settings: dict[str, object] = {
        "source": file or type(source).__name__,
        "roles": Roles().settings(),
        "encoding": options.encoding,
        **_asked(options),
    }
    if read.notes:
        settings["notes"] = list(read.notes)
    data = Dataset(
        Provenance("read_data", settings, (file,) if file else ()), read.held, Roles(), name or read.name, read.findings
    )
    # Words among numbers are told with their lines already, and with the same call.
    told = {one.scope for one in read.findings if one.code == "WB107"}
    of_values = [one for one in value_findings(data) if one.code != "WB104" or one.scope not in told]
    return replace(data, findings=(*read.findings, *of_values))


def _asked(options: ReadOptions) -> dict[str, object]:
    """Return what a person said about the values, as JSON can hold it."""
    asked: dict[str, object] = {"decimal": options.decimal} if options.decimal else {}
    if options.types:
        asked["types"] = dict(options.types)
    if options.missing:
        asked["missing"] = (
            {column: [_said(value) for value in values] for column, values in options.missing.items()}
            if isinstance(options.missing, Mapping)
            else [_said(value) for value in options.missing]
        )
    if options.recode:
        asked["recode"] = {
            column: [[_said(old), _said(new)] for old, new in pairs.items()] for column, pairs in options.recode.items()
        }
    if options.table:
        asked["table"] = options.table
    if options.query:  # not itself: it may hold what nobody else is to read
        asked["query"] = "sha256:" + hashlib.sha256(options.query.encode(errors="surrogatepass")).hexdigest()
    return asked


def _said(value: object) -> object:
    """Return a value as JSON can hold it: dates and whatever else as they are written."""
    return value if value is None or isinstance(value, (str, bool, int, float)) else str(value)
