"""How reports say things: numbers, names and sentences."""

import re
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbench.report
from workbench.audit.policy import METRICS
from workbench.document.nodes import Fact, Name
from workbench.document.wording import MARKS, MESSAGES, between, frequency, name, of_100, plain, say, share

BANNED = r"unbiased|fair model|\bfair\b|compliant|\bPASS\b|\bpass(es|ed)\b|proves?\b|debias|guarantee"


@pytest.mark.parametrize(("id", "message"), MESSAGES.items())
def test_no_message_promises_too_much(id, message):
    assert not re.search(BANNED, message, re.IGNORECASE), id


@pytest.mark.parametrize(("id", "message"), MESSAGES.items())
def test_no_message_holds_a_number_of_its_own(id, message):
    digits = re.sub(r"\bof 100\b|\bof 100$|Of 100|of 100,", "", message)
    assert not re.search(r"\d", digits), id


# Ids that the code puts together, by the text that does it.
COMPOSED = {
    'f"section.{id}"': [f"section.{id}" for id in ("data", "model", "why", "findings", "next", "limits", "about")],
    'f"missing.{field}"': [f"missing.{id}" for id in ("owner", "fitted", "explanation", "audit")],
    'f"chart.{where}"': ["chart.data", "chart.model"],
    'f"chart.{where}_unclear"': ["chart.data_unclear", "chart.model_unclear"],
    'f"table.{where}"': ["table.data", "table.model"],
    'f"table.{column}"': [
        f"table.{id}" for id in ("compared", "attribute", "verdict", "extremes", "difference", "interval")
    ],
    "f\"metric.{metric}{'.short' if short else ''}\"": [
        f"metric.{metric}{short}" for metric in METRICS for short in ("", ".short")
    ],
    'f"verdict.{one.verdict}"': [f"verdict.{verdict}" for verdict in MARKS],
    'f"next.{verdict}"': ["next.not enough evidence", "next.within tolerance"],
    'f"limits.{topic}"': [f"limits.{topic}" for topic in ("outcome", "causes", "other", "time")],
    'f"why.unit.{scale}"': ["why.unit.log-odds", "why.unit.probability"],
    'f"why.method.{found.method}"': ["why.method.trees", "why.method.coefficients"],
}


def test_every_message_is_used_and_every_id_is_a_message():
    folder = Path(workbench.__file__).parent
    code = "".join(path.read_text() for path in folder.rglob("*.py") if path.name != "wording.py")
    assert [text for text in COMPOSED if text not in code] == []
    composed = {id for ids in COMPOSED.values() for id in ids}
    assert composed <= set(MESSAGES)
    assert [id for id in MESSAGES if id not in composed and f'"{id}"' not in code] == []


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
    text = say("about.owner", owner=name("{owner} {0}"))
    assert plain(text) == "Who answers for this: {owner} {0}."
    assert text[1] == Name("{owner} {0}")


def test_a_missing_value_is_an_error():
    with pytest.raises(KeyError):
        say("about.owner")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("two\nlines\tand  more", "two lines and more"),
        ("nul\x00bell\x07", "nul\ufffdbell\ufffd"),
        ("turn\u202eround", "turn\ufffdround"),
        ("", "(blank)"),
        (" \n", "(blank)"),
        ("x" * 300, "x" * 119 + "…"),
        ("شكر 中文 é 👩\u200d⚕\ufe0f", "شكر 中文 é 👩\u200d⚕\ufe0f"),
    ],
)
def test_names_are_shown_in_one_line_and_cannot_turn_it_round(written, shown):
    assert name(written).text == shown


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
