"""Walking through documents, for tests."""

from workbench.document.nodes import Chart, Section, Table, Terms
from workbench.document.reading import reading_order
from workbench.document.wording import plain


def sections(document):
    """Every section, nested ones too, with its depth."""

    def below(section, depth):
        yield depth, section
        for block in section.blocks:
            if isinstance(block, Section):
                yield from below(block, depth + 1)

    for one in document.sections:
        yield from below(one, 1)


def blocks(document):
    """Every block that is no section."""
    for _, section in sections(document):
        yield from (block for block in section.blocks if not isinstance(block, Section))


def tables(document):
    """Every table, those beside charts too."""
    for block in blocks(document):
        if isinstance(block, Chart):
            yield block.table
        elif isinstance(block, Table):
            yield block


def terms(document):
    """Every term, by id; of several the first."""
    found = {}
    for block in blocks(document):
        for term in block.terms if isinstance(block, Terms) else ():
            found.setdefault(term.id, term)
    return found


def named(document, id):
    """The section of that id."""
    [found] = [section for _, section in sections(document) if section.id == id]
    return found


def said(document, id=""):
    """All that is said in a document, or in one of its sections."""
    whole = document
    if id:
        from dataclasses import replace

        whole = replace(document, title=(), lead=(), notices=(), sections=(named(document, id),))
    return " ".join(plain(text) for _, text in reading_order(whole))


def table(document, id):
    """The rows of a table as text."""
    [found] = [one for one in tables(document) if one.id == id]
    return [[plain(cell) for cell in row] for row in found.rows]
