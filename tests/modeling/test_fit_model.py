"""A model is trained on training rows, predicts the held-out ones, and stands beside a baseline."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.svm import SVC

import workbench as wb
from workbench.core.finding import Finding
from workbench.core.measure import Measure
from workbench.errors import InputError
from workbench.modeling.candidates import Candidate, as_candidate
from workbench.modeling.performance import Performance

N = 200
X = np.arange(N) % 17
FRAME = pd.DataFrame(
    {
        "y": np.where(X + (np.arange(N) * 7) % 5 > 9, "yes", "no"),
        "sex": ["f", "f", "m", "m"] * (N // 4),
        "x": X.astype(float),
        "noise": ((np.arange(N) * 37) % 101).astype(float),
    }
)


def prepared_of(frame, recipe=None):
    split = wb.split_data(wb.read_data(frame, target="y", favourable="yes", protected=["sex"]))
    return wb.prepare_data(split, recipe)


PREPARED = prepared_of(FRAME)
LOGISTIC = "logistic_regression"


def refused(*arguments, **options):
    with pytest.raises(InputError) as error:
        wb.fit_model(*arguments, **options)
    assert type(error.value) is InputError
    return str(error.value)


class Says(ClassifierMixin, BaseEstimator):
    """Predicts what it is told, whatever the rows."""

    def __init__(self, answer):
        self.answer = answer

    def fit(self, _matrix, _outcomes):
        self.classes_ = np.array([0, 1])
        return self

    def predict_proba(self, matrix):
        return self.answer(matrix)


# Predictions.


@pytest.mark.parametrize(
    ("name", "kind"),
    [("boosted_trees", HistGradientBoostingClassifier), ("logistic_regression", LogisticRegression)],
)
def test_models_by_name_are_scikit_learns(name, kind):
    fitted = wb.fit_model(PREPARED, name)
    assert type(fitted.pipeline.named_steps["model"]) is kind
    assert fitted.model == name
    assert fitted.title == name.replace("_", " ")


def test_scores_are_what_scikit_learn_predicts_for_held_out_rows():
    split = PREPARED.split
    fitted = wb.fit_model(PREPARED, "logistic_regression", seed=3)
    model = LogisticRegression(max_iter=2_000, random_state=3)
    model.fit(PREPARED.matrix(PREPARED.raw_frame(split.train)), split.train.outcomes())
    expected = model.predict_proba(PREPARED.matrix(PREPARED.raw_frame(split.test)))[:, 1]
    np.testing.assert_array_equal(fitted.scores, expected)
    np.testing.assert_array_equal(fitted.score(PREPARED.raw_frame(split.test)), expected)


def test_pipeline_works_without_the_workbench():
    fitted = wb.fit_model(PREPARED, LOGISTIC)
    rows = pd.DataFrame({"x": [0.0, 16.0], "noise": [1.0, 1.0]})
    low, high = fitted.pipeline.predict_proba(rows)[:, 1]
    assert low < 0.5 < high
    assert fitted.pipeline.predict(rows).tolist() == [0, 1]


def test_same_seed_gives_the_same_result():
    assert wb.fit_model(PREPARED, LOGISTIC, seed=5) == wb.fit_model(PREPARED, LOGISTIC, seed=5)


def test_scores_cannot_be_edited():
    with pytest.raises(ValueError, match="assignment destination is read-only"):
        wb.fit_model(PREPARED, LOGISTIC).scores[0] = 0.5


def test_fitted_says_what_it_is():
    performance = Performance(n=60, n_right=45, n_baseline_right=30, n_only_model=20, n_only_baseline=5)
    assert (performance.accuracy, performance.baseline_accuracy) == (0.75, 0.5)
    fitted = wb.fit_model(PREPARED, Says(lambda matrix: np.full((len(matrix), 2), 0.5)))
    assert repr(fitted) == "Fitted Says: right in 51.7% of 60 held-out rows, the baseline in 51.7%."


# Decisions.


def test_decision_is_favourable_from_the_threshold_on():
    scores = np.resize([0.0, 0.29, 0.3, 0.31, 1.0], 60)
    fitted = wb.fit_model(PREPARED, Says(lambda _matrix: np.column_stack([1 - scores, scores])), threshold=0.3)
    assert fitted.decisions.tolist() == [0, 0, 1, 1, 1] * 12


def test_raising_the_threshold_only_takes_decisions_away():
    low, high = (wb.fit_model(PREPARED, LOGISTIC, threshold=threshold).decisions for threshold in (0.2, 0.8))
    assert (high <= low).all()
    assert high.sum() < low.sum()


def test_performance_is_at_the_threshold():
    fitted = wb.fit_model(PREPARED, LOGISTIC, threshold=0.8)
    outcomes = PREPARED.split.test.outcomes()
    assert fitted.performance.n_right == int((fitted.decisions == outcomes).sum())


@pytest.mark.parametrize("threshold", [0, 1, -0.5, 2, float("nan")])
def test_threshold_is_a_fraction(threshold):
    assert refused(PREPARED, threshold=threshold) == (
        f"threshold is {threshold!r}.\nGive a fraction above 0 and below 1, such as 0.25."
    )


def test_seed_is_checked():
    assert refused(PREPARED, seed=-1) == "seed is -1.\nGive a whole number from 0 to 4,294,967,295, such as 7."


# The baseline.


@pytest.mark.parametrize("model", ["boosted_trees", LOGISTIC, GaussianNB()])
def test_baseline_always_predicts_the_more_frequent_training_outcome(model):
    performance = wb.fit_model(PREPARED, model).performance
    train, test = PREPARED.split.train.outcomes(), PREPARED.split.test.outcomes()
    more_frequent = int(train.mean() > 0.5)
    assert performance.n == len(test)
    assert performance.n_baseline_right == int((test == more_frequent).sum())


def test_counts_of_who_is_right_fit_together():
    fitted = wb.fit_model(PREPARED, LOGISTIC)
    performance = fitted.performance
    assert performance.n_right - performance.n_baseline_right == performance.n_only_model - performance.n_only_baseline


@pytest.mark.parametrize(("only_model", "only_baseline"), [(12, 3), (3, 12), (1, 0), (8, 8), (30, 14), (100, 70)])
def test_p_value_is_the_exact_mcnemar_test(only_model, only_baseline):
    # By its definition: twice the smaller tail of a fair coin, at most 1.
    n, fewer = only_model + only_baseline, min(only_model, only_baseline)
    expected = min(1.0, 2 * stats.binom.cdf(fewer, n, 0.5))
    performance = Performance(1_000, 500 + only_model, 500 + only_baseline, only_model, only_baseline)
    assert performance.p_value == pytest.approx(expected, rel=1e-12)


def test_p_value_by_hand():
    # 5 to 0: two of the 32 ways that five fair coins can fall.
    assert Performance(10, 9, 4, 5, 0).p_value == 2 / 32


def test_p_value_without_any_difference_is_one():
    assert Performance(10, 6, 6, 0, 0).p_value == 1.0


@pytest.mark.parametrize(
    ("only_model", "only_baseline", "beats"), [(6, 0, True), (5, 0, False), (0, 6, False), (0, 0, False), (16, 5, True)]
)
def test_baseline_is_beaten_only_beyond_chance(only_model, only_baseline, beats):
    # Two-sided p: 6 to 0 0.031, 5 to 0 0.0625, 16 to 5 0.027.
    assert Performance(100, 50 + only_model, 50 + only_baseline, only_model, only_baseline).beats_baseline is beats


def test_model_that_beats_the_baseline_is_no_finding():
    fitted = wb.fit_model(PREPARED, LOGISTIC)
    assert fitted.performance.beats_baseline
    assert fitted.findings == fitted.leaks.findings  # and none of the model


def test_model_that_does_not_beat_the_baseline_is_a_finding():
    fitted = wb.fit_model(PREPARED, Says(lambda matrix: np.full((len(matrix), 2), 0.5)))
    # Wilson's interval of 31 of 60 at 95 %, by its formula.
    n, p, z = 60, 31 / 60, 1.959963984540054
    centre, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = fitted.performance.limits(31)
    assert (low, high) == pytest.approx(((centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)))
    assert fitted.findings[len(fitted.leaks.findings) :][:1] == (
        Finding(
            "WB301",
            "serious",
            "The model is not clearly better than always predicting the more frequent outcome",
            "A model that does no better than a constant has learned nothing that can be shown, and "
            "whatever explains it explains noise.",
            "Look for better columns or more rows, or do without a model.",
            value=31 / 60,
            threshold=31 / 60,
            n=60,
            interval=(low, high),
            measure=Measure("share of rows predicted right", "fraction", against="that of the constant"),
        ),
    )


# Which models may join.


@pytest.mark.parametrize(
    "model", [GaussianNB(), RandomForestClassifier(10, random_state=0), SVC(probability=True, random_state=0)]
)
@pytest.mark.filterwarnings("ignore:The `probability` parameter:FutureWarning")
def test_any_classifier_with_probabilities_may_join(model):
    fitted = wb.fit_model(PREPARED, model)
    assert fitted.title == type(model).__name__
    assert fitted.performance.beats_baseline


def test_model_that_decides_the_same_for_everyone_is_a_finding():
    fitted = wb.fit_model(PREPARED, Says(lambda matrix: np.full((len(matrix), 2), 0.5)))
    [finding] = [one for one in fitted.findings if one.code == "WB302"]
    assert (finding.severity, finding.title) == ("serious", "The model decides the same for everyone")
    assert (finding.value, finding.n) == (1.0, 60)
    assert finding.measured == "share of rows decided on favourably: 100 of 100 rows, in 60 rows"


def test_fitting_does_not_touch_the_persons_estimator():
    model = GaussianNB()
    wb.fit_model(PREPARED, model)
    assert not hasattr(model, "classes_")


def test_candidate_gets_the_seed():
    seeds = []

    def make(seed):
        seeds.append(seed)
        return GaussianNB()

    fitted = wb.fit_model(PREPARED, Candidate("bayes", "naive Bayes", make), seed=11)
    assert seeds == [11]
    assert (fitted.model, fitted.title) == ("bayes", "naive Bayes")


def test_unknown_model_is_refused_with_the_closest():
    assert refused(PREPARED, "boosted_tree") == (
        "model is 'boosted_tree'.\nAllowed are: 'baseline', 'logistic_regression', 'boosted_trees', 'random_forest', "
        "'lightgbm', 'xgboost'. Did you mean 'boosted_trees'?"
    )


def test_model_that_returns_labels_only_is_refused_with_what_to_wrap_it_in():
    assert refused(PREPARED, RidgeClassifier()) == (
        "model is a RidgeClassifier, which returns labels only: it has no predict_proba.\n"
        "Let its probabilities be learned beside it: sklearn.calibration.CalibratedClassifierCV(model)."
    )
    assert wb.fit_model(PREPARED, CalibratedClassifierCV(RidgeClassifier())).performance.beats_baseline


@pytest.mark.parametrize("model", [None, 5, StandardScaler()], ids=["nothing", "a number", "no model"])
def test_model_must_predict_probabilities(model):
    assert refused(PREPARED, model) == (
        f"model is a {type(model).__name__}, which has no fit and predict_proba.\n"
        "Give a classifier that predicts probabilities, or one of: "
        "baseline, logistic_regression, boosted_trees, random_forest, lightgbm, xgboost."
    )


def test_model_must_be_an_object():
    with pytest.raises(InputError) as error:
        as_candidate(LogisticRegression)
    assert str(error.value) == (
        "model is the class LogisticRegression, not an object of it.\nMake one: LogisticRegression()."
    )


@pytest.mark.parametrize("value", [np.nan, np.inf, -0.1, 1.1])
def test_values_that_are_no_probabilities_are_refused(value):
    assert refused(PREPARED, Says(lambda matrix: np.full((len(matrix), 2), value))) == (
        "The model 'Says' predicts values that are no probabilities.\n"
        "Check it for infinite or missing predictions, or choose another model."
    )


@pytest.mark.parametrize("width", [1, 3])
def test_probabilities_need_two_columns(width):
    assert refused(PREPARED, Says(lambda matrix: np.full((len(matrix), width), 0.5))) == (
        f"The model 'Says' predicts an array of shape (60, {width}) for 60 rows.\n"
        "Give a classifier whose predict_proba has two columns: unfavourable and favourable."
    )


def test_labels_instead_of_probabilities_are_refused():
    assert refused(PREPARED, Says(lambda matrix: np.ones(len(matrix)))) == (
        "The model 'Says' predicts an array of shape (60,) for 60 rows.\n"
        "Give a classifier whose predict_proba has two columns: unfavourable and favourable."
    )


def test_refusal_to_train_is_passed_on():
    class Refuses(Says):
        def fit(self, _matrix, _outcomes):
            raise ValueError("too few rows for me")

    assert refused(PREPARED, Refuses(None)) == (
        "The model 'Refuses' could not be trained: too few rows for me\nChoose another model."
    )


def test_refusal_to_predict_is_passed_on():
    def refuse(_matrix):
        raise ValueError("these rows are new to me")

    assert refused(PREPARED, Says(refuse)) == (
        "The model 'Says' could not predict the held-out rows: these rows are new to me\n"
        "Choose another model, or other steps in the recipe."
    )


def test_infinite_number_in_held_out_rows_only_is_named_by_its_column():
    marked = FRAME.assign(place=[float(row) for row in range(N)])
    rows = prepared_of(marked).split.test.frame(["place"])["place"]
    noise = FRAME["noise"].copy()
    noise[int(rows.iloc[0])] = np.inf
    assert refused(prepared_of(FRAME.assign(noise=noise))) == (
        "Column 'noise' holds an infinite number in 1 row.\n"
        "Read it as not known, missing={'noise': [float('inf'), float('-inf')]}, "
        "or give the column a step that can take it."
    )


def test_infinite_numbers_are_not_blamed_for_another_refusal():
    def refuse(_matrix):
        raise ValueError("not today")

    split = wb.split_data(wb.read_data(FRAME.assign(noise=np.inf), target="y", favourable="yes"))
    recipe = wb.suggest_recipe(split).with_step(["noise"], FunctionTransformer(np.sign), reason="only its sign")
    assert refused(wb.prepare_data(split, recipe), Says(refuse)) == (
        "The model 'Says' could not predict the held-out rows: not today\n"
        "Choose another model, or other steps in the recipe."
    )
