"""What a report of data alone says of them, counted again: what is in them, who is, and what was held out."""

from __future__ import annotations

from dataclasses import replace

from workbench.audit.disclosure.level import Disclosure
from workbench.core.provenance import Result
from workbench.core.sign_off import SignOff
from workbench.data.profile.profiling import profile_data
from workbench.data.split import split_data
from workbench.document.facts import FactBook
from workbench.errors import InputError
from workbench.report.materials import Materials, gather
from workbench.report.verification.reading import read_as_recorded

__all__ = ["counted_of_data"]


def counted_of_data(recorded: Materials, data: object, level: Disclosure) -> tuple[Materials, frozenset[str]]:
    """Return what a report would be made from, were it made from some data; and which parts were counted again.

    Parameters
    ----------
    recorded : Materials
        What it was made from, without an audit and without a model.
    data : path, frame or Dataset
        The data.
    level : Disclosure
        What its readers see.

    Returns
    -------
    made : Materials
        What was not counted again is as it was recorded: how columns were prepared, what was checked for leaks.
    parts : frozenset of str
        Of *data*, *profile*, *people* and *split*.

    Raises
    ------
    InputError
        If the report does not say how its data were read.
    SourceError, ColumnNotFoundError, RoleError, NotEnoughDataError
        If the data cannot be read so, or are not those.
    """
    if recorded.reading is None:
        raise InputError(
            "The report does not say how its data were read, so that they cannot be counted again.\n"
            "Leave the data out, or compare with what profile_data says of them."
        )
    read = read_as_recorded(recorded, data)
    split, results = recorded.split, list[Result]()
    is_drawn = split is not None and split.test_size is not None
    if split is not None and split.test_size is not None:
        results.append(split_data(read, test_size=split.test_size, seed=split.seed or 0, method=split.method))
    elif recorded.data is not None:
        results.append(read)
    if recorded.profile is not None:
        results.append(profile_data(read, population=recorded.population or None))
    new = gather(results, recorded.date, SignOff(), disclosure=level)
    counted: dict[str, object] = {"data": new.data, "profile": new.profile, "split": new.split}
    if split is None or is_drawn:  # of groups in all rows as much is shown as of those held out
        counted["people"] = new.people
    known = {name: one for name, one in counted.items() if one is not None and getattr(recorded, name) is not None}
    made = replace(recorded, **known, reading=new.reading, book=FactBook())  # type: ignore[arg-type]
    parts = {*known, *(["data"] if recorded.data is None and "profile" in known else [])}
    return made, frozenset(parts)
