"""Models that know nothing of scikit-learn are calibrated by their probabilities, never by their labels."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

import workbench as wb
from workbench.modeling.calibration.maps import apply_maps


class Plain:
    """A model that does not say what its classes are."""

    def fit(self, rows, targets):
        self.model = LogisticRegression().fit(rows, targets)
        return self

    def predict_proba(self, rows):
        return self.model.predict_proba(rows)

    def predict(self, rows):
        return self.model.predict(rows)


class PlainOfClasses(Plain):
    """Another that does."""

    @property
    def classes_(self):
        return self.model.classes_


@pytest.fixture(scope="module")
def split():
    return wb.split_data(wb.read_data("example:admissions", target="admitted", favourable="yes", protected=["sex"]))


@pytest.mark.parametrize("kind", [Plain, PlainOfClasses])
def test_models_trained_here_are_calibrated_by_their_probabilities(kind, split):
    fitted = wb.fit_model(wb.prepare_data(split), kind())
    calibrated = wb.calibrate_model(fitted, "sigmoid").accept()
    maps = calibrated.pipeline[-1].calibrated_classifiers_[0].calibrators
    np.testing.assert_allclose(calibrated.scores, apply_maps(maps, fitted.scores[:, None]))
    assert np.corrcoef(calibrated.scores, fitted.scores)[0, 1] > 0.9
