"""A document in a notebook: a frame without scripts, registered where IPython runs."""

import sys
from html.parser import HTMLParser

import pytest
from IPython.core.interactiveshell import InteractiveShell

from workbench.document.nodes import Document, Name
from workbench.report.html import to_html
from workbench.report.showing import show_documents_in_notebooks, to_frame

DOCUMENT = Document("brief", ("About ", Name('"loans" & <b>')), ("lead",), (), {}, "2026-11-21", about={"version": "0"})


class Frame(HTMLParser):
    """Collects the attributes of the one element there should be."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def test_the_frame_holds_the_page_and_can_run_nothing():
    [(tag, attributes)] = Frame(to_frame(DOCUMENT)).found
    assert tag == "iframe"
    assert attributes["sandbox"] == ""
    assert attributes["srcdoc"] == to_html(DOCUMENT)
    assert attributes["title"] == 'About "loans" & <b>'


@pytest.fixture
def shell():
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_ipython_shows_the_frame_and_the_sentence(shell):
    show_documents_in_notebooks()
    shown, _ = shell.display_formatter.format(DOCUMENT)
    assert shown["text/html"] == to_frame(DOCUMENT)
    assert shown["text/plain"] == "Document for 'brief': About \"loans\" & <b>; 0 sections, 0 facts."


def test_without_ipython_nothing_happens(monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython")
    show_documents_in_notebooks()
