"""Questions to a model end when nobody waits for the answer any more, and are the same when somebody does."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from tests.explanation.known_models import known_model, model_of
from workbench.errors import NotEnoughDataError

ENDED = "It was ended before all questions were answered.\nLet it run longer, or use a model that answers faster."


@pytest.fixture(scope="module")
def fitted():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(rng.integers(0, 40, size=(400, 4)).astype(float), columns=list("abcd"))
    return known_model(frame, lambda rows: 1 / (1 + np.exp(2.5 - rows["a"] * rows["b"] / 400)), task="binary")


def refused(fitted):
    return int(np.argmin(fitted.scores))


@pytest.mark.parametrize("find", [wb.find_counterfactuals, wb.explain_person])
def test_it_ends_between_two_rounds_of_questions(fitted, find):
    model, row = model_of(fitted), refused(fitted)
    plain = find(fitted, row)
    n_looks = []
    assert find(fitted, row, cancelled=lambda: n_looks.append(1)) == plain
    assert len(n_looks) > 3
    before = model.n_calls
    looks = iter([False, False, True])
    with pytest.raises(NotEnoughDataError) as error:
        find(fitted, row, cancelled=lambda: next(looks))
    assert str(error.value) == ENDED
    ended = model.n_calls - before
    before = model.n_calls
    find(fitted, row)
    assert 0 < ended < model.n_calls - before


def test_many_questions_are_asked_in_batches_with_the_same_answer(fitted, monkeypatch):
    plain = wb.find_counterfactuals(fitted, refused(fitted))
    monkeypatch.setattr("workbench.explanation.counterfactuals.search._BATCH", 20)
    looks = []
    assert wb.find_counterfactuals(fitted, refused(fitted), cancelled=lambda: looks.append(1)) == plain
    assert len(looks) >= plain.n_asked / 20 > 20


def test_what_ends_it_may_say_so_itself(fitted):
    def end():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wb.explain_person(fitted, refused(fitted), cancelled=end)
