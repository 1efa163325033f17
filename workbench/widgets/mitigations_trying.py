"""Methods against gaps tried where somebody waits: how far it is, how long it will take, and when it was ended."""

from __future__ import annotations

import math

from workbench.audit.mitigation.attempt import try_mitigations
from workbench.audit.mitigation.contract import Case
from workbench.audit.mitigation.result import Mitigations
from workbench.audit.policy import Policy
from workbench.preparation.result import Prepared
from workbench.widgets.mitigations_code import Trying
from workbench.widgets.wording import told
from workbench.widgets.worker import Pace

__all__ = ["tried"]


def tried(
    prepared: Prepared, candidate: object, policy: Policy | None, case: Case, trying: Trying, pace: Pace | None
) -> Mitigations:
    """Return what came of the methods.

    Parameters
    ----------
    prepared : Prepared
        The recipe and the training rows.
    candidate : object
        The kind of model.
    policy : Policy or None
        What is compared and tolerated.
    case : Case
        What they are tried on.
    trying : Trying
        What is tried.
    pace : Pace or None
        Whom to tell how far it is, and who may end it.
    """

    def tell(done: int, of: int, left: float) -> None:
        if pace is not None:
            pace.tell(done, of, _left(left) if done < of else "")

    found = try_mitigations(
        prepared,
        candidate,
        policy=policy,
        attribute=trying.attributes,
        methods=trying.made(case),
        n_folds=trying.n_folds,
        seed=trying.seed,
        progress=tell,
        cancelled=None if pace is None else lambda: pace.is_ended,
    )
    found.fingerprint  # noqa: B018 -- computed once, here, where nobody waits for it
    return found


def _left(seconds: float) -> str:
    if seconds < 90:
        return told("mitigations.left", seconds=max(1, math.ceil(seconds)))
    return told("mitigations.left_minutes", minutes=math.ceil(seconds / 60))
