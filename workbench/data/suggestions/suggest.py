"""``suggest_roles``: guess what the columns are for, with reasons, for a person to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.checks import check_result, check_seed
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.suggestions.keys import groups, ids, times, weights
from workbench.data.suggestions.looks import Look, looks_of
from workbench.data.suggestions.protected import protected_columns
from workbench.data.suggestions.proxies import proxies
from workbench.data.suggestions.result import SuggestedRole, SuggestedRoles
from workbench.data.suggestions.targets import targets

__all__ = ["suggest_roles"]

_MOST_ROWS = 100_000


def suggest_roles(data: Dataset, *, seed: int = 0) -> SuggestedRoles:
    """Guess what the columns of a table are for, from their names and values. Nothing is used until it is confirmed.

    Parameters
    ----------
    data : Dataset
        What :func:`read_data` returned; roles that it has do not count.
    seed : int
        Of the sample that is looked at where there are more than 100,000 rows.

    Returns
    -------
    SuggestedRoles
        For each column that seems to have a role: which, why, and whether it is likely or perhaps. A target comes
        with the value that seems good for the person, which is for the person to declare. Columns that tell much
        about a protected attribute are proxies. It prints as a table in words; :meth:`SuggestedRoles.python` gives
        the call, :meth:`SuggestedRoles.confirm` the data set.

    Notes
    -----
    Names are read in English, German, French and Spanish, as whole words: *sexual_offence* is no sex, *raceway* no
    race, the *age of an account* nobody's age. A column of one role has no other; where two seem right the surer
    one is kept, else the first in the order target, protected, id, time, group, weight.
    Proxies are found by bias-corrected Cramér's V of 0.3 or more.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> suggested = suggest_roles(read_data("example:admissions"))
    >>> [(one.column, one.role, one.sure) for one in suggested.roles]
    [('admitted', 'target', 'likely'), ('sex', 'protected', 'likely')]
    >>> suggested.python()
    "wb.assign_roles(data, target='admitted', favourable='yes', protected=['sex'])"
    """
    check_result("data", data, Dataset, "read_data")
    seed = check_seed(seed)
    looked = data if data.n_rows <= _MOST_ROWS else data.sample(_MOST_ROWS, seed=seed)
    columns = {name: looked.column(name) for name in looked.columns}
    looks = looks_of(looked)
    found = list(_all_roles(looks, looked, data))
    attributes = [one for one in found if one.role == "protected"]
    others = {one.column for one in found if one.role in ("target", "protected", "id")}
    provenance = Provenance("suggest_roles", {}, (data.fingerprint,), seed if looked is not data else None)
    return SuggestedRoles(
        provenance, data, tuple(found), tuple(proxies(looks, columns, attributes, others)), looked.n_rows
    )


def _all_roles(looks: list[Look], looked: Dataset, data: Dataset) -> Iterator[SuggestedRole]:
    """Yield one suggestion a column: the surest, else that of the first role."""
    columns = {name: looked.column(name) for name in looked.columns}
    attributes = list(protected_columns(looks, columns))
    names = [one for one in ids(looks) if looked is data or _is_unique(data, one.column)]
    sure = {one.column for one in (*attributes, *names) if one.sure == "likely"}
    candidates = [
        *targets(looks, sure), *attributes, *_first_likely(names), *_first_likely(times(looks)),
        *_first_likely(groups(looks)), *_first_likely(weights(looks)),
    ]  # fmt: skip
    chosen: dict[str, SuggestedRole] = {}
    for one in candidates:
        kept = chosen.get(one.column)
        if kept is None or (kept.sure == "perhaps" and one.sure == "likely"):
            chosen[one.column] = one
    order = {role: place for place, role in enumerate(("target", "protected", "id", "time", "group", "weight"))}
    yield from sorted(chosen.values(), key=lambda one: (order[one.role], one.sure))


def _first_likely(suggested: Iterable[SuggestedRole]) -> list[SuggestedRole]:
    """Return the suggestions for a role that only one column has: the first likely one, else all."""
    found = sorted(suggested, key=lambda one: one.sure)
    first = [one for one in found if one.sure == "likely"][:1]
    return first or found


def _is_unique(data: Dataset, column: str) -> bool:
    """Return whether every row of all has a value of its own, not only those of a sample."""
    place = f"c{data.columns.index(column)}"
    counts = data.relation().aggregate(f"count(DISTINCT {place}) = count(*) AS is_unique").to_arrow_table()
    return bool(counts["is_unique"][0].as_py())
