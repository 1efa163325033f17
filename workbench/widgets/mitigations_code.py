"""What is tried against gaps, as the methods' own objects and as Python."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.audit.mitigation.attempt import METHODS
from workbench.audit.mitigation.contract import Case, Mitigation
from workbench.audit.mitigation.drop_proxy import DropProxy
from workbench.audit.mitigation.reductions import CONSTRAINT_OF, Reductions
from workbench.audit.mitigation.threshold_optimisation import EQUAL_RATES, ThresholdOptimisation
from workbench.audit.policy import Policy
from workbench.tally.rates import SYNONYMS
from workbench.widgets.audit_claims import policy_code
from workbench.widgets.code import Raw, call, literal, variable_of

__all__ = ["Trying", "can_aim_at", "mitigation_code"]

_WIDTH = 80


@dataclass(frozen=True)
class Trying:
    """What is tried, on what.

    Parameters
    ----------
    model : str
        The kind of model by name; empty: the one that was given.
    attributes : tuple of str
        Whose groups are to be brought closer together; several: those of their crossing.
    metric : str
        What is made equal: one that the policy compares.
    methods : tuple of str
        Those that are ticked.
    columns : tuple of str
        Those that the model is not to see; empty: those that stand for the attribute.
    algorithm, objective : str
        Of reductions, and of thresholds by group.
    n_folds, seed : int
        Of folds and models.
    """

    model: str
    attributes: tuple[str, ...]
    metric: str
    methods: tuple[str, ...]
    columns: tuple[str, ...] = ()
    algorithm: str = "exponentiated_gradient"
    objective: str = "accuracy_score"
    n_folds: int = 5
    seed: int = 0

    def made(self, case: Case) -> list[str | Mitigation]:
        """Return the methods that can be tried: by name as they are set by default, else as they are set here."""
        return [self._method(one, case) for one in METHODS if one in self.methods and can_aim_at(one, self.metric)]

    def _method(self, name: str, case: Case) -> str | Mitigation:
        metric = SYNONYMS.get(self.metric, self.metric)
        aim = "" if metric == case.metric else metric
        made: Mitigation = METHODS[name]()
        if name == "reductions":
            made = Reductions(CONSTRAINT_OF[metric] if aim else "", self.algorithm)  # type: ignore[arg-type] # checked
        elif name == "threshold_optimisation":
            made = ThresholdOptimisation(aim, self.objective)  # type: ignore[arg-type] # checked there
        elif name == "drop_proxy":
            made = DropProxy(self.columns)
        return name if made == METHODS[name]() else made


def can_aim_at(method: str, metric: str) -> bool:
    """Whether a method can be tried where this is to be made equal; those without an aim always can.

    Examples
    --------
    >>> can_aim_at("threshold_optimisation", "equalized_odds"), can_aim_at("reweighing", "equalized_odds")
    (False, True)
    """
    figure = SYNONYMS.get(metric, metric)
    reached = {"reductions": tuple(CONSTRAINT_OF), "threshold_optimisation": EQUAL_RATES}
    return figure in reached.get(method, (figure,))


def mitigation_code(
    case: Case,
    trying: Trying,
    policy: Policy | None,
    candidate: object,
    *,
    chosen: tuple[str, str, int] | None,
    is_confirmed: bool,
) -> str:
    """Return Python that tries the methods, and where one was chosen that records it.

    Parameters
    ----------
    case : Case
        What they are tried on.
    trying : Trying
        What is tried.
    policy : Policy or None
        The policy that was given.
    candidate : object
        The model that was given.
    chosen : tuple of (str, str, int) or None
        The attempt, the reason, and about how many choices the held-out rows were asked.
    is_confirmed : bool
        Whether the held-out rows are asked too.
    """
    prepared = Raw(variable_of(case.prepared, "prepared"))
    tried = call("wb.try_mitigations", prepared, *_model(trying, candidate), **_named(case, trying, policy))
    lines, shown = [f"mitigations = {tried}"], "mitigations"
    if chosen is not None:
        name, reason, n_asked = chosen
        asked = {"n_asked": n_asked} if n_asked > 1 else {}
        lines.append(f"choice = {call('mitigations.choose', name, reason=reason, **asked)}")
        shown = "choice"
    if chosen is not None and is_confirmed:
        judged = Raw("mitigations.judged_by")
        lines.append(f"fitted = {call('wb.fit_mitigated', prepared, Raw('choice'))}")
        lines.append(f"audit = {call('wb.audit_model', Raw('fitted'), policy=judged)}")
        shown = "audit"
    return "\n".join([*lines, shown])


def _model(trying: Trying, candidate: object) -> list[object]:
    if not trying.model:
        return [Raw(variable_of(candidate, "candidate"))]
    return [] if trying.model == "logistic_regression" else [trying.model]


def _named(case: Case, trying: Trying, policy: Policy | None) -> dict[str, object]:
    """Return the arguments that are not as they would be anyway."""
    named: dict[str, object] = {}
    if policy is not None:
        variable = variable_of(policy, "")
        named["policy"] = Raw(variable or policy_code(policy))
    if len(case.prepared.split.train.roles.protected) > 1:
        named["attribute"] = trying.attributes[0] if len(trying.attributes) == 1 else trying.attributes
    methods = trying.made(case)
    if methods != list(METHODS):
        named["methods"] = _listed([_method(one) for one in methods])
    if trying.n_folds != Trying.n_folds:
        named["n_folds"] = trying.n_folds
    if trying.seed != Trying.seed:
        named["seed"] = trying.seed
    return named


def _method(method: str | Mitigation) -> str:
    if isinstance(method, str):
        return literal(method)
    if isinstance(method, DropProxy):
        return call("wb.DropProxy", list(method.columns))
    usual = METHODS[method.name]()
    named = {key: value for key, value in vars(method).items() if value != getattr(usual, key)}
    return call(f"wb.{type(method).__name__}", **named)


def _listed(calls: list[str]) -> Raw:
    line = f"[{', '.join(calls)}]"
    if len(line) <= _WIDTH and "\n" not in line:
        return Raw(line)
    inside = "".join(f"    {one.replace(chr(10), chr(10) + '    ')},\n" for one in calls)
    return Raw(f"[\n{inside}]")
