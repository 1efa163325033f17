"""Transformers and models that were fitted before the split: WB214."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from workbench.checks import called
from workbench.core.finding import Finding
from workbench.data.split import Split
from workbench.errors import InputError
from workbench.preparation.leaks.learned import is_estimator, learned, rows_learned_from, same
from workbench.preparation.leaks.result import Check, Fix, Outcome
from workbench.preparation.leaks.subject import Found, Subject
from workbench.preparation.result import raw_frame

__all__ = ["check_fitted", "fitted_early"]

_TITLE = "Transformers and models fitted before the split"
_SHOWN = 3
_FILLINGS = ("", "rows left out", "zeros", "medians", "means")
"""What people do about missing numbers before a step that takes none; only an exact match counts."""


class _Evidence(NamedTuple):
    """What shows that something learned from rows that are held out.

    Parameters
    ----------
    path : str
        Where in the object.
    said : str
        As the end of a sentence.
    value, threshold : float
        What it learned, and what it would have learned from the training rows.
    """

    path: str
    said: str
    value: float
    threshold: float


def check_fitted(fitted: Sequence[Any]) -> None:
    """Refuse what is no estimator or has learned nothing yet.

    Parameters
    ----------
    fitted : sequence
        What was handed in.

    Raises
    ------
    InputError
        At the first such object, by its place.
    """
    for place, one in enumerate(fitted):
        if not is_estimator(one):
            raise InputError(
                f"fitted[{place}] is {called(one)}, not an estimator.\n"
                "Give fitted transformers, pipelines or models of scikit-learn or skrub."
            )
        if not _is_fitted(one):
            raise InputError(
                f"fitted[{place}], a {type(one).__name__}, is not fitted.\n"
                "Give it after its fit was called, or leave it out."
            )


def _is_fitted(one: Any) -> bool:
    try:
        check_is_fitted(one)
    except NotFittedError:
        return False
    except Exception:  # noqa: BLE001 - objects of others that do not follow scikit-learn in everything
        return any(name.endswith("_") and not name.startswith("_") for name in vars(one))
    return True


def fitted_early(subject: Subject, fitted: Sequence[object]) -> Found:
    """Look whether fitted objects learned from held-out rows.

    Parameters
    ----------
    subject : Subject
        With a split.
    fitted : sequence
        Fitted transformers, pipelines and models of scikit-learn or skrub.
    """
    split = subject.split
    if split is None:
        return Found((Check("fitted_early", _TITLE, "not applicable", "Nothing is held out yet."),))
    own = [] if subject.prepared is None or subject.prepared.transformer is None else [subject.prepared.transformer]
    if not fitted and not own:
        return Found((Check("fitted_early", _TITLE, "not applicable", "No fitted object was handed in: fitted=[…]."),))
    named = [*((f"fitted[{place}]", one) for place, one in enumerate(fitted)), *(("prepared", one) for one in own)]
    judged = [(name, one, *_judged(one, split, name == "prepared")) for name, one in named]
    found = [(name, one, evidence) for name, one, evidence, _ in judged if evidence]
    unknown = [name for name, _, evidence, known in judged if not (evidence or known)]
    objects = "1 fitted object was" if len(named) == 1 else f"{len(named)} fitted objects were"
    detail = f"{objects} compared with the same fitted to the training rows alone"
    detail += f"; of {', '.join(unknown)} nothing tells what rows it learned from." if unknown else "."
    # Nothing is said to be right of which nothing is known.
    outcome: Outcome = "found" if found else "not applicable" if unknown else "nothing found"
    return Found(
        (Check("fitted_early", _TITLE, outcome, detail),),
        tuple(_finding(name, one, evidence, split) for name, one, evidence in found),
        tuple(_fix(name, one, split) for name, one, _ in found),
    )


def _judged(fitted: Any, split: Split, is_own: bool) -> tuple[list[_Evidence], bool]:
    """Return what shows that an object learned from held-out rows, and whether anything could be told of it."""
    fitted = getattr(fitted, "best_estimator_", fitted)
    n_train, n_both = split.train.n_rows, split.train.n_rows + split.test.n_rows
    counts = rows_learned_from(fitted)
    # Other numbers are no evidence: rows may have been drawn again, or left out.
    evidence = [
        _Evidence(path, f"counted {n:,} rows, and {n_train:,} are to learn from", n, n_train)
        for path, n in counts.items()
        if n in (n_both, split.data.n_rows)
    ]
    if evidence:
        return evidence, True
    if is_own and n_train in counts.values():  # one call fitted all its steps, so that one count tells of all
        return [], True
    compared = [_compared(part, path, split) for path, part in _to_refit(fitted)]
    known = n_train in counts.values() or any(told for _, told in compared)
    return [one for found, _ in compared for one in found], known


def _to_refit(fitted: Any) -> Iterator[tuple[str, Any]]:
    """Return the parts that are fitted again: of a pipeline all but the model at its end."""
    if isinstance(fitted, Pipeline) and hasattr(fitted.steps[-1][1], "predict"):
        if len(fitted.steps) > 1:
            yield "", fitted[:-1]
        return
    yield "", fitted


def _compared(fitted: Any, path: str, split: Split) -> tuple[list[_Evidence], bool]:
    """Return where what was learned equals what all rows teach and not what the training rows do."""
    ours = learned(fitted)
    if not ours:
        return [], False
    for filling in _FILLINGS:
        from_train = _refitted(fitted, split, "train", filling)
        if from_train is None:
            continue
        differing = [
            name for name, value in ours.items() if name not in from_train or not same(value, from_train[name])
        ]
        if not differing:
            return [], True
        for whole in ("both parts", "all rows"):
            from_all = _refitted(fitted, split, whole, filling) or {}
            told = [name for name in differing if name in from_all and same(ours[name], from_all[name])]
            if told:
                return [_differing(f"{path}{name}", ours[name], from_train.get(name), whole) for name in told], True
    return [], False


def _differing(path: str, ours: np.ndarray[Any, Any], theirs: np.ndarray[Any, Any] | None, whole: str) -> _Evidence:
    said = f"is what {'training and held-out rows together' if whole == 'both parts' else 'all rows'} teach"
    if theirs is None or ours.shape != theirs.shape or ours.dtype.kind not in "iuf" or theirs.dtype.kind not in "iuf":
        return _Evidence(path, said, float("nan"), float("nan"))
    place = int(np.argmax(np.abs(np.nan_to_num(ours.astype(float) - theirs.astype(float)))))
    value, threshold = float(ours.flat[place]), float(theirs.flat[place])
    return _Evidence(path, f"{said}: {value:.6g}, the training rows alone {threshold:.6g}", value, threshold)


def _refitted(fitted: Any, split: Split, rows: str, filling: str) -> dict[str, Any] | None:
    """Return what the same object learns from some rows; ``None`` where it cannot be fitted to them."""
    names = getattr(fitted, "feature_names_in_", None)
    columns = list(split.data.features) if names is None else [str(name) for name in names]
    if any(name not in split.data.columns for name in columns):
        return None
    frame, outcomes, target = _rows(split, columns, rows)
    if filling:
        kept = frame.notna().all(axis=1) if filling == "rows left out" else np.ones(len(frame), dtype=bool)
        frame, outcomes, target = _filled(frame, filling)[kept], outcomes[kept], target[kept]
    if names is None:
        fitting = _columns_of(fitted, frame)
        if fitting is None:
            return None
        frame = fitting
    for taught in (outcomes, target):
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                return learned(clone(fitted).fit(frame, taught))
        except Exception:  # noqa: BLE001, S112 - whatever an object of others raises, it cannot be compared
            continue
    return None


def _columns_of(fitted: Any, frame: pd.DataFrame) -> Any:
    """Return the columns that an object fitted to an array may have had: all, or all numbers."""
    n = getattr(fitted, "n_features_in_", None)
    numbers = frame.select_dtypes("number")
    chosen = next((one for one in (frame, numbers) if one.shape[1] == n), None)
    return None if chosen is None else chosen.to_numpy()


def _rows(split: Split, columns: list[str], rows: str) -> tuple[pd.DataFrame, Any, Any]:
    target = str(split.data.roles.target)
    if rows == "both parts":
        parts: list[Any] = [split.train, split.test]
    else:
        parts = [split.train] if rows == "train" else [split.data]
    frame = pd.concat([raw_frame(part, columns) for part in parts], ignore_index=True)
    outcomes = np.concatenate([part.targets() for part in parts])
    return frame, outcomes, pd.concat([part.frame([target])[target] for part in parts], ignore_index=True).to_numpy()


def _filled(frame: pd.DataFrame, filling: str) -> pd.DataFrame:
    numbers = frame.select_dtypes("number").columns
    if filling == "zeros":
        return frame.fillna(dict.fromkeys(numbers, 0.0))
    if filling in ("medians", "means"):
        middle = frame[numbers].median() if filling == "medians" else frame[numbers].mean()
        return frame.fillna(dict(middle))
    return frame


def _finding(name: str, fitted: object, evidence: list[_Evidence], split: Split) -> Finding:
    shown = "; ".join(f"{one.path} {one.said}" for one in evidence[:_SHOWN])
    more = f"; and {len(evidence) - _SHOWN} more" if len(evidence) > _SHOWN else ""
    first = evidence[0]
    known = not np.isnan(first.value)
    return Finding(
        "WB214",
        "serious",
        f"{name}, a {type(fitted).__name__}, learned from held-out rows: {shown}{more}",
        "What it learned from held-out rows goes into every prediction, so that the model looks better than it is.",
        "Fit it to the training rows alone: as a step of the recipe, or after the split.",
        value=first.value if known else None,
        threshold=first.threshold if known else None,
        n=split.train.n_rows,
        scope=name,
    )


def _fix(name: str, fitted: Any, split: Split) -> Fix:
    if name == "prepared":
        python = "prepared = wb.prepare_data(split, recipe)"
    else:
        names = getattr(fitted, "feature_names_in_", None)
        columns = "list(split.train.features)" if names is None else repr([str(one) for one in names])
        numbers = "" if names is not None else '.select_dtypes("number").to_numpy()'
        taught = "outcomes" if split.data.roles.task == "binary" else "targets"
        python = (
            "from sklearn.base import clone\n"
            f"{name} = clone({name}).fit(split.train.frame({columns}){numbers}, split.train.{taught}())"
        )
    return Fix("WB214", name, "fit it to the training rows alone", python)
