"""Evidence: what a report carries so that its reader can check it.

The facts, what is printed where, the drawings, and the materials that all of it can be built from
again: counts, settings, fingerprints, versions; never a row. It is self-attested: whoever rewrites
print and evidence together is found only by a signature, for which there is room.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.core.encoding import decode, encode
from workbench.core.schema import Json, schema_name
from workbench.core.version import __version__
from workbench.document.nodes import Document, Fact
from workbench.document.reading import reading_order
from workbench.document.text import Shown, Text
from workbench.errors import InputError
from workbench.report.fixed import Fixed, FixedKind, fixed_words
from workbench.report.printed.contract import Mark, Printed, PrintedBlock

__all__ = ["Evidence", "evidence_from_json", "evidence_of", "packed", "unpacked"]

_MOST_BYTES = 64 * 2**20
_DAMAGED = "The evidence cannot be read.\nThe file is damaged; ask for the report again."


@dataclass(frozen=True)
class Evidence:
    """What a report carries.

    Parameters
    ----------
    version : str
        The workbench that wrote it.
    facts : mapping of str to Fact
        Every number in it, by id.
    blocks : tuple of PrintedBlock
        What was printed, in reading order, with the facts in it.
    drawings : mapping of str to str
        Digests of the drawings.
    materials : mapping
        What the document can be built from again.
    words : tuple of Fixed
        Verdicts, names and other words that nobody may edit, in a format whose sentences may be edited.
    signature : str or None
        A signature over all of this; no version writes one yet.
    """

    version: str
    facts: Mapping[str, Fact]
    blocks: tuple[PrintedBlock, ...]
    drawings: Mapping[str, str]
    materials: Mapping[str, Json]
    words: tuple[Fixed, ...] = ()
    signature: str | None = None


def evidence_of(document: Document, printed: Printed, *, editable: bool = False) -> dict[str, Json]:
    """Return the evidence of a document as one format prints it.

    Parameters
    ----------
    document : Document
        What ``build_report`` returned.
    printed : Printed
        What the format's reader found in the file without evidence.
    editable : bool
        Whether the format's sentences may be edited; then the words that may not are told.
    """
    words = fixed_words(document, printed.blocks) if editable else ()
    blocks = printed.blocks if any(block.marks for block in printed.blocks) else _marked(document, printed.blocks)
    return {
        "schema": schema_name("evidence"),
        "version": __version__,
        "assurance": "self-attested",
        "facts": {id: encode(fact) for id, fact in document.facts.items()},
        "blocks": [
            [block.text, [[mark.start, mark.end, mark.fact, mark.part] for mark in block.marks]] for block in blocks
        ],
        "words": [[one.block, one.start, one.end, one.kind] for one in words],
        "drawings": dict(printed.drawings),
        "materials": dict(document.materials),
        "signature": None,
    }


def evidence_from_json(value: Mapping[str, Json]) -> Evidence:
    """Return the evidence that :func:`evidence_of` made.

    Parameters
    ----------
    value : mapping
        What a reader found.

    Raises
    ------
    InputError
        If it is anything else, or damaged.
    """
    if value.get("schema") != schema_name("evidence"):
        raise InputError(f"schema is {value.get('schema')!r}.\nEvidence has {schema_name('evidence')!r}.")
    blocks, materials = value.get("blocks"), value.get("materials")
    if not isinstance(blocks, list) or not isinstance(materials, dict):
        raise InputError("The evidence has no blocks or no materials.\nIt is damaged; ask for the report again.")
    return Evidence(
        version=decode(str, value.get("version"), "the evidence, version"),
        facts=decode(Mapping[str, Fact], value.get("facts"), "the evidence, facts"),  # type: ignore[type-abstract]
        blocks=tuple(_block(one, f"the evidence, blocks, {place}") for place, one in enumerate(blocks)),
        drawings=decode(Mapping[str, str], value.get("drawings"), "the evidence, drawings"),  # type: ignore[type-abstract]
        materials=materials,
        words=tuple(_fixed(value.get("words", []), len(blocks))),
        signature=None if value.get("signature") is None else str(value["signature"]),
    )


def _block(value: Json, place: str) -> PrintedBlock:
    text, marks = decode(tuple[str, tuple[tuple[int, int, str, str], ...]], value, place)
    return PrintedBlock(text, tuple(Mark(*mark) for mark in marks))


def _fixed(value: Json, n_blocks: int) -> Iterator[Fixed]:
    place = "the evidence, words"
    for one in decode(tuple[tuple[int, int, int, FixedKind], ...], value, place):
        if not 0 <= one[0] < n_blocks:
            raise InputError("The evidence tells of words in no block.\nIt is damaged; ask for the report again.")
        yield Fixed(*one)


def packed(evidence: Mapping[str, Json]) -> str:
    """Return evidence as text that fits anywhere: base64 of deflated JSON.

    Examples
    --------
    >>> unpacked(packed({"a": 1}))
    {'a': 1}
    """
    return b64encode(zlib.compress(json.dumps(evidence, separators=(",", ":"), allow_nan=False).encode(), 9)).decode()


def unpacked(text: str) -> dict[str, Json]:
    """Return what :func:`packed` packed.

    Parameters
    ----------
    text : str
        What stands in the file.

    Raises
    ------
    InputError
        If it is damaged, no object, or larger than any report's evidence.
    """
    try:
        inflating = zlib.decompressobj()
        content = inflating.decompress(b64decode(text, validate=True), _MOST_BYTES)
    except (ValueError, zlib.error) as error:
        raise InputError(_DAMAGED) from error
    if inflating.unconsumed_tail:
        raise InputError("The evidence is larger than that of any report.\nThe workbench did not write the file.")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(_DAMAGED) from error
    if not isinstance(found, dict):
        raise InputError("The evidence is no object.\nThe file was not written by the workbench.")
    return found


def _marked(document: Document, blocks: Sequence[PrintedBlock]) -> tuple[PrintedBlock, ...]:
    """Return the blocks with the facts in them found by their text, for a format that cannot mark facts.

    Both sides are compared without white space, in reading order: a text is looked for behind the one
    before it, and from the beginning where it stands elsewhere.
    """
    letters, origins = [], []
    for place, block in enumerate(blocks):
        for at, character in enumerate(block.text):
            if not character.isspace():
                letters.append(character)
                origins.append((place, at))
    flat, cursor = "".join(letters), 0
    marks: dict[int, list[Mark]] = {}
    for text in _with_facts(document):
        bare = "".join("".join(_words(part).split()) for part in text)
        found = flat.find(bare, cursor)
        found = flat.find(bare) if found < 0 else found
        if found < 0 or not bare:
            continue
        cursor = found + len(bare)
        at = found
        for part in text:
            length = len("".join(_words(part).split()))
            if isinstance(part, Shown) and length:
                (first, start), (last, end) = origins[at], origins[at + length - 1]
                if first == last:
                    marks.setdefault(first, []).append(Mark(start, end + 1, part.fact, part.part))
            at += length
    return tuple(
        PrintedBlock(block.text, tuple(sorted(set(marks.get(place, ())), key=lambda mark: (mark.start, mark.end))))
        for place, block in enumerate(blocks)
    )


def _with_facts(document: Document) -> Iterator[Text]:
    return (text for _, text in reading_order(document) if any(isinstance(part, Shown) for part in text))


def _words(part: object) -> str:
    return part if isinstance(part, str) else str(getattr(part, "text", ""))
