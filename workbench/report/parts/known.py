"""What the results themselves answer of a form, so that nobody has to be asked.

Each function gives what one field is answered with, one text a paragraph; nothing where the results
do not know. What a person wrote stands beneath it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbench.document.nodes import Fact, Name, Part, Text
from workbench.document.telling import figure_title
from workbench.document.wording import count, frequency, listed, name, say
from workbench.report.materials import Materials
from workbench.report.parts.cuts import begins
from workbench.report.parts.known_data import KNOWN_OF_DATA
from workbench.report.parts.model import decision_rule
from workbench.report.parts.people import known_groups

__all__ = ["confidence_fact", "known", "versions"]

_LONGEST = 2_000
_NAMED = 12
_SHARE = "share_above"

Answer = tuple[Text, ...]


def known(materials: Materials, id: str) -> Answer:
    """Return what the results say of a field.

    Parameters
    ----------
    materials : Materials
        The results.
    id : str
        The field, such as ``"model_card/details/type"``.
    """
    find = _KNOWN.get(id)
    return find(materials) if find is not None else ()


def _type(materials: Materials) -> Answer:
    model = materials.model
    return (say("known.type", kind=name(model.title)),) if model is not None else ()


def _parameters(materials: Materials) -> Answer:
    model = materials.model
    if model is None:
        return ()
    if not model.parameters:
        return (say("known.default_settings"),)
    return ((name("; ".join(f"{key} = {value}" for key, value in model.parameters.items()), _LONGEST),),)


def _evaluated(materials: Materials) -> Answer:
    if materials.audit is None:
        return ()
    found = {one: list(known_groups(materials.audit, one)) for one in materials.audit.attributes}
    return tuple(
        say("known.groups", attribute=name(attribute), groups=listed(groups, _NAMED))
        for attribute, groups in found.items()
        if groups
    )


def _measures(materials: Materials) -> Answer:
    if materials.audit is None or not materials.audit.assessments:
        return ()
    judged = ((one.claim.metric, one.rates.metric) for one in materials.audit.assessments)
    # A share above a threshold is named by the threshold, which the claim does not hold.
    titles = dict.fromkeys(figure_title(own if claimed == _SHARE else claimed) for claimed, own in judged)
    parts: list[Part] = []
    for title in titles:
        parts += [*([", "] if parts else []), *title]
    return (say("known.measures", figures=tuple(parts)),)


def _threshold(materials: Materials) -> Answer:
    model, audit = materials.model, materials.audit
    own = () if audit is None or audit.thresholds_by_group is None else (begins(materials),)
    if model is not None:
        return (decision_rule(materials, model), *own)
    if own or audit is None or audit.threshold is None or audit.kind == "predictions":
        return own
    return (begins(materials),)


def _variation(materials: Materials) -> Answer:
    fact = confidence_fact(materials)
    return (say("about.intervals", confidence=frequency(fact)),) if fact is not None else ()


def confidence_fact(materials: Materials) -> Fact | None:
    """Keep how often intervals are worked out to hold, and return it; nothing where no policy says so."""
    audit = materials.audit
    if audit is None:
        return None
    how = "declared"
    return materials.book.declared("policy/confidence", audit.policy.confidence, "fraction", how, audit.fingerprint)


def _tested_on(materials: Materials) -> Answer:
    book, model, audit = materials.book, materials.model, materials.audit
    data = name(materials.data_name)
    if model is not None:
        test = book.count("model/test_rows", model.n_test, "rows held out", model.split, "recorded")
        return (say("known.tested_on", rows=count(test), data=data),)
    if audit is None:
        return ()
    rows = book.count("rows/all", audit.decisions.n_rows, "rows counted", audit.decisions.fingerprint)
    return (say("known.audited_on", rows=count(rows), data=data),)


def _prepared(materials: Materials) -> Answer:
    return (say("known.same_preparation"),) if materials.model is not None else ()


def _learned_from(materials: Materials) -> Answer:
    model = materials.model
    if model is None:
        return ()
    train = materials.book.count(
        "model/train_rows", model.n_train, "rows the model learned from", model.split, "recorded"
    )
    return (say("known.learned_from", rows=count(train), data=name(materials.data_name)),)


def _unitary(materials: Materials) -> Answer:
    audit = materials.audit
    if audit is None or not audit.attributes:
        return ()
    return (say("known.unitary", attributes=name(", ".join(audit.attributes), _LONGEST)),)


def _crossed(materials: Materials) -> Answer:
    audit = materials.audit
    if audit is None or not audit.crossings:
        return ()
    crossings = ", ".join(audit.axis(*one).attribute for one in audit.crossings)
    return (say("known.crossed", crossings=name(crossings, _LONGEST)),)


def _sensitive(materials: Materials) -> Answer:
    columns = [one.column for one in materials.roles.protected]
    if not columns:
        return ()
    said = say("known.protected", columns=name(", ".join(columns), _LONGEST))
    if materials.model is None:
        return (said,)
    message = "known.protected_in" if materials.roles.use_protected else "known.protected_out"
    return (said, say(message))


def _software(materials: Materials) -> Answer:
    found = versions(materials)
    return ((name(found, _LONGEST),),) if found else ()


def versions(materials: Materials) -> str:
    """Return the programs that computed it, each with its version."""
    known: dict[str, str] = dict(materials.profile.versions) if materials.profile is not None else {}
    known |= materials.model.versions if materials.model is not None else {}
    if materials.audit is not None:
        known |= materials.audit.provenance.versions
    return ", ".join(f"{package} {version}" for package, version in known.items())


def _computed_with(materials: Materials) -> Answer:
    found = versions(materials)
    return (say("known.computed_with", versions=name(found, _LONGEST)),) if found else ()


def _inputs(materials: Materials) -> Answer:
    model = materials.model
    return (say("known.inputs", columns=name(", ".join(model.columns), _LONGEST)),) if model is not None else ()


def _output(materials: Materials) -> Answer:
    if materials.model is None:
        return ()
    column = name(materials.roles.target or "")
    if materials.model.task != "binary":
        task = "classes" if materials.model.task == "multiclass" else "amounts"
        return (say(f"known.output_{task}", column=column),)
    return (say("known.output", favourable=materials.terms.favourable),)


def _next_audit(materials: Materials) -> Answer:
    day = str(materials.sign_off.expires)
    return (say("known.expires", day=Name(day)),) if day else ()


def _auditor(materials: Materials) -> Answer:
    return ((name(materials.auditor),),) if materials.auditor else ()


_KNOWN: Mapping[str, Callable[[Materials], Answer]] = {
    "model_card/details/type": _type,
    "model_card/details/parameters": _parameters,
    "model_card/factors/evaluated": _evaluated,
    "model_card/metrics/measures": _measures,
    "model_card/metrics/thresholds": _threshold,
    "model_card/metrics/variation": _variation,
    "model_card/evaluation_data/datasets": _tested_on,
    "model_card/evaluation_data/preparation": _prepared,
    "model_card/training_data/datasets": _learned_from,
    "model_card/analyses/unitary": _unitary,
    "model_card/analyses/intersectional": _crossed,
    "model_card/ethics/sensitive": _sensitive,
    **KNOWN_OF_DATA,
    "datasheet/preprocessing/software": _software,
    "annex_iv/1/c": _computed_with,
    "annex_iv/2/output": _output,
    "annex_iv/3/inputs": _inputs,
    "monitoring/next_audit": _next_audit,
    "nyc_ll144/auditor": _auditor,
}
