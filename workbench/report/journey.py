"""``report_data``: the whole way from a table to a report file, in one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path

from workbench.audit.disclosure.level import Disclosure
from workbench.audit.entrances import audit_model
from workbench.audit.policy import Policy
from workbench.core.sign_off import SignOff
from workbench.data.dataset import Dataset
from workbench.data.split import split_data
from workbench.explanation.explain import explain_model
from workbench.modeling.candidates import as_candidate
from workbench.modeling.fit import fit_model
from workbench.preparation.prepare import prepare_data
from workbench.preparation.suggest import suggest_recipe
from workbench.report.build import build_report
from workbench.report.formats import format_of
from workbench.report.write import check_report_path, write_report

__all__ = ["N_STEPS", "Progress", "report_data"]

Progress = Callable[[str], None]
"""Called with the name of each step before it begins."""

N_STEPS = 7
"""How many steps :func:`report_data` takes."""


def report_data(
    data: Dataset,
    path: str | Path,
    *,
    audience: str = "brief",
    model: object = "boosted_trees",
    policy: Policy | None = None,
    owner: str = "",
    sign_off: SignOff | None = None,
    fields: Mapping[str, str] | str | PathLike[str] | None = None,
    disclosure: Disclosure | str = "internal",
    front_matter: bool = False,
    seed: int = 0,
    progress: Progress | None = None,
) -> Path:
    """Split, prepare, fit, explain, audit, and write a report.

    Parameters
    ----------
    data : Dataset
        With a target.
    path : str or path
        The file to write; it ends in ``.html``, ``.pdf``, ``.docx``, ``.md`` or ``.json``.
    audience : str
        Whom it is for, as for ``build_report``.
    model : str, Candidate or estimator
        As for ``fit_model``.
    policy : Policy, optional
        What is compared and tolerated; by default as for ``audit_model``.
    owner : str
        Who answers for the system.
    sign_off : SignOff, optional
        As for ``build_report``.
    fields : mapping or path, optional
        As for ``build_report``.
    disclosure : {"internal", "public", "full"} or Disclosure
        As for ``build_report``.
    front_matter : bool
        As for ``write_report``.
    seed : int
        Seed of the split, the model and the draw of explained rows.
    progress : callable, optional
        Called with the name of each of the 7 steps before it begins.

    Returns
    -------
    pathlib.Path
        The file written.
    """
    format = format_of(check_report_path(path))
    if front_matter:
        format.with_front_matter()  # refuses another format before the work is done
    as_candidate(model, task=data.roles.task)
    tell = progress or (lambda _step: None)
    tell("Holding rows out")
    split = split_data(data, seed=seed)
    tell("Preparing columns")
    prepared = prepare_data(split, suggest_recipe(split))
    tell("Training the model")
    fitted = fit_model(prepared, model, seed=seed)
    tell("Explaining it")
    explanation = explain_model(fitted, seed=seed)
    tell("Comparing groups")
    audit = audit_model(fitted, policy=policy)
    tell("Building the report")
    document = build_report(
        fitted,
        explanation,
        audit,
        audience=audience,
        owner=owner,
        sign_off=sign_off,
        fields=fields,
        disclosure=disclosure,
    )
    tell("Writing it")
    return write_report(document, path, front_matter=front_matter)
