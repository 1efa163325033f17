"""People and things with rows in both parts: WB213."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.core.finding import Finding
from workbench.data.split import Split
from workbench.preparation.leaks.fixes import assigned, split_again
from workbench.preparation.leaks.result import Check, Fix
from workbench.preparation.leaks.shared_rows import both
from workbench.preparation.leaks.subject import Found, Subject

__all__ = ["entities"]

_TITLE = "People or things with rows in both parts"
_FEWEST_VALUES = 20
_FEWEST_SHARE = 0.05
_MOST_SHARE = 0.95
_FEWEST_PAIRS = 30
_ALWAYS = 0.98
_BY_CHANCE = 0.80
_NAMES = frozenset(
    {
        *("id", "key", "uid", "uuid", "guid", "no", "nr", "number", "ref", "reference", "code", "account", "customer"),
        *("client", "patient", "person", "people", "user", "member", "employee", "student", "applicant", "citizen"),
        *("household", "family", "ssn", "email", "mail", "phone"),
        *("kunde", "kundennummer", "nummer", "konto", "patientin"),
        *("numéro", "compte", "utilisateur"),
        *("cliente", "numero", "dni", "clave", "paciente", "persona", "usuario"),
    }
)


class _Key(NamedTuple):
    """A column whose equal values belong together."""

    name: str
    declared: bool
    n_rows: int
    n_values: int


def entities(subject: Subject) -> Found:
    """Look for values of an entity's column in both parts: the group column, the id, and columns that look like one.

    Parameters
    ----------
    subject : Subject
        With a split.
    """
    if subject.split is None:
        return Found((Check("shared_entities", _TITLE, "not applicable", "Nothing is held out yet."),))
    split = subject.split
    keys = [key for name in _candidates(split) if (key := _key(split, name)) is not None]
    found = [key for key in keys if key.n_rows]
    if not keys:
        detail = "No column names people or things with several rows."
    else:
        detail = f"Looked at {', '.join(repr(key.name) for key in keys)}: {len(found)} with values in both parts."
    return Found(
        (Check("shared_entities", _TITLE, "found" if found else "nothing found", detail),),
        tuple(_finding(key, split.test.n_rows) for key in found),
        tuple(_fix(key, split) for key in found),
    )


def _candidates(split: Split) -> list[str]:
    """Return columns of text or whole numbers that may name people or things: declared ones first."""
    roles = split.data.roles
    declared = [name for name in (roles.group, roles.id) if name is not None]
    taken = {roles.target, roles.time, roles.weight, *(one.column for one in roles.protected), *declared}
    others = [
        name
        for name, kind in split.data.kinds.items()
        if name not in taken and (pa.types.is_string(kind) or pa.types.is_integer(kind))
    ]
    return [*declared, *others]


def _key(split: Split, name: str) -> _Key | None:
    """Return what is known of a column, ``None`` of one that names nobody."""
    roles = split.data.roles
    column = both(split, name)
    declared = name in (roles.group, roles.id)
    if not declared and not _is_fine(column):
        return None
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    if not declared and not _names_entities(split, name, codes):
        return None
    first, second = codes[: split.train.n_rows], codes[split.train.n_rows :]
    in_both = np.isin(second, first[first >= 0]) & (second >= 0)
    return _Key(name, declared, int(in_both.sum()), len(np.unique(second[in_both])))


def _is_fine(column: pa.ChunkedArray) -> bool:
    """Return whether a column has many values, each of few rows, and some of several."""
    n_rows = len(column) - column.null_count
    first = column.slice(0, 2_000)
    if n_rows == 0 or pc.count_distinct(first, mode="only_valid").as_py() < min(_FEWEST_VALUES, len(first)):
        return False
    n_values = pc.count_distinct(column, mode="only_valid").as_py()
    # With hardly more rows than values, those there are twice are copies of rows, which another check tells.
    return bool(_FEWEST_SHARE * n_rows <= n_values <= _MOST_SHARE * n_rows and n_values >= _FEWEST_VALUES)


def _names_entities(split: Split, name: str, codes: NDArray[np.int64]) -> bool:
    """Return whether a column seems to name people or things: by its name, or as rows of a value share who they are."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"([a-zäöüß])([A-Z])", r"\1 \2", name).lower())
    # Of numbers the last word counts: an account_id is one, an account_balance is not.
    said = words if pa.types.is_string(split.data.kinds[name]) else words[-1:]
    if _NAMES.intersection(said):
        return True
    if pa.types.is_integer(split.data.kinds[name]):  # amounts and years repeat too
        return False
    agreed = [_agreeing(codes, both(split, one.column)) for one in split.data.roles.protected]
    return any(n >= _FEWEST_PAIRS and within >= _ALWAYS and chance <= _BY_CHANCE for n, within, chance in agreed)


def _agreeing(codes: NDArray[np.int64], column: pa.ChunkedArray) -> tuple[int, float, float]:
    """Return neighbours with the same key: how many, the share that agree in the column, and that of any two rows."""
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    values = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    order = np.argsort(codes, kind="stable")
    same = (codes[order][1:] == codes[order][:-1]) & (codes[order][1:] >= 0)
    agree = values[order][1:] == values[order][:-1]
    shares = np.bincount(values + 1) / len(values)
    n = int(same.sum())
    return n, float(agree[same].mean()) if n else 0.0, float(shares @ shares)


def _finding(key: _Key, n: int) -> Finding:
    named = f"Column {key.name!r}" if key.declared else f"Column {key.name!r} seems to name people or things, and"
    return Finding(
        "WB213",
        "serious" if key.declared else "caution",
        f"{named} has {key.n_values:,} values in both parts: {key.n_rows:,} of {n:,} held-out rows",
        "A model may know them again instead of what matters, and then does worse with those it has never met.",
        f"Say that rows of one {key.name!r} belong together, group={key.name!r}, and split again."
        if not key.declared
        else "Split so that rows that belong together stay together.",
        value=key.n_rows / n,
        threshold=0.0,
        n=n,
        scope=key.name,
    )


def _fix(key: _Key, split: Split) -> Fix:
    roles = split.data.roles
    if key.name == roles.group:
        return Fix("WB213", key.name, f"split by {key.name!r}", split_again(split, "grouped"))
    changes = {"group": key.name} | ({"id": None} if key.name == roles.id else {})
    method = "" if roles.time else "grouped"
    python = f"{assigned(split.data, **changes)}\n{split_again(split, method)}"
    return Fix("WB213", key.name, f"say that rows of one {key.name!r} belong together, and split again", python)
