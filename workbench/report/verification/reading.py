"""The data that are given to check a report, read as those were that it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from workbench.data.assign import assign_roles
from workbench.data.dataset import Dataset
from workbench.data.read import read_again
from workbench.data.sources import ReadOptions
from workbench.data.sources.table import holds_tables
from workbench.errors import InputError
from workbench.report.materials import Materials
from workbench.report.reading_record import ReadingRecord

__all__ = ["read_as_recorded"]


def read_as_recorded(recorded: Materials, data: object) -> Dataset:
    """Return data with the roles of a report, its values read as they were for it.

    Parameters
    ----------
    recorded : Materials
        What the report was made from.
    data : path, frame or Dataset
        The data; a data set is taken as it was read.

    Raises
    ------
    InputError
        If the report was made from the answer to a query, and the data are a database: no report is asked what to
        run in one.
    SourceError, ColumnNotFoundError, RoleError, NotEnoughDataError
        If the data cannot be read so.
    """
    roles = recorded.roles
    said: dict[str, Any] = {
        "target": roles.target,
        "favourable": roles.favourable if roles.task == "binary" else roles.favourable or None,
        "task": None if roles.task == "binary" else roles.task,
        "protected": roles.protected,
        "favourable_label": roles.favourable_label,
        "unfavourable_label": roles.unfavourable_label,
        "use_protected": roles.use_protected,
        "id": roles.id,
        "time": roles.time,
        "group": roles.group,
        "weight": roles.weight,
    }
    if isinstance(data, Dataset):
        return replace(assign_roles(data, **said), name=recorded.data_name)
    return read_again(data, said, _options(recorded.reading or ReadingRecord(), data), recorded.data_name)


def _options(asked: ReadingRecord, data: object) -> ReadOptions:
    several = holds_tables(data)
    if asked.query and several:
        raise InputError(
            "The report was made from the answer to a query, which is not asked again: "
            "a report is not to say what is run in a database.\n"
            "Give what read_data(…, query=…) returns with that query."
        )
    return ReadOptions(
        encoding=asked.encoding,
        types=asked.types or None,
        missing=_missing(asked),
        recode={column: {one.old: one.new for one in pairs} for column, pairs in asked.recode.items()} or None,
        table=asked.table if several else "",
        decimal=asked.decimal,
        must_be_found=False,  # that values are gone is seen in what is counted
    )


def _missing(asked: ReadingRecord) -> Sequence[object] | dict[str, Sequence[object]] | None:
    return dict(asked.missing) or asked.missing_anywhere or None
