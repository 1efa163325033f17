"""Boston, 1990: 2,380 real mortgage applications go the whole way, and the page says what the data say."""

import csv
import math
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import workbench as wb
from workbench import cli

REPOSITORY = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("WORKBENCH_REAL_DATA", REPOSITORY.parent / "shared" / "data"))
PATH = FOLDER / "boston_hmda.csv"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no folder {FOLDER}: set WORKBENCH_REAL_DATA"),
]

RACE = wb.attribute("afam", title="race", labels={"yes": "Black", "no": "white"})
ROLES = {
    "target": "deny",
    "favourable": "no",
    "favourable_label": "approved",
    "unfavourable_label": "denied",
    "protected": [RACE],
}
# (denied, applications), from the file: pandas.crosstab(frame.afam, frame.deny).
BLACK, WHITE = (96, 339), (189, 2041)


class Page(HTMLParser):
    """What a page prints for each fact, and its text outside styles, scripts and drawings."""

    def __init__(self, page):
        super().__init__()
        self.facts, self.text, self._fact, self._unread = {}, "", None, 0
        self.feed(page)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag, attributes):
        self._unread += tag in {"style", "script", "svg"}
        if tag == "data":
            given = dict(attributes)
            self._fact = (given["value"], given["data-part"])

    def handle_endtag(self, tag):
        self._unread -= tag in {"style", "script", "svg"}
        if tag == "data":
            self._fact = None

    def handle_data(self, text):
        if not self._unread:
            self.text += text
        if self._fact is not None:
            self.facts.setdefault(self._fact, []).append(text)


@pytest.fixture(scope="module")
def journey(tmp_path_factory):
    """The whole way, once: what each stage returned, the brief's page and the technical report's."""
    data = wb.read_data(PATH, **ROLES)
    split = wb.split_data(data, seed=7)
    prepared = wb.prepare_data(split, wb.suggest_recipe(split))
    fitted = wb.fit_model(prepared, "boosted_trees", seed=7)
    explanation = wb.explain_model(fitted, seed=7)
    audit = wb.audit_model(fitted)
    folder, pages = tmp_path_factory.mktemp("boston"), {}
    for audience in ("brief", "technical"):
        report = wb.build_report(
            fitted, explanation, audit, audience=audience, owner="the bank", date="2026-11-21", disclosure="full"
        )
        path = wb.write_report(report, folder / f"{audience}.html")
        pages[audience] = Page(path.read_text(encoding="utf-8"))
    stages = {"data": data, "split": split, "prepared": prepared, "fitted": fitted, "audit": audit}
    return {**stages, "path": folder / "brief.html", "page": pages["brief"], "technical": pages["technical"]}


def wilson(k, n, z=1.959963984540054):
    """Wilson (1927) by its formula."""
    p = k / n
    centre, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


def newcombe(k1, n1, k2, n2):
    """Newcombe (1998), method 10, by its formula."""
    (low1, high1), (low2, high2) = wilson(k1, n1), wilson(k2, n2)
    p1, p2 = k1 / n1, k2 / n2
    return (
        p1 - p2 - math.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2),
        p1 - p2 + math.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2),
    )


def test_file_holds_the_counts_that_these_tests_expect():
    counts = {"yes": [0, 0], "no": [0, 0]}
    with PATH.open(newline="") as file:
        for row in csv.DictReader(file):
            counts[row["afam"]][0] += row["deny"] == "yes"
            counts[row["afam"]][1] += 1
    assert (tuple(counts["yes"]), tuple(counts["no"])) == (BLACK, WHITE)


def test_data_set_is_read_whole(journey):
    assert repr(journey["data"]) == (
        "Dataset 'boston_hmda': 2,380 rows, 15 columns, target 'deny', protected: race, 0 findings."
    )
    assert repr(journey["split"]) == "Split of 'boston_hmda': 1,666 rows to learn from, 714 held out."


def test_rates_of_denial_in_the_data_are_the_known_ones(journey):
    (description,) = journey["audit"].descriptions
    rates = description.rates
    assert rates.groups == ("Black", "white")
    # The favourable outcome is counted; denial is its complement.
    assert (rates.n - rates.k).tolist() == [BLACK[0], WHITE[0]]
    assert rates.n.tolist() == [BLACK[1], WHITE[1]]
    assert [round(100 * float(1 - value), 1) for value in rates.values] == [28.3, 9.3]


def test_interval_of_the_difference_is_newcombes(journey):
    gap = journey["audit"].descriptions[0].gap
    assert (gap.difference_low, gap.difference_high) == pytest.approx(newcombe(*BLACK, *WHITE), abs=1e-12)
    assert gap.difference == pytest.approx(96 / 339 - 189 / 2041, abs=1e-12)
    assert (gap.lower, gap.higher) == ("Black", "white")  # lowest rate of approval


def test_interval_of_each_rate_is_wilsons(journey):
    limits = journey["audit"].descriptions[0].rates.limits
    for place, (denied, n) in enumerate((BLACK, WHITE)):
        assert (limits.low[place], limits.high[place]) == pytest.approx(wilson(n - denied, n), abs=1e-12)


def test_page_says_how_many_of_100_were_denied_and_for_whom_it_is_worse(journey):
    text = journey["page"].text
    assert (
        "There are 2,380 cases whose outcome is known. In them, 12 of 100 people were denied. "
        "By race, groups differ. 28 of 100 people with race Black were denied (339 people), "
        "and 9 of 100 with race white (2,041 people). "
        "The difference is likely between 14 and 24 of 100."
    ) in text
    assert "More often denied in the data: race Black than white" in journey["technical"].text


def test_pages_print_every_rate_with_its_size_and_interval(journey):
    brief, facts = journey["page"].facts, journey["technical"].facts
    for group, (denied, n) in {"Black": BLACK, "white": WHITE}.items():
        fact = f"data/base_rate/complement/race={group}"
        low, high = wilson(denied, n)
        assert (brief[fact, "value"], brief[fact, "n"]) == ([f"{100 * denied / n:.0f}"], [f"{n:,}"])
        assert facts[fact, "value"] == [f"{100 * denied / n:.0f}", f"{100 * denied / n:.1f}"]
        assert facts[fact, "n"] == [f"{n:,}"] * 2
        assert facts[fact, "low"] == [f"{100 * low:.1f}"]
        assert facts[fact, "high"] == [f"{100 * high:.1f}"]


def test_page_says_what_the_model_would_do(journey):
    audit, facts, text = journey["audit"], journey["page"].facts, journey["page"].text
    held_out = journey["split"].test.frame()
    says_no = journey["fitted"].decisions == 0
    for value, group in (("yes", "Black"), ("no", "white")):
        mine = (held_out["afam"] == value).to_numpy()
        rate = 100 * says_no[mine].mean()
        assert set(facts[f"audit/selection_rate/complement/race={group}", "value"]) == {f"{rate:.0f}", f"{rate:.1f}"}
        assert facts[f"audit/selection_rate/complement/race={group}", "n"][-1] == f"{mine.sum():,}"
    assert (
        "learned from 1,666 cases. It was tested on 714 others that were held out and that it had never seen." in text
    )
    assert [(one.claim.attribute, one.claim.metric) for one in audit.assessments] == (
        [("race", "selection_rate"), ("race", "true_positive_rate"), ("race", "false_positive_rate")]
    )
    assert re.search(
        r"The model says denied to \d+ of 100 with race Black \(\d+ people\), "
        r"and to \d+ of 100 with race white \(\d+ people\)\.",
        text,
    )


def test_model_does_not_see_race(journey):
    assert "afam" not in journey["prepared"].columns
    assert "The model does not see the protected columns. Others may stand in for them." in journey["page"].text


def test_column_that_only_names_rows_is_left_out_and_said(journey):
    assert [str(finding) for finding in journey["prepared"].findings] == [
        "WB204 Column 'rownames' is left out: it has another value in every row and seems only to name the rows"
    ]
    assert "rownames" not in journey["prepared"].columns


def test_page_fits_its_budget_and_names_its_source(journey):
    assert journey["path"].stat().st_size <= 300_000
    kind, _, digits = journey["data"].provenance.inputs[0].partition(":")
    assert f"({kind}:{digits[:12]}…)" in journey["page"].text
    assert "Who answers for this: the bank." in journey["page"].text


def test_command_line_says_the_same(journey, monkeypatch, capsys, tmp_path):
    arguments = [
        "report",
        str(PATH),
        "--target",
        "deny",
        "--favourable",
        "no",
        "--protected",
        "afam",
        "--disclosure",
        "full",
    ]
    arguments += ["--favourable-label", "approved", "--unfavourable-label", "denied", "--owner", "the bank"]
    monkeypatch.setattr(
        sys,
        "argv",
        ["workbench", *arguments, "--seed", "7", "-o", str(tmp_path / "told.html"), "--audience", "technical"],
    )
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 0
    assert capsys.readouterr().out == f"Report: {tmp_path / 'told.html'}\n"
    page = Page((tmp_path / "told.html").read_text(encoding="utf-8"))
    assert (
        "28 of 100 people with afam yes were denied (339 people), and 9 of 100 with afam no (2,041 people)."
        in page.text
    )
    for group, label in (("yes", "Black"), ("no", "white")):
        for part in ("value", "low", "high", "n"):
            for fact in ("data/base_rate/complement", "audit/selection_rate/complement"):
                assert (
                    page.facts[f"{fact}/afam={group}", part]
                    == (journey["technical"].facts[f"{fact}/race={label}", part])
                )


def test_no_file_of_that_folder_is_part_of_the_project():
    sizes = {path.stat().st_size for path in FOLDER.iterdir()}
    skipped = {".git", ".venv", "node_modules", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
    found = []
    for folder, folders, files in os.walk(REPOSITORY):
        folders[:] = [one for one in folders if one not in skipped]
        paths = [Path(folder) / name for name in files]
        found += [str(path) for path in paths if path.is_file() and path.stat().st_size in sizes]
    assert found == []
