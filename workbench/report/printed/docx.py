"""Reading a report's Word file back: its blocks with the facts in them, its pictures, its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from workbench.core.schema import Json
from workbench.errors import InputError
from workbench.report.evidence import unpacked
from workbench.report.printed.contract import Printed, PrintedBlock
from workbench.report.printed.hidden import hidden_text
from workbench.report.printed.parts import Element, Parts, local, open_parts
from workbench.report.printed.word_text import Picture, WordText
from workbench.report.word.keys import NAMESPACE

__all__ = ["read_docx"]

_BESIDE = ("header", "footer", "footnotes", "endnotes")


def read_docx(content: bytes) -> Printed:
    """Read a report's Word file.

    Parameters
    ----------
    content : bytes
        What :func:`workbench.report.docx.to_docx` returned, perhaps edited since.

    Returns
    -------
    Printed
        Its blocks: the text, then headers, footers and notes. Facts are marked where their content
        control is still there. Page numbers, and lines of the contents that repeat a heading, are left out.

    Raises
    ------
    InputError
        If it is no Word file, is damaged or dangerous to open, or was not written by the workbench.

    Notes
    -----
    Text inserted while changes were tracked counts, deleted and hidden text does not. What hides text, a style
    or a format of its own, is named among the drawings; a report that was just written has none.
    """
    parts = open_parts(content)
    main = _main(parts)
    item = _item(parts, main)
    reader = WordText(_facts(item))
    blocks = reader.blocks(parts.tree(main))
    related = parts.related(main)
    drawings = _drawings(parts, reader.pictures, related)
    for _, name in sorted(one for one in related.values() if one[0] in _BESIDE):
        blocks += _worded(reader.blocks(parts.tree(name)))
    drawings |= hidden_text(parts, main)
    return Printed(tuple(blocks), drawings, _unpacked(item, "evidence"))


def _main(parts: Parts) -> str:
    for kind, name in parts.related("").values():
        if kind == "officeDocument" and local(parts.tree(name)) == "document":
            return name
    raise InputError("The file is a zip file, but no Word file.\nGive a report that ends in .docx.")


def _drawings(parts: Parts, pictures: list[Picture], related: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return the sha256 of every picture; a second one of the same name is another drawing."""
    found: dict[str, str] = {}
    for picture in pictures:
        if picture.relation in related:
            part = related[picture.relation][1]
            name = picture.name or part
            place = 1 + sum(one == name or one.startswith(f"{name} (") for one in found)
            found[name if place == 1 else f"{name} ({place})"] = sha256(parts.content(part)).hexdigest()
    return found


def _item(parts: Parts, main: str) -> Element:
    """Return the part of ours: the one the text points to, or where an editor has put it."""
    for kind, name in sorted(parts.related(main).values()):
        if kind == "customXml":
            root = parts.tree(name)
            if root.tag == f"{{{NAMESPACE}}}report":
                return root
    raise InputError(
        "The Word file holds nothing that the workbench wrote: it is another document, "
        "or lost its evidence when somebody saved it.\nAsk whoever sent the report for the file as it was written."
    )


def _facts(item: Element) -> list[str]:
    found = _unpacked(item, "facts")
    listed = found["facts"] if found is not None and isinstance(found.get("facts"), list) else None
    if not isinstance(listed, list):
        raise InputError(
            "The list of facts in the Word file is damaged.\n"
            "Ask whoever sent the report for the file as it was written."
        )
    return [str(one) for one in listed]


def _unpacked(item: Element, name: str) -> dict[str, Json] | None:
    letters = item.findtext(f"{{{NAMESPACE}}}{name}")
    return None if letters is None else unpacked("".join(letters.split()))


def _worded(blocks: list[PrintedBlock]) -> list[PrintedBlock]:
    """Return the blocks that say something: what is left of page numbers is a stroke."""
    return [block for block in blocks if any(character.isalnum() for character in block.text)]
