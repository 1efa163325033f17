"""What the templates find, computed once more without the workbench: on the bundled data, and on changed ones.

Each template is run from top to bottom and leaves its results in the study. From there they are read, and compared
with pandas, with scikit-learn and with what was put into the data. Whoever changes the data knows what has to change
with them.
"""

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import workbench as wb

from .stepwise import Notebook

pytestmark = pytest.mark.slow

DRIVERS = ("income", "debt_ratio", "credit_years", "savings", "employment_years")
RENAMED = {"approved": "granted?", "origin": "born where", "sex": "who asks", "district": "quarter", "income": "paid"}
BY = ["origin", "sex"]


def as_it_is(frame):
    return frame


def shuffled(frame):
    return frame.sample(frac=1, random_state=3)


def renamed(frame):
    return frame.rename(columns=RENAMED)


def scaled(frame):
    """In another currency."""
    return frame.assign(income=frame["income"] * 130, savings=frame["savings"] * 130)


def fewer(frame):
    return frame.sample(frac=0.9, random_state=4)


def other_groups(frame):
    """Whoever was called foreign is called domestic now, and sex is drawn by lot."""
    turned = frame["origin"].map({"domestic": "foreign", "foreign": "domestic"})
    drawn = np.random.default_rng(5).choice(["female", "male"], len(frame))
    return frame.assign(origin=turned, sex=drawn)


CHANGES = [as_it_is, shuffled, renamed, scaled, fewer, other_groups]


class Ran:
    """What a template left: its study, and the table that it was given."""

    def __init__(self, folder, frame, change):
        self.study, self.frame = wb.open_study(folder / "study"), frame
        self.names = RENAMED if change is renamed else {}
        self.worse = "domestic" if change is other_groups else "foreign"

    def name(self, column):
        return self.names.get(column, column)

    @property
    def outcome(self):
        return self.frame[self.name("approved")] == "yes"


def run_template(id, folder, **parameters):
    """Run a template in a folder, with some parameters: in this process, as nbval runs each in a kernel of its own."""
    Notebook(id, folder, **parameters).run()


@pytest.fixture(scope="module")
def run_on_loans(tmp_path_factory):
    """Run a template on the loans as a change left them, once."""
    done = {}

    def start(id, change, **parameters):
        if (id, change) not in done:
            folder, frame = tmp_path_factory.mktemp("run"), change(wb.load_example("loans").frame)
            if change is as_it_is:
                run_template(id, folder, **parameters)
                done[id, change] = Ran(folder, frame, change)
            else:
                ran = Ran(folder, frame, change)
                frame.to_csv(folder / "own.csv", index=False)
                own = {"target": ran.name("approved"), "favourable": "yes", "protected": [ran.name(one) for one in BY]}
                run_template(id, folder, data_source="own.csv", **own, **parameters)
                done[id, change] = ran
        return done[id, change]

    return start


def by_group(rates):
    return dict(zip(rates.groups, rates.values, strict=True))


def check_data(ran, data):
    """The rows are those of the file, and so are their outcomes."""
    read, given = data.frame(), ran.frame.reset_index(drop=True)
    assert list(read.columns) == list(given.columns)
    for column in given.select_dtypes("number"):
        assert read[column].sum() == pytest.approx(given[column].sum(), rel=1e-9)
    assert (data.outcomes() == 1).tolist() == ran.outcome.tolist()


def check_held_out(ran, split):
    """No row is lost or in both parts, and the parts have the same proportions of outcomes and groups."""
    n_train, n_test = split.train.n_rows, split.test.n_rows
    assert n_train + n_test == len(ran.frame)
    whole, parts = ran.frame, [split.train.frame(), split.test.frame()]
    for column in (ran.name("approved"), ran.name("origin")):
        counted = sum(part[column].value_counts() for part in parts)
        assert counted.sort_index().to_dict() == whole[column].value_counts().sort_index().to_dict()
        for part in parts:
            assert part[column].value_counts(normalize=True).to_dict() == pytest.approx(
                whole[column].value_counts(normalize=True).to_dict(), abs=0.01
            )
    columns = [ran.name(one) for one in DRIVERS]
    assert pd.concat(parts)[columns].sum().to_dict() == pytest.approx(whole[columns].sum().to_dict(), rel=1e-9)


def check_model(ran, fitted):
    """It is as good as a plain model of another program, much better than saying the same of all, and counted right."""
    split = fitted.prepared.split
    train, test = split.train.frame(), split.test.frame()
    target, protected = ran.name("approved"), [ran.name(one) for one in BY]
    features = train.drop(columns=[target, *protected])
    words = list(features.select_dtypes(exclude="number"))
    plain = make_pipeline(
        make_column_transformer(
            (OneHotEncoder(handle_unknown="ignore"), words),
            remainder=make_pipeline(SimpleImputer(strategy="median"), StandardScaler()),
        ),
        LogisticRegression(max_iter=1_000),
    ).fit(features, train[target] == "yes")
    truth = (test[target] == "yes").to_numpy()
    right = (fitted.decisions == 1) == truth
    assert fitted.performance.n_right == right.sum()
    assert fitted.performance.n == len(truth)
    assert fitted.performance.n_baseline_right == max(truth.sum(), (~truth).sum())
    assert right.mean() - max(truth.mean(), 1 - truth.mean()) > 0.10
    if fitted.threshold == 0.5:
        assert right.mean() == pytest.approx(plain.score(test[features.columns], truth), abs=0.035)
    ours, theirs = fitted.scores, plain.predict_proba(test[features.columns])[:, 1]
    assert np.corrcoef(ours, theirs)[0, 1] > 0.9


def check_audit(ran, fitted, audit):
    """Every rate is the one that counting gives, and who is worse off is who was made to be."""
    test = fitted.prepared.split.test.frame()
    yes, good = fitted.decisions == 1, (test[ran.name("approved")] == "yes").to_numpy()
    for column in BY:
        groups = test[ran.name(column)]
        counted = {
            "selection_rate": pd.Series(yes).groupby(groups).mean(),
            "true_positive_rate": pd.Series(yes[good]).groupby(groups[good].to_numpy()).mean(),
            "false_positive_rate": pd.Series(yes[~good]).groupby(groups[~good].to_numpy()).mean(),
        }
        for metric, rates in counted.items():
            assert by_group(audit.values(metric, ran.name(column))) == pytest.approx(rates.to_dict(), abs=1e-12)
    for one in audit.descriptions:
        counted = ran.outcome.groupby(ran.frame[one.rates.attribute]).mean()
        assert by_group(one.rates) == pytest.approx(counted.to_dict(), abs=1e-12)
    verdicts = {(one.claim.metric, one.claim.attributes[0]): one for one in audit.assessments}
    wide = verdicts["selection_rate", ran.name("origin")]
    assert (wide.verdict, wide.gap.lower) == ("gap", ran.worse)
    assert wide.gap.difference == pytest.approx(0.20, abs=0.08)  # what was put into the loans
    assert wide.gap.difference_low <= wide.gap.difference
    even = verdicts["selection_rate", ran.name("sex")]
    assert even.verdict != "gap"
    assert even.gap.difference < 0.05


def check_order(ran, explanation):
    """What drives the loans is found, and what stands for the origin; what means nothing is not among it."""
    order = [one.column for one in explanation.importances]
    for column in DRIVERS[:3]:
        assert order.index(ran.name(column)) < 5
    assert order.index(ran.name("district")) < 6
    assert {ran.name(one) for one in BY}.isdisjoint(order)
    assert min(order.index("purpose"), order.index("age")) >= 4


@pytest.mark.parametrize("change", CHANGES)
def test_the_first_report_finds_what_counting_finds(run_on_loans, change):
    ran = run_on_loans("00-first-report", change)
    fitted = ran.study.load("fitted")
    check_data(ran, ran.study.load("dataset"))
    check_held_out(ran, fitted.prepared.split)
    check_model(ran, fitted)
    check_audit(ran, fitted, ran.study.load("audit"))
    check_order(ran, ran.study.load("explanation"))


def test_other_names_and_another_currency_change_no_result(run_on_loans):
    audits = [run_on_loans("00-first-report", one).study.load("audit") for one in (as_it_is, renamed, scaled)]
    names = [("origin", "sex"), (RENAMED["origin"], RENAMED["sex"]), ("origin", "sex")]
    for column in range(2):
        rates = [
            by_group(audit.values("selection_rate", name[column])) for audit, name in zip(audits, names, strict=True)
        ]
        for one in rates[1:]:
            assert one == pytest.approx(rates[0], abs=0.02)


@pytest.mark.parametrize("check", ["data", "model", "audit", "held out", "order"])
def test_a_wrong_result_is_noticed(run_on_loans, check):
    """The same results, of a table in which a few outcomes are others, or of another model: nothing of it passes."""
    ran = run_on_loans("00-first-report", shuffled)
    fitted, audit, explanation = (ran.study.load(one) for one in ("fitted", "audit", "explanation"))
    wrong = Ran(ran.study.path.parent, ran.frame.copy(), shuffled)
    few = wrong.frame.sample(40, random_state=1).index
    wrong.frame.loc[few, "approved"] = wrong.frame.loc[few, "approved"].map({"yes": "no", "no": "yes"})
    wrong.frame.loc[few, "income"] += 1
    other = wb.fit_model(fitted.prepared, "logistic_regression", threshold=0.75)
    checks = {
        "data": lambda: check_data(wrong, ran.study.load("dataset")),
        "model": lambda: check_model(ran, wb.fit_model(fitted.prepared, "logistic_regression", threshold=0.99)),
        "audit": lambda: check_audit(ran, other, audit),
        "held out": lambda: check_held_out(wrong, fitted.prepared.split),
        "order": lambda: check_order(Ran(ran.study.path.parent, ran.frame, renamed), explanation),
    }
    with pytest.raises((AssertionError, ValueError)):
        checks[check]()


@pytest.mark.parametrize("change", [as_it_is, renamed, scaled, other_groups])
def test_a_model_is_built_with_the_threshold_that_its_costs_ask_for(run_on_loans, change):
    parameters = {} if change is as_it_is else {"n_repeats": 1, "models": ["logistic_regression"]}
    ran = run_on_loans("30-build-model", change, **parameters)
    fitted, choice, contest = (ran.study.load(one) for one in ("fitted", "threshold", "contest"))
    check_held_out(ran, fitted.prepared.split)
    check_model(ran, fitted)
    check_audit(ran, fitted, ran.study.load("audit"))
    # A wrong yes costs 2 and a wrong no 1: of a calibrated score, yes pays from 2 / (2 + 1) on.
    assert choice.threshold == fitted.threshold == pytest.approx(2 / 3, abs=0.06)
    scores = {one.name: score.mean for one in contest.entries for score in one.scores if score.name == "log_loss"}
    share = ran.outcome.mean()
    known = -(share * np.log(share) + (1 - share) * np.log(1 - share))  # log loss of saying the share to all
    assert scores["baseline"] == pytest.approx(known, abs=0.002)
    assert scores["logistic_regression"] < known - 0.15


@pytest.mark.parametrize("change", [as_it_is, renamed, other_groups])
def test_what_is_explained_is_what_the_model_does(run_on_loans, change):
    ran = run_on_loans("40-explain-model", change, **({} if change is as_it_is else {"model": "logistic_regression"}))
    fitted, explanation, groups, person = (ran.study.load(one) for one in ("fitted", "explanation", "groups", "person"))
    check_model(ran, fitted)
    check_order(ran, explanation)
    assert groups.attribute == ran.name("origin")
    assert ran.name("district") in {one.scope for one in groups.findings if one.code == "WB409"}
    assert not person.is_favourable
    assert ran.name("origin") not in {one.column for one in person.reasons}


@pytest.mark.parametrize("change", [as_it_is, shuffled, fewer])
def test_stays_are_prepared_as_they_are(tmp_path, change):
    care, parameters = wb.load_example("care"), {}
    frame = change(care.frame)
    if change is not as_it_is:
        frame.to_csv(tmp_path / "own.csv", index=False)
        parameters["data_source"] = "own.csv"
    run_template("20-prepare-data", tmp_path, **parameters)
    study = wb.open_study(tmp_path / "study")
    data, prepared, profile = (study.load(one) for one in ("dataset", "prepared", "profile"))
    read, split = data.frame(), prepared.split
    assert (
        read["blood_pressure"].isna().sum() == (frame["blood_pressure"].isna() | (frame["blood_pressure"] == 999)).sum()
    )
    assert not read["lives_alone"].eq("?").any()
    assert read["ward"].eq("surgery").sum() == frame["ward"].str.lower().eq("surgery").sum()
    assert (data.outcomes() == 1).mean() == pytest.approx((frame["home_visit"] == "yes").mean(), abs=1e-12)
    shares = frame.groupby("language")["home_visit"].apply(lambda one: (one == "yes").mean())
    assert shares["national"] - shares["other"] == pytest.approx(care.truth["gap"], abs=0.03)
    train, test = split.train.frame(), split.test.frame()
    assert set(train["patient"]).isdisjoint(test["patient"])
    assert pd.to_datetime(train["admitted"]).max() <= pd.to_datetime(test["admitted"]).min()
    assert profile.n_rows == len(frame)
    assert "visit_nurse" not in prepared.columns
    assert {"language", "sex"}.isdisjoint(prepared.columns)


def test_decisions_and_the_tables_of_a_law_are_those_that_counting_gives(tmp_path):
    admitted, hired = wb.load_example("admissions").frame, wb.load_example("hiring").frame
    run_template("55-audit-decisions", tmp_path)
    run_template("56-local-law-144", tmp_path)
    study = wb.open_study(tmp_path / "study")
    audit = study.load("audit", "decisions")
    counted = (admitted["admitted"] == "yes").groupby(admitted["sex"]).mean()
    assert by_group(audit.values("selection_rate", "sex")) == pytest.approx(counted.to_dict(), abs=1e-12)
    law = study.load("audit", "local-law-144")
    for column in ("sex", "race"):
        rates = (hired["advanced"] == "yes").groupby(hired[column]).mean()
        found = by_group(law.values("selection_rate", column))
        assert {group: found[group] for group in rates.index if group in found} == pytest.approx(
            {group: rate for group, rate in rates.items() if group in found}, abs=1e-12
        )
        assert len(found) >= 2
