"""Names that people or attackers may write go the whole way, as text: no markup, no other number.

Every journey is taken twice, with harmless and with hostile names, to a page for each reader. The two
must be made of the same elements with the same attributes, and print the numbers that plain pandas finds.
Inside of a drawing names decide how much room there is, so there the kinds of elements are held to.
"""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

import workbench as wb
from workbench.document.facts import fact_id
from workbench.document.wording import name as shown_name
from workbench.report.formats import format_of

N = 120
LONGEST_PROSE = 5_000  # of what somebody writes about a decision; names are shorter
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "end of title": "</title><script>alert(1)</script>",
    "end of style": "</style></svg><img src=x onerror=alert(1)>",
    "end of CDATA": "]]><b>x</b>",
    "comment": "--><!-- <b>",
    "double quotes": '" onmouseover="alert(1)',
    "single quotes": "' onmouseover='alert(1)",
    "entity": "&lt;b&gt; &amp; &#x3c;b&#x3e;",
    "jinja": "{{7*7}}",
    "jinja block": "{% raw %}{# x #}{% endraw %}",
    "format": "{data} {0} %s %(x)s ${x}",
    "mathematics": "$x^2$ $\\frac{1}{0}$",
    "backslash": "\\u0041\\",
    "new line": "two\nlines\r\nand\ta tab",
    "NUL": "a\0b",
    "escape": "\x1b[31mred\x07",
    "emoji": "👩‍🌾🇰🇪",
    "right to left": "שלום عليكم",
    "override": "a\u202egnp.exe\u2066",
    "combining": "Z̴̡̛͔͖a̸l̵g̶o̷",
    "not a character": "\ufffe\uffff\U0010ffff",
    "unseen": "a\u200b\u00adb\ufeff",
    "long": "x" * 300,
    "long words": "many words " * 30,
    "formula": "=cmd|'/c calc'!A0",
    "path": "../../etc/passwd",
    "link": "https://example.com/x.js",
}
# Names that something inside goes by, or that look like nothing.
INTERNAL = {
    "blank": "   ",
    "class": "__class__",
    "number": "0",
    "n": "n",
    "outcome": "outcome",
    "decision": "decision",
    "everyone": "everyone",
    "all": "all",
    "unknown": "unknown",
    "nan": "nan",
    "index": "index",
    "step": "step0",
}
LOGISTIC = "logistic_regression"
AUDIENCES = ("brief", "technical", "annex", "audit")
DRAWN = {"svg", "g", "path", "text", "circle"}
DRAWN_WITH = {
    *("id", "xmlns", "width", "height", "viewBox", "direction", "font-family"),
    *("d", "cx", "cy", "r", "x", "y", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray"),
    *("text-anchor", "font-size", "font-weight"),
}


class Page(HTMLParser):
    """What a page is made of: elements outside drawings with the names of their attributes, facts, names, scripts."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.values, self.facts, self.title = [], [], {}, ""
        self._fact, self._in_title, self.names, self._depth = None, False, [], 0
        self.scripts, self._script, self._drawing, self.tags = [], None, False, set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        # A long name may break anywhere; that class is the only attribute that depends on a name.
        names = tuple(key for key, _ in attributes if not (tag == "bdi" and key == "class"))
        self._drawing = self._drawing or tag == "svg"
        self._add(tag, names)
        self.tags.add(tag)
        self.values += [(key, value or "") for key, value in attributes]
        given = dict(attributes)
        if tag == "data":
            self._fact = (given["value"], given["data-part"])
        if tag == "title":
            self._in_title = True
        if tag == "script":
            self._script = given.get("type", "")
            self.scripts.append((self._script, ""))
        if tag == "bdi":
            self.names.append("")
            self._depth += 1

    def _add(self, tag, names=()):
        if not self._drawing or tag == "svg":
            self.elements.append((tag, names))

    def handle_startendtag(self, tag, attributes):
        self._add(tag, tuple(key for key, _ in attributes))
        self.tags.add(tag)
        self.values += [(key, value or "") for key, value in attributes]

    def handle_comment(self, text):
        self.elements.append(("comment", (text.strip(),)))

    def handle_endtag(self, tag):
        self._add("/" + tag)
        self._drawing = self._drawing and tag != "svg"
        if tag == "data":
            self._fact = None
        if tag == "title":
            self._in_title = False
        if tag == "script":
            self._script = None
        if tag == "bdi":
            self._depth -= 1

    def handle_data(self, text):
        if self._fact is not None:
            self.facts.setdefault(self._fact, set()).add(text)
        if self._in_title:
            self.title += text
        if self._script is not None:
            self.scripts[-1] = (self._script, self.scripts[-1][1] + text)
        if self._depth:
            self.names[-1] += text


def frame_with(column="sex", group="f", target="hired", good="yes", feature="place", category="a"):
    """Return a frame in which each of these may be any text, beside harmless ones."""
    rows = range(N)
    return pd.DataFrame(
        {
            target: [good if (row * 7) % 10 > (5 if row % 3 == 0 else 2) else "no" for row in rows],
            column: [group if row % 3 == 0 else "m" for row in rows],
            feature: [category if (row * 7) % 10 > 6 else "z" for row in rows],
            "score": [(row * 7) % 10 + row % 4 for row in rows],
        }
    )


def journey(
    frame,
    tmp_path,
    *,
    column="sex",
    target="hired",
    good="yes",
    data="people",
    owner="us",
    audiences=("technical",),
    disclosure="full",
    **labels,
):
    """Return a page for each audience."""
    dataset = wb.read_data(frame, target=target, favourable=good, protected=[column], name=data, **labels)
    split = wb.split_data(dataset)
    fitted = wb.fit_model(wb.prepare_data(split), LOGISTIC)
    results = fitted, wb.explain_model(fitted, n_rows=20), wb.audit_model(fitted)
    pages = {}
    for audience in audiences:
        report = wb.build_report(*results, audience=audience, owner=owner, disclosure=disclosure)
        pages[audience] = wb.write_report(report, tmp_path / f"{audience}.html").read_bytes().decode()
    return pages


@pytest.fixture(scope="module")
def harmless(tmp_path_factory):
    """The pages of harmless names, by whether the group stands first or last: groups stand by their names."""
    return {
        first: {
            audience: Page(page)
            for audience, page in journey(
                frame_with(group="f" if first else "q"), tmp_path_factory.mktemp("harmless"), audiences=AUDIENCES
            ).items()
        }
        for first in (True, False)
    }


def assert_same_elements(page, harmless):
    assert page.elements == harmless.elements
    assert [text for kind, text in page.scripts if kind != "application/json"] == [
        text for kind, text in harmless.scripts if kind != "application/json"
    ]


def assert_inert(page):
    """Nothing runs but what the page's policy lists by its digest, no handler of events, nothing asked of anywhere."""
    assert not page.tags & {
        "iframe", "img", "object", "embed", "link", "form", "input", "base", "video", "audio"
    }  # fmt: skip
    policy = next(value for key, value in page.values if value.startswith("default-src 'none'"))
    (allowed,) = re.findall(r"script-src ([^;]*)", policy)
    for kind, text in page.scripts:
        if kind == "application/json":
            json.loads(text)
        else:
            assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in allowed.split()
    assert sum(kind != "application/json" for kind, _ in page.scripts) == len(set(allowed.split()) - {"'none'"}) <= 1
    assert [key for key, _ in page.values if key.startswith("on")] == []
    addresses = [
        value for key, value in page.values if key in {"src", "href", "xlink:href", "action", "data", "srcset"}
    ]
    assert [address for address in addresses if not address.startswith("#")] == []
    assert [value for _, value in page.values if "url(" in value and not re.search(r"url\(#[\w-]+\)", value)] == []


def assert_drawings_are_xml(text, at_least=1):
    drawings = re.findall(r"<svg.*?</svg>", text, flags=re.DOTALL)
    assert len(drawings) >= at_least
    for drawing in drawings:
        elements = list(ET.fromstring(drawing).iter())  # noqa: S314 - ours
        assert {element.tag.rpartition("}")[2] for element in elements} <= DRAWN
        assert {key for element in elements for key in element.attrib} <= DRAWN_WITH
        assert [element for element in elements if element.tag.endswith("text") and len(element)] == []


def assert_rates_are_those_of_pandas(page, frame, column, target, good):
    groups = frame[column].where(frame[column].str.strip() != "", "unknown")
    rates = (frame[target] == good).groupby(groups).agg(["mean", "size"])
    for group, row in rates.iterrows():
        fact = fact_id("data", "base_rate", of=(column, group))
        assert page.facts[fact, "n"] == {f"{row['size']:.0f}"}
        assert f"{100 * row['mean']:.1f}" in page.facts[fact, "value"]


@pytest.mark.parametrize("text", [*HOSTILE.values(), *INTERNAL.values()], ids=[*HOSTILE, *INTERNAL])
def test_every_name_at_once_is_only_text(text, harmless, tmp_path):
    names = {"column": text + "c", "target": text + "t", "good": text + "g"}
    frame = frame_with(**names, group=text + "o", feature=text + "f", category=text + "y")
    pages = journey(frame, tmp_path, **names, data=text + "d", owner=text + "w", audiences=AUDIENCES)
    for audience, page_text in pages.items():
        page = Page(page_text)
        assert_same_elements(page, harmless[text + "o" < "m"][audience])
        assert_inert(page)
        assert_drawings_are_xml(page_text)
        assert page.title.startswith(f"{shown_name(text + 'd').text}: ")
        assert {shown_name(text + end).text for end in "ctgo"} <= set(page.names)
        assert shown_name(text + "w", LONGEST_PROSE).text in page.names
    assert_rates_are_those_of_pandas(Page(pages["technical"]), frame, *names.values())
    assert Page(pages["brief"]).title == f"{shown_name(text + 'd').text}: what is decided, and how groups fare"


@pytest.mark.parametrize("role", ["column", "target", "feature"])
@pytest.mark.parametrize("text", ["", *INTERNAL.values()], ids=["nothing", *INTERNAL])
def test_column_may_be_called_anything(text, role, harmless, tmp_path):
    frame = frame_with(**{role: text})
    roles = {role: text} if role != "feature" else {}
    page = Page(journey(frame, tmp_path, **roles)["technical"])
    assert_same_elements(page, harmless[True]["technical"])
    column, target = roles.get("column", "sex"), roles.get("target", "hired")
    assert_rates_are_those_of_pandas(page, frame, column, target, "yes")


# Of these three the data say that they may mean "not known", which is one finding more.
@pytest.mark.parametrize("text", [text for name, text in INTERNAL.items() if name not in {"blank", "unknown", "nan"}])
def test_group_may_be_called_anything(text, harmless, tmp_path):
    frame = frame_with(group=text)
    page = Page(journey(frame, tmp_path)["technical"])
    assert_same_elements(page, harmless[text < "m"]["technical"])
    assert_rates_are_those_of_pandas(page, frame, "sex", "hired", "yes")


@pytest.mark.parametrize("text", ["", *INTERNAL.values()], ids=["nothing", *INTERNAL])
def test_category_of_a_feature_may_be_called_anything(text, harmless, tmp_path):
    page = Page(journey(frame_with(category=text), tmp_path)["technical"])
    expected = harmless[True]["technical"]
    assert page.facts["data/base_rate/sex=f", "value"] == expected.facts["data/base_rate/sex=f", "value"]
    assert page.facts["model/accuracy", "value"] == expected.facts["model/accuracy", "value"]


@pytest.mark.parametrize("kind", ["script", "double quotes", "jinja", "format", "mathematics", "new line", "emoji"])
def test_outcomes_may_be_called_anything(kind, tmp_path):
    text = HOSTILE[kind]
    frame = frame_with()
    labels = {"favourable_label": text + "g", "unfavourable_label": text + "b"}
    page_text = journey(frame, tmp_path, **labels)["technical"]
    page = Page(page_text)
    assert_inert(page)
    assert_drawings_are_xml(page_text)
    assert shown_name(text + "b").text in page.names
    denied = (frame["hired"] == "no").groupby(frame["sex"]).mean()
    for group, rate in denied.items():
        assert f"{100 * rate:.1f}" in page.facts[f"data/base_rate/complement/sex={group}", "value"]


def test_title_and_labels_of_an_attribute_are_only_text(tmp_path):
    text = HOSTILE["end of style"]
    frame = frame_with()
    data = wb.read_data(
        frame, target="hired", favourable="yes", protected=[wb.attribute("sex", title=text, labels={"f": text})]
    )
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), LOGISTIC)
    report = wb.build_report(wb.audit_model(fitted), audience="technical", disclosure="full")
    page_text = wb.write_report(report, tmp_path / "a.html").read_bytes().decode()
    assert_inert(Page(page_text))
    assert_drawings_are_xml(page_text)
    assert fact_id("data", "base_rate", of=(text, text)) in {fact for fact, _ in Page(page_text).facts}


def test_file_name_is_only_text(tmp_path):
    path = tmp_path / "<script>alert(1)<'\">&.csv"
    frame_with().to_csv(path, index=False)
    data = wb.read_data(path, target="hired", favourable="yes", protected=["sex"])
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), LOGISTIC)
    page = Page(wb.write_report(wb.build_report(wb.audit_model(fitted)), tmp_path / "a.html").read_bytes().decode())
    assert_inert(page)
    assert page.title == "<script>alert(1)<'\">&: what is decided, and how groups fare"


def test_hostile_names_survive_a_file(tmp_path):
    text = HOSTILE["new line"] + HOSTILE["double quotes"] + HOSTILE["script"]
    frame = frame_with(column=text, group=text)
    frame.to_csv(tmp_path / "a.csv", index=False, lineterminator="\n")
    data = wb.read_data(tmp_path / "a.csv", target="hired", favourable="yes", protected=[text])
    assert data.frame()[text].tolist() == frame[text].tolist()


KINDS = list(HOSTILE)


TURNS = [(0, "brief"), *((turn, audience) for turn in range(1, len(KINDS), 4) for audience in AUDIENCES)]


@pytest.mark.parametrize(
    ("turn", "audience"), [TURNS[0], *(pytest.param(*turn, marks=pytest.mark.slow) for turn in TURNS[1:])]
)
def test_every_report_of_hostile_names_is_written_and_can_be_checked(turn, audience, tmp_path):
    of = [HOSTILE[KINDS[(turn + place) % len(KINDS)]] for place in range(7)]
    names = {"column": of[0] + "c", "target": of[1] + "t", "good": of[2] + "g"}
    frame = frame_with(**names, group=of[3] + "o", feature=of[4] + "f", category=of[5] + "y")
    data = wb.read_data(
        frame, target=names["target"], favourable=names["good"], protected=[names["column"]], name=of[6]
    )
    fitted = wb.fit_model(wb.prepare_data(wb.split_data(data)), LOGISTIC)
    results = fitted, wb.explain_model(fitted, n_rows=20), wb.audit_model(fitted)
    signed = wb.SignOff(of[0], of[1], of[2], of[3], expires="2099-01-01")
    report = wb.build_report(*results, audience=audience, sign_off=signed, auditor=of[4], disclosure="full")
    for suffix in (".html", ".pdf", ".docx", ".md", ".json"):
        path = wb.write_report(report, tmp_path / f"{audience}{suffix}")
        found = wb.verify_report(path)
        assert found.exit_code == 0, (audience, suffix)
        assert {fact.status for fact in found.facts} <= {"equal", "recorded, not recomputable"}
        text = " ".join(block.text for block in format_of(path).read(path.read_bytes()).blocks)
        assert "NaN" not in text
        assert len(found.facts) == len(report.facts)
