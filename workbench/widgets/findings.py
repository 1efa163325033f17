"""Findings as cards, on which a person accepts one with a written reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from workbench.audit.disclosure.level import disclosure_named
from workbench.core.finding import SEVERITIES, Finding
from workbench.core.overruling import SHORTEST, Overruled, overrule, overruled_by
from workbench.core.provenance import Result
from workbench.core.sign_off import SignOff
from workbench.data.dataset import Dataset
from workbench.data.profile.result import Profile
from workbench.errors import InputError, WorkbenchError
from workbench.report.naming import columns_that_name
from workbench.report.shown_findings import Shared, shown_findings
from workbench.widgets.board import Board, unknown
from workbench.widgets.code import Raw, call, several
from workbench.widgets.findings_cards import Card, card
from workbench.widgets.paging import Pages
from workbench.widgets.panel import Panel
from workbench.widgets.view import Choice, Group, Node, Option, Said, Words
from workbench.widgets.wording import Whole, told

__all__ = ["FindingsBoard", "FindingsSettings", "review_findings"]

_PER_PAGE = 10
_PEOPLE = ("owner", "reviewer", "decision", "residual_risk", "expires", "signed")


@dataclass(frozen=True)
class FindingsSettings:
    """What is accepted, each with its reason."""

    accepted: tuple[Overruled, ...] = ()


class FindingsBoard(Board):
    """The findings of some results.

    Parameters
    ----------
    findings : sequence of Finding
        Each once.
    sign_off : SignOff
        What was said before; what it overrules is accepted at first.
    """

    widget = "findings"

    def __init__(self, findings: Iterable[Finding], sign_off: SignOff) -> None:
        super().__init__()
        self._sign_off = sign_off
        self.settings: FindingsSettings = FindingsSettings(sign_off.overrulings)
        order = {severity: place for place, severity in enumerate(SEVERITIES)}
        self._findings = sorted(dict.fromkeys(findings), key=lambda one: order[one.severity])
        self._pages, self._by = Pages("findings", _PER_PAGE), ""
        self._shown: tuple[str, ...] = SEVERITIES
        self._drafts: dict[int, str] = {}
        self._problems: dict[int, str] = {}

    @property
    def title(self) -> str:
        """What the widget is called."""
        return told("review.title")

    @property
    def result(self) -> SignOff:
        """The sign-off with what is accepted, for :func:`workbench.build_report`."""
        return replace(self._sign_off, overruled=self.settings.accepted)

    def contents(self) -> tuple[Node, ...]:
        """Return how many findings there are, and their cards, the most serious first."""
        if not self._findings:
            return (Said("summary", told("review.none"), "strong"),)
        chosen = [(place, one) for place, one in enumerate(self._findings) if one.severity in self._shown]
        cards: list[Node] = [card(one, self._card(place)) for place, one in self._pages.shown(chosen)]
        nothing = () if cards else (Said("hidden", told("review.hidden"), "quiet", live=True),)
        return (
            Said("summary", self._summary(), "strong", live=True),
            Group(
                "asked",
                (*self._kinds(), Words("by", told("review.by"), self._by, help=told("review.by.help"))),
                look="row",
            ),
            Group("cards", (*nothing, *cards, *self._pages.controls(len(chosen)))),
        )

    def saved_view(self) -> Group:
        """Return what is shown, without the boxes in which nobody can write any more."""
        return _without_boxes(self.view())

    def change(self, id: str, value: Any) -> None:
        """Take which findings are shown, who accepts them, or a reason."""
        kind, _, place = id.partition("/")
        if id == "show" and isinstance(value, list):
            self._shown, self._pages.page = tuple(one for one in SEVERITIES if one in value), 0
        elif id == "by" and isinstance(value, str):
            self._by = value.strip()
        elif kind == "reason" and isinstance(value, str):
            self._write(self._place(place), value)
        else:
            raise unknown(id)

    def press(self, id: str) -> None:
        """Accept a finding, take that back, or turn a page."""
        if self._pages.turn(id):
            return
        kind, _, at = id.partition("/")
        if kind != "accept":
            raise unknown(id)
        place = self._place(at)
        before = self._accepted(place)
        if before is None:
            self._accept(place)
        else:
            self._drafts[place] = before.reason
            self.settings = FindingsSettings(self._but(before))

    def python(self) -> str:
        """Return the sign-off as it is now."""
        said = {one: str(getattr(self._sign_off, one)) for one in _PEOPLE if getattr(self._sign_off, one)}
        if self.settings.accepted:
            said["overruled"] = several(Raw(_call_of(one)) for one in self.settings.accepted)
        return call("sign_off = wb.SignOff", **said)

    def _summary(self) -> str:
        kinds = (
            ("serious", "review.kind.serious"), ("caution", "review.kind.caution"), ("note", "review.kind.note"),
        )  # fmt: skip
        n_each = [(message, sum(one.severity == kind for one in self._findings)) for kind, message in kinds]
        said = Whole(", ".join(told(message, n=n) for message, n in n_each if n))
        n, n_accepted = len(self._findings), sum(self._accepted(at) is not None for at in range(len(self._findings)))
        counted = told("review.one" if n == 1 else "review.several", n=n, kinds=said)
        accepted = told("review.accepted", n=n_accepted) if n_accepted else told("review.accepted.none")
        return f"{counted} {accepted}"

    def _kinds(self) -> tuple[Node, ...]:
        there = [one for one in SEVERITIES if any(finding.severity == one for finding in self._findings)]
        if len(there) < 2:
            return ()
        labels = {
            "serious": told("review.show.serious"),
            "caution": told("review.show.caution"),
            "note": told("review.show.note"),
        }
        options = tuple(Option(one, labels[one]) for one in there)
        return (Choice("show", told("review.show"), options, self._shown),)

    def _card(self, place: int) -> Card:
        accepted = self._accepted(place)
        draft = self._drafts.get(place, accepted.reason if accepted is not None else "")
        return Card(place, accepted, draft, self._problems.get(place, ""))

    def _accepted(self, place: int) -> Overruled | None:
        return overruled_by(self.settings.accepted, self._findings[place])

    def _but(self, one: Overruled) -> tuple[Overruled, ...]:
        """Return what is accepted but for what is about the same code and scope."""
        return tuple(it for it in self.settings.accepted if (it.code, it.scope) != (one.code, one.scope))

    def _write(self, place: int, reason: str) -> None:
        """Keep what is written; of a finding that is accepted already, it is the new reason."""
        self._drafts[place] = reason
        self._problems.pop(place, None)
        if self._accepted(place) is not None:
            self._accept(place)

    def _accept(self, place: int) -> None:
        finding, before = self._findings[place], self._accepted(place)
        try:
            new = overrule(finding, reason=self._drafts.get(place, ""), by=self._by or (before.by if before else ""))
        except WorkbenchError as error:  # it stands below the box it is about
            self._problems[place] = " ".join(str(error).split("\n"))
            return
        self._problems.pop(place, None)
        self.settings = FindingsSettings((*self._but(new), new))

    def _place(self, written: str) -> int:
        if not written.isdecimal() or int(written) >= len(self._findings):
            raise unknown(written)
        return int(written)


def _call_of(one: Overruled) -> str:
    said = {key: str(getattr(one, key)) for key in ("scope", "by", "date") if getattr(one, key)}
    function = "wb.overrule" if len(one.reason.strip()) >= SHORTEST else "wb.Overruled"
    return call(function, one.code, reason=one.reason, **said)


def _without_boxes(group: Group) -> Group:
    kept = [one for one in group.children if one.id != "asked" and not one.id.startswith("acceptance/")]
    return replace(group, children=tuple(_without_boxes(one) if isinstance(one, Group) else one for one in kept))


def review_findings(*results: object, sign_off: SignOff | None = None) -> Panel:
    """Return a widget that shows findings as cards: what was seen, why it matters, what to do, and how to accept one.

    Parameters
    ----------
    *results : Result
        Results with findings, such as a :class:`workbench.Dataset`, :class:`workbench.Leaks` or
        :class:`workbench.Audit`; a finding that several have is shown once.
    sign_off : SignOff, optional
        What was said before; what it overrules is accepted at first, and all else in it is kept.

    Returns
    -------
    Panel
        Show it as a cell's last line. ``result`` is the :class:`workbench.SignOff` with what is accepted, for
        :func:`workbench.build_report`. The findings stay where they are.

    Raises
    ------
    InputError
        If nothing with findings is given, or ``sign_off`` is none.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> review = review_findings(read_data("example:care"))
    >>> review.python()
    'sign_off = wb.SignOff()'
    >>> review.close()
    """
    wrong = next((one for one in results if not isinstance(one, Result) or not hasattr(one, "findings")), None)
    if wrong is not None or not results:
        given = f"A result is {wrong!r}" if results else "No result is given"
        raise InputError(f"{given}.\nGive results that have findings: review_findings(data, leaks, audit).")
    if sign_off is not None and not isinstance(sign_off, SignOff):
        raise InputError(f"sign_off is {sign_off!r}.\nGive wb.SignOff(…), or leave it out.")
    board = FindingsBoard(_findings_of(results), sign_off or SignOff())
    board.source = results[0]
    return Panel(board)


def _findings_of(results: Iterable[object]) -> tuple[Finding, ...]:
    """Return all findings, without values of columns that name people."""
    naming: set[str] = set()
    found: list[Finding] = []
    for one in results:
        data = one if isinstance(one, Dataset) else getattr(one, "data", None)
        profile = one if isinstance(one, Profile) else None
        naming |= columns_that_name(profile, data if isinstance(data, Dataset) else None)
        found += getattr(one, "findings", ())
    return shown_findings(found, Shared(naming=naming), disclosure_named("full"))
