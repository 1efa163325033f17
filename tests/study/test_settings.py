"""``study.toml``: begun, found, edited by people, and never harmed."""

import tomllib
from pathlib import Path

import pytest

import workbench as wb
from workbench.core.overruling import Overruled
from workbench.errors import InputError, PolicyError, StudyError
from workbench.study.opening import find_study, open_study


def test_a_new_study_says_what_it_is(study):
    told = tomllib.loads((study.path / "study.toml").read_text())
    assert told["schema"] == "workbench.study/1"
    assert told["title"] == study.title == "loans"
    assert len(told["created"]) == 10
    assert study.overruled == ()
    assert repr(study) == "Study 'loans': 0 results."


def test_the_nearest_study_is_opened(tmp_path, monkeypatch):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert find_study() is None
    assert open_study().path == inner / "study"
    assert open_study().path == inner / "study"
    assert open_study().title == "b"
    (inner / "study" / "study.toml").unlink()
    outer = open_study(tmp_path)
    assert open_study().path == outer.path == tmp_path
    monkeypatch.chdir(outer.reports)
    assert open_study().path == tmp_path


def test_a_study_is_opened_by_its_folder_or_its_file(study):
    assert open_study(study.path / "study.toml").path == study.path
    assert open_study(str(study.path)).path == study.path


def test_opening_a_study_changes_nothing(study):
    path = study.path / "study.toml"
    before = path.stat().st_mtime_ns
    open_study(study.path).status()
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("path", [3, "a\0b", b"x"])
def test_what_names_no_folder_is_refused(path):
    with pytest.raises(InputError, match="names no folder"):
        open_study(path)


def test_another_file_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("a")
    with pytest.raises(InputError) as raised:
        open_study(tmp_path / "a.csv")
    assert str(raised.value) == (
        f"path is {str(tmp_path / 'a.csv')!r}, which is a file.\nName the folder of a study, or its study.toml."
    )


def test_what_is_overruled_is_kept_and_told(study, anew):
    given = study.overrule("WB203", reason="Checked by hand.", scope="income", by="the credit team")
    assert given == Overruled("WB203", "Checked by hand.", "income", "the credit team", given.date)
    assert len(given.date) == 10
    assert anew().overruled == (given,)
    finding = wb.Finding("WB401", "note", "a", "b", "c", scope="age")
    study.overrule(finding, reason="Known since March.")
    assert [str(one) for one in anew().overruled] == ["WB203 for 'income'", "WB401 for 'age'"]
    assert repr(study.status()) == "Study 'loans': 0 results; 2 overruled."
    assert wb.SignOff(overruled=study.overruled).overrulings == study.overruled


def test_the_same_reason_writes_nothing_and_a_new_one_takes_its_place(study):
    first = study.overrule("WB203", reason="Checked by hand.", scope="income")
    study.overrule("WB401", reason="Known since March.")
    text = (study.path / "study.toml").read_text()
    assert study.overrule("WB203", reason="Checked by hand.", scope="income") == first
    assert (study.path / "study.toml").read_text() == text
    study.overrule("WB203", reason="Checked again by hand.", scope="income")
    assert [one.reason for one in study.overruled] == ["Checked again by hand.", "Known since March."]


def test_what_is_reinstated_counts_again(study, anew):
    text = (study.path / "study.toml").read_text()
    study.overrule("WB203", reason="Checked by hand.", scope="income")
    before = (study.path / "study.toml").read_text()
    study.overrule(wb.Finding("WB401", "note", "a", "b", "c", scope="age"), reason="Known since March.")
    study.reinstate("WB401")  # only what was overruled so, and not what is narrower
    assert len(anew().overruled) == 2
    study.reinstate(wb.Finding("WB401", "note", "a", "b", "c", scope="age"))
    assert (study.path / "study.toml").read_text() == before
    assert repr(anew().status()) == "Study 'loans': 0 results; 1 overruled."
    study.reinstate("WB203", scope="income")
    study.reinstate("WB203", scope="income")
    assert (study.path / "study.toml").read_text() == text
    with pytest.raises(InputError, match="finding is 3"):
        study.reinstate(3)


def test_what_a_person_wrote_stays_when_a_finding_is_reinstated(study):
    path = study.path / "study.toml"
    study.overrule("WB203", reason="Checked by hand.")
    path.write_text(path.read_text() + 'seen = "by us"  # ours\n\n[[mine]]\nx = 1  # mine\n')
    study.overrule("WB204", reason="Known since March.")
    study.reinstate("WB204")
    assert path.read_text().endswith('seen = "by us"  # ours\n\n[[mine]]\nx = 1  # mine\n')
    study.overrule("WB203", reason="Checked twice by hand.")
    assert 'seen = "by us"' in path.read_text()
    study.reinstate("WB203")  # with what was written into it; the rest is written anew
    told = tomllib.loads(path.read_text())
    assert (told["mine"], "overruled" in told, told["title"]) == ([{"x": 1}], False, "loans")


@pytest.mark.parametrize("reason", ["", "short", "x" * 2_001])
def test_a_reason_that_nobody_could_follow_is_refused(reason, study):
    with pytest.raises(InputError, match="reason"):
        study.overrule("WB203", reason=reason)
    assert study.overruled == ()


HOSTILE = [
    'He said "no".\nThen \\ and \t.',
    "[[overruled]]\ncode = 'WB101'",
    "ü 中 \U0001f600 \x7f \x01",
    "'''\"\"\"'''",
]


@pytest.mark.parametrize("reason", HOSTILE)
def test_any_reason_comes_back_as_it_was_written(reason, study):
    study.overrule("WB203", reason=reason + " " * 10 + ".", scope=reason)
    study.overrule("WB204", reason="Another one, written after it.")
    study.overrule("WB203", reason=reason + "." * 10, scope=reason)
    assert [(one.reason, one.scope) for one in study.overruled] == [
        (reason + "." * 10, reason),
        ("Another one, written after it.", ""),
    ]


@pytest.mark.parametrize("reason", HOSTILE)
def test_any_reason_is_taken_back(reason, study):
    text = (study.path / "study.toml").read_text()
    study.overrule("WB203", reason=reason + " " * 10 + ".", scope=reason)
    study.reinstate("WB203", scope=reason)
    assert (study.path / "study.toml").read_text() == text


MINE = """schema = "workbench.study/1"
title = "Our loans"  # mine
created = 2026-01-31
team = "credit"

[contact]
mail = "a@b.org"
days = [1, 2.5, true, {a = "b"}]

[[note]]
text = "x"

[[note]]
text = "y"
"""


def test_what_a_person_wrote_is_kept(study):
    path = study.path / "study.toml"
    path.write_text(MINE)
    study.overrule("WB203", reason="Checked by hand.")
    assert path.read_text().startswith(MINE.rstrip())
    study.overrule("WB203", reason="Checked again by hand.")
    told = tomllib.loads(path.read_text())
    assert {key: told[key] for key in tomllib.loads(MINE)} == tomllib.loads(MINE)
    assert study.title == "Our loans"
    assert study.status().created == "2026-01-31"


WRONG = {
    "no TOML": ("schema = ", "is not TOML: Invalid value (at end of document)"),
    "a title that is none": (
        'schema = "workbench.study/1"\ntitle = 3',
        "has a title or a day of creation that is none",
    ),
    "overruled that is no list": (
        'schema = "workbench.study/1"\noverruled = 3',
        "has an 'overruled' that is no list of tables",
    ),
    "a code that is none": (
        'schema = "workbench.study/1"\n[[overruled]]\ncode = "X"\nreason = "long enough"',
        "overrules what cannot be: overruled names 'X', which is no code of a finding",
    ),
    "not UTF-8": (b"title = \xff", None),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_cannot_be_followed_is_named(case, study):
    text, said = WRONG[case]
    path = study.path / "study.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(StudyError) as raised:
        open_study(study.path)
    assert str(raised.value).startswith(f"{str(path)!r} ")
    if said:
        assert str(raised.value) == (
            f"{str(path)!r} {said}.\nMend it, or remove it: a new one is written by wb.open_study()."
        )
    assert repr(study).startswith(f"Study in {str(study.path)!r}, of which nothing can be told: {str(path)!r} ")
    with pytest.raises(StudyError):
        study.overrule("WB203", reason="Checked by hand.")
    assert path.read_bytes() == (text if isinstance(text, bytes) else text.encode())


def test_a_newer_format_and_another_file_are_named(study):
    path = study.path / "study.toml"
    path.write_text('schema = "workbench.study/2"\n')
    with pytest.raises(StudyError) as raised:
        open_study(study.path)
    assert str(raised.value) == (
        f"{str(path)!r} is of a newer format, workbench.study/2; workbench.study/1 is known here.\n"
        "Update the workbench: pip install --upgrade notebook-workbench."
    )
    path.write_text("a = 1\n")
    with pytest.raises(StudyError, match="does not say that it is a study: its schema is None"):
        open_study(study.path)


def test_the_policy_of_a_study_is_read_where_there_is_one(study):
    assert study.policy is None
    wb.write_policy(wb.Policy({"selection_rate": 0.1}), study.path / "policy.toml")
    assert study.policy == wb.Policy({"selection_rate": 0.1})
    assert study.status().policy == "policy.toml declares 1 limit."
    (study.path / "policy.toml").write_text("no policy")
    with pytest.raises(PolicyError):
        _ = study.policy
    assert study.status().policy.startswith("policy.toml cannot be followed: ")


def test_reports_have_a_folder(study):
    assert study.reports == study.path / "reports"
    assert study.reports.is_dir()


def test_an_opened_study_is_followed(study):
    from workbench.core.following import followed_study, is_following, take_notes

    from . import kinds

    assert is_following()
    assert followed_study() is study
    take_notes()
    study.save(kinds.data(), "a")
    study.load("dataset", "a")
    assert [(one.kind, one.stage, one.name) for one in take_notes()] == [
        ("saved", "dataset", "a"),
        ("loaded", "dataset", "a"),
    ]


def test_a_folder_in_the_home_is_found(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert open_study("~/loans").path == Path(tmp_path) / "loans"
