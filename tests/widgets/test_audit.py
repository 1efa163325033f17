"""The audit panel without a screen: what it shows, what a change does, and the Python that it writes."""

import json
import warnings

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.audit.policy import Claim
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.widgets.audit_board import AuditBoard
from workbench.widgets.audit_claims import policy_code, policy_of
from workbench.widgets.twin import twin_html
from workbench.widgets.wire import changed, node_json

from .boards import quiet, tell

HOSTILE = ["<b>bold</b>", 'it\'s "quoted"', "two\nlines", "\u202ertl", "x" * 300, "a × b"]


def decisions(n=1200, n_areas=3, seed=7, names=None, **more):
    rng = np.random.default_rng(seed)
    areas = names or [f"area {place:03}" for place in range(n_areas)]
    people = pd.DataFrame(
        {
            "score": rng.random(n).round(3),
            "outcome": rng.integers(0, 2, n),
            "sex": rng.choice(["f", "m"], n),
            "area": rng.choice(areas, n),
            "dept": rng.choice(["A", "B"], n),
        }
    )
    people.loc[people["sex"] == "f", "score"] *= 0.8
    chosen = {"score": "score", "outcome": "outcome", "threshold": 0.5, "protected": ["sex", "area"], **more}
    return wb.audit_decisions(people, **chosen)


@pytest.fixture(scope="module")
def audit():
    return decisions(strata=["dept"])


def nodes(board):
    """Return every node that is shown, by id."""

    def inside(node):
        yield node
        for child in node.get("children", []):
            yield from inside(child)
        for cell in node.get("cells", []):
            if isinstance(cell, dict):
                yield cell

    return {one["id"]: one for one in inside(node_json(board.view()))}


def run(code, **variables):
    """Run Python as a fresh kernel would, and return its variables."""
    scope = {"wb": wb, **variables}
    exec(code, scope)  # noqa: S102 - our own code is what is tried
    return scope


def verdicts(audit):
    return [(one.claim, one.verdict, one.gap.difference_low if one.gap else None) for one in audit.assessments]


# --- what is shown


def test_verdicts_stand_first_each_with_its_mark_and_its_word(audit):
    shown = nodes(AuditBoard(audit))
    counted = [one.verdict for one in audit.assessments]
    assert {"gap", "not enough evidence"} <= set(counted)
    assert shown["summary"]["text"].startswith(f"{len(counted)} comparisons: ▲ {counted.count('gap')} gap, ")
    assert f"◌ {counted.count('not enough evidence')} not enough evidence" in shown["summary"]["text"]
    assert shown["verdict/0"]["word"] == "Gap"
    assert "f" in shown["verdict/0"]["text"]


def test_not_enough_evidence_is_as_prominent_as_a_gap(audit):
    board = AuditBoard(audit)
    board.take("attributes", "1")
    figures = {one["value"]: one["label"] for one in nodes(board)["metric"]["options"]}
    assert figures["true_positive_rate"] == "true positive rate: ◌ not enough evidence"
    board.take("metric", "true_positive_rate")
    shown = nodes(board)
    assert (shown["verdict/0"]["kind"], shown["verdict/0"]["word"]) == ("callout", "Not enough evidence")


def test_a_figure_without_a_limit_is_described_and_can_be_judged(audit):
    board = AuditBoard(audit)
    board.take("metric", "precision_score")
    assert nodes(board)["verdict/none"]["text"] == (
        "Described, not judged: no limit was declared for this figure of these groups."
    )
    before = len(audit.assessments)
    board.take_press("judge")
    assert len(board.result.assessments) == before + 1
    assert board.result.assessments[0].claim.tolerance == 0.05
    assert "verdict/0" in nodes(board)
    board.take_press("drop")
    assert {one.claim for one in board.result.assessments} == {one.claim for one in audit.assessments}


def test_a_figure_that_is_never_judged_says_why(audit):
    board = AuditBoard(audit)
    board.take("metric", "share_of_selected")
    shown = nodes(board)
    assert shown["verdict/none"]["text"] == (
        "Described, never judged: it moves with the size of a group, and is no selection rate."
    )
    assert "judge" not in shown


def test_groups_stand_with_their_number_of_people_and_their_interval(audit):
    shown = nodes(AuditBoard(audit))
    n = dict(zip(audit.axis("sex").groups, audit.values("selection_rate", "sex").n, strict=True))
    assert [shown[f"row/{place}"]["cells"][:2] for place in range(2)] == [["f", str(n["f"])], ["m", str(n["m"])]]
    assert " – " in shown["row/0"]["cells"][3]
    assert [one[0] for one in shown["drawn/0/0"]["table"]["rows"]] == ["All", "f", "m"]


def test_what_is_tolerated_is_drawn_where_there_is_one_value_to_compare_with(audit):
    board = AuditBoard(audit)
    assert "Tolerated" not in nodes(board)["drawn/0/0"]["alternative"]
    board.take("compare", "overall")
    assert "Tolerated" in nodes(board)["drawn/0/0"]["alternative"]


def test_limits_changed_after_looking_are_said_to_be(audit):
    board = AuditBoard(audit)
    assert "after" not in nodes(board)
    board.take("tolerance", 0.2)
    assert nodes(board)["after"]["tone"] == "caution"
    assert board.result.policy.changed_after_looking
    board.take("tolerance", 0.05)
    assert "after" not in nodes(board)
    assert board.result.policy == audit.policy
    assert board.python() == ""


def test_groups_within_strata_stand_beside_all_rows(audit):
    board = AuditBoard(audit)
    shown = nodes(board)
    figures = [one["label"] for one in shown["within"]["options"]]
    assert figures == [f"dept: {figure} rate" for figure in ("selection", "true positive", "false positive")]
    assert any("dept" in one.get("text", "") for id, one in shown.items() if id.startswith("within/"))
    board.take("attributes", "2")
    assert nodes(board)["within/none"]["text"] == (
        "Crossings are not compared within strata. Choose one of their attributes."
    )


def test_where_no_strata_were_counted_it_says_how_to():
    assert nodes(AuditBoard(decisions()))["within/none"]["text"] == (
        "No column to compare within was counted. Count it with the data: strata=['…'] where the audit is made."
    )


def test_no_protected_attribute_is_said():
    board = AuditBoard(decisions(protected=[]))
    [said, *_] = [one for one in nodes(board).values() if one["kind"] == "said"]
    assert said["text"].startswith("This audit has no protected attribute, so nothing can be compared.")
    assert board.python() == ""


# --- one group


def test_a_group_is_looked_at_in_counts(audit):
    board = AuditBoard(audit)
    board.take_press("look/0")
    shown = nodes(board)
    assert shown["one"]["title"] == "f, in counts"
    n = audit.axis("sex").tally.n[0]
    assert shown["group/cells"]["rows"] == [
        ["unfavourable", str(n[0, 0]), str(n[0, 1]), str(n[0].sum())],
        ["favourable", str(n[1, 0]), str(n[1, 1]), str(n[1].sum())],
        ["all", str(n[:, 0].sum()), str(n[:, 1].sum()), str(n.sum())],
    ]
    assert sum(int(row[1]) + int(row[2]) for row in shown["group/scores"]["rows"]) == n.sum()
    selected = next(row for row in shown["group/figures"]["rows"] if row[0] == "selection rate")
    assert selected[1:] == [shown["row/0"]["cells"][place] for place in (1, 2, 3)]
    board.take_press("close")
    assert "one" not in nodes(board)


def test_every_figure_of_a_group_is_that_of_the_audit(audit):
    board = AuditBoard(audit)
    board.take_press("look/1")
    rows = nodes(board)["group/figures"]["rows"]
    assert nodes(board)["group/figures"]["header"][1] == "Out of"  # more than the group's people, of a share of all
    assert len(rows) == len(audit.table("sex"))
    assert [row[1].replace(",", "") for row in rows] == [str(int(one.n[1])) for one in audit.table("sex").values()]


def test_scores_are_counted_where_they_are():
    people = pd.DataFrame({"score": [0.0, 0.09, 0.1, 0.95, 1.0], "sex": ["f", "f", "f", "f", "m"]})
    board = AuditBoard(wb.audit_decisions(people, score="score", threshold=0.5, protected=["sex"]))
    board.take_press("look/0")
    table = nodes(board)["group/scores"]
    assert [row[1] for row in table["rows"]] == ["2", "1", "0", "0", "0", "0", "0", "0", "0", "1"]
    assert table["rows"][0][0] == "0.00 to 0.10"


def test_scores_of_another_range_are_counted_in_its_steps():
    scores = [300 + 55 * step for step in range(11)]  # 850 belongs to the last
    people = pd.DataFrame({"score": scores, "sex": ["f"] * 11})
    board = AuditBoard(
        wb.audit_decisions(people, score="score", threshold=500, score_range=(300, 850), protected=["sex"])
    )
    board.take_press("look/0")
    assert [row[1] for row in nodes(board)["group/scores"]["rows"]] == ["1"] * 9 + ["2"]


def test_a_part_of_a_group_is_its_crossing(audit):
    board = AuditBoard(audit)
    board.take_press("look/0")
    board.take("beside", "0")
    crossed = audit.values("selection_rate", "sex", "area")
    n = {group: int(size) for group, size in zip(crossed.groups, crossed.n, strict=True)}
    rows = nodes(board)["parts/0"]["rows"]
    assert [(row[0], int(row[1])) for row in rows] == [(f"area 00{at}", n[f"f × area 00{at}"]) for at in range(3)]


def test_the_others_are_compared_with_the_group_that_is_looked_at(audit):
    board = AuditBoard(audit)
    board.take_press("look/0")
    board.take_press("make_reference")
    assert board.result.assessments[0].claim.comparison == "reference:f"
    assert nodes(board)["make_reference"]["off"] == "They are compared with it."


# --- many groups


def test_many_groups_come_a_page_at_a_time_and_are_found():
    board = AuditBoard(decisions(n=20_000, n_areas=500))
    board.take("attributes", "1")
    assert nodes(board)["grid"]["caption"].endswith("1 to 10 of 500 groups")
    board.take_press("further")
    assert nodes(board)["grid"]["caption"].endswith("11 to 20 of 500 groups")
    board.take("find", "AREA 49")
    assert nodes(board)["grid"]["caption"].endswith("1 to 10 of 10 groups")
    board.take("find", "AREA 491")
    assert nodes(board)["grid"]["caption"].endswith("by area: one group")
    board.take("find", "nowhere")
    assert nodes(board)["groups/none"]["text"] == "No group of area has that in its name."
    board.take("find", "")
    board.take("order", "fewest")
    fewest = int(nodes(board)["grid"]["children"][0]["cells"][1])
    assert fewest == board.result.axis("area").tally.n.sum(axis=(1, 2)).min()
    board.take("order", "lowest")
    assert float(nodes(board)["grid"]["children"][0]["cells"][2]) == pytest.approx(
        100 * np.nanmin(board.result.values("selection_rate", "area").values), abs=0.06
    )


@pytest.mark.parametrize("names", [None, [f"{place:03}{'x' * 297}" for place in range(500)]])
def test_little_is_sent(names):
    board = AuditBoard(decisions(n=20_000, n_areas=500, names=names, strata=["dept"]))
    view = node_json(board.view())
    assert len(json.dumps(view)) <= 100_000
    most = 20_000 if names is None else 25_000
    for id, value in [
        ("attributes", "1"),
        ("tolerance", 0.2),
        ("compare", "overall"),
        ("compare", "reference"),
        ("metric", "equalized_odds"),
        ("press", "judge"),
        ("find", "1"),
        ("press", "look/7"),
        ("beside", "0"),
        ("attributes", "2"),
        ("confidence", "0.9"),
        ("tolerance", 7.0),
    ]:
        if id == "press":
            board.take_press(value)
        else:
            board.take(id, value)
        after = node_json(board.view())
        assert len(json.dumps(list(changed(view, after)))) <= most, (id, value)
        view = after


def test_no_row_is_sent():
    people = pd.DataFrame({"score": [0.123457, 0.654321] * 50, "sex": ["f", "m"] * 50, "name": ["Zebedee"] * 100})
    panel, sent = quiet(AuditBoard(wb.audit_decisions(people, score="score", threshold=0.5, protected=["sex"])))
    tell(panel, kind="ready", seq=1)
    tell(panel, kind="press", id="look/0", seq=2)
    written = json.dumps(sent) + twin_html(panel._board.view())
    assert not any(value in written for value in ("0.123457", "0.654321", "Zebedee"))
    panel.close()


def test_nothing_is_counted_again(audit, monkeypatch):
    board = AuditBoard(audit)
    monkeypatch.setattr("workbench.tally.counting.tally_rows", None)
    board.take("tolerance", 0.1)
    board.take("attributes", "2")
    assert board._problem == ""


# --- code


def test_an_untouched_widget_is_the_audit_itself_and_writes_nothing(audit):
    board = AuditBoard(audit)
    board.take("metric", "precision_score")
    board.take_press("look/0")
    assert board.result is audit
    assert board.python() == ""


CHANGES = [
    [("tolerance", 0.1)],
    [("tolerance", 0.2), ("tolerance", 0.05)],
    [("scale", "ratio")],
    [("compare", "overall"), ("confidence", "0.9"), ("minimum_n", 50)],
    [("compare", "reference"), ("press", "all")],
    [("metric", "equalized_odds"), ("press", "judge"), ("tolerance", 0.3)],
    [("attributes", "2"), ("press", "judge"), ("press", "look/1"), ("press", "make_reference")],
    [("press", "drop")],
]


@pytest.mark.parametrize("changes", CHANGES)
def test_the_code_gives_what_the_widget_gives(audit, changes):
    board = AuditBoard(audit)
    for id, value in changes:
        if id == "press":
            board.take_press(value)
        else:
            board.take(id, value)
        assert board._problem == ""
    again = run(board.python(), audit=audit)["audit"]
    assert again.policy == board.result.policy == board.settings.policy
    assert verdicts(again) == verdicts(board.result)
    assert again.fingerprint == board.result.fingerprint


def test_code_holds_whatever_groups_are_called():
    audit = decisions(names=HOSTILE)
    for place in range(len(HOSTILE)):
        board = AuditBoard(audit)
        board.take("attributes", "1")
        board.take_press(f"look/{place}")
        board.take_press("make_reference")
        again = run(board.python(), audit=audit)["audit"]
        assert again.fingerprint == board.result.fingerprint
        assert "<b>bold</b>" not in twin_html(board.view())


def test_a_policy_keeps_its_standards_its_reasons_and_its_other_rules():
    policy = wb.Policy(
        [
            wb.Rule("selection_rate", 0.1, attributes=("sex",), leave_out=("x",)),
            wb.Rule("selection_rate", 0.8, scale="ratio"),
            wb.Rule("false_positive_rate", 0.2, compare="overall"),
        ],
        minimum_n=20,
        standards={"four-fifths": {}},
        justification=[wb.Reason("Why?", 'They "said" so', "It's law.\nReally.")],
    )
    audit = decisions(policy=policy)
    board = AuditBoard(audit)
    board.take("confidence", "0.99")
    again = run(board.python(), audit=audit)["audit"]
    assert again.policy == board.result.policy
    assert (again.policy.standards, again.policy.justification) == (policy.standards, policy.justification)
    assert [one.claim for one in again.assessments] == [one.claim for one in audit.assessments]
    assert nodes(board)["limits/more"]["text"] == (
        "This figure has several limits. The first one can be changed here; the others stay."
    )


def test_rules_of_every_attribute_are_written_once():
    claims = [Claim(one, "selection_rate", 0.1) for one in ("sex", "area")]
    policy = policy_of(wb.Policy({"selection_rate": 0.05}), claims, ["sex", "area"])
    assert policy_code(policy) == 'wb.Policy({"selection_rate": 0.1})'
    some = policy_of(
        policy, [*claims, Claim("sex × area", "selection_rate", 0.2, attributes=("sex", "area"))], ["area", "sex"]
    )
    assert policy_code(some).splitlines()[2].strip() == 'wb.Rule("selection_rate", 0.1),'


def test_the_report_is_written_with_the_audit():
    audit = wb.audit_decisions("example:admissions", decision="admitted", favourable="yes", protected=["sex"])
    board = AuditBoard(audit)
    board.take("audience", "brief")
    assert board.python() == 'report = wb.build_report(audit, audience="brief")'
    board.take("tolerance", 0.1)
    scope = run(board.python(), audit=audit)
    assert type(scope["report"]).__name__ == "Document"
    assert scope["report"].title


@pytest.mark.parametrize("audience", ["brief", "technical", "annex", "audit"])
def test_limits_changed_after_looking_are_told_in_every_report(audience):
    audit = wb.audit_decisions("example:admissions", decision="admitted", favourable="yes", protected=["sex"])
    board = AuditBoard(audit)
    board.take("tolerance", 0.1)
    kept = run(board.python(), audit=audit)["audit"]
    assert kept.policy == board.result.policy
    document = wb.build_report(kept, audience=audience, date="2026-11-21")
    said = " ".join(plain(text) for _, text in reading_order(document))
    assert "changed these limits after the figures were known" in said or "changed after the figures were seen" in said
    assert "before the figures were known" not in said
    assert "set before looking" not in said.lower()


def test_limits_changed_after_looking_stay_so_when_they_are_explored_again():
    board = AuditBoard(decisions())
    board.take("tolerance", 0.1)
    again = AuditBoard(board.result)
    assert nodes(again)["after"]["tone"] == "caution"
    again.take("tolerance", 0.05)
    assert again.result.policy.changed_after_looking


# --- what cannot be done


@pytest.mark.parametrize(
    ("id", "value", "said"),
    [
        ("tolerance", None, "Largest difference has no number. Type one."),
        ("tolerance", "much", "Largest difference has no number. Type one."),
        ("tolerance", 1.5, "tolerance of selection_rate is 1.5. Give a fraction above 0 and below 1, such as 0.25."),
        ("minimum_n", 2.5, "Fewest people is no whole number. Type one."),
        ("minimum_n", 0, "minimum_n is 0. Give a whole number of 1 or more."),
        (
            "metric",
            "happiness",
            "There is no control 'metric'. Reload the page: it shows an older version of this widget.",
        ),
        (
            "attributes",
            "99",
            "There is no control 'attributes'. Reload the page: it shows an older version of this widget.",
        ),
        (
            "confidence",
            "0.1",
            "There is no control 'confidence'. Reload the page: it shows an older version of this widget.",
        ),
        ("order", 3, "There is no control 'order'. Reload the page: it shows an older version of this widget."),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(audit, id, value, said):
    board = AuditBoard(audit)
    before = board.settings
    board.take(id, value)
    shown = nodes(board)
    is_number = id in ("tolerance", "minimum_n")
    assert (shown[id]["problem"] if is_number else shown["workbench/problem"]["text"]) == said
    assert ("workbench/problem" in shown) != is_number
    assert board.settings == before
    assert board.result is audit
    board.take("order", "lowest")
    assert said not in json.dumps(node_json(board.view()))


def test_the_last_limit_cannot_be_dropped():
    board = AuditBoard(decisions(protected=["sex"], policy=wb.Policy({"selection_rate": 0.1})))
    assert "drop" not in nodes(board)
    board.take_press("drop")
    assert nodes(board)["workbench/problem"]["text"] == (
        "rules is empty. Declare at least one metric, such as {'selection_rate': 0.05}."
    )


def test_something_else_is_refused():
    with pytest.raises(InputError, match="result is text, not an audit"):
        wb.explore_audit("audit")


# --- other audits


@pytest.fixture(scope="module")
def fitted():
    data = wb.read_data("example:loans", target="approved", favourable="yes", protected=["origin"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")


def test_of_a_model_the_code_audits_it(fitted):
    board = AuditBoard(wb.audit_model(fitted), fitted)
    assert board.python() == "audit = wb.audit_model(fitted)"
    assert run(board.python(), fitted=fitted)["audit"].fingerprint == board.result.fingerprint
    board.take("tolerance", 0.1)
    board.take("audience", "technical")
    assert board.python().splitlines()[-1] == 'report = wb.build_report(fitted, audit, audience="technical")'
    code = board.python().partition("\nreport")[0]
    assert run(code, fitted=fitted)["audit"].fingerprint == board.result.fingerprint


def test_of_a_model_groups_are_counted_within_other_columns(fitted):
    board = AuditBoard(wb.audit_model(fitted), fitted)
    offered = nodes(board)["strata"]["options"]
    assert offered[0] == {"value": "", "label": "none", "help": ""}
    assert "origin" not in [one["label"] for one in offered]
    board.take("tolerance", 0.1)
    board.take("strata", "0")
    column = offered[1]["label"]
    assert board.settings.strata == (column,)
    assert board.result.stratified
    assert board.result.policy == board.settings.policy
    assert run(board.python(), fitted=fitted)["audit"].fingerprint == board.result.fingerprint
    board.take("strata", "")
    assert board.result.stratified == ()


def test_several_classes_are_shown():
    rng = np.random.default_rng(3)
    people = pd.DataFrame({"grade": rng.choice(["a", "b", "c"], 900), "sex": rng.choice(["f", "m"], 900)})
    board = AuditBoard(wb.audit_decisions(people, decision="grade", protected=["sex"], multiclass=True))
    board.take_press("look/0")
    board.take("tolerance", 0.2)
    assert "sex" in nodes(board)["verdict/0"]["text"]
    assert [row[0] for row in nodes(board)["group/cells"]["rows"]] == ["not known", "all"]
    assert len(nodes(board)["group/cells"]["header"]) == 5


def test_amounts_are_judged_by_a_limit_that_somebody_types():
    rng = np.random.default_rng(3)
    people = pd.DataFrame(
        {"wage": rng.normal(20, 4, 900), "paid": rng.normal(20, 4, 900), "sex": rng.choice(["f", "m"], 900)}
    )
    audit = wb.audit_predictions(people, prediction="wage", outcome="paid", protected=["sex"])
    board = AuditBoard(audit)
    assert nodes(board)["summary"]["text"] == "Nothing is judged: no limit was declared."
    assert nodes(board)["tolerance"]["value"] is None
    board.take("tolerance", 3.0)
    assert nodes(board)["summary"]["text"] == "1 comparison: ● 1 within tolerance."
    again = run(board.python(), audit=audit)["audit"]
    assert again.fingerprint == board.result.fingerprint


def test_without_outcomes_only_what_is_decided_is_offered():
    people = pd.DataFrame({"hired": [1, 0, 1, 1] * 30, "sex": ["f", "f", "m", "m"] * 30})
    board = AuditBoard(wb.audit_decisions(people, decision="hired", protected=["sex"]))
    assert [one["value"] for one in nodes(board)["metric"]["options"]] == ["selection_rate", "share_of_selected"]
    board.take_press("look/1")
    assert nodes(board)["group/cells"]["rows"] == [["not known", "0", "60", "60"], ["all", "0", "60", "60"]]


def test_a_group_without_a_figure_says_why():
    people = pd.DataFrame({"d": [1, 0] * 40, "y": [1, 0] * 30 + [0, 0] * 10, "sex": ["f", "m"] * 30 + ["x"] * 20})
    board = AuditBoard(wb.audit_decisions(people, decision="d", outcome="y", protected=["sex"]))
    board.take("metric", "true_positive_rate")
    assert nodes(board)["row/2"]["cells"][2] == "no rows with a favourable outcome"


def test_the_twin_holds_the_numbers(audit):
    board = AuditBoard(audit)
    page = twin_html(board.view())
    assert "What is tolerated" in page
    assert "<script" not in page
    assert str(int(audit.values("selection_rate", "sex").n[0])) in page


def test_every_audit_survives_every_figure(audit):
    board = AuditBoard(audit)
    for axis in ("0", "1", "2"):
        board.take("attributes", axis)
        for metric in [one["value"] for one in nodes(board)["metric"]["options"]]:
            board.take("metric", metric)
            board.take_press("look/0")
            if "beside" in nodes(board):
                board.take("beside", "0")
            assert board._problem == "", metric
            nodes(board)


def test_scores_and_strata_together_make_a_report(audit):
    board = AuditBoard(audit)
    board.take("audience", "technical")
    report = run(board.python(), audit=audit)["report"]
    assert "strata" in [section.id for section in report.sections]
    assert report.explorer is not None


def test_what_another_policy_leaves_as_it_is_is_not_computed_again():
    with_strata = decisions(strata=["dept"])
    moved = with_strata.with_policy(
        wb.Policy({"selection_rate": 0.2, "true_positive_rate": 0.05, "false_positive_rate": 0.05})
    )
    assert moved.stratified is with_strata.stratified
    kept = [one for one in moved.assessments if one.claim.metric != "selection_rate"]
    assert [one in with_strata.assessments for one in kept] == [True] * 4
    surer = with_strata.with_policy(wb.Policy({"selection_rate": 0.2}, confidence=0.99))
    assert surer.stratified[0].overall.confidence == 0.99
    fewer = with_strata.with_policy(wb.Policy({"selection_rate": 0.05}))
    assert fewer.assessments[0].gap.difference_low > with_strata.assessments[0].gap.difference_low


def test_choosing_a_report_turns_no_page():
    board = AuditBoard(decisions(n=6000, n_areas=120))
    board.take("attributes", "1")
    board.take_press("further")
    assert board.settings.page == 1
    board.take("audience", "brief")
    assert board.settings.page == 1
    board.take("find", "area")
    assert board.settings.page == 0


def test_choices_that_cannot_be_shown_are_taken_back_with_the_audit_that_they_led_to(audit, monkeypatch):
    board = AuditBoard(audit)
    before = node_json(board.shown())
    kept = AuditBoard.contents

    def fragile(self):
        if self.settings.policy.changed_after_looking:
            raise ZeroDivisionError("too large")
        return kept(self)

    monkeypatch.setattr(AuditBoard, "contents", fragile)
    board.take("tolerance", 0.2)
    after = node_json(board.shown())
    assert [one["id"] for one in changed(before, after)] == ["workbench"]
    assert "ZeroDivisionError: too large" in json.dumps(after)
    assert (board.result.policy, board.python()) == (audit.policy, "")


def test_counting_within_a_column_cannot_be_ended_and_has_no_button(fitted):
    board, asked = AuditBoard(wb.audit_model(fitted), fitted), []
    board.runner = lambda job, *_: asked.append(job.can_end)
    board.take("strata", "0")
    assert asked == [False]
    assert nodes(board)["workbench/progress"]["can_end"] is False


# --- what takes long


@pytest.fixture
def waiting(monkeypatch):
    """A board of what counts as very many numbers, and its long work, which is not begun."""
    monkeypatch.setattr("workbench.widgets.audit_costs._MANY_NUMBERS", 0)
    monkeypatch.setattr("workbench.widgets.audit_costs._MANY_STRATA", 0)
    board, jobs = AuditBoard(decisions(strata=["dept"])), []
    board.runner = lambda job, _, finished: jobs.append((job, finished))
    return board, jobs


def do(jobs):
    job, finished = jobs.pop()
    job.done(job.do(None))
    finished(None)


def test_a_crossing_of_very_many_counts_is_added_up_beside(waiting):
    board, jobs = waiting
    board.take("attributes", "2")
    assert board.settings.attributes == ("sex",)
    assert nodes(board)["workbench/progress"]["label"] == "Adding up sex × area"
    board.take("tolerance", 0.2)
    do(jobs)
    shown = nodes(board)
    assert "workbench/progress" not in shown
    assert board.settings.attributes == ("sex", "area")
    assert board.result.assessments[0].claim.tolerance == 0.2
    board.take("attributes", "0")
    board.take("attributes", "2")
    assert board.settings.attributes == ("sex", "area")  # it is known by now
    assert jobs == []


@pytest.mark.parametrize("meanwhile", [None, 0.2])
def test_another_confidence_within_very_many_strata_is_worked_out_beside(waiting, meanwhile):
    board, jobs = waiting
    before = board.result
    board.take("confidence", "0.9")
    assert board.result is before
    assert nodes(board)["workbench/progress"]["label"] == "Comparing groups within strata"
    if meanwhile:
        board.take("tolerance", meanwhile)
    do(jobs)
    assert board.result.policy.confidence == 0.9
    assert board.settings.policy == board.result.policy
    assert board.result.assessments[0].claim.tolerance == (meanwhile or 0.05)
    assert "confidence=0.9" in board.python()
    wanted = before.with_policy(board.result.policy)
    assert verdicts(board.result) == verdicts(wanted)


def test_a_crossing_is_told_apart_from_an_attribute_of_its_name():
    rng = np.random.default_rng(7)
    names = {"a": ["x", "y"], "b": ["u", "v"], "a × b": ["k", "l"]}
    people = pd.DataFrame({title: rng.choice(some, 600) for title, some in names.items()})
    people["hired"] = rng.integers(0, 2, 600)
    audit = wb.audit_decisions(people, decision="hired", protected=list(names), crossings=[("a", "b")])
    board = AuditBoard(audit)
    labels = [one["label"] for one in nodes(board)["attributes"]["options"]]
    assert labels == ["a", "b", "a × b", "a × b (crossing)", "a × “a × b”", "b × “a × b”"]
    for place in (2, 3):
        board.take("attributes", str(place))
        if place == 3:
            board.take_press("judge")
        board.take("tolerance", 0.02)
        assert nodes(board)["verdict/0"]["text"]
    assert "workbench/problem" not in nodes(board)
    judged = board.result
    assert [one.claim.attribute for one in judged.assessments][-2:] == ["a × b", "a × b (crossing)"]
    assert run(board.python(), audit=audit)["audit"] == judged
    for audience in ("brief", "technical", "annex", "audit"):
        texts = [plain(text) for _, text in reading_order(wb.build_report(judged, audience=audience))]
        assert any("a × b (crossing)" in text for text in texts)
    assert wb.Audit.from_json(json.loads(json.dumps(judged.to_json()))) == judged
    assert wb.disclose(judged, "public").assessments
