"""What somebody does to a report who wants it to say something else: one printed character at a time.

Each function yields, for every change in one format, its kind, what is changed, and how the changed file is made.
"""

import io
import json
import re
import zipfile
from functools import partial

DIGIT = re.compile(r"\d")


def other_digit(text, place):
    """Return the text with the digit at a place turned into another."""
    return text[:place] + str((int(text[place]) + 3) % 10) + text[place + 1 :]


def first_digit(text):
    found = DIGIT.search(text)
    return None if found is None else found.start()


def of_html(content):
    """Every fact's text; and every label, every cell and sentence that holds a digit outside of facts."""
    page = content.decode()
    end = page.index("workbench-evidence") if "workbench-evidence" in page else len(page)
    for match in re.finditer(r'<data value="([^"]*)"[^>]*>([^<]*)</data>', page[:end]):
        place = first_digit(match[2])
        if place is not None:
            at = match.start(2) + place
            yield "fact", match[1], partial(changed_page, page, at)
    for match in re.finditer(r"<text[^>]*>([^<]*\d[^<]*)</text>", page[:end]):
        yield "label", match[1], partial(changed_page, page, match.start(1) + first_digit(match[1]))
    for match in re.finditer(r'aria-label="([^"]*\d[^"]*)"', page[:end]):
        yield "alternative", match[1], partial(changed_page, page, match.start(1) + first_digit(match[1]))


def of_docx(content):
    """Every content control's text, and every alternative text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    document = parts["word/document.xml"].decode()
    control = re.compile(r"<w:sdt>.*?</w:sdt>", re.DOTALL)
    for match in control.finditer(document):
        tag = re.search(r'<w:tag w:val="([^"]*)"', match[0])
        for text in re.finditer(r"<w:t(?: [^>]*)?>([^<]*\d[^<]*)</w:t>", match[0]):
            at = match.start() + text.start(1) + first_digit(text[1])
            yield "fact", tag[1] if tag else "", partial(changed_part, parts, document, at)
    for match in re.finditer(r'descr="([^"]*\d[^"]*)"', document):
        at = match.start(1) + first_digit(match[1])
        yield "alternative", match[1], partial(changed_part, parts, document, at)


def changed_page(page, at):
    return other_digit(page, at).encode()


def changed_part(parts, document, at):
    parts = {**parts, "word/document.xml": other_digit(document, at).encode()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def of_json(content):
    """Every number shown in the tree, and every fact's value."""
    value = json.loads(content)
    evidence = value.pop("evidence")
    text = json.dumps(value)
    for match in re.finditer(r'"type": "shown", "fact": ("(?:[^"\\]|\\.)*"), "text": "([^"]*\d[^"]*)"', text):
        yield (
            "fact",
            json.loads(match[1]),
            partial(changed_tree, text, match.start(2) + first_digit(match[2]), evidence),
        )
    for id, fact in value["facts"].items():
        for name in ("value", "low", "high"):
            if isinstance(fact[name], (int, float)):
                yield f"{name} of a fact", id, partial(changed_fact, {**value, "evidence": evidence}, id, name)


def changed_tree(text, at, evidence):
    return json.dumps({**json.loads(other_digit(text, at)), "evidence": evidence}).encode()


def changed_fact(value, id, name):
    fact = value["facts"][id]
    facts = {**value["facts"], id: {**fact, name: fact[name] + 0.01}}
    return json.dumps({**value, "facts": facts}).encode()


def of_markdown(content):
    """Every digit that is printed, whatever it belongs to."""
    text = content.decode()
    end = text.index("<!-- workbench-evidence")
    for match in DIGIT.finditer(text[:end]):
        yield "digit", text[max(0, match.start() - 20) : match.start() + 5], partial(changed_page, text, match.start())
