"""What people say in a study beside its results: who signs, with which answers, and that steps know of it."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import ANY

import pytest

import workbench as wb
from workbench.core.following import take_notes
from workbench.errors import InputError, StudyError
from workbench.study.opening import open_study
from workbench.study.signed import day_of

from . import kinds

SIGNED = wb.SignOff(
    owner="the credit team",
    reviewer="the risk board",
    decision='goes "live"',
    residual_risk="Few people of 60.\nMore come.",
    signed="2026-01-10",
    expires="2099-01-10",
)


def toml(study):
    return (study.path / "study.toml").read_text()


def test_who_signs_is_kept_and_told(study, anew):
    assert study.sign_off is None
    assert study.status().signed == ""
    assert study.sign(replace(SIGNED, overruled={"WB203": "Checked by hand."})).overruled
    assert anew().sign_off == SIGNED  # what is overruled stands elsewhere
    assert anew().status().signed == (
        "Signed by 'the credit team' and 'the risk board' on 2026-01-10. It holds until 2099-01-10."
    )
    assert tomllib.loads(toml(study))["sign_off"]["decision"] == 'goes "live"'


def test_the_same_sign_off_writes_nothing_and_another_takes_its_place(study, anew):
    before = toml(study)
    study.sign(SIGNED)
    text = toml(study)
    study.sign(SIGNED)
    assert toml(study) == text
    study.sign(wb.SignOff(owner="somebody else"))
    assert anew().sign_off == wb.SignOff(owner="somebody else")
    assert anew().status().signed == (
        "Not signed yet: nobody said who checked it, nor the day. 'somebody else' answers for it."
    )
    study.sign(wb.SignOff())
    assert toml(study) == before
    assert study.sign_off is None
    with pytest.raises(InputError, match="sign_off is 'me'"):
        study.sign("me")


def test_what_has_expired_is_told_as_expired(study):
    study.sign(replace(SIGNED, expires="2026-02-01"))
    assert study.status().signed.endswith(" It held until 2026-02-01, and has expired.")
    assert study.status().to_json()["signed"] == study.status().signed


def test_nobody_signed_what_was_saved_after_the_signature(study, anew):
    study.save(kinds.data())
    study.sign(SIGNED)
    assert study.sign_off.signed == "2026-01-10"
    study.save(kinds.data())  # the same, and not written again
    assert study.sign_off.signed == "2026-01-10"
    study.save(wb.explain_person(kinds.fitted(), 1))  # a letter is nobody's report
    assert study.sign_off.signed == "2026-01-10"
    study.save(wb.read_data(kinds.people(seed=1), target="hired", favourable="yes"))
    assert anew().sign_off == replace(SIGNED, signed="")
    assert anew().status().signed.endswith(" Saved after it: dataset 'main'. Sign again.")
    study.sign(SIGNED)
    assert anew().sign_off == SIGNED


def test_of_a_signature_that_a_person_wrote_into_the_file_the_day_counts(study):
    """No moment stands beside it: what was saved on that day is signed, and what was saved on a later one is not."""
    path = study.path / "study.toml"
    before = toml(study)
    study.save(kinds.data())
    today = date.fromisoformat(day_of(study.status().kept[0].saved))
    for day, later in {today: (), today - timedelta(days=1): ("dataset 'main'",)}.items():
        path.write_text(f'{before}[sign_off]\nowner = "a"\nreviewer = "b"\nsigned = {day}\n')
        assert study.status().unsigned == later
        assert study.sign_off == wb.SignOff(owner="a", reviewer="b", signed="" if later else day)


def test_what_a_person_wrote_around_it_stays(study):
    path = study.path / "study.toml"
    path.write_text(toml(study) + 'seen = "by us"  # ours\n\n[mine]\nx = 1  # mine\n')
    study.sign(SIGNED)
    study.overrule("WB203", reason="Checked by hand.")
    study.sign(wb.SignOff(owner="somebody else"))
    study.reinstate("WB203")
    assert 'seen = "by us"  # ours\n\n[mine]\nx = 1  # mine\n' in toml(study)
    study.sign(wb.SignOff())
    assert toml(study).endswith('seen = "by us"  # ours\n\n[mine]\nx = 1  # mine\n')


WRITTEN = """\
[data]  # of May
# as the board asked
source = "../loans.csv"  # of the bank
protected = [
  "sex",  # women first
]
seen = "by us"

# who answers
[sign_off]
owner = "a"  # since May
place = "Berlin"
[sign_off.more]
x = 1

[mine]
y = 1  # mine
"""
DATA = (
    "# of May",
    "# as the board asked",
    '"../loans.csv"  # of the bank',
    'seen = "by us"',
    "\n# who answers\n[sign_off]\n",
)
SIGN = ('owner = "a"  # since May', 'place = "Berlin"', "[sign_off.more]\nx = 1\n\n[mine]\ny = 1  # mine\n")


def test_what_a_person_wrote_around_a_reason_stays_where_another_is_given(study, monkeypatch):
    monkeypatch.setattr("workbench.study.words.now", lambda: "2026-01-10T12:00:00+00:00")
    study.overrule("WB203", reason="Checked by hand.")
    path = study.path / "study.toml"
    path.write_text(toml(study) + "\n# ours\n[mine]\nx = 1  # mine\n")
    before = toml(study)
    study.overrule("WB203", reason="Checked by another hand.", by="the risk board")
    assert toml(study) == before.replace('"Checked by hand."', '"Checked by another hand."\nby = "the risk board"')


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_a_person_wrote_into_a_table_stays(end, study):
    path = study.path / "study.toml"
    path.write_bytes((toml(study) + WRITTEN).replace("\n", end).encode())
    study.declare_data(study.path.parent / "loans.csv", target="approved", protected=["sex", "origin"])
    text = toml(study)
    assert all(one in text for one in (*DATA, *SIGN)), text
    assert text.startswith("# A study: ")
    data = tomllib.loads(text)["data"]
    assert (data["target"], data["protected"], data["seen"]) == ("approved", ["sex", "origin"], "by us")
    study.sign(wb.SignOff(owner="a", reviewer="b"))
    text = toml(study)
    assert all(one in text for one in (*DATA, *SIGN)), text
    assert study.sign_off == wb.SignOff(owner="a", reviewer="b")
    study.sign(wb.SignOff())
    text = toml(study)
    assert all(one in text for one in (*DATA, *SIGN[1:])), text
    assert tomllib.loads(text)["sign_off"] == {"place": "Berlin", "more": {"x": 1}}
    assert study.sign_off is None
    study.use_form(study.path / "ours.toml")
    assert toml(study) == f'{text}\n[form]\npath = "ours.toml"\n'


@pytest.mark.parametrize(
    "table",
    [
        'sign_off = {owner = "a", place = "Berlin"}',
        'sign_off.owner = "a"\nsign_off.place = "Berlin"',
        '["sign_off"]\nowner = "a"\nplace = """\nBerlin"""',
        '[sign_off]\nplace = """\nowner = 1\n"""\nowner = """\nplace = 1\n"""',
    ],
)
def test_a_table_that_is_written_in_another_way_loses_no_key(table, study):
    path = study.path / "study.toml"
    path.write_text(f"{toml(study)}{table}\n\n[mine]\ny = 1\n")
    before = tomllib.loads(toml(study))
    study.sign(wb.SignOff(owner="b"))
    after = tomllib.loads(toml(study))
    assert after.pop("sign_off") == {"place": before.pop("sign_off")["place"], "owner": "b", "since": ANY}
    assert after == before


def test_days_that_a_person_writes_as_days_are_read(study):
    path = study.path / "study.toml"
    path.write_text(toml(study) + '[sign_off]\nowner = "a"\nreviewer = "b"\nsigned = 2026-01-10\n')
    assert study.sign_off == wb.SignOff(owner="a", reviewer="b", signed="2026-01-10")


WRONG = {
    "sign_off = 3": "has a 'sign_off' that is no table",
    "[sign_off]\nowner = 3": "has a 'sign_off' that cannot be: owner is 3",
    "[sign_off]\nsigned = '31 May'": "has a 'sign_off' that cannot be: signed is '31 May'",
    "form = 'x'": "has a 'form' whose path is no text",
    "[form]\npath = ''": "has a 'form' whose path is no text",
    "data = 3": "has a 'data' that is no table",
    "[data]\ntarget = 'a'": "has a 'data' that names no source",
    "[data]\nsource = ''": "has a 'data' that names no source",
    "[data]\nsource = 'a.csv'\ntarget = 3": "has a 'data' whose target is no text",
    "[data]\nsource = 'a.csv'\nsince = 2026-01-10T12:00:00Z": "has a 'data' whose since is no text",
    "[data]\nsource = 'a.csv'\nprotected = 'sex'": "has a 'data' whose protected is no list of texts",
    "[data]\nsource = 'a.csv'\nreading = [3]": "has a 'data' whose reading is no list of texts",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_followed_is_named(text, study):
    path = study.path / "study.toml"
    path.write_text(f'schema = "workbench.study/1"\n{text}\n')
    before = path.read_bytes()
    for call in (lambda: open_study(study.path), lambda: study.sign(SIGNED), lambda: study.declare_data("a.csv")):
        with pytest.raises(StudyError) as raised:
            call()
        assert str(raised.value).startswith(f"{str(path)!r} {WRONG[text]}")
    assert path.read_bytes() == before


def test_the_form_is_found_again_where_it_lies(study, anew, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert study.form == study.use_form() == study.path / "fields.toml"
    assert "form" not in tomllib.loads(toml(study))
    assert study.use_form("answers/ours.toml") == tmp_path / "answers" / "ours.toml"
    assert tomllib.loads(toml(study))["form"] == {"path": "../answers/ours.toml"}
    assert anew().use_form("") == tmp_path / "answers" / "ours.toml"
    assert anew().use_form(study.path / "fields.toml") == study.path / "fields.toml"
    with pytest.raises(InputError, match="Name the file"):
        study.use_form("a\0b")


def test_each_of_it_is_noted_when_it_is_read(study):
    take_notes()
    _ = study.overruled, study.policy, study.sign_off
    first = {(one.stage, one.name): one.fingerprint for one in take_notes()}
    assert list(first) == [("reasons", "overruled"), ("policy", "main"), ("sign-off", "main")]
    study.overrule("WB203", reason="Checked by hand.")
    wb.write_policy(wb.Policy({"selection_rate": 0.1}), study.path / "policy.toml")
    study.sign(SIGNED)
    assert [(one.kind, one.stage) for one in take_notes()] == [("saved", "sign-off")]
    _ = study.overruled, study.policy, study.sign_off
    second = {(one.stage, one.name): one.fingerprint for one in take_notes()}
    assert all(second[key] != first[key] for key in first)
    assert {(stage, name): known for stage, name, known in study.status().said} == second
    study.reinstate("WB203")
    assert study.overruled == ()
    assert take_notes()[0].fingerprint == first["reasons", "overruled"]


def test_that_nobody_says_it_any_more_is_known_too(study):
    def known():
        return {(stage, name): fingerprint for stage, name, fingerprint in study.status().said}

    nothing = known()
    study.overrule("WB203", reason="Checked by hand.")
    study.sign(SIGNED)
    policy = wb.write_policy(wb.Policy({"selection_rate": 0.1}), study.path / "policy.toml")
    said = known()
    study.reinstate("WB203")
    study.sign(wb.SignOff())
    policy.unlink()
    assert known() == nothing
    assert list(said) == list(nothing)  # a step that read it is told that it is otherwise
    assert all(said[key] != nothing[key] for key in said)
