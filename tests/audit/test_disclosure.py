"""What is hidden of an audit cannot be worked out from what is shown, and the verdicts stay."""

import json
import re
from itertools import product
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.audit.assess import audit_tallies
from workbench.audit.disclosed import disclose, disclosed
from workbench.audit.disclosure.hidden import nothing_hidden
from workbench.audit.disclosure.level import Disclosure, disclosure_named
from workbench.audit.disclosure.linked import linked_blocks
from workbench.audit.disclosure.suppression import is_safe, prove
from workbench.audit.policy import Policy
from workbench.core.provenance import Provenance
from workbench.data.roles import TOO_SMALL, ProtectedAttribute, Roles
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.tally.margins import MarginTally
from workbench.tally.tally import Tally

from .attack import Attacker, cells

DOCS = Path(__file__).parents[2] / "docs"
POLICY = Policy({"selection_rate": 0.05}, standards={"four-fifths": {}})


def audit_of(n, groups, crossings=(("sex", "race"),), policy=POLICY):
    """The audit of joint counts: ``n`` of shape (sexes, races, 3, 3)."""
    kinds = tuple(product(*groups))
    kept = [place for place, counts in enumerate(n.reshape(len(kinds), 3, 3)) if counts.any()]
    tally = Tally(
        ("sex", "race"), tuple(kinds[place] for place in kept), n.reshape(len(kinds), 3, 3)[kept].astype(np.int64)
    )
    roles = Roles(
        target="d",
        favourable="favourable",
        unfavourable="unfavourable",
        protected=tuple(map(ProtectedAttribute, ("sex", "race"))),
    )
    return audit_tallies(
        Provenance("test"),
        tally,
        tally,
        data_name="test",
        roles=roles,
        policy=policy,
        kind="decisions",
        crossings=crossings,
    )


def written(audit):
    return json.loads(json.dumps(audit.to_json(), allow_nan=False))


def small_tables(*, outcomes):
    """Joint counts of two sexes and three races, a few people each."""
    cells = st.sampled_from([0, 0, 1, 2, 3, 4, 6, 9, 15, 30, 60])
    shape = (2, 3, 2, 2) if outcomes else (2, 3, 1, 2)

    def made(values):
        n = np.zeros((2, 3, 3, 3), dtype=np.int64)
        counts = np.array(values).reshape(shape)
        if outcomes:
            n[:, :, :2, :2] = counts
        else:
            n[:, :, 2, :2] = counts[:, :, 0]
        return n

    size = int(np.prod(shape))
    return st.lists(cells, min_size=size, max_size=size).map(made).filter(lambda n: n.sum() > 0)


GROUPS = (("f", "m"), ("a", "b", "c"))


def hidden_cells(n, shown, attributes, crossings):
    """Every count of a group that is not shown: the group's members, and which outcome and decision."""
    for axis in [(one,) for one in attributes] + list(crossings):
        named = set(shown.axis(*axis).groups)
        tally = shown.axis(*axis).tally
        where = dict(zip(shown.axis(*axis).groups, tally.n, strict=True))
        for kind in product(*(GROUPS[attributes.index(name)] for name in axis)):
            group = " × ".join(kind)
            at = tuple(GROUPS[attributes.index(name)].index(part) for name, part in zip(axis, kind, strict=True))
            index = [slice(None)] * 2
            for name, place in zip(axis, at, strict=True):
                index[attributes.index(name)] = slice(place, place + 1)
            true = n[tuple(index)].sum(axis=(0, 1))
            if not true.any():
                continue
            whole = group not in named
            joined = not whole and not np.array_equal(where[group], true)
            if whole or joined:
                yield axis, group, true, whole


def assert_nothing_leaks(n, level, *, whole_numbers=False):
    crossings, attributes = (("sex", "race"),), ("sex", "race")
    shown = disclose(audit_of(n, GROUPS, crossings), level)
    if shown.disclosure is not None and "counts" in shown.disclosure.withheld:
        assert not any(margin.n.any() for margin in shown.decisions.margins.values())
        return
    attacker = Attacker(written(shown), attributes, GROUPS, crossings)
    wanted, counts = [], []
    for axis, group, true, whole in hidden_cells(n, shown, attributes, crossings):
        who = attacker.members(" × ".join(axis), group)
        wanted += [(who, ("01?"[o] + "01?"[d],)) for o, d in np.ndindex(3, 3)]
        counts += true.ravel().tolist()
        if whole:
            wanted += [(who, ("*" + "01?"[d],)) for d in range(3)]
            counts += true.sum(axis=0).tolist()
    if not wanted:
        return
    for count, (low, high) in zip(counts, attacker.ranges_of(wanted, whole_numbers=whole_numbers), strict=True):
        assert low - 1e-6 <= count <= high + 1e-6
        assert is_safe(low, high, level.margin), (count, low, high)


@settings(max_examples=25, deadline=None)
@given(n=small_tables(outcomes=False), threshold=st.sampled_from([3, 5, 11]))
def test_sd_03_no_hidden_decision_is_derivable_from_any_number_of_the_json(n, threshold):
    assert_nothing_leaks(n, Disclosure("internal", threshold))


@settings(max_examples=12, deadline=None)
@given(n=small_tables(outcomes=True), threshold=st.sampled_from([3, 5, 11]))
def test_sd_03_no_hidden_outcome_is_derivable_from_any_number_of_the_json(n, threshold):
    assert_nothing_leaks(n, Disclosure("internal", threshold))


def of_a_model(n):
    """The audit of a model: rows without a decision are those that were not held out."""
    judged = n.copy()
    judged[..., 2] = 0
    everybody = np.zeros_like(n)
    everybody[..., 2] = n.sum(axis=-1)
    audit = audit_of(judged, GROUPS)
    return audit_tallies(
        Provenance("test"),
        audit_of(everybody, GROUPS).outcomes,
        audit.decisions,
        data_name="test",
        roles=audit.roles,
        policy=POLICY,
        kind="model",
        crossings=audit.crossings,
    )


@settings(max_examples=12, deadline=None)
@given(n=small_tables(outcomes=True), rest=small_tables(outcomes=True), threshold=st.sampled_from([3, 5]))
def test_sd_04_held_out_rows_are_not_derivable_from_all_rows_of_the_data(n, rest, threshold):
    n[..., 2] = rest.sum(axis=-1)
    level = Disclosure("internal", threshold)
    if not n[..., :2].any():
        return
    shown = disclose(of_a_model(n), level)
    if shown.disclosure is not None and "counts" in shown.disclosure.withheld:
        return
    attacker = Attacker(written(shown), ("sex", "race"), GROUPS, (("sex", "race"),), held_out=True)
    wanted = [one for place in range(2) for one in hidden_of_a_model(n, shown, attacker, place)]
    if wanted:
        ranges = attacker.ranges_of([(who, (pattern,)) for who, pattern, _ in wanted])
        for (_, _, count), (low, high) in zip(wanted, ranges, strict=True):
            assert low - 1e-6 <= count <= high + 1e-6
            assert is_safe(low, high, level.margin), (count, low, high)


def hidden_of_a_model(n, shown, attacker, place):
    """Every hidden count of one attribute: of judged rows, of all rows, and of those that were not held out."""
    axis = ("sex", "race")[place]
    judged, everybody = ("00", "01", "10", "11", "*0", "*1"), ("0*", "1*", "0?", "1?", "*?")
    for tally, patterns in ((shown.decisions.by(axis), judged), (shown.outcomes.by(axis), everybody)):
        seen = {one[0]: counted for one, counted in zip(tally.groups, tally.n, strict=True)}
        for position, group in enumerate(GROUPS[place]):
            at = seen.get(group)
            if at is not None and not at[2].any():
                continue  # all of it is shown
            true = n.sum(axis=1 - place)[position].ravel()
            for pattern in patterns:
                if at is None or pattern[0] != "*":
                    yield attacker.members(axis, group), pattern, int(true[cells((pattern,))].sum())


@pytest.mark.slow
@pytest.mark.parametrize("outcomes", [False, True])
def test_sd_03_of_many_tables_nothing_is_derivable(outcomes):
    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(n=small_tables(outcomes=outcomes), threshold=st.sampled_from([3, 5, 11]))
    def attacked(n, threshold):
        assert_nothing_leaks(n, Disclosure("internal", threshold))

    attacked()


@settings(max_examples=12, deadline=None)
@given(n=small_tables(outcomes=False), threshold=st.sampled_from([3, 5]))
def test_sd_03_every_hidden_count_has_several_possible_whole_numbers(n, threshold):
    """Tables of whole numbers that fit what is published, the widest apart: a branch and bound over all of them."""
    assert_nothing_leaks(n, Disclosure("internal", threshold), whole_numbers=True)


# What is shown, and what is said of it.


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(8)
    n = 3_000
    table = pd.DataFrame(
        {
            "sex": rng.choice(["Female", "Male"], n),
            "race": rng.choice(["White", "Black or African American", "Asian", "Hispanic or Latino"], n),
            "age": rng.choice(["old", "young"], n, p=[0.3, 0.7]),
            "score": rng.random(n),
        }
    )
    table.loc[:5, "race"] = "Native American or Alaska Native"
    table.loc[6:60, "race"] = "Two or More Races"
    table["hired"] = (table["score"] > np.where(table["sex"] == "Male", 0.5, 0.62)).astype(int)
    table["stayed"] = (rng.random(n) < 0.4 + 0.3 * table["score"]).astype(int)
    table["dept"] = rng.choice(["x", "y"], n)
    table["weight"] = rng.uniform(0.5, 2.0, n)
    table["pay"] = rng.lognormal(10, 1, n)
    return table


def both(people, **more):
    return wb.audit_decisions(
        people, decision="hired", protected=["sex", "race"], crossings=[("sex", "race")], name="jobs", **more
    )


def test_sd_01_thresholds_are_those_of_the_level():
    assert [disclosure_named(name).threshold for name in ("internal", "public", "full")] == [5, 11, 1]
    assert disclosure_named("public", 20) == Disclosure("public", 20, 20)
    assert disclosure_named("internal", 5, 8).fewest == 8
    assert [disclosure_named(name).whole_percents for name in ("internal", "public", "full")] == [False, True, False]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (
            lambda: disclosure_named("secret"),
            "disclosure is 'secret'. Allowed are: 'internal', 'public', 'full'.",
        ),
        (
            lambda: disclosure_named("public", 0),
            "threshold of the disclosure is 0.\nGive a whole number of people, such as 11.",
        ),
        (
            lambda: Disclosure("public", 11, -1),
            "margin of the disclosure is -1.\nGive a whole number of people, such as 11.",
        ),
        (
            lambda: disclosure_named("full", 5),
            "threshold of the disclosure is 5, but 'full' hides nothing.\n"
            "Choose 'internal' or 'public' to hide small counts.",
        ),
    ],
)
def test_levels_that_are_none_are_refused(make, says):
    with pytest.raises(InputError) as error:
        make()
    assert str(error.value) == says or says.startswith("disclosure is")


def test_full_returns_the_audit_unchanged(people):
    audit = both(people)
    assert disclose(audit, "full") is audit


def test_where_even_joint_counts_are_large_they_stay(people):
    audit = wb.audit_decisions(people, decision="hired", protected=["sex", "age"], strata=["dept"], name="jobs")
    shown = disclose(audit, "public")
    assert shown == audit
    assert shown.decisions is audit.decisions
    assert written(shown)["metrics"] == written(audit)["metrics"]
    assert written(shown)["stratified"] == written(audit)["stratified"]


def test_sd_02_hidden_groups_are_one_and_their_names_nowhere(people):
    shown = disclose(both(people), "public")
    assert TOO_SMALL in shown.axis("race").groups
    text = json.dumps(shown.to_json())
    assert "Native American" not in text
    assert isinstance(shown.decisions, MarginTally)


def test_verdicts_stay_those_of_all_groups_and_say_what_the_shown_ones_would_give():
    counts = pd.DataFrame({"g": ["a", "b", "c", "d"], "selected": [500, 500, 0, 12], "total": [1000, 1000, 60, 16]})
    audit = wb.audit_counts(counts, policy=wb.Policy({"selection_rate": 0.1}))
    shown = disclose(audit, "public")
    assert audit.verdict == shown.verdict == "gap"
    assert shown.exit_code == audit.exit_code == 1
    assert [one.verdict_of_visible for one in audit.assessments] == [None]
    assert [one.verdict_of_visible for one in shown.assessments] == ["within tolerance"]
    assert shown.assessments[0].gap.n_groups == 2
    assert written(shown)["assessments"][0]["verdict_of_visible"] == "within tolerance"


def test_what_is_hidden_leaves_no_trace_but_the_verdict():
    """Other counts behind the same tables give the same JSON: no number depends on them, nor any hash."""
    one = pd.DataFrame({"g": ["a", "b", "c", "d"], "selected": [50, 40, 4, 30], "total": [100, 100, 10, 60]})
    two = pd.DataFrame({"g": ["a", "b", "c", "d"], "selected": [50, 40, 6, 28], "total": [100, 100, 8, 62]})
    first, second = (disclose(wb.audit_counts(table, name="t"), "public") for table in (one, two))
    assert first.disclosure.hidden == second.disclosure.hidden
    assert [one.verdict for one in first.assessments] == [one.verdict for one in second.assessments]
    assert written(first) == written(second)


def test_hidden_counts_cannot_be_tried_until_a_hash_fits(people):
    audit = both(people)
    shown = disclose(audit, "public")
    assert audit.decisions.fingerprint in audit.provenance.inputs
    assert audit.decisions.fingerprint not in json.dumps(shown.to_json())
    assert shown.provenance.inputs == tuple(one for one in audit.provenance.inputs if not one.startswith("result:"))


def test_sd_01_everybody_and_nobody_of_a_small_group_is_told():
    counts = pd.DataFrame({"g": ["a", "b", "c"], "selected": [400, 15, 0], "total": [1000, 15, 500]})
    found = [one for one in disclose(wb.audit_counts(counts), "public").findings if one.code == "WB542"]
    assert [one.title for one in found] == ["Everybody of 'b' (g) has a favourable decision"]
    assert disclose(wb.audit_counts(counts), "public").axis("g").groups == ("a", "b", "c")


def test_an_audit_is_disclosed_once(people):
    shown = disclose(both(people), "public")
    with pytest.raises(InputError) as error:
        disclose(shown, "internal")
    assert str(error.value) == (
        "Of this audit something is hidden already, at level 'public'.\n"
        "Disclose the full audit, once for each audience."
    )


def test_sd_04_tables_of_one_audit_are_looked_at_together(people):
    """Hiding small crossings alone leaves them to be worked out from the tables of sex and of race."""
    tally = both(people).decisions
    level = disclosure_named("public")
    (block,) = linked_blocks(tally, [("sex",), ("race",), ("sex", "race")])
    naive = nothing_hidden(block)
    place = [table.key for table in block.tables].index(("sex", "race"))
    cells = block.cells(block.tables[place])
    small = ((cells > 0) & (cells < level.threshold)).any(axis=(1, 2))
    assert small.sum() >= 2  # two or more are hidden, and yet
    assert not prove(block, naive.hide(place, np.flatnonzero(small).tolist(), whole=True), level).holds
    assert disclosed(both(people), level).proof.holds


def test_the_proof_tells_every_hidden_count_and_holds(people):
    found = disclosed(both(people, outcome="stayed"), "public")
    record = found.audit.disclosure
    assert found.proof.holds
    assert record.n_cells == len(found.proof.cells) > 0
    assert record.narrowest == found.proof.narrowest >= 11
    tables = {one.table for one in found.proof.cells}
    assert tables == {one.table for one in record.hidden}


def test_ll144_conflict_is_stated_and_the_choice_is_the_persons(people):
    audit = both(people, policy=wb.Policy({"selection_rate": 0.05}, standards={"nyc-ll144": {}, "four-fifths": {}}))
    shown = disclose(audit, "public")
    conflict = [one for one in shown.findings if one.code == "WB541"]
    assert len(conflict) == 1
    assert "disclosure='full'" in conflict[0].what_to_do
    table = next(one for one in shown.standards[0].tables if one.id == "selection/race")
    hidden = table.cell("Native American or Alaska Native", "Applicants")
    assert (hidden.value, hidden.reason) == (None, "not shown (small, or would give small ones away)")
    assert table.cell("White", "Applicants").value == int((people["race"] == "White").sum())
    assert not [one for one in disclose(audit, "full").findings if one.code == "WB541"]
    ratios = shown.standards[1].table("ratio/race")
    assert ratios.rows[-1].name == TOO_SMALL
    assert {cell.value for cell in ratios.rows[-1].cells} == {None}


def test_scores_are_shown_in_steps_that_hide_nobody(people):
    audit = wb.audit_decisions(
        people, score="score", threshold=0.5, outcome="stayed", protected=["sex", "age"], name="jobs"
    )
    shown = disclose(audit, "public")
    scores = shown.decisions.scores
    assert 4 <= len(scores.edges) + 1 <= 20
    assert 0.5 in scores.edges
    for axis in ("sex", "age"):
        n = shown.axis(axis).tally.scores.n
        assert n[n > 0].min() >= 11
        np.testing.assert_array_equal(shown.axis(axis).tally.n, audit.axis(axis).tally.n)
    threshold = float(scores.edges[2])
    moved = shown.at_threshold(threshold)
    np.testing.assert_array_equal(moved.axis("sex").tally.n, audit.at_threshold(threshold).axis("sex").tally.n)
    assert [one.verdict for one in moved.assessments] == [one.verdict_of_visible for one in moved.assessments]


def test_with_few_people_no_score_is_shown_and_that_is_said(people):
    audit = wb.audit_decisions(
        people[:300], score="score", threshold=0.5, outcome="stayed", protected=["sex", "race"], name="jobs"
    )
    shown = disclose(audit, "public")
    assert shown.decisions.scores is None
    assert "scores" in shown.disclosure.withheld
    assert next(one for one in shown.findings if one.code == "WB543").title.endswith("scores")


def test_sd_06_amounts_are_not_public(people):
    audit = wb.audit_predictions(people, prediction="pay", protected=["sex"], thresholds=[20_000.0], name="pay")
    public, internal = disclose(audit, "public"), disclose(audit, "internal")
    assert public.decisions.moments is None
    assert "amounts" in public.disclosure.withheld
    np.testing.assert_allclose(
        internal.values("mean_prediction", "sex").values, audit.values("mean_prediction", "sex").values
    )
    n = internal.axis("sex").tally.moments.predictions.n
    assert n[n > 0].min() >= 5


def test_a_models_rows_are_part_of_its_data():
    """Rows that were not held out are what is left between two tables, so no table shows a few of them."""
    rng = np.random.default_rng(2)
    held_out = np.zeros((2, 3, 3, 3), dtype=np.int64)
    held_out[:, :, :2, :2] = rng.integers(20, 60, (2, 3, 2, 2))
    everybody = np.zeros_like(held_out)
    everybody[:, :, :, 2] = held_out.sum(axis=3)
    everybody[0, 0, 1, 2] += 4  # a few more, who are told by a difference
    everybody[1:, 1:, :2, 2] += 50
    audit = audit_of(held_out, GROUPS)
    data = audit_of(everybody, GROUPS).outcomes
    linked = audit_tallies(
        Provenance("test"),
        data,
        audit.decisions,
        data_name="test",
        roles=audit.roles,
        policy=POLICY,
        kind="model",
        crossings=audit.crossings,
    )
    found = disclosed(linked, "public")
    assert found.proof.holds
    rest = found.audit.outcomes.by("race").n[:, :2].sum(axis=2)
    judged = {group: n[:2, :2].sum(axis=1) for group, n in zip(("a", "b", "c"), held_out.sum(axis=0), strict=True)}
    for group, n in zip(found.audit.outcomes.by("race").groups, rest, strict=True):
        if group[0] in judged and n.any():
            left = n - judged[group[0]]
            assert not ((left > 0) & (left < 11)).any()


@pytest.mark.parametrize("level", ["internal", "public"])
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"outcome": "stayed"},
        {"weight": "weight"},
        {"strata": ["dept"]},
        {"policy": wb.Policy({"selection_rate": 0.1}, standards={"nyc-ll144": {}, "four-fifths": {}})},
    ],
    ids=["decisions", "outcomes", "weights", "strata", "standards"],
)
def test_a_disclosed_audit_is_read_back_from_its_json(people, level, more):
    shown = disclose(both(people, **more), level)
    content = written(shown)
    again = wb.Audit.from_json(content) if hasattr(wb, "Audit") else type(shown).from_json(content)
    assert again == shown
    assert written(again) == content
    schema = json.loads((DOCS / "schemas" / "audit.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(content)
    tally = json.loads((DOCS / "schemas" / "tally.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(tally).validate(content["tallies"]["decisions"])


def test_ll144_never_counts_ratios_below_the_line_among_those_that_are_shown():
    races = {"White": (600, 300), "Asian": (290, 110), "Hispanic or Latino": (4, 1), "Two or More Races": (3, 1)}
    rows = [(race, ("Male", "Female")[i % 2], int(i < k)) for race, (n, k) in races.items() for i in range(n)]
    table = pd.DataFrame(rows, columns=["race", "sex", "hired"])
    audit = wb.audit_decisions(
        table,
        decision="hired",
        favourable=1,
        protected=["sex", "race"],
        name="hiring",
        policy=wb.Policy({"selection_rate": 0.05}, standards={"nyc-ll144": {}}),
    )
    said = " ".join(audit.standards[0].statements)
    assert re.search(r"below it: [1-9]\d* of \d+ impact ratios", said)
    for level in ("internal", "public"):
        shown = disclose(audit, level).standards[0]
        reasons = {cell.reason for one in shown.tables for row in one.rows for cell in row.cells if cell.value is None}
        assert "not shown (small, or would give small ones away)" in reasons
        assert not re.search(r"\d+ of \d+ impact ratios", " ".join(shown.statements))
        assert "hidden ones may be below it" in " ".join(shown.statements)
        assert not [note for one in shown.tables for note in one.notes if "too small" in note]


def test_with_one_group_shown_and_others_hidden_no_report_says_that_they_are_unknown():
    rows = [("a", int(i < 60)) for i in range(100)] + [("b", 1), ("b", 0), ("c", 1)] * 2
    table = pd.DataFrame(rows, columns=["g", "hired"])
    audit = wb.audit_decisions(table, decision="hired", favourable=1, protected=["g"], name="hiring")
    shown = disclose(audit, "internal")
    assert TOO_SMALL in shown.axis("g").groups
    for audience in ("brief", "technical", "audit"):
        document = wb.build_report(audit, audience=audience, date="2026-11-21")
        text = " ".join(plain(one) for _, one in reading_order(document))
        assert "fewer than two groups are known" not in text.casefold(), audience
    assert "fewer than two groups are known" not in str(shown).casefold()
