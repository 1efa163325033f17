"""The board of the audit panel: by every attribute and figure, against limits that a person sets."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from workbench.audit.policy import Claim, Policy
from workbench.audit.result import Audit
from workbench.checks import check_choice
from workbench.data.roles import NOT_COMPARED
from workbench.document.wording import name
from workbench.errors import InputError
from workbench.modeling.result import Fitted
from workbench.tally.crossing import crossed_title
from workbench.widgets.audit_claims import everywhere, policy_of, usual_claim, usual_tolerance
from workbench.widgets.audit_code import audit_code
from workbench.widgets.audit_contents import contents_of
from workbench.widgets.audit_controls import confidences_of
from workbench.widgets.audit_costs import is_long_to_add_up, is_long_to_judge
from workbench.widgets.audit_group import attributes_beside
from workbench.widgets.audit_settings import AUDIENCES, AuditSettings
from workbench.widgets.audit_shown import Shown, axes_offered, figures_offered
from workbench.widgets.audit_strata import columns_offered, count_within
from workbench.widgets.board import Board, unknown
from workbench.widgets.code import variable_of
from workbench.widgets.view import Node, Said
from workbench.widgets.wording import told
from workbench.widgets.worker import Job

__all__ = ["AuditBoard"]


class AuditBoard(Board):
    """An audit, shown a figure of one attribute or crossing at a time.

    Parameters
    ----------
    audit : Audit
        What the counts say so far.
    fitted : Fitted, optional
        The model that it is an audit of, so that it can be counted within other columns too.
    """

    widget = "audit"

    def __init__(self, audit: Audit, fitted: Fitted | None = None) -> None:
        super().__init__()
        self._fitted = fitted
        self.source = audit if fitted is None else fitted
        self.still = self._has_same_counts if fitted is None else None
        self._given = self._audit = audit
        self._is_moved = False
        axis = next(iter(audit.axes), ())
        figures = figures_offered(audit, axis) if axis else ()
        self.settings: AuditSettings = AuditSettings(audit.policy, axis, next(iter(figures), ""))
        self._last = Shown(audit, axis, self.settings.metric)
        self._wrong: dict[str, str] = {}

    def take(self, id: str, value: Any) -> None:
        """Take a change from outside; what is wrong with a number is said beside it, where it is typed again."""
        with self.lock:
            self._wrong = {}
            super().take(id, value)
            if self._problem and id in ("tolerance", "minimum_n"):
                self._wrong, self._problem = {id: self._problem}, ""

    @property
    def title(self) -> str:
        """What the widget is called."""
        return told("audit.title", data=self._audit.data_name)

    @property
    def result(self) -> Audit:
        """The audit by the limits that were chosen."""
        return self._audit

    def contents(self) -> tuple[Node, ...]:
        """Return verdict, chart and table of what is chosen, and all that can be chosen."""
        chosen = self.settings
        if not self._audit.attributes:
            return (Said("none", told("audit.no_attributes"), "strong"),)
        return contents_of(self._shown, chosen, self._wrong, columns_offered(self._fitted))

    def change(self, id: str, value: Any) -> None:
        """Take another choice."""
        does: Callable[[Any], None] | None = {
            "attributes": self._show_axis,
            "metric": self._show_metric,
            "tolerance": self._tolerate,
            "scale": self._scale,
            "compare": self._compare,
            "reference": self._refer,
            "confidence": self._confide,
            "minimum_n": self._ask_for,
            "strata": self._count_within,
            "beside": self._look_beside,
        }.get(id)
        if does is not None:
            does(value)
        elif id in ("within", "order", "find", "audience") and isinstance(value, str):
            chosen: dict[str, Any] = {id: value, **({"page": 0} if id in ("order", "find") else {})}
            check_choice("audience", chosen.get("audience", ""), AUDIENCES)
            self.settings = replace(self.settings, **chosen)
        else:
            raise unknown(id)

    def press(self, id: str) -> None:
        """Judge the figure or no longer, turn pages, look at a group, compare with it."""
        self._wrong = {}
        chosen, what = self.settings, id.partition("/")
        if id == "judge":
            self._claim(None, usual_claim(chosen.attributes, chosen.metric))
        elif id == "drop":
            self._declare([one for one in self._claims if one not in self._shown.claims])
        elif id == "all":
            self._declare(everywhere(self._own, self._claims, self._audit.attributes))
        elif id in ("earlier", "further"):
            page = chosen.page + (1 if id == "further" else -1)
            self.settings = replace(chosen, page=max(page, 0))
        elif id == "close":
            self.settings = replace(chosen, group="", beside="")
        elif id == "make_reference" and self._shown.claim is not None:
            self._claim(self._shown.claim, replace(self._shown.claim, comparison=f"reference:{chosen.group}"))
        elif what[0] == "look":
            self.settings = replace(chosen, group=_at(self._shown.axis.groups, what[2], id), beside="")
        else:
            raise unknown(id)

    def python(self) -> str:
        """Return the audit by these limits, and the report that it is added to."""
        fitted = self._fitted
        source = variable_of(self._given, "audit", self.still) if fitted is None else variable_of(fitted, "fitted")
        return audit_code(source, self.settings, is_of_model=fitted is not None, is_moved=self._is_moved)

    def _has_same_counts(self, other: object) -> bool:
        """Whether it is an audit of the same decisions, from which other limits lead to the same."""
        given = self._given
        return isinstance(other, Audit) and (other.outcomes.fingerprint, other.decisions.fingerprint) == (
            given.outcomes.fingerprint,
            given.decisions.fingerprint,
        )

    @property
    def _shown(self) -> Shown:
        """What is on the screen; the same one until something else is."""
        last, chosen = self._last, self.settings
        if (last.audit, last.attributes, last.metric) != (self._audit, chosen.attributes, chosen.metric):
            self._last = Shown(self._audit, chosen.attributes, chosen.metric)
        return self._last

    @property
    def _claims(self) -> list[Claim]:
        return [one.claim for one in self._audit.assessments]

    def restore(self, settings: AuditSettings) -> None:
        """Take back choices that could not be shown, and the audit that they led to."""
        super().restore(settings)
        if self._audit.policy != settings.policy:
            self._audit = self._audit.with_policy(settings.policy)
            self._is_moved = settings.policy != self._given.policy

    def _is_as_given(self, policy: Policy, claims: list[Claim]) -> bool:
        given = self._given.policy
        same = (given.confidence, given.minimum_n) == (policy.confidence, policy.minimum_n)
        return same and {*claims} == {one.claim for one in self._given.assessments}

    def _declare(self, claims: list[Claim], **others: Any) -> None:
        """Judge by other claims, or with another confidence or smallest group."""
        self._judged(self._audit.with_policy(self._policy(claims, **others)))

    def _policy(self, claims: list[Claim], **others: Any) -> Policy:
        policy = policy_of(replace(self.settings.policy, **others), claims, self._audit.attributes)
        is_given = self._is_as_given(policy, claims)
        return self._given.policy if is_given else replace(policy, changed_after_looking=True)

    def _judged(self, audit: Audit) -> None:
        self._audit, self._is_moved = audit, audit.policy != self._given.policy
        self.settings = replace(self.settings, policy=audit.policy)

    def _claim(self, old: Claim | None, new: Claim) -> None:
        """Put a claim in the place of another, or at the end."""
        claims = [new if one is old or one == old else one for one in self._claims]
        self._declare(claims if old is not None else [*claims, new])

    @property
    def _own(self) -> Claim:
        claim = self._shown.claim
        if claim is None:
            raise unknown("tolerance")
        return claim

    def _show_axis(self, value: Any) -> None:
        axes = axes_offered(self._audit, self.settings.attributes)
        axis, audit = _at(axes, value, "attributes"), self._audit
        if is_long_to_add_up(audit, axis):
            label = told("audit.add_up_label", attribute=name(crossed_title(axis, audit.attributes)).text)
            self.start(Job(label, lambda _: audit.axis(*axis), lambda _: self._look_by(axis), can_end=False))
        else:
            self._look_by(axis)

    def _look_by(self, axis: tuple[str, ...]) -> None:
        figures = figures_offered(self._audit, axis)
        metric = self.settings.metric if self.settings.metric in figures else next(iter(figures), "")
        kept = replace(self.settings, attributes=axis, metric=metric, group="", beside="", within="", find="", page=0)
        self.settings = kept

    def _show_metric(self, value: Any) -> None:
        if value not in figures_offered(self._audit, self.settings.attributes):
            raise unknown("metric")
        self.settings = replace(self.settings, metric=value, page=0)

    def _tolerate(self, value: Any) -> None:
        old, chosen = self._shown.claim, self.settings
        new = old or usual_claim(chosen.attributes, chosen.metric)
        self._claim(old, replace(new, tolerance=_number(value, told("audit.tolerance"))))

    def _scale(self, value: Any) -> None:
        check_choice("scale", value, ("difference", "ratio"))
        self._claim(self._own, replace(self._own, scale=value, tolerance=usual_tolerance(value)))

    def _compare(self, value: Any) -> None:
        check_choice("compare", value, ("extremes", "overall", "reference"))
        comparison = value
        if value == "reference":
            values = self._shown.values[0]
            sizes = {
                group: int(n) for group, n in zip(values.groups, values.n, strict=True) if group not in NOT_COMPARED
            }
            if not sizes:
                raise unknown("compare")
            comparison = f"reference:{max(sizes, key=lambda group: sizes[group])}"
        self._claim(self._own, replace(self._own, comparison=comparison))

    def _refer(self, value: Any) -> None:
        group = _at(self._shown.values[0].groups, value, "reference")
        self._claim(self._own, replace(self._own, comparison=f"reference:{group}"))

    def _confide(self, value: Any) -> None:
        found = next((one for one in confidences_of(self.settings.policy) if f"{one:g}" == value), None)
        if found is None:
            raise unknown("confidence")
        if not is_long_to_judge(self._audit):
            self._declare(self._claims, confidence=found)
            return
        before, policy = self._audit, self._policy(self._claims, confidence=found)

        def judged(audit: Audit) -> None:
            if self._audit is before:
                self._judged(audit)
            else:  # limits were moved while it was worked out
                self._declare(self._claims, confidence=found)

        self.start(Job(told("audit.judge_label"), lambda _: before.with_policy(policy), judged, can_end=False))

    def _ask_for(self, value: Any) -> None:
        fewest = _number(value, told("audit.minimum_n"))
        if fewest != int(fewest):
            raise InputError(told("audit.whole_number", what=told("audit.minimum_n")))
        self._declare(self._claims, minimum_n=int(fewest))

    def _look_beside(self, value: Any) -> None:
        others = attributes_beside(self._shown)
        self.settings = replace(self.settings, beside=_at(others, value, "beside") if value else "")

    def _count_within(self, value: Any) -> None:
        """Count the rows of the model again, within another column."""
        fitted = self._fitted
        if fitted is None:
            raise unknown("strata")
        strata = (_at(columns_offered(fitted), value, "strata"),) if value else ()
        policy = self.settings.policy if self._is_moved else None

        def counted(audit: Audit) -> None:
            now = self.settings.policy  # limits may have been moved while it was counted
            self._audit = audit if audit.policy == now else audit.with_policy(now)
            self.settings = replace(self.settings, strata=strata, within="")

        label = told("audit.strata_label", columns=strata[0]) if strata else told("audit.strata_nothing")
        self.start(Job(label, lambda _: count_within(fitted, policy, strata), counted, can_end=False))


def _number(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise InputError(told("audit.bad_number", what=what))
    return float(value)


def _at(options: Any, place: Any, id: str) -> Any:
    """Return the option at a place that came from outside."""
    if not isinstance(place, str) or not place.isdecimal() or int(place) >= len(options):
        raise unknown(id)
    return options[int(place)]
