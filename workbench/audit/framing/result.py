"""``Framing``: what is judged about a decision, what is not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from workbench.audit.framing.metrics import METRIC_WORDS
from workbench.audit.justification import Reason
from workbench.audit.policy import Policy, Rule
from workbench.errors import InputError

__all__ = ["Framing", "JudgedMetric", "MetricLeftOut"]


@dataclass(frozen=True)
class JudgedMetric:
    """A figure that is judged.

    Parameters
    ----------
    rule : Rule
        What is compared and tolerated.
    why : str
        Why this figure.
    why_tolerance : str
        Why this limit.
    """

    rule: Rule
    why: str
    why_tolerance: str

    @property
    def metric(self) -> str:
        """Its name, as in fairlearn."""
        return self.rule.metric

    @property
    def title(self) -> str:
        """What it is, in words."""
        return METRIC_WORDS[self.metric].title

    @property
    def ignores(self) -> str:
        """What it does not see."""
        return METRIC_WORDS[self.metric].ignores

    @property
    def limit(self) -> str:
        """What is compared and tolerated, in words."""
        between = "between any two groups" if self.rule.compare == "extremes" else "from all groups together"
        if self.rule.scale == "ratio":
            return f"The lower share is at least {self.rule.tolerance:g} of the higher one, {between}."
        unit = "of 100" if self.metric != "calibration_in_the_large" else "points of 100"
        return f"A difference of at most {100 * self.rule.tolerance:g} {unit}, {between}."


@dataclass(frozen=True)
class MetricLeftOut:
    """A figure that is not judged.

    Parameters
    ----------
    metric : str
        Its name, as in fairlearn.
    why : str
        Why not.
    """

    metric: str
    why: str

    @property
    def title(self) -> str:
        """What it is, in words."""
        return METRIC_WORDS[self.metric].title


@dataclass(frozen=True)
class Framing:
    """What is judged about a decision, what is not, and why.

    Parameters
    ----------
    answers : mapping of str to str
        What was answered, in the order in which it was asked.
    said : tuple of Reason
        The same in words, each with what follows from it.
    judged : tuple of JudgedMetric
        The figures that are judged.
    left_out : tuple of MetricLeftOut
        The figures that are deliberately not judged.
    conflicts : tuple of str
        Which figures cannot be equal at the same time, and what that means here.
    standards : tuple of str
        Standards that apply.
    annexes : tuple of str
        Laws whose headings an annex follows.
    notes : tuple of str
        What the law asks for besides.
    """

    answers: Mapping[str, str]
    said: tuple[Reason, ...]
    judged: tuple[JudgedMetric, ...]
    left_out: tuple[MetricLeftOut, ...]
    conflicts: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Keep the answers as they are."""
        object.__setattr__(self, "answers", MappingProxyType(dict(self.answers)))

    def __repr__(self) -> str:
        """Return the framing in one sentence."""
        metrics = ", ".join(one.metric for one in self.judged)
        standards = f"; standards: {', '.join(self.standards)}" if self.standards else ""
        return f"Framing: judged by {metrics}{standards}."

    @property
    def justification(self) -> tuple[Reason, ...]:
        """Every reason in words, as the policy keeps them: answers, figures, limits, and what was left out."""
        judged = [
            Reason(f"{one.metric}: {one.title}", one.limit, f"{one.why} {one.why_tolerance} {one.ignores}")
            for one in self.judged
        ]
        left_out = [Reason(f"{one.metric}: {one.title}", "It is not judged.", one.why) for one in self.left_out]
        conflicts = [Reason("Can all of these be equal?", "Not where outcomes differ.", one) for one in self.conflicts]
        law = self.said[-1].answer if self.said else ""
        notes = [Reason("What does the law ask for besides?", law, one) for one in self.notes]
        return (*self.said, *judged, *left_out, *conflicts, *notes)

    def policy(
        self,
        options: Mapping[str, Mapping[str, object]] | None = None,
        *,
        confidence: float = 0.95,
        minimum_n: int = 30,
    ) -> Policy:
        """Return the policy that follows, with every reason in it.

        Parameters
        ----------
        options : mapping of str to mapping, optional
            What the standards are told, such as ``{"nyc-ll144": {"sex": "gender", "race": "ethnic group"}}``.
        confidence : float
            Confidence of intervals and verdicts, at least 0.8.
        minimum_n : int
            With fewer rows in any group nothing is called *within tolerance*.

        Returns
        -------
        Policy
            Its ``justification`` holds the reasons; ``write_policy`` keeps them, and reports print them.

        Raises
        ------
        InputError
            If options name a standard that does not apply, or as for :class:`Policy`.
        """
        given = dict(options or {})
        for name in given:
            if name not in self.standards:
                listed = f"Those are: {', '.join(self.standards)}" if self.standards else "None does"
                raise InputError(f"options names {name!r}, which is none of the standards that apply.\n{listed}.")
        standards = {name: given.get(name, {}) for name in self.standards}
        rules = [one.rule for one in self.judged]
        return Policy(rules, confidence, minimum_n, standards=standards, justification=self.justification)
