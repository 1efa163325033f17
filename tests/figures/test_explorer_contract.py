"""What the explorer's TypeScript is held to is what Python computes, and what an audit says."""

import json

import numpy as np
import pytest

from .explorer_contract import FOLDER, audit_of, cases, contracts, people


@pytest.fixture(scope="module")
def written():
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}


@pytest.fixture(scope="module")
def computed():
    return contracts()


def assert_same(found, wanted, where):
    """Assert that two pieces of JSON are the same, numbers to 1e-12."""
    if isinstance(wanted, dict):
        assert list(found) == list(wanted), where
        for key, value in wanted.items():
            assert_same(found[key], value, f"{where}.{key}")
    elif isinstance(wanted, (list, tuple)):
        assert len(found) == len(wanted), where
        for place, value in enumerate(wanted):
            assert_same(found[place], value, f"{where}[{place}]")
    elif isinstance(wanted, float):
        assert found == pytest.approx(wanted, rel=1e-12, abs=1e-12), where
    else:
        assert found == wanted, where


def test_every_contract_is_there(written, computed):
    assert sorted(written) == sorted(computed), "python tests/figures/explorer_contract.py"


@pytest.mark.parametrize("name", ["intervals", "numbers", *cases()])
def test_the_contract_is_what_python_computes(name, written, computed):
    assert_same(written[name], computed[name], name)


@pytest.mark.parametrize("name", cases())
def test_the_contract_is_what_the_audit_says_at_a_threshold(name, written):
    table, arguments = cases()[name]
    audit = audit_of(table, **arguments)
    data = written[name]["data"]
    for one in written[name]["expected"][:-1]:  # in the last each group has its own threshold
        judged = audit.at_threshold(data["edges"][one["places"][0]]).assessments
        verdicts = [told.verdict for told in judged if told.claim.metric != "roc_auc_score"]
        assert [claim["verdict"] for claim in one["claims"]] == verdicts


def test_the_contract_has_every_verdict_on_every_scale_and_comparison(written):
    told = {
        (claim["comparison"], claim["scale"], verdict["verdict"])
        for name in cases()
        for one in written[name]["expected"]
        for claim, verdict in zip(written[name]["data"]["claims"], one["claims"], strict=True)
    }
    verdicts = ("gap", "within tolerance", "not enough evidence")
    assert {("extremes", scale, verdict) for scale in ("difference", "ratio") for verdict in verdicts} <= told
    assert {(how, scale) for how, scale, _ in told} == {
        (how, scale) for how in ("extremes", "reference", "overall") for scale in ("difference", "ratio")
    }


def test_people_of_the_contract_are_the_same_in_every_run():
    tables = [people(np.random.default_rng(1), 50, {"a": 0.2, "b": 0.4}) for _ in range(2)]
    assert tables[0].equals(tables[1])
