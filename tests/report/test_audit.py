"""The audit audience: everything an audit found, from every kind of audit alone."""

import re
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.audit.counts import audit_counts
from workbench.audit.decisions import audit_decisions
from workbench.audit.policy import Policy, Rule
from workbench.audit.predictions import audit_predictions
from workbench.data.examples import admissions, loans
from workbench.document.nodes import Chart, Shown, Table
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.report.html import to_html
from workbench.stats.stratified import compare_strata

from .test_brief import block_texts, section, texts

DATE = "2026-11-21"

# What is told here is told of all groups, also of small ones; what is hidden has tests of its own.
full_report = partial(wb.build_report, disclosure="full")
LARGEST = 1_000_000

sys.path.insert(0, str(Path(__file__).parents[1] / "audit" / "standards"))
import rule_examples  # noqa: E402


@pytest.fixture(scope="module")
def fitted():
    example = loans(4_000, seed=7)
    data = wb.read_data(example.frame, **example.roles, name="loans")
    return wb.fit_model(wb.prepare_data(wb.split_data(data, seed=7)), "logistic_regression")


RICH = Policy(
    (
        Rule("selection_rate", 0.05),
        Rule("selection_rate", 0.8, scale="ratio"),
        Rule("equalized_odds", 0.05),
        Rule("f1_score", 0.05),
        Rule("selection_rate", 0.04, compare="reference:domestic", attributes=("origin",)),
        Rule("selection_rate", 0.05, compare="overall", attributes=(("sex", "origin"),)),
    )
)


def of_a_model(fitted):
    return wb.audit_model(fitted, policy=RICH, crossings=[("sex", "origin")])


def admitted():
    frame = admissions().frame
    yes = frame.groupby(["sex", "department"])["admitted"].agg(selected=lambda one: (one == "yes").sum(), total="size")
    return yes.reset_index()


def of_counts():
    return audit_counts(
        admitted(), protected=["sex"], strata=["department"], name="admissions", favourable_label="admitted"
    )


def of_decisions():
    return audit_decisions(
        admissions().frame,
        decision="admitted",
        favourable="yes",
        protected=["sex"],
        strata=["department"],
        name="admissions",
        favourable_label="admitted",
    )


def of_hiring(**options):
    rows = [(sex, race, k, n) for (sex, race), (n, k, *_) in rule_examples.SELECTION_CROSSED.items()]
    table = pd.DataFrame([*rows, ("unknown", "unknown", 100, 250)], columns=["sex", "race", "selected", "total"])
    rules = (
        Rule(
            "selection_rate",
            0.8,
            scale="ratio",
            attributes=("sex", "race"),
            leave_out=("Native American or Alaska Native",),
        ),
    )
    standards = {"nyc-ll144": {"audit_date": "2026-03-31", **options}, "four-fifths": {}}
    return audit_counts(table, protected=["sex", "race"], name="tool", policy=Policy(rules, standards=standards))


def scored(n=4_000):
    frame = loans(n, seed=3).frame.copy()
    rng = np.random.default_rng(3)
    frame["score"] = rng.random(n)
    frame["repaid"] = np.where(frame["approved"] == "yes", (rng.random(n) < 0.7).astype(float), np.nan)
    frame["weight"] = rng.random(n) + 0.5
    frame["class"] = rng.choice(["red", "green", "blue"], n)
    return frame


def of_scores():
    return audit_decisions(scored(), score="score", threshold=0.4, outcome="repaid", protected=["sex"], name="scores")


def of_selective_labels():
    return audit_decisions(
        scored(), decision="approved", favourable="yes", outcome="repaid", score="score", protected=["sex", "origin"]
    )


def of_weights():
    return audit_decisions(scored(), decision="approved", favourable="yes", weight="weight", protected=["sex"])


def of_classes():
    return audit_decisions(scored(), decision="class", protected=["sex"], multiclass=True)


def of_outcomes():
    return audit_decisions(scored(), outcome="repaid", protected=["sex"])


def of_nobody():
    return audit_decisions(scored(), decision="approved", favourable="yes")


def of_amounts(**given):
    rng = np.random.default_rng(0)
    sex = rng.choice(["women", "men", "other"], 3_000, p=[0.45, 0.5, 0.05])
    paid = rng.gamma(4, 500, 3_000) + 200 * (sex == "men")
    frame = pd.DataFrame({"sex": sex, "paid": paid, "wage": 0.8 * paid + rng.normal(0, 200, 3_000)})
    return audit_predictions(frame, prediction="wage", protected=["sex"], name="wages", **given)


def of_amounts_and_outcomes():
    policy = Policy({"mean_prediction": 150.0, "mean_absolute_error": 20.0, "share_above": 0.05})
    return of_amounts(outcome="paid", thresholds=[2_000], policy=policy)


ALONE = {
    "counts": of_counts,
    "decisions": of_decisions,
    "hiring": of_hiring,
    "scores": of_scores,
    "selective labels": of_selective_labels,
    "weights": of_weights,
    "classes": of_classes,
    "outcomes": of_outcomes,
    "nobody": of_nobody,
    "amounts": of_amounts,
    "amounts and outcomes": of_amounts_and_outcomes,
}


@pytest.fixture(scope="module", params=["model", *ALONE])
def any_audit(request, fitted):
    return of_a_model(fitted) if request.param == "model" else ALONE[request.param]()


@pytest.fixture(params=["audit", "brief"])
def document(request, any_audit):
    return full_report(any_audit, audience=request.param, date=DATE)


def test_every_number_is_a_fact(document):
    for where, text in texts(document):
        for part in text:
            if isinstance(part, str) and where not in {"about", "findings"}:
                assert not re.search(r"\d", re.sub(r"\b([Oo]f|every) 100\b", "", part)), (where, part)
            if isinstance(part, Shown):
                assert part.fact in document.facts


def test_every_fact_is_shown_and_one_that_does_not_exist_says_why(document):
    shown = {part.fact for _, text in texts(document) for part in text if isinstance(part, Shown)}
    assert sorted(set(document.facts) - shown) == []
    assert [fact.id for fact in document.facts.values() if np.isnan(fact.value) and not fact.undefined] == []


def test_every_fact_can_be_traced(document):
    for fact in document.facts.values():
        assert fact.how
        assert re.match(r"(result|rows|file):", fact.source), fact


def test_the_page_is_small_and_its_ids_are_unique(document):
    page = to_html(document)
    assert len(page.encode()) <= LARGEST
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    ours = {'<script type="module">', '<script type="application/json">'}  # the slider, and what it needs
    assert set(re.findall(r"<script[^>]*>", page)) <= (ours if document.explorer else set())


def test_tables_are_whole(document):
    for one in document.sections:
        for block in one.blocks:
            table = block.table if isinstance(block, Chart) else block
            if isinstance(table, Table):
                assert {len(row) for row in table.rows} == {len(table.header)}, table.id
                assert len(table.numeric) == len(table.header)
                assert [place for place, _ in table.parts] == sorted({place for place, _ in table.parts})


def test_only_a_report_on_a_model_speaks_of_one(any_audit, document):
    said = " ".join(plain(text) for _, text in texts(document))
    assert ("the model" in said.lower()) == (any_audit.kind == "model")


def test_no_prose_holds_a_p_value_or_a_pass_mark(document):
    for one in document.sections:
        for block in one.blocks:
            if not isinstance(block, (Table, Chart)):
                said = " ".join(plain(text) for _, text in block_texts(one.id, block))
                assert "PASS" not in said
                assert not re.search(r"\bp ?[=<]", said), said


def test_an_audit_is_needed(fitted):
    with pytest.raises(InputError) as error:
        full_report(fitted, audience="audit")
    assert str(error.value) == (
        "audience is 'audit', and no audit was given.\nGive what audit_model, audit_decisions or audit_counts return."
    )


def test_departments_are_told_beside_all_rows():
    document = full_report(of_decisions(), audience="audit")
    assert "By sex, within department" in [one.title for one in document.sections]
    said = section(document, "strata-0")
    sentence = (
        "Over all rows, sex female is less often admitted than male: 30 of 100 and 45 of 100. "
        "Within department that is not so: within the same department, "
        "female is admitted 2 of 100 more often than male, "
        "and chance could explain that much (likely between −1 and 5 of 100). "
        "This is Simpson’s reversal: the groups are spread unevenly over department."
    )
    assert sentence in said
    assert (
        "Chance alone could make the two differ this much within the same department (Cochran–Mantel–Haenszel" in said
    )
    assert "The two do not differ alike at every department (Breslow–Day test)" in said
    # Nobody reads of the gap without reading of the departments.
    assert sentence in section(document, "short")
    assert sentence in section(full_report(of_decisions()), "decisions")
    assert "Look at each department on its own before saying for whom it is worse by sex." in section(document, "short")


def test_the_table_of_strata_holds_what_the_counts_say():
    document, counts = full_report(of_counts(), audience="audit"), admitted().set_index(["sex", "department"])
    for (sex, department), row in counts.iterrows():
        fact = document.facts[f"audit/selection_rate/within/department/{department}/sex={sex}"]
        assert fact.value == pytest.approx(row["selected"] / row["total"], abs=1e-12)
        assert fact.n == row["total"]
    men, women = counts.loc["male"], counts.loc["female"]
    found = compare_strata(men["selected"], men["total"], women["selected"], women["total"], 1.959963984540054)
    facts = {id.rpartition("/")[2]: fact for id, fact in document.facts.items() if "/strata/department/sex/" in id}
    assert facts["tarone p"].value == pytest.approx(float(found.tarone.p_value), abs=1e-12)
    assert facts["odds ratio"].value == pytest.approx(0.9047, abs=1e-4)  # published
    assert facts["lower minus higher"].value == -facts["within"].value > 0


def test_a_table_of_counts_says_that_nobody_saw_the_rows():
    document = full_report(of_counts(), audience="audit")
    assert "nobody here has seen the rows" in plain(document.lead)
    assert "This is a self-check, not an independent audit." in section(document, "short")
    limits = section(document, "limits")
    assert "Whether the published counts are right: nobody here has seen the rows." in limits
    assert "Whether the decisions were right: no outcomes are known." in limits


def test_somebodys_decisions_are_told_of_people():
    said = section(full_report(of_decisions()), "decisions")
    assert (
        "45 of 100 people with sex male were admitted (2,691 people), and 30 of 100 with sex female (1,835 people). "
        "The difference is likely between 11 and 17 of 100. The limit is 5 of 100. "
        "Among equally many people, 68 with sex female were admitted for every 100 with sex male "
        "(likely between 63 and 74)."
    ) in said


def test_an_auditor_is_named_where_one_is_known():
    named = full_report(of_hiring(auditor="Audit House"), audience="audit")
    assert "The independent auditor named is Audit House. Independence cannot be checked" in section(named, "short")
    given = full_report(of_counts(), auditor="Audit House")
    assert "The independent auditor named is Audit House." in section(given, "about")
    assert "self-check" not in section(given, "about")


def test_what_was_declared_is_told(fitted):
    document = full_report(of_a_model(fitted), audience="audit")
    said = section(document, "declared")
    assert "A person set these limits before the figures were known." in said
    assert "selection rate origin a difference of at most 5 of 100 any two groups –" in said
    assert "selection rate origin a ratio of at least 80 for every 100 any two groups –" in said
    assert "F₁ score sex a difference of at most 0.05 any two groups –" in said
    assert "selection rate origin a difference of at most 4 of 100 each group with domestic –" in said
    assert "selection rate sex × origin a difference of at most 5 of 100 each group with all together –" in said
    n_claims = len(of_a_model(fitted).assessments)
    assert f"{n_claims} comparisons share the chance of a false alarm" in said
    assert "A group of fewer than 30 people never counts as within tolerance." in said


def test_verdicts_on_any_figure_read_as_sentences(fitted):
    document = full_report(of_a_model(fitted), audience="audit")
    said = section(document, "short")
    assert re.search(
        r"For every 100 times the model says approved to people with origin domestic, it does so \d+ times to as many "
        r"with origin foreign \(likely between \d+ and \d+\)\.",
        section(document, "by-0"),
    )
    assert re.search(r"of 100 of all compared \(1,200 people\)", said)
    assert re.search(r"of 100 with sex × origin \w+ × \w+ \(\d+ people\)", said)
    assert "The largest difference of a group from all together is likely between" in said
    table = next(one for one in document.sections if one.id == "comparisons").blocks[0]
    rows = [" ".join(plain(cell) for cell in row) for row in table.rows]
    assert any(
        re.match(r"equalized odds: Of people whose outcome is (approved|denied), the model says", row) for row in rows
    )
    assert any(re.match(r"F₁ score sex . ", row) for row in rows)
    assert [plain(heading) for _, heading in table.parts] == ["Rates, of 100 people", "Other figures, as they are"]


def test_errors_of_both_kinds_are_told_by_the_one_that_decides(fitted):
    policy = Policy((Rule("equalized_odds", 0.001),))
    audit = wb.audit_model(fitted, policy=policy)
    document = full_report(audit, audience="audit")
    one = next(one for one in audit.assessments if one.claim.attribute == "origin")
    said = section(document, "short")
    assert "Errors of both kinds are compared; this is the kind that differs more surely." in said
    fact = document.facts[f"audit/{one.rates.metric}/origin/difference/equalized_odds"]
    assert fact.value == one.gap.difference


def test_groups_left_out_are_named():
    document = full_report(of_hiring(), audience="audit")
    assert "Left out, as was said before looking: Native American or Alaska Native." in section(document, "short")
    declared = section(document, "declared")
    assert "Native American or Alaska Native (no such group)" in declared  # sex has none
    fact = document.facts["audit/selection_rate/race/ratio/without Native American or Alaska Native"]
    assert 0 < fact.low < fact.value < fact.high <= 1


def test_a_reference_that_has_no_rows_is_said():
    frame = pd.DataFrame({"race": ["A", "B", "C"], "selected": [0, 40, 50], "total": [0, 100, 100]})
    rule = Rule("selection_rate", 0.05, compare="reference:A")
    document = full_report(audit_counts(frame, policy=Policy((rule,))))
    assert (
        "By race, the selection rate cannot be compared: in the group that all are compared with, A, it does not exist "
        "(no rows with a decision)."
    ) in section(document, "decisions")


def test_a_figure_that_does_not_exist_says_why():
    frame = pd.DataFrame({"sex": ["f", "m"], "tp": [10, 40], "fp": [5, 10], "fn": [0, 20], "tn": [30, 30]})
    frame.loc[0, ["tp", "fn"]] = 0  # no favourable outcomes
    policy = Policy({"true_positive_rate": 0.05})
    audit = audit_counts(frame, tp="tp", fp="fp", fn="fn", tn="tn", policy=policy)
    document = full_report(audit, audience="audit")
    assert document.facts["audit/true_positive_rate/sex=f"].undefined == "no rows with a favourable outcome"
    assert "f 0 undefined: no rows with a favourable outcome –" in section(document, "by-0")
    assert (
        "By sex, the true positive rate cannot be compared: it exists for fewer than two groups "
        "(no rows with a favourable outcome)."
    ) in " ".join(plain(text) for _, text in texts(document))


def test_every_figure_of_every_group_equals_the_audits_own(any_audit):
    document = full_report(any_audit, audience="audit")
    compared = 0
    for axis in any_audit.axes:
        for metric, values in any_audit.table(*axis).items():
            for place, group in enumerate(values.groups):
                fact = document.facts.get(f"audit/{metric}/{values.attribute}={group}")
                if fact is not None:
                    compared += 1
                    np.testing.assert_equal(fact.value, float(values.values[place]))
                    assert fact.n == values.n[place]
                    assert fact.undefined == values.reason(place)
    assert compared > 0 or not any_audit.axes


def test_a_rate_under_its_own_name_is_never_the_complement(fitted):
    audit = of_a_model(fitted)
    document = full_report(audit, audience="audit")
    rates = audit.values("selection_rate", "sex")
    fact = document.facts["audit/selection_rate/sex=female"]
    assert fact.value == float(rates.values[rates.groups.index("female")])
    assert document.facts["audit/selection_rate/complement/sex=female"].value == pytest.approx(1 - fact.value)


def test_the_four_fifths_line_is_a_reference_and_no_verdict():
    said = section(full_report(of_counts(), audience="audit"), "by-0")
    assert (
        "The whole interval lies below the four-fifths line, 80 for every 100: a rule of thumb, drawn here as a "
        "reference. No verdict follows from it."
    ) in said


def test_what_could_have_been_seen_stands_in_a_table(fitted):
    audit = of_a_model(fitted)
    said = section(full_report(audit, audience="audit"), "power")
    assert "what is at least as far apart is seen in 80 of 100 such audits" in said
    assert "not known" in said  # for F1
    assert re.search(r"\d+ for every 100", said)


def test_rows_are_counted_in_the_open():
    frame = scored()
    frame.loc[:99, "sex"] = None
    audit = audit_decisions(frame, decision="approved", favourable="yes", outcome="repaid", protected=["sex"])
    document = full_report(audit, audience="audit")
    facts = document.facts
    assert facts["rows/all"].value == 4_000
    assert facts["rows/outcome"].value == frame["repaid"].notna().sum()
    assert facts["rows/both"].value == frame["repaid"].notna().sum()
    assert (facts["rows/known/sex"].value, facts["rows/unknown/sex"].value) == (3_900, 100)
    assert facts["audit/selection_rate/sex=unknown"].n == 100


def test_a_standard_is_rendered_whatever_it_is():
    audit = of_hiring()
    document = full_report(audit, audience="audit")
    titles = [one.title for one in document.sections]
    assert "Local Law 144 format calculations" in titles
    place = [one.id for one in document.sections][titles.index("Local Law 144 format calculations")]
    said = section(document, place)
    assert "not a bias audit: no independent auditor is named" in said
    assert "Not provided: date on which the tool was first used (distribution date); source of the data;" in said
    assert "date of the most recent audit 2026-03-31" in said
    for (sex, race), (_, _, rate, ratio) in rule_examples.SELECTION_CROSSED.items():
        base = f"audit/standard/nyc-ll144/selection/sex-race/{sex}, {race}"
        assert f"{document.facts[f'{base}/Selection rate'].value:.1%}" == rate
        assert f"{document.facts[f'{base}/Impact ratio'].value:.3f}" == ratio
    assert "– stands for Native American or Alaska Native: left out: fewer than 2 % of the people" in said


def test_findings_say_why_they_matter():
    said = section(full_report(of_counts(), audience="audit"), "findings")
    assert "WB505" in said
    assert "groups are spread unevenly over it" in said


def test_inputs_and_versions_are_listed(fitted):
    audit = of_a_model(fitted)
    said = section(full_report(audit, audience="audit"), "about")
    assert audit.fingerprint in said
    assert fitted.fingerprint in said
    assert f"numpy {np.__version__}" in said


def test_scores_are_shown_beside_what_happened(fitted):
    document = full_report(wb.audit_model(fitted), audience="audit")
    said = section(document, "scores")
    assert "Scores beside what happened, by sex" in said
    n = sum(
        fact.n for id, fact in document.facts.items() if id.startswith("audit/calibration/base_rate/") and "sex=" in id
    )
    assert n == 1_200


def test_selective_labels_are_told():
    document = full_report(of_selective_labels())
    assert "WB509" in section(document, "findings")
    assert re.search(r"There are [\d,]+ cases whose outcome is known", section(document, "data"))


def test_who_scores_enough_counts_as_selected():
    said = section(full_report(of_scores()), "data")
    assert "Decisions are favourable where the score is at least 0.4." in said
    assert "of 100 people were selected" in said


def test_amounts_are_told_as_they_are():
    document = full_report(of_amounts_and_outcomes(), audience="audit")
    assert plain(document.lead).startswith("Predicted amounts are compared by group.")
    rows = section(document, "comparisons")
    assert "The prediction is 2000 or more sex" in rows
    assert re.search(r"mean prediction sex . [\w ]+ men [\d,]+ \([\d,]+\), (women|other) [\d,]+ \([\d,]+\)", rows)
    assert "selection rate" not in section(document, "everybody")


def test_many_crossed_groups_stay_within_a_megabyte():
    rng = np.random.default_rng(1)
    rows = [
        (a, b, c, *(int(rng.integers(5, 90)) for _ in range(4)))
        for a in range(4) for b in range(12) for c in range(8)
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["a", "b", "c", "tp", "fp", "fn", "tn"]).astype({"a": str, "b": str, "c": str})
    audit = audit_counts(
        table,
        protected=["a", "b", "c"],
        tp="tp",
        fp="fp",
        fn="fn",
        tn="tn",
        crossings=[("a", "b"), ("b", "c"), ("a", "b", "c")],
    )
    page = to_html(full_report(audit, audience="audit"))
    assert len(page.encode()) <= LARGEST
    assert "more groups are not drawn" in page
    assert "more groups are not in this table" in page or "here they would fill the report" in page
    assert len(to_html(full_report(audit)).encode()) <= 300_000


def test_the_same_comparison_is_told_once(fitted):
    rules = (Rule("selection_rate", 0.05), Rule("selection_rate", 0.05, compare="reference:male", attributes=("sex",)))
    document = full_report(wb.audit_model(fitted, policy=Policy(rules)), audience="audit")
    callouts = [block for block in document.sections[0].blocks if type(block).__name__ == "Callout"]
    assert len({plain(one.text) for one in callouts}) == len(callouts)


def test_a_brief_lists_the_least_reassuring_comparisons(fitted):
    metrics = ["selection_rate", "true_positive_rate", "false_positive_rate", "accuracy_score", "precision_score"]
    more = ["false_negative_rate", "true_negative_rate", "balanced_accuracy_score"]
    audit = wb.audit_model(fitted, policy=wb.Policy(dict.fromkeys([*metrics, *more], 0.05)))
    document = full_report(audit)
    [table] = [block for one in document.sections for block in one.blocks if getattr(block, "id", "") == "verdicts"]
    assert len(table.rows) == 6
    hidden = len(audit.assessments) - sum(plain(cell) != "–" for row in table.rows for cell in row[1:])
    assert hidden == 2 * len(audit.attributes)
    said = section(document, "model")
    assert f"{hidden} more comparisons are in the technical report; these are the least reassuring." in said
    assert "ore comparisons" not in section(full_report(audit, audience="audit"), "short")
