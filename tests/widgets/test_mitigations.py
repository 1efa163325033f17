"""The mitigation sandbox: methods against gaps are tried, one is chosen with its reason, held-out rows confirm it."""

import json
import threading
from dataclasses import replace

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient

import workbench as wb
from tests.audit.mitigation.cases import prepared_of, table
from workbench.core.finding import Finding
from workbench.errors import InputError, NotEnoughDataError
from workbench.report.markdown import to_markdown
from workbench.widgets.mitigations import MitigationBoard
from workbench.widgets.twin import twin_html
from workbench.widgets.wire import changed, node_json
from workbench.widgets.worker import EndedError, Pace, run_here

TRIED = ["reweighing", "threshold_optimisation"]


def board_of(prepared, *args, **named):
    """Return the board behind the widget, which does its long work at once."""
    named.setdefault("methods", TRIED)
    named.setdefault("n_folds", 2)
    board = wb.explore_mitigations(prepared, *args, **named)._board
    board.runner = run_here
    return board


def nodes(board):
    """Return every node of the view by id."""
    found = {}

    def walk(node):
        found[node["id"]] = node
        for child in node.get("children", []):
            walk(child)

    walk(node_json(board.view()))
    return found


def problem(board):
    return nodes(board).get("workbench/problem", {}).get("text", "")


def run(board, **known):
    """Run the kept code as a fresh notebook would; return what its names are then."""
    names = {"wb": wb, **known}
    exec(board.python(), names)  # noqa: S102 -- the code that a person would keep
    return names


@pytest.fixture(scope="module")
def prepared():
    return prepared_of(table(n=400))


@pytest.fixture(scope="module")
def several():
    frame = table(n=400)
    frame["region"] = np.where(frame["age"] % 2, "north", "south")
    return prepared_of(frame, protected=("sex", "region"))


@pytest.fixture(scope="module")
def plain(prepared):
    return wb.try_mitigations(prepared, methods=TRIED, n_folds=2)


@pytest.fixture
def tried(prepared, plain, monkeypatch):
    """A board whose methods were tried; they are the same each time."""
    board = board_of(prepared)
    with monkeypatch.context() as once:
        once.setattr("workbench.widgets.mitigations_trying.try_mitigations", lambda *_, **__: plain)
        board.take_press("try")
    return board


def test_untouched_it_leads_to_what_the_plain_call_returns(prepared):
    board = board_of(prepared)
    assert board.result == wb.try_mitigations(prepared, methods=TRIED, n_folds=2)
    assert run(board, prepared=prepared)["mitigations"] == board.result


def test_nothing_is_trained_before_somebody_asks(prepared, monkeypatch):
    monkeypatch.setattr("workbench.widgets.mitigations_trying.try_mitigations", lambda *_, **__: 1 / 0)
    board = board_of(prepared)
    assert nodes(board)["try"]["off"] == ""
    assert "chosen" not in nodes(board)


def test_what_was_tried_is_told_by_verdict_and_drawn(tried, plain):
    shown = nodes(tried)
    titles = {"as it is": "as_it_is", "reweighing": "reweighing", "thresholds by group": "threshold_optimisation"}
    told = {one["verdict"]: one["text"] for id, one in shown.items() if id.startswith("answer/")}
    for title, method in titles.items():
        verdict = plain.attempt(method).audit.assessments[0].verdict
        assert [one for one, text in told.items() if title in text] == [verdict]
    assert [row[0] for row in shown["picture"]["table"]["rows"]] == list(titles)
    assert shown["picture"]["kind"] == "chart"
    assert shown["try"]["off"] == "They were tried: the results are below."


def test_numbers_are_those_of_what_was_tried(tried, plain):
    for row, one in zip(nodes(tried)["picture"]["table"]["rows"], plain.attempts, strict=True):
        assert row[2].split(" ")[0] == f"{100 * one.metric('balanced_accuracy').value:.1f}"
        assert row[3].split(" ")[0] == f"{100 * one.audit.assessments[0].gap.extreme_difference:.1f}"


def test_every_comparison_is_told_with_every_method(tried, plain):
    rows = nodes(tried)["others/table"]["rows"]
    attempts = plain.attempts
    for at, row in enumerate(rows):
        verdicts = [one.audit.assessments[at].verdict for one in attempts]
        assert [cell.split(" ", 1)[1].lower() for cell in row[1:]] == verdicts
    assert [row[0] for row in rows] == [
        "Selection rate by sex",
        "True positive rate by sex",
        "False positive rate by sex",
    ]


def test_one_comparison_alone_is_a_heading(prepared):
    board = board_of(prepared, policy=wb.Policy({"selection_rate": 0.1}), methods=["reweighing"])
    board.take_press("try")
    shown = nodes(board)
    assert shown["answer"]["title"] == "Selection rate by sex"
    assert not {"shown", "metric", "others"} & set(shown)


def test_another_comparison_can_be_shown_and_changes_no_code(tried):
    code = tried.python()
    tried.take("shown", "2")
    assert (
        nodes(tried)["picture"]["table"]["caption"] == "Each method's gap in false positive rate beside its performance"
    )
    assert tried.python() == code


def test_a_choice_needs_a_method_and_a_reason(tried):
    assert nodes(tried)["confirm"]["off"] == "Choose a method and write why."
    tried.take_press("confirm")
    assert problem(tried) == "Choose a method and write why."
    tried.take("chosen", "reweighing")
    assert "choice" not in tried.python()
    tried.take("reason", "  ")
    assert "choice" not in tried.python()
    tried.take("reason", "It never looks at the attribute when it decides.")
    assert nodes(tried)["confirm"]["off"] == ""
    assert "choice = mitigations.choose(" in tried.python()


@pytest.mark.parametrize("reason", ['say "no"', "it's", "two\nlines \\n", "ليس <b>", "x" * 300, '\'"""\''])
def test_the_choice_as_code_is_the_choice(tried, plain, reason):
    tried.take("chosen", "reweighing")
    tried.take("reason", reason)
    lines = tried.python().split("\n")
    code = "\n".join(lines[next(at for at, one in enumerate(lines) if one.startswith("choice = ")) :])
    names = {"mitigations": plain}
    exec(code, names)  # noqa: S102 -- the code that a person would keep
    assert names["choice"] == tried.result
    assert tried.result.reason == reason.strip()


def test_the_legal_caution_stands_where_thresholds_by_group_are_ticked_and_where_they_are_chosen(tried):
    assert nodes(tried)["legal"]["text"].startswith(
        "Thresholds by group decide people on sex, which the law may forbid."
    )
    tried.take("chosen", "threshold_optimisation")
    assert "Regulation B" in nodes(tried)["legal/chosen"]["text"]
    tried.take("chosen", "reweighing")
    assert "legal/chosen" not in nodes(tried)
    tried.take("methods", ["reweighing"])
    assert "legal" not in nodes(tried)


def test_who_is_decided_otherwise_is_told_by_group(tried):
    tried.take("chosen", "threshold_optimisation")
    rows = nodes(tried)["people/0"]["rows"]
    assert [row[0] for row in rows] == ["everyone", "sex: a", "sex: b"]
    everyone, *groups = ([int(cell) for cell in row[1:]] for row in rows)
    assert everyone == [sum(column) for column in zip(*groups, strict=True)]
    tried.take("chosen", "as_it_is")
    assert nodes(tried)["people/none"]["text"] == "Nobody is decided otherwise."


def test_held_out_rows_confirm_the_choice_and_the_code_does_the_same(tried, prepared):
    tried.take("chosen", "reweighing")
    tried.take("reason", "The least cost.")
    before = tried.result
    tried.take_press("confirm")
    assert problem(tried) == ""
    found = run(tried, prepared=prepared)
    assert found["choice"] == before
    assert found["audit"] == tried.result
    assert found["audit"].decisions.n_rows == prepared.split.test.n_rows
    shown = nodes(tried)
    rows = shown["held_out/picture"]["table"]["rows"]
    assert rows[0][0] == "balanced accuracy"
    assert [row[5].split(" ", 1)[1].lower() for row in rows[1:]] == [one.verdict for one in tried.result.assessments]
    told = [shown[f"held_out/{place}"]["verdict"] for place in range(len(tried.result.assessments))]
    assert told == [one.verdict for one in tried.result.assessments]
    assert nodes(tried)["confirm"]["off"] == "It was confirmed: the result is below."


def test_beside_the_method_stands_the_model_as_it_is_on_the_same_rows(tried, prepared):
    tried.take("chosen", "threshold_optimisation")
    tried.take("reason", "Nobody else is closer.")
    tried.take_press("confirm")
    before = wb.audit_model(
        wb.fit_model(prepared, "logistic_regression"), policy=tried._tried[tried.settings.trying].judged_by
    )
    drawn = nodes(tried)["held_out/picture"]
    assert drawn["table"]["header"] == [
        *("Figure", "With it, on training rows", "As it is, held out", "With it, held out"),
        *("Verdict as it is", "Verdict with it", "Lower for"),
    ]
    for row, one, other in zip(drawn["table"]["rows"][1:], before.assessments, tried.result.assessments, strict=True):
        assert row[2].startswith(f"{100 * one.gap.extreme_difference:.1f} (")
        assert row[3].startswith(f"{100 * other.gap.extreme_difference:.1f} (")
        assert row[4].split(" ", 1)[1].lower() == one.verdict
        assert row[6] == (other.gap.lower if other.gap.difference > 0 else "–")
    assert "as it is" in drawn["alternative"]
    assert "thresholds by group" in drawn["alternative"]
    told = [one["text"] for id, one in nodes(tried).items() if id.startswith("held_out/sides/")]
    first = before.assessments[0].gap
    assert f"lower for {first.lower} than for {first.higher}: as it is" in told[0]
    assert len(told) == len(set(told))  # nothing twice


def test_doing_nothing_is_confirmed_without_itself_beside_it(tried):
    tried.take("chosen", "as_it_is")
    tried.take("reason", "It is good enough.")
    tried.take_press("confirm")
    assert nodes(tried)["held_out/picture"]["table"]["header"][1:] == [
        *("With it, on training rows", "With it, held out", "Verdict with it", "Lower for"),
    ]


def test_another_reason_is_no_other_choice(tried):
    tried.take("chosen", "as_it_is")
    for reason in ("To see.", "To see it once more."):
        tried.take("reason", reason)
        tried.take_press("confirm")
    assert tried.result.provenance == run(tried, prepared=tried._prepared)["audit"].provenance
    assert "confirm/often" not in nodes(tried)


def test_it_is_told_for_whom_a_figure_is_lower(tried, plain):
    told = [one["text"] for id, one in nodes(tried).items() if id.startswith("sides/")]
    gaps = {one.title: one.audit.assessments[0].gap for one in plain.attempts}
    for title, gap in gaps.items():
        assert any(f"lower for {gap.lower} than for {gap.higher}" in one and title in one for one in told)
    assert [row[4] for row in nodes(tried)["picture"]["table"]["rows"]] == [gap.lower for gap in gaps.values()]


def test_another_choice_is_not_confirmed_and_asking_often_is_said(tried):
    tried.take("reason", "To see.")
    for method in ("reweighing", "as_it_is"):
        tried.take("chosen", method)
        assert "audit" not in tried.python()
        tried.take_press("confirm")
    assert nodes(tried)["confirm/often"]["text"].startswith("The held-out rows were asked about 2 choices.")
    assert "n_asked=2" in tried.python()
    again = run(tried, prepared=tried._prepared)
    assert again["audit"].provenance == tried.result.provenance
    told = [one for one in again["fitted"].findings if one.code == "WB570"]
    assert [one.title for one in told] == [
        "The held-out rows were asked about 2 choices of what to do about gaps by sex",
    ]
    tried.take("chosen", "reweighing")  # the first again, after the other was seen
    tried.take_press("confirm")
    assert "n_asked=2" in tried.python()
    report = wb.build_report(again["fitted"], again["audit"], audience="technical")
    assert told[0].title in to_markdown(report)


def test_what_is_changed_has_to_be_tried_anew_and_what_was_tried_comes_back(tried):
    tried.take("chosen", "reweighing")
    tried.take("methods", ["reweighing"])
    assert "results" not in nodes(tried)
    assert (tried.settings.chosen, nodes(tried)["try"]["off"]) == ("", "")
    tried.take("methods", TRIED)
    assert "results" in nodes(tried)


def test_what_can_be_made_equal_is_what_the_policy_compares(prepared):
    policy = wb.Policy({"false_positive_rate": 0.05, "equalized_odds": 0.05})
    board = board_of(prepared, policy=policy, methods=["reductions", "threshold_optimisation", "drop_proxy"])
    metric = nodes(board)["metric"]
    assert [(one["value"], one["label"]) for one in metric["options"]] == [
        ("false_positive_rate", "false positive rate"),
        ("equalized_odds", "equalized odds"),
    ]
    board.take("metric", "equalized_odds")
    helps = {one["value"]: one["help"] for one in nodes(board)["methods"]["options"]}
    assert helps["threshold_optimisation"] == "Cannot be tried: it has no way to make equalized odds equal."
    assert "legal" not in nodes(board)
    assert 'methods=[wb.Reductions(constraint="equalized_odds"), "drop_proxy"]' in board.python()


def test_how_methods_are_set_is_in_the_code(prepared):
    board = board_of(prepared, methods=["reductions", "threshold_optimisation", "drop_proxy"])
    board.take("algorithm", "grid_search")
    board.take("objective", "balanced_accuracy_score")
    board.take("model", "boosted_trees")
    options = nodes(board)["column"]["options"]
    for wanted in ("zip", "noise"):
        board.take("column", next(one["value"] for one in options if one["label"] == wanted))
    board.take_press("keep/1")
    board.take("n_folds", 3.0)
    assert board.python() == (
        "mitigations = wb.try_mitigations(\n"
        "    prepared,\n"
        '    "boosted_trees",\n'
        "    methods=[\n"
        '        wb.Reductions(algorithm="grid_search"),\n'
        '        wb.ThresholdOptimisation(objective="balanced_accuracy_score"),\n'
        '        wb.DropProxy(["zip"]),\n'
        "    ],\n"
        "    n_folds=3,\n"
        ")\n"
        "mitigations"
    )
    assert problem(board) == ""


def test_columns_that_are_dropped_are_named_and_none_is_a_sentence(prepared):
    board = board_of(prepared, methods=["drop_proxy"])
    board.take_press("try")
    assert nodes(board)["dropped"]["text"] == "Columns that were dropped: zip."
    lean = prepared_of(table(n=400).drop(columns="zip"))
    board = board_of(lean, methods=["drop_proxy"])
    board.take_press("try")
    assert nodes(board)["failed/1"]["text"].startswith(
        "dropping proxies could not be tried: No column that the model sees stands for 'sex'"
    )
    assert run(board, prepared=lean)["mitigations"] == board.result


def test_groups_of_a_crossing_can_be_brought_closer_together(several):
    board = board_of(several, methods=["reweighing"])
    assert [one["label"] for one in nodes(board)["attribute"]["options"]] == ["sex", "region", "sex × region"]
    board.take("attribute", "2")
    board.take_press("try")
    board.take("chosen", "reweighing")
    board.take("reason", "Both count.")
    board.take_press("confirm")
    assert problem(board) == ""
    shown = nodes(board)["shown"]
    assert {one["value"]: one["label"] for one in shown["options"]}[shown["value"]] == "Selection rate by sex × region"
    assert 'attribute=("sex", "region")' in board.python()
    assert run(board, prepared=several)["audit"] == board.result


def test_one_attribute_of_several_is_named(several):
    board = board_of(several, methods=["reweighing"], attribute="region")
    assert 'attribute="region"' in board.python()
    assert run(board, prepared=several)["mitigations"] == board.result


def test_a_model_that_was_fitted_stays_and_its_threshold_too(prepared):
    fitted = wb.fit_model(prepared, threshold=0.4)
    board = board_of(prepared, fitted, methods=["reweighing"])
    assert "model" not in nodes(board)
    assert board.result.case.threshold == 0.4
    assert run(board, prepared=prepared, candidate=fitted)["mitigations"] == board.result


def test_a_policy_without_a_name_is_written_out(prepared):
    policy = wb.Policy([wb.Rule("selection_rate", 0.1, compare="reference:a")], confidence=0.9)
    board = board_of(prepared, policy=policy, methods=["reweighing"])
    assert run(board, prepared=prepared)["mitigations"] == board.result


def ended_after(board, n):
    """Work a board whose long work is ended after so many steps."""

    def runner(job, tell, finished):
        def ending(done, of, left):
            tell(done, of, left)
            if done == n:
                pace.end()

        pace = Pace(ending)
        if not n:
            pace.end()
        job.done(job.do(pace))
        finished(None)
        return pace

    board.runner = runner
    board.take_press("try")
    board.runner = run_here


def test_what_is_finished_is_kept_when_it_is_ended_and_the_code_is_of_that(prepared):
    board = board_of(prepared)
    ended_after(board, 4)  # doing nothing, and reweighing
    assert board.settings.trying.methods == ("reweighing",)
    assert nodes(board)["said"]["text"].startswith("It was ended. What was finished is below;")
    assert board.result == wb.try_mitigations(prepared, methods=["reweighing"], n_folds=2)
    assert run(board, prepared=prepared)["mitigations"] == board.result


def test_ended_before_anything_is_finished_nothing_changes(prepared):
    board = board_of(prepared)
    before = board.settings
    ended_after(board, 0)
    assert (board.settings, nodes(board)["said"]["text"]) == (before, "It was ended before anything was finished.")
    assert "results" not in nodes(board)


def test_what_is_complete_is_not_said_to_be_ended(prepared):
    board = board_of(prepared, methods=["reweighing"])
    ended_after(board, 0)
    board.take_press("try")
    assert "results" in nodes(board)
    assert "said" not in nodes(board)


def test_held_out_rows_are_not_asked_once_it_was_ended(prepared, monkeypatch):
    board = board_of(prepared, methods=["reweighing"])
    board.take_press("try")
    board.take("chosen", "reweighing")
    board.take("reason", "The least cost.")
    asked = []
    monkeypatch.setattr("workbench.widgets.mitigations_asked.audit_model", lambda *args, **_: asked.append(args))
    pace = Pace(lambda *_: None)
    pace.end()
    with pytest.raises(EndedError):
        board._asked.ask(board.settings, board._tried[board.settings.trying], pace)
    assert (asked, board._asked.n, board.settings.is_confirmed) == ([], 0, False)


def test_closed_while_it_computes_it_ends(prepared):
    panel = wb.explore_mitigations(prepared, methods=TRIED, n_folds=2)
    begun, seen = threading.Event(), []

    def send(message):
        seen.append(json.dumps(message))
        if "workbench/progress" in seen[-1] and '"done": 1' in seen[-1]:
            begun.set()

    panel.send = send
    panel._take(None, {"kind": "ready", "seq": 1})
    panel._take(None, {"kind": "press", "id": "try", "seq": 2})
    assert begun.wait(120)
    worker = panel._worker
    panel.close()
    assert worker.join(120)


@pytest.mark.parametrize(
    ("id", "value"),
    [
        ("attribute", "7"),
        ("attribute", "sex"),
        ("metric", "accuracy"),
        ("methods", ["magic"]),
        ("model", "ridge"),
        ("algorithm", "magic"),
        ("objective", ""),
        ("n_folds", 1.5),
        ("n_folds", 900.0),
        ("n_folds", None),
        ("column", "-1"),
        ("column", "900"),
        ("chosen", "reductions"),
        ("nothing", 1),
    ],
)
def test_what_cannot_be_followed_ends_in_a_sentence(tried, id, value):
    before = tried.settings
    tried.take(id, value)
    assert tried.settings == before
    assert problem(tried)
    assert "Something went wrong inside" not in problem(tried)


def test_with_nothing_ticked_it_asks_for_a_method(prepared):
    board = board_of(prepared, methods=[])
    board.take_press("try")
    assert problem(board) == "No method is ticked that can be tried. Tick one."


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"methods": "reweighing"}, "methods is 'reweighing'.\nGive a list, even of one: ['reweighing']."),
        ({"n_folds": 21}, "n_folds is 21.\nGive a whole number from 2 to 20."),
    ],
)
def test_wrong_calls_are_refused_in_words(prepared, named, said):
    with pytest.raises(InputError) as refused:
        wb.explore_mitigations(prepared, **named)
    assert str(refused.value) == said


def test_without_a_protected_attribute_it_says_what_to_do():
    with pytest.raises(NotEnoughDataError, match="has no protected attribute"):
        wb.explore_mitigations(prepared_of(table(n=100), protected=()))


def test_hostile_names_travel_as_text_and_few_bytes_travel(rng):
    names = [f"{place} <b>\"'\\ \u202e{'n' * 300}" for place in range(200)]
    frame = pd.DataFrame({one: rng.normal(size=1_500).round(6) for one in names})
    frame["who <i>"] = rng.choice([f"group {place}" for place in range(500)], 1_500)
    frame["hired"] = np.where(frame[names[0]] + frame[names[1]] > 0, "yes", "no")
    split = wb.split_data(wb.read_data(frame, target="hired", favourable="yes", protected=["who <i>"]), seed=1)
    prepared = wb.prepare_data(split)
    board = board_of(prepared, methods=["drop_proxy"])
    seen = node_json(board.view())
    first = json.dumps(seen)
    assert len(first) <= 100_000
    board.take("column", "3")
    steps = [("column", "5"), ("press", "try"), ("chosen", "drop_proxy"), ("reason", "why"), ("press", "confirm")]
    for id, value in steps:
        seen = node_json(board.view())
        board.take_press(value) if id == "press" else board.take(id, value)
        patch = list(changed(seen, node_json(board.view())))
        assert len(json.dumps(patch)) <= 20_000, id
        assert problem(board) == ""
    told = json.dumps(node_json(board.view()))
    assert not any(str(value) in told for value in frame[names[2]].head(200))
    assert "\\u202e" not in told.split('"code"')[0]
    assert run(board, prepared=prepared)["audit"] == board.result


def test_what_is_shown_reads_no_row(tried, prepared, monkeypatch):
    monkeypatch.setattr(type(prepared.split.train), "column", lambda *_: 1 / 0)
    assert "results" in nodes(tried)


def test_settings_say_all_that_is_shown(prepared):
    one, other = board_of(prepared), board_of(prepared)
    for board in (one, other):
        board.take("objective", "balanced_accuracy_score")
    assert isinstance(one, MitigationBoard)
    assert one.settings == other.settings
    assert node_json(one.view()) == node_json(other.view())


def test_its_twin_holds_what_was_found_and_no_row(tried, prepared):
    tried.take("chosen", "reweighing")
    tried.take("reason", "<b>because</b>")
    twin = twin_html(tried.saved_view())
    assert "The difference is smallest with" in twin or "No method makes the difference smaller" in twin
    assert "<svg" in twin
    assert "&lt;b&gt;because&lt;/b&gt;" in twin
    values = {str(one) for one in prepared.split.train.column("skill").to_pylist()}
    assert not any(one in twin for one in values if len(one) > 5)


def test_a_run_without_a_person_gives_the_same_and_names_are_those_of_the_notebook():
    cells = [
        """import numpy as np, pandas as pd, workbench as wb
rng = np.random.default_rng(3)
people = pd.DataFrame({"skill": rng.normal(size=300), "sex": rng.choice(["f", "m"], 300)})
people["hired"] = np.where(people["skill"] + (people["sex"] == "m") > 0.4, "yes", "no")
ready = wb.prepare_data(wb.split_data(wb.read_data(people, target="hired", favourable="yes", protected=["sex"])))
limits = wb.Policy({"selection_rate": 0.1})
panel = wb.explore_mitigations(ready, policy=limits, methods=["reweighing"], n_folds=2)
panel""",
        "exec(panel.python())\nprint(panel.python())",
        "mitigations == panel.result",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    shown, code, same = ([one for one in cell.outputs if one.output_type != "error"] for cell in notebook.cells)
    assert sorted(shown[0].data) == ["text/html", "text/plain"]
    assert "What can be done about gaps by sex" in shown[0].data["text/html"]
    assert code[0].text.splitlines() == [
        'mitigations = wb.try_mitigations(ready, policy=limits, methods=["reweighing"], n_folds=2)',
        "mitigations",
    ]
    assert same[0].data["text/plain"] == "True"


def test_a_gap_that_a_method_opens_is_said_above_and_at_the_choice(prepared, plain, monkeypatch):
    opened = Finding("WB568", "caution", "A gap comes with it", "Seen.", "Decide which matters.")
    attempts = tuple(replace(one, findings=(opened,)) if one.name == "reweighing" else one for one in plain.attempts)
    found = replace(plain, attempts=attempts)
    board = board_of(prepared)
    monkeypatch.setattr("workbench.widgets.mitigations_trying.try_mitigations", lambda *_, **__: found)
    board.take_press("try")
    said = "A gap comes with it. Decide which matters."
    assert nodes(board)["opened/0"]["text"] == said
    board.take("chosen", "as_it_is")
    assert "opened/chosen/0" not in nodes(board)
    board.take("chosen", "reweighing")
    assert nodes(board)["opened/chosen/0"]["text"] == said
