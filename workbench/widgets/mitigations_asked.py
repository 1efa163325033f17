"""What the held-out rows were asked about: each choice once, and how many choices there were."""

from __future__ import annotations

from dataclasses import replace

from workbench.audit.entrances import audit_model
from workbench.audit.mitigation.fit import fit_mitigated
from workbench.audit.mitigation.result import AS_IT_IS, Mitigations
from workbench.audit.result import Audit
from workbench.modeling.fit import fit_model
from workbench.modeling.result import Fitted
from workbench.preparation.result import Prepared
from workbench.widgets.mitigations_code import Trying
from workbench.widgets.mitigations_held_out import HeldOut
from workbench.widgets.mitigations_settings import MitigationSettings, confirming
from workbench.widgets.worker import Pace

__all__ = ["Asked"]


class Asked:
    """Keeps the answers of held-out rows.

    Parameters
    ----------
    prepared : Prepared
        What models learn from, and whose held-out rows are asked.
    """

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._answers: dict[tuple[MitigationSettings, int], HeldOut] = {}
        self._as_it_is: dict[tuple[object, ...], tuple[Fitted, Audit]] = {}

    @property
    def n(self) -> int:
        """About how many choices the held-out rows were asked; the same for another reason is no other choice."""
        return len(self._choices)

    def n_with(self, settings: MitigationSettings) -> int:
        """About how many choices the held-out rows were asked, once they are asked about this one."""
        return len(self._choices | {replace(confirming(settings), reason="")})

    def answer(self, settings: MitigationSettings) -> HeldOut | None:
        """Return what they said of a choice; ``None`` where they were not asked."""
        return self._answers.get(self._key_of(settings))

    def ask(self, settings: MitigationSettings, found: Mitigations, pace: Pace | None = None) -> HeldOut:
        """Return the chosen method's model, trained on all training rows, and its audit on the held-out ones.

        Parameters
        ----------
        settings : MitigationSettings
            The choice and its reason.
        found : Mitigations
            What was tried.
        pace : Pace, optional
            What may end it before the held-out rows are asked, and before the answer is kept.
        """
        key = self._key_of(settings)
        known = self._answers.get(key)
        if known is None:
            fitted = fit_mitigated(
                self._prepared, found.choose(settings.chosen, reason=settings.reason, n_asked=key[1])
            )
            if pace is not None:
                pace.check()  # before the held-out rows are asked
            before = self._untreated(settings.trying, found) if settings.chosen != AS_IT_IS else None
            known = HeldOut(fitted, audit_model(fitted, policy=found.judged_by), before)
            if pace is not None:
                pace.check()
            self._answers[key] = known
        return known

    @property
    def _choices(self) -> set[MitigationSettings]:
        return {replace(one, reason="") for one, _ in self._answers}

    def _key_of(self, settings: MitigationSettings) -> tuple[MitigationSettings, int]:
        return confirming(settings), self.n_with(settings)

    def _untreated(self, trying: Trying, found: Mitigations) -> tuple[Fitted, Audit]:
        """Return the model as it is, and its audit on the held-out rows."""
        key = trying.model, trying.seed, trying.attributes
        if key not in self._as_it_is:
            case = found.case
            fitted = fit_model(self._prepared, case.candidate, threshold=case.threshold, seed=case.seed)
            self._as_it_is[key] = fitted, audit_model(fitted, policy=found.judged_by)
        return self._as_it_is[key]
