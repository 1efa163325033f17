"""How far a notebook is: the contract that the panel keeps too, and what changes nothing."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.flow import Flow
from workbench.core.following import MIME
from workbench.core.source_hash import hash_of_source
from workbench.templates.records import read_record
from workbench.templates.steps import StudyKnown, step_states

CONTRACTS = Path(__file__).parent.parent / "contracts" / "steps"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(CONTRACTS.glob("*.json"))
    if path.stem != "hashes"
    for case in json.loads(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_the_states_are_those_of_the_contract(case):
    study = StudyKnown.from_json(case["study"]) if case["study"] is not None else None
    given = deepcopy(case["notebook"])
    assert step_states(given, kernel=case["kernel"], study=study) == case["states"]
    assert given == case["notebook"]  # it only looks


@pytest.mark.parametrize("case", json.loads((CONTRACTS / "hashes.json").read_text(encoding="utf-8")))
def test_the_hashes_are_those_of_the_contract(case):
    assert hash_of_source(case["source"]) == case["hash"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
GOOD = {
    "schema": "workbench.step/1",
    "hash": "0" * 16,
    "kernel": "1" * 16,
    "run": 1,
    "ran": "2026-01-31T12:00:00Z",
    "seconds": 1,
    "state": "done",
    "said": "",
    "uses": [],
    "defines": [],
}


@given(st.dictionaries(st.sampled_from([*GOOD, "results", "findings", "saved", "used", "before"]), JSON, max_size=4))
def test_whatever_a_file_says_is_read_or_dropped(wrong):
    record = GOOD | wrong
    if read_record(record) is not None:
        assert all(record[key] == GOOD[key] for key in ("schema", "hash", "kernel", "ran"))
    cell = {"cell_type": "code", "source": "", "metadata": {"workbench": {"step": "a"}}}
    [state] = step_states({"cells": [cell | {"outputs": [{"data": {MIME: record}}]}]})
    assert state["state"] in ("to_do", "stale", "done", "failed")
    json.dumps(state["findings"])


@pytest.mark.parametrize("key", ["uses", "defines", "inputs"])
def test_a_text_is_no_list_of_texts(key):
    result = {"name": "a", "kind": "Fitted", "stage": "fitted", "fingerprint": "result:0", "inputs": []}
    before = {"hash": "0" * 16, "uses": [], "defines": []}
    for one in (result, before):
        if key in one:
            one[key] = "fitted"
    found = read_record(GOOD | {"results": [result], "before": [before]})
    assert (found.results[0].inputs, found.before[0].flow) == ((), Flow((), ()))


@given(st.permutations(["a", "b", "c", "d"]))
def test_what_is_edited_reaches_exactly_what_rests_on_it(order):
    """A chain in any order of names: from the edited cell on, everything below is stale, and nothing above."""
    cells = []
    for place, name in enumerate(order):
        uses = [order[place - 1]] if place else []
        source = f"{name} = {uses}"
        record = GOOD | {"run": place + 1, "uses": uses, "defines": [name], "hash": hash_of_source(source)}
        metadata = {"workbench": {"step": name, "title": name, "why": ""}}
        outputs = [{"data": {MIME: record}}]
        cells.append({"cell_type": "code", "source": source, "metadata": metadata, "outputs": outputs})
    for edited in range(4):
        changed = deepcopy(cells)
        changed[edited]["source"] += "  # edited"
        states = [one["state"] for one in step_states({"cells": changed})]
        assert states == ["done"] * edited + ["stale"] * (4 - edited)
