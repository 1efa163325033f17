"""``SuggestedRoles``: what each column seems to be for, why, and how sure that is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from workbench.core.provenance import Result
from workbench.data.assign import assign_roles
from workbench.data.dataset import Dataset
from workbench.data.roles import ProtectedAttribute
from workbench.data.suggestions.calls import assigning
from workbench.errors import InputError, RoleError

__all__ = ["Proxy", "SuggestedRole", "SuggestedRoles", "Sure"]

Sure = Literal["likely", "perhaps"]
Role = Literal["target", "protected", "id", "time", "group", "weight"]

_KEYS = ("id", "time", "group", "weight")
_SAID = ("target", "favourable", "task", "protected", *_KEYS, "favourable_label", "unfavourable_label", "use_protected")
_WIDTH = 100
_NO_BETTER = 0.005


@dataclass(frozen=True)
class SuggestedRole:
    """What one column seems to be for.

    Parameters
    ----------
    column : str
        The column.
    role : {"target", "protected", "id", "time", "group", "weight"}
        The role.
    sure : {"likely", "perhaps"}
        *likely*: name and values agree; *perhaps*: one of them says so.
    reason : str
        Why, in words.
    title : str
        Of a protected attribute: what it seems to be, such as *sex*.
    edges : tuple of float
        Of an attribute of numbers: where one band could end and the next begin.
    favourable : str or None
        Of a target: the value that seems good for the person; ``None`` where nothing says so.
    favourable_sure : {"likely", "perhaps"}
        How sure that is.
    """

    column: str
    role: Role
    sure: Sure
    reason: str
    title: str = ""
    edges: tuple[float, ...] = ()
    favourable: str | None = None
    favourable_sure: Sure = "perhaps"

    @property
    def attribute(self) -> ProtectedAttribute:
        """The protected attribute that the column would be, under its own name."""
        return ProtectedAttribute(self.column, "", self.edges)


@dataclass(frozen=True)
class Proxy:
    """A column that tells much about a protected attribute.

    Parameters
    ----------
    column, attribute : str
        The column, and the protected column it tells about.
    strength : float
        Bias-corrected Cramér's V, from 0 to 1; numbers in bins of equally many.
    interval : tuple of (float, float)
        Its 95 % limits.
    told : float
        In which share of the rows the group is right that is most frequent at the column's value.
    guessed : float
        In which share the most frequent group of all is right, without looking at the column.
    n : int
        Rows in which the group is known.
    """

    column: str
    attribute: str
    strength: float
    interval: tuple[float, float]
    told: float
    guessed: float
    n: int

    @property
    def sentence(self) -> str:
        """What it tells, in words."""
        if self.told - self.guessed < _NO_BETTER:
            return (
                f"{self.column!r} goes with {self.attribute!r}, by {self.strength:.1f} of 1, though it makes no guess "
                "of the group better"
            )
        return (
            f"{self.column!r} tells {self.attribute!r} in {_of_ten(self.told)}, "
            f"where a guess without it is right in {_of_ten(self.guessed)}"
        )


@dataclass(frozen=True, eq=False)
class SuggestedRoles(Result):
    """Guesses of what the columns of a data set are for. Nothing is used before a person confirms it.

    Parameters
    ----------
    data : Dataset
        The data set looked at.
    roles : tuple of SuggestedRole
        In the order of the roles, the surer first.
    proxies : tuple of Proxy
        Columns that tell about a protected attribute, strongest first.
    n_looked_at : int
        Rows that were looked at; fewer than all of a large table.
    """

    data: Dataset
    roles: tuple[SuggestedRole, ...]
    proxies: tuple[Proxy, ...] = ()
    n_looked_at: int = 0

    def __repr__(self) -> str:
        """Return the suggestions as a table in words."""
        return "\n".join(self._lines())

    def _content(self) -> object:
        return [repr(self.roles), repr(self.proxies)]

    def _lines(self) -> Iterator[str]:
        rows = f"{self.n_looked_at:,} of {self.data.n_rows:,} rows, drawn at random"
        looked = "all rows" if self.n_looked_at == self.data.n_rows else rows
        yield f"Suggested roles for {self.data.name!r}, by names and values of {looked}. Confirm or change each."
        if not self.roles:
            yield "  Nothing speaks for a role of any column."
        for one in self.roles:
            yield from _wrapped(f"  {one.role:<10}{one.column!r}, {one.sure}: {one.reason}", 12)
        for proxy in self.proxies:
            yield from _wrapped(f"  {'proxy':<10}{proxy.sentence}.", 12)
        yield f"As code: {self.python()}"

    def of(self, role: Role, sure: Sure | None = None) -> tuple[SuggestedRole, ...]:
        """Return the suggestions for one role, those of one sureness where it is given."""
        return tuple(one for one in self.roles if one.role == role and sure in (None, one.sure))

    def python(self) -> str:
        """Return the call that uses the likely ones, as text; what must be said is an ``…`` in it."""
        return assigning(self._likely())

    def _likely(self) -> dict[str, Any]:
        """Return the arguments of :func:`assign_roles` that are likely; a target needs to be the only likely one."""
        found: dict[str, Any] = {}
        targets = self.of("target", "likely")
        if targets:
            sure = targets[0].favourable_sure == "likely"
            found = {"target": targets[0].column, "favourable": targets[0].favourable if sure else ...}
        elif self.of("target"):
            found = {"target": ..., "favourable": ...}
        attributes = [one.attribute if one.edges else one.column for one in self.of("protected", "likely")]
        if attributes:
            found["protected"] = attributes
        found |= {one.role: one.column for one in reversed(self.roles) if one.role in _KEYS and one.sure == "likely"}
        return {role: found[role] for role in ("target", "favourable", "protected", *_KEYS) if role in found}

    def confirm(self, **changes: Any) -> Dataset:
        """Return the data set with the likely roles, after a person has looked at them.

        Parameters
        ----------
        **changes
            Arguments of :func:`workbench.assign_roles` that take the place of a suggestion:
            ``target="deny", favourable="no", id=None``. ``None`` (or ``[]`` for protected) leaves a role out.
            A target, and its favourable value, must be said where they are not likely. Only targets of two values
            are guessed: of classes and amounts target and task are said, ``target="price", task="regression"``.

        Raises
        ------
        InputError
            If an argument is none of those of :func:`workbench.assign_roles`.
        RoleError
            If a target or its favourable value is only perhaps right and was not said, or the roles do not fit.

        Examples
        --------
        >>> import pandas as pd
        >>> from workbench.data.read import read_data
        >>> from workbench.data.suggestions.suggest import suggest_roles
        >>> frame = pd.DataFrame({"sex": ["f", "m", "f", "m"], "approved": ["yes", "no", "no", "yes"]})
        >>> suggest_roles(read_data(frame)).confirm()
        Dataset 'data': 4 rows, 2 columns, target 'approved', protected: sex, 0 findings.
        """
        for argument in changes:
            if argument not in _SAID:
                raise InputError.for_choice("an argument of confirm()", argument, _SAID)
        roles = self._likely()
        if changes.get("target", roles.get("target")) != roles.get("target"):
            roles.pop("favourable", None)
        if changes.get("task") in ("multiclass", "regression"):  # what was guessed is which of two values is good
            roles.pop("favourable", None)
        roles |= changes
        if roles.get("target") is None and "favourable" not in changes:
            roles.pop("favourable", None)
        _check_said(self, roles)
        return assign_roles(self.data, **{role: value for role, value in roles.items() if value is not None})


def _check_said(suggested: SuggestedRoles, roles: dict[str, Any]) -> None:
    if roles.get("target") is ...:
        names = [one.column for one in suggested.of("target")]
        raise RoleError(
            f"Which column is the target is not sure; it may be {_either(names)}.\n"
            f"Say it: confirm(target={names[0]!r}, favourable=…), or confirm(target=None) where nothing is predicted."
        )
    if roles.get("favourable") is ...:
        target = roles["target"]
        raise RoleError(
            f"Which value of {target!r} is good for the person is not sure.\n"
            "Say it: confirm(favourable=…). It decides the direction of every comparison."
        )


def _either(names: list[str]) -> str:
    shown = [repr(name) for name in names[:3]]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def _of_ten(share: float) -> str:
    """Return a share as people count: *8 of 10*; where tens say too little, *97 of 100*."""
    hundredths = round(100 * share)
    return f"{hundredths // 10} of 10" if hundredths % 10 == 0 else f"{hundredths} of 100"


def _wrapped(line: str, indent: int) -> list[str]:
    plain = " ".join(line.splitlines())
    return textwrap.wrap(plain, _WIDTH, subsequent_indent=" " * indent, drop_whitespace=True, break_long_words=False)
