"""Views as JSON: what is sent of a change makes the next view of the last, whatever they are."""

import json
import zlib
from base64 import b64decode

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbench as wb
from workbench.widgets.audit_board import AuditBoard
from workbench.widgets.packed import packed, patch
from workbench.widgets.view import Grid, Group, Number, Row, Said, Toggle
from workbench.widgets.wire import changed, node_json

from .boards import quiet, tell
from .views import FOLDER, HOSTILE, contracts, every_kind


def patched(node, nodes):
    """Put nodes in the place of those with their ids, as the browser does."""
    instead = nodes.get(node["id"], node)
    if "children" not in instead:
        return instead
    before = {child["id"]: child for child in node.get("children", [])}
    children = [before[child["same"]] if "same" in child else child for child in instead["children"]]
    return {**instead, "children": [patched(child, nodes) if child["id"] in before else child for child in children]}


def put_in(old, sent):
    return patched(old, {one["id"]: one for one in sent})


def test_the_files_that_both_sides_read_are_in_step():
    written = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
    made = json.loads(json.dumps(contracts()))
    # Other libraries deflate otherwise: what comes out is the same.
    for one in (written["packed"], made["packed"]):
        one["packed"] = {key: inflated(value) for key, value in one["packed"].items()}
    assert written == made


def inflated(text):
    try:
        return zlib.decompress(b64decode(text, validate=True))
    except ValueError:
        return text


def test_counts_that_are_packed_are_all_there():
    whole, sent = contracts()["packed"].values()
    assert {"schema": sent["schema"], "attribute": sent["attribute"], **json.loads(inflated(sent["others"]))} == {
        key: value for key, value in whole.items() if key != "at_or_above"
    }
    planes = np.frombuffer(inflated(sent["drops"]), np.uint8).reshape(4, -1).astype(np.int64)
    drops = (planes * 256 ** np.arange(4)[:, None]).sum(axis=0).reshape(np.shape(whole["at_or_above"]))
    left = np.array(whole["scored"])[:, :, None] - np.cumsum(drops, axis=2)
    assert left.tolist() == whole["at_or_above"]


def test_many_people_at_forty_groups_travel_in_few_bytes():
    rng = np.random.default_rng(0)
    drops = rng.poisson(400, (40, 3, 101))
    scored = drops.sum(axis=2) + 3
    data = {
        "schema": "s",
        "attribute": "a",
        "scored": scored.tolist(),
        "at_or_above": (scored[:, :, None] - np.cumsum(drops, axis=2)).tolist(),
    }
    assert len(json.dumps(packed(data))) < 21_000 < len(json.dumps(data)) / 3


def test_what_is_sent_makes_the_next_view():
    for name in ("same", "some", "other"):
        one = contracts()[name]
        assert put_in(one["before"], one["nodes"]) == one["after"]


def test_nothing_is_sent_where_nothing_changed():
    assert contracts()["same"]["nodes"] == []


def test_one_row_of_many_is_sent_alone():
    def view(at):
        rows = tuple(
            Row(f"r{place}", (f"c{place}", Toggle(f"t{place}", "on", value=place == at))) for place in range(200)
        )
        return node_json(Group("all", (Grid("g", "Columns", ("c", "on"), rows),)))

    sent = list(changed(view(3), view(4)))
    assert [one["id"] for one in sent] == ["r3", "r4"]
    assert len(json.dumps(sent)) < 500


def test_of_a_view_that_gets_a_node_more_only_that_is_sent():
    shown = [Said(f"s{place}", "word " * 200) for place in range(20)]
    old, new = (node_json(Group("all", tuple(nodes))) for nodes in (shown, [*shown, Said("new", "x")]))
    sent = list(changed(old, new))
    assert put_in(old, sent) == new
    assert len(json.dumps(sent)) < 800


def test_names_stay_what_they_are():
    assert HOSTILE in json.dumps(node_json(every_kind()), ensure_ascii=False).replace('\\"', '"')


LEAVES = st.one_of(
    st.builds(Said, st.sampled_from("abcd"), st.text(max_size=3)),
    st.builds(Number, st.sampled_from("efgh"), st.just("n"), st.none() | st.floats(allow_nan=False)),
)


def unique(nodes):
    return tuple({node.id: node for node in nodes}.values())


@given(st.lists(LEAVES, max_size=5), st.lists(LEAVES, max_size=5))
def test_any_view_follows_from_any_other(before, after):
    old, new = (node_json(Group("top", (Group("in", unique(nodes)), Said("last", "x")))) for nodes in (before, after))
    assert put_in(old, list(changed(old, new))) == new


def test_a_long_change_is_deflated_and_a_short_one_is_not():
    short = [{"kind": "said", "id": "a", "text": "é \u202e <b>"}]
    assert patch(short) == {"kind": "patch", "nodes": short}
    long = [{**one, "id": f"{one['id']}/{place}"} for place in range(300) for one in short]
    sent = patch(long)
    assert sent.keys() == {"kind", "packed"}
    assert json.loads(zlib.decompress(b64decode(sent["packed"]))) == long


NAMED = 296


@pytest.fixture(scope="module")
def long_names():
    """An audit of 500, 24 and 2 groups whose names have 300 characters, no two alike in more than their ends."""
    rng = np.random.default_rng(7)
    letters = np.array([*"abcdefghijklmnopqrstuvwxyz äöü"])
    people = pd.DataFrame({"score": rng.random(40_000).round(3), "outcome": rng.integers(0, 2, 40_000)})
    titles = ["".join(rng.choice(letters, NAMED)) for _ in range(3)]
    for title, n in zip(titles, (500, 24, 2), strict=True):
        names = np.array([f"{place:03} {''.join(rng.choice(letters, NAMED))}" for place in range(n)])
        people[title] = names[rng.integers(0, n, len(people))]
    people["job"] = rng.choice(["a", "b"], len(people))
    given = {"score": "score", "outcome": "outcome", "threshold": 0.5, "strata": ["job"]}
    return wb.audit_decisions(people, protected=titles, **given)


def test_no_change_of_the_audit_panel_is_large_however_long_names_are(long_names):
    panel, sent = quiet(AuditBoard(long_names))
    tell(panel, kind="ready", seq=0)
    assert len(json.dumps(sent[-1])) <= 100_000
    changes = [
        ("attributes", "1"),
        ("attributes", "2"),
        ("attributes", "1"),
        ("compare", "reference"),
        ("reference", "7"),
        ("confidence", "0.99"),
        ("attributes", "0"),
        ("compare", "reference"),
        ("order", "lowest"),
        ("find", "12"),
        ("beside", "0"),
        ("metric", "equalized_odds"),
        ("metric", "selection_rate"),
        ("minimum_n", 50),
    ]
    sizes = {}
    for seq, (id, value) in enumerate(changes, 1):
        tell(panel, kind="change", id=id, value=value, seq=seq)
        panel._worker.join(60)
        sizes[id, value] = len(json.dumps(sent[-1], ensure_ascii=False).encode())
        if id == "order":
            tell(panel, kind="press", id="look/3", seq=100)
            sizes["look"] = len(json.dumps(sent[-1], ensure_ascii=False).encode())
    assert max(sizes.values()) <= 20_000, sizes
    assert max(sizes.values()) > 5_000
    panel.close()
