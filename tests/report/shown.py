"""What has to hold of every result that is shown in a cell."""

import re
from html.parser import HTMLParser

from workbench.report.showing import show_results_in_notebooks

HOSTILE = "<script>alert(1)</script>\"'&</style></div>"


class Fragment(HTMLParser):
    """Collects elements, words and ids, and what is left open."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.words, self.open = set(), [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes.append(dict(attributes))
        if tag not in {"meta", "br", "rect", "path", "line", "circle"}:
            self.open.append(tag)

    def handle_startendtag(self, _tag, attributes):
        self.attributes.append(dict(attributes))

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data):
        self.words.append(data)


def expect_one_element_without_markup_of_the_data(page):
    """Expect one closed element without script, in which what the data hold is words."""
    fragment = Fragment(page)
    assert fragment.open == []
    assert fragment.attributes[0] == {"class": "workbench-report for-data", "lang": "en"}
    assert not fragment.tags & {"script", "iframe", "html", "head", "body", "link", "img"}
    assert not [one for one in fragment.attributes if any(key.startswith("on") for key in one)]
    assert HOSTILE in "".join(fragment.words)


def expect_the_same_again_with_ids_of_its_own(show, result):
    """Expect a result to show the same twice, with no id twice, and all ids of one cell."""
    page = show(result)
    assert page == show(result)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert len({re.match(r"report-[0-9a-f]{8}-", one)[0] for one in ids}) == 1


def expect_ipython_shows_it_and_the_text_stays(shell, show, result):
    """Expect IPython to find how a result is shown, and its line of text to be as it was."""
    show_results_in_notebooks()
    shown, _ = shell.display_formatter.format(result)
    assert shown["text/html"] == show(result)
    assert shown["text/plain"] == repr(result)
