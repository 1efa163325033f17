"""Markdown: every text is text, every table a table, and it reads back; the front matter says what is known."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import workbench as wb
from workbench.document.nodes import (
    Callout,
    Chart,
    Document,
    Fact,
    Items,
    Name,
    Paragraph,
    Section,
    Shown,
    Table,
    Term,
    Terms,
)
from workbench.document.reading import reading_order
from workbench.document.wording import plain
from workbench.errors import InputError
from workbench.report.lettering import clean
from workbench.report.markdown import to_markdown
from workbench.report.markdown_text import escaped, unescaped
from workbench.report.printed.markdown import read_markdown

from .reported_loans import loan_results

EVIDENCE = {"schema": "workbench.evidence/1", "facts": [{"id": "a --> b", "value": 0.5}], "é": "\u2028"}
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.fixture(scope="module")
def results():
    return loan_results(1_500, explained=20)


@pytest.fixture(scope="module", params=["brief", "technical"])
def document(request, results):
    return wb.build_report(*results, audience=request.param, date="2026-11-21")


def small(*blocks, **more):
    return Document(
        "brief", ("A report",), ("Its lead.",), (Section("s", "A section", blocks),), {}, "2026-11-21", **more
    )


def said(text):
    return [block.text for block in read_markdown(text.encode()).blocks]


def tokens_of(text):
    """What Markdown makes of it: the kinds of its tokens in order, and all words, without comments."""
    kinds, words = [], []
    for token in MARKDOWN.parse(text):
        kinds.append(f"{token.type} {token.tag}")
        for child in token.children or ():
            if child.type == "text":
                words.append(child.content)
            elif child.type == "html_inline":
                assert child.content == "<!-- -->"
            else:
                kinds.append(child.type)
    return kinds, "".join(words)


def test_a_small_report_is_written_so():
    parts = ((0, ("part",)),)
    table = Table("t", ("the rates",), (("group",), ("of 100",)), (((Name("a|b"),), ("3",)),), (False, True), parts)
    blocks = (
        Paragraph("p", ("Of 100, ", Shown("x", "28"), " were denied.")),
        Callout("c", "gap", ("It is worse for ", Name("*x*"), ".")),
        Items((Paragraph("i", ("One.",)), Paragraph("i", ("- Two.",)))),
        Terms("d", (Term("e", ("rate",), (("A share.",),)),)),
        table,
        Section("n", "Nested", ()),
    )
    assert to_markdown(small(*blocks, notices=(Paragraph("n", ("Past its date.",)),))) == (
        "# A report\n\nIts lead.\n\n> Past its date.\n\n## A section\n\nOf 100, 28 were denied.\n\n"
        "> **▲ Gap.** It is worse for \\*x\\*.\n\n- One.\n- \\- Two.\n\n- **Rate**\n\n  A share.\n\n"
        "The rates\n\n| Group | Of 100 |\n| --- | ---: |\n| **Part** |  |\n| a\\|b | 3 |\n\n### Nested\n"
    )


@pytest.mark.parametrize(("expires", "past"), [("2026-11-21", False), ("2026-11-20", True)])
def test_a_report_that_was_past_its_date_says_so(expires, past):
    assert ("\n\n> This report is past its date." in to_markdown(small(expires=expires))) == past


def test_a_chart_is_its_message_its_alternative_and_its_table(results):
    document = wb.build_report(*results, date="2026-11-21")
    [chart] = [block for section in document.sections for block in section.blocks if isinstance(block, Chart)][:1]
    texts = said(to_markdown(small(chart)))
    assert texts[3].lower() == plain(chart.takeaway).lower()
    assert texts[4] == chart.alternative
    assert texts[5].lower() == plain(chart.table.caption).lower()
    assert f"\n\n*{escaped(chart.alternative)}*\n\n" in to_markdown(small(chart))


def test_everything_is_read_in_order(document):
    wanted = [" ".join(plain(text).split()).lower() for _, text in reading_order(document)]
    found = [text.lower() for text in said(to_markdown(document))]
    place = -1
    for text in filter(None, wanted):
        place = next(at for at, block in enumerate(found) if at > place and block.endswith(text))


def test_markdown_makes_of_it_what_it_is(document):
    kinds, _ = tokens_of(to_markdown(document, EVIDENCE))
    tables = [text for place, text in reading_order(document) if place.endswith("/header/0")]
    assert kinds.count("table_open table") == len(tables)
    assert kinds.count("heading_open h1") == 1
    assert kinds.count("heading_open h2") == len(document.sections)
    assert [kind for kind in kinds if kind.startswith("html_block")] == ["html_block "]  # the evidence
    assert not {"code_block code", "fence code", "hr hr", "link_open", "image", "code_inline"} & set(kinds)


def test_what_is_printed_is_the_same_with_and_without_evidence(document):
    without, carried = (read_markdown(to_markdown(document, one).encode()) for one in (None, EVIDENCE))
    assert without.evidence is None
    assert carried.evidence == EVIDENCE
    assert without.blocks == carried.blocks
    assert carried.drawings == {}


def test_it_reads_the_same_with_other_ends_of_lines_and_wrapped_anew():
    text = to_markdown(small(Paragraph("p", ("one two three",)), Paragraph("p", ("four",))))
    assert said(text.replace("\n", "\r\n")) == said(text)
    assert said("\ufeff" + text) == said(text)
    assert said(text.replace("two three", "two\nthree")) == said(text)
    assert said(text.replace("three", "four"))[3] == "one two four"


HOSTILE = [
    "# a heading", "## b ##", "- a list", "+ b", "* c", "1. d", "12) e", "> a quotation", "===", "---", "***", "___",
    "~~~ fence", "```x```", "`code`", "| a | b |", "--- | ---", "[a](b)", "![a](b)", "[a]: b", "[^1]", "<b>x</b>",
    "<!-- x -->", "<a.b>", "&lt;script&gt;", "&#35;", "http://a.b", "HTTPS://a.b", "www.a.b", "a@b.c", "mailto:a@b.c",
    ":smile:", "$x$ $$y$$", "\\(x\\) \\[y\\]", "\\# \\", "~~gone~~", "*a* **b** _c_ __d__ a_b_c _", "a\nb\n\n# c",
    "    code", "\tcode", "a  ", "x" * 300, "العربية", "中文组别", "a\x00\ud800\u202eb", "--> x", "a\\|b", "a\\",
]  # fmt: skip


def everywhere(text):
    said = (Name(text),)
    table = Table("t", said, (said, said), ((said, said),), (False, True), ((0, said),))
    blocks = (
        Paragraph("p", said),
        Items((Paragraph("p", said),)),
        Callout("c", "gap", said),
        Terms("d", (Term("e", said, (said,)),)),
        table,
        Section("n", text, ()),
    )
    return Document(
        "brief", said, said, (Section("s", text, blocks),), {}, "2026-11-21", notices=(Paragraph("n", said),)
    )


def check_that_it_is_text(text):
    seen = " ".join(clean(text).split())
    if not seen:
        return
    written, plainly = to_markdown(everywhere(text)), to_markdown(everywhere("a"))
    assert tokens_of(written)[0] == tokens_of(plainly)[0]
    assert tokens_of(written)[1] == tokens_of(plainly)[1].replace("a", "\0").replace("G\0p", "Gap").replace("\0", seen)
    assert said(written) == [seen if block == "a" else block.removesuffix("a") + seen for block in said(plainly)]
    assert unescaped(escaped(text)) == seen


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_markdown_is_text(text):
    check_that_it_is_text(text)


@settings(max_examples=20, deadline=None)
@given(
    st.one_of(st.text(st.characters(codec=None), max_size=40), st.text("#*_-+=|<>[]()!`~\\&;:@./ \n1aw$", max_size=30))
)
@example("_ _*_* **_")
@example("#")
def test_whatever_people_write_is_text(text):
    check_that_it_is_text(text)


@pytest.mark.parametrize("text", ["http://a.b", "ftp://a.b", "www.a.b", "WWW.a.b", "x.y+z@b.c", ":smile:", ":+1:"])
def test_what_programs_link_after_escapes_is_cut_in_two(text):
    assert escaped(text).replace("<!-- -->", "") == text
    assert escaped(text).count("<!-- -->") == 1


def test_nothing_is_escaped_without_need():
    text = "By debt_ratio, 28.3 of 100 (n = 1,500) - likely 0.1 – 0.2; rows:3-a > b & c: 100 % of it!"
    assert escaped(text) == text


def test_the_same_document_is_the_same_text(document):
    assert to_markdown(document, EVIDENCE, front_matter=True) == to_markdown(document, EVIDENCE, front_matter=True)


# The front matter.


def front(document):
    lines = to_markdown(document, front_matter=True).split("\n")
    return lines[1 : lines.index("---", 1)]


def test_the_front_matter_says_what_is_known(results):
    document = wb.build_report(*results, audience="audit", date="2026-11-21")
    accuracy = document.facts["model/accuracy"].value
    assert front(document) == [
        "language:", '- "en"', "library_name: sklearn", "tags:", "- tabular-classification", "metrics:", "- accuracy",
        "model-index:", '- name: "logistic regression"', "  results:", "  - task:",
        "      type: tabular-classification", "    dataset:", '      type: "loans"', '      name: "loans"',
        "    metrics:", "    - type: accuracy",
        f"      value: {round(accuracy, 4)}", "      name: Accuracy",
    ]  # fmt: skip
    assert said(to_markdown(document, front_matter=True))[:2] == ["language:", '- "en"']


def test_nothing_unknown_is_in_the_front_matter(results):
    alone = wb.build_report(results[2], audience="audit", date="2026-11-21")
    without = replace(alone, materials={**alone.materials, "model": None})
    assert front(without) == ["language:", '- "en"']
    assert front(small()) == ["language:", '- "en"']
    other = small(materials={"model": {"model": "MyModel", "title": "MyModel"}})
    assert front(other) == ["language:", '- "en"', "tags:", "- tabular-classification"]


@pytest.mark.parametrize(
    ("licence", "lines"),
    [
        ("MIT", ["license: mit"]),
        (" cc-by-4.0 ", ["license: cc-by-4.0"]),
        ("Ours: ask\n---\nfirst", ["license: other", 'license_name: "Ours: ask --- first"']),
        ("", []),
        (7, []),
    ],
)
def test_a_licence_is_one_that_the_hub_knows_or_another(licence, lines):
    document = small(materials={"fields": {"model_card/details/licence": licence}})
    assert front(document) == [*lines, "language:", '- "en"']


@pytest.mark.parametrize(
    "text", ['"\n---\n# x: {}', "\u2028\x85\x00\ud800", "'%&*!|>@`", "👩\u200d💻 é", "\\n\\", "- a"]
)
def test_what_people_write_stays_one_text_of_the_front_matter(text):
    facts = {"model/accuracy": Fact("model/accuracy", 0.5, "fraction", "", "")}
    materials = {"model": {"model": "x", "title": text}, "data_name": text}
    document = replace(small(materials=materials), facts=facts, language=text)
    seen = " ".join(clean(text).split())
    read = yaml.safe_load("\n".join(front(document)))
    [result] = read["model-index"][0]["results"]
    assert [*read["language"], read["model-index"][0]["name"], result["dataset"]["name"]] == [seen] * 3
    assert set(read) == {"language", "tags", "metrics", "model-index"}
    assert result["metrics"] == [{"type": "accuracy", "value": 0.5, "name": "Accuracy"}]


# What people send.


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"\xff\xfe",
            "The Markdown file is not text in UTF-8.\nGive a report that ends in .md, as it was written.",
        ),
        (
            b"<!-- workbench-evidence: YQ== -->\n\n<!-- workbench-evidence: YQ== -->\n",
            "The Markdown file carries evidence 2 times.\nAsk whoever sent the report for the file as it was written.",
        ),
        (
            b"<!-- workbench-evidence: YQ== -->\n",
            "The evidence cannot be read.\nThe file is damaged; ask for the report again.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(content, message):
    with pytest.raises(InputError) as error:
        read_markdown(content)
    assert str(error.value) == message


def test_text_of_anybody_is_lines_without_evidence():
    read = read_markdown(b"# Title\nand a\nline\n| a \\| b | c\n|:--|--:|\n* one\n  two\n> three")
    assert [block.text for block in read.blocks] == ["Title", "and a line", "a | b", "c", "one two", "three"]
    assert read.evidence is None
