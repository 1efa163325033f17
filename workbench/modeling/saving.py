"""``save_model``: a fitted model in a file that can be read again without trusting who wrote it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted

from workbench.checks import called
from workbench.core.files import write_whole
from workbench.core.finding import Finding
from workbench.core.provenance import Provenance
from workbench.core.version import installed_versions
from workbench.errors import InputError
from workbench.modeling.given import GivenModel
from workbench.modeling.model_file import PACKAGES, SCHEMA, ModelFile, file_from, specification_of
from workbench.modeling.result import Fitted
from workbench.modeling.trusted import content_of, model_from, untrusted_in

__all__ = ["read_model", "save_model"]

_MEMBER = "workbench.json"
_MOST_ROWS = 200
_MOST_SPECIFICATION = 10_000_000


def save_model(model: Fitted | Any, path: str | Path, *, overwrite: bool = False) -> ModelFile:
    """Write a fitted model into a skops file, with what has to be known to use it.

    Parameters
    ----------
    model : Fitted or estimator
        What ``fit_model`` returned; or a fitted scikit-learn pipeline, of which less is known.
    path : str or path
        The file; its name ends in ``.skops``. It is written whole or not at all.
    overwrite : bool
        Whether a file of that name may be replaced.

    Returns
    -------
    ModelFile
        What was written. A model that holds a type which is not on the workbench's list, or that does not predict the
        same when it is read back, is not stored: ``path`` is ``None``, nothing is written, and finding WB317 says why;
        what is known of the model is kept in the result.

    Raises
    ------
    InputError
        If the name does not end in ``.skops``, there is such a file already, it cannot be written, or the model is not
        fitted; or if the package skops is not there.

    Notes
    -----
    What is written is read back, with the same checks as :func:`load_model`, and has to predict exactly the same for
    up to 200 held-out rows. No row of the data is written; but a model may hold values of its training rows, such as
    the names of categories, or of neighbours whole rows.

    Examples
    --------
    >>> import tempfile
    >>> from workbench.data.read import read_data
    >>> from workbench.data.split import split_data
    >>> from workbench.modeling.fit import fit_model
    >>> from workbench.preparation.prepare import prepare_data
    >>> data = read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"])
    >>> fitted = fit_model(prepare_data(split_data(data)), "logistic_regression")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     saved = save_model(fitted, Path(folder) / "model.skops")
    ...     read_model(saved.path).threshold
    0.5
    """
    target = Path(path)
    _check_target(target, overwrite)
    pipeline = _pipeline_of(model)
    told = specification_of(model, pipeline)
    content, problem = _content(pipeline, target.name)
    if not problem:
        content = _with_specification(content, told)
        problem = _read_back(model, pipeline, content, target.name)
    findings = (_not_stored(problem),) if problem else ()
    saved = file_from(
        told,
        Provenance("save_model", {"name": target.name}, _inputs(model)),
        name=target.name,
        path=None if problem else target,
        model=pipeline,
        findings=findings,
    )
    if not problem:
        write_whole(target, content)  # after all that could go wrong
    return saved


def read_model(path: str | Path) -> ModelFile:
    """Read a model's file: the model, as :func:`load_model` gives it, and what the file says of it.

    Parameters
    ----------
    path : str or path
        What :func:`save_model` wrote; or what ``skops.io.dump`` did, which says nothing of outcomes and thresholds
        (finding WB319).

    Returns
    -------
    ModelFile
        With finding WB318 where it was written with other versions of the packages that rebuild it.

    Raises
    ------
    InputError
        As :func:`load_model`, or if what the file says of its model cannot be.
    """
    content = content_of(path)
    target = Path(path)
    pipeline = model_from(content, target.name)
    told = _specification_in(content, target.name)
    findings = _differing(told) if told is not None else (_UNSAID,)
    return file_from(
        told if told is not None else specification_of(None, pipeline),
        Provenance("read_model", {"name": target.name}, ()),
        name=target.name,
        path=target,
        model=pipeline,
        findings=findings,
    )


def _check_target(target: Path, overwrite: bool) -> None:
    if target.suffix.lower() != ".skops":
        raise InputError(
            f"path is {str(target)!r}, which does not end in '.skops'.\n"
            "Give such a name: models are stored in skops files, never pickled."
        )
    if target.exists() and not overwrite:
        raise InputError(
            f"{str(target)!r} is there already.\nChoose another name, or replace it: save_model(…, overwrite=True)."
        )


def _pipeline_of(model: Any) -> Any:
    """Return what predicts: of a model that somebody brought along, what they brought."""
    pipeline = model.pipeline if isinstance(model, Fitted) else model
    if isinstance(pipeline, GivenModel):
        pipeline = pipeline.model
    if isinstance(pipeline, type) or not hasattr(pipeline, "predict"):
        raise InputError(
            f"model is {called(model)}, which does not predict.\nGive what fit_model returns, or its pipeline."
        )
    if isinstance(pipeline, BaseEstimator) and not isinstance(model, Fitted):
        try:
            check_is_fitted(pipeline)
        except NotFittedError as error:
            raise InputError(
                f"model is {called(model)} that is not fitted.\n"
                "Fit it, or train it here and save that: fit_model(prepared, model)."
            ) from error
    return pipeline


def _content(pipeline: Any, name: str) -> tuple[bytes, str]:
    """Return the bytes of a file, and why it cannot be stored; one of them is empty."""
    try:
        import skops.io
    except ImportError as error:
        raise InputError(
            "The package skops, which writes such files, is not installed.\n"
            "Install it: pip install 'notebook-workbench[model-files]'."
        ) from error
    try:
        content: bytes = skops.io.dumps(pipeline)
    except Exception as error:  # noqa: BLE001 - an object of any library may refuse in its own way
        return b"", f"It cannot be written down: {type(error).__name__}, {str(error).partition(chr(10))[0]}"
    unknown = untrusted_in(content, name)
    if unknown:
        return b"", f"It holds types that are not loaded from files here: {', '.join(unknown)}."
    return content, ""


def _with_specification(content: bytes, told: dict[str, Any]) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(_MEMBER, json.dumps(told, indent=1, allow_nan=False))
    return buffer.getvalue()


def _read_back(model: Any, pipeline: Any, content: bytes, name: str) -> str:
    """Return why a file would not give the model again; empty where it does."""
    try:
        again = model_from(content, name)
    except InputError as error:
        return str(error).replace("\n", " ")
    if isinstance(model, Fitted):
        test = model.prepared.split.test
        rows = test.take(np.arange(min(_MOST_ROWS, test.n_rows)), Provenance("take", {}, ()))
        frame = model.prepared.raw_frame(rows)
        method = "predict_proba" if hasattr(pipeline, "predict_proba") else "predict"
        whole = model.pipeline
        both = (whole, replace(whole, model=again) if isinstance(whole, GivenModel) else again)
        before, after = (np.asarray(getattr(one, method)(frame)) for one in both)
        if not np.array_equal(before, after):
            return "What was written does not predict the same when it is read back."
    return ""


def _specification_in(content: bytes, name: str) -> dict[str, Any] | None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if _MEMBER not in archive.namelist():
            return None
        if archive.getinfo(_MEMBER).file_size > _MOST_SPECIFICATION:
            raise _unreadable(name)
        try:
            told = json.loads(archive.read(_MEMBER))
        except Exception as error:  # whatever a damaged archive brings about
            raise _unreadable(name) from error
    if not isinstance(told, dict) or told.get("schema") != SCHEMA:
        raise _unreadable(name)
    return told


def _unreadable(name: str) -> InputError:
    return InputError(f"What {name!r} says of its model cannot be read.\nLoad the model alone: load_model({name!r}).")


def _inputs(model: Any) -> tuple[str, ...]:
    return (model.fingerprint,) if isinstance(model, Fitted) else ()


def _differing(told: dict[str, Any]) -> tuple[Finding, ...]:
    now, then = installed_versions(PACKAGES), told.get("versions", {})
    other = [f"{one} {then[one]}, here {now[one]}" for one in PACKAGES if one in then and then[one] != now[one]]
    if not other:
        return ()
    return (
        Finding(
            "WB318",
            "caution",
            "The model was saved with other versions of the packages that rebuild it",
            f"A model may predict otherwise with them, or not at all: {'; '.join(other)}.",
            "Compare its predictions with recorded ones before you use it, or install the versions it was saved with.",
        ),
    )


def _not_stored(why: str) -> Finding:
    return Finding(
        "WB317",
        "caution",
        "The model is not stored",
        why,
        "Keep the code that trains it: with the same data, seed and versions it can be trained again. "
        "Or use steps and a model of scikit-learn, LightGBM or XGBoost.",
    )


_UNSAID = Finding(
    "WB319",
    "note",
    "The file does not say what its model was made for",
    "It was not written by save_model: which outcome is favourable, the threshold, and what it was trained on are not "
    "known from it.",
    "Say them where you use the model, or save it again: save_model(fitted, path).",
)
