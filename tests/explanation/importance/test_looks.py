"""Batches of rows and, where values are sampled, backgrounds of their own."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.explanation.importance import looks
from workbench.explanation.importance.looks import Asked, batch_edges, look_at


@pytest.fixture(scope="module")
def fitted():
    rng = np.random.default_rng(8)
    frame = pd.DataFrame(rng.normal(size=(3_000, 3)), columns=list("abc"))
    frame["sex"] = rng.choice(["f", "m"], 3_000)
    frame["ok"] = (frame["a"] * frame["b"] + frame["a"] + rng.logistic(size=3_000) > 0).astype(int)
    data = wb.read_data(frame, target="ok", protected=["sex"])
    return wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")


def asked(fitted, **told):
    order = np.random.default_rng(0).permutation(fitted.prepared.split.test.n_rows)
    return Asked(fitted, 0, told.get("scale"), told.get("background"), order)


@pytest.mark.parametrize("n_rows", [1, 2, 9, 10, 11, 499, 500, 549, 550, 1_000, 1_033])
def test_every_row_is_in_one_batch_and_batches_stay_as_they_are(n_rows):
    edges = batch_edges(n_rows).tolist()
    assert (edges[0], edges[-1]) == (0, n_rows)
    sizes = [high - low for low, high in pairwise(edges)]
    assert min(sizes) >= 1
    assert len(sizes) >= min(10, n_rows)
    if n_rows >= 500:
        assert set(sizes[:-1]) == {50}
        assert 50 <= sizes[-1] < 100
        assert edges[:-1] == batch_edges(2_000).tolist()[: len(edges) - 1]


@pytest.mark.parametrize("scale", [None, pytest.param("probability", marks=pytest.mark.slow)])
def test_rows_that_are_added_give_what_all_at_once_gives(fitted, scale):
    question = asked(fitted, scale=scale)
    whole = look_at(question, 600)
    grown = look_at(question, 600, look_at(question, 500))
    assert len(whole.batches) == len(grown.batches) == 12
    assert grown.outputs[0].values == pytest.approx(whole.outputs[0].values)
    for one, other in zip(whole.batches, grown.batches, strict=True):
        assert one[0].plain == pytest.approx(other[0].plain)
        assert one[0].signed == pytest.approx(other[0].signed)


def test_rows_that_were_explained_are_not_explained_again(fitted, monkeypatch):
    question, counted = asked(fitted), []
    before = look_at(question, 500)
    attribute = looks.attribute_outputs

    def counting(fitted, rows, **told):
        counted.append(len(rows))
        return attribute(fitted, rows, **told)

    monkeypatch.setattr(looks, "attribute_outputs", counting)
    look_at(question, 600, before)
    assert counted == [100]


def test_each_sampled_batch_has_two_halves_of_a_background_of_its_own(fitted, monkeypatch):
    backgrounds, seeds = [], []
    attribute = looks.attribute_outputs

    def noting(fitted, rows, **told):
        if told["background"] is not None:
            backgrounds.append(told["background"])
            seeds.append(told["seed"])
        return attribute(fitted, rows, **told)

    monkeypatch.setattr(looks, "attribute_outputs", noting)
    found = look_at(asked(fitted, scale="probability"), 30)
    assert found.is_sampled
    assert [len(one) for one in backgrounds] == [50] * 20
    assert len(set(seeds)) == 20
    for first, second in zip(backgrounds[::2], backgrounds[1::2], strict=True):
        assert len(pd.concat([first, second]).drop_duplicates()) == 100
    assert all((one[0].signed <= one[0].plain).all() for one in found.batches)
    assert any((one[0].signed < one[0].plain).any() for one in found.batches)


def test_without_sampling_both_means_of_a_batch_are_one(fitted):
    found = look_at(asked(fitted), 30)
    assert not found.is_sampled
    assert all((one[0].signed == one[0].plain).all() for one in found.batches)


def test_a_background_of_one_row_is_both_halves(fitted):
    row = fitted.prepared.raw_frame(fitted.prepared.split.train).iloc[:1]
    found = look_at(asked(fitted, scale="probability", background=row), 20)
    assert found.outputs[0].base == pytest.approx(fitted.score(row)[0])


def test_where_another_engine_serves_for_the_new_rows_it_serves_for_all(fitted, monkeypatch):
    question = asked(fitted)
    before = look_at(question, 500)
    attribute = looks.attribute_outputs

    def otherwise(fitted, rows, **told):
        return attribute(fitted, rows, **{**told, "scale": "probability"})

    monkeypatch.setattr(looks, "attribute_outputs", otherwise)
    found = look_at(question, 550, before)
    assert {one.scale for one in found.outputs} == {"probability"}
    assert len(found.outputs[0].values) == 550
    assert len(found.batches) == 11
