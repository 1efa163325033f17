"""``ModelFile``: a model and what its file says of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from workbench.core.finding import Finding
from workbench.core.provenance import Provenance, Result
from workbench.core.version import installed_versions
from workbench.data.roles import TWO_VALUED, Roles, Task, label_of
from workbench.errors import InputError
from workbench.modeling.given import GivenModel
from workbench.modeling.result import Fitted

__all__ = ["PACKAGES", "SCHEMA", "ModelFile", "file_from", "specification_of"]

SCHEMA = "workbench.model/1"
PACKAGES = ("scikit-learn", "numpy", "scipy", "skops", "skrub", "lightgbm", "xgboost")
"""The packages that rebuild a model, whose versions matter."""

_ABOVE = math.nextafter(1, 2)
"""A threshold that nobody reaches: probabilities go up to 1."""

_OPTIONAL = {"lightgbm": "lightgbm", "xgboost": "xgboost", "skrub": "skrub"}


@dataclass(frozen=True, eq=False)
class ModelFile(Result):
    """A model, with what its file says of it; or what would have been said of one that was not stored.

    Parameters
    ----------
    name : str
        The file's name.
    path : path or None
        Where it is; ``None`` of a model that was not stored.
    model : object
        The fitted pipeline.
    title : str
        What readers call the model.
    task : {"binary", "multiclass", "regression"} or None
        What it predicts; ``None`` where nobody said.
    classes : tuple of str
        The outcomes or classes, in the order of its probabilities.
    favourable : str
        The favourable one of two outcomes; empty where there is none.
    threshold : float
        A decision is favourable when the score is at least this; ``nan`` where there is none.
    columns : tuple of str
        The original columns that it reads.
    seed : int or None
        Of its training.
    fingerprints : mapping of str to str
        Of the data, the split, the preparation and the model itself.
    versions : mapping of str to str
        Of the packages it was saved with.
    findings : tuple of Finding
        Not stored (WB317), other versions (WB318), nothing said (WB319).
    """

    name: str
    path: Path | None
    model: Any
    title: str
    task: Task | None
    classes: tuple[str, ...]
    favourable: str
    threshold: float
    columns: tuple[str, ...]
    seed: int | None
    fingerprints: Mapping[str, str]
    versions: Mapping[str, str]
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        """Keep the mappings from being edited afterwards."""
        object.__setattr__(self, "fingerprints", MappingProxyType(dict(self.fingerprints)))
        object.__setattr__(self, "versions", MappingProxyType(dict(self.versions)))

    def __repr__(self) -> str:
        """Return what the file holds in one sentence."""
        told = "".join(f". {one}" for one in self.findings if one.code != "WB319")
        if self.path is None:
            return f"Model of {len(self.columns)} columns, {self.title}, kept in no file{told}."
        return f"Model file {self.name!r}: {self.title}, of {len(self.columns)} columns{told}."

    def threshold_for(self, roles: Roles, classes: Sequence[object] = ()) -> float:
        """Return the threshold, which says something of one favourable outcome only.

        Parameters
        ----------
        roles : Roles
            Of the data to decide about.
        classes : sequence
            What the data call the file's ``classes``, in their order; by default the same.

        Raises
        ------
        InputError
            If another outcome of the data is favourable.
        """
        own = self.classes.index(self.favourable) if self.favourable in self.classes else -1
        said = [label_of(one) for one in classes or self.classes]
        found = said[own] if 0 <= own < len(said) else self.favourable
        same = any({found, roles.favourable} <= set(pair) for pair in zip(*TWO_VALUED, strict=True))
        if roles.task == "binary" and found != roles.favourable and not same:
            raise InputError(
                f"The threshold {self.threshold:g} in {self.name!r} is for {found!r}, and in the data "
                f"{roles.favourable!r} is favourable.\n"
                f"Read the data with favourable={found!r}, or give a threshold for {roles.favourable!r}: threshold=."
            )
        return self.threshold

    def _content(self) -> object:
        threshold = None if math.isnan(self.threshold) else self.threshold
        return [self.title, self.task, self.classes, self.favourable, threshold, self.columns, dict(self.fingerprints)]


def specification_of(model: Any, pipeline: Any) -> dict[str, Any]:
    """Return what is known of a model, as JSON holds it.

    Parameters
    ----------
    model : Fitted or object
        What was asked to be saved.
    pipeline : object
        What predicts.
    """
    whole = f"{type(pipeline).__module__} {_modules(pipeline)}"
    used = [one for one in PACKAGES if one not in _OPTIONAL or _OPTIONAL[one] in whole]
    told: dict[str, Any] = {"schema": SCHEMA, "versions": installed_versions(used), "fingerprints": {}, "seed": None}
    if not isinstance(model, Fitted):
        named = getattr(pipeline, "feature_names_in_", ())
        task = None if hasattr(pipeline, "predict_proba") else "regression"
        plain: dict[str, Any] = {
            "title": type(pipeline).__name__,
            "task": task,
            "classes": [],
            "favourable": "",
            "threshold": None,
        }
        return told | plain | {"columns": [str(one) for one in named]}
    split = model.prepared.split
    given = model.pipeline if isinstance(model.pipeline, GivenModel) else None
    made = {"fitted": model, "prepared": model.prepared, "split": split, "data": split.data}
    return told | {
        "title": model.title,
        "model": model.model,
        "task": model.task,
        "classes": list(given.in_own_order(model.classes) if given is not None else model.classes),
        "favourable": model.classes[1] if model.task == "binary" else "",
        "threshold": None if math.isnan(model.threshold) else model.threshold,
        "columns": list((given.names if given is not None else ()) or model.prepared.columns),
        "seed": model.provenance.seed,
        "fingerprints": {name: one.fingerprint for name, one in made.items()},
    }


def _modules(pipeline: Any) -> str:
    from workbench.modeling.intact import parts_of

    return " ".join(sorted({type(one).__module__ for one in parts_of(pipeline)}))


def file_from(
    told: Mapping[str, Any],
    provenance: Provenance,
    *,
    name: str,
    path: Path | None,
    model: Any,
    findings: tuple[Finding, ...],
) -> ModelFile:
    """Return a model's file, from what it says of itself, which is believed only as far as it can be.

    Raises
    ------
    InputError
        If it says what no such model can be.
    """
    _check(told, name, model)
    threshold = told["threshold"]
    return ModelFile(
        provenance=provenance,
        name=name,
        path=path,
        model=model,
        title=told["title"],
        task=told["task"],
        classes=tuple(told["classes"]),
        favourable=told["favourable"],
        threshold=float("nan") if threshold is None else float(threshold),
        columns=tuple(told["columns"]),
        seed=told["seed"],
        fingerprints=told["fingerprints"],
        versions=told["versions"],
        findings=findings,
    )


def _check(told: Mapping[str, Any], name: str, model: Any) -> None:
    task, classes, threshold, seed = (told.get(one, ...) for one in ("task", "classes", "threshold", "seed"))
    named = getattr(model, "feature_names_in_", None)
    is_right = {
        "title": isinstance(told.get("title"), str),
        "task": task is None or (task in get_args(Task) and hasattr(model, _method(task))),
        "classes": _are_texts(classes) and _fits(task, classes, model),
        "favourable": told.get("favourable") in (classes if task == "binary" and _are_texts(classes) else ("",)),
        "threshold": threshold is None or (_is_number(threshold) and 0 <= threshold <= _ABOVE and task == "binary"),
        "columns": _are_texts(told.get("columns")) and (named is None or set(told["columns"]) >= set(named)),
        "seed": seed is None or (isinstance(seed, int) and not isinstance(seed, bool)),
        "fingerprints": _are_pairs(told.get("fingerprints")),
        "versions": _are_pairs(told.get("versions")),
    }
    wrong = [one for one, fits in is_right.items() if not fits]
    if wrong:
        raise InputError(
            f"What {name!r} says of its model does not fit it: {', '.join(wrong)}.\n"
            f"Load the model alone, and say yourself what it is for: load_model({name!r})."
        )


def _method(task: str) -> str:
    return "predict" if task == "regression" else "predict_proba"


def _fits(task: object, classes: list[str], model: Any) -> bool:
    if task in (None, "regression"):
        return not classes
    seen = getattr(model, "classes_", None)
    n_classes = len(classes)
    return len(set(classes)) == n_classes >= 2 and (task != "binary" or n_classes == 2) and _few(seen, n_classes)


def _few(seen: Any, n_classes: int) -> bool:
    return seen is None or len(seen) <= n_classes


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(one, str) for one in values)


def _are_pairs(pairs: object) -> bool:
    return isinstance(pairs, Mapping) and all(isinstance(one, str) for pair in pairs.items() for one in pair)
