"""What somebody does to a report who wants it to say something else: one printed character at a time.

Each function yields, for every change in one format, its kind, what is changed, and how the changed file is made.
"""

import io
import json
import re
import zipfile
from functools import partial

import pikepdf

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


def of_pdf(content):
    """One glyph of every text that shows a digit, whatever it belongs to, and every text alternative."""
    with pikepdf.open(io.BytesIO(content)) as file:
        figures = figure_pieces(file)
        for number, page in enumerate(file.pages):
            for place, kind, what in glyphs(page, figures):
                yield kind, what, partial(changed_glyph, content, number, place)
        for at, one in enumerate(file.objects):
            alternative = str(one.get("/Alt", "")) if isinstance(one, pikepdf.Dictionary) else ""
            if first_digit(alternative) is not None:
                yield "alternative", alternative, partial(changed_alternative, content, at)


def figure_pieces(file):
    """Return the numbers of the marked contents of figures, with their pages."""
    found, waiting = set(), [(file.Root.StructTreeRoot, False)]
    while waiting:
        one, inside = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += [(part, inside) for part in one]
        elif isinstance(one, pikepdf.Dictionary):
            inside = inside or one.get("/S") == pikepdf.Name.Figure
            kids = one.get("/K")
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/MCID" not in kid:
                    waiting.append((kid, inside))
                elif inside and kid is not None:
                    page = kid.get("/Pg", one.get("/Pg")) if isinstance(kid, pikepdf.Dictionary) else one.get("/Pg")
                    mark = kid.MCID if isinstance(kid, pikepdf.Dictionary) else kid
                    found.add((page.objgen, int(mark)))
    return found


def glyphs(page, figures):
    """Yield the place of a digit's glyph in every text that is shown: operator, string, byte, and another's code."""
    fonts = {name: meanings(bytes(font.ToUnicode.read_bytes())) for name, font in page.Resources.Font.items()}
    codes, marks = {}, []
    for at, step in enumerate(pikepdf.parse_content_stream(page)):
        operator = str(step.operator)
        if operator == "BDC":
            marks.append(step.operands[1].get("/MCID") if isinstance(step.operands[1], pikepdf.Dictionary) else None)
        elif operator == "BMC":
            marks.append(None)
        elif operator == "EMC":
            marks.pop()
        elif operator == "Tf":
            codes = fonts[str(step.operands[0])]
        elif operator in ("Tj", "TJ"):
            found = digit_in(shown(step), codes)
            if found is not None:
                mark = next((int(one) for one in reversed(marks) if one is not None), None)
                kind = "label" if (page.objgen, mark) in figures else "digit"
                yield (at, *found), kind, f"{operator} {at}"


def shown(step):
    parts = step.operands[0] if str(step.operator) == "TJ" else step.operands
    return [bytes(part) if isinstance(part, pikepdf.String) else None for part in parts]


def digit_in(strings, codes):
    """Return string, byte and the other code of the first digit whose font holds another digit."""
    digits = {letter: code for code, letter in codes.items() if letter.isdecimal()}
    for place, text in enumerate(strings):
        for byte in range(0, len(text or b""), 2):
            letter = codes.get(text[byte : byte + 2])
            others = [code for other, code in sorted(digits.items()) if other != letter]
            if letter in digits and others:
                return place, byte, others[0]
    return None


def meanings(table):
    """Return the letter of each code of two bytes, as a font's table says."""
    found = {}
    text = table.decode("latin-1")
    for part in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        for code, letter in re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", part):
            found[bytes.fromhex(code)] = bytes.fromhex(letter).decode("utf-16-be")
    return found


def changed_glyph(content, number, place):
    at, string, byte, code = place

    def change(file):
        page = file.pages[number]
        steps = list(pikepdf.parse_content_stream(page))
        operands, operator = steps[at]
        strings = list(operands[0]) if str(operator) == "TJ" else list(operands)
        text = bytearray(bytes(strings[string]))
        text[byte : byte + 2] = code
        strings[string] = pikepdf.String(bytes(text))
        steps[at] = ([pikepdf.Array(strings)] if str(operator) == "TJ" else strings, operator)
        page.Contents = file.make_stream(pikepdf.unparse_content_stream(steps))

    return resaved(content, change)


def changed_alternative(content, at):
    def change(file):
        one = file.objects[at]
        text = str(one.Alt)
        one.Alt = pikepdf.String(other_digit(text, first_digit(text)))

    return resaved(content, change)


def resaved(content, change=None):
    """Return a PDF that another program has opened, changed and saved."""
    with pikepdf.open(io.BytesIO(content)) as file:
        if change is not None:
            change(file)
        buffer = io.BytesIO()
        file.save(buffer)
    return buffer.getvalue()
