"""Finding cards: what they show, how a finding is accepted, and the Python that is kept."""

import json

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.core.finding import Finding
from workbench.core.measure import MEASURES, Measure
from workbench.core.overruling import Overruled
from workbench.core.sign_off import SignOff
from workbench.widgets.findings import FindingsBoard
from workbench.widgets.findings_cards import Card, card
from workbench.widgets.twin import twin_html
from workbench.widgets.wire import changed, node_json

REASON = "Both were checked by hand."
SERIOUS = Finding(
    "WB210", "serious", "Column 'letter' gives it away", "It is too good.", "Leave it out.", 0.987, 0.95, 1200,
    (0.98, 0.991), "letter", Measure("share of pairs ranked right", "fraction", "pairs"),
)  # fmt: skip
NOTE = Finding("WB125", "note", "Only 6 rows are of sex 'x'", "Few.", "Collect more.", 6.0, 30.0, 600, scope="sex")
WHOLE = Finding("WB501", "serious", "No protected attribute is named", "Nobody can tell.", "Name one.")
ALSO = Finding("WB210", "caution", "Column 'code' tells much", "It may leak.", "Find out.", float("nan"), scope="code")


@pytest.fixture
def board():
    return FindingsBoard([NOTE, SERIOUS, ALSO, WHOLE, SERIOUS], SignOff())


def nodes(view):
    found = {}

    def walk(node):
        found[node["id"]] = node
        for child in node.get("children", []):
            walk(child)

    walk(node_json(view))
    return found


def run(code):
    space = {"wb": wb}
    exec(code, space)  # noqa: S102 - what the widget wrote
    return space["sign_off"]


def accept(board, place, reason=REASON):
    board.take(f"reason/{place}", reason)
    board.take_press(f"accept/{place}")


def test_the_most_serious_come_first_each_once(board):
    cards = [id for id in nodes(board.view()) if id.startswith("finding/")]
    titles = [nodes(board.view())[id]["title"] for id in cards]
    assert titles == [SERIOUS.title, WHOLE.title, ALSO.title, NOTE.title]
    assert nodes(board.view())["summary"]["text"] == (
        "4 findings: 2 serious, 1 to be careful about, 1 to note. None of them is accepted."
    )


def test_a_card_says_what_was_measured_and_against_what(board):
    shown = nodes(board.view())
    assert shown["about/0"]["text"] == ("Serious: a result must not be used as it is. WB210, about letter.")
    assert shown["value/0"]["text"] == (
        "Measured: share of pairs ranked right: 98.7 of 100 pairs, likely between 98.0 and 99.1, limit 95 of 100, "
        "in 1,200 rows."
    )
    assert shown["value/3"]["text"] == "Measured: rows of the group: 6 rows, limit 30, in 600 rows."
    assert not {"value/1", "value/2"} & set(shown)
    assert [one["meaning"] for one in shown["told/0"]["terms"]] == [["It is too good."], ["Leave it out."]]


def test_no_card_shows_a_number_without_its_meaning_and_its_unit():
    measured = [Finding(code, "note", "a", "b", "c", value=0.5, threshold=0.1, n=40) for code in MEASURES]
    unsaid = Finding("WB210", "note", "a", "b", "c", value=0.5, threshold=0.1, n=40)
    for one in measured:
        [said] = [node["text"] for id, node in nodes(card(one, Card(0, None, "", ""))).items() if id == "value/0"]
        assert said == f"Measured: {one.measured}."
        assert one.measure.name in said
        unit = {"fraction": "50 of 100", "ratio": "50 for every 100", "count": one.measure.of}.get(
            one.measure.unit, "0.5"
        )
        assert unit in said
    assert "value/0" not in nodes(card(unsaid, Card(0, None, "", "")))


def test_untouched_it_changes_nothing(board):
    assert board.result == SignOff()
    assert board.python() == "sign_off = wb.SignOff()"
    given = SignOff(owner="the credit team", overruled={"WB210": "known"}, expires="2027-11-21")
    kept = FindingsBoard([SERIOUS], given)
    assert kept.result == given
    assert run(kept.python()) == given


def test_a_finding_is_accepted_with_a_reason_and_taken_back(board):
    board.take("by", "the credit team")
    accept(board, 0)
    assert board.result.overrulings == (Overruled("WB210", REASON, "letter", "the credit team"),)
    shown = nodes(board.view())
    assert shown["accepted/0"]["text"] == f"Accepted by the credit team: {REASON}"
    assert shown["summary"]["text"].endswith("1 of them accepted.")
    assert shown["accept/0"]["label"] == "Take it back"
    board.take("reason/0", "For another reason that is long enough.")
    assert board.result.overrulings[0].reason == "For another reason that is long enough."
    assert board.result.overrulings[0].by == "the credit team"
    board.take_press("accept/0")
    assert board.result == SignOff()
    assert nodes(board.view())["reason/0"]["value"] == "For another reason that is long enough."


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        ("", "reason is ''. Write at least 10 characters: others have to follow it."),
        ("short", "reason is 'short'. Write at least 10 characters: others have to follow it."),
        ("x" * 2001, "reason has 2,001 characters. Say it in at most 2,000: it stands in a table."),
    ],
)
def test_what_is_wrong_with_a_reason_stands_below_it(board, reason, problem):
    accept(board, 0, reason)
    assert nodes(board.view())["reason/0"]["problem"] == problem
    assert board.result == SignOff()
    board.take("reason/0", REASON)
    assert nodes(board.view())["reason/0"]["problem"] == ""


def test_a_finding_about_everything_is_accepted_for_every_one_of_its_code():
    every = Finding("WB210", "serious", "All of them", "Why.", "Do.")
    board = FindingsBoard([every, ALSO], SignOff())
    assert nodes(board.view())["reason/0"]["help"] == (
        "Others have to follow it. It is accepted for every finding WB210."
    )
    accept(board, 0)
    assert {"accepted/0", "accepted/1"} <= set(nodes(board.view()))


def test_what_is_said_of_one_column_goes_before_what_is_said_of_the_code():
    board = FindingsBoard([SERIOUS, ALSO], SignOff(overruled={"WB210": "All of them are known."}))
    board.take("reason/0", "This one is taken out before training.")
    assert [(one.scope, one.reason) for one in board.result.overrulings] == [
        ("", "All of them are known."),
        ("letter", "This one is taken out before training."),
    ]
    assert nodes(board.view())["accepted/0"]["text"] == "Accepted: This one is taken out before training."
    assert nodes(board.view())["accepted/1"]["text"] == "Accepted: All of them are known."
    board.take_press("accept/0")
    assert nodes(board.view())["accepted/0"]["text"] == "Accepted: All of them are known."
    board.take_press("accept/0")
    assert board.result == SignOff()


def test_its_code_makes_the_same_sign_off(board):
    hostile = 'He said "no"\n\t\\ it\'s <b>fine</b> \u202e.'
    odd = Finding("WB104", "caution", "x", "y", "z", scope='<b>"it\'s"\n' + "é" * 300)
    board = FindingsBoard([odd, SERIOUS], SignOff(reviewer="R", signed="2026-11-21"))
    accept(board, 0, hostile)
    accept(board, 1)
    assert run(board.python()) == board.result
    assert "&lt;b&gt;" in twin_html(board.saved_view())
    assert "<b>" not in twin_html(board.saved_view())


def test_only_what_is_asked_for_is_shown(board):
    board.take("show", ["note"])
    assert [id for id in nodes(board.view()) if id.startswith("finding/")] == ["finding/3"]
    board.take("show", [])
    assert nodes(board.view())["hidden"]["text"] == "None of these findings is of a kind that is shown."


@pytest.mark.parametrize(("id", "value"), [("reason/9", REASON), ("reason/x", REASON), ("show", "note"), ("other", 1)])
def test_an_unknown_control_is_said(board, id, value):
    board.take(id, value)
    assert nodes(board.view())["workbench/problem"]["text"].startswith("There is no control")
    assert board.result == SignOff()


def test_nothing_noticed_is_said():
    assert nodes(FindingsBoard([], SignOff()).view())["summary"]["text"] == "Nothing was noticed."


def test_hundreds_of_findings_come_a_page_at_a_time():
    many = [
        Finding("WB113", "note", f"Column {'x' * 300}{at}", "w" * 900, "d" * 300, scope=f"c{at}") for at in range(300)
    ]
    board = FindingsBoard(many, SignOff())
    first = node_json(board.view())
    assert len(json.dumps(first)) < 60_000
    accept(board, 3)
    assert len(json.dumps(list(changed(first, node_json(board.view()))))) < 20_000
    board.take_press("findings/later")
    assert nodes(board.view())["findings/shown"]["text"] == "11 to 20 of 300"


def test_findings_of_several_results_are_gathered_and_reach_the_report(rng, tmp_path):
    n = 400
    frame = pd.DataFrame({"sex": rng.choice(["f", "m"], n), "x": rng.normal(size=n), "hired": rng.integers(0, 2, n)})
    frame["empty"] = np.nan
    data = wb.read_data(frame, target="hired", protected=["sex"])
    review = wb.review_findings(data, wb.profile_data(data), data)
    board = review._board
    assert {one.code for one in data.findings} <= {one.code for one in board._findings}
    place = next(at for at, one in enumerate(board._findings) if one.code == "WB101")
    accept(board, place, "The column is filled in from next year on.")
    sign_off = run(review.python())
    assert sign_off == review.result
    report = wb.build_report(wb.profile_data(data), audience="technical", sign_off=sign_off)
    wb.write_report(report, tmp_path / "report.md")
    assert "The column is filled in from next year on." in (tmp_path / "report.md").read_text(encoding="utf-8")
    review.close()


def test_a_name_is_not_shown_in_a_card_nor_saved(rng):
    names = [f"Person {at}" for at in range(300)]
    frame = pd.DataFrame({"who": [*names[:-1], "person 7 "], "hired": rng.integers(0, 2, 300)})
    data = wb.read_data(frame, target="hired", id="who")
    review = wb.review_findings(data, wb.profile_data(data))
    assert "person 7" not in json.dumps(node_json(review._board.view())).casefold()
    review.close()


def test_boxes_are_not_saved(board):
    accept(board, 0)
    twin = twin_html(board.saved_view())
    assert REASON in twin
    assert "Why is it accepted?" not in twin
    assert "Who accepts findings" not in twin


@pytest.mark.parametrize(
    ("results", "sign_off", "message"),
    [
        ((), None, "No result is given.\nGive results that have findings: review_findings(data, leaks, audit)."),
        ((3,), None, "A result is 3.\nGive results that have findings: review_findings(data, leaks, audit)."),
        ((), "me", "No result is given."),
    ],
)
def test_what_is_no_result_is_refused(results, sign_off, message):
    with pytest.raises(wb.WorkbenchError) as raised:
        wb.review_findings(*results, sign_off=sign_off)
    assert str(raised.value).startswith(message)
