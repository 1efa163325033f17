"""``load_model``: a fitted model from a skops file that holds nothing but what was looked at here.

Loading a model can run whatever its writer liked. A skops file says what it holds before anything is loaded, and
here that is compared with a list of ours: never with one that the file brings, nor with the library's own. Of trees,
neighbours and support vectors the numbers are looked at too, as compiled code would follow them anywhere.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from workbench.errors import InputError
from workbench.modeling.boosters import nodes_of, problem_of_schema
from workbench.modeling.intact import parts_of, problem_of
from workbench.modeling.trusted_types import LOADERS, TRUSTED

__all__ = ["TRUSTED", "content_of", "load_model", "model_from", "object_from", "untrusted_in"]

_MOST_BYTES = 2**30
_PICKLED = (".pkl", ".pickle", ".joblib", ".dill", ".sav")
_SAVE = "wb.save_model(fitted, 'model.skops')"
_NAMES = {"__class__", "__module__", "__loader__"}
_BY_CYTHON = "sklearn._loss._loss."


def load_model(path: str | Path) -> Any:
    """Load a fitted model from a skops file.

    Parameters
    ----------
    path : str or path
        What :func:`save_model` wrote, or ``skops.io.dump(pipeline, "model.skops")``.

    Returns
    -------
    model
        Something with ``predict_proba`` or ``predict``. What else the file says of it, :func:`read_model` tells.

    Raises
    ------
    InputError
        If it is no skops file, holds a type that is not on the workbench's list, numbers that lead out of its own
        arrays, or no model; or if the package skops is not there. Pickled files, such as joblib's, are refused unread.

    Notes
    -----
    The list is reviewed by hand: classes of NumPy, scikit-learn, skrub, LightGBM and XGBoost that hold numbers, text
    and one another. It vouches for what loading does, not for what a model predicts: that is whatever its writer made.

    Examples
    --------
    >>> load_model("model.pkl")
    Traceback (most recent call last):
    workbench.errors.InputError: 'model.pkl' is a pickled file, and loading one runs whatever its writer put into it.
    Save the model with skops instead: wb.save_model(fitted, 'model.skops').
    """
    return model_from(content_of(path), Path(path).name)


def content_of(path: str | Path) -> bytes:
    """Return the bytes of a file that may be a skops file.

    Raises
    ------
    InputError
        If its name is that of another kind of file, it cannot be read, or is too large for a model.
    """
    file = Path(path)
    _check_suffix(file)
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise _too_large(file.name)
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read: {error.strerror}.\nName a model's file.") from error


def model_from(content: bytes, name: str) -> Any:
    """Return the model in the bytes of a skops file, checked as :func:`load_model` says.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        What to call it in an error.

    Raises
    ------
    InputError
        As :func:`load_model`.
    """
    model = object_from(content, name)
    if not (hasattr(model, "predict_proba") or hasattr(model, "predict")):
        raise InputError(
            f"{name!r} holds a {type(model).__name__}, which has neither predict_proba nor predict.\n"
            f"Save the fitted model: {_SAVE}."
        )
    return model


def object_from(content: bytes, name: str) -> Any:
    """Return what is in the bytes of a skops file, such as a step of a preparation, with the checks of a model.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        What to call it in an error.

    Raises
    ------
    InputError
        As :func:`load_model`, but for objects that do not predict.
    """
    try:
        import skops.io
    except ImportError as error:
        raise InputError(
            "model is a file, and the package skops, which reads such files, is not installed.\n"
            "Install it: pip install 'notebook-workbench[model-files]'. Or give the fitted pipeline itself."
        ) from error
    schema = _schema(content, name)
    _check_trusted(schema, name)
    problem = problem_of_schema(schema) or _problem_of_members(content, schema)
    if problem:
        raise _not_intact(name, problem)
    try:
        # Of what skops asks about, everything was found in our list.
        model = skops.io.loads(content, trusted=sorted({kind for _, kind in _named(schema)}))
    except Exception as error:  # whatever a damaged file brings about
        raise InputError(
            f"{name!r} cannot be loaded: {type(error).__name__}, {str(error).partition(chr(10))[0]}\n"
            "It is damaged, or was written by another version of scikit-learn: give the fitted pipeline itself."
        ) from error
    _check_reads_no_files(model, name)
    problem = problem_of(model)
    if problem:
        raise _not_intact(name, problem)
    return model


def untrusted_in(content: bytes, name: str) -> tuple[str, ...]:
    """Return the types in the bytes of a skops file that are not loaded here, rising."""
    schema = _schema(content, name)
    return tuple(sorted({kind for loader, kind in _named(schema) if not _is_trusted(loader, kind)}))


def _check_suffix(file: Path) -> None:
    suffix = file.suffix.lower()
    if suffix in _PICKLED:
        raise InputError(
            f"{file.name!r} is a pickled file, and loading one runs whatever its writer put into it.\n"
            f"Save the model with skops instead: {_SAVE}."
        )
    if suffix != ".skops":
        raise InputError(
            f"{file.name!r} ends in {suffix!r}, which is no kind of model file known here.\n"
            f"Save the model with skops: {_SAVE}."
        )


def _schema(content: bytes, name: str) -> Any:
    """Return what a file says that it holds, without loading any of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            is_small = _unpacked(archive) <= _MOST_BYTES
            schema = json.loads(archive.read("schema.json")) if is_small else None
    except Exception as error:  # whatever a damaged archive brings about
        raise InputError(f"{name!r} is no skops file, or is damaged.\nSave the model with skops: {_SAVE}.") from error
    if not is_small:
        raise _too_large(name)
    return schema


def _unpacked(archive: zipfile.ZipFile) -> int:
    """Return how many bytes an archive holds, and the archives in it: sparse matrices are stored as such."""
    inside = archive.infolist()
    total = sum(one.file_size for one in inside)
    if total > _MOST_BYTES:
        return total
    for one in inside:
        if one.filename.endswith(".npz"):
            with zipfile.ZipFile(io.BytesIO(archive.read(one))) as nested:
                total += sum(part.file_size for part in nested.infolist())
    return total


def _named(schema: object) -> set[tuple[str, str]]:
    """Return every loader and type that a file names."""
    return {
        (str(node.get("__loader__")), f"{node.get('__module__')}.{node.get('__class__')}")
        for node in nodes_of(schema)
        if _NAMES & node.keys()
    }


def _is_trusted(loader: str, kind: str) -> bool:
    # What a loss is made of is handed to its class, which no other class needs.
    return kind in TRUSTED and loader in LOADERS and (loader != "LossNode" or kind.startswith(_BY_CYTHON))


def _check_trusted(schema: object, name: str) -> None:
    unknown = sorted({kind for loader, kind in _named(schema) if not _is_trusted(loader, kind)})
    if unknown:
        raise InputError(
            f"{name!r} holds types that are not loaded from files here: {', '.join(unknown)}.\n"
            "If you trust who wrote it, load it yourself, and give what you loaded: verify_report(…, model=pipeline)."
        )


def _problem_of_members(content: bytes, schema: object) -> str:
    """Return what is wrong with the bytes that a file holds, which can be those of XGBoost only."""
    from workbench.modeling.xgboosters import problem_of_bytes

    named = {node.get("file") for node in nodes_of(schema) if node.get("__loader__") == "BytearrayNode"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in named:
            if name not in archive.namelist():
                return "Booster is not in it"
            found = problem_of_bytes(archive.read(str(name)))
            if found:
                return f"Booster {found}"
    return ""


def _check_reads_no_files(model: object, name: str) -> None:
    """Refuse vectorizers that would take texts for names of files, and read those."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    for one in parts_of(model):
        if isinstance(one, TfidfVectorizer) and one.input != "content":
            raise InputError(
                f"{name!r} holds a TfidfVectorizer that reads files by their names, input={one.input!r}.\n"
                "Only texts themselves are read here: input='content'."
            )


def _too_large(name: str) -> InputError:
    return InputError(f"{name!r} is larger than {_MOST_BYTES / 2**20:,.0f} MB unpacked.\nNo model is.")


def _not_intact(name: str, problem: str) -> InputError:
    return InputError(
        f"{name!r} is not loaded: {problem}.\nThe file is damaged, or was made to do harm: ask who wrote it."
    )
