"""Names of calls that learn from rows, that split them, and that do neither."""

from __future__ import annotations

__all__ = [
    "AGGREGATES",
    "GROUP_AGGREGATES",
    "HARMLESS",
    "LEARNING_FUNCTIONS",
    "MODEL_SELECTION",
    "NO_ROWS",
    "SOURCES",
    "SPLITTERS",
    "SUBSETS",
    "USES",
]

SPLITTERS = frozenset({"train_test_split", "split_data", "random_split", "initial_split"})
"""Functions that give a part to learn from and a part held out, in turns."""

MODEL_SELECTION = frozenset(
    {
        *("cross_val_score", "cross_val_predict", "cross_validate", "learning_curve", "validation_curve"),
        *("permutation_test_score", "compare_models"),
    }
)
"""Functions that hold rows out again and again: what goes in must not have been learned from all of them."""

USES = frozenset({"transform", "predict", "predict_proba", "decision_function", "score", "predict_log_proba"})
"""Methods that use what was learned."""

HARMLESS = frozenset(
    {
        *("LabelEncoder", "LabelBinarizer", "MultiLabelBinarizer", "OneHotEncoder", "OrdinalEncoder"),
        *("Normalizer", "Binarizer", "FunctionTransformer", "HashingVectorizer", "FeatureHasher"),
        *("PolynomialFeatures", "DictVectorizer", "Tokenizer", "AutoTokenizer"),
    }
)
"""Classes that learn nothing, or only which values there are, as ``get_dummies`` does."""

LEARNING_FUNCTIONS = frozenset(
    {
        *("scale", "minmax_scale", "maxabs_scale", "robust_scale", "quantile_transform", "power_transform"),
        *("zscore", "boxcox", "yeojohnson", "qcut", "f_classif", "chi2", "mutual_info_classif", "winsorize"),
    }
)
"""Functions that learn from rows and apply it to them at once."""

AGGREGATES = frozenset(
    {
        *("mean", "median", "std", "var", "mode", "quantile", "min", "max", "describe", "corr", "corrwith", "skew"),
        *("nanmean", "nanmedian", "nanstd", "percentile", "nanpercentile", "average", "value_counts", "cov"),
    }
)
"""Methods and functions of NumPy and pandas that make a number of many rows."""

GROUP_AGGREGATES = frozenset({"mean", "median", "std", "var", "min", "max", "sum", "agg", "aggregate", "apply"})
"""What is made of the rows of each group."""

SUBSETS = frozenset(
    {"sample", "drop", "head", "tail", "query", "loc", "iloc", "filter", "take", "truncate", "between_time"}
)
"""What takes some of the rows."""

SOURCES = ("read_", "load_", "fetch_", "make_", "from_")
"""How names of functions begin that bring in a table."""

NO_ROWS = frozenset(
    {"shape", "columns", "dtypes", "dtype", "size", "ndim", "index", "info", "nunique", "keys", "empty"}
)
"""What says something of a table and holds none of its values."""
