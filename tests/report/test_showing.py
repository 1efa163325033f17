"""A document in a notebook: in its cell, in the notebook's light, and reaching nothing around it."""

import re
import sys
from html.parser import HTMLParser

from workbench.document.charts import rate_chart, rate_table
from workbench.document.nodes import Document, Fact, Name, Paragraph, Section
from workbench.report.html import to_fragment
from workbench.report.showing import show_results_in_notebooks
from workbench.report.styles import notebook_style, page_style, scoped

from .shown import HOSTILE

PLACE = ":is(#workbench-report, .workbench-report)"


def a_document(title, **more):
    panels = [("sex", [("f", Fact("rate/f", 0.3, "fraction", "", "", 0.2, 0.4, 50))])]
    chart = rate_chart(
        "chart", ("Who",), ("denied",), panels, rate_table("table", ("rates",), ("denied",), None, panels)
    )
    sections = (Section("s", "Section", (Paragraph("p", (Name(HOSTILE),)), chart)),)
    return Document("brief", title, ("Lead.",), sections, {}, "2026-11-21", about={"version": "0"}, **more)


class Fragment(HTMLParser):
    """Collects elements and words, and what is left open."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words, self.open, self.roots = [], [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.roots += not self.open
        self.elements.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_it_is_one_element_and_nothing_a_person_wrote_becomes_markup():
    fragment = Fragment(to_fragment(a_document((Name(HOSTILE),))))
    tags = {tag for tag, _ in fragment.elements}
    assert (fragment.open, fragment.roots) == ([], 1)
    assert fragment.elements[0] == ("div", {"class": "workbench-report for-brief", "lang": "en"})
    assert not tags & {"script", "iframe", "html", "head", "body", "main", "link", "img"}
    assert "".join(fragment.words).count(HOSTILE) == 2


def test_its_content_runs_nothing_and_styles_nothing_of_its_own():
    for _, attributes in Fragment(to_fragment(a_document(("Title",)))).elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_two_documents_share_no_id_and_refer_to_their_own():
    one, other = (Fragment(to_fragment(a_document((title,)))).elements for title in ("One", "Other"))
    ids = [{attributes["id"] for _, attributes in elements if "id" in attributes} for elements in (one, other)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for own, elements in zip(ids, (one, other), strict=True):
        assert len(own) == sum("id" in attributes for _, attributes in elements)
        assert {attributes["aria-labelledby"] for _, attributes in elements if "aria-labelledby" in attributes} <= own


def test_the_same_document_is_the_same_text():
    assert to_fragment(a_document(("One",))) == to_fragment(a_document(("One",)))


def test_a_document_past_its_date_says_so_and_no_other_does():
    assert "past its date" in to_fragment(a_document(("T",), expires="2026-11-20"))
    assert "past its date" not in to_fragment(a_document(("T",), expires="2026-11-21"))


def selectors(sheet):
    """Every selector, those inside of @media too."""
    return [head.strip() for head in re.findall(r"([^{}]*)\{", sheet) if not head.strip().startswith("@")]


def test_every_rule_stays_inside():
    heads = selectors(notebook_style())
    dark = ':is([data-jp-theme-light="false"], .vscode-dark) '
    assert len(heads) > 80
    assert [head for head in heads if not head.removeprefix(dark).startswith(PLACE)] == []
    assert {at.split()[0] for at in re.findall(r"@[^{]*", notebook_style())} == {"@media"}


def test_its_rules_are_those_of_the_page():
    def declarations(sheet):
        return {one.strip() for body in re.findall(r"\{([^{}]*)\}", sheet) for one in body.split(";") if one.strip()}

    page = re.sub(r"/\*.*?\*/", "", page_style(), flags=re.DOTALL)
    around = declarations(page) - declarations(notebook_style())
    assert {one.split(":")[0] for one in around} <= {"margin", "max-width", "padding", "size"}
    assert len(declarations(page)) > 100


def test_dark_is_the_notebooks_and_not_the_readers():
    assert "prefers-color-scheme" not in notebook_style()
    assert scoped("@media screen and (prefers-color-scheme: dark) { a { top: 0 } }") == (
        f'@media screen {{\n:is([data-jp-theme-light="false"], .vscode-dark) {PLACE} :is(a) {{top: 0}}\n}}'
    )


def test_what_is_not_an_element_is_confined_one_by_one():
    assert scoped("a::before, :is(b, c) d::after { top: 0 }") == (
        f"{PLACE} a::before {{top: 0}}\n{PLACE} :is(b, c) d::after {{top: 0}}"
    )
    assert scoped("/* a { } */ @page { size: A4 } @media print { a { top: 0 } }") == (
        f"@media print {{\n{PLACE} :is(a) {{top: 0}}\n}}"
    )


def test_ipython_shows_the_document_and_the_sentence(shell):
    document = a_document(("About ", Name('"loans" & <b>')))
    show_results_in_notebooks()
    shown, _ = shell.display_formatter.format(document)
    assert shown["text/html"] == to_fragment(document)
    assert shown["text/plain"] == "Document for 'brief': About \"loans\" & <b>; 1 sections, 0 facts."


def test_without_ipython_nothing_happens(monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython")
    show_results_in_notebooks()
