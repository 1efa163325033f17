"""Methods against gaps in a report: the choice with its reason, and nothing that tells of few people."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.audit.disclosure.level import disclosure_named
from workbench.errors import InputError
from workbench.report.mitigation_record import choice_record, mitigation_record

FULL, INTERNAL, PUBLIC = (disclosure_named(name) for name in ("full", "internal", "public"))
DATE = "2026-11-21"
REASON = "It costs least <script>alert(1)</script>."


def prepared_of(n=700, rare=0):
    rng = np.random.default_rng(4)
    sex = rng.integers(0, 2, n)
    skill = rng.normal(size=n) - 0.8 * sex
    names = np.array(["a", "b"], dtype=object)[sex]
    names[:rare] = "rare"
    frame = pd.DataFrame(
        {"skill": skill, "sex": names, "paid": np.where(skill + rng.normal(size=n) > -0.3, "yes", "no")}
    )
    data = wb.read_data(frame, target="paid", favourable="yes", protected=["sex"], name="payments")
    return wb.prepare_data(wb.split_data(data, seed=1))


def tried_of(prepared):
    return wb.try_mitigations(prepared, methods=["reweighing", "drop_proxy"], n_folds=2)


def words_of(node):
    """Return every word below a node."""
    if isinstance(node, str):
        return node
    if hasattr(node, "text") and isinstance(node.text, str):
        return node.text
    if isinstance(node, tuple):
        return " ".join(words_of(one) for one in node)
    if dataclasses.is_dataclass(node):
        return " ".join(words_of(getattr(node, one.name)) for one in dataclasses.fields(node) if one.name != "drawing")
    return ""


@pytest.fixture(scope="module")
def prepared():
    return prepared_of()


@pytest.fixture(scope="module")
def tried(prepared):
    return tried_of(prepared)


def test_record_is_what_was_tried(tried):
    found = choice_record(tried.choose("reweighing", reason=REASON), FULL)
    assert (found.chosen, found.reason, found.n, found.attribute) == ("reweighing", REASON, len(tried.rows), "sex")
    for one, told in zip(tried.attempts, found.tried, strict=True):
        assert (told.name, told.title, told.needs_attribute, told.error) == (
            one.name,
            one.title,
            one.needs_attribute,
            one.error,
        )
        if not one.error:
            assert told.performance.value == one.metric("balanced_accuracy").value
            assert [gap.value.value for gap in told.gaps] == [
                judged.gap.extreme_difference for judged in one.audit.assessments
            ]
        assert [dataclasses.astuple(each) for each in told.moved] == [dataclasses.astuple(each) for each in one.moved]
    assert found.tried[1].change.value == tried.attempt("reweighing").changes[1].value
    assert found.withheld == ()


def test_public_is_told_of_no_group_and_quotes_no_error(tried):
    found = mitigation_record(tried, PUBLIC)
    assert [one.gaps for one in found.tried] == [(), (), ()]
    assert [one.moved for one in found.tried] == [(), (), ()]
    assert found.withheld == ("counts", "groups", "errors")
    assert found.tried[2].error == "No"
    assert found.tried[0].performance is not None


def test_few_people_of_a_group_hide_all_that_is_of_groups(tried):
    rare = tried_of(prepared_of(rare=14))
    found = mitigation_record(rare, INTERNAL)
    assert "groups" in found.withheld
    assert all(not one.gaps and not [each for each in one.moved if each.attribute] for one in found.tried)
    assert mitigation_record(rare, FULL).tried[0].gaps
    assert mitigation_record(tried, INTERNAL, hidden=["sex"]).tried[0].gaps == ()


@pytest.mark.parametrize("level", ["internal", "public", "full"])
def test_report_tells_the_choice_and_verifies(prepared, tried, tmp_path, level):
    choice = tried.choose("reweighing", reason=REASON)
    fitted = wb.fit_mitigated(prepared, choice)
    made = wb.build_report(fitted, wb.audit_model(fitted), choice, audience="technical", disclosure=level, date=DATE)
    said = " ".join(words_of(next(one for one in made.sections if one.id == "mitigated")).split())
    assert "The model of this report was made so." in said
    assert "A person chose:" in said
    assert REASON in said
    assert "tried.choose" not in said
    wb.write_report(made, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert wb.verify_report(tmp_path / "report.html").exit_code == 0


def test_model_that_was_not_made_so_says_so_and_one_of_other_rows_is_refused(prepared, tried):
    choice = tried.choose("reweighing", reason=REASON)
    plain = wb.fit_model(prepared, "logistic_regression")
    made = wb.build_report(plain, choice, audience="technical", date=DATE)
    said = words_of(next(one for one in made.sections if one.id == "mitigated"))
    assert "The model of this report was not made so." in " ".join(said.split())
    other = wb.fit_model(prepared_of(300), "logistic_regression")
    with pytest.raises(InputError) as caught:
        wb.build_report(other, choice, audience="technical")
    assert str(caught.value) == (
        "build_report was given a MitigationChoice, and no model of the rows that it was made on.\n"
        "Give the model that fit_mitigated returned."
    )
