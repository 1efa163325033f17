"""What every result shares: frozen, equal by fingerprint, with provenance that cannot be edited."""

from dataclasses import FrozenInstanceError

import pytest

from workbench.core.finding import Finding
from workbench.core.provenance import Provenance, Result
from workbench.core.schema import canonical_json, number
from workbench.errors import InputError


def test_results_are_equal_when_their_fingerprints_are():
    one = Result(Provenance("split_data", {"test_size": 0.3}, ("rows:1",), 7))
    same = Result(Provenance("split_data", {"test_size": 0.3}, ("rows:1",), 7, {"numpy": "0"}))
    other = Result(Provenance("split_data", {"test_size": 0.3}, ("rows:1",), 8))
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != "split"


def test_provenance_cannot_be_edited():
    settings = {"test_size": 0.3}
    provenance = Provenance("split_data", settings)
    settings["test_size"] = 0.9
    assert provenance.settings["test_size"] == 0.3
    with pytest.raises(TypeError):
        provenance.settings["test_size"] = 0.5
    with pytest.raises(FrozenInstanceError):
        provenance.seed = 1


def test_provenance_knows_the_versions():
    assert {"python", "numpy", "scikit-learn", "notebook-workbench"} <= set(Provenance("x").versions)


def test_a_code_that_is_none_is_refused():
    with pytest.raises(InputError) as error:
        Finding("W1", "note", "t", "w", "d")
    assert str(error.value) == "code is 'W1'.\nA finding's code is WB and three digits, such as 'WB401'."


def test_undefined_numbers_carry_their_reason():
    assert number(float("inf"), "no rows") == {"undefined": "no rows"}
    assert canonical_json({"a": float("nan")}) == '{"a":{"undefined":"not a number"}}'
