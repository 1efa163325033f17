"""The threshold explorer's board: what is chosen becomes plain Python, and only what was chosen travels."""

import json
from io import StringIO
from pathlib import Path

import jsonschema
import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.errors import InputError
from workbench.widgets.threshold import ThresholdBoard, ThresholdSettings, explore_threshold
from workbench.widgets.twin import twin_html
from workbench.widgets.view import Part

from .boards import quiet, tell

HOSTILE = "men \"<b>'\n\u202e"


def audited(groups=("women", HOSTILE), rows=600, attributes=("sex", "area"), **arguments):
    rng = np.random.default_rng(7)
    people = pd.DataFrame({"score": rng.random(rows).round(3), "outcome": rng.integers(0, 2, rows)})
    people["sex"], people["area"] = np.resize(groups, rows), rng.choice(["n", "s"], rows)
    given = {"score": "score", "outcome": "outcome", "threshold": 0.5, "protected": list(attributes), **arguments}
    return wb.audit_decisions(people, **given)


@pytest.fixture(scope="module")
def audit():
    return audited()


def chosen(one, own=(), **others):
    return {"each": bool(own), "one": one, "own": list(own), "costs": [1, 1], "capacity": None, **others}


def explorer(board):
    return next(node for node in board.contents() if node.id == "explorer")


def run(code, **names):
    exec(code, names)  # noqa: S102 - it is the code that a person would run
    return names


def test_untouched_it_is_the_audit_and_keeps_nothing(audit):
    board = ThresholdBoard(audit, ("sex",))
    assert board.result is audit
    assert board.python() == ""
    assert explorer(board).chosen == chosen(explorer(board).data["start"], costs=[1.0, 1.0])


def test_a_threshold_for_all_is_kept_as_the_audit_at_it(audit):
    board = ThresholdBoard(audit, ("sex",))
    edges = explorer(board).data["edges"]
    board.take("explorer", chosen(9, costs=[3, 0.5], capacity=200))
    assert board.settings == ThresholdSettings(("sex",), edges[9], (), (3.0, 0.5), 200)
    assert explorer(board).chosen == chosen(9, costs=[3.0, 0.5], capacity=200)
    assert board.python() == (
        "# A wrong favourable decision was weighed at a cost of 3, a wrong unfavourable one at 0.5.\n"
        "# There is room for 200 favourable decisions.\n"
        "# To explore with this again:\n"
        "#     wb.explore_threshold(audit, costs=(3.0, 0.5), capacity=200)\n"
        f"moved = audit.at_threshold({edges[9]!r})\nmoved"
    )
    kept = run(board.python(), audit=audit)["moved"]
    assert kept.fingerprint == board.result.fingerprint != audit.fingerprint
    assert [one.verdict for one in kept.assessments] == [one.verdict for one in board.result.assessments]
    board.take("explorer", chosen(explorer(board).data["start"]))
    assert board.python() == ""


def test_costs_and_capacity_are_there_again_where_what_was_kept_is_run():
    audit = audited(attributes=["sex", "area"], crossings=[("sex", "area")])
    board = ThresholdBoard(audit, ("sex", "area"))
    board.take("explorer", chosen(explorer(board).data["start"], costs=[5, 1]))
    code = board.python()
    assert board.result is audit
    assert run(code, audit=audit)["moved"] is audit
    [again] = [line[1:].strip() for line in code.splitlines() if "explore_threshold" in line]
    panel = eval(again, {"wb": wb, "audit": audit})  # noqa: S307 - it is the line that a person would run
    assert panel._board.settings == ThresholdSettings(("sex", "area"), costs=(5.0, 1.0))
    assert panel._board.python() == ""
    panel.close()
    board.take("explorer", chosen(9, list(range(4, 8)), capacity=20))
    assert board.python().startswith("# Treating groups differently by threshold may be unlawful.")
    assert "# There is room for 20 favourable decisions.\n" in board.python()
    assert run(board.python(), audit=audit)["moved"] == board.result


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"costs": (0, 1)}, "costs is (0, 1).\nGive two numbers above 0, such as (5, 1)."),
        ({"costs": 5}, "costs is 5.\nGive two numbers above 0, such as (5, 1)."),
        ({"capacity": 601}, "capacity is 601.\nGive a whole number of people from 1 to 600, or None."),
        ({"capacity": True}, "capacity is True.\nGive a whole number of people from 1 to 600, or None."),
    ],
)
def test_costs_and_capacity_that_cannot_be_are_refused(audit, given, said):
    with pytest.raises(InputError) as problem:
        explore_threshold(audit, **given)
    assert str(problem.value) == said


def colliding():
    rng = np.random.default_rng(7)
    names = {"a": ["x", "y"], "b": ["u", "v"], "a × b": ["k", "l"]}
    people = pd.DataFrame({title: rng.choice(some, 600) for title, some in names.items()})
    people["score"], people["outcome"] = rng.random(600).round(3), rng.integers(0, 2, 600)
    given = {"outcome": "outcome", "threshold": 0.5, "protected": list(names), "crossings": [("a", "b")]}
    return wb.audit_decisions(people, score="score", **given)


def test_a_crossing_is_not_taken_for_an_attribute_of_its_name():
    audit = colliding()
    board = ThresholdBoard(audit, ("a",))
    [choice] = [node for node in board.contents() if node.id == "attribute"]
    assert [one.label for one in choice.options] == ["a", "b", "a × b", "a × b (crossing)"]
    seen = []
    for one in choice.options:
        board.take("attribute", one.value)
        seen.append(board.settings.attributes)
        assert explorer(board).data["attribute"] == one.label
    assert tuple(seen) == audit.axes


def test_thresholds_by_group_are_kept_with_the_caution(audit):
    board = ThresholdBoard(audit, ("sex",))
    edges, groups = explorer(board).data["edges"], audit.axis("sex").groups
    board.take("explorer", chosen(9, [5, 12]))
    own = {groups[0]: edges[5], groups[1]: edges[12]}
    assert HOSTILE in own
    code = board.python()
    assert code.startswith("# Treating groups differently by threshold may be unlawful. Take legal advice")
    kept = run(code, audit=audit)["moved"]
    assert kept == board.result == audit.at_thresholds("sex", own)
    assert "WB560" in [one.code for one in kept.findings]
    assert "which the law may forbid" in repr(kept)
    assert explorer(board).chosen == chosen(9, [5, 12], costs=[1.0, 1.0])


def test_thresholds_of_crossings_and_of_many_groups_are_kept_such_that_they_run():
    audit = audited([f"group {place}" for place in range(7)], rows=3_000, crossings=[("sex", "area")])
    board = ThresholdBoard(audit, ("sex", "area"))
    board.take("explorer", chosen(9, [*range(3, 17)]))
    code = board.python()
    assert 'audit.at_thresholds(\n    ["sex", "area"],\n    {\n        "group 0 × n": ' in code
    assert max(map(len, code.splitlines())) < 100
    assert run(code, audit=audit)["moved"] == board.result


def test_of_an_audit_of_which_something_is_hidden_the_thresholds_alone_are_kept(audit):
    hidden = wb.disclose(audit, "internal")
    board = ThresholdBoard(hidden, ("sex",))
    groups, edges = hidden.axis("sex").groups, explorer(board).data["edges"]
    board.take("explorer", chosen(1, [1, 2]))
    assert board.result == dict(zip(groups, edges[1:3], strict=True))
    assert "may be unlawful" in board.python()
    assert run(board.python())["thresholds"] == board.result


def test_of_an_audit_at_thresholds_by_group_it_begins_there(audit):
    moved = audit.at_thresholds("sex", {"women": 0.35, HOSTILE: 0.61})
    board = ThresholdBoard(moved, ("sex",))
    assert board.settings.by_group == moved.thresholds_by_group.thresholds
    assert board.result is moved
    assert board.python() == ""
    shown = explorer(board)
    assert [shown.data["edges"][place] for place in shown.chosen["own"]] == [
        cut for _, cut in moved.thresholds_by_group.thresholds
    ]
    judged = [one for one in moved.assessments if one.claim.attributes == ("sex",)]
    assert [one.mark for one in callouts(board)] == [one.verdict for one in judged]
    board.take("explorer", chosen(shown.data["start"]))
    assert run(board.python(), audit=moved, moved=moved)["moved"].thresholds_by_group is None
    assert board.result == audit.at_threshold(shown.data["edges"][shown.data["start"]])
    board.take("attribute", "area")
    assert ThresholdBoard(moved, ("area",)).python() == ""


def test_another_attribute_keeps_the_threshold_of_all_and_drops_those_of_groups(audit):
    board = ThresholdBoard(audit, ("sex",))
    board.take("explorer", chosen(9, [5, 12]))
    threshold = board.settings.threshold
    board.take("attribute", "area")
    assert board.settings == ThresholdSettings(("area",), threshold)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        chosen(-1),
        chosen(10_000),
        chosen(2.0),
        chosen(True),
        chosen(3, [1]),
        chosen(3, [1, "2"]),
        chosen(3, costs=[0, 1]),
        chosen(3, costs=[1, float("inf")]),
        chosen(3, costs=[1]),
        chosen(3, capacity=601),
        chosen(3, capacity=-1),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(audit, value):
    board = ThresholdBoard(audit, ("sex",))
    board.take("explorer", value)
    assert board.settings == ThresholdSettings(("sex",))
    said = {node.id: getattr(node, "text", "") for node in board.view().children}
    assert said["workbench/problem"] == (
        "What was chosen in the explorer cannot be read. Reload the page: it shows an older version of this widget."
    )


def test_a_choice_sends_what_was_chosen_and_the_code_not_the_data(audit):
    panel, sent = quiet(ThresholdBoard(audit, ("sex",)))
    tell(panel, kind="ready", seq=1)
    tell(panel, kind="change", id="explorer", value=chosen(9), seq=2)
    first = {one["id"] for one in sent[-1]["nodes"]}
    tell(panel, kind="change", id="explorer", value=chosen(10), seq=3)
    assert [one["id"] for one in sent[-1]["nodes"]] == ["explorer/chosen", "workbench/keep"]
    assert sent[-1]["nodes"][0]["value"] == chosen(10, costs=[1.0, 1.0])
    assert "workbench" in first  # the button to keep it was not there before
    assert len(json.dumps(sent[-1])) < 2_000
    panel.close()


def test_names_of_attributes_are_shown_without_hidden_signs():
    rng = np.random.default_rng(7)
    named = "sex\u202e" + "x" * 200
    people = pd.DataFrame({"score": rng.random(200).round(3), named: rng.choice(["f", "m"], 200)})
    people["area"] = rng.choice(["n", "s"], 200)
    audit = wb.audit_decisions(people, score="score", threshold=0.5, protected=[named, "area"])
    board = ThresholdBoard(audit, ("area",))
    options = board.contents()[0].options
    assert all("\u202e" not in one.label and len(one.label) < 80 for one in options)
    board.take("attribute", options[0].value)
    assert board.settings.attributes == (named,)


@pytest.mark.parametrize("n_groups", [2, 40, 100, 500])
def test_what_is_sent_stays_small_and_holds_no_rows(n_groups):
    groups = (
        [f"{'x' * 290} {place}" for place in range(n_groups)] if n_groups < 100 else list(map(str, range(n_groups)))
    )
    audit = audited(groups, rows=20_000, attributes=("sex",))
    panel, sent = quiet(ThresholdBoard(audit, ("sex",)))
    tell(panel, kind="ready", seq=1)
    written = json.dumps(sent[-1])
    assert len(written) <= 100_000
    if n_groups < 500:
        tell(panel, kind="change", id="explorer", value=chosen(3, [2] * n_groups), seq=2)
        tell(panel, kind="change", id="explorer", value=chosen(3, [4] * n_groups), seq=3)
        assert len(json.dumps(sent[-1])) <= 20_000
    else:
        assert "there are 500 groups, and the explorer follows 100" in written
    panel.close()


def test_its_twin_is_a_table_of_what_the_thresholds_do(audit):
    board = ThresholdBoard(audit, ("area",))
    board.take("explorer", chosen(9))
    threshold = board.settings.threshold
    rates = audit.at_threshold(threshold).values("true_positive_rate", "area").values
    [table] = pd.read_html(StringIO(twin_html(board.view())))
    assert list(table["Group"]) == ["n", "s"]
    assert list(table["Threshold"]) == [threshold] * 2
    limits = audit.at_threshold(threshold).values("true_positive_rate", "area").limits
    assert list(table["True positive rate"]) == [
        f"{100 * rate:.1f} ({100 * low:.1f} – {100 * high:.1f})"
        for rate, low, high in zip(rates, limits.low, limits.high, strict=True)
    ]
    assert list(table["People"]) == list(audit.axis("area").tally.n.sum(axis=(1, 2)))
    board.take("attribute", "sex")
    board.take("explorer", chosen(9, [5, 12]))
    written = twin_html(board.view())
    assert "Treating groups differently by threshold may be unlawful." in written
    assert "<b>" not in written


def callouts(board):
    return [one.block for one in board.saved_view().children if isinstance(one, Part) and "drawn" not in one.id]


def charts(board):
    return [one.block for one in board.saved_view().children if isinstance(one, Part) and "drawn" in one.id]


def test_what_is_saved_tells_the_verdicts_and_draws_the_figures(audit):
    board = ThresholdBoard(audit, ("area",))
    for steps in (None, 9):
        if steps is not None:
            board.take("explorer", chosen(steps))
        moved = board.result if steps is not None else audit.at_threshold(0.5)
        judged = [one for one in moved.assessments if one.claim.attributes == ("area",)]
        assert judged
        assert [one.mark for one in callouts(board)] == [one.verdict for one in judged]
        rates = moved.values("selection_rate", "area")
        [first, *_] = charts(board)
        drawn = [each for _, some in first.drawing.panels for each in some]
        assert [each.value for each in drawn] == pytest.approx(list(rates.values))
    text = twin_html(board.saved_view())
    assert "As it was audited" in text
    assert text.count("<svg") >= 1
    assert HOSTILE not in text


def test_of_thresholds_by_group_the_verdicts_are_those_of_such_decisions():
    rng = np.random.default_rng(3)
    people = pd.DataFrame({"score": rng.random(900).round(2), "outcome": rng.integers(0, 2, 900)})
    people["sex"] = rng.choice(["f", "m"], 900)
    given = {"outcome": "outcome", "protected": ["sex"]}
    audit = wb.audit_decisions(people, score="score", threshold=0.5, **given)
    board = ThresholdBoard(audit, ("sex",))
    edges = explorer(board).data["edges"]
    board.take("explorer", chosen(0, [20, 70]))
    own = {"f": edges[20], "m": edges[70]}
    people["decided"] = [int(score >= own[sex]) for score, sex in zip(people["score"], people["sex"], strict=True)]
    plain = wb.audit_decisions(people.drop(columns="score"), decision="decided", **given)
    moved = board.result
    assert moved == audit.at_thresholds("sex", own)
    wanted = {one.claim.metric: one for one in plain.assessments}
    assert moved.assessments
    for one in moved.assessments:
        other = wanted[one.claim.metric]
        assert one.verdict == other.verdict
        assert one.gap.lower == other.gap.lower
        assert one.gap.extreme_difference == pytest.approx(other.gap.extreme_difference)
    assert moved.values("selection_rate").values == pytest.approx(plain.values("selection_rate").values)
    assert callouts(board)[0].mark == "gap"


def test_its_data_are_worked_out_once_for_each_attribute(audit, monkeypatch):
    calls = []
    from workbench.widgets import threshold

    real = threshold.explorer_data
    monkeypatch.setattr(
        threshold, "explorer_data", lambda *args, **named: calls.append(args[1:]) or real(*args, **named)
    )
    board = ThresholdBoard(audit, ("sex",))
    for place in (3, 4, 5):
        board.take("explorer", chosen(place))
        board.view()
    board.take("attribute", "area")
    board.view()
    assert calls == [("sex",), ("area",)]


def test_without_scores_it_says_so():
    counts = pd.DataFrame({"sex": ["m", "f"], "selected": [60, 50], "total": [100, 100]})
    board = ThresholdBoard(wb.audit_counts(counts), ("sex",))
    assert [node.text for node in board.contents()] == [
        "There are no scores in this audit, so no other threshold can be tried."
    ]


def test_what_is_no_audit_is_refused(audit):
    with pytest.raises(InputError):
        explore_threshold("audit")
    with pytest.raises(InputError):
        explore_threshold(audit, "nothing")
    with pytest.raises(InputError) as error:
        explore_threshold(audited(attributes=()))
    assert str(error.value) == "The audit has no protected attribute.\nName one: there are no groups to compare."


def test_of_given_decisions_what_was_really_decided_is_told_until_a_threshold_is_chosen():
    rng = np.random.default_rng(7)
    people = pd.DataFrame({"sex": rng.choice(["women", "men"], 900), "score": rng.random(900).round(2)})
    people["hired"] = np.where(people["score"] + (people["sex"] == "men") * 0.25 > 0.6, "yes", "no")
    audit = wb.audit_decisions(people, decision="hired", favourable="yes", score="score", protected=["sex"])
    board = ThresholdBoard(audit, ("sex",))
    assert [one.mark for one in callouts(board)] == [one.verdict for one in audit.assessments] == ["gap"]
    [chart] = charts(board)
    drawn = [each.value for _, some in chart.drawing.panels for each in some]
    assert drawn == pytest.approx(list(audit.values("selection_rate", "sex").values))
    assert "This is how people were really decided on." in twin_html(board.saved_view())
    board.take("explorer", chosen(explorer(board).data["start"] + 9))
    written = twin_html(board.saved_view())
    assert "These decisions are supposed, not made" in written
    assert "really decided on." not in written
    assert "were selected" not in written
    assert "would be selected" in written
    beside = pd.read_html(StringIO(written), match="As really decided")[-1]
    moved = board.result.values("selection_rate", "sex")
    for now, values in (("As really decided", audit.values("selection_rate", "sex")), ("As it would be", moved)):
        assert list(beside["Group"]) == list(values.groups)
        assert [float(cell.split(" ")[0]) for cell in beside[now]] == [round(100 * one, 1) for one in values.values]
    assert "WB569" in [one.code for one in board.result.findings]


def test_what_was_named_beforehand_is_where_reset_goes_back_to(audit):
    board = ThresholdBoard(audit, ("sex",), (5.0, 2.0), 40)
    data = explorer(board).data
    assert data["given"] == {"costs": [5.0, 2.0], "capacity": 40}
    board.take("explorer", chosen(9, costs=[1, 1]))
    assert board.python() != ""
    board.take("explorer", chosen(data["start"], **data["given"]))
    assert board.result is audit
    assert board.python() == ""
    assert "given" not in explorer(ThresholdBoard(audit, ("sex",))).data


def test_thresholds_by_group_that_were_audited_are_where_reset_goes_back_to(audit):
    edges, groups = explorer(ThresholdBoard(audit, ("sex",))).data["edges"], audit.axis("sex").groups
    moved = audit.at_thresholds("sex", {groups[0]: edges[5], groups[1]: edges[12]})
    board = ThresholdBoard(moved, ("sex",), capacity=40)
    data = explorer(board).data
    assert [data["edges"][place] for place in data["given"]["own"]] == [edges[5], edges[12]]
    assert (data["given"]["each"], data["given"]["capacity"]) == (True, 40)
    board.take("explorer", chosen(9))
    assert board.result is not moved
    board.take("explorer", {"one": 9, **data["given"]})
    assert board.result is moved
    board.take("attribute", "area")
    assert explorer(board).data["given"] == {"costs": [1.0, 1.0], "capacity": 40}


def test_what_the_explorer_is_told_is_as_published(audit):
    schema = json.loads((Path(__file__).parents[2] / "docs/schemas/explorer.json").read_text(encoding="utf-8"))
    for board in (ThresholdBoard(audit, ("sex",)), ThresholdBoard(audit, ("sex",), (5.0, 2.0), 40)):
        jsonschema.validate(json.loads(json.dumps(explorer(board).data)), schema)
