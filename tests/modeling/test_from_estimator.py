"""A model that somebody else trained is scored, audited and explained like one of ours; a guess is never made."""

import numpy as np
import pandas as pd
import pytest
from lightgbm import LGBMClassifier
from sklearn.compose import make_column_transformer
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression, RidgeClassifier
from sklearn.multioutput import MultiOutputClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from xgboost import XGBRegressor

import workbench as wb
from workbench.errors import ColumnNotFoundError, InputError, NotEnoughDataError

N = 300
RNG = np.random.default_rng(3)
FRAME = pd.DataFrame(
    {
        "income": RNG.normal(size=N),
        "debt": RNG.normal(size=N),
        "town": RNG.choice(["a", "b", "c"], N),
        "sex": RNG.choice(["f", "m"], N),
    }
)
FRAME["outcome"] = np.where(FRAME["income"] + RNG.normal(scale=0.4, size=N) > 0, "approved", "denied")
FRAME["grade"] = np.array(["low", "mid", "top"])[np.digitize(FRAME["income"], [-0.5, 0.5])]
FRAME["amount"] = 3 * FRAME["income"] + RNG.normal(scale=0.2, size=N)
NUMBERS = ["income", "debt"]


def read(target="outcome", frame=FRAME, **options):
    options = {"favourable": "approved", "protected": ["sex"]} | options if target == "outcome" else options
    kept = frame[[*NUMBERS, "town", "sex", target]]
    return wb.read_data(kept, target=target, **options)


SPLIT = wb.split_data(read())
TRAIN, TEST = SPLIT.train.frame(), SPLIT.test.frame()
LOGISTIC = LogisticRegression().fit(TRAIN[NUMBERS], TRAIN["outcome"])


def refused(*arguments, kind=InputError, **options):
    with pytest.raises(kind) as error:
        wb.Fitted.from_estimator(*arguments, **options)
    assert type(error.value) is kind
    return str(error.value)


# Which rows.


def test_scores_are_the_models_probability_of_the_favourable_outcome():
    fitted = wb.Fitted.from_estimator(LOGISTIC, SPLIT)
    assert LOGISTIC.classes_.tolist() == ["approved", "denied"]  # the favourable one comes first here
    np.testing.assert_array_equal(fitted.scores, LOGISTIC.predict_proba(TEST[NUMBERS])[:, 0])
    assert (fitted.decisions == (LOGISTIC.predict(TEST[NUMBERS]) == "approved")).all()
    assert (fitted.title, fitted.prepared.columns, fitted.leaks) == ("LogisticRegression", ("income", "debt"), None)
    assert "WB307" not in [one.code for one in fitted.findings]


def test_of_a_data_set_all_rows_count_as_held_out_and_it_says_so():
    data = read()
    fitted = wb.Fitted.from_estimator(LOGISTIC, data)
    assert len(fitted.scores) == N
    [finding] = [one for one in fitted.findings if one.code == "WB307"]
    assert (finding.severity, finding.n) == ("caution", N)
    assert finding.title == "Nothing is known of the rows that the model learned from"
    split = fitted.prepared.split
    assert " of 300 given rows, the baseline in " in repr(fitted)
    assert repr(split) == "Rows of 'data': 300 given; what was learned from is not known."
    assert split.unused == {}


def test_rows_without_an_outcome_are_not_held_out():
    frame = FRAME.assign(outcome=FRAME["outcome"].where(FRAME.index >= 20))
    fitted = wb.Fitted.from_estimator(LOGISTIC, read(frame=frame))
    assert len(fitted.scores) == N - 20
    assert fitted.prepared.split.unused == {"without an outcome": 20}


def test_rows_that_are_neither_split_nor_data_set_are_refused():
    assert refused(LOGISTIC, FRAME) == (
        "data is a DataFrame, neither a split nor a data set.\n"
        "Give the split whose training rows the model learned from, or what read_data returns."
    )


def test_rows_without_any_outcome_are_refused():
    data = read("amount", FRAME.assign(amount=np.where(FRAME.index < 2, FRAME.index, np.nan)), task="regression")
    empty = data.take(np.arange(2, 5), data.provenance)
    model = LinearRegression().fit(TRAIN[NUMBERS], TRAIN["income"])
    assert refused(model, empty, kind=NotEnoughDataError) == (
        "No row of 'data' says what happened.\nGive rows with a value of 'amount'."
    )


# Which columns.


def test_pipeline_on_original_columns():
    model = make_pipeline(
        make_column_transformer((OneHotEncoder(), ["town"]), (StandardScaler(), NUMBERS)), LogisticRegression()
    ).fit(TRAIN[["town", *NUMBERS]], TRAIN["outcome"])
    fitted = wb.Fitted.from_estimator(model, SPLIT, title="their model")
    assert fitted.prepared.columns == ("town", "income", "debt")
    assert (fitted.model, fitted.title) == ("LogisticRegression", "their model")
    np.testing.assert_array_equal(fitted.scores, model.predict_proba(TEST[["town", *NUMBERS]])[:, 0])


def test_model_without_names_is_told_its_columns_in_its_order():
    model = RandomForestClassifier(10, random_state=0).fit(TRAIN[["debt", "income"]].to_numpy(), TRAIN["outcome"])
    fitted = wb.Fitted.from_estimator(model, SPLIT, columns=["debt", "income"])
    np.testing.assert_array_equal(fitted.scores, model.predict_proba(TEST[["debt", "income"]].to_numpy())[:, 0])


def test_columns_in_another_order_are_put_into_the_models():
    fitted = wb.Fitted.from_estimator(LOGISTIC, SPLIT, columns=["debt", "income"])
    np.testing.assert_array_equal(fitted.scores, LOGISTIC.predict_proba(TEST[NUMBERS])[:, 0])


def test_columns_that_the_model_calls_otherwise_are_called_so():
    renamed = TRAIN[NUMBERS].set_axis(["x1", "x2"], axis=1)
    model = LogisticRegression().fit(renamed, TRAIN["outcome"])
    fitted = wb.Fitted.from_estimator(model, SPLIT, columns=NUMBERS)
    np.testing.assert_array_equal(fitted.scores, LOGISTIC.predict_proba(TEST[NUMBERS])[:, 0])


@pytest.mark.filterwarnings("ignore:X does not have valid feature names:UserWarning")
@pytest.mark.parametrize("kind", [lambda: RandomForestClassifier(5), lambda: LGBMClassifier(verbose=-1)])
def test_model_that_does_not_say_its_columns_is_refused(kind):
    model = kind().fit(TRAIN[NUMBERS].to_numpy(), TRAIN["outcome"])
    assert refused(model, SPLIT) == (
        f"model is a {type(model).__name__}, which does not say which columns it reads.\n"
        "Name them in its order: columns=['income', 'debt', 'town']…"
    )


def test_column_that_is_not_there_is_named():
    model = LogisticRegression().fit(TRAIN[NUMBERS].set_axis(["incomes", "debt"], axis=1), TRAIN["outcome"])
    assert refused(model, SPLIT, kind=ColumnNotFoundError).startswith(
        "Column 'incomes' is not in the data. Did you mean 'income'?\n"
    )


def test_as_many_columns_are_named_as_the_model_reads():
    assert refused(LOGISTIC, SPLIT, columns=["income"]) == (
        "columns names 1 columns, and the model reads 2.\nName each of them, in its order."
    )
    assert refused(LOGISTIC, SPLIT, columns="income") == "columns is 'income'.\nGive a list of columns: ['income']."


def test_model_that_reads_the_target_is_refused():
    model = DummyClassifier().fit(TRAIN[["outcome"]], TRAIN["outcome"])
    assert refused(model, SPLIT) == (
        "The model reads 'outcome', which is the target.\nGive a model that does not see the outcome."
    )


def test_model_that_reads_a_protected_column_must_be_said_to():
    model = DummyClassifier().fit(TRAIN[["sex"]], TRAIN["outcome"])
    assert refused(model, SPLIT) == (
        "The model reads 'sex', which is protected.\nSay so, so that reports can: use_protected=True."
    )
    split = wb.split_data(read(use_protected=True))
    assert wb.Fitted.from_estimator(model, split).prepared.columns == ("sex",)


# Which outcome.


def test_model_of_0_and_1_needs_to_be_told_which_is_which():
    coded = LogisticRegression().fit(TRAIN[NUMBERS], (TRAIN["outcome"] == "denied").astype(int))
    assert refused(coded, SPLIT) == (
        "The model calls what it predicts '0', '1', and the target holds 'denied', 'approved'.\n"
        "Say which is which, in the order of the model's probabilities: classes=['denied', 'approved'], if they are so."
    )
    fitted = wb.Fitted.from_estimator(coded, SPLIT, classes=["approved", "denied"])
    np.testing.assert_array_equal(fitted.scores, coded.predict_proba(TEST[NUMBERS])[:, 0])


@pytest.mark.parametrize("classes", [["approved"], ["approved", "approved"], ["approved", "gone"]])
def test_classes_that_are_not_the_targets_are_refused(classes):
    assert refused(LOGISTIC, SPLIT, classes=classes) == (
        f"classes are {classes!r}, and the target holds 'denied', 'approved'.\n"
        "Give each once, in the order of the model's probabilities: what it calls 'approved', 'denied'."
    )


def of_numbers(favourable):
    frame = FRAME.assign(outcome=(FRAME["outcome"] == "approved").astype(int))
    split = wb.split_data(read(frame=frame, favourable=favourable))
    return split, split.train.frame(), split.test.frame()


def test_false_and_true_are_0_and_1():
    split, train, test = of_numbers(1)
    model = LogisticRegression().fit(train[NUMBERS], train["outcome"] == 1)
    assert model.classes_.dtype == bool
    fitted = wb.Fitted.from_estimator(model, split)
    np.testing.assert_array_equal(fitted.scores, model.predict_proba(test[NUMBERS])[:, 1])


def test_whether_0_came_about_is_not_taken_for_the_value_1():
    split, train, test = of_numbers(0)
    model = LogisticRegression().fit(train[NUMBERS], train["outcome"] == 0)
    assert refused(model, split) == (
        "The model predicts 'False', 'True', which may be values of the target or whether '0', the favourable one, "
        "came about.\nSay what they stand for, in their order: classes=['1', '0'] if 'True' means that it did, "
        "else classes=['0', '1']."
    )
    for classes, place in (([1, 0], 1), ([0, 1], 0)):
        fitted = wb.Fitted.from_estimator(model, split, classes=classes)
        np.testing.assert_array_equal(fitted.scores, model.predict_proba(test[NUMBERS])[:, place])
    same = LogisticRegression().fit(train[NUMBERS], train["outcome"])  # has the target's own values, so it is clear
    fitted = wb.Fitted.from_estimator(same, split)
    np.testing.assert_array_equal(fitted.scores, same.predict_proba(test[NUMBERS])[:, 0])


def test_a_model_of_several_targets_is_refused():
    outcomes = (TRAIN["outcome"] == "approved").to_numpy()
    model = MultiOutputClassifier(LogisticRegression()).fit(TRAIN[NUMBERS], np.c_[outcomes, outcomes])
    assert refused(model, SPLIT, columns=NUMBERS) == (
        "The model is a MultiOutputClassifier, which predicts several things at once.\n"
        "Give the one that predicts the target: such as model.estimators_[0]."
    )


class Turned:
    """A model whose columns are in falling order, and that says so."""

    def fit(self, rows, targets):
        self.model = LogisticRegression().fit(rows, targets)
        self.classes_ = self.model.classes_[::-1]
        return self

    def predict_proba(self, rows):
        return self.model.predict_proba(rows)[:, ::-1]


def test_classes_in_falling_order_are_never_read_the_wrong_way_round():
    turned = Turned().fit(TRAIN[NUMBERS], TRAIN["outcome"])
    fitted = wb.Fitted.from_estimator(turned, SPLIT, columns=NUMBERS)
    np.testing.assert_allclose(fitted.scores, LOGISTIC.predict_proba(TEST[NUMBERS])[:, 0])
    with pytest.raises(InputError) as error:
        wb.fit_model(wb.prepare_data(SPLIT), Turned())
    assert str(error.value) == (
        "The model 'Turned' has its classes in the order 1, 0.\n"
        "Let its predict_proba and its classes_ rise, as those of scikit-learn's models do."
    )


def test_probabilities_of_two_outcomes_add_up_to_1():
    class Half(Turned):
        def predict_proba(self, rows):
            return super().predict_proba(rows) / 2

    assert refused(Half().fit(TRAIN[NUMBERS], TRAIN["outcome"]), SPLIT, columns=NUMBERS) == (
        "The model 'Half' predicts probabilities of both outcomes that add up to 0.5 to 0.5 a row, not to 1.\n"
        "Give a classifier whose predict_proba adds up: sklearn.calibration.CalibratedClassifierCV(model) does."
    )


def test_classes_are_found_by_their_names():
    split = wb.split_data(read("grade", task="multiclass"))
    train, test = split.train.frame(), split.test.frame()
    seen = train[train["grade"] != "mid"]
    model = LogisticRegression().fit(seen[NUMBERS], seen["grade"])
    fitted = wb.Fitted.from_estimator(model, split)
    assert fitted.classes == ("low", "mid", "top")
    assert (fitted.scores[:, 1] == 0).all()
    np.testing.assert_array_equal(fitted.scores[:, [0, 2]], model.predict_proba(test[NUMBERS]))


# What is refused, and what is told.


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (
            RidgeClassifier().fit(TRAIN[NUMBERS], TRAIN["outcome"]),
            "model is a RidgeClassifier, which returns labels only.\n"
            "Give a fitted classifier with predict_proba: sklearn.calibration.CalibratedClassifierCV makes one.",
        ),
        (
            LogisticRegression(),
            "model is a LogisticRegression that is not fitted.\nFit it, or train it here: fit_model(prepared, model).",
        ),
        (
            LogisticRegression,
            "model is the class LogisticRegression, not an object of it.\nGive a fitted object of it.",
        ),
        (
            5,
            "model is a number, which does not predict.\n"
            "Give a fitted classifier with predict_proba: sklearn.calibration.CalibratedClassifierCV makes one.",
        ),
    ],
    ids=["labels only", "not fitted", "a class", "a number"],
)
def test_models_that_cannot_join(model, said):
    assert refused(model, SPLIT, columns=NUMBERS) == said


def test_text_for_a_model_of_numbers_is_told():
    model = RandomForestClassifier(5).fit(TRAIN[NUMBERS].to_numpy(), TRAIN["outcome"])
    assert refused(model, SPLIT, columns=["income", "town"]).startswith(
        "The model 'RandomForestClassifier' could not predict the held-out rows: could not convert string to float"
    )


def test_amounts():
    split = wb.split_data(read("amount", task="regression"))
    train, test = split.train.frame(), split.test.frame()
    model = XGBRegressor(n_estimators=20).fit(train[NUMBERS], train["amount"])
    fitted = wb.Fitted.from_estimator(model, split)
    np.testing.assert_allclose(fitted.scores, model.predict(test[NUMBERS]))
    assert fitted.performance.beats_baseline
    assert np.isnan(fitted.threshold)
    assert "xgboost-cpu" in fitted.provenance.versions or "xgboost" in fitted.provenance.versions


def test_classifier_for_amounts_is_refused():
    split = wb.split_data(read("amount", task="regression"))
    assert refused(LOGISTIC, split) == (
        "model is a LogisticRegression, which predicts classes, and 'amount' holds amounts.\n"
        "Give a regressor, or read the data with another target."
    )


def test_threshold_is_applied_and_recorded():
    fitted = wb.Fitted.from_estimator(LOGISTIC, SPLIT, threshold=0.8)
    assert (fitted.decisions == (fitted.scores >= 0.8)).all()
    assert fitted.provenance.settings["threshold"] == 0.8
    assert fitted != wb.Fitted.from_estimator(LOGISTIC, SPLIT)


def test_what_our_pipeline_predicts_is_what_it_predicted():
    prepared = wb.prepare_data(SPLIT)
    trained = wb.fit_model(prepared, "boosted_trees")
    given = wb.Fitted.from_estimator(trained.pipeline, SPLIT, classes=trained.classes)
    np.testing.assert_array_equal(given.scores, trained.scores)
    assert given.prepared.sources == prepared.sources
    assert given.pipeline is trained.pipeline


def test_our_pipeline_is_turned_round_where_somebody_says_so():
    trained = wb.fit_model(wb.prepare_data(SPLIT), "logistic_regression")
    turned = wb.Fitted.from_estimator(trained.pipeline, SPLIT, classes=trained.classes[::-1])
    np.testing.assert_allclose(turned.scores, 1 - trained.scores)


def test_model_from_a_file(tmp_path):
    trained = wb.fit_model(wb.prepare_data(SPLIT), "logistic_regression", threshold=0.4)
    wb.save_model(trained, tmp_path / "model.skops")
    given = wb.Fitted.from_estimator(wb.read_model(tmp_path / "model.skops"), SPLIT)
    np.testing.assert_array_equal(given.scores, trained.scores)
    assert (given.threshold, given.title) == (0.4, "logistic regression")


def test_given_model_from_a_file_keeps_its_direction(tmp_path):
    coded = LogisticRegression().fit(TRAIN[NUMBERS], (TRAIN["outcome"] == "denied").astype(int))
    fitted = wb.Fitted.from_estimator(coded, SPLIT, classes=["approved", "denied"])
    wb.save_model(fitted, tmp_path / "model.skops")
    again = wb.Fitted.from_estimator(wb.read_model(tmp_path / "model.skops"), SPLIT)
    np.testing.assert_array_equal(again.scores, fitted.scores)


@pytest.mark.parametrize("data", [SPLIT, read()], ids=["split", "data set"])
def test_given_model_is_audited_and_explained(data):
    fitted = wb.Fitted.from_estimator(LOGISTIC, data)
    assert f"Audit of {len(fitted.scores)} held-out rows" in str(wb.audit_model(fitted))
    explanation = wb.explain_model(fitted, n_rows=20)
    assert explanation.importances[0].column == "income"
