"""The types that a model's file may hold: each was looked at, and none runs what the file says.

Left out on purpose: whatever holds a function, a module or a path (``FunctionTransformer``), or calls a method that the
file names (``StackingClassifier``). Whether the numbers of the types that are in it lead out of their arrays is looked
at in :mod:`workbench.modeling.intact`, and for LightGBM and XGBoost in :mod:`workbench.modeling.boosters`.
"""

from __future__ import annotations

__all__ = ["LOADERS", "TRUSTED"]

# How skops rebuilds what a file names: containers, arrays, and objects of a class. Those that call a function or a
# method by its name are not here.
LOADERS = frozenset(
    f"{name}Node"
    for name in (
        *("Bytearray", "Cached", "DType", "Dict", "DefaultDict", "Json", "List", "Loss", "MaskedArray", "NdArray"),
        *("Object", "RandomGenerator", "RandomState", "Set", "Slice", "SparseMatrix", "Tree", "Tuple", "Type"),
    )
)

_LOSSES = "CyAbsoluteError CyHalfBinomialLoss CyHalfGammaLoss CyHalfMultinomialLoss CyHalfPoissonLoss "
_LOSSES += "CyHalfSquaredError CyHuberLoss CyPinballLoss"

TRUSTED = frozenset(
    f"{module}.{name}"
    for module, names in {
        "builtins": "bool bytearray bytes dict float int list set slice str tuple",
        "collections": "OrderedDict defaultdict",
        "lightgbm.basic": "Booster",
        "lightgbm.sklearn": "LGBMClassifier LGBMRegressor",
        "numpy": "bool bool_ dtype float32 float64 int16 int32 int64 int8 ndarray str_ uint16 uint32 uint64 uint8",
        "numpy.ma": "MaskedArray",
        "numpy.ma.core": "MaskedArray",
        "numpy.random._generator": "Generator",
        "numpy.random._pcg64": "PCG64",
        "numpy.random.mtrand": "RandomState",
        "scipy.sparse._csr": "csr_matrix csr_array",
        "sklearn._loss._loss": _LOSSES,
        "sklearn._loss.link": "IdentityLink Interval LogLink LogitLink MultinomialLogit",
        "sklearn._loss.loss": "AbsoluteError HalfBinomialLoss HalfGammaLoss HalfMultinomialLoss HalfPoissonLoss "
        "HalfSquaredError HuberLoss PinballLoss",
        "sklearn.calibration": "CalibratedClassifierCV _CalibratedClassifier _SigmoidCalibration",
        "sklearn.compose._column_transformer": "ColumnTransformer",
        "sklearn.compose._target": "TransformedTargetRegressor",
        "sklearn.decomposition._pca": "PCA",
        "sklearn.decomposition._truncated_svd": "TruncatedSVD",
        "sklearn.discriminant_analysis": "LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis",
        "sklearn.dummy": "DummyClassifier DummyRegressor",
        "sklearn.ensemble._forest": "ExtraTreesClassifier ExtraTreesRegressor RandomForestClassifier "
        "RandomForestRegressor",
        "sklearn.ensemble._gb": "GradientBoostingClassifier GradientBoostingRegressor",
        "sklearn.ensemble._hist_gradient_boosting.binning": "_BinMapper",
        "sklearn.ensemble._hist_gradient_boosting.gradient_boosting": "HistGradientBoostingClassifier "
        "HistGradientBoostingRegressor",
        "sklearn.ensemble._hist_gradient_boosting.predictor": "TreePredictor",
        "sklearn.ensemble._voting": "VotingClassifier VotingRegressor",
        "sklearn.ensemble._weight_boosting": "AdaBoostClassifier AdaBoostRegressor",
        "sklearn.feature_extraction.text": "TfidfTransformer TfidfVectorizer",
        "sklearn.frozen._frozen": "FrozenEstimator",
        "sklearn.impute._base": "MissingIndicator SimpleImputer",
        "sklearn.isotonic": "IsotonicRegression",
        "sklearn.linear_model._base": "LinearRegression",
        "sklearn.linear_model._bayes": "BayesianRidge",
        "sklearn.linear_model._coordinate_descent": "ElasticNet ElasticNetCV Lasso LassoCV",
        "sklearn.linear_model._glm.glm": "GammaRegressor PoissonRegressor",
        "sklearn.linear_model._huber": "HuberRegressor",
        "sklearn.linear_model._logistic": "LogisticRegression LogisticRegressionCV",
        "sklearn.linear_model._quantile": "QuantileRegressor",
        "sklearn.linear_model._ridge": "Ridge RidgeCV",
        "sklearn.metrics._dist_metrics": "EuclideanDistance64",
        "sklearn.model_selection._split": "GroupKFold KFold StratifiedGroupKFold StratifiedKFold",
        "sklearn.naive_bayes": "BernoulliNB GaussianNB MultinomialNB",
        "sklearn.neighbors._classification": "KNeighborsClassifier",
        "sklearn.neighbors._kd_tree": "KDTree",
        "sklearn.neighbors._regression": "KNeighborsRegressor",
        "sklearn.neural_network._multilayer_perceptron": "MLPClassifier MLPRegressor",
        "sklearn.neural_network._stochastic_optimizers": "AdamOptimizer SGDOptimizer",
        "sklearn.pipeline": "FeatureUnion Pipeline",
        "sklearn.preprocessing._data": "MaxAbsScaler MinMaxScaler PowerTransformer "
        "QuantileTransformer RobustScaler StandardScaler",
        "sklearn.preprocessing._discretization": "KBinsDiscretizer",
        "sklearn.preprocessing._encoders": "OneHotEncoder OrdinalEncoder",
        "sklearn.preprocessing._label": "LabelBinarizer LabelEncoder",
        "sklearn.preprocessing._polynomial": "PolynomialFeatures",
        "sklearn.preprocessing._target_encoder": "TargetEncoder",
        "sklearn.svm._classes": "SVC",
        "sklearn.tree._classes": "DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor",
        "sklearn.tree._tree": "Tree",
        "sklearn.utils._bunch": "Bunch",
        "skrub._apply_to_cols": "ApplyToCols",
        "skrub._apply_to_each_col": "ApplyToEachCol",
        "skrub._datetime_encoder": "DatetimeEncoder",
        "skrub._string_encoder": "StringEncoder",
        "skrub._to_str": "ToStr",
        "skrub.selectors._base": "All",
        "xgboost.core": "Booster",
        "xgboost.sklearn": "XGBClassifier XGBRegressor",
    }.items()
    for name in names.split()
)
"""Types of NumPy, scikit-learn, skrub, LightGBM and XGBoost that hold numbers, text and such types."""
