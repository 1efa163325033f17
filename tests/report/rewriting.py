"""What somebody does to a report who does not stop at digits: rows, cells, sentences, hidden text.

Each function yields, for every change in one format, what is done and how the changed file is made.
"""

import io
import json
import re
import zipfile
from copy import deepcopy
from functools import partial

import pikepdf

from .tampering import resaved

ADDED = "Nobody was treated unfairly."


def of_html(content):
    page = content.decode()
    row = re.compile(r"    <tr>\s*<th scope=\"row\">.*?</tr>\n", re.DOTALL)
    cell = re.compile(r"<td class=\"number\">.*?</td>")
    head, paragraph = page.index("</head>"), re.search(r"  <p>.*?</p>\n", page)
    rows = [match for match in row.finditer(page) if len(cell.findall(match[0])) > 1]
    first, second = cell.findall(rows[0][0])[:2]
    assert first != second
    both = rows[0][0].replace(first, "\0").replace(second, first).replace("\0", second)
    changes = {
        "a row is removed": page.replace(rows[0][0], "", 1),
        "a row is there twice": page.replace(rows[0][0], rows[0][0] * 2, 1),
        "two cells are swapped": page.replace(rows[0][0], both, 1),
        "two rows are swapped": page.replace(rows[0][0], "\0", 1)
        .replace(rows[1][0], rows[0][0], 1)
        .replace("\0", rows[1][0]),
        "a sentence is removed": page.replace(paragraph[0], "", 1),
        "a sentence is added": page.replace(paragraph[0], f"{paragraph[0]}  <p>{ADDED}</p>\n", 1),
        "a word is added": page.replace("</p>", " not</p>", 1),
        "hidden by a style sheet": f"{page[:head]}<style>.gap {{ display: none }}</style>\n{page[head:]}",
        "added by a style sheet": f"{page[:head]}<style>h1::after {{ content: ' {ADDED}' }}</style>\n{page[head:]}",
        "hidden by an attribute": page.replace("<p>", "<p hidden>", 1),
        "hidden in place": page.replace("<p>", '<p style="display:none">', 1),
        "a hidden sentence is added": page.replace(paragraph[0], f"{paragraph[0]}  <p hidden>{ADDED}</p>\n", 1),
        "a script is added": f"{page[:head]}<script>document.title = 'fine'</script>\n{page[head:]}",
    }
    for what, changed in changes.items():
        assert changed != page, what
        yield what, partial(str.encode, changed)


def of_markdown(content):
    text = content.decode()
    rows = [match[0] for match in re.finditer(r"^\|[^\n]*\d[^\n]*\|\n", text, re.MULTILINE)]
    cells = rows[0].split(" | ")
    sentence = next(match[0] for match in re.finditer(r"^[A-Z][^\n|]*\.\n\n", text, re.MULTILINE))
    changes = {
        "a row is removed": text.replace(rows[0], "", 1),
        "a row is there twice": text.replace(rows[0], rows[0] * 2, 1),
        "two cells are swapped": text.replace(rows[0], " | ".join([cells[0], cells[2], cells[1], *cells[3:]]), 1),
        "a sentence is removed": text.replace(sentence, "", 1),
        "a sentence is added": text.replace(sentence, f"{sentence}{ADDED}\n\n", 1),
        "a sentence is made a comment": text.replace(sentence, f"<!-- {sentence.strip()} -->\n\n", 1),
        "a sentence is hidden": text.replace(sentence, f"<p hidden>{sentence.strip()}</p>\n\n", 1),
    }
    for what, changed in changes.items():
        assert changed != text, what
        yield what, partial(str.encode, changed)


def of_json(content):
    value = json.loads(content)

    def table(tree):
        blocks = [block for section in tree["sections"] for block in section["blocks"]]
        return next(one for one in blocks if one["type"] == "table" and len(one["rows"]) > 1)

    def sections(tree):
        return tree["sections"][0]["blocks"]

    changes = {
        "a row is removed": lambda tree: table(tree)["rows"].pop(),
        "two cells are swapped": lambda tree: table(tree)["rows"][0].reverse(),
        "two rows are swapped": lambda tree: table(tree)["rows"].reverse(),
        "a sentence is removed": lambda tree: sections(tree).pop(0),
        "a sentence is there twice": lambda tree: sections(tree).append(sections(tree)[0]),
        "a fact is removed": lambda tree: tree["facts"].popitem(),
        "its date is another": lambda tree: tree.update(expires="2099-01-01"),
    }
    for what, change in changes.items():
        yield what, partial(_changed_json, value, change)


def _changed_json(value, change):
    tree = deepcopy(value)
    change(tree)
    return json.dumps(tree).encode()


def of_docx(content):
    """Changes that touch a number; sentences may be edited in this format."""
    document = _part(content, "word/document.xml")
    control = next(
        match for match in re.finditer(r"<w:sdt>.*?</w:sdt>", document, re.DOTALL) if re.search(r">\d[^<]*<", match[0])
    )
    begin = "<w:r><w:rPr><w:vanish/>"
    hidden = re.sub(r"<w:r>(<w:rPr>)?", lambda found: begin + ("" if found[1] else "</w:rPr>"), control[0])
    cells = [
        re.findall(r"<w:tc>.*?</w:tc>", row, re.DOTALL) for row in re.findall(r"<w:tr\b.*?</w:tr>", document, re.DOTALL)
    ]
    one, other = next((row[1], row[2]) for row in cells if len(row) > 2 and "<w:sdt>" in row[1] and row[1] != row[2])
    changes = {
        "a number is hidden": document.replace(control[0], hidden, 1),
        "a number is removed": document.replace(control[0], "", 1),
        "two cells are swapped": document.replace(one + other, other + one, 1),
        "a number is added": document.replace(control[0], control[0] + "<w:r><w:t>99</w:t></w:r>", 1),
    }
    for what, changed in changes.items():
        assert changed != document, what
        yield what, partial(_with_part, content, "word/document.xml", changed.encode())


def _part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(name).decode()


def _with_part(content, name, changed):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for one in before.namelist():
            after.writestr(one, changed if one == name else before.read(one))
    return buffer.getvalue()


def of_pdf(content):
    def steps(file):
        return list(pikepdf.parse_content_stream(file.pages[0]))

    def put(file, changed):
        file.pages[0].Contents = file.make_stream(pikepdf.unparse_content_stream(changed))

    def texts(file):
        return [at for at, step in enumerate(steps(file)) if str(step.operator) == "TJ"]

    def remove(file):
        kept, place = steps(file), texts(file)[4]
        put(file, kept[:place] + kept[place + 1 :])

    def swap(file):
        found, (one, other) = steps(file), texts(file)[4:6]
        found[one], found[other] = found[other], found[one]
        put(file, found)

    def add(file, before=()):
        found = steps(file)
        place = texts(file)[4]
        begin, end = ([], pikepdf.Operator("BT")), ([], pikepdf.Operator("ET"))
        put(file, [*found, *before, begin, *found[place - 3 : place + 1], end])

    def whiten(file):
        found, place = steps(file), texts(file)[4]
        put(file, [*found[:place], ([3], pikepdf.Operator("Tr")), *found[place:]])

    def annotate(file):
        box = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[50, 50, 300, 80], Contents=ADDED
        )
        file.pages[0].Annots = file.make_indirect(pikepdf.Array([file.make_indirect(box)]))

    changes = {
        "a text is removed": remove,
        "two texts are swapped": swap,
        "a text is added": add,
        "a white text is added": partial(add, before=[([1, 1, 1], pikepdf.Operator("rg"))]),
        "a text is made invisible": whiten,
        "a note is laid over it": annotate,
        "a page is there twice": lambda file: file.pages.append(file.pages[0]),
    }
    for what, change in changes.items():
        yield what, partial(resaved, content, change)


def with_evidence(content, suffix, other):
    """Return a report with the evidence of another one of the same format, put where its own was."""
    if suffix == "html":
        tag = re.compile(rb'(<script type="application/json" id="workbench-evidence">)(.*?)(?=</script>)', re.DOTALL)
        return tag.sub(lambda found: found[1] + tag.search(other)[2], content)
    if suffix == "md":
        comment = b"<!-- workbench-evidence"
        return content[: content.index(comment)] + other[other.index(comment) :]
    if suffix == "json":
        return json.dumps({**json.loads(content), "evidence": json.loads(other)["evidence"]}).encode()
    if suffix == "docx":
        tag = re.compile(r"(<(?:\w+:)?evidence[^>]*>)(.*?)(?=</(?:\w+:)?evidence>)", re.DOTALL)
        theirs = tag.search(_part(other, "customXml/item1.xml"))[2]
        changed = tag.sub(lambda found: found[1] + theirs, _part(content, "customXml/item1.xml"))
        return _with_part(content, "customXml/item1.xml", changed.encode())
    with pikepdf.open(io.BytesIO(other)) as file:
        theirs = file.Root.AF[0].EF.F.read_bytes()
    return resaved(content, lambda file: file.Root.AF[0].EF.F.write(theirs))
