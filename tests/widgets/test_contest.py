"""Models side by side without a browser: what is said is the contest's and the audits' own, and what is kept runs."""

import json
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

import workbench as wb
from workbench.document import wording
from workbench.errors import InputError, NotEnoughDataError
from workbench.widgets.contest import ContestBoard
from workbench.widgets.contest_gaps import Tradeoffs
from workbench.widgets.view import Choice, Group, Part
from workbench.widgets.wire import changed, node_json

HOSTILE = '<b>"it\'s"</b>\n\u202eabc' + "x" * 300
RARE = "only-one-person-has-this"
N = 600


def people(extra=0):
    rng = np.random.default_rng(5)
    group = rng.integers(0, 2, N)
    skill = rng.normal(size=N) - 0.9 * group
    frame = pd.DataFrame({"skill": skill, "noise": rng.normal(size=N), "sex": np.array(["m", "f"])[group]})
    frame["code"] = [RARE if at == 3 else "usual" for at in range(N)]
    frame = frame.join(pd.DataFrame(rng.normal(size=(N, extra)), columns=[f"x{at}" for at in range(extra)]))
    frame["paid"] = np.where(skill + rng.normal(size=N) > 0, "yes", "no")
    return frame


@pytest.fixture(scope="module")
def prepared():
    return wb.prepare_data(wb.split_data(wb.read_data(people(), target="paid", favourable="yes", protected=["sex"])))


@pytest.fixture(scope="module")
def contest(prepared):
    models = {"logistic": "logistic_regression", HOSTILE: LogisticRegression(C=0.01)}
    return wb.compare_models(prepared, models, n_folds=2, n_repeats=1)


@pytest.fixture
def board(prepared, contest):
    return ContestBoard(prepared, contest, None, 2)


def nodes(group):
    for one in group.children:
        yield one
        if isinstance(one, Group):
            yield from nodes(one)


def node(board, id):
    return next((one for one in nodes(board.view()) if one.id == id), None)


def run(board, prepared, contest):
    space = {"wb": wb, "prepared": prepared, "contest": contest}
    exec(board.python(), space)  # noqa: S102 - what the widget wrote
    return space


def test_untouched_it_shows_the_contest_and_keeps_nothing(board, contest):
    assert board.result is contest
    assert board.python() == ""
    assert node(board, "why").text == contest.why
    assert node(board, "scores/0").block.drawing.panels[0][1][0].value == contest.entries[0].scores[0].mean


def test_another_score_is_shown_best_first_and_without_a_verdict(board, contest):
    board.take("score", "roc_auc")
    points = node(board, "scores").block.drawing.panels[0][1]
    values = [point.value for point in points]
    assert values == sorted(values, reverse=True)
    assert len(values) == len(contest.entries)
    assert "no verdict" in node(board, "not_compared").text
    board.take("score", "nothing")
    assert "nothing" in node(board, "workbench/problem").text
    assert board.settings.score == "roc_auc"


def test_calibration_is_drawn_of_the_model_that_is_asked_for(board, contest):
    board.take("drawn", "1")
    chart = node(board, "calibration/0").block
    first = contest.entries[1].calibration[0].bins[0]
    assert chart.drawing.lines[0].spots[0].x == pytest.approx(first.mean_predicted)
    assert node(board, "drawn").value == "1"


def test_gaps_are_those_of_the_audits_and_a_model_is_outdone_only_by_one_better_in_both(board, prepared, contest):
    board.take("thresholds", "0.6, 0.5")
    assert board.settings.weighing.thresholds == (0.5, 0.6)
    board.take_press("weigh")
    audits = board.result
    assert board.python().endswith("\naudits")
    plain = run(board, prepared, contest)["audits"]
    assert audits.fingerprint == plain.fingerprint
    frame = plain.frame()
    chart = node(board, "tradeoff").block
    first = frame.drop_duplicates(["model", "threshold"])
    assert [one.x for one in chart.drawing.points] == pytest.approx(list(first["balanced_accuracy"]))
    assert [one.y_high for one in chart.drawing.points] == pytest.approx(list(first["gap_high"]))
    for one in chart.drawing.points:
        others = [other for other in chart.drawing.points if other is not one]
        outdone = any(o.x >= one.x and o.y <= one.y and (o.x > one.x or o.y < one.y) for o in others)
        assert one.is_faint == outdone
    assert chart.drawing.band == (0.0, 0.05)
    assert len(chart.table.rows) == len(first)


def test_long_names_stay_apart_and_no_threshold_is_cut(prepared):
    models = {"m" * 300: "logistic_regression", "m" * 299 + "q": LogisticRegression(C=0.01)}
    board = ContestBoard(prepared, wb.compare_models(prepared, models, n_folds=2, n_repeats=1), None, 2)
    board.take("thresholds", "0.4 0.5")
    board.take_press("weigh")
    for id in ("models", "chosen", "drawn"):
        labels = [one.label for one in node(board, id).options]
        assert len(set(labels)) == len(labels), id
    points = [one.label for one in node(board, "point").options[1:]]
    assert len(set(points)) == len(points) == 4
    assert {one[-7:] for one in points} == {" at 0.4", " at 0.5"}
    board.take("point", "1")
    assert " at 0.5: selection rate" in wording.plain(node(board, "point_said").block.text)


def test_the_drawing_says_models_below_and_thresholds_at_marks(board, contest):
    board.take_press("weigh")
    drawn = node(board, "tradeoff").block.drawing.points
    thresholds = [f"{one:g}" for one in board.settings.weighing.thresholds]
    assert [one.name.text for one in drawn] == thresholds * 2
    titles = {wording.name(one.title).text for one in contest.entries if one.name != "baseline"}
    assert {one.series.text for one in drawn} == titles
    assert len({(one.series.text, one.look) for one in drawn}) == 2


def test_names_that_a_person_gave_begin_sentences_as_they_are(board):
    board.take_press("weigh")
    place = next(at for at, one in enumerate(Tradeoffs(board.result, 0).places) if one.model == "logistic")
    board.take("point", str(place))
    assert wording.plain(node(board, "point_said").block.text).startswith("logistic at ")


def test_a_place_is_told_in_words_and_can_be_chosen(board, prepared, contest):
    board.take_press("weigh")
    board.take("point", "2")
    place = Tradeoffs(board.result, 0).places[2]
    said = node(board, "point_said").block
    assert said.mark == place.judged.verdict
    text = wording.plain(said.text)
    assert "points of 100 lower for f than for m (likely between" in text
    assert f"{100 * place.judged.gap.extreme_difference:.1f} points" in text
    board.take_press("take")
    assert board.settings.threshold == place.decided.threshold
    assert "fit_model" not in board.python()  # no model is kept before there is a reason
    board.take("reason", "Few errors,\nand simple.\x00 '''")
    space = run(board, prepared, contest)
    assert space["fitted"].fingerprint == board.result.fingerprint
    assert space["fitted"].threshold == place.decided.threshold
    assert "\n# Few errors, and simple." in board.python()
    assert board.python().endswith("\nfitted")


def test_a_model_of_ones_own_is_kept_by_its_place(board, prepared, contest):
    at = next(place for place, one in enumerate(contest.entries) if one.name == HOSTILE)
    board.take("models", [str(at)])
    board.take_press("weigh")
    board.take("chosen", str(at))
    board.take("reason", "Why not?")
    assert f"contest.entries[{at}].candidate" in board.python()
    space = run(board, prepared, contest)
    assert space["fitted"].fingerprint == board.result.fingerprint
    assert space["audits"].fingerprint == board._audits[board.settings.weighing].fingerprint
    shown = json.dumps(node_json(board.view()), ensure_ascii=False)
    assert "\u202e" not in shown.replace("contest.entries", "")


@pytest.mark.parametrize("typed", ["", "a", "0.5 1.5", "nan", " ".join(f"0.{at}" for at in range(1, 9))])
def test_what_is_no_threshold_is_a_sentence_and_changes_nothing(board, typed):
    before = board.settings
    board.take("thresholds", typed)
    assert "threshold" in node(board, "workbench/problem").text
    assert board.settings == before


def test_what_was_finished_is_kept_when_it_is_ended(board):
    told = []

    def runner(job, _, finished):
        class Pace:
            is_ended = False

            def tell(self, done, of, left=""):
                told.append((done, of, left))
                self.is_ended = done >= 3

        pace = Pace()
        job.done(job.do(pace))
        finished(None)
        return pace

    board.runner = runner
    board.take("models", ["0", "1", "2"])
    board.take_press("weigh")
    assert [done for done, _, _ in told] == [1, 2, 3]
    assert told[0][1] == 6
    assert len(board.settings.weighing.models) == 1
    assert "no longer ticked" in node(board, "gaps_said").text
    assert not board.result.is_partial


def test_that_it_was_ended_is_not_said_beside_what_is_complete(board):
    board._said = "It was ended."
    board.take_press("weigh")
    assert node(board, "gaps_said") is None
    assert board.settings.is_weighed


def test_what_is_shown_stays_while_others_are_compared(board):
    board.take_press("weigh")
    first, found = board.settings, board.result
    for at in range(8):
        other = replace(first.weighing, thresholds=(0.1 + at / 100,))
        board._take(other, replace(found, is_partial=False))
    assert board.result is found
    assert node(board, "workbench/problem") is None


def test_nothing_of_a_row_is_sent_and_little_of_everything_else():
    data = wb.read_data(people(200), target="paid", favourable="yes", protected=["sex"])
    wide = wb.prepare_data(wb.split_data(data))
    board = ContestBoard(wide, wb.compare_models(wide, ["logistic_regression"], n_folds=2, n_repeats=1), None, 2)
    before = node_json(board.view())
    assert len(json.dumps(before)) < 100_000
    board.take_press("weigh")
    after = node_json(board.view())
    assert sum(len(json.dumps(one)) for one in changed(before, after)) < 20_000
    assert RARE not in json.dumps(after)
    assert f"{data.frame()['skill'].iloc[0]!r}"[:9] not in json.dumps(after)


def test_without_groups_there_is_no_button():
    data = wb.read_data(people(), target="paid", favourable="yes")
    alone = wb.prepare_data(wb.split_data(data))
    board = ContestBoard(alone, wb.compare_models(alone, ["logistic_regression"], n_folds=2, n_repeats=1), None, 2)
    assert node(board, "weigh") is None
    assert node(board, "gaps_none").text.endswith("between groups, and no protected attribute is named.")
    with pytest.raises(NotEnoughDataError, match=r"^No attribute is protected\.\nName one when the data are read"):
        wb.audit_candidates(alone, ["logistic_regression"])


def test_amounts_have_a_choice_without_a_threshold():
    data = wb.read_data(people(), target="noise", task="regression", protected=["sex"])
    amounts = wb.prepare_data(wb.split_data(data))
    contest = wb.compare_models(amounts, ["ridge"], n_folds=2, n_repeats=1)
    board = ContestBoard(amounts, contest, None, 2)
    assert node(board, "threshold") is None
    assert node(board, "gaps_none").text.endswith("here amounts are predicted.")
    board.take("chosen", "0")
    board.take("reason", "It is simple.")
    space = run(board, amounts, contest)
    assert math.isnan(space["fitted"].threshold)
    assert space["fitted"].fingerprint == board.result.fingerprint


def test_models_of_other_rows_are_refused(contest):
    data = wb.read_data(people().iloc[:500], target="paid", favourable="yes", protected=["sex"])
    other = wb.prepare_data(wb.split_data(data))
    with pytest.raises(InputError) as error:
        wb.explore_contest(other, contest)
    assert str(error.value) == (
        "contest compares models on other rows than prepared holds.\n"
        "Give what compare_models was given, or compare again."
    )


def test_every_control_has_a_label_and_every_id_is_its_own(board):
    board.take_press("weigh")
    board.take("point", "0")
    found = list(nodes(board.view()))
    ids = [one.id for one in found]
    assert len(ids) == len(set(ids))
    assert all(one.label for one in found if isinstance(one, Choice))
    assert any(isinstance(one, Part) for one in found)
