"""``load_model``: a fitted model from a skops file that holds nothing but what was looked at here.

Loading a model can run whatever its writer liked. A skops file says what it holds before anything is loaded, and
here that is compared with a list of ours: never with one that the file brings, nor with the library's own.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from workbench.errors import InputError

__all__ = ["TRUSTED", "load_model"]

_MOST_BYTES = 2**30

# How skops rebuilds what a file names: containers, arrays, and objects of a class. Those that call a function or a
# method by its name are not here.
_LOADERS = frozenset(
    f"{name}Node"
    for name in (
        *("Cached", "DType", "Dict", "DefaultDict", "Json", "List", "Loss", "MaskedArray", "NdArray", "Object"),
        *("RandomGenerator", "RandomState", "Set", "Slice", "SparseMatrix", "Tree", "Tuple", "Type"),
    )
)

TRUSTED = frozenset(
    f"{module}.{name}"
    for module, names in {
        "builtins": "bool bytes dict float int list set slice str tuple",
        "collections": "OrderedDict defaultdict",
        "numpy": "bool bool_ dtype float32 float64 int16 int32 int64 int8 ndarray str_ uint16 uint32 uint64 uint8",
        "numpy.ma": "MaskedArray",
        "numpy.ma.core": "MaskedArray",
        "numpy.random._generator": "Generator",
        "numpy.random._pcg64": "PCG64",
        "numpy.random.mtrand": "RandomState",
        "scipy.sparse._csr": "csr_matrix csr_array",
        "sklearn._loss._loss": "CyHalfBinomialLoss CyHalfMultinomialLoss",
        "sklearn._loss.link": "Interval LogitLink MultinomialLogit",
        "sklearn._loss.loss": "HalfBinomialLoss HalfMultinomialLoss",
        "sklearn.calibration": "CalibratedClassifierCV _CalibratedClassifier _SigmoidCalibration",
        "sklearn.compose._column_transformer": "ColumnTransformer _RemainderColsList",
        "sklearn.decomposition._pca": "PCA",
        "sklearn.decomposition._truncated_svd": "TruncatedSVD",
        "sklearn.discriminant_analysis": "LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis",
        "sklearn.dummy": "DummyClassifier",
        "sklearn.ensemble._forest": "ExtraTreesClassifier RandomForestClassifier",
        "sklearn.ensemble._gb": "GradientBoostingClassifier",
        "sklearn.ensemble._hist_gradient_boosting.binning": "_BinMapper",
        "sklearn.ensemble._hist_gradient_boosting.gradient_boosting": "HistGradientBoostingClassifier",
        "sklearn.ensemble._hist_gradient_boosting.predictor": "TreePredictor",
        "sklearn.ensemble._voting": "VotingClassifier",
        "sklearn.ensemble._weight_boosting": "AdaBoostClassifier",
        "sklearn.feature_extraction.text": "TfidfTransformer TfidfVectorizer",
        "sklearn.impute._base": "MissingIndicator SimpleImputer",
        "sklearn.isotonic": "IsotonicRegression",
        "sklearn.linear_model._logistic": "LogisticRegression LogisticRegressionCV",
        "sklearn.metrics._dist_metrics": "EuclideanDistance64",
        "sklearn.model_selection._split": "StratifiedKFold",
        "sklearn.naive_bayes": "BernoulliNB GaussianNB MultinomialNB",
        "sklearn.neighbors._classification": "KNeighborsClassifier",
        "sklearn.neighbors._kd_tree": "KDTree",
        "sklearn.neural_network._multilayer_perceptron": "MLPClassifier",
        "sklearn.neural_network._stochastic_optimizers": "AdamOptimizer SGDOptimizer",
        "sklearn.pipeline": "FeatureUnion Pipeline",
        "sklearn.preprocessing._data": "MaxAbsScaler MinMaxScaler PolynomialFeatures PowerTransformer "
        "QuantileTransformer RobustScaler StandardScaler",
        "sklearn.preprocessing._discretization": "KBinsDiscretizer",
        "sklearn.preprocessing._encoders": "OneHotEncoder OrdinalEncoder",
        "sklearn.preprocessing._label": "LabelBinarizer LabelEncoder",
        "sklearn.preprocessing._target_encoder": "TargetEncoder",
        "sklearn.svm._classes": "SVC",
        "sklearn.tree._classes": "DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier",
        "sklearn.tree._tree": "Tree",
        "sklearn.utils._bunch": "Bunch",
        "skrub._apply_to_cols": "ApplyToCols",
        "skrub._apply_to_each_col": "ApplyToEachCol",
        "skrub._datetime_encoder": "DatetimeEncoder",
        "skrub._string_encoder": "StringEncoder",
        "skrub._to_str": "ToStr",
        "skrub.selectors._base": "All",
    }.items()
    for name in names.split()
)
"""Types of NumPy, scikit-learn and skrub that hold numbers, text and such types. Loading one does nothing else."""


def load_model(path: str | Path) -> Any:
    """Load a fitted model from a skops file.

    Parameters
    ----------
    path : str or path
        What ``skops.io.dump(fitted.pipeline, "model.skops")`` wrote.

    Returns
    -------
    model
        Something with ``predict_proba``.

    Raises
    ------
    InputError
        If it is no skops file, holds a type that is not in :data:`TRUSTED`, or no classifier; or if the package
        skops is not there. Pickled files, such as joblib's, are refused unread.
    """
    file = Path(path)
    _check_suffix(file)
    try:
        import skops.io
    except ImportError as error:
        raise InputError(
            "model is a file, and the package skops, which reads such files, is not installed.\n"
            "Install it: pip install 'notebook-workbench[model-files]'. Or give the fitted pipeline itself."
        ) from error
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read: {error.strerror}.\nName a model's file.") from error
    named = _named(content, file.name)
    _check_trusted(named, file.name)
    try:
        # Of what skops asks about, everything was found in our list.
        model = skops.io.loads(content, trusted=sorted(name for _, name in named))
    except Exception as error:  # whatever a damaged file brings about
        raise InputError(
            f"{file.name!r} cannot be loaded: {type(error).__name__}, {str(error).partition(chr(10))[0]}\n"
            "It is damaged, or was written by another version of scikit-learn: give the fitted pipeline itself."
        ) from error
    _check_reads_no_files(model, file.name)
    if not hasattr(model, "predict_proba"):
        raise InputError(
            f"{file.name!r} holds a {type(model).__name__}, which has no predict_proba.\n"
            "Give the fitted pipeline: skops.io.dump(fitted.pipeline, 'model.skops')."
        )
    return model


def _check_suffix(file: Path) -> None:
    suffix = file.suffix.lower()
    if suffix in (".pkl", ".pickle", ".joblib", ".dill", ".sav"):
        raise InputError(
            f"{file.name!r} is a pickled file, and loading one runs whatever its writer put into it.\n"
            "Save the model with skops instead: skops.io.dump(fitted.pipeline, 'model.skops')."
        )
    if suffix != ".skops":
        raise InputError(
            f"{file.name!r} ends in {suffix!r}, which is no kind of model file known here.\n"
            "Save the model with skops: skops.io.dump(fitted.pipeline, 'model.skops')."
        )


def _named(content: bytes, name: str) -> set[tuple[str, str]]:
    """Return every loader and type that a file names, without loading any."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > _MOST_BYTES:
                raise InputError(f"{name!r} is larger than {_MOST_BYTES / 2**20:,.0f} MB unpacked.\nNo model is.")
            waiting: list[object] = [json.loads(archive.read("schema.json"))]
    except (zipfile.BadZipFile, KeyError, ValueError, RecursionError, NotImplementedError, RuntimeError) as error:
        raise InputError(
            f"{name!r} is no skops file, or is damaged.\n"
            "Save the model with skops: skops.io.dump(fitted.pipeline, 'model.skops')."
        ) from error
    found: set[tuple[str, str]] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if {"__class__", "__module__", "__loader__"} & one.keys():
                found.add((str(one.get("__loader__")), f"{one.get('__module__')}.{one.get('__class__')}"))
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found


def _check_trusted(named: set[tuple[str, str]], name: str) -> None:
    unknown = sorted({kind for loader, kind in named if kind not in TRUSTED or loader not in _LOADERS})
    if unknown:
        raise InputError(
            f"{name!r} holds types that are not loaded from files here: {', '.join(unknown)}.\n"
            "If you trust who wrote it, load it yourself, and give what you loaded: verify_report(…, model=pipeline)."
        )


def _check_reads_no_files(model: object, name: str) -> None:
    """Refuse vectorizers that would take texts for names of files, and read those."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    waiting, known = [model], set()
    while waiting:
        one = waiting.pop()
        if id(one) in known:
            continue
        known.add(id(one))
        if isinstance(one, TfidfVectorizer) and one.input != "content":
            raise InputError(
                f"{name!r} holds a TfidfVectorizer that reads files by their names, input={one.input!r}.\n"
                "Only texts themselves are read here: input='content'."
            )
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, (list, tuple, set)):
            waiting += one
        elif type(one).__module__.partition(".")[0] in ("sklearn", "skrub"):
            waiting += getattr(one, "__dict__", {}).values()
