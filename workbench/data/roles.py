"""What each column is for: target and its favourable value, protected attributes, id, time, group, weight."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from workbench.errors import InputError, RoleError

__all__ = [
    "NOT_COMPARED",
    "TOO_SMALL",
    "TWO_VALUED",
    "UNKNOWN",
    "ProtectedAttribute",
    "Roles",
    "Task",
    "attribute",
    "bands",
    "choose_favourable",
    "label_of",
    "natural_order",
]

Task = Literal["binary", "multiclass", "regression"]
"""What is predicted: one of two outcomes, one of several classes, or an amount."""

TWO_VALUED = (["0", "1"], ["False", "True"])
"""Values of which everybody knows the favourable one: the second."""

UNKNOWN = "unknown"
"""The group of rows whose protected attribute is missing."""

TOO_SMALL = "not shown"
"""The groups together that are not shown one by one: small ones, and larger ones that would give small ones away."""

NOT_COMPARED = (TOO_SMALL, UNKNOWN)
"""Groups that are shown, after all others, and never compared."""


@dataclass(frozen=True)
class ProtectedAttribute:
    """A column whose groups are compared, and how its groups are called.

    Parameters
    ----------
    column : str
        The column.
    title : str
        What readers call it; by default the column's name.
    edges : tuple of float
        For a column of numbers: where one band ends and the next begins. Empty for a column
        whose values are the groups.
    labels : mapping of str, int, float or bool to str
        What readers call its values; a value that is not in it is called as it is written.
    """

    column: str
    title: str = ""
    edges: tuple[float, ...] = ()
    labels: Mapping[Any, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Fill the title; refuse edges that are no bands and words that are no text."""
        object.__setattr__(self, "title", self.title or self.column)
        labels = {label_of(value): str(label) for value, label in self.labels.items()}
        object.__setattr__(self, "labels", MappingProxyType(labels))
        for word in (self.title, *labels.values()):
            if any("\ud800" <= character <= "\udfff" for character in word):
                raise InputError(
                    f"The attribute of column {self.column!r} has a title or label {word!r}, which is not Unicode.\n"
                    "Read it again, in its right encoding."
                )
        if not _are_edges(self.edges):
            raise InputError(
                f"edges of {self.column!r} are {list(self.edges)!r}.\nGive rising, finite numbers, such as [40, 60]."
            )

    def groups(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        """Return the group of each row as text; :data:`UNKNOWN` where the value is missing.

        Parameters
        ----------
        column : pyarrow.ChunkedArray
            The column's values.

        Raises
        ------
        RoleError
            If there are edges and the column does not hold numbers.
        """
        if self.edges:
            return self._bands(column)
        words = _as_text(column)
        said = pc.fill_null(pc.utf8_lower(pc.utf8_trim_whitespace(words)), "")
        blank = pc.is_in(said, pa.array(["", UNKNOWN]))
        named = words.dictionary_encode().unify_dictionaries().combine_chunks()
        called = pa.array([self.labels.get(word, word) for word in named.dictionary.to_pylist()], pa.string())
        words = pa.DictionaryArray.from_arrays(named.indices, called).cast(pa.string())
        return pa.chunked_array([pc.if_else(blank.combine_chunks(), UNKNOWN, words)])

    def arranged(self, groups: Iterable[str]) -> tuple[str, ...]:
        """Return groups in the order readers expect: bands by size, labels as they were given, numbers by value.

        Examples
        --------
        >>> bands("age", [40, 60]).arranged(["60 and over", "40 to 59", "under 40"])
        ('under 40', '40 to 59', '60 and over')
        >>> attribute("level").arranged(["10", "9", "none"])
        ('9', '10', 'none')
        """
        given = [*_band_names(self.edges, whole=True), *_band_names(self.edges, whole=False), *self.labels.values()]
        place = {name: position for position, name in reversed(list(enumerate(given)))}
        return tuple(sorted(groups, key=lambda group: (place.get(group, len(given)), *natural_order(group))))

    def _bands(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
            raise RoleError(
                f"Bands were asked for {self.column!r}, which holds {column.type}, not numbers.\n"
                "Use its values as groups: name the column without edges."
            )
        values = column.cast(pa.float64(), safe=False).to_numpy()
        whole = pa.types.is_integer(column.type) and all(float(edge).is_integer() for edge in self.edges)
        names = np.array([*_band_names(self.edges, whole=whole), UNKNOWN], dtype=object)
        codes = np.digitize(values, self.edges)
        codes[np.isnan(values)] = len(self.edges) + 1
        return pa.chunked_array([pa.array(names[codes], pa.string())])


def bands(column: str, edges: Sequence[float], *, title: str = "") -> ProtectedAttribute:
    """Return a protected attribute whose groups are bands of a column of numbers.

    Parameters
    ----------
    column : str
        A column of numbers, such as an age.
    edges : sequence of float
        Rising numbers; each is the first value of a new band.
    title : str
        What readers call it; by default the column's name.

    Examples
    --------
    >>> import pyarrow as pa
    >>> ages = pa.chunked_array([[25, 40, 59, 60, None]])
    >>> bands("age", [40, 60]).groups(ages).to_pylist()
    ['under 40', '40 to 59', '40 to 59', '60 and over', 'unknown']
    """
    if len(edges) == 0:
        raise InputError(f"edges of {column!r} are [].\nGive at least one number, such as [40, 60].")
    return ProtectedAttribute(column, title, tuple(edges))


def attribute(column: str, *, title: str = "", labels: Mapping[Any, str] | None = None) -> ProtectedAttribute:
    """Return a protected attribute with the names that readers know.

    Parameters
    ----------
    column : str
        The column whose values are the groups.
    title : str
        What readers call it; by default the column's name.
    labels : mapping of str, int, float or bool to str, optional
        What readers call its values.

    Examples
    --------
    >>> import pyarrow as pa
    >>> race = attribute("afam", title="race", labels={"yes": "Black", "no": "white"})
    >>> race.groups(pa.chunked_array([["yes", "no", None]])).to_pylist()
    ['Black', 'white', 'unknown']
    """
    return ProtectedAttribute(column, title, (), labels or {})


@dataclass(frozen=True)
class Roles:
    """What each column of a data set is for.

    Parameters
    ----------
    target : str or None
        The column that holds the outcome; ``None`` where nothing is predicted.
    favourable : str
        The value of the target that is good for the person, as text; empty of amounts, and of classes where nobody
        said.
    unfavourable : str
        Of two outcomes the other value, as text.
    favourable_label, unfavourable_label : str
        How readers call the two outcomes; empty where nobody said.
    protected : tuple of ProtectedAttribute
        The attributes whose groups are compared.
    id : str or None
        A column that only names the row.
    use_protected : bool
        Whether the model may see the protected columns. It is recorded in the report.
    time : str or None
        A column that says when; what is learned from must come before what is held out.
    group : str or None
        A column whose equal values belong together, such as one customer's rows; they are never split.
    weight : str or None
        A column that says how many people of a population a row stands for.
    task : {"binary", "multiclass", "regression"}
        What is predicted: one of two outcomes, one of several classes, or an amount.
    classes : tuple of str
        Of several classes, all that the target had when the roles were given, in the order that readers expect;
        they stay the same in every part of the data. Empty otherwise.
    """

    target: str | None = None
    favourable: str = ""
    unfavourable: str = ""
    favourable_label: str = ""
    unfavourable_label: str = ""
    protected: tuple[ProtectedAttribute, ...] = ()
    id: str | None = None
    use_protected: bool = False
    time: str | None = None
    group: str | None = None
    weight: str | None = None
    task: Task = "binary"
    classes: tuple[str, ...] = ()

    @property
    def named(self) -> dict[str, str]:
        """Return the columns that have one role each, by role: target, id, time, group, weight."""
        found = {"target": self.target, "id": self.id, "time": self.time, "group": self.group, "weight": self.weight}
        return {role: column for role, column in found.items() if column is not None}

    @property
    def speaks_of_unfavourable(self) -> bool:
        """Whether prose counts the unfavourable outcome."""
        return bool(self.unfavourable_label)

    def settings(self) -> dict[str, object]:
        """Return the roles as values that JSON can hold."""
        return {
            "target": self.target,
            "favourable": self.favourable,
            "unfavourable": self.unfavourable,
            "favourable_label": self.favourable_label,
            "unfavourable_label": self.unfavourable_label,
            "protected": [
                {"column": one.column, "title": one.title, "edges": one.edges, "labels": one.labels}
                for one in self.protected
            ],
            "id": self.id,
            "use_protected": self.use_protected,
            "time": self.time,
            "group": self.group,
            "weight": self.weight,
            # Only where it is not the usual one: so that data of two outcomes keep the fingerprints they had.
            **({} if self.task == "binary" else {"task": self.task, "classes": list(self.classes)}),
        }


def label_of(value: object) -> str:
    """Return a cell's value as people write it: ``1.0`` is ``1``.

    Examples
    --------
    >>> label_of(1.0), label_of(True), label_of("yes")
    ('1', 'True', 'yes')
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def choose_favourable(column: str, values: Sequence[str], argument: str, favourable: object) -> tuple[str, str]:
    """Return which of a column's two values is favourable, and the other.

    Parameters
    ----------
    column : str
        The column.
    values : sequence of str
        Its two values, sorted.
    argument : str
        The argument that says which is favourable, for messages.
    favourable : object
        What it says; ``None`` where the values are 0 and 1 or false and true.

    Raises
    ------
    RoleError
        If nobody said, or it is none of the two.

    Examples
    --------
    >>> choose_favourable("hired", ["0", "1"], "favourable", None)
    ('1', '0')
    """
    if favourable is None:
        if list(values) not in TWO_VALUED:
            raise RoleError(
                f"Nobody said which value of {column!r} is good for the person: {values[0]!r} or {values[1]!r}.\n"
                f"Say it, for example {argument}={values[1]!r}. It decides the direction of every comparison."
            )
        favourable = values[1]
    chosen = label_of(favourable)
    if chosen not in values:
        raise RoleError.for_choice(f"{argument}, a value of column {column!r},", favourable, values)
    return chosen, values[1 - values.index(chosen)]


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_string(column.type):
        return column
    if pa.types.is_null(column.type):
        return column.cast(pa.string())
    encoded = column.dictionary_encode().unify_dictionaries().combine_chunks()
    words = pa.array(
        [None if value is None else label_of(value) for value in encoded.dictionary.to_pylist()], pa.string()
    )
    return pa.chunked_array([pa.DictionaryArray.from_arrays(encoded.indices, words).cast(pa.string())])


def _are_edges(edges: Sequence[float]) -> bool:
    """Return whether edges are finite numbers that rise."""
    try:
        return all(math.isfinite(edge) for edge in edges) and all(low < high for low, high in pairwise(edges))
    except TypeError:  # text among them
        return False


def natural_order(group: str) -> tuple[float, str]:
    """Return a sort key: numbers by value, before words.

    Examples
    --------
    >>> sorted(["none", "10", "9"], key=natural_order)
    ['9', '10', 'none']
    """
    try:
        value = float(group)
    except ValueError:
        value = math.inf
    return (math.inf if math.isnan(value) else value), group


def _band_names(edges: tuple[float, ...], whole: bool) -> list[str]:
    if not edges:
        return []
    written = [label_of(float(edge)) for edge in edges]
    between = [
        f"{low} to {int(high_edge) - 1}" if whole else f"{low} to under {high}"
        for (low, high), high_edge in zip(pairwise(written), edges[1:], strict=True)
    ]
    return [f"under {written[0]}", *between, f"{written[-1]} and over"]
