"""``fit_mitigated``: the method that was chosen is trained on all training rows, for held-out rows to confirm it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sklearn.pipeline import Pipeline

from workbench.audit.mitigation.contract import Case, Learned
from workbench.audit.mitigation.drop_proxy import DropProxy
from workbench.audit.mitigation.result import AS_IT_IS, MitigationChoice
from workbench.audit.mitigation.running import columns_read
from workbench.checks import check_result
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.split import Split
from workbench.errors import InputError
from workbench.modeling.fit import fit_model, versions_of
from workbench.modeling.given import fitted_from
from workbench.modeling.noticing import judge, told_of
from workbench.modeling.performance import performance_of
from workbench.modeling.predicting import decided, predict_rows
from workbench.modeling.result import Fitted
from workbench.modeling.running import listening
from workbench.preparation.leaks.find import leaks_of
from workbench.preparation.result import Prepared

__all__ = ["fit_mitigated"]


def fit_mitigated(prepared: Prepared, choice: MitigationChoice) -> Fitted:
    """Train the method that was chosen on all training rows, and predict the held-out ones.

    Parameters
    ----------
    prepared : Prepared
        What the methods were tried on.
    choice : MitigationChoice
        What :meth:`Mitigations.choose` returned.

    Returns
    -------
    Fitted
        As :func:`workbench.fit_model` returns, for :func:`workbench.audit_model` to confirm on rows that nothing was
        chosen on. The choice and its reason are finding WB567; that held-out rows were asked
        about other choices too is WB570; and what has to be known of the method its others.
        A model that looks at the attribute when it decides reads its column as well, and says so in its roles; that
        and models of votes are not stored. None but one without proxies is trained anew on parts of the rows, which a
        threshold or a calibration would ask for: give rows to choose on, ``on=…``.

    Raises
    ------
    InputError
        If the choice was made on other rows or another recipe, or the model cannot be trained.

    Examples
    --------
    >>> from workbench.audit.entrances import audit_model
    >>> from workbench.audit.mitigation.attempt import try_mitigations
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    >>> prepared = prepare_data(split_data(data))
    >>> tried = try_mitigations(prepared, methods=["reweighing"], n_folds=2)
    >>> fitted = fit_mitigated(prepared, tried.choose("reweighing", reason="Nothing is looked at when it decides."))
    >>> fitted.title, audit_model(fitted).decisions.n_rows
    ('logistic regression, reweighing', 3000)
    """
    check_result("prepared", prepared, Prepared, "prepare_data")
    check_result("choice", choice, MitigationChoice, "mitigations.choose")
    tried = choice.mitigations
    if prepared.fingerprint != tried.case.prepared.fingerprint:
        raise InputError(
            "choice was made on other rows, or with another recipe, than prepared.\n"
            "Try the methods on these: try_mitigations(prepared)."
        )
    case = replace(tried.case, prepared=prepared)
    if choice.name == AS_IT_IS:
        plain = fit_model(prepared, case.candidate, threshold=case.threshold, seed=case.seed)
        made = replace(plain.provenance, inputs=(*plain.provenance.inputs, choice.fingerprint))
        return replace(plain, provenance=made, findings=(*plain.findings, *_chosen(choice)))
    method = tried.methods[choice.name]
    title = f"{case.candidate.title}, {choice.attempt.title}"
    threshold = method.threshold_of(case)
    with listening() as printed:
        learned = method.train(case, None)
        fitted = (
            _plain(case, learned, title, threshold)
            if isinstance(learned.model, Pipeline)
            else _reading_attribute(case, learned, title, threshold)
        )
    settings = {
        "model": case.candidate.name,
        "mitigation": choice.name,
        **{f"mitigation_{name}": value for name, value in method.settings().items()},
        "attribute": case.grouping.settings(),
        "reason": choice.reason,
        "learns_as_any_other": isinstance(method, DropProxy),
        "threshold": threshold,
    }
    made = Provenance("fit_mitigated", settings, (prepared.fingerprint, choice.fingerprint), case.seed)
    noticed = judge(fitted.performance, decided(fitted.scores, "binary", threshold), task="binary")
    told = (*_chosen(choice), *method.findings(case), *learned.findings, *noticed, *told_of(printed))
    leaking = fitted.leaks.findings if fitted.leaks is not None else ()
    return replace(
        fitted,
        provenance=replace(made, versions={**made.versions, **versions_of(fitted.pipeline)}),
        model=f"{case.candidate.name}_{choice.name}",
        title=title,
        findings=tuple(dict.fromkeys((*leaking, *told))),
        printed=printed.text,
    )


def _plain(case: Case, learned: Learned, title: str, threshold: float) -> Fitted:
    """Return the model of a pipeline that reads the columns of the recipe, and no others."""
    prepared, split = learned.prepared, learned.prepared.split
    scores = predict_rows(learned.model, prepared.raw_frame(split.test), split.data.roles, title)
    return Fitted(
        provenance=Provenance("fit_mitigated"),
        prepared=prepared,
        model=case.candidate.name,
        title=title,
        pipeline=learned.model,
        threshold=threshold,
        scores=scores,
        performance=performance_of(split, decided(scores, "binary", threshold)),
        leaks=leaks_of(prepared),
    )


def _reading_attribute(case: Case, learned: Learned, title: str, threshold: float) -> Fitted:
    """Return a model that reads the attribute's column too, which its roles say."""
    split = _with_protected(case.prepared.split)
    return fitted_from(
        learned.model, split, columns_read(case.prepared, learned.columns), title=title, threshold=threshold
    )


def _with_protected(split: Split) -> Split:
    """Return the same rows with roles that say that the model reads protected columns."""

    def told(data: Dataset) -> Dataset:
        return replace(data, roles=replace(data.roles, use_protected=True))

    made = replace(split.provenance, settings={**split.provenance.settings, "use_protected": True})
    return replace(split, provenance=made, data=told(split.data), train=told(split.train), test=told(split.test))


def _chosen(choice: MitigationChoice) -> Iterator[Finding]:
    """Yield what was chosen and why, and that held-out rows were asked about other choices too."""
    tried, one = choice.mitigations, choice.attempt
    others = [other.title for other in tried.attempts if other.name != choice.name and not other.error]
    looks = {
        "never": "It does not look at the attribute.",
        "training": "It looks at the attribute in training alone.",
        "decisions": "It looks at the attribute whenever somebody is decided on.",
    }[one.needs_attribute]
    yield Finding(
        "WB567",
        "note",
        f"Against gaps by {tried.attribute} a person chose: {one.title}",
        f"The reason given: {choice.reason} {looks} Beside it were tried, on {len(tried.rows):,} training rows: "
        f"{', '.join(others) or 'nothing'}.",
        "Read the audit of the held-out rows, on which nothing was chosen, before it is used.",
        n=len(tried.rows),
        scope=tried.attribute,
    )
    if choice.n_asked > 1:
        yield Finding(
            "WB570",
            "caution",
            f"The held-out rows were asked about {choice.n_asked:,} choices of what to do about gaps by "
            f"{tried.attribute}",
            "Who asks until an answer pleases has chosen on these rows: figures on them are too good, and the more so "
            "the more choices were looked at.",
            "Confirm the choice on rows that nothing was looked at on before it is used.",
            scope=tried.attribute,
        )
