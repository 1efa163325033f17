"""How reports say things: numbers, names and sentences."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from string import Formatter
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbench.report
from workbench.audit.policy import DEFAULT_POLICY
from workbench.data.profile.result import Kind
from workbench.document import messages
from workbench.document.nodes import Fact, Name
from workbench.document.quantities import amount, between, likely, limit
from workbench.document.telling import figure_meaning, figure_title
from workbench.document.wording import MARKS, MESSAGES, cell, frequency, listed, name, of_100, plain, say, share, tiny
from workbench.explanation.changes import ChangeKind
from workbench.explanation.importance.permuted_result import Agreement, Loss
from workbench.explanation.person_result import Background, Standing
from workbench.explanation.shapley.attribution import Method, Scale
from workbench.preparation.leaks.result import Outcome
from workbench.report.asked import FIELDS
from workbench.report.parts.annex_points import CHAPTERS, TOPICS
from workbench.report.parts.card import CARD
from workbench.report.parts.datasheet import SHEET
from workbench.tally.metrics import _MACRO, FAMILIES, METRICS
from workbench.tally.rates import RATES

NAMED = sorted(
    {metric for metric in {*METRICS, *FAMILIES, *_MACRO} if "_quantile_" not in metric and metric != "share_above"}
)
"""Every figure that has a name of its own; the others are named by their number."""

SIGNED = ("owner", "reviewer", "decision", "residual_risk", "signed", "expires")
"""What a sign-off says."""

MADE = (
    *("date", "program", "versions", "source", "rows", "split", "model", "seeds", "explanation", "draw"),
    *("audit", "input", "outcomes", "decisions", "policy", "profile", "leaks", "preparation"),
)
"""What a report names that it was computed from."""

SCORES = (
    *("accuracy", "balanced_accuracy", "macro_f1", "roc_auc", "log_loss", "brier_score"),
    *("mean_absolute_error", "root_mean_squared_error", "r2", "bias", "median_absolute_error"),
)
"""What is told of how good a model of several classes, or of amounts, is."""

MANNERS = ("model", "model_supposed", "decisions", "decisions_supposed")
"""Who decides, and whether what would be is told."""

SUPPOSED = sorted({rate.name for rate in RATES} - {"selection_rate", "base_rate"})
"""Rates of decisions, told otherwise where nobody is decided so."""

BANNED = r"unbiased|fair model|\bfair\b|compliant|\bPASS\b|\bpass(es|ed)\b|proves?\b|debias|guarantee"


@pytest.mark.parametrize(("id", "message"), MESSAGES.items())
def test_no_message_promises_too_much(id, message):
    assert not re.search(BANNED, message, re.IGNORECASE), id


@pytest.mark.parametrize(("id", "message"), MESSAGES.items())
def test_no_message_holds_a_number_of_its_own(id, message):
    digits = re.sub(r"\b([Oo]f|every) 100\b", "", message)
    assert not re.search(r"\d", digits), id


def ids(beginning, *endings):
    return [f"{beginning}{ending}" for ending in endings]


# Ids that the code puts together, by the text that does it.
COMPOSED = {
    'f"chosen.because.{why}"': ids("chosen.because.", "cost", "score", "capacity"),
    'f"withheld.{what}"': ids("withheld.", "bins", "groups", "curve", "counts", "segments", "errors", "points"),
    'f"section.{id}"': ids(
        "section.",
        "data",
        "model",
        "decisions",
        "predictions",
        "outcomes",
        "why",
        "findings",
        "next",
        "limits",
        "about",
    ),
    'f"section.{id}_supposed"': ids("section.", "model_supposed", "decisions_supposed"),
    'f"brief.lead_{audit.kind}"': ids("brief.lead_", "decisions", "counts", "predictions"),
    'f"status.{materials.terms.voice}"': ids("status.", "model", "decisions", "predictions"),
    # fields of forms, points of the law, and what is said where nobody answers
    'f"field.{self.id}"': [f"field.{id}" for id in FIELDS],
    'f"ask.{self.id}"': [f"ask.{id}" for id in FIELDS],
    'f"{prefix}.{part}"': [*(f"card.{part}" for part in CARD), *(f"sheet.{part}" for part in SHEET)],
    'f"columns.role.{column.role}"': ids(
        "columns.role.", "target", "protected", "id", "time", "group", "weight", "feature", "not used"
    ),
    'f"profile.kind.{column.kind}"': [f"profile.kind.{kind}" for kind in get_args(Kind)],
    'f"profile.role.{column.role}"': ids("profile.role.", "target", "protected", "id", "time", "group", "weight"),
    'f"cell.source.{which}"': ids("cell.source.", "file", "query", "example", "table"),
    'f"profile.{what}"': ids("profile.", "repeated", "contradicting"),
    'f"profile.few_{what}"': ids("profile.few_", "repeated", "contradicting"),
    'f"cell.role.{one.role}"': ids("cell.role.", "target", "protected", "id", "time", "group", "weight"),
    'f"cell.{one.sure}"': ids("cell.", "likely", "perhaps"),
    'f"leaks.{one.outcome}"': [f"leaks.{outcome}" for outcome in get_args(Outcome)],
    'f"held_out.unused.{reason}"': ids(
        "held_out.unused.", "without an outcome", "without a time", "kept apart from rows held out"
    ),
    'f"signed.{field}"': ids("signed.", *SIGNED),
    'f"signed.name.{field}"': ids("signed.name.", *SIGNED),
    'f"signed.ask.{field}"': ids("signed.ask.", *SIGNED),
    'f"made.{what}"': ids("made.", *MADE),
    "startswith((_TERM, _FIGURE))": [id for id in MESSAGES if id.startswith("term.")],
    'f"means.{key}"': [id.replace("term.", "means.", 1) for id in MESSAGES if id.startswith("term.")],
    'f"chapter.{chapter.place}"': [f"chapter.{chapter.place}" for chapter in CHAPTERS],
    'f"point.{self.place}"': [
        f"point.{one.place}" for chapter in CHAPTERS if len(chapter.points) > 1 for one in chapter.points
    ],
    'f"topic.{topic}"': [f"topic.{topic}" for topic in TOPICS],
    'f"disclosure.{level.name}"': ids("disclosure.", "internal", "public"),
    'f"annex.status.{status}"': ids("annex.status.", "given", "part", "missing"),
    'f"annex.no.{point.needs}"': ids("annex.no.", "audit", "model", "explanation"),
    'f"missing.{field}"': ids("missing.", "owner", "model", "explanation", "audit", "profile", "leaks", "split"),
    'f"chart.{where}"': ids("chart.", "data", "outcomes", *MANNERS),
    'f"chart.{where}_unclear"': [f"chart.{where}_unclear" for where in ("data", "outcomes", *MANNERS)],
    'f"table.{manner}"': ids("table.", "data", *MANNERS),
    'f"table.extremes{any_}"': ids("table.extremes", "", "_any"),
    'f"table.difference{any_}"': ids("table.difference", "", "_any"),
    'f"metric.{terms.manner}.{metric}"': [
        *(f"metric.model_supposed.{rate.name}" for rate in RATES if rate.name != "base_rate"),
        *(
            f"metric.decisions_supposed.{rate.name}"
            for rate in RATES
            if rate.name not in ("base_rate", "selection_rate")
        ),
    ],
    'f"metric.{terms.voice}.{metric}"': [
        *(f"metric.{voice}.{rate.name}" for voice in ("model", "decisions") for rate in RATES),
        "metric.predictions.share_above",
    ],
    'f"metric.{short}.{metric}"': [
        f"metric.{short}.{rule.metric}" for short in ("short", "short_supposed") for rule in DEFAULT_POLICY.rules
    ],
    'f"figure.{base}"': [f"figure.{metric}" for metric in NAMED],
    'f"figure.means.{base}"': [f"figure.means.{metric}" for metric in NAMED if metric not in FAMILIES],
    'f"figure.quantile.{what}"': ids("figure.quantile.", "prediction", "outcome", "error"),
    'f"difference.{_kind(gap)}"': ids("difference.", "extremes", "reference", "overall"),
    'f"ratio.{kind}"': ids("ratio.", "two", "extremes", "reference", "all"),
    'f"ratio.selection.{manner}"': ids("ratio.selection.", "model", "model_supposed", "decisions"),
    'f"limit.{claim.one.claim.scale}"': ids("limit.", "difference", "ratio"),
    'f"verdict.{verdict}{suffix}"': [f"verdict.{verdict}{scale}" for verdict in MARKS for scale in ("", ".ratio")],
    'f"verdict.power{ratio}"': ids("verdict.power", "", ".ratio"),
    'f"{message}{ratio}"': ids("verdict.power_", "many", "many.ratio", "base", "base.ratio"),
    'f"next.{verdict}"': ids("next.", "not enough evidence", "within tolerance"),
    'f"next.gap{whose}"': ids("next.gap", "", "_supposed", "_decisions", "_predictions"),
    'f"by.{where}"': ids("by.", "below", "around", "above"),
    'f"why.scale.{found.scale}"': ids("why.scale.", *get_args(Scale)),
    'f"letter.section.{id}"': ids(
        "letter.section.", "decision", "role", "reasons", "change", "data", "human", "rights", "groups", "closing"
    ),
    'f"letter.{way}"': ids("letter.", "decided", "decided_for"),
    'f"letter.{way}_by_nobody"': ids("letter.", "decided_by_nobody", "decided_for_by_nobody"),
    'f"letter.month.{day.month}"': ids("letter.month.", *map(str, range(1, 13))),
    'f"letter.{side}{number}"': [
        f"letter.{side}{many}" for side in ("for", "against") for many in ("", "_one", "_none")
    ],
    'f"letter.compared_{person.background}"': ids("letter.compared_", "A", "B"),
    'f"letter.{reason.standing}"': ids("letter.", "lower", "higher"),
    'f"letter.weight_{side}"': ids("letter.weight_", "for", "against"),
    'f"letter.change.{change.kind}"': ids(
        "letter.change.",
        "at least",
        "at most",
        "between",
        "about",
        "exactly",
        "one of",
        "none",
        "untold",
        "fixed",
        "not tried",
    ),
    'f"letter.groups.{verdict}"': ids("letter.groups.", *MARKS),
    'f"fitted.detail.{id}"': ids(
        "fitted.detail.", "estimator", "threshold", "columns", "inputs", "data", "own", "seed", "versions"
    ),
    'f"tuning.ended.{tuning.stopped_by}"': ids("tuning.ended.", "trials", "seconds", "person"),
    'f"tuning.state.{one.state}"': ids("tuning.state.", "done", "dropped"),
    'f"calibration.{one.metric}"': ids("calibration.", "brier_score_loss", "log_loss"),
    'f"calibration.{measure}"': ids("calibration.", "large", "intercept", "slope", "error"),
    'f"segments.{weak.measure}"': ids("segments.", "wrong", "log_loss", "absolute_error"),
    'f"explained.scale.{scale}"': ids("explained.scale.", *get_args(Scale)),
    'f"permuted.loss.{permuted.loss}"': ids("permuted.loss.", *get_args(Loss)),
    'f"permuted.agreement.{permuted.agreement}"': ids("permuted.agreement.", *get_args(Agreement)),
    'f"person.decided.{side}"': ids("person.decided.", "favourable", "unfavourable"),
    'f"person.method.{person.background}"': ids("person.method.", *get_args(Background)),
    'f"person.standing.{reason.standing}"': ids("person.standing.", *get_args(Standing)),
    'f"person.change.{change.kind}"': ids("person.change.", *get_args(ChangeKind)),
    'f"why.unit.{found.scale}"': ids("why.unit.", *get_args(Scale)),
    'f"why.method.{found.method}"': ids("why.method.", *get_args(Method)),
    'f"brief.lead_of_{what}"': ids("brief.lead_of_", "classes", "classes_alone", "amounts", "amounts_alone"),
    'f"scores.rule_{task}"': ids("scores.rule_", "classes", "amounts"),
    'f"scores.means.{one.name}"': ids("scores.means.", *SCORES),
    'f"known.output_{task}"': ids("known.output_", "classes", "amounts"),
    'f"{said}_classes"': ids("model.", "better_classes", "no_better_classes"),
}


def test_every_message_is_used_and_every_id_is_a_message():
    folder = Path(workbench.__file__).parent
    code = "".join(path.read_text() for path in folder.rglob("*.py") if path.parent.name != "messages")
    assert [text for text in COMPOSED if text not in code] == []
    composed = {id for ids in COMPOSED.values() for id in ids}
    assert sorted(composed - set(MESSAGES)) == []
    assert [id for id in MESSAGES if id not in composed and f'"{id}"' not in code] == []


def test_no_family_of_messages_takes_an_id_of_another():
    modules = [import_module(f"{messages.__name__}.{found.name}") for found in iter_modules(messages.__path__)]
    families = [one.MESSAGES for one in modules if hasattr(one, "MESSAGES")]  # the explorer has words of its own
    assert len(families) > 10
    assert sum(map(len, families)) == len(MESSAGES)
    assert {id for family in families for id in family} == set(MESSAGES)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"), (0.0049, "fewer than 1"), (0.005, "1"), (0.094, "9"), (0.2851, "29"), (0.995, "100"),
        (0.996, "more than 99"), (1.0, "100"), (float("nan"), "not known"),
    ],
)  # fmt: skip
def test_shares_are_whole_people_of_a_hundred(value, said):
    assert share(value) == said


def test_a_rate_is_never_rounded_to_nobody_or_everybody():
    assert share(1e-9) == "fewer than 1"
    assert share(1 - 1e-9) == "more than 99"


def test_facts_keep_their_id_and_which_of_their_numbers_is_shown():
    fact = Fact("data/base_rate/sex=f", 0.283, "fraction", "", "", 0.2, 0.4)
    assert frequency(fact).fact == "data/base_rate/sex=f"
    assert [(part.text, part.part) for part in between(fact) if not isinstance(part, str)] == [
        ("20", "low"),
        ("40", "high"),
    ]
    assert of_100(fact).text == "28.3"


def test_braces_are_filled_in_order_and_text_is_not_parsed_again():
    text = say("signed.owner", said=name("{owner} {0}"))
    assert plain(text) == "Who answers for this: {owner} {0}."
    assert text[1] == Name("{owner} {0}")


def test_a_missing_value_is_an_error():
    with pytest.raises(KeyError):
        say("signed.owner")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("two\nlines\tand  more", "two lines and more"),
        ("nul\x00bell\x07", "nul\ufffdbell\ufffd"),
        ("turn\u202eround", "turn\ufffdround"),
        ("", "(blank)"),
        (" \n", "(blank)"),
        ("x" * 300 + " at 0.4", "x" * 79 + "…" + "x" * 33 + " at 0.4"),
        ("شكر 中文 é 👩\u200d⚕\ufe0f", "شكر 中文 é 👩\u200d⚕\ufe0f"),
    ],
)
def test_names_are_shown_in_one_line_and_cannot_turn_it_round(written, shown):
    assert name(written).text == shown


def test_names_that_begin_alike_differ_and_prose_loses_its_end():
    assert name("x" * 299 + "a").text != name("x" * 299 + "b").text
    assert name("a b " * 200, 500).text == ("a b " * 200)[:499] + "…"
    assert [len(name("x" * 300, longest).text) for longest in (24, 60, 120, 121, 250)] == [24, 60, 120, 121, 250]


@given(st.text())
def test_any_name_can_be_shown(text):
    shown = name(text).text
    assert len(shown) <= 120
    assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown)


def test_every_verdict_has_a_mark_and_a_word():
    assert MARKS == {
        "gap": ("▲", "Gap"),
        "within tolerance": ("●", "Within tolerance"),
        "not enough evidence": ("◌", "Not enough evidence"),
    }
    assert len({mark for mark, _ in MARKS.values()}) == 3


def test_every_brace_has_a_name():
    for id, message in MESSAGES.items():
        assert all(field != "" for _, field, _, _ in Formatter().parse(message)), id


@pytest.mark.parametrize("metric", [*METRICS, *_MACRO])
def test_every_figure_has_a_name_that_people_know(metric):
    assert "_" not in plain(figure_title(metric))


def test_figures_of_classes_and_thresholds_are_named_by_them():
    assert plain(figure_title("selection_rate[red]")) == "selection rate of red"
    assert plain(figure_meaning("selection_rate[red]")) == "this class against all others"
    assert plain(figure_title("share_above[2000]")) == "share predicted 2000 or more"
    assert plain(figure_title("prediction_quantile_10")) == "prediction that 10 of 100 people stay below"


@pytest.mark.parametrize(
    ("fact", "said", "in_table"),
    [
        (Fact("x", 0.2832, "fraction", "", ""), "28 of 100", "28.3"),
        (Fact("x", 0.8361, "ratio", "", ""), "84 for every 100", "0.84"),
        (Fact("x", 0.74132, "number", "", "", 0.71, 0.77), "0.741", "0.741"),
        (Fact("x", 12345.6, "number", "", "", 11_900.0, 12_800.0), "12,346", "12,346"),
        (Fact("x", -67.2, "number", "", "", -77.0, -56.0), "−67", "−67"),
        (Fact("x", 0.0, "number", "", "", 0.0, 0.0), "0.00", "0.00"),
        (Fact("x", float("nan"), "number", "", ""), "–", "–"),
    ],
)
def test_numbers_have_the_digits_that_their_interval_supports(fact, said, in_table):
    assert plain(amount(fact)) == said
    assert cell(fact).text == in_table


def test_an_interval_is_told_in_the_unit_of_its_fact():
    assert plain(likely(Fact("x", 0.19, "fraction", "", "", 0.143, 0.242))) == "14 and 24 of 100"
    assert plain(likely(Fact("x", 0.8, "ratio", "", "", 0.7, 0.9))) == "70 and 90 for every 100"
    assert plain(likely(Fact("x", 0.02, "number", "", "", -0.011, 0.052))) == "−0.011 and 0.052"
    assert plain(limit(Fact("x", 0.05, "number", "", ""))) == "0.05"
    assert plain(limit(Fact("x", 0.8, "ratio", "", ""))) == "80 for every 100"


def test_p_values_near_nought_are_not_called_nought():
    assert tiny(Fact("x", 0.0021, "number", "", "")).text == "0.002"
    assert tiny(Fact("x", 0.0004, "number", "", "")).text == "< 0.001"


def test_a_list_says_that_there_are_others():
    assert plain(listed(["a", "b", "c", "d"])) == "a, b, c and others"
    assert plain(listed(["a", "b"])) == "a, b"
    assert listed([]) == ()
