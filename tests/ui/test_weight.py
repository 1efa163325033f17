"""What the extension weighs in a browser: all files of its folder ``static`` as they are delivered, not compressed.

Scripts (styles and icons are in them) and whatever else stands beside them count; texts of licences do not, since no
page asks for them, and neither do ``package.json`` and the schemas of settings, which the server reads.
"""

import pytest

from .server import EXTENSION

pytestmark = pytest.mark.ui

LIMIT = 150_000
WINDOW, STRIDE = 300, 50  # characters


def delivered():
    """The files that a browser may load, by name."""
    files = [path for path in (EXTENSION / "static").rglob("*") if path.is_file()]
    return {path.name: path.read_bytes() for path in files if path.name != "third-party-licenses.json"}


def test_the_extension_is_light():
    sizes = {name: len(content) for name, content in delivered().items()}
    assert any(name.startswith("remoteEntry.") for name in sizes), f"no build in {EXTENSION}"
    told = "\n".join(f"{size:>8,}  {name}" for name, size in sorted(sizes.items(), key=lambda one: -one[1]))
    total = sum(sizes.values())
    assert total <= LIMIT, f"{total:,} bytes are more than {LIMIT:,}:\n{told}"


def test_no_code_is_delivered_twice():
    texts = {name: content.decode() for name, content in delivered().items() if name.endswith(".js")}
    doubled = [
        (one, other, part)
        for one, text in texts.items()
        for at in range(0, len(text) - WINDOW, STRIDE)
        for other, whole in texts.items()
        if one < other and (part := text[at : at + WINDOW]) in whole
    ]
    assert doubled == []


def test_the_short_name_of_elements_is_known_wherever_it_is_used():
    # extensions/lab/elements.cjs brings it in; where it is defined, the bundler has shortened it further.
    assert [name for name, content in delivered().items() if b"makeElement" in content] == []


def test_styles_are_delivered_without_white_space():
    styles = [content.decode() for content in delivered().values() if b".workbench-Guide-head" in content]
    assert len(styles) == 1
    assert "{background:var(--jp-layout-color1)" in styles[0]
