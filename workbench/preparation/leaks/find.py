"""``find_leaks``: the gate between preparation and any score."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from workbench.checks import check_seed, wrong_kind
from workbench.core.finding import SEVERITIES
from workbench.core.provenance import Provenance
from workbench.data.dataset import Dataset
from workbench.data.split import Split
from workbench.preparation.leaks.aggregates import aggregates
from workbench.preparation.leaks.code import code_before_split
from workbench.preparation.leaks.entities import entities
from workbench.preparation.leaks.fitted_early import check_fitted, fitted_early
from workbench.preparation.leaks.future import future
from workbench.preparation.leaks.giveaways import giveaways
from workbench.preparation.leaks.protected import protected_features, proxies
from workbench.preparation.leaks.result import Check, Leaks
from workbench.preparation.leaks.shared_rows import shared_rows
from workbench.preparation.leaks.subject import Subject
from workbench.preparation.result import Prepared

__all__ = ["find_leaks", "leaks_of"]

_MOST_ROWS = 1_000_000


def find_leaks(
    data: Dataset | Split | Prepared,
    *,
    fitted: object = (),
    notebook: str | Path | None = None,
    seed: int = 0,
) -> Leaks:
    """Look for what a model could know in training that it will not know when it is used.

    Parameters
    ----------
    data : Dataset, Split or Prepared
        The further on, the more can be looked at: of a data set its columns, of a split its two parts too, of
        prepared data only the columns that the model sees.
    fitted : object or sequence of objects, optional
        Fitted transformers, pipelines and models of scikit-learn or skrub, of which it is told whether they learned
        from held-out rows.
    notebook : str or path, optional
        A notebook, a script, or code as text. It is followed from the first line to the last and never run.
    seed : int
        Of the two halves on which one-column models are made and tried.

    Returns
    -------
    Leaks
        All checks with what came of them, findings with the most serious first, and at least one fix a finding.
        Giveaways and proxies are looked for among the rows to learn from; held-out rows are only compared with them.
        Of a data set on disk with more than 1,000,000 rows as many are drawn, which the checks say.

    Raises
    ------
    InputError
        If ``data`` is nothing of the three, ``seed`` no seed, something in ``fitted`` no fitted estimator, or the
        notebook cannot be read.
    RoleError
        If the data have no target.

    Examples
    --------
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> data = read_data("example:loans")
    >>> find_leaks(split_data(data))
    Leaks of 'loans': nothing serious, nothing to be careful about, 1 note; 7 of 10 checks applied.
    """
    seed = check_seed(seed)
    subject = _subject(data, seed)
    objects = tuple(fitted) if isinstance(fitted, (list, tuple)) else (fitted,)
    check_fitted(objects)
    found = [
        giveaways(subject),
        aggregates(subject),
        shared_rows(subject),
        entities(subject),
        fitted_early(subject, objects),
        code_before_split(notebook),
        future(subject),
        protected_features(subject),
        proxies(subject),
    ]
    findings = [one for part in found for one in part.findings]
    checks = [_with_drawn(check, subject, data) for part in found for check in part.checks]
    settings = {
        "columns": subject.columns,
        "fitted": [type(one).__name__ for one in objects],
        "notebook": None if notebook is None else str(notebook),
    }
    return Leaks(
        provenance=Provenance("find_leaks", settings, (data.fingerprint,), seed),
        data_name=subject.data.name,
        checks=tuple(checks),
        findings=tuple(sorted(findings, key=lambda one: SEVERITIES.index(one.severity))),
        fixes=tuple(dict.fromkeys(fix for part in found for fix in part.fixes)),
    )


def leaks_of(prepared: Prepared) -> Leaks:
    """Return what :func:`find_leaks` finds for prepared data; it looks once for the same object.

    Parameters
    ----------
    prepared : Prepared
        What a model is about to be trained on.
    """
    kept: dict[str, object] = prepared.__dict__  # as a cached property would, of which Prepared knows nothing
    known = kept.get("_leaks")
    if not isinstance(known, Leaks):
        known = kept["_leaks"] = find_leaks(prepared)
    return known


def _with_drawn(check: Check, subject: Subject, data: Dataset | Split | Prepared) -> Check:
    """Return the check with how many rows were drawn, where not all were looked at."""
    if not isinstance(data, Dataset) or subject.data.n_rows == data.n_rows or check.outcome == "not applicable":
        return check
    drawn = f"{subject.data.n_rows:,} of {data.n_rows:,} rows were drawn for it"
    return replace(check, detail=f"{check.detail.removesuffix('.')}; {drawn}.")


def _subject(data: object, seed: int) -> Subject:
    if isinstance(data, Prepared):
        return Subject(data.split.data, data.columns, seed, data.split, data)
    if isinstance(data, Split):
        return Subject(data.data, data.train.features, seed, data)
    if isinstance(data, Dataset):
        whole = data.sample(_MOST_ROWS, seed=seed) if data.is_stored and data.n_rows > _MOST_ROWS else data
        return Subject(whole, whole.features, seed)
    raise wrong_kind("data", data, Dataset, Split, Prepared, give="what read_data, split_data or prepare_data returned")
