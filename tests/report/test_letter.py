"""The letter: what Regulation B and Article 86 ask for, and nothing on anybody else."""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pypdf import PdfReader

import workbench as wb
from workbench.core.sign_off import SignOff
from workbench.data.examples import loans
from workbench.document.nodes import Name, Shown, Table
from workbench.document.reading import reading_order
from workbench.document.wording import MESSAGES, plain
from workbench.errors import InputError
from workbench.report.asked import OPTIONAL, fields_at
from workbench.report.audiences.letter import for_letter, letter
from workbench.report.build import rebuild_report
from workbench.report.html import to_html
from workbench.report.materials import gather

from .walking import blocks, said, terms

DATE = "2026-11-21"
ANSWERS = {one.id: f"The answer on {one.id.partition('/')[2]}." for one in fields_at("letter")}
MISSING = "To be filled in before this letter is sent: "


@pytest.fixture(scope="module")
def data():
    example = loans(1_500, seed=5)
    frame = example.frame.assign(number=[f"file-{place}" for place in range(1_500)])
    return wb.read_data(frame, **example.roles, id="number", name="secret project")


@pytest.fixture(scope="module")
def fitted(data):
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=5)), "logistic_regression")


@pytest.fixture(scope="module")
def audit(fitted):
    return wb.audit_model(fitted)


@pytest.fixture(scope="module")
def refused(fitted):
    return wb.explain_person(fitted, int(np.argsort(fitted.scores)[40]))


@pytest.fixture(scope="module")
def accepted(fitted):
    return wb.explain_person(fitted, int(np.argmax(fitted.scores)))


def letter_of(*results, **given):
    return wb.build_report(
        *results, audience="letter", **{"owner": "the credit team", "date": DATE, "fields": ANSWERS, **given}
    )


@pytest.fixture(scope="module")
def document(refused, audit):
    return letter_of(refused, audit)


def test_rb_01_the_reasons_are_specific_and_are_the_principal_ones(document, refused):
    text = said(document, "reasons")
    for one in refused.reasons:
        assert f"{one.column.replace('_', ' ')}: yours is {one.value}." in text
    assert "These facts counted most against you. The strongest comes first." in text
    assert not re.search(r"internal standard|policy|failed to|minimum score", text)


def test_rb_02_there_are_at_most_four_reasons_and_fewer_where_there_are_fewer(document, fitted):
    values = {"income": 90_000, "debt_ratio": 0.99, "credit_years": 30.0, "savings": 50_000, "employment_years": 30.0}
    row = {
        name: values.get(name, fitted.prepared.split.test.table[name][0].as_py()) for name in fitted.prepared.columns
    }
    for n in (document, letter_of(wb.explain_person(fitted, row))):
        items = [block.items for block in blocks(n) if hasattr(block, "items")]
        assert all(1 <= len(one) <= 4 for one in items)


def test_rb_03_reasons_are_the_columns_that_were_scored_by_their_own_names(document, fitted, refused):
    assert {one.column for one in refused.reasons} <= set(fitted.prepared.columns)
    assert "These are the facts that the system really used." in said(document)
    names = [
        part.text
        for text in (plain_part for _, plain_part in reading_order(document))
        for part in text
        if isinstance(part, Name)
    ]
    assert {one.column.replace("_", " ") for one in refused.reasons} <= set(names)


def test_rb_04_whom_the_person_was_compared_with_and_how_many_is_said(fitted, refused, document):
    assert "you were compared with 1,050 people from the earlier cases, whatever their score." in said(document)
    place = refused.provenance.settings["row"]
    nearest = wb.explain_person(fitted, place, method="A")
    text = said(letter_of(nearest), "reasons")
    assert (
        f"with {nearest.attribution.n_background} people from the earlier cases whose score was just high enough"
        in text
    )


def test_rb_05_reasons_beyond_the_system_are_asked_for(document, refused):
    assert "Other reasons: The answer on other_reasons." in said(document, "reasons")
    question = MESSAGES["ask.letter/other_reasons"]
    assert MISSING + question in said(letter_of(refused, fields={}), "reasons")


def test_rb_06_changes_are_an_addition_no_promise_and_no_substitute(document):
    ids = [one.id for one in document.sections]
    assert ids.index("reasons") < ids.index("change")
    assert "None of this is a promise." in said(document, "change")
    assert "does not replace the reasons above." in said(document, "change")


def test_article_86_the_role_of_the_system_is_explained(document):
    text = said(document, "role")
    assert "A computer system took part in this decision. It learned from 1,050 earlier cases." in text
    assert "What it was used for: The answer on role." in text


def test_article_86_who_decided_what_and_when(document):
    assert "On 21 November 2026, the credit team made a decision about you. The decision is: denied." in said(document)


def test_article_86_the_output_and_its_threshold(document, refused):
    text = said(document, "role")
    assert f"Your score is {100 * refused.probability:.0f} of 100." in text
    assert "From 50 of 100 on, the system’s answer is: approved. So its answer for you was: denied." in text


def test_article_86_the_main_elements_have_the_persons_values_and_a_direction(document, refused):
    text = said(document, "reasons")
    for one in refused.reasons:
        if one.standing in ("lower", "higher"):
            assert f"yours is {one.value}. That is {one.standing} than for most of the people" in text


def test_article_86_data_and_their_source_can_be_checked(document, refused):
    [table] = [block for block in blocks(document) if isinstance(block, Table)]
    shown = {plain(name): plain(value) for name, value in table.rows}
    assert shown == {column.replace("_", " "): value for column, value in refused.values.items()}
    assert "Where the data come from: The answer on data_source." in said(document, "data")


def test_article_86_what_a_human_checked(document):
    assert "The answer on human_check." in said(document, "human")


def test_article_86_how_to_correct_contest_and_complain_by_when_and_whom_to_ask(document):
    found = terms(document)
    for one in ("correct", "contest", "complain", "deadline", "contact"):
        assert plain(found[f"letter/{one}"].meaning[0]) == f"The answer on {one}."


def test_what_nobody_said_must_be_filled_in_before_sending(refused):
    empty = letter_of(refused, owner="", fields={})
    text = said(empty)
    for field in fields_at("letter"):
        if field.id in OPTIONAL:
            assert MESSAGES[field.question] not in text
            continue
        assert MISSING + MESSAGES[field.question] in text
    assert MISSING + "Who made the decision?" in text
    assert [plain(one.text) for one in empty.notices] == [MESSAGES["letter.not_ready"]]
    assert letter_of(refused).notices == ()
    assert letter_of(refused, owner=" ").notices != ()
    assert letter_of(refused, fields={**ANSWERS, "letter/contact": ""}).notices != ()


def test_it_greets_is_filed_and_is_signed_where_that_is_known(refused):
    given = {**ANSWERS, "letter/addressee": "A. Person", "letter/reference": "17/b", "letter/sender": "the desk"}
    document = letter_of(refused, fields=given)
    assert plain(document.lead).startswith("Reference: 17/b. Dear A. Person, this letter says what was decided")
    assert document.sections[-1].id == "closing"
    assert said(document, "closing").endswith(
        "Responsible for this decision: the credit team. Yours sincerely, the desk"
    )
    bare = {id: said for id, said in ANSWERS.items() if id not in OPTIONAL}
    document = letter_of(refused, fields=bare)
    assert document.notices == ()
    assert plain(document.lead).startswith("This letter says what was decided")
    assert said(document, "closing").endswith("Yours sincerely, the credit team")
    assert "closing" not in [one.id for one in letter_of(refused, owner="", fields=bare).sections]


def test_a_category_is_said_to_count_only_where_the_model_says_so(fitted):
    train = fitted.prepared.raw_frame(fitted.prepared.split.train)
    told = set()
    for place in range(0, 120, 4):
        person = wb.explain_person(fitted, place)
        decided = fitted.decisions[place] == 1
        for one in person.reasons:
            if one.column != "district":
                continue
            others = train[train["district"].notna() & (train["district"] != one.value)]
            before = ((fitted.score(others) >= fitted.threshold) == decided).sum()
            after = ((fitted.score(others.assign(district=one.value)) >= fitted.threshold) == decided).sum()
            assert (one.standing == "telling") == (after > before)
            answer = "approved" if decided else "denied"
            sentence = f"{one.value}. With this value, all else as it is, more people would get the answer: {answer}."
            assert (sentence in said(letter_of(person), "reasons")) == (after > before)
            told.add(one.standing)
    assert "telling" in told


def test_a_column_has_its_title_and_numbers_have_their_thousands_apart(data):
    example = loans(800, seed=5)
    titled = [wb.attribute("origin", title="place of birth"), "sex"]
    data = wb.read_data(example.frame, **{**example.roles, "protected": titled}, use_protected=True)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    row = {name: fitted.prepared.split.test.table[name][0].as_py() for name in fitted.prepared.columns}
    person = wb.explain_person(fitted, {**row, "income": 22_000})
    text = said(letter_of(person), "data")
    assert "place of birth" in text
    assert "income 22,000" in text


def test_a_favourable_decision_gets_a_letter_too(accepted):
    document = letter_of(accepted, fields={**ANSWERS, "letter/other_reasons": ""})
    text = said(document)
    assert "The decision is: approved." in text
    assert "On 21 November 2026, the credit team decided in your favour." in text
    assert "These facts counted most for you." in text
    assert "against you" not in text
    assert "change" not in [one.id for one in document.sections]
    assert document.notices == ()


def test_it_carries_only_that_persons_facts(document, data, refused):
    carried = json.dumps(document.materials)
    assert "secret project" not in carried
    assert "file-" not in carried
    assert document.materials["audit"] is None
    assert document.materials["data"] is None
    assert document.materials["roles"]["protected"] == []
    assert document.materials["roles"]["id"] is None
    own = set(refused.values.values())
    own |= {value.replace(",", "") for value in own}
    offered = {f"{end:.10g}" for one in refused.reasons for end in (one.change.value, one.change.end)}
    savings = [value for value in data.table["savings"].to_pylist() if value is not None and value > 9_999]
    others = {f"{value:g}" for value in savings} - own - offered
    assert len(others) > 200
    assert not others & set(re.findall(r"(?<![\w.])\d+(?![\w.])", carried))


def test_what_belongs_to_others_is_dropped_whatever_was_given(refused, fitted, audit):
    code = next(iter(fitted.findings + audit.findings)).code
    signed = SignOff(
        "the bank", "the reviewer", "goes live", "older people may fare worse", {code: "known"}, "2027-01-01"
    )
    given = letter_of(
        fitted, wb.explain_model(fitted, n_rows=20), refused, audit,
        owner="", sign_off=signed, auditor="the auditors",
        fields={**ANSWERS, "monitoring/plan": "monthly"},
    )  # fmt: skip
    carried = json.dumps(given.materials)
    for one in ("the reviewer", "goes live", "older people", "known", "the auditors", "monthly", "tallies"):
        assert one not in carried
    assert "the bank" in said(given)
    assert given.facts == letter_of(refused, audit, owner="the bank").facts


@pytest.mark.parametrize("suffix", ["html", "json", "md", "docx", "pdf"])
def test_a_file_of_it_is_whole_and_carries_nothing_else(document, suffix, tmp_path):
    path = wb.write_report(document, tmp_path / f"letter.{suffix}")
    found = wb.verify_report(path)
    assert found.exit_code == 0
    content = path.read_bytes()
    assert len(content) < 200_000
    for other in (b"secret project", b"file-", b"tallies"):
        assert other not in content


def test_it_can_be_built_again_from_what_it_carries(document, accepted):
    for one in (document, letter_of(accepted)):
        again = rebuild_report(json.loads(json.dumps(one.materials)))
        assert repr(again) == repr(one)
        assert list(reading_order(again)) == list(reading_order(one))
        assert repr(again.facts) == repr(one.facts)


def test_every_number_is_a_fact_and_every_fact_is_shown(document, accepted, refused):
    for one in (document, letter_of(accepted), letter_of(refused)):
        shown = set()
        for where, text in reading_order(one):
            for part in text:
                if isinstance(part, Shown):
                    shown.add(part.fact)
                elif isinstance(part, str):
                    assert not re.search(r"\d", re.sub(r"\b([Oo]f)( every)? 100\b", "", part)), (where, part)
        assert shown == set(one.facts)
        assert all(re.match(r"result:", fact.source) and fact.how for fact in one.facts.values())


def letter_after(audit, refused, verdict):
    """Return what a letter says of groups, had an audit found one thing throughout."""
    assessed = tuple(replace(one, verdict=verdict) for one in audit.assessments)
    materials = gather([refused, replace(audit, assessments=assessed)], DATE, SignOff())
    document = letter(for_letter(materials))
    return said(document, "groups") if materials.person.groups else ""


@pytest.mark.parametrize(("verdict", "word"), [("gap", "more"), ("within tolerance", "less")])
def test_the_usual_limit_is_said_where_nobody_set_one(fitted, audit, refused, verdict, word):
    text = letter_after(audit, refused, verdict)
    assert "Nobody set a limit for how much groups may differ, so the usual one was used: 5 of 100." in text
    assert f"By origin and sex, groups differ by {word} than the limit." in text
    assert re.findall(r"\d+", text) == ["5", "100"]
    text = letter_after(wb.audit_model(fitted, policy=wb.Policy({"selection_rate": 0.05})), refused, verdict)
    assert "A limit was set for how much groups may differ." in text
    assert not re.search(r"\d|Nobody|usual", text)


def test_what_the_audit_found_is_said_without_a_number_of_people(audit, document, refused):
    text = said(document, "groups")
    assert "It was checked whether the system treats groups of people alike: by origin and sex." in text
    assert not re.search(r"\d|limit", letter_after(audit, refused, "not enough evidence"))
    assert "groups" not in [one.id for one in letter_of(refused).sections]


def test_data_beside_a_letter_are_refused_since_it_carries_no_model(document, data, tmp_path):
    path = wb.write_report(document, tmp_path / "letter.html")
    with pytest.raises(InputError) as error:
        wb.verify_report(path, data=data.table.to_pandas())
    assert str(error.value) == (
        "A letter carries no model and no data of others, on purpose, so that it cannot be counted again.\n"
        "Leave the data out, or check the technical report of the same model with them."
    )


@pytest.mark.parametrize("verdict", ["gap", "not enough evidence", "within tolerance"])
def test_the_least_reassuring_verdict_of_an_attribute_is_told(refused, audit, verdict):
    others = ["gap", "not enough evidence", "within tolerance"]
    weaker = others[others.index(verdict) :]
    assessed = tuple(
        replace(one, verdict=weaker[place % len(weaker)])
        for place, one in enumerate(sorted(audit.assessments, key=lambda one: one.claim.attribute))
    )
    assessed = tuple(replace(one, verdict=verdict) if place in (0, 3) else one for place, one in enumerate(assessed))
    materials = gather([refused, replace(audit, assessments=assessed)], DATE, SignOff())
    assert {one.verdict for one in materials.person.groups} <= set(weaker)
    assert materials.person.groups[0].verdict == verdict


def test_a_protected_column_that_the_system_uses_is_said():
    example = loans(800, seed=5)
    data = wb.read_data(example.frame, **example.roles, use_protected=True)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    person = wb.explain_person(fitted, int(np.argmin(fitted.scores)))
    text = said(letter_of(person))
    assert "The system also takes into account your origin and sex. The law may limit that." in text
    if any(one.column == "origin" for one in person.reasons):
        assert "For origin we did not ask, since nobody can be asked to change that." in text


def test_a_letter_needs_a_person_and_other_reports_refuse_one(refused, audit, fitted):
    with pytest.raises(InputError) as error:
        letter_of(fitted, audit)
    assert str(error.value) == (
        "A letter is about one person, and nobody's decision was explained.\n"
        "Explain one and give it along: build_report(explain_person(fitted, row), audience='letter')."
    )
    with pytest.raises(InputError) as error:
        wb.build_report(refused, audit, audience="brief")
    assert str(error.value) == (
        "build_report was given one person's explanation, and its audience is 'brief'.\n"
        "Only a letter tells of one person: audience='letter'."
    )


def test_a_person_and_an_audit_of_different_models_do_not_mix(refused, fitted):
    other = wb.audit_model(wb.fit_model(fitted.prepared, "boosted_trees"))
    with pytest.raises(InputError) as error:
        letter_of(refused, other)
    assert str(error.value).startswith("build_report was given results of different models.\n")


HOSTILE = "<script>alert(1)</script> {0} {owner} \u202egnp.exe\x00 [a](b) | \\ 中 "


def test_names_values_and_answers_are_text_and_never_markup(rng):
    frame = pd.DataFrame({HOSTILE: rng.choice([HOSTILE, "b"], 300), "x": rng.normal(size=300)})
    frame["ok"] = np.where((frame[HOSTILE] == "b") | (frame["x"] > 1), "yes", "no")
    data = wb.read_data(frame, target="ok", favourable="yes", unfavourable_label=HOSTILE)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    person = wb.explain_person(fitted, {HOSTILE: HOSTILE, "x": 0.0})
    document = letter_of(person, owner=HOSTILE, fields=dict.fromkeys(ANSWERS, HOSTILE))
    page = to_html(document)
    assert "<script>alert" not in page
    assert "\u202e" not in said(document)
    for _, text in reading_order(document):
        assert not any(isinstance(part, str) and "gnp.exe" in part for part in text)


def test_a_missing_value_is_told_as_not_known(fitted):
    row = {name: fitted.prepared.split.test.table[name][0].as_py() for name in fitted.prepared.columns}
    person = wb.explain_person(fitted, {**row, "income": None, "district": None})
    text = said(letter_of(person), "data")
    assert "income not known" in text
    assert "district not known" in text


@pytest.mark.parametrize(
    ("probability", "told"),
    [(0.4996, "49.96 of 100"), (0.0001, "less than 1 of 100"), (0.49, "49 of 100"), (0.0, "0 of 100")],
)
def test_the_score_and_the_threshold_never_look_the_same(refused, probability, told):
    materials = gather([refused], DATE, SignOff())
    person = replace(materials.person, probability=probability)
    text = said(letter(for_letter(replace(materials, person=person))), "role")
    assert f"Your score is {told}. From 50 of 100 on" in text


def test_a_wide_table_is_cut_and_says_so(rng):
    frame = pd.DataFrame(rng.normal(size=(300, 30)), columns=[f"x{place}" for place in range(30)])
    frame["ok"] = (frame["x0"] + frame["x1"] > 0).astype(int)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(wb.read_data(frame, target="ok"))), "logistic_regression")
    document = letter_of(wb.explain_person(fitted, int(np.argmin(fitted.scores))))
    [table] = [block for block in blocks(document) if isinstance(block, Table)]
    assert len(table.rows) == 14
    assert "The system used 16 more. You can ask us for them." in said(document, "data")
    assert len(said(document).split()) <= 700  # two pages hold about 900


def test_a_long_letter_fits_on_two_pages(rng, tmp_path):
    names = [f"a rather long name of column {place}" for place in range(20)]
    frame = pd.DataFrame(rng.normal(size=(300, 20)).round(2), columns=names).assign(sex=rng.choice(["f", "m"], 300))
    frame["ok"] = (frame[names[:6]].sum(axis=1) > 0).astype(int)
    data = wb.read_data(frame, target="ok", protected=["sex"], use_protected=True)
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), "logistic_regression")
    answers = dict.fromkeys(ANSWERS, "Write to us and say what is wrong, and we look at it again within ten days. " * 3)
    person, found = wb.explain_person(fitted, int(np.argmin(fitted.scores))), wb.audit_model(fitted)
    path = wb.write_report(letter_of(person, found, fields=answers), tmp_path / "letter.pdf")
    assert len(PdfReader(path).pages) <= 2


def test_it_is_plain_and_promises_nothing(document, accepted, refused):
    for one in (document, letter_of(accepted), letter_of(refused, owner="", fields={})):
        assert wb.reading_grade(one) <= 8
        assert not re.search(r"unbiased|\bfair\b|compliant|\bPASS\b|\bproves?\b|guarantee", said(one))
